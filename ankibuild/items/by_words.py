"""Give options what an explanation says of them where it names them by nothing but words of their own.

A sentence is about the options whose words it has, and the right one has not. Where an example says that such a
text holds the reasons, all of its sentences are; else those that speak against what they name.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from ankibuild.items.item import Item, Option
from ankibuild.items.mentions import Told, bare_options, give_mentions, sentence_starts
from ankibuild.items.nouns import REFUTES
from ankibuild.items.settle import asks_wrong
from ankibuild.model import Line
from ankibuild.patterns import lazily
from ankibuild.text import cut, fold, is_hangul, is_western, narrow
from ankibuild.word_classes import words_of

_LATIN: Final = r"[A-Za-z\d\u00c0-\u024f]"
_WORD: Final = lazily(
    rf"{_LATIN}(?:(?:{_LATIN}|[.+#_-])*{_LATIN})?|[{{katakana}}]{{2,}}|[{{han}}]{{2,}}|[{{hangul}}]{{2,}}"
)
_NAME: Final = lazily(r".*[\dA-Z].*")
"""A word that is a name, not one of the language: by a capital or a number."""
_ASIDE: Final = lazily(r"[(（](?=[^()（）]{12,}[)）])")
"""A remark in brackets."""
_IN_BRACKETS: Final = lazily(r"[(（]([A-H])[)）]")
"""The letter of an option behind its name."""
_TOPIC: Final = words_of("topic")
_ENDS: Final = "。！？.!?"
LEAST_STEM: Final = 5
"""So many first letters that two words share make them forms of one."""
LEAST_PLAIN: Final = 4
"""A plain word of fewer letters names nothing."""
HALF: Final = 2


Words = Mapping[int, Sequence[str]]
"""The words of options by their places."""


class _Clause(NamedTuple):
    """A stretch of a sentence and the options that it names."""

    start: int
    end: int
    named: tuple[int, ...]


def _letters_of(item: Item) -> Mapping[str, int]:
    """Return the places of the listed options by their letters."""
    return {option.letter: n for n, option in enumerate(item.options) if option.listed}


class _Names:
    """The words by which a text may name the options of an item, by the place of each."""

    def __init__(self, item: Item, known: Sequence[str] = (), *, letters: bool = False) -> None:
        """Take the words of an item's options, but for those `known` from its stem, and their `letters`."""
        self.letters = _letters_of(item) if letters else {}
        said = _of_listed(item)
        wrong = {n: words for n, words in said.items() if not item.options[n].right}
        rights = [word for n in said.keys() - wrong.keys() for word in said[n]]
        self.right = [word for word in rights if not _some_have(wrong.values(), word)]
        """The words of the right options that no wrong one has."""
        self.own = {n: _own_words(n, [*rights, *known], wrong) for n in wrong}
        """The words of each wrong option that neither the right ones nor most of the others have."""

    def named(self, text: str) -> tuple[int, ...]:
        """Return the places of the options that a clause names by enough words, and by more than the right one."""
        if lettered := self._lettered(text):
            return lettered
        said = _words(text)
        hits = _hits(said, self.own)
        enough = [found for n, found in hits.items() if _is_enough(found, self.own[n], text)]
        if sum(_has(said, word) for word in self.right) >= max(map(len, enough), default=0):
            return ()
        most = [found for found in enough if not any(map(found.__lt__, enough))]
        return tuple(n for n, found in hits.items() if found in most)

    def _lettered(self, text: str) -> tuple[int, ...]:
        """Return the places of the options whose letters stand in brackets, where all of these are wrong."""
        found = tuple(self.letters[each] for each in _IN_BRACKETS.findall(text) if each in self.letters)
        return found if all(n in self.own for n in found) else ()

    def names_right(self, text: str) -> bool:
        """Tell a sentence with a name of the right option."""
        said = _words(text)
        return any(_has(said, word) for word in self.right if _NAME.fullmatch(word))


def option_by_words(text: str, item: Item) -> Option | None:
    """Return the listed option that a taught key names by words that none of the others has."""
    words = _of_listed(item)
    own = {n: [x for x in mine if not _some_have(_others(words, n), x)] for n, mine in words.items()}
    hits = _hits(_words(text), own)
    most = max(map(len, hits.values()), default=0)
    named = [n for n, found in hits.items() if len(found) == most]
    clear = len(named) == 1 and _is_enough(hits[named[0]], own[named[0]], text)
    return item.options[named[0]] if clear else None


def _own_words(at: int, rights: Sequence[str], wrong: Words) -> list[str]:
    return [word for word in wrong[at] if not _has(rights, word) and _is_rare(word, at, wrong)]


def _of_listed(item: Item) -> dict[int, list[str]]:
    return {n: _words(option.plain) for n, option in enumerate(item.options) if option.listed}


def _hits(said: Sequence[str], words: Words) -> dict[int, frozenset[str]]:
    """Return which words of each option are said."""
    return {n: frozenset(word for word in mine if _has(said, word)) for n, mine in words.items()}


def _others(words: Words, at: int) -> list[Sequence[str]]:
    return [mine for n, mine in words.items() if n != at]


def _some_have(several: Iterable[Sequence[str]], word: str) -> bool:
    return any(_has(words, word) for words in several)


HEAD: Final = 24
"""Within so many first characters a sentence names what it is about."""
SHORTEST_REASON: Final = 10
"""A stretch of fewer characters says nothing against an option."""


def read_by_words(item: Item) -> None:
    """Give wrong options without a reason what the explanation says against them, naming them by words of their own.

    Where the question asks for what is wrong, whatever is said of the others tells why they are not.
    """
    if item.right and item.explanation and bare_options(item):
        names, turned = _Names(item, _words(_stem(item))), asks_wrong(item)
        give_mentions(item, find=lambda line, item: _against(line, item, names, turned=turned))


def _stem(item: Item) -> str:
    lines = (line for row, line in item.stem for line in ((line, *row.block.lines) if row.whole else (line,)))
    return "\n".join(line.text for line in lines)


def _against(line: Line, item: Item, names: _Names, *, turned: bool) -> Iterator[Told]:
    """Yield the stretches that speak against what they name, or are whole sentences about it."""
    for each in _told(line, item, names):
        text = each.line.text
        said = turned or REFUTES.search(fold(text)) or _is_about(text, line, names)
        if said and len(text) >= SHORTEST_REASON:
            yield each


def _is_about(text: str, line: Line, names: _Names) -> bool:
    """Tell a stretch of a line that ends as a sentence does and begins with an option's words."""
    whole = text[-1:] in _ENDS or line.text.rstrip().endswith(text)
    return whole and not (is_western(text) and text.istitle()) and bool(names.named(text[:HEAD]))


def give_by_words(item: Item, reasons: AbstractSet[int]) -> None:
    """Give wrong options without a reason what taught reasons say of them by words; `reasons` are keys of rows."""
    if not (item.right and reasons):
        return
    give_mentions(item)
    names = _Names(item, letters=True)
    give_mentions(item, reasons, lambda line, item: _told(line, item, names))


def _told(line: Line, item: Item, names: _Names) -> Iterator[Told]:
    """Yield the stretches of a line that name wrong options by words; a sentence about the same ones is one."""
    text = line.text
    starts = sorted({*sentence_starts(text), *(found.start() for found in _ASIDE.finditer(text)), len(text)})
    for start, end in _sentences(text, starts):
        named = _clauses(text, start, end, starts, names)
        for found, group in groupby(named, key=lambda clause: clause.named):
            stretch = list(group)
            alone = len(stretch) == len(named) and not names.names_right(text[start:end])
            first, last = (start, end) if alone else (stretch[0].start, stretch[-1].end)
            yield Told([item.options[n] for n in found], cut(line, first, last), first, False)


def _clauses(text: str, start: int, end: int, starts: Sequence[int], names: _Names) -> list[_Clause]:
    """Return the clauses of a sentence that name options."""
    bounds = [start, *(at for at in starts if start < at < end), end]
    clauses = (_Clause(a, b, names.named(text[a:b])) for a, b in pairwise(bounds))
    return [clause for clause in clauses if clause.named]


def _sentences(text: str, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a text begin and end."""
    ends = (n for n, at in enumerate(starts) if n == 0 or at == len(text) or text[:at].rstrip()[-1:] in _ENDS)
    yield from pairwise(starts[n] for n in ends)


def _is_rare(word: str, at: int, wrong: Words) -> bool:
    """Tell a word that at most half of the wrong options have."""
    return HALF * sum(_has(words, word) for words in _others(wrong, at)) <= len(wrong)


def _is_enough(found: Collection[str], words: Sequence[str], text: str) -> bool:
    """Tell a name among the words that are said, one that the clause is about, or half of an option's own."""
    told = any(_is_name(word, text) or any(word + topic in text for topic in _TOPIC) for word in found)
    return bool(found) and (told or HALF * len(found) >= len(words))


def _is_name(word: str, text: str) -> bool:
    """Tell a name from a word that begins a sentence or a title: Data, which the text writes as data."""
    plain = word.istitle() and word not in text and word.lower() in text
    return bool(_NAME.fullmatch(word)) and not plain


def _words(text: str) -> list[str]:
    """Return the words of a text that may name something, each once; a sentence's first capital says nothing."""
    text = text[:1].lower() + text[1:] if text[1:2].islower() else text
    found = dict.fromkeys(_WORD.findall(narrow(text)))
    long = (word for word in found if word[1:])  # a letter alone is an option's, not one of its words
    return [word for word in long if len(word) >= LEAST_PLAIN or _NAME.fullmatch(word) or not word.isascii()]


def _has(words: Sequence[str], wanted: str) -> bool:
    return any(_is_same(word, wanted) for word in words)


def _is_same(one: str, other: str) -> bool:
    """Tell two forms of one word: alike, one within the other where words are not parted, or with one stem."""
    a, b = fold(one), fold(other)
    if a == b:
        return True
    if _is_unparted(a) and _is_unparted(b):
        return a in b or b in a or (_is_hangul(a) and _shared(a, b) >= max(2, min(len(a), len(b)) - 1))
    names = bool(_NAME.fullmatch(one) and _NAME.fullmatch(other))
    return not names and _shared(a, b) >= max(LEAST_STEM, 0.7 * min(len(a), len(b)))


def _is_unparted(word: str) -> bool:
    """Tell a word of a script that parts none, or joins what goes with them."""
    return word[0] > "\u024f"


def _is_hangul(word: str) -> bool:
    return is_hangul(word[0])


def _shared(one: str, other: str) -> int:
    """Return how many first letters two words share."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
