"""Read our notes out of a package: one of ours, or one out of Anki with the learner's edits."""

import json
import sqlite3
import struct
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ankibuild.markdown.source import PACKAGES
from ankibuild.model import FIELDS, CardKind
from ankibuild.nearby import meant
from ankibuild.packaging.notetypes import NOTE_TYPES
from ankibuild.packaging.package_check import PackageError
from ankibuild.speech import _

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_COLLECTIONS: Final = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""Best first: beside a newer one, Anki puts an older one that only says that Anki must be updated."""
_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, zstd.ZstdError, struct.error, ValueError, EOFError, NotImplementedError,
    RuntimeError, LookupError, TypeError, sqlite3.Error,
)  # fmt: skip
_LIVE_DECK: Final = "SELECT nid, CASE odid WHEN 0 THEN did ELSE odid END FROM cards ORDER BY nid, ord DESC"


@dataclass(frozen=True, slots=True)
class FiledNote:
    """A note of one of our note types; `id` in milliseconds, `mod` in seconds, `deck` "" without a card."""

    guid: str
    kind: CardKind
    id: int
    mod: int
    deck: str
    fields: Mapping[str, str] = field(hash=False)
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FiledLook:
    """When a note type changed (seconds), and all its texts, among whatever else is said of it."""

    mod: int
    texts: bytes

    def holds(self, texts: Iterable[str]) -> bool:
        """Say whether the note type has all these templates and styles."""
        return all(text.encode() in self.texts for text in texts)


@dataclass(frozen=True, slots=True)
class AnkiFile:
    """What of a file is ours, and how many notes of other note types it holds."""

    notes: tuple[FiledNote, ...]
    looks: Mapping[CardKind, FiledLook]
    others: int


@dataclass(frozen=True, slots=True)
class _Type:
    """A note type as the file has it."""

    id: int
    name: str
    fields: tuple[str, ...]
    look: FiledLook


def read_anki_file(path: Path) -> AnkiFile:
    """Read a package of ours, or a deck or collection exported from Anki in its old or its current format.

    Raises `PackageError` with what to do now if the file cannot be read or is none of these.
    """
    try:
        return _read(_collection(path))
    except FileNotFoundError as error:
        raise PackageError(_missing(path)) from error
    except OSError as error:
        raise PackageError(
            _("{path}: cannot be read: {error}", path=path, error=error.strerror or error)
        ) from error
    except _DAMAGED as error:
        message = _(
            "{path}: damaged, or no Anki package ({error}); export the deck from Anki again (.apkg)",
            path=path,
            error=error,
        )
        raise PackageError(message) from error


def _missing(path: Path) -> str:
    if near := meant(path, _may_be_ours):
        return _("{path}: no such file; did you mean {near}?", path=path, near=near)
    return _("{path}: no such file; name a package, or a deck exported from Anki (.apkg)", path=path)


def _may_be_ours(path: Path) -> bool:
    return path.name.lower().endswith(PACKAGES)


def _collection(path: Path) -> bytes:
    """Return the database of the package."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        for name in _COLLECTIONS:
            if name in names:
                data = archive.read(name)
                return zstd.decompress(data) if name.endswith("b") else data
    raise PackageError(
        _("{path}: holds no Anki collection; name an .apkg of ankibuild or exported from Anki", path=path)
    )


def _read(data: bytes) -> AnkiFile:
    with closing(sqlite3.connect(":memory:")) as database:
        # A database in memory knows no write-ahead log: the two bytes that ask for one are set to "none".
        database.deserialize(data[:18] + b"\x01\x01" + data[20:])
        database.create_collation(
            "unicase", lambda a, b: (a.casefold() > b.casefold()) - (a.casefold() < b.casefold())
        )
        current = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'notetypes'").fetchone()
        types = _by_kind(list(_types(database) if current else _legacy_types(database)))
        decks = dict(_decks(database) if current else _legacy_decks(database))
        home = {note: decks.get(deck, "") for note, deck in database.execute(_LIVE_DECK)}
        notes: list[FiledNote] = []
        others = 0
        for row in database.execute("SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id"):
            kind_and_type = types.get(row[2])
            if kind_and_type is None:
                others += 1
            else:
                notes.append(_note(row, *kind_and_type, home.get(row[0], "")))
    used = {note.kind for note in notes}
    looks = {kind: found.look for kind, found in types.values() if kind in used}
    return AnkiFile(tuple(notes), looks, others)


def _note(row: tuple[int, str, int, int, str, str], kind: CardKind, found: _Type, deck: str) -> FiledNote:
    id_, guid, _, mod, tags, texts = row
    if id_ < 1 or mod < 1 or not guid:
        raise ValueError(f"note {id_} has no guid or time")
    # A learner may have renamed fields: then they count by their places. An older build's pairs had no title.
    names = found.fields if set(NOTE_TYPES[kind].required) <= set(found.fields) else FIELDS[kind]
    values = unicodedata.normalize("NFC", texts).split("\x1f")
    given = dict(zip(names, values, strict=False))
    return FiledNote(
        guid, kind, id_, mod, deck, {name: given.get(name, "") for name in FIELDS[kind]}, tuple(tags.split())
    )


def _by_kind(types: list[_Type]) -> dict[int, tuple[CardKind, _Type]]:
    """Find our note types among those of the file: by id, else by name."""
    found: dict[int, tuple[CardKind, _Type]] = {}
    for kind, ours in NOTE_TYPES.items():
        same = [each for each in types if each.id == ours.id]
        same = same or [each for each in types if each.name == ours.name]
        found |= {each.id: (kind, each) for each in same}
    return found


# --- the current format: a table of each -------------------------------------------------------------


def _types(database: sqlite3.Connection) -> Iterator[_Type]:
    fields: dict[int, list[str]] = {}
    for type_, name in database.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        fields.setdefault(type_, []).append(name)
    # Protocol buffers, in which texts stand as they are.
    looks: dict[int, bytes] = {}
    for type_, config in database.execute("SELECT ntid, config FROM templates ORDER BY ntid, ord"):
        looks[type_] = looks.get(type_, b"") + b"\0" + config
    for id_, name, mod, config in database.execute("SELECT id, name, mtime_secs, config FROM notetypes"):
        look = FiledLook(max(1, mod), config + looks.get(id_, b""))
        yield _Type(id_, name, tuple(fields.get(id_, ())), look)


def _decks(database: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    for id_, name in database.execute("SELECT id, name FROM decks"):
        yield id_, name.replace("\x1f", "::")


# --- the legacy format: JSON in one row --------------------------------------------------------------


def _legacy_types(database: sqlite3.Connection) -> Iterator[_Type]:
    (text,) = database.execute("SELECT models FROM col").fetchone()
    for id_, model in json.loads(text).items():
        fields = tuple(each["name"] for each in model["flds"])
        texts = [model["css"], *(each[side] for each in model["tmpls"] for side in ("qfmt", "afmt"))]
        look = FiledLook(max(1, model["mod"]), "\0".join(texts).encode())
        yield _Type(int(id_), model["name"], fields, look)


def _legacy_decks(database: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    (text,) = database.execute("SELECT decks FROM col").fetchone()
    for id_, deck in json.loads(text).items():
        yield int(id_), deck["name"]
