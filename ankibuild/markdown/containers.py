"""Boxes between lines of colons: Zenn's and Qiita's `:::message alert`, `:::details 題`, Docusaurus' `:::tip`.

A box that is never closed, and one of another name, stays text. MkDocs' `!!! note` and `??? note "題"` hold what is
indented below them.
"""

from collections.abc import Iterator
from html import escape
from itertools import takewhile
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

from ankibuild.markdown.codes import outside_fences
from ankibuild.patterns import lazily

_CALLOUTS: Final = {
    "message": "note", "note": "note", "info": "note", "tip": "tip", "success": "tip", "important": "important",
    "warn": "warning", "warning": "warning", "alert": "caution", "caution": "caution", "danger": "caution",
}  # fmt: skip
_FOLDS: Final = frozenset(("details", "spoiler"))
_MODIFIERS: Final = frozenset(("info", "warn", "alert"))
"""What Zenn and Qiita write behind the name; all else there is a title."""
_OPEN = lazily(r":{3,}[ \t]*(?P<name>[A-Za-z][\w-]*)(?:\[(?P<in>[^\]\n]*)\]|[ \t]+(?P<rest>[^\n]*))?[ \t]*")
_CLOSE = lazily(r":{3,}[ \t]*")
_INDENTED = lazily(
    r"(?:!!!|(?P<folds>\?{3})\+?)[ \t]+(?P<name>[A-Za-z][\w-]*)(?:[ \t]+[\w-]+)*"
    r"(?:[ \t]+\"(?P<title>[^\"\n]*)\")?[ \t]*"
)
_INDENT: Final = 4
_AROUND = " \t>"
_BULLET = lazily(r"(?:[-*+]|\d{1,3}[.)])[ \t]+")


def add_container_rule(blocks: MarkdownIt) -> None:
    """Teach the block pass the boxes; like a fence of code they need no blank line before them."""
    options: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    blocks.block.ruler.before("fence", "container", _rule, options)
    blocks.block.ruler.before("fence", "admonition", _admonition, {"alt": ["paragraph"]})


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(":::", at) or state.is_code_block(start):
        return False
    opening = _OPEN.fullmatch(state.src[at : state.eMarks[start]])
    name = opening["name"].lower() if opening else ""
    close = _closings(state).get(start, end)
    if not opening or close >= end or name not in {*_CALLOUTS, *_FOLDS} or not _holds(state, start, close):
        return False
    if not silent:
        title = (opening["in"] or opening["rest"] or "").strip()
        (_fold if name in _FOLDS else _callout)(state, start, close, name, title)
        state.line = close + 1
    return True


def _admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(("!!!", "???"), at) or state.is_code_block(start):
        return False
    opening = _INDENTED.fullmatch(state.src[at : state.eMarks[start]])
    indent = state.sCount[start] + _INDENT
    inside = takewhile(lambda n: state.isEmpty(n) or state.sCount[n] >= indent, range(start + 1, end))
    last = max((n for n in inside if not state.isEmpty(n)), default=start)
    if opening is None or last == start:
        return False
    if not silent:
        name, outer, state.blkIndent = opening["name"].lower(), state.blkIndent, indent
        shown = opening["title"] or (name.capitalize() if opening["folds"] else "")
        (_fold if opening["folds"] else _callout)(state, start, last, name, shown, end=last + 1)
        state.blkIndent, state.line = outer, last + 1
    return True


def _holds(state: StateBlock, start: int, close: int) -> bool:
    """Tell whether all lines inside belong to the list item of the opening, which else would end between."""
    lines = range(start + 1, close) if state.blkIndent else ()
    return all(state.isEmpty(n) or state.sCount[n] >= state.blkIndent for n in lines)


def _closings(state: StateBlock) -> dict[int, int]:
    """Return for the line of each opening that of its end; the page is looked through once."""
    if "closings" not in state.env:
        state.env["closings"] = dict(_pairs(state.src.split("\n")))
    found: dict[int, int] = state.env["closings"]
    return found


def _pairs(lines: list[str]) -> Iterator[tuple[int, int]]:
    opened: list[int] = []
    for place, line in outside_fences(lines):
        if ":::" not in line:
            continue
        bare = _BULLET.sub("", line.strip(_AROUND), count=1)
        if opened and _CLOSE.fullmatch(bare):
            yield opened.pop(), place
        elif _OPEN.fullmatch(bare):
            opened.append(place)


def _callout(
    state: StateBlock, start: int, close: int, name: str, title: str, end: int | None = None
) -> None:
    if title in _MODIFIERS:
        name, title = title, ""
    token = state.push("blockquote_open", "blockquote", 1)
    token.attrs["class"], token.map = f"callout {_CALLOUTS.get(name, 'note')}", [start, close + 1]
    if title:
        state.push("paragraph_open", "p", 1).map = [start, start + 1]
        inline = state.push("inline", "", 0)
        inline.content, inline.map, inline.children = f"**{title}**", [start, start + 1], []
        state.push("paragraph_close", "p", -1)
    _inside(state, start, end or close)
    state.push("blockquote_close", "blockquote", -1)


def _fold(state: StateBlock, start: int, close: int, _: str, title: str, end: int | None = None) -> None:
    _html(state, start, f"<details><summary>{escape(title, quote=False)}</summary>")
    state.level += 1
    _inside(state, start, end or close)
    state.level -= 1
    _html(state, close, "</details>")


def _html(state: StateBlock, line: int, content: str) -> None:
    token = state.push("html_block", "", 0)
    token.content, token.map = content, [line, line + 1]


def _inside(state: StateBlock, start: int, close: int) -> None:
    """Read what stands between the two lines."""
    last, state.lineMax = state.lineMax, close
    state.md.block.tokenize(state, start + 1, close)
    state.lineMax = last
