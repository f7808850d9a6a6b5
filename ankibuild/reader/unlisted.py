"""Read wrong answers that no list of options holds, and part each from the reason behind it."""

import re

from ankibuild.items.item import Item, Option
from ankibuild.items.letters import all_lettered, behind_letter
from ankibuild.items.marks import bare_option, judge
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.reader.ending import MEANS, is_term
from ankibuild.reader.signs import Sign
from ankibuild.reader.subjects import Subject
from ankibuild.reader.tables import Tables
from ankibuild.text import bold_prefix, cut, strip_pair, tail_of
from ankibuild.words import Words

ARROW = lazily(r"\s*(?:→|⇒|：|:\s|->|=>|\s-\s)\s*")
"""What parts an answer from its reason."""
_BRACKETED = lazily(r"\s*(?:[（(](?P<why>[^（()）]{6,})[)）]|…+\s*(?P<told>\S.*))\s*$")
_MEANS = lazily(rf"\s*[{''.join(MEANS)}]+\s*(?=\S)")
_FIRST_SENTENCE = lazily(r"(?P<option>[^。「」]{4,60}[るいたくむぐすうつぶぬ])。\s*(?=\S{4})")
_NAME_TOPIC = lazily(r"(?P<option>[A-Za-z\dァ-ヶー一-龠・/._ -]{2,24}?)\s*は、?\s*(?=\S.{4})")


class Unlisted(Tables):
    """Takes wrong answers that stand below a label, or with a cross, and in no list."""

    def __init__(self, item: Item, words: Words) -> None:
        super().__init__(item, words)
        self._whole: tuple[Option, tuple[Row, Line]] | None = None
        """The last wrong answer that no list holds, with the line in which its reason may stand, too."""
        self._form: tuple[bool, bool, bool] | None = None
        """How wrong answers that stand in no list are written: as bullets, with arrows."""

    def _unlisted(self, sign: Sign, line: Line) -> Subject | None:
        """Read a wrong answer that stands in no list of options: `甲 → 遅い` below 不正解."""
        crossed = bare_option(line, self.words)[1] is False
        if not self._tells_wrong(sign, line, crossed=crossed):
            return None
        if self.about and (arrow := ARROW.match(line.text)):
            return self.about, tail_of(line, arrow.end())
        whole = _is_one(line, self.words)
        parted = None if whole else ARROW.search(line.text, behind_letter(line.text))
        rest = not parted and self._lies_below(sign.row, line)
        form = (sign.row.bullet, sign.row.heading, parted is not None)
        self._form = self._form or form
        if not crossed and (rest or not self._is_like_first(form)):
            return None
        text, why = _option_and_reason(sign.row, line, parted, self.words, whole=whole)
        option = Option("", [(sign.row, text)], right=False, listed=False, refuted=True)
        self.item.options.append(option)
        self._whole = option, (sign.row, line)
        return [option], why

    def _lies_below(self, row: Row, line: Line) -> bool:
        """Tell a row of what is said of an answer: deeper than it, or further lines of its bullet."""
        goes_on = row.depth == self.depth > 0 and not row.head
        return bool(self.about) and (row.depth > self.depth or goes_on) and not self._counts_on(line)

    def _counts_on(self, line: Line) -> bool:
        """Tell a line with a letter, as the last wrong answer has one: the next one."""
        return self._whole is not None and all_lettered(self._whole[1][1].text, line.text)

    def _tells_wrong(self, sign: Sign, line: Line, *, crossed: bool) -> bool:
        """Tell a row below a label of wrong answers, or a bullet with a cross, where no options are listed."""
        ended = self.words.is_none_section(line.text) or self.words.closes_item(line.text)
        self.refuting = self.refuting and not ended
        told = self.refuting or (crossed and sign.row.bullet and bool(self.item.answer))
        return told and not self.item.listed

    def _is_like_first(self, form: tuple[bool, bool, bool]) -> bool:
        """Tell what is written as the first of the wrong answers was; what is not ends them."""
        alike = form == self._form or (form[0] and self._form is not None and self._form[0])
        if not alike:
            self.refuting, self._form = False, None
        return alike


def _is_one(line: Line, words: Words) -> bool:
    """Tell an option that bold type or quotes set apart as a whole, whatever sign is in it: **「`a: b` を付ける」**."""
    bare, _ = judge(line, words)
    return 0 < len(bare.text) <= bold_prefix(bare) or strip_pair(bare.text) != (0, len(bare.text))


def _option_and_reason(
    row: Row, line: Line, sign: re.Match[str] | None, words: Words, *, whole: bool
) -> tuple[Line, Line]:
    """Part a line at a sign; one without that is not set apart as a `whole`, where its wording does."""
    why = tail_of(line, sign.end()) if sign else Line(line.number, "", "")
    text = bare_option(cut(line, 0, sign.start()) if sign else line, words)[0]
    text = tail_of(text, behind_letter(text.text))  # a letter of no list means nothing
    if not why.text and not whole and (end := name_end(row, text)):
        return cut(text, 0, end[0]), cut(text, *end[1:])
    return text, why


def name_end(row: Row, text: Line) -> tuple[int, int, int] | None:
    """Return where the answer ends, where its reason begins and ends; None where the text is all of it.

    `**650** — 実行ビットは無い`, `650 … 実行ビットは無い`, 「設定を書き換える。あとで変えられない」,
    or 「甲は遅い」 in a bullet.
    """
    if is_term(row) and (sign := _MEANS.match(text.text, bold_prefix(text))):
        return bold_prefix(text), sign.end(), len(text.text)
    if (told := _BRACKETED.search(text.text)) and told.start() > 1:
        return told.start(), *told.span(told.lastgroup or 0)
    found = _FIRST_SENTENCE.match(text.text) or (_NAME_TOPIC.match(text.text) if row.bullet else None)
    return (found.end("option"), found.end(), len(text.text)) if found else None
