"""A heading that asks; what stands under it answers (S1)."""

from collections.abc import Iterator, Sequence

from ankibuild.content import content_rows
from ankibuild.context import place_of
from ankibuild.flow import Row, chosen, section_blocks
from ankibuild.item import picks_part
from ankibuild.model import Block, Card, Part, Problem
from ankibuild.outline import Section
from ankibuild.pieces import part, part_of_lines
from ankibuild.questions import asks, question_line
from ankibuild.styles.inline_question import is_inline_question
from ankibuild.text import key_of

STYLE = "asking"


def asking(section: Section) -> Iterator[Card | Problem]:
    """Yield the card of a heading that asks."""
    title, words = section.title, section.words
    if not section.level or not asks(title.text) or words.asks_why_others(title.text):
        return
    label = words.label(title)
    if label and label.kind != "question":
        return
    blocks = section.blocks
    found = content_rows(blocks, words)
    if not found:
        blocks = _below(section)
        found = content_rows(blocks, words)
    said = [row for row in found if row.text or row.whole or "<img" in row.line.html]
    if not said or all(words.is_unanswered(row.text) for row in said):
        if title.text.rstrip().endswith(("?", "？")) and not section.sections:
            yield Problem(section.path, section.first, "unanswered-question", f"no answer yet to {title.text[:60]!r}")
        return
    question = question_line(title)
    parts = {"question": part_of_lines([question]), **_answer(blocks, said, key_of(question.text))}
    yield place_of(section).card("qa", STYLE, parts)


def _below(section: Section) -> tuple[Block, ...]:
    """The text of the sub-headings, where the heading has none of its own and they ask nothing themselves."""
    words = section.words
    inner = [s for s in section.sections if not asks(s.title.text) and not words.is_none_section(s.title.text)]
    return tuple(block for s in inner for block in section_blocks(s, heading=True)) if len(inner) == len(section.sections) else ()


def _answer(blocks: Sequence[Block], found: Sequence[Row], question: str) -> dict[str, Part]:
    """Return answer and explanation: where a line repeats the question, what follows it answers."""
    for i, row in enumerate(found):
        if is_inline_question(row) and key_of(question_line(row.line).text) == question and i + 1 < len(found):
            answer = picks_part(blocks, [(r, r.line) for r in found[i + 1 :]])
            before = found[:i]
            return {"answer": answer} | ({"explanation": part(blocks, chosen(before))} if before else {})
    return {"answer": part(blocks, chosen(found))}
