"""Find the rows of an answer that answer: the first block, the list that a question for several asks for."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from ankibuild.learning.phrases import Phrase, begins, holds, is_aside, mark_of
from ankibuild.model import Block
from ankibuild.page.flow import Row, rows
from ankibuild.page.questions import asks
from ankibuild.text import has_picture

LONG = 160
"""An answer of more characters is cut where it only goes on: one reads a back in a few seconds."""
SHORT = 60
"""A sentence so short stays with the list behind it."""
NEAR = 3
"""In how many blocks the list or the code stands that a question asks for."""

_WAYS: Final[tuple[Phrase, ...]] = ("more", "less")

Unit = Sequence[Row]
"""The rows of one block."""


def answering(question: str, blocks: Sequence[Block], but: Collection[int] = ()) -> list[Row]:
    """Return the rows that answer; `but` are the keys of rows that say nothing."""
    units = list(_units(blocks, but))
    if not units:
        return []
    if units[0][0].block.kind == "heading":
        return _under_headings([row for unit in units for row in unit])
    start, end = _span(question, units)
    found = [row for unit in units[start:end] for row in _without_asides(unit, lead=units[start][0])]
    return _cut(found) if _length(found) > LONG else found


def _units(blocks: Iterable[Block], but: Collection[int]) -> Iterator[Unit]:
    for block in blocks:
        if block.kind == "quote":
            yield from _units(block.blocks, but)
            continue
        found = [
            row
            for row in rows((block,))
            if (row.text or row.whole or has_picture(row.line)) and row.key not in but
        ]
        if found:
            yield found


def _span(question: str, units: Sequence[Unit]) -> tuple[int, int]:
    """Return which units answer, by their places."""
    asked = next((i for i in range(min(NEAR, len(units))) if _is_asked_for(question, units, i)), None)
    if asked is None:
        start, end = 0, 1
        while end < len(units) and (_leads(units[end - 1]) or _is_alike(units[end - 1], units[end])):
            end += 1
        if (only := _towards(question, units[:end])) is not None:
            return only, only + 1
        return start, end if not holds("enumerates", question) else _to_the_end(units, end)
    start = asked
    while start and (_leads(units[start - 1]) or _length(units[start - 1]) <= SHORT):
        start -= 1
    end = asked + 1
    while end < len(units) and _is_alike(units[end - 1], units[end]):
        end += 1
    return start, end


def _is_asked_for(question: str, units: Sequence[Unit], at: int) -> bool:
    """Tell the list or table that a question for several things asks for, the code that one for a command does."""
    if at and (_leads(units[at - 1]) and is_aside(units[at - 1][-1].text)):
        return False
    first = units[at][0]
    if first.whole and first.block.kind == "code":
        return holds("by_code", question)
    return holds("enumerates", question) and _is_list(units[at])


def _is_list(unit: Unit) -> bool:
    marked = [mark for row in unit if (mark := mark_of(row.text))]
    bullets = sum(row.bullet for row in unit)
    return unit[0].whole or bullets > 1 or any(marked.count(mark) > 1 for mark in set(marked) - {"👉", "📌"})


def _to_the_end(units: Sequence[Unit], end: int) -> int:
    """Return where the paragraphs end that tell one thing each, as long as they are short together."""
    while (
        end < len(units)
        and not units[end][0].heading
        and not is_aside(units[end][0].text)
        and sum(map(_length, units[: end + 1])) <= LONG
    ):
        end += 1
    return end


def _leads(unit: Unit) -> bool:
    """Tell a block that only leads to the next one, or shows nothing but a picture."""
    return holds("leads", unit[-1].text) or all(not row.text and not row.whole for row in unit)


def _is_alike(one: Unit, other: Unit) -> bool:
    """Tell two paragraphs of one shape, a line that leads and marked lines below: both halves of an answer."""
    return all(
        len(unit) > 1
        and unit[0].block.kind == "paragraph"
        and holds("leads", unit[0].text)
        and mark_of(unit[-1].text)
        for unit in (one, other)
    )


def _towards(question: str, units: Sequence[Unit]) -> int | None:
    """Return the place of the block about what is asked, where others tell of the reverse: 増やす beside 減らす."""
    meant = [way for way in _WAYS if holds(way, question)]
    if len(meant) != 1 or not all(_is_alike(one, other) for one, other in pairwise(units)):
        return None
    led = [[way for way in _WAYS if holds(way, unit[0].text)] for unit in units]
    return led.index(meant) if sorted(led) == sorted([way] for way in _WAYS) else None


def _without_asides(unit: Unit, lead: Row) -> Iterator[Row]:
    """Yield the rows up to the first aside of a paragraph, those that are none of a list."""
    depth: int | None = None
    for row in unit:
        if depth is not None and row.depth > depth and not row.bullet:
            continue
        if (
            row is not lead
            and row.text
            and is_aside(row.text)
            and mark_of(row.text) != (mark_of(lead.text) or "-")
        ):
            if not row.depth:
                return
            depth = row.depth
            continue
        if depth is not None and row.depth > depth:
            continue
        depth = None
        yield row


def _under_headings(found: Sequence[Row]) -> list[Row]:
    """Return all under several headings, of much text only the first line of each."""
    if _length(found) <= LONG:
        return list(found)
    return [
        row
        for i, row in enumerate(found)
        if row.heading or (i and found[i - 1].heading and not (row.text and is_aside(row.text)))
    ]


def _cut(found: Sequence[Row]) -> list[Row]:
    """Return the first half of a long answer: without what is nested, up to the line that only goes on."""
    led = found[1:] if found[0].text and holds("leads", found[0].text) else found
    depth = min((row.depth for row in led), default=found[0].depth)
    outer = [row for row in found if row.depth <= max(depth, found[0].depth) or row.whole]
    if all(row.whole for row in outer):
        return list(found)
    end = next(
        (i for i, row in enumerate(outer) if i and row.text and begins("goes_on", row.text)), len(outer)
    )
    kept = outer[:end]
    while len(kept) > 1 and not kept[-1].whole and holds("leads", kept[-1].text):
        kept.pop()  # what it leads to explains
    return list(found) if asks(kept[-1].text) else kept  # a question answers nothing


def _length(found: Iterable[Row]) -> int:
    return sum(len(row.text) for row in found)
