"""Numbers of some notes: which cards they make, how much of the text is on them, which are long or alike."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from statistics import median
from typing import Final, TypeVar

from msgspec import Struct

from ankibuild.identity.similarity import dice, fold, kept, pairs, stands_alone, terms
from ankibuild.model import Card, CardKind, Coverage, percent
from ankibuild.pipeline import Gathered
from ankibuild.topics.choosing import PREFIX

LONG: Final = 200
"""From so many characters on, an answer is more than a phone shows at once and a memory holds as one."""
ALIKE: Final = 0.5
HELD: Final = 0.8
"""Two questions about the same terms are likely one from this likeness on, where the longer one holds so much of the
shorter: 「S3とは？」「S3とは何ですか？」, not 「S3を使う理由は？」."""
_ANSWERS: Final[Mapping[CardKind, tuple[str, ...]]] = {
    "qa": ("answer",), "contrast": ("why_correct", "why_incorrect"), "cloze": ("explanation",),
}  # fmt: skip


_Name = TypeVar("_Name", bound=str)


class Numbers(Struct, frozen=True):
    """The numbers of a page, or of all: its cards, and how its pieces of text divide."""

    cards: int
    carded: int
    uncarded: int
    percent: int


class Stats(Struct, frozen=True):
    """All numbers; counts begin with the most frequent, cards are in the order of the notes."""

    all: Numbers
    pages: Mapping[str, Numbers]
    kinds: Mapping[CardKind, int]
    styles: Mapping[str, int]
    topics: Mapping[str, int]
    median: int
    """The middle length of an answer, in characters."""
    long: tuple[tuple[Card, int], ...]
    """The cards with long answers, the longest first, each with its length in characters."""
    alike: tuple[tuple[Card, Card], ...]
    """Cards that ask nearly the same."""


def stats(found: Gathered) -> Stats:
    """Count."""
    cards = found.cards
    by_page = Counter(card.path for card in cards)
    lengths = [(card, answer_length(card)) for card in cards]
    return Stats(
        all=_numbers(len(cards), found.coverage),
        pages={page.path: _numbers(by_page[page.path], [page]) for page in found.coverage},
        kinds=_counted(card.kind for card in cards),
        styles=_counted(card.style for card in cards),
        topics=_counted(
            tag.removeprefix(PREFIX) for card in cards for tag in card.tags if tag.startswith(PREFIX)
        ),
        median=round(median(length for _card, length in lengths)) if lengths else 0,
        long=tuple(sorted((each for each in lengths if each[1] >= LONG), key=lambda each: -each[1])),
        alike=tuple(_alike(cards)),
    )


def answer_length(card: Card) -> int:
    """Return how many characters answer: of a contrast the longer reason, of a cloze what explains it."""
    return max((len(card.parts[name].text) for name in _ANSWERS[card.kind] if name in card.parts), default=0)


def _counted(values: Iterable[_Name]) -> Mapping[_Name, int]:
    return dict(Counter(values).most_common())


def _numbers(cards: int, pages: Sequence[Coverage]) -> Numbers:
    carded, uncarded = sum(page.carded for page in pages), sum(len(page.uncarded) for page in pages)
    return Numbers(cards, carded, uncarded, percent(carded, uncarded))


def _alike(cards: Sequence[Card]) -> Iterator[tuple[Card, Card]]:
    """Yield pairs of one kind that ask for the same terms in other words; the same words are a problem of their own."""
    groups: dict[tuple[str, frozenset[str]], list[tuple[Card, str]]] = {}
    for card in cards:
        if stands_alone(card.prompt):
            groups.setdefault((card.kind, terms(card.prompt)), []).append((card, fold(card.prompt)))
    for group in groups.values():
        for (one, text), (other, words) in combinations(group, 2):
            if text != words and _is_alike(pairs(text), pairs(words)):
                yield one, other


def _is_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return dice(one, other) >= ALIKE and kept(one, other) >= HELD
