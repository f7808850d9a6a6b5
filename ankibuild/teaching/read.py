"""Read a page by the hands that name it: its items, and the stretches that lack something."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from msgspec import Struct

from ankibuild.items.answers import Read
from ankibuild.markdown.outline import Section
from ankibuild.model import Block
from ankibuild.page.context import item_number, place_of
from ankibuild.page.flow import blocks_between, section_blocks, sections_by_line
from ankibuild.teaching.align import Placed, align
from ankibuild.teaching.build import Built, build
from ankibuild.teaching.grammar import Grammar
from ankibuild.teaching.keys import Key, assigned, keys_of, numbers_of, page_end
from ankibuild.teaching.listed_answers import answered, in_words
from ankibuild.teaching.looks import Look, looks_of
from ankibuild.teaching.parts import Told
from ankibuild.values import replace
from ankibuild.words import Words


class Stretch(Struct, frozen=True):
    """A stretch of a page that is written as a hand (its place among all) says: the item, and what it lacks."""

    line: int
    last: int
    read: Read
    hand: int
    lacks: str = ""
    apart: tuple[int, ...] = ()
    """The lines of its key or answer, and of what explains that, where they stand elsewhere."""

    @property
    def lines(self) -> range:
        """Its lines."""
        return range(self.line, self.last + 1)


class Known(NamedTuple):
    """The lines at which the reader of all notes finds questions, and those of items with options among them."""

    asked: Collection[int] = ()
    items: Collection[int] = ()


UNKNOWN: Final = Known()
Part = tuple[int, Sequence[Placed], Sequence[Told]]
"""The hand of a stretch, its rows, and its key or answer where that stands elsewhere."""


@lru_cache(maxsize=64)
def grammar_of(rows: tuple[str, ...]) -> Grammar:
    """Return the order of the rows of a hand."""
    return Grammar(rows)


def stretches(page: Section, hands: Sequence[Sequence[str]], known: Known = UNKNOWN) -> list[Stretch]:
    """Return the stretches of a page that are written as the rows of one of some hands say.

    `known` is what the reader of all notes asks: it stands in no item's answer.
    """
    grammars = {n: grammar_of(tuple(rows)) for n, rows in enumerate(hands)}
    found: list[Stretch] = []
    for fences in (False, True):
        mine = {n: grammar for n, grammar in grammars.items() if grammar.fences == fences}
        taken = _whole(found)
        found += [
            each for each in _stretches(page, mine, known, fences=fences) if taken.isdisjoint(each.lines)
        ]
    taken = _whole(found)
    found = [each for each in found if not each.lacks or taken.isdisjoint(each.lines)]
    return sorted(found, key=lambda each: each.line)


def _whole(found: Sequence[Stretch]) -> set[int]:
    """Return the lines of the stretches that lack nothing."""
    return {n for each in found if not each.lacks for n in each.lines}


def _stretches(
    page: Section, hands: Mapping[int, Grammar], known: Known, *, fences: bool
) -> Iterator[Stretch]:
    """Yield the stretches of a page that are written as hands say; of two that fit alike the later one is right."""
    if not hands:
        return
    blocks = section_blocks(page, heading=True)
    section_of = sections_by_line(page)
    looks = [
        replace(
            look,
            asked=look.line in known.asked and (look.row.heading or _asks(look)),
            opens=look.line in known.items,
        )
        for look in looks_of(page, fences=fences)
    ]
    found = [*_placed(looks, hands, page.words), *_with_listed(looks, hands)]
    for hand, placed, key in found:
        if _is_frame(placed[0].look, hands[hand], page):
            continue
        built = build(placed, hands[hand], page.words, key)
        last = max(each.look.line for each in placed)
        apart = tuple(told.look.line for told in key)
        read = _read(built, section_of(built.line), blocks, apart)
        yield Stretch(built.line, last, read, hand, built.lacks, apart)


def _asks(look: Look) -> bool:
    """Tell a row that asks, if before its answer on the same line."""
    return look.sign.asks or not {"?", "？"}.isdisjoint(look.text)


def _with_listed(looks: Sequence[Look], hands: Mapping[int, Grammar]) -> Iterator[Part]:
    """Yield the questions whose answers, in words, a list elsewhere holds."""
    for name, grammar in hands.items():
        if in_words(grammar):
            yield from ((name, placed, told) for placed, told in answered(looks, grammar))


def _is_frame(look: Look, grammar: Grammar, page: Section) -> bool:
    """Tell a heading such as まとめ that asks nothing, though questions of the hand look like any heading."""
    first = grammar.patterns[0]
    return (
        first.role == "question"
        and not first.literal
        and look.row.heading
        and page.words.is_none_section(look.text)
    )


def _placed(looks: Sequence[Look], hands: Mapping[int, Grammar], words: Words) -> list[Part]:
    """Return the stretches of a page with their hands, each with its key where that stands in a list elsewhere."""
    names = sorted((n for n, grammar in hands.items() if not in_words(grammar)), reverse=True)
    if not names:
        return []
    lists = {n: keys_of(looks, hands[n], words) for n in names}
    rows = _without(looks[: page_end(looks)], chain.from_iterable(lists.values()))
    found = [(names[hand], placed) for hand, placed in align(rows, [hands[n] for n in names])]
    given: dict[int, Key | None] = {}
    for name in filter(lists.get, names):
        mine = [placed for n, placed in found if n == name]
        given |= dict(zip(map(id, mine), assigned(mine, lists[name], numbers_of(looks)), strict=True))
    return [(name, placed, key.parts if (key := given.get(id(placed))) else []) for name, placed in found]


def _without(looks: Sequence[Look], keys: Iterable[Key]) -> list[Look]:
    """Return the rows that are no keys of a list, nor explain one."""
    listed = {told.look.line for key in keys for told in key.parts}
    return [look for look in looks if look.line not in listed]


def _read(built: Built, section: Section, blocks: Sequence[Block], elsewhere: Sequence[int] = ()) -> Read:
    item, title = built.item, section.title
    asked = bool(item.stem) and item.stem[0][0] is item.rows[0] and item.rows[0].line is title
    place = place_of(section, item.number or item_number(title.text, section.words), own=not asked)
    item.number = item.number or place.number
    if place.context == place.number:
        place = replace(place, context="")
    first, last = item.rows[0].first, item.rows[-1].line.number
    around = blocks_between(blocks, first, max(last, item.rows[-1].block.first))
    known = {id(block) for block in around}
    apart = blocks_between(blocks, min(elsewhere), max(elsewhere)) if elsewhere else ()
    return Read(item.rows, (*around, *(x for x in apart if id(x) not in known)), place, item, section)
