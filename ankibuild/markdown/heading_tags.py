"""Take the author's tags off the end of a heading: `## RAID とは？ #ストレージ #aws/ebs`."""

import re
from html import escape
from typing import Final

from ankibuild.model import Line
from ankibuild.patterns import lazily
from ankibuild.text import cut

_TAG: Final = r"[#＃](?=[^\s#＃]*[^\W\d_])[^\s#＃{}()（）「」,、。?？]+"
_TAGS: Final = lazily(rf"(?:\s+{_TAG})+\s*$")
# In headings about code: what the compiler reads, not a tag.
_DIRECTIVES: Final = frozenset((
    "define", "elif", "else", "endif", "endregion", "error", "if", "ifdef", "ifndef", "import", "include", "line",
    "pragma", "region", "undef",
))  # fmt: skip
# とは #1, と #x, of #x: the heading speaks of what looks like a tag.
_GOES_ON: Final = lazily(
    r"(?:[とのはをにがでやも、,:：（(「『/]|\b(?:a|an|and|in|is|of|or|the|to|vs\.?|with))$", re.IGNORECASE
)


def without_tags(title: Line) -> tuple[Line, tuple[str, ...]]:
    """Return a heading without the tags behind it, and the tags; as it is where they belong to its text."""
    found = _TAGS.search(title.text)
    if not found or not _are_tags(title, found):
        return title, ()
    return cut(title, 0, found.start()), tuple(tag.lstrip("#＃") for tag in found[0].split())


def _are_tags(title: Line, found: re.Match[str]) -> bool:
    rest = title.text[: found.start()].strip()
    if not rest or re.search(r"(?<!\{)#", rest) or _GOES_ON.search(rest):
        return False
    if any(tag.lstrip("#＃").lower() in _DIRECTIVES for tag in found[0].split()):
        return False
    return title.html.rstrip().endswith(escape(found[0].split()[-1], quote=False))  # not in code or in a link
