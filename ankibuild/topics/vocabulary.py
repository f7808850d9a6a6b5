"""Find known terms in a text: names with aliases, all of them in one pass over the text.

The shipped terms are in `vocabulary.txt`, whose head describes its form. Two spellings are one term when
they fold to the same: NFKC, hyphens as spaces, no space next to a Japanese letter, lower case.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, pairwise
from operator import add
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import Raw, msgpack

from ankibuild.cache.tables import kept
from ankibuild.patterns import lazily
from ankibuild.remembering import remembered

Case = Literal["any", "written", "japanese"]
"""How exactly a term must be written: in any case; as it is; as it is and in Japanese text only."""

_QUOTES: dict[str, Case] = {'"': "written", "'": "japanese"}
_HYPHENS = "-‐‑‒–−"
_LATIN = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_BEFORE, _BEHIND = _LATIN | {")"}, _LATIN | {"("}
"""What a blank parts from a Japanese letter that stands behind it, and before it."""
_ADDRESS = lazily(r"\b(?:https?|ftp)://[!-~]+|(?<![\w.+-])[a-zA-Z0-9_.+-]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9.-]+")
_ENDING = lazily(r"(?:s|[0-9]+)?(?![0-9a-z_])")  # VPCs, RAID5
_NO_ENDING = lazily(r"(?![0-9a-z_])")
_SHIPPED = Path(__file__).with_name("vocabulary.txt")
_PAIR = 2
"""How many first letters the terms are indexed by; a Latin term so short (vi) takes no ending (vis)."""
_WORD = frozenset("0123456789abcdefghijklmnopqrstuvwxyz_")
_KATAKANA = frozenset(map(chr, range(0x30A1, 0x30FD)))
_ACCIDENT = 7
"""A Katakana term this long does not end another word by accident, as ロール ends コントロール."""
_STUB = 4
"""A Katakana term this long does not begin another word by accident, as ワーム begins ワームホール."""


class Term(NamedTuple):
    """One spelling of a topic: its name, how it is written, and in which case it counts."""

    name: str
    written: str
    case: Case = "any"


class Entry(NamedTuple):
    """A topic: its name, the name of the topic that it belongs to ("" for none), all its spellings."""

    name: str
    broader: str
    terms: tuple[Term, ...]


@remembered
def shape(text: str) -> str:
    """Return the text with width, hyphens and gaps folded and its case kept."""
    text = unicodedata.normalize("NFKC", text)
    for hyphen in _HYPHENS:  # ten times as fast as str.translate
        text = text.replace(hyphen, " ")
    if " " not in text or text.isascii():
        return text
    words = text.split(" ")
    made = [words[0]]
    for before, behind in pairwise(words):
        made += ("", behind) if _is_gap(before[-1:], behind[:1]) else (" ", behind)
    return "".join(made)


def _is_gap(before: str, behind: str) -> bool:
    """Tell a blank next to a Japanese letter; a pattern of so many characters takes 3 ms to compile."""
    if _is_japanese(behind):
        return before in _BEFORE or _is_japanese(before)
    return behind in _BEHIND and _is_japanese(before)


def _is_japanese(sign: str) -> bool:
    """Tell kana, kanji and their marks of repetition and length."""
    return (
        "\u3400" <= sign <= "\u9fff"
        or "\u3041" <= sign <= "\u3096"
        or "\u30a1" <= sign <= "\u30fa"
        or sign in ("\u3005", "\u30fc")
    )


def lower(shaped: str) -> str:
    """Return shaped text in lower case, every letter at its old position."""
    low = shaped.lower()
    if len(low) == len(shaped):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in shaped)


@remembered
def fold(text: str) -> str:
    """Return the form in which two spellings of a term are the same."""
    return lower(shape(text))


def entry(name: str, aliases: Iterable[str] = (), broader: str = "") -> Entry:
    """Make an entry of a name and aliases, each of them perhaps in quotes (`Case`)."""
    spellings = [name, *aliases]
    bare = _unquoted(name)
    return Entry(bare, broader, tuple(_term(bare, shape(s.strip())) for s in spellings if s.strip()))


def shipped() -> Iterator[Entry]:
    """Read the entries that come with the package."""
    return _entries(_SHIPPED.read_text(encoding="utf-8"))


def _entries(text: str) -> Iterator[Entry]:
    # shaping the whole file at once is ten times as fast as term by term, and leaves its lines alone
    for line, shaped in zip(text.split("\n"), shape(text).split("\n"), strict=True):
        if line and line[0] != "#":
            head = line.partition(" = ")[0]
            name, _, broader = head.partition(" < ")
            first, _, aliases = shaped.partition(" = ")
            spellings = [first.partition(" < ")[0], *(aliases.split(", ") if aliases else ())]
            bare = _unquoted(name)
            yield Entry(bare, broader, tuple([_term(bare, s) for s in spellings]))


def renamed(entries: Iterable[Entry], added: Sequence[Entry]) -> Iterator[Entry]:
    """Give entries whose name is a term of an added entry the name of that entry."""
    names = {lower(term.written): item.name for item in added for term in item.terms}
    if not names:
        yield from entries
        return
    for name, broader, terms in entries:
        new = names.get(fold(name), name)
        above = names.get(fold(broader), broader)
        yield Entry(new, above, terms if new == name else tuple(t._replace(name=new) for t in terms))


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] in _QUOTES and text[-1] == text[0] else text


def _term(name: str, shaped: str) -> Term:
    if shaped[0] in _QUOTES and shaped[-1] == shaped[0]:
        return Term(name, shaped[1:-1], _QUOTES[shaped[0]])
    return Term(name, shaped)


class Index(NamedTuple):
    """Entries by what a pass over a text looks at: of most a page holds nothing, so they stay packed."""

    broader: Raw
    """By the name of each topic the name of that which it belongs to."""
    terms: dict[str, Raw]
    """By the first two letters of terms all that begin so, a `_Begun`."""


class _Begun(NamedTuple):
    """The terms that begin with two letters, by how they fold, and their lengths, the longest first."""

    lengths: tuple[int, ...]
    terms: dict[str, Term]


def index(entries: Iterable[Entry]) -> Index:
    """Index entries; a term of two of them goes to the later one."""
    broader: dict[str, str] = {}
    terms: dict[str, dict[str, Term]] = {}
    for item in entries:
        broader[item.name] = item.broader or broader.get(item.name, "")
        for term in item.terms:
            low = lower(term.written)
            terms.setdefault(low[:_PAIR], {})[low] = term
    return Index(_packed(broader), {pair: _packed(_begun(found)) for pair, found in terms.items()})


_UNPACK = msgpack.Decoder(_Begun)


def _begun(terms: dict[str, Term]) -> _Begun:
    return _Begun(tuple(sorted(set(map(len, terms)), reverse=True)), terms)


def _packed(value: object) -> Raw:
    return Raw(msgpack.encode(value))


def shipped_with(added: Sequence[Entry]) -> Index:
    """Return the index of the shipped entries with others, as it is kept."""

    def make(text: str) -> Index:
        return index(chain(renamed(_entries(text), added), added))

    return kept(_SHIPPED, make, Index, repr(added))


class Vocabulary:
    """Entries by the first two letters of their terms, which is all that a pass over a text looks at."""

    def __init__(self, entries: Iterable[Entry] | Index) -> None:
        """Take entries, or their index."""
        self._index = entries if isinstance(entries, Index) else index(entries)
        self._begun: dict[str, _Begun] = {}

    def name(self, text: str) -> str:
        """Return the name of the topic that the whole text is a term of, "" for none."""
        low = fold(text)
        term = self._beginning(low[:_PAIR]).terms.get(low)
        return term.name if term else ""

    def above(self, name: str) -> list[str]:
        """Return the broader topics of a topic, the nearest first."""
        found: list[str] = []
        while (name := self._broader.get(name, "")) and name not in found:
            found.append(name)
        return found

    def find(self, text: str) -> Mapping[str, int]:
        """Return the names of the terms in the text, each with its first place.

        The longest term counts and uses its text up: リストア is no リスト, and what contains the name of
        another product is not that product unless its entry says so (`broader`).
        """
        shaped = shape(_ADDRESS.sub(" ", text) if "://" in text or "@" in text else text)
        low = lower(shaped)
        found: dict[str, int] = {}
        begun, end = self._index.terms, 0
        for start, pair in enumerate(map(add, low, low[1:])):
            if pair in begun and start >= end:
                term = self._longest(shaped, low, start)
                if term:
                    found.setdefault(term.name, start)
                    end = start + len(term.written)
        return found

    def _longest(self, shaped: str, low: str, start: int) -> Term | None:
        if _inside_word(low, start):
            return None
        lengths, terms = self._beginning(low[start : start + _PAIR])
        for length in lengths:
            term = terms.get(low[start : start + length]) if start + length <= len(low) else None
            if term and _stands_alone(low, start, length) and _as_written(term, shaped, start):
                return term
        return None

    @cached_property
    def _broader(self) -> dict[str, str]:
        return msgpack.decode(self._index.broader, type=dict[str, str])

    def _beginning(self, pair: str) -> _Begun:
        """Return the terms that begin with two letters."""
        found = self._begun.get(pair)
        if found is None:
            packed = self._index.terms.get(pair)
            found = self._begun[pair] = _UNPACK.decode(packed) if packed else _Begun((), {})
        return found


def _inside_word(low: str, start: int) -> bool:
    """Tell whether a Latin word or a file name (index.html is no HTML) goes on at this place."""
    before = low[max(0, start - 2) : start]
    if low[start] == ".":
        return before[-1:] in _WORD
    return low[start] in _WORD and (before[-1:] in _WORD or (before[-1:] == "." and before[0] in _WORD))


def _stands_alone(low: str, start: int, length: int) -> bool:
    """Tell whether the term at this place is not a piece of a longer word."""
    end = start + length
    last = low[end - 1]
    if last in _WORD:
        ending = _ENDING if length > _PAIR and not last.isdigit() else _NO_ENDING
        return ending.match(low, end) is not None
    if low[start] in _KATAKANA and length < _ACCIDENT and start and low[start - 1] in _KATAKANA:
        return False
    rest = low[end : end + 2].removeprefix("ー")[:1]
    return not (length < _STUB and last in _KATAKANA and rest in _KATAKANA)


def _as_written(term: Term, shaped: str, start: int) -> bool:
    if term.case == "any":
        return True
    same = shaped.startswith(term.written, start)
    return same and (term.case == "written" or any(map(_is_japanese, shaped)))
