"""Find, in an item's explanation, what it says of single wrong options: 「A なら落ちる。GRS は読めない。」.

Authors who write prose name the option that a sentence is about, by letter, text or place in the list, and go on
to the next one. The sentences stay in the explanation; they are the reason against the option as well.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, chain, pairwise

from msgspec import Struct

from ankibuild.items.item import Item, Option
from ankibuild.items.letters import key
from ankibuild.items.nouns import NOUN
from ankibuild.items.sentence_subjects import Subject, sentence_subject, with_cause
from ankibuild.items.settle import says_all_right
from ankibuild.model import Line
from ankibuild.page.flow import Pick, Row
from ankibuild.patterns import lazily
from ankibuild.text import cut, has_picture


class Told(Struct, frozen=True):
    """A stretch of a line that is about options; `start` is where it begins in the line."""

    options: Sequence[Option]
    line: Line
    start: int
    whole: bool
    """Whether it is all of the line, or the first of several that are, none of them about what is right."""


Explained = tuple[Sequence[Pick], Sequence[int], Line]
"""A line of an explanation, hard-wrapped ones as one: what it is made of, where each part begins, the text."""
Find = Callable[[Line, Item], Iterator[Told]]


def give_mentions(item: Item, among: AbstractSet[int] | None = None, find: Find | None = None) -> None:
    """Give each wrong option without a reason what the explanation says of it, all of it or `among` some rows.

    `find` finds the stretches of a line that are about options (see `told`).
    """
    if bare := bare_options(item):
        for stretch in _explaining(item):
            if among is None or not among.isdisjoint(row.key for row, _ in stretch[0]):
                _give(bare, item, stretch, find or told)


def _give(bare: Sequence[Option], item: Item, stretch: Explained, find: Find) -> None:
    """Give options what a stretch of the explanation says of them."""
    picks, starts, line = stretch
    said = [each for each in find(line, item) if _share(each.options, bare)]
    item.elsewhere += [picks[0][0].key for each in said if each.whole and len(picks) == 1]
    for option, found in _told_of(bare, said):
        option.why += _in_rows(found, picks, starts, line)


def _told_of(options: Sequence[Option], said: Sequence[Told]) -> Iterator[tuple[Option, Told]]:
    """Yield what is said of options: of one alone rather than of several."""
    for option in options:
        mine = [each for each in said if not _without(option, each.options)]
        if mine:
            yield option, min(mine, key=lambda each: len(each.options))


def _share(some: Sequence[Option], others: Sequence[Option]) -> bool:
    return any(not _without(option, others) for option in some)


def _in_rows(found: Told, picks: Sequence[Pick], starts: Sequence[int], line: Line) -> list[Pick]:
    """Return a stretch of several lines as the rows have it, each its own."""
    if len(picks) == 1:
        return [(picks[0][0], found.line)]
    begin = line.text.index(found.line.text, found.start)
    spans = [(max(begin - at, 0), begin + len(found.line.text) - at) for at in starts]
    parts = zip(picks, spans, strict=True)
    said = [(row, cut(told, a, b)) for (row, told), (a, b) in parts if a < min(b, len(told.text))]
    return said[1:] if len(said) > 1 and _NOUN.fullmatch(said[0][1].text) else said  # "… Option / D is slow"


def bare_options(item: Item) -> list[Option]:
    """Return the wrong options of the list that nothing is said of yet, where one is known to be right.

    Where that one says that all are, what is said of the others speaks for them.
    """
    if not item.right or says_all_right(item):
        return []
    return [option for option in item.listed if not (option.right or option.why)]


def part_reasons(item: Item) -> None:
    """Part a reason that goes on to other options: 「B だと戻る。C はまたがない。」 said of B."""
    for option in item.options:
        for index in range(len(option.why)):
            _part_reason(option, index, item)
        option.why = [(row, line) for row, line in option.why if line.text or row.whole or has_picture(line)]


def _part_reason(option: Option, index: int, item: Item) -> None:
    """Give what a reason says of other options to them."""
    row, line = option.why[index]
    stretches = (each for each in told(line, item) if each.start or index)
    others = [each for each in stretches if _without(option, each.options)]
    if not others:
        return
    start = _lead(line.text, others[0].start)
    option.why[index] = (row, cut(line, 0, _end(line.text, start)) if start else _nothing(line))
    for each in others:
        for other in each.options:
            other.why.append((row, each.line))


def _nothing(line: Line) -> Line:
    return Line(line.number, "", "")


def _without(option: Option, options: Sequence[Option]) -> bool:
    return all(each is not option for each in options)


WRAPPED = 60
"""A line of so many characters, at least, that ends amid a sentence goes on in the next one, whatever begins it."""
_AMID = lazily(r"[A-Za-z\d,)\]-]\s*$")
_NOUN = lazily(rf"\b(?i:{NOUN})\s*$")


def _explaining(item: Item) -> Iterator[Explained]:
    """Yield what explains the right answer."""
    picks = [*item.explanation, *chain.from_iterable(option.why for option in item.right)]
    told = [(row, line) for row, line in picks if line.text and not row.heading]
    begins = [at for at, (row, _) in enumerate(told) if not at or not goes_on(*told[at - 1], row)]
    for start, end in pairwise([*begins, len(told)]):
        yield _in_one_line(told[start:end])


def _in_one_line(picks: Sequence[Pick]) -> Explained:
    lines = [line for _, line in picks]
    text, html = (" ".join(parts) for parts in zip(*((x.text, x.html) for x in lines), strict=True))
    starts = accumulate(len(line.text) + 1 for line in lines[:-1])
    return picks, [0, *starts], Line(lines[0].number, text, html)


def goes_on(before: Row, line: Line, row: Row) -> bool:
    """Tell a row that goes on with the sentence of the row before, as editors wrap paragraphs."""
    follows = before.block is row.block and row.line.number == line.number + 1
    wrapped = bool(_AMID.search(line.text)) and (
        (len(line.text) >= WRAPPED and row.text[:1].isascii()) or "a" <= row.text[:1] <= "z"
    )
    return follows and wrapped and (bool(_NOUN.search(line.text)) or key(row.text, (), glued=False) is None)


def told(line: Line, item: Item) -> Iterator[Told]:
    """Yield the stretches of a line that are about options: from the words that name one to the next such."""
    found = _subjects(line.text, item)
    ends = [*(_lead(line.text, at) for at, _ in found[1:]), len(line.text)]
    wrong = _are_wrong(found)
    for index, (at, (options, skip)) in enumerate(found):
        # 「A も使えるが、B のほうが速い」 is one statement against A
        against = index + 1 < len(found) and all(option.right for option in found[index + 1][1][0])
        end = ends[index + against] if _is_clause(line.text[: ends[index]]) else ends[index]
        stretch = cut(line, at + skip, _end(line.text, end))
        if text_before(stretch.text, len(stretch.text)):
            all_ = end == len(line.text) or wrong
            whole = index == 0 and all_ and not text_before(line.text, at)
            yield Told(options, stretch, at, whole)


def _are_wrong(found: Sequence[tuple[int, Subject]]) -> bool:
    """Tell subjects of which none is a right option: the line speaks of wrong ones alone."""
    return not any(option.right for _, (options, _skip) in found for option in options)


def _subjects(text: str, item: Item) -> list[tuple[int, Subject]]:
    """Return where a text begins to be about options, and what it is about there."""
    if listed := _enumerated(text, item):
        return listed
    starts = ((at, sentence_subject(text[at:], item)) for at in sentence_starts(text))
    found = [(at, subject) for at, subject in starts if subject]
    before = [-1, *(at for at, _ in found)]
    return [with_cause(text, each, last) for each, last in zip(found, before, strict=False)]


def _enumerated(text: str, item: Item) -> list[tuple[int, Subject]]:
    """Return what the parts of a remark in brackets, or parts of a text, are about where all begin with letters."""
    starts = [len(text) - len(text.lstrip("(（ ")), *(found.end() for found in _PART.finditer(text))]
    named = [item.all_named(found.letters) if (found := key(text[at:], item.known)) else [] for at in starts]
    several = len(starts) > 1 or starts[0] > 0
    return [(at, (some, 0)) for at, some in zip(starts, named, strict=True)] if several and all(named) else []


_PART = lazily(r"[;；]\s*(?=\S)")
_LEAD = lazily(r"(?<=[.!?])\s+[A-Z]\w+(?: \w+)?,\s+$")


def _lead(text: str, at: int) -> int:
    """Return where the sentence begins of which a subject stands behind no more than "Finally,"."""
    found = _LEAD.search(text, 0, at)
    return found.start() if found else at


def _is_clause(text: str) -> bool:
    return text.rstrip().endswith(("、", ",", ";"))


def text_before(text: str, at: int) -> bool:
    """Tell whether words stand before a place, not only an arrow or a bullet."""
    return bool(re.search(r"\w", text[:at]))


def _end(text: str, end: int) -> int:
    return len(text[:end].rstrip("、,;； ")) if end < len(text) else end


# What stands before any of them is looked for first: most characters are none of it.
_SENTENCE = lazily(
    r"(?<=[。！？!?.;、，；,:(\s])(?:(?<=[。！？!?])[」』)]*\s*(?=\S)|(?<=[a-z\d)][.;])\s+(?=\S)|(?<=[A-Za-z][A-Z]\.)\s+(?=[A-Z])|(?<=[、，；])(?=\S)|(?<![\s(][A-H],)(?<=[,;])\s+(?=\S)"
    r"|(?<=\s)(?=[A-HＡ-Ｈ{kana}{circled}1-9１-９]\s*[:：])|(?<=[a-z]:)\s+(?=[A-Z])|(?<=\()(?=[A-H](?:/[A-H])*\s+[a-z]))"
)


def sentence_starts(text: str) -> Iterator[int]:
    """Yield where sentences, and clauses that may have a subject of their own, begin."""
    yield len(text) - len(text.lstrip(" →⇒※・👉"))
    for found in _SENTENCE.finditer(text):
        yield found.end()
