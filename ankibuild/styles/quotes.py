"""A page whose quotes ask again and again, each answered by the paragraph or the list behind it.

So questions are copied from an exam, and their options left out. What stands behind the answer explains it as far as
it is prose. A page with a quote or two that asks is no such hand, nor one that mostly quotes what asks nothing.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice, pairwise, takewhile

from msgspec import Struct

from ankibuild.items.choosing import holds_choice
from ankibuild.items.letters import lettered
from ankibuild.markdown.outline import Section
from ankibuild.model import Card
from ankibuild.page.content import no_content
from ankibuild.page.context import place_of
from ankibuild.page.flow import Remembered, Row, chosen, rows
from ankibuild.page.pieces import part
from ankibuild.page.questions import asks
from ankibuild.patterns import lazily
from ankibuild.reader.ending import announces
from ankibuild.values import replace

LEAST, SURE = 3, 0.7
"""So many quotes that ask and are answered, and so large a share of all quotes, make it a hand."""
_LAST = 2
"""The question stands in one of so many last lines of the quote: "Which …?" above "Choose two."."""
_SENTENCE = lazily(r"[^\W\d_][)\]」』”\"']*[.。!?！？…][)\]」』”\"']*(?:\s|$)|。")
_REFERENCE = lazily(r"https?://")


class _Entry(Struct, frozen=True):
    """A quote with what stands behind it up to the next one."""

    section: Section
    told: Sequence[Row]
    answer: Sequence[Row]
    why: Sequence[Row]

    @property
    def asks(self) -> bool:
        """Whether the quote asks in its last lines, and is answered."""
        asked = any(asks(row.text) for row in islice(reversed(self.told), _LAST) if row.text)
        return asked and bool(self.answer) and not self._is_item

    @property
    def _is_item(self) -> bool:
        """Whether it is an exam item, with options or with labels, or not answered yet."""
        words, picks = self.section.words, (*self.told, *self.answer)
        if any(row.text and (_has_letter(row) or words.label(row.line) is not None) for row in picks):
            return True
        question = " ".join(row.text for row in self.told)
        return words.leaves_open(self.answer[0].text) or holds_choice(
            question, [*self.answer, *self.why], words
        )


def quotes(page: Section, taken: Collection[int]) -> Iterator[Card]:
    """Yield a card for each quote that asks, on a page where most of them do; no front is made of `taken` lines."""
    found = [
        each
        for section in page.walk()
        if any(block.kind == "quote" for block in section.blocks)
        for each in _ENTRIES.of(section)
    ]
    asking = [each for each in found if each.asks]
    if len(asking) >= max(LEAST, SURE * len(found)):
        *others, last = asking
        if not any(each.why for each in others):  # what ends the page explains nothing
            last = replace(last, why=())
        yield from _cards([*others, last], taken)


def lone_quotes(section: Section, taken: Collection[int]) -> Iterator[Card]:
    """Yield a card for each quote of a section that asks, however many others do."""
    yield from _cards([each for each in _ENTRIES.of(section) if each.asks], taken)


def _found(section: Section) -> tuple[_Entry, ...]:
    """Return the quotes of a section, each with what answers it; below a heading that asks they are its answer."""
    return () if asks(section.title.text) else tuple(_entries(section))


_ENTRIES: Remembered[Section, tuple[_Entry, ...]] = Remembered(_found)


def _entries(section: Section) -> Iterator[_Entry]:
    found = rows(section.blocks)
    none = no_content(found, section.words)
    for start, end in pairwise([*_starts(found, section), len(found)]):
        told = [*takewhile(_in_quote(found[start]), found[start:end])]
        below = start + len(told)
        answered = below < end and not none[below]
        answer, why = _told_below(found[below:end]) if answered else ((), ())
        yield _Entry(section, [row for row in told if row.text or row.whole], answer, why)


def _starts(found: Sequence[Row], section: Section) -> Iterator[int]:
    """Yield where the section's own quotes begin, but for boxes."""
    outer = {block.first for block in section.blocks if block.kind == "quote"}
    above = 0
    for i, row in enumerate(found):
        if row.quote != above and row.quote in outer and not row.boxes:
            yield i
        above = row.quote


def _in_quote(first: Row) -> Callable[[Row], bool]:
    return lambda row: row.quote == first.quote


def _told_below(below: Sequence[Row]) -> tuple[Sequence[Row], Sequence[Row]]:
    """Return the block or the list that answers, and the prose behind it."""
    answer = [*takewhile(_within(below[0]), below)]
    rest = below[len(answer) :]
    if answer and rest and announces(answer[-1].text):  # "Two things help:" over a list
        answer += takewhile(_within(rest[0]), rest)
    return answer, [*takewhile(_explains, below[len(answer) :])]


def _within(first: Row) -> Callable[[Row], bool]:
    """Return what tells the rows of the block, or of the list, that a row begins."""
    if first.depth:
        return lambda row: row.depth > 0
    return lambda row: row.block is first.block and not (row.heading or row.boxes)


def _explains(row: Row) -> bool:
    """Tell a paragraph of sentences; a title, a remark and a reference are none."""
    if row.block.kind != "paragraph" or row.depth or row.boxes:
        return False
    said = " ".join(line.text for line in row.block.lines)
    return bool(_SENTENCE.search(said)) and not _REFERENCE.search(said) and "<a " not in row.line.html


def _has_letter(row: Row) -> bool:
    """Tell an option by its letter."""
    lead = lettered(row.text)
    return lead is not None and not (lead.loose or lead.letter.isdigit())


def _cards(found: Sequence[_Entry], taken: Collection[int]) -> Iterator[Card]:
    """Yield the cards of quotes of which nothing is taken."""
    for each in found:
        if any(row.line.number in taken for row in each.told):
            continue
        blocks = each.section.blocks
        quoted = next(block for block in blocks if block.first == each.told[0].quote)
        parts = {
            "question": part(quoted.blocks, chosen(each.told)),
            "answer": part(blocks, chosen(each.answer)),
        }
        if each.why:
            parts["explanation"] = part(blocks, chosen(each.why))
        claimed = (each.told[0].line.number, (*each.answer, *each.why)[-1].block.last)
        yield place_of(each.section, own=True).card("qa", "rhythm", parts, claimed=(claimed,))
