"""Texts of a language for a page: labels of one author, and plain sentences of which no two are alike."""

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

_HERE = Path(__file__).parent
FILES = (_HERE / "languages.toml", _HERE / "notes" / "languages.toml")


@lru_cache(maxsize=1)
def languages() -> dict[str, dict[str, Any]]:
    """Return the words of every language."""
    every, more = (tomllib.loads(file.read_text("utf-8")) for file in FILES)
    return {name: {**words, **more[name]} for name, words in every.items()}


def squeezed(text: str) -> str:
    """Return a text without blanks: what is compared."""
    return "".join(text.split())


class Speaker:
    """Draws the labels that one author keeps to, and texts of which none holds another."""

    def __init__(self, language: str, random: Random) -> None:
        self._words, self._random = languages()[language], random
        self._said: list[str] = []
        self._labels: dict[str, str] = {}
        self.short = ""
        """The adjective and the noun of the text that was said last."""

    def fixed(self, name: str) -> Any:
        """Return a form that the language has once: its colon, its table heads."""
        return self._words[name]

    def label(self, name: str) -> str:
        """Return the author's word for a label; the same each time."""
        if name not in self._labels:
            self._labels[name] = self._random.choice(self._words[name])
        return self._labels[name]

    def say(self, name: str, *, apart: Sequence[str] = (), **given: object) -> str:
        """Return a new text of a kind (stems, option, why …) that has no noun of those it is kept `apart` from."""
        known = {squeezed(str(each)) for each in given.values()}
        taken = [noun for noun in self._words["nouns"] if any(noun in text for text in apart)]
        while True:
            text = self._draw(name, given)
            bare = squeezed(text)
            if any(noun in text for noun in taken):
                continue
            others = (old for old in self._said if old not in known)
            if not any(bare in old or old in bare for old in others):
                self._said.append(bare)
                return text

    def nouns(self, count: int) -> list[str]:
        """Return so many nouns."""
        return self._random.sample(self._words["nouns"], count)

    def _draw(self, name: str, given: dict[str, object]) -> str:
        x, y = self.nouns(2)
        q, v = (self._random.choice(self._words[each]) for each in ("adjectives", "verbs"))
        self.short = str(self._words["short"]).format(q=q, x=x)
        return str(self._random.choice(self._words[name])).format(x=x, y=y, q=q, v=v, **given)
