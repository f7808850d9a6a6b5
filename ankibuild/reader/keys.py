"""Read the key of an item, with a label or without: letters, numbers, options spelled out, words."""

from ankibuild.items.key import is_letters, read_key
from ankibuild.items.letters import all_lettered, behind_letter, key, lettered
from ankibuild.items.looks import asked_number
from ankibuild.items.marks import ARROWS, bare_option, verdict_before
from ankibuild.items.settle import answers_each
from ankibuild.items.unlabelled_key import stated_key, unlabelled_key
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.reader.bounds import FOREIGN
from ankibuild.reader.draft import level_of
from ankibuild.reader.explanation import Explanation
from ankibuild.reader.signs import Sign
from ankibuild.reader.subjects import named_by
from ankibuild.text import key_of, tail_of
from ankibuild.words import Label

BARE = 3
"""A heading of no more characters is a number."""
LEAST_PART = 8
"""So many characters of an option's text, behind its letter, are the key."""
_JUDGEMENT = lazily(r"\s*[○〇◯×✕✗xXＸ](?=\s|$)")
"""Round or cross, which says of a statement whether it is true."""
_ARROW = lazily(r"->|=>|→|⇒")
_REMARK = lazily(r"[(（][^()（）]{12,}[)）]\W*")  # `(A is slow; C is dear)` says what is wrong
_COUNT = lazily(r"^\s*[\d２-９{digits}]\s*{things}\s*{copula}?\s*[:：、。]?\s*")


def _replies(row: Row) -> bool:
    """Tell a paragraph that begins with an arrow alone: what the learner thought, before the key is told."""
    lines = row.block.lines if row.block.kind == "paragraph" else ()
    return len(lines) > 1 and lines[0].text.strip() in ARROWS


class Keys(Explanation):
    """Takes what a row says of the right options."""

    _key_group = -1
    """The list of the right options."""
    _keyed_above = False
    """Whether a key above the options was read: a label behind them may announce it once more."""

    def _behind_options(self, at: int, sign: Sign, line: Line) -> None:
        """Read a row between the options and a label: a letter or an option's text alone is the key."""
        row = sign.row
        if self._hides(row):
            return
        if self._has_key:
            self._explained(at, sign, line)
        elif row.heading:
            self.ending.over = not self._level
        elif self._is_unlabelled(row, line):
            self._read_places(row, line)
            self._count_key()
            self.item.key_line = self.item.key_line or line.number
            if not self.item.right:
                self._key(sign, line)
        elif not (_may_hint(sign) or _replies(row)):
            self._explained(at, sign, line)

    def _repeats_options(self) -> bool:
        """Tell a row of a list that has all options once more: what is said of each stands behind or below it."""
        found = next((each for each in self.sheet.series.values() if self.at in each.members), None)
        if found is None or len(found.members) != len(self.item.options):
            return False
        rows = (self.signs[at].line for at in found.members)
        return all(self.item.like(bare_option(line, self.words)[0].text) for line in rows)

    def _count_key(self) -> None:
        """Take note of a key, or of its label."""
        self.keys += 1
        self.statements.keyed |= bool(self.item.right or self.item.answer)

    @property
    def _has_key(self) -> bool:
        return self.keys > 0 or bool(self.item.right)

    def _is_unlabelled(self, row: Row, line: Line) -> bool:
        """Tell a letter or an option's text alone, and what else is a key without a label."""
        if self._judges(line) or self._repeats_options():
            return False
        return self._is_spelled(line) or unlabelled_key(row, line, self.item, self.words)

    def _key_row(self, at: int, sign: Sign, line: Line) -> None:
        row = sign.row
        if self._is_title_within(sign) or self._goes_on(row, line):
            return
        if self._is_beyond(sign):
            self.faults += 1
        elif self._says_right(line):
            return  # これが正解！
        elif self._asks_itself(at, sign, line):
            self.faults += FOREIGN
        elif sign.box is False and self.item.options:
            self.statements.read(sign, line)  # the key is what is ticked beside it
            return
        elif self._is_told(row, line):
            self._key_group = row.group if row.bullet else -1
            self._key(sign, line)
            return
        self.mode = "explanation"
        self._explained(at, sign, line)

    def _goes_on(self, row: Row, line: Line) -> bool:
        """Read a further answer in words, or a table that judges the options; False where it is neither."""
        if self._is_further(row, line):
            bare = self._unmarked(line)
            self.item.answer.append((row, tail_of(bare, behind_letter(bare.text))))
            return True
        if row.block.kind == "table" and self.item.options and self.statements.table(row):
            self.mode = "explanation"
            return True
        return False

    def _asks_itself(self, at: int, sign: Sign, line: Line) -> bool:
        """Tell the next question: one of several on the page, or a bold line with a number, **1. Which …:**."""
        return self._is_one_of_many(at, line) or bool(sign.bold and sign.number and self._waits_for_words)

    def _counts_on(self, line: Line) -> bool:
        """Tell a line with the letter of another right option, below one with its own."""
        answer = self.item.answer
        return bool(answer) and all_lettered(answer[-1][0].text, line.text)

    def _is_further(self, row: Row, line: Line) -> bool:
        """Tell the next item of a list of answers in words, or a further line with a letter."""
        item = self.item
        beside = not item.options and bool(item.answer) and item.answer[-1][0].group == row.group
        return beside and (row.bullet or self._counts_on(line))

    def _is_beyond(self, sign: Sign) -> bool:
        """Tell a heading below the label of the answer that is none of it."""
        beside = bool(self.item.options) or level_of(sign) <= self._key_level
        return sign.row.heading and beside and not self._names_option(sign)

    def _is_title_within(self, sign: Sign) -> bool:
        """Tell a title in the fold of an answer in words that only announces it: `### Output:`."""
        hidden = sign.row.heading and sign.line.number <= self.ending.hidden
        return hidden and not self.item.options and sign.line.text.endswith((":", "："))

    def _is_key(self, text: str) -> bool:
        text = _COUNT.sub("", text)
        if not text or is_letters(text):
            return bool(text)
        if not self.item.options and _JUDGEMENT.match(text):
            return True
        found = key(text, self.item.known)
        return bool(found and self.item.named(found.letters[0])) or self.item.like(text) is not None

    def _tells_of_wrong(self, rest: str) -> bool:
        """Tell what is said of wrong options, below a label of these: `Answer B is …`."""
        found = key(rest, self.item.known) if self.statements.refuting else None
        named = [self.item.named(letter) for letter in found.letters] if found else []
        told = found is not None and bool(rest[found.rest :].strip())
        return told and not any(option is None or option.right for option in named)

    def _begins_with_key(self, text: str) -> bool:
        """Tell `C -> …`, which stands as the explanation below a label of the answer."""
        found = key(text, self.item.known)
        return (
            found is not None
            and found.letters[0] in self.item.known
            and bool(_ARROW.search(text[: found.rest]))
        )

    def _names_on(self, row: Row, line: Line) -> bool:
        """Tell a further row of a key of several rows: a letter, an option's text, or both and no more."""
        bare = bare_option(line, self.words)[0]
        lead = lettered(bare.text)
        text = bare.text[lead.rest :] if lead and self.item.named(lead.letter) else bare.text
        spoken = bool(self.item.answer) and not self.item.options  # the next letter is that of another part
        named = is_letters(bare.text) and not spoken
        return not row.whole and (named or self.item.like(text) is not None)

    def _is_next_right(self, row: Row, line: Line) -> bool:
        """Tell the next of several right options of a list, behind what is said of the last one."""
        beside = row.bullet and row.group == self._key_group and self._names_on(row, line)
        return beside and self.rights < asked_number(self.item.stem_text)

    def _repeats_key(self, text: str) -> bool:
        """Tell a sentence that begins with the letters of the right options, which the key has named."""
        found = key(text, self.item.known)
        named = [self.item.named(letter) for letter in found.letters] if found else []
        told = found is not None and bool(text[found.rest :].strip())
        return told and all(option is not None and option.right for option in named)

    def _key(self, sign: Sign, line: Line) -> None:
        item, row = self.item, sign.row
        self._key_rows += 1
        if row.empty or self.words.is_unanswered(line.text):
            item.unanswered = True
        elif row.whole:
            several = bool(item.options) and row.block.kind == "table" and not answers_each(row.block, item)
            self.faults += FOREIGN * several
            item.answer.append((row, line))
        else:
            item.key_line = item.key_line or line.number
            self._key_line(sign, line)
            self.statements.keyed |= bool(item.right or item.answer)

    def _key_line(self, sign: Sign, line: Line) -> None:
        """Read a line as the key: letters before the options, places, letters, texts, else the answer in words."""
        item = self.item
        if not item.options and self.mode == "stem" and is_letters(line.text):
            self._early = (sign, line)
        elif not (
            self._by_place(line)
            or read_key(sign.row, line, item, self.words)
            or stated_key(sign.row, line, item, self.words)
        ):
            bare = self._unmarked(line)
            item.asked |= not item.options and bool(_JUDGEMENT.match(line.text))
            item.answer.append((sign.row, bare if bare.text and self.stem_asks else line))

    def _unmarked(self, line: Line) -> Line:
        """Return an answer in words without its marks; what an arrow leads to is told, too: `1 == 1 → true`."""
        bare = bare_option(line, self.words)[0]
        behind = line.text[len(bare.text) :].strip() if line.text.startswith(bare.text) else ""
        return line if behind.startswith(tuple(ARROWS)) else bare

    def _by_place(self, line: Line) -> bool:
        """Read letters or numbers that name options without letters by their places."""
        bare = bare_option(line, self.words)[0].text
        placed = is_letters(bare) and self.item.options and not (any(self.item.known) or self.item.like(bare))
        found = key(bare, ()) if placed else None
        options = named_by(found.letters, self.item) if found else []
        for option in options:
            option.right = True
            self.item.letters.append(option.letter)
        return bool(options)

    def _judges(self, line: Line) -> bool:
        """Tell `A：不正解`, which says of its option what it is."""
        lead = lettered(line.text)
        rest = tail_of(line, lead.rest) if lead else None
        return bool(rest and rest.text) and verdict_before(rest or line, self.words)[1] is False

    def _is_spelled(self, line: Line) -> bool:
        """Tell a letter or an option's text alone; what ends with a colon heads what stands below it."""
        bare = bare_option(line, self.words)[0].text
        spelled = not bare.endswith((":", "：")) and self.item.like(bare) is not None
        return is_letters(bare.rstrip(" !！")) or spelled or self._is_cut_short(bare)

    def _is_cut_short(self, text: str) -> bool:
        """Tell a letter with a part of its option's text: `C. by the tide` of "C. The ship is moved by the tide"."""
        lead = lettered(text)
        option = self.item.named(lead.letter) if lead and not lead.loose else None
        said = key_of(text[lead.rest :]) if lead else ""
        if option is None or len(said) < LEAST_PART:
            return False
        whole = key_of(option.plain)
        listed = any(self.at in each.members for each in self.sheet.series.values())
        return said != whole and said in whole and not listed

    def _is_told(self, row: Row, line: Line) -> bool:
        """Tell the first row of a key, or a further one.

        `❌ 甲 … 遅い` is none, it says what each option is; a title with an option's name is over what is said of it.
        """
        if self.item.options and (self.statements.rejects(line) or _REMARK.fullmatch(line.text)):
            return False
        if row.heading:
            return not (self._key_rows or self._heads_statements(row))
        return not self._key_rows or self._names_on(row, line)

    def _heads_statements(self, row: Row) -> bool:
        """Tell a title that names an option before another that does: what stands below each is said of it."""
        titles = (sign for sign in self.signs[self.at + 1 :] if sign.row.heading)
        beside = next((sign for sign in titles if sign.row.heading <= row.heading), None)
        return beside is not None and beside.row.heading == row.heading and self._names_option(beside)

    def _says_right(self, line: Line) -> bool:
        """Tell a remark that calls something right and names no option, before any key."""
        if self._key_rows:
            return False
        bare, verdict = bare_option(line, self.words)
        return verdict is True and len(bare.text) <= BARE and not is_letters(bare.text)

    @property
    def _waits_for_words(self) -> bool:
        """Whether nothing stands yet behind the label of an answer in words."""
        return not (self._key_rows or self.item.options)

    def _heads_words(self, sign: Sign, label: Label) -> bool:
        """Tell the first bullet of an answer in words, whatever its own label: 回答 over 原因 and 対策."""
        return sign.row.bullet and label.kind == "explanation" and self._waits_for_words

    def _is_one_of_many(self, at: int, line: Line) -> bool:
        """Tell the first of a numbered list of letters: the answers of several questions."""
        found = self.sheet.series.get(at)
        if not self.item.options or found is None or found.kind != "numbers" or not is_letters(line.text):
            return False
        several = asked_number(self.item.stem_text)
        return not several and all(is_letters(self.signs[i].row.text) for i in found.members)


def _may_hint(sign: Sign) -> bool:
    """Tell a row between options and key that asks, or lies in a call-out: a hint."""
    return sign.asks or bool(sign.row.boxes)
