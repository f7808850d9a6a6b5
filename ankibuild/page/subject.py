"""What an exam item is about, where its heading is only a number: it goes into the context line of its cards."""

import re
from collections.abc import Iterable

from ankibuild.markdown.outline import Section
from ankibuild.model import SEPARATOR, Card
from ankibuild.page.context import is_bare, item_number
from ankibuild.page.flow import rows, section_blocks
from ankibuild.patterns import lazily
from ankibuild.text import key_of, plain
from ankibuild.values import replace

LONGEST = 30
_TERM = lazily(r"「(?P<quoted>[^「」]{2,30})」|<(?:strong|b)>(?P<bold>.{2,60}?)</(?:strong|b)>")


def with_subjects(page: Section, cards: Iterable[Card]) -> list[Card]:
    """Add the item's subject to the context of cards that know only its number."""
    subjects: dict[tuple[str, ...], str] = {}
    for section in page.walk():
        if (
            section.level
            and item_number(section.title.text, section.words)
            and is_bare(section.title.text, section.words)
        ):
            subjects[(*section.trail, section.title.text)] = _subject(section)
    return [_with_subject(card, subjects) for card in cards]


def _with_subject(card: Card, subjects: dict[tuple[str, ...], str]) -> Card:
    if card.style != "asking":
        return card
    found = next(
        (
            subjects[card.headings[:n]]
            for n in range(len(card.headings), 0, -1)
            if card.headings[:n] in subjects
        ),
        "",
    )
    if not found or key_of(found) in key_of(card.prompt):
        return card
    return replace(card, context=SEPARATOR.join(x for x in (card.context, found) if x))


def _subject(section: Section) -> str:
    """Return the first term that the item quotes or sets in bold."""
    for row in rows(section_blocks(section)):
        for found in _TERM.finditer(row.line.html):
            term = plain(found["quoted"] or found["bold"])
            if (
                1 < len(term) <= LONGEST
                and not re.search(r"[。？?!！:：]", term)
                and not section.words.is_status(term)
            ):
                return term
    return ""
