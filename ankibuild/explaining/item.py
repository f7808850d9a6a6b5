"""Read the exam item around a line once more, and write down what the reader saw and weighed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ankibuild.explaining.records import CandidateRecord, HandRecord, ItemRecord, KeyPlace
from ankibuild.explaining.rows import signs_record
from ankibuild.items.answers import Read
from ankibuild.items.cards import item_cards, lines_read
from ankibuild.items.item import Item
from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Range
from ankibuild.page.flow import rows, section_blocks
from ankibuild.page.steering import steer
from ankibuild.reader.cut import Tried, best_cut
from ankibuild.reader.hand import Hand, learn
from ankibuild.reader.marking import own_marks
from ankibuild.reader.page import page_items, plain_rows, signs_of
from ankibuild.reader.series import Series, find_series
from ankibuild.reader.sheet import sheet_of
from ankibuild.reader.signs import Sign, read_signs
from ankibuild.styles import STYLES, card_lines, without
from ankibuild.styles.exam import STYLE, exam
from ankibuild.teaching.guess import roles_of

MOST_CANDIDATES = 5
"""So many ways to read an item are told, at most."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as the reader of exam items sees it: its signs, and what it taught."""

    section: Section
    signs: Sequence[Sign]
    series: Mapping[int, Series]
    hand: Hand
    marks: Sequence[str]


def seen(whole: Section, cards: Sequence[Card]) -> Seen:
    """Return a page as the style `exam` sees it: without what the styles before it have taken."""
    before = {style.__name__ for style in STYLES[: STYLES.index(exam)]}
    taken = frozenset(n for card in cards if card.style in before for n in card_lines(card))
    section = without(steer(whole).page, taken)
    found, words = rows(section_blocks(section, heading=True)), section.words
    plain = read_signs(plain_rows(found, words), words)
    signs, series = signs_of(found, words)
    return Seen(
        section, signs, series, learn(signs, series), [*own_marks(plain, find_series(plain), section.words)]
    )


def item_at(page: Seen, line: int) -> tuple[Item, ItemRecord] | None:
    """Return the item of a page around a line, if one made cards or a problem there."""
    for read in page_items(page.section):
        made = [*item_cards(read.item, read.blocks, read.place, STYLE)]  # settles what each line is, too
        first, last = span_of(read.item)
        if made and (first <= line <= last or line in roles(read.item)):
            return read.item, _record(page, read)
    return None


def span_of(item: Item) -> Range:
    """Return the first and the last line of an item's own rows."""
    spans = lines_read(item)
    return (spans[0][0], spans[-1][1]) if spans else (0, 0)


def roles(item: Item) -> dict[int, str]:
    """Return what each line of an item was read as."""
    return {n: "answer" if role == "key" and not item.options else role for n, role in roles_of(item)}


def _record(page: Seen, read: Read) -> ItemRecord:
    item = read.item
    tried: list[Tried] = []
    cut = best_cut(sheet_of(page.signs, page.series, page.hand, page.section.words), tried)
    first = read.rows[0].line.number
    # tasks that have their solutions elsewhere are none of the cut
    taken = next((each for each in cut if page.signs[each[0]].row.first == first), None)
    return ItemRecord(
        lines=span_of(item),
        number=item.number,
        right=[option.letter or option.plain for option in item.right],
        key_line=item.key_line or None,
        hand=_hand(page, item, [start for start, _end in cut], taken[0] if taken else None),
        candidates=_candidates(page, taken, tried) if taken else [],
    )


def _candidates(page: Seen, taken: Range, tried: Sequence[Tried]) -> list[CandidateRecord]:
    """Return the ways to read the rows from the first of an item on: what was taken, then the best of the others."""
    mine = [each for each in tried if each.start == taken[0]]
    mine.sort(key=lambda each: (each.end != taken[1], -each.whole))
    return [_candidate(page, each) for each in mine[:MOST_CANDIDATES]]


def _candidate(page: Seen, each: Tried) -> CandidateRecord:
    lines = [sign.row.first for sign in page.signs[each.start : each.end]]
    span = (lines[0], max(lines)) if lines else None
    return CandidateRecord(lines=span, points=each.points, whole=each.whole)


def _hand(page: Seen, item: Item, starts: Sequence[int], start: int | None) -> HandRecord:
    opening = page.signs[start] if start is not None else None
    options = {option.line for option in item.listed}
    listed = (each.kind for each in page.series.values() if page.signs[each.first].row.first in options)
    return HandRecord(
        opens=signs_record(opening, page.hand, None) if opening else None,
        alike=sum(page.signs[at].shape == opening.shape for at in starts) if opening else 0,
        options=next(listed, None),
        key=_key_place(item),
        labels={name.partition("|")[0]: kind for name, kind in page.hand.labels.items()},
        marks=[*page.marks],
    )


def _key_place(item: Item) -> KeyPlace:
    lines = [option.line for option in item.listed]
    if not item.right:
        return "in words" if item.answer else "nowhere"
    if not item.key_line or item.key_line in lines:
        return "at the options"
    first, last = span_of(item)
    if not first <= item.key_line <= last:
        return "elsewhere"
    return "above the options" if item.key_line < min(lines, default=0) else "below the options"
