"""Give statements to the options that they are about: verdicts, reasons, sentences that name options."""

from collections.abc import Sequence
from itertools import islice, pairwise

from ankibuild.items.glued import Glued, glued
from ankibuild.items.item import Option, Reason
from ankibuild.items.letters import lettered
from ankibuild.items.marks import bare_option, first_told, verdict_before
from ankibuild.items.mentions import sentence_starts, told
from ankibuild.items.nouns import EASTERN_PREDICATES, JOINS
from ankibuild.items.reason_by_letter import closing_said
from ankibuild.items.reasons import reason
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.reader.judging import SHORT
from ankibuild.reader.signs import Sign
from ankibuild.reader.subjects import Subject, named_at_end, subject_of
from ankibuild.reader.unlisted import ARROW, Unlisted
from ankibuild.text import cut, key_of, tail_of

_QUOTES = "「」『』“”„\"'’* "
_IS = lazily(rf"[」』”“\"'’*]*\s*(?:(?:{JOINS})(?![a-z])[\s、]*|(?={EASTERN_PREDICATES}))")
"""What parts an option's name from the word that judges it."""
ENDS = ("。", ".", "！", "!")


class Statements(Unlisted):
    """The statements of one item."""

    def read(self, sign: Sign, line: Line) -> bool:
        """Read a row as a statement; False where it is about no option."""
        if len(told := self._refuted(line)) > 1:
            return self._refute(sign, told)
        subject, said = self._subject(sign, line)
        if subject is None and (found := glued(line, self.words)):
            if self._explains_right(sign, found):
                return True
            subject, said = self._glued(sign, found)
        subject = subject or self._holding(sign, line) or self._unlisted(sign, line)
        if subject is None:
            return self._told(sign, line) or self._refute(sign, told) or self._named_at_end(sign, line)
        self._take(sign, line, subject, said)
        return True

    def _explains_right(self, sign: Sign, found: Glued) -> bool:
        """Read a reason for the right option: 正解の理由：…."""
        if not (found.is_reason and found.right):
            return False
        self.close()
        self.item.explanation.append((sign.row, found.option))
        return True

    def _subject(self, sign: Sign, line: Line) -> tuple[Subject | None, bool | None]:
        """Return what a row is about and the verdict of its sentence."""
        lead = sign.lead if line is sign.line else lettered(line.text)
        sentences, counted = self.refuting or sign.row.bullet, self._counts(sign)
        subject = self._counted(sign, line) or subject_of(
            line, lead, self.item, self.words, sentences=sentences, counted=counted
        )
        found = self._reason(sign, line) if subject is None else None
        return ((found.options, found.text), found.right) if found else (subject, None)

    def _take(self, sign: Sign, line: Line, subject: Subject, said: bool | None) -> None:
        """Give options what a row says of them."""
        options, rest = subject
        rest, verdict = self._verdict(rest)
        closing = closing_said(line, options, self.item, self.words)
        verdict = first_told(verdict, said, closing, bare_option(line, self.words)[1])
        titles = self._is_title(sign, rest, options)
        for option in options:
            if rest.text and not (sign.bold and titles and verdict is None):
                option.why.append((sign.row, rest))
            self._judge(option, verdict)
            option.refuted = option.refuted or self._is_pasted(sign, line, option)
        self.turn_to(options, None if titles else sign.row)

    def _is_title(self, sign: Sign, rest: Line, options: Sequence[Option]) -> bool:
        """Tell a row that names options, and what follows says the rest."""
        named = self.refuting and not rest.text and sign.row.depth == 0
        told = sign.row.bullet and self.item.like(rest.text) not in options  # - **B: it is quick**
        return sign.row.heading or named or (sign.bold and len(rest.text) < SHORT and not told)

    def _is_pasted(self, sign: Sign, line: Line, option: Option) -> bool:
        """Tell the right option among the wrong ones, with no reason."""
        alone = self.refuting and sign.row.bullet and not line.text[len(option.plain) + SHORT :]
        return bool(alone and option.right and not option.why)

    def _holding(self, sign: Sign, line: Line) -> Subject | None:
        """Read a title, a bullet, or the head of a line, that names the one option in whose text it stands.

        Only below a label of wrong options a wrong one needs no verdict.
        """
        if not self.item.listed:
            return None
        parted = _name_and_rest(sign, line)
        if parted is None:
            return None
        name, rest = parted
        bare, mark = bare_option(name, self.words)
        option = self.item.holding(bare.text)
        judged = first_told(mark, verdict_before(rest if rest.text else self.below, self.words)[1])
        told = judged is not None or (self.refuting and option is not None and not option.right)
        return ([option], rest) if option and told else None

    def _glued(self, sign: Sign, found: Glued) -> tuple[Subject | None, bool | None]:
        """Read an option that a verdict is glued to: `不正解の理由「甲」：遅い`; a wrong one may be listed nowhere."""
        option = self.item.like(found.option.text) or self.item.nearly(found.option.text)
        if option is None and not found.right and not self.item.listed and not found.is_reason:
            option = Option("", [(sign.row, found.option)], right=False, listed=False, refuted=True)
            self.item.options.append(option)
        return (([option], found.why), found.right) if option else (None, None)

    def _counts(self, sign: Sign) -> bool:
        """Tell a line beside others of its paragraph that begin with the numbers of options."""
        leads = [lead for line in sign.row.block.lines if (lead := lettered(line.text))]
        named = (lead for lead in leads if self.item.named(lead.letter) is not None)
        return len(leads) > 1 and len(list(islice(named, 2))) > 1

    def explains(self, sign: Sign, rest: Line) -> bool:
        """Read `理由：…` behind a wrong answer that has no reason yet."""
        whole = self._whole
        if whole and self.refuting and not self.keyed and self.about == [whole[0]]:
            whole[0].text, whole[0].why = [whole[1]], []  # an arrow in it was its own
        lacking = self.refuting and bool(self.about) and not any(each.why for each in self.about)
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
        if said and said[0].start:
            self.item.explanation.append((sign.row, cut(line, 0, said[0].start)))
        return self._refute(sign, [([o for o in each.options if not o.right], each.line) for each in said])

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
        if not self.about or row.heading or (row.head and not self.is_below(row)):
            return False
        first = not row.whole and not any(option.why for option in self.about)
        line, verdict = self._verdict(line) if first else (line, None)
        for option in self.about:
            option.why.append((row, line))
            self._judge(option, verdict)
        return True

    def ended_by(self, row: Row, line: Line) -> bool:
        """Take the reason against the wrong answer above, the last thing said of it; False where none waits for one."""
        ended = self.refuting and self.goes_on(row, line)
        if ended:
            self.close()
        return ended

    def judged(self, sign: Sign, rest: Line, *, right: bool) -> bool:
        """Read `不正解。…` below a heading that names an option as its verdict and its reason."""
        if not self.about or not self.is_below(sign.row) or any(option.why for option in self.about):
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

    def _refuted(self, line: Line) -> list[Subject]:
        """Return what the sentences of a line say against options where each calls one wrong, else nothing."""
        starts = [at for at in sentence_starts(line.text) if not at or line.text[:at].rstrip()[-1:] in ENDS]
        said = [cut(line, a, b) for a, b in pairwise([*starts, len(line.text)])]
        told: list[Subject] = []
        for each in said if all(len(each.text) > SHORT for each in said) else ():
            if not (options := self._called_wrong(each)):
                return []
            told.append((options, each))
        return told

    def _called_wrong(self, line: Line) -> Sequence[Option]:
        """Return the options that a sentence calls wrong: by letters at its end, or by their text, or a part of it."""
        options, said = named_at_end(line.text, self.item)
        if verdict_before(Line(0, said, said), self.words)[1] is False:
            return options
        closes = self.words.closing_verdict(line.text) is False
        for found in _IS.finditer(line.text):
            name = line.text[: found.start()].strip(_QUOTES)
            option = self.item.like(name) or self.item.holding(name)
            if option and not option.right:
                rest = tail_of(line, found.end())
                if closes or verdict_before(rest, self.words)[1] is False:
                    return [option]
        return ()

    def _refute(self, sign: Sign, told: Sequence[Subject]) -> bool:
        """Give options what sentences say against them."""
        for options, said in told:
            for option in options:
                option.why.append((sign.row, said))
                self._judge(option, False)
            self.turn_to(options if len(told) == 1 else (), sign.row)
        return bool(told)

    def rejects(self, line: Line) -> bool:
        """Tell a line that calls an option wrong, or what follows: `❌ 甲 … 遅い`, 「…なのでAは誤り」."""
        said = named_at_end(line.text, self.item)[1]
        return bool(self._refuted(line)) or False in (
            verdict_before(line, self.words)[1],
            verdict_before(Line(0, said, said), self.words)[1],
        )

    def _named_at_end(self, sign: Sign, line: Line) -> bool:
        """Read 「…なのでA,BはNG」 and 「…→C」 as a whole as the reason of the options named."""
        options, said = named_at_end(line.text, self.item) if not sign.row.heading else ((), "")
        rest, verdict = verdict_before(Line(0, said, said), self.words)
        if not options or (said and (verdict is None or rest.text)):
            return False
        for option in options:
            option.why.append((sign.row, line))
            self._judge(option, verdict)
        if any(option.right for option in options):
            self.item.explanation.append((sign.row, line))
        self.turn_to(options, sign.row)
        return True


def _name_and_rest(sign: Sign, line: Line) -> tuple[Line, Line] | None:
    """Part a line at its arrow; a title or a bullet is a name as a whole, other lines have none."""
    if arrow := ARROW.search(line.text):
        return cut(line, 0, arrow.start()), tail_of(line, arrow.end())
    titled = sign.row.heading or sign.bold or sign.row.bullet
    return (line, Line(line.number, "", "")) if titled else None
