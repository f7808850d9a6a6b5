"""Cut inline HTML into lines: at `<br>` and at the ends of source lines."""

import re
from html import escape

from ankibuild.markdown.tree import Comment, Instruction, Node, Tag
from ankibuild.model import Line
from ankibuild.text import is_visible

LONGEST_TEXT = 3000
"""Characters of a line that are looked at; all of it is shown. Of 48,000 real lines the longest had 787."""
SILENT_TAGS = frozenset(("script", "style", "template", "head", "title", "meta", "link"))

_PLAYED = frozenset(("audio", "video"))


class Splitter:
    """Cuts inline content into lines at `<br>` and line ends, closing and reopening the tags around."""

    def __init__(self, number: int, *, raw: bool) -> None:
        self.number = number
        self.raw = raw
        self.lines: list[Line] = []
        self._open: list[Tag] = []
        self._html: list[str] = []
        self._text: list[str] = []
        self._picture = False
        self._began = 0
        """Where the text of the line begins: code in it may go on in the next one of the source."""

    def walk(self, node: Node) -> None:
        """Read a node and all inside it."""
        if isinstance(node, Comment | Instruction):
            marker = line_marker(node) if isinstance(node, Comment) else None
            if marker is not None:
                self.number = marker
                return
            if not is_inline_comment(node):
                self._html.append(f"<!--{' '.join(str(node).split())}-->")
            if self.raw:  # the dialect repeats a comment's line ends behind it, raw HTML does not
                self.number += str(node).count("\n")
        elif isinstance(node, Tag):
            self._tag(node)
        else:
            self._string(node)

    def _string(self, value: str) -> None:
        inside_code = any(tag.name == "code" for tag in self._open)
        ruby = any(tag.name in ("rt", "rp") for tag in self._open)
        for index, piece in enumerate(value.split("\n")):
            if index:
                if inside_code:
                    self._html.append(" " if piece else "")
                    self._text.append(" ")
                else:
                    self._break()
                self.number += 1
            if not self._began and piece.strip():
                self._began = self.number
            self._html.append(escape(piece, quote=False))
            if not ruby:
                self._text.append(piece)

    def _tag(self, tag: Tag) -> None:
        if tag.name == "br":
            self._break()
            return
        if tag.name in SILENT_TAGS:
            self.number += tag.text().count("\n")
            return
        if tag.name in _PLAYED or not tag.children:
            self._html.append(_whole(tag))
            self._picture = self._picture or tag.name == "img" or tag.name in _PLAYED
            self.number += tag.text().count("\n") if self.raw else 0
            return
        self._html.append(_start(tag))
        self._open.append(tag)
        for child in tag.children:
            self.walk(child)
        self._open.pop()
        self._html.append(f"</{tag.name}>")

    def _break(self) -> None:
        closing = "".join(f"</{tag.name}>" for tag in reversed(self._open))
        self._emit("".join(self._html) + closing)
        self._html = [_start(tag) for tag in self._open]
        self._text = []

    def _emit(self, html: str) -> None:
        text = seen(" ".join("".join(self._text).split()))
        if text or self._picture:
            self.lines.append(Line(self._began or self.number, text, _EMPTY_PAIR.sub("", html).strip()))
        self._picture = False
        self._began = 0

    def finish(self) -> tuple[Line, ...]:
        """Return the lines, the last one ended."""
        self._emit("".join(self._html))
        return tuple(self.lines)


def seen(text: str) -> str:
    """Return what recognisers see of a line's text: nothing of what nobody sees, and of a long one its beginning."""
    return text[:LONGEST_TEXT] if is_visible(text) else ""


_EMPTY_PAIR = re.compile(r"<(strong|em|b|i|u|del|mark|code|a|span|font)\b[^>]*>\s*</\1>")


def _whole(tag: Tag) -> str:
    """Return an element without its content, in which the source of a sound or film may stand."""
    if tag.name in _PLAYED and not tag.get("src"):
        sources = (node.attrs for node in tag.inside() if isinstance(node, Tag) and node.name == "source")
        tag.attrs |= next(({"src": attrs["src"]} for attrs in sources if "src" in attrs), {})
    return f"{_start(tag)}</{tag.name}>" if tag.name in _PLAYED else str(tag)


def _start(tag: Tag) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in tag.attrs.items())
    return f"<{tag.name}{attributes}>"


def line_marker(comment: Comment) -> int | None:
    """Return the source line that the dialect notes before raw HTML, None for any other comment."""
    found = re.fullmatch(r"line:(\d+)", comment)
    return int(found[1]) if found else None


def is_inline_comment(comment: Node) -> bool:
    """Tell a remark of the author from a comment that steers (see `steering`)."""
    return "ankibuild" not in str(comment) and not str(comment).strip().startswith("id:")
