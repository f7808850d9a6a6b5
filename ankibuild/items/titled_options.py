"""Find options that are titles, headings or bold lines, each with the reason for or against it below.

`#### ❌ A. 甲`, `### ✅ 「乙」`, `**❌ 丙**`: the list of the options and what is said of each are one and the same
there. Plain titles are no options: each has to carry a mark, or they count A, B, C.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ankibuild.items.item import Option
from ankibuild.items.key import is_letters
from ankibuild.items.letters import Lettered, follows, is_first, lettered
from ankibuild.items.marks import bare_option
from ankibuild.items.option_text import read_option
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.text import bold_prefix, key_of
from ankibuild.words import Label, Words

LEAST = 2
MOST = 12
"""How many options a question has at most: more marked titles are a list of topics done and to do."""
MARKS = 4
"""How many characters of marks may stand around a bold title."""

Labels = Sequence[Label | None]


@dataclass(frozen=True, slots=True)
class _Title:
    """A title that may be an option: the row it stands on, its letter and what its mark says."""

    at: int
    lead: Lettered | None
    verdict: bool | None
    bare: str


def titled_options(rows: Sequence[Row], labels: Labels, words: Words) -> tuple[list[Option], range]:
    """Return the options that are titles, with the rows that hold them and their reasons."""
    for run in _runs(rows, labels, words):
        if not _are_options(run) or not _fits(run, rows, labels):
            continue
        end = _end(rows, labels, run)
        ends = [each.at for each in run[1:]] + [end]
        options = [
            read_option(rows[each.at : until], words, each.lead, titled=True)
            for each, until in zip(run, ends, strict=True)
        ]
        if all(option.text for option in options):
            return options, range(run[0].at, end)
    return [], range(0)


def are_titles_of_options(titles: Sequence[Line], words: Words) -> bool:
    """Tell headings that are a question's options, marked right and wrong."""
    found = [_title(at, line, words) for at, line in enumerate(titles)]
    run = [title for title in found if title]
    return len(run) == len(titles) and _are_options(run) and any(title.verdict for title in run)


def is_title(row: Row) -> bool:
    """Tell a heading, or a line that is bold but for the marks around it and begins its paragraph."""
    if not row.text or row.block.kind == "details":
        return False
    if row.heading:
        return True
    return row.head and row.depth == 0 and row.block.kind == "paragraph" and _is_bold(row.line)


def _is_bold(line: Line) -> bool:
    bold = bold_prefix(line)
    if bold:
        return bold >= len(line.text) - MARKS
    at = line.html.find("<strong>")
    inside = line.html.count("<strong>") == 1 and line.html.rstrip().endswith("</strong>")
    return inside and 0 < at <= MARKS


def _runs(rows: Sequence[Row], labels: Labels, words: Words) -> Iterator[list[_Title]]:
    """Yield the titles that follow each other, of one kind and level."""
    run: list[_Title] = []
    kind = ""
    for i, row in enumerate(rows):
        closes = row.heading or (labels[i] is not None and not _judges(row, labels[i]))
        if not closes and not is_title(row):
            continue
        title = None if labels[i] else _title(i, row.line, words) if is_title(row) else None
        own = f"{row.block.kind}{row.block.marker}"
        if title and run and own == kind:
            run.append(title)
        elif title or closes or own == kind:
            if len(run) >= LEAST:
                yield run
            run, kind = ([title], own) if title else ([], "")
    if len(run) >= LEAST:
        yield run


def _title(at: int, line: Line, words: Words) -> _Title | None:
    """Read a title that has a letter or a mark; None for any other."""
    if not line.text:
        return None
    bare, verdict = bare_option(line, words)
    lead = lettered(line.text)
    if lead and (lead.loose or not line.text[lead.rest :].strip()):
        lead = lead if lead.loose and verdict is not None and not lead.letter.isdigit() else None
    if lead is None and verdict is None:
        return None
    return _Title(at, lead, verdict, key_of(bare.text))


def _are_options(run: Sequence[_Title]) -> bool:
    """Tell titles that count A, B, C and are marked, or are judged each, some right and some wrong."""
    verdicts = [title.verdict for title in run]
    judged = True in verdicts and (False in verdicts or len(run) > LEAST)
    letters = [title.lead.letter if title.lead else "" for title in run]
    counted = all(letters) and is_first(letters[0]) and _count(letters)
    return judged and len(run) <= MOST and (counted or None not in verdicts)


def _count(letters: Sequence[str]) -> bool:
    return all(follows(after, before) for before, after in pairwise(letters))


def _fits(run: Sequence[_Title], rows: Sequence[Row], labels: Labels) -> bool:
    """Tell options from other marked titles behind an answer (merits and demerits): one of them is that answer."""
    at = next((i for i, label in enumerate(labels[: run[0].at]) if label and label.kind == "answer"), None)
    label = labels[at] if at is not None else None
    if at is None or label is None or all(title.lead for title in run):
        return True
    said = rows[at].text[label.rest :] or next((row.text for row in rows[at + 1 :] if row.text), "")
    return key_of(said) in [title.bare for title in run]


def _judges(row: Row, label: Label | None) -> bool:
    """Tell 「不正解。…」 and 「理由：…」 below an option's title from the label of another part of the item."""
    if label is None or row.heading or row.block.kind == "details":
        return False
    rest = row.text[label.rest :].strip()
    return label.kind in ("explanation", "wrong", "answer") and bool(rest) and not is_letters(rest)


def _end(rows: Sequence[Row], labels: Labels, run: Sequence[_Title]) -> int:
    """Return where the last option's reason ends."""
    first, last = rows[run[0].at], run[-1].at
    longest = max(_blocks(rows, a.at + 1, b.at) for a, b in pairwise(run))
    seen: set[int] = set()
    for i in range(last + 1, len(rows)):
        row = rows[i]
        if row.heading or row.block.kind == "rule" or (labels[i] and not _judges(row, labels[i])):
            return i
        if first.heading or row.block is rows[last].block:
            continue
        seen.add(id(row.block) if row.depth == 0 else row.group)
        if len(seen) > max(1, longest) or is_title(row):
            return i  # behind bold lines nothing but its length tells where the last reason ends
    return len(rows)


def _blocks(rows: Sequence[Row], start: int, end: int) -> int:
    """Count the blocks between two titles."""
    return len({id(row.block) if row.depth == 0 else row.group for row in rows[start:end] if row.text})
