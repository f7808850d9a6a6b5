"""The inline syntax of study notes: what Python-Markdown's own rules lack."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import cast

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import (
    BACKTICK_RE,
    BacktickInlineProcessor,
    HtmlInlineProcessor,
    InlineProcessor,
    SimpleTagInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString
from markdown_it.common.html_re import HTML_TAG_RE

from ankibuild.markdown.bounded import bound_links
from ankibuild.markdown.boxes import Boxes
from ankibuild.markdown.elements import BLOCK_TAGS, is_markup
from ankibuild.markdown.footnotes import FootnoteReference
from ankibuild.markdown.foreign import end_of, link, shown
from ankibuild.markdown.links import add_links
from ankibuild.markdown.mathematics import add_formulas
from ankibuild.markdown.shortcodes import SHORTCODE, Shortcode
from ankibuild.patterns import lazily

_PUNCTUATION = list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_LINE_END = r"[ \t]*\\?\n[ \t]*"
_RAW_TAG = "(" + HTML_TAG_RE.pattern.removeprefix("^") + ")"  # older versions anchor it
_ENDS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}
_BOX = lazily(r"<input\b[^>]*\btype=[\"']?checkbox", re.IGNORECASE)
_FRAME = lazily(r"<(?:iframe|embed|object)\b[^>]*>(?:\s*</(?:iframe|embed|object)\s*>)?", re.IGNORECASE)
_BLOCK_TAG = lazily(rf"<(?:{'|'.join(sorted(BLOCK_TAGS))})\b", re.IGNORECASE)
_BREAK_TAG = lazily(r"<br\s*/?>[ \t]*(?=\n)", re.IGNORECASE)

_DELETED = r"(?<!~)(~~)(?![~\s])(.{1,2000}?)(?<![~\s])~~(?!~)"
# Next to a letter it is the operator: a==b && c==d.
_MARKED = r"(?<![=!<>A-Za-z0-9_)\]])(==)(?![=\s])(.{1,2000}?)(?<![=!<>\s])==(?![=A-Za-z0-9_])"

_KANA = r"\u3041-\u309f\u30a0-\u30ff"
_KANJI = r"\u3005-\u3007\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffffヶ"
# A reading is kana, and what it reads is not: {a|b} and {はい|いいえ} are choices.
_RUBY = rf"\{{(?=[^{{}}|]*[^\s{_KANA}{{}}|])([^{{}}|\n]+)\|([{_KANA}|]+)\}}"
_RUBY_BRACKETS = rf"(?:[|｜]([^|｜《》\n]+)|([{_KANJI}]+))《([{_KANA}]+)》"


class NotesExtension(Extension):
    """Registers the inline rules; `ruby_brackets` adds `漢字《かんじ》`."""

    def __init__(self, *, ruby_brackets: bool = False) -> None:
        super().__init__()
        self._ruby_brackets = ruby_brackets

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Add and replace rules; a higher number is applied earlier (code 190, escapes 180, links 170)."""
        md.ESCAPED_CHARS = _PUNCTUATION
        add_formulas(md)
        bound_links(md)
        add_links(md)
        rules = md.inlinePatterns
        rules.register(FootnoteReference(md), "footnote", 178)
        rules.register(Shortcode(SHORTCODE.pattern, md), "shortcode", 177)
        rules.register(Ruby(_RUBY, md), "ruby", 176)
        if self._ruby_brackets:
            rules.register(Ruby(_RUBY_BRACKETS, md), "ruby_brackets", 175)
        rules.register(Foreign(r"<(?:svg|math)\b", md), "foreign", 174)
        rules.deregister("linebreak")
        rules.register(Code(BACKTICK_RE), "backtick", 190)
        rules.register(RawTag(_RAW_TAG, md), "html", 90)
        rules.register(SimpleTagInlineProcessor(_DELETED, "del"), "deleted", 30)
        rules.register(SimpleTagInlineProcessor(_MARKED, "mark"), "marked", 25)
        rules.register(SubstituteTagInlineProcessor(_LINE_END, "br"), "line_break", 5)
        md.treeprocessors.register(Boxes(md), "boxes", 40)
        md.treeprocessors.register(BreakNewlines(md), "break_newlines", 15)
        md.treeprocessors.register(HoldBlocks(md), "hold_blocks", 14)


class Ruby(InlineProcessor):
    """Turn `{漢字|かんじ}`, `{漢字|かん|じ}` (one reading a character) and `漢字《かんじ》` into ruby."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[ET.Element, int, int]:
        """Return the element."""
        *bases, reading = (group for group in m.groups() if group)
        base, readings = bases[0], reading.split("|")
        pairs = (
            zip(base, readings, strict=True) if len(base) == len(readings) else [(base, "".join(readings))]
        )
        ruby = ET.Element("ruby")
        ruby.text = AtomicString("")
        for text, kana in pairs:
            _append(ruby, text)
            ET.SubElement(ruby, "rt").text = AtomicString(kana)
        return ruby, m.start(), m.end()


def _append(parent: ET.Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = AtomicString(text)
    else:
        parent.text = AtomicString(text)


class Code(BacktickInlineProcessor):
    """Keep the line ends at the edges of code, which the library strips: they are counted."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | str | None, int | None, int | None]:
        """Return the element."""
        element, start, end = super().handleMatch(m, data)
        if isinstance(element, ET.Element) and start is not None and end is not None:
            said = element.text or ""
            element.text = AtomicString(said + "\n" * (data.count("\n", start, end) - said.count("\n")))
        return element, start, end


class Foreign(InlineProcessor):
    """Show the drawings and formulas of web pages; what is not closed, or shows nothing, is text."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        """Stash what shows the element, with the newlines inside it repeated behind it."""
        end = end_of(data, m.start())
        piece = self.unescape(data[m.start() : end]) if end > 0 else ""
        if not piece or not (html := shown(piece)):
            return None, None, None
        return self.md.htmlStash.store(html + "\n" * piece.count("\n")), m.start(), end


class _Tags:
    """Looks for tags as the pattern does, but not for the end of what has none."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def finditer(self, data: str, start: int = 0) -> Iterator[re.Match[str]]:
        """Yield the tags and comments."""
        last, place = data.rfind(">"), start - 1
        while (place := data.find("<", place + 1, last)) >= 0:
            if self._is_open(data, place):
                continue
            if found := self._pattern.match(data, place):
                yield found
                place = found.end() - 1

    @staticmethod
    def _is_open(data: str, place: int) -> bool:
        """Tell whether what begins here, other than a tag, is never closed."""
        end = next((end for opening, end in _ENDS.items() if data.startswith(opening, place)), "")
        return bool(end) and data.rfind(end) < place


class RawTag(HtmlInlineProcessor):
    """Keep raw HTML as it is, with the newlines inside it repeated behind it, where they are counted."""

    def getCompiledRegExp(self) -> re.Pattern[str]:  # noqa: N802
        """Return what finds the tags; only its `finditer` is asked for."""
        return cast("re.Pattern[str]", _Tags(super().getCompiledRegExp()))

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        """Stash a tag or comment; a `<br>` before a line break would double it and is dropped."""
        if _BOX.match(m[1]):
            return "☑" if "checked" in m[1] else "☐", m.start(), m.end()
        if (frame := _FRAME.match(data, m.start())) and (framed := link(m[1])):
            return self.md.htmlStash.store(framed + "\n" * frame[0].count("\n")), m.start(), frame.end()
        before = self._tags_before(data[: m.start()]) if m[1].startswith("</") else ""
        if not is_markup(m[1], before, data[m.end() :]):
            return None, None, None
        if at_break := _BREAK_TAG.match(data, m.start()):
            return "", at_break.start(), at_break.end()
        raw = self.backslash_unescape(self.unescape(m.group(1)))
        return self.md.htmlStash.store(raw + "\n" * raw.count("\n")), m.start(), m.end()

    def _tags_before(self, text: str) -> str:
        """Return the tags that were taken for markup before a place."""
        stashed = self.md.htmlStash.rawHtmlBlocks
        return "".join(
            str(stashed[int(number)]) for number in HTML_PLACEHOLDER_RE.findall(self.unescape(text))
        )


class HoldBlocks(Treeprocessor):
    """Make a paragraph that holds blocks in HTML (`<pre>`, `<table>`) a `div`: a parser would end a `p` there."""

    def run(self, root: ET.Element) -> None:
        """Change the tree in place."""
        stashed = [str(raw) for raw in self.md.htmlStash.rawHtmlBlocks]
        blocks = {number for number, raw in enumerate(stashed) if _BLOCK_TAG.match(raw)}
        for element in root.iter("p") if blocks else ():
            if element.get("data-lines") and not blocks.isdisjoint(_placeholders(element)):
                element.tag = "div"


def _placeholders(element: ET.Element) -> Iterator[int]:
    """Yield the numbers of the raw HTML that stands in an element."""
    for text in element.itertext():
        yield from map(int, HTML_PLACEHOLDER_RE.findall(text))


class BreakNewlines(Treeprocessor):
    """Put the newline of the source behind each `<br />`, once no inline rule would find it again."""

    def run(self, root: ET.Element) -> None:
        """Change the tree in place."""
        for element in root.iter("br"):
            element.tail = "\n" + (element.tail or "")
