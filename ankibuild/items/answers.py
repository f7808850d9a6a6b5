"""Answers that stand away from their questions: a table or list at the end of the page, keyed by number."""

import itertools
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ankibuild.items.counting import Counted, is_numbered, laps
from ankibuild.items.item import CELL, Item, lone_row
from ankibuild.items.key import is_letters, read_key
from ankibuild.items.labels import PREVIOUS, label_rows
from ankibuild.items.reasons import reason
from ankibuild.keyed import ELSEWHERE
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Line
from ankibuild.page.context import Place, item_number
from ankibuild.page.flow import Pick, Row, rows
from ankibuild.page.questions import asks
from ankibuild.page.tables import Table, read_table
from ankibuild.patterns import lazily
from ankibuild.reader.whole import read_item
from ankibuild.text import cut, fold, narrow
from ankibuild.values import replace
from ankibuild.words import Words

LEAST = 2
"""How many numbered letters make a list of answers."""
LEAST_RUN = 3
"""So many of them, one below the other, are one without a heading."""


@dataclass(slots=True)
class Read:
    """An item with the rows and blocks that it was read from, and its place."""

    rows: Sequence[Row]
    blocks: tuple[Block, ...]
    place: Place
    item: Item
    section: Section


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer of a list: the number of its question, the key, and what explains it."""

    number: str
    key: Pick
    more: list[Pick] = field(default_factory=list)

    @property
    def line(self) -> int:
        """Its source line."""
        return self.key[1].number


# --- finding lists of answers -------------------------------------------------------------------------


def answer_entries(page: Section) -> list[Entry]:
    """Return the answers that lists and tables of a page give by number, in reading order."""
    tables = (row for section in page.walk() for row in rows(section.blocks) if row.whole)
    found = [entry for row in tables if row.block.kind == "table" for entry in _table(row)]
    for part in _answer_parts(page):
        found += _listed(part)
    found += _headed_entries(page)
    return sorted(found, key=lambda entry: entry.line)


def _headed_entries(page: Section) -> Iterator[Entry]:
    """Yield the answers of another page whose headings are the numbers, each with its letters right below."""
    elsewhere = False
    for section in page.walk():
        elsewhere |= section.title.text == ELSEWHERE
        number = item_number(section.title.text, section.words) if elsewhere else ""
        found = [row for row in rows(section.blocks) if row.text] if number.isdecimal() else []
        if found and is_letters(found[0].text):
            key, *more = found
            yield Entry(str(int(number)), (key, key.line), [(lone_row(row.line), row.line) for row in more])


def _answer_parts(page: Section) -> Iterator[Sequence[Row]]:
    """Yield the rows of each part of a page that gives answers: all below such a heading, all in such a fold."""
    below = 0
    part: list[Row] = []
    for section in page.walk():
        if not 0 < below < section.level:
            yield part
            answers = section.level and (heads_answers(section) or section.title.text == ELSEWHERE)
            part, below = [], section.level if answers else 0
        if below:
            part += rows(section.blocks)
            continue
        for block in section.blocks:
            if _is_fold(block, section.words):
                yield rows(block.blocks)
        yield from key_runs(rows(section.blocks))
    yield part


def key_runs(found: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Yield rows that are numbers with their letters, one by one: `1) B（why）` is nothing but an answer."""
    for is_entry, run in itertools.groupby(found, key=_is_entry):
        entries = list(run)
        if is_entry and len(entries) >= LEAST_RUN:
            yield entries


def _is_entry(row: Row) -> bool:
    told = bool(row.text) and any(_entries(row, 0))
    return told and (not row.bullet or bool(_KEY_ALONE.match(narrow(row.text))))


def lists_answers(block: Block, words: Words) -> bool:
    """Tell a fold of answers to numbered questions from that of one."""
    return _is_fold(block, words) and len(_listed(rows(block.blocks))) >= LEAST


def _is_fold(block: Block, words: Words) -> bool:
    """Tell a fold whose summary says that it hides answers."""
    return block.kind == "details" and bool(block.lines) and _is_answers(block.lines[0], words)


_NUMBER_HEAD = lazily(r"\W*(?:問題?|設問|質問)?(?:番号|no\.?|number|#)?\W*|q(?:uestion)?s?\W*|問題?|設問")
_ANSWER_HEAD = lazily(r"\W*(?:正解|正答|解答|答え|回答|解|答|correct answer|answer|correct|key|ans)\W*")
_WHY_HEAD = lazily(
    r"解説|理由|説明|根拠|explanation|reason|why|ポイント|notes?|ひとこと|一言|メモ|補足|備考|コメント|remarks?|comment"
)
_NUMBER_CELL = lazily(
    r"\s*(?:問題?|設問|q(?:uestion)?|no\.?|第)?\s*\.?\s*(?P<number>\d{1,3})\s*(?:問目?|番)?\W*"
)


def _table(row: Row) -> list[Entry]:
    table = read_table(row.block)
    heads = [fold(cell.text) for cell in table.heads]
    answer = _headed(heads, _ANSWER_HEAD.fullmatch)
    number = _headed(heads, _NUMBER_HEAD.fullmatch, answer)
    if answer < 0 or number < 0:
        return _lying(table)
    columns = (number, answer, _headed(heads, _WHY_HEAD.search, answer))
    read = (_entry_of(each.lines, columns) for each in table.rows)
    return list(filter(None, read))


def _entry_of(cells: Sequence[Line], columns: tuple[int, int, int]) -> Entry | None:
    """Read a row by its columns: number, answer, reason (-1: none)."""
    if len(cells) <= max(columns):
        return None
    number, answer, why = columns
    return _entry(cells[number], cells[answer], cells[why] if why >= 0 else None)


def _headed(heads: Sequence[str], fits: Callable[[str], object], but: int = -1) -> int:
    """Return the first column whose head fits, -1 where none does."""
    return next((i for i, head in enumerate(heads) if i != but and fits(head)), -1)


def _entry(number: Line, answer: Line, why: Line | None) -> Entry | None:
    """Read a row: the number of a question, the letters of its answer, and what explains it."""
    found = _NUMBER_CELL.fullmatch(fold(number.text))
    if not found or not is_letters(answer.text):
        return None
    more = [(lone_row(why), why)] if why is not None and why.text else []
    return Entry(found["number"], (lone_row(answer), answer), more)


def _lying(table: Table) -> list[Entry]:
    """Read a table whose first row holds the numbers and whose second one the letters."""
    if not table.heads or len(table.rows) != 1 or len(table.rows[0].lines) != len(table.heads):
        return []
    head, *cells = table.rows[0].lines
    if not _ANSWER_HEAD.fullmatch(fold(head.text)):
        return []
    pairs = zip(table.heads[1:], cells, strict=True)
    entries = [_entry(number, cell, None) for number, cell in pairs]
    return [entry for entry in entries if entry] if all(entries) else []


_LETTERS = r"[A-Ha-h1-9ア-オ①-⑨](?:\s*[,、・と&]\s*[A-Ha-h1-9ア-オ①-⑨])*"
_ENTRY = lazily(
    rf"(?:^|(?<=[\s,、。|/]))(?P<label>(?:問題?|設問|[Qq](?:uestion)?|[Nn]o\.?|[^\W\d_a-zA-Z]{{2,4}}(?=\d))\s*)?[(（]?(?P<number>\d{{1,3}})(?!\.\d)[)）]?\s*(?:[.:)、→=…-]+\s*|\s+)(?:…+\s*)?"
    rf"(?:正解\s*[:は]?\s*|答え?\s*[:は]?\s*)?(?P<key>{_LETTERS})(?=[\s,、。.:/|(（]|$|です)"
)

_KEY_ALONE = lazily(rf"\s*{_LETTERS}\s*(?:$|[(.。:、,])")
_OTHER = lazily(r"\s*(?:問題?|設問|[Qq](?:uestion)?|[Nn]o\.?)?\s*\d{1,3}\s*(?:[.:)、]|\s-+\s|…)")
"""An entry that names no letter: 15 - skipped."""


def _listed(found: Sequence[Row]) -> list[Entry]:
    """Read `1. B`, `問1：A　問2：C` below a heading such as 解答."""
    entries: list[Entry] = []
    sure = False
    counted = Counted()
    for row in found:
        told = list(_entries(row, counted.number(row)))
        entries += (entry for entry, _ in told)
        sure |= any(labelled for _, labelled in told)
        if entries and not told and _explains(row):
            entries[-1].more.append((lone_row(row.line), row.line))
    chapters = laps([[int(entry.number)] for entry in entries])
    for entry, (chapter, following) in zip(entries, itertools.pairwise(chapters), strict=False):
        if following > chapter:
            del entry.more[-1:]  # the title of the next chapter
    return entries if sure or (entries and len(entries) >= LEAST * (chapters[-1] + 1)) else []


def _explains(row: Row) -> bool:
    return bool(row.text) and not _OTHER.match(narrow(row.text))


_OF_ANSWERS = lazily(
    r"(?:の|\s)(?:解答|正解|正答|答え|回答|answers?)(?:と解説|一覧|まとめ|集|編)?(?:\s*[(].{1,15}[)])?\W*$"
    r"|^\W*answers? (?:to|for|of)\b"
)


def heads_answers(section: Section) -> bool:
    """Tell a heading over answers: 解答, 紙でやった回の解答, Answers to part 2."""
    return _is_answers(section.title, section.words) or bool(_OF_ANSWERS.search(fold(section.title.text)))


def _is_answers(line: Line, words: Words) -> bool:
    label = words.label(line)
    return label is not None and label.kind == "answer"


def _entries(row: Row, counted: int) -> Iterator[tuple[Entry, bool]]:
    """Yield the answers in a row; an item of a list has the number that is `counted`, as a page shows it."""
    if not row.text:
        return
    if is_numbered(row):
        found = re.match(rf"\s*(?:正解\s*[:は]?\s*)?{_LETTERS}(?=[\s,、。.:(（]|$|です)", narrow(row.text))
        if found:
            yield Entry(str(counted), (lone_row(row.line), row.line)), False
        return
    marks = list(_ENTRY.finditer(narrow(row.text)))
    if not marks or marks[0].start() > 0:
        return
    for mark, end in zip(marks, [m.start() for m in marks[1:]] + [len(row.text)], strict=True):
        line = cut(row.line, mark.start("key"), end)
        yield Entry(str(int(mark["number"])), (lone_row(line), line)), bool(mark["label"])


# --- giving them to their questions -------------------------------------------------------------------


def join(page: Section, read: Sequence[Read]) -> list[Read]:
    """Give each numbered question without an answer the next one of its number on the page."""
    if not any(map(_waits, read)):
        return list(read)
    entries = answer_entries(page)
    last = next((section.first for section in page.walk() if section.title.text == ELSEWHERE), sys.maxsize)
    place = _by_lap([each for each in read if _line(each) < last], entries)
    used: set[int] = set()
    joined: list[Read] = []
    for index, each in enumerate(read):
        if index in used:
            continue
        if _answers_before(each) and joined and _is_open(joined[-1].item):
            joined[-1] = merge(joined[-1], each)
        elif not _lacks_answer(each.item):
            joined.append(each)
        elif each.item.options and _line(each) < last and (entry := _entry_for(each.item, place(index))):
            _give(entry, each.item, each.section.words)
            joined.append(each)
        else:
            other = _answering(read, index)
            used.add(other)
            joined.append(merge(each, read[other]) if other >= 0 else each)
    return joined


def _line(each: Read) -> int:
    return each.rows[0].line.number


def _waits(each: Read) -> bool:
    """Tell what an answer elsewhere may belong to, and what answers the question before."""
    return _lacks_answer(each.item) or _answers_before(each)


def _entry_for(item: Item, entries: Sequence[Entry]) -> Entry | None:
    """Return the first answer behind an item that has its number."""
    last = item.rows[-1].line.number if item.rows else 0
    return next((e for e in entries if e.number == item.number.lstrip("0") and e.line > last), None)


def _answering(read: Sequence[Read], index: int) -> int:
    """Return the place of the part of the page behind an item that answers it, -1 where none does."""
    number = read[index].item.number
    return next((i for i in range(index + 1, len(read)) if _answers(read[i], number)), -1)


def _by_lap(read: Sequence[Read], entries: Sequence[Entry]) -> Callable[[int], Sequence[Entry]]:
    """Return what says where the answer of a question may stand: in its chapter, where numbers begin anew.

    Where the answers begin anew as often as the questions do, they stand in the same order; else each behind its
    own chapter.
    """
    numbers = [each.item.number for each in read]
    asked = laps([[int(number)] if number.isdecimal() else None for number in numbers])
    given = laps([[int(entry.number)] for entry in entries])
    if not asked or asked[-1] == 0:
        return lambda _: entries
    if given and given[-1] == asked[-1]:
        return lambda at: [entry for entry, lap in zip(entries, given, strict=True) if lap == asked[at]]
    begins = {
        lap: each.rows[0].line.number for each, lap in zip(reversed(read), reversed(asked), strict=True)
    }
    if not any(entry.line < begins[1] for entry in entries):
        # all of them stand at the end: they are told apart where each number is that of one question
        asking = Counter(number.lstrip("0") for number in numbers)
        told = entries if all(asking[entry.number] == 1 for entry in entries) else ()
        return lambda _: told
    return lambda at: [entry for entry in entries if entry.line < begins.get(asked[at] + 1, sys.maxsize)]


def _answers_before(each: Read) -> bool:
    """Tell 「昨日の問題の答え：A」 at the head of a section: it answers the last question without an answer."""
    first = next((row for row in each.rows if row.text and not row.heading), None)
    label = label_rows([first], each.section.words)[0] if first else None
    return label is not None and label.word == PREVIOUS and not each.item.options


def _is_open(item: Item) -> bool:
    """Tell a question that has options and no answer."""
    return bool(item.options and item.stem) and not (item.right or item.answer or item.letters)


def _lacks_answer(item: Item) -> bool:
    """Tell a numbered question of which nothing says the answer."""
    answered = item.right or item.answer or item.letters or item.unanswered
    return bool(item.number and item.stem) and not answered


def _answers(other: Read, number: str) -> bool:
    """Tell a part of the page that answers the question of this number and asks nothing itself."""
    item = other.item
    if item.number != number or any(option.listed for option in item.options):
        return False
    # else a question of its own that happens to have the number
    return bool(item.letters or item.answer) and not _asks(item)


def _asks(item: Item) -> bool:
    """Tell an item that asks in words, below its heading."""
    return any(asks(line.text) for row, line in item.stem if not row.heading and line.text)


def _give(entry: Entry, item: Item, words: Words) -> None:
    row, line = entry.key
    if not read_key(row, line, item, words):
        return
    item.answered, item.key_line = True, line.number
    for row, line in entry.more:
        said = reason(line, item, words, refuting=False) if line.text else None
        if said is None or not said.options:
            item.explanation.append((row, line))
            continue
        for option in said.options:
            option.why.append((row, said.text))
            option.refuted = option.refuted or not option.right


def merge(question: Read, answer: Read) -> Read:
    """Read a question and its answer elsewhere as one item."""
    behind = _told_behind(answer, question.section.words)
    item = read_item([*question.rows, *behind], question.section.words)
    if 0 < len(question.item.stem) < len(item.stem):
        item.stem = question.item.stem
    item.number = question.item.number
    known = {id(block) for block in question.blocks}
    blocks = (*question.blocks, *(block for block in answer.blocks if id(block) not in known))
    return replace(question, rows=item.rows, blocks=blocks, item=item)


def _told_behind(answer: Read, words: Words) -> list[Row]:
    """Return the rows of an answer without the number of its question, below a label that announces it."""
    if not answer.rows:
        return []
    behind = [*_unnumbered(answer.rows[0], words), *answer.rows[1:]]
    if answer.item.answered or not behind:
        return behind
    opening = Line(behind[0].line.number, "解答", "解答")
    return [Row(opening, Block("paragraph", 0, 0, "", (opening,)), 0, True, CELL), *behind]


def _unnumbered(row: Row, words: Words) -> list[Row]:
    """Return what the first row of an answer says besides the question that it answers, if anything."""
    label = words.label(row.line) if row.text else None
    if label and label.kind == "question":
        line = cut(row.line, label.rest)
        return [replace(row, line=line)] if row.text[label.rest :].strip() else []
    return [] if row.heading else [row]
