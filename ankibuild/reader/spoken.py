"""Options that end in words which accept or reject them, all of one list: `A) 甲 oui`, `B) 乙 non`.

One such word may be part of an option ("says no"), those of a whole list judge it. True and false end sentences, too:
of such lists there are several. Where the page tells answers otherwise, the words are what the options say.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from ankibuild.items.marks import RIGHT, SYMBOLS, WRONG, meaning
from ankibuild.items.nouns import NO, YES
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.reader.judging import NOTHING
from ankibuild.reader.series import Series
from ankibuild.reader.signs import Sign
from ankibuild.text import cut, fold, key_of, tail_of
from ankibuild.values import replace
from ankibuild.words import Words

LEAST, LISTS = 3, 2
"""So many options that end in yes or no are judged, or so many lists of whatever such words."""
_BEHIND = lazily(
    rf"(?<=\S)(?:\s*[(\[:]\s*|\s+(?:--?\s+)?)(?:(?:(?P<yes>{YES})|(?P<no>{NO}))(?P<remark>\s\S.{{,24}})?|(?P<word>[^\s({SYMBOLS}]{{1,14}}))[)\]]?[.!]?$"
)
_COMBINED = lazily(rf"\b(?:{YES}|{NO})\s*[,;/、]")
"""A word that judges another thing within an option."""


class _Told(Struct):
    """An option with a mark for the word that judges it, and what else tells of it."""

    line: Line
    name: str
    right: bool
    plain: bool
    """Whether the word is a yes or a no."""
    bare: bool
    """Whether it ends the option."""


def spoken(signs: Sequence[Sign], series: Mapping[int, Series], words: Words) -> list[Row]:
    """Return the rows of signs with marks in the place of such words; none where no list ends so."""
    if any(sign.kind == "answer" for sign in signs):
        return []
    lists = [each.members for each in series.values() if each.kind in ("letters", "numbers")]
    told = [found for each in lists if (found := _judged(signs, each, words))]
    if len(told) < LISTS:
        told = [each for each in told if len(each) >= LEAST and all(x.plain for x in each.values())]
    lines = {at: each.line for found in told for at, each in found.items()}
    rows = [sign.row for sign in signs]
    return [replace(row, line=lines.get(at, row.line)) for at, row in enumerate(rows)] if lines else []


def _judged(signs: Sequence[Sign], members: Sequence[int], words: Words) -> dict[int, _Told]:
    """Return the options of a list if each is accepted or rejected, few with a remark; nothing for other lists."""
    found = {at: told for at in members if (told := _told(signs[at], words))}
    each = found.values()
    distinct = len({told.name for told in each}) == len(members)
    both = {told.right for told in each} == {True, False} and 2 * sum(told.bare for told in each) > len(found)
    return found if distinct and both else {}


def _told(sign: Sign, words: Words) -> _Told | None:
    line, folded = sign.line, fold(sign.row.text)
    found = None if _COMBINED.search(folded) else _BEHIND.search(folded)
    if not found or (sign.lead and found.start() <= sign.lead.rest):
        return None
    right = meaning(found["word"], words) if found["word"] else bool(found["yes"])
    if right is None:
        return None
    bare, mark = cut(line, 0, found.start()), RIGHT if right else WRONG
    behind = tail_of(line, found.start("remark")) if found["remark"] else NOTHING
    text, html = (
        f"{before} {mark} {after}".strip()
        for before, after in ((bare.text, behind.text), (bare.html, behind.html))
    )
    told = Line(line.number, text, html)
    name = key_of(bare.text[sign.lead.rest if sign.lead else 0 :])
    return _Told(told, name, right, plain=not found["word"], bare=not found["remark"])
