"""Marks of the author's own: a sign that stands at one option of nearly every list says which one is right.

Rows are read with the signs that everyone knows in the place of the author's and of those that the config names.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from ankibuild.items.marks import RIGHT, SYMBOLS, WRONG
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.reader.series import Series
from ankibuild.reader.signs import Sign
from ankibuild.values import replace
from ankibuild.words import Words

LEAST, SURE = 3, 0.8
"""So many lists, and so large a share of those in which the sign stands, have it at one option each."""
_ALSO = "★☆*◀←＊※"
"""Signs of other classes than symbols that authors mark options with."""


@lru_cache(maxsize=8)
def known_marks(words: Words) -> Mapping[str, str]:
    """Return the single signs that the config adds to the marks, each with the one that stands for it."""
    added = dict.fromkeys(words.right_marks, RIGHT) | dict.fromkeys(words.wrong_marks, WRONG)
    return {
        mark: sign
        for mark, sign in added.items()
        if len(mark) == 1 and _is_sign(mark) and mark not in SYMBOLS
    }


def own_marks(signs: Sequence[Sign], series: Mapping[int, Series]) -> dict[str, str]:
    """Return the sign that marks one option of nearly every list of a page, where it is none that everyone knows."""
    lists = [each for each in series.values() if each.kind in ("letters", "numbers")]
    if len(lists) < LEAST:
        return {}
    told = [_marks_of(signs, each) for each in lists]
    seen = Counter(chain.from_iterable(told))
    lone = Counter(chain.from_iterable(filter(marks.get, marks) for marks in told))
    least = max(LEAST, len(lists) // 2 + 1)
    often = (mark for mark, count in lone.items() if count >= max(least, SURE * seen[mark]))
    return {mark: RIGHT for mark in often if mark not in SYMBOLS}


def _marks_of(signs: Sequence[Sign], series: Series) -> dict[str, bool]:
    """Return the signs at options of a list, each with whether some options have it not."""
    told = Counter(mark for i in series.members for mark in {*_at_ends(signs[i])})
    return {mark: count < len(series.members) for mark, count in told.items()}


def with_marks(rows: Sequence[Row], marks: Mapping[str, str]) -> list[Row]:
    """Return rows with signs replaced."""
    if not marks:
        return list(rows)
    table = str.maketrans(dict(marks))
    return [
        replace(row, line=Line(row.line.number, row.text.translate(table), row.line.html.translate(table)))
        if marks.keys() & {*row.text}
        else row
        for row in rows
    ]


def _at_ends(sign: Sign) -> Iterator[str]:
    """Yield the signs before and behind an option's text."""
    text = sign.row.text[sign.lead.rest if sign.lead else 0 :].replace("\ufe0f", "").strip()
    if len(text) > 1:
        yield from (end for end in (text[0], text[-1]) if _is_sign(end))


def _is_sign(text: str) -> bool:
    return text in _ALSO or unicodedata.category(text) == "So"
