"""The order in which Anki shows new cards: that of the notes, but what tells each other's answers lies apart.

The contrast pairs of one item share its right option. Of each section first come its cards with the first
pair of every item, then the second pairs, and so on; a pair waits while one of the last three cards told its answer,
and nowhere do two cards with one prompt follow each other.
"""

from collections import Counter, deque
from collections.abc import Collection, Hashable, Iterator, Sequence
from itertools import groupby

from ankibuild.model import Card
from ankibuild.text import fold, key_of

NEAR = 3
"""So many cards back one still remembers an answer without knowing it."""


def order_of_new(cards: Sequence[Card]) -> tuple[int, ...]:
    """Return the places of the cards in the order in which they are learnt."""
    found: list[int] = []
    items = list(map(_item, cards))
    for _, places in groupby(range(len(cards)), key=lambda place: _section(cards[place])):
        found += _spaced(cards, _in_rounds(cards, items, list(places)))
    return tuple(_apart(items, found))


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


def _in_rounds(cards: Sequence[Card], items: Sequence[Hashable], places: Sequence[int]) -> list[int]:
    pairs: Counter[Hashable] = Counter()
    rounds: dict[int, int] = dict.fromkeys(places, 0)
    for place in places:
        if cards[place].kind == "contrast":
            rounds[place] = pairs[items[place]]
            pairs[items[place]] += 1
    return sorted(places, key=rounds.__getitem__)  # stable: the notes' order within a round


def _spaced(cards: Sequence[Card], order: Sequence[int]) -> Iterator[int]:
    """Put a pair off while one of the last few cards told its answer, to the section's end at the latest.

    Only pairs wait: a quiz of true and false has but two answers.
    """
    if not any(cards[place].kind == "contrast" for place in order):
        yield from order
        return
    told = {place: _told(cards[place]) for place in order}
    last: deque[str] = deque(maxlen=NEAR)
    waiting: list[int] = []
    for place in order:
        waiting.append(place)
        while (
            ready := next((each for each in waiting if _is_ready(cards[each], told[each], last)), None)
        ) is not None:
            waiting.remove(ready)
            yield ready
            last.append(told[ready])
    yield from waiting


def _is_ready(card: Card, told: str, last: Collection[str]) -> bool:
    return card.kind != "contrast" or told not in last


def _told(card: Card) -> str:
    """Return what one knows once the card's back was seen."""
    back = card.parts.get("correct") or card.parts.get("answer")
    return key_of(back.text) if back else ""


def _apart(items: Sequence[Hashable], order: Sequence[int]) -> Iterator[int]:
    """Put a card that asks what the last one asked off until another stood between."""
    last: Hashable = None
    waiting: deque[int] = deque()  # all of them ask what the last one asked
    for place in order:
        if items[place] == last:
            waiting.append(place)
            continue
        yield place
        last = items[place]
        if waiting:
            put_off = waiting.popleft()
            yield put_off
            last = items[put_off]
    yield from waiting
