"""Tell in which sense a word is meant that names another thing in another field (data in homonyms.toml)."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from ankibuild.cache.tables import table
from ankibuild.patterns import lazily
from ankibuild.topics.vocabulary import fold


@cache
def senses() -> Mapping[str, Sequence[tuple[str, re.Pattern[str]]]]:
    """Return by the name of each homonym what it may mean, and what stands on a card that means it."""
    raw = table(Path(__file__).with_name("homonyms.toml"))
    return {
        name: [(sense, lazily("|".join(map(_word, near)))) for sense, near in senses.items()]
        for name, senses in raw.items()
    }


def is_homonym(name: str) -> bool:
    """Tell a topic whose name says too little."""
    return name in senses()


def meant(name: str, text: str) -> str:
    """Return what a homonym means in a card's text: the sense of which most stands there, "" for none."""
    folded = fold(text)
    counts = [(len(set(near.findall(folded))), sense) for sense, near in senses()[name]]
    most, sense = max(counts, key=lambda each: each[0])  # of equals the first
    return sense if most else ""


def _word(word: str) -> str:
    folded = re.escape(fold(word))
    return rf"(?<![a-z0-9_]){folded}(?![a-z0-9_])" if folded.isascii() else folded
