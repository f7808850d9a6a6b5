"""`==cloze==`, `{cloze}` and, where the config says so, `**cloze**`, for authors who switch them on (S27)."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import count

from ankibuild.config import ClozeSign
from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Line, Problem
from ankibuild.page.context import place_of
from ankibuild.page.flow import rows
from ankibuild.page.pieces import part_of_lines
from ankibuild.patterns import lazily
from ankibuild.text import plain

STYLE = "highlights"
_CODE = r"(?P<code><(?:code|span class=\"math\")[^>]*>.*?</(?:code|span)>)"
# The dialect has made <mark> of ==…== and <strong> of **…**; what stands in code is neither.
_SIGNS: Mapping[ClozeSign, str] = {
    "==": r"<mark\b[^>]*>(?P<marked>.+?)</mark>",
    "**": r"<strong>(?P<bold>.+?)</strong>",
    "{}": r"(?<![{$\\])\{(?=[^\s{}|])(?P<braced>[^{}|<>\"]+?)\}(?!\})",
}
_CLOZE = lazily(r"\{\{c\d+::.*?\}\}", re.DOTALL)
_INSIDE = ("marked", "bold", "braced")


@lru_cache(maxsize=8)
def _highlight(signs: tuple[ClozeSign, ...]) -> re.Pattern[str]:
    return re.compile("|".join((_CODE, *(_SIGNS[sign] for sign in _SIGNS if sign in signs))), re.DOTALL)


def highlights(section: Section) -> Iterator[Card | Problem]:
    """Yield a cloze card for each line that highlights something; each highlight is asked for by itself."""
    signs = section.words.signs.cloze
    plainer = tuple(sign for sign in signs if sign != "**")
    for row in rows(section.blocks):
        if row.whole or row.block.kind not in ("paragraph", "item"):
            continue
        labelled = plainer != signs and section.words.label(row.line)  # **正解：** B
        line = _clozed(row.line, plainer if labelled else signs)
        if line is not row.line and re.search(r"\w", _CLOZE.sub("", line.text)):
            yield place_of(section, own=True).card("cloze", STYLE, {"text": part_of_lines([line])})


def _clozed(line: Line, signs: tuple[ClozeSign, ...]) -> Line:
    """Return the line with its highlights numbered as clozes, the line itself when there are none."""
    numbers = count(1)

    def cloze(found: re.Match[str]) -> str:
        inside = next((text for name in _INSIDE if (text := found.groupdict().get(name))), "")
        return found["code"] or f"{{{{c{next(numbers)}::{inside}}}}}"

    html = _highlight(signs).sub(cloze, line.html)
    return line if html == line.html else Line(line.number, plain(html), html)
