"""Change the text of a page line by line, and leave its code alone."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from ankibuild.patterns import lazily

_FENCE = lazily(r"[ \t>]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?(?P<fence>`{3,}|~{3,})")
_SPAN = lazily(r"(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)")
_BARE = lazily(r"^(?:```|~~~)[ \t]*$", re.MULTILINE)
_COUNTED = lazily(r"(\d{1,3})[.)][ \t]+\S")
_COMMENT_MARK = lazily(r"<!--|-->")


def outside_fences(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not in a fence of code, each with its place."""
    fence = ""
    for place, line in enumerate(lines):
        if found := _FENCE.match(line):
            if not fence:
                fence = found["fence"]
                continue
            if found["fence"].startswith(fence):
                fence = ""
                continue
        if not fence:
            yield place, line


def without_stray_fences(text: str) -> str:
    """Blank bare fences around numbered items that count on from those outside: 4. over "```" over 5. and so on."""
    if not _BARE.search(text):
        return text
    lines = text.split("\n")
    counted = {place: int(found[1]) for place, line in enumerate(lines) if (found := _COUNTED.match(line))}
    places = [*counted]
    for opened, closed in _bare_fences(lines):
        at, end = bisect_left(places, opened), bisect_left(places, closed)
        if (
            at
            and opened + 1 in counted
            and _counts_on([counted[place] for place in places[at - 1 : end + 1]])
        ):
            lines[opened] = lines[closed] = ""
    return "\n".join(lines)


def _bare_fences(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of the first and the last line of each fence without an info string that is closed."""
    outside = [-1, *(place for place, _ in outside_fences(lines)), len(lines)]
    for before, after in pairwise(outside):
        marks = [place for place in range(before + 1, after) if _FENCE.match(lines[place])]
        if marks == [before + 1, after - 1] and all(_BARE.fullmatch(lines[place]) for place in marks):
            yield before + 1, after - 1


def _counts_on(numbers: Sequence[int]) -> bool:
    """Tell numbers before, in and behind a fence of which each follows the last; behind it others may begin."""
    first, *others = (b == a + 1 for a, b in pairwise(numbers))
    return first and all(others[:-1]) and (all(others) or numbers[-1] == 1)


def commented(lines: Sequence[str]) -> frozenset[int]:
    """Return the places of the lines that begin inside a comment of HTML; another one there would end it."""
    found: set[int] = set()
    open_ = False
    for place, line in outside_fences(lines):
        if open_:
            found.add(place)
        for mark in _COMMENT_MARK.findall(_SPAN.sub("", line)):
            open_ = mark == "<!--"
    return frozenset(found)


def with_open_comments_as_text(text: str) -> str:
    """Make text of each `<!--` that nothing ends: what is made a comment further down would end it."""
    lines = text.split("\n")
    last = max((place for place, line in outside_fences(lines) if "-->" in _SPAN.sub("", line)), default=-1)
    for place, line in outside_fences(lines):
        if place > last:
            lines[place] = outside_spans(line, lambda said: said.replace("<!--", "&lt;!--"))
        elif place == last:
            head, end, rest = line.rpartition("-->")
            lines[place] = head + end + outside_spans(rest, lambda said: said.replace("<!--", "&lt;!--"))
    return "\n".join(lines)


def outside_spans(line: str, change: Callable[[str], str]) -> str:
    """Return a line with all changed that is no code."""
    if "`" not in line:
        return change(line)
    kept: list[str] = []
    end = 0
    for span in _SPAN.finditer(line):
        kept += change(line[end : span.start()]), span[0]
        end = span.end()
    return "".join((*kept, change(line[end:])))


def inside_spans(line: str, change: Callable[[str], str]) -> str:
    """Return a line with only its code changed."""
    return _SPAN.sub(lambda span: change(span[0]), line)
