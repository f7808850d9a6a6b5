"""Part Anki's own text commands where an author only writes about them: they are live in every field.

`[sound:…]`, `[anki:…]`, `[latex]`, `[$]`, `[$$]` and `[[type:…]]` run wherever they stand, in code and in a picture's
alternative text too. An element around the bracket, or its number in an attribute, shows it as it is typed.
"""

import re
from typing import Final

from ankibuild.patterns import lazily

COMMAND: Final = r"\[(?=sound:|anki:|/?latex\]|/?\${1,2}\]|\[type:)"
_COMMAND: Final = lazily(COMMAND, re.IGNORECASE)
_CLOZE: Final = lazily(r"\{(?=\{c[0-9])")
_CLOZE_MARK: Final = lazily(r"\{\{c[0-9,]+::|\}\}")
_CODE: Final = lazily(r"<(pre|code)\b.*?</\1>", re.DOTALL)
_GAP: Final = lazily(
    r"(?P<code><(pre|code)\b.*?</\2>)|\{\{c[0-9]+::(?P<said>(?:(?!\}\}|::).)+)(?:::(?:(?!\}\}).)*)?\}\}",
    re.DOTALL,
)
BRACKET: Final = "<span>[</span>"


def inert(text: str) -> str:
    """Return HTML between its tags with all commands shown as text."""
    return _COMMAND.sub(BRACKET, text) if "[" in text else text


def inert_tag(tag: str) -> str:
    """Return a tag whose attributes hold no command."""
    return _COMMAND.sub("&#91;", tag) if "[" in tag else tag


def without_gaps(html: str) -> str:
    """Return text with what its clozes hide: they are gaps on cloze cards only."""
    if "{{c" not in html:
        return html
    return _GAP.sub(lambda found: found["code"] or found["said"], html)


def without_open_clozes(html: str) -> str:
    """Return the text of a cloze card in which each cloze is closed: of an open one Anki drops all to the end."""
    opened: list[int] = []
    for mark in _CLOZE_MARK.finditer(html):
        if mark[0] != "}}":
            opened.append(mark.start())
        elif opened:
            opened.pop()
    for place in reversed(opened):
        html = f"{html[:place]}<span>{{</span>{html[place + 1 :]}"
    return html


def bare(text: str) -> str:
    """Return plain text, as a tag is, without its brackets where one begins a command.

    All of them go: without the second one `[[sound:` and `[/[latex]` would be commands again.
    """
    return text.replace("[", "") if "[" in text and _COMMAND.search(text) else text


def without_clozes_in_code(html: str) -> str:
    """Return the text of a cloze card whose code hides and ends nothing: it is shown as it is typed."""
    if "{{c" not in html or "<code" not in html:
        return html
    return _CODE.sub(lambda code: as_typed(_CLOZE.sub("<span>{</span>", code[0])), html)


def as_typed(html: str) -> str:
    """Return HTML in which nothing ends a cloze or begins its hint: AWS::S3::Bucket, {{ name }}."""
    return html.replace("::", ":<span>:</span>").replace("}}", "}<span>}</span>")
