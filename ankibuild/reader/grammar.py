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
from ankibuild.model import Line
from ankibuild.page.content import is_url
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.reader.hand import Hand
from ankibuild.reader.listing import Listing
from ankibuild.reader.series import Series
from ankibuild.reader.signs import Sign
from ankibuild.reader.statements import Statements
from ankibuild.reader.subjects import letters_in
from ankibuild.text import key_of, narrow, tail_of
from ankibuild.words import Label, LabelKind, Words

Mode = Literal["stem", "options", "after", "key", "explanation", "own", "ignore"]
_IN_BRACKETS = re.compile(
    r"[(（]\s*(?:選択肢|オプション|[Oo]ptions?|[Cc]hoices?)\s*(?P<letters>[A-H](?:\s*[,、・と&]\s*[A-H])*)\s*[)）]"
)
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
            "stem": self._stem, "options": self._stem, "own": self._own_row, "ignore": self._ignored,
            "after": self._behind_options, "key": self._key_row, "explanation": self._explained,
        }  # fmt: skip

    # --- feeding -----------------------------------------------------------------------------------

    def feed(self, at: int) -> None:
        """Read the next row."""
        sign = self.signs[at]
        self.rows.append(sign.row)
        if sign.silent:
            return
        label = self.hand.label(sign)
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
        if last and not any(self.item.known):
            for place, option in enumerate(self.item.options):
                option.letter = chr(65 + place)
        if last and self._early is not None:
            self._key(*self._early)
            self._early = None

    def _count_faults(self, at: int, sign: Sign, label: Label | None) -> None:
        """Count what no item holds: where another one opens, a second list of options, a heading behind the key."""
        begun = bool(self.item.options or self.listing.pending or self.item.answered)
        closed = bool(self.item.options) and not self.listing.pending
        if begun and at in self.openers:
            self.faults += 2
        if closed and at in self.series and self.series[at].kind in ("letters", "boxes"):
            self.faults += self.series[at].kind == "boxes" or (self._asked_after and not self.keys)
        self._asked_after |= closed and sign.asks and label is None
        if begun and sign.row.heading and label is None and not self._names_option(sign):
            self.faults += 2 if 0 < level_of(sign) <= self._level else bool(self.keys and not self._level)
        if not self._level and not begun:
            self._level = level_of(sign)

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
        self.faults += bool(label.number) and any(len(key_of(line.text)) > BARE for _, line in item.stem)
        self.faults += 2 * (self.mode not in ("stem", "options"))
        self.mode = "stem"
        inner = self.words.label(rest) if rest.text else None
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

    def _answer(self, sign: Sign, _: Label, rest: Line) -> bool:
        self.faults += bool(self.keys) and (bool(rest.text) or self.mode != "explanation")
        self.item.answered, self.statements.keyed = True, True
        self.keys += 1
        self._key_rows = 0
        self.statements.close()
        self.statements.refuting = False
        self.mode = "explanation" if rest.text else "key"
        if rest.text:
            self._key(sign, rest)
        return True

    def _own(self, sign: Sign, label: Label, rest: Line) -> bool:
        target = self.item.own if label.kind == "own" else self.item.mistake
        if rest.text:
            target.append((sign.row, rest))
        elif label.kind == "own":
            self.mode = "own"
        return True

    def _ignore(self, _: Sign, __: Label, rest: Line) -> bool:
        self.mode = self.mode if rest.text else "ignore"
        return True

    def _reasons(self, sign: Sign, label: Label, rest: Line) -> bool:
        wrong = label.kind == "wrong"
        if wrong and rest.text and self.item.options and self.statements.read(sign, sign.line):
            return True
        self.statements.close()
        self.statements.refuting = wrong
        self.mode = "explanation"
        if rest.text:
            self._explained(0, sign, rest)
        return True

    # --- rows without a label, by what came before ---------------------------------------------------

    def _stem(self, at: int, sign: Sign, line: Line) -> None:
        asked = self.stem_asks or self.mode == "options"
        if not self.item.options and (found := self.listing.begins(at, asked=asked)):
            self.listing.open(found)
            return
        self.faults += sign.row.heading and bool(self.item.stem)
        if not self.words.is_unanswered(sign.row.text):
            self.item.stem.append((sign.row, line))
            self.stem_asks |= sign.asks

    def _own_row(self, _: int, sign: Sign, line: Line) -> None:
        self.item.own.append((sign.row, line))

    def _ignored(self, at: int, sign: Sign, line: Line) -> None:
        if sign.row.heading:
            self.mode = "explanation"
            self._explained(at, sign, line)

    def _behind_options(self, at: int, sign: Sign, line: Line) -> None:
        """Read a row between the options and a label: a letter or an option's text alone is the key."""
        bare = bare_option(line, self.words)[0].text
        named = is_letters(line.text) or self.item.like(bare) is not None
        if named and not (self.keys or sign.row.heading or self.item.right):
            self.keys += 1
            self._key(sign, line)
        else:
            self._explained(at, sign, line)

    def _key_row(self, at: int, sign: Sign, line: Line) -> None:
        if not self._key_rows or (not sign.row.whole and self._names_on(line)):
            self._key(sign, line)
            return
        self.mode = "explanation"
        self._explained(at, sign, line)

    def _explained(self, _: int, sign: Sign, line: Line) -> None:
        """Read a row behind the key, or among reasons: a statement, the rest of one, else explanation."""
        row, item = sign.row, self.item
        if row.whole:
            if not (row.block.kind == "table" and item.options and self.statements.table(row)):
                item.explanation.append((row, line))
            return
        if (item.options or self.statements.refuting) and self.statements.read(sign, line):
            return
        if self.words.is_empty_phrase(line.text) or is_url(line.text):
            return
        self._read_brackets(line)
        if self.statements.goes_on(row, line):
            return
        self.statements.close()
        if row.heading and (self.words.is_none_section(row.text) or self.words.closes_item(row.text)):
            self.mode = "ignore"
            return
        item.explanation.append((row, line))

    def _read_brackets(self, line: Line) -> None:
        """Take options that only the explanation names, （選択肢 B）, for the right ones."""
        named = _IN_BRACKETS.search(narrow(line.text)) if not self.keys and any(self.item.known) else None
        for letter in letters_in(named["letters"]) if named else ():
            if (option := self.item.named(letter)) and option.right is None:
                option.right = True

    # --- the key -----------------------------------------------------------------------------------

    def _is_key(self, text: str) -> bool:
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
            item.key_line = item.key_line if item.right or item.letters else line.number
            if not item.options and self.mode == "stem" and is_letters(line.text):
                self._early = (sign, line)
            elif not read_key(sign.row, line, item, self.words):
                item.answer.append((sign.row, bare_option(line, self.words)[0]))

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
        return bool(self.item.stem) and (self.rights > 0 or bool(self.item.answer))

    @property
    def options(self) -> int:
        """How many options there are, the one that is still being read counted."""
        return len(self.item.options) + bool(self.listing.pending)


def level_of(sign: Sign) -> int:
    """Return the level of a heading, 0 for other rows and for folds."""
    marker = sign.row.block.marker
    return int(marker) if sign.row.block.kind == "heading" and marker.isdigit() else 0
