"""`==cloze==` and `{cloze}` as clozes, for authors who switch them on (S27)."""

import re
from collections.abc import Iterator

from ankibuild.context import place_of
from ankibuild.flow import rows
from ankibuild.model import Card, Line, Problem
from ankibuild.outline import Section
from ankibuild.pieces import part_of_lines
from ankibuild.styles.plugin import without_code

STYLE = "highlights"
_HIGHLIGHT = re.compile(
    r"==(?=[^\s=])(?P<marked>[^=]+?)(?<=\S)==|(?<![{$\\])\{(?=[^\s{}|])(?P<braced>[^{}|]+?)\}(?!\})"
)
_KEPT = re.compile(r"<code\b[^>]*>.*?</code>", re.DOTALL)


def highlights(section: Section) -> Iterator[Card | Problem]:
    """Yield a cloze card for each line that highlights something; each highlight is asked for by itself."""
    for row in rows(section.blocks):
        if row.whole or row.heading or row.block.kind not in ("paragraph", "item"):
            continue
        if _HIGHLIGHT.search(without_code(row.line)):
            yield place_of(section, own=True).card(
                "cloze", STYLE, {"text": part_of_lines([_clozed(row.line)])}
            )


def _clozed(line: Line) -> Line:
    """Return the line with its highlights numbered as clozes, in its text and in its HTML."""
    kept = _KEPT.sub(lambda each: "\x01" * len(each[0]), line.html)
    return Line(line.number, _numbered(line.text, without_code(line)), _numbered(line.html, kept))


def _numbered(text: str, searched: str) -> str:
    """Put clozes into a text where the highlights are in `searched`, which is of the same length."""
    pieces, at = [], 0
    for number, found in enumerate(_HIGHLIGHT.finditer(searched), 1):
        first, last = found.span("marked" if found["marked"] else "braced")
        pieces += [text[at : found.start()], f"{{{{c{number}::{text[first:last]}}}}}"]
        at = found.end()
    return "".join(pieces) + text[at:]
