"""Find stretches of a page that are written alike and gave no card: what one example would teach.

They begin with rows of one kind, and each has what makes an item: options, a text that asks, or a word or sign at
a row's head that the others have too. Plain sections of notes have none of these.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from ankibuild.markdown.outline import Section
from ankibuild.model import Alike, Card, Range
from ankibuild.page.pieces import lines_of
from ankibuild.patterns import lazily
from ankibuild.reader.series import find_series
from ankibuild.teaching.elsewhere import abstract, head_of
from ankibuild.teaching.fit import labelled_for
from ankibuild.teaching.looks import Look, plain_looks

LEAST = 5
"""So many stretches are alike."""
SURE = 0.6
"""The share of them that has options, asks, or has the same word at a row's head."""
PAIRED = 0.8
"""The share of them that is a heading with one line."""
LONGEST = 40
"""So many rows a stretch has at most."""
SHORTEST = 2
_NUMBERED = lazily(r"\D{0,8}\d{1,4}\D{0,8}")
"""A row that is hardly more than a number."""
_COUNTED = lazily(r"\D{0,12}\d{1,4}(?!\d)")
"""A heading up to its number: what stands behind that is what this one is about."""


def alike(page: Section, cards: Sequence[Card]) -> tuple[Alike, ...]:
    """Return the largest group of stretches that look alike and gave no card, if there is one."""
    found = groups(page, {n for card in cards for n in lines_of(card.spans)})
    return tuple(Alike(*best[0], len(best)) for best in found[:1])


def groups(page: Section, carded: Collection[int]) -> list[list[Range]]:
    """Return the groups of stretches that look alike and hold no line of a card, by their lines, the largest first."""
    looks = [look for look in plain_looks(page) if look.text or look.row.whole]
    places: dict[object, list[int]] = defaultdict(list)
    counts = Counter(look.text for look in looks)
    for at, look in enumerate(looks):
        for opening in _openings(look, looks[at - 1].kind if at else "", counts[look.text]):
            places[opening].append(at)
    many = [each for each in places.values() if len(each) >= LEAST]
    if not many:
        return []
    listed = _lists(looks)
    found = {tuple(_left(looks, each, carded, listed)) for each in many} - {()}
    ordered = sorted(found, key=lambda each: (-len(each), each))
    return [[(looks[start].line, looks[end - 1].line) for start, end in each] for each in ordered]


def _lists(looks: Sequence[Look]) -> frozenset[int]:
    """Return the places where lists of options begin."""
    series = find_series([look.sign for look in looks]).values()
    return frozenset(each.members[0] for each in series if each.kind in ("letters", "boxes"))


def _openings(look: Look, before: str, count: int) -> Iterator[object]:
    """Yield what rows that open stretches alike have in common with this one, which stands behind one of a kind."""
    if opening := _opening(look):
        yield opening
    if look.row.whole or not look.row.head or look.depth > 1:
        return
    if count >= LEAST:
        yield (look.kind, look.text)
    if before == "rule" and look.kind != "rule":
        yield before
    if look.sign.asks:
        yield ("asks", look.kind, look.depth, look.bold)


def _opening(look: Look) -> object:
    """Return what rows that open stretches alike have in common; None for one that opens none."""
    sign, row = look.sign, look.row
    if not row.head or look.depth > 1 or row.whole or labelled_for(look):
        return None
    counted = _COUNTED.match(look.text) if row.heading else _NUMBERED.fullmatch(look.text)
    word = head_of(look.text) or (abstract(counted[0]) if counted else "")
    telling = (look.kind.startswith(("#", "<")), look.bold == "whole", sign.number, word)
    return (look.kind, look.depth, look.bold, bool(sign.number), word) if any(telling) else None


def _left(
    looks: Sequence[Look], places: Sequence[int], carded: Collection[int], lists: frozenset[int]
) -> list[tuple[int, int]]:
    """Return the stretches that begin at these rows and hold no card, if they are many and look like items."""
    ends = [*places[1:], len(looks)]
    whole = [(start, _end(looks, start, end)) for start, end in zip(places, ends, strict=True)]
    left = [
        (start, end)
        for start, end in whole
        if SHORTEST <= end - start <= LONGEST and not any(look.line in carded for look in looks[start:end])
    ]
    return left if len(left) >= LEAST and _are_items(looks, left, lists) else []


def _end(looks: Sequence[Look], start: int, end: int) -> int:
    """Return where a stretch ends: at a heading of no lower level, else where the next one begins."""
    kind = looks[start].kind
    for at in range(start + 1, end):
        other = looks[at].kind
        if other.startswith("#") and (not kind.startswith("#") or len(other) <= len(kind)):
            return at
    return end


def _are_items(looks: Sequence[Look], found: Sequence[tuple[int, int]], lists: frozenset[int]) -> bool:
    """Tell stretches that list options, that ask, or that share the word at a row's head; or headings with one line."""
    listed = sum(not lists.isdisjoint(range(start, end)) for start, end in found)
    asking = sum(any(look.sign.asks for look in looks[start:end][:3]) for start, end in found)
    heads = Counter(chain.from_iterable(_heads(looks[start + 1 : end]) for start, end in found))
    paired = sum(end - start == SHORTEST for start, end in found)
    return max(listed, asking, *heads.values()) >= SURE * len(found) or paired >= PAIRED * len(found)


def _heads(looks: Sequence[Look]) -> set[str]:
    return {head_of(look.text) for look in looks} - {""}
