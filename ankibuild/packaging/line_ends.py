"""What stays together: the last words of a line of text, and the parts of a long compound that may be parted."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from ankibuild.patterns import lazily

CLOSING: Final = frozenset(
    "、。，．,.!?！？:;：；)）]］}｝」』】〉》〕”’ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々・…％%℃°"
)
"""No line begins with these."""
OPENING: Final = frozenset("（([［{｛「『【〈《〔“‘$¥￥#＃0123456789０１２３４５６７８９")
"""No line ends with these, nor within a number."""

WHOLE: Final = lazily("べき等性?|ふるまい|洗い替え|もどり値|ふりがな|はさみうち法?|見える化|ばらつき")
"""Words of the field that the parser of phrases cuts."""
LEAST: Final = 3
"""So many letters at least stand on a text's last line."""
_MOST: Final = 12
_SHORT: Final = 10
_SEEN: Final = 24
_KANJI, _KATAKANA, _LATIN = "一-龯々〆", "ァ-ヺー", r"A-Za-z0-9０-９Ａ-Ｚａ-ｚ_.\-/"
_WORD = lazily(rf"[{_KANJI}]+|[{_KATAKANA}]+|[{_LATIN}]+")
_LETTER = lazily(r"[^\W_]")
_TWO_LATIN = lazily(rf"[{_LATIN}]{{2}}")


def last_words(text: str) -> int:
    """Return where the last words of a line begin that stay together, 0 where nothing needs to.

    They have three letters at least, so that no last line is shorter, and are no longer than a phone bears.
    """
    if len(text) <= _SHORT:
        return 0
    least = _least(text)
    starts = [start for start in _starts(text) if 0 < start <= least]
    found = starts[-1] if starts and len(text) - starts[-1] <= _MOST else least
    while found and not _may_part(text[found - 1], text[found]):
        found -= 1
    one_word = text[found:].isascii() and " " not in text[found:]
    return found if len(text) - found <= _MOST and not one_word else 0


def _least(text: str) -> int:
    """Return where the last three letters begin."""
    place = len(text)
    for letters in range(LEAST):
        found = next((i for i in range(place - 1, -1, -1) if _LETTER.match(text[i])), -1)
        if found < 0:
            return 0 if not letters else place
        place = found
    return place


def _starts(text: str) -> Iterator[int]:
    """Yield where words begin near the end: at a kanji, katakana or Latin run behind something else."""
    near = max(0, len(text) - _SEEN)
    for found in _WORD.finditer(text, near):
        start = found.start()
        while start > near and text[start - 1] in OPENING and not text[start - 1].isdigit():
            start -= 1
        yield start


def _may_part(before: str, behind: str) -> bool:
    latin = _TWO_LATIN.match(before + behind)
    bound = behind.isspace() or before == "\xa0"
    return behind not in CLOSING and before not in OPENING and not bound and not latin


def before_particle(text: str, start: int) -> int:
    """Return where a long last phrase is parted that ends in って何？ or the like, else 0."""
    if len(text) - start <= _LONG:
        return 0
    found = _PARTICLE.search(text, start)
    return found.start() if found and found.start() - start >= _LONG else 0


# --- compounds ----------------------------------------------------------------------------------------

_LONG: Final = 8
"""A phrase of more characters may be parted within: pushed to the next line it leaves a ragged edge."""
_PART: Final = 2
"""Two kanji are a word."""
_JOINT = lazily(
    rf"(?<=[{_KANJI}])(?=[{_KATAKANA}])|(?<=[{_KATAKANA}])(?=[{_KANJI}])|(?<=[A-Za-z])(?=[{_KANJI}{_KATAKANA}])"
)
_PARTICLE = lazily(rf"(?<=[{_KANJI}{_KATAKANA}A-Za-z0-9」』）)])[ぁ-ん]{{2,3}}[{_KANJI}]{{1,2}}[？?。]?$")
_COMPOUND = lazily(rf"[{_KATAKANA}]{{{_LONG},}}")


def joints(phrase: str) -> list[int]:
    """Return where a long phrase may be parted: between scripts, and between the nouns of a katakana compound."""
    if len(phrase) <= _LONG:
        return []
    places = {found.start() for found in _JOINT.finditer(phrase)}
    for compound in _COMPOUND.finditer(phrase):
        places.update(compound.start() + place for place in _between_nouns(compound[0]))
    found: list[int] = []
    for place in sorted(places):
        far = place - (found[-1] if found else 0) >= _PART and len(phrase) - place >= LEAST
        if far and _may_part(phrase[place - 1], phrase[place]):
            found.append(place)
    return found


@cache
def _noun() -> re.Pattern[str]:
    lines = Path(__file__).with_name("compound_nouns.txt").read_text("utf-8").split("\n")
    nouns = [line for line in lines if line and not line.startswith("#")]
    return re.compile("|".join(sorted(nouns, key=len, reverse=True)))  # the longest first


def _between_nouns(compound: str) -> set[int]:
    """Return the ends of the nouns in a compound, if what lies between them may be words too."""
    ends = [0]
    for noun in _noun().finditer(compound):
        ends += [noun.start(), noun.end()]
    ends.append(len(compound))
    lengths = [behind - before for before, behind in pairwise(ends)]
    whole = all(length == 0 or length >= LEAST for length in lengths)
    return {place for place in ends if 0 < place < len(compound)} if whole else set()
