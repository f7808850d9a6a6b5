"""Choose the topic tags of all cards of a build by what each card says of itself; no vocabulary is needed for it."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from ankibuild.model import OwnTerm, Rank, Topical
from ankibuild.patterns import lazily

PREFIX = "topic::"
MOST = 4
"""Topics that a card carries at most."""
MOST_OWN = 3
"""Of them, terms of the notes alone: they say less than known ones, so they do not fill a card."""

# Anki parts tags by spaces and levels by "::"; quotes, backslash and asterisk are syntax of its search
_UNWANTED = lazily(r"[\"'“”‘’\\*<>]")


def tag_name(name: str) -> str:
    """Return the name as one level of an Anki tag: no spaces, quotes or `::`; "" if nothing is left."""
    name = unicodedata.normalize("NFC", "".join(c if c.isprintable() else " " for c in name))
    name = re.sub("::+", ":", _UNWANTED.sub("", name))
    return "_".join(word for word in name.split() if word != ":").strip(":")


def topic_tags(cards: Sequence[Topical]) -> list[tuple[str, ...]]:
    """Return for each card of a build its topic tags: its known topics, and its author's terms that recur."""
    return tags_by_names(cards, recurring(chain.from_iterable(card.own for card in cards)))


def tags_by_names(cards: Sequence[Topical], names: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return for each card its topic tags; `names` are the terms that recur, with their usual spelling."""
    tags = {name: tag_name(name) for name in names.values()}
    return [_tags(card, names, tags) for card in cards]


def _tags(card: Topical, names: Mapping[str, str], tags: Mapping[str, str]) -> tuple[str, ...]:
    ranked = [*card.known, *(_ranked(each, names[each.key], tags) for each in card.own if each.key in names)]
    found: dict[str, str] = {}
    own = 0
    for (_, _, is_own, *_), tag in sorted(ranked):
        own += is_own
        if tag and (own <= MOST_OWN or not is_own):
            found.setdefault(tag.lower(), PREFIX + tag)  # Anki's tags differ by more than case
    return tuple(found.values())[:MOST]


def _ranked(own: OwnTerm, name: str, tags: Mapping[str, str]) -> tuple[Rank, str]:
    return (-own.weight, False, True, 0, own.place, name), tags[name]


def recurring(terms: Iterable[OwnTerm]) -> dict[str, str]:
    """Return the terms of two cards at least: each folded, with its usual spelling.

    Cards made of the same lines, as the contrast pairs of one item are, count once.
    """
    places: dict[str, list[OwnTerm]] = defaultdict(list)
    for each in terms:
        places[each.key].append(each)
    return {
        key: usual(Counter(place.term for place in found))
        for key, found in places.items()
        if len(found) > 1 and apart(found)
    }


def apart(places: Sequence[OwnTerm]) -> bool:
    """Tell whether two places share no line: then the first to end lies before the last to begin."""
    pages = {place.path for place in places}
    return len(pages) > 1 or min(p.lines[1] for p in places) < max(p.lines[0] for p in places)


def usual(counts: Mapping[str, int]) -> str:
    """Return the usual one of spellings that stand so often each."""
    return min(counts, key=lambda term: (-counts[term], term))
