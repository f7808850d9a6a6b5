"""Give cards their tags: page, item number, topics."""

import re
from collections.abc import Iterable

from ankibuild.model import Card
from ankibuild.topics.choosing import tag_name
from ankibuild.values import replace

NUMBER_TAG = "問::"


def with_topics(cards: Iterable[Card], topics: Iterable[tuple[str, ...]]) -> list[Card]:
    """Return the cards with the tags of their topics behind all others."""
    return [
        replace(card, tags=_unique((*card.tags, *tags))) for card, tags in zip(cards, topics, strict=True)
    ]


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
