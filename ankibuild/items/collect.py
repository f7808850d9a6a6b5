"""Collect the reasons of an item's options while its rows are read: those of explanations, and of `refuting`.

An explanation is mostly about the right option; a row within it counts as the reason of another one only where it
names or judges it.
"""

import re
from collections.abc import Sequence

from ankibuild.items.about import item_has_key, undotted
from ankibuild.items.glued import glued
from ankibuild.items.item import Option, Reason
from ankibuild.items.letters import lettered
from ankibuild.items.marks import bare_option
from ankibuild.items.reasons import names_why_not, reason
from ankibuild.items.refuting import Refuting
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.text import cut
from ankibuild.words import Label, LabelKind


class Reasons(Refuting):
    """Gives the options of an item their reasons, from explanations and from what is said to be wrong."""

    def judges(self, row: Row, label: Label, mode: LabelKind) -> bool:
        """Tell 「不正解：再起動が要ります」 and "Why not B?" within the reasons from the label of a list."""
        if names_why_not(row.line, self.item):
            return True
        if not self.about or self.row is None or not row.text[label.rest :].strip():
            return False
        return row.depth > self.row.depth or (self.sticky and mode != "wrong")

    def explains(self, label: Label) -> bool:
        """Tell 理由： behind a wrong option, which says why this one is wrong."""
        return bool(self.about) and label.word in _WHY and not label.names_right

    # --- explanations -----------------------------------------------------------------------------------

    def explain(self, row: Row, line: Line, _: bool) -> None:
        """Take a row of an explanation: it may be about single options."""
        if row.whole and self.table(row):
            return
        if self.right_side and (option := self._right_one(row, line)):
            option.right = option.right or not item_has_key(self.item)
            self._turn_to(row, [option])
            return
        if self._goes_on(row) and not row.heading and not self._names_next(line):
            self._add(line, row, refuting=False)
            return
        found = (
            self.lists.by_number(row, line)
            or reason(line, self.item, self.words, refuting=False, listed=row.bullet)
            or self.lists.by_bare_number(line)
        )
        if found:
            self._apply(row, found, refuting=False)
            return
        if self._glued(row, line):
            return
        if self.stands_refuted(row, line):
            self.refute(row, line, False)
            return
        self.close()
        if not (row.heading and _says_nothing(line.text)) and not self.words.is_none_answer(line.text):
            self.item.explanation.append((row, line))

    def _right_one(self, row: Row, line: Line) -> Option | None:
        """Return the option that a line of the right side names; where none is listed, `・甲` is the right one."""
        option = self.item.like(undotted(line.text))
        if option is None and line.text.startswith("・") and not self.item.options and not self.item.answer:
            option = Option("", [(row, cut(line, 1))], listed=False)
            self.item.options.append(option)
            self.item.answered = True
        return option

    def _glued(self, row: Row, line: Line) -> bool:
        """Take 「不正解の理由「…」」 and 「正解の理由…」 among explanations; what stands below is the reason."""
        read = glued(line, self.words) if line.text and not row.heading else None
        option = self.item.like(read.option.text) if read else None
        if read is None or (option is None and not read.is_reason):
            return False
        if option is None:
            self.close()
            self.item.explanation.append((row, read.option))
            return True
        self._apply(row, Reason((option,), read.right, read.why), refuting=False)
        return True

    def stands_refuted(self, row: Row, line: Line) -> bool:
        """Tell `❌ 「TTL を設定する」→ 消すだけ` among explanations, where the options are listed nowhere."""
        listed = any(option.listed for option in self.item.options)
        bare, verdict = bare_option(line, self.words) if line.text else (line, None)
        fits = bool(_QUOTED.match(bare.text)) or bool(_SHORT_WRONG.fullmatch(bare.text))
        return not listed and verdict is False and fits and not row.heading and _is_marked(line.text)

    def judge_only(self, row: Row, line: Line) -> None:
        """Take a row behind the options, without a label, only where it judges an option."""
        found = reason(line, self.item, self.words, refuting=False) if line.text else None
        if found and found.right is not None and not found.spelled:
            self._apply(row, found, refuting=False)
        elif self._goes_on(row) and not row.heading:
            self._add(line, row, refuting=False)

    def _goes_on(self, row: Row) -> bool:
        """Tell a row that goes on with the reason before it."""
        if not self.about or self.row is None:
            return False
        if self.sticky or row.depth > self.row.depth:
            return True
        return row.block is self.row.block and not row.head

    def _names_next(self, line: Line) -> bool:
        """Tell a row that names another option, where no bullet or heading sets it apart."""
        if not line.text:
            return False
        found = reason(line, self.item, self.words, refuting=False)
        lead = lettered(line.text)
        verdict = glued(line, self.words)
        if verdict and self.item.like(verdict.option.text):
            return True
        if (lead and not lead.loose and self.item.named(lead.letter)) or self.lists.by_bare_number(line):
            return True
        return (
            found is not None
            and bool(found.options)
            and (found.right is not None or self.sticky or self._alike(line, found.options))
        )

    def _alike(self, line: Line, options: Sequence[Option]) -> bool:
        """Tell a row that names its option as the row before did: by a letter, or by its whole text."""
        if self.row is None:
            return False
        spelled = all(
            text.startswith(tuple(option.plain for option in each))
            for text, each in ((line.text, options), (self.row.text, self.about))
        )
        return (bool(lettered(line.text)) and bool(lettered(self.row.text))) or spelled


_WHY = frozenset(("理由", "根拠", "説明", "解説", "reason", "why", "explanation"))
_SHORT_WRONG = re.compile(r"[^。、（(]{2,40}(?:[（(][^（()）]{4,}[)）]|\s*…+\s*\S.*)")


def _is_marked(text: str) -> bool:
    return bool(re.match(r"\s*[❌×✕✖✗]", text))


_QUOTED = re.compile(r"\s*[「『\"“][^」』\"”]{2,}[」』\"”]\s*(?:$|[→⇒:：…]|->|=>|は|が)")


def _says_nothing(text: str) -> bool:
    return not re.search(r"\w", text)
