"""What the rows of a page look like: the kind of line, its depth, boldness and letter, told once for all hands."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from ankibuild.items.item import CELL
from ankibuild.items.key import is_letters
from ankibuild.items.letters import Lettered, canonical, follows, is_first, lettered
from ankibuild.items.looks import is_against, is_colour, look_of
from ankibuild.items.unfolding import one_option_a_row, unfold
from ankibuild.markdown.outline import Section
from ankibuild.model import Block
from ankibuild.page.flow import Row, rows, section_blocks
from ankibuild.patterns import lazily
from ankibuild.reader.signs import PLAIN_SIGNS, Sign, read_signs
from ankibuild.text import bold_prefix, has_picture, key_of
from ankibuild.values import replace

_DRAWN = lazily(r"\s*([#=*~_—-])\1{4,}\s*")
"""A rule that is drawn by hand, in a fence or so that Markdown knows it for none."""
_LONG = lazily(r"..", re.DOTALL)
"""More than a letter."""
REACH = 60
"""So many rows back a key may spell out an option."""


class Look(Struct, frozen=True):
    """A row with what it looks like."""

    row: Row
    sign: Sign
    kind: str
    """"###", "<summary>", "-", "- [x]", "1.", "```" (a fence or a line in it), "|" (a table), "rule", "" (text)."""
    depth: int
    bold: str
    marked: str
    """"==" or "~~", where it is coloured or struck through as a whole."""
    first: bool = False
    """Whether it begins with the first letter of an alphabet."""
    restarts: bool = False
    """Whether its letter begins a list anew that has got on."""
    counts: bool = False
    """Whether its letter is the one behind that of the row before it that has one."""
    names: bool = False
    """Whether it is letters alone, or repeats a row before."""
    asked: bool = False
    """Whether it asks and the reader of all notes makes a card of it."""
    opens: bool = False
    """Whether the reader of all notes reads an item with its options from here on."""

    @property
    def text(self) -> str:
        """Its plain text."""
        return self.row.text

    @property
    def line(self) -> int:
        """Its line in the source."""
        return self.row.first

    @property
    def shows(self) -> bool:
        """Whether there is something to read or to see."""
        return bool(self.row.text) or self.row.whole or has_picture(self.row.line)

    @property
    def quoted(self) -> bool:
        """Whether it stands in a plain quote."""
        return bool(self.row.quote)

    def resembles(self, other: "Look") -> bool:
        """Tell a row of the same kind, depth and boldness that begins its block as this one does."""
        return self.shape == other.shape

    @property
    def shape(self) -> tuple[object, ...]:
        """What tells rows apart whatever they say."""
        return self.kind, self.depth, self.quoted, self.marked, self.bold, self.row.head


def looks_of(page: Section, *, fences: bool = False) -> list[Look]:
    """Return the looks of the rows of a page; with `fences` line by line what stands in fences."""
    return list(_in_place(plain_looks(page, fences=fences)))


def plain_looks(page: Section, *, fences: bool = False) -> list[Look]:
    """Return what each row of a page looks like by itself, whatever stands before it."""
    signs = _with_fences(page) if fences else PLAIN_SIGNS.of(page)
    return [
        Look(sign.row, sign, kind_of(sign), _depth(sign), _bold(sign), _marked(sign.row)) for sign in signs
    ]


def _with_fences(page: Section) -> Sequence[Sign]:
    found = one_option_a_row(unfold(rows(section_blocks(page, heading=True)), page.words))
    return read_signs([line for row in found for line in _lines(row)], page.words)


def _in_place(made: Sequence[Look]) -> Iterator[Look]:
    """Yield the looks with what hangs on the rows before."""
    letter = ""
    texts: list[str] = []
    for look in made:
        lead = look.sign.lead or lettered(look.text)
        keys = {key_of(look.text[lead.rest if lead else 0 :]), key_of(look.text)}
        goes_on = lead is not None and follows(lead.letter, letter or " ")
        first = not goes_on and is_first(lead.letter if lead else "")
        names = is_letters(look.text) or not keys.isdisjoint(texts[-REACH:])
        yield replace(
            look, first=first, restarts=first and bool(letter), counts=goes_on and bool(letter), names=names
        )
        texts += filter(_LONG.match, keys)
        letter = _letter_after(letter, look, lead if first or goes_on else None)


def _letter_after(letter: str, look: Look, lead: Lettered | None) -> str:
    """Return the letter with which a list has got on; a heading ends it."""
    if lead is not None:
        return canonical(lead.letter)
    unlettered = look.sign.lead is None and lettered(look.text) is None
    return "" if unlettered and look.kind.startswith("#") else letter


def _lines(row: Row) -> Iterator[Row]:
    """Yield the lines of a fence as rows."""
    if not (row.whole and row.block.kind == "code" and row.block.lines):
        yield row
        return
    before = 0
    for line in row.block.lines:
        if line.text.strip():
            block = Block("code", line.number, line.number, "", (line,), marker="line")
            yield Row(line, block, row.depth, line.number != before + 1, CELL, row.boxes)
            before = line.number


def kind_of(sign: Sign) -> str:
    """Return how a row is written, as `Look.kind` has it."""
    row, block = sign.row, sign.row.block
    if block.kind == "heading":
        return "#" * int(block.marker or 1)
    if _DRAWN.fullmatch(row.text):
        return "rule"
    if row.whole or block.kind == "code":
        return "|" if block.kind == "table" else "```" * (block.marker == "line" or row.whole)
    if row.bullet:
        return {True: "- [x]", False: "- [ ]", None: "1." if block.marker[:1].isdigit() else "-"}[sign.box]
    return {"details": "<summary>", "rule": "rule", "comment": "rule"}.get(block.kind, "")


def _depth(sign: Sign) -> int:
    return 0 if sign.row.heading else sign.row.depth


def _marked(row: Row) -> str:
    look = look_of([(row, row.line)])
    return "~~" if is_against(look) else "==" * is_colour(look)


def _bold(sign: Sign) -> str:
    row = sign.row
    length = bold_prefix(row.line) if row.text else 0
    if row.heading or not length:
        return "tail" * (not row.heading and _is_bold_behind_letter(sign))
    return "whole" if length >= len(row.text.rstrip()) else "head"


def _is_bold_behind_letter(sign: Sign) -> bool:
    behind = sign.told if sign.lead and sign.lead.rest and not sign.lead.loose else None
    return behind is not None and 0 < len(behind.text.rstrip()) <= bold_prefix(behind)
