"""Comments by which an author steers: skip a stretch of notes, force a card, give a card an id.

`<!-- ankibuild: skip -->` … `<!-- ankibuild: on -->`, `<!-- ankibuild: card -->` before a heading or bullet,
`<!-- id: x -->` beside a heading, bullet or paragraph, and `{#x}` at the end of a heading or bullet.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Line, Problem, Range
from ankibuild.page.flow import heading_block
from ankibuild.patterns import lazily
from ankibuild.speech import _
from ankibuild.text import cut
from ankibuild.values import replace

_DIRECTIVE = lazily(r"ankibuild\b\s*:?\s*(?P<verb>.*)", re.DOTALL)
_ID = lazily(r"id:\s*(?P<id>[\w.:-]+)")
_COMMENT = lazily(r"\s*<!--\s*(?P<said>.*?)\s*-->\s*", re.DOTALL)
_ATTRIBUTE = lazily(r"\s*\{#(?P<id>[\w.:-]+)\}\s*$")
_VERBS = ("skip", "on", "card")


class Claim(Struct, frozen=True):
    """What a comment asks for at one of several places, the likeliest first: an id, or ("") a card."""

    line: int
    places: tuple[Range, ...]
    id: str = ""
    anchor: bool = False
    """Whether it is `{#x}`, which may as well be the target of links and need not find a card."""


class Steered(Struct, frozen=True):
    """A page without its steering comments and skipped stretches, and what the comments ask for."""

    page: Section
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()


def steer(page: Section) -> Steered:
    """Read and take out the steering comments of a page."""
    if not any(_may_steer(block) for block in _all_blocks(page)):
        return Steered(page)
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
    if not any(block.kind == "comment" for block in _all_blocks(page)):
        return frozenset()
    lines: set[int] = set()
    start = 0
    for block, _around in _places(page):
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
        # What stands before may have its card already: only what follows is meant.
        claims.append(Claim(line, tuple(place for place in around if place[0] > line) or around))
    elif verb is not None and verb not in _VERBS:
        problems.append(
            Problem(
                path,
                line,
                "bad-directive",
                _("no such directive: {said!r}; there are skip, on and card", said=said.strip()),
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
    following = _following(flat)
    before: tuple[Block, Range] | None = None
    for (block, span), after in zip(flat, following, strict=True):
        if block.kind != "comment":
            yield block, (span,)
            before = before if block.kind == "rule" else (block, span)
            continue
        near: list[tuple[float, Range]] = [(block.first - _end(before), before[1])] if before else []
        near += [(after[0].first - block.last - 0.5, after[1])] if after else []
        yield block, tuple(place for _, place in sorted(near, key=lambda each: each[0]))


def _following(flat: Sequence[tuple[Block, Range]]) -> list[tuple[Block, Range] | None]:
    """Return for each block the next that can carry a card."""
    found: list[tuple[Block, Range] | None] = []
    after: tuple[Block, Range] | None = None
    for block, span in reversed(flat):
        found.append(after)
        after = after if block.kind in ("comment", "rule", "list") else (block, span)
    return found[::-1]


def _end(found: tuple[Block, Range] | None) -> int:
    """Return the last line of what a reader sees as the block before: an item without what is nested below."""
    if found is None:
        return 0
    block = found[0]
    return block.lines[-1].number if block.kind in ("item", "heading") and block.lines else block.last


def _all_blocks(page: Section) -> Iterator[Block]:
    return (block for section in page.walk() for block, _span in _flat(section))


def _may_steer(block: Block) -> bool:
    """Tell a comment, and a block with a line that holds one or an `{#x}`: most pages have none."""
    return block.kind == "comment" or any("<!--" in line.html or "{#" in line.text for line in block.lines)


def _flat(section: Section) -> Iterator[tuple[Block, Range]]:
    if section.level:
        yield heading_block(section), (section.first, max(section.first, _last(section)))
    yield from blocks_inside(section.blocks)


def _last(section: Section) -> int:
    """Return the last line of the section's own text."""
    return section.sections[0].first - 1 if section.sections else section.last


def blocks_inside(blocks: Iterable[Block]) -> Iterator[tuple[Block, Range]]:
    """Yield the blocks and all inside them, each with its lines."""
    for block in blocks:
        yield block, (block.first, block.last)
        if block.blocks and block.kind not in ("table", "code"):
            yield from blocks_inside(block.blocks)


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
