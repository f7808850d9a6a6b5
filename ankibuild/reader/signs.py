"""What each row of a page says at once, before anybody asks what it is for: its sign."""

import re
from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from ankibuild.items.labels import label_rows
from ankibuild.items.letters import Lettered, lettered
from ankibuild.items.marks import bare_option, verdict_before
from ankibuild.model import Line
from ankibuild.page.content import is_fence, is_link
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.text import bold_prefix, fold, has_picture, key_of, narrow
from ankibuild.values import replace
from ankibuild.words import Label, Words

_NUMBER = re.compile(
    r"\W*(?:q|no\.?|第|問題?|質問|question|문제|题|題)?\s*#?\s*(?P<number>\d{1,4}(?:[-.]\d{1,3})*)(?=\s*(?:$|[.:)、。】\]>#(|?-]|問|番|题|題|번|\s))",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"\s*[^\w\s\"'「『（(【\[*_`#>→⇒・◆■●▶◇□☆★-]")
_BOX = re.compile(r"\s*(?:\[(?P<box>[ xX✓])\]|(?P<ticked>[☑✅])|(?P<empty>[☐⬜□]))\s*(?=\S)")


class Sign(Struct, frozen=True):
    """A row with what its text says: the option letter and the label it begins with, a box, whether it asks."""

    row: Row
    lead: Lettered | None
    label: Label | None
    box: bool | None
    mark: bool | None
    """What a mark at the head judges."""
    number: str
    asks: bool
    key: str
    bold: bool

    @property
    def line(self) -> Line:
        """The row's line."""
        return self.row.line

    @property
    def silent(self) -> bool:
        """Whether the row is nothing to read: a rule, a link, a fence of a box."""
        row = self.row
        return row.block.kind in ("rule", "comment") or (
            not row.text and not row.whole and not has_picture(row.line)
        )

    @property
    def shape(self) -> tuple[object, ...]:
        """What rows that open items alike have in common: the kind of line, its label, number, depth, boldness."""
        row = self.row
        label = self.label.word if self.label and self.label.kind == "question" else ""
        kind = row.block.marker if row.heading else (row.bullet and (row.block.marker[:1].isdigit() or "-"))
        return kind, label, bool(self.number), row.depth, self.bold

    @property
    def opens(self) -> bool:
        """Whether an item may begin here."""
        row = self.row
        if self.silent or (row.whole and not row.head):
            return False
        if row.heading or (self.label is not None and self.label.kind == "question"):
            return True
        if self.label is not None and self.label.kind == "answer" and self.label.number:
            return True
        return row.head and (row.depth == 0 or (row.depth == 1 and row.bullet))


def counts_on(last: Sign, sign: Sign) -> bool:
    """Tell the next question of a list: written like the last one, and one number on."""
    return 0 <= count_of(last) == count_of(sign) - 1


def is_later(first: Sign, sign: Sign) -> bool:
    """Tell a row, no bullet, that opens as another did and has a higher number."""
    alike = sign.opens and sign.shape == first.shape and not sign.row.bullet
    return alike and 0 <= count_of(first) < count_of(sign)


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
    return signs


def _settle_leads(signs: list[Sign], members: Sequence[int]) -> None:
    """Settle by what letters the items of one list go: those of their texts, or the numbers of the list.

    A letter that only some of them begin with is a word ("A bigger plan"), one that several begin with names no item.
    """
    _count_decimals(signs, members)
    own = [
        lead for i in members if (lead := signs[i].lead) and 0 < lead.rest < len(signs[i].row.text.rstrip())
    ]
    letters = {lead.letter for lead in own}
    told = any(lead.rest for i in members if (lead := signs[i].lead))
    if not told and len({signs[i].row.block.marker for i in members}) == len(members):
        return
    if own and len(letters) == len(members):
        return
    ordered = all(signs[i].row.block.marker[:-1].isdigit() for i in members)
    first = signs[members[0]].row.block.marker[:-1]
    same = ordered and len({signs[i].row.block.marker for i in members}) == 1 < len(members)
    twice = len(letters) < len(own)
    for n, i in enumerate(members):
        lead = signs[i].lead
        if lead and lead.rest and not twice and not lead.loose and lead.rest < len(signs[i].row.text):
            continue
        number = str(int(first) + n) if same else signs[i].row.block.marker[:-1]
        if ordered:
            signs[i] = replace(signs[i], lead=Lettered(number, 0))
        elif lead and lead.loose and signs[i].row.text.isascii():
            signs[i] = replace(signs[i], lead=None)


def _count_decimals(signs: list[Sign], members: Sequence[int]) -> None:
    """Read `3.1 つの港` as the third of a list whose other items are numbered 1., 2., 4.: no decimal."""
    leads = [signs[i].lead for i in members]
    told = [lead for lead in leads if lead and lead.rest]
    if len(told) == len(leads) or len(told) < LEAST_COUNTED:
        return
    if any(lead and lead.letter != str(n) for n, lead in enumerate(leads, 1)):
        return
    for n, i in enumerate(members, 1):
        number = f"{n}."
        if signs[i].lead is None and signs[i].row.text.startswith(number):
            signs[i] = replace(signs[i], lead=Lettered(str(n), len(number)))


LEAST_COUNTED = 2
"""So many items of a list with numbers of their own show that it is counted."""


def _sign(row: Row, label: Label | None, words: Words) -> Sign:
    text = row.text
    if row.whole or not text or is_link(row) or is_fence(text):
        silent = Row(
            Line(row.line.number, "", "" if text else row.line.html),
            row.block,
            row.depth,
            row.head,
            row.group,
            row.boxes,
        )
        return Sign(row if not text else silent, None, None, None, None, "", False, "", False)
    found = _BOX.match(narrow(text)) if row.block.checked is None else None
    box = row.block.checked if row.bullet else None
    if found and found["box"] is not None:
        box = found["box"].strip() != ""
    mark = verdict_before(row.line, words)[1] if _SYMBOL.match(text) else None
    if mark is None and row.block.kind == "heading":
        mark = bare_option(row.line, words)[1]  # `df` ✅
    lead = lettered(text)
    bullet = _NUMBER.fullmatch(row.block.marker.rstrip(".)")) if row.bullet else None
    if lead is None and bullet:
        lead = Lettered(bullet["number"], 0)
    number = label.number if label and label.kind == "question" else ""
    if (
        not number
        and (spoken := _NUMBER.match(fold(text)))
        and (row.heading or bold_prefix(row.line) or not lead or lead.letter.isdigit())
    ):
        number = spoken["number"]
    if not number and bullet:
        number = bullet["number"]
    told = bare_option(row.line, words)[0] if mark is not None else row.line
    bold = bold_prefix(told) >= len(told.text.rstrip()) > 0
    return Sign(row, lead, label, box, mark, number, asks(text), key_of(text), bold)
