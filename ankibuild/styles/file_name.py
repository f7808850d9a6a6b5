"""The name of a page asks, all of its text answers: one note a card, for authors who switch it on."""

from collections.abc import Iterator
from html import escape
from pathlib import PurePosixPath

from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Line, Part, Problem
from ankibuild.page.content import content_rows
from ankibuild.page.context import place_of
from ankibuild.page.flow import chosen, section_blocks
from ankibuild.page.pieces import part, part_of_lines
from ankibuild.text import key_of

STYLE = "file_name"


def file_name(section: Section) -> Iterator[Card | Problem]:
    """Yield the one card of a page; it is asked for only where no other style has found any (see `ALONE`)."""
    if section.level:
        return
    name = PurePosixPath(section.path).stem
    blocks = section_blocks(section)
    title = next(
        (inner.title for inner in section.sections if key_of(inner.title.text) == key_of(name)), None
    )
    told = [row for row in content_rows(blocks, section.words) if row.line is not title]
    if not any(row.text or row.whole for row in told):
        return
    parts = {"question": _asked(name, title), "answer": part(blocks, chosen(told))}
    yield place_of(section).card("qa", STYLE, parts)


def _asked(name: str, title: Line | None) -> Part:
    """Return the question: the heading that repeats the name, else the name, which stands on no line."""
    return part_of_lines([title]) if title else Part((), name, escape(name, quote=False))
