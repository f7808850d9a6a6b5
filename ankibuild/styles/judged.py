"""Statements to judge: a list, each with its ○ or × at the end (`1. RAID0 は冗長である。 **×**`), or headings.

A heading is judged where nothing but a verdict and its reasons stand below it, a paragraph where its last line is a
verdict, or right and wrong are listed below it and one of them is bold.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from ankibuild.items.letters import firm_letters
from ankibuild.items.marks import SYMBOLS, lone_verdict
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Line, Problem
from ankibuild.page.content import content_rows, item_part
from ankibuild.page.context import place_of
from ankibuild.page.flow import Row, chosen
from ankibuild.page.pieces import join_parts, part, part_of_lines
from ankibuild.page.questions import asks, question_line
from ankibuild.patterns import lazily
from ankibuild.styles.card_words import holds
from ankibuild.text import bold_prefix, cut, fold
from ankibuild.words import Words

STYLE = "judged"
LEAST = 3
"""So many statements, all judged, are a quiz by themselves; fewer need a heading that says so."""
VERDICTS = 2
"""Right and wrong, listed below a statement."""
SHORTEST = 6
"""A shorter text is no statement but an option: `A. True`, in characters."""
# Behind the mark, the reason on the same line.
_WITHIN = lazily(rf"(?<=[。.!)）])\s*(?P<judged>[{SYMBOLS}]\ufe0f?\s*\S.*)$")


@lru_cache(maxsize=8)
def _at_end(words: Words) -> re.Pattern[str]:
    """Match a judgement at the end of a statement: one of the marks and words, T, F."""
    marks = "|".join(
        rf"{re.escape(mark)}(?!\w)"
        for mark in sorted({*words.right_marks, *words.wrong_marks, "t", "f"}, key=len)
    )
    return re.compile(
        r"(?:(?<=[。.!)）])\s*|\s+|\s*(?=[(\[])|\s*(?:→|⇒|->|…|:)\s*)"
        rf"(?P<judged>[(\[]?\s*(?:{marks})\ufe0f?\s*[)\]]?(?:\s*\([^()]*\))?)\s*$"
    )


def judged(section: Section) -> Iterator[Card | Problem]:
    """Yield a card for each statement of a list in which every statement is judged."""
    announced = holds("judging", section.title.text)
    above: Sequence[Line] = ()
    for block in section.blocks:
        if block.kind == "list" and len(block.blocks) > 1:
            yield from _list_cards(section, block, above, announced=announced)
        above = block.lines if block.kind == "paragraph" else above
    yield from _below_paragraphs(section, announced=announced)
    yield from _below_headings(section, LEAST)


def _list_cards(
    section: Section, block: Block, above: Sequence[Line], *, announced: bool
) -> Iterator[Card | Problem]:
    """Yield the cards of a list; fewer judged statements are enough where the line above announces them."""
    if announced or any(holds("judging", line.text) for line in above):
        yield from _cards(section, block.blocks, 2)
    elif not (_are_lettered(block.blocks) or any(asks(line.text) for line in above)):
        yield from _cards(section, block.blocks, LEAST)


def _are_lettered(items: Sequence[Block]) -> bool:
    """Tell options from statements: they have letters, and the question may stand above their key."""
    letters = firm_letters(line.text for item in items for line in item.lines[:1])
    return len(letters) == len(items) and not any(map(str.isdigit, letters))


def _below_headings(section: Section, least: int) -> Iterator[Card]:
    """Yield a card for each heading over nothing but a verdict and its reasons, where so many of them are."""
    found = [
        (inner, below, at)
        for inner in section.sections
        if (below := content_rows(inner.blocks, inner.words))
        and (at := _verdict_at(below, inner.words)) is not None
    ]
    for inner, below, at in found if len(found) >= least else ():
        shown = [part(inner.blocks, chosen(below[:at]))] if at else []
        parts = {
            "question": join_parts([part_of_lines([question_line(inner.title)]), *shown]),
            "answer": part(inner.blocks, chosen(below[at:])),
        }
        last = max(block.last for block in inner.blocks)
        yield place_of(inner).card("qa", STYLE, parts, claimed=((inner.first, last),))


def _below_paragraphs(section: Section, *, announced: bool) -> Iterator[Card]:
    """Yield a card for each of several paragraphs with a verdict in the last line, or an announced one below it."""
    blocks = [block for block in section.blocks if block.kind in ("paragraph", "list")]
    found = [
        each
        for block, below in pairwise((*blocks, *blocks[-1:]))
        if block.kind == "paragraph" and (announced or len(block.lines) > 1)
        for each in _judged_in(block, below, section.words, announced=announced)
    ]
    if len(found) >= (2 if announced else LEAST):
        yield from _paragraph_cards(section, found)


_Judged = tuple[Sequence[Line], Line, tuple[int, int]]
"""A statement, the verdict on it, and the first and last line of both."""


def _judged_in(block: Block, below: Block, words: Words, *, announced: bool) -> list[_Judged]:
    """Return a paragraph with its verdict: its last line, or an announced one in the list below."""
    if len(block.lines) > 1 and _judges(block.lines[-1], words):
        return [(block.lines[:-1], block.lines[-1], (block.first, block.last))]
    told = _chosen(below, words) if announced else ()
    return [(block.lines, line, (block.first, below.last)) for line in told]


def _paragraph_cards(section: Section, found: Sequence[_Judged]) -> Iterator[Card]:
    for statement, verdict, lines in found:
        parts = {"question": part_of_lines(statement), "answer": part_of_lines([verdict])}
        yield place_of(section, own=True).card("qa", STYLE, parts, claimed=(lines,))


def _chosen(listed: Block, words: Words) -> list[Line]:
    """Return the bold one of the verdicts, right and wrong, that a list holds."""
    lines = [item.lines[0] for item in listed.blocks if len(item.lines) == 1 and not item.blocks]
    bold = [line for line in lines if bold_prefix(line) == len(line.text)]
    fits = len(lines) == len(listed.blocks) == VERDICTS and all(_judges(line, words) for line in lines)
    return bold if fits and len(bold) == 1 else []


def _judges(line: Line, words: Words) -> bool:
    """Tell a verdict and nothing more: ×, **F**, 错."""
    return fold(line.text).strip() in ("t", "f") or lone_verdict(line, words) is not None


def _verdict_at(below: Sequence[Row], words: Words) -> int | None:
    """Return the place of the verdict among the rows below a heading: the first, or behind a picture."""
    return next(
        (
            i
            for i, row in enumerate(below[:2])
            if lone_verdict(row.line, words) is not None
            and (not i or not below[0].text)
            and not _announces(row, words)
        ),
        None,
    )


def _announces(row: Row, words: Words) -> bool:
    """Tell a label of the answer that follows, no verdict: 正解：, the summary 정답 of the fold that holds it."""
    folded = row.block.kind == "details" and words.is_labelled("answer", row.line)
    return folded or row.text.endswith((":", "："))


def lone_judged(section: Section) -> Iterator[Card]:
    """Yield a card for each judged statement of a section's lists, whether or not others beside it are judged."""
    for block in section.blocks:
        if block.kind == "list":
            yield from _each(section, _parted(block.blocks, section.words))
    yield from _below_headings(section, 1)


def _parted(items: Sequence[Block], words: Words) -> list[tuple[Block, tuple[Line, Line]]]:
    return [(item, parted) for item in items if item.lines and (parted := _part(item.lines[0], words))]


def _cards(section: Section, items: Sequence[Block], least: int) -> Iterator[Card]:
    found = _parted(items, section.words)
    if len(found) >= max(least, len(items) - (least < LEAST)):
        yield from _each(section, found)


def _each(section: Section, found: Sequence[tuple[Block, tuple[Line, Line]]]) -> Iterator[Card]:
    for item, (statement, verdict) in found:
        below = [row for row in content_rows((item,), section.words) if row.line is not item.lines[0]]
        told = [part_of_lines([verdict]), *([item_part(item, below)] if below else [])]
        parts = {"question": part_of_lines([statement]), "answer": join_parts(told)}
        yield place_of(section, own=True).card("qa", STYLE, parts, claimed=((item.first, item.last),))


_SENTENCE = lazily(r"[。.]$|(?:[{verb_ends}{adjective_ends}]|{polite_end})$|\w \w")


def _part(line: Line, words: Words) -> tuple[Line, Line] | None:
    """Part a statement, a whole sentence, from its judgement."""
    folded = fold(line.text)
    found = _at_end(words).search(folded) or _WITHIN.search(folded)
    if not found or found.start() < SHORTEST or not _SENTENCE.search(line.text[: found.start()].rstrip()):
        return None
    return cut(line, 0, found.start()), cut(line, found.start("judged"))
