"""What is likely meant where Markdown reads something else: hints at slips that it passes over in silence."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Final

from ankibuild.markdown.classes import EMBED_CLASS
from ankibuild.markdown.outline import Section
from ankibuild.markdown.source import Source
from ankibuild.markdown.splitter import LONGEST_TEXT
from ankibuild.model import Block, Line, Problem
from ankibuild.page.ragged import ragged, wide
from ankibuild.speech import _

_EMBED: Final = re.compile(rf'<span class="{EMBED_CLASS}">(?:<a [^>]*>)?([^<]*)')
_LIKE_HEADING: Final = re.compile(r"(?:#{2,6}\s?|#\s|＃{1,6}\s?)(?=[^\s#＃])")


def hints(source: Source, page: Section) -> Iterator[Problem]:
    """Yield a problem for each heading without its blank, ragged table, embedded page, and line that is too long."""
    source_lines = source.text.split("\n")
    for block in _blocks(section.blocks for section in page.walk()):
        first = block.lines[0] if block.kind == "paragraph" and block.lines else None
        if first and _LIKE_HEADING.match(first.text) and first.html.startswith(("#", "＃")):  # not in code
            text = first.text
            message = _(
                "“{text}” is no heading: a heading is # to ######, then a blank (not a wide one)",
                text=text[:40],
            )
            yield Problem(page.path, first.number, "no-heading", message)
        yield from ragged(source, source_lines, block)
        yield from _embedded(page.path, _lines(block))
        yield from _long(page.path, _lines(block))
    yield from _long(page.path, (section.title for section in page.walk()))
    yield from wide(source)


def _embedded(path: str, lines: Iterable[Line]) -> Iterator[Problem]:
    for line in lines:
        for name in _EMBED.findall(line.html):
            message = _("“{name}” is embedded here: no card shows what it holds", name=unescape(name))
            yield Problem(path, line.number, "embedded-page", message)


def _long(path: str, lines: Iterable[Line]) -> Iterator[Problem]:
    for line in lines:
        if len(line.text) >= LONGEST_TEXT:
            message = _(
                "a line of more than {most:,} characters: only its beginning was looked at", most=LONGEST_TEXT
            )
            yield Problem(path, line.number, "long-line", message)


def _lines(block: Block) -> Iterator[Line]:
    yield from block.lines
    for row in block.blocks if block.kind == "table" else ():
        yield from row.lines


def _blocks(groups: Iterable[Iterable[Block]]) -> Iterator[Block]:
    for blocks in groups:
        for block in blocks:
            yield block
            if block.kind != "table":
                yield from _blocks([block.blocks])
