"""A page that alternates: a line of one kind, then its answer, over and over, with no sign that says so.

`- 補数とは？` over a piece of code each time; `7. 先に入れた物を先に出す構造` over `- キュー`. That so many lines are
written and answered alike tells that all of them ask, if some do by their words, or all describe what stands below.
Quotes that ask, each over what answers it, are read in `quotes`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain, pairwise, takewhile

from ankibuild.items.letters import lettered
from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Problem
from ankibuild.page.content import without_last_links
from ankibuild.page.context import is_bare, place_of
from ankibuild.page.flow import Remembered, Row, chosen, rows, section_blocks
from ankibuild.page.pieces import part
from ankibuild.page.questions import asks, names_need, tells
from ankibuild.patterns import lazily
from ankibuild.styles.decks import names_deck
from ankibuild.styles.entries import QUOTE, Entry, is_held_pair
from ankibuild.styles.held import held, held_on_page
from ankibuild.styles.numbered import with_code
from ankibuild.styles.quotes import lone_quotes, quotes
from ankibuild.styles.set_apart import ARROW, is_numbered
from ankibuild.styles.turns import peers
from ankibuild.text import width, without_start
from ankibuild.words import Words

STYLE = "rhythm"
LEAST, SURE = 5, 0.7
"""So many lines with the same kind of answer below make a rhythm, and so large a share of those of their kind."""
ASKING = 1 / 3
"""The share of them that ask by their words; their neighbours ask, too."""
SHORTEST_TOLD, LONGEST_TERM = 12, 20
"""How long a description is at least and its term at most, in full-width characters; half as long as the other."""
LONG_TITLE = 18
"""A heading so long, in full-width characters, is no title."""
AGAIN = 3
"""What stands below so many lines, word for word, answers none of them."""
MOST_BELOW = 4
"""So many rows, at most, stand below such a line."""
_LABEL = lazily(r"\S{1,3}[:：]\s*")
LONGEST = 16
"""So many, at most, answer the text under a bare number."""


def rhythm(page: Section, taken: Collection[int] = ()) -> Iterator[Card | Problem]:
    """Yield a card for each item of a page's lists that alternates with an answer.

    No card is made of lines that are `taken`; they count in the rhythm all the same.
    """
    if page.level:
        return
    kinds, levels = defaultdict[str, list[Entry]](list), defaultdict[int, list[Entry]](list)
    free = _levels_with_free_titles(page, taken)
    for section in page.walk():
        numbered, bare, closed = _ENTRIES.of(section)
        kinds["numbered"] += numbered
        kinds["bare"] += bare
        kinds["closed"] += closed
        levels[section.level] += _UNDER.of(section) if section.level in free else ()
    named = names_deck(page)
    asked = [peers(found, named=named) for found in levels.values() if len(found) >= LEAST]
    done = {*taken}
    for entries in (*kinds.values(), *levels.values(), *asked, *held_on_page(page, taken).values()):
        if any(each.line not in done for each in entries):
            for card in _alternating(entries, done):
                done.add(card.first_line)
                yield card
    yield from quotes(page, done)


def _levels_with_free_titles(page: Section, taken: Collection[int]) -> frozenset[int]:
    """Return the levels of headings of which not all ask already: of the others no card would be made."""
    return frozenset(
        section.level
        for section in page.walk()
        if section.title.number not in taken or is_bare(section.title.text, section.words)
    )


def lone_rhythm(section: Section, taken: Collection[int] = ()) -> Iterator[Card]:
    """Yield a card for each line of a section with an answer below, whether or not others are written alike.

    A heading that asks is the business of `asking`, also where that style is off.
    """
    numbered, bare, _ = _ENTRIES.of(section)
    titled = section.title.number in taken and not is_bare(section.title.text, section.words)
    under = () if titled else _UNDER.of(section)
    kept = held(section, taken)
    entries = chain(numbered, bare, (each for each in under if not _asks(each)), *kept.values())
    yield from (_card(each) for each in entries if each.line not in taken and _is_pair(each))
    if QUOTE in kept:
        yield from lone_quotes(section, taken)


def _alternating(entries: Sequence[Entry], taken: Collection[int]) -> Iterator[Card]:
    """Yield the cards of lines that are written alike, where nearly all have the same kind of answer below."""
    said = Counter(each.answer for each in entries)
    kinds = defaultdict[tuple[object, ...], list[Entry]](list)
    for each in entries:
        if _is_pair(each) and said[each.answer] < AGAIN:
            kinds[_kind(each)].append(each)
    for found in kinds.values():
        if len(found) >= max(LEAST, SURE * len(entries)) and _all_ask(found):
            yield from (_card(each) for each in found if each.line not in taken)


def _found(section: Section) -> tuple[Sequence[Entry], ...]:
    """Return the entries of a section: the numbered items of its lists, the others, its end."""
    items = [tuple(_entries(section, numbered=numbered)) for numbered in (True, False)]
    return *items, tuple(_closed(section))


_ENTRIES = Remembered(_found)


def _all_ask(found: Sequence[Entry]) -> bool:
    """Tell by the share of lines that ask, or describe what stands below, that all of them do."""
    return any(sum(map(test, found)) >= share * len(found) for test, share in _EVIDENCE)


def _under(section: Section) -> Iterator[Entry]:
    """Yield a heading that has text below; a bare number is none, the text below it asks."""
    found = rows(section_blocks(section, heading=True))
    title, words = section.title.text, section.words
    if not section.level or len(found) < 2 or words.answers_nothing(title):  # noqa: PLR2004 - a heading and a row
        return
    at = 1
    if is_bare(title, words):
        del found[0]
        at = next((i for i, row in enumerate(found) if i and row.whole), 0)
        at = with_code(found, at) if at else 0
    if at:
        yield Entry(section, found[:at], found[at:])


_UNDER: Remembered[Section, tuple[Entry, ...]] = Remembered(lambda section: tuple(_under(section)))


def _closed(section: Section) -> Iterator[Entry]:
    """Yield a section's text that ends with what an arrow points to: `=> the service that was asked for`."""
    found = rows(section.blocks)
    at = next((i for i, row in enumerate(found) if i and ARROW.match(row.text)), 0)
    if at and section.level and len(found) - at <= MOST_BELOW:
        yield Entry(section, found[:at], found[at:])


def _entries(section: Section, *, numbered: bool) -> Iterator[Entry]:
    """Yield the outer items of a section's lists, each with what stands below it, indented or not."""
    found = rows(section.blocks)
    starts = [
        i for i, row in enumerate(found) if row.bullet and row.depth == 1 and is_numbered(row) == numbered
    ]
    for start, end in pairwise([*starts, len(found)]):
        mine = found[start:end]
        told = next((i for i, row in enumerate(mine) if row.block is not mine[0].block), len(mine))
        below = without_last_links([*takewhile(_no_higher_than(mine[told:]), mine[told:])])
        yield Entry(section, mine[:told], below, QUOTE if below and below[0].quote else "")


def _no_higher_than(found: Sequence[Row]) -> Callable[[Row], bool]:
    return lambda row: row.depth >= found[0].depth


def _kind(entry: Entry) -> tuple[object, ...]:
    """Return how the answer is written."""
    first = entry.below[0]
    if entry.holder:
        return (entry.holder,)
    if ARROW.match(first.text):
        return (ARROW,)
    return first.block.kind, first.bullet, first.depth


def _is_pair(entry: Entry) -> bool:
    """Tell a line with an answer below: no option, no label, nothing that goes on for long."""
    if entry.holder:
        return is_held_pair(entry)
    words = entry.section.words
    first, *more = rows = [*entry.told, *entry.below]
    most = MOST_BELOW if first.heading or first.bullet else LONGEST
    if not 0 < len(entry.below) <= most or any(map(_parts, more)) or _LABEL.fullmatch(entry.below[0].text):
        return False
    return not any(_is_of_item(row, words) for row in rows)


def _parts(row: Row) -> bool:
    return row.heading or row.block.kind == "rule"


def _is_of_item(row: Row, words: Words) -> bool:
    """Tell an option by its letter, and what has a label."""
    lead = lettered(row.text) if row.text else None
    return (lead is not None and not lead.loose) or (bool(row.text) and words.label(row.line) is not None)


def _describes(entry: Entry) -> bool:
    if entry.holder == QUOTE and entry.told[0].block.kind == "paragraph":  # a text that cites
        return False
    told, term = sum(width(row.text) for row in entry.told), width(entry.below[0].text)
    return told >= SHORTEST_TOLD and 0 < term <= LONGEST_TERM and 2 * term <= told


def _asks(entry: Entry) -> bool:
    text = entry.told[0].text
    return asks(text) or names_need(text) or (bool(entry.holder) and tells(text))


def _tells_long(entry: Entry) -> bool:
    """Tell a heading too long for a title: a need, a situation."""
    return entry.told[0].heading and width(entry.told[0].text) >= LONG_TITLE


def _is_pointed_at(entry: Entry) -> bool:
    """Tell the text of a section that ends with an arrow and what it points to."""
    return bool(ARROW.match(entry.below[0].text))


def _is_set_apart(entry: Entry) -> bool:
    """Tell what nobody writes but to ask: a line over braces, a fold of a deck."""
    return entry.holder not in ("", QUOTE)


def _is_counted(entry: Entry) -> bool:
    """Tell what stands under a bare number that is called one of a question or a task."""
    label = entry.section.words.label(entry.section.title)
    return label is not None and label.kind == "question" and not entry.told[0].bullet


_EVIDENCE = (
    (_is_counted, SURE),
    (_is_pointed_at, SURE),
    (_describes, SURE),
    (_asks, ASKING),
    (_tells_long, SURE),
    (_is_set_apart, SURE),
)


def _card(entry: Entry) -> Card:
    blocks = section_blocks(entry.section, heading=True)
    first, *more = entry.told
    answer, *rest = entry.below
    parts = {
        "question": part(blocks, chosen([(first, entry.question), *more])),
        "answer": part(blocks, chosen([(answer, without_start(answer.line, ARROW)), *rest])),
    }
    claimed = (first.line.number, max(row.block.last for row in entry.below))
    # the title over what ends with an arrow is often what it points to
    own = not (first.block.kind == "heading" or _is_pointed_at(entry))
    return place_of(entry.section, own=own).card("qa", STYLE, parts, claimed=(claimed,))
