"""Where cards stand, and which place of the earlier notes is which place of these.

Sections are renumbered, renamed and moved, pages renamed and split. The cards that are surely the same
tell where their section went: each such pair is a vote that its two places correspond.
"""

import re
from collections import Counter
from collections.abc import Iterable
from enum import IntEnum
from functools import cached_property

from ankibuild.identity.candidate import Said
from ankibuild.identity.similarity import fold, stands_alone
from ankibuild.model import SEPARATOR

Place = tuple[str, tuple[str, ...], str]
"""A page, the headings around the card without the one that is its own question, and its context line."""

_NUMBERING = "0123456789０１２３４５６７８９ 　.．、。:：)）(（-－#QqＱ問題"
_STATUS = re.compile("未回答|回答済み?")


class Nearness(IntEnum):
    """How near to its earlier place a card stands."""

    ELSEWHERE = 0
    PAGE = 1
    DESERTED = 2
    """In a section of the same name, but all other cards there are strangers: it may be another section."""
    NAMED = 3
    """In the section of the same name, and nothing speaks against it."""
    SECTION = 4
    """In the section to which other cards of its section went."""


def place_of(said: Said) -> Place:
    """Return the place of a card; a question that is a heading stands in the section around it.

    So does one that the situation stands before, or code behind.
    """
    headings = said.headings
    lines = said.parts.get("question", "").split("\n")
    if headings:
        heading = headings[-1].lstrip(_NUMBERING)
        if _fills(lines[0], heading) or _fills(lines[-1], heading):
            headings = headings[:-1]
    return said.page, headings, said.context


def _fills(line: str, heading: str) -> bool:
    return line in heading and 2 * len(line) >= len(heading) and line != ""


class Places:
    """What the sure pairs tell of the places."""

    def __init__(self, before: Iterable[Said], now: Iterable[Said]) -> None:
        self._before = before
        self._now = now
        self._votes: set[tuple[Place, Place]] = set()
        self._sections: set[tuple[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]]]] = set()
        self._went: set[Place] = set()
        self._came: set[Place] = set()
        self._pages: set[tuple[str, str]] = set()
        self._heard: dict[str, list[tuple[Said, Said]]] = {}
        """What was learnt and not looked up yet, by the pages: of most, nobody asks for places."""

    def learn(self, before: Said, now: Said) -> None:
        """Note that these two are one card."""
        self._heard.setdefault(before.page, []).append((before, now))
        if now.page != before.page:
            self._heard.setdefault(now.page, []).append((before, now))

    def _take_in(self, before: Said, now: Said) -> None:
        old = place_of(before)
        new = old if _stands_as(before, now) else place_of(now)
        self._votes.add((old, new))
        self._sections.add((old[:2], new[:2]))
        if old[:2] != new[:2]:  # under one heading the context may change with the first question there
            self._went.add(old)
            self._came.add(new)
        self._pages.add((old[0], new[0]))

    def nearness(self, before: Said, now: Said) -> Nearness:
        """Say how near the two stand, after all that was learnt."""
        for page in (before.page, now.page):  # a place is one of its page: no other pair tells of it
            for pair in self._heard.pop(page, ()):
                self._take_in(*pair)
        old, new = place_of(before), place_of(now)
        if (old, new) in self._votes:
            return Nearness.SECTION
        if old[0] != new[0] and (old[0], new[0]) not in self._pages:
            return Nearness.ELSEWHERE
        if (old[:2], new[:2]) in self._sections and _continues(old[2], new[2]):
            return Nearness.NAMED
        if old in self._went or new in self._came or not _same_name(old, new):
            return Nearness.PAGE
        lone = self._crowds[0][old] == self._crowds[1][new] == 1
        return Nearness.NAMED if lone else Nearness.DESERTED

    @cached_property
    def _crowds(self) -> tuple[Counter[Place], Counter[Place]]:
        """How many cards stood and stand at each place."""
        return Counter(map(place_of, self._before)), Counter(map(place_of, self._now))


def _stands_as(before: Said, now: Said) -> bool:
    """Tell whether a card is where it was at first sight: most are."""
    return (
        before.headings == now.headings
        and before.page == now.page
        and before.context == now.context
        and before.parts == now.parts
    )


def named_place(said: Said) -> tuple[str, ...]:
    """Return the names of a card's place but for its page, none where they do not tell what it is about.

    A bare number does not: under 12. stands another item tomorrow. Nor does the title of a page alone tell of a
    section below it.
    """
    _, headings, context = place_of(said)
    for heading in reversed(headings[1:] or headings):
        if not heading.lstrip(_NUMBERING):
            return ()
        if stands_alone(heading):
            return (*map(_name, headings), _name(context.rpartition("›")[2]))
    return ()


def same_subject(before: Said, now: Said) -> bool:
    """Say whether the innermost heading or the end of the context line is the same for both."""
    old, new = place_of(before), place_of(now)
    return any(a and b and a == b for a, b in zip(_innermost(old), _innermost(new), strict=True))


def _innermost(place: Place) -> tuple[str, str]:
    _, headings, context = place
    return _name(headings[-1]) if headings else "", _name(context.rpartition("›")[2])


def _continues(one: str, other: str) -> bool:
    """Say whether two context lines are one, or one goes on with the subject of a section's first question."""
    short, long = sorted((one, other), key=len)
    return long == short or long.startswith(f"{short}{SEPARATOR}")


def _same_name(old: Place, new: Place) -> bool:
    return old[1:] == new[1:] or (
        [_name(heading) for heading in old[1]] == [_name(heading) for heading in new[1]]
        and _name(old[2]) == _name(new[2])
    )


def _name(heading: str) -> str:
    return _STATUS.sub("", fold(heading))
