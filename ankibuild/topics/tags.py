"""Give cards their decks and tags: page, item number, topics."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ankibuild.model import Card, Page
from ankibuild.topics.choosing import tag_name

NUMBER_TAG = "問::"


def with_decks(
    pages: Sequence[Page], root: str, topics: Sequence[tuple[str, ...]], *, several: bool
) -> tuple[str, list[Card]]:
    """Return the root deck's name and all cards with the tags of their topics and their decks.

    There is one deck a page when the notes have several.
    """
    name = root.strip().strip(":") or "Notes"
    found: list[Card] = []
    tags = iter(topics)
    for page in pages:
        # "::" would part the deck once more, which a page's title does not mean
        deck = f"{name}::{page.title.replace('::', ':')}" if several else name
        found += [replace(card, deck=deck, tags=_unique((*card.tags, *next(tags)))) for card in page.cards]
    return name, found


def with_own_tags(cards: Iterable[Card], title: str) -> list[Card]:
    """Return the cards of a page with all tags but those of topics: the page, the number, those of the author."""
    page = tag_name(title)
    return [replace(card, tags=_unique((page, _number(card), *map(_own, card.tags)))) for card in cards]


def _number(card: Card) -> str:
    return f"{NUMBER_TAG}{card.number}" if card.number else ""


def _own(tag: str) -> str:
    """Return a tag that the author wrote as Anki takes it; its levels (a::b, Obsidian's a/b) stay."""
    return "::".join(name for level in re.split("::|/", tag) if (name := tag_name(level)))


def _unique(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for tag in tags if tag))
