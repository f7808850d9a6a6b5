"""Read the rows of one candidate item in reading order: stem, options, key, statements, explanation, own answer.

Rows are fed one by one, so that a cut can be tried at any row: `score` says after each how well what was fed reads
as one item. What a row is depends on what came before it (`mode`) and on its label.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from ankibuild.items.key import is_letters
from ankibuild.items.letters import lettered
from ankibuild.items.marks import bare_option, lone_verdict
from ankibuild.items.own_answers import WEAK
from ankibuild.items.reasons import names_why_not
from ankibuild.model import Line
from ankibuild.page.questions import asks
from ankibuild.reader.draft import LOWEST, Mode, level_of
from ankibuild.reader.sheet import Sheet, kind_of
from ankibuild.reader.signs import Sign
from ankibuild.reader.stem import Stem
from ankibuild.speech import _
from ankibuild.text import cut, key_of, tail_of
from ankibuild.words import Label, LabelKind

POINTERS = "👉☞➡▶►\ufe0f "
"""What points to the text behind a label, and is none of it."""


class Reading(Stem):
    """One item as far as it was read, row by row."""

    def __init__(self, sheet: Sheet, openers: Collection[int] = ()) -> None:
        super().__init__(sheet, openers)
        self._labels: Mapping[LabelKind, Callable[[Sign, Label, Line], bool]] = {
            "question": self._question, "options": self._options, "answer": self._answer, "own": self._own,
            "mistake": self._own, "ignore": self._ignore, "wrong": self._reasons, "explanation": self._reasons,
            "feedback": self._reasons,
        }  # fmt: skip
        self._modes: Mapping[Mode, Callable[[int, Sign, Line], None]] = {
            "stem": self._stem, "options": self._stem, "own": self._own_row, "explanation": self._explained,
            "ignore": self._ignored, "after": self._behind_options, "key": self._key_row, "mistake": self._own_row,
        }  # fmt: skip

    def feed(self, at: int) -> None:
        """Read the next row."""
        self.at, sign, label = at, self.signs[at], self.sheet.labels[at]
        judges = sign.mark is not None and self._names_option(sign)
        self.beyond = 0 if judges else self.beyond  # whatever stood between
        self.ending.over = self._is_over(at, sign, label)
        if self.ending.aside or (self.ending.over and not (judges or self._resumes(sign))):
            self._count_faults(at, sign, label)
            return
        self.rows.append(sign.row)
        self.labels.append(label)
        if not sign.silent:
            self._read(at, sign, None if at in self.sheet.hand.again else label)

    def _read(self, at: int, sign: Sign, label: Label | None) -> None:
        """Read a row of the item's by its label, or else by what came before it."""
        self.before += not (self.options or self.keys)
        self.ends_in_heading = sign.row.heading and kind_of(label) in ("", "question")
        self._count_faults(at, sign, self._firm(sign, label))
        if self._listed(at, label):
            self.ends_in_heading &= not self.listing.unexplained
            return
        label = self._firm(sign, label)  # the list of options is known now
        if label and self._labelled(sign, label):
            return
        if self._key_group == sign.row.group and self._is_next_right(sign.row, sign.line):
            self.statements.close()
            self._key(sign, sign.line)
        else:
            self._modes[self.mode](at, sign, sign.line)

    def _firm(self, sign: Sign, label: Label | None) -> Label | None:
        """Return a label, of an answer a loose one only where a key stands behind it, and none that begins a reason."""
        if label is None or label.kind != "answer":
            return label
        rest = sign.row.text[label.rest :].lstrip(POINTERS)
        judges = bool(rest) and self._is_verdict(cut(sign.line, 0, label.rest))
        none = (label.loose or judges) and not self._is_key(rest)
        return None if none or self._tells_of_wrong(rest) else label

    def finish(self) -> None:
        """Close what is still open."""
        if self.listing.pending:
            self._close_option()
        if at := self.told_plainly:
            self._take_told(at)
        if self.places.said:
            self.places.settle(self.item)
        self.item.asked |= self.ending.hidden > 0 and not self.item.options  # what a fold hides was asked
        self.item.key_line = self.item.key_line or self._label_line
        self._report_twice()

    def _report_twice(self) -> None:
        """Report letters that two options have."""
        for letter in (x for x, count in Counter(self.item.known).items() if count > 1):
            line = [each.line for each in self.item.options if each.letter == letter][-1]
            self.item.problems.append(
                (line, "letter-twice", _("two options are called {letter}", letter=letter))
            )

    def _listed(self, at: int, label: Label | None) -> bool:
        """Read a row of the list of options; False behind its end, and where none is being read."""
        if not self.listing.pending:
            return False
        if at in self.listing.members:
            self._close_option()
            self.listing.pending = [at]
            return True
        if self.listing.take(at, labelled=label is not None):
            return True
        self._close_option()
        self.mode = "after"
        return False

    def _close_option(self) -> None:
        last = self.listing.at_last
        row = self.signs[self.listing.pending[0]].row
        self.item.options.append(self.listing.close_option())
        if self.item.options[-1].right:
            self.ending.answered_at(row)
        if last and self._early is not None:
            self._key(*self._early)
            self._early, self._keyed_above = None, True
            self._count_key()

    def _labelled(self, sign: Sign, label: Label) -> bool:
        """Read a row by its label; False where it is none after all."""
        rest = tail_of(sign.line, label.rest)
        if rest.text[:1] in POINTERS:
            rest = tail_of(rest, len(rest.text) - len(rest.text.lstrip(POINTERS)))
        if self._judges_on(label, rest):
            bare = tail_of(rest, len(rest.text) - len(rest.text.lstrip("。.、, ")))
            if self.statements.judged(sign, bare, right=label.kind == "answer"):
                return True
        return self._labels[label.kind](sign, label, rest)

    def _judges_on(self, label: Label, rest: Line) -> bool:
        """Tell a label behind the key with what names no option: it may be a verdict with its reason."""
        told = self.keys > 0 or (self.statements.refuting and label.kind == "wrong")
        judges = told and label.kind in ("answer", "wrong")
        return judges and bool(rest.text) and not self._is_key(rest.text)

    def _question(self, sign: Sign, label: Label, rest: Line) -> bool:
        item = self.item
        item.asked, item.number = True, item.number or label.number
        self._count_label_faults(sign, label)
        self.mode = "stem"
        inner = self._label_in(rest)
        while inner is not None and inner.kind == "question":
            item.number, rest = item.number or inner.number, tail_of(rest, inner.rest)
            inner = self._label_in(rest)
        if inner is not None and inner.kind == "answer" and rest.text[inner.rest :].strip():
            self._key(sign, tail_of(rest, inner.rest))
            item.answered, self.keys = True, self.keys + 1
        elif rest.text and not self.words.is_status(rest.text):
            self._ask(sign, rest)
            self.stem_asks |= asks(rest.text)
        return True

    def _label_in(self, rest: Line) -> Label | None:
        """Return the label behind that of a question, if there is one."""
        return self.words.label(rest) if rest.text and not self.words.is_status(rest.text) else None

    def _options(self, sign: Sign, _: Label, rest: Line) -> bool:
        if self.mode == "stem" and not self.item.options:
            self.mode, self.item.asked = "options", True
            return True
        self._count_other_list(rest)
        return not rest.text or self.statements.quoted(sign, rest)

    def _answer(self, sign: Sign, label: Label, rest: Line) -> bool:
        self._take_number(label)
        if label.word in WEAK and bare_option(rest, self.words)[1] is False:
            return self._own(sign, label, rest)
        if self.keys and key_of(rest.text) in self._said:
            return self._says_again(label, rest)
        if self.keys and not sign.row.heading and self._repeats_key(rest.text):
            return False  # "The correct answer is BD. …" explains
        if self._heads_options(rest):
            self.mode = "options"
        elif self._is_key_above(rest):
            self._early = (sign, rest)
        else:
            self._open_key(sign, rest)
        return True

    def _take_number(self, label: Label) -> None:
        """Take the number of an answer for the item's; that of another item is a fault."""
        if label.number:
            self.faults += 2 * (self.item.number not in ("", label.number))
            self.item.number = self.item.number or label.number

    def _heads_options(self, rest: Line) -> bool:
        """Tell "Answers" over all of the options, with the key below them."""
        return self.mode == "stem" and not rest.text and self._lists_next() and self._answers_below()

    def _is_key_above(self, rest: Line) -> bool:
        """Tell the letters of the right options, or one with its text, before the list of all."""
        lead = lettered(rest.text)
        named = is_letters(rest.text) or (lead is not None and not lead.loose)
        return self.mode in ("stem", "options") and named and self._lists_next()

    def _open_key(self, sign: Sign, rest: Line) -> None:
        """Take what stands behind a label of the answer, or below it, for the key."""
        self._said.add(key_of(rest.text))
        self.faults += self.keys > self._keyed_above and (bool(rest.text) or self.mode != "explanation")
        self.item.answered = True
        self.item.asked |= self.ending.answered_at(sign.row) and not self.item.options
        self._count_key()
        self._key_rows = 0
        self._spoken = not self.item.listed
        self.statements.close()
        self.statements.refuting = self.statements.rightly = False
        self.mode = "explanation" if rest.text else "key"
        self._key_level = level_of(sign) or LOWEST
        self._label_line = self._label_line or sign.line.number
        if rest.text:
            self._key(sign, rest)

    def _lists_next(self) -> bool:
        """Tell a key from which only rows that say nothing part the list of options."""
        for at in range(self.at + 1, len(self.signs)):
            if at in self.sheet.series:
                return self.sheet.series[at].kind == "letters" and not (self.item.options or self._lists)
            if not (self.signs[at].silent or self.words.is_labelled("options", self.signs[at].line)):
                return False
        return False

    def _answers_below(self) -> bool:
        """Tell a label of an answer that names one of the options right below: another one names it behind the list."""
        at = next(i for i in range(self.at + 1, len(self.signs)) if i in self.sheet.series)
        return self.listing.answered(self.sheet.series[at])

    def _own(self, sign: Sign, label: Label, rest: Line) -> bool:
        mistake = label.kind == "mistake"
        self.item.weakly |= label.word in WEAK
        if rest.text and not (mistake and self.statements.ended_by(sign.row, rest)):
            (self.item.mistake if mistake else self.item.own).append((sign.row, rest))
        if not rest.text or self._is_judged_next():
            self.mode = "mistake" if mistake else "own"
        return True

    def _is_judged_next(self) -> bool:
        """Tell the learner's answer to an open question above a row of prose, which is no more of what was asked."""
        open_ = self.mode == "stem" and bool(self.item.stem) and self.at + 1 < len(self.signs)
        return open_ and self.sheet.labels[self.at + 1] is None and not self.sheet.lists[self.at + 1]

    def _ignore(self, _: Sign, __: Label, rest: Line) -> bool:
        self.item.failed |= bool(self.item.own) and lone_verdict(rest, self.words) is False
        self.mode = self.mode if rest.text else "ignore"
        return True

    def _reasons(self, sign: Sign, label: Label, rest: Line) -> bool:
        if self._announces_options(sign, label, rest):
            self.mode = "options"
            return True
        if self._names_wrong(sign, label, rest):
            return True
        if self._is_keyed(sign, label, rest):
            self._key(sign, rest if rest.text else sign.line)
            self.mode = "explanation"
            return True
        self._spoken = False
        if label.kind == "explanation" and rest.text and self.statements.explains(sign, rest):
            return True
        self.statements.close()
        self.statements.refuting, self.statements.rightly = label.kind == "wrong", label.names_right
        self.mode = "explanation"
        if rest.text:
            self._explained(self.at, sign, rest)
        return True

    def _is_keyed(self, sign: Sign, label: Label, rest: Line) -> bool:
        """Tell the label of an explanation, right below that of the answer, that has the key behind it."""
        waits = self.mode == "key" and not self._key_rows
        return waits and (self._begins_with_key(rest.text) or self._heads_words(sign, label))

    def _names_wrong(self, sign: Sign, label: Label, rest: Line) -> bool:
        """Read a label that says itself which option is wrong: `誤り A …`, "Why not B? …"."""
        asks_why = not rest.text and names_why_not(sign.line, self.item)
        said = asks_why or (bool(rest.text) and not label.number)
        wrong = label.kind == "wrong" and bool(self.item.options)
        return wrong and said and self.statements.read(sign, sign.line)

    def _announces_options(self, sign: Sign, label: Label, rest: Line) -> bool:
        """Tell 選択肢の検討 over options that their titles list and judge."""
        before = self.mode == "stem" and not self.item.options and not self.keys
        return before and self._asked and label.kind == "feedback" and not rest.text and sign.row.head


def read_rows(sheet: Sheet, start: int, end: int) -> Reading:
    """Read rows as one item."""
    reading = Reading(sheet)
    for at in range(start, end):
        reading.feed(at)
    return reading
