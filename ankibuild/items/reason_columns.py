"""Find the columns of a table of options: letter, text, verdict and reason, in any order.

Heads say it where they are there; else what stands in a column does: letters that count on, marks that judge.
"""

import re
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from msgspec import Struct

from ankibuild.items.item import Item, Option
from ankibuild.items.letters import follows, is_first, lettered
from ankibuild.items.marks import bare_option, meaning, verdict_before
from ankibuild.model import Line
from ankibuild.text import fold
from ankibuild.values import replace
from ankibuild.word_classes import raw
from ankibuild.words import Words

LEAST = 2
"""A column of so few letters or verdicts may be one by chance."""
_YES_OR_NO = {"y": True, "n": False}
_YES_OR_NO |= {word: name == "yes" for name in ("yes", "no") for word in raw()["nouns"][name]}
"""Judge only where the head of the column asks whether an option is right."""
Cells = Sequence[Sequence[Line]]


class Columns(Struct, frozen=True):
    """The columns of a table of options, -1 where there is none.

    `against` tells a column of reasons that its head calls reasons against the options.
    """

    letter: int
    text: int
    verdict: int
    why: int
    against: bool = False

    @property
    def last(self) -> int:
        """The last column that tells something of an option."""
        return max(self.letter, self.text, self.verdict, self.why)


class _Table(Struct, frozen=True):
    """A table that may be one of options: the names of its columns, its rows, the item that it may tell of."""

    names: Sequence[str]
    body: Cells
    item: Item
    words: Words
    judged: bool = False
    """Whether a column judges."""

    @property
    def listed(self) -> bool:
        """Whether the item has a list of options."""
        return bool(self.item.listed)

    def column(self, at: int) -> list[Line]:
        """Return what is filled in of a column."""
        return [cells[at] for cells in self.body if at < len(cells) and cells[at].text]

    def first(self, fits: Callable[[int], bool], but: Collection[int] = ()) -> int:
        """Return the first column that fits, -1 where none does."""
        return next((i for i in range(len(self.names)) if i not in but and fits(i)), -1)

    def has_letters(self, at: int) -> bool:
        """Tell a column of letters that name the item's options, or count on where it has none."""
        letters = [only_letter(cell, self.words) for cell in self.column(at)]
        if not letters or not all(letters):
            return False
        if self.listed:
            return all(map(self.item.named, letters))
        return len(letters) >= LEAST and is_first(letters[0]) and _count_on(letters)

    def judges(self, at: int) -> bool:
        """Tell a column of verdicts: all of its cells are some, or its head and the first of each cell say so."""
        column = self.column(at)
        if self.words.in_head("judged", self.names[at]):
            return any(_holds_verdict(cell, self.words) for cell in column)
        plainly = all(_is_verdict(cell, self.words) for cell in column)
        return len(column) >= LEAST and plainly and not self.words.in_head("reason", self.names[at])

    def explains(self, at: int) -> bool:
        """Tell a column of reasons by its head."""
        return self.words.in_head("reason", self.names[at]) or self.words.is_head("against", self.names[at])

    def refutes(self, at: int) -> bool:
        """Tell a column of reasons that its head calls reasons against the options."""
        return self.words.is_head("against", self.names[at]) or self.words.in_head("refuted", self.names[at])

    def names_options(self, text: int, letter: int) -> bool:
        """Tell a column that names options of the item by letter or text."""
        if letter >= 0:
            return self.listed
        column = self.column(text) if text >= 0 else []
        find = named_in if self.judged else options_of
        named = sum(bool(find(cell, self.item, self.words)) for cell in column)
        return named >= LEAST and named * 2 > len(column)

    def text_column(self, letter: int, but: Collection[int]) -> int:
        """Return the column that spells the options out, or names them where there is none of letters."""
        headed = self.first(lambda at: self.words.in_head("option", self.names[at]), but)
        if headed >= 0:
            return headed
        if letter >= 0:
            spelled = not self.listed and any(at >= 0 for at in but if at != letter)
            return self.first(lambda at: at > letter, but) if spelled else -1
        return 0 if 0 not in but and (not self.names[0] or self.names_options(0, -1)) else -1


def _count_on(letters: Sequence[str]) -> bool:
    return all(follows(b, a) for a, b in pairwise(letters))


def _holds_verdict(cell: Line, words: Words) -> bool:
    return any(
        said is not None
        for said in (verdict_of(cell, words), verdict_before(cell, words)[1], bare_option(cell, words)[1])
    )


def _is_verdict(cell: Line, words: Words) -> bool:
    """Tell a cell that judges whatever its head says: yes and no do not."""
    return verdict_of(cell, words) is not None and fold(cell.text) not in _YES_OR_NO


def find_columns(heads: Sequence[Line], body: Cells, item: Item, words: Words) -> Columns | None:
    """Return the columns of a table of options, or None when it is another table."""
    names = [fold(head.text).strip() for head in heads] or [""] * max(map(len, body), default=0)
    if len(names) < LEAST or is_log(heads, words):
        return None
    table = _Table(names, body, item, words)
    letter = table.first(table.has_letters)
    verdict = table.first(table.judges, {letter})
    table = replace(table, judged=verdict >= 0)
    why = table.first(table.explains, {letter, verdict})
    text = table.text_column(letter, {letter, verdict, why})
    if why < 0:
        why = _last_column(table, letter, verdict, text)
    if max(letter, text) < 0 or max(verdict, why) < 0 or not _is_of_options(table, letter, text):
        return None
    return Columns(letter, text, verdict, why, why >= 0 and table.refutes(why))


def _last_column(table: _Table, letter: int, verdict: int, text: int) -> int:
    """Return the only column that is left, where the others tell that it explains; else -1."""
    rest = [at for at in range(len(table.names)) if at not in (letter, verdict, text)]
    explains = len(rest) == 1 and (verdict >= 0 or table.names_options(text, letter))
    return rest[0] if explains else -1


def _is_of_options(table: _Table, letter: int, text: int) -> bool:
    """Tell a table of options: ○ and × in any other table compare."""
    return (
        letter >= 0 or table.words.in_head("option", table.names[text]) or table.names_options(text, letter)
    )


def is_log(heads: Sequence[Line], words: Words) -> bool:
    """Tell a table of questions, days or subjects by its heads."""
    return any(words.is_head(kind, head.text) for head in heads for kind in ("log", "question"))


def only_letter(cell: Line, words: Words) -> str:
    """Return the letter that is all of a cell, its marks aside, or ""."""
    bare, _ = bare_option(cell, words)
    lead = lettered(bare.text)
    return lead.letter if lead and not bare.text[lead.rest :].strip() else ""


def verdict_of(cell: Line, words: Words) -> bool | None:
    """Say what a cell judges that holds nothing but a verdict: ×, 正解, ✅ Correct."""
    said = meaning(fold(cell.text), words)
    said = _YES_OR_NO.get(fold(cell.text)) if said is None else said
    if said is None:
        rest, said = verdict_before(cell, words)
        return said if not re.search(r"\w", rest.text) else None
    return said


def options_of(cell: Line, item: Item, words: Words) -> Sequence[Option]:
    """Return the options of the item that a cell names: `A`, `A, C`, `B. text`, the text."""
    bare, _ = bare_option(cell, words)
    lead = lettered(bare.text)
    named = item.named(lead.letter) if lead and not lead.loose else None
    return item.said(bare.text) or ([named] if named else [])


def named_in(cell: Line, item: Item, words: Words) -> Sequence[Option]:
    """Return the options that a cell names, or the one of whose text it is a part, where the table judges."""
    if found := options_of(cell, item, words):
        return found
    part = item.holding(bare_option(cell, words)[0].text)
    return [part] if part else []
