"""Read an exam item from its rows, in whatever shapes its parts are written.

The rows are gone through once; a label (正解, 解説, 不正解, 選択肢 …) says what the rows behind it are. The options
are found first, so that letters in key and reasons can be joined with them wherever they stand.
"""

import re
from collections.abc import Callable, Collection, Sequence

from ankibuild.items.answering import Answering
from ankibuild.items.collect import Reasons
from ankibuild.items.glued import glued
from ankibuild.items.item import Item
from ankibuild.items.key import is_letters, read_key_table
from ankibuild.items.labels import label_rows
from ankibuild.items.letters import key, resolve
from ankibuild.items.marks import bare_option
from ankibuild.items.options import find_options
from ankibuild.items.settle import settle
from ankibuild.items.unlabelled_key import unlabelled_key
from ankibuild.model import Block, Line
from ankibuild.page.content import is_fence, is_link, is_url
from ankibuild.page.flow import Row
from ankibuild.speech import _
from ankibuild.text import cut, tail_of
from ankibuild.words import Label, LabelKind, Words

Mode = LabelKind
WEAK = frozenset(("回答", "解答", "answer", "ans"))
"""Words for an answer that may be the learner's own, where another one calls the right answer so."""


def parse_item(
    rows: Sequence[Row],
    words: Words,
    labels: Sequence[Label | None] | None = None,
    fixed: Collection[str] = (),
) -> Item:
    """Read one item from its rows; what is not there stays empty.

    `labels` are those of the rows where they are known, seen with the rows around them; `fixed` holds the
    sentences that the page repeats among its explanations, and that say nothing of this item.
    """
    return _Parser(rows, label_rows(rows, words) if labels is None else labels, words, fixed).parse()


class _Parser:
    def __init__(
        self, rows: Sequence[Row], labels: Sequence[Label | None], words: Words, fixed: Collection[str] = ()
    ) -> None:
        self.fixed = fixed
        self.rows = rows
        self.labels = labels
        self.words = words
        self.item = Item(rows)
        found = find_options(rows, self.labels, words)
        self.item.options, self.options_at, self.item.by_marks = found.options, found.at, found.by_marks
        self.reasons = Reasons(self.item, words)
        self.answering = Answering(self.item, self.reasons, words)
        self.mode: Mode = "question"
        self.skipped: Block | None = None
        """The block that holds the learner's own answer."""
        self._check_letters()

    def _check_letters(self) -> None:
        seen: set[str] = set()
        for option in self.item.options:
            if option.letter and option.letter in seen:
                self.item.problems.append(
                    (option.line, "letter-twice", _("two options are called {letter}", letter=option.letter))
                )
            seen.add(option.letter)

    def parse(self) -> Item:
        for i, row in enumerate(self.rows):
            if i not in self.options_at:
                self._row(row, self.labels[i], i)
        settle(self.item)
        return self.item

    # --- one row ------------------------------------------------------------------------------------

    def _row(self, row: Row, label: Label | None, i: int) -> None:
        if row.block.kind in ("rule", "comment") or (row.text and (is_link(row) or is_fence(row.text))):
            return
        if label and not (label.kind == "wrong" and self.reasons.judges(row, label, self.mode)):
            if not label.loose or self._names_an_option(row.text[label.rest :]):
                self._label(row, label)
                return
        elif row.heading and self.mode != "question":
            self._heading(row)
        if row.block is self.skipped:
            self.item.own.append((row, row.line))
            return
        self._content(row, row.line, after_options=bool(self.options_at) and i >= self.options_at.stop)

    def _heading(self, row: Row) -> None:
        if self.words.is_none_section(row.text):
            self.mode = "ignore"
            self.reasons.close()
        elif self.mode in ("ignore", "options"):
            self.mode = "explanation"

    def _label(self, row: Row, label: Label) -> None:
        rest = tail_of(row.line, label.rest)
        if label.kind == "options" and self._among_reasons(row, rest):
            return
        if label.kind == "question":
            self._question(row, label, rest)
            return
        if label.kind == "ignore" and (rest.text or self.mode in ("question", "options")):
            return  # one line about the question, not the beginning of a list
        if label.kind == "own":
            self._own(row, rest)
            return
        if (
            label.kind == "explanation"
            and self.mode == "wrong"
            and not row.heading
            and self.reasons.explains(label)
        ):
            self.reasons.go_on(row, rest)
            return
        if label.kind == "answer" and label.number:
            self.item.number = self.item.number or label.number
        self.mode = label.kind
        self.reasons.open(row, right=label.names_right)
        if label.kind == "answer" and not self._answer_label(row, label, rest):
            return
        if rest.text and not (
            label.kind == "answer" and rest.text == self.item.number and not self.item.options
        ):
            self._content(row, rest, behind_label=True)

    def _among_reasons(self, row: Row, rest: Line) -> bool:
        """Take `選択肢：甲` among reasons; alone, it says that the next line is an option."""
        if self.mode not in ("wrong", "explanation") or not (rest.text or self.item.options):
            return False
        if rest.text:
            self.reasons.quoted(row, rest, refuting=self.mode == "wrong")
        return True

    def _own(self, row: Row, rest: Line) -> None:
        """Keep the learner's own answer apart: behind the label, else below it, to the end of its block."""
        if rest.text:
            self.item.own.append((row, rest))
        if row.heading:
            self.mode = "own"
        elif not rest.text:
            more = row.line is not row.block.lines[-1] or row.bullet
            at = next((i for i, each in enumerate(self.rows) if each is row), 0) + 1
            self.skipped = row.block if more or at >= len(self.rows) else self.rows[at].block

    def _answer_label(self, row: Row, label: Label, rest: Line) -> bool:
        """Note that an answer begins; False when it is the learner's own."""
        item = self.item
        weak = label.word in WEAK
        if rest.text and weak and bare_option(rest, self.words)[1] is False:
            self.mode = "ignore"  # 回答：A ❌
            return False
        if item.weakly and not weak and item.letters:
            item.letters.clear()
            for option in item.options:
                option.right = None
        item.answered, item.weakly = True, weak
        item.key_line = item.key_line or row.line.number
        return True

    def _names_an_option(self, text: str) -> bool:
        found = key(text, self.item.known)
        if found and (not self.item.known or all(resolve(x, self.item.known) for x in found.letters)):
            return bool(self.item.options) or is_letters(text)
        text = re.sub(r"(です|である)?[。.]?$", "", text)
        return (
            bool(self.item.like(text))
            or bool(re.fullmatch(r"\s*(?:以下|次)の(?:通り|とおり)", text))
            or self._counts(text)
        )

    def _counts(self, text: str) -> bool:
        found = re.match(r"\s*\d\s*つ\s*[:：、。]?\s*(.*)$", text)
        return bool(found and found[1] and key(found[1], self.item.known))

    def _question(self, row: Row, label: Label, rest: Line) -> None:
        self.item.asked = True
        self.item.number = self.item.number or label.number
        self.mode = "question"
        again = self.words.label(rest) if rest.text else None
        while again and again.kind == "question":
            self.item.number = self.item.number or again.number
            rest = tail_of(rest, again.rest)
            again = self.words.label(rest) if rest.text else None
        if again and again.kind == "answer" and not again.loose and rest.text[again.rest :].strip():
            self._label(row, Label("answer", len(row.text) - len(rest.text) + again.rest, word=again.word))
            self.mode = "question"
            return
        if rest.text and not self.words.is_status(rest.text):
            self._content(row, rest)

    def _content(
        self, row: Row, line: Line, *, behind_label: bool = False, after_options: bool = False
    ) -> None:
        if self.words.is_empty_phrase(line.text) or is_url(line.text):
            return
        if line.text in self.fixed and self.mode not in ("question", "options"):
            return
        if colon := _DEFINES.match(line.text):
            line = cut(line, colon.end())  # `正解の根拠` / `: …`, a definition list to its author
        if row.bullet and self.mode in ("answer", "explanation") and self._glued_reason(row, line):
            return
        if self.mode in ("question", "options"):
            self._stem(row, line, after_options=after_options)
            return
        handlers: dict[Mode, Callable[[Row, Line, bool], None]] = {
            "answer": self.answering.take,
            "explanation": self.reasons.explain,
            "wrong": self.reasons.refute,
            "feedback": self.reasons.explain,
        }
        kept = {"own": self.item.own, "mistake": self.item.mistake}
        if self.mode in kept:
            kept[self.mode].append((row, line))
        if self.mode in handlers:
            handlers[self.mode](row, line, behind_label)

    def _glued_reason(self, row: Row, line: Line) -> bool:
        """Read 「正解の理由平均を…」 and 「不正解の理由「手で行う」：…」 below the answer."""
        said = glued(line, self.words) if _OF_REASON.match(line.text) else None
        if said is None or not (self.item.answer or self.item.right):
            return False
        if said.right:
            self.reasons.close()
            self.item.explanation.append((row, said.option))
        else:
            self.reasons.refute_quoted(row, said.option, said.why)
        return True

    # --- stem and key ---------------------------------------------------------------------------------

    def _stem(self, row: Row, line: Line, *, after_options: bool) -> None:
        item = self.item
        if not after_options:
            if not (row.whole and not item.options and self.reasons.table(row, spelled=True)):
                item.stem.append((row, line))
            return
        if not item.right and self._unlabelled_key(row, line):
            item.key_line = item.key_line or line.number
            self.mode = "explanation"
        elif item.right:
            self.mode = "explanation"
            self.reasons.explain(row, line, False)
        else:
            self.reasons.judge_only(row, line)

    def _unlabelled_key(self, row: Row, line: Line) -> bool:
        if row.whole:
            return read_key_table(row, self.item, self.words) or self.reasons.table(row)
        return unlabelled_key(row, line, self.item, self.words)


_OF_REASON = re.compile(r"[\s*_]*不?正解の理由(?=\S)")
_DEFINES = re.compile(r"\s*[:：]\s+(?=\S)")
