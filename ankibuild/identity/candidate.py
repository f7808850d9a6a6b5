"""A card of the notes as far as its identity goes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ankibuild.identity.ledger import Entry, Spoken
from ankibuild.model import OTHER_PARTS, PROMPT_PARTS, Card, CardKind, Part

_SOURCE = re.compile(r"<(?:img|audio|video|source)\b[^>]*?\bsrc=\"([^\"]*)\"")


@dataclass(frozen=True, slots=True)
class Candidate(Spoken):
    """What is compared with the ledger; `parts` holds the plain text of the card's parts."""

    kind: CardKind
    deck: str
    page: str
    line: int
    headings: tuple[str, ...]
    parts: Mapping[str, str] = field(hash=False)
    context: str = ""
    explicit: str = ""


Said = Entry | Candidate
"""A card then or now: what both have in common is compared."""


def candidate(card: Card) -> Candidate:
    """Take from a card what identity needs."""
    names = PROMPT_PARTS[card.kind] + OTHER_PARTS[card.kind]
    parts = {name: _said(card.parts[name]) for name in names if name in card.parts}
    around = card.around or card.context
    return Candidate(card.kind, card.deck, card.path, card.first_line, card.headings, parts, around, card.id)


def _said(part: Part) -> str:
    """Return the text of a part; a part that only shows a picture is known by the picture's name."""
    return part.text or " ".join(_SOURCE.findall(part.html))
