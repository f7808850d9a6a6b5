"""The inline syntax of study notes: what Python-Markdown's own rules lack."""

import re
import xml.etree.ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import (
    HTML_RE,
    REFERENCE_RE,
    HtmlInlineProcessor,
    ReferenceInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.treeprocessors import Treeprocessor

_PUNCTUATION = list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_LINE_END = r"[ \t]*\\?\n[ \t]*"
_BREAK_TAG = re.compile(r"<br\s*/?>[ \t]*(?=\n)", re.IGNORECASE)


class NotesExtension(Extension):
    """Registers the inline rules."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Add and replace rules; a higher number is applied earlier."""
        md.ESCAPED_CHARS = _PUNCTUATION
        md.inlinePatterns.deregister("linebreak")
        md.inlinePatterns.register(Reference(REFERENCE_RE, md), "reference", 170)
        md.inlinePatterns.register(RawTag(HTML_RE, md), "html", 90)
        md.inlinePatterns.register(SubstituteTagInlineProcessor(_LINE_END, "br"), "line_break", 5)
        md.treeprocessors.register(BreakNewlines(md), "break_newlines", 15)


class Reference(ReferenceInlineProcessor):
    """Take `[text][label]` for a link, but never `[one] [two]`."""

    RE_LINK = re.compile(r"\[([^\]]*)\]")


class RawTag(HtmlInlineProcessor):
    """Keep raw HTML as it is, with the newlines inside it repeated behind it, where they are counted."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        """Stash a tag or comment; a `<br>` before a line break would double it and is dropped."""
        if at_break := _BREAK_TAG.match(data, m.start()):
            return "", at_break.start(), at_break.end()
        raw = self.backslash_unescape(self.unescape(m.group(1)))
        return self.md.htmlStash.store(raw + "\n" * raw.count("\n")), m.start(), m.end()


class BreakNewlines(Treeprocessor):
    """Put the newline of the source behind each `<br />`, once no inline rule would find it again."""

    def run(self, root: ET.Element) -> None:
        """Change the tree in place."""
        for element in root.iter("br"):
            element.tail = "\n" + (element.tail or "")
