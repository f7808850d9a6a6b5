"""Footnotes, shown where they are referred to: a card cannot refer to the foot of a page."""

import copy
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from functools import partial

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString
from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def

from ankibuild.markdown.codes import outside_spans

_REFERENCE = r"\[\^([^\]\s]+)\]"


def add_definition_rule(blocks: MarkdownIt) -> None:
    """Teach the block pass footnote definitions, `[^1]: …`."""
    options: RuleOptionsType = {"alt": ["paragraph", "reference"]}
    blocks.block.ruler.before("reference", "footnote_def", footnote_def, options)


def take_footnotes(tokens: Sequence[Token]) -> tuple[list[Token], dict[str, str]]:
    """Part a page's blocks from its footnotes (label to inline Markdown); one nobody refers to stays text."""
    referred = _referred(tokens)
    blocks: list[Token] = []
    notes: dict[str, list[str]] = {}
    label = ""
    for token in tokens:
        if token.type == "footnote_reference_open":
            label = token.meta["label"] if token.meta["label"] in referred else ""
        elif token.type == "footnote_reference_close":
            label = ""
        elif not label:
            blocks.append(token)
        elif token.content:
            notes.setdefault(label, []).append(" ".join(token.content.split()))
    return blocks, {label: " ".join(texts) for label, texts in notes.items()}


def _referred(tokens: Iterable[Token]) -> set[str]:
    """Return the footnotes that the text refers to, and those that these refer to."""
    by: dict[str, set[str]] = {}
    label = ""
    for token in tokens:
        if token.type == "footnote_reference_open":
            label = token.meta["label"]
        elif token.type == "footnote_reference_close":
            label = ""
        elif token.type == "inline":
            for line in token.content.split("\n"):
                outside_spans(line, partial(_note, by.setdefault(label, set())))
    found: set[str] = set()
    new = by.get("", set())
    while new:
        found |= new
        new = set[str]().union(*(by.get(each, ()) for each in new)) - found
    return found


def _note(found: set[str], text: str) -> str:
    """Take up which footnotes a text that is no code refers to."""
    found.update(re.findall(_REFERENCE, text))
    return text


class FootnoteReference(InlineProcessor):
    """Puts the text of a footnote in place of the reference to it."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(_REFERENCE, md)
        self._rendered: dict[str, ET.Element] = {}

    def define(self, notes: dict[str, str]) -> None:
        """Render the footnotes of a page; those of the page before are forgotten."""
        self._rendered.clear()
        rendered: dict[str, ET.Element] = {}
        for label, text in notes.items():
            holder = ET.Element("div")
            rendered[label] = ET.SubElement(holder, "span", {"class": "footnote"})
            rendered[label].text = text
            self.md.treeprocessors["inline"].run(holder)
            _finish(holder.iter())
        self._rendered = rendered

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[ET.Element | None, int | None, int | None]:
        """Return the footnote, or nothing if it is not defined."""
        if m[1] not in self._rendered:
            return None, None, None
        return copy.deepcopy(self._rendered[m[1]]), m.start(), m.end()


def _finish(elements: Iterable[ET.Element]) -> None:
    """Keep the inline rules from reading rendered text again."""
    for element in elements:
        element.text = AtomicString(element.text or "")
        element.tail = AtomicString(element.tail) if element.tail else None
