"""The order in which Anki shows new cards: that of the notes, but what tells each other's answers lies apart.

The contrast pairs of one item share its right option. Of each section first come its cards with the first
pair of every item, then the second pairs, and so on; a pair waits while one of the last three cards told its answer,
and nowhere do two cards with one prompt follow each other.
"""

from collections import Counter, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ankibuild.model import Card
from ankibuild.text import fold, key_of

_READ = ("prompt", "correct", "incorrect", "question", "options", "answer")
_TELLING = 5
"""A shorter answer stands on many cards by chance."""
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


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a card has told: the answer that it asks for, and all that is read on it but for what explains it."""

    answer: str
    text: str


def _spaced(cards: Sequence[Card], order: Sequence[int]) -> Iterator[int]:
    """Put a pair off while one of the last few cards told its answer, to the section's end at the latest."""
    last: deque[_Seen] = deque(maxlen=NEAR)
    waiting: dict[str, deque[int]] = {}  # by the answer: all that ask for one are as near to being told
    for nth, place in enumerate(order):
        waiting.setdefault(_asked_for(cards[place]), deque()).append(nth)
        while ready := _next(waiting, last, at_end=nth + 1 == len(order)):
            found = order[waiting[ready[1]].popleft()]
            waiting = {answer: queue for answer, queue in waiting.items() if queue}
            yield found
            last.appendleft(_seen(cards[found]))


def _next(
    waiting: Mapping[str, deque[int]], last: Iterable[_Seen], *, at_end: bool
) -> tuple[int, str] | None:
    """Return what of the waiting comes next: the first whose answer was not told; at the end, told longest ago."""
    ago = {answer: _told_ago(answer, last) for answer in waiting}
    far = max(ago.values(), default=0) if at_end else NEAR + 1
    return min(((queue[0], answer) for answer, queue in waiting.items() if ago[answer] >= far), default=None)


def _asked_for(card: Card) -> str:
    """Return the answer that a card waits for; only pairs wait: a quiz of true and false has but two answers."""
    return key_of(card.parts["correct"].text) if card.kind == "contrast" else ""


def _told_ago(answer: str, last: Iterable[_Seen]) -> int:
    """Return how many cards ago an answer was told."""
    for ago, seen in enumerate(last, 1):
        if answer and (answer == seen.answer or (len(answer) >= _TELLING and answer in seen.text)):
            return ago
    return NEAR + 1


def _seen(card: Card) -> _Seen:
    answer = card.parts.get("correct") or card.parts.get("answer")
    parts = (card.parts.get(name) for name in _READ)
    return _Seen(key_of(answer.text) if answer else "", "".join(key_of(part.text) for part in parts if part))


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
