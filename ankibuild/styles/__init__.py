"""The recognisers, one a file, and the one rule by which they share a page.

A style reads a section and yields cards and problems. The tuple `STYLES` is in the order of claims: what a
style before has taken for the front of a card, or read as part of an item, is no front for a later one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

from msgspec import Struct, field

from ankibuild.markdown.outline import Section
from ankibuild.model import Block, BlockKind, Card, Problem
from ankibuild.page.claims import fulfil
from ankibuild.page.content import ITEM
from ankibuild.page.pieces import front_lines, lines_of, numbers
from ankibuild.page.steering import blocks_inside, steer
from ankibuild.page.subject import with_subjects
from ankibuild.staying import staying
from ankibuild.styles.alike import alike
from ankibuild.styles.asking import asking
from ankibuild.styles.code_comments import code_comments
from ankibuild.styles.commands import commands
from ankibuild.styles.corrections import corrections
from ankibuild.styles.definitions import definitions
from ankibuild.styles.exam import exam
from ankibuild.styles.file_name import file_name
from ankibuild.styles.folds import folds
from ankibuild.styles.giving_way import fields_among, once, telling, unasked
from ankibuild.styles.highlights import highlights
from ankibuild.styles.inline_question import inline_question
from ankibuild.styles.judged import judged
from ankibuild.styles.learnt import Spare
from ankibuild.styles.meanings import meanings
from ankibuild.styles.option_reasons import option_reasons
from ankibuild.styles.plugin import plugin
from ankibuild.styles.question_table import question_table
from ankibuild.styles.rhythm import rhythm
from ankibuild.styles.sentences import sentences
from ankibuild.styles.taught import taught
from ankibuild.styles.term_table import term_table
from ankibuild.styles.untaught import beside_hands, without_told
from ankibuild.styles.values import values
from ankibuild.styles.why_others import why_others
from ankibuild.teaching.hands import hands_of
from ankibuild.text import key_of
from ankibuild.values import replace

Style = Callable[[Section], Iterator[Card | Problem]]
"""Yields the cards that a section's own text holds, and what is wrong with them."""

STYLES: tuple[Style, ...] = (
    plugin,
    taught,
    highlights,
    corrections,
    judged,
    exam,
    alike,
    why_others,
    option_reasons,
    question_table,
    code_comments,
    folds,
    asking,
    inline_question,
    rhythm,
    definitions,
    meanings,
    term_table,
    commands,
    values,
    sentences,
    file_name,
)


_COMPLETE = (plugin, taught, judged, corrections, exam, alike)
"""Styles whose cards take what they stand in: no later style sees it."""
_NEEDS: Mapping[Style, BlockKind] = {
    question_table: "table", term_table: "table", code_comments: "code", commands: "code", folds: "details",
}  # fmt: skip
"""Styles that find nothing on a page without such a block: no section of it is read for them."""
_OF_PAGES = (exam, alike, rhythm, meanings)
"""Styles that read a page at once, its sections with it."""
OPTIONAL = frozenset(("highlights", "file_name"))
"""Styles that are asked only where the author switches them on."""
ALONE = (file_name,)
"""Styles that are asked only where no other has found a card on the page."""


class Recognised(NamedTuple):
    """What the styles find on a page, what would be cards if they had been learnt, and were."""

    cards: list[Card]
    problems: list[Problem]
    spare: Spare
    stayed: Mapping[str, int]


def recognise(
    page: Section, off: Collection[str] = (), on: Collection[str] = (), learnt: Collection[str] = ()
) -> tuple[list[Card], list[Problem]]:
    """Return the cards of a page in reading order, and the problems of its styles (see `recognised`)."""
    found = recognised(page, off, on, learnt)
    return found.cards, found.problems


def recognised(
    page: Section, off: Collection[str], on: Collection[str], learnt: Collection[str]
) -> Recognised:
    """Return the cards of a page in reading order, the problems of its styles and what could stay.

    `off` names styles that are not asked, `on` those of the optional ones that are. Comments that steer
    (see `steering`) are obeyed. `learnt` are prompts of cards that the page has had: they stay while
    their lines stand.
    """
    steered = steer(page)
    asked = [
        style
        for style in STYLES
        if style.__name__ not in off and (style.__name__ not in OPTIONAL or style.__name__ in on)
    ]
    cards, problems = _ask(steered.page, asked)
    cards = unasked(telling(cards, page.words))
    spare = Spare(steered.page, cards, off)
    stays = staying(spare.could_stay, learnt) if spare.is_asked_for(learnt) else {}
    cards = unasked([*cards, *(card for key, count in stays.items() for card in spare.cards[key][:count])])
    cards, more = fulfil(steered, cards)
    order = {style.__name__: index for index, style in enumerate(STYLES)}
    cards.sort(
        key=lambda card: (
            min(front_lines(card), default=0),
            card.kind != "qa",
            order.get(card.style, len(order)),
        )
    )
    told = without_told(cards, once([*problems, *more]))
    return Recognised(with_subjects(steered.page, cards), told, spare, stays)


class _Asked(Struct):
    """What the styles have found so far on a page, and the lines that are taken."""

    cards: list[Card] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)
    """The lines of items that lack something: styles of plain text make no card of them."""

    def take(self, found: Sequence[Card | Problem]) -> None:
        """Keep the cards whose fronts are free; what is wrong is told where none was made, or one is kept."""
        if not found:  # as most styles find in most sections
            return
        made = [card for card in found if isinstance(card, Card)]
        kept = [card for card in made if front_lines(card).isdisjoint(self.taken)]
        if kept or not made:
            self._tell(found)
        self.cards += kept
        self.taken |= _all_lines(map(_taken_by, kept))

    def leave_fields(self) -> None:
        """Drop what several records of a page have each: fields with a sign, which ask nothing."""
        fields = fields_among(card for card in self.cards if card.kind == "qa")
        self.cards = [card for card in self.cards if key_of(card.prompt) not in fields]
        self.taken = {*_all_lines(map(_taken_by, self.cards))}

    def leave_keyed(self) -> None:
        """Let no style but `exam` read what a letter answers whose options nobody found."""
        keyed = (each for each in self.problems if each.slug == "no-options")
        self.taken |= lines_of((each.line, each.last) for each in keyed)

    def leave_doubtful(self) -> None:
        """Let no style of plain text read an item that lacks something."""
        self.taken |= self.doubtful

    def _tell(self, found: Sequence[Card | Problem]) -> None:
        problems = (each for each in found if isinstance(each, Problem))
        told = [each for each in problems if each.line not in self.taken]
        self.problems += told
        self.doubtful |= lines_of((each.line, each.last) for each in told)


_BEHIND: Mapping[Style, Callable[[_Asked], None]] = {
    plugin: _Asked.leave_fields,
    exam: _Asked.leave_keyed,
    rhythm: _Asked.leave_doubtful,
}
"""What is done once these styles have been asked."""
_PLAIN = frozenset(style.__name__ for style in STYLES[STYLES.index(rhythm) + 1 :])
"""The styles of plain text."""


def _ask(page: Section, styles: Sequence[Style]) -> tuple[list[Card], list[Problem]]:
    """Ask each style for the cards of each section; the lines of a card's front are taken by the first."""
    asked = _Asked()
    sections = _with_lines(page)
    others = _untaught(page, styles)
    kinds = {block.kind for section, _ in sections for block, _ in blocks_inside(section.blocks)}
    for style in (each for each in styles if _NEEDS.get(each) in (None, *kinds)):
        if asked.cards and style in ALONE:
            continue
        ask = _with_others(style, asked, others)
        for section in _open(sections[:1] if style in _OF_PAGES else sections, asked.taken):
            asked.take(list(ask(section)))
        if tidy := _BEHIND.get(style):
            tidy(asked)
        if style in _COMPLETE and asked.cards:
            # An item has its own cards: it is no answer to what happens to stand above it.
            sections = _with_lines(without(page, _all_lines(map(card_lines, asked.cards))))
    cards = asked.cards if not others else beside_hands(asked.cards, others, _PLAIN, asked.doubtful)
    return cards, asked.problems


def _open(sections: Sequence[tuple[Section, frozenset[int]]], taken: Collection[int]) -> Iterator[Section]:
    """Yield the sections of which something could be kept, as each one's turn comes."""
    return (section for section, lines in sections if not lines or not lines.issubset(taken))


def _untaught(page: Section, styles: Sequence[Style]) -> list[Card]:
    """Return the cards that the styles would find without the hands that name a page."""
    if taught not in styles or not hands_of(page):
        return []
    return _ask(page, [style for style in styles if style is not taught])[0]


def _with_others(style: Style, asked: _Asked, others: Sequence[Card]) -> Style:
    """Return a style with what it has to know of other styles."""
    if style is taught:
        return partial(taught, others=others)
    if style is alike:
        return partial(alike, cards=asked.cards)
    return partial(rhythm, taken=asked.taken) if style is rhythm else style


def _with_lines(page: Section) -> list[tuple[Section, frozenset[int]]]:
    return [(section, _lines(section)) for section in page.walk()]


def _all_lines(lines: Iterable[Iterable[int]]) -> frozenset[int]:
    return frozenset(chain.from_iterable(lines))


def _taken_by(card: Card) -> frozenset[int]:
    """Return the lines of which no later style makes a front."""
    return front_lines(card) | lines_of(card.claimed)


def card_lines(card: Card) -> frozenset[int]:
    """Return the lines that an item's card was read from; a plug-in's card is all that its syntax marks."""
    return lines_of(card.spans if card.style == "plugin" else card.claimed)


def without(section: Section, lines: frozenset[int]) -> Section:
    """Return the section, and all inside it, with a rule for each block that lies wholly in the lines."""
    kept = tuple(
        Block("rule", block.first, block.last, "", marker=ITEM)
        if (own := {*numbers(block)}) and own.issubset(lines)
        else block
        for block in section.blocks
    )
    return replace(section, blocks=kept, sections=tuple(without(inner, lines) for inner in section.sections))


def _lines(section: Section) -> frozenset[int]:
    """Return the lines with text in a section and all inside it."""
    own = {number for block in section.blocks for number in numbers(block)}
    return frozenset(own | {section.title.number}).union(*(_lines(inner) for inner in section.sections))
