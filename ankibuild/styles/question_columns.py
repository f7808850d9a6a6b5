"""Find the columns of a table that asks: by the heads, or by cells that are questions."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from msgspec import Struct

from ankibuild.items.letters import follows, is_first, lettered
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Line
from ankibuild.page.questions import asks
from ankibuild.page.tables import Table
from ankibuild.patterns import lazily
from ankibuild.styles.terms import is_statement
from ankibuild.text import cut, fold
from ankibuild.words import Words

LEAST = 2
"""One question alone may be a remark that happens to stand in a table."""
MOST_COLUMNS = 4
"""A wider table of terms compares them."""
_TICKS = " ✅❌⭕✓✔✗✘×○〇"
"""Signs behind the head of a column of right or wrong answers."""
LONGEST_TERM = 40
"""How long the term of a table may be, in characters: longer ones are sentences."""
_PAIRS = (
    ("question", "answer"),
    ("statement", "answer"),
    ("statement", "verdict"),
    ("question", "truth"),
    ("wish", "means"),
    ("term", "meaning"),
)
_NUMBER = lazily(r"\W*{question_sign}?\s*\.?\s*\d*\W*{counter}?\W*")
_SCORE = lazily(r"(?:[\d\s/%.,]|{score_unit})*")
_VERDICT = lazily(r"[\s(]*(?:{judged_word}|○|〇|◯|⭕|×|✕|✖|❌|✅|t|f)[\s)。.]*")


_MARK = lazily(r"[^\w]*|[○〇◯]|{done_word}", re.IGNORECASE)


class Columns(Struct, frozen=True):
    """Where a table asks and answers, and its rows; -1 and empty where there is no such column.

    `lettered` are the columns that hold one option each, `options` is one that holds all of them, `more` are
    those that explain, `own` is the learner's own answer and `mistake` says why it is wrong.
    """

    kind: str
    rows: tuple[Block, ...]
    question: int
    answer: int
    options: int = -1
    lettered: tuple[tuple[str, int], ...] = ()
    more: tuple[int, ...] = ()
    own: int = -1
    mistake: int = -1


def question_columns(table: Table, section: Section) -> Columns | None:
    """Return the columns of a table that asks, or None when it holds data."""
    words, heads = section.words, table.heads
    letters = _lettered(heads)
    answering = asks(section.title.text)
    for kind, other, at, answer in _headed(table, {i for _, i in letters}, words):
        if _fits(table, kind, other, at, answer) and not (kind == "term" and answering):
            options, own, mistake = (_labelled(heads, each, words) for each in ("options", "own", "mistake"))
            own = _labelled(heads, "wrong", words) if own < 0 else own
            more = tuple(_more(heads, {at, answer, options, own, mistake}, words, every=kind == "term"))
            return Columns(kind, table.rows, at, answer, options, letters, more, own, mistake)
    return _asking(table, words)


def _headed(table: Table, but: set[int], words: Words) -> Iterator[tuple[str, str, int, int]]:
    """Yield the pairs of columns whose heads go together, each with its kind."""
    heads = [(i, head.text) for i, head in enumerate(table.heads) if i not in but]
    for kind, other in _PAIRS:
        found = product(_called(heads, kind, words), _called(heads, other, words))
        yield from ((kind, other, i, j) for i, j in found if i != j)


def _called(heads: Sequence[tuple[int, str]], kind: str, words: Words) -> list[int]:
    return [i for i, text in heads if words.is_head(kind, text.strip(_TICKS) or text)]


def _fits(table: Table, kind: str, other: str, at: int, answer: int) -> bool:
    """Tell by the cells whether a table asks: no results by number, no scores, no sentences as terms."""
    asked, answers = list(table.column(at)), list(table.column(answer))
    if not answers or _all(asked, _NUMBER):
        return False
    if other == "truth":  # else the subjects of a log
        return _all(answers, _VERDICT) and all(_states(cell.text) for cell in asked)
    if kind == "statement":
        return _all(answers, _VERDICT)
    if kind == "term":
        return len(table.heads) <= MOST_COLUMNS and _are_names(asked)
    return not _all(answers, _SCORE)


def _all(cells: Sequence[Line], pattern: re.Pattern[str]) -> bool:
    return all(pattern.fullmatch(fold(cell.text)) for cell in cells)


def _are_names(cells: Sequence[Line]) -> bool:
    """Tell short texts that are not all letters of options."""
    short = all(len(cell.text) <= LONGEST_TERM for cell in cells)
    return short and not all(lettered(cell.text) for cell in cells)


def _states(text: str) -> bool:
    return text.endswith(("。", ".")) or asks(text) or is_statement(text)


def _labelled(heads: Sequence[Line], kind: str, words: Words) -> int:
    labels = [words.label(cut(head, 0, len(head.text.rstrip(_TICKS)))) for head in heads]
    return next((i for i, label in enumerate(labels) if label and label.kind == kind), -1)


def _lettered(heads: Sequence[Line]) -> tuple[tuple[str, int], ...]:
    """Return the columns called A, B, C …."""
    found = [
        (lead.letter, i)
        for i, head in enumerate(heads)
        if (lead := lettered(head.text)) and not head.text[lead.rest :].strip()
    ]
    names = [letter for letter, _ in found]
    run = len(found) >= LEAST and is_first(names[0]) and all(follows(b, a) for a, b in pairwise(names))
    return tuple(found) if run else ()


def _more(heads: Sequence[Line], but: set[int], words: Words, *, every: bool) -> Iterator[int]:
    for i, head in enumerate(heads):
        number = _NUMBER.fullmatch(fold(head.text))
        if i not in but and (words.is_head("more", head.text) or (every and not number)):
            yield i


def _asking(table: Table, words: Words) -> Columns | None:
    """Find a column whose cells ask, with the answers behind it; the first question may stand as a head."""
    heads = table.heads
    headed = any(asks(head.text) for head in heads)
    rows = table.block.blocks if headed else table.rows
    width = max((len(row.lines) for row in rows), default=0)
    for at in range(width - 1):
        if _asks_at(rows, at):
            wrong = -1 if headed else _labelled(heads, "wrong", words)
            answer = at + 1 if wrong != at + 1 else at + 2  # Question | Wrong answer | Right answer
            more = () if headed else tuple(_more(heads, {at, answer, wrong}, words, every=False))
            return Columns("question", tuple(rows), at, answer, more=more, own=wrong)
    return None


def _asks_at(rows: Sequence[Block], at: int) -> bool:
    """Tell a column of questions from one of a check list, or of a level that says little."""
    asked = [cell for cell in _cells(rows, at) if cell.text]
    answers = _cells(rows, at + 1)
    if _all_marks(answers):
        return False
    several = len(asked) >= LEAST and len({cell.text for cell in answers} - {""}) * 2 > len(asked)
    return several and sum(map(_is_question, asked)) * 5 >= len(asked) * 4


def _cells(rows: Sequence[Block], at: int) -> list[Line]:
    return [row.lines[at] for row in rows if at < len(row.lines)]


def _all_marks(cells: Sequence[Line]) -> bool:
    return all(_MARK.fullmatch(cell.text) for cell in cells)


def _is_question(cell: Line) -> bool:
    return asks(cell.text) and "href=" not in cell.html
