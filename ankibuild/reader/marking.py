"""Marks of the author's own: what stands at one option of nearly every list says which one is right.

It is a sign before or behind the text, or words behind it that a bracket, an arrow or a dash sets off.
Rows are read with the signs that everyone knows in the place of the author's and of those that the config names.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from ankibuild.items.choosing import chooses
from ankibuild.items.marks import RIGHT, SYMBOLS, WRONG, lone_verdict
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.reader.series import Series
from ankibuild.reader.signs import Sign
from ankibuild.text import cut
from ankibuild.values import replace
from ankibuild.words import Words

LEAST, SURE = 3, 0.8
"""So many lists, and so large a share of those in which the sign stands, have it at one option each."""
_WORDS_BEHIND = lazily(
    r"\s*(?:[(（［\[【][^()（）［］\[\]【】]{2,28}[)）］\]】]|(?:[←⇐]|<-+|\s[-–—]{1,2}\s)\s*\w[^←⇐]{0,24})$"
)
_SET_OFF = lazily(r"^[\s(（［\[【←⇐<–—-]+|[)）］\]】]$")
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


def own_marks(signs: Sequence[Sign], series: Mapping[int, Series], words: Words) -> dict[str, str]:
    """Return the sign that marks one option of nearly every list of a page, where it is none that everyone knows."""
    lists = [each for each in series.values() if each.kind in ("letters", "numbers")]
    lettered = [each for each in lists if each.kind == "letters"]  # numbers count much that is no option
    often = {*_often(signs, lists), *_often(signs, lettered)}
    return {mark: RIGHT for mark in sorted(often) if not _is_known(mark, words)}


def picked(signs: Sequence[Sign], series: Mapping[int, Series]) -> list[Series]:
    """Return the bullets below questions of which one is bold, as if ticked, where nearly every such list has one.

    Answers in points may have an important one each: some question of the page has one choose.
    """
    found = [*_below_numbers(signs, series)]
    told = [signs[each.first - 1] for each in found if _has_one_bold(signs, each)]
    asked = [above.row.text for above in told if above.asks]
    if len(asked) < LEAST or len(told) < SURE * len(found) or not any(map(chooses, asked)):
        return []
    return [Series("boxes", each.members) for each in found]


def _below_numbers(signs: Sequence[Sign], series: Mapping[int, Series]) -> Iterator[Series]:
    """Yield the bullets below rows with a number."""
    bullets = (each for each in series.values() if each.kind == "bullets" and each.first)
    yield from (each for each in bullets if signs[each.first - 1].number)


def _has_one_bold(signs: Sequence[Sign], series: Series) -> bool:
    return sum(signs[i].bold for i in series.members) == 1


def _often(signs: Sequence[Sign], lists: Sequence[Series]) -> Iterator[str]:
    """Yield the signs that stand at one option of nearly every list."""
    told = [_marks_of(signs, each) for each in lists]
    seen = Counter(chain.from_iterable(told))
    lone = Counter(chain.from_iterable(filter(marks.get, marks) for marks in told))
    least = max(LEAST, len(lists) // 2 + 1)
    yield from (mark for mark, count in lone.items() if count >= max(least, SURE * seen[mark]))


def _marks_of(signs: Sequence[Sign], series: Series) -> dict[str, bool]:
    """Return the signs at options of a list, each with whether some options have it not.

    Words mark options only where those have letters: steps have numbers, and one of them "(optional)" behind it.
    """
    told = Counter(mark for i in series.members for mark in {*_at_ends(signs[i])})
    lettered = series.kind == "letters"
    return {mark: count < len(series.members) for mark, count in told.items() if lettered or len(mark) == 1}


def with_marks(rows: Sequence[Row], marks: Mapping[str, str]) -> list[Row]:
    """Return rows with signs replaced."""
    if not marks:
        return list(rows)
    table = str.maketrans({mark: sign for mark, sign in marks.items() if len(mark) == 1})
    behind = tuple(mark for mark in marks if len(mark) > 1)
    return [_with_mark(row, table, behind) for row in rows]


def _with_mark(row: Row, table: Mapping[int, str], behind: tuple[str, ...]) -> Row:
    line = row.line
    if told := next((mark for mark in behind if line.text.endswith(mark)), ""):
        bare = cut(line, 0, len(line.text) - len(told))
        line = Line(line.number, f"{bare.text} {RIGHT}", f"{bare.html} {RIGHT}")
    if not table.keys().isdisjoint(map(ord, line.text)):
        line = Line(line.number, line.text.translate(table), line.html.translate(table))
    return row if line is row.line else replace(row, line=line)


def _at_ends(sign: Sign) -> Iterator[str]:
    """Yield the signs before and behind an option's text, and the words behind it that are set off."""
    text = sign.row.text[sign.lead.rest if sign.lead else 0 :].replace("\ufe0f", "").strip()
    if len(text) > 1:
        yield from (end for end in (text[0], text[-1]) if _is_sign(end))
        if (words := _WORDS_BEHIND.search(text)) and words.start():
            yield words[0]


def _is_known(mark: str, words: Words) -> bool:
    """Tell a sign that everyone knows, and words that have a meaning already: (my answer), (wrong)."""
    bare = Line(0, _SET_OFF.sub("", mark), "")
    return mark in SYMBOLS or words.label(bare) is not None or lone_verdict(bare, words) is False


def _is_sign(text: str) -> bool:
    return text in _ALSO or unicodedata.category(text) == "So"
