"""The syntax of spaced-repetition plug-ins, for authors who come from other tools (S27).

`question :: answer`, `question ::: answer` (both ways; see `signs`), `question` / `?` / `answer` (`??`: both
ways) on the lines of one paragraph, and `{{c1::cloze}}`. Code is never read.
"""

import re
from collections.abc import Iterator, Sequence

from ankibuild.items.cards import item_cards
from ankibuild.items.letters import lettered
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Line, Problem
from ankibuild.page.content import without_code
from ankibuild.page.context import place_of
from ankibuild.page.flow import Row, chosen, rows
from ankibuild.page.pieces import join_parts, part, part_of_lines
from ankibuild.patterns import lazily
from ankibuild.reader.whole import read_item
from ankibuild.styles.signs import find_sign, is_field
from ankibuild.text import cut
from ankibuild.values import replace
from ankibuild.words import Label

STYLE = "plugin"
_MARK = lazily(r"[?？]{1,2}")
_CLOZE = re.compile(r"\{\{c(?P<number>\d+)::.{1,5000}?\}\}", re.DOTALL)
_NUMBER = lazily(r"\{\{c(\d+)::")
_GLUED = frozenset(("list", "code", "table", "quote", "paragraph"))


def plugin(section: Section) -> Iterator[Card | Problem]:
    """Yield the cards that a section's own text marks with a plug-in's syntax."""
    for block, around in _leaves(section.blocks):
        yield from _paragraph(section, block, around)


def has_cloze(block: Block) -> bool:
    """Tell a block with a cloze in its own lines or in those of the blocks inside."""
    return any(_CLOZE.search(without_code(line)) for line in block.lines) or any(
        has_cloze(inner) for inner in block.blocks if inner.kind != "code"
    )


def _paragraph(section: Section, block: Block, around: Sequence[Block]) -> Iterator[Card | Problem]:
    if block.kind == "table":
        yield from _clozes_of_table(section, block)
    elif _CLOZE.search("\n".join(map(without_code, block.lines))):
        yield from _clozes(section, block)
    else:
        yield from _signed(section, block, around)


def _signed(section: Section, block: Block, around: Sequence[Block]) -> Iterator[Card | Problem]:
    """Yield the cards of signs on one line, and of a mark on a line of its own."""
    mark = next((i for i, line in enumerate(block.lines) if i and _MARK.fullmatch(line.text)), None)
    if mark is None:
        yield from _on_one_line(section, block.lines)
        return
    begin = _behind_signs(block.lines[:mark], section)
    yield from _on_one_line(section, block.lines[:begin])
    on_lines = _options_above if block.kind == "item" and around else _on_lines
    asked = replace(block, lines=block.lines[begin:], first=block.lines[begin].number) if begin else block
    yield from on_lines(section, asked, mark - begin, around)


def _behind_signs(lines: Sequence[Line], section: Section) -> int:
    """Return the place of the first line behind the last one with a sign; 0 where none is left."""
    ends = [i + 1 for i, line in enumerate(lines) if find_sign(line, section.words.signs)]
    return ends[-1] if ends and ends[-1] < len(lines) else 0


def _on_one_line(section: Section, lines: Sequence[Line]) -> Iterator[Card]:
    for line in lines:
        if found := find_sign(line, section.words.signs):
            start, end, sign = found
            question, answer = cut(line, 0, start), cut(line, end)
            if is_field(question.text, answer, spaced=line.text[start].isspace()):
                continue
            parts = {"question": part_of_lines([question]), "answer": part_of_lines([answer])}
            both_ways = sign in section.words.signs.both_ways
            yield replace(place_of(section, own=True).card("qa", STYLE, parts), both_ways=both_ways)


def _clozes(section: Section, block: Block) -> Iterator[Card]:
    """Yield one card for the paragraph; one a line where the lines count anew: each asks for itself."""
    block = replace(
        block,
        lines=tuple(replace(x, text=_counted(x.text), html=_counted(x.html)) for x in block.lines),
    )
    numbers = [{found["number"] for found in _clozes_in(line)} for line in block.lines]
    anew = len(numbers) > 1 and all(numbers) and set.intersection(*numbers)
    for lines in [(line,) for line in block.lines] if anew else [block.lines]:
        yield place_of(section, own=True).card("cloze", STYLE, {"text": part_of_lines(lines)})


def _clozes_of_table(section: Section, table: Block) -> Iterator[Card]:
    """Yield one card for the table; one a row where the rows count anew."""
    numbers = {
        row.first: {found["number"] for line in row.lines for found in _clozes_in(line)}
        for row in table.blocks
    }
    rows = [row for row in table.blocks if numbers[row.first]]
    anew = len(rows) > 1 and set.intersection(*(numbers[row.first] for row in rows))
    for each in rows if anew else [table]:
        text = part((each,))
        text = replace(text, text=_counted(text.text), html=_counted(text.html))
        yield place_of(section, own=True).card("cloze", STYLE, {"text": text})


def _clozes_in(line: Line) -> Iterator[re.Match[str]]:
    return _CLOZE.finditer(without_code(line))


def _counted(text: str) -> str:
    """Write the numbers of clozes in the digits that Anki knows."""

    def ascii_digits(found: re.Match[str]) -> str:
        return "{{c" + "".join(str(int(digit)) for digit in found[1]) + "::"

    return _NUMBER.sub(ascii_digits, text)


def _on_lines(section: Section, block: Block, mark: int, after: Sequence[Block]) -> Iterator[Card | Problem]:
    """Read the lines before the mark as the question, those behind it and what is glued to them as the answer."""
    question, answer = block.lines[:mark], block.lines[mark + 1 :]
    parts = [part_of_lines(answer)] if answer else []
    last = block.last
    for each in after:
        if each.first != last + 1 or each.kind not in _GLUED:
            break
        parts.append(part((each,), None if each.kind in ("code", "table") else chosen(_told((each,)))))
        last = each.last
    if parts:
        found = {"question": part_of_lines(question), "answer": join_parts(parts)}
        card = place_of(section, own=True).card("qa", STYLE, found, claimed=((block.first, last),))
        yield replace(card, both_ways=len(block.lines[mark].text) > 1)


def _options_above(
    section: Section, block: Block, mark: int, around: Sequence[Block]
) -> Iterator[Card | Problem]:
    """Read a paragraph with a list whose last item has the mark and the answer glued to it.

    A list without letters is the rest of the question as it stands.
    """
    found = _told(around)
    split = next((i for i, row in enumerate(found) if row.line is block.lines[mark]), 0)
    if all(lettered(row.text) for row in found[:split] if row.bullet):
        labels = [Label("answer", 1, word="a") if i == split else None for i in range(len(found))]
        item = read_item(found, section.words, labels)
        item.asked = True
        yield from item_cards(item, around, place_of(section, own=True), STYLE)
        return
    if split == len(found) - 1:
        return
    parts = {
        "question": part(around, chosen(found[:split])),
        "answer": part(around, chosen(found[split + 1 :])),
    }
    yield place_of(section, own=True).card("qa", STYLE, parts, claimed=((around[0].first, around[-1].last),))


def _told(blocks: Sequence[Block]) -> list[Row]:
    return [row for row in rows(blocks) if row.text or row.whole]


def _leaves(blocks: Sequence[Block]) -> Iterator[tuple[Block, Sequence[Block]]]:
    """Yield the paragraphs, each with the blocks behind it, and the items of lists."""
    for i, block in enumerate(blocks):
        if block.kind == "paragraph" and block.lines:
            # what is glued to a paragraph is short: no need to hand on the rest of the page
            yield block, blocks[i + 1 : i + 9]
        if block.kind == "list":
            yield from _leaves_of_list(block, blocks[max(i - 1, 0) : i + 1])
        elif block.kind == "table" and has_cloze(block):
            yield block, ()
        elif block.kind not in ("table", "code"):
            yield from _leaves(block.blocks)


def _leaves_of_list(block: Block, around: Sequence[Block]) -> Iterator[tuple[Block, Sequence[Block]]]:
    """Yield the items of a list; the last one comes with the paragraph before the list and the list itself."""
    above = around if around[0].kind == "paragraph" else ()
    for item in block.blocks:
        if item.lines:
            yield item, above if item is block.blocks[-1] else ()
        yield from _leaves(item.blocks)
