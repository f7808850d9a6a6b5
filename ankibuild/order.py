"""The order in which Anki shows new cards: that of the notes, but what tells each other's answers lies apart.

The contrast pairs of one item share its right option. Of each section first come its cards with the first
pair of every item, then the second pairs, and so on; a card waits while one of the last three told its answer, and
nowhere do two cards with one prompt follow each other.
"""

from collections import Counter, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from ankibuild.model import Card
from ankibuild.text import fold, key_of

_READ = (
    *("prompt", "question", "options", "answer", "explanation"),
    *("correct", "why_correct", "incorrect", "why_incorrect"),
)
SAYING = 8
"""A shorter answer of a Q&A stands on other cards by chance; a quiz of true and false has but two."""
NEAR = 3
"""So many cards back one still remembers an answer without knowing it."""


class Ordering(Struct, frozen=True):
    """The order in which cards are learnt, and what it is made of."""

    items: tuple[str, ...]
    """What each card asks, as far as no two that ask the same shall follow each other."""
    spaced: tuple[int, ...]
    """The places of the cards as they follow each other in each section by itself."""
    shown: tuple[int, ...]
    """Their places in the order in which they are learnt."""


def ordering(cards: Sequence[Card]) -> Ordering:
    """Return the order in which cards are learnt."""
    found: list[int] = []
    items = tuple(map(_item, cards))
    for _, places in groupby(range(len(cards)), key=lambda place: _section(cards[place])):
        found += _spaced(cards, _in_rounds(cards, items, list(places)))
    shown = (found[at] for at in apart(items[place] for place in found))
    return Ordering(items, tuple(found), tuple(shown))


def _section(card: Card) -> Hashable:
    """Return what is around the items: the headings above the one that numbers the card's item."""
    if not card.number:
        return card.path, card.headings[:-1]
    numbered = (place for place, title in enumerate(card.headings) if card.number in title[:12])
    return card.path, card.headings[: next(numbered, max(0, len(card.headings) - 1))]


def _item(card: Card) -> str:
    """Return what the pairs of one item share; a pair without a prompt asks for its right option."""
    asked = card.parts.get("prompt") or card.parts.get("question") or card.parts.get("correct")
    return fold(asked.text) if asked else fold(card.prompt)


def _in_rounds(cards: Sequence[Card], items: Sequence[Hashable], places: Sequence[int]) -> list[int]:
    if not any(cards[place].kind == "contrast" for place in places):
        return list(places)
    pairs: Counter[Hashable] = Counter()
    rounds: dict[int, int] = dict.fromkeys(places, 0)
    for place in places:
        if cards[place].kind == "contrast":
            rounds[place] = pairs[items[place]]
            pairs[items[place]] += 1
    return sorted(places, key=rounds.__getitem__)  # stable: the notes' order within a round


class Seen(Struct, frozen=True):
    """What a card has told: the answer that it asks for, and all that is read on it."""

    answer: str
    text: str


class Asked(Struct, frozen=True, order=True):
    """The answer that a card waits for; that of a Q&A is told by whatever another card says."""

    answer: str
    anywhere: bool


def _spaced(cards: Sequence[Card], order: Sequence[int]) -> Iterator[int]:
    """Put a card off while one of the last few told its answer, to the section's end at the latest."""
    if len(order) == 1:
        yield from order
        return
    last: deque[Seen] = deque(maxlen=NEAR)
    waiting: dict[Asked, deque[int]] = {}  # by the answer: all that ask for one are as near to being told
    for nth, place in enumerate(order):
        asked = asked_for(cards[place])
        if not waiting and not any(_tells(seen, asked) for seen in last):  # as nearly all: it need not wait
            yield place
            last.appendleft(seen_on(cards[place]))
            continue
        waiting.setdefault(asked, deque()).append(nth)
        while ready := _next(waiting, last, at_end=nth + 1 == len(order)):
            found = order[waiting[ready[1]].popleft()]
            waiting = {answer: queue for answer, queue in waiting.items() if queue}
            yield found
            last.appendleft(seen_on(cards[found]))


def _next(
    waiting: Mapping[Asked, deque[int]], last: Iterable[Seen], *, at_end: bool
) -> tuple[int, Asked] | None:
    """Return what of the waiting comes next: the first whose answer was not told; at the end, told longest ago."""
    ago = {answer: told_ago(answer, last) for answer in waiting}
    far = max(ago.values(), default=0) if at_end else NEAR + 1
    return min(((queue[0], answer) for answer, queue in waiting.items() if ago[answer] >= far), default=None)


def asked_for(card: Card) -> Asked:
    """Return the answer that a card waits for, "" where it need not wait."""
    if card.kind == "contrast":
        return Asked(key_of(card.parts["correct"].text), anywhere=False)
    answer = key_of(card.parts["answer"].text) if "answer" in card.parts else ""
    return Asked(answer if len(answer) >= SAYING else "", anywhere=True)


def told_ago(asked: Asked, last: Iterable[Seen]) -> int:
    """Return how many cards ago an answer was told."""
    if not asked.answer:
        return NEAR + 1
    told = (ago for ago, seen in enumerate(last, 1) if _tells(seen, asked))
    return next(told, NEAR + 1)


def _tells(seen: Seen, asked: Asked) -> bool:
    return bool(asked.answer) and (
        asked.answer == seen.answer or (asked.anywhere and asked.answer in seen.text)
    )


def seen_on(card: Card) -> Seen:
    """Return what one knows once a card's back was seen."""
    answer = card.parts.get("correct") or card.parts.get("answer")
    return Seen(key_of(answer.text) if answer else "", _keys(card, _READ))


def _keys(card: Card, names: Iterable[str]) -> str:
    return "".join([key_of(card.parts[name].text) for name in names if name in card.parts])


def apart(items: Iterable[Hashable]) -> Iterator[int]:
    """Yield the places of items, one that is the same as the last put off until another stood between."""
    last: Hashable = None
    waiting: deque[int] = deque()  # all of them are what the last one is
    for place, item in enumerate(items):
        if item == last:
            waiting.append(place)
            continue
        yield place
        if waiting:
            yield waiting.popleft()
        else:
            last = item
    yield from waiting
