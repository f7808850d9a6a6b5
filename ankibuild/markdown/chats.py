"""What chat programs leave in the text that is copied out of them: marks of citations, no-break blanks."""

import re

from ankibuild.markdown.codes import outside_fences, outside_spans
from ankibuild.patterns import lazily

_MARK = lazily(
    r"(?P<before>[ \t]*)(?:"
    r"【\d+(?::\d+)?†[^】\n]*】"
    r"|\ue200[^\ue201\n]*\ue201"
    r"|:contentReference\[oaicite:[^\]\n]*\](?:\{[^}\n]*\})?"
    r"|\[oai_?cit(?:e|ation)[:‡][^\]\n]*\](?:\([^)\s]*\))?"
    r"|\[cite(?:_start|_end|: ?\d+(?:[,-] ?\d+)*)\]"
    r"|\[\^\d+\^\](?:\[\d+\])?(?:\([^)\s]*\))?"
    r"|(?<![A-Za-z])(?:file|nav)?(?:cite|list)(?:turn\d+[a-z]+\d+)+"
    r")(?P<after>[ \t]*)"
)
"""Of ChatGPT (with and without the signs that its page hides), Gemini and Copilot."""
_CLOSING = frozenset("、。，．,.;:!?！？)）」』】")
_NO_BREAK = lazily("[\u00a0\u202f]")
_INDENT = lazily(
    "(?=[ \t]*[\u00a0\u202f])[ \t\u00a0\u202f]+(?P<list>(?:[-*+•・]|\\d{1,3}[.)])[ \t\u00a0\u202f])?"
)
_ANY = lazily("[\u00a0\u202f\ue200]|†|oaicite|oai_citation|\\[cite|\\[\\^\\d+\\^|citeturn|listturn")


def without_marks(text: str) -> str:
    """Take the marks out of a page and make its no-break blanks plain ones; code in fences stays."""
    if not _ANY.search(text):
        return text
    lines = text.split("\n")
    for place, line in outside_fences(lines):
        lines[place] = outside_spans(_plain_blanks(line), _unmarked)
    return "\n".join(lines)


def _plain_blanks(line: str) -> str:
    """Make no-break blanks plain; those that only indent a line of prose would make code of it."""
    if not _NO_BREAK.search(line):
        return line
    indent = _INDENT.match(line)
    if indent and not indent["list"]:
        line = line[indent.end() :]
    return _NO_BREAK.sub(" ", line)


def _unmarked(text: str) -> str:
    return _MARK.sub(_blank, text)


def _blank(mark: re.Match[str]) -> str:
    """Return what stays of a mark's blanks: at a line's head its indentation, before a stop none."""
    if not mark.start():
        return mark["before"]
    behind = mark.string[mark.end() : mark.end() + 1]
    return "" if not behind or behind in _CLOSING else mark["before"] or mark["after"]
