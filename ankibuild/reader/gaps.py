"""Keys in the gap of their stem, or at its end: `…であるのは（C）である。`, `…どれか？C` over the options A to D.

One such bracket may be a part of its sentence; where several stems of a page have one, all of them are keys.
"""

import re
from collections.abc import Mapping, Sequence
from functools import partial

from ankibuild.items.posed import GAP
from ankibuild.model import Line
from ankibuild.patterns import lazily
from ankibuild.reader.series import Series
from ankibuild.reader.signs import Sign
from ankibuild.text import cut, fold, narrow

LEAST = 2
"""So many stems of a page have their key in a gap."""
NEAR = 3
"""So many rows, at most, lie from the stem to its options."""
LONGEST_LABEL = 12
"""So many characters, at most, before a bracket are a label of what is in it."""
_LETTERS = r"[A-Ha-h{kana}{circled}](?:[\s,、・]*[A-Ha-h{kana}{circled}]){0,5}"
_GAP = lazily(rf"\(\s*(?P<letters>{_LETTERS})\s*\)|(?<=[?:。])\s*(?P<last>{_LETTERS})\s*$")
_LABEL = lazily(r"[:→=]\s*$")
EMPTY = "（　）"


def find_gaps(signs: Sequence[Sign], series: Mapping[int, Series]) -> frozenset[int]:
    """Return the rows of a page whose gap holds the key of the options below."""
    found = frozenset(filter(partial(_names_below, signs, series), range(len(signs))))
    return found if len(found) >= LEAST else frozenset()


def part_gap(stem: Line) -> tuple[Line, Line]:
    """Return a stem with its gap empty, and the letters that stood in it."""
    gap = _gap(stem.text)
    if gap is None:
        return stem, Line(stem.number, "", "")
    if gap["last"]:
        return cut(stem, 0, gap.start()), Line(stem.number, letters := " ".join(_letters(gap)), letters)
    ends = cut(stem, 0, gap.start()), cut(stem, gap.end())
    empty = Line(stem.number, EMPTY.join(x.text for x in ends), EMPTY.join(x.html for x in ends))
    return empty, Line(stem.number, letters := " ".join(_letters(gap)), letters)


def _gap(text: str) -> re.Match[str] | None:
    """Return the one gap of a stem: what stands at its end before all brackets; the letters of one left empty."""
    gaps = [*_GAP.finditer(narrow(text))]
    alone = len(gaps) == 1 and not GAP.search(fold(text))
    return gaps[-1] if gaps and (alone or gaps[-1]["last"]) else None


def _names_below(signs: Sequence[Sign], series: Mapping[int, Series], at: int) -> bool:
    """Tell a stem whose one bracket names options of the list below it."""
    text = signs[at].row.text
    below = next((series[i] for i in range(at + 1, at + NEAR) if i in series), None)
    if below is None or below.kind != "letters" or not _GAP.search(narrow(text)):
        return False
    if (gap := _gap(text)) is None:
        return False
    named = {lead.letter for i in below.members if (lead := signs[i].lead)}
    return named.issuperset(_letters(gap)) and not _is_labelled(signs[at], gap)


def _is_labelled(sign: Sign, gap: re.Match[str]) -> bool:
    """Tell a bracket behind a label of it, in a row that asks nothing: `選択：（D）`."""
    if sign.asks or (gap["last"] and sign.number) or gap.start() > LONGEST_LABEL:
        return False
    return _LABEL.search(narrow(sign.row.text)[: gap.start()]) is not None


def _letters(gap: re.Match[str]) -> str:
    return re.sub(r"[\s,、・]", "", gap["letters"] or gap["last"]).upper()
