"""Where an item is over, and what no item holds: the more of it a stretch has, the worse it reads as one."""

from ankibuild.items.marks import bare_option
from ankibuild.items.reason_columns import options_of
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.reader.draft import Draft, is_number, level_of
from ankibuild.reader.ending import (
    answers_itself,
    begins_other,
    goes_beyond,
    is_term,
    is_title,
    set_off,
)
from ankibuild.reader.sheet import kind_of
from ankibuild.reader.signs import Sign, counts_on, has_later_number, is_later
from ankibuild.text import bold_prefix, has_picture
from ankibuild.words import Label

CHAPTER = 8
"""So many points costs the title of a chapter above the heading that labels a question."""
FOREIGN = 4
"""So many faults has what answers several questions: no item holds it."""


class Bounds(Draft):
    """Tells, of each row, whether it is still the item's."""

    def is_next(self, at: int) -> bool:
        """Tell behind options or an answer a row that has more faults than any item, for it is where another begins.

        It is a heading beside the item's, or the label of a question with which one of the page's items opens.
        """
        if not (self.options or self.item.answered):
            return False
        sign, label = self.signs[at], self.sheet.labels[at]
        if label is None:
            return self._is_beside(sign) and not self._names_option(sign)
        return label.kind == "question" and not label.loose and at in self.openers and self._is_closed

    def _is_beside(self, sign: Sign) -> bool:
        """Tell a heading as high as the item's, unless the fold of the answer holds it."""
        return 0 < level_of(sign) <= self._level and sign.line.number > self.ending.hidden

    @property
    def _is_closed(self) -> bool:
        """Whether the list of options is over, and nothing that holds the item goes on."""
        closed = not (self.listing.pending or self.ending.fold or self._is_below_title)
        return closed and self.mode not in ("stem", "options")

    def _count_faults(self, at: int, sign: Sign, label: Label | None) -> None:
        """Count what no item holds: where another one opens, a second list of options, a heading behind the key."""
        begun = self.options > 0 or self.item.answered
        if begun:
            self._count_next(at, sign, label)
        elif self._first is not None:
            self.faults += 2 * self._asks_again(self._first, sign, label)
        self._count_lists(at, sign, label)
        self._first = self._first or sign
        if sign.row.bullet and sign.asks:
            self._asked_groups.add(sign.row.group)
        if not begun and at not in self.sheet.series:
            self._head(sign, label)

    def _head(self, sign: Sign, label: Label | None) -> None:
        """Take a heading above the options for the item's."""
        if label is None or not self._level:
            self._level = level_of(sign) or self._level
            self._over = sign if sign.row.heading else self._over

    def _count_next(self, at: int, sign: Sign, label: Label | None) -> None:
        """Count what opens as an item does, and a heading behind the options that names none of them."""
        opens = (at in self.openers and not self._is_below_title) or (
            (self.keys > 0 or self.rights > 0) and self._opens_alike(sign, label)
        )
        asks = kind_of(label) in ("", "question")
        self.faults += 2 * opens + FOREIGN * (asks and self._is_next_entry(sign.row))
        if label is None:
            self.faults += FOREIGN * self._asks_next(sign)
            self._count_heading(sign)

    def _count_heading(self, sign: Sign) -> None:
        """Count a heading beside the item's, or where none stood above it, behind the key."""
        if sign.row.heading and not self._names_option(sign):
            beside = self._is_beside(sign)
            self.faults += FOREIGN * beside
            self.beyond += not (beside or self._parts_key(sign)) and bool(self.keys and not self._level)

    @property
    def _is_below_title(self) -> bool:
        """Whether nothing but a title was read, which has the key: here the stem begins."""
        return len(self.rows) == 1 and self.rows[0].heading

    def _count_lists(self, at: int, sign: Sign, label: Label | None) -> None:
        """Count a second list of options."""
        kind, closed = self.sheet.lists[at], bool(self.item.options) and not self.listing.pending
        closed = closed and self.mode != "mistake"  # boxes there tick off what went wrong
        if closed and kind == "boxes":
            self.faults += 1
        if kind in ("letters", "numbers"):
            self._count_second_list(kind, closed=closed)
        self._ruled_off |= (closed or self.listing.at_last) and self.sheet.is_ruled(at)
        self._asked_after |= closed and sign.asks and label is None

    def _count_second_list(self, kind: str, *, closed: bool) -> None:
        """Count a list of options behind what asks below the first one."""
        if self._asked_after:
            self.faults += closed and kind == "letters" and not self.keys
            self.faults += FOREIGN * self._ruled_off

    def _count_other_list(self, rest: Line) -> None:
        """Count a label over the options of the next question."""
        at = self.at + 1
        if rest.text or not self.item.listed or self.sheet.lists[at : at + 1] not in (["letters"], ["boxes"]):
            return
        text = bare_option(self.signs[at].told, self.words)[0].text
        self.faults += FOREIGN * (self.item.like(text) is None)

    def _asks_again(self, first: Sign, sign: Sign, label: Label | None) -> bool:
        """Tell a second question before any option or answer: the next bullet or call-out, a label below text."""
        labelled = kind_of(label) == "question"
        boxed = bool(sign.row.boxes) and sign.row.boxes[:1] != first.row.boxes[:1]
        if sign.asks and (boxed or self._lies_beside(first, sign)):
            return True
        if labelled and (boxed or (self._told and _asks_alike(first, label))):
            return True
        return is_later(first, sign)

    def _lies_beside(self, first: Sign, sign: Sign) -> bool:
        """Tell a bullet of a list that has asked, or counts on, and what stands behind the fold of the item."""
        if self._in_asked_list(sign) or (sign.row.bullet and has_later_number(first, sign)):
            return True
        return 0 < self.ending.fold < sign.row.line.number

    def _asks_next(self, sign: Sign) -> bool:
        """Tell the next question of a list, and one number on; right below an empty label it need not ask."""
        first, empty = self._first or sign, self.mode == "key" and not self._key_rows
        beside = empty and self._in_asked_list(sign)
        again = beside or has_later_number(first, sign) or _counts_alike(first, sign)
        return again and (sign.asks or empty)

    def _in_asked_list(self, sign: Sign) -> bool:
        """Tell a bullet of a list that has asked."""
        return sign.row.bullet and sign.row.group in self._asked_groups

    def _opens_alike(self, sign: Sign, label: Label | None) -> bool:
        """Tell a row behind the key that begins as the item did: the next question of a list."""
        first = self._first
        if first is None or sign.shape != first.shape or not sign.opens or self._names_option(sign):
            return False
        return sign.asks or counts_on(first, sign) or kind_of(label) == "question"

    def _count_stem_faults(self, sign: Sign) -> None:
        """Count what no stem holds: a heading below its text, the title of a chapter, a verdict."""
        first = self._first or sign
        if sign.row.heading and self._told:
            self.faults += 1 if sign.asks and not self.stem_asks else FOREIGN
        elif sign.row.heading and first is not sign:
            self.titles += not (first.number or first.label)
        judges = not sign.asks and self.words.closing_verdict(sign.row.text) is not None
        self.faults += FOREIGN * (judges + self._is_next_entry(sign.row))

    def _count_label_faults(self, sign: Sign, label: Label) -> None:
        """Count what stands above the label of a question: another stem, the title of a chapter, a key."""
        texts = any(not is_number(line.text) for _, line in self.item.stem)
        self.faults += 2 * (bool(label.number) and texts)
        self.faults += FOREIGN * (sign.row.heading and self._told)
        self.titles += CHAPTER * (sign.row.heading and self._is_title_of(sign))
        self.faults += 2 * (self.mode not in ("stem", "options"))

    def _is_title_of(self, sign: Sign) -> bool:
        """Tell a first heading that asks nothing by itself above the one that a question's label makes."""
        first = self._first
        return first is not None and first is not sign and not (first.number or first.asks or first.label)

    def _is_next_entry(self, row: Row) -> bool:
        """Tell the next bullet of the list in which the item opened, where something stood below that one."""
        first = self._first.row if self._first else row
        beside = first.bullet and row.bullet and row.group == first.group
        return beside and any(each.depth > first.depth for each in self.rows)

    def _is_over(self, at: int, sign: Sign, label: Label | None) -> bool:
        """Tell whether the item's own rows have ended before this one."""
        if self._first is None:
            self._begin(at, sign)
        if kind_of(label) not in (("", "question") if self.ending.fold else ("",)):
            self.ending.aside = False
            return False
        if sign.row.heading and self.mode == "explanation":
            self.ending.aside = self._stands_aside(sign)
        if self._heads_other(at, sign):
            return True
        if self.ending.over or self._is_open:
            return self.ending.over
        return self._has_own_card(at, sign) or self._leaves(at, sign)

    def _begin(self, at: int, sign: Sign) -> None:
        """Take the first row of the item, and the heading over it."""
        self.ending.first = sign.row
        if sign.row.block.kind == "details":
            self.ending.fold = sign.row.block.last
        self._over = next((self.signs[i] for i in range(at, -1, -1) if self.signs[i].row.heading), None)

    def _stands_aside(self, sign: Sign) -> bool:
        """Tell a heading that asks among the explanation, before any key."""
        return self._is_open and sign.asks and not self._names_option(sign)

    @property
    def _is_open(self) -> bool:
        """Whether the key is still to come, or the list of options goes on."""
        return not (self.item.answered or self.item.right) or bool(self.listing.pending)

    def _has_own_card(self, at: int, sign: Sign) -> bool:
        """Tell what asks behind a rule, and a heading behind what the learner answered, or that closes the item."""
        if not sign.asks:
            return False
        after = self.mode in ("own", "mistake", "ignore") or self._closes(sign.row)
        return self.sheet.is_ruled(at) or (sign.row.heading and after)

    def _heads_other(self, at: int, sign: Sign) -> bool:
        """Tell a heading behind the options of an item that stands below none, and that announced no answer itself."""
        beside = sign.row.heading and not self._level and self.options > 0 and not self._parts_key(sign)
        return beside and at not in self.listing.members and not self._names_option(sign)

    def _parts_key(self, sign: Sign) -> bool:
        """Tell a heading below the one that announced the answer, and a fold that hides what was announced."""
        return level_of(sign) > self._key_level or self._hides(sign.row)

    def _leaves(self, at: int, sign: Sign) -> bool:
        """Tell a row behind the key that is about something else."""
        item = self.item
        about = self.statements.refutes_alone and self._is_other_matter(sign)
        explained = bool(item.explanation or item.answer or self.statements.count)
        heads = explained and at + 1 in self.sheet.series and self._heads_questions(at, sign.row)
        other = about or heads
        return other or self.ending.leaves(sign, explained=explained) or self._leaves_answer(sign)

    def _heads_questions(self, at: int, row: Row) -> bool:
        """Tell a title right over a list of which all items ask, each with its answer on the same line or below."""
        titled = (row.heading or is_title(row)) and self.sheet.lists[at + 1] in ("bullets", "numbers")
        return titled and all(answers_itself(self.signs[i]) for i in self.sheet.series[at + 1].members)

    def _is_other_matter(self, sign: Sign) -> bool:
        """Tell a term with its meaning, or behind a list of wrong answers of no list a text with a bold head."""
        row, last = sign.row, self.rows[-1]
        if is_term(row):
            other = last.group != row.group or not is_term(last)
        else:
            beside = last.bullet and row.block.kind == "paragraph" and not self.item.listed
            other = beside and 0 < bold_prefix(row.line) < len(row.text)
        return other and not self.statements.names(sign)

    def _resumes(self, sign: Sign) -> bool:
        """Tell what is said of an option behind the end of the item's rows, if nothing else stands between."""
        self._left |= self._counts_beyond(sign)
        if self._left or sign.silent:
            return False
        row = sign.row
        if row.block.kind == "table":
            resumes = self._names_options(row)
        else:
            refutes = sign.mark is False and row.bullet and not self.item.listed
            resumes = self._names_option(sign) or refutes or self._goes_on_about(row)
        self._left = not resumes and row.heading == self.ending.titled
        return resumes

    def _goes_on_about(self, row: Row) -> bool:
        """Tell a further line of a paragraph about an option."""
        return bool(self.statements.about) and not row.head and self.rows[-1].block is row.block

    def _names_options(self, table: Row) -> bool:
        """Tell a table whose first column names an option."""
        cells = (each.lines[0] for each in table.block.blocks if each.lines)
        return any(options_of(cell, self.item, self.words) for cell in cells)

    def _leaves_answer(self, sign: Sign) -> bool:
        """Tell what a blank line sets off from an answer in words, and is no part of it."""
        item = self.item
        if not self._spoken or not item.answer or not set_off(self.rows, sign.row):
            return False
        if 0 < self.ending.hidden < sign.line.number and not sign.row.heading:
            return True
        pictured = has_picture(sign.line) and bool(item.stem) and has_picture(item.stem[-1][1])
        beyond = goes_beyond(self.rows[-1], sign.row, peers=self.sheet.hand.peers)
        return pictured or beyond or begins_other(sign, item.answer[-1][0])


def _counts_alike(first: Sign, sign: Sign) -> bool:
    """Tell what is written as another row, and is one number on; a bullet of another list asks, too."""
    alike = bool(sign.number) and (sign.asks or not sign.row.bullet) and first.shape == sign.shape
    return alike and counts_on(first, sign)


def _asks_alike(first: Sign, label: Label | None) -> bool:
    """Tell a label that stands again, and one below a heading that asks."""
    again = first.label is not None and label is not None and first.label.word == label.word
    return again or (first.row.heading and first.asks)
