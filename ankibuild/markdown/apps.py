"""Lines that only note apps read: `[TOC]`, the properties of Logseq's pages and blocks.

They become comments, line for line, so that the page's coverage tells of them as of what is no text.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from ankibuild.markdown.codes import commented, outside_fences
from ankibuild.patterns import lazily

_HEAD = r"(?P<head>[ \t>]*(?:[-*+][ \t]+)?)"
_CONTENTS = lazily(
    _HEAD
    + r"(?P<said>\[toc\]|\[\[_*toc_*\]\]|@\[toc\](?:\([^)\n]*\))?|\$\{toc\}|\{\{toc\}\}|\{:toc\})[ \t]*",
    re.IGNORECASE,
)
LOGSEQ: Final = (
    "alias", "background-color", "card-ease-factor", "card-last-interval", "card-last-reviewed",
    "card-last-score", "card-next-schedule", "card-repeats", "collapsed", "created-at",
    "exclude-from-graph-view", "file-path", "filters", "heading", "hl-color", "hl-page", "hl-stamp",
    "hl-type", "icon", "id", "last-modified-at", "ls-type", "public", "query-properties",
    "query-sort-by", "query-sort-desc", "query-table", "tags", "template", "template-including-parent",
    "title", "updated-at",
)  # fmt: skip
"""The properties that Logseq writes or reads itself."""
_PROPERTY = lazily(rf"{_HEAD}(?P<said>(?:{'|'.join(LOGSEQ)}|logseq\.[\w.-]+)::(?:[ \t].*)?)")
_ONE = lazily(rf"{_HEAD}(?P<said>[a-z][\w.-]*::(?:[ \t].*)?)")
_ANY = lazily(r"toc[\]}]|^[ \t>]*(?:[-*+][ \t]+)?[a-z][\w.-]*::(?:[ \t]|$)", re.IGNORECASE | re.MULTILINE)


def as_comments(text: str) -> str:
    """Make comments of the lines that are for the app alone; the first lines of a page may be any properties."""
    if not _ANY.search(text):
        return text
    lines = text.split("\n")
    own, hidden = _own(lines), commented(lines)
    at_head = True
    for place, line in outside_fences(lines):
        at_head = at_head and bool(not line.strip() or _ONE.fullmatch(line))
        found = _CONTENTS.fullmatch(line) or (_ONE if at_head or place in own else _PROPERTY).fullmatch(line)
        if found and place not in hidden:
            lines[place] = f"{found['head']}<!-- app: {found['said'].replace('--', '- -')} -->"
    return "\n".join(lines)


def _own(lines: Sequence[str]) -> frozenset[int]:
    """Return the places of lines side by side that look like properties, where one of them is Logseq's own."""
    found: set[int] = set()
    for is_one, run in groupby(outside_fences(lines), key=lambda each: bool(_ONE.fullmatch(each[1]))):
        block = list(run) if is_one else []
        if any(_PROPERTY.fullmatch(line) for _, line in block):
            found.update(place for place, _ in block)
    return frozenset(found)
