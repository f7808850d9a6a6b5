"""Make parts of cards from chosen lines of a page, keeping the lists and tables they stand in."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby

from ankibuild.model import Block, Card, Line, Part, Range
from ankibuild.patterns import lazily
from ankibuild.values import replace

Chosen = Mapping[int, Line]
"""The lines to keep by `id()` of the original, each as it shall read; a table or code block by `id()` of the block."""


def part(blocks: Iterable[Block], chosen: Chosen | None = None) -> Part:
    """Make a part of the blocks, or of only the chosen lines in them."""
    kept = tuple(blocks) if chosen is None else select(blocks, chosen)
    lines = ranges(number for block in kept for number in numbers(block))
    return Part(lines, text_of(kept), html_of(kept), kept)


def without_fences(part: Part) -> Part:
    """Return a part that names the lines of its code, and not the fences around it, which hold no text."""
    if not any(block.kind == "code" for block in part.blocks):
        return part
    return replace(part, lines=ranges(n for block in part.blocks for n in numbers(block, fences=False)))


def part_of_lines(lines: Sequence[Line]) -> Part:
    """Make a part of single lines, one under the other."""
    return Part(
        ranges(line.number for line in lines),
        "\n".join(line.text for line in lines),
        "<br>".join(line.html for line in lines),
        (paragraph(lines),) if lines else (),
    )


def paragraph(lines: Sequence[Line]) -> Block:
    """Return lines as one paragraph."""
    return Block("paragraph", lines[0].number, lines[-1].number, "", tuple(lines))


def join_parts(parts: Sequence[Part]) -> Part:
    """Make one part of several, each in its own paragraph."""
    if len(parts) == 1:
        return parts[0]
    return Part(
        ranges(n for each in parts for first, last in each.lines for n in range(first, last + 1)),
        "\n".join(each.text for each in parts),
        "".join(
            each.html
            if each.html.startswith(("<p", "<ul", "<ol", "<table", "<pre", "<block"))
            else f"<p>{each.html}</p>"
            for each in parts
        ),
        tuple(block for each in parts for block in each.blocks) if all(each.blocks for each in parts) else (),
    )


_STOP = lazily(r"[。.]((?:</\w+>)*)$")


def even_stops(options: Sequence[Part]) -> list[Part]:
    """Take the full stop off options where only some have one: it would tell the right one from the others."""
    ended = [bool(_STOP.search(option.text)) for option in options]
    if all(ended) or not any(ended):
        return list(options)
    return [
        replace(each, text=_STOP.sub("", each.text), html=_STOP.sub(r"\1", each.html), blocks=())
        for each in options
    ]


def list_part(options: Sequence[Part], tag: str = "ul") -> Part:
    """Make one part of several options, as a list."""
    return Part(
        ranges(n for each in options for first, last in each.lines for n in range(first, last + 1)),
        "\n".join(each.text for each in options),
        f"<{tag}>" + "".join(f"<li>{each.html}</li>" for each in options) + f"</{tag}>",
    )


def ranges(numbers: Iterable[int]) -> tuple[Range, ...]:
    """Join line numbers to ranges."""
    found: list[Range] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)


def lines_of(spans: Iterable[Range]) -> frozenset[int]:
    """Return the lines of ranges."""
    return frozenset(n for first, last in spans for n in range(first, last + 1))


def front_lines(card: Card) -> frozenset[int]:
    """Return the lines that tell a card from others: of its question, its wrong option, its cloze text."""
    return lines_of(card.front.lines) if card.front else frozenset()


HEADLESS = "headless"
"""The marker of an item whose first line was not chosen, until its list is put together."""


def select(blocks: Iterable[Block], chosen: Chosen) -> tuple[Block, ...]:
    """Keep only the chosen lines of the blocks, and of the containers what still holds something."""
    lines = [line.number for line in chosen.values()]
    return _select(blocks, chosen, (min(lines), max(lines))) if lines else ()


def _select(blocks: Iterable[Block], chosen: Chosen, near: Range) -> tuple[Block, ...]:
    """Select from the blocks that lie within the range: a part is small, a page may be long."""
    kept: list[Block] = []
    for block in blocks:
        if block.last and (block.last < near[0] or block.first > near[1]):
            continue  # what was selected before knows its place no more
        if id(block) in chosen:
            kept.append(block)
            continue
        lines = tuple(chosen[id(line)] for line in block.lines if id(line) in chosen)
        if block.kind == "code" and lines:  # indented text that CommonMark takes for code
            kept.append(replace(block, kind="paragraph", lines=lines, html="", first=0, last=0))
            continue
        inside = _select(block.blocks, chosen, near)
        if not lines and not inside:
            continue
        some = block if _is_formula(block) else replace(block, lines=lines, blocks=inside, first=0, last=0)
        if block.kind == "item" and block.lines and id(block.lines[0]) not in chosen:
            some = replace(some, marker=HEADLESS)
        kept += _without_heads(some) if block.kind == "list" else [some]
    return tuple(kept)


def _without_heads(block: Block) -> list[Block]:
    """Take what is left of items without their first lines out of a list: it is no item any more."""
    kept: list[Block] = []
    for headless, items in groupby(block.blocks, key=lambda item: item.marker == HEADLESS):
        if not headless:
            kept.append(replace(block, blocks=tuple(items)))
            continue
        for item in items:
            own = [paragraph(item.lines)] if item.lines else []
            for each in (*own, *item.blocks):
                if each.kind == "list" and kept and kept[-1].kind == "list" and not _is_numbered(each):
                    kept[-1] = replace(kept[-1], blocks=(*kept[-1].blocks, *each.blocks))
                else:
                    kept.append(each)
    return kept


def _is_numbered(block: Block) -> bool:
    return any(item.marker[:1].isdigit() for item in block.blocks)


def numbers(block: Block, *, fences: bool = True) -> Iterable[int]:
    """Return the source lines that hold a block's text, with the fences around code, or without."""
    if block.kind == "code" and block.lines and not fences:
        return range(block.lines[0].number, block.lines[-1].number + 1)
    if block.kind in ("table", "code") or _is_formula(block):
        return range(block.first, block.last + 1)
    found = [line.number for line in block.lines]
    for inner in block.blocks:
        found += numbers(inner, fences=fences)
    return found


def _is_formula(block: Block) -> bool:
    """Tell a displayed formula, one line to the reader that stands on several of the source."""
    return (
        len(block.lines) == 1
        and block.kind == "paragraph"
        and block.lines[0].text.startswith("\\[")
        and 0 < block.lines[0].number == block.first < block.last
    )


def text_of(blocks: Iterable[Block]) -> str:
    """Return the plain text of blocks, a line a line; table cells are parted by " | "."""
    return "\n".join([line for block in blocks for line in _texts(block) if line])


def _texts(block: Block) -> Sequence[str]:
    if block.kind == "row":
        return [" | ".join([cell.text for cell in block.lines])]
    if block.kind == "comment":
        return []
    found = [line.text for line in block.lines]
    for inner in block.blocks:
        found += _texts(inner)
    return found


def html_of(blocks: Iterable[Block]) -> str:
    """Return the HTML of blocks."""
    return "".join([_html(block) for block in blocks])


def _html(block: Block) -> str:
    if block.kind in ("table", "code"):
        return block.html
    if block.kind == "row":
        return " | ".join(cell.html for cell in block.lines)
    lines = "<br>".join([line.html for line in block.lines])
    inside = html_of(block.blocks) if block.blocks else ""
    if block.kind == "list":
        return _list(block, inside)
    before, between, behind = _AROUND.get(block.kind, ("", "", ""))
    if block.kind == "quote" and block.marker:
        before = f'<blockquote class="{escape(block.marker)}">'
    if not lines and (block.kind == "details" or not inside):
        return inside
    return before + lines + between + inside + behind


# What stands before the lines of a block, between them and the blocks inside it, and behind all.
_AROUND = {
    "paragraph": ("<p>", "</p>", ""),
    "heading": ("<p><strong>", "</strong></p>", ""),
    "details": ("<p><strong>", "</strong></p>", ""),
    "item": ("<li>", "", "</li>"),
    "quote": ("<blockquote>", "", "</blockquote>"),
}


def _list(block: Block, inside: str) -> str:
    marker = block.blocks[0].marker if block.blocks else "-"
    number = marker.rstrip(".)")
    if not number.isdigit() or (number not in ("0", "1") and len(block.blocks) == 1):
        return f"<ul>{inside}</ul>"  # one of several: its number says nothing
    return f"<ol>{inside}</ol>" if number in ("0", "1") else f'<ol start="{number}">{inside}</ol>'
