"""The order in which Anki shows new cards: that of the notes, but what tells each other's answers lies apart.

The contrast pairs of one item share its right option. Of each section first come its cards with the first
pair of every item, then the second pairs, and so on; a card waits while one of the last three told its answer, and
nowhere do two cards with one prompt follow each other.
"""

from collections import Counter, deque
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ankibuild.model import Card
from ankibuild.text import fold, key_of

SHORTEST = 8
"""A shorter answer stands in other texts by chance, in characters."""
NEAR = 3
"""So many cards back one still remembers an answer without knowing it."""


def order_of_new(cards: Sequence[Card]) -> tuple[int, ...]:
    """Return the places of the cards in the order in which they are learnt."""
    found: list[int] = []
    for _, places in groupby(range(len(cards)), key=lambda place: _section(cards[place])):
        found += _spaced(cards, _in_rounds(cards, list(places)))
    return tuple(_apart(cards, found))


def _section(card: Card) -> Hashable:
    """Return what is around the items: the headings above the one that numbers the card's item."""
    numbered = (
        place for place, title in enumerate(card.headings) if card.number and card.number in title[:12]
    )
    return card.path, card.headings[: next(numbered, max(0, len(card.headings) - 1))]


def _item(card: Card) -> Hashable:
    """Return what the pairs of one item share; a pair without a prompt asks for its right option."""
    asked = card.parts.get("prompt") or card.parts.get("question") or card.parts.get("correct")
    return fold(asked.text) if asked else fold(card.prompt)


def _in_rounds(cards: Sequence[Card], places: Sequence[int]) -> list[int]:
    pairs: Counter[Hashable] = Counter()
    rounds: dict[int, int] = {}
    for place in places:
        card = cards[place]
        rounds[place] = pairs[_item(card)] if card.kind == "contrast" else 0
        pairs[_item(card)] += card.kind == "contrast"
    return sorted(places, key=rounds.__getitem__)  # stable: the notes' order within a round


def _spaced(cards: Sequence[Card], order: Sequence[int]) -> Iterator[int]:
    """Put a card off while one of the last few cards told its answer, to the section's end at the latest."""
    last: deque[Back] = deque(maxlen=NEAR)
    waiting: list[int] = []
    for place in order:
        waiting.append(place)
        while (ready := next((each for each in waiting if not is_told(cards[each], last)), None)) is not None:
            waiting.remove(ready)
            yield ready
            last.append(back_of(cards[ready]))
    yield from waiting


@dataclass(frozen=True, slots=True)
class Back:
    """What one has read when a card's back was seen: what it asks for, and all of it."""

    told: str
    whole: str


def back_of(card: Card) -> Back:
    """Return what one knows once the card's back was seen."""
    return Back(
        _told(card), "\n".join(key_of(card.parts[name].text) for name in _BACKS if name in card.parts)
    )


def is_told(card: Card, last: Iterable[Back]) -> bool:
    """Tell a card whose answer the last ones told; a short one is none: a quiz of true and false has but two."""
    told = _told(card)
    if card.kind == "contrast":
        return any(told == back.told for back in last)
    return len(told) >= SHORTEST and any(told in back.whole for back in last)


_BACKS = ("answer", "explanation", "why_correct", "why_incorrect")


def _told(card: Card) -> str:
    """Return what one knows once the card's back was seen."""
    back = card.parts.get("correct") or card.parts.get("answer")
    return key_of(back.text) if back else ""


def _apart(cards: Sequence[Card], order: Sequence[int]) -> Iterator[int]:
    """Put a card that asks what the last one asked off until another stood between."""
    last: Hashable = None
    waiting: deque[int] = deque()  # all of them ask what the last one asked
    for place in order:
        if _item(cards[place]) == last:
            waiting.append(place)
            continue
        yield place
        last = _item(cards[place])
        if waiting:
            put_off = waiting.popleft()
            yield put_off
            last = _item(cards[put_off])
    yield from waiting
