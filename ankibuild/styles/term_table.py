"""Tables of terms, whatever their heads: `サービス | 説明`, `プロトコル | ポート番号`, `クラス | 最低保存期間`."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from ankibuild.items.letters import lettered
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Line, Part, Problem
from ankibuild.page.content import holds_terms
from ankibuild.page.context import is_bare, place_of
from ankibuild.page.pieces import part_of_lines
from ankibuild.page.questions import asks, in_language_of
from ankibuild.page.tables import Table, cell_lines, tables
from ankibuild.styles.card_words import holds, is_one
from ankibuild.styles.terms import is_statement, is_term
from ankibuild.text import fold, has_picture, key_of

STYLE = "term_table"
LEAST = 2
MOST_COLUMNS = 5
LONGEST_TERM, LONGEST_CELL = 40, 30
"""How long, in characters, a term is at most, and a cell that has a card of its own."""
_MARK = re.compile(
    r"[\W_]*|[○〇◯×✕❌✅⭕✔✓].*|[xyn]|あり|なし|可|不可|有|無|同上|yes\b.*|no\b.{0,12}|n/?a|true|false|none|same|varies",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = re.compile(r"[\d\s,./%+~×*-]*(?:件|点|人|円|問|回|%)?")


def term_table(section: Section) -> Iterator[Card | Problem]:
    """Yield cards for the rows, or the short cells, of each table whose first column are distinct terms."""
    titles = (*section.trail[1:], section.title.text)
    if not holds_terms(section) or asks(section.title.text):
        return
    if any(holds("not_about", title) or (title and is_bare(title, section.words)) for title in titles):
        return
    for table, _ in tables(section.blocks):
        columns = _columns(table, section)
        if columns:
            for row in table.rows:
                yield from _row(section, row, table, columns)


def _columns(table: Table, section: Section) -> list[int]:
    """Return the columns that tell something of the terms in the first; none where the table holds data."""
    heads = [head.text for head in table.heads]
    if (
        not 1 < len(heads) <= MOST_COLUMNS
        or len(table.rows) < LEAST
        or any(is_one("no_terms", x) for x in heads if x)
    ):
        return []
    terms = [row.lines[0] for row in table.rows if row.lines and row.lines[0].text]
    if len({key_of(term.text) for term in terms}) < len(table.rows) or not _are_terms(terms, section):
        return []
    told = [at for at in range(1, len(heads)) if _tells(heads[at], [cell.text for cell in table.column(at)])]
    return told if len(told) == len(heads) - 1 else []


def _are_terms(cells: Sequence[Line], section: Section) -> bool:
    """Tell terms from sentences, options, numbers and the entries of a table of contents."""
    if any("href=" in cell.html or lettered(cell.text) for cell in cells):
        return False
    short = [cell for cell in cells if len(cell.text) <= LONGEST_TERM and is_term(cell.text, section.words)]
    return 5 * len(short) >= 4 * len(cells) and not any(is_statement(cell.text) for cell in cells)


def _tells(head: str, cells: Sequence[str]) -> bool:
    """Tell a column that says something: no marks, no bare numbers but those that the head calls for."""
    if not head or not cells or 2 * sum(bool(_MARK.fullmatch(cell)) for cell in cells) > len(cells):
        return False
    counted = 2 * sum(bool(_NUMBER.fullmatch(fold(cell))) for cell in cells) >= len(cells)
    return (not counted or holds("numbers", head)) and len(set(cells)) > 1


def _row(section: Section, row: Block, table: Table, columns: Sequence[int]) -> Iterator[Card]:
    heads = table.heads
    term = row.lines[0] if row.lines else None
    cells = [(heads[at], row.lines[at]) for at in columns if at < len(row.lines) and _shows(row.lines[at])]
    if term is None or not cells or not is_term(term.text, section.words):
        return
    place = place_of(section, own=True)
    compared = len(columns) > 1 and _are_compared(table)
    if len(columns) == 1 or all(len(cell.text) <= LONGEST_CELL for _, cell in cells):
        for head, cell in cells:
            asked = _asked(term, head, compared=compared, listed=is_one("aspects", heads[0].text))
            parts = {"question": asked, "answer": part_of_lines(cell_lines(cell))}
            yield place.card("qa", STYLE, parts, claimed=((head.number, head.number),))
    elif not compared:
        labelled = part_of_lines([_named(*each) for each in cells])
        parts = {"question": _asked_all(term, [head for head, _ in cells]), "answer": labelled}
        yield place.card("qa", STYLE, parts, claimed=((heads[0].number, heads[0].number),))


def _are_compared(table: Table) -> bool:
    """Tell a table whose heads are what is compared, and whose first column says in what: `| | 甲 | 乙 |`."""
    heads = [head.text for head in table.heads[1:]]
    terms = [row.lines[0].text for row in table.rows if row.lines]
    if 2 * _aspects(heads) >= len(heads):
        return False
    return is_one("aspects", table.heads[0].text) or 2 * _aspects(terms) >= len(terms)


def _aspects(texts: Sequence[str]) -> int:
    return sum(is_one("aspect", text) or is_one("says_nothing", text) for text in texts)


def _asked(term: Line, head: Line, *, compared: bool, listed: bool) -> Part:
    """Return the question for one cell: the term alone where the head says nothing more."""
    if is_one("says_nothing", head.text):
        return _worded("{0}は？", "{0}?", [term]) if listed else part_of_lines([term])
    return _worded("{0} の{1}は？", "{0}: {1}?", [head, term] if compared else [term, head], term.number)


def _asked_all(term: Line, heads: Sequence[Line]) -> Part:
    """Return the term, which reads as the question for what the heads name."""
    named = "・".join(head.text for head in heads)
    asked = _worded("{0}（{1}は？）", "{0} ({1}?)", [term, Line(0, named, escape(named, quote=False))])
    return Part(((term.number, term.number),), term.text, asked.html)


def _worded(japanese: str, english: str, lines: Sequence[Line], number: int = 0) -> Part:
    """Make of one or two texts a front that reads as a question; its own text, by which it is known, are they."""
    texts = [line.text for line in lines]
    wording = in_language_of("".join(texts), japanese, english)
    number = number or lines[0].number
    return Part(((number, number),), " | ".join(texts), wording.format(*(line.html for line in lines)))


def _named(head: Line, cell: Line) -> Line:
    return Line(cell.number, f"{head.text} | {cell.text}", f"{head.html}：{cell.html}")


def _shows(cell: Line) -> bool:
    return has_picture(cell) or not _MARK.fullmatch(cell.text)
