"""What each row of a page says at once, before anybody asks what it is for: its sign."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from ankibuild.items.labels import label_rows
from ankibuild.items.letters import Lettered, is_first, lettered
from ankibuild.items.marks import bare_option, verdict_before
from ankibuild.items.odd_options import is_run
from ankibuild.items.unfolding import one_option_a_row, unfold
from ankibuild.markdown.outline import Section
from ankibuild.model import Line
from ankibuild.page.content import is_fence, is_link
from ankibuild.page.flow import Remembered, Row, rows, section_blocks
from ankibuild.page.questions import asks
from ankibuild.patterns import lazily
from ankibuild.reader.verdict_lines import verdict_lines
from ankibuild.text import bold_prefix, fold, has_picture, is_western, key_of, narrow, tail_of
from ankibuild.values import replace
from ankibuild.words import Label, Words

_NUMBER = lazily(
    r"\W*{question_sign}?\s*#?\s*(?P<number>\d{1,4}(?:[-.]\d{1,3})*)(?=\s*(?:$|[.:)、。】\]>#(|?-]|{counter}|\s))",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"\s*[^\w\s\"'「『（(【\[*_`#>→⇒・◆■●▶◇□☆★-]")
_BOX = lazily(r"\s*(?:\[(?P<box>[ xX✓])\]|(?P<ticked>[☑✅])|(?P<empty>[☐⬜□]))\s*(?=\S)")


class Sign(Struct, frozen=True, dict=True):
    """A row with what its text says: the option letter and the label it begins with, a box, whether it asks."""

    row: Row
    lead: Lettered | None
    label: Label | None
    box: bool | None
    mark: bool | None
    """What a mark at the head judges."""
    number: str
    bold: bool
    verdict: bool | None = None
    """What the row says of the option above it, and no more: such a row has no label."""

    @property
    def asks(self) -> bool:
        """Whether the row asks something: few rows are asked, and it takes long to tell."""
        return asks(self.row.text)

    @property
    def key(self) -> str:
        """What identifies the row's text."""
        return key_of(self.row.text)

    @property
    def line(self) -> Line:
        """The row's line."""
        return self.row.line

    @property
    def kind(self) -> str:
        """The kind of the row's label, "" for none."""
        return self.label.kind if self.label is not None else ""

    @property
    def told(self) -> Line:
        """The row's line behind its letter, if it has one."""
        return tail_of(self.line, self.lead.rest) if self.lead else self.line

    @property
    def silent(self) -> bool:
        """Whether the row is nothing to read: a rule, a link, a fence of a box."""
        row = self.row
        return row.block.kind in ("rule", "comment") or (
            not row.text and not row.whole and not has_picture(row.line)
        )

    @cached_property
    def shape(self) -> tuple[object, ...]:
        """What rows that open items alike have in common: the kind of line, its label, number, depth, boldness."""
        row = self.row
        label = self.label.word if self.label is not None and self.kind == "question" else ""
        kind = row.block.marker if row.heading else (row.bullet and (row.block.marker[:1].isdigit() or "-"))
        return kind, label, bool(self.number), row.depth, self.bold

    @property
    def opens(self) -> bool:
        """Whether an item may begin here."""
        row = self.row
        if self.silent or self.verdict is not None:
            return False
        if row.heading or self.kind == "question":
            return True
        if self.kind == "answer" and self.label is not None and self.label.number:
            return True
        return row.head and row.depth <= row.bullet  # at the margin, or a bullet of a list there


def counts_on(last: Sign, sign: Sign) -> bool:
    """Tell the next question of a list: written like the last one, and one number on."""
    return 0 <= count_of(last) == count_of(sign) - 1


def is_later(first: Sign, sign: Sign) -> bool:
    """Tell a row, no bullet, that opens as another did and has a higher number."""
    alike = sign.opens and sign.shape == first.shape and not sign.row.bullet
    return alike and 0 <= count_of(first) < count_of(sign)


def has_later_number(first: Sign, sign: Sign) -> bool:
    """Tell an item of the numbered list in which another row stands, with a higher number."""
    listed = first.row.bullet and sign.row.bullet and first.row.group == sign.row.group
    return listed and 0 <= count_of(first) < count_of(sign)


def count_of(sign: Sign) -> int:
    """Return the number of a row that counts, -1 for others."""
    return int(sign.number) if sign.number.isdigit() else -1


def read_signs(rows: Sequence[Row], words: Words) -> list[Sign]:
    """Read the signs of the rows of a page."""
    signs = [_sign(row, label, words) for row, label in zip(rows, label_rows(rows, words), strict=True)]
    groups: dict[int, list[int]] = defaultdict(list)
    for at, sign in enumerate(signs):
        if sign.row.bullet and sign.row.text:
            groups[sign.row.group].append(at)
    for members in groups.values():
        _settle_leads(signs, members)
    return _with_verdicts(signs, words)


def _with_verdicts(signs: list[Sign], words: Words) -> list[Sign]:
    """Take the labels off lines that only judge the option above them."""
    leads = [None if sign.row.bullet or sign.row.heading else sign.lead for sign in signs]
    if len([*filter(None, leads)]) < LEAST_COUNTED:
        return signs
    rows, labels = [sign.row for sign in signs], [sign.label for sign in signs]
    for at, right in verdict_lines(rows, leads, labels, words).items():
        signs[at] = replace(signs[at], label=None, mark=None, verdict=right)
    return signs


def _signs_on(page: Section) -> tuple[Sign, ...]:
    found = unfold(rows(section_blocks(page, heading=True)), page.words)
    return tuple(read_signs(one_option_a_row(found), page.words))


PLAIN_SIGNS = Remembered(_signs_on)
"""The signs of a page's rows, one part a row: what finds items and what proposes teaching ask for the same."""


def _settle_leads(signs: list[Sign], members: Sequence[int]) -> None:
    """Settle by what letters the items of one list go: those of their texts, or the numbers of the list.

    A letter that only some of them begin with is a word ("A bigger plan"), one that several begin with names no item.
    """
    _count_decimals(signs, members)
    markers = [signs[i].row.block.marker for i in members]
    told = any(lead.rest for i in members if (lead := signs[i].lead))
    if not told and len({*markers}) == len(members):
        return
    own = _own_letters(signs, members)
    if len({*own}) < len(members) or (own[0].isdigit() and _are_amounts(signs, members)):
        _settle_by_numbers(signs, members, own, _numbers(markers))


def _settle_by_numbers(
    signs: list[Sign], members: Sequence[int], own: Sequence[str], numbers: Sequence[str]
) -> None:
    """Give items the numbers of their list, but for those with a firm letter; take from them what is a word."""
    twice = len({*own}) < len(own)
    worded = twice and len(own) < len(members) and not is_first(own[0])
    counts = _count_on(signs, members)
    for i, number in zip(members, numbers, strict=True):
        settled, lead = _settled(signs[i], number, twice=twice), signs[i].lead
        word = (
            settled is signs[i] and lead is not None and _is_word(settled, lead, worded=worded, counts=counts)
        )
        signs[i] = replace(settled, lead=None) if word else settled


def _are_amounts(signs: Sequence[Sign], members: Sequence[int]) -> bool:
    """Tell items that begin with numbers which only a blank parts from the rest: 6 lamps, 8 lamps, 5 lamps."""
    leads = [signs[i].lead for i in members]
    loose = all(lead and lead.loose and lead.letter.isdigit() for lead in leads)
    return loose and not _count_on(signs, members)


def _count_on(signs: Sequence[Sign], members: Sequence[int]) -> bool:
    """Tell items that all begin with letters, or are letters, which count from the first one."""
    leads = [lead for i in members if (lead := signs[i].lead)]
    return len(leads) == len(members) and is_run([lead.letter for lead in leads])


def _own_letters(signs: Sequence[Sign], members: Sequence[int]) -> list[str]:
    """Return the letters that stand before the texts of items."""
    leads = ((lead, signs[i].row.text) for i in members if (lead := signs[i].lead))
    return [lead.letter for lead, text in leads if 0 < lead.rest < len(text.rstrip())]


def _numbers(markers: Sequence[str]) -> list[str]:
    """Return the numbers of a list's items as a page shows them; for a list without, nothing of each."""
    numbers = [marker[:-1] for marker in markers]
    if not all(number.isdigit() for number in numbers):
        return [""] * len(markers)
    same = len({*markers}) == 1 < len(markers)
    return [str(int(numbers[0]) + n) for n in range(len(markers))] if same else numbers


def _settled(sign: Sign, number: str, *, twice: bool) -> Sign:
    """Return an item with the number of its list for a letter, unless its own letter is firm and names it alone."""
    lead = sign.lead
    firm = lead and lead.rest and not twice and not lead.loose and lead.rest < len(sign.row.text)
    return replace(sign, lead=Lettered(number, 0)) if number and not firm else sign


def _is_word(sign: Sign, lead: Lettered, *, worded: bool, counts: bool) -> bool:
    """Tell a letter that is a word or a number of the text, in a list that does not count: "A bigger plan", 21.

    Where several of a list that are not all begin with the same letter, it is `worded`.
    """
    if lead.loose:
        return worded or is_western(sign.row.text)
    return not counts and lead.rest >= len(sign.row.text.rstrip())


def _count_decimals(signs: list[Sign], members: Sequence[int]) -> None:
    """Read `3.1 つの港` as the third of a list whose other items are numbered 1., 2., 4.: no decimal."""
    told = [(n, lead) for n, i in enumerate(members, 1) if (lead := signs[i].lead)]
    counted = all(lead.rest and lead.letter == str(n) for n, lead in told)
    if not counted or not LEAST_COUNTED <= len(told) < len(members):
        return
    for n, i in enumerate(members, 1):
        number = f"{n}."
        if signs[i].lead is None and signs[i].row.text.startswith(number):
            signs[i] = replace(signs[i], lead=Lettered(str(n), len(number)))


LEAST_COUNTED = 2
"""So many items of a list with numbers of their own show that it is counted."""


def _sign(row: Row, label: Label | None, words: Words) -> Sign:
    if row.whole or not row.text or is_link(row) or is_fence(row.text):
        return _silent(row)
    listed = _number_in_list(row)
    lead = lettered(row.text) or (Lettered(listed, 0) if listed else None)
    number = _number(row, label) or listed
    mark = _mark(row, words)
    told = bare_option(row.line, words)[0] if mark is not None else row.line
    return Sign(row, lead, label, _box(row), mark, number, _is_bold(told))


def _is_bold(line: Line) -> bool:
    return bold_prefix(line) >= len(line.text.rstrip()) > 0


def _number_in_list(row: Row) -> str:
    found = _NUMBER.fullmatch(row.block.marker.rstrip(".)")) if row.bullet else None
    return found["number"] if found else ""


def _number(row: Row, label: Label | None) -> str:
    """Return the number of a question's label, or that a row begins with."""
    if label and label.kind == "question" and label.number:
        return label.number
    spoken = _NUMBER.match(fold(row.text))
    return spoken["number"] if spoken else ""


def _silent(row: Row) -> Sign:
    """Return the sign of a row that says nothing, a link without its text."""
    line = Line(row.line.number, "", "")
    block = replace(row.block, kind="paragraph") if row.block.kind == "code" else row.block  # no whole row
    silent = Row(line, block, row.depth, row.head, row.group, row.boxes) if row.text else row
    return Sign(silent, None, None, None, None, "", False)


def _box(row: Row) -> bool | None:
    """Tell whether a row's box is ticked; None where it has none."""
    found = _BOX.match(narrow(row.text)) if row.block.checked is None else None
    if found and found["box"] is not None:
        return found["box"].strip() != ""
    return row.block.checked if row.bullet else None


def _mark(row: Row, words: Words) -> bool | None:
    """Return what a mark at a row's head judges, or at the end of a heading: `df` ✅; of an indented line as well."""
    mark = verdict_before(row.line, words)[1] if _SYMBOL.match(row.text) else None
    return bare_option(row.line, words)[1] if mark is None and row.block.kind in ("heading", "code") else mark
