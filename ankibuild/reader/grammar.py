"""Read the rows of one candidate item in reading order: stem, options, key, statements, explanation, own answer.

Rows are fed one by one, so that a cut can be tried at any row: `score` says after each how well what was fed reads
as one item. What a row is depends on what came before it (`mode`) and on its label.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal

from ankibuild.items.item import Item
from ankibuild.items.key import is_letters, read_key, read_key_table
from ankibuild.items.labels import chooses
from ankibuild.items.letters import firm_letters, key, lettered
from ankibuild.items.looks import asked_number
from ankibuild.items.marks import bare_option, verdict_before
from ankibuild.items.nouns import NOUN
from ankibuild.items.odd_options import options_in_one_line, options_in_table
from ankibuild.items.reason_tables import table_reasons
from ankibuild.items.reasons import names_why_not
from ankibuild.items.unlabelled_key import unlabelled_key
from ankibuild.model import Line
from ankibuild.page.content import is_url
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks, subject_of
from ankibuild.patterns import lazily
from ankibuild.reader.ending import Ending, begins_other, goes_beyond, is_term, set_off
from ankibuild.reader.gaps import part_gap
from ankibuild.reader.hand import Hand
from ankibuild.reader.listing import Listing
from ankibuild.reader.series import Series
from ankibuild.reader.signs import Sign, counts_on
from ankibuild.reader.statements import Statements, item_lists
from ankibuild.reader.subjects import letters_in, named_by, named_cell
from ankibuild.speech import _
from ankibuild.text import has_picture, key_of, narrow, tail_of
from ankibuild.words import Label, LabelKind, Words

Mode = Literal["stem", "options", "after", "key", "explanation", "own", "mistake", "ignore"]
_IN_BRACKETS = lazily(rf"[(（]\s*(?i:{NOUN})\s*(?P<letters>[A-H](?:\s*[,、・と&]\s*[A-H])*)\s*[)）]")
_BELOW = lazily(r"(?:は、?)?(?:以下|次|下記)の?(?:通り|とおり|よう|もの)?(?:です|になります)?[。:：]?$")
LONGEST_HEAD = 16
"""A line of no more characters may head what follows."""
_JUDGEMENT = lazily(r"\s*[○〇◯×✕✗xXＸ](?=\s|$)")
"""Round or cross, which says of a statement whether it is true."""
_ARROW = lazily(r"->|=>|→|⇒")
_COUNT = lazily(r"^\s*[\d２-９二三四]\s*つ\s*(?:です)?\s*[:：、。]?\s*")
CHAPTER = 8
"""So many points costs the title of a chapter above the heading that labels a question."""
FOREIGN = 4
"""So many faults has what answers several questions: no item holds it."""
LOWEST = 6
"""The lowest level of headings."""
WEAK = frozenset(("回答", "解答", "answer", "ans"))
"""Words for an answer that may be the learner's own."""
LONGEST_ORDER = 24
"""A line of no more characters may say how many options to choose."""
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
        self.rows: list[Row] = []
        self.item = Item(self.rows)
        self.labels: list[Label | None] = []
        """The labels of the rows."""
        self.mode: Mode = "stem"
        self.listing = Listing(signs, series, hand, words)
        self.statements = Statements(self.item, words)
        self.keys = 0
        self.faults = 0
        self.beyond = 0
        """How many headings stand behind the last row that is certainly the item's."""
        self.stem_asks = False
        self.titles = 0
        """What the headings directly above another one in the stem cost: that of a chapter belongs to no item."""
        self.before = 0
        """How many rows stand before the options and the key."""
        self.ends_in_heading = False
        self.ending = Ending()
        self._left = False
        """Whether a row behind the end belongs to something else."""
        self._spoken = False
        """Whether an answer in words goes on."""
        self._first: Sign | None = None
        self._at = 0
        """The place of the row at hand."""
        self._over: Sign | None = None
        """The last heading over the options and the answer."""
        self._key_rows = 0
        self._asked_after = False
        self._lists = False
        """Whether a list stands in the stem: it may be the options that nobody has answered yet."""
        self._ruled_off = False
        """Whether a rule stands behind the options."""
        self._level = 0
        """The level of the last heading of the stem."""
        self._asked_groups: set[int] = set()
        """The lists of which an item has asked."""
        self._label_line = 0
        """The line of the label of the answer."""
        self._key_level = LOWEST
        """The level of the heading that announces the answer."""
        self._said: list[Line] = []
        """What stands behind the labels of the answer."""
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
        self._at, sign = at, self.signs[at]
        label = None if sign.silent else self.hand.label(sign)
        judges = sign.mark is not None and self._names_option(sign)
        self.beyond = 0 if judges else self.beyond  # whatever stood between
        self.ending.over = self._is_over(at, sign, label)
        if self.ending.over and not (judges or self._resumes(sign)):
            self._count_faults(at, sign, label)
            return
        self.rows.append(sign.row)
        self.labels.append(label)
        if sign.silent:
            return
        self.before += not (self.item.options or self.listing.pending or self.keys)
        label = None if at in self.hand.again else label
        self.ends_in_heading = sign.row.heading and (label is None or label.kind == "question")
        told = (
            label if label is None or not label.loose or self._is_key(sign.row.text[label.rest :]) else None
        )
        self._count_faults(at, sign, told)
        if self.listing.pending and self._listed(at, label):
            return
        if label is None or not self._labelled(sign, label):
            self._modes[self.mode](at, sign, sign.line)

    def _resumes(self, sign: Sign) -> bool:
        """Tell what is said of an option behind the end of the item's rows, if nothing else stands between."""
        self._left |= self._counts_beyond(sign)
        if self._left or sign.silent:
            return False
        row = sign.row
        if row.block.kind == "table":
            cells = [each.lines[0] for each in row.block.blocks if each.lines]
            resumes = any(named_cell(cell, self.item, self.words)[0] for cell in cells)
        else:
            refutes = sign.mark is False and row.bullet and not item_lists(self.item)
            resumes = self._names_option(sign) or refutes
        self._left = not resumes and row.heading == self.ending.titled
        return resumes

    def _is_over(self, at: int, sign: Sign, label: Label | None) -> bool:
        """Tell whether the item's own rows have ended before this one."""
        item, ending = self.item, self.ending
        if self._first is None:
            ending.begin(sign)
            self._over = next((each for each in reversed(self.signs[: at + 1]) if each.row.heading), None)
        if label is not None and (label.kind != "question" or not ending.fold):
            return False
        begun = bool(item.options or self.listing.pending)
        beside = sign.row.heading and not self._level and begun and at not in self.listing.members
        if beside and not self._names_option(sign):
            return True
        if ending.over or not (item.answered or item.right) or self.listing.pending:
            return ending.over
        after = self.mode in ("own", "mistake", "ignore") or self._closes(sign.row)
        if sign.row.heading and sign.asks and after:
            return True  # it has a card of its own
        about = self.statements.refutes_alone and is_term(sign.row) and not self.statements.names(sign)
        explained = bool(item.explanation or item.answer or self.statements.count)
        ruled = at > 0 and self.signs[at - 1].row.block.kind == "rule" and sign.asks
        return bool(about) or ruled or ending.leaves(sign, explained=explained) or self._leaves_answer(sign)

    def _leaves_answer(self, sign: Sign) -> bool:
        """Tell what a blank line sets off from an answer in words, and is no part of it."""
        item = self.item
        if not self._spoken or not item.answer or not set_off(self.rows, sign.row):
            return False
        pictured = (
            has_picture(sign.line) and not sign.row.text and bool(item.stem) and has_picture(item.stem[-1][1])
        )
        beyond = goes_beyond(self.rows[-1], sign.row, peers=self.hand.peers)
        return pictured or beyond or begins_other(sign, item.answer[-1][0])

    def finish(self) -> None:
        """Close what is still open."""
        if self.listing.pending:
            self._close_option()
        if at := self.told_plainly:
            self._take_told(at)
        self.item.key_line = self.item.key_line or self._label_line
        twice = [x for x, count in Counter(self.item.known).items() if count > 1]
        for letter in twice:
            line = [each.line for each in self.item.options if each.letter == letter][-1]
            self.item.problems.append(
                (line, "letter-twice", _("two options are called {letter}", letter=letter))
            )

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
        row = self.signs[self.listing.pending[0]].row
        self.item.options.append(self.listing.close_option())
        if self.item.options[-1].right:
            self.ending.answered_at(row)
        if last and self._early is not None:
            self._key(*self._early)
            self._early = None

    def _count_faults(self, at: int, sign: Sign, label: Label | None) -> None:
        """Count what no item holds: where another one opens, a second list of options, a heading behind the key."""
        begun = bool(self.item.options or self.listing.pending or self.item.answered)
        closed = bool(self.item.options) and not self.listing.pending
        if begun and (at in self.openers or (self.keys and self._opens_alike(sign, label))):
            self.faults += 2
        if self._first is not None and not begun and self._asks_again(sign, label):
            self.faults += 2
        if begun and self._is_next_entry(sign.row):
            self.faults += FOREIGN
        self._first = self._first or sign
        if sign.row.bullet and sign.asks:
            self._asked_groups.add(sign.row.group)
        if closed and at in self.series and self.series[at].kind in ("letters", "boxes"):
            self.faults += self.series[at].kind == "boxes" or (self._asked_after and not self.keys)
        if self._ruled_off and self._asked_after and at in self.series:
            self.faults += FOREIGN * (self.series[at].kind in ("letters", "numbers"))
        listed = closed or self.listing.at_last
        self._ruled_off |= listed and at > 0 and self.signs[at - 1].row.block.kind == "rule"
        self._asked_after |= closed and sign.asks and label is None
        if begun and sign.row.heading and label is None and not self._names_option(sign):
            beside = 0 < level_of(sign) <= self._level
            self.faults += FOREIGN * beside
            self.beyond += not beside and bool(self.keys and not self._level)
        if not begun and at not in self.series and (label is None or not self._level):
            self._level = level_of(sign) or self._level
            self._over = sign if sign.row.heading else self._over

    def _asks_again(self, sign: Sign, label: Label | None) -> bool:
        """Tell a second question before any option or answer: the next bullet or call-out, a label below text."""
        first, row = self._first, sign.row
        if first is None:
            return False
        labelled = label is not None and label.kind == "question"
        if row.boxes[:1] != first.row.boxes[:1] and row.boxes and (sign.asks or labelled):
            return True
        if sign.asks and self.ending.fold and row.line.number > self.ending.fold:
            return True
        beside = row.bullet and row.group in self._asked_groups
        counts = sign.number.isdigit() and first.number.isdigit() and int(sign.number) > int(first.number)
        if counts and sign.opens and sign.shape == first.shape and not row.bullet:
            return True
        texts = sum(not each.heading for each, _ in self.item.stem)
        return (sign.asks and beside) or (labelled and first.row.heading and first.asks and texts > 0)

    def _opens_alike(self, sign: Sign, label: Label | None) -> bool:
        """Tell a row behind the key that begins as the item did: the next question of a list."""
        first = self._first
        if first is None or sign.shape != first.shape or not sign.opens or self._names_option(sign):
            return False
        return sign.asks or counts_on(first, sign) or (label is not None and label.kind == "question")

    def _names_option(self, sign: Sign) -> bool:
        if self._counts_beyond(sign):
            return False
        named = sign.lead is not None and self.item.named(sign.lead.letter) is not None
        return named or self.item.like(bare_option(sign.line, self.words)[0].text) is not None

    def _counts_beyond(self, sign: Sign) -> bool:
        """Tell a heading that counts on from the one over the item: below `## 1.` is `## 2.` no option B.

        One that is but another number does so, too, in whatever order the numbers stand.
        """
        over = self._over
        if over is None or not 0 < level_of(sign) <= level_of(over):
            return False
        if not (over.number.isdigit() and sign.number.isdigit()) or sign.number in self.item.known:
            return False
        return int(sign.number) > int(over.number) or (
            sign.number != over.number and _is_number(sign.row.text)
        )

    # --- labels ------------------------------------------------------------------------------------

    def _labelled(self, sign: Sign, label: Label) -> bool:
        """Read a row by its label; False where it is none after all."""
        rest = tail_of(sign.line, label.rest)
        if label.kind == "answer" and self.item.options and _BELOW.match(rest.text):
            rest = Line(rest.number, "", "")
        elif label.loose and not self._is_key(rest.text):
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
        self.faults += 2 * (bool(label.number) and any(not _is_number(line.text) for _, line in item.stem))
        self.faults += FOREIGN * (sign.row.heading and self._told)
        self.titles += CHAPTER * (sign.row.heading and self._is_title_of(sign))
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
            self._ask(sign, rest)
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
        if label.word in WEAK and rest.text and bare_option(rest, self.words)[1] is False:
            return self._own(sign, label, rest)
        again = bool(self.keys) and key_of(rest.text) in {key_of(line.text) for line in self._said}
        if again:
            return True
        if self.mode in ("stem", "options") and is_letters(rest.text) and self._lists_next():
            self._early = (sign, rest)
            return True
        self._said.append(rest)
        self.faults += bool(self.keys) and (bool(rest.text) or self.mode != "explanation")
        self.item.answered, self.statements.keyed = True, True
        self.ending.answered_at(sign.row)
        self.keys += 1
        self._key_rows = 0
        self._spoken = not item_lists(self.item)
        self.statements.close()
        self.statements.refuting = self.statements.rightly = False
        self.mode = "explanation" if rest.text else "key"
        self._key_level = level_of(sign) or LOWEST
        self._label_line = self._label_line or sign.line.number
        if rest.text:
            self._key(sign, rest)
        return True

    def _lists_next(self) -> bool:
        """Tell a key from which only rows that say nothing part the list of options."""
        for at in range(self._at + 1, len(self.signs)):
            if at in self.series:
                return self.series[at].kind == "letters" and not (self.item.options or self._lists)
            if not self.signs[at].silent:
                return False
        return False

    def _own(self, sign: Sign, label: Label, rest: Line) -> bool:
        target = self.item.mistake if label.kind == "mistake" else self.item.own
        if rest.text:
            target.append((sign.row, rest))
        else:
            self.mode = "mistake" if label.kind == "mistake" else "own"
        return True

    def _ignore(self, _: Sign, __: Label, rest: Line) -> bool:
        self.mode = self.mode if rest.text else "ignore"
        return True

    def _reasons(self, sign: Sign, label: Label, rest: Line) -> bool:
        wrong = label.kind == "wrong"
        if self._announces_options(sign, label, rest):
            self.mode = "options"
            return True
        if wrong and self.item.options and self._names_wrong(sign, label, rest):
            return True
        if self.mode == "key" and not self._key_rows and self._begins_with_key(rest.text):
            self._key(sign, rest)
            self.mode = "explanation"
            return True
        self._spoken = False
        if label.kind == "explanation" and rest.text and self.statements.explains(sign, rest):
            return True
        self.statements.close()
        self.statements.refuting, self.statements.rightly = wrong, label.names_right
        self.mode = "explanation"
        if rest.text:
            self._explained(0, sign, rest)
        return True

    def _names_wrong(self, sign: Sign, label: Label, rest: Line) -> bool:
        """Read a label that says itself which option is wrong: `誤り A …`, "Why not B? …"."""
        asks_why = not rest.text and names_why_not(sign.line, self.item)
        said = asks_why or (bool(rest.text) and not label.number)
        return said and self.statements.read(sign, sign.line)

    def _announces_options(self, sign: Sign, label: Label, rest: Line) -> bool:
        """Tell 選択肢の検討 over options that their titles list and judge."""
        before = self.mode == "stem" and not self.item.options and not self.keys
        asked = self.stem_asks or self.item.asked
        return before and asked and label.kind == "feedback" and not rest.text and sign.row.head

    # --- rows without a label, by what came before ---------------------------------------------------

    def _stem(self, at: int, sign: Sign, line: Line) -> None:
        if self._hides(sign.row):
            return
        asked = self.stem_asks or self.mode == "options"
        whole = sign.row.whole and not self.item.options and not self.listing.lettered_below(at)
        if whole and self._tabled(sign.row):
            return
        if sign.row.bullet and not self.item.options and (run := options_in_one_line(sign.row, self.words)):
            self.item.options, self.mode = run, "after"
            return
        asked = asked or self.item.asked
        found = None if self.item.options else self.listing.begins(at, asked=asked, chooses=self._chooses)
        if found and not (found.kind == "marks" and self._defines):
            self.listing.open(found)
            return
        self._lists |= at in self.series or (sign.row.whole and _lists_in(sign.row))
        self._count_stem_faults(sign)
        if not self.words.is_unanswered(sign.row.text):
            self._ask(sign, line)
            self.stem_asks |= sign.asks

    def _ask(self, sign: Sign, line: Line) -> None:
        """Take a line for the stem, its gap empty: what stands there is the key."""
        if self._at in self.hand.gaps:
            line, letters = part_gap(line)
            self._early = (sign, letters)
        self.item.stem.append((sign.row, line))

    def _count_stem_faults(self, sign: Sign) -> None:
        """Count what no stem holds: a heading below its text, the title of a chapter, a verdict."""
        if sign.row.heading and self._told:
            self.faults += 1 if sign.asks and not self.stem_asks else FOREIGN
        elif sign.row.heading and self._first is not None and self._first is not sign:
            self.titles += not self._first.number and self._first.label is None
        if not sign.asks and self.words.closing_verdict(sign.row.text) is not None:
            self.faults += FOREIGN
        self.faults += FOREIGN * self._is_next_entry(sign.row)

    def _is_title_of(self, sign: Sign) -> bool:
        """Tell a first heading that asks nothing by itself above the one that a question's label makes."""
        first = self._first
        return first is not None and first is not sign and not (first.number or first.asks or first.label)

    def _is_next_entry(self, row: Row) -> bool:
        """Tell the next bullet of the list in which the item opened, where something stood below that one."""
        first = self._first.row if self._first else row
        beside = first.bullet and row.bullet and row.group == first.group
        return beside and any(each.depth > first.depth for each in self.rows)

    @property
    def _told(self) -> bool:
        """Whether the stem has more than headings: the next heading has a stem of its own."""
        return any(not row.heading for row, _ in self.item.stem)

    @property
    def _defines(self) -> bool:
        """Whether the stem asks what something is: marked lines below are examples, good and bad."""
        return bool(self.item.stem) and bool(subject_of(self.item.stem[-1][1].text))

    def _chooses(self) -> bool:
        return self.mode == "options" or chooses(" ".join(line.text for _, line in self.item.stem))

    def _tabled(self, row: Row) -> bool:
        """Read a table that lists the options, or lists and judges them."""
        self.item.options += options_in_table(row, self.words)
        if not self.item.options:
            found = table_reasons(row, self.item, self.words)
            for option, right, why in found.rows if found.lists or len(found.rows) > 1 else ():
                option.right, option.refuted, option.listed = right, right is False, True
                option.why += why
                self.item.options.append(option)
        if self.item.options:
            self.mode = "after"
        return bool(self.item.options)

    def _own_row(self, at: int, sign: Sign, line: Line) -> None:
        if sign.row.heading:
            self.mode = "explanation"
            self._explained(at, sign, line)
            return
        (self.item.own if self.mode == "own" else self.item.mistake).append((sign.row, line))

    def _ignored(self, at: int, sign: Sign, line: Line) -> None:
        if sign.row.heading:
            self.mode = "explanation"
            self._explained(at, sign, line)

    def _behind_options(self, at: int, sign: Sign, line: Line) -> None:
        """Read a row between the options and a label: a letter or an option's text alone is the key."""
        if self._hides(sign.row):
            return
        waiting = not (self.keys or self.item.right)
        open_ = waiting and not sign.row.heading
        if open_ and sign.row.whole and read_key_table(sign.row, self.item, self.words):
            self.keys, self.statements.keyed, self.mode = 1, True, "explanation"
        elif (
            open_
            and not self._judges(line)
            and (self._is_spelled(line) or unlabelled_key(sign.row, line, self.item, self.words))
        ):
            self.keys += 1
            self.statements.keyed = True
            self.item.key_line = self.item.key_line or line.number
            if not self.item.right:
                self._key(sign, line)
        elif not (waiting and (sign.asks or sign.row.heading or sign.row.boxes)):
            self._explained(at, sign, line)
        else:  # a hint, the next heading
            self.ending.over = sign.row.heading and not self._level

    def _hides(self, row: Row) -> bool:
        """Tell the summary of a fold that says no more than that it hides the answer."""
        return row.block.kind == "details" and self.words.reveals(row.text)

    def _judges(self, line: Line) -> bool:
        """Tell `A：不正解`, which says of its option what it is."""
        lead = lettered(line.text)
        rest = tail_of(line, lead.rest) if lead else None
        return bool(rest and rest.text) and verdict_before(rest or line, self.words)[1] is False

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
        foreign = foreign and (bool(item.options) or level_of(sign) <= self._key_level)
        if foreign:
            self.faults += 1
        elif (
            not self._key_rows
            and len(bare_option(line, self.words)[0].text) <= BARE
            and self._says_right(line)
        ):
            return  # これが正解！
        elif self._is_one_of_many(at, line):
            self.faults += FOREIGN
        elif self._refutes(line):
            pass
        elif not self._key_rows or (not sign.row.whole and self._names_on(line)):
            self._key(sign, line)
            return
        self.mode = "explanation"
        self._explained(at, sign, line)

    def _explained(self, _: int, sign: Sign, line: Line) -> None:
        """Read a row behind the key, or among reasons: a statement, the rest of one, else explanation."""
        row, item = sign.row, self.item
        if row.whole:
            table = row.block.kind == "table"
            read = table and item.options and self.statements.table(row)
            if not read and not (table and self.statements.refuting):
                (item.answer if self._spoken and item.answer else item.explanation).append((row, line))
            return
        told = item.options or item.answered or self.statements.refuting
        if told and self.statements.read(sign, line):
            return
        if self._says_nothing(line.text) or self._hides(row):
            return
        self._read_brackets(line)
        aside, colon, _rest = narrow(row.text).partition(":")
        if self.statements.about and colon and self.words.is_aside(aside):
            self.statements.close()
            return
        if self._closes(row):
            self.statements.close()
            self.mode = "ignore"
            return
        if self.statements.goes_on(row, line):
            return
        self.statements.close()
        (item.answer if self._spoken and item.answer else item.explanation).append((row, line))

    def _closes(self, row: Row) -> bool:
        """Tell a title over what follows an explanation: points to remember, terms, other notes."""
        short = row.heading or (row.head and len(row.text) <= LONGEST_HEAD)
        explained = bool(self.item.explanation) or any(option.why for option in self.item.options)
        explained = explained or len(self.item.answer) > 1 or bool(self.item.mistake)
        title = short and (self.words.is_none_section(row.text) or self.words.closes_item(row.text))
        return title and (explained or self.words.is_none_section(row.text))

    def _says_nothing(self, text: str) -> bool:
        words = self.words
        empty = words.is_none_answer(text) or words.is_empty_phrase(text)
        return empty or is_url(text) or text in self.hand.fixed or self._only_asks(text)

    def _only_asks(self, text: str) -> bool:
        """Tell a line behind the options that says how many to choose."""
        return len(text) <= LONGEST_ORDER and not self.keys and chooses(text)

    def _read_brackets(self, line: Line) -> None:
        """Take options that only the explanation names, （選択肢 B）, for the right ones."""
        named = _IN_BRACKETS.search(narrow(line.text)) if not self.keys and self.item.options else None
        for option in named_by(letters_in(named["letters"]), self.item) if named else ():
            option.right = True if option.right is None else option.right

    def _is_one_of_many(self, at: int, line: Line) -> bool:
        """Tell the first of a numbered list of letters: the answers of several questions."""
        found = self.series.get(at)
        if not self.item.options or found is None or found.kind != "numbers" or not is_letters(line.text):
            return False
        several = asked_number([text.text for _, text in self.item.stem])
        return not several and all(is_letters(self.signs[i].row.text) for i in found.members)

    def _refutes(self, line: Line) -> bool:
        """Tell `❌ 甲 … 遅い` below a label of the answer: what each option is, one by one."""
        return bool(self.item.options) and verdict_before(line, self.words)[1] is False

    def _says_right(self, line: Line) -> bool:
        """Tell a remark that calls something right and names no option."""
        bare, verdict = bare_option(line, self.words)
        return verdict is True and not is_letters(bare.text) and self.item.like(bare.text) is None

    # --- the key -----------------------------------------------------------------------------------

    def _is_key(self, text: str) -> bool:
        text = _COUNT.sub("", text)
        if not text or is_letters(text):
            return bool(text)
        if not self.item.options and _JUDGEMENT.match(text):
            return True
        found = key(text, self.item.known)
        return bool(found and found.letters[0] in self.item.known) or self.item.like(text) is not None

    def _begins_with_key(self, text: str) -> bool:
        """Tell `C -> …`, which stands as the explanation below a label of the answer."""
        found = key(text, self.item.known)
        return (
            found is not None
            and found.letters[0] in self.item.known
            and bool(_ARROW.search(text[: found.rest]))
        )

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
            self.faults += FOREIGN * (bool(item.options) and sign.row.block.kind == "table")
            item.answer.append((sign.row, line))
        elif self.words.is_unanswered(line.text):
            item.unanswered = True
        else:
            item.key_line = item.key_line or line.number
            if not item.options and self.mode == "stem" and is_letters(line.text):
                self._early = (sign, line)
            elif not self._by_place(line) and not read_key(sign.row, line, item, self.words):
                bare = bare_option(line, self.words)[0]
                item.asked |= not item.options and bool(_JUDGEMENT.match(line.text))
                item.answer.append((sign.row, bare if bare.text and self.stem_asks else line))

    def _by_place(self, line: Line) -> bool:
        """Read letters or numbers that name options without letters by their places."""
        bare = bare_option(line, self.words)[0].text
        found = key(bare, ()) if is_letters(bare) and self.item.options and not any(self.item.known) else None
        options = named_by(found.letters, self.item) if found else []
        for option in options:
            option.right = True
            self.item.letters.append(option.letter)
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
    def only_judges(self) -> bool:
        """Whether a heading that asks nothing, and has no number, stands over options with letters and marks."""
        item = self.item
        if self.stem_asks or item.asked or item.number or self.keys or not item.options:
            return False
        first = self.signs[self.listing.members[0]] if self.listing.members else None
        marked = first is not None and first.mark is not None and first.lead is not None
        return marked and all(row.heading for row, _ in item.stem)

    @property
    def told_plainly(self) -> int:
        """Where, below a line that labels a question, its stem turns into an answer that no label announces; or 0."""
        item, first = self.item, self._first
        if not self.stem_asks or item.options or item.answered or self.listing.pending:
            return 0
        if first is None or first.row.heading or not item.asked or first.row is item.stem[0][0]:
            return 0
        at = next((i for i, (_, line) in reversed([*enumerate(item.stem)]) if asks(line.text)), 0) + 1
        told = item.stem[at:]
        if not told or not told[0][0].head or any(row.whole or has_picture(line) for row, line in told):
            return 0
        return 0 if self._lists else at

    def _take_told(self, at: int) -> None:
        item = self.item
        told, item.stem = item.stem[at:], item.stem[:at]
        first = told[0][0]
        said = sum(row.block is first.block for row, _ in told)
        item.answer, item.explanation, item.answered = told[:said], told[said:], True

    @property
    def options(self) -> int:
        """How many options there are, the one that is still being read counted."""
        return len(self.item.options) + bool(self.listing.pending)


def _lists_in(row: Row) -> bool:
    """Tell a piece of code that holds lines with letters."""
    return len(firm_letters(line.text for line in row.block.lines)) > 1


def _is_number(text: str) -> bool:
    return not any(sign.isalpha() for sign in text)


def level_of(sign: Sign) -> int:
    """Return the level of a heading, 0 for other rows and for folds."""
    marker = sign.row.block.marker
    return int(marker) if sign.row.block.kind == "heading" and marker.isdigit() else 0
