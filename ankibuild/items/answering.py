"""Take the rows behind an answer's label: the key, more of it, the answer in words, then what explains it.

Which of them a row is depends on what the rows before it gave, so they are taken by one object.
"""

import re

from ankibuild.items.collect import Reasons
from ankibuild.items.item import Item
from ankibuild.items.key import is_letters, read_key, read_key_table
from ankibuild.items.letters import lettered
from ankibuild.items.marks import bare_option
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.text import fold, key_of
from ankibuild.words import Words


class Answering:
    """Knows which row gave the key, for more of it may stand beside."""

    def __init__(self, item: Item, reasons: Reasons, words: Words) -> None:
        self.item = item
        self.reasons = reasons
        self.words = words
        self.last_key = 0
        self.key_row: Row | None = None
        """The row below the answer's label that gave the key: more may stand beside it."""

    def take(self, row: Row, line: Line, behind_label: bool) -> None:
        """Take a row: the key, an answer in words, or what explains the answer."""
        item = self.item
        if self.words.is_unanswered(line.text):
            item.unanswered = True
            return
        if row.whole and (self.reasons.table(row) or read_key_table(row, item, self.words)):
            return
        fresh = not item.letters and not item.answer and not (item.right and item.weakly)
        bare, verdict = bare_option(line, self.words)
        if _POINTS_AWAY.fullmatch(fold(bare.text)):
            return  # 「これが正解！」: the answer stands beside it
        may_be_key = fresh or self._still_key(row, bare, verdict, behind_label=behind_label)
        if verdict is False and fresh and not behind_label:
            self.reasons.refute(row, line, behind_label)  # below the label each option stands with its mark
        elif may_be_key and self._read_key(row, line, fresh=fresh):
            self.key_row, self.last_key = None if behind_label else row, row.line.number
        elif fresh and item.right and not item.weakly and not behind_label:
            self.reasons.explain(row, line, behind_label)
        elif not fresh and self.reasons.stands_refuted(row, line):
            self.reasons.refute(row, line, behind_label)
        elif fresh or (not item.options and not item.letters):
            item.answer.append((row, line if _CROSSED.match(line.text) or not fresh else bare))
        else:
            self.reasons.explain(row, line, behind_label)

    def _read_key(self, row: Row, line: Line, *, fresh: bool) -> bool:
        """Read a line as the key; what it says in words outweighs marks on the options."""
        item = self.item
        marked = list(item.right) if fresh else []
        for option in marked:
            option.right = None
        if not read_key(row, line, item, self.words):
            for option in marked:
                option.right = True
            return False
        if not item.right and not item.letters:
            for option in marked:
                option.right = True
        item.key_line = line.number if fresh else item.key_line
        return True

    def _still_key(self, row: Row, line: Line, verdict: bool | None, *, behind_label: bool) -> bool:
        """Further right options stand on lines like the first: beside it, only the option's letter or text."""
        if behind_label:  # 正解1：A, 正解2：C
            return (
                is_letters(line.text) and not self.item.explanation and row.line.number - self.last_key == 1
            )
        if (
            self.key_row is None
            or self.item.explanation
            or verdict is False
            or row.group != self.key_row.group
        ):
            return False
        lead = lettered(line.text)
        option = self.item.named(lead.letter) if lead and not lead.loose else self.item.like(line.text)
        rest = line.text[lead.rest :] if lead else ""
        return option is not None and (
            bool(verdict) or not key_of(rest) or key_of(rest) == key_of(option.plain)
        )


# Before an answer in words: it says that the statement asked about is true or false.
_CROSSED = re.compile(r"\s*[○〇◯⭕×✕✖✗]\ufe0f?\s*[。、:：,(（]?\s*\S")
_POINTS_AWAY = re.compile(
    r"[^\w「]*(?:これ|それ|こちら|こっち|上(?:記|のもの)?|下(?:記|のもの)?|以下|以上|this(?: one)?)[^\w」]*"
)
