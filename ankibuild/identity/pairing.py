"""Pair many edited cards with many earlier ones, without comparing each with each.

Candidates come from an index of short pieces of text: an edited card still shares rare ones with its
earlier self and hardly with any other. Then the surest pair is taken first, and only when it is clearly
ahead of every other pair that either of its two could still enter. Greedy by certainty is no
approximation here: it is the exact optimum of the assignment that ranks by its surest pair, then by the
next. An assignment of the greatest sum, as the Hungarian method finds it, may give up one sure pair for
two half-sure ones, and a half-sure pair is just what must not be made.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from heapq import nsmallest

from msgspec import Struct

from ankibuild.identity.resemblance import Profile

_COMMON = 48
"""A piece in more earlier cards than this tells nothing."""
_RARE = 16
"""So many of a card's rarest pieces are looked up."""
_ENOUGH = 160
"""No more once so many earlier cards were met."""
_COMPARED = 6
"""So many earlier cards are compared with each card."""
MARGIN = 0.08
"""How far a pair must be ahead of the next best one."""

Score = Callable[[int, int], float]
"""Score the earlier card of the first index against the card of the second."""
Accept = Callable[[int, int], bool]
"""Say whether the card of the second index can be the earlier one of the first."""


class Pairing(Struct, frozen=True):
    """The pairs found (card to earlier card), and for each ambiguous card the earlier cards and rivals."""

    found: Mapping[int, int]
    doubts: Mapping[int, "Doubt"]


class Doubt(Struct, frozen=True):
    """Why a card was not paired: it may be `old`, but so may another card (`rival`), or it may be `other`."""

    old: int
    other: int | None
    rival: int | None


def pair_up(
    before: Mapping[int, Profile], now: Mapping[int, Profile], score: Score, accept: Accept
) -> Pairing:
    """Pair the cards `now` with those of `before`; the keys are their indices."""
    scored = [(score(old, new), old, new) for new, old in _worth_comparing(before, now)]
    scored.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    return _surest_first(scored, accept)


def _surest_first(scored: Sequence[tuple[float, int, int]], accept: Accept) -> Pairing:
    of_old: dict[int, list[tuple[float, int]]] = {}
    of_new: dict[int, list[tuple[float, int]]] = {}
    for value, old, new in scored:
        of_old.setdefault(old, []).append((value, new))
        of_new.setdefault(new, []).append((value, old))
    found: dict[int, int] = {}
    taken: set[int] = set()
    doubts: dict[int, Doubt] = {}
    for value, old, new in scored:
        if old in taken or new in found or not accept(old, new):
            continue
        least = value - MARGIN
        others = (o for v, o in of_new[new] if v > least and o != old and o not in taken)
        rivals = (n for v, n in of_old[old] if v > least and n != new and n not in found)
        # Who cannot be it, however like it is, is no rival.
        other = next(filter(partial(_flipped, accept, new), others), None)
        rival = next(filter(partial(accept, old), rivals), None)
        if other is None and rival is None:
            found[new] = old
            taken.add(old)
        else:
            doubts.setdefault(new, Doubt(old, other, rival))
    return Pairing(found, {new: doubt for new, doubt in doubts.items() if new not in found})


def _flipped(accept: Accept, new: int, old: int) -> bool:
    return accept(old, new)


def _worth_comparing(before: Mapping[int, Profile], now: Mapping[int, Profile]) -> Iterator[tuple[int, int]]:
    """Yield pairs (card, earlier card) that share rare pieces, those that share most for each card."""
    index: dict[str, list[int]] = {}
    for old, profile in before.items():
        for piece in _pieces(profile):
            index.setdefault(piece, []).append(old)
    for new, profile in now.items():
        known = [(len(index[piece]), piece) for piece in _pieces(profile) if piece in index]
        shared: defaultdict[int, float] = defaultdict(float)
        looked_up = 0
        for count, piece in nsmallest(_RARE, known):
            looked_up += count
            if count > _COMMON or looked_up > _ENOUGH:
                break
            for old in index[piece]:
                shared[old] += 1 / count
        yield from ((new, old) for old in nsmallest(_COMPARED, shared, key=lambda old: (-shared[old], old)))


def _pieces(profile: Profile) -> set[str]:
    """Cut a card into overlapping pieces: short ones of what it asks, which may be short, and longer ones of all."""
    key, text = profile.key, f"{profile.key}\n{profile.other}"
    short = {key[place : place + 3] for place in range(len(key) - 2)}
    return short | {text[place : place + 6] for place in range(len(text) - 5)} | {key}
