"""Convert a page's Markdown to HTML that says from which source lines each block comes.

Python-Markdown converts; its block structure comes from markdown-it-py, which gets the lists of real
notes right and knows the lines. CommonMark's inline rules leave Japanese bold such as
`**「学習率」**が` as asterisks, so the inline syntax stays Python-Markdown's (see `inline.py`).
"""

import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterable, Sequence

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.util import AtomicString, code_escape
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ankibuild.markdown.apps import as_comments
from ankibuild.markdown.balance import CODE, NO_BLOCKS, Balance, Open, goes_on, never_closed
from ankibuild.markdown.cells import with_whole_rows
from ankibuild.markdown.chats import without_marks
from ankibuild.markdown.codes import with_open_comments_as_text, without_stray_fences
from ankibuild.markdown.containers import add_container_rule
from ankibuild.markdown.elements import unknown_element
from ankibuild.markdown.footnotes import FootnoteReference, add_definition_rule, take_footnotes
from ankibuild.markdown.inline import NotesExtension
from ankibuild.markdown.mathematics import add_display_rule, formula
from ankibuild.markdown.nesting import dedent_lists
from ankibuild.markdown.obsidian import hide
from ankibuild.markdown.raw_html import add_html_rule, closed_names, tame
from ankibuild.markdown.shortcodes import with_signs
from ankibuild.patterns import lazily

_NEWLINE = re.compile(r"\r\n?")
_ALIGN = "text-align:"
_SIGNS = r"\\`*_\[<&$~={《\n"
_INLINE_SYNTAX = lazily(f"[{_SIGNS}]")
_BOLD = rf"\*\*(?!\s)[^{_SIGNS}]+(?<!\s)\*\*"
_ONLY_BOLD = lazily(rf"[^{_SIGNS}]*{_BOLD}(?:[^{_SIGNS}]+{_BOLD})*[^{_SIGNS}]*")
_MAX_NESTING = 100
"""Blocks deeper than this are dropped by markdown-it-py, whose own limit of 20 is ten levels of lists."""


class TooDeepError(Exception):
    """Blocks are nested so deeply that what is inside would be lost; `line` is where."""

    def __init__(self, line: int) -> None:
        super().__init__(f"nested too deeply in line {line}")
        self.line = line


class Dialect:
    """A converter for the Markdown of study notes; construct it once and use it for every page."""

    def __init__(self, *, ruby_brackets: bool = False) -> None:
        """Make a converter; with `ruby_brackets`, `漢字《かんじ》` is ruby too."""
        self._md = Markdown(extensions=[NotesExtension(ruby_brackets=ruby_brackets)])
        self._parser = LineParser(self._md)
        self._md.parser = self._parser
        # Whitespace and raw HTML are the block pass's business: it knows tabs and HTML blocks by line.
        self._md.preprocessors.deregister("normalize_whitespace")
        self._md.preprocessors.deregister("html_block")
        # Its indentation would add newlines, and those inside a paragraph count source lines.
        self._md.treeprocessors.deregister("prettify")

    def convert(self, text: str, first_line: int = 1) -> str:
        r"""Return the HTML of a page whose text begins in the source line `first_line`.

        - Every block has `data-lines="FIRST-LAST"`, without trailing blank lines; raw HTML blocks are put
          out as they are, behind a comment `<!--line:FIRST-->`, and so is text that follows another block
          in an item of a tight list.
        - `ol` has `start` unless it is 1, `li` has `data-marker` as written ("-", "2."), `pre` has
          `data-info` (the info string of a fence) or `data-indented`.
        - A line break within a paragraph is `<br />` and a newline, so that counting the newlines gives
          the line; newlines within a tag, a comment or a formula are repeated behind it.
        - A formula is `<span class="math">` with `\(…\)` or `\[…\]`; a call-out has `class="callout note"`
          and the like, a task item `data-checked`; a footnote stands where it is referred to.

        Raises TooDeepError.
        """
        self._md.reset()
        self._parser.first_line = first_line
        text = dedent_lists(without_stray_fences(without_marks(_NEWLINE.sub("\n", text))))
        text = with_whole_rows(_with_comments(text))
        return self._md.convert(text.replace("\x02", "").replace("\x03", ""))


def _with_comments(text: str) -> str:
    """Make comments of what only apps read, beside those that the author wrote."""
    bare = with_open_comments_as_text(text) if "<!--" in text else text
    made = as_comments(hide(bare))
    return text if made == bare else made


class _Blocks(MarkdownIt):
    """The block rules: CommonMark's, tables, footnotes, formulas; link targets stay as they are written."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"maxNesting": _MAX_NESTING})
        self.enable("table").disable("inline")
        add_definition_rule(self)
        add_display_rule(self)
        add_container_rule(self)
        add_html_rule(self)

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        """Keep a target unquoted: the names of local media files are compared literally."""
        return url


class LineParser(BlockParser):
    """A block parser for Python-Markdown that builds the tree from markdown-it-py's tokens."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.first_line = 1
        self._blocks = _Blocks()

    def parseDocument(self, lines: Iterable[str]) -> ET.ElementTree:  # noqa: N802
        """Return the tree of a page and hand its link definitions to the inline rules."""
        source = list(lines)
        env: dict[str, dict[str, dict[str, str]]] = {}
        parsed = self._blocks.parse("\n".join(source), env)
        for token in parsed:
            if token.nesting > 0 and token.level + 1 >= _MAX_NESTING and token.map:
                raise TooDeepError(self.first_line + token.map[0])
        tokens, footnotes = take_footnotes(parsed)
        for label, target in env.get("references", {}).items():
            self.md.references[label.lower()] = (target["href"], target["title"])
        references = self.md.inlinePatterns["footnote"]
        if isinstance(references, FootnoteReference):
            references.define(footnotes)
        self.root = ET.Element(self.md.doc_tag)
        _Tree(self.md, self.root, source, self.first_line).build(tokens)
        return ET.ElementTree(self.root)


class _Tree:
    """Builds one page's tree below `root`."""

    def __init__(self, md: Markdown, root: ET.Element, source: Sequence[str], first_line: int) -> None:
        self._md = md
        self._stack = [root]
        self._page = "\n".join(source)
        self._closed = closed_names(self._page)
        self._balances = [Balance()]
        self._never_closed = [frozenset[Open]()]
        """Of the lists, items and quotes that are open: the elements that nothing in them ends."""
        self._next = iter(self._never_closed)
        self._last_comment = max((n for n, line in enumerate(source) if "-->" in line), default=-1)
        self._offset = first_line
        self._last_filled = list(
            itertools.accumulate(
                (number if line.strip() else 0 for number, line in enumerate(source)), max, initial=0
            )
        )

    def build(self, tokens: Sequence[Token]) -> None:
        self._next = iter(never_closed(tokens, self._tamed))
        self._never_closed = [next(self._next)]
        for token in tokens:
            if token.hidden:
                continue
            if token.nesting >= 0 and not (token.type == "html_block" and goes_on(token.content)):
                self._end_raw(NO_BLOCKS)
            if token.nesting > 0:
                self._enter(token)
            elif token.nesting < 0:
                self._leave()
            elif token.type == "inline":
                self._text(token)
            elif token.type in {"fence", "code_block"}:
                self._code(token)
            elif token.type == "math_block":
                self._element(token, "p").append(formula(token.content, display=True))
            elif token.type == "html_block":
                self._html(token)
            else:
                self._element(token)

    def _enter(self, token: Token) -> None:
        if token.type == "heading_open" and not token.level:
            self._stash(self._balances[0].end(self._never_closed[0]))
        self._stack.append(self._element(token))
        self._balances.append(Balance())
        self._never_closed.append(next(self._next))

    def _end_raw(self, names: Collection[str]) -> None:
        """End those elements of these names that were left open: what comes is none of theirs."""
        left = self._never_closed[-1]
        self._stash(self._balances[-1].end({each for each in left if each[0] in names}) if left else "")

    def _leave(self) -> None:
        balance = self._balances.pop()
        self._never_closed.pop()
        self._stash(balance.end(frozenset(balance.open)))
        self._stack.pop()

    def _stash(self, raw: str) -> None:
        """Put raw HTML where it stands; Python-Markdown drops the bare `p` around the placeholder again."""
        if raw:
            ET.SubElement(self._stack[-1], "p").text = AtomicString(self._md.htmlStash.store(raw))

    def _element(self, token: Token, tag: str = "") -> ET.Element:
        element = ET.SubElement(self._stack[-1], tag or token.tag)
        if token.map:
            element.set("data-lines", self._lines(token))
        if token.type == "list_item_open":
            element.set("data-marker", token.info + token.markup)
        if "class" in token.attrs:
            element.set("class", str(token.attrs["class"]))
        if "start" in token.attrs:
            element.set("start", str(token.attrs["start"]))
        if "style" in token.attrs:
            element.set("align", str(token.attrs["style"]).removeprefix(_ALIGN))
        return element

    def _first(self, token: Token) -> int:
        return self._offset + (token.map[0] if token.map else 0)

    def _lines(self, token: Token) -> str:
        first, end = token.map or [0, 1]
        return f"{self._offset + first}-{self._offset + max(first, self._last_filled[end])}"

    def _text(self, token: Token) -> None:
        """Put inline source where the inline rules will find it."""
        parent = self._stack[-1]
        # Most lines have no markup at all, or some bold: two thirds of the time would go into looking for more.
        said, *more = [token.content]
        if not _INLINE_SYNTAX.search(said):
            said = AtomicString(with_signs(said))
        elif _ONLY_BOLD.fullmatch(said):
            said, *more = map(AtomicString, with_signs(said).split("**"))
        first = str(self._first(token))
        begins = parent.get("data-lines", first).partition("-")[0]
        if not len(parent) and begins == first:  # not in the line below a bare bullet
            parent.text = said
        else:
            comment = ET.Comment(AtomicString(f"line:{first}"))
            comment.tail = said
            parent.append(comment)
        for bold, behind in zip(more[::2], more[1::2], strict=True):
            strong = ET.SubElement(parent, "strong")
            strong.text, strong.tail = bold, behind

    def _code(self, token: Token) -> None:
        pre = self._element(token, "pre")
        if token.type == "fence":
            pre.set("data-info", token.info.strip())
        else:
            pre.set("data-indented", "")
        ET.SubElement(pre, "code").text = AtomicString(code_escape(token.content))

    def _html(self, token: Token) -> None:
        if self._is_placeholder(token.content.strip()):
            self._element(token, "p").text = token.content.strip()
            return
        raw = self._tamed(token)
        self._balances[-1].read(raw)
        self._stash(f"<!--line:{self._first(token)}-->{raw}")
        self._end_raw(CODE)

    def _tamed(self, token: Token) -> str:
        if token.meta.get("tamed") is None:
            content = token.content.rstrip()
            is_open = content.rfind("<!--") > content.rfind("-->")
            if is_open and token.map and token.map[1] <= self._last_comment:
                content += "-->"  # cut off by its list item or quote; one that ends nowhere is text
            token.meta["tamed"] = tame(content, self._closed)
        return str(token.meta["tamed"])

    def _is_placeholder(self, raw: str) -> bool:
        """Tell `<bucket-name>` alone on its line from a component that is closed somewhere."""
        name = unknown_element(raw)
        return bool(name) and not (f"<{name}" in self._page and f"</{name}" in self._page)
