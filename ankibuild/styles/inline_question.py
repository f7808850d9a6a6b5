"""A line inside the text that asks: `📌 決定木とは？`, a bold line, a bullet with its answer below (S1)."""

import re
from collections.abc import Iterator, Sequence

from ankibuild.content import content_rows
from ankibuild.context import place_of
from ankibuild.flow import Row, chosen
from ankibuild.model import Card, Problem
from ankibuild.outline import Section
from ankibuild.pieces import part, part_of_lines
from ankibuild.questions import asks, question_line, start_of_question
from ankibuild.text import bold_prefix, key_of

STYLE = "inline_question"
_LEAD = re.compile(r"[\s]*[📌❓❔■□◆◇●▼▶🔹🔸💡❗🤔]")


def inline_question(section: Section) -> Iterator[Card | Problem]:
    """Yield a card for each line of the section's own text that asks and is answered below."""
    found = content_rows(section.blocks, section.words)
    asked = [i for i, row in enumerate(found) if is_inline_question(row)]
    own = key_of(question_line(section.title).text) if asks(section.title.text) else ""
    for i, following in zip(asked, [*asked[1:], len(found)], strict=bool(asked)):
        row = found[i]
        question = question_line(row.line)
        if key_of(question.text) == own or section.words.label(row.line):
            continue
        answer = _answer(row, found[i + 1 : following])
        if not answer or all(section.words.is_unanswered(each.text) for each in answer):
            continue
        parts = {"question": part_of_lines([question]), "answer": part(section.blocks, chosen(answer))}
        yield place_of(section, own=True).card("qa", STYLE, parts)


def is_inline_question(row: Row) -> bool:
    """Tell a line that asks and is set apart as a question: by a mark, by being bold, as a bullet with bullets."""
    if not row.text or row.heading or not asks(row.text):
        return False
    if row.bullet:
        return bool(row.block.blocks) or len(row.block.lines) > 1
    if _LEAD.match(row.text):
        return True
    bold = bold_prefix(row.line)
    return row.head and row.block.kind == "paragraph" and bold >= len(row.text) - 2 - start_of_question(row.text) > 0


def _answer(row: Row, behind: Sequence[Row]) -> list[Row]:
    """The rest of the paragraph, or what is nested below; else the blocks behind a line of its own."""
    own = [each for each in behind if each.block is row.block]
    if row.bullet:
        return own + [each for each in behind if each.line.number <= row.block.last and each.block is not row.block]
    if own:
        return own
    return [each for each in behind if each.depth >= row.depth]
