"""Find answers that lists and tables give by the number of their question."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from msgspec import Struct, field

from ankibuild.items.counting import Counted, is_numbered, laps
from ankibuild.items.item import alone
from ankibuild.items.key import is_letters
from ankibuild.items.letters import lettered
from ankibuild.keyed import ELSEWHERE
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Line
from ankibuild.page.context import item_number
from ankibuild.page.flow import Pick, Row, rows
from ankibuild.page.tables import Table, read_table
from ankibuild.patterns import lazily
from ankibuild.text import cut, fold, narrow, without_start
from ankibuild.values import replace
from ankibuild.words import Words

LEAST = 2
"""How many numbered letters make a list of answers."""
LEAST_RUN = 3
"""So many of them, one below the other, are one without a heading."""


class Entry(Struct, frozen=True):
    """One answer of a list: the number of its question, the key, and what explains it."""

    number: str
    key: Pick
    more: list[Pick] = field(default_factory=list)

    @property
    def line(self) -> int:
        """Its source line."""
        return self.key[1].number


def answer_entries(page: Section) -> list[Entry]:
    """Return the answers that lists and tables of a page give by number, in reading order."""
    whole = [row for section in page.walk() for row in rows(section.blocks)]
    found = [entry for row in whole if row.block.kind == "table" for entry in _table(row, page.words)]
    found += [entry for row in keyed_lines(whole, page.words) for entry, _ in _entries(row, 0)]
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
            yield Entry(str(int(number)), (key, key.line), [alone(row.line) for row in more])


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
        found = rows(section.blocks)
        yield from key_runs(found)
        yield from announced_keys(found, section.words)
    yield part


def key_runs(found: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Yield rows that are numbers with their letters, one by one: `1) B（why）` is nothing but an answer."""
    for is_entry, run in itertools.groupby(found, key=_is_entry):
        entries = list(run)
        if is_entry and len(entries) >= LEAST_RUN:
            yield entries


def announced_keys(found: Sequence[Row], words: Words) -> Iterator[Sequence[Row]]:
    """Yield the rows below a line that says no more than that answers follow, each with a number: 答え over `1. B`."""
    for at, row in enumerate(found[:-1]):
        if (
            not row.heading
            and row.text
            and words.only_labels("answer", row.line)
            and any(_entries(found[at + 1], 1))
        ):
            part = list(itertools.takewhile(lambda each: not each.heading, found[at + 1 :]))
            if len(_listed(part)) >= LEAST:
                yield part
                return


def tabulates_answers(row: Row, words: Words) -> bool:
    """Tell a table of the answers to numbered questions."""
    return len(_table(row, words)) >= LEAST


def keyed_lines(found: Sequence[Row], words: Words) -> Iterator[Row]:
    """Yield lines of the keys of several questions, as many at most as have options above: `Answers: 1. B, 2. C`."""
    lists = 0
    for row in filter(lambda each: each.text, found):
        lead, label = lettered(row.text), words.label(row.line)
        if label is None or label.kind != "answer":
            lists += lead is not None and lead.letter == "A" and not lead.loose
            continue
        keys = replace(row, line=cut(row.line, label.rest))
        numbers = [int(entry.number) for entry, _ in _entries(keys, 0)]
        if LEAST <= len(numbers) <= lists and numbers == [*range(numbers[0], numbers[0] + len(numbers))]:
            yield keys
        lists = 0


def _is_entry(row: Row) -> bool:
    told = bool(row.text) and any(_entries(row, 0))
    return told and (not row.bullet or bool(_KEY_ALONE.match(narrow(row.text))))


def lists_answers(block: Block, words: Words) -> bool:
    """Tell a fold of answers to numbered questions from that of one."""
    return _is_fold(block, words) and len(_listed(rows(block.blocks))) >= LEAST


def _is_fold(block: Block, words: Words) -> bool:
    """Tell a fold whose summary says that it hides answers."""
    return block.kind == "details" and bool(block.lines) and words.is_labelled("answer", block.lines[0])


_NUMBER_CELL = lazily(r"\s*{question_sign}?\s*\.?\s*(?P<number>\d{1,3})\s*{counter}?\W*")


def _table(row: Row, words: Words) -> list[Entry]:
    table = read_table(row.block)
    heads = [cell.text for cell in table.heads]
    width = _period(heads)
    heads = heads[:width]
    answer = _headed(heads, partial(_names_answers, words))
    number = _headed(heads, partial(_names_questions, words), answer)
    if answer < 0 or number < 0:
        return _lying(table, words)
    columns = (number, answer, _headed(heads, partial(words.in_head, "reason"), answer))
    starts = range(0, len(table.heads), width)
    read = (_entry_of(each.lines[at : at + width], columns) for at in starts for each in table.rows)
    return list(filter(None, read))


def _period(heads: Sequence[str]) -> int:
    """Return after how many columns the heads begin anew: two for `No. | Key | No. | Key`."""
    widths = (n for n in range(1, len(heads)) if len(heads) % n == 0)
    return next((n for n in widths if heads == [*heads[:n]] * (len(heads) // n)), len(heads))


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
    answer = cut(answer, 0, len(answer.text.rstrip("★☆* ")))
    if not found or not is_letters(answer.text):
        return None
    more = [alone(why)] if why is not None and why.text else []
    return Entry(found["number"], alone(answer), more)


def _names_answers(words: Words, head: str) -> bool:
    return words.is_head("answer", head) or bool(head and words.only_labels("answer", Line(0, head, "")))


def _names_questions(words: Words, head: str) -> bool:
    return words.is_head("number", head) or words.is_head("question", head)


def _lying(table: Table, words: Words) -> list[Entry]:
    """Read a table whose first row holds the numbers and whose second one the letters."""
    if not table.heads or len(table.rows) != 1 or len(table.rows[0].lines) != len(table.heads):
        return []
    head, *cells = table.rows[0].lines
    if not words.is_head("answer", head.text):
        return []
    pairs = zip(table.heads[1:], cells, strict=True)
    entries = [_entry(number, cell, None) for number, cell in pairs]
    return [entry for entry in entries if entry] if all(entries) else []


_LETTER = "[A-Ha-h1-9{kana}{circled}]"
_LETTERS = rf"{_LETTER}(?:\s*[,、・{{with}}&]\s*(?!\d{{1,3}}\s*[.:)-]\s*{_LETTER}(?:[\s,、;]|$)){_LETTER})*"
_ENTRY = lazily(
    rf"(?:^|(?<=[\s,、。|/]))(?P<label>(?:(?i:{{question_sign}})|[^\W\d_a-zA-Z]{{2,4}}(?=\d))\s*)?[(（]?(?P<number>\d{{1,3}})(?!\.\d)[)）]?\s*(?:[.:)、→=…—–\u20e3-]+\s*|\s+)(?:…+\s*)?"
    rf"(?:(?i:{{key_word}}|{{weak_word}})\s*(?::|{{topic}})?\s*)?(?P<key>{_LETTERS})(?=[\s,、。.:;/|(（]|$|{{copula}})"
)

_COUNTED = lazily(rf"\s*(?:{{key_word}}\s*(?::|{{topic}})?\s*)?{_LETTERS}(?=[\s,、。.:(（]|$|{{copula}})")
_KEY_ALONE = lazily(rf"\s*{_LETTERS}\s*(?:$|[(.。:、,])")
_OTHER = lazily(r"\s*(?i:{question_sign})?\s*\d{1,3}\s*(?:[.:)、]|\s-+\s|…)")
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
            _go_on(entries[-1], row)
    chapters = laps([[int(entry.number)] for entry in entries])
    _drop_titles(entries, chapters)
    return entries if sure or _are_answers(entries, chapters) else []


def _go_on(entry: Entry, row: Row) -> None:
    """Add a row to what is told of an answer."""
    entry.more.append(alone(row.line, None if row.head else [entry.key, *entry.more][-1]))


def _drop_titles(entries: Sequence[Entry], chapters: Sequence[int]) -> None:
    """Take the title of the next chapter off the last answer of each."""
    for entry, (chapter, following) in zip(entries, itertools.pairwise(chapters), strict=False):
        if following > chapter:
            del entry.more[-1:]


def _are_answers(entries: Sequence[Entry], chapters: Sequence[int]) -> bool:
    """Tell as many answers without a label as make a list, or a list a chapter."""
    return bool(entries) and len(entries) >= LEAST * (chapters[-1] + 1)


def _explains(row: Row) -> bool:
    return bool(row.text) and not _OTHER.match(narrow(row.text))


_OF_ANSWERS = lazily(r"(?:{of}|\s){answers}{collection}?(?:\s*[(].{1,15}[)])?\W*$|^\W*{answers} {answers_of}")

_CHAPTER = lazily(r"\d{1,2}\.\s+(?=\S)")


def heads_answers(section: Section) -> bool:
    """Tell a heading over answers: 解答, 8. 解答, 紙でやった回の解答, Answers to part 2."""
    bare = without_start(section.title, _CHAPTER)
    told = section.words.is_labelled("answer", section.title) or section.words.only_labels("answer", bare)
    return told or bool(_OF_ANSWERS.search(fold(bare.text)))


LONGEST = 24
"""How long a line is at most, in characters, that only says that answers follow: クイズの答え."""


def names_answers(line: Line, words: Words) -> bool:
    """Tell a line that says no more than that answers follow: 答え, クイズの答え, Answers to part 2."""
    short = len(line.text) <= LONGEST and bool(_OF_ANSWERS.search(fold(line.text)))
    return words.only_labels("answer", line) or short


def _entries(row: Row, counted: int) -> Iterator[tuple[Entry, bool]]:
    """Yield the answers in a row; an item of a list has the number that is `counted`, as a page shows it."""
    if not row.text:
        return
    if is_numbered(row):
        if _COUNTED.match(narrow(row.text)):
            yield Entry(str(counted), alone(row.line)), False
        return
    marks = list(_ENTRY.finditer(narrow(row.text)))
    if not marks or marks[0].start() > 0:
        return
    for mark, end in zip(marks, [m.start() for m in marks[1:]] + [len(row.text)], strict=True):
        line = cut(row.line, mark.start("key"), end)
        yield Entry(str(int(mark["number"])), alone(line)), bool(mark["label"])
