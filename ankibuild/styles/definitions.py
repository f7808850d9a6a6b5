"""Nested bullets: a term with what there is to know about it below (S22)."""

from collections.abc import Iterator

from ankibuild.content import content_rows, is_link
from ankibuild.context import place_of
from ankibuild.flow import chosen, rows
from ankibuild.model import Block, Card, Line, Problem
from ankibuild.outline import Section
from ankibuild.pieces import part, part_of_lines
from ankibuild.styles.terms import is_term
from ankibuild.text import cut

STYLE = "definitions"


def definitions(section: Section) -> Iterator[Card | Problem]:
    """Yield a card for each bullet that is a term and has only leaves below; the bullet above is its context."""
    if section.words.is_none_section(section.title.text):
        return
    for block in section.blocks:
        if block.kind == "list":
            yield from _list(section, block, ())


def _list(section: Section, block: Block, above: tuple[str, ...]) -> Iterator[Card | Problem]:
    for item in block.blocks:
        inner = [each for each in item.blocks if each.kind == "list"]
        if not item.lines or not inner:
            continue
        term = _term(item.lines[0])
        deep = any(any(b.kind == "list" for b in leaf.blocks) for each in inner for leaf in each.blocks)
        if deep:
            for each in inner:
                yield from _list(section, each, (*above, term.text))
        elif _is_definition(section, item, term, above):
            found = [row for row in content_rows((item,), section.words) if row.line is not item.lines[0]]
            parts = {"question": part_of_lines([term]), "answer": part((item,), chosen(found))}
            if found:
                yield place_of(section, own=True).card("qa", STYLE, parts, context=" › ".join(above))


def _is_definition(section: Section, item: Block, term: Line, above: tuple[str, ...]) -> bool:
    if item.marker[:1].isdigit() or item.checked is not None:
        return False
    if not is_term(term.text, section.words) or section.words.label(term):
        return False
    leaves = [row for row in rows(item.blocks) if row.text]
    return bool(leaves) and not all(is_link(row) for row in leaves)


def _term(line: Line) -> Line:
    """Return a bullet's text without the colon at its end."""
    return cut(line, 0, len(line.text.rstrip("：: ")))
