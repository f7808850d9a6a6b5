"""Comments by which an author steers: skip a stretch of notes, force a card, give a card an id.

`<!-- ankibuild: skip -->` … `<!-- ankibuild: on -->`, `<!-- ankibuild: card -->` before a heading or bullet,
`<!-- id: x -->` beside a heading, bullet or paragraph, and `{#x}` at the end of a heading or bullet.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ankibuild.content import content_rows
from ankibuild.context import place_of
from ankibuild.flow import chosen, heading_block
from ankibuild.model import Block, Card, Line, Problem, Range
from ankibuild.outline import Section
from ankibuild.pieces import part, part_of_lines
from ankibuild.questions import question_line
from ankibuild.text import cut

STYLE = "forced"
_DIRECTIVE = re.compile(r"ankibuild\b\s*:?\s*(?P<verb>.*)", re.DOTALL)
_ID = re.compile(r"id:\s*(?P<id>[\w.:-]+)")
_COMMENT = re.compile(r"\s*<!--\s*(?P<said>.*?)\s*-->\s*", re.DOTALL)
_ATTRIBUTE = re.compile(r"\s*\{#(?P<id>[\w.:-]+)\}\s*$")
_VERBS = ("skip", "on", "card")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a comment asks for at one of several places, the likeliest first: an id, or ("") a card."""

    line: int
    places: tuple[Range, ...]
    id: str = ""
    anchor: bool = False
    """Whether it is `{#x}`, which may as well be the target of links and need not find a card."""


@dataclass(frozen=True, slots=True)
class Steered:
    """A page without its steering comments and skipped stretches, and what the comments ask for."""

    page: Section
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()


def steer(page: Section) -> Steered:
    """Read and take out the steering comments of a page."""
    places = list(_places(page))
    comments = [(block, around) for block, around in places if block.kind == "comment"]
    claims: list[Claim] = []
    problems: list[Problem] = []
    for block, around in comments:
        said = block.lines[0].text if block.lines else ""
        _read(page.path, said, block.first, around, claims, problems)
    for block, around in places:
        for line in block.lines:
            for said in _asides(line, block):
                _read(page.path, said, line.number, around, claims, problems)
            if block.kind in ("heading", "item") and (anchor := _ATTRIBUTE.search(line.text)):
                claims.append(Claim(line.number, around, anchor["id"], anchor=True))
    if not comments and not claims and not problems:
        return Steered(page)
    skipped = skipped_lines(page)
    kept = tuple(claim for claim in claims if claim.line not in skipped)
    return Steered(_section(page, skipped), kept, tuple(p for p in problems if p.line not in skipped))


def skipped_lines(page: Section) -> frozenset[int]:
    """Return the lines that the author keeps from becoming cards, comments included."""
    lines: set[int] = set()
    start = 0
    for block, _ in _places(page):
        verb = _verb(block.lines[0].text) if block.kind == "comment" and block.lines else None
        if verb == "skip" and not start:
            start = block.first
        elif verb == "on" and start:
            lines.update(range(start, block.last + 1))
            start = 0
    return frozenset(lines | set(range(start, page.last + 1) if start else ()))


def _verb(said: str) -> str | None:
    found = _DIRECTIVE.match(said.strip())
    return found["verb"].strip().lower() if found else None


def _read(
    path: str, said: str, line: int, around: tuple[Range, ...], claims: list[Claim], problems: list[Problem]
) -> None:
    """Read one comment."""
    verb, named = _verb(said), _ID.fullmatch(said.strip())
    if named:
        claims.append(Claim(line, around, named["id"]))
    elif verb == "card":
        claims.append(Claim(line, around[-1:] if len(around) > 1 and around[0][0] < line else around))
    elif verb is not None and verb not in _VERBS:
        problems.append(
            Problem(
                path,
                line,
                "bad-directive",
                f"no such directive: {said.strip()!r}; there are skip, on and card",
            )
        )


def _asides(line: Line, block: Block) -> Iterator[str]:
    """Yield what comments within a line say."""
    if block.kind not in ("comment", "code", "table") and "<!--" in line.html:
        yield from (found["said"] for found in _COMMENT.finditer(line.html))


# --- where the comments stand -----------------------------------------------------------------------


def _places(page: Section) -> Iterator[tuple[Block, tuple[Range, ...]]]:
    """Yield every block; a comment with the places beside it, the nearest first, others with their own."""
    flat = [found for section in page.walk() for found in _flat(section)]
    for i, (block, span) in enumerate(flat):
        if block.kind != "comment":
            yield block, (span,)
            continue
        before = next((x for x in reversed(flat[:i]) if x[0].kind not in ("comment", "rule")), None)
        after = next((x for x in flat[i + 1 :] if x[0].kind not in ("comment", "rule", "list")), None)
        near: list[tuple[float, Range]] = [(block.first - _end(before), before[1])] if before else []
        near += [(after[0].first - block.last - 0.5, after[1])] if after else []
        yield block, tuple(span for _, span in sorted(near, key=lambda each: each[0]))


def _end(found: tuple[Block, Range] | None) -> int:
    """Return the last line of what a reader sees as the block before: an item without what is nested below."""
    if found is None:
        return 0
    block = found[0]
    return block.lines[-1].number if block.kind in ("item", "heading") and block.lines else block.last


def _flat(section: Section) -> Iterator[tuple[Block, Range]]:
    if section.level:
        yield heading_block(section), (section.first, max(section.first, _last(section)))
    yield from _inside(section.blocks)


def _last(section: Section) -> int:
    """Return the last line of the section's own text."""
    return section.sections[0].first - 1 if section.sections else section.last


def _inside(blocks: Iterable[Block]) -> Iterator[tuple[Block, Range]]:
    for block in blocks:
        yield block, (block.first, block.last)
        if block.kind not in ("table", "code"):
            yield from _inside(block.blocks)


# --- the page without them --------------------------------------------------------------------------


def _section(section: Section, skipped: frozenset[int]) -> Section:
    title = (
        Line(section.first, "", "")
        if section.level and section.first in skipped
        else _clean(section.title, heading=True)
    )
    blocks = tuple(_blocks(section.blocks, skipped))
    inner = tuple(
        kept
        for each in section.sections
        if (kept := _section(each, skipped)).title.text or kept.blocks or kept.sections
    )
    trail = tuple(_ATTRIBUTE.sub("", text) for text in section.trail)
    return replace(section, title=title, blocks=blocks, sections=inner, trail=trail)


def _blocks(blocks: Sequence[Block], skipped: frozenset[int]) -> Iterator[Block]:
    for block in blocks:
        if block.first in skipped and (block.last in skipped or not block.blocks):
            continue
        if block.kind in ("table", "code", "row"):
            yield block
            continue
        kept = [line for line in block.lines if line.number not in skipped]
        lines = tuple(_clean(line, heading=block.kind == "item") for line in kept)
        yield replace(block, lines=lines, blocks=tuple(_blocks(block.blocks, skipped)))


def _clean(line: Line, *, heading: bool) -> Line:
    """Return a line without comments and, where it can carry one, without its `{#x}`."""
    if "<!--" in line.html:
        line = Line(line.number, line.text, _COMMENT.sub(" ", line.html).strip())
    found = _ATTRIBUTE.search(line.text) if heading else None
    return cut(line, 0, found.start()) if found else line


# --- what they ask for ------------------------------------------------------------------------------


def apply(steered: Steered, cards: Sequence[Card]) -> tuple[list[Card], list[Problem]]:
    """Give the cards their ids and add the forced ones; say which comments find no card."""
    found = list(cards)
    problems = list(steered.problems)
    for claim in (*(c for c in steered.claims if not c.id), *(c for c in steered.claims if c.id)):
        if claim.id:
            done = any(_name(found, place, claim.id) for place in claim.places)
        else:
            done = any(
                _has_card(found, place) or _force(steered.page, place, found) for place in claim.places
            )
        if not done and not claim.anchor:
            what = (
                f"the id {claim.id!r} finds no card beside it"
                if claim.id
                else "no text for a card stands here"
            )
            problems.append(Problem(steered.page.path, claim.line, "bad-directive", what))
    return found, problems


def _front(card: Card) -> int:
    names = {"qa": ("question",), "contrast": ("incorrect",), "cloze": ("text",)}[card.kind]
    return min(
        (first for name in names if name in card.parts for first, _ in card.parts[name].lines), default=0
    )


def _name(cards: list[Card], place: Range, name: str) -> bool:
    """Give the id to the card whose front stands there, else to the only question in the place."""
    free = [i for i, card in enumerate(cards) if place[0] <= _front(card) <= place[1] and not card.id]
    here = [i for i in free if _front(cards[i]) == place[0]]
    only = [i for i in free if cards[i].kind != "contrast"] or free
    if not here and len(only) != 1:
        return False
    first = here[0] if here else only[0]
    cards[first] = replace(cards[first], id=name)
    return True


def _has_card(cards: Sequence[Card], place: Range) -> bool:
    return any(_front(card) == place[0] for card in cards)


def _force(page: Section, place: Range, cards: list[Card]) -> bool:
    """Make a Q&A of a heading or bullet and what stands under it."""
    card = next((c for section in page.walk() if (c := _forced(section, place))), None)
    if card:
        cards.append(card)
    return card is not None


def _forced(section: Section, place: Range) -> Card | None:
    if section.level and section.first == place[0]:
        front, blocks, own = section.title, (*section.blocks, *_headed(section.sections)), False
    else:
        item = next(
            (b for b, span in _inside(section.blocks) if b.kind == "item" and span == place and b.lines), None
        )
        if item is None:
            return None
        front, blocks, own = item.lines[0], (item,), True
    answer = [row for row in content_rows(blocks, section.words) if row.line is not front]
    if not front.text or not answer:
        return None
    parts = {"question": part_of_lines([question_line(front)]), "answer": part(blocks, chosen(answer))}
    return place_of(section, own=own).card("qa", STYLE, parts)


def _headed(sections: Iterable[Section]) -> Iterator[Block]:
    for section in sections:
        yield heading_block(section)
        yield from section.blocks
        yield from _headed(section.sections)
