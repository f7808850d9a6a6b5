"""Explain one line of a page: its place, what was recognised there, the rows around it, its cards or why none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ankibuild.commands.check import piece_record, problem_record
from ankibuild.commands.listing import card_record
from ankibuild.explaining.item import Seen, item_at, roles, seen
from ankibuild.explaining.records import (
    AdvisedRecord,
    ExplainRecord,
    ItemRecord,
    LineKind,
    RowRecord,
    TaughtRecord,
)
from ankibuild.explaining.rows import card_roles, nearest, rows_between
from ankibuild.explaining.why import of_cards, of_none, span_of
from ankibuild.markdown.outline import Section
from ankibuild.markdown.source import Source
from ankibuild.model import Card, Coverage, Piece, Problem, Range
from ankibuild.page.flow import rows, section_blocks, sections_by_line
from ankibuild.problems import SLUGS
from ankibuild.reader.page import signs_of
from ankibuild.speech import _
from ankibuild.styles import OPTIONAL, recognised
from ankibuild.teaching.hands import hands_of
from ankibuild.teaching.read import stretches

_NEAR = 5
"""So many lines on either side of one that is on no card are shown."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a build knows of a page: its text, its trees, its cards with their ids, its problems, what is on no card.

    `whole` is the tree with the page of its answers behind it, where those stand on another page; `off` are the
    styles that the page is not read by.
    """

    source: Source
    section: Section
    whole: Section
    cards: Sequence[tuple[Card, str]]
    problems: Sequence[Problem]
    coverage: Coverage
    off: Collection[str]


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found around a line: the stretch to show, what its lines were read as, the cards, and by what."""

    span: Range
    roles: Mapping[int, str]
    cards: Sequence[tuple[Card, str]]
    view: Seen
    item: ItemRecord | None = None
    taught: TaughtRecord | None = None


def explained(page: Known, line: int) -> ExplainRecord:
    """Return why a line of a page became what it became."""
    kind, text = _kind(page.source, line), _text(page.source, line)
    if kind != "text":
        return ExplainRecord(
            path=page.source.path, line=line, text=text, kind=kind, place=[], role="", rows=[], item=None,
            taught=None, cards=[], problems=[], none=None, why=[_nothing(page.source, line, kind)],
        )  # fmt: skip
    section = sections_by_line(page.section)(line)
    found = _found(page, line, section)
    piece = None if found.cards else _piece(page.coverage, line)
    close = [each for each in page.problems if _is_about(each, line, found, piece)]
    return ExplainRecord(
        path=page.source.path,
        line=line,
        text=text,
        kind=kind,
        place=[*filter(None, (*section.trail, section.title.text))],
        why=_why(page, line, found, piece, close),
        role=found.roles.get(line, ""),
        rows=_rows(page, line, found),
        item=found.item,
        taught=found.taught,
        cards=[card_record(card, guid) for card, guid in found.cards],
        problems=[AdvisedRecord(**problem_record(each), now=_(SLUGS[each.slug].advice)) for each in close],
        none=piece_record(piece) if piece else None,
    )


# --- lines without text -----------------------------------------------------------------------------------


def _kind(source: Source, line: int) -> LineKind:
    if line < source.first_line:
        return "front matter"
    return "text" if _text(source, line).strip() else "blank"


def _text(source: Source, line: int) -> str:
    """Return a line as it is written; what stands before the page's text is its front matter."""
    front = ["---", *source.front_text.split("\n"), "---"]
    lines = [*front[: source.first_line - 1], *source.text.split("\n")]
    return lines[line - 1] if line <= len(lines) else ""


def _nothing(source: Source, line: int, kind: LineKind) -> str:
    if kind == "front matter":
        return _("the line is front matter: it says something of the page, and is on no card")
    last = source.first_line + source.text.count("\n")
    told = [n for n in range(source.first_line, last + 1) if _text(source, n).strip()]
    near = min(told, key=lambda n: abs(n - line), default=line)
    return _("the line is blank; the nearest text is line {n}", n=near)


# --- what stands around a line ----------------------------------------------------------------------------


def _found(page: Known, line: int, section: Section) -> _Found:
    """Return what a line belongs to: an exam item, what a taught hand reads, its cards, or nothing."""
    view = seen(page.whole, [card for card, _guid in page.cards])
    cards = _touching(page, line)
    styles = {card.style for card, _guid in cards} or {"taught", "exam"}
    if "taught" in styles and (taught := _taught(page, line)):
        return _Found(taught[1]["lines"], taught[0], cards, view, taught=taught[1])
    if "exam" in styles and (item := item_at(view, line)):
        return _Found(item[1]["lines"], roles(item[0]), cards, view, item=item[1])
    return _of_cards(cards, view) if cards else _beside(page, line, section, view)


def _touching(page: Known, line: int) -> list[tuple[Card, str]]:
    return [(card, guid) for card, guid in page.cards if _touches(card, line)]


def _of_cards(cards: Sequence[tuple[Card, str]], view: Seen) -> _Found:
    """Return the stretch that some cards were read from."""
    firsts, lasts = zip(*(span_of(card) for card, _guid in cards), strict=True)
    return _Found((min(firsts), max(lasts)), card_roles([card for card, _guid in cards]), cards, view)


def _beside(page: Known, line: int, section: Section, view: Seen) -> _Found:
    """Return the lines beside one that belongs to nothing, of its own section."""
    last = section.sections[0].first - 1 if section.sections else section.last
    span = max(section.first, line - _NEAR), min(last, line + _NEAR)
    return _Found(span, card_roles([card for card, _guid in page.cards]), (), view)


def _rows(page: Known, line: int, found: _Found) -> list[RowRecord]:
    signs, series = signs_of(rows(section_blocks(page.section, heading=True)), page.section.words)
    return nearest([*rows_between(signs, series, found.view.hand, found.span, found.roles)], line)


def _is_about(problem: Problem, line: int, found: _Found, piece: Piece | None) -> bool:
    """Tell a problem of the line, or of what it belongs to; what is on no card on purpose belongs to nothing."""
    alone = piece is not None and bool(piece.reason) and not found.roles.get(line)
    return problem.line == line or (not alone and _within(problem.line, found.span))


def _touches(card: Card, line: int) -> bool:
    return any(_within(line, span) for span in card.spans)


def _within(line: int, span: Range) -> bool:
    return span[0] <= line <= span[1]


def _taught(page: Known, line: int) -> tuple[Mapping[int, str], TaughtRecord] | None:
    """Return how a hand of the config reads the lines around one, if it does."""
    hands = hands_of(page.whole)
    for each in stretches(page.whole, [hand.rows for hand in hands]):
        if line in each.lines:
            hand = hands[each.hand]
            lines = (each.line, each.last)
            record = TaughtRecord(name=hand.name, rows=[*hand.rows], lines=lines, lacks=each.lacks)
            return roles(each.read.item), record
    return None


# --- why --------------------------------------------------------------------------------------------------


def _why(page: Known, line: int, found: _Found, piece: Piece | None, close: Sequence[Problem]) -> list[str]:
    if found.cards:
        return of_cards([card for card, _guid in found.cards])
    problems = [each for each in close if SLUGS[each.slug].gravity != "hint"]
    every = recognised(page.whole, (), OPTIONAL, ()).cards if page.off else []
    off = {card.style for card in every if card.style in page.off and _touches(card, line)}
    return [*of_none(piece, problems, sorted(off))]


def _piece(coverage: Coverage, line: int) -> Piece | None:
    pieces = (*coverage.none, *coverage.uncarded)
    return next((each for each in pieces if each.first <= line <= each.last), None)
