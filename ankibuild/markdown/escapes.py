"""Take off the backslashes of an editor that escaped all Markdown of what was pasted: `\\#\\# 問題1`."""

import re
from typing import Final

from ankibuild.patterns import lazily

_SIGN: Final = lazily(r"\\(?=[#*_`>\[\]()+.!~|-])")
_ESCAPED: Final = re.compile(r"^[ \t]*\\(?:#|\*\\\*|-)", re.MULTILINE)
_OWN: Final = re.compile(r"^[ \t]*(?:#{1,6}\s|\*\*)", re.MULTILINE)
_LEAST: Final = 3
"""So many lines, at most, may begin with a sign that their author wanted to show."""


def unescaped(text: str) -> str:
    """Return a page's text as it was before: where far more lines begin with escaped signs than with bare ones.

    CommonMark shows an escaped sign as it is (https://spec.commonmark.org/0.31.2/#backslash-escapes), so that such a
    page has no headings and no bold text at all. The lines stay where they are.
    """
    escaped = len(_ESCAPED.findall(text))
    return _SIGN.sub("", text) if escaped > max(_LEAST, 2 * len(_OWN.findall(text))) else text
