"""Collect the reasons of an item's options while its rows are read."""

import re
from collections.abc import Sequence

from ankibuild.items.glued import glued
from ankibuild.items.item import Item, Option, Reason
from ankibuild.items.letters import lettered
from ankibuild.items.marks import bare_option, judge, verdict_before
from ankibuild.items.mentions import Told, told
from ankibuild.items.reason_tables import table_reasons
from ankibuild.items.reasons import names_why_not, reason
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.text import bold_prefix, cut, has_picture, key_of, narrow
from ankibuild.words import Label, LabelKind, Words

LONGEST_LINE = 60
MANY = 40
LONGEST_ENTRY = 40
"""How long the text of a wrong option may be where nothing but its shortness tells it from prose."""


class Reasons:
    """Knows which options the rows being read are about (`about`), and gives them their reasons."""

    def __init__(self, item: Item, words: Words) -> None:
        self.item = item
        self.words = words
        self.about: list[Option] = []
        self.row: Row | None = None
        """The row that named them."""
        self.sticky = False
        """Whether that row said no more than which option, so that the paragraphs below are the reason."""
        self.right_side = False
        """Whether an explanation is said to be that of the right option."""
        self.depth = 0
        """The depth of the label, until an option is named."""
        self.lists: dict[int, list[Row]] = {}
        """The bullets of each list of the rows `listed_of`."""
        self.listed_of: Sequence[Row] = ()

    def open(self, row: Row, *, right: bool) -> None:
        """Begin with the rows behind a label."""
        self.close()
        self.depth, self.right_side = row.depth, right

    def close(self) -> None:
        """End the reasons of the option at hand."""
        self.about, self.row, self.sticky = [], None, False

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

    def go_on(self, row: Row, line: Line) -> None:
        """Take the text behind 理由：, else the rows below it, as the reason of the options at hand."""
        if line.text:
            self._add(line, row, refuting=True)
        else:
            self.sticky = True

    # --- explanations -----------------------------------------------------------------------------------

    def explain(self, row: Row, line: Line, _: bool) -> None:
        """Take a row of an explanation: it may be about single options."""
        if row.whole and self.table(row):
            return
        if self.right_side and (option := self.item.like(undotted(line.text))):
            option.right = option.right or not item_has_key(self.item)
            self._turn_to(row, [option])
            return
        if self._goes_on(row) and not row.heading and not self._names_next(line):
            self._add(line, row, refuting=False)
            return
        found = (
            self._by_number(row, line)
            or reason(line, self.item, self.words, refuting=False, listed=row.bullet)
            or self._by_bare_number(line)
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

    def _by_number(self, row: Row, line: Line) -> Reason | None:
        """Read `2. 不正解。遅い` in an ordered list: its number names the option."""
        marker = row.block.marker[:-1] if row.bullet else ""
        option = self.item.named(marker) if marker.isdigit() else None
        if option is None or not line.text:
            return None
        rest, verdict = verdict_before(line, self.words)
        return Reason((option,), verdict, rest) if verdict is not None else None

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

    def _beside(self, row: Row) -> Sequence[Row]:
        """Return the bullets of the row's list; of a long one only the first, which show what all are like."""
        if self.item.rows is not self.listed_of:
            self.lists, self.listed_of = {}, self.item.rows
            for each in self.item.rows:
                if each.bullet and len(self.lists.setdefault(each.group, [])) < MANY:
                    self.lists[each.group].append(each)
        return self.lists.get(row.group, ())

    def _by_marker(self, row: Row, line: Line) -> Reason | None:
        """Read `3. 遅い` below 不正解の理由 in an ordered list that leaves out the number of the right option."""
        marker = row.block.marker[:-1] if row.bullet else ""
        option = self.item.named(marker) if marker.isdigit() and self.item.right else None
        if option is None or not option.letter.isdigit() or not line.text:
            return None
        markers = {each.block.marker[:-1] for each in self._beside(row)}
        named = [self.item.named(each) for each in markers]
        return Reason((option,), False, line) if all(each and not each.right for each in named) else None

    def _by_loose_letter(self, row: Row, line: Line) -> Reason | None:
        """Read `- A 高い` in a list of which each bullet begins with the letter of an option that is not right."""
        lead = lettered(line.text) if row.bullet else None
        option = self.item.named(lead.letter) if lead else None
        if lead is None or option is None or option.letter.isdigit():
            return None
        beside = self._beside(row)
        leads = [lettered(each.text) for each in beside]
        named = [self.item.named(each.letter) if each else None for each in leads]
        fits = len(beside) > 1 and all(each and not each.right for each in named)
        return Reason((option,), False, cut(line, lead.rest)) if fits else None

    def stands_refuted(self, row: Row, line: Line) -> bool:
        """Tell `❌ 「TTL を設定する」→ 消すだけ` among explanations, where the options are listed nowhere."""
        listed = any(option.listed for option in self.item.options)
        bare, verdict = bare_option(line, self.words) if line.text else (line, None)
        fits = bool(_QUOTED.match(bare.text)) or bool(_SHORT_WRONG.fullmatch(bare.text))
        return not listed and verdict is False and fits and not row.heading and _is_marked(line.text)

    def _by_bare_number(self, line: Line) -> Reason | None:
        """Read `2 通信を止めるだけ` at the head of a line, where numbers name the options and 2 is not right."""
        found = _BARE_NUMBER.match(narrow(line.text))
        option = self.item.named(found["number"]) if found and self.item.right else None
        if found is None or option is None or option.right or not option.letter.isdigit():
            return None
        others = {each["number"] for row in self.item.rows if (each := _BARE_NUMBER.match(narrow(row.text)))}
        if not any(self.item.named(number) for number in others - {found["number"]}):
            return None  # one line alone: 2 シグマの外
        return Reason((option,), False, cut(line, found.end()))

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
        if (lead and not lead.loose and self.item.named(lead.letter)) or self._by_bare_number(line):
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

    # --- wrong options ----------------------------------------------------------------------------------

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
            self._by_number(row, line)
            or reason(line, self.item, self.words, refuting=True)
            or self._by_marker(row, line)
            or self._by_loose_letter(row, line)
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
        if _speaks_of_all(line.text) or not re.search(r"\w", line.text):
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
            beside = self._beside(row)
            named = len(beside) > 1 and all(_NAME_TOPIC.match(each.text) for each in beside)
            found = _NAME_TOPIC.match(text.text) if named else None
        return (found.end("option"), found.end()) if found else None

    def quoted(self, row: Row, line: Line, *, refuting: bool) -> None:
        """Take `選択肢：方式ア` within the reasons as the option that they are about."""
        bare, _ = bare_option(line, self.words)
        lead = lettered(bare.text)
        named = self.item.named(lead.letter) if lead else None
        if lead and lead.loose and named and key_of(bare.text[lead.rest :]) != key_of(named.plain):
            named = None  # A cat
        option = named or self.item.like(bare.text) or Option("", [(row, bare)], listed=False)
        if refuting:
            self._refute(row, [option])
        else:
            option.right = True if not self.item.right and self.right_side else option.right
            self._turn_to(row, [option])
        self.sticky = True

    def refute_quoted(self, row: Row, text: Line, why: Line) -> None:
        """Take an option that a line quotes and the reason behind it, or below."""
        option = self.item.like(text.text) or Option("", [(row, text)], listed=False)
        self._refute(row, [option])
        if why.text:
            option.why.append((row, why))

    # --- tables -------------------------------------------------------------------------------------------

    def table(self, row: Row, *, spelled: bool = False) -> bool:
        """Take a table of options and reasons; with `spelled` it has to list the options and judge them itself."""
        if row.block.kind != "table":
            return False
        found = table_reasons(row, self.item, self.words)
        if spelled and not found.lists and not any(right for _, right, _ in found.rows):
            return False
        for option, right, why in found.rows:
            option.why += why
            option.right = option.right if right is None else right or bool(option.right)
            option.refuted = option.refuted or right is False
            if option not in self.item.options:
                option.listed = spelled
                self.item.options.append(option)
        if found.ragged and found.rows:
            self.item.problems.append((found.ragged, "ragged-table", "a row of this table has too few cells"))
        return bool(found.rows)

    # --- what a row says ----------------------------------------------------------------------------------

    def _apply(self, row: Row, found: Reason, *, refuting: bool) -> None:
        options = list(found.options)
        if found.right is False or (found.right is None and refuting):
            self._refute(
                row,
                [
                    option
                    for option in options
                    if not (refuting and found.right is None and option.right and found.text.text)
                ],
            )
        else:
            self._turn_to(row, options)
        if found.spelled and not options:
            self._refute(row, [Option("", [(row, found.spelled)], listed=False)])
        self.sticky = not found.text.text and not row.bullet
        for option in self.about:
            if found.right is True:
                option.right = True if option.right is None and not item_has_key(self.item) else option.right
            if found.text.text:
                option.why.append((row, found.text))

    def _turn_to(self, row: Row, options: Sequence[Option]) -> None:
        self.about, self.row, self.sticky = list(options), row, not row.bullet

    def _refute(self, row: Row, options: Sequence[Option]) -> None:
        self._turn_to(row, options)
        for option in options:
            option.refuted = True
            if not option.listed and option not in self.item.options:
                self.item.options.append(option)

    def _add(self, line: Line, row: Row, *, refuting: bool) -> None:
        """Add a row to the reasons of the options at hand."""
        if not self.about:
            if not refuting or _speaks_of_all(line.text):
                self.item.explanation.append((row, line))
            return
        bare, verdict = judge(line, self.words) if line.text else (line, None)
        if verdict is None and line.text:
            bare, verdict = verdict_before(line, self.words)
        bare = cut(bare, _glued_reason(bare.text))
        said = verdict if verdict is not None else self.words.closing_verdict(line.text)
        for option in self.about:
            if said is False and not option.right:
                option.refuted = True
            if said is True and option.right is None and not item_has_key(self.item):
                option.right = True
            if bare.text or row.whole or has_picture(bare):
                option.why.append((row, bare))


_WHY = frozenset(("理由", "根拠", "説明", "解説", "reason", "why", "explanation"))
_SHORT_WRONG = re.compile(r"[^。、（(]{2,40}(?:[（(][^（()）]{4,}[)）]|\s*…+\s*\S.*)")


def _is_marked(text: str) -> bool:
    return bool(re.match(r"\s*[❌×✕✖✗]", text))


_QUOTED = re.compile(r"\s*[「『\"“][^」』\"”]{2,}[」』\"”]\s*(?:$|[→⇒:：…]|->|=>|は|が)")
# 2 つの, 3 か月, 5 GB: a number that counts names no option.
_BARE_NUMBER = re.compile(
    r"\s*(?P<number>\d)\s+(?![つ個年月日時分秒回台円%本枚種人件倍段度週次]|か月|ヶ月|カ月|[a-zA-Z]{1,3}\b)(?=\S)"
)
_BRACKETED = re.compile(r"\s*(?:[（(](?P<why>[^（()）]{6,})[)）]|…+\s*(?P<told>\S.*))\s*$")
_ARROW = re.compile(r"\s*(?:→|⇒|➡|->|=>)\ufe0f?\s*")


_FIRST_SENTENCE = re.compile(r"(?P<option>[^。「」]{4,60}[るいたくむぐすうつぶぬ])。\s*(?=\S{4})")
_NAME_TOPIC = re.compile(r"(?P<option>[A-Za-z\dァ-ヶー一-龠・/._ -]{2,24}?)\s*は、?\s*(?=\S.{4})")


def _head(text: str) -> str:
    """Return what stands before a text's first colon, "" without one."""
    return narrow(text).partition(":")[0] if ":" in narrow(text) else ""


def item_has_key(item: Item) -> bool:
    """Say whether the item's key is known already."""
    return bool(item.letters) or bool(item.answer)


def undotted(text: str) -> str:
    """Return a text without the dot before or behind it."""
    return re.sub(r"^[・\-]\s*|[。.:：]$", "", text)


def _says_nothing(text: str) -> bool:
    return not re.search(r"\w", text)


def _speaks_of_all(text: str) -> bool:
    """Tell 「いずれも…」 and "All others …", which refute no option by name."""
    return bool(
        re.match(
            r"\W*(?:いずれ|どれ|すべて|全て|これら|それ以外|その他|他の|ほかの|残り|all "
            r"|the (?:other|rest)|others?\b|these\b)",
            text,
            re.IGNORECASE,
        )
    )


def _glued_reason(text: str) -> int:
    """Return where the reason begins behind a fixed word glued to it: 正解の理由…, 理由：…."""
    found = re.match(r"\s*(?:不?正解の)?(?:理由|解説|説明)\s*[:：]\s*", text)
    return found.end() if found else 0
