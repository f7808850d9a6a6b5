"""Read HTML into the lightest of trees: lxml parses, here are only the nodes that the reading of blocks asks for.

A tree of BeautifulSoup's takes four times as long to make, and its imports a tenth of a second. What its nodes
say of white space, of text that is none of the page (in scripts, above ruby) and of how a tag is written is kept.
"""

from collections.abc import Iterator
from html import escape
from typing import Any, Final

from lxml import etree

_WHITE: Final = " \n\t\f\r"
_KEPT_WHITE: Final = frozenset(("pre", "textarea"))
_APART: Final = frozenset(("rt", "rp", "style", "script", "template"))
"""Elements whose text is none of the text around them."""
_UNESCAPED: Final = frozenset(("style", "script"))
_VOID: Final = frozenset((
    "area", "base", "basefont", "bgsound", "br", "col", "command", "embed", "frame", "hr", "image", "img",
    "input", "isindex", "keygen", "link", "menuitem", "meta", "nextid", "param", "source", "spacer", "track", "wbr",
))  # fmt: skip
_LISTS: Final = {
    "a": ("rel", "rev"),
    "link": ("rel", "rev"),
    "td": ("headers",),
    "th": ("headers",),
    "form": ("accept-charset",),
    "object": ("archive",),
    "area": ("rel",),
    "icon": ("sizes",),
    "iframe": ("sandbox",),
    "output": ("for",),
}
_ALWAYS_LISTS: Final = ("class", "accesskey", "dropzone")
"""Attributes that hold names parted by white space, of which one blank is as good as several."""


class Text(str):
    """A piece of text between tags."""

    __slots__ = ()


class Apart(Text):
    """Text that is none of the text around its element: of a script, above a word."""

    __slots__ = ()


class Comment(Text):
    """What a comment says."""

    __slots__ = ()


class Instruction(Text):
    """A processing instruction, `<?php … ?>`."""

    __slots__ = ()


class Doctype(Text):
    """A document type declaration, wherever it stands."""

    __slots__ = ()


class Tag:
    """An element with its attributes and what is inside."""

    __slots__ = ("attrs", "children", "name")

    def __init__(self, name: str, attrs: dict[str, str]) -> None:
        self.name, self.attrs = name, attrs
        self.children: list[Node] = []

    def get(self, name: str, default: str = "") -> str:
        """Return the value of an attribute."""
        return self.attrs.get(name, default)

    def inside(self) -> "Iterator[Node]":
        """Yield all nodes inside in reading order."""
        for child in self.children:
            yield child
            if isinstance(child, Tag):
                yield from child.inside()

    def find(self, name: str) -> "Tag | None":
        """Return the first element of a name inside."""
        return next((node for node in self.inside() if isinstance(node, Tag) and node.name == name), None)

    def text(self) -> str:
        """Return the text inside."""
        kind = Apart if self.name in _APART else Text
        return "".join(node for node in self.inside() if type(node) is kind)

    def __str__(self) -> str:
        """Return the element as HTML, its attributes in the order of their names."""
        attrs = "".join(f" {name}={_quoted(value)}" for name, value in sorted(self.attrs.items()))
        if not self.children and self.name in _VOID:
            return f"<{self.name}{attrs}/>"
        inside = (
            str(child) if isinstance(child, Tag) else _written(child, escaped=self.name not in _UNESCAPED)
            for child in self.children
        )
        return f"<{self.name}{attrs}>{''.join(inside)}</{self.name}>"


Node = Tag | Text


def parse(html: str) -> Tag | None:
    """Return the body of a page's HTML, None if nothing is there."""
    tree = _Target()
    target: Any = tree  # lxml's types have it that texts may be bytes
    parser = etree.HTMLParser(target=target, recover=True)
    # Without a body lxml would move the comments at the head of the page out of it.
    parser.feed(f"<html><body>{html}</body></html>")
    parser.close()
    return tree.root.find("body")


class _Target:
    """Makes the tree as lxml tells of tags and texts."""

    def __init__(self) -> None:
        self.root = Tag("", {})
        self._open = [self.root]
        self._said: list[str] = []
        self._kept_white = self._apart = 0

    def start(self, name: str, attrs: dict[str, str]) -> None:
        if self._said:
            self._flush()
        made = dict(attrs)
        if made:
            for listed in (*_ALWAYS_LISTS, *_LISTS.get(name, ())):
                if listed in made:
                    made[listed] = " ".join(made[listed].split())
        tag = Tag(name, made)
        self._open[-1].children.append(tag)
        self._open.append(tag)
        self._count(name, 1)

    def end(self, name: str) -> None:
        if self._said:
            self._flush()
        self._open.pop()
        self._count(name, -1)

    def data(self, text: str) -> None:
        self._said.append(text)

    def comment(self, text: str) -> None:
        self._flush()
        self._said.append(text)
        self._flush(Comment)

    def pi(self, name: str, data: str | None = None) -> None:
        self._flush()
        self._said.append(f"{name} {data or ''}")
        self._flush(Instruction)

    def doctype(self, name: str | None, public: str | None, system: str | None) -> None:
        self._flush()
        told = [f'PUBLIC "{public}"', f'"{system}"'] if public is not None else [f'SYSTEM "{system}"']
        self._said.append(" ".join((name or "", *(told if public is not None or system is not None else ()))))
        self._flush(Doctype)

    def close(self) -> None:
        self._flush()

    def _count(self, name: str, step: int) -> None:
        if name in _KEPT_WHITE:
            self._kept_white += step
        if name in _APART:
            self._apart += step

    def _flush(self, kind: type[Text] = Text) -> None:
        """Add what was said to the tree; of mere white space all that counts is whether a line ends in it."""
        text = "".join(self._said)
        if not text:
            return
        self._said.clear()
        if not self._kept_white and not text.strip(_WHITE):
            text = "\n" if "\n" in text else " "
        self._open[-1].children.append((Apart if self._apart and kind is Text else kind)(text))


def _quoted(value: str) -> str:
    """Return an attribute's value in quotation marks: those that it does not hold itself."""
    text = escape(value, quote=False)
    if '"' in text and "'" not in text:
        return f"'{text}'"
    return '"' + text.replace('"', "&quot;") + '"'


def _written(text: Text, *, escaped: bool) -> str:
    if isinstance(text, Comment):
        return f"<!--{text}-->"
    if isinstance(text, Instruction):
        return f"<?{text}>"
    if isinstance(text, Doctype):
        return f"<!DOCTYPE {text}>\n"
    return escape(text, quote=False) if escaped else str(text)
