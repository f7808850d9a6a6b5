"""Keys that stand together elsewhere, at the page's end or on another one, given back to their items.

A row of role `keys` says what one looks like (`1. {key}`, `問{n}：{key}`). They go to their items by number: that in
the row, of its place in its list, or of the heading above. Where numbers begin anew in each chapter they go by
chapter and number, or by their order, if there are as many keys as items. What stands right below a key explains it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from ankibuild.items.counting import Counted, laps
from ankibuild.items.key import is_letters
from ankibuild.items.marks import verdict_before
from ankibuild.keyed import ELSEWHERE
from ankibuild.teaching.align import Placed
from ankibuild.teaching.grammar import Grammar
from ankibuild.teaching.looks import Look
from ankibuild.teaching.parts import Told
from ankibuild.teaching.pattern import Pattern
from ankibuild.text import cut
from ankibuild.words import Words

Numbers = Mapping[int, str]
"""The number of each line."""


class Key(Struct, frozen=True):
    """One key of a list: the number of its question, its row as a part of the item, and the rows that explain it."""

    number: str
    told: Told
    below: tuple[Told, ...]

    @property
    def parts(self) -> list[Told]:
        """Its rows."""
        return [self.told, *self.below]


def page_end(looks: Sequence[Look]) -> int:
    """Return how many of the rows are the page's own, before those of the page that answers it."""
    ends = (at for at, look in enumerate(looks) if look.row.heading and look.text == ELSEWHERE)
    return next(ends, len(looks))


def numbers_of(looks: Sequence[Look]) -> dict[int, str]:
    """Return the number of each line: its own, that of its place in a list, or that of the heading above."""
    found: dict[int, str] = {}
    counted = Counted()
    above, level = "", 0
    for look in looks:
        if look.kind.startswith("#") and (look.sign.number or len(look.kind) <= level):
            above, level = look.sign.number, len(look.kind)
        own = look.sign.number or above
        if look.kind == "1.":
            place = str(counted.number(look.row))
            label = look.sign.label
            own = own if look.sign.number and label and label.kind == "question" else place
        found.setdefault(look.line, own.lstrip("0"))
    return found


def keys_of(looks: Sequence[Look], grammar: Grammar, words: Words) -> list[Key]:
    """Return the keys that the rows of a page list, those of the page that answers it if there are any."""
    numbers, end = numbers_of(looks), page_end(looks)
    return _keys(looks[end:], grammar, numbers, words) or _keys(looks[:end], grammar, numbers, words)


def _keys(looks: Sequence[Look], grammar: Grammar, numbers: Numbers, words: Words) -> list[Key]:
    rows = [
        next((told for each in grammar.keys if (told := _key(look, each, words))), None) for look in looks
    ]
    found: list[Key] = []
    for at, told in enumerate(rows):
        number = (told.number.lstrip("0") or numbers[told.look.line]) if told else ""
        if told and (not found or found[-1].number != number or _counts(told.look)):
            end = next((n for n in range(at + 1, len(rows)) if rows[n]), len(rows))
            found.append(Key(number, told, tuple(_below(looks[at:end]))))
    return found


def _below(looks: Sequence[Look]) -> Iterator[Told]:
    """Yield the rows right below the first, with no blank line between, up to a heading or rule."""
    for before, look in pairwise(looks):
        if look.line > before.row.block.last + 1 or look.row.heading or look.kind == "rule":
            return
        yield Told(look, "explanation", look.row.line, True)


def _counts(look: Look) -> bool:
    """Tell a row with a number of its own: of several below one numbered heading the first is the key."""
    return bool(look.sign.number) or look.kind == "1."


def _key(look: Look, pattern: Pattern, words: Words) -> Told | None:
    """Return a row as a key; one whose text calls the option wrong is none."""
    found = pattern.find(look.text) if (look.kind, look.depth) == (pattern.kind, pattern.depth) else None
    if found is None or not is_letters(look.text[found.start : found.end].strip()):
        return None
    behind = look.text[found.end :].strip()
    if behind and verdict_before(cut(look.row.line, found.end), words)[1] is False:
        return None
    return Told(look, "key", cut(look.row.line, found.start, found.end), True, found, pattern)


def assigned(
    stretches: Sequence[Sequence[Placed]], keys: Sequence[Key], numbers: Numbers
) -> list[Key | None]:
    """Return the key of each stretch, None where it has none."""
    mine, theirs = [numbers[each[0].look.line] for each in stretches], [key.number for key in keys]
    if places := _places(mine, theirs):
        given = dict(zip(places[1], keys, strict=True))
        return [given.get(place) for place in places[0]]
    return [*keys] if len(keys) == len(stretches) else [None] * len(stretches)


def _places(mine: Sequence[str], theirs: Sequence[str]) -> tuple[list[tuple[int, str]], ...] | None:
    """Return the chapters and numbers of items and keys, where those that belong together have the same."""
    if not all(mine) or not all(theirs):
        return None
    if len(set(mine)) == len(mine) and len(set(theirs)) == len(theirs):
        return [(0, number) for number in mine], [(0, number) for number in theirs]
    both = _in_chapters(mine), _in_chapters(theirs)
    firsts = [dict(reversed(each)) for each in both]  # the first number of each chapter
    return both if firsts[0] == firsts[1] else None


def _in_chapters(numbers: Sequence[str]) -> list[tuple[int, str]]:
    """Return numbers with that of their chapter: where they begin anew there is a new one."""
    return list(zip(laps([_order(number) for number in numbers]), numbers, strict=True))


def _order(number: str) -> list[int]:
    return [int(part) for part in number.replace("-", ".").split(".") if part.isdigit()]
