"""Read the exam items of a page."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from ankibuild.items.answers import Read, join
from ankibuild.items.item import Item, lone_row
from ankibuild.items.late_reasons import join_reasons
from ankibuild.items.posed import is_asked
from ankibuild.items.reasons_behind import part_dashes
from ankibuild.items.unfolding import one_option_a_row, unfold
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Line
from ankibuild.page.context import is_bare, item_number, place_of
from ankibuild.page.flow import Row, blocks_between, rows, section_blocks, sections_by_line
from ankibuild.page.questions import asks
from ankibuild.patterns import lazily
from ankibuild.reader.alternating import alternating
from ankibuild.reader.cut import best_readings
from ankibuild.reader.grammar import Reading
from ankibuild.reader.hand import learn
from ankibuild.reader.marking import known_marks, own_marks, picked, with_marks
from ankibuild.reader.repeated import repeated
from ankibuild.reader.series import Series, find_series
from ankibuild.reader.sheet import Sheet, sheet_of
from ankibuild.reader.signs import PLAIN_SIGNS, Sign, read_signs
from ankibuild.reader.solutions import solved
from ankibuild.reader.spoken import spoken
from ankibuild.reader.whole import settled
from ankibuild.values import replace
from ankibuild.words import Words


def page_items(page: Section) -> list[Read]:
    """Return the exam items of a page, each with the answer and the reasons that stand elsewhere."""
    blocks = section_blocks(page, heading=True)
    plain = () if page.key is not None or known_marks(page.words) else PLAIN_SIGNS.of(page)
    signs, series = signs_of(_with_own_key(rows(blocks), page), page.words, plain)
    sheet = sheet_of(signs, series, learn(signs, series), page.words)
    read = join(page, _read(page, blocks, sheet))
    for each in read:
        _forget_unkeyed(each.item)
    return join_reasons(
        page, sorted([*read, *solved(page, sheet, read)], key=lambda each: each.rows[0].line.number)
    )


def _forget_unkeyed(item: Item) -> None:
    """Take what is said of options for nothing where no key tells the right one."""
    for option in item.options if item.listed and not item.right else ():
        option.refuted, option.why = False, []


def _with_own_key(found: Sequence[Row], page: Section) -> Sequence[Row]:
    """Return the rows of a page of one question with the answer that its front matter names above the options."""
    if page.key is None:
        return found
    signs, series = signs_of(found, page.words)
    options = (signs[each.first].line.number for each in series.values() if each.kind == "letters")
    above = min(options, default=0)
    at = next((at for at, row in enumerate(found) if row.line.number == above), 0)
    return [*found[:at], lone_row(page.key), *found[at:]] if at else found


def signs_of(
    found: Sequence[Row], words: Words, plain: Sequence[Sign] = ()
) -> tuple[list[Sign], dict[int, Series]]:
    """Read the signs and series of rows, with marks of the author's own read as those that everyone knows.

    `plain` are the signs that the rows have without such marks, where they are known.
    """
    signs = [*plain] or read_signs(plain_rows(found, words), words)
    series = find_series(signs)
    if marks := own_marks(signs, series, words):
        signs = read_signs(with_marks(plain_rows(found, words), marks), words)
        series = find_series(signs)
    if judged := spoken(signs, series, words):
        signs = read_signs(judged, words)
        series = find_series(signs)
    for each in (*alternating(signs, words), *repeated(signs)):
        series.setdefault(each.first, each)
    for each in picked(signs, series):
        series[each.first] = each
        for i in each.members:
            signs[i] = replace(signs[i], box=signs[i].bold)
    return signs, series


def plain_rows(found: Sequence[Row], words: Words) -> list[Row]:
    """Return rows that hold one part each, with the marks of the config as those that everyone knows."""
    return with_marks(one_option_a_row(unfold(found, words)), known_marks(words))


def items_in(found: Sequence[Row], words: Words) -> Iterator[Item]:
    """Yield the exam items among rows of a page."""
    signs, series = signs_of(found, words)
    sheet = sheet_of(signs, series, learn(signs, series), words)
    for _, reading in best_readings(sheet):
        _forget_unkeyed(item := _one(reading))
        yield item


_SENTENCE = lazily(r"。$|(?:\w+ ){3}\w+\.$")
LONGEST_TITLE = 40
"""How long a heading may be that only names the subject of the question below it, in characters."""


def _drop_title(item: Item, first: Sign, section: Section) -> bool:
    """Take a heading off the stem that neither asks nor tells: a number, or the subject of the question below it."""
    title = first.line.text if first.row.heading else section.title.text
    if len(item.stem) <= 1 or item.stem[0][0] is not first.row:
        return not item.stem or item.stem[0][0] is not first.row
    told = len(title) > LONGEST_TITLE or bool(_SENTENCE.search(title))
    if not is_bare(title, section.words) and (asks(title) or told):
        return False
    del item.stem[0]
    return True


def _read(page: Section, blocks: Sequence[Block], sheet: Sheet) -> list[Read]:
    """Read the items of the best cut."""
    section_of = sections_by_line(page)
    found = best_readings(sheet)
    opened = [sheet.signs[start] for start, _ in found]
    items = [_one(reading) for _, reading in found]
    inner = {row.first for item in items for row in item.rows[1:] if row.heading}
    read = [
        _placed(item, first, _above(section_of(first.row.first), inner), blocks)
        for item, first in zip(items, opened, strict=True)
    ]
    _ask_as_neighbours(opened, items)
    _leave_intros(read)
    return read


def _leave_intros(read: Sequence[Read]) -> None:
    """Take off the first stem of a section what tells of the section, where all other stems are one line."""
    told = [each for each in read if each.item.stem and not each.item.options]
    sections = _all_but_one_alone(told)
    for each in told:
        if each.section.first in sections and _asks_at_last(each.item):
            each.item.stem = each.item.stem[-1:]


def _all_but_one_alone(told: Sequence[Read]) -> Collection[int]:
    """Return the sections of which all stems but one are one line, where most stems of the page are."""
    alone = Counter(each.section.first for each in told if len(each.item.stem) == 1)
    sections = Counter(each.section.first for each in told)
    mostly = 2 * alone.total() >= len(told)
    return {first for first, count in sections.items() if mostly and 0 < alone[first] == count - 1}


def _asks_at_last(item: Item) -> bool:
    """Tell a stem of which no line but the last asks, and that begins its paragraph."""
    *above, (row, line) = item.stem
    return row.head and asks(line.text) and not any(asks(each.text) for _, each in above)


def _above(section: Section, inner: Collection[int]) -> Section:
    """Return a section without its title where that belongs to the item before: an option, 解答."""
    return replace(section, title=Line(0, "", "")) if section.first in inner else section


def _placed(item: Item, first: Sign, section: Section, blocks: Sequence[Block]) -> Read:
    """Return an item with its place on the page; a heading that only names it leaves the stem."""
    titled, words = first.line is section.title, section.words
    dropped = (titled or first.row.block.kind == "details") and _drop_title(item, first, section)
    number = item_number(section.title.text, words)
    place = place_of(section, item.number or number, own=not titled or dropped)
    item.number = _number_above(first, section) or item.number or place.number or first.number
    if place.context == place.number:
        place = replace(place, context="")  # a bare number tells nobody where the card belongs
    around = blocks_between(blocks, item.rows[0].line.number, item.rows[-1].line.number)
    return Read(item.rows, around, place, item, section)


def _number_above(first: Sign, section: Section) -> str:
    """Return the number of the heading above that of an item without one."""
    titled = first.line is section.title and not first.number
    return item_number(section.trail[-1], section.words) if titled and section.trail else ""


PEERS = 2
"""So many items that ask and are opened alike make all that are opened so questions, whatever their words."""


def _ask_as_neighbours(opened: Sequence[Sign], items: Sequence[Item]) -> None:
    """Take for questions what opens as its neighbours do: an imperative in a language that no list has."""
    asking = Counter(sign.shape for sign, item in zip(opened, items, strict=True) if is_asked(item))
    for sign, item in zip(opened, items, strict=True):
        alike = asking[sign.shape] >= PEERS and not sign.row.heading
        item.asked = item.asked or (alike and not item.listed)


def _one(reading: Reading) -> Item:
    item = settled(reading)
    part_dashes(item)
    return item
