"""What stands behind the key: reasons, each with its option, and the explanation."""

from collections.abc import Sequence

from ankibuild.items.item import Item, Option
from ankibuild.items.letters import canonical, lettered, letters_in
from ankibuild.items.marks import bare_option, verdict_before
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.reader.ending import set_off
from ankibuild.reader.statements import Statements
from ankibuild.reader.subjects import Subject, named_by, subject_of
from ankibuild.teaching.parts import Told
from ankibuild.teaching.pattern import CHOICE
from ankibuild.teaching.wrong_table import wrong_options
from ankibuild.text import cut, end_of_prefix, key_of, narrow, tail_of
from ankibuild.words import Words

SHORTEST = 3
"""A row longer than an option's text by no more characters says no more than that."""
_TOPIC = lazily(r"(?P<letters>[A-Hア-オ①-⑨](?:\s*[,、・/と]\s*[A-Hア-オ①-⑨])*)\s*(?:は|が|も)")
_SAID_AGAIN = lazily(r"(?P<letters>[A-Hア-オ①-⑨])\s?\([^()]+\)\s?:")
LEAST = 3
"""So many options there are at least where all but one are wrong."""
_IN_BRACKETS = lazily(r"[(（]\s*([A-Hア-オ①-⑨])\s*[)）]")
_PREDICATES = ("は", "が", "の", "を")


class Back:
    """The reasons and the explanation of one item while they are read."""

    def __init__(self, item: Item, words: Words, *, chooses: bool) -> None:
        self.item, self.words = item, words
        self.lists = chooses and not item.listed
        """Whether the example lists options and this item does not: what is wrong is none of its reasons then."""
        self.statements = Statements(item, words)
        self.statements.keyed = bool(item.right)
        self.reasons = 0
        self.options = 0
        """How many of the options stand above."""
        self.in_order = False
        """Whether there is a reason for each wrong option, and none names its own."""
        self.titled = False
        """Whether a row of its own has named the option of the reasons at hand."""
        self.above = 0
        """The line of the option that stands above."""
        self.away = False
        """Whether something else stands between the options and the row at hand."""

    def read(self, told: Sequence[Told]) -> None:
        """Read the parts of a stretch, once its options and its key are known."""
        reasons = [x for x in told if x.role == "reason" and x.head and not x.look.row.whole]
        wrong = sum(option.listed and not option.right for option in self.item.options)
        self.in_order = len(reasons) == wrong and not any(map(self._named, reasons))
        for each in told:
            self._read(each)
        self._take_the_rest()

    def _take_the_rest(self) -> None:
        """Take the option without a reason for the right one where no key stands and the explanation names it alone."""
        listed = self.item.listed
        left = [option for option in listed if not option.refuted]
        if self.item.right or len(left) != 1 or len(listed) < LEAST:
            return
        text = narrow(" ".join(line.text for _row, line in self.item.explanation))
        if set(map(canonical, _IN_BRACKETS.findall(text))) == {left[0].letter}:
            left[0].right = True

    def _read(self, each: Told) -> None:
        chosen = each.role in CHOICE
        self.options += chosen and each.head
        self.above = each.look.line if chosen and each.head else self.above
        self.away = not chosen and (each.role != "reason" or self.away)
        if each.role == "own" and each.line.text:
            self.item.own.append((each.look.row, each.line))
        elif each.role == "reason":
            self.reasons += each.head
            self._reason(each)
        elif each.role == "explanation" or (each.role == "key" and self._behind_key(each)):
            self._explain(each)

    def _behind_key(self, each: Told) -> bool:
        """Tell a row below the key that names no option."""
        return each.shows and not each.head and not each.look.names and bool(self.item.right)

    def _reason(self, each: Told) -> None:
        row, line = each.look.row, each.line
        if row.whole and row.block.kind == "table":
            self._table(each)
            return
        if not each.head:
            self._more(each)
            return
        if (named := self._named(each) or self._below(each)) or not self._goes_on(each):
            options, said = named or (self._by_place(each), line)
            if options:
                self.titled = not (said.text or each.look.row.depth)
                self._judge(each, options, said)
            else:
                self._explain(each)

    def _more(self, each: Told) -> None:
        """Read what goes on a reason, or explains where none against an option is at hand."""
        row, line, about = each.look.row, each.line, self.statements.about
        if _says_nothing(each):
            return
        if named := self._listed(each) or self._alone(each):
            self._judge(each, *named)
        elif any(option.right for option in about) and not row.head and line.text:
            self.item.explanation.append((row, line))
        elif not self.statements.goes_on(row, line) and line.text:
            why = about[0].why if about else self.item.explanation
            (why if not why or _is_more(why[-1][0], row) else self.item.explanation).append((row, line))

    def _listed(self, each: Told) -> Subject | None:
        """Return the option that a line names by its letter, where other lines of its paragraph do so, too."""
        lead = lettered(each.line.text)
        leads = (x for line in each.look.row.block.lines if (x := lettered(line.text)))
        several = len({x.letter for x in leads if named_by([canonical(x.letter)], self.item)}) > 1
        options = named_by([canonical(lead.letter)], self.item) if lead and several else []
        return (options, tail_of(each.line, lead.rest)) if lead and lead.rest and options else None

    def _alone(self, each: Told) -> Subject | None:
        """Return the wrong option whose text is all of a line, or the one that it names by letter and text."""
        if named := self._by_letter_and_text(each):
            return named, Line(each.line.number, "", "")
        option = self.item.like(bare_option(each.line, self.words)[0].text) if each.line.text else None
        return ([option], Line(each.line.number, "", "")) if option and not option.right else None

    def _by_letter_and_text(self, each: Told) -> list[Option]:
        """Return the option that the first row of a paragraph is, its letter and all."""
        lead = lettered(each.line.text) if each.look.row.head else None
        if lead is None or not lead.rest:
            return []
        named = named_by([canonical(lead.letter)], self.item)
        behind = key_of(bare_option(tail_of(each.line, lead.rest), self.words)[0].text)
        return [option for option in named if behind and key_of(option.plain) == behind]

    def _table(self, each: Told) -> None:
        """Read a table of reasons; where no options are listed its rows are wrong answers."""
        row = each.look.row
        if self.item.listed:
            self._explain(each)
        elif not self.statements.table(row):
            self.item.options += wrong_options(row, self.item, self.words)

    def _goes_on(self, each: Told) -> bool:
        """Read a row without a name as what an option waits for, or as a statement against one."""
        about = self.statements.about
        waits = bool(about) and (self.titled or not any(option.why for option in about))
        return (waits and self.statements.goes_on(each.look.row, each.line)) or self._states(each)

    def _named(self, each: Told) -> Subject | None:
        """Return the options that a reason names by letter or text, and what it says of them."""
        line, item = each.line, self.item
        if each.letter and (options := named_by([canonical(each.letter)], item)):
            return options, line
        found = self._spelt(each) or subject_of(line, lettered(line.text), item, self.words, sentences=True)
        return found or self._as_topic(line)

    def _below(self, each: Told) -> Subject | None:
        """Return the wrong answer in no list right above a reason of its own, and what is said of it."""
        found = [] if self.away else [x for x in self.item.options if x.line == self.above and not x.listed]
        return (found, each.line) if found else None

    def _as_topic(self, line: Line) -> Subject | None:
        """Return the options whose letters a sentence is about, also where only their places give them any.

        A bracket may follow that says again what the option is.
        """
        found = _TOPIC.match(narrow(line.text)) or _SAID_AGAIN.match(narrow(line.text))
        options = named_by(letters_in(found["letters"]), self.item) if found else []
        return (options, line) if options else None

    def _spelt(self, each: Told) -> Subject | None:
        """Return the option whose text a reason is, or begins with."""
        line, item = each.line, self.item
        bare = bare_option(line, self.words)[0] if line.text else line
        whole = item.like(bare.text)
        spells = each.pattern is not None and "option" in each.pattern.holes
        if whole is None and spells and (option := _spelt(line.text, item)):
            return [option], line
        option = whole or item.nearly(bare.text)
        if option is None:
            return None
        goes_on = whole is None and len(bare.text) > len(option.plain) + SHORTEST
        return [option], line if goes_on else Line(line.number, "", "")

    def _states(self, each: Told) -> bool:
        """Read a row as a statement against an option."""
        if self.lists:
            return False
        self.statements.refuting = True
        found = self.statements.read(each.look.sign, each.look.row.line)
        self.statements.refuting = False
        return found

    def _by_place(self, each: Told) -> list[Option]:
        """Return the option that a reason without a name is about: that above it, else the next wrong one."""
        listed = self.item.listed
        if self.options and listed and (self.options < len(listed) or self._hangs_on(each, listed[-1])):
            return listed[: self.options][-1:]
        if not listed and each.pattern is not None and each.pattern.literal:
            return [option for option in self.item.options if not option.right] * (
                len(self.item.options) == 1
            )
        if not self._counts(each) or self.options != len(listed):
            return []
        return [option for option in listed if not option.right][self.reasons - 1 : self.reasons]

    def _counts(self, each: Told) -> bool:
        """Tell a reason that is known by its place alone."""
        bare = each.pattern is not None and each.pattern.bare and self.in_order
        return bare and (each.look.row.depth == 0 or not self.statements.about)

    def _hangs_on(self, each: Told, option: Option) -> bool:
        """Tell a row deeper than the last option with no blank line between."""
        row = each.look.row
        at = next(i for i, other in enumerate(self.item.rows) if other is row)
        deeper = bool(option.text) and row.depth > option.text[0][0].depth
        return deeper and not self.away and not set_off(self.item.rows[:at], row)

    def _judge(self, each: Told, options: Sequence[Option], said: Line) -> None:
        row = each.look.row
        bare, verdict = verdict_before(said, self.words) if said.text else (said, None)
        for option in options:
            option.right = True if verdict and not self.item.right else option.right
            if bare.text and key_of(bare.text) != key_of(option.plain):
                option.why.append((row, _without_text(option, bare)))
            option.refuted = not option.right
        self.statements.turn_to(options, row)
        self.statements.depth = row.depth - (not row.bullet)

    def _explain(self, each: Told) -> None:
        """Read an explanation, which a label of its own parts from the reasons above."""
        row, line = each.look.row, each.line
        if each.found and not (line.text or row.whole):
            self.statements.close()
        elif row.whole:
            told = row.block.kind == "table" and self.item.options and self.statements.table(row)
            self.item.explanation += [] if told else [(row, line)]
        elif line.text:
            if self.item.options and line is row.line and self.statements.read(each.look.sign, line):
                return
            if not self.statements.goes_on(row, line):
                self.statements.close()
                self.item.explanation.append((row, line))


def _says_nothing(each: Told) -> bool:
    """Tell a rule, and a word that calls the option wrong."""
    return not (each.line.text or each.look.row.whole or each.found)


def _is_more(before: Row, row: Row) -> bool:
    """Tell a row that goes on another: in its block or set apart there, a further paragraph, a bullet inside it."""
    alike = (before.bullet, bool(before.quote)) == (row.bullet, bool(row.quote))
    beside = row.bullet and row.depth <= before.depth
    return (alike and not beside) or row.whole or not row.head


def _spelt(text: str, item: Item) -> Option | None:
    """Return the option with whose text a reason begins, the longest of several."""
    head = text.lstrip("「『“\"'")
    found = [o for o in item.options if o.plain and end_of_prefix(head, o.plain.rstrip("。. "))]
    return max(found, key=lambda option: len(option.plain), default=None)


def _without_text(option: Option, line: Line) -> Line:
    """Take the option's own text off the head of its reason."""
    head = line.text.lstrip("「『")
    end = end_of_prefix(head, option.plain.rstrip("。. ")) if len(option.plain) > 1 else 0
    behind = head[end:].lstrip("」』）) 　:：→=-—、…(（") if end else ""
    goes_on = head[end : end + 1] == " " and behind[:1].islower()
    if not behind or goes_on or behind.startswith(_PREDICATES):
        return line
    return cut(line, len(line.text) - len(behind))
