"""Read our notes out of a package: one of ours, or one out of Anki with the learner's edits."""

import json
import re
import sqlite3
import struct
import sys
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from ankibuild.files import check_ordinary
from ankibuild.markdown.source import PACKAGES
from ankibuild.model import FIELDS, CardKind
from ankibuild.nearby import meant
from ankibuild.packaging.frozen import NOTE_TYPES
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
    RuntimeError, LookupError, TypeError, AttributeError, OverflowError, sqlite3.Error,
)  # fmt: skip
_MOST: Final = 1_000_000_000
_SPACE: Final = 20_000_000
_RATIO: Final = 200
"""What a collection may take: at least so many bytes, and so many for each that it is packed in, but never more
than the most. A real one shrinks to a tenth; a bomb does not care."""
_LONGEST: Final = 100_000_000
"""Bytes of one value in the database."""
_LATEST: Final = 253_402_300_799_999
"""The last millisecond of the year 9999."""
_SECONDS: Final = 60
_STEPS: Final = 1_000_000
"""So many steps of the database between two looks at the clock."""
_NOTES: Final = "SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id"
_LIVE_DECK: Final = "SELECT nid, CASE odid WHEN 0 THEN did ELSE odid END FROM cards ORDER BY nid, ord DESC"


class FiledNote(Struct, frozen=True):
    """A note of one of our note types; `id` in milliseconds, `mod` in seconds, `deck` "" without a card."""

    guid: str
    kind: CardKind
    id: int
    mod: int
    deck: str
    fields: Mapping[str, str]
    tags: tuple[str, ...] = ()


class FiledLook(Struct, frozen=True):
    """When a note type changed (seconds), and all its texts, among whatever else is said of it."""

    mod: int
    texts: bytes

    def holds(self, texts: Iterable[str]) -> bool:
        """Say whether the note type has all these templates and styles."""
        return all(text.encode() in self.texts for text in texts)


class AnkiFile(Struct, frozen=True):
    """What of a file is ours, and how many notes of other note types it holds."""

    notes: tuple[FiledNote, ...]
    looks: Mapping[CardKind, FiledLook]
    others: int


class _Type(Struct, frozen=True):
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
        check_ordinary(path)
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
                return _unpacked(archive, name)
    raise PackageError(
        _("{path}: holds no Anki collection; name an .apkg of ankibuild or exported from Anki", path=path)
    )


def _unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a member within bounds: a few hundred bytes can be packed zeros without end."""
    member = archive.getinfo(name)
    most = min(_MOST, _SPACE + _RATIO * member.compress_size)
    with archive.open(member) as packed:
        data = packed.read(most + 1)
    if name.endswith("b"):
        data = zstd.ZstdDecompressor().decompress(data, most + 1)
    if len(data) > most:
        raise ValueError(_("packed far too tightly"))
    return data


def _guard(database: sqlite3.Connection) -> None:
    """Let no schema of the file make the database work without end, or call anything."""
    end = time.monotonic() + _SECONDS
    database.set_progress_handler(lambda: int(time.monotonic() > end), _STEPS)
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    database.execute("PRAGMA trusted_schema = OFF")


def _check_tables(database: sqlite3.Connection, names: Iterable[str]) -> None:
    """Raise ValueError where a table is none: a view or a computed column can go on without end."""
    for name in names:
        found = database.execute("SELECT type, sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        plain = found and found[0] == "table" and not _VIRTUAL.match(str(found[1]))
        if not plain or any(column[6] for column in database.execute(f"PRAGMA table_xinfo({name})")):
            raise ValueError(_("{name} is no table of Anki's", name=name))


def _rows(database: sqlite3.Connection, query: str, size: int) -> Iterator[Any]:
    """Yield the rows of a query; raise ValueError where they hold more than all of the file."""
    for row in database.execute(query):
        size -= _LEAST_ROW + sum(len(value) for value in row if isinstance(value, (str, bytes)))
        if size < 0:
            raise ValueError(_("holds more than its size"))
        yield row


_VIRTUAL: Final = re.compile(r"\s*CREATE\s+VIRTUAL\b", re.IGNORECASE)
_CURRENT: Final = ("notetypes", "fields", "templates", "decks")
_LEGACY: Final = ("col",)
_LEAST_ROW: Final = 4
"""Bytes that a row takes at least."""


def _read(data: bytes) -> AnkiFile:
    with closing(sqlite3.connect(":memory:")) as database:
        _guard(database)
        # A database in memory knows no write-ahead log: the two bytes that ask for one are set to "none".
        database.deserialize(data[:18] + b"\x01\x01" + data[20:])
        database.create_collation(
            "unicase", lambda a, b: (a.casefold() > b.casefold()) - (a.casefold() < b.casefold())
        )
        current = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'notetypes'").fetchone()
        _check_tables(database, ("notes", "cards", *(_CURRENT if current else _LEGACY)))
        types = _by_kind(list(_types(database) if current else _legacy_types(database)))
        decks = dict(_decks(database) if current else _legacy_decks(database))
        home = {note: decks.get(deck, "") for note, deck in _rows(database, _LIVE_DECK, len(data))}
        notes: list[FiledNote] = []
        others = 0
        for row in _rows(database, _NOTES, len(data)):
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
    if not guid or not all(type(number) is int and 0 < number <= _LATEST for number in (id_, mod)):
        raise ValueError(f"note {id_} has no guid or time")
    # A learner may have renamed fields: then they count by their places. An older build's pairs had no title.
    names = found.fields if set(NOTE_TYPES[kind].required) <= set(found.fields) else FIELDS[kind]
    values = unicodedata.normalize("NFC", texts).split("\x1f")
    given = dict(zip(names, values, strict=False))
    return FiledNote(
        guid, kind, id_, mod, deck, {name: given.get(name, "") for name in FIELDS[kind]}, tuple(tags.split())
    )


def _time(seconds: object) -> int:
    if type(seconds) is not int or seconds > _LATEST:
        raise ValueError(_("{value} is no time", value=repr(seconds)[:40]))
    return max(1, seconds)


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
    looks: dict[int, list[bytes]] = {}
    for type_, config in database.execute("SELECT ntid, config FROM templates ORDER BY ntid, ord"):
        looks.setdefault(type_, []).append(config)
    for id_, name, mod, config in database.execute("SELECT id, name, mtime_secs, config FROM notetypes"):
        look = FiledLook(_time(mod), b"\0".join((config, *looks.get(id_, ()))))
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
        look = FiledLook(_time(model["mod"]), "\0".join(texts).encode())
        yield _Type(int(id_), model["name"], fields, look)


def _legacy_decks(database: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    (text,) = database.execute("SELECT decks FROM col").fetchone()
    for id_, deck in json.loads(text).items():
        deck["name"].encode()  # half a character is no name
        yield int(id_), deck["name"]
