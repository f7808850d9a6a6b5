"""A card of the notes as far as its identity goes."""

import html
import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from ankibuild.identity.ledger import Entry, Spoken
from ankibuild.identity.similarity import fold
from ankibuild.model import OTHER_PARTS, PROMPT_PARTS, Card, CardKind, Part
from ankibuild.values import replace

_PICTURE = re.compile(r"<img\b[^>]*>")
_ALT = re.compile(r"\balt=\"([^\"]*)\"")
_HREF = re.compile(r"<a\b[^>]*?\bhref=\"([^\"]*)\"")
_TAG = re.compile(r"<[^>]*>")
_SOURCE = re.compile(r"<(?:img|audio|video|source)\b[^>]*?\bsrc=\"([^\"]*)\"")


class Candidate(Spoken, Struct, frozen=True):
    """What is compared with the ledger; `parts` holds the plain text of the card's parts."""

    kind: CardKind
    deck: str
    page: str
    line: int
    headings: tuple[str, ...]
    parts: Mapping[str, str]
    context: str = ""
    explicit: str = ""
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What parts would say with pictures in place of links, or with a picture's words in place of it."""


Said = Entry | Candidate
"""A card then or now: what both have in common is compared."""


def candidate(card: Card) -> Candidate:
    """Take from a card what identity needs."""
    names = PROMPT_PARTS[card.kind] + OTHER_PARTS[card.kind]
    parts = {name: _said(card.parts[name]) for name in names if name in card.parts}
    also = {name: others for name in parts if (others := _otherwise(card.parts[name]))}
    around = card.around or card.context
    return Candidate(
        card.kind, card.deck, card.path, card.first_line, card.headings, parts, around, card.id, also
    )


def _said(part: Part) -> str:
    """Return the text of a part; a part that only shows a picture is known by the picture's name."""
    return part.text if part.text.strip() else " ".join(_SOURCE.findall(part.html))


def _otherwise(part: Part) -> tuple[str, ...]:
    if "<" not in part.html:
        return ()
    said = []
    if _PICTURE.search(part.html):
        said.append(html.unescape(_TAG.sub("", _PICTURE.sub(_described, part.html))))
    if links := _HREF.findall(part.html):
        said.append(html.unescape(" ".join(links)))
    return tuple(text for text in said if text.strip())


def _described(picture: re.Match[str]) -> str:
    return "".join(_ALT.findall(picture.group()))


def as_known(cards: Sequence[Candidate], entries: Iterable[Entry]) -> list[Candidate]:
    """Return the cards with what an earlier one said of a part in place of the same with links or pictures."""
    if not any(card.also for card in cards):
        return list(cards)
    known = {
        (entry.kind, name, folded): text
        for entry in entries
        for name, text in entry.parts.items()
        if (folded := fold(text))
    }

    def part(card: Candidate, name: str, text: str) -> str:
        texts = (text, *card.also.get(name, ()))
        return next((known[key] for each in texts if (key := (card.kind, name, fold(each))) in known), text)

    return [
        replace(card, parts={name: part(card, name, text) for name, text in card.parts.items()})
        if card.also
        else card
        for card in cards
    ]
