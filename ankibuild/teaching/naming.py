"""Which options a row behind them names, whatever words stand around: by letter, by text, by words of theirs."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from msgspec import Struct

from ankibuild.items.by_words import option_by_words
from ankibuild.items.item import Item
from ankibuild.items.key import is_letters
from ankibuild.items.letters import canonical
from ankibuild.patterns import lazily
from ankibuild.teaching.looks import Look
from ankibuild.text import key_of

NEAR: Final = 15
"""So near its head a row names the option that it is about by its letter."""
SHORT: Final = 40
"""A row of no more characters may name it anywhere."""
SHORTEST: Final = 3
"""An option's text of no more characters names it only where it is all that a row says behind its label."""
LONGEST_LABEL: Final = 24
"""So many characters the words of a key's label have."""
WORD = lazily(r"[^\W\d_]+")
_LABEL = lazily(r".*?[:：=＝→⇒»›>|｜]")
_LETTER = lazily(r"(?<![^\W_])[^\W_](?![^\W_])")


class Named(Struct, frozen=True):
    """What a row names: options by their places."""

    places: frozenset[int]
    tells: bool
    """Whether it names some of them, not all, by letters or texts, and says little else: as a key does."""


def names_of(item: Item, options: Sequence[Look], common: Collection[str]) -> "Names":
    """Return what tells the options of an item, written as these rows, that another row names.

    `common` are the words that many rows of the page have.
    """
    heads = "".join(look.text[: lead.rest] for look in options if (lead := look.sign.lead))
    letters = [option.letter if option.letter.isalpha() else "" for option in item.options]
    return Names(item, [key_of(option.plain) for option in item.options], letters, frozenset(heads), common)


class Names(Struct, frozen=True):
    """The options of an item, their texts as they are compared, their letters."""

    item: Item
    texts: Sequence[str]
    letters: Sequence[str]
    """As roles name them; "" where they have none."""
    written: frozenset[str]
    """The characters of the letters, as they are written."""
    common: Collection[str]

    def named(self, look: Look) -> Named:
        """Return the options that a row names."""
        text = look.text
        tail = tail_of(text)
        found = frozenset(self._spelt(text)) or frozenset(self._by_letter(text, tail))
        if found:
            return Named(found, len(found) < len(self.texts) and self._says_little(text))
        option = option_by_words(text, self.item)
        return Named(frozenset(() if option is None else (self.item.options.index(option),)), tells=False)

    def _says_little(self, text: str) -> bool:
        """Tell a row that, but for what names options, is a word, or few words, such as many rows have."""
        for option in self.item.options:
            text = text.replace(option.plain, " ")
        rest = [word for word in WORD.findall(text) if len(word) > 1]
        few = sum(map(len, rest)) <= LONGEST_LABEL
        return few and (len(rest) <= 1 or all(word in self.common for word in rest))

    def is_last(self, look: Look) -> bool:
        """Tell a row that ends with what names an option."""
        letters = _LETTER.findall(look.text)
        behind = look.text.rpartition(letters[-1])[2] if letters else look.text
        whole = key_of(look.text)
        return not WORD.search(behind) or any(each and whole.endswith(each) for each in self.texts)

    def is_bare(self, look: Look) -> bool:
        """Tell a row that says no more than an option's text or letter."""
        return is_letters(look.text) or any(look.text and (key_of(look.text) in x) for x in self.texts)

    def _spelt(self, text: str) -> Iterator[int]:
        """Yield the places of the options whose texts stand in a row, none within another's."""
        whole, tail = key_of(text), key_of(tail_of(text))
        found = [
            n for n, each in enumerate(self.texts) if each and (each == tail or self._is_in(each, whole))
        ]
        for n in found:
            if not any(self.texts[n] in self.texts[other] for other in found if other != n):
                yield n

    def _is_in(self, text: str, whole: str) -> bool:
        return len(text) > SHORTEST and text in whole

    def _by_letter(self, text: str, tail: str) -> Iterator[int]:
        """Yield the places of the options whose letters stand near a row's head, or are all that it says."""
        head = tail if is_letters(tail) else text[: SHORT if len(text) <= SHORT else NEAR]
        said = {canonical(letter) for letter in _LETTER.findall(head) if letter in self.written}
        yield from (n for n, option in enumerate(self.item.options) if option.letter in said)


def tail_of(text: str) -> str:
    """Return what a row says behind its label."""
    return _LABEL.sub("", text, count=1).strip()
