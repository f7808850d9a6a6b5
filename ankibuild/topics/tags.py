"""Give cards their tags: page, item number, topics."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ankibuild.config import Config
from ankibuild.model import Card
from ankibuild.pages import Page
from ankibuild.topics.topics import Topics, tag_name, topic_texts

NUMBER_TAG = "問::"


def with_topics(cards: Sequence[Card], pages: Sequence[Page], config: Config) -> list[Card]:
    """Return the cards with all their tags, each once, in a fixed order."""
    titles = {page.path: page.title for page in pages}
    topics = Topics.load(config.topic_aliases, config.topics_silenced)
    found = topics.tag(topic_texts(cards))
    return [
        replace(
            card,
            tags=_unique((tag_name(titles[card.path]), _number(card), *map(_own, card.tags), *topic_tags)),
        )
        for card, topic_tags in zip(cards, found, strict=True)
    ]


def _number(card: Card) -> str:
    return f"{NUMBER_TAG}{card.number}" if card.number else ""


def _own(tag: str) -> str:
    """Return a tag that the author wrote as Anki takes it; its levels (a::b, Obsidian's a/b) stay."""
    return "::".join(name for level in re.split("::|/", tag) if (name := tag_name(level)))


def _unique(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for tag in tags if tag))
