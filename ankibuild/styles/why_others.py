"""A heading that asks why the other options are wrong, with one bullet an option (S6).

The right option stands in another subsection of the same item, and the prompt in an earlier one.
"""

import re
from collections.abc import Iterator, Sequence

from ankibuild.items.item import Option, lone_row, option_part, picks_part
from ankibuild.items.nouns import WRONG
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Line, Part, Problem
from ankibuild.page.context import place_of
from ankibuild.page.flow import rows
from ankibuild.page.pieces import even_stops, part_of_lines
from ankibuild.page.questions import asks, question_line
from ankibuild.reader.whole import read_item
from ankibuild.speech import _
from ankibuild.styles.card_words import holds
from ankibuild.styles.right_option import asks_for_solution, right_option
from ankibuild.styles.situation import situation
from ankibuild.text import key_of
from ankibuild.values import replace
from ankibuild.words import Words

STYLE = "why_others"


def why_others(section: Section) -> Iterator[Card | Problem]:
    """Yield a contrast for each option that a subsection, or the text behind a line that asks, refutes."""
    around, inside = _split(section)
    for index, inner in enumerate(inside):
        if section.words.asks_why_others(inner.title.text) and inner.blocks:
            yield from _contrasts(around, inside, index)


def _split(section: Section) -> tuple[Section, Sequence[Section]]:
    """Take a line that asks for the others, standing by itself, for the heading that it is in all but name."""
    for index, block in enumerate(section.blocks):
        alone = block.kind == "paragraph" and len(block.lines) == 1
        if alone and section.words.asks_why_others(block.lines[0].text):
            level, trail = section.level + 1, (*section.trail, section.title.text)
            before = replace(section, level=level, blocks=section.blocks[:index], sections=(), trail=trail)
            inner = replace(
                before, title=block.lines[0], first=block.first, blocks=section.blocks[index + 1 :]
            )
            return replace(section, blocks=section.blocks[:index]), (before, inner, *section.sections)
    return section, section.sections


def _contrasts(section: Section, inside: Sequence[Section], index: int) -> Iterator[Card | Problem]:
    inner = inside[index]
    options = _wrong_options(inner)
    if not options:
        return
    found = right_option(section, inside, index, options)
    if not found:
        message = _("wrong options, but no right one found in this item")
        yield Problem(section.path, inner.first, "no-correct", message)
        return
    yield from _against(section, inside, index, found, options)


def _against(
    section: Section,
    inside: Sequence[Section],
    index: int,
    found: tuple[Part, Part | None],
    options: Sequence[Option],
) -> Iterator[Card | Problem]:
    """Yield the cards of a right option against the wrong ones of a subsection."""
    inner, before = inside[index], inside[:index]
    correct, why = _unquoted(found[0]), found[1]
    told = situation(before)
    asked = _asked(section) or _posed(section, correct) or _told_case(told, inside)
    if asked:
        yield _question(section, asked, correct, why)
    shared = _filled(prompt=told or asked or _title(section), why_correct=why)
    claimed = ((inner.first, inner.first), *((block.first, block.last) for block in inner.blocks))
    for option in options:
        if key_of(option.plain) == key_of(correct.text):
            message = _("the right answer「{option}」stands among the wrong ones", option=option.plain)
            yield Problem(section.path, option.line, "right-among-wrong", message)
        else:
            parts = _sides(inner, correct, option) | shared | _why_wrong(inner, option)
            yield place_of(section, own=True).card("contrast", STYLE, parts, claimed=claimed)


def _filled(**parts: Part | None) -> dict[str, Part]:
    return {name: part for name, part in parts.items() if part}


def _sides(inner: Section, correct: Part, option: Option) -> dict[str, Part]:
    right, wrong = even_stops([correct, _unquoted(option_part(inner.blocks, option))])
    return {"correct": right, "incorrect": wrong}


def _why_wrong(inner: Section, option: Option) -> dict[str, Part]:
    return {"why_incorrect": picks_part(inner.blocks, option.why)} if option.why else {}


def _wrong_options(inner: Section) -> list[Option]:
    """Read the options under the heading as a list of wrong ones."""
    heading = lone_row(Line(inner.first, WRONG, WRONG))
    item = read_item([heading, *rows(inner.blocks)], inner.words)
    return [option for option in item.options if option.refuted and option.text]


def _unquoted(option: Part) -> Part:
    """Return an option without the straight quotation marks around the whole, which elsewhere are code's."""
    if not re.fullmatch(r'"[^"]+"', option.text) or not option.html.startswith('"'):
        return option
    return replace(option, text=option.text[1:-1], html=option.html[1:-1])


# --- the prompt -------------------------------------------------------------------------------------


def _asked(section: Section) -> Part | None:
    """Return the item's own text where it asks."""
    asked = [block for block in section.blocks if block.kind == "paragraph" and _asks(block, section.words)]
    lines = [line for block in asked for line in block.lines]
    return part_of_lines([line for line in lines if line.text]) if asked else None


SHORTEST_CASE = 20
"""A shorter statement above the sub-headings, in characters, poses nothing."""


def _posed(section: Section, correct: Part) -> Part | None:
    """Return the item's own text where it states the case to be solved: 「…を 30 日ごとに変更したい。」."""
    told = (block for block in section.blocks if block.kind == "paragraph")
    lines = [line for block in told for line in block.lines if line.text]
    text = "".join(line.text for line in lines)
    poses = len(text) >= SHORTEST_CASE and text.endswith(("。", "."))
    return part_of_lines(lines) if poses and key_of(correct.text) not in key_of(text) else None


def _told_case(told: Part | None, inside: Sequence[Section]) -> Part | None:
    """Return the situation where it can be asked for its solution, and no heading asks: that is a card of its own."""
    asked = any(asks_for_solution(inner.title.text) and asks(inner.title.text) for inner in inside)
    poses = told is not None and (asks(told.text) or holds("wishes", told.text))
    return told if poses and not asked else None


def _title(section: Section) -> Part | None:
    return part_of_lines([question_line(section.title)]) if asks(section.title.text) else None


def _question(section: Section, asked: Part, correct: Part, why: Part | None) -> Card:
    """Make the Q&A of an item whose question stands in its own text."""
    parts = {"question": asked, "answer": correct} | ({"explanation": why} if why else {})
    return place_of(section, own=True).card("qa", STYLE, parts)


def _asks(block: Block, words: Words) -> bool:
    labels = [label for line in block.lines if (label := words.label(line))]
    return any(asks(line.text) for line in block.lines) and all(label.kind == "question" for label in labels)
