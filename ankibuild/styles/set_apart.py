"""Tell lines that are set apart as questions: by a mark, by being bold, by a number, as bullets with more below."""

from collections.abc import Sequence
from itertools import islice, takewhile

from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks, names_need, question_line
from ankibuild.patterns import lazily
from ankibuild.text import bold_prefix, fold

_LEAD = lazily(r"[\s]*[📌❓❔■□◆◇●▼▶🔹🔸💡❗🤔🔍🔑🧐]")
ANSWER = lazily(r"\s*(?:[AaＡ]\d*\s*[.:．：)、]|[→⇒➡💬👉]|->|=>)\ufe0f?\s*")
ARROW = lazily(r"\s*(?:[→⇒➡👉]|->|=>)\ufe0f?\s*(?=\S)")
_NUMBER = lazily(r"\W*(?:(?:{question_sign}\s*)?\d{1,3}(?:-\d{1,3})?\s*{counter}?|{question_sign})\W*")
ASKING_MARK = lazily(r"\s*[?❓❔]\s+(?=\S.{2})")
_COUNTED = lazily(
    r"\s*[\[(【]?(?:(?:q|{labels.question})\s*\d{1,3}\s*[\])】]?\s*[.:)、]?\s*\S"
    r"|(?:q|{labels.question})\s?[:.]\s*\S|\d{1,3}(?:\s*\.\s?-+|\s+-+(?=\s))\s*\S)"
)
"""A label with a number or a colon, or the number alone as Spanish lists have it: 1.- ¿…?"""


def is_inline_question(row: Row) -> bool:
    """Tell a line that asks and is set apart as a question: by a mark, by being bold, as a bullet with bullets."""
    if not is_text(row):
        return False
    if row.bullet:
        return is_nested(row) and (asks(row.text) or names_need(row.text))
    if row.head and ASKING_MARK.match(fold(row.text)):
        return True
    return any(apart(row) for apart in _APART) and asks(row.text)  # the dearer question last


def are_questions(told: Sequence[Row]) -> bool:
    """Tell a list of nothing but questions, each over its answer: what stands above it announces them."""
    listed = [row for row in told if row.bullet and row.depth == 1]
    return len(listed) > 1 and told[0] is listed[0] and all(map(is_inline_question, listed))


def is_text(row: Row) -> bool:
    """Tell a line of text: no heading, no item of a check list."""
    return bool(row.text) and not row.heading and row.block.checked is None


def is_nested(row: Row) -> bool:
    """Tell a bullet with more below its first line."""
    return bool(row.block.blocks) or len(row.block.lines) > 1


def _has_lead(row: Row) -> bool:
    return bool(_LEAD.match(row.text))


_ITALIC = lazily(r"<em>[^<]*(?:<code>[^<]*</code>[^<]*)*</em>")


def is_title(row: Row) -> bool:
    """Tell a bold line, or an italic one that asks, at the head of a paragraph: a heading in all but name."""
    italic = row.text.endswith(("?", "？")) and _ITALIC.fullmatch(row.line.html)
    return row.head and (_is_bold(row.line, row) or bool(italic and row.block.kind == "paragraph"))


def _is_bold(line: Line, row: Row) -> bool:
    """Tell a line of a paragraph that is bold but for what may stand around a question: a number, a tag."""
    bold = bold_prefix(line) if row.block.kind == "paragraph" else 0
    return bold > 0 and bold >= len(question_line(line).text) - 2 > 0


def _is_first_of_several(row: Row) -> bool:
    """Tell a paragraph's first line that is answered by the next: its number is bold, or an arrow points to it."""
    if not row.head or row.block.kind != "paragraph":
        return False
    return has_bold_number(row) or (len(row.block.lines) > 1 and bool(ANSWER.match(row.block.lines[1].text)))


def has_bold_number(row: Row) -> bool:
    """Tell a line that begins with a number in bold."""
    bold = bold_prefix(row.line)
    return 0 < bold < len(row.text) and bool(_NUMBER.fullmatch(fold(row.text[:bold])))


def _is_next_title(row: Row) -> bool:
    """Tell a bold line within a paragraph of which each question is a bold line."""
    first = row.block.lines[0]
    return not row.head and _is_bold(row.line, row) and _is_bold(first, row) and asks(first.text)


def is_counted_question(row: Row) -> bool:
    """Tell `Q8. …` at the head of a paragraph, whose answer stands below without a label."""
    return row.head and row.block.kind == "paragraph" and bool(_COUNTED.match(fold(row.text)))


_APART = (_has_lead, is_title, _is_next_title, is_counted_question, _is_first_of_several)
"""What sets a line of a paragraph apart."""


def stands_alone(row: Row) -> bool:
    """Tell a question that is none of its section's answer: a bold one, a fold's, a numbered one."""
    if not row.text:
        return False
    apart = (
        row.block.kind == "details"
        or (row.depth == 0 and is_title(row))
        or (row.bullet and is_numbered(row) and is_inline_question(row))
    )
    return apart and asks(row.text)


def is_numbered(row: Row) -> bool:
    """Tell an item of a numbered list."""
    return row.block.marker[:1].isdigit()


_IN_BRACKETS = lazily(r"\s*[(（].*[)）]\s*")


def behind_translation(answer: Sequence[Row], found: Sequence[Row], none: Sequence[str]) -> Sequence[Row]:
    """Return what answers a bullet that holds nothing but its question in two languages: what stands below it.

    `answer` are the other rows of the bullet, `found` all rows, `none` why one is no content.
    """
    if not answer or not all(_IN_BRACKETS.fullmatch(row.text) and row.depth for row in answer):
        return answer
    last = next(at for at, row in enumerate(found) if row is answer[-1])
    rest = islice(zip(found, none, strict=True), last + 1, None)
    below = takewhile(lambda each: not (each[0].heading or is_inline_question(each[0])), rest)
    return [row for row, why in below if not why]
