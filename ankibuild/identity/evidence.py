"""The steps by which cards are recognised; `identity.match` calls them in their order."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, partial
from itertools import product
from typing import Literal, get_args

from ankibuild.identity.candidate import Candidate
from ankibuild.identity.ledger import Entry
from ankibuild.identity.pairing import Doubt, pair_up
from ankibuild.identity.places import Nearness, Place, Places, named_place, place_of, same_subject
from ankibuild.identity.resemblance import (
    TELLING,
    Likeness,
    Profile,
    likeness,
    other_options,
    plausible,
    says_the_same,
    surely,
)
from ankibuild.identity.similarity import fold, names_something, stands_alone, uncovered
from ankibuild.model import CardKind
from ankibuild.patterns import lazily

Evidence = Literal["id", "text", "prompt", "likeness", "none"]
_SAME = 0.9
_LONG = 16
"""Characters from which on a question that names something is hardly asked twice on one page."""
_MUCH = 12
"""Folded characters from which on a card whose question others ask too is known by its text alone."""
_FEW = 4096
_ASKS = lazily(r"[?？]|とは|って何|について|\b(?:what|why|how|when|which)\b", re.IGNORECASE)


class Search:
    """What was found so far: `found` leads from a card to its entry (indices) and the evidence."""

    def __init__(self, entries: Sequence[Entry], cards: Sequence[Candidate]) -> None:
        self.entries = entries
        self.cards = cards
        self.found: dict[int, tuple[int, Evidence]] = {}
        self._taken: set[int] = set()
        self._places = Places([entry for entry in entries if not entry.removed], cards)
        self._repeated_ids: set[int] = set()
        self._old = cache(lambda old: Profile(entries[old]))
        self._new = cache(lambda new: Profile(cards[new]))
        self._folds: dict[str, str] = {}
        live = Counter([self.asked(entry) for entry in entries if not entry.removed])
        self.questions = [self.asked(card) for card in cards]
        counts = (live, Counter(self.questions))
        self._common = {
            key for count in counts if len(count) < count.total() for key, n in count.items() if n > 1
        }

    # --- the steps ----------------------------------------------------------------------------------

    def by_explicit_id(self) -> list[tuple[int, int]]:
        """Match cards that carry an id, the author's or a guid; return (first, again) for repeated ids."""
        known: dict[tuple[str, str], int] = {}
        for old in sorted(range(len(self.entries)), key=lambda old: self.entries[old].removed):
            entry = self.entries[old]
            if entry.explicit:
                known.setdefault((entry.kind, entry.explicit), old)
        guids = {(entry.kind, entry.guid): old for old, entry in enumerate(self.entries)}
        first: dict[str, int] = {}
        for new, card in enumerate(self.cards):
            if not card.explicit:
                continue
            if first.setdefault(card.explicit, new) != new:
                self._repeated_ids.add(new)
                continue
            key = (card.kind, card.explicit)
            old_or_none = known.get(key, guids.get(key))
            if old_or_none is not None and old_or_none not in self._taken:
                self._settle(new, old_or_none, "id")
        return [(first[self.cards[new].explicit], new) for new in sorted(self._repeated_ids)]

    def by_whole_text(self, *, removed: bool) -> None:
        """Match cards whose whole text is the same; of several alike those that stand nearest."""
        groups = self._groups(lambda said: (said.kind, said.prompt, said.rest), removed=removed)
        several: list[tuple[list[int], list[int]]] = []
        for olds, news in groups:
            alone = len(olds) == len(news) == 1 and not self._is_common(news[0])
            if alone and self._may_be(olds[0], news[0]):
                self._settle(news[0], olds[0], "text")
            else:
                several.append((olds, news))
        for olds, news in several:
            for old, new in self._nearest_first(olds, news):
                self._settle(new, old, "text")

    def by_prompt(self, *, removed: bool) -> None:
        """Match cards that alone ask what they ask, then and now, unless both answer and place speak against it."""
        groups = self._groups(self.asked, removed=removed)
        waiting = [(olds[0], news[0]) for olds, news in groups if len(olds) == len(news) == 1]
        waiting = [(old, new) for old, new in waiting if not self._is_common(new) and self._may_be(old, new)]
        self._learn_places_of_answers(removed=removed)
        if not removed:
            self._learn_places_of_questions(waiting)
        # Twice, since the cards that are settled first tell where the sections of the others went.
        for _ in range(2):
            sure = [
                (old, new) for old, new in waiting if new not in self.found and self._asks_the_same(old, new)
            ]
            for old, new in sure:
                self._settle(new, old, "prompt")

    def by_place(self) -> None:
        """Match cards that ask what was and is asked once under a heading that names something."""
        for page in (True, False):
            groups = self._groups(partial(self._asked_there, page=page), removed=False)
            for olds, news in groups:
                if (
                    len(olds) == len(news) == 1
                    and named_place(self.cards[news[0]])
                    and self._may_be(olds[0], news[0])
                    and not other_options(self._old(olds[0]), self._like(olds[0], news[0]))
                ):
                    self._settle(news[0], olds[0], "prompt")

    def by_likeness(self, *, removed: bool) -> Mapping[int, Doubt]:
        """Match cards that were edited; return the doubts that make cards new."""
        doubts: dict[int, Doubt] = {}
        for kind in get_args(CardKind):
            olds = {
                old: self._old(old) for old in self._free_entries(removed) if self.entries[old].kind == kind
            }
            if not olds:
                continue
            news = {new: self._new(new) for new in self._free_cards() if self.cards[new].kind == kind}
            accept = partial(self._accept, surely if removed else plausible)
            pairing = pair_up(olds, news, lambda old, new: self._like(old, new).score, accept)
            for new, old in pairing.found.items():
                self._settle(new, old, "likeness")
            doubts |= pairing.doubts
        return doubts

    def explicit(self, new: int) -> str:
        """Return the author's id of a card, "" if it has none or repeats another's."""
        return "" if new in self._repeated_ids else self.cards[new].explicit

    # --- what they share ----------------------------------------------------------------------------

    def _settle(self, new: int, old: int, evidence: Evidence) -> None:
        self.found[new] = (old, evidence)
        self._taken.add(old)
        self._places.learn(self.entries[old], self.cards[new])

    def _free_entries(self, removed: bool) -> Iterator[int]:
        return (
            old
            for old, entry in enumerate(self.entries)
            if entry.removed == removed and old not in self._taken
        )

    def _free_cards(self) -> Iterator[int]:
        return (new for new in range(len(self.cards)) if new not in self.found)

    def _groups(
        self, key: Callable[[Entry | Candidate], Hashable], *, removed: bool
    ) -> list[tuple[list[int], list[int]]]:
        """Group what is still free by a key; return the groups that have entries and cards."""
        olds: dict[Hashable, list[int]] = {}
        for old in self._free_entries(removed):
            olds.setdefault(key(self.entries[old]), []).append(old)
        if not olds:  # as of a first build, and of what was removed: no card need be looked at
            return []
        news: dict[Hashable, list[int]] = {}
        for new in self._free_cards():
            if (at := key(self.cards[new])) in olds:
                news.setdefault(at, []).append(new)
        return [(olds[at], group) for at, group in news.items()]

    def _nearest_first(self, olds: Sequence[int], news: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Pair cards of the same text by their places; what a short and common text says is not enough alone."""
        at_home = {place_of(self.entries[old]): old for old in reversed(olds)}
        free_olds, free_news = set(olds), set(news)
        for old, new in self._home_first(at_home, news, free_olds, free_news):
            if (
                old in free_olds
                and new in free_news
                and self._may_be(old, new)
                and self._stands_out(old, new)
            ):
                free_olds.remove(old)
                free_news.remove(new)
                yield old, new

    def _home_first(
        self,
        at_home: Mapping[Place, int],
        order: Sequence[int],
        olds: AbstractSet[int],
        news: AbstractSet[int],
    ) -> Iterator[tuple[int, int]]:
        """Yield the pairs of one place, then those of what is still free by then, the nearest first."""
        yield from ((at_home[place], new) for new in order if (place := place_of(self.cards[new])) in at_home)
        if len(olds) * len(news) <= _FEW:
            yield from sorted(product(sorted(olds), sorted(news)), key=lambda pair: -self._near(*pair))
        else:  # hundreds of cards of one text that all moved: their order must do
            yield from zip(sorted(olds), sorted(news), strict=False)

    def _stands_out(self, old: int, new: int) -> bool:
        """Say whether a card whose question others ask too is known by its text, its place or its subject."""
        profile = self._new(new)
        return (
            not self._is_common(new)
            or len(profile.key) + len(profile.other) + sum(map(len, profile.settings.values())) >= _MUCH
            or self._near(old, new) >= Nearness.NAMED
            or same_subject(self.entries[old], self.cards[new])
        )

    def _asks_the_same(self, old: int, new: int) -> bool:
        """Say whether two cards with the same prompt are one: the place or the answer must agree."""
        like = self._like(old, new)
        prompt = self.cards[new].prompt
        named = names_something(prompt)
        at_home = (
            Nearness.PAGE
            if named and len(prompt) >= _LONG
            else Nearness.DESERTED
            if named
            else Nearness.NAMED
        )
        if like.near >= at_home and not other_options(self._old(old), like):
            return True
        if not self.entries[old].removed and self._is_itself(old, new, like):
            return True
        return (like.other or 0.0) >= _SAME or says_the_same(
            self._old(old), self._new(new), like, named=named
        )

    def _is_itself(self, old: int, new: int, like: Likeness) -> bool:
        """Say whether a question asked but once, then and now, tells enough to be itself whatever its answer.

        A sentence that names its subject does anywhere, a lone term under a heading of the same name: under another
        one it may mean something else.
        """
        prompt = self.cards[new].prompt
        if not stands_alone(prompt):
            return False
        if other_options(self._old(old), like):
            return len(prompt) >= _MUCH and like.near >= Nearness.DESERTED
        if _ASKS.search(prompt) or len(prompt) >= _LONG or like.near >= Nearness.DESERTED:
            return True
        return bool(named_place(self.cards[new])) and same_subject(self.entries[old], self.cards[new])

    def _learn_places_of_questions(self, waiting: Sequence[tuple[int, int]]) -> None:
        """Learn that a section is no other one from questions that still stand there together: it takes two."""
        met: dict[tuple[Place, Place], list[tuple[int, int]]] = {}
        for old, new in waiting:
            if new not in self.found and stands_alone(self.cards[new].prompt):
                places = place_of(self.entries[old]), place_of(self.cards[new])
                met.setdefault(places, []).append((old, new))
        for old, new in (pair for pairs in met.values() if len(pairs) > 1 for pair in pairs):
            self._places.learn(self.entries[old], self.cards[new])

    def _learn_places_of_answers(self, *, removed: bool) -> None:
        """Learn that a section is no other one from answers that still stand there, under whatever question.

        One answer alone may be found in any section: it takes two.
        """
        met: dict[tuple[Place, Place], list[tuple[int, int]]] = {}
        for olds, news in self._groups(lambda said: (said.kind, said.rest), removed=removed):
            alone = len(olds) == len(news) == 1 and len(self._new(news[0]).other) >= TELLING
            if alone and self._near(olds[0], news[0]) == Nearness.DESERTED:
                places = place_of(self.entries[olds[0]]), place_of(self.cards[news[0]])
                met.setdefault(places, []).append((olds[0], news[0]))
        for old, new in (pair for pairs in met.values() if len(pairs) > 1 for pair in pairs):
            self._places.learn(self.entries[old], self.cards[new])

    def _accept(self, rule: Callable[[Profile, Profile, Likeness], bool], old: int, new: int) -> bool:
        like = self._like(old, new)
        possible = self._may_be(old, new) and rule(self._old(old), self._new(new), like)
        return possible and (like.key < 1 or self._stands_out(old, new))

    def _may_be(self, old: int, new: int) -> bool:
        """Refuse two cards to which the author gave different ids."""
        mine, theirs = self.entries[old].explicit, self.explicit(new)
        return not (mine and theirs and mine != theirs)

    def _like(self, old: int, new: int) -> Likeness:
        return likeness(self._old(old), self._new(new), self._near(old, new))

    def _near(self, old: int, new: int) -> Nearness:
        return self._places.nearness(self.entries[old], self.cards[new])

    def asked(self, said: Entry | Candidate) -> tuple[str, str]:
        """Return the kind and the folded prompt."""
        prompt = said.prompt
        if (folded := self._folds.get(prompt)) is None:
            folded = self._folds[prompt] = fold(uncovered(prompt)) or prompt
        return said.kind, folded

    def _asked_there(self, said: Entry | Candidate, *, page: bool) -> Hashable:
        return self.asked(said), named_place(said), said.page if page else ""

    def _is_common(self, new: int) -> bool:
        return self.questions[new] in self._common
