"""Phrase breaks for Japanese, and numbers bound to their units.

The templates show questions and options with `word-break: keep-all`, so that a line ends only at a blank
or at the `<wbr>` that are put between phrases here. What runs on for many lines is body text: full lines are
easier to read there than the ragged edge that whole phrases leave. Anki's search finds a text across `<wbr>`
and across `&nbsp;`, but not across a literal U+00A0.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape, unescape
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budoux.parser import Parser

LONG = 80
"""A line of more characters is body text: five lines of an option on a phone."""

_PIECE = re.compile(
    r"(?P<tag><(?:\"[^\"]*\"|[^\">])*>)|\\\(.*?\\\)|\\\[.*?\\\]|(?P<text>[^<\\]+|\\)", re.DOTALL
)
_TAG_NAME = re.compile(r"</?([a-z0-9]+)")
_INLINE = frozenset({
    "a", "b", "code", "del", "em", "i", "img", "kbd", "mark", "math", "rp", "rt", "ruby", "s", "small", "span",
    "strong", "sub", "sup", "u", "wbr",
})  # fmt: skip
_FIXED = frozenset(("code", "kbd", "math", "pre", "ruby", "sub", "sup"))
_UNHEARD = frozenset(("rp", "rt"))

_LATIN_UNIT = (
    r"(?:[kKMGTP]?i?(?:B|bit|byte)s?|[kKMGT]?bps|[mnuµ]?s|sec|min|hr?|[kMG]?Hz|[cmk]?m|k?g|[km]?[WVA]|px|pt"
    r"|v?CPU|GPU|IOPS|[RTQ]PS|USD|JPY)(?![A-Za-z])"
)
_UNIT = re.compile(rf" (?<=[0-9０-９] )(?=[%％‰°℃]|{_LATIN_UNIT}|[ぁ-ヶ一-龯])")
_NEVER_BEFORE = frozenset(
    "、。，．,.!?！？:;：；)）]］}｝」』】〉》〕”’ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々・…％%℃°"
)
_NEVER_BEHIND = frozenset("（([［{｛「『【〈《〔“‘$¥￥#＃0123456789０１２３４５６７８９")


@dataclass(slots=True)
class _Piece:
    """A tag, or text: as it stands in the HTML, as it reads, and whether it may be broken."""

    html: str
    plain: str = ""
    fixed: bool = True


def with_breaks(html: str, *, phrases: bool = True) -> str:
    """Put `<wbr>` between the phrases of clean HTML, and `&nbsp;` between a number and its unit.

    Code, formulas and ruby stay whole. In ASCII text the blanks are the breaks. Body text has no `phrases`.
    """
    if html.isascii() and not _UNIT.search(html):
        return html
    pieces, runs = _read(html)
    for run in runs:
        _break_run(run, phrases=phrases)
    return "".join(piece.html for piece in pieces)


def is_body_text(html: str) -> bool:
    """Tell whether a line of clean HTML, Japanese at least in part, is too long to be broken by phrases."""
    if html.isascii() or len(html) <= LONG:
        return False
    texts = ("".join(piece.plain for piece in run) for run in _read(html)[1])
    return any(len(text) > LONG and not text.isascii() for text in texts)


def _read(html: str) -> tuple[list[_Piece], list[list[_Piece]]]:
    """Take clean HTML apart: return all its pieces, and the pieces of text of every line."""
    pieces: list[_Piece] = []
    runs: list[list[_Piece]] = [[]]
    inside: list[str] = []
    for found in _PIECE.finditer(html):
        if found["tag"]:
            pieces.append(_Piece(found[0]))
            if not _step(found[0], inside):
                runs.append([])
            continue
        plain = "" if _UNHEARD.intersection(inside) else unescape(found[0])
        fixed = found["text"] is None or not _FIXED.isdisjoint(inside)
        pieces.append(_Piece(found[0], plain, fixed))
        runs[-1].append(pieces[-1])
    return pieces, runs


def _step(tag: str, inside: list[str]) -> bool:
    """Keep the list of open elements, and tell whether the line goes on across this tag."""
    found = _TAG_NAME.match(tag)
    name = found[1] if found else ""
    if name in _FIXED or name in _UNHEARD:
        if not tag.startswith("</"):
            inside.append(name)
        elif name in inside:
            inside.remove(name)
    return name in _INLINE or "math" in inside


def _break_run(run: Sequence[_Piece], *, phrases: bool) -> None:
    """Write the breaks into the text of one line, whose phrases go across inline tags."""
    text = _UNIT.sub("\xa0", "".join(piece.plain for piece in run))
    places = set() if text.isascii() or not phrases else set(_places(text))
    start = 0
    for piece in run:
        end = start + len(piece.plain)
        if not piece.fixed:
            own = sorted(place for place in places if start <= place <= end)
            places.difference_update(own)
            piece.html = "<wbr>".join(_escaped(part) for part in _cut(text, start, own, end))
        start = end


def _cut(text: str, start: int, places: Iterable[int], end: int) -> Iterable[str]:
    for place in (*places, end):
        yield text[start:place]
        start = place


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\xa0", "&nbsp;")


@lru_cache(maxsize=4096)
def _places(text: str) -> tuple[int, ...]:
    """Return where a line may break: between phrases, as far as the rules of Japanese composition allow."""
    ends = accumulate(len(phrase) for phrase in _parser().parse(text))
    return tuple(
        place for place in ends if 0 < place < len(text) and _may_break(text[place - 1], text[place])
    )


def _may_break(before: str, behind: str) -> bool:
    blank = before.isspace() or behind.isspace()
    latin = before.isascii() and behind.isascii()
    # A line breaks behind 、 and 。 anyway; a mark there only leaves a gap before an opening bracket.
    return not (blank or latin or before in "、。，．" or before in _NEVER_BEHIND or behind in _NEVER_BEFORE)


@cache
def _parser() -> "Parser":
    from budoux import load_default_japanese_parser  # noqa: PLC0415  (only Japanese notes need it)

    return load_default_japanese_parser()
