"""The syntax of spaced-repetition plug-ins, for authors who come from other tools (S27).

`question :: answer`, `question ::: answer` (both ways), `question` / `?` / `answer` (`??`: both ways) on the
lines of one paragraph, and `{{c1::cloze}}`. Code is never read; `std::vector` and `::1` have no blanks around.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Problem
from ankibuild.page.content import without_code
from ankibuild.page.context import place_of
from ankibuild.page.flow import Row, chosen, rows
from ankibuild.page.pieces import join_parts, part, part_of_lines
from ankibuild.text import cut

STYLE = "plugin"
_INLINE = re.compile(
    r"(?<=\S)(?:\s+(?P<sign>:::?)\s+|(?<=[^\x00-\x7f])(?P<glued>:::?)(?=[^\x00-\x7f\s]))(?=\S)"
)
_MARK = re.compile(r"\?{1,2}")
_CLOZE = re.compile(r"\{\{c\d+::.+?\}\}", re.DOTALL)


def plugin(section: Section) -> Iterator[Card | Problem]:
    """Yield the cards that a section's own text marks with a plug-in's syntax."""
    blocks = list(_leaves(section.blocks))
    for block, after in blocks:
        yield from _paragraph(section, block, after)


def _paragraph(section: Section, block: Block, after: Block | None) -> Iterator[Card]:
    if _CLOZE.search("\n".join(without_code(line) for line in block.lines)):
        yield place_of(section, own=True).card("cloze", STYLE, {"text": part_of_lines(block.lines)})
        return
    mark = next((i for i, line in enumerate(block.lines) if i and _MARK.fullmatch(line.text)), None)
    if mark is not None:
        yield from _on_lines(section, block, mark, after)
        return
    for line in block.lines:
        found = list(_INLINE.finditer(without_code(line)))
        if len(found) == 1:
            sign = found[0]["sign"] or found[0]["glued"]
            question, answer = cut(line, 0, found[0].start()), cut(line, found[0].end())
            parts = {"question": part_of_lines([question]), "answer": part_of_lines([answer])}
            yield replace(place_of(section, own=True).card("qa", STYLE, parts), both_ways=sign == ":::")


def _on_lines(section: Section, block: Block, mark: int, after: Block | None) -> Iterator[Card]:
    """Read the lines before the mark as the question, those behind it and a list glued to them as the answer."""
    question, answer = block.lines[:mark], block.lines[mark + 1 :]
    parts = [part_of_lines(answer)] if answer else []
    if (
        after is not None
        and after.first == block.last + 1
        and after.kind in ("list", "code", "table", "quote")
    ):
        parts.append(part((after,), None if after.kind in ("code", "table") else chosen(_told((after,)))))
    if parts:
        found = {"question": part_of_lines(question), "answer": join_parts(parts)}
        card = place_of(section, own=True).card("qa", STYLE, found, claimed=((block.first, block.last),))
        yield replace(card, both_ways=block.lines[mark].text == "??")


def _told(blocks: Sequence[Block]) -> list[Row]:
    return [row for row in rows(blocks) if row.text or row.whole]


def _leaves(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block | None]]:
    """Yield the paragraphs and items, each with the block behind it."""
    for i, block in enumerate(blocks):
        after = blocks[i + 1] if i + 1 < len(blocks) else None
        if block.kind in ("paragraph", "item") and block.lines:
            yield block, after if block.kind == "paragraph" else None
        if block.kind not in ("table", "code"):
            yield from _leaves(block.blocks)
