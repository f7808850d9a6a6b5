"""`<details>` as a card: the summary asks, the fold answers (S21); folds of short terms are terms and meanings."""

from collections.abc import Iterator, Sequence

from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Line, Problem
from ankibuild.page.content import content_rows, without_last_links
from ankibuild.page.context import place_of
from ankibuild.page.flow import chosen
from ankibuild.page.pieces import part, part_of_lines
from ankibuild.page.questions import asks, may_ask, question_line
from ankibuild.patterns import lazily
from ankibuild.speech import _
from ankibuild.styles.card_words import holds
from ankibuild.styles.set_apart import ANSWER
from ankibuild.styles.terms import is_term
from ankibuild.text import without_start
from ankibuild.words import Words

STYLE = "folds"
PEERS = 3
"""So many folds that ask side by side make a list of questions: those between them ask too."""
_GAP = lazily(r"(?<!\w)_{3,}(?!\w)")
LONGEST_TERM, MOST_ROWS = 30, 4
"""How long a term is at most, in characters, and in how many rows its meaning stands."""


def folds(section: Section) -> Iterator[Card | Problem]:
    """Yield a card for each fold whose summary asks something."""
    yield from _cards(section, _asking(_folds(section), section.words))


def lone_folds(section: Section) -> Iterator[Card]:
    """Yield a card for each fold that may ask or names a term, whether or not others beside it do."""
    words = section.words
    may = [each for each in _folds(section) if may_ask(_summary(each).text) or _is_term(each, words)]
    yield from (found for found in _cards(section, may) if isinstance(found, Card))


def _cards(section: Section, found: Sequence[Block]) -> Iterator[Card | Problem]:
    for block in found:
        summary = _summary(block)
        rows = without_last_links(content_rows(_without_questions(block.blocks), section.words))
        if not rows or all(section.words.leaves_open(row.text) for row in rows):
            message = _("no answer yet to {question!r}", question=summary.text[:60])
            yield Problem(section.path, summary.number, "unanswered-question", message)
            continue
        parts = {
            "question": part_of_lines([question_line(summary)]),
            "answer": part(block.blocks, chosen([(rows[0], without_start(rows[0].line, ANSWER)), *rows[1:]])),
        }
        yield place_of(section, own=True).card("qa", STYLE, parts, claimed=((block.first, block.last),))


def _without_questions(blocks: Sequence[Block]) -> Iterator[Block]:
    """Leave out the folds inside an answer that ask for themselves."""
    for block in blocks:
        if block.kind == "details" and asks(_summary(block).text):
            continue
        yield block


def _folds(section: Section) -> list[Block]:
    """Return the folds whose summary is no label such as 答え."""
    found = _details(section.blocks)
    return [block for block in found if not _is_label(_summary(block), section.words)]


def _asking(found: Sequence[Block], words: Words) -> list[Block]:
    """Return the folds that ask, by themselves or among numbered questions."""
    asked = {id(block) for block in found if _asks(_summary(block).text)}
    rest = {id(block) for block in found if may_ask(_summary(block).text)} - asked
    among = len(asked) >= PEERS and len(asked) > len(rest)
    kept = asked | rest if among else asked
    return [block for block in found if id(block) in kept] or _terms(found, words)


def _asks(summary: str) -> bool:
    return asks(summary) or bool(_GAP.search(summary))


def _terms(found: Sequence[Block], words: Words) -> list[Block]:
    """Return the folds where all of them are terms, each with a short meaning: no chapters, logs or code."""
    listed = [block for block in found if not words.is_none_section(_summary(block).text)]
    terms = len(listed) >= PEERS and all(_is_term(block, words) for block in listed)
    return listed if terms and len({_summary(block).text for block in listed}) == len(listed) else []


def _is_term(block: Block, words: Words) -> bool:
    summary = _summary(block)
    inside = content_rows(block.blocks, words)
    short = len(summary.text) <= LONGEST_TERM and not words.reveals(summary.text)
    plain = all(row.text and not row.heading and row.depth <= 1 for row in inside)
    return (
        short
        and is_term(summary.text, words)
        and not holds("part_of_page", summary.text)
        and plain
        and 0 < len(inside) <= MOST_ROWS
    )


def _is_label(summary: Line, words: Words) -> bool:
    label = words.label(summary)
    hides = not summary.text or words.reveals(summary.text)
    return hides or bool(label and label.kind != "question")


def _summary(block: Block) -> Line:
    """Return a fold's summary as one line."""
    first = block.lines[0] if block.lines else Line(block.first, "", "")
    return Line(first.number, " ".join(x.text for x in block.lines), " ".join(x.html for x in block.lines))


def _details(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.kind == "details":
            yield block
        yield from _details(block.blocks)
