"""Read the rows of one candidate item in reading order: stem, options, key, statements, explanation, own answer.

Rows are fed one by one, so that a cut can be tried at any row: `score` says after each how well what was fed reads
as one item. What a row is depends on what came before it (`mode`) and on its label.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal

from ankibuild.items.item import Item
from ankibuild.items.key import is_letters, read_key
from ankibuild.items.letters import key, lettered
from ankibuild.items.marks import bare_option
from ankibuild.items.odd_options import options_in_table
from ankibuild.items.reason_tables import table_reasons
from ankibuild.items.unlabelled_key import unlabelled_key
from ankibuild.model import Line
from ankibuild.page.content import is_url
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.reader.hand import Hand
from ankibuild.reader.listing import Listing
from ankibuild.reader.series import Series
from ankibuild.reader.signs import Sign, counts_on
from ankibuild.reader.statements import Statements
from ankibuild.reader.subjects import letters_in, named_by
from ankibuild.text import has_picture, narrow, tail_of
from ankibuild.words import Label, LabelKind, Words

Mode = Literal["stem", "options", "after", "key", "explanation", "own", "mistake", "ignore"]
_IN_BRACKETS = re.compile(
    r"[(（]\s*(?:選択肢|オプション|[Oo]ptions?|[Cc]hoices?)\s*(?P<letters>[A-H](?:\s*[,、・と&]\s*[A-H])*)\s*[)）]"
)
LONGEST_HEAD = 12
"""A line of no more characters may head what follows."""
_COUNT = re.compile(r"^\s*[\d２-９二三四]\s*つ\s*(?:です)?\s*[:：、。]?\s*")
BARE = 3
"""A heading of no more characters is a number."""


class Reading:
    """One item as far as it was read; `openers` are the rows where the page's items open."""

    def __init__(
        self,
        signs: Sequence[Sign],
        series: Mapping[int, Series],
        hand: Hand,
        words: Words,
        openers: Collection[int] = (),
    ) -> None:
        self.signs, self.series, self.hand, self.words, self.openers = signs, series, hand, words, openers
        self.item = Item([])
        self.rows: list[Row] = []
        self.mode: Mode = "stem"
        self.listing = Listing(signs, series, hand, words)
        self.statements = Statements(self.item, words)
        self.keys = 0
        self.faults = 0
        self.stem_asks = False
        self.ends_in_heading = False
        self._ruled = False
        """Whether a rule stands behind the key."""
        self._spoken = False
        """Whether an answer in words goes on."""
        self._first: Sign | None = None
        self._key_rows = 0
        self._asked_after = False
        self._level = 0
        """The level of the heading that opened the item."""
        self._early: tuple[Sign, Line] | None = None
        """A key that stands before the options."""
        self._labels: Mapping[LabelKind, Callable[[Sign, Label, Line], bool]] = {
            "question": self._question, "options": self._options, "answer": self._answer, "own": self._own,
            "mistake": self._own, "ignore": self._ignore, "wrong": self._reasons, "explanation": self._reasons,
            "feedback": self._reasons,
        }  # fmt: skip
        self._modes: Mapping[Mode, Callable[[int, Sign, Line], None]] = {
            "stem": self._stem, "options": self._stem, "own": self._own_row, "mistake": self._own_row,
            "ignore": self._ignored, "after": self._behind_options, "key": self._key_row,
            "explanation": self._explained,
        }  # fmt: skip

    # --- feeding -----------------------------------------------------------------------------------

    def feed(self, at: int) -> None:
        """Read the next row."""
        sign = self.signs[at]
        self.rows.append(sign.row)
        if sign.silent:
            self._ruled |= sign.row.block.kind == "rule" and bool(self.item.answered or self.item.right)
            return
        label = self.hand.label(sign)
        self._ruled &= label is None
        self.ends_in_heading = sign.row.heading and (label is None or label.kind == "question")
        self._count_faults(at, sign, label)
        if self.listing.pending and self._listed(at, label):
            return
        if label is None or not self._labelled(sign, label):
            self._modes[self.mode](at, sign, sign.line)

    def finish(self) -> None:
        """Close what is still open."""
        if self.listing.pending:
            self._close_option()

    def _listed(self, at: int, label: Label | None) -> bool:
        """Read a row of the list of options; False behind its end."""
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
        self.item.options.append(self.listing.close_option())
        if last and self._early is not None:
            self._key(*self._early)
            self._early = None

    def _count_faults(self, at: int, sign: Sign, label: Label | None) -> None:
        """Count what no item holds: where another one opens, a second list of options, a heading behind the key."""
        begun = bool(self.item.options or self.listing.pending or self.item.answered)
        closed = bool(self.item.options) and not self.listing.pending
        if begun and (at in self.openers or (self.keys and self._opens_alike(sign, label))):
            self.faults += 2
        self._first = self._first or sign
        if closed and at in self.series and self.series[at].kind in ("letters", "boxes"):
            self.faults += self.series[at].kind == "boxes" or (self._asked_after and not self.keys)
        self._asked_after |= closed and sign.asks and label is None
        if begun and sign.row.heading and label is None and not self._names_option(sign):
            self.faults += 2 if 0 < level_of(sign) <= self._level else bool(self.keys and not self._level)
        if not self._level and not begun:
            self._level = level_of(sign)

    def _opens_alike(self, sign: Sign, label: Label | None) -> bool:
        """Tell a row behind the key that begins as the item did: the next question of a list."""
        first = self._first
        if first is None or sign.shape != first.shape or not sign.opens or self._names_option(sign):
            return False
        return sign.asks or counts_on(first, sign) or (label is not None and label.kind == "question")

    def _names_option(self, sign: Sign) -> bool:
        named = sign.lead is not None and self.item.named(sign.lead.letter) is not None
        return named or self.item.like(bare_option(sign.line, self.words)[0].text) is not None

    # --- labels ------------------------------------------------------------------------------------

    def _labelled(self, sign: Sign, label: Label) -> bool:
        """Read a row by its label; False where it is none after all."""
        rest = tail_of(sign.line, label.rest)
        if label.loose and not self._is_key(rest.text):
            return False
        if label.kind in ("answer", "wrong") and self.keys and rest.text and not self._is_key(rest.text):
            bare = tail_of(rest, len(rest.text) - len(rest.text.lstrip("。.、, ")))
            if self.statements.judged(sign, bare, right=label.kind == "answer"):
                return True
            if label.kind == "answer" and sign.line.text[label.rest - 1] in "。.!":
                return False  # 正解。…: a verdict
        return self._labels[label.kind](sign, label, rest)

    def _question(self, sign: Sign, label: Label, rest: Line) -> bool:
        item = self.item
        item.asked, item.number = True, item.number or label.number
        self.faults += bool(label.number) and any(not _is_number(line.text) for _, line in item.stem)
        self.faults += 2 * (self.mode not in ("stem", "options"))
        self.mode = "stem"
        inner = self.words.label(rest) if rest.text and not self.words.is_status(rest.text) else None
        while inner is not None and inner.kind == "question":
            item.number, rest = item.number or inner.number, tail_of(rest, inner.rest)
            inner = self.words.label(rest) if rest.text and not self.words.is_status(rest.text) else None
        if inner is not None and inner.kind == "answer" and rest.text[inner.rest :].strip():
            self._key(sign, tail_of(rest, inner.rest))
            item.answered, self.keys = True, self.keys + 1
        elif rest.text and not self.words.is_status(rest.text):
            item.stem.append((sign.row, rest))
            self.stem_asks |= asks(rest.text)
        return True

    def _options(self, sign: Sign, _: Label, rest: Line) -> bool:
        if self.mode == "stem" and not self.item.options:
            self.mode = "options"
            return True
        return not rest.text or self.statements.quoted(sign, rest)

    def _answer(self, sign: Sign, label: Label, rest: Line) -> bool:
        if label.number:
            self.faults += 2 * (self.item.number not in ("", label.number))
            self.item.number = self.item.number or label.number
        self.faults += bool(self.keys) and (bool(rest.text) or self.mode != "explanation")
        self.item.answered, self.statements.keyed = True, True
        self.keys += 1
        self._key_rows = 0
        self._spoken = not item_lists(self.item)
        self.statements.close()
        self.statements.refuting = self.statements.rightly = False
        self.mode = "explanation" if rest.text else "key"
        if rest.text:
            self._key(sign, rest)
        return True

    def _own(self, sign: Sign, label: Label, rest: Line) -> bool:
        target = self.item.own if label.kind == "own" else self.item.mistake
        if rest.text:
            target.append((sign.row, rest))
        else:
            self.mode = "own" if label.kind == "own" else "mistake"
        return True

    def _ignore(self, _: Sign, __: Label, rest: Line) -> bool:
        self.mode = self.mode if rest.text else "ignore"
        return True

    def _reasons(self, sign: Sign, label: Label, rest: Line) -> bool:
        wrong = label.kind == "wrong"
        if wrong and rest.text and self.item.options and self.statements.read(sign, sign.line):
            return True
        self._spoken = False
        self.statements.close()
        self.statements.refuting, self.statements.rightly = wrong, label.names_right
        self.mode = "explanation"
        if rest.text:
            self._explained(0, sign, rest)
        return True

    # --- rows without a label, by what came before ---------------------------------------------------

    def _stem(self, at: int, sign: Sign, line: Line) -> None:
        asked = self.stem_asks or self.mode == "options"
        if sign.row.whole and not self.item.options and self._tabled(sign.row):
            return
        if not self.item.options and (found := self.listing.begins(at, asked=asked)):
            self.listing.open(found)
            return
        self.faults += sign.row.heading and bool(self.item.stem)
        if not self.words.is_unanswered(sign.row.text):
            self.item.stem.append((sign.row, line))
            self.stem_asks |= sign.asks

    def _tabled(self, row: Row) -> bool:
        """Read a table that lists the options, or lists and judges them."""
        self.item.options += options_in_table(row, self.words)
        if not self.item.options:
            found = table_reasons(row, self.item, self.words)
            for option, right, why in found.rows if found.lists or len(found.rows) > 1 else ():
                option.right, option.refuted, option.listed = right, right is False, True
                option.why += why
                if all(option is not each for each in self.item.options):
                    self.item.options.append(option)
        if self.item.options:
            self.mode = "after"
        return bool(self.item.options)

    def _own_row(self, _: int, sign: Sign, line: Line) -> None:
        (self.item.own if self.mode == "own" else self.item.mistake).append((sign.row, line))

    def _ignored(self, at: int, sign: Sign, line: Line) -> None:
        if sign.row.heading:
            self.mode = "explanation"
            self._explained(at, sign, line)

    def _behind_options(self, at: int, sign: Sign, line: Line) -> None:
        """Read a row between the options and a label: a letter or an option's text alone is the key."""
        open_ = not (self.keys or sign.row.heading or self.item.right)
        if open_ and (self._is_spelled(line) or unlabelled_key(sign.row, line, self.item, self.words)):
            self.keys += 1
            self.statements.keyed = True
            self.item.key_line = self.item.key_line or line.number
            if not self.item.right:
                self._key(sign, line)
        else:
            self._explained(at, sign, line)

    def _is_spelled(self, line: Line) -> bool:
        """Tell a letter or an option's text alone."""
        bare = bare_option(line, self.words)[0].text
        return is_letters(bare.rstrip(" !！")) or self.item.like(bare) is not None

    def _key_row(self, at: int, sign: Sign, line: Line) -> None:
        item, row = self.item, sign.row
        if not item.options and row.bullet and item.answer and item.answer[-1][0].group == row.group:
            item.answer.append((row, bare_option(line, self.words)[0]))
            return
        foreign = row.heading and not self._names_option(sign) and bare_option(line, self.words)[1] is None
        foreign = foreign and bool(item.options)
        if foreign:
            self.faults += 1
        elif (
            not self._key_rows
            and len(bare_option(line, self.words)[0].text) <= BARE
            and self._says_right(line)
        ):
            return  # これが正解！
        elif not self._key_rows or (not sign.row.whole and self._names_on(line)):
            self._key(sign, line)
            return
        self.mode = "explanation"
        self._explained(at, sign, line)

    def _explained(self, _: int, sign: Sign, line: Line) -> None:
        """Read a row behind the key, or among reasons: a statement, the rest of one, else explanation."""
        row, item = sign.row, self.item
        if row.whole:
            if not (row.block.kind == "table" and item.options and self.statements.table(row)):
                (item.answer if self._spoken and item.answer else item.explanation).append((row, line))
            return
        if (item.options or self.statements.refuting) and self.statements.read(sign, line):
            return
        if self._says_nothing(line.text):
            return
        self._read_brackets(line)
        if self.statements.goes_on(row, line):
            return
        self.statements.close()
        short = row.heading or (row.head and len(row.text) <= LONGEST_HEAD)
        if short and (self.words.is_none_section(row.text) or self.words.closes_item(row.text)):
            self.mode = "ignore"
            return
        self.faults += self._ruled
        (item.answer if self._spoken and item.answer else item.explanation).append((row, line))

    def _says_nothing(self, text: str) -> bool:
        words = self.words
        empty = words.is_none_answer(text) or words.is_empty_phrase(text)
        return empty or is_url(text) or text in self.hand.fixed

    def _read_brackets(self, line: Line) -> None:
        """Take options that only the explanation names, （選択肢 B）, for the right ones."""
        named = _IN_BRACKETS.search(narrow(line.text)) if not self.keys and self.item.options else None
        for option in named_by(letters_in(named["letters"]), self.item) if named else ():
            option.right = True if option.right is None else option.right

    def _says_right(self, line: Line) -> bool:
        """Tell a remark that calls something right and names no option."""
        bare, verdict = bare_option(line, self.words)
        return verdict is True and not is_letters(bare.text) and self.item.like(bare.text) is None

    # --- the key -----------------------------------------------------------------------------------

    def _is_key(self, text: str) -> bool:
        text = _COUNT.sub("", text)
        if not text or is_letters(text):
            return bool(text)
        found = key(text, self.item.known)
        return bool(found and found.letters[0] in self.item.known) or self.item.like(text) is not None

    def _names_on(self, line: Line) -> bool:
        """Tell a further row of a key of several rows: a letter, an option's text, or both and no more."""
        bare = bare_option(line, self.words)[0]
        lead = lettered(bare.text)
        text = bare.text[lead.rest :] if lead and self.item.named(lead.letter) else bare.text
        return is_letters(bare.text) or self.item.like(text) is not None

    def _key(self, sign: Sign, line: Line) -> None:
        item = self.item
        self._key_rows += 1
        if sign.row.whole:
            item.answer.append((sign.row, line))
        elif self.words.is_unanswered(line.text):
            item.unanswered = True
        else:
            item.key_line = item.key_line or line.number
            if not item.options and self.mode == "stem" and is_letters(line.text):
                self._early = (sign, line)
            elif not self._by_place(line) and not read_key(sign.row, line, item, self.words):
                item.answer.append((sign.row, bare_option(line, self.words)[0]))

    def _by_place(self, line: Line) -> bool:
        """Read letters or numbers that name options without letters by their places."""
        bare = bare_option(line, self.words)[0].text
        found = key(bare, ()) if is_letters(bare) and self.item.options and not any(self.item.known) else None
        options = named_by(found.letters, self.item) if found else []
        for option in options:
            option.right = True
        return bool(options)

    # --- how it reads ------------------------------------------------------------------------------

    @property
    def rights(self) -> int:
        """How many options are right, the one that is still being read counted."""
        found = sum(bool(option.right) for option in self.item.options)
        if self.listing.at_last:
            found += bool(self.signs[self.listing.pending[0]].box) or self._early is not None
        return found

    @property
    def whole(self) -> bool:
        """Whether the item has a stem and a right answer."""
        pictured = bool(self.item.letters) and any(has_picture(line) for _, line in self.item.stem)
        return bool(self.item.stem) and (self.rights > 0 or bool(self.item.answer) or pictured)

    @property
    def options(self) -> int:
        """How many options there are, the one that is still being read counted."""
        return len(self.item.options) + bool(self.listing.pending)


def item_lists(item: Item) -> bool:
    """Tell an item that lists options."""
    return any(option.listed for option in item.options)


def _is_number(text: str) -> bool:
    return not any(sign.isalpha() for sign in text)


def level_of(sign: Sign) -> int:
    """Return the level of a heading, 0 for other rows and for folds."""
    marker = sign.row.block.marker
    return int(marker) if sign.row.block.kind == "heading" and marker.isdigit() else 0
