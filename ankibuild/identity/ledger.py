"""The ledger `ankibuild.lock`: which card is which note in Anki, and since when.

A text file made to be committed. First a header, then a line for each note type, then a line for each
card, every line one JSON object with its keys in a fixed order:

    {"ankibuild":"ledger","version":1,"deck":"CloudTech Study"}
    {"note_type":"qa","digest":"9f86d081884c7d65","mod":1700000000}
    {"guid":"…","kind":"qa","id":1700000000123,"mod":1700000000,"page":"a.md","headings":[…],"context":"…",
     "prompt":"<digest>","rest":"<digest>","fields":"<digest>","text":{"question":"…","answer":"…"}}

(the last on one line). Reasons for the layout:
- Lines are sorted by guid alone. A guid never changes, so a line never moves: an edit, a move to another
  page or a renamed page changes lines where they stand. A guid is a hash, so the lines of new cards fall
  between different neighbours, and two branches that add cards merge; sorted by page, both branches
  would add behind the same last line and conflict.
- The header's `root`, only there where the ledger does not lie in the notes folder, is the way to it.
- No line says anything about another: no counts, no positions, no time of the build.
- The texts themselves are kept, not only digests or sketches: `diff` shows old and new word by word, a
  changed card is recognised by what it said, and a removed one can still be named. The digests stand
  for the prompt and the other parts in a review of the file, and tell when a line was damaged by hand.
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, get_args

from ankibuild.model import OTHER_PARTS, PROMPT_PARTS, CardKind

NAME = "ankibuild.lock"
VERSION = 1

_Name = TypeVar("_Name", bound=str)
_KINDS: tuple[CardKind, ...] = get_args(CardKind)
_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_REQUIRED = frozenset(
    ("guid", "kind", "id", "mod", "page", "headings", "context", "prompt", "rest", "fields", "text")
)
_OPTIONAL = frozenset(("explicit", "removed", "given"))
_REMEMBERED = 12
"""How many versions of a note are remembered: so many builds may lie between two pushes."""
_RESTORE = (
    "restore it from version control or a backup, or rebuild it from the last package "
    "with `ankibuild adopt --force`"
)
_GIVEN = ("fields", "tags", "decks")
# Some editors take these for line ends; in the file they are escaped.
_LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


class LedgerError(Exception):
    """The ledger cannot be used: where, what is wrong, and what to do now."""

    def __init__(self, path: str, line: int, what: str, now: str) -> None:
        super().__init__(f"{path}:{line}: {what}; {now}")
        self.path, self.line, self.what, self.now = path, line, what, now


class Spoken:
    """What a card of the ledger and a card of the notes have in common: the plain text of their parts."""

    __slots__ = ()
    kind: CardKind
    parts: Mapping[str, str]

    @property
    def prompt(self) -> str:
        """What the learner is asked."""
        return joined(self.parts, PROMPT_PARTS[self.kind])

    @property
    def rest(self) -> str:
        """All other parts."""
        return joined(self.parts, OTHER_PARTS[self.kind])


@dataclass(frozen=True, slots=True)
class Given:
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


@dataclass(frozen=True, slots=True)
class Entry(Spoken):
    """What the ledger knows of one card; `parts` holds the plain text of its parts.

    `id` is the note's creation time in milliseconds, `mod` the time of its last change in seconds.
    `fields` is the digest of the packaged fields and tags, "" where it is not known. `explicit` is the
    id that the author wrote. A removed card is a tombstone: it keeps what was last known of it.
    """

    guid: str
    kind: CardKind
    id: int
    mod: int
    page: str
    headings: tuple[str, ...]
    parts: Mapping[str, str] = field(hash=False)
    context: str = ""
    fields: str = ""
    explicit: str = ""
    removed: bool = False
    given: Given = field(default_factory=Given)


@dataclass(frozen=True, slots=True)
class Look:
    """A note type's templates and style as last packaged: their digest, and when they changed (seconds)."""

    digest: str
    mod: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that the ledger file says; `entries` are sorted by guid."""

    deck: str = ""
    looks: Mapping[CardKind, Look] = field(default_factory=dict, hash=False)
    entries: tuple[Entry, ...] = ()
    root: str = ""
    """The folder that the pages' names count from, as seen from the ledger's; "" if they are the same."""


def joined(parts: Mapping[str, str], names: Sequence[str]) -> str:
    """Join the named parts that are there, a line break between them."""
    return "\n".join([parts[name] for name in names if name in parts])


def digest(text: str) -> str:
    """Return 16 hexadecimal digits that stand for the text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def fields_digest(fields: Mapping[str, str], tags: Iterable[str]) -> str:
    """Return the digest of all that Anki would replace in a note: its fields and its tags."""
    return digest(json.dumps([sorted(fields.items()), sorted(tags)], ensure_ascii=False))


def version_digest(fields: Mapping[str, str]) -> str:
    """Return the digest of a note's text in Anki, whoever wrote it: of the fields that say something."""
    texts = {name: unicodedata.normalize("NFC", text) for name, text in fields.items() if text}
    return digest(json.dumps(sorted(texts.items()), ensure_ascii=False))


def pruned(ledger: Ledger) -> Ledger:
    """Forget the removed cards."""
    return replace(ledger, entries=tuple(entry for entry in ledger.entries if not entry.removed))


# --- writing ----------------------------------------------------------------------------------------


def dumps(ledger: Ledger) -> str:
    """Return the text of the ledger file."""
    root = {"root": ledger.root} if ledger.root else {}
    lines = [_line({"ankibuild": "ledger", "version": VERSION, "deck": ledger.deck, **root})]
    lines += [
        _line({"note_type": kind, "digest": ledger.looks[kind].digest, "mod": ledger.looks[kind].mod})
        for kind in _KINDS
        if kind in ledger.looks
    ]
    lines += [_line(_record(entry)) for entry in sorted(ledger.entries, key=lambda entry: entry.guid)]
    text = "".join(lines)
    for char, escaped in _LINE_ENDS.items():
        text = text.replace(char, escaped)
    return text


def _record(entry: Entry) -> dict[str, object]:
    record: dict[str, object] = {
        "guid": entry.guid, "kind": entry.kind, "id": entry.id, "mod": entry.mod,
        "page": entry.page, "headings": entry.headings, "context": entry.context,
        "prompt": digest(entry.prompt), "rest": digest(entry.rest), "fields": entry.fields,
    }  # fmt: skip
    if entry.explicit:
        record["explicit"] = entry.explicit
    if entry.removed:
        record["removed"] = True
    if entry.given:
        record["given"] = {name: getattr(entry.given, name) for name in _GIVEN}
    names = PROMPT_PARTS[entry.kind] + OTHER_PARTS[entry.kind]
    record["text"] = {name: entry.parts[name] for name in names if name in entry.parts}
    return record


def _line(record: Mapping[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


# --- reading ----------------------------------------------------------------------------------------


def read(path: Path) -> Ledger:
    """Read the ledger file; one that is not there is an empty ledger. Raise LedgerError or OSError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Ledger()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LedgerError(str(path), line, "not UTF-8 text", _RESTORE) from None
    return loads(text, str(path))


def loads(text: str, path: str = NAME) -> Ledger:
    """Read the text of a ledger file; raise LedgerError at the first line that cannot be used."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if line.startswith(_CONFLICT):
            now = "keep, of each card, the line with the later mod, remove the marker lines, and build again"
            raise LedgerError(path, number, "a merge conflict is not resolved", now)
    deck, root = _header(lines[0], path)
    looks: dict[CardKind, Look] = {}
    entries: dict[str, Entry] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line or line.isspace():
            continue
        try:
            record = _object(line)
            if "note_type" in record:
                looks[_one_of(_KINDS, record["note_type"])] = Look(
                    _string(record["digest"]), _number(record["mod"])
                )
                continue
            entry = _entry(record)
        except (ValueError, KeyError) as error:
            raise LedgerError(path, number, f"a damaged line: {_reason(error)}", _RESTORE) from None
        if entry.guid in entries:
            now = "keep the line with the later mod, remove the other, and build again"
            raise LedgerError(path, number, f"the card {entry.guid} stands here a second time", now)
        entries[entry.guid] = entry
    return Ledger(deck, looks, tuple(entries[guid] for guid in sorted(entries)), root)


def _header(line: str, path: str) -> tuple[str, str]:
    """Check the first line and return the deck and the notes folder that it names."""
    try:
        record = _object(line)
        _one_of(("ledger",), record["ankibuild"])
        version = _number(record["version"])
        if version > VERSION:
            what = f"written by a newer ankibuild (ledger version {version}; this one reads {VERSION})"
            raise LedgerError(path, 1, what, "update ankibuild (pip install -U ankibuild)")
        return _string(record["deck"]), _string(record.get("root", ""))
    except (ValueError, KeyError) as error:
        raise LedgerError(path, 1, f"no header of a ledger: {_reason(error)}", _RESTORE) from None


def _entry(record: Mapping[str, Any]) -> Entry:
    if not _REQUIRED <= record.keys() <= _REQUIRED | _OPTIONAL:
        odd = (_REQUIRED - record.keys()) | (record.keys() - _REQUIRED - _OPTIONAL)
        raise ValueError(f"missing or unknown: {', '.join(sorted(odd))}")
    kind = _one_of(_KINDS, record["kind"])
    if not record["guid"] or not isinstance(record["headings"], list) or not isinstance(record["text"], dict):
        raise ValueError("a value of the wrong sort")
    names = PROMPT_PARTS[kind] + OTHER_PARTS[kind]
    entry = Entry(
        guid=_string(record["guid"]),
        kind=kind,
        id=_number(record["id"]),
        mod=_number(record["mod"]),
        page=_string(record["page"]),
        headings=tuple(map(_string, record["headings"])),
        parts={_one_of(names, name): _string(text) for name, text in record["text"].items()},
        context=_string(record["context"]),
        fields=_string(record["fields"]),
        explicit=_string(record.get("explicit", "")),
        removed=record.get("removed", False) is True,
        given=_given(record.get("given", {})),
    )
    if record["prompt"] != digest(entry.prompt) or record["rest"] != digest(entry.rest):
        raise ValueError("its text does not fit its digest")
    return entry


def _given(record: object) -> Given:
    if not isinstance(record, dict) or record.keys() - set(_GIVEN):
        raise ValueError("a value of the wrong sort: given")
    return Given(*(tuple(map(_string, record.get(name, ()))) for name in _GIVEN))


def _object(line: str) -> dict[str, Any]:
    record = json.loads(line)
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - what is wrong here is the file, not the code
    return record


def _string(value: object) -> str:
    if type(value) is not str:
        raise ValueError(f"{value!r} is not a text")
    return value


def _number(value: object) -> int:
    if type(value) is not int or value <= 0:
        raise ValueError(f"{value!r} is not a positive whole number")
    return value


def _one_of(allowed: Sequence[_Name], value: object) -> _Name:
    for name in allowed:
        if name == value:
            return name
    raise ValueError(f"{value!r} is none of {', '.join(allowed)}")


def _reason(error: ValueError | KeyError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at column {error.colno}"
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)
