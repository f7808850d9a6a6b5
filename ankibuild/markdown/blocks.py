"""Read a page's HTML into blocks: lines with their numbers, lists, tables, code, folds."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from ankibuild.markdown.elements import BLOCK_TAGS
from ankibuild.markdown.spans import Spans
from ankibuild.markdown.splitter import SILENT_TAGS, Splitter, is_inline_comment, line_marker, seen
from ankibuild.markdown.tree import Comment, Node, Tag, Text, parse
from ankibuild.model import Block, BlockKind, Line
from ankibuild.text import has_picture
from ankibuild.values import replace

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NO_TEXT = BLOCK_TAGS | SILENT_TAGS
"""What stands in a paragraph of raw HTML, but is none of its text."""
CONTAINERS: dict[str, BlockKind] = {"ul": "list", "ol": "list", "blockquote": "quote"}

_LOOKS = "katex-html"
"""What a web page holds beside a formula's MathML: glyphs and empty boxes that look like it."""


def read_blocks(html: str) -> tuple[Block, ...]:
    """Return the blocks of a page's HTML in reading order, headings among them."""
    body = parse(html)
    if body is None:
        return ()
    if _LOOKS in html:
        _drop_looks(body)
    return _Reader().blocks(body.children)


def _drop_looks(tag: Tag) -> None:
    """Take out what is there only for a formula's looks."""
    kept = [x for x in tag.children if not (isinstance(x, Tag) and _LOOKS in x.get("class").split())]
    tag.children[:] = kept
    for child in kept:
        if isinstance(child, Tag):
            _drop_looks(child)


class _Reader:
    """Reads elements into blocks; keeps the line number of raw HTML, which carries none of its own."""

    def __init__(self) -> None:
        self.line = 1
        self.raw = False

    def blocks(self, nodes: Iterable[Node]) -> tuple[Block, ...]:
        """Read sibling nodes: block elements to blocks, runs of inline nodes to paragraphs."""
        found: list[Block] = []
        run: list[Node] = []

        def flush() -> None:
            lines = self._inline(run)
            run.clear()
            if lines:
                found.append(_paragraph(lines))

        for node in nodes:
            if isinstance(node, Comment):
                if (marker := line_marker(node)) is not None:
                    flush()
                    self.line, self.raw = marker, True
                elif all(map(_is_blank, run)) or not is_inline_comment(node):
                    flush()
                    found.append(self._comment(node))
            elif isinstance(node, Tag) and (node.name in BLOCK_TAGS or _holds_blocks(node)):
                flush()
                found.extend(self._element(node))
            elif isinstance(node, Tag) and node.name in SILENT_TAGS:
                flush()
                found.append(self._silent(node))
            else:
                run.append(node)
        flush()
        return tuple(found)

    def _element(self, tag: Tag) -> tuple[Block, ...]:
        name = tag.name
        if span := _span(tag):
            self.line, self.raw = span[0], False
        if name in HEADINGS:
            return self._heading(tag)
        if name == "p":
            return self._p(tag)
        if name == "dl" and (items := tuple(self._definitions(tag))):
            return (Block("list", items[0].first, items[-1].last, "", (), items),)
        if name in CONTAINERS:
            return (self._container(tag, CONTAINERS[name]),)
        single = {"li": self._item, "table": self._table, "pre": self._code, "details": self._details}
        if name in single and (name != "table" or tag.find("tr")):  # without a row it is only begun
            return (single[name](tag),)
        # A div, center or section only wraps: its content counts as if it stood there bare.
        return (Block("rule", self.line, self.line, ""),) if name == "hr" else self.blocks(tag.children)

    def _heading(self, tag: Tag) -> tuple[Block, ...]:
        first = self.line
        lines = self._inline(tag.children)
        first, last = _span(tag) or (first, self.line)
        text = " ".join(line.text for line in lines)
        title = Line(first, text, " ".join(line.html for line in lines))
        shown = text or has_picture(title)
        return (Block("heading", first, last, "", (title,) if shown else (), marker=tag.name[1]),)

    def _p(self, tag: Tag) -> tuple[Block, ...]:
        if any(isinstance(child, Tag) and child.name in _NO_TEXT for child in tag.children):
            return self.blocks(tag.children)
        lines = self._inline(tag.children)
        if span := _span(tag):
            self.line = span[1]
        return (_paragraph(lines, span),) if lines else ()

    def _container(self, tag: Tag, kind: BlockKind) -> Block:
        first = self.line
        inside = self.blocks(tag.children)
        if kind == "list":
            inside = tuple(block for block in inside if block.kind == "item") or inside
        first, last = self._around(tag, inside, first)
        return Block(kind, first, last, "", (), inside, tag.get("class"))

    def _definitions(self, tag: Tag) -> Iterator[Block]:
        """Yield each term of a `<dl>` as an item with its definitions inside."""
        lines: tuple[Line, ...] = ()
        inside: list[Block] = []
        for child in _unboxed(tag):
            if not isinstance(child, Tag) or child.name not in ("dt", "dd"):
                self._count(child)
                continue
            if child.name == "dt" and inside:
                yield _definition(lines, inside)
                lines, inside = (), []
            found = self.blocks(child.children)
            if child.name == "dt":
                lines += tuple(line for block in found for line in block.lines)
            else:
                inside += found
        if lines or inside:
            yield _definition(lines, inside)

    def _item(self, tag: Tag) -> Block:
        first = self.line
        inside = self.blocks(tag.children)
        first, last = self._around(tag, inside, first)
        lines: tuple[Line, ...] = ()
        if inside and inside[0].kind == "paragraph":
            lines, inside = inside[0].lines, inside[1:]
        checked = {"true": True, "false": False}.get(tag.get("data-checked"))
        marker = tag.get("data-marker", "-")
        return Block("item", first, last, "", lines, inside, marker, checked)

    def _table(self, tag: Tag) -> Block:
        start = self.line
        rows = tuple(self._rows(tag))
        first, last = self._around(tag, rows, start)
        return Block("table", first, max(last, self.line), str(tag), (), rows)

    def _rows(self, tag: Tag) -> Iterator[Block]:
        """Yield the rows of a table, counting the line ends between them."""
        spans = Spans()
        for child in tag.children:
            if isinstance(child, Tag) and child.name == "tr":
                yield self._row(child, spans)
            elif isinstance(child, Tag) and child.name in ("thead", "tbody", "tfoot"):
                yield from self._rows(child)
            else:
                self._count(child)

    def _count(self, node: Node) -> None:
        """Count the line ends of what is no block: only those of raw HTML say where the next one stands."""
        if self.raw:
            self.line += _text(node).count("\n")

    def _around(self, tag: Tag, inside: Sequence[Block], first: int) -> tuple[int, int]:
        """Return the lines of a container; in raw HTML its end tag may stand below its last block."""
        if span := _span(tag):
            self.line = span[1]
            return span
        first, last = (inside[0].first, inside[-1].last) if inside else (first, first)
        self.line = max(self.line, last)
        return first, last

    def _row(self, tag: Tag, spans: Spans) -> Block:
        span = _span(tag)
        if span:
            self.line = span[0]
        first = self.line
        cells: list[tuple[Tag, Line]] = []
        for cell in tag.children:
            if not (isinstance(cell, Tag) and cell.name in ("td", "th")):
                self._count(cell)
                continue
            lines = self._inline(cell.children)
            text, html = seen(" ".join(x.text for x in lines)), "<br>".join(x.html for x in lines)
            cells.append((cell, Line(lines[0].number if lines else first, text, html)))
        marker = "th" if tag.find("th") and not tag.find("td") else ""
        first, last = span or (first, self.line)
        return Block("row", first, last, "", spans.row(cells), (), marker)

    def _code(self, tag: Tag) -> Block:
        first, last = _span(tag) or (self.line, self.line + tag.text().rstrip("\n").count("\n"))
        _break_once(tag)
        fenced = "data-indented" not in tag.attrs
        start = first + (1 if fenced and _span(tag) else 0)
        rows = tag.text().rstrip("\n").split("\n")
        lines = tuple(
            Line(start + n, seen(row.strip()), escape(row)) for n, row in enumerate(rows) if row.strip()
        )
        self.line = last
        info = tag.get("data-info")
        return Block("code", first, last, str(tag), lines, marker=("```" + info) if fenced else "")

    def _details(self, tag: Tag) -> Block:
        first = self.line
        summary = next((x for x in tag.children if isinstance(x, Tag) and x.name == "summary"), None)
        lines: tuple[Line, ...] = ()
        above: tuple[Block, ...] = ()
        children = list(tag.children)
        if summary is not None:
            at = next(i for i, child in enumerate(children) if child is summary)
            above = self.blocks(children[:at])
            lines = tuple(line for block in self.blocks(summary.children) for line in block.lines)
            children = children[at + 1 :]
        inside = (*above, *self.blocks(children))
        last = max(self.line, *(block.last for block in inside)) if inside else self.line
        return Block("details", first, last, "", lines, inside)

    def _silent(self, tag: Tag) -> Block:
        """Read what is not for the reader of the page as a comment, so that it is accounted for."""
        first = self.line
        self.line += tag.text().count("\n")
        return Block("comment", first, self.line, "", (Line(first, f"<{tag.name}>", ""),))

    def _comment(self, node: Comment) -> Block:
        first = self.line
        self.line += node.count("\n")
        text = " ".join(node.split())
        return Block("comment", first, self.line, "", (Line(first, text, ""),))

    def _inline(self, nodes: Iterable[Node]) -> tuple[Line, ...]:
        splitter = Splitter(self.line, raw=self.raw)
        for node in nodes:
            splitter.walk(node)
        self.line = splitter.number
        return splitter.finish()


def _span(tag: Tag) -> tuple[int, int] | None:
    value = tag.get("data-lines")
    if not value:
        return None
    first, _, last = value.partition("-")
    return int(first), int(last)


def _text(node: Node) -> str:
    """Return what stands there to read: nothing of comments."""
    if isinstance(node, Tag):
        return node.text()
    return node if type(node) is Text else ""


def _unboxed(tag: Tag) -> Iterator[Node]:
    """Yield the children of a `<dl>`, which may stand in groups of `<div>`."""
    for child in tag.children:
        if isinstance(child, Tag) and child.name == "div":
            yield from _unboxed(child)
        else:
            yield child


def _definition(lines: tuple[Line, ...], inside: Sequence[Block]) -> Block:
    numbers = [line.number for line in lines] + [x for block in inside for x in (block.first, block.last)]
    return Block("item", min(numbers), max(numbers), "", lines, tuple(inside), "-")


def _paragraph(lines: tuple[Line, ...], span: tuple[int, int] | None = None) -> Block:
    first, last = span or (lines[0].number, lines[-1].number)
    # An inline tag over several lines may hide line ends in its attributes: never point outside.
    kept = tuple(replace(line, number=min(line.number, last)) for line in lines)
    return Block("paragraph", first, last, "", kept)


def _is_blank(node: Node) -> bool:
    return not isinstance(node, Tag | Comment) and not node.strip()


def _break_once(tag: Tag) -> None:
    """Drop the breaks in code that stand at the end of a line: in a paragraph each line end is both."""
    behind = [*tag.children[1:], None]
    tag.children = [
        child
        for child, after in zip(tag.children, behind, strict=bool(tag.children))
        if not (
            isinstance(child, Tag)
            and child.name == "br"
            and isinstance(after, Text)
            and after.startswith("\n")
        )
    ]
    for child in tag.children:
        if isinstance(child, Tag):
            _break_once(child)


def _holds_blocks(tag: Tag) -> bool:
    """Tell an inline element that wraps blocks: `<font><ul>…`, legal in browsers, frequent in notes."""
    return any(isinstance(child, Tag) and child.name in BLOCK_TAGS for child in tag.children)
