"""Exam items: questions with options, a key and reasons (S2, S7-S20, S24, S25).

The page is read at once, since the answers may stand at its end: each section, with the sub-headings that only
name parts of a question, is cut into items (`splitting`); each is read by `parser`, given the answer that
stands elsewhere (`answers`), and turned into cards by the one rule set of `cards`.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ankibuild.items.answers import Read, is_answer_list, join
from ankibuild.items.blanks import fill_blanks
from ankibuild.items.cards import item_cards
from ankibuild.items.ending import end_of_item, without_tail
from ankibuild.items.item import Item
from ankibuild.items.labels import title_label
from ankibuild.items.late_reasons import join_reasons
from ankibuild.items.leading import without_lead
from ankibuild.items.letters import lettered
from ankibuild.items.parser import parse_item
from ankibuild.items.reasons import reason
from ankibuild.items.splitting import Chunk, split_items
from ankibuild.items.titled_options import are_titles_of_options
from ankibuild.items.unfolding import unfold
from ankibuild.items.units import units
from ankibuild.items.unlabelled import row_number
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Problem
from ankibuild.page.context import is_bare, item_number, place_of
from ankibuild.page.flow import Row, heading_block, rows, section_blocks
from ankibuild.page.questions import asks
from ankibuild.reader.page import regular_cards

STYLE = "exam"
PARTS = frozenset(("options", "answer", "explanation", "wrong", "feedback"))
LONGEST_TITLE = 40
"""How long a heading may be that only names the subject of the question below it, in characters."""


def exam(section: Section) -> Iterator[Card | Problem]:
    """Yield the cards of the exam items of a page; nothing for its inner sections, which are read with it."""
    if section.level:
        return
    read = list(_read(section, _fixed(section)))
    found = [
        card
        for each in join_reasons(section, join(section, read))
        for card in item_cards(each.item, each.blocks, each.place, STYLE)
    ]
    yield from regular_cards(section, found)


LEAST_FIXED, SHORTEST_FIXED = 3, 10
"""A sentence that a page repeats so often, and so long in characters, is its author's fixed wording."""


def _fixed(page: Section) -> frozenset[str]:
    """Return the sentences that stand again and again in the page, which say nothing of a single item."""
    texts = Counter(
        row.text for section in page.walk() for row in rows(section.blocks) if len(row.text) >= SHORTEST_FIXED
    )
    return frozenset(
        text
        for text, times in texts.items()
        if times >= LEAST_FIXED and text.endswith(("。", ".", "：", ":"))
    )


def _read(section: Section, fixed: frozenset[str]) -> Iterator[Read]:
    """Read the items of a section and of those inside that are not parts of its own."""
    words = section.words
    merged = _parts(section)
    blocks = (
        *_heading(section),
        *section.blocks,
        *(b for inner in merged for b in section_blocks(inner, heading=True)),
    )
    if merged or not words.is_none_section(section.title.text):
        for unit in units(blocks, words):
            yield from _items(section, unit, fixed)
    for inner in section.sections:
        if inner not in merged:
            yield from _read(inner, fixed)


def _items(section: Section, blocks: tuple[Block, ...], fixed: frozenset[str]) -> Iterator[Read]:
    """Read the items in blocks of a section that are read together."""
    words = section.words
    found = unfold(rows(blocks), words)
    for each in without_tail([*split_items(found, words)]) if found else ():
        if not _may_be_item(each):
            continue
        whole = without_lead(each, words)
        end = end_of_item(whole.rows, whole.labels, words)
        chunk = replace(whole, rows=whole.rows[:end], labels=whole.labels[:end])
        item = parse_item(chunk.rows, words, chunk.labels, fixed)
        fill_blanks(item, chunk.rows, chunk.labels)
        own = chunk.rows[0].block.kind != "heading" or _drop_title(item, chunk.rows[0], section)
        place = place_of(section, item.number or item_number(section.title.text, words), own=own)
        if place.context == place.number:
            place = replace(place, context="")  # a bare number tells nobody where the card belongs
        item.number = item.number or place.number or _leading_number(chunk)
        yield Read(chunk.rows, _around(chunk.rows, blocks), place, item, section)


def _around(found: Sequence[Row], blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks that hold the rows: parts are made of them, and a section has room for a thousand items."""
    first, last = found[0].line.number, found[-1].line.number
    start = bisect_left(blocks, first, key=lambda block: block.last)
    return blocks[start : bisect_right(blocks, last, key=lambda block: block.first)]


def _may_be_item(chunk: Chunk) -> bool:
    """Tell, at little cost, rows that may be an item from plain text: a label, a list, a table or a letter."""
    return any(chunk.labels) or any(row.bullet or row.whole or lettered(row.text) for row in chunk.rows)


def _leading_number(chunk: Chunk) -> str:
    number = (
        next((row_number(row) for row in chunk.rows if row.text and not row.heading), 0)
        if chunk.several
        else 0
    )
    return str(number) if number else ""


def _heading(section: Section) -> tuple[Block, ...]:
    return (heading_block(section),) if section.level else ()


def _drop_title(item: Item, first: Row, section: Section) -> bool:
    """Take a heading off the stem that asks nothing itself: a number, or the subject of the question below it."""
    title = section.title.text
    if (
        not item.stem
        or item.stem[0][0] is not first
        or len(item.stem) == 1
        or first.line is not section.title
    ):
        return False
    if not is_bare(title, section.words) and (asks(title) or len(title) > LONGEST_TITLE):
        return False
    del item.stem[0]
    return True


# --- sub-headings that are parts of a question --------------------------------------------------------


def _parts(section: Section) -> Sequence[Section]:
    """Return the sections inside that are parts of this one's questions: 選択肢, 正解, 選択肢A."""
    if not section.sections:
        return ()
    words = section.words
    labels = [title_label(inner.title, words) for inner in section.sections]
    kinds = {label.kind for label in labels if label}
    own = parse_item(rows(section.blocks), words) if section.blocks else Item(())
    complete = "answer" in kinds or (
        bool(kinds & {"explanation", "feedback"}) and bool(kinds & {"options", "question"})
    )
    inner_titles = [inner.title for inner, label in zip(section.sections, labels, strict=True) if not label]
    judged = len(inner_titles) > 1 and are_titles_of_options(inner_titles, words)
    if judged and not own.options and (section.blocks or asks(section.title.text)):
        return [
            inner
            for inner, label in zip(section.sections, labels, strict=True)
            if not label or label.kind != "ignore"
        ]
    if not complete and not own.options and not own.answered:
        return ()
    named = [
        inner
        for inner, label in zip(section.sections, labels, strict=True)
        if (label and label.kind != "ignore")
        or (own.options and reason(inner.title, own, words, refuting=False))
    ]
    if any(
        label and label.kind in PARTS and is_answer_list(inner)
        for inner, label in zip(section.sections, labels, strict=True)
    ):
        return ()
    if not complete:
        named = [inner for inner in named if item_number(inner.title.text, words) == ""]
    return named
