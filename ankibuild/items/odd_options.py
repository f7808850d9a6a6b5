"""Find options that have no lines of their own: in one line, in a table."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ankibuild.items.item import Option, cell_row
from ankibuild.items.letters import Lettered, follows, is_first, lettered
from ankibuild.items.option_text import read_option
from ankibuild.page.flow import Row
from ankibuild.text import cut, narrow
from ankibuild.words import Words

LEAST = 2
LEAST_INLINE = 3
"""How many options make a list; in one line it takes more, since prose has letters too."""
INLINE = re.compile(
    r"(?:^|(?<=[\s。?)]))[(\[]?(?P<letter>[A-Ha-h]|[ア-オ]|[①-⑨]|[1-9])(?:[)\]][.:、]?|[.:)、]|(?=\s))(?!\d)\s*"
)


def options_in_one_line(row: Row, words: Words) -> list[Option]:
    """Read `ア 甲　イ 乙　ウ 丙`; no options when the line does not begin with a list."""
    marks = list(INLINE.finditer(narrow(row.text))) if row.text else []
    found = [(mark, lead) for mark in marks if (lead := lettered(mark[0].strip()))]
    found = [each for each in found if _sort(each[0]) == _sort(found[0][0])]  # ア　8　イ　9
    if len(found) < LEAST_INLINE or found[0][0].start() > 0 or not is_run([lead.letter for _, lead in found]):
        return []
    ends = [mark.start() for mark, _ in found[1:]] + [len(row.text)]
    options = []
    for (mark, lead), end in zip(found, ends, strict=True):
        one = replace(row, line=cut(row.line, mark.end(), end))
        options.append(read_option([one], words, Lettered(lead.letter, 0)))
    return options if all(option.text for option in options) else []


def options_in_table(row: Row, words: Words) -> list[Option]:
    """Read a table whose first column is A, B, C … and whose second one holds the texts."""
    if not row.whole or row.block.kind != "table":
        return []
    body = [each.lines for each in row.block.blocks if each.marker != "th"]
    if any(len(cells) != LEAST or not cells[1].text for cells in body):
        return []
    leads = [lead for cells in body if (lead := lettered(cells[0].text))]
    if len(leads) != len(body) or not is_run([lead.letter for lead in leads]):
        return []
    rows = (each for each in row.block.blocks if each.marker != "th")
    return [
        read_option([cell_row(row, each, each.lines[1])], words, Lettered(lead.letter, 0))
        for lead, each in zip(leads, rows, strict=True)
    ]


def _sort(mark: re.Match[str]) -> tuple[bool, bool]:
    """Tell A from 1, ア and ①: the options of one line are called alike."""
    return mark["letter"].isdigit(), mark["letter"].isascii()


def is_run(letters: Sequence[str]) -> bool:
    """Tell letters that count from the first of their alphabet."""
    if len(letters) < LEAST or not is_first(letters[0]):
        return False
    return all(follows(after, before) for before, after in pairwise(letters))
