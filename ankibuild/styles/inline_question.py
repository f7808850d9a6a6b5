"""A line inside the text that asks: `📌 決定木とは？`, a bold line, a bullet with its answer below (S1)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from ankibuild.items.labels import holds_choice
from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Line, Part, Problem
from ankibuild.page.content import item_part, no_content
from ankibuild.page.context import place_of
from ankibuild.page.flow import Row, chosen, rows
from ankibuild.page.pieces import part, part_of_lines
from ankibuild.page.questions import asks, question_line, same_question, start_of_question
from ankibuild.text import bold_prefix, cut

STYLE = "inline_question"
_LEAD = re.compile(r"[\s]*[📌❓❔■□◆◇●▼▶🔹🔸💡❗🤔🔍🔑🧐]")
_ANSWER = re.compile(r"\s*(?:[AaＡ]\d*\s*[.:．：)、]|[→⇒➡])\ufe0f?\s*(?=\S)")
_OPTION = re.compile(r"\s*[A-HＡ-Ｈア-オ]\s*[.:．：)、]")


def inline_question(section: Section) -> Iterator[Card | Problem]:
    """Yield a card for each line of the section's own text that asks and is answered below."""
    found = rows(section.blocks)
    none = no_content(found, section.words)
    own = same_question(section.title.text) if asks(section.title.text) else ""
    asked = [i for i, row in enumerate(found) if not none[i] and _is_asked(found, i, section)]
    for i in asked:
        question = question_line(found[i].line)
        if same_question(question.text) == own:
            continue
        answer = _answer(found, none, i)
        if not answer or all(section.words.is_unanswered(each.text) for each in answer):
            continue
        if sum(bool(_OPTION.match(each.text)) for each in answer) > 1:
            continue  # options that nobody has answered yet
        if holds_choice(question.text, answer, section.words):
            continue
        picks = [(each, _bare(each.line)) for each in answer[:1]] + list(answer[1:])
        parts = {"question": part_of_lines([question]), "answer": _part(section, found[i], picks)}
        # a question of its own only follows the heading's, one within the answer belongs to it
        own_title = not (own and stands_alone(found[i]))
        yield place_of(section, own=own_title).card("qa", STYLE, parts)


def _part(section: Section, asked: Row, picks: Sequence[Row | tuple[Row, Line]]) -> Part:
    """Make the answer of the blocks that it stands in."""
    if (asked.bullet and asked.block.blocks) or len(asked.block.lines) > 1:
        return item_part(asked.block, picks)
    lines = [(each[0] if isinstance(each, tuple) else each).line.number for each in picks]
    first = bisect_left(section.blocks, min(lines), key=lambda block: block.last)
    near = takewhile(lambda block: block.first <= max(lines), islice(section.blocks, first, None))
    return part(near, chosen(picks))


def _bare(line: Line) -> Line:
    """Return the first line of an answer without the arrow or A: that says it is one."""
    found = _ANSWER.match(line.text)
    return cut(line, found.end()) if found else line


def is_inline_question(row: Row) -> bool:
    """Tell a line that asks and is set apart as a question: by a mark, by being bold, as a bullet with bullets."""
    if not row.text or row.heading or row.block.checked is not None:
        return False
    if row.bullet:
        apart = bool(row.block.blocks) or len(row.block.lines) > 1
    else:
        apart = bool(_LEAD.match(row.text)) or is_title(row)
    return apart and asks(row.text)  # the dearer question last


def is_title(row: Row) -> bool:
    """Tell a bold line at the head of a paragraph, which is a heading in all but name."""
    bold = bold_prefix(row.line)
    return (
        row.head
        and row.block.kind == "paragraph"
        and bold >= len(row.text) - 2 - start_of_question(row.text) > 0
    )


def stands_alone(row: Row) -> bool:
    """Tell a question that is none of its section's answer: a bold one, a fold's, a numbered one."""
    if not row.text:
        return False
    apart = (
        row.block.kind == "details"
        or (row.depth == 0 and is_title(row))
        or (row.bullet and _numbered(row) and is_inline_question(row))
    )
    return apart and asks(row.text)


def _numbered(row: Row) -> bool:
    return row.block.marker[:1].isdigit()


def _is_asked(found: Sequence[Row], i: int, section: Section) -> bool:
    row = found[i]
    label = section.words.label(row.line) if row.text else None
    if label and label.kind != "question":
        return False
    return is_inline_question(row) or _asks_below(found, i)


def _asks_below(found: Sequence[Row], i: int) -> bool:
    """Tell the last item of a numbered list that asks and is answered by the paragraphs behind the list."""
    row = found[i]
    if not (row.bullet and row.depth == 1 and _numbered(row) and not row.block.blocks and asks(row.text)):
        return False
    after = found[i + 1] if i + 1 < len(found) else None
    return after is not None and after.depth == 0 and not after.heading and after.block.kind != "rule"


def _answer(found: Sequence[Row], none: Sequence[str], at: int) -> list[Row]:
    """Return the rest of the paragraph, or what is nested below; else the blocks behind up to the next title."""
    row, answer = found[at], list[Row]()
    nested = row.bullet and (bool(row.block.blocks) or len(row.block.lines) > 1)
    glued = at + 1 < len(found) and found[at + 1].block is row.block
    for each, why in zip(islice(found, at + 1, None), islice(none, at + 1, None), strict=True):
        if nested:
            ends = each.line.number > row.block.last
        elif glued:
            ends = each.block is not row.block or is_inline_question(each)
        else:
            ends = why == "rule" or each.depth < row.depth - row.bullet or _begins_anew(each, row)
        if ends:
            break
        answer += [] if why else [each]
    return answer


def _begins_anew(row: Row, asked: Row) -> bool:
    if (
        row.heading
        or is_inline_question(row)
        or (asked.bullet and row.bullet and _numbered(row) and row.depth == 1 and asks(row.text))
    ):
        return True
    return is_title(row) and row.depth <= asked.depth
