"""`<details>` as a card: the summary asks, the fold answers (S21)."""

from collections.abc import Iterator, Sequence

from ankibuild.content import content_rows
from ankibuild.context import place_of
from ankibuild.flow import chosen
from ankibuild.model import Block, Card, Line, Problem
from ankibuild.outline import Section
from ankibuild.pieces import part, part_of_lines
from ankibuild.questions import asks, question_line
from ankibuild.words import Words

STYLE = "folds"


def folds(section: Section) -> Iterator[Card | Problem]:
    """Yield a card for each fold whose summary asks something."""
    for block in _details(section.blocks):
        summary = block.lines[0] if block.lines else Line(block.first, "", "")
        if not _is_question(summary, section.words):
            continue
        found = content_rows(block.blocks, section.words)
        if not found or all(section.words.is_unanswered(row.text) for row in found):
            message = f"no answer yet to {summary.text[:60]!r}"
            yield Problem(section.path, summary.number, "unanswered-question", message)
            continue
        parts = {"question": part_of_lines([question_line(summary)]), "answer": part(block.blocks, chosen(found))}
        yield place_of(section, own=True).card("qa", STYLE, parts, claimed=((block.first, block.last),))


def _is_question(summary: Line, words: Words) -> bool:
    label = words.label(summary)
    if label and label.kind != "question":
        return False
    return asks(summary.text)


def _details(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.kind == "details":
            yield block
        yield from _details(block.blocks)
