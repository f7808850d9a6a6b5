"""The dialect's blocks are markdown-it-py's own, and their lines are exact.

The listings of `cases/commonmark` have a line a block: element, source lines, marker or info string, text;
`@ 3` says that what follows is in line 3.
"""

import re
from collections.abc import Iterator

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from ankibuild.markdown.dialect import Dialect
from tests.golden import Golden, golden

BLOCKS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "pre", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "div", "details", "summary"),
}
KEPT = {"start": "start", "data-marker": "marker", "data-info": "info", "data-indented": "indented"}
COMMONMARK = MarkdownIt("commonmark").enable("table")
DIALECT = Dialect()

Node = str | tuple[str, tuple[str, ...], list["Node"]]


def blocks(html: str) -> list[Node]:
    """Return the tree of block elements, text, comments and line marks of a page."""
    return list(_children(lxml_html.fragment_fromstring(html, create_parent="section"), pre=False))


def _children(element: lxml_html.HtmlElement, *, pre: bool) -> Iterator[Node]:
    text = ""
    for piece in _pieces(element):
        if isinstance(piece, str):
            text += piece
            continue
        yield from _words(text, pre=pre)
        text = ""
        if isinstance(piece, lxml_html.HtmlComment):
            comment = piece.text or ""
            yield (
                re.sub(r"^line:(\d+)$", r"@ \1", comment)
                if comment.startswith("line:")
                else f"<!--{comment}-->"
            )
        else:
            details = tuple(f"{name}={piece.get(key)}" for key, name in KEPT.items() if key in piece.attrib)
            lines = (piece.attrib["data-lines"],) if "data-lines" in piece.attrib else ()
            yield str(piece.tag), lines + details, list(_children(piece, pre=pre or piece.tag == "pre"))
    yield from _words(text, pre=pre)


def _pieces(element: lxml_html.HtmlElement) -> Iterator[str | lxml_html.HtmlElement]:
    """Yield the text, comments and block elements inside, looking through inline elements."""
    yield element.text or ""
    for child in element:
        if child.tag in BLOCKS or isinstance(child, lxml_html.HtmlComment):
            yield child
        else:
            yield from _pieces(child)
        yield child.tail or ""


def _words(text: str, *, pre: bool) -> Iterator[str]:
    if pre and text:
        yield repr(text)
    elif words := " ".join(text.split()):
        yield repr(words)


def listing(nodes: list[Node], depth: int = 0) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield "  " * depth + node
            continue
        tag, details, inside = node
        if len(inside) == 1 and isinstance(inside[0], str):
            details, inside = (*details, inside[0]), []
        yield "  " * depth + " ".join((tag, *details))
        yield from listing(inside, depth + 1)


def structure(nodes: list[Node]) -> list[Node]:
    """Return the tree without what only the dialect tells: lines, markers, info strings."""
    return [
        node if isinstance(node, str) else (node[0], _starts(node[1]), structure(node[2]))
        for node in nodes
        if not (isinstance(node, str) and node.startswith("@ "))
    ]


def _starts(details: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(detail for detail in details if detail.startswith("start="))


def assert_structure(markdown: str) -> None:
    assert structure(blocks(DIALECT.convert(markdown))) == structure(blocks(COMMONMARK.render(markdown)))


@pytest.mark.parametrize("case", golden("commonmark/blocks"), ids=lambda case: case.title)
def test_every_block_rule(case: Golden) -> None:
    assert_structure(case.given)
    case.check("".join(f"{line}\n" for line in listing(blocks(DIALECT.convert(case.given)))))


def test_a_comment_cut_off_by_its_item_ends_there() -> None:
    html = DIALECT.convert("- <!-- a\n\nb -->")
    assert list(listing(blocks(html))) == [
        "ul 1-1",
        "  li 1-1 marker=-",
        "    @ 1",
        "    <!-- a-->",
        "p 3-3 'b -->'",
    ]
