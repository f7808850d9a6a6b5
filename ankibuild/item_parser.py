"""Read an exam item from its rows, in whatever shapes its parts are written.

The rows are gone through once; a label (正解, 解説, 不正解, 選択肢 …) says what the rows behind it are. Letters in
the reasons are joined with the options only when all rows are read, so that the order does not matter.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ankibuild.content import is_link, is_url
from ankibuild.flow import Row
from ankibuild.item import Item, Option, Pick
from ankibuild.letters import key, lettered, resolve
from ankibuild.marks import bare_option, judge
from ankibuild.model import Line
from ankibuild.options import find_options
from ankibuild.reasons import Reason, reason, table_reasons
from ankibuild.text import cut, fold, has_picture, key_of, narrow
from ankibuild.words import Label, LabelKind, Words

Mode = LabelKind


def parse_item(rows: Sequence[Row], words: Words) -> Item:
    """Read one item from its rows; what is not there stays empty."""
    return _Parser(rows, words).parse()


_ANSWER_LETTER = re.compile(r"[\s*_]*[(\[【]?a(?:ns)?\s*(?P<number>\d{0,3})[)\]】]?\s*(?:[.:)、]\s*|$)")


class _Parser:
    def __init__(self, rows: Sequence[Row], words: Words) -> None:
        self.rows = rows
        self.words = words
        self.item = Item(rows)
        self.labels = self._labels()
        self.item.options, self.options_at = find_options(rows, self.labels, words)
        self._check_letters()
        self.mode: Mode = "question"
        self.about: list[Option] = []
        """The options that the rows being read give a reason for."""
        self.depth = 0
        self.right_side = False
        """Whether an explanation is said to be that of the right option."""

    def _labels(self) -> list[Label | None]:
        """Label the rows; a bare "A:" answers only where a bare "Q:" asked and no list A, B … follows."""
        labels = [None if row.whole or not row.text else self.words.label(row.line) for row in self.rows]
        asked = next((label for label in labels if label and label.kind == "question"), None)
        if not asked:
            return labels
        letters = {found.letter for row in self.rows if (found := lettered(row.text))}
        for i, row in enumerate(self.rows):
            found = _ANSWER_LETTER.match(fold(row.text)) if labels[i] is None and row.text else None
            if found and "B" not in letters:
                labels[i] = Label("answer", found.end(), found["number"], word="a")
        return labels

    def _check_letters(self) -> None:
        seen: set[str] = set()
        for option in self.item.options:
            if option.letter and option.letter in seen:
                self.item.problems.append((option.line, "letter-twice", f"two options are called {option.letter}"))
            seen.add(option.letter)

    def parse(self) -> Item:
        i = 0
        while i < len(self.rows):
            if i in self.options_at:
                i = self.options_at.stop
                continue
            self._row(i)
            i += 1
        self._resolve()
        return self.item

    # --- one row ------------------------------------------------------------------------------------

    def _row(self, i: int) -> None:
        row, label = self.rows[i], self.labels[i]
        if row.block.kind in ("rule", "comment") or (row.text and is_link(row)):
            return
        if label:
            self._label(row, label)
            return
        if row.heading and self.mode != "question":
            if self.words.is_none_section(row.text):
                self.mode = "ignore"
                return
            if self.mode in ("ignore", "options"):
                self.mode = "explanation"
        self._content(row, row.line)

    def _label(self, row: Row, label: Label) -> None:
        if label.kind == "wrong" and self._is_verdict(row, label):
            self._content(row, row.line)
            return
        if label.loose and not self._names_an_option(row.text[label.rest :]):
            self._content(row, row.line)
            return
        rest = cut(row.line, label.rest)
        if label.kind == "options" and self.mode in ("wrong", "explanation") and rest.text:
            self._quoted_option(row, rest)
            return
        if label.kind == "question":
            self._question(row, label, rest)
            return
        self.mode, self.depth = label.kind, row.depth
        self.about = []
        if label.kind == "answer":
            self.item.answered = True
            self.item.key_line = self.item.key_line or row.line.number
        if label.kind == "explanation":
            self.right_side = label.word.startswith(("正", "correct", "why"))
        if rest.text and not (label.kind == "answer" and rest.text == self.item.number and not self.item.options):
            self._content(row, rest, behind_label=True)

    def _is_verdict(self, row: Row, label: Label) -> bool:
        """Tell 「不正解：再起動が要ります」 within the reasons of an option from the label of a list."""
        return bool(self.about) and self.mode in ("feedback", "explanation") and bool(row.text[label.rest :].strip()) and row.depth > self.depth

    def _names_an_option(self, text: str) -> bool:
        found = key(text, self.item.known)
        if found and (not self.item.known or all(resolve(x, self.item.known) for x in found.letters)):
            return True
        return bool(self.item.like(re.sub(r"(です|である)?[。.]?$", "", text)))

    def _question(self, row: Row, label: Label, rest: Line) -> None:
        self.item.asked = True
        self.item.number = self.item.number or label.number
        self.mode = "question"
        again = self.words.label(rest) if rest.text else None
        while again and again.kind == "question":
            self.item.number = self.item.number or again.number
            rest = cut(rest, again.rest)
            again = self.words.label(rest) if rest.text else None
        if rest.text and not self.words.is_status(rest.text):
            self._content(row, rest)

    def _content(self, row: Row, line: Line, *, behind_label: bool = False) -> None:
        if self.words.is_empty_phrase(line.text) or is_url(line.text):
            return
        handlers: dict[Mode, Callable[[Row, Line, bool], None]] = {
            "question": self._stem,
            "options": self._stem,
            "answer": self._answer,
            "explanation": self._explanation,
            "wrong": self._wrong,
            "feedback": self._explanation,
            "ignore": lambda *_: None,
        }
        handlers[self.mode](row, line, behind_label)

    def _stem(self, row: Row, line: Line, _: bool) -> None:
        if self.options_at and row.line.number > self.item.options[-1].line:
            if any(option.right for option in self.item.options):
                self._explanation(row, line, False)
            return
        self.item.stem.append((row, line))

    # --- the key ------------------------------------------------------------------------------------

    def _answer(self, row: Row, line: Line, behind_label: bool) -> None:
        item = self.item
        if self.words.is_unanswered(line.text):
            item.unanswered = True
            return
        table = self._table(row)
        if table:
            return
        fresh = not item.letters and not item.answer and not any(o.right for o in item.options)
        bare, verdict = bare_option(line, self.words)
        if (fresh or self._still_key(row, bare, verdict)) and self._key(row, bare):
            return
        if fresh or (not item.options and not item.letters):
            item.answer.append((row, line if verdict is None or not fresh else bare))
            return
        self._explanation(row, line, behind_label)

    def _still_key(self, row: Row, line: Line, verdict: bool | None) -> bool:
        """Further right options stand on lines like the first: marked, or only the option's letter or text."""
        if self.item.explanation:
            return False
        lead = lettered(line.text)
        option = self.item.named(lead.letter) if lead and not lead.loose else self.item.like(line.text)
        rest = cut(line, lead.rest).text if lead else ""
        return bool(option) and (bool(verdict) or not rest or key_of(rest) == key_of(option.plain))  # type: ignore[union-attr]

    def _key(self, row: Row, line: Line) -> bool:
        """Read letters, or an option's text, at the start of an answer; the rest explains it."""
        item = self.item
        lead = lettered(line.text)
        if lead and not lead.loose and (option := item.named(lead.letter)):
            rest, _ = bare_option(cut(line, lead.rest), self.words)
            if key_of(rest.text) == key_of(option.plain) or not rest.text:
                item.letters.append(lead.letter)
                option.right = True
                return True
        if option := item.like(line.text):
            option.right = True
            item.letters.append(option.letter)
            return True
        found = key(line.text, item.known)
        if not found:
            return False
        if item.options and all(item.named(letter) for letter in found.letters):
            self._letters(row, line, found.letters, found.rest)
            return True
        if not item.options and len(found.letters) == 1 and line.text[found.rest :].strip() and lead:
            # the options are not listed, the answer spells its own out: "B. text"
            item.answer.append((row, cut(line, lead.rest)))
            return True
        if not item.options and not line.text[found.rest :].strip() and _is_letters(line.text):
            item.letters += found.letters
            return True
        if item.options and all(len(letter) == 1 for letter in found.letters) and _is_letters(line.text[: found.rest]):
            item.letters += found.letters
            return not line.text[found.rest :].strip()
        return False

    def _letters(self, row: Row, line: Line, letters: Sequence[str], end: int) -> None:
        item = self.item
        item.letters += letters
        for letter in letters:
            if option := item.named(letter):
                option.right = True
        rest = cut(line, end)
        if len(letters) == 1 and (option := item.named(letters[0])):
            rest = _without_option(rest, option)
        rest, _ = _parenthesised(rest)
        if rest.text and not self.words.is_status(rest.text):
            self.mode, self.right_side = "answer", True
            item.explanation.append((row, rest))

    # --- reasons ------------------------------------------------------------------------------------

    def _table(self, row: Row) -> bool:
        if row.block.kind != "table" or not row.whole:
            return False
        found = table_reasons(row, self.item, self.words)
        for option, right, why in found.rows:
            if right:
                option.right = True
                option.why += why
            else:
                option.refuted, option.right = True, bool(option.right)
                option.why += why
            if option not in self.item.options:
                self.item.options.append(option)
        if found.ragged:
            self.item.problems.append((found.ragged, "ragged-table", "a row of this table has too few cells"))
        return bool(found.rows)

    def _explanation(self, row: Row, line: Line, behind_label: bool) -> None:
        if self._table(row):
            return
        item = self.item
        if self._continues(row) and not row.heading:
            self._to_reason(row, line)
            return
        if self.right_side and (option := item.like(_undotted(line.text))):
            option.right = option.right or not item.right
            self.about, self.depth = [option], row.depth
            return
        found = reason(line, item, self.words, refuting=False)
        if found:
            self._apply(row, found)
            return
        self.about = []
        item.explanation.append((row, line))

    def _continues(self, row: Row) -> bool:
        """Tell a row that goes on with the reason before it: deeper bullets, or lines of the same item."""
        return bool(self.about) and (row.depth > self.depth or (not row.head and row.block.kind == "item"))

    def _wrong(self, row: Row, line: Line, behind_label: bool) -> None:
        if self._table(row):
            return
        if self.about and row.depth > self.depth and not row.heading:
            self._to_reason(row, line)
            return
        found = reason(line, self.item, self.words, refuting=True)
        if found:
            self._apply(row, found)
            return
        if row.whole or has_picture(line):
            self._to_reason(row, line)
            return
        if self._starts_wrong(row, line, behind_label):
            self._new_wrong(row, line)
        else:
            self._to_reason(row, line)

    def _starts_wrong(self, row: Row, line: Line, behind_label: bool) -> bool:
        """Tell the text of a wrong option from the prose of its reason."""
        bare, verdict = bare_option(line, self.words)
        if verdict is False or bare.text != line.text or row.bullet or row.heading:
            return True
        if not self.about:
            return behind_label or len(line.text) <= 60 and not line.text.endswith(("。", "."))
        # a list without bullets: each short line is an option, as the first was
        short = len(line.text) <= 40 and not line.text.endswith(("。", ".", "ます", "です"))
        return short and not self.about[0].why and row.block is self.about[0].text[0][0].block

    def _new_wrong(self, row: Row, line: Line) -> None:
        bare, _ = bare_option(line, self.words)
        text = cut(bare, 1) if bare.text.startswith("・") else bare
        option = self.item.like(_undotted(text.text)) or Option("", [(row, text)], listed=False)
        self._refute(row, [option])

    def _quoted_option(self, row: Row, line: Line) -> None:
        """Take `選択肢：方式ア` within the reasons as the option that they are about."""
        bare, _ = bare_option(line, self.words)
        lead = lettered(bare.text)
        named = self.item.named(lead.letter) if lead and not lead.loose else None
        option = named or self.item.like(bare.text) or Option("", [(row, bare)], listed=False)
        if self.mode == "wrong":
            self._refute(row, [option])
            return
        option.right = True if not self.item.right and self.right_side else option.right
        self.about, self.depth = [option], row.depth

    def _apply(self, row: Row, found: Reason) -> None:
        options = [option for option in found.options if option is not None]
        if found.right is False or (found.right is None and self.mode == "wrong"):
            self._refute(row, options)
        else:
            self.about, self.depth = options, row.depth
        if found.spelled and not options:
            option = Option("", [(row, found.spelled)], listed=False)
            self._refute(row, [option])
        for option in self.about:
            if found.right is True:
                option.right = True if option.right is None and not self.item.letters else option.right
            if found.text.text:
                option.why.append((row, found.text))

    def _refute(self, row: Row, options: Sequence[Option]) -> None:
        item = self.item
        self.about, self.depth = list(options), row.depth
        for option in options:
            option.refuted = True
            if not option.listed and option not in item.options:
                item.options.append(option)

    def _to_reason(self, row: Row, line: Line) -> None:
        bare, verdict = judge(line, self.words) if len(line.text) > 8 else (line, None)
        bare = cut(bare, _glued_reason(bare.text))
        if not self.about:
            if self.mode != "wrong":
                self.item.explanation.append((row, line))
            return
        for option in self.about:
            if verdict is False:
                option.refuted = True
            option.why.append((row, bare))

    # --- the end ------------------------------------------------------------------------------------

    def _resolve(self) -> None:
        """Settle which options are right, and report what contradicts."""
        item = self.item
        lost = [x for x in item.letters if x and item.options and not item.named(x)]
        if lost and item.known:
            item.problems.append((item.key_line or 1, "unknown-letter", f"the answer names {', '.join(lost)}, no option has that letter"))
        texts = {key_of(option.plain) for option in item.options if option.right}
        texts |= {key_of(line.text) for _, line in item.answer}
        for option in item.options:
            if option.refuted and key_of(option.plain) in texts and (not option.listed or option.right):
                if not option.why or not option.listed:
                    item.problems.append((option.line, "right-among-wrong", f"the right answer {_clip(option.plain)} stands among the wrong ones"))
                option.refuted = False
        if lost:
            for option in item.options:
                option.right = None


def _is_letters(text: str) -> bool:
    return bool(re.fullmatch(r"[\s()\[\]【】「」*_]*(?:[A-Ha-h1-9ア-オ①-⑨]|1\d)(?:[\s,、・と&/+.]*(?:[A-Ha-h1-9ア-オ①-⑨]))*[\s()\[\]【】「」*_。.:]*(です|である)?[。.]?", narrow(text)))


def _undotted(text: str) -> str:
    return re.sub(r"^[・\-]\s*|[。.:：]$", "", text)


def _without_option(line: Line, option: Option) -> Line:
    """Take the option's own text off the text behind its letter: 「B. 甲（理由）」 explains with 理由."""
    text = option.plain
    if not text or not line.text:
        return line
    if key_of(line.text) == key_of(text):
        return replace(line, text="", html="")
    if fold(line.text).startswith(fold(text)):
        rest = cut(line, len(text))
        return cut(rest, len(rest.text) - len(rest.text.lstrip("。.:：、→ -")))
    return line


def _parenthesised(line: Line) -> tuple[Line, bool]:
    """Take the brackets around a whole reason off."""
    text = line.text
    if len(text) > 2 and text[0] in "（(" and text[-1] in "）)" and not set("（(") & set(text[1:-1]):
        return cut(line, 1, len(text) - 1), True
    return line, False


def _glued_reason(text: str) -> int:
    """Return where the reason begins behind a fixed word glued to it: 正解の理由…, 理由：…."""
    found = re.match(r"\s*(?:不?正解の)?(?:理由|解説|説明)\s*[:：]\s*", text)
    return found.end() if found else 0


def _clip(text: str, width: int = 40) -> str:
    return f"「{text[:width]}…」" if len(text) > width else f"「{text}」"
