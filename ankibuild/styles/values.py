"""Numbers and limits side by side: `可視性タイムアウト：30秒`, `最大メッセージサイズ：256KB`, `保持期間 → 4日`."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Line, Problem
from ankibuild.page.content import content_rows, holds_terms
from ankibuild.page.context import place_of
from ankibuild.page.flow import Row
from ankibuild.page.pieces import part_of_lines
from ankibuild.patterns import lazily
from ankibuild.styles.card_words import holds, pattern
from ankibuild.styles.terms import is_term
from ankibuild.text import cut, fold, key_of

STYLE = "values"
LEAST = 2
"""One number alone may be anything."""
_TOKEN = lazily(r"[a-z][\w.-]*|[A-Z][A-Z0-9_]*_[A-Z0-9_]+|\w+[._]\w+")


@cache
def _measure() -> str:
    """Return the expression of a number with its unit, for folded text."""
    number = r"{around}?\s*(?<![\d.])\d[\d,.]*(?:\s*[~-]\s*\d[\d,.]*)?"
    one = rf"{number}\s*(?:{pattern('units')})(?:\s*(?:{{or_so}}|/\s*\w+))?"
    return rf"(?:(?:{one}(?:\s*[~,、/{{with}}]\s*)?)+|{{unlimited}})(?:\s*\([^()]{{1,40}}\))?[。.]?\s*"


@cache
def _pair() -> re.Pattern[str]:
    """Match a line of a term, a sign and a measure."""
    return lazily(
        rf"\s*(?P<term>[^:=→]{{2,40}}?)\s*(?::|→|⇒|->|=>|(?<![=<>!])=(?!=))\s*(?P<value>{_measure()})"
    )


@cache
def _measured() -> re.Pattern[str]:
    return lazily(_measure())


def is_measure(text: str) -> bool:
    """Tell a number with its unit: 最大 15 分（既定 0 秒）."""
    return bool(_measured().fullmatch(fold(text).strip()))


def values(section: Section) -> Iterator[Card | Problem]:
    """Yield a card for each of several numbers side by side that a heading names the subject of."""
    if not section.level or not holds_terms(section):
        return
    for pairs in _groups(section):
        if _are_limits([term.text for term, _ in pairs], section) and not _is_aside(section):
            yield from _cards(section, pairs)


def lone_values(section: Section) -> Iterator[Card]:
    """Yield a card for each number of a section, whether or not others stand beside it."""
    for pairs in _groups(section) if section.level and holds_terms(section) else ():
        yield from _cards(section, pairs)


def _cards(section: Section, pairs: Sequence[tuple[Line, Line]]) -> Iterator[Card]:
    for term, value in pairs:
        parts = {"question": part_of_lines([term]), "answer": part_of_lines([value])}
        yield place_of(section, own=True).card("qa", STYLE, parts)


def _groups(section: Section) -> Iterator[list[tuple[Line, Line]]]:
    """Yield the terms with their measures of each list or paragraph."""
    rows = [row for row in content_rows(section.blocks, section.words) if row.text and not row.heading]
    for _, group in groupby(rows, key=lambda row: (row.group, row.bullet)):
        yield [pair for row in group if (pair := _parted(row, section))]


def _is_aside(section: Section) -> bool:
    """Tell numbers of the exam, of a machine, of a day."""
    return any(holds("not_about", title) for title in (*section.trail[1:], section.title.text))


_PARTS = lazily(r"[:→⇒>=]")
"""What parts a term from its measure, one of its signs at least."""


def _parted(row: Row, section: Section) -> tuple[Line, Line] | None:
    folded = fold(row.text)
    found = _pair().fullmatch(folded) if _PARTS.search(folded) else None
    if not found or row.block.checked is not None or section.words.label(row.line):
        return None
    term = cut(row.line, found.start("term"), found.end("term"))
    known = is_term(term.text, section.words) and not _TOKEN.fullmatch(term.text)
    return (term, cut(row.line, found.start("value"))) if known else None


def _are_limits(terms: Sequence[str], section: Section) -> bool:
    """Tell limits of the subject from the times of an agenda, the amounts of a recipe."""
    if len(terms) < LEAST or len(set(map(key_of, terms))) < len(terms):
        return False
    return 2 * sum(holds("limits", term) for term in terms) >= len(terms) or holds(
        "limits", section.title.text
    )
