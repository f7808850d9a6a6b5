"""Keys in the gap of their stem: `…であるのは（C）である。` over the options A to D.

One such bracket may be a part of its sentence; where several stems of a page have one, all of them are keys.
"""

import re
from collections.abc import Mapping, Sequence

from ankibuild.model import Line
from ankibuild.patterns import lazily
from ankibuild.reader.series import Series
from ankibuild.reader.signs import Sign
from ankibuild.text import cut, narrow

LEAST = 2
"""So many stems of a page have their key in a gap."""
NEAR = 3
"""So many rows, at most, lie from the stem to its options."""
_GAP = lazily(r"\(\s*(?P<letters>[A-Ha-hア-オ①-⑧](?:[\s,、・]*[A-Ha-hア-オ①-⑧]){0,5})\s*\)")
_LABEL = lazily(r"[:→=]\s*$")
EMPTY = "（　）"


def find_gaps(signs: Sequence[Sign], series: Mapping[int, Series]) -> frozenset[int]:
    """Return the rows of a page whose gap holds the key of the options below."""
    found = frozenset(at for at in range(len(signs)) if _names_below(signs, at, series))
    return found if len(found) >= LEAST else frozenset()


def part_gap(stem: Line) -> tuple[Line, Line]:
    """Return a stem with its gap empty, and the letters that stood in it."""
    gap = next(_GAP.finditer(narrow(stem.text)), None)
    if gap is None:
        return stem, Line(stem.number, "", "")
    ends = cut(stem, 0, gap.start()), cut(stem, gap.end())
    empty = Line(stem.number, EMPTY.join(x.text for x in ends), EMPTY.join(x.html for x in ends))
    return empty, Line(stem.number, letters := " ".join(_letters(gap)), letters)


def _names_below(signs: Sequence[Sign], at: int, series: Mapping[int, Series]) -> bool:
    """Tell a stem whose one bracket names options of the list below it."""
    text = signs[at].row.text
    gaps = [*_GAP.finditer(narrow(text))]
    below = next((series[i] for i in range(at + 1, at + NEAR) if i in series), None)
    if len(gaps) != 1 or below is None or below.kind != "letters":
        return False
    if _LABEL.search(narrow(text)[: gaps[0].start()]):
        return False  # 選択：（D）
    return set(_letters(gaps[0])) <= {lead.letter for i in below.members if (lead := signs[i].lead)}


def _letters(gap: re.Match[str]) -> str:
    return re.sub(r"[\s,、・]", "", gap["letters"]).upper()
