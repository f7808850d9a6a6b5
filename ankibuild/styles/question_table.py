"""Tables that ask: `問題 | 答え`, `# | Question | Answer`, `用語 | 意味`, a column whose cells are questions.

Other tables (ports, comparisons, logs) are data: their heads name no question, and their cells ask nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from ankibuild.items.letters import key
from ankibuild.items.odd_options import options_in_cell
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Line, Part, Problem
from ankibuild.page.content import holds_terms
from ankibuild.page.context import place_of
from ankibuild.page.pieces import list_part, part_of_lines
from ankibuild.page.questions import asks, question_line
from ankibuild.page.tables import cell_lines, tables
from ankibuild.patterns import lazily
from ankibuild.speech import _
from ankibuild.styles.question_columns import Columns, question_columns
from ankibuild.styles.wording import asked_for
from ankibuild.text import fold, has_picture, key_of
from ankibuild.words import Words

STYLE = "question_table"
_NUMBER = lazily(r"\W*[^\W\d]{0,4}\W*\d+(?:[-.]\d+)*\W*")
_LETTER = lazily(r"\s*[a-e{kana}](?!\w)")
_NOTHING = lazily(r"[\s\-‐–—―ー?？・…。.]*")


def question_table(section: Section) -> Iterator[Card | Problem]:
    """Yield a card for each row of a table that asks."""
    if not holds_terms(section):
        return
    for table, before in tables(section.blocks):
        columns = question_columns(table, section)
        if columns is None:
            continue
        # 「正しければ はい を選べ」 above a table of statements is what each of them asks
        stem = before.lines if columns.kind == "statement" and before and before.kind == "paragraph" else ()
        for row in columns.rows:
            yield from _card(section, row, columns, stem)


def lone_rows(section: Section) -> Iterator[Card]:
    """Yield a card for each cell that asks, with the cell behind it, whether or not the column asks."""
    for table, _stem in tables(section.blocks):
        for row in table.block.blocks:
            for at, cell in enumerate(row.lines[:-1]):
                if asks(cell.text):
                    found = _card(section, row, Columns("question", (), at, at + 1), ())
                    yield from (each for each in found if isinstance(each, Card))


def _card(section: Section, row: Block, columns: Columns, stem: Sequence[Line]) -> Iterator[Card | Problem]:
    cells = row.lines
    if len(cells) <= columns.question or not _shows(cells[columns.question]):
        return
    asked, options = _asked(cells, columns)
    answer = _cell(cells, columns.answer) or Line(row.first, "", "")
    if problem := _lacks(asked, answer, options, columns, section.words):
        slug, message = problem
        if slug:
            yield Problem(section.path, row.first, slug, message)
        return
    parts = {"question": part_of_lines([*stem, *asked]), **_back(answer, options), **_more(cells, columns)}
    if columns.kind == "term":
        around = "".join((*section.trail, section.title.text, *(cell.text for cell in cells)))
        parts["question"] = asked_for(parts["question"], parts["answer"], around)
    place = place_of(section, own=True)
    yield place.card("qa", STYLE, parts)
    if wrong := _own(cells, columns, options, answer):
        yield place.card("contrast", STYLE, _pair(parts, wrong, _cell(cells, columns.mistake)))


def _cell(cells: Sequence[Line], at: int) -> Line | None:
    return cells[at] if 0 <= at < len(cells) else None


def _more(cells: Sequence[Line], columns: Columns) -> dict[str, Part]:
    told = [cell for at in columns.more if (cell := _cell(cells, at)) and cell.text]
    lines = [line for cell in told for line in cell_lines(cell)]
    return {"explanation": part_of_lines(lines)} if lines else {}


Options = Sequence[tuple[str, Line]]
"""The options of a row, each with its letter."""


def _lacks(
    asked: Sequence[Line], answer: Line, options: Options, columns: Columns, words: Words
) -> tuple[str, str] | None:
    """Say what a row lacks to a card, as a slug and a message, both empty where the author need not know."""
    if not _is_answered(answer, words):
        slug = "unanswered-question" if columns.kind != "term" else ""
        return slug, _("no answer yet to {question!r}", question=asked[0].text[:60])
    if options:
        return None
    if _is_attempt(asked[0], answer):
        return "", ""
    named = key(answer.text, [])
    if named and not named.letters[0].isdigit() and not answer.text[named.rest :].strip():
        letters = ", ".join(named.letters)
        return "no-options", _("the answer is {letters}, but the options are not here", letters=letters)
    return None


def _pair(parts: Mapping[str, Part], wrong: Line, mistake: Line | None) -> dict[str, Part]:
    """Make a contrast of a row's answer and the learner's own."""
    pair = {"correct": parts["answer"], "incorrect": part_of_lines([wrong]), "prompt": parts["question"]}
    if "explanation" in parts:
        pair["why_correct"] = parts["explanation"]
    if mistake and mistake.text:
        pair["why_incorrect"] = part_of_lines(cell_lines(mistake))
    return pair


def _is_attempt(asked: Line, answer: Line) -> bool:
    """Tell a row of a log, the number of a question with a letter: `6-20 | C（誤答）`."""
    return bool(_NUMBER.fullmatch(asked.text) and _LETTER.match(fold(answer.text)))


def _own(cells: Sequence[Line], columns: Columns, options: Options, answer: Line) -> Line | None:
    """Return the learner's own answer where it is a wrong one in words, or an option that is not right."""
    cell = _cell(cells, columns.own)
    if cell is None or not _shows(cell) or key_of(cell.text) == key_of(answer.text):
        return None
    named = key(cell.text, [letter for letter, _ in options])
    if named and not cell.text[named.rest :].strip() and not cell.text.strip().isdigit():
        return dict(options).get(named.letters[0])
    return cell


def _asked(cells: Sequence[Line], columns: Columns) -> tuple[list[Line], list[tuple[str, Line]]]:
    """Return the lines of the question, and the options with their letters, in columns or in cells of the row."""
    lines = list(cell_lines(cells[columns.question]))
    options = [(letter, cells[at]) for letter, at in columns.lettered if at < len(cells) and cells[at].text]
    if columns.options >= 0 and columns.options < len(cells):
        options = options or options_in_cell(cell_lines(cells[columns.options]))
    for start in range(1, len(lines) if not options else 0):
        if found := options_in_cell(lines[start:]):
            lines, options = lines[:start], found
            break
    return [question_line(lines[0]), *lines[1:]], options


def _back(answer: Line, options: Options) -> dict[str, Part]:
    """Return the answer, which is the text of the options that its letters name, and the options."""
    lines = list(cell_lines(answer))
    if not options:
        return {"answer": part_of_lines(lines)}
    texts = dict(options)
    named = key(answer.text, list(texts))
    right = [texts[letter] for letter in named.letters if letter in texts] if named else []
    right = right or [text for _, text in options if key_of(text.text) == key_of(answer.text)]
    listed = list_part([part_of_lines([text]) for _, text in options])
    return {"options": listed, "answer": part_of_lines(right or lines)}


def _shows(cell: Line) -> bool:
    return bool(re.search(r"\w", cell.text)) or has_picture(cell)


def _is_answered(cell: Line, words: Words) -> bool:
    return has_picture(cell) or not (_NOTHING.fullmatch(cell.text) or words.is_unanswered(cell.text))
