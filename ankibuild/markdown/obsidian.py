"""What Obsidian hides from readers: `%% comments %%` and the `^id` at the end of a block."""

import re

from ankibuild.markdown.codes import commented
from ankibuild.patterns import lazily

_FENCE = lazily(r"[ \t>]*(?:[-*+][ \t]+)?(?P<fence>`{3,}|~{3,})")
# Between Japanese words there is no blank; behind a digit the signs are of per cent.
_COMMENT = lazily(r"(?<![A-Za-z0-9_%`])%%(?!%)(?P<said>[^%`]+?)%%(?![A-Za-z0-9_%`])")
# Written by hand it is a word; Obsidian's own are six hexadecimal digits. `2 ^10` is neither.
_ID = r"\^(?:[A-Za-z][\w-]{2,}|(?=\d*[a-f])[0-9a-f]{6})"
_BLOCK_ID = lazily(rf"(?:[ \t]{_ID}|^[ \t>]*(?:{_ID}|\^\d{{6}}))[ \t]*$")
_ANY_ID = re.compile(r"(?:^|[ \t>])\^", re.MULTILINE)


def hide(text: str) -> str:
    """Make HTML comments of Obsidian's and take block ids off, line for line; code stays as it is."""
    if "%%" not in text and not _ANY_ID.search(text):
        return text
    lines = text.split("\n")
    closed, hidden = _closing_lines(lines), commented(lines)
    fence, open_ = "", False
    for i, line in enumerate(lines):
        if open_:
            open_ = line.strip() != "%%"
            lines[i] = "-->" if not open_ else line.replace("--", "- -")
            continue
        if (found := _FENCE.match(line)) and (not fence or found["fence"].startswith(fence)):
            fence = "" if fence else found["fence"]
        elif not fence and line.strip() == "%%" and i < closed and i not in hidden:
            lines[i], open_ = "<!--", True
        elif not fence and i not in hidden:
            shown = _COMMENT.sub(_as_html, line)
            lines[i] = shown if "$" in shown else _BLOCK_ID.sub("", shown)
    return "\n".join(lines)


def _closing_lines(lines: list[str]) -> int:
    """Return the last line that is only `%%`: a comment opened there, or behind it, is never closed."""
    return next((i for i in range(len(lines) - 1, -1, -1) if lines[i].strip() == "%%"), -1)


def _as_html(found: re.Match[str]) -> str:
    return f"<!--{found['said'].replace('--', '- -')}-->"
