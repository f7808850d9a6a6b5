"""Lists that their authors indent below a paragraph or a heading: to CommonMark they are text, or code."""

import re

from ankibuild.patterns import lazily

_BULLET = lazily(r"(?P<indent>\t+| {4,})(?:[-*+]|\d{1,3}[.)])[ \t\u3000]")
_OTHER = lazily(r"\s*(?:[-*+][ \t]|\d{1,3}[.)][ \t]|#{1,6}\s|>|\||```|~~~|<|:::|\$\$)|\s")
"""How a line begins that is no paragraph's: what is indented below it is its own."""


def dedent_lists(text: str) -> str:
    """Take the indentation off lists that stand right below a line of a paragraph, or below a heading.

    `問い` / tab `- 答え` is one paragraph by CommonMark's rules (an indented line cannot interrupt it), and code
    below a heading; the author, and editors that indent by tab, mean a list. Nothing within another list or a
    fence is touched.
    """
    if not _ANY.search(text):
        return text
    lines = text.split("\n")
    fence, plain, indent, headed = "", False, "", False
    for i, line in enumerate(lines):
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        if fence or not line.strip():
            plain, indent = False, indent if headed and not fence else ""
        elif indent and line.startswith(indent):
            lines[i] = line.removeprefix(indent)
        elif (plain or headed) and (found := _BULLET.match(line)):
            indent = found["indent"]
            lines[i] = line.removeprefix(indent)
        else:
            begins = i == 0 or not lines[i - 1].strip()
            plain, indent = (plain or begins) and not _OTHER.match(line), ""
            headed = bool(_HEADING.match(line))
    return "\n".join(lines)


_HEADING = re.compile(r"#{1,6}\s")
_ANY = lazily(r"^(?:\t| {4})[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t\u3000]", re.MULTILINE)
_FENCE = lazily(r"\s*(`{3,}|~{3,})")
