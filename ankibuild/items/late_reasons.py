"""Reasons that stand away from their questions, by number and option: `- 問3 B：物理の会議なので誤り`."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from ankibuild.items.answers import Read
from ankibuild.items.item import Option, alone
from ankibuild.items.reasons import reason
from ankibuild.markdown.outline import Section
from ankibuild.model import Line
from ankibuild.page.flow import Row, rows
from ankibuild.patterns import lazily
from ankibuild.reader.subjects import Subject, subject_of
from ankibuild.text import cut, narrow

_NUMBERED = lazily(
    r"[\s*_・]*(?i:{question_sign})\s*(?P<number>\d{1,3})\s*{counter}?\s*(?:{of}|[:.、])?\s*(?=\S)"
)


def join_reasons(page: Section, read: Sequence[Read]) -> list[Read]:
    """Give options the reasons that other places of the page hold by the number of their question."""
    for row, number, start in _numbered(page, read):
        each = next((x for x in reversed(read) if number in _names(x) and _before(x, row)), None)
        said = _said(row, start, each) if each else None
        if each and said:
            each.item.rows = [*each.item.rows, row]
            _refute(*said)
    return list(read)


def _refute(options: Sequence[Option], why: Line) -> None:
    for option in options:
        option.refuted = True
        option.why = option.why or [alone(why)]


def _numbered(page: Section, read: Sequence[Read]) -> Iterator[tuple[Row, str, int]]:
    """Yield the rows outside of items that begin with a question's number, the number and where it ends."""
    listed = [each for each in read if each.item.options]
    titles = {each.section.title.text for each in listed}
    inside = _lines_of(listed, titles)
    for section in page.walk() if listed else ():
        opened = _opener(section.title.text) or _titled(section, titles)
        for row in _outside(section, inside):
            if found := _NUMBERED.match(narrow(row.text)):
                opened = _opener(row.text)
                yield row, found["number"], found.end()
            elif opened:
                yield row, opened, 0


def _lines_of(read: Iterable[Read], titles: Collection[str]) -> set[int]:
    """Return the lines of items, but for those that only discuss the options of another."""
    own = (each for each in read if not _titled(each.section, titles))
    return {row.line.number for each in own for row in each.rows}


def _outside(section: Section, lines: Collection[int]) -> Iterator[Row]:
    """Yield the rows with text of a section's own that stand in none of some lines."""
    return (row for row in rows(section.blocks) if row.text and row.line.number not in lines)


_OPENS = lazily(
    r"{of}?(?:{reason_word}|{correction_word})?\s*(?:[(（].*[)）])?\s*[:：]?\s*",
    re.IGNORECASE,
)


def _opener(text: str) -> str:
    """Return the number that a line opens reasons for: 問題7の理由, "Question 3 (thanks to all):"; else ""."""
    found = _NUMBERED.match(f"{narrow(text)} .") if text else None
    return found["number"] if found and _OPENS.fullmatch(text[found.end() :]) else ""


def _names(each: Read) -> tuple[str, ...]:
    return tuple(name for name in (each.item.number, each.section.title.text) if name)


_OF_TITLE = lazily(
    r"\s*{of}(?:{options_word}|{reason_word}|{correction_word})(?:{of}{reason_word})?\s*[:：]?\s*$"
)


def _titled(section: Section, titles: Collection[str]) -> str:
    """Return the title of the item whose options a heading discusses: `S-07` for 「S-07 の選択肢」; else ""."""
    found = _OF_TITLE.search(section.title.text)
    name = section.title.text[: found.start()].strip() if found else ""
    return name if name in titles else ""


def _before(each: Read, row: Row) -> bool:
    return bool(each.item.options and each.item.right) and each.rows[0].line.number < row.line.number


def _said(row: Row, start: int, read: Read) -> Subject | None:
    """Read what stands behind the number as the reason against wrong options of its item."""
    line, item, words = cut(row.line, start), read.item, read.section.words
    found = reason(line, item, words, refuting=True)
    subject = (found.options, found.text) if found else subject_of(line, None, item, words)
    fits = subject and subject[1].text and not any(option.right for option in subject[0])
    return subject if fits else None
