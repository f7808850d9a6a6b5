"""What the ledger holds: what is known of each card, of the note types' looks, and of the decks."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from json.encoder import encode_basestring as quoted

from msgspec import Struct, field

from ankibuild.model import OTHER_PARTS, PROMPT_PARTS, CardKind
from ankibuild.values import replace

_REMEMBERED = 12
"""How many versions of a note are remembered: so many builds may lie between two pushes."""


class Spoken:
    """What a card of the ledger and a card of the notes have in common: the plain text of their parts."""

    __slots__ = ()
    kind: CardKind
    parts: Mapping[str, str]

    @property
    def prompt(self) -> str:
        """What the learner is asked."""
        names = PROMPT_PARTS[self.kind]
        return self.parts.get(names[0], "") if len(names) == 1 else joined(self.parts, names)

    @property
    def rest(self) -> str:
        """All other parts."""
        return joined(self.parts, OTHER_PARTS[self.kind])


class Given(Struct, frozen=True):
    """What Anki may have got of a note from us: digests of its fields, tags and decks, the latest last.

    `push` tells by it what is ours in Anki, to be changed, and what is the learner's own. Only cards that
    were pushed once carry it: an import needs none.
    """

    fields: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    decks: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fields)

    def and_then(self, later: "Given") -> "Given":
        """Return what was given when this and the later has been; of many versions the latest."""
        return Given(
            _joined(self.fields, later.fields)[-_REMEMBERED:],
            tuple(sorted({*self.tags, *later.tags})),
            _joined(self.decks, later.decks)[-_REMEMBERED:],
        )


def _joined(earlier: tuple[str, ...], later: tuple[str, ...]) -> tuple[str, ...]:
    return (*(each for each in earlier if each not in later), *later)


class Entry(Spoken, Struct, frozen=True):
    """What the ledger knows of one card; `parts` holds the plain text of its parts.

    `id` is the note's creation time in milliseconds, `mod` the time of its last change in seconds.
    `fields` is the digest of the packaged fields and tags, "" where it is not known; `tags` are none in
    a ledger that was written before they were kept. `explicit` is the id that the author wrote. A
    removed card is a tombstone: it keeps what was last known of it.
    """

    guid: str
    kind: CardKind
    id: int
    mod: int
    page: str
    headings: tuple[str, ...]
    parts: Mapping[str, str]
    context: str = ""
    fields: str = ""
    explicit: str = ""
    removed: bool = False
    given: Given = Given()
    tags: tuple[str, ...] = ()


class Look(Struct, frozen=True):
    """A note type's templates and style as last packaged: their digest, and when they changed (seconds)."""

    digest: str
    mod: int


ROOT = ""
"""Stands for the root deck where decks are named by their pages."""


class Decks(Struct, frozen=True):
    """The root deck, and each page's by the page's name; `asked` as in the ledger."""

    root: str
    pages: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)


class Ledger(Struct, frozen=True):
    """All that the ledger file says; `entries` are sorted by guid."""

    deck: str = ""
    looks: Mapping[CardKind, Look] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    root: str = ""
    """The folder that the pages' names count from, as seen from the ledger's; "" if they are the same."""
    decks: Mapping[str, str] = field(default_factory=dict)
    """The deck of each page's cards in Anki: no import moves a card."""
    asked: Mapping[str, str] = field(default_factory=dict)
    """The name by which the notes asked for a deck (by its page, the root's by `ROOT`) that was renamed in Anki."""


def joined(parts: Mapping[str, str], names: Sequence[str]) -> str:
    """Join the named parts that are there, a line break between them."""
    found = [parts[name] for name in names if name in parts]
    return found[0] if len(found) == 1 else "\n".join(found)


def digest(text: str) -> str:
    """Return 16 hexadecimal digits that stand for the text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def fields_digest(fields: Mapping[str, str], tags: Iterable[str]) -> str:
    """Return the digest of all that Anki would replace in a note: its fields and its tags."""
    return digest(f"[{_pairs(fields)}, [{', '.join(map(quoted, sorted(tags)))}]]")


def _pairs(texts: Mapping[str, str]) -> str:
    """Return what `json.dumps` would of the names with their texts, in a third of the time."""
    return f"[{', '.join([f'{head}{quoted(texts[name])}]' for name, head in _in_order(tuple(texts))])}]"


@lru_cache(maxsize=256)
def _in_order(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, f"[{quoted(name)}, ") for name in sorted(names))


def version_digest(fields: Mapping[str, str]) -> str:
    """Return the digest of a note's text in Anki, whoever wrote it: of the fields that say something."""
    texts = {name: unicodedata.normalize("NFC", text) for name, text in fields.items() if text}
    return digest(_pairs(texts))


def pruned(ledger: Ledger) -> Ledger:
    """Forget the removed cards."""
    entries = tuple(entry for entry in ledger.entries if not entry.removed)
    named = {entry.page for entry in entries}
    decks = {page: deck for page, deck in ledger.decks.items() if page in named}
    asked = {page: deck for page, deck in ledger.asked.items() if page in {ROOT, *named}}
    return replace(ledger, entries=entries, decks=decks, asked=asked)
