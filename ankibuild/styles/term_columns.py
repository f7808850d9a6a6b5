"""Tell a table of terms from logs, scores, samples, plans, tables of marks and of contents."""

import re
from collections.abc import Iterable, Sequence

from ankibuild.items.letters import lettered
from ankibuild.model import Line
from ankibuild.page.tables import Table
from ankibuild.patterns import lazily
from ankibuild.styles.card_words import holds, is_one
from ankibuild.styles.terms import is_statement, is_term
from ankibuild.text import fold, has_picture, key_of
from ankibuild.words import Words

LEAST = 2
MOST_COLUMNS = 5
_MARK = lazily(
    r"[\W_]*|[○〇◯×✕❌✅⭕✔✓].*|[xyn]|{cell_word}",
    re.IGNORECASE | re.DOTALL,
)
_ABSOLUTE = lazily(r"[/~$%].*|[A-Z]:\\\\?.*")
_CHECKED = lazily(r"\s*[✅☑✔✓☐⬜□]\ufe0f?\s*\S")
_WORD = lazily(r"[a-z]+")
_NUMBER = lazily(r"[\d\s,./%+~×*-]*(?:{count_unit}|%)?")


def is_term_table(table: Table, words: Words) -> bool:
    """Tell a table whose first column are distinct terms and whose other columns all tell something of them."""
    heads = [head.text for head in table.heads]
    if not 1 < len(heads) <= MOST_COLUMNS or len(table.rows) < LEAST:
        return False
    if _is_grid(table):
        return False
    if any(is_one("no_terms", head) for head in filter(None, heads)) or not _are_terms(table, words):
        return False
    return all(_tells(heads[at], table, at) for at in range(1, len(heads)))


def _is_grid(table: Table) -> bool:
    """Tell a plain list that is laid out in columns: single words of one kind, the heads like all others."""
    cells = [
        cell.text for cell in (*table.heads, *(line for row in table.rows for line in row.lines)) if cell.text
    ]
    words = sum(bool(_WORD.fullmatch(cell)) for cell in cells)
    heads = all(_WORD.fullmatch(head.text) for head in table.heads)
    return len(table.heads) > LEAST and heads and 10 * words >= 9 * len(cells) and len({*cells}) == len(cells)


def _are_terms(table: Table, words: Words) -> bool:
    """Tell terms, each once, from sentences, options, numbers, what was done and the entries of a table of contents."""
    cells = [row.lines[0] for row in table.rows if row.lines and row.lines[0].text]
    texts = [cell.text for cell in cells]
    if len(set(map(key_of, texts))) < len(table.rows):
        return False
    if is_one("paths", table.heads[0].text) and not _are_most(_ABSOLUTE, texts):
        return False
    terms = sum(is_term(text, words) for text in texts)
    return 5 * terms >= 4 * len(cells) and not any(map(_is_none, cells))


def _is_none(cell: Line) -> bool:
    done = _CHECKED.match(cell.text)
    return bool("href=" in cell.html or done or lettered(cell.text) or is_statement(cell.text))


def _tells(head: str, table: Table, at: int) -> bool:
    """Tell a column that says something: no marks, no bare numbers but those that the head calls for."""
    cells = [cell.text for cell in table.column(at)]
    if not head or not cells or _are_most(_MARK, cells):
        return False
    counted = _are_most(_NUMBER, map(fold, cells))
    return len(set(cells)) > 1 and (not counted or holds("numbers", head))


def _are_most(expression: re.Pattern[str], texts: Iterable[str]) -> bool:
    found = [bool(expression.fullmatch(text)) for text in texts]
    return 2 * sum(found) > len(found)


def are_compared(table: Table) -> bool:
    """Tell a table whose heads are what is compared, and whose first column says in what: `| | 甲 | 乙 |`."""
    heads = [head.text for head in table.heads[1:]]
    if 2 * _aspects(heads) >= len(heads):
        return False
    terms = [row.lines[0].text for row in table.rows if row.lines]
    return is_one("aspects", table.heads[0].text) or 2 * _aspects(terms) >= len(terms)


def _aspects(texts: Sequence[str]) -> int:
    return sum(is_one("aspect", text) or is_one("says_nothing", text) for text in texts)


def is_said(cell: Line) -> bool:
    """Tell a cell that says something of the term."""
    return has_picture(cell) or not _MARK.fullmatch(cell.text)
