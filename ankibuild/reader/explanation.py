"""Read what explains an answer: statements about options, the rest of them, prose; and what the learner answered."""

from itertools import pairwise

from ankibuild.items.choosing import chooses
from ankibuild.items.item import Option
from ankibuild.items.letters import behind_letter, letters_in
from ankibuild.items.marks import ARROWS, verdict_before
from ankibuild.items.mentions import goes_on
from ankibuild.items.nouns import NOUN
from ankibuild.items.reasons import names_why_not
from ankibuild.model import Line
from ankibuild.page.content import is_url
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.reader.bounds import Bounds
from ankibuild.reader.judging import NOTHING
from ankibuild.reader.signs import Sign
from ankibuild.reader.subjects import named_by
from ankibuild.text import narrow, tail_of
from ankibuild.words import Label

_IN_BRACKETS = lazily(rf"[(（]\s*(?i:{NOUN})\s*(?P<letters>[A-H](?:\s*[,、・{{with}}&]\s*[A-H])*)\s*[)）]")
_RULES = frozenset("-=*_~#|")
LONGEST_ORDER = 24
"""A line of no more characters may say how many options to choose."""


class Explanation(Bounds):
    """Takes rows behind the key, or among reasons."""

    _parted = 0
    """Where a sign ends the answer that it opened."""

    def _is_wrapped(self, at: int) -> bool:
        """Tell a line of a paragraph that an editor has wrapped: its sentences are read later, as a whole."""
        lead, block = self.signs[at].lead, self.signs[at].row.block
        near = 1 if lead and not lead.loose else 2  # a line may end with its sentence
        rows = [sign.row for sign in self.signs[max(0, at - near) : at + near + 1] if sign.row.block is block]
        return any(goes_on(a, a.line, b) for a, b in pairwise(rows))

    def _reads_by_row(self, at: int, line: Line) -> bool:
        """Tell a row that says something by itself: the others of a wrapped paragraph are read later."""
        return not self._is_wrapped(at) or names_why_not(line, self.item)

    def _explained(self, at: int, sign: Sign, line: Line) -> None:
        """Read a row behind the key, or among reasons: a statement, the rest of one, else explanation."""
        row = sign.row
        if self.item.options and not sign.number:
            self._read_places(row, line)
        self.statements.below = self.signs[at + 1].line if at + 1 < len(self.signs) else NOTHING
        if row.whole:
            self._explained_by_block(row, line)
        elif self._may_state and self._reads_by_row(at, line) and self.statements.read(sign, line):
            return
        elif not self._says_nothing(row, line.text):
            self._prose(row, line)

    @property
    def _may_state(self) -> bool:
        """Whether there is anything yet that a statement can be about."""
        return bool(self.item.options or self.item.answered or self.statements.refuting)

    def _read_places(self, row: Row, line: Line) -> None:
        """Read what a line of text says of options by their places, while no key tells which are right."""
        if (self.places.said or not self.keys) and not (row.whole or row.heading):
            self.places.read(row, line.text, self.options)

    def _explained_by_block(self, row: Row, line: Line) -> None:
        """Read a table, which may be one of options, a piece of code or a formula."""
        table = row.block.kind == "table"
        read = table and (self.item.options or self.statements.refuting) and self.statements.table(row)
        if not (read or (self.statements.refuting and (table or self.statements.goes_on(row, line)))):
            self._tell(row, line)

    def _prose(self, row: Row, line: Line) -> None:
        """Read what is no statement by itself: an aside, the end of the explanation, the rest of a statement, prose."""
        self._read_brackets(line)
        aside, colon, _rest = narrow(row.text).partition(":")
        if self.statements.about and colon and self.words.is_aside(aside):
            self.statements.close()
        elif self._closes(row):
            self.statements.close()
            self.mode = "ignore"
        elif not self.statements.goes_on(row, line):
            self.statements.close()
            self._tell(row, line)

    def _tell(self, row: Row, line: Line) -> None:
        """Add to the answer in words while it goes on, else to the explanation."""
        target = self.item.answer if self._spoken and self.item.answer else self.item.explanation
        target.append((row, line))

    def _says_nothing(self, row: Row, text: str) -> bool:
        words = self.words
        empty = words.is_none_answer(text) or words.is_empty_phrase(text) or self._hides(row)
        pointed = text.strip() in ARROWS
        return empty or pointed or is_url(text) or text in self.sheet.hand.fixed or self._only_asks(text)

    def _only_asks(self, text: str) -> bool:
        """Tell a line behind the options that says how many to choose."""
        return len(text) <= LONGEST_ORDER and not self.keys and chooses(text)

    def _read_brackets(self, line: Line) -> None:
        """Take options that only the explanation names, （選択肢 B）, for the right ones."""
        named = _IN_BRACKETS.search(narrow(line.text)) if not self.keys and self.item.options else None
        for option in named_by(letters_in(named["letters"]), self.item) if named else ():
            option.right = True if option.right is None else option.right

    def _own_row(self, at: int, sign: Sign, line: Line) -> None:
        below = self.mode == "mistake" and self._parts_key(sign)
        if sign.row.heading and not below:
            self.mode = "explanation"
            self._explained(at, sign, line)
            return
        (self.item.own if self.mode == "own" else self.item.mistake).append((sign.row, line))

    def _ignored(self, at: int, sign: Sign, line: Line) -> None:
        if sign.row.heading and not (self.item.options or self.item.answered):
            self.mode = "stem"
        elif sign.row.heading:
            self.mode = "explanation"
            self._explained(at, sign, line)
        elif 0 < self._parted < at:
            self._behind_sign(at, sign, line)

    def _says_again(self, label: Label, rest: Line) -> bool:
        """Read the label of an answer once more: a rule that was learnt for one ends it, what follows is none."""
        if self.item.answer and not rest.text and _RULES.issuperset(label.word):
            self.mode, self._parted = "ignore", self.at
            self.statements.close()
        return True

    def _behind_sign(self, at: int, sign: Sign, line: Line) -> None:
        """Read the first line behind that sign over `WRONG because …`: a wrong answer and the reason."""
        rest, verdict = verdict_before(line, self.words)
        if verdict is False and at == self._parted + 2:
            above, line = self.signs[at - 1].row, rest
            told = tail_of(above.line, behind_letter(above.text))
            option = Option("", [(above, told)], right=False, listed=False, refuted=True)
            self.item.options.append(option)
            self.statements.turn_to([option], sign.row)
        self.statements.goes_on(sign.row, line)
