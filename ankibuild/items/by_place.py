"""Read what prose judges by place: 「1つ目の選択肢は…ので誤り」, "the last two options are correct".

One sentence may name the right options alone, or the text goes through all of them. What says both of one option,
or leaves one open that it has named, says nothing of any.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from msgspec import Struct, field

from ankibuild.items.item import Item, Option
from ankibuild.items.letters import letters_in, ordinal
from ankibuild.items.nouns import AND
from ankibuild.items.settle import asks_wrong
from ankibuild.model import Block
from ankibuild.page.flow import Pick, Row
from ankibuild.patterns import lazily
from ankibuild.remembering import remembered
from ankibuild.text import fold, key_of
from ankibuild.words import raw

SHORTEST = 12
"""What is left of a text besides places and verdicts is a reason if it has so many characters."""
_ENDS = lazily(r"(?<=[。.!?])(?=\s|$)|(?<=。)")
Places = frozenset[int]


class ByPlace(Struct):
    """What the text behind a list of options has said so far of options by their places."""

    said: dict[int, bool] = field(default_factory=dict)
    """The verdict on each place."""
    rights: int = 0
    _where: dict[int, Row] = field(default_factory=dict)
    """The row that judges each place."""
    _left: set[int] = field(default_factory=set)
    """The places that a sentence about all others judges, or their letters: the paragraph is no reason."""
    _open: set[int] = field(default_factory=set)
    """The places that were named and not yet judged."""
    _about: Places = frozenset()
    """The places that the paragraph at hand is about."""
    _block: Block | None = None
    _doubtful: bool = False

    def read(self, row: Row, text: str, count: int) -> None:
        """Read a row of the text, of an item with so many options."""
        if row.block is not self._block:
            self._about, self._block = frozenset(), row.block
        folded = fold(text)
        found = _named(folded, count)
        if not (found or self._about):
            return
        first, *untils = [*(start for start, _, _ in found), len(folded)]
        self._judge(self._about, _verdicts(folded[:first]), row, count)
        for (start, end, places), until in zip(found, untils, strict=True):
            self._doubtful = self._doubtful or not places <= {*range(1, count + 1)}
            verdicts = _verdicts(folded[end:until])
            self._about = Places() if verdicts else places
            self._open |= places - self.said.keys()
            self._left |= (
                places if folded[end - 2].isspace() else set()
            )  # by letter: its sentence is found there
            self._judge(places, verdicts, row, count, but=_is_but(folded, start, end))
        self.rights = max(self.rights, sum(self.said.values()) or len(self.said) == count - 1 > 1)

    def _judge(self, places: Places, verdicts: set[bool], row: Row, count: int, *, but: bool = False) -> None:
        """Take what a text says of these places; where it says it of all `but` these, the other way round."""
        self._doubtful = self._doubtful or len(verdicts) > 1
        if not places or len(verdicts) != 1:
            return
        verdict = verdicts.pop() is not but
        others = {*range(1, count + 1)} - places if but else ()
        self._left |= places if but else set()
        for place, told in [*((each, verdict) for each in places), *((each, not verdict) for each in others)]:
            self._doubtful = self._doubtful or self.said.get(place, told) is not told
            self.said[place] = told
            self._where[place] = row
            self._open.discard(place)

    def settle(self, item: Item) -> None:
        """Let the options be right and wrong that nothing else judges."""
        listed = item.listed
        rest = {*range(1, len(listed) + 1)} - self.said.keys()
        if len(rest) == 1 and not any(self.said.values()):
            self.said[rest.pop()] = True  # all others are wrong
        sure = self._has_key(item) or (self._is_sure(len(listed)) and not self._is_settled(item))
        if not sure or self._doubtful or asks_wrong(item):
            return
        for place, right in self.said.items():
            option = listed[place - 1]
            option.right = right
            if not right:
                self._refute(option, place, item)

    def _has_key(self, item: Item) -> bool:
        """Tell an item of which the first sentence that calls an option right was taken for the key."""
        rights = [self.said.get(at) for at, option in enumerate(item.listed, 1) if option.right]
        return bool(item.letters and rights) and all(rights)

    def _is_settled(self, item: Item) -> bool:
        """Tell an item with a key, an answer or a mark on an option, unless it says the same of the option."""
        marked = (option.right not in (None, self.said.get(at)) for at, option in enumerate(item.listed, 1))
        return bool(item.letters or item.answer) or any(marked)

    def _is_sure(self, count: int) -> bool:
        """Tell a text that judges all options, or names the right ones in one go and no others."""
        only = all(self.said.values()) and len({self._where[place].key for place in self.said}) == 1
        told = only or len(self.said) == count
        return told and not self._open and 0 < self.rights < count

    def _refute(self, option: Option, place: int, item: Item) -> None:
        """Take the paragraph that judges an option wrong for the reason, if it gives one."""
        option.refuted = True
        if option.why:
            return
        block = self._where[place].block
        told = [pick for pick in item.explanation if pick[0].block is block]
        if place in self._left or sum(len(_rest(line.text)) for _, line in told) < SHORTEST:
            option.why = _in_turn(item, place)
            return
        option.why = told
        if not self._says_right_in(block):
            item.elsewhere += [row.key for row, _ in told]

    def _says_right_in(self, block: Block) -> bool:
        return any(self.said[each] for each, row in self._where.items() if row.block is block)


LEAST_ALIKE = 4
"""So many characters, at least, has what is said of an option in a list of its own from the option's text."""


def _in_turn(item: Item, place: int) -> list[Pick]:
    """Return what a list among the explanation says of an option, where it goes through all of them in turn."""
    listed = item.listed
    groups = [[*group] for _, group in groupby(item.explanation, key=lambda pick: pick[0].group)]
    for group in groups:
        fits = len(group) == len(listed) and group[0][0].bullet
        if fits and all(_alike(o.plain, line.text) for o, (_, line) in zip(listed, group, strict=True)):
            return [group[place - 1]]
    return []


def _alike(option: str, text: str) -> bool:
    """Tell a text that repeats a part of an option's."""
    own, said = key_of(option), key_of(text)
    return any(own[at : at + LEAST_ALIKE] in said for at in range(len(own) - LEAST_ALIKE + 1))


@lru_cache(maxsize=1)
def _patterns() -> tuple[Sequence[re.Pattern[str]], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what names places, and what says all but these, right, wrong."""
    words = raw()["places"]
    meant = {"ORD": "|".join(words["ordinals"]), "COUNT": "|".join(words["counts"]), "AND": AND}
    named = [lazily(re.sub("ORD|COUNT|AND", lambda x: meant[x[0]], each)) for each in words["named"]]
    but, right, wrong = (lazily("|".join(words[name])) for name in ("but", "right", "wrong"))
    return named, but, right, wrong


@remembered
def _named(text: str, count: int) -> Sequence[tuple[int, int, Places]]:
    """Return where a folded text names places of so many options, and which: it is asked of a row many times."""
    named: list[tuple[int, int, Places]] = []
    end = 0
    found = (each for one in _patterns()[0] for each in one.finditer(text))
    for match in sorted(found, key=lambda each: (each.start(), -each.end())):
        if match.start() >= end:
            end = match.end()
            named.append((match.start(), end, _places(match, count)))
    return named


def _places(match: re.Match[str], count: int) -> Places:
    """Return the places that a match names."""
    said = match.groupdict()
    if letters := said.get("letters"):
        return frozenset(map(ordinal, letters_in(letters.upper())))
    if places := said.get("places"):
        return frozenset(_numbers(places, "ordinals"))
    several = 1 + sum(_numbers(said.get("count") or "", "counts"))
    return frozenset(range(1, several + 1) if said.get("first") else range(count - several + 1, count + 1))


def _numbers(text: str, name: str) -> list[int]:
    """Return the numbers of the words of a list that a text has."""
    return [n for n, each in enumerate(raw()["places"][name], 1) if re.search(each, text)]


def _verdicts(text: str) -> set[bool]:
    """Return what a folded text judges: in its first sentence that does."""
    _, _, right, wrong = _patterns()
    for sentence in _ENDS.split(text):
        without = wrong.sub(" ", sentence)
        if said := ({False} if without != sentence else set()) | ({True} if right.search(without) else set()):
            return said
    return set()


def _is_but(text: str, start: int, end: int) -> bool:
    """Tell a text that is about all but the places that it names."""
    but = _patterns()[1]
    return but.match(text, end) is not None or any(
        found.end() == start for found in but.finditer(text, 0, start)
    )


def _rest(text: str) -> str:
    """Return a text without places and verdicts."""
    named, _, right, wrong = _patterns()
    folded = fold(text)
    for each in (*named, wrong, right):
        folded = each.sub("", folded)
    return folded
