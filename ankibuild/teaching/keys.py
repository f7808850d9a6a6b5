"""Keys that stand together elsewhere on the page: a list of numbers and letters, given back to their items.

A row of role `keys` says what one looks like (`1. {key}`, `問{n}：{key}`). They go to their items by number, or, where
numbers begin anew in each chapter, by their order, if there are as many keys as items.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ankibuild.items.key import is_letters
from ankibuild.teaching.align import Placed
from ankibuild.teaching.grammar import Grammar
from ankibuild.teaching.looks import Look
from ankibuild.teaching.parts import Told
from ankibuild.teaching.pattern import Pattern
from ankibuild.text import cut


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a list: the number of its question, and its row as a part of the item."""

    number: str
    told: Told


def keys_of(looks: Sequence[Look], grammar: Grammar) -> list[Key]:
    """Return the keys that the rows of a page list."""
    return [key for look in looks for pattern in grammar.keys if (key := _key(look, pattern))]


def _key(look: Look, pattern: Pattern) -> Key | None:
    found = pattern.find(look.text) if (look.kind, look.depth) == (pattern.kind, pattern.depth) else None
    if found is None or not is_letters(look.text[found.start : found.end].strip()):
        return None
    line = cut(look.row.line, found.start, found.end)
    return Key(found.number or _number(look), Told(look, "key", line, True, found, pattern))


def assigned(stretches: Sequence[Sequence[Placed]], keys: Sequence[Key]) -> list[Told | None]:
    """Return the key of each stretch, None where it has none."""
    numbers = [_number(each[0].look) for each in stretches]
    by_number = {key.number: key.told for key in keys}
    if len(by_number) == len(keys) and len(set(numbers)) == len(numbers) and all(numbers):
        return [by_number.get(number) for number in numbers]
    return [key.told for key in keys] if len(keys) == len(stretches) else [None] * len(stretches)


def _number(look: Look) -> str:
    """Return the number of an item or a key: in its text, or that of its list."""
    return look.sign.number or (look.row.block.marker.rstrip(".)") if look.kind == "1." else "")
