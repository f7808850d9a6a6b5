"""Series: rows that count on from a first letter, rows with boxes, the bullets of one list. Most are options."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Literal

from msgspec import Struct

from ankibuild.items.bare_lines import LEAST_BARE, are_bare_lines
from ankibuild.items.key import is_letters
from ankibuild.items.letters import Lettered, follows, is_first, is_order
from ankibuild.reader.signs import Sign

SeriesKind = Literal["letters", "numbers", "boxes", "bullets", "marks", "judged", "orders"]
DOTS = ("・", "･")
"""What begins a line as a bullet would."""
LONGEST_GAP = 14
"""So many rows, at most, stand between two members of a series: the rest of an option's text, a reason."""
NEAR = 2
"""So many rows, at most, stand between a list and the options that put it in order."""
LONG_STEM = 40
"""So many characters, at least, has the question above options of which the first has no line."""
LEAST, MOST = 2, 12
"""So many members a list of options has."""


class Series(Struct, frozen=True):
    """The rows of a series, by their places on the page."""

    kind: SeriesKind
    members: tuple[int, ...]

    @property
    def first(self) -> int:
        """The place of its first row."""
        return self.members[0]

    @property
    def last(self) -> int:
        """The place of its last member's first row."""
        return self.members[-1]


def find_series(signs: Sequence[Sign]) -> dict[int, Series]:
    """Return the series of a page by the place of their first row; where two begin, that with letters wins."""
    found: dict[int, Series] = {}
    for at in range(len(signs)):
        series = (
            _lettered(signs, at)
            or _marked(signs, at)
            or _listed(signs, at)
            or _dotted(signs, at)
            or _bare(signs, at)
        )
        if series:
            found[at] = series
            lead = signs[at].lead
            if is_order(signs[at].row.text[lead.rest if lead else 0 :]):
                _put_in_order(found, signs, at)
    return found


def _put_in_order(found: dict[int, Series], signs: Sequence[Sign], at: int) -> None:
    """Take the letters of the list right above options that put them in order for mere bullets: they are no options."""
    for first, above in [*found.items()]:
        between = signs[above.last + 1 : at]
        near = above.kind == "letters" and len(between) <= NEAR and above.last < at
        if near and all(sign.kind in ("", "options") for sign in between):
            found[first] = Series("bullets", above.members)


def _lettered(signs: Sequence[Sign], at: int) -> Series | None:
    first = signs[at]
    if first.lead is None or not _may_lead(first):
        return None
    if not is_first(first.lead.letter) and (
        first.row.head or not _lacks_first(signs[at - 1], first, first.lead)
    ):
        return None
    members = _members(signs, at, first.lead.letter)
    loose = first.lead.loose and _may_be_word(first, first.lead)
    return Series(_kind(signs, members, first.lead), members) if len(members) >= LEAST + loose else None


def _kind(signs: Sequence[Sign], members: Sequence[int], lead: Lettered) -> SeriesKind:
    if not lead.letter.isdigit() or _is_round(signs[members[0]]):
        return "letters"
    return "boxes" if not lead.rest and all(signs[i].box is not None for i in members) else "numbers"


def _may_be_word(sign: Sign, lead: Lettered) -> bool:
    """Tell a letter that may be a word of its line: A boat."""
    return not sign.row.bullet and lead.letter.isascii()


def _lacks_first(above: Sign, sign: Sign, lead: Lettered) -> bool:
    """Tell B right below the long question of its own paragraph: A was lost, and what follows is a list."""
    if lead.letter != "B" or lead.loose or above.row.block is not sign.row.block:
        return False
    return above.label is None and len(above.row.text) >= LONG_STEM and above.asks


def _members(signs: Sequence[Sign], start: int, letter: str) -> tuple[int, ...]:
    """Return the rows that count on from a first letter."""
    first, members = signs[start], [start]
    for at in range(start + 1, len(signs)):
        if _are_all(members, at):
            break
        each, lead = signs[at], _lead_beside(first, signs[at])
        if lead and lead.letter == letter != "1":
            if not _in_one_list(first, each):
                break
            members.append(at)  # the same letter twice
        if lead and _may_lead(each) and follows(lead.letter, letter):
            members.append(at)
            letter = lead.letter
        elif _is_over(first, each, lead):
            break
    return tuple(members)


def _are_all(members: Sequence[int], at: int) -> bool:
    return at - members[-1] > LONGEST_GAP or len(members) > MOST


def _in_one_list(first: Sign, each: Sign) -> bool:
    return each.row.bullet and each.row.group == first.row.group


def _lead_beside(first: Sign, each: Sign) -> Lettered | None:
    return each.lead if _beside(first, each) else None


def _is_over(first: Sign, each: Sign, lead: Lettered | None) -> bool:
    """Tell a row that counts from the first letter again, or over which no list of options goes."""
    if lead and _may_lead(each):
        return is_first(lead.letter) and first.row.block.marker[:1] != "1"
    return _ends(first, each)


def _is_round(sign: Sign) -> bool:
    return sign.row.text.strip()[:1] in ("①", "❶", "Ⓐ")


def _may_lead(sign: Sign) -> bool:
    return sign.kind not in ("question", "answer") or sign.row.bullet


def _beside(first: Sign, other: Sign) -> bool:
    a, b = first.row, other.row
    return a.depth == b.depth and a.heading == b.heading and a.bullet == b.bullet


def _alike(first: Sign, other: Sign) -> bool:
    return _beside(first, other) and first.bold == other.bold


def _ends(first: Sign, other: Sign) -> bool:
    """Tell a row that no list of options goes over: a heading, a label."""
    if other.row.heading and not first.row.heading:
        return True
    return other.kind in ("question", "answer", "explanation", "wrong")


def _marked(signs: Sequence[Sign], at: int) -> Series | None:
    """Read lines that begin with marks, some for right and some for wrong, whatever stands between bold ones."""
    first = signs[at]
    if first.mark is None or (at and signs[at - 1].mark is not None and not _is_titled(first)):
        return None
    members = _marked_members(signs, at)
    right = {signs[i].mark for i in members}
    return Series("marks", members) if len(members) <= MOST and right == {True, False} else None


def _is_titled(sign: Sign) -> bool:
    return sign.bold or sign.row.heading


def _marked_members(signs: Sequence[Sign], start: int) -> tuple[int, ...]:
    """Return the rows with marks from one on."""
    first, members = signs[start], [start]
    for at in range(start + 1, min(len(signs), start + LONGEST_GAP * MOST)):
        each = signs[at]
        if len(members) > 1 and _is_next_pair(first, signs[members[1]], each):
            break
        if each.mark is not None and _alike(first, each):
            members.append(at)
        elif _closes_marks(first, each) or at - members[-1] > SHORT_GAP:
            break
    return tuple(members)


def _is_next_pair(first: Sign, second: Sign, each: Sign) -> bool:
    """Tell the next of pairs of corrections that have a paragraph each."""
    paired = not _is_titled(first) and second.row.block is first.row.block
    return paired and each.row.block is not first.row.block


def _closes_marks(first: Sign, other: Sign) -> bool:
    """Tell a row that ends marked lines: any but theirs, or below titles another heading or label."""
    if first.row.heading:
        return other.row.heading or other.kind in ("question", "answer")
    return not first.bold or other.row.heading or _ends(first, other)


SHORT_GAP = 12


def _listed(signs: Sequence[Sign], at: int) -> Series | None:
    """Read the items of one list, with boxes or bare."""
    row, above = signs[at].row, signs[at - 1]
    if not row.bullet or (at and above.row.bullet and above.row.group == row.group):
        return None
    members = [*_siblings(signs, at)]
    boxed = _boxed(signs, members, asked=at > 0 and above.asks)
    found = boxed or members
    return Series("boxes" if boxed else "bullets", tuple(found)) if LEAST <= len(found) <= MOST else None


def _boxed(signs: Sequence[Sign], members: list[int], *, asked: bool) -> list[int]:
    """Return the items that have boxes, and all where some are ticked below what asks; nothing for a lone one."""
    if asked and {signs[i].box for i in members} == {True, None}:
        return members
    boxed = [*takewhile(lambda i: signs[i].box is not None, members)]
    notes = members[len(boxed) :]  # notes on the options may go on with bare bullets
    return boxed if len(boxed) >= LEAST and all(signs[i].box is None for i in notes) else []


def _dotted(signs: Sequence[Sign], at: int) -> Series | None:
    """Read lines of one paragraph that begin with a dot: `・甲`."""
    if not _has_dot(signs[at]) or (at and _has_dot(signs[at - 1])):
        return None
    end = at
    while end < len(signs) and _has_dot(signs[end]):
        end += 1
    return Series("bullets", tuple(range(at, end))) if LEAST <= end - at <= MOST else None


def _ordered(signs: Sequence[Sign], at: int) -> Series | None:
    """Read lines that say in which order the letters of a list come, each in another one."""
    if at and is_order(signs[at - 1].row.text):
        return None
    lines = tuple(takewhile(lambda i: is_order(signs[i].row.text), range(at, len(signs))))
    distinct = len({signs[i].key for i in lines}) == len(lines)
    return Series("orders", lines) if distinct and LEAST <= len(lines) <= MOST else None


def _bare(signs: Sequence[Sign], at: int) -> Series | None:
    """Read the lines of a paragraph of their own below a question, none of them marked or a sentence."""
    row = signs[at].row
    if is_order(row.text):
        return _ordered(signs, at)
    if not (at and row.head and signs[at - 1].asks):
        return None
    if not are_bare_lines([row]):
        several = at + LEAST_BARE < len(signs) and row.block.kind == "paragraph"
        return _paragraphs(signs, at) if several else None
    lines = tuple(takewhile(lambda i: signs[i].row.block is row.block, range(at, len(signs))))
    bare = LEAST_BARE <= len(lines) <= MOST and not any(map(_is_marked, signs[at : at + len(lines)]))
    return Series("bullets", lines) if bare else None


def _paragraphs(signs: Sequence[Sign], at: int) -> Series | None:
    """Read paragraphs of a line each between a question and the bare letters that answer it by their places."""
    lines = tuple(takewhile(lambda i: _is_lone(signs[i]), range(at, min(len(signs), at + MOST))))
    end = at + len(lines)
    behind = signs[end] if end < len(signs) else None
    if len(lines) < LEAST_BARE or signs[at + 1].asks or behind is None:
        return None
    if behind.label is None or behind.kind != "answer":
        return None
    return Series("bullets", lines) if is_letters(behind.row.text[behind.label.rest :]) else None


def _is_lone(sign: Sign) -> bool:
    row = sign.row
    return row.block.kind == "paragraph" and len(row.block.lines) == 1 and not _is_marked(sign)


def _is_marked(sign: Sign) -> bool:
    return bool(sign.lead or sign.label) or sign.mark is not None


def _has_dot(sign: Sign) -> bool:
    return not sign.row.bullet and not sign.row.heading and sign.row.text.startswith(DOTS)


def _siblings(signs: Sequence[Sign], at: int) -> Iterator[int]:
    first, gap = signs[at].row, 0
    for i in range(at, len(signs)):
        row = signs[i].row
        if row.bullet and row.group == first.group:
            yield i
            gap = 0
        elif row.depth < first.depth or row.heading or signs[i].kind == "answer":
            return
        else:
            gap += 1
            if gap > LONGEST_GAP:
                return
