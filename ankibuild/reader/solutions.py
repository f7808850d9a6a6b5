"""Tasks whose solutions stand in words at the end of the page, each below the number of its task.

Nothing where a task stands says its answer, so no cut of the page finds it: number and number tell.
"""

from collections.abc import Iterator, Mapping, Sequence

from ankibuild.items.answer_lists import heads_answers
from ankibuild.items.answers import Read, merge
from ankibuild.items.item import Item
from ankibuild.markdown.outline import Section
from ankibuild.page.context import item_number, place_of
from ankibuild.page.flow import blocks_between, rows, section_blocks, sections_by_line
from ankibuild.reader.sheet import Sheet
from ankibuild.reader.signs import Sign
from ankibuild.words import Label

LEAST = 2
"""So many solutions with a number make the end of the page a list of them."""


def solved(page: Section, sheet: Sheet, read: Sequence[Read]) -> list[Read]:
    """Return the tasks of a page that no item holds, each with its solution."""
    known = {each.item.number for each in read if each.item.answered or each.item.options}
    told = {number: section for number, section in _solutions(page).items() if number not in known}
    if len(told) < LEAST:
        return []
    end = min(section.first for section in told.values())
    count = sum(sign.line.number < end for sign in sheet.signs)
    return list(_tasks(page, sheet.signs[:count], [*map(_number, sheet.labels[:count])], told))


def _solutions(page: Section) -> dict[str, Section]:
    """Return the sections below a heading such as 解答, Lösungen, whose titles are no more than a number."""
    found: dict[str, Section] = {}
    below = 0
    for section in page.walk():
        if 0 < below < section.level:
            number = item_number(section.title.text, section.words)
            if number and section.blocks and not section.sections:
                found.setdefault(number, section)
        else:
            below = section.level if heads_answers(section) else 0
    return found


def _tasks(
    page: Section, signs: Sequence[Sign], numbers: Sequence[str], told: Mapping[str, Section]
) -> Iterator[Read]:
    section_of = sections_by_line(page)
    for number in dict.fromkeys(numbers):
        if number not in told:
            continue
        start = numbers.index(number)
        after = (
            at
            for at in range(start + 1, len(signs))
            if signs[at].row.heading or signs[at].row.block.kind == "rule" or numbers[at]
        )
        mine = [sign.row for sign in signs[start : next(after, len(signs))]]
        section = section_of(mine[0].line.number)
        blocks = section_blocks(section, heading=True)
        around = blocks_between(blocks, mine[0].line.number, mine[-1].line.number)
        item = Item(mine)
        item.number = number
        task = Read(mine, around, place_of(section, number, own=True), item, section)
        solution = told[number]
        answer = Read(rows(solution.blocks), solution.blocks, task.place, Item([]), solution)
        yield merge(task, answer)


def _number(label: Label | None) -> str:
    """Return the number that a row's label gives a task, "" if none does."""
    return label.number if label is not None and label.kind == "question" else ""
