"""`==cloze==` and `{cloze}` as clozes, for authors who switch them on (S27)."""

import re
from collections.abc import Iterator
from itertools import count

from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Line, Problem
from ankibuild.page.context import place_of
from ankibuild.page.flow import rows
from ankibuild.page.pieces import part_of_lines
from ankibuild.text import plain

STYLE = "highlights"
# The dialect has made <mark> of ==…==; what stands in code is no highlight.
_HIGHLIGHT = re.compile(
    r"(?P<code><(?:code|span class=\"math\")[^>]*>.*?</(?:code|span)>)|<mark\b[^>]*>(?P<marked>.+?)</mark>"
    r"|(?<![{$\\])\{(?=[^\s{}|])(?P<braced>[^{}|<>\"]+?)\}(?!\})",
    re.DOTALL,
)


def highlights(section: Section) -> Iterator[Card | Problem]:
    """Yield a cloze card for each line that highlights something; each highlight is asked for by itself."""
    for row in rows(section.blocks):
        if row.whole or row.heading or row.block.kind not in ("paragraph", "item"):
            continue
        line = _clozed(row.line)
        if line is not row.line:
            yield place_of(section, own=True).card("cloze", STYLE, {"text": part_of_lines([line])})


def _clozed(line: Line) -> Line:
    """Return the line with its highlights numbered as clozes, the line itself when there are none."""
    numbers = count(1)

    def cloze(found: re.Match[str]) -> str:
        return found["code"] or f"{{{{c{next(numbers)}::{found['marked'] or found['braced']}}}}}"

    html = _HIGHLIGHT.sub(cloze, line.html)
    return line if html == line.html else Line(line.number, plain(html), html)
