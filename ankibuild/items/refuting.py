"""Take the rows below a label such as 不正解: a wrong option, or why it is wrong.

The option may be listed nowhere else; then its shape alone tells its text from the prose of its reason.
"""

import re
from collections.abc import Sequence

from ankibuild.items.about import About, speaks_of_all, undotted
from ankibuild.items.item import Option
from ankibuild.items.letters import lettered
from ankibuild.items.marks import bare_option
from ankibuild.items.mentions import Told, told
from ankibuild.items.reasons import reason
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.text import bold_prefix, cut, has_picture, narrow

LONGEST_LINE = 60
LONGEST_ENTRY = 40
"""How long the text of a wrong option may be where nothing but its shortness tells it from prose."""


class Refuting(About):
    """Gives the wrong options of an item their reasons, row by row."""

    def refute(self, row: Row, line: Line, behind_label: bool) -> None:
        """Take a row below a label such as 不正解: a wrong option, or why it is wrong."""
        if row.whole and self.table(row):
            return
        if self.about and self.row is not None and row.depth > self.row.depth and not row.heading:
            crossed = row.bullet and not self.row.bullet and bare_option(line, self.words)[1] is False
            if not crossed:
                self._add(line, row, refuting=True)
                return
        if self.about and self.row is not None and row.block is self.row.block and _ARROW.match(line.text):
            self._add(cut(line, len(line.text) - len(_ARROW.sub("", line.text, count=1))), row, refuting=True)
            return
        if self.words.is_aside(_head(line.text)):
            self.close()  # 📝 自分メモ：…
            return
        found = (
            self.lists.by_number(row, line)
            or reason(line, self.item, self.words, refuting=True)
            or self.lists.by_marker(row, line)
            or self.lists.by_loose_letter(row, line)
        )
        if found:
            self._apply(row, found, refuting=True)
        elif said := self._said(line):
            self._tell(row, line, said)
        elif row.whole or has_picture(line):
            self._add(line, row, refuting=True)
        elif self._starts(row, line, behind_label):
            self._new(row, line)
        else:
            self._add(line, row, refuting=True)

    def _said(self, line: Line) -> list[Told]:
        """Return what a line in prose says of listed options, sentence by sentence."""
        return list(told(line, self.item)) if line.text.rstrip().endswith(("。", ".")) else []

    def _tell(self, row: Row, line: Line, said: Sequence[Told]) -> None:
        if said[0].start:
            self.item.explanation.append((row, cut(line, 0, said[0].start)))
        for each in said:
            self._refute(row, [option for option in each.options if not option.right])
            for option in self.about:
                option.why.append((row, each.line))

    def _starts(self, row: Row, line: Line, behind_label: bool) -> bool:
        """Tell the text of a wrong option from the prose of its reason."""
        bare, verdict = bare_option(line, self.words)
        if speaks_of_all(line.text) or not re.search(r"\w", line.text):
            return False
        if verdict is False or row.heading or (bare.text != line.text and verdict is None):
            return True
        sentence = line.text.rstrip().endswith(("。", ".", "ます", "です"))
        if row.bullet:
            return not sentence or len(line.text) <= LONGEST_LINE
        if not self.about:
            return (behind_label or len(line.text) <= LONGEST_LINE) and not sentence
        if self.sticky and bold_prefix(line) >= len(line.text):
            return True
        # a list without bullets: each short line is an option, as the first was
        first = self.about[0]
        short = len(line.text) <= LONGEST_ENTRY and not sentence
        return short and not first.why and bool(first.text) and row.block is first.text[0][0].block

    def _new(self, row: Row, line: Line) -> None:
        bare, _ = bare_option(line, self.words)
        text = cut(bare, 1) if bare.text.startswith("・") else bare
        lead = lettered(text.text)
        if lead and not lead.loose and text.text[lead.rest :].strip():
            text = cut(text, lead.rest)
        told_of = _BRACKETED.search(text.text)
        why = None
        if told_of and told_of.start() > 1 and not self.item.like(undotted(text.text)):
            # × emergency.target（ルートを読むだけ）, 650 … 実行ビットは無い
            why, text = (
                cut(text, told_of.start(told_of.lastgroup or 0), told_of.end(told_of.lastgroup or 0)),
                cut(text, 0, told_of.start()),
            )
        if why is None and (end := self._name_end(row, text)):
            why, text = cut(text, end[1]), cut(text, 0, end[0])
        option = self.item.like(undotted(text.text)) or Option("", [(row, text)], listed=False)
        self._refute(row, [option])
        if why:
            option.why.append((row, why))
        self.sticky = not row.bullet

    def _name_end(self, row: Row, text: Line) -> tuple[int, int] | None:
        """Return where a wrong option that is listed nowhere else ends, and where its reason begins.

        「設定を書き換える。あとで変えられない」, or 「甲は遅い」 where all bullets beside it begin with a name.
        """
        found = _FIRST_SENTENCE.match(text.text)
        if found is None and row.bullet:
            beside = self.lists.beside(row)
            named = len(beside) > 1 and all(_NAME_TOPIC.match(each.text) for each in beside)
            found = _NAME_TOPIC.match(text.text) if named else None
        return (found.end("option"), found.end()) if found else None


_BRACKETED = re.compile(r"\s*(?:[（(](?P<why>[^（()）]{6,})[)）]|…+\s*(?P<told>\S.*))\s*$")
_ARROW = re.compile(r"\s*(?:→|⇒|➡|->|=>)\ufe0f?\s*")


_FIRST_SENTENCE = re.compile(r"(?P<option>[^。「」]{4,60}[るいたくむぐすうつぶぬ])。\s*(?=\S{4})")
_NAME_TOPIC = re.compile(r"(?P<option>[A-Za-z\dァ-ヶー一-龠・/._ -]{2,24}?)\s*は、?\s*(?=\S.{4})")


def _head(text: str) -> str:
    """Return what stands before a text's first colon, "" without one."""
    return narrow(text).partition(":")[0] if ":" in narrow(text) else ""
