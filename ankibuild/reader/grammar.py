"""Read the rows of one candidate item in reading order: stem, options, key, statements, explanation, own answer.

Rows are fed one by one, so that a cut can be tried at any row: `score` says after each how well what was fed reads
as one item.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from ankibuild.items.item import Item, Option, cell_row
from ankibuild.items.key import is_letters, read_key
from ankibuild.items.letters import canonical, key, lettered
from ankibuild.items.marks import bare_option, verdict_before
from ankibuild.items.mentions import told
from ankibuild.items.option_text import read_option
from ankibuild.model import Line
from ankibuild.page.content import is_url
from ankibuild.page.flow import Pick, Row
from ankibuild.page.questions import asks
from ankibuild.reader.hand import Hand
from ankibuild.reader.series import Series
from ankibuild.reader.signs import Sign
from ankibuild.text import cut, end_of_prefix, has_picture, key_of, narrow, tail_of
from ankibuild.words import Label, Words

LONGEST_STEM = 16
_AT_END = re.compile(
    r"(?:(?<=[^A-Za-z])|^)(?:(?P<arrow>→|⇒|->|=>)\s*)?(?P<letters>[A-Hア-オ①-⑨](?:\s*[,、・/と]\s*[A-Hア-オ①-⑨])*)"
    r"(?(arrow)[\s。.]*$|\s*(?:は|が|も)\s*(?P<said>[^。、\s]{1,8})[\s。.]*$)"
)
_ONE_LETTER = re.compile(r"[A-Hア-オ①-⑨]")
_IN_BRACKETS = re.compile(
    r"[(（]\s*(?:選択肢|オプション|[Oo]ptions?|[Cc]hoices?)\s*(?P<letters>[A-H](?:\s*[,、・と&]\s*[A-H])*)\s*[)）]"
)
_ARROW = re.compile(r"\s*(?:→|⇒|：|:\s|->|=>|\s-\s)\s*")
SHORT_CELL = 8
"""A cell of fewer characters is a verdict or a letter, no reason."""


def is_verdict(cell: Line, words: Words) -> bool:
    """Tell a cell that says no more than right or wrong."""
    bare, said = verdict_before(cell, words)
    return said is not None and not bare.text


class Reading:
    """One item as far as it was read."""

    def __init__(
        self,
        signs: Sequence[Sign],
        series: Mapping[int, Series],
        hand: Hand,
        words: Words,
        openers: Collection[int] = (),
    ) -> None:
        self.signs, self.series, self.hand, self.words = signs, series, hand, words
        self.openers = openers
        self.item = Item([])
        self.rows: list[Row] = []
        self.mode = "stem"
        self.options_until = -1
        self.pending: list[int] = []
        """Rows of the list of options that is being read: the first of the option at hand, and the rest."""
        self.members: tuple[int, ...] = ()
        self.about: list[Option] = []
        self.about_depth = 0
        self.refuting = False
        self.keys = 0
        self.faults = 0
        self.reasons = 0
        self.stem_asks = False
        self.key_rows = 0
        self.last_heading = False
        self.asked_after = False
        self.form: tuple[bool, bool] | None = None
        """How wrong answers that stand in no list of options are written: as bullets, with arrows."""
        self.level = 0
        """The level of the heading that opened the item."""
        self.early: tuple[Sign, Line] | None = None
        """A key that stands before the options."""

    # --- feeding -----------------------------------------------------------------------------------

    def feed(self, at: int) -> None:
        """Read the next row."""
        sign = self.signs[at]
        self.rows.append(sign.row)
        if sign.silent:
            return
        label = self.hand.label(sign)
        self.last_heading = sign.row.heading and (label is None or label.kind == "question")
        self._count_faults(at, sign, label)
        if at in self.members:
            self._close_option()
            self.pending = [at]
            if at == self.members[-1]:
                self.mode = "last option"
            return
        if self.pending:
            if label is None and self._belongs_to_option(at, sign):
                self.pending.append(at)
                return
            if at < self.members[-1]:
                if label is None or not sign.row.head:
                    self.pending.append(at)
                    return
            else:
                self._close_option()
                self.members = ()
                self.mode = "after"
        if label is not None and self._label(at, sign, label):
            return
        if self.mode == "stem":
            self._stem(at, sign)
        elif self.mode == "own":
            self.item.own.append((sign.row, sign.line))
        elif self.mode == "ignore":
            if sign.row.heading:
                self.mode = "explanation"
                self._content(at, sign, sign.line)
        else:
            self._content(at, sign, sign.line)

    def _count_faults(self, at: int, sign: Sign, label: Label | None) -> None:
        """Count what no item holds: where another one opens, a second list of options, a heading behind the key."""
        read = bool(self.item.options or self.pending or self.item.answered)
        if read and at in self.openers:
            self.faults += 2
        series = self.series.get(at)
        if self.item.options and not self.pending and series and series.kind in ("letters", "boxes"):
            self.faults += series.kind == "boxes" or (self.asked_after and not self.keys)
        self.asked_after |= bool(self.item.options) and not self.pending and sign.asks and label is None
        if sign.row.heading and label is None and read and not self._names_option(sign):
            self.faults += 2 if 0 < level_of(sign) <= self.level else bool(self.keys and not self.level)
        if not self.level and not read:
            self.level = level_of(sign)

    def _names_option(self, sign: Sign) -> bool:
        lead = sign.lead
        if lead and self.item.named(lead.letter):
            return True
        return self.item.like(bare_option(sign.line, self.words)[0].text) is not None

    def finish(self) -> None:
        """Close what is still open."""
        self._close_option()

    # --- options -----------------------------------------------------------------------------------

    def _begins_options(self, at: int) -> Series | None:
        found = self.series.get(at)
        if not found or self.item.options:
            return None
        if found.kind in ("bullets", "numbers") and self._lettered_below(at):
            return None
        if found.kind == "bullets" and not (self.stem_asks or self.mode == "options"):
            return None
        return found

    def _lettered_below(self, at: int) -> bool:
        """Tell bullets of a situation from options: a list with letters or boxes follows before any answer."""
        for i in range(at + 1, min(at + 30, len(self.signs))):
            label = None if self.signs[i].silent else self.hand.label(self.signs[i])
            if (
                self.signs[i].row.heading
                and label is None
                or label is not None
                and label.kind in ("answer", "question")
            ):
                return False
            if i in self.series and self.series[i].kind in ("letters", "boxes"):
                return i not in self.series[at].members
        return False

    def _open_options(self, found: Series) -> None:
        self.members = found.members
        self.pending = [found.first]
        self.mode = "last option" if len(found.members) == 1 else "in options"

    def _belongs_to_option(self, at: int, sign: Sign) -> bool:
        first = self.signs[self.pending[0]].row
        row = sign.row
        if row.heading:
            return False
        if row.block is first.block:
            return True
        if row.depth > first.depth:
            return not (at > self.members[-1] and self._speaks_of_others(at))
        return (
            row.depth == first.depth
            and first.bullet
            and not row.bullet
            and row.group != first.group
            and row.depth > 0
        )

    def _speaks_of_others(self, at: int) -> bool:
        """Tell notes below the whole list from one on its last option: one of them names other options."""
        known = [lead.letter for i in self.members if (lead := self.signs[i].lead) and lead.rest] or [
            chr(65 + n) for n in range(len(self.members))
        ]
        group = self.signs[at].row.group
        notes = [sign.row for sign in self.signs[at : at + 8] if sign.row.group == group and sign.row.bullet]
        return any(letter in known[:-1] for row in notes for letter in _letters_in(row.text))

    def _close_option(self) -> None:
        if not self.pending:
            return
        rows = [self.signs[i].row for i in self.pending]
        first = self.signs[self.pending[0]]
        boxed = first.box is not None
        lead = first.lead
        if boxed and lead is not None and not lead.rest:
            lead = None
        option = read_option(rows, self.words, lead if lead and (lead.rest or not boxed) else None)
        if first.box:
            option.right = True
        if not option.letter and boxed:
            option.letter = ""
        last = self.pending[0] == self.members[-1]
        self.item.options.append(option)
        self.pending = []
        if last and not any(self.item.known):
            for place, each in enumerate(self.item.options):
                each.letter = chr(65 + place)
        if last and self.early is not None:
            sign, line = self.early
            self.early = None
            self._key(sign, line)

    # --- labels ------------------------------------------------------------------------------------

    def _label(self, at: int, sign: Sign, label: Label) -> bool:
        rest = tail_of(sign.line, label.rest)
        kind = label.kind
        if label.loose and not self._is_key(rest.text):
            return False
        if kind == "question":
            return self._question(sign, label, rest)
        if kind == "ignore":
            if not rest.text:
                self.mode = "ignore"
            return True
        if kind == "options":
            if self.mode == "stem" and not self.item.options:
                self.mode = "options"
                return True
            if rest.text and self._quoted(sign, rest):
                return True
            return not rest.text
        if kind in ("own", "mistake"):
            target = self.item.own if kind == "own" else self.item.mistake
            if rest.text:
                target.append((sign.row, rest))
            self.mode = "own" if not rest.text and kind == "own" else self.mode
            return True
        if kind in ("answer", "wrong") and self.keys and rest.text and not self._is_key(rest.text):
            rest = tail_of(rest, len(rest.text) - len(rest.text.lstrip("。.、, ")))
            if self.about and self._verdict_of_subject(sign, rest, right=kind == "answer"):
                return True
            if kind == "answer" and sign.line.text[label.rest - 1 : label.rest] in "。.!":
                self._content(at, sign, sign.line)
                return True
        if kind == "answer":
            self._answer(at, sign, rest)
            return True
        if kind == "wrong" and rest.text and self.item.options and self._judged(at, sign):
            return True
        self.refuting = kind == "wrong"
        self.mode = "explanation"
        self.about = []
        if rest.text:
            self._content(at, sign, rest)
        return True

    def _quoted(self, sign: Sign, rest: Line) -> bool:
        """Read `選択肢：甲` among the reasons: what follows is about this option."""
        bare = bare_option(rest, self.words)[0]
        option = self.item.like(bare.text) or self.item.nearly(bare.text)
        if option is None:
            if not self.refuting:
                return False
            option = Option("", [(sign.row, bare)], right=False, listed=False)
            self.item.options.append(option)
        self._turn_to([option])
        return True

    def _turn_to(self, options: Sequence[Option]) -> None:
        """Let what follows, up to the next subject or label, be about these options."""
        self.about, self.about_depth = list(options), -1
        self.reasons += 1
        for option in options:
            option.refuted = option.refuted or (self.refuting and not option.right)

    def _verdict_of_subject(self, sign: Sign, rest: Line, *, right: bool) -> bool:
        """Read `不正解。…` below a heading that names an option as its verdict and its reason."""
        if sign.row.depth <= self.about_depth or any(option.why for option in self.about):
            return False
        for option in self.about:
            option.why.append((sign.row, rest))
            option.refuted = option.refuted or not right
            self._judge(option, right)
        return True

    def _judge(self, option: Option, verdict: bool | None) -> None:
        """Take a statement's verdict for the option's, where no key says otherwise: a weaker level overrules none."""
        if option.right is None and verdict is not None and not (verdict and self.keys and self.item.right):
            option.right = verdict

    def _question(self, sign: Sign, label: Label, rest: Line) -> bool:
        self.item.asked = True
        self.item.number = self.item.number or label.number
        if label.number and any(len(key_of(line.text)) > 3 for _, line in self.item.stem):
            self.faults += 1
        if self.mode not in ("stem", "options"):
            self.faults += 2
        self.mode = "stem"
        inner = self.words.label(rest) if rest.text else None
        if inner is not None and inner.kind == "answer" and rest.text[inner.rest :].strip():
            self._key(sign, tail_of(rest, inner.rest))
            self.item.answered = True
            self.keys += 1
            return True
        if rest.text and not self.words.is_status(rest.text):
            self.item.stem.append((sign.row, rest))
            self.stem_asks |= asks(rest.text)
        return True

    def _answer(self, at: int, sign: Sign, rest: Line) -> None:
        self.item.answered = True
        if self.keys and (rest.text or self.mode != "explanation"):
            self.faults += 1
        self.keys += 1
        self.key_rows = 0
        self.about = []
        self.refuting = False
        if rest.text:
            self._key(sign, rest)
            self.mode = "explanation"
        else:
            self.mode = "key"

    # --- the stem ----------------------------------------------------------------------------------

    def _stem(self, at: int, sign: Sign) -> None:
        if found := self._begins_options(at):
            self._open_options(found)
            return
        if sign.row.heading and self.item.stem and not self.item.options:
            self.faults += 1
        if self.words.is_unanswered(sign.row.text):
            return
        self.item.stem.append((sign.row, sign.line))
        self.stem_asks |= sign.asks

    # --- key and statements ------------------------------------------------------------------------

    def _is_key(self, text: str) -> bool:
        if not text:
            return False
        if is_letters(text):
            return True
        found = key(text, self.item.known)
        return (
            bool(found and self.item.known and found.letters[0] in self.item.known)
            or self.item.like(text) is not None
        )

    def _key(self, sign: Sign, line: Line) -> None:
        self.key_rows += 1
        if sign.row.whole:
            self.item.answer.append((sign.row, line))
            return
        if self.words.is_unanswered(line.text):
            self.item.unanswered = True
            return
        if not self.item.right and not self.item.letters:
            self.item.key_line = line.number
        if self.item.options and self._by_number(sign, line):
            return
        if not self.item.options and self.mode == "stem" and is_letters(line.text):
            self.early = (sign, line)
            return
        if read_key(sign.row, line, self.item, self.words):
            return
        self.item.answer.append((sign.row, bare_option(line, self.words)[0]))

    def _by_number(self, sign: Sign, line: Line) -> bool:
        """Read letters or numbers that name options without letters by their place."""
        if any(self.item.known) or not is_letters(line.text):
            return False
        found = key(line.text, _counted(len(self.item.options)))
        if not found:
            return False
        for letter in found.letters:
            place = int(letter) if letter.isdigit() else ord(letter[0]) - 64
            if not 0 < place <= len(self.item.options):
                return False
            self.item.options[place - 1].right = True
        self.item.letters += found.letters
        return True

    def _content(self, at: int, sign: Sign, line: Line) -> None:
        row = sign.row
        if self.mode == "options":
            if found := self._begins_options(at):
                self._open_options(found)
            else:
                self._stem(at, sign)
            return
        if row.whole:
            if row.block.kind == "table" and self.item.options and self._table(row):
                return
            if self.mode == "key" and not self.key_rows:
                self._key(sign, line)
                return
            self.item.explanation.append((row, line))
            return
        if self.mode == "key":
            if not self.key_rows or self._goes_on_naming(line):
                self._key(sign, line)
                return
            self.mode = "explanation"
        if (
            self.mode == "after"
            and not self.keys
            and not row.heading
            and not self.item.right
            and self._bare_key(line)
        ):
            self.keys += 1
            self._key(sign, line)
            return
        item = self.item
        if self.item.options or self.refuting:
            if self._judged(at, sign, line):
                return
        if self.words.is_empty_phrase(line.text) or is_url(line.text):
            return
        if not self.keys and item_has_letters(item) and (named := _IN_BRACKETS.search(narrow(line.text))):
            for letter in _ONE_LETTER.findall(named["letters"]):
                if (option := item.named(letter)) and option.right is None:
                    option.right = True
        if self.about and (row.depth > self.about_depth or not row.head) and not row.heading:
            for option in self.about:
                option.why.append((row, line))
            return
        self.about = []
        if row.heading and (self.words.is_none_section(row.text) or self.words.closes_item(row.text)):
            self.mode = "ignore"
            return
        if self.mode == "after" and not self.item.answered and not self.item.right and not self.item.options:
            self.item.stem.append((row, line))
            return
        self.item.explanation.append((row, line))

    def _goes_on_naming(self, line: Line) -> bool:
        """Tell a further row of a key of several rows: a letter, an option's text, or both and no more."""
        bare = bare_option(line, self.words)[0]
        lead = lettered(bare.text)
        text = bare.text[lead.rest :] if lead and self.item.named(lead.letter) else bare.text
        return is_letters(bare.text) or self.item.like(text) is not None

    def _bare_key(self, line: Line) -> bool:
        return is_letters(line.text) or self.item.like(bare_option(line, self.words)[0].text) is not None

    def _table(self, row: Row) -> bool:
        """Read a table whose first column names the options, whatever its heads are called."""
        named = [(each, *self._named_cell(each.lines[0])) for each in row.block.blocks if each.lines]
        found = [(each, options, verdict) for each, options, verdict in named if options]
        if len(found) < 2 or 2 * len(found) < len(row.block.blocks) - 1:
            return False
        for each, options, verdict in found:
            cells = list(each.lines[1:])
            for cell in cells:
                bare, said = verdict_before(cell, self.words)
                if said is not None and len(bare.text) < SHORT_CELL:
                    verdict = said if verdict is None else verdict
            whys = [
                cell
                for cell in cells
                if len(cell.text) >= SHORT_CELL or (len(cells) == 1 and not is_verdict(cell, self.words))
            ]
            for option in options:
                self._judge(option, verdict)
                if verdict is False or (not option.right and whys):
                    option.refuted = True
                for cell in whys:
                    bare, _ = verdict_before(cell, self.words)
                    if bare.text and key_of(bare.text) != key_of(option.plain):
                        option.why.append((cell_row(row, each, cell), bare))
            self.reasons += 1
        return True

    def _named_cell(self, cell: Line) -> tuple[Sequence[Option], bool | None]:
        bare, verdict = bare_option(cell, self.words)
        found = key(bare.text, self.item.known)
        if is_letters(bare.text) and found and all(self.item.named(x) for x in found.letters):
            return [each for x in found.letters if (each := self.item.named(x))], verdict
        lead = lettered(bare.text)
        if lead and not lead.loose and (option := self.item.named(lead.letter)):
            return [option], verdict
        like = self.item.like(bare.text) or self.item.nearly(bare.text)
        return ([like] if like else []), verdict

    def _judged(self, at: int, sign: Sign, line: Line | None = None) -> bool:
        """Read a statement: its subject at its head, its verdict, its reason."""
        line = sign.line if line is None else line
        subject = self._subject(sign, line)
        if subject is None:
            return self._said_within(sign, line)
        options, rest = subject
        verdict: bool | None = None
        if rest.text:
            rest, verdict = verdict_before(rest, self.words)
        if verdict is None and rest.text:
            rest, verdict = bare_option(rest, self.words) if len(rest.text) < 12 else (rest, None)
        if verdict is None:
            verdict = self.words.closing_verdict(line.text)
        for option in options:
            if rest.text:
                option.why.append((sign.row, rest))
            if verdict is False or (self.refuting and not option.right):
                option.refuted = True
            self._judge(option, verdict)
        self.about, self.about_depth = list(options), sign.row.depth
        if sign.row.heading:
            self.about_depth = -1
        self.reasons += 1
        return True

    def _said_within(self, sign: Sign, line: Line) -> bool:
        """Read 「…なのでA,BはNG」 and 「…→C」: letters at the end of a sentence, with or without a verdict."""
        text = narrow(line.text)
        found = _AT_END.search(text)
        if not found or sign.row.heading:
            return False
        letters = [canonical(each) for each in _ONE_LETTER.findall(found["letters"])]
        options = [each for letter in letters if (each := self.item.named(letter))]
        if not options or len(options) < len(letters):
            return False
        verdict: bool | None = None
        if said := found["said"]:
            verdict = verdict_before(Line(0, said, said), self.words)[1]
            if verdict is None:
                return False
        for option in options:
            option.why.append((sign.row, line))
            option.refuted = option.refuted or verdict is False
            self._judge(option, verdict)
        if any(option.right for option in options):
            self.item.explanation.append((sign.row, line))
        self.about, self.about_depth = list(options), sign.row.depth
        self.reasons += 1
        return True

    def _subject(self, sign: Sign, line: Line) -> tuple[Sequence[Option], Line] | None:
        lead = lettered(line.text) if line is not sign.line else sign.lead
        item = self.item
        if (
            lead
            and lead.rest
            and (option := item.named(lead.letter))
            and not (lead.loose and line.text.isascii())
        ):
            several = key(line.text, item.known)
            if several and len(several.letters) > 1 and all(item.named(x) for x in several.letters):
                options = [each for x in several.letters if (each := item.named(x))]
                return options, tail_of(line, several.rest)
            return [option], self._without_text(option, tail_of(line, lead.rest))
        bare, verdict = bare_option(line, self.words)
        if option := item.like(bare.text):
            return [option], line if verdict is not None and not bare.text else _verdict_line(line, bare)
        for option in sorted(item.options, key=lambda each: -len(each.plain)):
            rest = self._behind_text(option, bare)
            if rest is not None:
                return [option], rest
        ended = self.words.is_none_section(line.text) or self.words.closes_item(line.text)
        self.refuting = self.refuting and not ended
        if self.refuting and not any(option.listed for option in item.options) and not sign.row.heading:
            nested = self.about and (sign.row.depth > self.about_depth) and not _ARROW.search(line.text)
            return None if nested else self._unlisted(sign, line)
        return None

    def _behind_text(self, option: Option, line: Line) -> Line | None:
        text = option.plain.rstrip("。. ")
        head = line.text.lstrip("「『“\"*' ")
        end = end_of_prefix(head, text) if len(text) > 1 else 0
        if not end:
            return None
        behind = head[end:].lstrip("」』”\"'*。. ")
        if (
            behind
            and behind[0] not in "：:→ー-—–=（(|、…⇒➡"
            and not behind.startswith(("は", "が", "では", "も", "is ", "are "))
        ):
            return None
        if behind.startswith(("は", "が", "では", "も", "is ", "are ")):
            return line
        rest = tail_of(line, len(line.text) - len(behind))
        return (
            tail_of(rest, len(rest.text) - len(rest.text.lstrip("：:→ー-—–=|、…⇒➡ "))) if rest.text else rest
        )

    def _without_text(self, option: Option, rest: Line) -> Line:
        bare, verdict = bare_option(rest, self.words) if rest.text else (rest, None)
        if verdict is not None and key_of(bare.text) == key_of(option.plain):
            return _verdict_line(rest, bare)
        behind = self._behind_text(option, rest) if rest.text else None
        if behind is not None and behind is not rest:
            return behind
        return Line(rest.number, "", "") if key_of(rest.text) == key_of(option.plain) else rest

    def _unlisted(self, sign: Sign, line: Line) -> tuple[Sequence[Option], Line] | None:
        arrow = _ARROW.search(line.text)
        form = (sign.row.bullet, bool(arrow and arrow.start()))
        self.form = self.form or form
        if form != self.form and not (form[0] and self.form[0]):
            self.refuting, self.form = False, None
            return None
        text = cut(line, 0, arrow.start()) if arrow and arrow.start() else line
        option = Option(
            "", [(sign.row, bare_option(text, self.words)[0])], right=False, listed=False, refuted=True
        )
        self.item.options.append(option)
        rest = tail_of(line, arrow.end()) if arrow and arrow.start() else Line(line.number, "", "")
        return [option], rest

    # --- how well it reads -------------------------------------------------------------------------

    @property
    def whole(self) -> bool:
        """Whether the item has a stem and a right answer."""
        return bool(self.item.stem) and (self.rights > 0 or bool(self.item.answer))

    @property
    def rights(self) -> int:
        """How many options are right, the one that is still being read counted."""
        found = sum(bool(option.right) for option in self.item.options)
        if self.pending and self.pending[0] == self.members[-1]:
            found += bool(self.signs[self.pending[0]].box) or self.early is not None
        return found

    def score(self) -> int:
        """Say how well what was fed reads as one item."""
        item = self.item
        options = len(item.options) + bool(self.pending)
        if not options and not item.answered:
            return -2
        points = 0
        if not self.whole:
            return (
                (1 if self.stem_asks and options > 1 else -2)
                - 6 * self.faults
                - (6 if self.last_heading else 0)
            )
        if item.stem:
            points += 4 if self.stem_asks or item.asked else 2
        else:
            points -= 6
        points -= max(0, len(item.stem) - LONGEST_STEM)
        points += 6 if options > 1 else 0
        rights = self.rights
        if rights:
            points += 6 if rights < max(options, 2) else -4
        elif item.answer:
            points += 4
        elif self.members and self.pending:
            points -= 4
        points += 2 * min(self.reasons, max(2, sum(option.listed for option in item.options)))
        if self.last_heading:
            points -= 6
        lost = [x for x in item.letters if x and any(item.known) and not item.named(x)]
        points -= 6 * len(lost)
        points -= 6 * self.faults
        return points


def item_has_letters(item: Item) -> bool:
    """Tell an item whose options are listed with letters."""
    return any(item.known)


def level_of(sign: Sign) -> int:
    """Return the level of a heading, 0 for other rows and for folds."""
    marker = sign.row.block.marker
    return int(marker) if sign.row.block.kind == "heading" and marker.isdigit() else 0


def _counted(count: int) -> list[str]:
    return [str(n + 1) for n in range(count)]


def _letters_in(text: str) -> list[str]:
    return [
        canonical(found)
        for found in re.findall(r"(?<![A-Za-zＡ-Ｚ])[A-HＡ-Ｈア-オ①-⑨](?![A-Za-zァ-ヴー])", text)
    ]


def _verdict_line(line: Line, bare: Line) -> Line:
    """Return the mark or verdict behind an option's text as a line of its own."""
    rest = line.text.replace(bare.text, "", 1).strip(" 「」『』：:。.*（）()")
    return Line(line.number, rest, rest)


__all__ = ["Reading"]
_ = (Pick, told, has_picture)
