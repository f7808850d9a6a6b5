"""Where a card belongs: the page, the item's number, the enclosing section; and how a card is made there."""

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from ankibuild.markdown.outline import Section
from ankibuild.model import SEPARATOR, Card, CardKind, Line, Part, Range
from ankibuild.page.questions import asks, question_text, subject_of
from ankibuild.patterns import lazily
from ankibuild.text import fold, narrow
from ankibuild.words import MARKED, Words

_BARE_NUMBER = lazily(
    r"[\s(\[【#*_]*(?i:{question_sign}\s*)?(?P<number>\d{1,4}(?:[-.]\d{1,3})*)\s*{counter}?[\s.)\]】:、*_]*"
)


class Place(Struct, frozen=True):
    """The place of a card in the notes: what its context line and its ledger entry are made of."""

    path: str
    line: int
    headings: tuple[str, ...]
    context: str
    number: str = ""

    def card(
        self,
        kind: CardKind,
        style: str,
        parts: Mapping[str, Part],
        *,
        context: str = "",
        claimed: tuple[Range, ...] = (),
    ) -> Card:
        """Make a card here; `context` is added to the place's own."""
        whole = SEPARATOR.join(x for x in (self.context, context) if x)
        return Card(kind, style, self.path, self.headings, parts, whole, self.number, claimed=claimed)


@lru_cache(maxsize=1024)
def item_number(title: str, words: Words) -> str:
    """Return the number of an exam item that a heading is made of: `41.`, `問題12: 未回答`, `Q3. …`; else ""."""
    found = _BARE_NUMBER.fullmatch(narrow(title))
    if found:
        return found["number"]
    label = words.label(Line(0, title, ""))
    return label.number if label and label.kind == "question" else ""


@lru_cache(maxsize=1024)
def is_bare(title: str, words: Words) -> bool:
    """Tell a heading that says no more than a number and a status: it names no subject."""
    if _BARE_NUMBER.fullmatch(narrow(title)) or not title:
        return True
    label = words.label(Line(0, title, ""))
    if not label or label.kind != "question":
        return bool(label)
    rest = title[label.rest :]
    return not rest.strip() or words.is_status(rest) or bool(words.label(Line(0, rest, "")))


def place_of(section: Section, number: str = "", *, own: bool = False) -> Place:
    """Return the place of cards in a section; with `own` its own title is part of the context."""
    titles = (*section.trail, section.title.text) if section.title.text else section.trail
    words = section.words
    found = number or next((n for title in reversed(titles) if (n := item_number(title, words))), "")
    around = [title for title in (titles if own else section.trail) if title]
    shown: list[str] = []
    for title in around:
        if is_bare(title, words):
            if (own_number := item_number(title, words)) and own_number != number:
                shown.append(own_number)
        elif title is titles[0] or not words.is_none_section(title):
            shown.append(_subject(title, last=title is around[-1]))
    if number and number not in shown:
        shown.append(number)
    return Place(
        section.path, section.first, titles, SEPARATOR.join(dict.fromkeys(filter(None, shown))), found
    )


_MARKS = lazily(MARKED)
_DASH = re.compile(r"^[-–—]+\s+")


def _subject(title: str, *, last: bool) -> str:
    """Return how a heading reads in a context line: of one that asks its subject, if it is nothing but that."""
    shown = _title(title)
    if not asks(title):
        return shown
    return subject_of(shown) or (shown if last else "")


@lru_cache(maxsize=1024)
def _title(title: str) -> str:
    """Return a heading as it reads in a context line: without number and decoration."""
    shown = _DASH.sub("", question_text(title))
    return (
        shown[found.end() :] if (found := _MARKS.match(fold(shown))) and found.end() < len(shown) else shown
    )
