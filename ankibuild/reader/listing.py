"""Read a list of options row by row: which rows belong to which option, and where the list ends."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from string import ascii_uppercase

from ankibuild.items.item import Option
from ankibuild.items.letters import Lettered, behind_letter, lettered, letters_in
from ankibuild.items.option_text import SPOKEN, read_option, verdict_on
from ankibuild.page.flow import Row
from ankibuild.reader.hand import names_one, names_place, text_behind
from ankibuild.reader.series import DOTS, Series
from ankibuild.reader.sheet import JUDGED, OPTIONS, Sheet
from ankibuild.reader.signs import Sign

FARTHEST = 30
"""So many rows, at most, lie between the list of a situation and that of the options below it."""
NOTES = 8
LEAST = 2
"""So many lines of a paragraph that begin with the letters of other options speak of those."""
_POINTS = ("※", "→", "⇒")
_PARTS = ("answer", "question", "explanation", "wrong", "feedback")


class Listing:
    """The list of options of one item while it is being read."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.signs, self.words = sheet, sheet.signs, sheet.words
        self.members: tuple[int, ...] = ()
        self.between: Sequence[Sequence[Sign]] = ()
        """What stands between each option and the next."""
        self.pending: list[int] = []
        """The rows of the option at hand."""
        self.judged_below = False
        """Whether lines below the options judge some of them: what follows such a line is the reason."""

    @property
    def titled(self) -> bool:
        """Whether each option is a heading or a bold line, or one in turn with judgements: its reason below."""
        return self.takes_turns or self._is_titled(Series("marks", self.members))

    @property
    def _is_letter_alone(self) -> bool:
        """Whether the option at hand begins with a line that is its letter and nothing more: its text follows."""
        first = self.signs[self.pending[0]]
        return first.row.head and not first.row.bullet and _says_letter(first)

    @property
    def unexplained(self) -> bool:
        """Whether nothing stands between the options."""
        return not any(self.between)

    @property
    def takes_turns(self) -> bool:
        """Whether each option is a line with its judgement on the next one."""
        found = self.sheet.series.get(self.members[0]) if self.members else None
        return found is not None and found.kind == "judged"

    def _is_titled(self, found: Series) -> bool:
        first, second = (self.signs[i] for i in found.members[:2])
        titled = (first.row.heading or (first.bold and second.bold)) and not first.row.bullet
        return titled and bool(first.row.text) and not _says_letter(first)

    @property
    def at_last(self) -> bool:
        """Whether the option at hand is the last of the list."""
        return bool(self.pending) and self.pending[0] == self.members[-1]

    @property
    def ends_right(self) -> bool:
        """Whether the option at hand is the last of the list, and right: its box says so, the line below it, a yes."""
        if not self.at_last:
            return False
        judged = self.takes_turns and self.words.says(self.signs[self.pending[-1]].row.text)
        first = self.signs[self.pending[0]]
        spoken = SPOKEN.search(first.row.text)
        said = any(self.signs[i].verdict for i in self.pending)
        return bool(first.box or judged or said or (spoken and spoken["yes"]))

    def begins(self, at: int, *, asked: bool, chooses: Callable[[], bool]) -> Series | None:
        """Return the series at a row if it may be the item's options.

        Bare bullets are some only where the question has one choose among them, or the answer names one; what asks
        itself is none. `chooses` tells whether the question has one choose: few rows want to know.
        """
        found = self.sheet.series.get(at)
        if not found or self._is_other(found, asked=asked):
            return None
        if self._is_lone(found) and not (asked or chooses()):
            return None
        sure = found.kind != "bullets" or (chooses() and not self._is_bare(found))
        return found if sure or self._is_told(found, asked=asked) else None

    def _is_bare(self, found: Series) -> bool:
        """Tell lines that nothing marks as a list: they are options only where the answer names one."""
        row = self.signs[found.first].row
        return not (row.bullet or row.heading or row.text.startswith(DOTS))

    def _is_told(self, found: Series, *, asked: bool) -> bool:
        """Tell bullets of which marks, a yes or no behind each, or the answer, say what is right."""
        spoken = not asked and bool(SPOKEN.search(self.signs[found.first].row.text))
        told = (asked or spoken) and self._marked(found, each=spoken)
        return told or self.answered(found, by_place=asked)

    def _is_lone(self, found: Series) -> bool:
        """Tell titles, and numbers that no answer names: they are options only where something is asked."""
        return self._is_titled(found) or (found.kind == "numbers" and not self.answered(found))

    def _is_other(self, found: Series, *, asked: bool) -> bool:
        """Tell questions, the list of a situation, and marks amid a paragraph, which judge what it tells."""
        if 2 * sum(self.signs[i].asks for i in found.members) > len(found.members):
            return True
        label = self.sheet.labels[found.first - 1]  # above the first row the last, which heads no list
        listed = found.kind in ("bullets", "numbers") and not (label and label.word == JUDGED)
        if listed and self.lettered_below(found.first, stem_above=asked):
            return True
        if not asked and self._asks_below(found):
            return True
        return found.kind == "marks" and self._judges_text(found)

    def _judges_text(self, found: Series) -> bool:
        """Tell lines amid a paragraph that asks nothing."""
        return not (self.signs[found.first].row.head or self.signs[found.first - 1].asks)

    def _asks_below(self, found: Series) -> bool:
        """Tell bullets of which the question is asked only behind them, before any label or bullet beside the stem."""
        if found.kind != "bullets":
            return False
        depth = self.signs[found.first].row.depth
        for i in range(found.first + 1, min(found.first + FARTHEST, len(self.signs))):
            row = self.signs[i].row
            if self.sheet.kinds[i] or row.heading or (row.bullet and row.depth < depth):
                return False
            if i not in found.members and self.signs[i].asks:
                return True
        return False

    def _marked(self, found: Series, *, each: bool) -> bool:
        """Tell whether marks judge the rows, or `each` of them: one of them right, or all but one wrong."""
        said = [verdict_on(self.signs[i].line, self.words) for i in found.members]
        if each and None in said:
            return False
        return True in said or (said.count(None) == 1 and False in said)

    def answered(self, found: Series, *, by_place: bool = False) -> bool:
        """Tell whether the next label (but of what explains) answers and names a row; by place below no other list."""
        for i in range(found.last + 1, min(found.last + FARTHEST, len(self.signs))):
            if (label := self.sheet.labels[i]) is None or label.kind == "explanation":
                by_place = by_place and not (self.signs[i].row.heading or self.sheet.lists[i])
                continue
            said = text_behind(self.signs, i, label.rest)
            named = names_one(said, self.signs, found) or (by_place and names_place(said, self.signs, found))
            return label.kind in ("answer", "own") and named
        return False

    def open(self, found: Series) -> None:
        """Begin to read a list at its first row."""
        self.members, self.pending = found.members, [found.first]
        self.between = [self.signs[start + 1 : end] for start, end in pairwise(self.members)]
        self.judged_below = any(sign.verdict is not None for signs in self.between for sign in signs)

    def take(self, at: int, *, labelled: bool) -> bool:
        """Take a row for the option at hand; False where the list ends before it."""
        sign = self.signs[at]
        if self.takes_turns:
            taken = at == self.pending[0] + 1
        elif self.titled or self._is_letter_alone or self.judged_below:
            taken = self._below_title(at, sign, labelled=labelled)
        else:
            inside = at < self.members[-1] and not (labelled and sign.row.head)
            taken = inside or (not labelled and self._belongs(at, sign))
        self.pending += [at] * taken
        return taken

    def close_option(self) -> Option:
        """Return the option at hand, read."""
        known, told = self.sheet.options, (*self.pending, self.titled)
        if told not in known:
            known[told] = self._read_judged() if self.judged_below else self._read_option(self.pending)
        self.pending = []
        return known[told].copied()

    def _read_judged(self) -> Option:
        """Read an option of a list of which lines judge some: behind such a line stands the reason."""
        said = next((n for n, i in enumerate(self.pending) if self.signs[i].verdict is not None), None)
        option = self._read_option(self.pending[:said])
        if said is not None:
            option.right = self.signs[self.pending[said]].verdict
            option.refuted = not option.right
            below = (self.signs[i].row for i in self.pending[said + 1 :])
            option.why += [(row, row.line) for row in below if row.text or row.whole]
        return option

    def _read_option(self, places: Sequence[int]) -> Option:
        rows = [self.signs[i].row for i in places]
        first = self.signs[places[0]]
        lead = self._lead_of(first)
        if lead and self._is_letter_alone and len(rows) > 1:
            option = read_option(rows[1:], self.words, None)
            option.letter, option.mark = lead.letter, rows[0].line.number
        else:
            option = read_option(rows, self.words, lead, titled=self.titled)
        option.right = True if first.box else option.right
        return option

    def _lead_of(self, sign: Sign) -> Lettered | None:
        """Return the letter of an option: no number of a list with boxes, nor of a bare line's text, 90 metres."""
        lead = sign.lead
        if lead is None or not (lead.rest or sign.box is None):
            return None
        bare = not sign.row.bullet and self.sheet.lists[self.members[0]] == "bullets"
        return None if bare and not behind_letter(sign.row.text) else lead

    def _below_title(self, at: int, sign: Sign, *, labelled: bool) -> bool:
        """Tell a row of the reason below a title; below the last one it is no longer than below the others, if any."""
        row = sign.row
        if row.heading or row.block.kind == "rule":
            return False
        if at < self.members[-1]:
            return True
        heads = sum(self.signs[i].row.head for i in self.pending[1:])
        most = self._most_heads if sign.verdict is None else heads + 1
        deeper = row.depth > self.signs[self.members[0]].row.depth
        return not labelled and (deeper or heads + row.head <= most)

    @property
    def _most_heads(self) -> int:
        """How many paragraphs stand below the last option at most: as many as below others, if it is judged as they."""
        alone = self._is_letter_alone
        if self.judged_below and all(self.signs[i].verdict is None for i in self.pending):
            return alone and all(signs[0].row.head for signs in self.between)
        return max(max(sum(x.row.head for x in signs), not alone and bool(signs)) for signs in self.between)

    def lettered_below(self, at: int, *, stem_above: bool = False) -> bool:
        """Tell the list of a situation from options: one with letters or boxes follows before any answer.

        Where the question stands above the list (`stem_above`), what a rule parts off is another one's.
        """
        members = self.sheet.series[at].members if at in self.sheet.series else ()
        asked = False
        for i in range(at + 1, min(at + FARTHEST, len(self.signs))):
            if self._stops(i, stem_above=stem_above):
                return False
            if self.sheet.kinds[i] == "options" and not (asked or members):
                return True  # a table above the label of the options
            asked = asked or (i not in members and self.signs[i].asks)
            if self._may_list(i, asked=asked):
                return i not in members
        return False

    def _may_list(self, at: int, *, asked: bool) -> bool:
        """Tell the first row of options: letters or boxes, and numbers where something is asked."""
        listed = self.sheet.lists[at]
        return listed in OPTIONS or (asked and listed == "numbers")

    def _stops(self, at: int, *, stem_above: bool) -> bool:
        """Tell a row over which a situation does not go: a heading, a label, a rule below the question."""
        sign, kind = self.signs[at], self.sheet.kinds[at]
        row = sign.row
        numbered = sign.number and row.head and not row.bullet and not kind
        if row.block.kind == "rule" or (numbered and sign.asks):
            return stem_above
        return kind in _PARTS or (row.heading and not kind)

    def _belongs(self, at: int, sign: Sign) -> bool:
        first, last = self.signs[self.pending[0]], at > self.members[-1]
        if sign.row.heading or (last and not first.row.heading and sign.row.text.startswith(_POINTS)):
            return False
        own = sign.row.block is first.row.block or _is_below_letter(first, sign.row)
        return own or (self._lies_below(first.row, sign.row) and not (last and self._speaks_of_others(at)))

    def _lies_below(self, first: Row, row: Row) -> bool:
        """Tell a row that lies deeper than its option, or stands below a bullet's text."""
        beside = first.bullet and not row.bullet and row.depth == first.depth > 0
        return row.depth > first.depth or beside

    def _speaks_of_others(self, at: int) -> bool:
        """Tell notes below the whole list from those on its last option: they say a key, or one names other options."""
        letters = [lead.letter for i in self.members if (lead := self.signs[i].lead) and lead.rest]
        others = {*(letters or ascii_uppercase[: len(self.members)])[:-1]}
        rows = [each.row for each in self.signs[at : at + NOTES]]
        notes = " ".join(row.text for row in rows if row.group == rows[0].group and row.bullet)
        said = self.words.says_key.match(rows[0].text.lower()) or not others.isdisjoint(letters_in(notes))
        return bool(said) or len(others & _letters_at_heads(rows)) >= LEAST


def _letters_at_heads(rows: Sequence[Row]) -> set[str]:
    """Return the letters at the heads of lines within a list that no bullet begins."""
    return {lead.letter for row in rows if row.depth and not row.bullet and (lead := lettered(row.text))}


def _is_below_letter(first: Sign, row: Row) -> bool:
    """Tell the text of an option whose heading is the letter alone, and a piece of code below a letter."""
    return (first.row.heading or row.whole) and _says_letter(first)


def _says_letter(sign: Sign) -> bool:
    """Tell a row that is a letter and nothing more."""
    return sign.lead is not None and not sign.row.text[sign.lead.rest :].strip()
