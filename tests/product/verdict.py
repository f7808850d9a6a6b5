"""What the cards of a generated page are worth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from ankibuild.model import Card


class Wish(Protocol):
    """A card that a page should give or, if `optional`, may."""

    @property
    def kind(self) -> str:
        """Which of a product's two kinds it is."""

    @property
    def optional(self) -> bool:
        """Whether nobody misses it."""

    @property
    def name(self) -> str:
        """What remarks call it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page gave: the cards wanted, those found, and the cards that nobody wanted, with what is wrong."""

    wanted: Sequence[Wish]
    found: Sequence[Wish]
    false: Sequence[Card]
    crash: str = ""
    """What the reader raised, if it did; the page then gave nothing."""
    kind: str = ""
    """The kind that all false cards are counted to; "" where each has its own."""

    def counts(self, kind: str) -> tuple[int, int, int]:
        """How many of a kind were wanted, found, and made (optional ones left out)."""
        wanted, found = (
            sum(each.kind == kind and not each.optional for each in some)
            for some in (self.wanted, self.found)
        )
        return wanted, found, found + sum((self.kind or card.kind) == kind for card in self.false)

    @property
    def missing(self) -> list[Wish]:
        """The cards wanted and not found."""
        return [each for each in self.wanted if not each.optional and each not in self.found]


W = TypeVar("W", bound=Wish)


def give(
    wanted: Sequence[W],
    cards: Sequence[Card],
    hits: Callable[[W, Card], bool],
    crash: str = "",
    kind: str = "",
) -> Verdict:
    """Give each card to the wanted one that it is; what is left is false."""
    free = list(cards)
    found: list[W] = []
    for each in wanted:
        hit = next((card for card in free if hits(each, card)), None)
        if hit:
            free.remove(hit)
            found.append(each)
    return Verdict(wanted, tuple(found), tuple(free), crash, kind)
