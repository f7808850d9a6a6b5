"""Give questions the answers that stand away from them: at the end of the page, keyed by number."""

import sys
from collections import Counter
from collections.abc import Callable, Sequence

from msgspec import Struct

from ankibuild.items.answer_lists import Entry, answer_entries
from ankibuild.items.counting import laps
from ankibuild.items.item import Item, Reason, lone_row
from ankibuild.items.key import is_letters, read_key
from ankibuild.items.labels import PREVIOUS, label_rows
from ankibuild.items.nouns import ANSWER
from ankibuild.items.reasons import reason
from ankibuild.keyed import ELSEWHERE
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Line
from ankibuild.page.content import is_url
from ankibuild.page.context import Place
from ankibuild.page.flow import Pick, Row
from ankibuild.page.questions import asks
from ankibuild.reader.whole import read_item
from ankibuild.text import cut
from ankibuild.values import replace
from ankibuild.words import Words


class Read(Struct):
    """An item with the rows and blocks that it was read from, and its place."""

    rows: Sequence[Row]
    blocks: tuple[Block, ...]
    place: Place
    item: Item
    section: Section


# --- giving them to their questions -------------------------------------------------------------------


def join(page: Section, read: Sequence[Read]) -> list[Read]:
    """Give each numbered question without an answer the next one of its number on the page."""
    if not any(map(_waits, read)):
        return list(read)
    entry_for = _listed_for(page, read)
    used: set[int] = set()
    joined: list[Read] = []
    for index, each in enumerate(read):
        if index in used:
            continue
        if _answers_before(each) and any(map(_is_open, joined[-1:])):
            joined[-1] = merge(joined[-1], each)
        elif not _lacks_answer(each.item):
            joined.append(each)
        elif entry := entry_for(index):
            _give(entry, each.item, each.section.words)
            joined.append(each)
        else:
            other = _answering(read, index)
            used.add(other)
            joined.append(merge(each, read[other]) if other >= 0 else each)
    return joined


def _listed_for(page: Section, read: Sequence[Read]) -> Callable[[int], Entry | None]:
    """Return what finds the answer of a question with options in the page's lists of answers."""
    entries = answer_entries(page)
    last = next((section.first for section in page.walk() if section.title.text == ELSEWHERE), sys.maxsize)
    asking = [each for each in read if _line(each) < last]
    place = _by_lap(asking, entries)

    def entry_for(at: int) -> Entry | None:
        item = read[at].item
        return _entry_for(item, place(at)) if item.options and at < len(asking) else None

    return entry_for


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
    if not any(asked):
        return lambda _: entries
    if given[-1:] == asked[-1:]:
        return lambda at: [entry for entry, lap in zip(entries, given, strict=True) if lap == asked[at]]
    return _by_chapter(read, numbers, asked, entries)


def _by_chapter(
    read: Sequence[Read], numbers: Sequence[str], asked: Sequence[int], entries: Sequence[Entry]
) -> Callable[[int], Sequence[Entry]]:
    """Return what gives each question the answers up to the next chapter, where some stand there."""
    begins = {
        lap: each.rows[0].line.number for each, lap in zip(reversed(read), reversed(asked), strict=True)
    }
    if any(entry.line < begins[1] for entry in entries):
        return lambda at: [entry for entry in entries if entry.line < begins.get(asked[at] + 1, sys.maxsize)]
    # all of them stand at the end: they are told apart where each number is that of one question
    asking = Counter(number.lstrip("0") for number in numbers)
    told = entries if all(asking[entry.number] == 1 for entry in entries) else ()
    return lambda _: told


def _answers_before(each: Read) -> bool:
    """Tell 「昨日の問題の答え：A」 at the head of a section: it answers the last question without an answer."""
    first = next((row for row in each.rows if row.text and not row.heading), None)
    label = label_rows([first], each.section.words)[0] if first else None
    return label is not None and label.word == PREVIOUS and not each.item.options


def _is_open(read: Read) -> bool:
    """Tell a question that has options and no answer."""
    item = read.item
    return bool(item.options and item.stem) and not (item.right or item.answer or item.letters)


def _lacks_answer(item: Item) -> bool:
    """Tell a numbered question of which nothing says the answer."""
    answered = item.right or item.answer or item.letters or item.unanswered
    return bool(item.number and item.stem) and not answered


def _answers(other: Read, number: str) -> bool:
    """Tell a part of the page that answers the question of this number and asks nothing itself."""
    item = other.item
    if item.number == number and _asks_letters(item):
        return True
    if item.number != number or item.listed:
        return False
    # else a question of its own that happens to have the number
    return bool(item.letters or item.answer) and not _asks(item)


def _asks_letters(item: Item) -> bool:
    """Tell 「問1: B」 over what is said of each option: letters ask nothing."""
    return len(item.stem) == 1 and is_letters(item.stem[0][1].text)


def _asks(item: Item) -> bool:
    """Tell an item that asks in words, below its heading."""
    return any(asks(line.text) for row, line in item.stem if not row.heading and line.text)


def _give(entry: Entry, item: Item, words: Words) -> None:
    """Give an item the answer that stands elsewhere, with what is said of its options there."""
    row, line = entry.key
    told = [(pick, _reason(pick, item, words)) for pick in (entry.key, *entry.more)]
    stated = _state([said for _, said in told], item)
    if not stated and (_only_refutes([said for _, said in told]) or not read_key(row, line, item, words)):
        return
    item.answered, item.key_line = True, line.number
    for option in item.right:
        option.refuted = False
    _tell(told[not stated :], item, words)


def _state(told: Sequence[Reason | None], item: Item) -> bool:
    """Take the options that reasons call right, 「1. A is not correct …, B is correct because …」."""
    stated = [option for said in told if said and said.right for option in said.options]
    for option in stated:
        option.right = True
        item.letters.append(option.letter)
    return bool(stated)


def _tell(told: Sequence[tuple[Pick, Reason | None]], item: Item, words: Words) -> None:
    """Add what explains the answer, and the reasons to their options."""
    for (row, line), said in told:
        if said is None:
            item.explanation += [] if _refers(line, words) else [(row, line)]
            continue
        for option in said.options:
            option.why.append((row, said.text))
            option.refuted = option.refuted or not option.right


def _only_refutes(said: Sequence[Reason | None]) -> bool:
    """Tell reasons against several options, the first one too, of which none says what is right."""
    reasons = [each for each in said if each is not None]
    return len(reasons) > 1 and said[0] is not None and said[0].right is False


def _refers(line: Line, words: Words) -> bool:
    """Tell a line that only says where more is written."""
    return is_url(line.text) or words.is_labelled("ignore", line)


def _reason(pick: Pick, item: Item, words: Words) -> Reason | None:
    """Read a line as the reason for or against options."""
    said = reason(pick[1], item, words, refuting=False) if pick[1].text else None
    return said if said and said.options else None


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
    opening = Line(behind[0].line.number, ANSWER, ANSWER)
    return [lone_row(opening), *behind]


def _unnumbered(row: Row, words: Words) -> list[Row]:
    """Return what the first row of an answer says besides the question that it answers, if anything."""
    label = words.label(row.line) if row.text else None
    if label and label.kind == "question":
        line = cut(row.line, label.rest)
        return [replace(row, line=line)] if row.text[label.rest :].strip() else []
    return [] if row.heading else [row]
