"""`Term → meaning`, `Term ＝ meaning`, `Term : meaning` on one line (S23)."""

import re
from collections.abc import Iterator, Sequence

from ankibuild.content import content_rows
from ankibuild.context import place_of
from ankibuild.flow import Row, chosen
from ankibuild.model import Card, Line, Problem
from ankibuild.outline import Section
from ankibuild.pieces import join_parts, part, part_of_lines
from ankibuild.styles.terms import is_term
from ankibuild.text import bold_prefix, cut, fold

STYLE = "meanings"
_SEPARATOR = re.compile(r"\s*(?:→|⇒|->|=>|…{1,2}|\.{3})\s*|\s*[=＝]\s*(?!=)|\s*:\s*(?!//)(?![:\d]\d)|\s+-{1,2}\s+")
_ANOTHER = re.compile(r"→|⇒|->|=>|＝")
SHORTEST = 4


def meanings(section: Section) -> Iterator[Card | Problem]:
    """Yield a card for each line that gives a term its meaning; one alone needs a bold term."""
    if section.words.is_none_section(section.title.text):
        return
    found = content_rows(section.blocks, section.words)
    read = [(row, pair) for row in found if (pair := _pair(row, section))]
    for row, (term, meaning) in read:
        siblings = sum(1 for other, _ in read if other.group == row.group)
        if siblings < 2 and not _is_bold_term(row, term):  # noqa: PLR2004 - a pair of them is a pattern
            continue
        below = _below(row, found)
        answer = part_of_lines([meaning])
        if below:
            answer = join_parts([answer, part(row.block.blocks, chosen(below))])
        parts = {"question": part_of_lines([term]), "answer": answer}
        yield place_of(section, own=True).card("qa", STYLE, parts)


def _pair(row: Row, section: Section) -> tuple[Line, Line] | None:
    """Split a line at its one separator into term and meaning."""
    if row.heading or row.whole or not row.text or not (row.bullet or (row.head and bold_prefix(row.line))):
        return None
    if row.block.checked is not None or section.words.label(row.line):
        return None
    found = _SEPARATOR.search(fold(row.text))
    if not found or not found.start():
        return None
    term, meaning = cut(row.line, 0, found.start()), cut(row.line, found.end())
    if _ANOTHER.search(meaning.text) or not is_term(term.text, section.words) or len(meaning.text) < SHORTEST:
        return None
    if re.match(r"https?://|\d+[:/]\d+", meaning.text) or section.words.is_unanswered(meaning.text):
        return None
    return term, meaning


def _is_bold_term(row: Row, term: Line) -> bool:
    return 0 < bold_prefix(row.line) and abs(bold_prefix(row.line) - len(term.text)) <= 1 and row.bullet


def _below(row: Row, found: Sequence[Row]) -> list[Row]:
    """The bullets below the line."""
    if not row.bullet or not row.block.blocks:
        return []
    return [each for each in found if each.block is not row.block and row.line.number <= each.line.number <= row.block.last]
