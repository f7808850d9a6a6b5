"""What is known of all pages after a build: enough to tell what an edit of some could change in the others."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from zlib import crc32

from msgspec import Struct

from ankibuild.cache.state import Looked
from ankibuild.identity.similarity import fold
from ankibuild.markdown.source import relative_name
from ankibuild.model import Card, CardKind, OwnTerm, Page, Problem
from ankibuild.order import Ordering
from ankibuild.pipeline import Filling, Gathered
from ankibuild.topics.choosing import apart


class Term(Struct, frozen=True, array_like=True):
    """A term that the author set apart on a page, folded, and how often it is spelled in which way.

    `apart` tells whether two places of it share no line.
    """

    key: str
    apart: bool
    spellings: Mapping[str, int]


class KnownPage(Struct, frozen=True, array_like=True):
    """What is known of a page; texts are known by check sums, as it is enough to know that none is the same."""

    path: str
    file: str
    title: str
    cards: int
    uncarded: int
    problems: tuple[Problem, ...]
    marks: frozenset[int]
    """What its cards ask, what their notes' first fields say, and their explicit ids."""
    items: tuple[int, ...]
    """The items of its cards, in the order that the cards have in their sections: of two that follow each other
    the second is put off."""
    terms: tuple[Term, ...]
    media: frozenset[str]
    paired: bool
    """Whether its answers stand on another page, or another's on it."""


class Besides(Struct, frozen=True, array_like=True):
    """The files outside of the notes folder that a build looked at, and their state."""

    files: tuple[str, ...]
    large: tuple[str, ...]
    """Those that are known by size and times alone."""
    state: tuple[str, str]


class Known(Struct, frozen=True, array_like=True):
    """What is known of a build."""

    names: str
    """The state of the names in the notes folder."""
    texts: Mapping[str, str]
    """That of each text in it, by its file."""
    besides: Besides
    ledger: str
    """The digest of the ledger, as that of the package below."""
    package: str
    file: str
    """The package's file, as it was named."""
    kinds: Mapping[CardKind, int]
    problems: tuple[Problem, ...]
    """Those that are of no page."""
    pages: tuple[KnownPage, ...]


def known_pages(
    found: Gathered, filled: Filling, order: Ordering, files: Mapping[str, str]
) -> Iterator[KnownPage]:
    """Yield what is known of the pages that were found, with all problems; `files` are theirs by their paths."""
    told = by_page(found.problems)
    start = 0
    for page in found.pages:
        end = start + len(page.cards)
        marks = (_marks(found.cards[at], found.questions[at], filled.firsts[at]) for at in range(start, end))
        yield KnownPage(
            path=page.path,
            file=files[page.path],
            title=page.title,
            cards=len(page.cards),
            uncarded=len(page.coverage.uncarded),
            problems=tuple(told.get(page.path, ())),
            marks=frozenset(chain.from_iterable(marks)),
            items=tuple(_item(order.items[place]) for place in order.spaced[start:end]),
            terms=tuple(terms_of(page)),
            media=frozenset[str]().union(*filled.named[start:end]),
            paired=page.path in found.paired,
        )
        start = end


def by_page(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """Return the problems by the pages that they are of, but for what the next build will not find again."""
    told: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.slug != _PASSING:
            told[problem.path].append(problem)
    return told


_PASSING = "ambiguous-card"
"""The next build knows which card it is."""


def files_of(looked: Looked, root: Path) -> dict[str, str]:
    """Return the files of texts by the paths of their pages."""
    return {relative_name(Path(file), root): file for file in looked.texts}


def _marks(card: Card, question: tuple[str, str], firsts: Iterable[str]) -> Iterator[int]:
    yield _sum("asks", *question)
    if card.kind == "cloze":
        yield _sum("asks", card.kind, fold(card.prompt))
    for said in firsts:
        yield _sum("says", card.kind, said)
    if card.id:
        yield _sum("is", card.id)


def _item(item: str) -> int:
    """Return what stands for an item; here two that are not the same must not look so."""
    return int.from_bytes(blake2b(item.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _sum(*texts: str) -> int:
    return crc32("\0".join(texts).encode("utf-8", "surrogatepass"))


def terms_of(page: Page) -> Iterator[Term]:
    """Yield the terms that the author set apart on a page."""
    places: defaultdict[str, list[OwnTerm]] = defaultdict(list)
    for card in page.topics:
        for own in card.own:
            places[own.key].append(own)
    for key, found in places.items():
        spellings = Counter([place.term for place in found]) if len(found) > 1 else {found[0].term: 1}
        yield Term(key, apart(found), spellings)
