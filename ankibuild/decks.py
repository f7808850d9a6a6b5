"""The deck of each page: what the notes ask for, and what is kept since no import moves a card.

Anki puts a new card into the deck that the package names and leaves it there for good. A reworded title, a
renamed folder or another `deck =` would send new cards to a deck of their own, away from all others of their
page. So a deck, once given, is kept in the ledger, and the author is told how to rename it for good.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from ankibuild.identity.entry import ROOT, Decks, Ledger
from ankibuild.model import Card, Page, Problem
from ankibuild.packaging.anki_rules import deck_name
from ankibuild.speech import _
from ankibuild.values import replace

_BELOW = "::"
KEPT = "deck-kept"


class Wish(Struct, frozen=True):
    """What the notes ask for: the root deck, by its name in the config or else after page or folder, and subdecks."""

    root: str
    named: bool
    several: bool
    """Whether each page has a deck of its own, since there are several."""


def asked_for(pages: Sequence[Page], wish: Wish, before: Ledger) -> Decks:
    """Return the decks as the notes ask for them, below the root that the ledger knows."""
    root = (before.deck if before.entries else wish.root).strip().strip(":") or "Notes"
    return Decks(root, {page.path: below(root, page.title) if wish.several else root for page in pages})


def below(root: str, title: str) -> str:
    """Return the deck of a page below the root; a `::` in its title is not meant to part the deck once more."""
    return f"{root}{_BELOW}{title.replace(_BELOW, ':')}"


def with_decks(pages: Iterable[Page], decks: Mapping[str, str]) -> list[Card]:
    """Return all cards of the pages with their decks."""
    return [replace(card, deck=decks[page.path]) for page in pages for card in page.cards]


def kept(asked: Decks, before: Ledger, pages: Iterable[Page], moves: Iterable[tuple[str, str]]) -> Decks:
    """Return the decks as they stay; `moves` lead each card's page of now to its page in the ledger.

    A page that the ledger does not know is new, or has another name now: then its cards tell which one it was.
    """
    titles = {page.path: page.title for page in pages}
    known = _known(before, titles)
    came: dict[str, Counter[str]] = {}
    for now, then in moves:
        if then in known and then not in asked.pages:
            came.setdefault(now, Counter())[then] += 1
    was = {page: min(counts, key=lambda then: (-counts[then], then)) for page, counts in came.items()}
    was = {page: then for page, then in was.items() if page not in known}
    decks = {**asked.pages, **{page: known[then] for page, then in was.items()}, **known}
    for_others = {
        **before.asked,
        **{page: before.asked[then] for page, then in was.items() if then in before.asked},
    }
    settled = {page for page, title in titles.items() if _has_name(decks[page], title)}
    return Decks(asked.root, decks, {page: deck for page, deck in for_others.items() if page not in settled})


def _known(before: Ledger, titles: Mapping[str, str]) -> Mapping[str, str]:
    """Return the decks that the ledger knows; an old one has none, but its only page gave the root its name."""
    live = {entry.page for entry in before.entries if not entry.removed}
    if not before.decks and len(live) == 1 and (page := min(live)) in titles:
        return {page: before.deck} if _same(titles[page], before.deck) else {}
    return before.decks


def _same(one: str, other: str) -> bool:
    """Say whether Anki takes two names for one deck."""
    return deck_name(one).casefold() == deck_name(other).casefold()


def _has_name(deck: str, title: str) -> bool:
    own = below(deck.rpartition(_BELOW)[0], title) if _BELOW in deck else title
    return _same(deck, own) or _same(deck, title)


# --- what the notes ask for, and have not -------------------------------------------------------------


class Unmet(Struct, frozen=True):
    """A deck that the notes ask for in place of the one that there is: of a page, or the root."""

    page: str
    deck: str
    wanted: str


def unmet(decks: Decks, wish: Wish, pages: Sequence[Page]) -> Iterator[Unmet]:
    """Yield each deck, first the root, then the pages', that is not what the notes now ask for.

    That there are more pages or fewer than before is no wish for another name, though the only page named the
    root, or else the folder does. Nor is it one that a deck was renamed in Anki.
    """
    with_cards = [page for page in pages if page.cards]
    at_root = {page.path for page in with_cards if _same(decks.pages[page.path], decks.root)}
    says = wish.named or (wish.several and not at_root)
    known = (decks.root, decks.asked.get(ROOT, decks.root))
    if with_cards and says and not any(_same(each, wish.root) for each in known):
        yield Unmet(with_cards[0].path, decks.root, wish.root)
    for page in with_cards:
        if wish.named and (page.path in at_root or not wish.several):
            continue
        deck = decks.pages[page.path]
        if not any(_has_name(each, page.title) for each in (deck, decks.asked.get(page.path, deck))):
            root = deck.rpartition(_BELOW)[0] if page.path in at_root else decks.root
            yield Unmet(page.path, deck, below(root, page.title) if root else page.title)


def told(each: Unmet) -> Problem:
    """Return what the author should know of a deck that stays as it is."""
    message = _(
        "cards stay in the deck “{deck}”: the notes now ask for “{wanted}”, but an import moves no card",
        deck=each.deck, wanted=each.wanted,
    )  # fmt: skip
    return Problem(each.page, 1, KEPT, message)


def met(decks: Decks, wishes: Iterable[Unmet]) -> Decks:
    """Return the decks as the notes ask for them; a new root, which comes first, takes all below it along."""
    roots = [each for each in wishes if _same(each.deck, decks.root)]
    own = {each.page: each.wanted for each in wishes if each not in roots}
    decks = Decks(decks.root, {**decks.pages, **own}, {p: d for p, d in decks.asked.items() if p not in own})
    for each in roots:
        pages = {page: _renamed(deck, each.deck, each.wanted) for page, deck in decks.pages.items()}
        decks = Decks(each.wanted, pages)
    return decks


def as_filed(asked: Decks, filed: Mapping[str, Counter[str]]) -> Decks:
    """Return the decks in which the cards of each page lie in Anki, where `filed` counts them by page."""
    lie = {page: min(count, key=lambda deck: (-count[deck], deck)) for page, count in filed.items() if count}
    other = {page: deck for page, deck in lie.items() if not _same(deck, asked.pages.get(page, ""))}
    decks = {page: other.get(page, asked.pages.get(page, "")) for page in lie}
    roots = {
        decks[page] if _same(deck, asked.root) else decks[page].rpartition(_BELOW)[0]
        for page, deck in asked.pages.items()
        if page in decks
    }
    root = asked.root if len(roots) != 1 or _same(min(roots), asked.root) else min(roots) or asked.root
    by_notes = {page: asked.pages[page] for page in other if page in asked.pages}
    return Decks(root, decks, by_notes if root == asked.root else {ROOT: asked.root, **by_notes})


# --- following a deck that was renamed in Anki ----------------------------------------------------------


def knows(ledger: Ledger, deck: str) -> bool:
    """Say whether a deck of the ledger has this name or lies below it."""
    return any(_further(own, deck) is not None for own in (ledger.deck, *ledger.decks.values()))


def renamed(ledger: Ledger, old: str, new: str) -> Ledger:
    """Return the ledger with another name for a deck and for all below it.

    It remembers by which name the notes asked for it: they need not change for it.
    """
    before = {ROOT: ledger.deck, **ledger.decks}
    after = {page: _renamed(deck, old, new) for page, deck in before.items()}
    asked = {page: ledger.asked.get(page, before[page]) for page in after}
    asked = {page: deck for page, deck in asked.items() if not _same(deck, after[page])}
    return replace(ledger, deck=after.pop(ROOT), decks=after, asked=asked)


def _renamed(deck: str, old: str, new: str) -> str:
    levels = _further(deck, old)
    return deck if levels is None else _BELOW.join((deck_name(new), *levels))


def _further(deck: str, above: str) -> list[str] | None:
    """Return the levels of a deck below another one, None if it does not lie there."""
    levels, around = deck_name(deck).split(_BELOW), deck_name(above).split(_BELOW)
    head = [level.casefold() for level in levels[: len(around)]]
    return levels[len(around) :] if head == [level.casefold() for level in around] else None
