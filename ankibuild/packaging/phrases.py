"""Phrase breaks for Japanese, numbers bound to their units, and last lines of more than a letter or two.

The templates show questions, options and the cells of tables with `word-break: keep-all`, so that a line ends
only at a blank or at the `<wbr>` that are put between phrases here. What runs on for many lines is body text:
full lines are easier to read there than the ragged edge that whole phrases leave; only its last words are kept
together. Anki's search finds a text across `<wbr>` and across `&nbsp;`, but not across a literal U+00A0, and
that in a note's first field only.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING

from msgspec import Struct, field

from ankibuild.packaging.line_ends import CLOSING, LEAST, OPENING, WHOLE, before_particle, joints, last_words
from ankibuild.patterns import lazily

if TYPE_CHECKING:
    from budoux.parser import Parser

LONG = 80
"""A line of more characters is body text: five lines of an option on a phone."""

_PIECE = lazily(r"(?P<tag><(?:\"[^\"]*\"|[^\">])*>)|\\\(.*?\\\)|\\\[.*?\\\]|(?P<text>[^<\\]+|\\)", re.DOTALL)
_TAG = re.compile(r"<(?:\"[^\"]*\"|[^\">])*>")
_TAG_NAME = re.compile(r"</?([a-z0-9]+)")
_INLINE = frozenset({
    "a", "b", "code", "del", "em", "i", "img", "kbd", "mark", "math", "rp", "rt", "ruby", "s", "small", "span",
    "strong", "sub", "sup", "u", "wbr",
})  # fmt: skip
_PARTS_LINES = lazily(rf"<(?!/?(?:{'|'.join(sorted(_INLINE - {'math', 'rp', 'rt'}))})[ />])")
"""A tag that ends a line, or begins what is no text of it."""
_FIXED = frozenset(("code", "kbd", "math", "pre", "ruby", "sub", "sup"))
_UNHEARD = frozenset(("rp", "rt"))

_LATIN_UNIT = (
    r"(?:[kKMGTP]?i?(?:B|bit|byte)s?|[kKMGT]?bps|[mnuµ]?s|sec|min|hr?|[kMG]?Hz|[cmk]?m|k?g|[km]?[WVA]|px|pt"
    r"|v?CPU|GPU|IOPS|[RTQ]PS|USD|JPY)(?![A-Za-z])"
)
_UNIT = lazily(rf" (?<=[0-9０-９] )(?=[%％‰°℃]|{_LATIN_UNIT}|[ぁ-ヶ一-龯])")
_CELLS = frozenset(("td", "th"))
_VOID = frozenset(("img", "wbr"))
_END = '<span class="end">'
_MARKS = ("<wbr>", "&nbsp;", _END)
"""What hides a line from search."""
_LETTERS = lazily(r"[^\W_]")


class _Piece(Struct):
    """A tag, or text: as it stands in the HTML, as it reads, and whether it may be broken."""

    html: str
    plain: str = ""
    fixed: bool = True


class _Run(Struct):
    """The pieces of one line, tags included, and whether it stands in a cell of a table."""

    pieces: list[_Piece] = field(default_factory=list)
    cell: bool = False

    @property
    def text(self) -> str:
        """The line as it reads."""
        return "".join([piece.plain for piece in self.pieces])

    def is_marked(self) -> bool:
        """Tell whether the line holds a mark that hides it from search."""
        return any(mark in piece.html for piece in self.pieces for mark in _MARKS)


@lru_cache(maxsize=1024)
def with_breaks(html: str, *, phrases: bool = True, ends: bool = True) -> str:
    """Put `<wbr>` between the phrases of clean HTML, and `&nbsp;` between a number and its unit.

    Code, formulas and ruby stay whole. In ASCII text the blanks are the breaks. Body text, which has no
    `phrases` but in the cells of its tables, gets a span around the last words of each line, if `ends`.
    """
    if phrases and html.isascii() and not _UNIT.search(html):
        return html
    if "<" not in html and "\\" not in html:
        return _text_with_breaks(unescape(html), phrases=phrases, ends=ends)
    pieces, runs = _read(html)
    for run in runs:
        _break_run(run, phrases=phrases or run.cell, ends=ends)
    return "".join(piece.html for piece in pieces)


def _text_with_breaks(text: str, *, phrases: bool, ends: bool) -> str:
    """Return as HTML one line of nothing but text: most fields are no more, and need not be taken apart."""
    text = _UNIT.sub("\xa0", text)
    if phrases:
        places = () if text.isascii() else sorted(_places(text))
        return "<wbr>".join(_escaped(part) for part in _cut(text, 0, places, len(text)))
    place = last_words(text.rstrip()) if ends else 0
    return f"{_escaped(text[:place])}{_END}{_escaped(text[place:])}</span>" if place else _escaped(text)


@lru_cache(maxsize=1024)
def lines_with_breaks(html: str) -> Sequence[str]:
    """Return as plain text the lines that have breaks, hard blanks or bound ends within, which hide from search."""
    if not any(mark in html for mark in _MARKS):
        return []
    if "\\" not in html and not _PARTS_LINES.search(html):
        return [unescape(_TAG.sub("", html))]
    runs = _read(html)[1]
    return [run.text for run in runs if len(runs) == 1 or run.is_marked()]


@lru_cache(maxsize=1024)
def is_body_text(html: str) -> bool:
    """Tell whether a line of clean HTML, Japanese at least in part, is too long to be broken by phrases."""
    if html.isascii() or len(html) <= LONG:
        return False
    return any(len(run.text) > LONG and not run.text.isascii() for run in _read(html)[1])


def _read(html: str) -> tuple[list[_Piece], list[_Run]]:
    """Take clean HTML apart: return all its pieces, and every line."""
    pieces: list[_Piece] = []
    runs: list[_Run] = [_Run()]
    inside: list[str] = []
    for found in _PIECE.finditer(html):
        said, sort = found[0], found.lastgroup
        if sort == "tag":
            pieces.append(_Piece(said))
            if not _step(said, inside):
                runs.append(_Run(cell=not _CELLS.isdisjoint(inside)))
                continue
        else:
            plain = "" if inside and _UNHEARD.intersection(inside) else unescape(said)
            fixed = sort is None or not _FIXED.isdisjoint(inside)
            pieces.append(_Piece(said, plain, fixed))
        runs[-1].pieces.append(pieces[-1])
    return pieces, runs


@lru_cache(maxsize=1024)
def _name_of(tag: str) -> str:
    found = _TAG_NAME.match(tag)
    return found[1] if found else ""


def _step(tag: str, inside: list[str]) -> bool:
    """Keep the list of open elements, and tell whether the line goes on across this tag."""
    name = _name_of(tag)
    if name in _FIXED or name in _UNHEARD or name in _CELLS:
        if not tag.startswith("</"):
            inside.append(name)
        elif name in inside:
            inside.remove(name)
    return name in _INLINE or "math" in inside


def _break_run(run: _Run, *, phrases: bool, ends: bool) -> None:
    """Write the breaks into the text of one line, whose phrases go across inline tags, or bind its last words."""
    text = _UNIT.sub("\xa0", run.text)
    places = set() if text.isascii() or not phrases else set(_places(text))
    bound = None if phrases or not ends else _bound(run, last_words(text.rstrip()))
    start = 0
    for number, piece in enumerate(run.pieces):
        end = start + len(piece.plain)
        if not piece.fixed:
            own = sorted(place for place in places if start <= place <= end) if places else []
            places.difference_update(own)
            mark = "<wbr>"
            if bound and bound.first == number:
                own, mark = [bound.place], _END
            piece.html = (
                mark.join(_escaped(part) for part in _cut(text, start, own, end))
                if own
                else _escaped(text[start:end])
            )
        start = end
    if bound:
        run.pieces[bound.last].html += "</span>"


class _Bound(Struct, frozen=True):
    """Where an element around the last words of a line begins, and the pieces in which it begins and ends."""

    place: int
    first: int
    last: int


def _bound(run: _Run, place: int) -> _Bound | None:
    """Find where an element may begin at a place of a line and end with its text without cutting across another."""
    if not place:
        return None
    last = max(number for number, piece in enumerate(run.pieces) if piece.plain.strip())
    start = 0
    for number, piece in enumerate(run.pieces[: last + 1]):
        end = start + len(piece.plain)
        if (
            piece.plain
            and start <= place <= end
            and not piece.fixed
            and _is_balanced(run.pieces[number + 1 : last + 1])
        ):
            return _Bound(place, number, last)
        start = end
    return None


def _is_balanced(pieces: Iterable[_Piece]) -> bool:
    """Tell whether each element that ends in these pieces begins in them, and the other way round."""
    depth = 0
    for piece in pieces:
        found = _TAG_NAME.match(piece.html)
        if found and found[1] not in _VOID:
            depth += -1 if piece.html.startswith("</") else 1
            if depth < 0:
                return False
    return depth == 0


def _cut(text: str, start: int, places: Iterable[int], end: int) -> Iterable[str]:
    for place in (*places, end):
        yield text[start:place]
        start = place


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\xa0", "&nbsp;")


@lru_cache(maxsize=4096)
def _places(text: str) -> tuple[int, ...]:
    """Return where a line may break: between phrases, as far as the rules of Japanese composition allow.

    Long compounds may be parted within; the last line has more than a letter or two.
    """
    found: list[int] = []
    start = 0
    for phrase in _parser().parse(text):
        found += (start + place for place in joints(phrase))
        start += len(phrase)
        found.append(start)
    places = [place for place in found if 0 < place < len(text) and _may_break(text[place - 1], text[place])]
    inside = {place for word in WHOLE.finditer(text) for place in range(word.start() + 1, word.end())}
    places = [place for place in places if place not in inside]
    last = places[-1] if places else 0
    while places and len(_LETTERS.findall(text, places[-1])) < LEAST:
        places.pop()
    if places[-1:] != [last] and (place := before_particle(text, places[-1] if places else 0)):
        places.append(place)
    return tuple(places)


def _may_break(before: str, behind: str) -> bool:
    blank = before.isspace() or behind.isspace()
    latin = before.isascii() and behind.isascii()
    # A line breaks behind 、 and 。 anyway; a mark there only leaves a gap before an opening bracket.
    return not (blank or latin or before in "、。，．" or before in OPENING or behind in CLOSING)


@cache
def _parser() -> "Parser":
    from budoux import load_default_japanese_parser  # noqa: PLC0415  (only Japanese notes need it)

    return load_default_japanese_parser()
