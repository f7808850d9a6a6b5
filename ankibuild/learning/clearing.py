"""Clear a card's parts: no bullet where there is but one, no links to read more, no stop that a verdict left behind."""

import re
from collections.abc import Iterable, Iterator, Mapping

from ankibuild.model import Block, Card, Part
from ankibuild.page.flow import Row, chosen, rows
from ankibuild.page.pieces import html_of, part
from ankibuild.patterns import lazily
from ankibuild.text import has_picture, key_of, plain, without_start
from ankibuild.values import replace

EXPLAINS = ("explanation", "why_correct", "why_incorrect")
_READ = ("question", "prompt", "answer", *EXPLAINS)
_LINK = lazily(r"<a\b[^>]*>.*?</a>", re.DOTALL)
_STOP = lazily(r"\s*[。、]+\s*(?=\S)")
"""What a verdict that was taken off leaves at a line's head: 正解です。…"""


def with_clear_parts(cards: Iterable[Card]) -> list[Card]:
    """Return the cards with cleared parts; what identifies a card stays."""
    return [_clear(card) for card in cards]


def _clear(card: Card) -> Card:
    found = {name: _part(name, each) for name, each in card.parts.items()}
    parts = {name: new for name, new in found.items() if name not in EXPLAINS or _says_more(name, new, card)}
    if len(parts) == len(found) and all(parts[name] is each for name, each in card.parts.items()):
        return card
    lost = {*_lines(card.parts)} - {*_lines(parts)}
    claimed = (*card.claimed, *((number, number) for number in sorted(lost)))
    return replace(card, parts=parts, claimed=claimed)


def _lines(parts: Mapping[str, Part]) -> Iterator[int]:
    for each in parts.values():
        for first, last in each.lines:
            yield from range(first, last + 1)


def _says_more(name: str, reason: Part, card: Card) -> bool:
    """Tell a reason from one that only repeats its option."""
    option = card.parts.get({"why_correct": "correct", "why_incorrect": "incorrect"}.get(name, ""))
    return option is None or key_of(reason.text) != key_of(option.text) or "<img" in reason.html


def _part(name: str, each: Part) -> Part:
    if name not in _READ or not each.blocks:
        return each
    told = _told(each) if name in EXPLAINS else each
    blocks = _unlisted(told.blocks)
    as_it_is = (
        blocks is told.blocks or blocks == told.blocks or told.html != html_of(told.blocks)
    )  # what reads otherwise stays so
    return told if as_it_is else replace(told, html=html_of(blocks), blocks=blocks)


def _told(each: Part) -> Part:
    """Leave out lines that only link to more, and stops at the heads of the others."""
    found = rows(each.blocks)
    kept = [row for row in found if not _links(row)] or found
    lines = [without_start(row.line, _STOP) for row in kept]
    same = len(kept) == len(found) and all(a is row.line for a, row in zip(lines, kept, strict=True))
    return each if same else part(each.blocks, chosen(zip(kept, lines, strict=True)))


def _links(row: Row) -> bool:
    html = row.line.html
    if "<a " not in html or has_picture(row.line):
        return False
    return not re.search(r"\w", plain(_LINK.sub("", html)))


def _unlisted(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Take the only item of a part out of its list: a bullet alone lists nothing."""
    if len(blocks) != 1 or blocks[0].kind != "list" or len(blocks[0].blocks) != 1:
        return blocks
    item = blocks[0].blocks[0]
    if item.checked is not None or not item.lines:
        return blocks
    return (Block("paragraph", 0, 0, "", item.lines), *item.blocks)
