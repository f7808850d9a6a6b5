"""Tables of terms, whatever their heads: `サービス | 説明`, `プロトコル | ポート番号`, `クラス | 最低保存期間`."""

from collections.abc import Iterator, Sequence
from html import escape

from msgspec import Struct

from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Line, Part, Problem
from ankibuild.page.content import holds_terms
from ankibuild.page.context import is_bare, place_of
from ankibuild.page.language import in_language, language_on
from ankibuild.page.pieces import part_of_lines, text_of
from ankibuild.page.questions import asks
from ankibuild.page.tables import Table, cell_lines, tables
from ankibuild.patterns import lazily
from ankibuild.styles.card_words import holds, is_one
from ankibuild.styles.term_columns import are_compared, is_said, is_term_table
from ankibuild.styles.terms import is_term
from ankibuild.styles.wording import ASKING, blank, nearest_subject, of_subject
from ankibuild.text import key_of

STYLE = "term_table"
LONGEST_CELL = 30
"""How long a cell that has a card of its own is at most, in characters, where a row has several."""
LONGEST_ROW = 160
"""A longer row, in characters, is no answer: each of its cells is one."""

# A head that is a clause, 選ぶ場面: の before it would take the term for what acts.
_CLAUSE = lazily(r"[{verb_ends}](?=[{han}{katakana}]|{thing})")


def term_table(section: Section) -> Iterator[Card | Problem]:
    """Yield cards for the rows, or the short cells, of each table whose first column are distinct terms."""
    if not holds_terms(section) or asks(section.title.text) or _is_aside(section):
        return
    for table, _ in tables(section.blocks):
        if is_term_table(table, section.words):
            read = _reading(section, table)
            for row in table.rows:
                yield from _row(section, row, read)


def lone_terms(section: Section) -> Iterator[Card]:
    """Yield cards for the rows of every table, whether or not there are others beside them."""
    for table, _ in tables(section.blocks) if holds_terms(section) else ():
        if len(table.heads) > 1:
            read = _reading(section, table)
            for row in table.rows:
                yield from _row(section, row, read)


def _is_aside(section: Section) -> bool:
    """Tell tables about the exam, a machine, one case; and those that belong to an exam item."""
    titles = [title for title in (*section.trail[1:], section.title.text) if title]
    return any(holds("not_about", title) or is_bare(title, section.words) for title in titles)


class _Reading(Struct, frozen=True):
    """A table of terms, and how its fronts read."""

    table: Table
    titles: str
    """The headings around it."""
    context: str
    """The context line of its cards."""

    @property
    def listed(self) -> bool:
        """Whether the first column holds what is told of the section's subject."""
        return is_one("aspects", self.table.heads[0].text)

    @property
    def compared(self) -> bool:
        """Whether the heads are what is compared, and the first column says in what."""
        return len(self.table.heads) > 2 and are_compared(self.table)  # noqa: PLR2004 - two terms at least

    def of_cell(self, term: Line, head: Line) -> Part:
        """Return the question for one cell: the term alone where the head says nothing more."""
        if is_one("says_nothing" if len(self.table.heads) == 2 else "says_what", head.text):  # noqa: PLR2004
            return self._of_subject(term) if self.listed else part_of_lines([term])
        subject, asked = (head, term) if self.compared else (term, head)
        if not self.compared and _asks(term.text):
            return _known_by([term, head], f"{term.html}{'' if term.text.endswith(('?', '？')) else '？'}")
        if asks(asked.text):
            return self._of_question(subject, asked, term.number)
        japanese = _asked_of(subject, asked)
        of = self._in_its_language(subject.text + asked.text, japanese, f"{subject.html}: {asked.html}?")
        return _known_by([subject, asked], of, term.number)

    def _of_question(self, subject: Line, asked: Line, number: int) -> Part:
        """Return the question that a head asks itself, 「どこから見える？」, with what it is asked of."""
        colon = self._in_its_language(subject.text + asked.text, f"{subject.html}：", f"{subject.html}: ")
        return _known_by([subject, asked], f"{colon}{asked.html}", number)

    def _of_subject(self, term: Line) -> Part:
        """Return the question for what the section's subject has: コスト, under a heading that names it."""
        subject = nearest_subject(term.text, self.context)
        ends = "？" if term.text.endswith(ASKING) else "は？"
        english = f"{escape(subject, quote=False)}: {term.html}?" if subject else f"{term.html}?"
        japanese = f"{of_subject(escape(subject, quote=False), term.html)}{ends}"
        return _known_by([term], self._in_its_language(term.text, japanese, english))

    def of_row(self, term: Line, heads: Sequence[Line]) -> Part:
        """Return the term, which reads as the question for what the heads name."""
        named = [escape(head.text, quote=False) for head in heads]
        japanese = f"{term.html}（{'・'.join(named)}{blank(named[-1]) if named else ''}は？）"
        english = f"{term.html} ({', '.join(named)}?)"
        return _known_by([term], self._in_its_language("".join([term.text, *named]), japanese, english))

    def _in_its_language(self, text: str, japanese: str, english: str) -> str:
        language = language_on(self.titles + text_of((self.table.block,)), text)
        return in_language(language, japanese, english, english)


def _reading(section: Section, table: Table) -> _Reading:
    titles = "".join((*section.trail, section.title.text))
    return _Reading(table, titles, place_of(section, own=True).context)


def _asks(term: str) -> bool:
    return asks(term) or term.endswith(ASKING)


def _asked_of(subject: Line, asked: Line) -> str:
    """Return the Japanese front that asks something of a subject: 奥の棚の最低保存期間は？."""
    ends = "？" if asked.text.endswith(ASKING) else f"{blank(asked.text)}は？"
    if _CLAUSE.search(asked.text):
        return f"{subject.html}：{asked.html}{ends}"
    return f"{of_subject(subject.html, asked.html)}{ends}"


def _known_by(lines: Sequence[Line], html: str, number: int = 0) -> Part:
    """Make a front that reads as the HTML says; what identifies it is the text of the lines."""
    number = number or lines[0].number
    return Part(((number, number),), " | ".join(line.text for line in lines), html)


def _row(section: Section, row: Block, read: _Reading) -> Iterator[Card]:
    term = row.lines[0] if row.lines else None
    if term is None or not is_term(term.text, section.words):
        return
    cells, remarks = _cells(row, term, read.table)
    more = {"explanation": part_of_lines(remarks)} if remarks else {}
    number = read.table.heads[0].number
    for sides in _sides(term, cells, read):
        yield place_of(section, own=True).card("qa", STYLE, sides | more, claimed=((number, number),))


def _cells(row: Block, term: Line, table: Table) -> tuple[list[tuple[Line, Line]], list[Line]]:
    """Return the cells that tell something, each with its head, and the remarks beside them; alone they tell it."""
    pairs = zip(table.heads[1:], row.lines[1:], strict=False)
    cells = [(head, cell) for head, cell in pairs if _tells(cell, term)]
    remarked = len(table.heads) > 2  # noqa: PLR2004
    told = [each for each in cells if remarked and is_one("remarks", each[0].text)]
    if len(told) == len(cells):
        return cells, []
    return [each for each in cells if each not in told], [cell for _head, cell in told]


def _tells(cell: Line, term: Line) -> bool:
    return is_said(cell) and key_of(cell.text) != key_of(term.text)


def _sides(term: Line, cells: Sequence[tuple[Line, Line]], read: _Reading) -> Iterator[dict[str, Part]]:
    """Yield the sides of a card a cell where the cells are short, else of one for the row."""
    lengths = [len(cell.text) for _, cell in cells]
    if len(read.table.heads) == 2 or max(lengths, default=0) <= LONGEST_CELL or sum(lengths) > LONGEST_ROW:  # noqa: PLR2004
        for head, cell in cells:
            yield {"question": read.of_cell(term, head), "answer": part_of_lines(cell_lines(cell))}
    elif not read.compared:
        asked = read.of_row(term, [head for head, _ in cells])
        yield {"question": asked, "answer": part_of_lines([_named(*each) for each in cells])}


def _named(head: Line, cell: Line) -> Line:
    return Line(cell.number, f"{head.text} | {cell.text}", f"{head.html}：{cell.html}")
