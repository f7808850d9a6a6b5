"""Answers that stand away from their questions: a table or list at the end of the page, keyed by number."""

import itertools
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

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
    return sorted(found, key=lambda entry: entry.line)


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


def is_answer_list(section: Section) -> bool:
    """Tell a section of answers to numbered questions from the answer of one."""
    if any(item_number(inner.title.text, section.words) for inner in section.sections):
        return True
    return (heads_answers(section) and bool(_listed(rows(section.blocks)))) or any(
        _table(row) for row in rows(section.blocks) if row.whole
    )


_NUMBER_HEAD = lazily(r"\W*(?:問題?|設問|質問)?(?:番号|no\.?|number|#)?\W*|q(?:uestion)?s?\W*|問題?|設問")
_ANSWER_HEAD = lazily(r"\W*(?:正解|正答|解答|答え|回答|解|答|correct answer|answer|correct|key|ans)\W*")
_WHY_HEAD = lazily(
    r"解説|理由|説明|根拠|explanation|reason|why|ポイント|notes?|ひとこと|一言|メモ|補足|備考|コメント|remarks?|comment"
)
_NUMBER_CELL = lazily(
    r"\s*(?:問題?|設問|q(?:uestion)?|no\.?|第)?\s*\.?\s*(?P<number>\d{1,3})\s*(?:問目?|番)?\W*"
)


def _table(row: Row) -> list[Entry]:
    header = next((r for r in row.block.blocks if r.marker == "th"), None)
    heads = [fold(cell.text) for cell in header.lines] if header else []
    answer = next((i for i, head in enumerate(heads) if _ANSWER_HEAD.fullmatch(head)), -1)
    number = next((i for i, head in enumerate(heads) if i != answer and _NUMBER_HEAD.fullmatch(head)), -1)
    why = next((i for i, head in enumerate(heads) if i != answer and _WHY_HEAD.search(head)), -1)
    if answer < 0 or number < 0:
        return _lying(header, row.block) if header else []
    entries = []
    for each in row.block.blocks:
        cells = each.lines
        if each is header or len(cells) <= max(answer, number, why):
            continue
        found = _NUMBER_CELL.fullmatch(fold(cells[number].text))
        if found and is_letters(cells[answer].text):
            more = [(lone_row(cells[why]), cells[why])] if why >= 0 and cells[why].text else []
            entries.append(Entry(found["number"], (lone_row(cells[answer]), cells[answer]), more))
    return entries


def _lying(header: Block, table: Block) -> list[Entry]:
    """Read a table whose first row holds the numbers and whose second one the letters."""
    numbers = [_NUMBER_CELL.fullmatch(fold(cell.text)) for cell in header.lines]
    rows_below = [each for each in table.blocks if each is not header]
    if len(rows_below) != 1 or len(rows_below[0].lines) != len(numbers) or not all(numbers[1:]):
        return []
    cells = rows_below[0].lines
    if not _ANSWER_HEAD.fullmatch(fold(cells[0].text)) or not all(
        is_letters(cell.text) for cell in cells[1:]
    ):
        return []
    return [
        Entry(number["number"], (lone_row(cell), cell))
        for number, cell in zip(numbers[1:], cells[1:], strict=True)
        if number
    ]


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
    counted: dict[int, int] = {}
    for row in found:
        if row.bullet and row.block.marker[:-1].isdigit():
            counted[row.group] = max(int(row.block.marker[:-1]), counted.get(row.group, -1) + 1)
        told = list(_entries(row, counted.get(row.group, 0))) if row.text else []
        sure = sure or any(labelled for _, labelled in told)
        if told:
            entries += [entry for entry, _ in told]
        elif entries and row.text and not _OTHER.match(narrow(row.text)):
            entries[-1].more.append((lone_row(row.line), row.line))
    laps = _laps([entry.number for entry in entries])
    for entry, (lap, following) in zip(entries, itertools.pairwise(laps), strict=False):
        if following > lap:
            del entry.more[-1:]  # the title of the next chapter
    return entries if sure or (laps and len(entries) >= LEAST * (laps[-1] + 1)) else []


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
    if row.bullet and row.block.marker[:-1].isdigit():
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
    if not any(_lacks_answer(each.item) or _answers_before(each) for each in read):
        return list(read)
    entries = answer_entries(page)
    place = _by_lap(read, entries)
    used: set[int] = set()
    given: set[int] = set()
    joined: list[Read] = []
    for index, each in enumerate(read):
        if index in used:
            continue
        item = each.item
        if joined and _answers_before(each) and (at := _open(joined)) is not None:
            joined[at] = merge(joined[at], each)
            continue
        if not _lacks_answer(item):
            joined.append(each)
            continue
        last = item.rows[-1].line.number if item.rows else 0
        entry = next((e for e in place(index) if e.number == item.number.lstrip("0") and e.line > last), None)
        other = next((i for i in range(index + 1, len(read)) if _answers(read[i], item.number)), None)
        if entry and item.options:
            _give(entry, item, each.section.words)
            given.add(entry.line)
            joined.append(each)
        elif other is not None:
            used.add(other)
            joined.append(merge(each, read[other]))
        else:
            joined.append(each)
    return [
        each for each in joined if each.item.options or not any(row.line.number in given for row in each.rows)
    ]


def _by_lap(read: Sequence[Read], entries: Sequence[Entry]) -> Callable[[int], Sequence[Entry]]:
    """Return what says where the answer of a question may stand: in its chapter, where numbers begin anew.

    Where the answers begin anew as often as the questions do, they stand in the same order; else each behind its
    own chapter.
    """
    numbers = [each.item.number for each in read]
    asked, given = _laps(numbers), _laps([entry.number for entry in entries])
    if not asked or asked[-1] == 0:
        return lambda _: entries
    if given and given[-1] == asked[-1]:
        return lambda at: [entry for entry, lap in zip(entries, given, strict=True) if lap == asked[at]]

    ends = [
        *(
            each.rows[0].line.number
            for each, (a, b) in zip(read[1:], itertools.pairwise(asked), strict=True)
            if b > a
        ),
        sys.maxsize,
    ]
    if not any(entry.line < ends[0] for entry in entries):
        return lambda _: ()  # all of them stand at the end, and nothing says whose they are
    return lambda at: [entry for entry in entries if entry.line < ends[asked[at]]]


def _laps(numbers: Sequence[str]) -> list[int]:
    """Return for each number of a page how often the numbers have begun anew before it."""
    laps, last = [0], 0
    for number in numbers:
        value = int(number) if number.isdecimal() else sys.maxsize
        laps.append(laps[-1] + (value <= last))
        last = value if number.isdecimal() else last
    return laps[1:]


def _answers_before(each: Read) -> bool:
    """Tell 「昨日の問題の答え：A」 at the head of a section: it answers the last question without an answer."""
    first = next((row for row in each.rows if row.text and not row.heading), None)
    label = label_rows([first], each.section.words)[0] if first else None
    return label is not None and label.word == PREVIOUS and not each.item.options


def _open(joined: Sequence[Read]) -> int | None:
    """Return the question right before that has options and no answer."""
    item = joined[-1].item
    open_ = item.options and item.stem and not (item.right or item.answer or item.letters)
    return len(joined) - 1 if open_ else None


def _lacks_answer(item: Item) -> bool:
    """Tell a numbered question of which nothing says the answer."""
    answered = item.right or item.answer or item.letters or item.unanswered
    return bool(item.number and item.stem) and not answered


def _answers(other: Read, number: str) -> bool:
    """Tell a part of the page that answers the question of this number and asks nothing itself."""
    item = other.item
    if item.number != number or any(option.listed for option in item.options):
        return False
    stem = [line.text for row, line in item.stem if not row.heading and line.text]
    if stem and not _below_answers(other) and any(asks(text) for text in stem):
        return False  # a question of its own that happens to have the number
    return bool(item.letters or item.answer) or (_below_answers(other) and bool(item.stem))


def _below_answers(other: Read) -> bool:
    return any(_is_answers(Line(0, title, title), other.section.words) for title in other.section.trail)


def _give(entry: Entry, item: Item, words: Words) -> None:
    row, line = entry.key
    if read_key(row, line, item, words):
        item.answered, item.key_line = True, line.number
        for row, line in entry.more:
            said = reason(line, item, words, refuting=False) if line.text else None
            for option in said.options if said else ():
                option.why.append((row, said.text if said else line))
                option.refuted = option.refuted or (not option.right and said is not None)
            if not said or not said.options:
                item.explanation.append((row, line))


def merge(question: Read, answer: Read) -> Read:
    """Read a question and its answer elsewhere as one item."""
    words = question.section.words
    behind = list(answer.rows)
    label = words.label(behind[0].line) if behind and behind[0].text else None
    if label and label.kind == "question":
        rest = behind[0].text[label.rest :].strip()
        behind = (
            [replace(behind[0], line=cut(behind[0].line, label.rest)), *behind[1:]] if rest else behind[1:]
        )
    elif behind and behind[0].heading:
        behind = behind[1:]
    if not answer.item.answered and behind:
        opening = Line(behind[0].line.number, "解答", "解答")
        behind = [Row(opening, Block("paragraph", 0, 0, "", (opening,)), 0, True, CELL), *behind]
    item = read_item([*question.rows, *behind], words)
    if question.item.stem and item.stem and len(item.stem) > len(question.item.stem):
        item.stem = question.item.stem
    item.number = question.item.number
    known = {id(block) for block in question.blocks}
    blocks = (*question.blocks, *(block for block in answer.blocks if id(block) not in known))
    return replace(question, rows=item.rows, blocks=blocks, item=item)
