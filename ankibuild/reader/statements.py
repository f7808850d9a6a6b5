"""Give statements to the options that they are about: verdicts, reasons, wrong answers that no list holds."""

import re
from collections.abc import Sequence
from itertools import islice

from ankibuild.items.glued import Glued, glued
from ankibuild.items.item import Item, Option, Reason, cell_row
from ankibuild.items.letters import lettered
from ankibuild.items.marks import bare_option, verdict_before
from ankibuild.items.mentions import told
from ankibuild.items.reason_by_text import is_one
from ankibuild.items.reason_tables import table_reasons
from ankibuild.items.reasons import reason
from ankibuild.model import Block, Line
from ankibuild.page.flow import Row
from ankibuild.page.tables import read_table
from ankibuild.reader.signs import Sign
from ankibuild.reader.subjects import Subject, named_at_end, named_cell, subject_of
from ankibuild.reader.unlisted import name_end
from ankibuild.speech import _
from ankibuild.text import cut, key_of, tail_of
from ankibuild.words import Words

SHORT = 12
"""A text of fewer characters behind an option's name may be no more than its verdict."""
SHORT_CELL = 8
"""A cell of fewer characters is a verdict or a letter, no reason."""
LEAST_ROWS = 2
_ARROW = re.compile(r"\s*(?:→|⇒|：|:\s|->|=>|\s-\s)\s*")
EVERYWHERE = -1


def item_lists(item: Item) -> bool:
    """Tell an item that lists options."""
    return any(option.listed for option in item.options)


class Statements:
    """The statements of one item; `about` are the options that the text at hand is about."""

    def __init__(self, item: Item, words: Words) -> None:
        self.item, self.words = item, words
        self.about: list[Option] = []
        self.depth = 0
        self.refuting = False
        """Whether a label says that what follows is wrong."""
        self.rightly = False
        """Whether a label says that what follows is right."""
        self.keyed = False
        """Whether a key tells which options are right: a statement overrules none."""
        self.count = 0
        self._whole: tuple[Option, tuple[Row, Line]] | None = None
        """The last wrong answer that no list holds, with the line in which its reason may stand, too."""
        self._form: tuple[bool, bool, bool] | None = None
        """How wrong answers that stand in no list are written: as bullets, with arrows."""

    def close(self) -> None:
        """Let the text that follows be about no option."""
        self.about = []

    def turn_to(self, options: Sequence[Option], depth: int = EVERYWHERE) -> None:
        """Let the text that follows, as far as it lies deeper, be about these options."""
        self.about, self.depth = list(options), depth
        self.count += 1

    def read(self, sign: Sign, line: Line) -> bool:
        """Read a row as a statement; False where it is about no option."""
        lead = sign.lead if line is sign.line else lettered(line.text)
        subject = self._counted(sign, line) or subject_of(
            line,
            lead,
            self.item,
            self.words,
            sentences=self.refuting or sign.row.bullet,
            counted=self._counts(sign),
        )
        said: bool | None = None
        if subject is None and (found := self._reason(sign, line)):
            subject, said = (found.options, found.text), found.right
        if subject is None and (verdict_of := glued(line, self.words)):
            if verdict_of.is_reason and verdict_of.right:
                self.close()
                self.item.explanation.append((sign.row, verdict_of.option))
                return True
            subject, said = self._glued(sign, verdict_of)
        subject = subject or self._holding(sign, line) or self._unlisted(sign, line)
        if subject is None:
            return self._told(sign, line) or self._named_at_end(sign, line)
        options, rest = subject
        rest, verdict = self._verdict(rest)
        verdict = said if verdict is None else verdict
        if verdict is None:
            verdict = self.words.closing_verdict(line.text)
        if verdict is None:
            verdict = bare_option(line, self.words)[1]
        named = self.refuting and not rest.text and sign.row.depth == 0
        titles = sign.row.heading or named or (sign.bold and len(rest.text) < SHORT)
        for option in options:
            if rest.text and not (sign.bold and titles):
                option.why.append((sign.row, rest))
            self._judge(option, verdict)
            pasted = self.refuting and sign.row.bullet and not line.text[len(option.plain) + SHORT :]
            option.refuted = option.refuted or bool(option.right and pasted and not option.why)
        self.turn_to(options, EVERYWHERE if titles else sign.row.depth)
        return True

    def _holding(self, sign: Sign, line: Line) -> Subject | None:
        """Read a title, or the head of a line, that names the one wrong option in whose text it stands."""
        if not (self.refuting and item_lists(self.item)):
            return None
        arrow = None if sign.row.heading or sign.bold else _ARROW.search(line.text)
        if not (arrow or sign.row.heading or sign.bold):
            return None
        name = cut(line, 0, arrow.start()) if arrow and arrow.start() else line
        options = self.item.holding(bare_option(name, self.words)[0].text)
        rest = tail_of(line, arrow.end()) if arrow and arrow.start() else Line(line.number, "", "")
        return (options, rest) if len(options) == 1 else None

    def _glued(self, sign: Sign, found: Glued) -> tuple[Subject | None, bool | None]:
        """Read an option that a verdict is glued to: `不正解の理由「甲」：遅い`; a wrong one may be listed nowhere."""
        option = self.item.like(found.option.text) or self.item.nearly(found.option.text)
        if option is None and not found.right and not item_lists(self.item) and not found.is_reason:
            option = Option("", [(sign.row, found.option)], right=False, listed=False, refuted=True)
            self.item.options.append(option)
        return (([option], found.why), found.right) if option else (None, None)

    @property
    def refutes_alone(self) -> bool:
        """Whether the statement at hand is one line about a wrong option."""
        return self.depth != EVERYWHERE and bool(self.about) and not any(each.right for each in self.about)

    def _counts(self, sign: Sign) -> bool:
        """Tell a line beside others of its paragraph that begin with the numbers of options."""
        leads = [lead for line in sign.row.block.lines if (lead := lettered(line.text))]
        named = (lead for lead in leads if self.item.named(lead.letter) is not None)
        return len(leads) > 1 and len(list(islice(named, 2))) > 1

    def explains(self, sign: Sign, rest: Line) -> bool:
        """Read `理由：…` behind a wrong answer that has no reason yet."""
        lacking = (
            self.refuting and bool(self.about) and not any(each.why or each.right for each in self.about)
        )
        whole = self._whole
        if whole and self.refuting and not self.keyed and self.about == [whole[0]]:
            whole[0].text, whole[0].why, lacking = [whole[1]], [], True  # an arrow in it was its own
        for option in self.about if lacking else ():
            option.why.append((sign.row, rest))
        return lacking

    def names(self, sign: Sign) -> bool:
        """Tell a row that says something of a listed option."""
        named = subject_of(sign.line, sign.lead, self.item, self.words, sentences=True)
        return named is not None or self._reason(sign, sign.line) is not None

    def _told(self, sign: Sign, line: Line) -> bool:
        """Read prose below a label of wrong options, sentence by sentence."""
        said = (
            list(told(line, self.item)) if self.refuting and line.text.rstrip().endswith(("。", ".")) else []
        )
        for each in said:
            against = [option for option in each.options if not option.right]
            for option in against:
                option.why.append((sign.row, each.line))
                self._judge(option, False)
            self.turn_to(against, sign.row.depth)
        if said and said[0].start:
            self.item.explanation.append((sign.row, cut(line, 0, said[0].start)))
        return bool(said)

    def _reason(self, sign: Sign, line: Line) -> Reason | None:
        """Read a sentence that judges an option: `A は遅いため不正解`, `Why not B?`."""
        if not self.item.options:
            return None
        found = reason(line, self.item, self.words, refuting=self.refuting, listed=sign.row.bullet)
        return found if found and found.options else None

    def _counted(self, sign: Sign, line: Line) -> Subject | None:
        """Read an item of a numbered list that judges the option with its number."""
        lead = sign.lead
        if line is not sign.line or not sign.row.bullet or lead is None or lead.rest:
            return None
        option = self.item.named(lead.letter)
        judged = self.refuting or verdict_before(line, self.words)[1] is not None
        spelled = option is not None and key_of(line.text).startswith(key_of(option.plain))
        return ([option], line) if option and judged and not spelled else None

    def goes_on(self, row: Row, line: Line) -> bool:
        """Add a row to what is said of the options at hand, if it belongs there."""
        if not self.about or row.heading or (row.depth <= self.depth and row.head):
            return False
        first = not row.whole and not any(option.why for option in self.about)
        line, verdict = self._verdict(line) if first else (line, None)
        for option in self.about:
            option.why.append((row, line))
            self._judge(option, verdict)
        return True

    def judged(self, sign: Sign, rest: Line, *, right: bool) -> bool:
        """Read `不正解。…` below a heading that names an option as its verdict and its reason."""
        if not self.about or sign.row.depth <= self.depth or any(option.why for option in self.about):
            return False
        for option in self.about:
            option.why += [(sign.row, rest)] * bool(rest.text)
            self._judge(option, right)
        return True

    def quoted(self, sign: Sign, rest: Line) -> bool:
        """Read `選択肢：甲` among the reasons: what follows is about this option."""
        bare = bare_option(rest, self.words)[0]
        lead = lettered(bare.text)
        named = self.item.named(lead.letter) if lead else None
        spelled = (
            named is not None and lead is not None and key_of(bare.text[lead.rest :]) == key_of(named.plain)
        )
        option = named if spelled else self.item.like(bare.text) or self.item.nearly(bare.text)
        if option is None:
            if not self.refuting:
                return False
            option = Option("", [(sign.row, bare)], right=False, listed=False)
            self.item.options.append(option)
        self._judge(option, None)
        self.turn_to([option])
        return True

    def table(self, row: Row) -> bool:
        """Read a table of options by its heads, else one whose first column names options, whatever its heads are."""
        if any(self.words.is_head("translation", head.text) for head in read_table(row.block).heads):
            return True  # the options once more
        told = table_reasons(row, self.item, self.words)
        for option, right, why in told.rows:
            if all(option is not each for each in self.item.options):
                self.item.options.append(option)
            option.why += why
            option.refuted = option.refuted or (bool(why) and not option.right and right is not True)
            self._judge(option, right)
            self.count += 1
        if told.rows and told.ragged:
            self.item.problems.append(
                (told.ragged, "ragged-table", _("a row of this table has too few cells"))
            )
        return bool(told.rows) or self._first_column(row)

    def _first_column(self, row: Row) -> bool:
        named = [
            (each, *named_cell(each.lines[0], self.item, self.words))
            for each in row.block.blocks
            if each.lines
        ]
        found = [(each, options, verdict) for each, options, verdict in named if options]
        if len(found) < LEAST_ROWS or 2 * len(found) < len(row.block.blocks) - 1:
            return False
        for each, options, verdict in found:
            self._cells(row, each, options, verdict)
        return True

    def _cells(self, row: Row, each: Block, options: Sequence[Option], verdict: bool | None) -> None:
        """Read the cells behind a name: short ones judge, the others say why."""
        whys: list[Line] = []
        for cell in each.lines[1:]:
            bare, said = verdict_before(cell, self.words)
            short = len(bare.text if said is not None else cell.text) < SHORT_CELL
            if bare.text and not (short and len(each.lines) > LEAST_ROWS):
                whys.append(bare)
        for option in options:
            told = [
                (cell_row(row, each, why), why) for why in whys if key_of(why.text) != key_of(option.plain)
            ]
            option.why += told
            option.refuted = option.refuted or (bool(told) and not option.right)
            self._judge(option, verdict)
        self.count += 1

    def _judge(self, option: Option, verdict: bool | None) -> None:
        """Take a verdict for the option's, where nothing stronger says otherwise."""
        decided = self.keyed and option.right
        option.refuted = not decided and (
            option.refuted or verdict is False or (self.refuting and not option.right)
        )
        verdict = True if verdict is None and self.rightly else verdict
        overruled = verdict and self.keyed and self.item.right
        if option.right is None and verdict is not None and not overruled:
            option.right = verdict

    def _verdict(self, rest: Line) -> tuple[Line, bool | None]:
        if not rest.text:
            return rest, None
        line, verdict = verdict_before(rest, self.words)
        if verdict is not None and line.text:
            again, said = verdict_before(line, self.words)
            line = again if said == verdict and not again.text else line
        if verdict is None and len(rest.text) < SHORT:
            return bare_option(rest, self.words)
        return line, verdict

    def _named_at_end(self, sign: Sign, line: Line) -> bool:
        """Read 「…なのでA,BはNG」 and 「…→C」 as a whole as the reason of the options named."""
        options, said = named_at_end(line.text, self.item) if not sign.row.heading else ((), "")
        verdict = verdict_before(Line(0, said, said), self.words)[1] if said else None
        if not options or (said and verdict is None):
            return False
        for option in options:
            option.why.append((sign.row, line))
            self._judge(option, verdict)
        if any(option.right for option in options):
            self.item.explanation.append((sign.row, line))
        self.turn_to(options, sign.row.depth)
        return True

    def _unlisted(self, sign: Sign, line: Line) -> Subject | None:
        """Read a wrong answer that stands in no list of options: `甲 → 遅い` below 不正解."""
        ended = self.words.is_none_section(line.text) or self.words.closes_item(line.text)
        self.refuting = self.refuting and not ended
        crossed = bare_option(line, self.words)[1] is False
        told = self.refuting or (crossed and sign.row.bullet and bool(self.item.answer))
        if not told or any(option.listed for option in self.item.options):
            return None
        arrow = _ARROW.match(line.text)
        if self.about and arrow:
            for each in self.about:
                each.why.append((sign.row, tail_of(line, arrow.end())))
            return self.about, Line(line.number, "", "")
        whole = is_one(line, self.words)
        arrow = None if whole else _ARROW.search(line.text)
        parted = arrow is not None and arrow.start() > 0
        if self.about and sign.row.depth > self.depth and not arrow and not crossed:
            return None
        form = (sign.row.bullet, sign.row.heading, parted)
        self._form = self._form or form
        if form != self._form and not crossed and not (form[0] and self._form[0]):
            self.refuting, self._form = False, None
            return None
        text = cut(line, 0, arrow.start()) if arrow and parted else line
        why = tail_of(line, arrow.end()) if arrow and parted else Line(line.number, "", "")
        text = bare_option(text, self.words)[0]
        if not why.text and not whole and (end := name_end(sign.row, text)):
            text, why = cut(text, 0, end[0]), cut(text, *end[1:])
        option = Option("", [(sign.row, text)], right=False, listed=False, refuted=True)
        self.item.options.append(option)
        self._whole = option, (sign.row, line)
        return [option], why
