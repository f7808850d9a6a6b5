"""Compare the cards of a generated page of plain notes with those it should give."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ankibuild.model import Card
from tests.product.notes.choices import is_of_terms
from tests.product.notes.entry import Entry
from tests.product.notes.writing import Page
from tests.product.verdict import Verdict, give
from tests.product.words import squeezed


@dataclass(frozen=True, slots=True)
class Wanted:
    """A card of an entry that the page should give (or, if `optional`, may)."""

    kind: str
    entry: Entry
    optional: bool = False

    @property
    def name(self) -> str:
        """What remarks call it."""
        return f"{self.kind} {self.entry.number} {self.entry.ask}"


def wanted_of(page: Page) -> Iterator[Wanted]:
    """Return the cards that a page should give, and those that it may."""
    kind = _kind(page)
    yield from (Wanted(kind, entry) for entry in page.entries if entry.answered)
    yield from (Wanted(kind, entry, True) for entry in page.others)


def _kind(page: Page) -> str:
    return "named" if is_of_terms(page.row) else "asked"


def judge(page: Page, cards: Sequence[Card], crash: str = "") -> Verdict:
    """Give each card to the wanted one that it is; what is left is false."""
    wanted = tuple(wanted_of(page))
    return give(wanted, cards, lambda each, card: _hits(page, each.entry, card), crash, _kind(page))


def _hits(page: Page, entry: Entry, card: Card) -> bool:
    return card.kind == "qa" and _asks(entry, card) and _answers(entry, card) and _is_apart(page, entry, card)


def _asks(entry: Entry, card: Card) -> bool:
    """The front is the question or the term, without its number, and stands where it stands.

    The head of the answer's column may stand behind it.
    """
    front = card.parts["question"]
    first, last = front.lines[0]
    ends = "。.:："
    same = squeezed(front.text.split(" | ")[0]).rstrip(ends) == squeezed(entry.ask).rstrip(ends)
    return same and any(first <= n <= last for n in entry.lines[entry.ask])


def _answers(entry: Entry, card: Card) -> bool:
    """The answer begins with what answers first, and the back has it all."""
    answer = card.parts["answer"]
    said = squeezed(answer.text or answer.html).removeprefix(squeezed(entry.before)).lstrip("(（")
    back = squeezed("".join(part.text + part.html for name, part in card.parts.items() if name != "question"))
    begins = said.startswith(squeezed(entry.answer[0])) or answer.html.startswith("<")
    return begins and all(squeezed(text) in back for text in entry.answer)


def _is_apart(page: Page, entry: Entry, card: Card) -> bool:
    """No part has a text of another entry, or one that is on no card."""
    said = squeezed("".join(part.text + part.html for part in card.parts.values()))
    own = squeezed(entry.ask + "".join(entry.answer))
    others = [
        text for each in page.entries if each is not entry for text in (each.ask, *each.answer, *each.more)
    ]
    apart = [squeezed(text) for text in (*others, *page.foreign)]
    return not any(text in said for text in apart if text not in own)
