r"""Mathematics for MathJax: `$…$`, `$$…$$`, `\(…\)` and `\[…\]`, none of it read as Markdown."""

import re
import xml.etree.ElementTree as ET

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString, code_escape
from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

from ankibuild.patterns import lazily

_CLOSINGS = {"$$": "$$", "\\[": "\\]"}
_MOST_LINES = 100
_COMMENT = lazily(r"(?<!\\)%.*")
_TEX = lazily(r"[\\^_={}]")
_PROSE = lazily(r"[A-Za-z]{2}|[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]|^[\d\s]*$")

_DISPLAY_DOLLARS = r"(?<![\\$])\$\$(?!\$)(.{1,5000}?)(?<!\\)\$\$(?!\$)"
_DISPLAY_BRACKETS = r"(?<!\\)\\\[((?:(?!(?<!\\)\\\[).){1,5000}?)(?<!\\)\\\](?!\()"
_PARENTHESES = r"(?<!\\)\\\(((?:(?!(?<!\\)\\\().){1,5000}?)(?<!\\)\\\)"
# Pandoc's rule (no blank inside the dollars, no digit behind), and no letter outside: `US$5`, `$HOME/$USER`.
_DOLLARS = r"(?<![\\$A-Za-z0-9])\$(?![\s$])((?:\\.|[^\\$]){1,2000}?)(?<!\s)\$(?![A-Za-z0-9_{$])"


def add_display_rule(blocks: MarkdownIt) -> None:
    """Teach the block pass mathematics on lines of its own, where `+ x` is no list item."""
    options: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    blocks.block.ruler.before("list", "math_block", _display_rule, options)


def _display_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    closing = _CLOSINGS.get(state.src[at : at + 2])
    if not closing or state.is_code_block(start):
        return False
    lines: list[str] = []
    for line in range(start, min(end, start + _MOST_LINES)):
        if state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            return False
        text = state.getLines(line, line + 1, state.blkIndent, False).strip()
        before, found, after = text[2 if line == start else 0 :].partition(closing)
        lines.append(before)
        if found:
            return not after and _push(state, start, lines, closing, silent=silent)
    return False


def _push(state: StateBlock, start: int, lines: list[str], closing: str, *, silent: bool) -> bool:
    content = "\n".join(lines)
    if not is_mathematics(content, sure=closing == "$$"):
        return False
    if not silent:
        token = state.push("math_block", "", 0)
        token.content = content
        token.map = [start, start + len(lines)]
        state.line = start + len(lines)
    return True


def is_mathematics(content: str, *, sure: bool = False) -> bool:
    r"""Tell a formula from prose in escaped brackets such as `\[任意\]`, or between two prices."""
    if sure or _TEX.search(content):
        return bool(content.strip())
    return not _PROSE.search(content)


def formula(content: str, *, display: bool) -> ET.Element:
    """Return the element of a formula in one line, with the newlines of the source behind it."""
    opening, closing = ("\\[", "\\]") if display else ("\\(", "\\)")
    one_line = " ".join(_COMMENT.sub("", content).split()) if "\n" in content else content.strip()
    element = ET.Element("span", {"class": "math"})
    source = code_escape(opening + one_line + closing)
    element.text = AtomicString(source + "\n" * content.count("\n"))
    return element


class Formula(InlineProcessor):
    """Mathematics within a line or paragraph."""

    def __init__(self, pattern: str, md: Markdown, *, display: bool, sure: bool = False) -> None:
        super().__init__(pattern, md)
        self._display = display
        self._sure = sure

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[ET.Element | None, int | None, int | None]:
        """Return the formula, or nothing if this is prose."""
        if not is_mathematics(m[1], sure=self._sure):
            return None, None, None
        return formula(m[1], display=self._display), m.start(), m.end()


def add_formulas(md: Markdown) -> None:
    """Register the inline rules: behind code spans, before backslash escapes."""
    rules = md.inlinePatterns
    rules.register(Formula(_DISPLAY_DOLLARS, md, display=True, sure=True), "math_display", 188)
    rules.register(Formula(_DISPLAY_BRACKETS, md, display=True), "math_brackets", 187)
    rules.register(Formula(_PARENTHESES, md, display=False), "math_parentheses", 186)
    rules.register(Formula(_DOLLARS, md, display=False), "math_dollars", 185)
