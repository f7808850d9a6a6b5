"""`<details>` as a card: the summary asks, the fold answers (S21)."""

from collections.abc import Iterator, Sequence

from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Line, Problem
from ankibuild.page.content import content_rows
from ankibuild.page.context import place_of
from ankibuild.page.flow import chosen
from ankibuild.page.pieces import part, part_of_lines
from ankibuild.page.questions import asks, may_ask, question_line
from ankibuild.words import Words

STYLE = "folds"
PEERS = 3
"""So many folds that ask side by side make a list of questions: those between them ask too."""


def folds(section: Section) -> Iterator[Card | Problem]:
    """Yield a card for each fold whose summary asks something."""
    for block in _asking(_folds(section)):
        summary = _summary(block)
        found = content_rows(block.blocks, section.words)
        if not found or all(section.words.is_unanswered(row.text) for row in found):
            message = f"no answer yet to {summary.text[:60]!r}"
            yield Problem(section.path, summary.number, "unanswered-question", message)
            continue
        parts = {
            "question": part_of_lines([question_line(summary)]),
            "answer": part(block.blocks, chosen(found)),
        }
        yield place_of(section, own=True).card("qa", STYLE, parts, claimed=((block.first, block.last),))


def _folds(section: Section) -> list[Block]:
    """Return the folds whose summary is no label such as 答え."""
    found = _details(section.blocks)
    return [block for block in found if not _is_label(_summary(block), section.words)]


def _asking(found: Sequence[Block]) -> list[Block]:
    """Return the folds that ask, by themselves or among numbered questions."""
    asked = {id(block) for block in found if asks(_summary(block).text)}
    rest = {id(block) for block in found if may_ask(_summary(block).text)} - asked
    among = len(asked) >= PEERS and len(asked) > len(rest)
    kept = asked | rest if among else asked
    return [block for block in found if id(block) in kept]


def _is_label(summary: Line, words: Words) -> bool:
    label = words.label(summary)
    return not summary.text or bool(label and label.kind != "question")


def _summary(block: Block) -> Line:
    """Return a fold's summary as one line."""
    first = block.lines[0] if block.lines else Line(block.first, "", "")
    return Line(first.number, " ".join(x.text for x in block.lines), " ".join(x.html for x in block.lines))


def _details(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.kind == "details":
            yield block
        yield from _details(block.blocks)
