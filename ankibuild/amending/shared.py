"""What the pages that changed may have in common with the others: where that changes, the others would, too."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from types import MappingProxyType
from typing import NamedTuple

from ankibuild.amending.known import Known, KnownPage, Term
from ankibuild.decks import KEPT
from ankibuild.errors import NotAmendableError
from ankibuild.order import apart
from ankibuild.topics.choosing import usual


class Others:
    """The pages that did not change, and what was known of those that did."""

    def __init__(self, known: Known, changed: Sequence[KnownPage]) -> None:
        self.before = {page.path: page for page in changed}
        self._all = known.pages
        if any(page.paired or any(told.slug == KEPT for told in page.problems) for page in changed):
            raise NotAmendableError("pages that are read together, or that tell of decks")
        self._pages = [page for page in known.pages if page.path not in self.before]

    @property
    def files(self) -> dict[str, str]:
        """The files of the pages that changed."""
        return {path: page.file for path, page in self.before.items()}

    @property
    def several(self) -> bool:
        """Whether there are several pages."""
        return len(self._all) > 1

    def names(self, now: Sequence[Term]) -> dict[str, str]:
        """Return the terms that recur, of those of the pages that changed, with their usual spelling."""
        before = [term for page in self.before.values() for term in page.terms]
        asked = {term.key for term in (*before, *now)}
        other = _gathered(term for page in self._pages for term in page.terms if term.key in asked)
        names = _recurring(_gathered(now, other))
        known = _recurring(_gathered(before, other))
        if any(names.get(key) != known.get(key) for key in other):
            raise NotAmendableError("topics of other pages")
        return names

    def check(self, now: Mapping[str, KnownPage]) -> None:
        """Raise NotAmendableError where the others may change with what the changed pages are now."""
        both = [(page, now[path]) for path, page in self.before.items()]
        marks = frozenset[int]().union(*(marks for then, page in both for marks in (then.marks, page.marks)))
        if not all(marks.isdisjoint(page.marks) for page in self._pages):
            raise NotAmendableError("questions that other pages ask, too")
        for then, page in both:
            if bool(then.cards) != bool(page.cards) or then.title != page.title or then.media != page.media:
                raise NotAmendableError("other decks or other media")

    def order(
        self, now: Mapping[str, KnownPage], shown: Sequence[int], ids: Mapping[str, Sequence[int]]
    ) -> list[int]:
        """Return the ids of the notes in the order in which new cards are shown now; `shown` is that of before.

        `ids` are those of the changed pages' notes in the order that their cards have in their sections.
        """
        before = list(apart(item for page in self._all for item in page.items))
        if len(before) != len(shown):
            raise NotAmendableError("other cards")
        known = dict(zip(before, shown, strict=True))
        places = count()
        notes: list[int] = []
        for page in self._all:
            here = [known[next(places)] for _ in page.items]
            notes += ids.get(page.path, here)
        after = apart(item for page in self._all for item in now.get(page.path, page).items)
        return [notes[place] for place in after]


class _Found(NamedTuple):
    """A term of some pages: whether two places of it share no line, and how often it is spelled in which way."""

    recurs: bool
    spellings: Mapping[str, int]


def _gathered(
    terms: Iterable[Term], others: Mapping[str, _Found] = MappingProxyType({})
) -> dict[str, _Found]:
    """Return the terms of pages by their keys, and those of other pages with them."""
    recurs = {key: found.recurs for key, found in others.items()}
    spellings = {key: dict(found.spellings) for key, found in others.items()}
    for term in terms:
        recurs[term.key] = term.key in recurs or term.apart
        counts = spellings.setdefault(term.key, {})
        for spelling, times in term.spellings.items():
            counts[spelling] = counts.get(spelling, 0) + times
    return {key: _Found(recurs[key], counts) for key, counts in spellings.items()}


def _recurring(found: Mapping[str, _Found]) -> dict[str, str]:
    """Return what `choosing.recurring` would of the terms of all pages."""
    return {key: usual(term.spellings) for key, term in found.items() if term.recurs}
