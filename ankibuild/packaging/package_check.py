"""What must hold of notes before they are packaged, and of a package when it is read back."""

import json
import sqlite3
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from msgspec import Struct

from ankibuild.errors import AnkibuildError
from ankibuild.model import FIELDS, Note
from ankibuild.packaging.anki_rules import deck_name, is_empty, media_name_fault, shows_nothing, tag_names
from ankibuild.packaging.frozen import NOTE_TYPES, card_ordinals


class PackageError(AnkibuildError):
    """The package cannot be made, is not whole or cannot be written; the message says why."""


class PackageSummary(Struct, frozen=True):
    """What a package holds: notes that are alive, tombstones, cards and media files."""

    notes: int
    removed: int
    cards: int
    media: int


class _Row(NamedTuple):
    """A note as it stands in the database, with the number of its cards."""

    guid: str
    model: int
    texts: tuple[str, ...]
    cards: int


_UNZIP_ERRORS: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, KeyError, ValueError, EOFError, NotImplementedError,
    RuntimeError,
)  # fmt: skip
_FIELDS: Final = {kind: frozenset(names) for kind, names in FIELDS.items()}
_REQUIRED: Final = {note_type.id: note_type.required for note_type in NOTE_TYPES.values()}
_QUERIES: Final = {
    "guid {} twice": (
        "SELECT guid FROM notes {} GROUP BY guid HAVING count(*) > 1",
        "WHERE guid IN (SELECT guid FROM notes WHERE id IN ({}))",
    ),
    "card {} without a note": ("SELECT id FROM cards WHERE nid NOT IN (SELECT id FROM notes)", ""),
    "note {} with one card twice": (
        "SELECT nid FROM cards {} GROUP BY nid, ord HAVING count(*) > 1",
        "WHERE nid IN ({})",
    ),
}
"""Queries of faults, each with what narrows it to those that some notes can have brought."""

_COUNTS: Final = "SELECT (SELECT count(*) FROM notes), count(DISTINCT nid), count(*) FROM cards"
_ONE_NOTE: Final = (
    "SELECT guid, mid, flds, (SELECT count(*) FROM cards WHERE nid = ?) FROM notes WHERE id = ?"
)


def check_notes(notes: Sequence[Note]) -> None:
    """Refuse what Anki would take wrongly without a word."""
    seen: dict[str | int, Note] = {}
    for note in notes:
        for key in (note.guid, note.id):
            first = seen.setdefault(key, note)
            if first is not note:
                raise PackageError(f"two notes have the guid or id {key}: {_name(first)} and {_name(note)}")
        if fault := _fault(note):
            raise PackageError(f"{_name(note)} {fault}")


def _fault(note: Note) -> str:
    """Tell what is wrong with a note by itself; "" if nothing is."""
    return next(_faults(note), "")


def _faults(note: Note) -> Iterator[str]:
    if not note.guid.strip() or note.id <= 0:
        yield "has no guid or no id"
    if not note.fields.keys() <= _FIELDS[note.kind]:
        unknown = min(note.fields.keys() - _FIELDS[note.kind])
        yield f"has a field {unknown} that its note type does not have"
    if note.removed == is_empty(note.fields.get("Removed", "")):
        yield "must have its field Removed filled just when it is removed"
    if not note.removed:
        if not card_ordinals(note):
            yield "has no cloze such as {{c1::word}}, so Anki would make no card of it"
        for name in NOTE_TYPES[note.kind].required:
            if shows_nothing(note.fields.get(name, "")):
                yield f"shows nothing in {name}"
    text = "".join((note.guid, deck_name(note.deck), *note.fields.values(), *tag_names(note.tags)))
    if "\x1f" in text:
        yield "holds the control character U+001F, with which Anki parts fields"
    if not _has_bytes(text):
        yield "holds half a surrogate pair"


def _has_bytes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _name(note: Note) -> str:
    """Name a note in a message by what it asks."""
    front = next(
        (note.fields[name] for name in NOTE_TYPES[note.kind].required if note.fields.get(name)), note.guid
    )
    return f"“{front[:40]}”"


def check_media(media: Mapping[str, object]) -> None:
    """Refuse names with which the whole import would fail, or the card not find its file."""
    for name in media:
        if fault := media_name_fault(name):
            raise PackageError(f"the media name {name!r} {fault}")


def expected_summary(notes: Sequence[Note], media: Mapping[str, object]) -> PackageSummary:
    """Return what a package of these notes and media must hold."""
    removed = sum(note.removed for note in notes)
    cards = sum(len(card_ordinals(note)) for note in notes)
    return PackageSummary(len(notes) - removed, removed, cards, len(media))


def check_package(source: Path | BinaryIO) -> PackageSummary:
    """Return what a package of ours holds; raise `PackageError` with the first faults found in it."""
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            with zipfile.ZipFile(source) as archive:
                members = {name: archive.read(name) for name in archive.namelist()}
            # it is as large as the notes: it is not held on to
            database.deserialize(members.pop("collection.anki2"))
            media = json.loads(members.pop("media"))
        except _UNZIP_ERRORS as error:
            raise PackageError(f"the package is damaged: {error}") from error
        faults = [f"media file {name} is missing" for number, name in media.items() if number not in members]
        faults += [f"member {number} has no name" for number in members if number not in media]
        return _checked(database, len(media), faults)


def check_changed(collection: bytes | bytearray, media: int, changed: Collection[int]) -> PackageSummary:
    """Return what a package of this collection holds, in which only the notes of these ids are not known to be sound.

    The others were looked at one by one when they were packed. That the database is whole, and what the changed
    notes can have in common with the others, is looked at here as well; not the zip, which holds what it is given.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(collection)
        return _checked(database, media, [], changed)


def _checked(
    database: sqlite3.Connection, media: int, faults: list[str], only: Collection[int] | None = None
) -> PackageSummary:
    try:
        summary, more = _read(database, media, only)
    except (sqlite3.Error, ValueError, LookupError) as error:
        raise PackageError(f"the package's database is damaged: {error}") from error
    if faults := more + faults:
        raise PackageError("the package has faults: " + "; ".join(faults[:5]))
    return summary


def _read(
    database: sqlite3.Connection, media: int, only: Collection[int] | None
) -> tuple[PackageSummary, list[str]]:
    look = (
        "integrity_check" if only is None else "quick_check"
    )  # only the former compares indexes with their rows
    faults = [message for (message,) in database.execute(f"PRAGMA {look}") if message != "ok"]
    ids = ",".join(map(str, only or ()))
    for message, (query, narrowed) in _QUERIES.items():
        asked = query.format("" if only is None else narrowed.format(ids))
        faults += [message.format(value) for (value,) in database.execute(asked)]
    models, decks = map(json.loads, database.execute("SELECT models, decks FROM col").fetchone())
    names = {int(id_): tuple(field["name"] for field in model["flds"]) for id_, model in models.items()}
    for row in _rows(database, only):
        faults += _note_faults(row, names)
    used = database.execute("SELECT DISTINCT did FROM cards")
    faults += [f"deck {deck} is not described" for (deck,) in used if str(deck) not in decks]
    (notes, live, cards), *_ = database.execute(_COUNTS)
    return PackageSummary(live, notes - live, cards, media), faults


def _rows(database: sqlite3.Connection, only: Collection[int] | None) -> Iterator[_Row]:
    """Yield the notes, with `only` those of these ids."""
    if only is None:
        cards = Counter(nid for (nid,) in database.execute("SELECT nid FROM cards"))
        for id_, guid, model, fields in database.execute("SELECT id, guid, mid, flds FROM notes"):
            yield _Row(guid, model, tuple(fields.split("\x1f")), cards[id_])
        return
    for id_ in only:
        (row,) = database.execute(_ONE_NOTE, (id_, id_))
        yield _Row(row[0], row[1], tuple(row[2].split("\x1f")), row[3])


def _note_faults(row: _Row, names: Mapping[int, tuple[str, ...]]) -> Iterator[str]:
    """Yield what is wrong with one note by itself; `names` are the fields of each note type."""
    expected = names[row.model]
    if len(row.texts) != len(expected):
        yield f"note {row.guid} has {len(row.texts)} fields instead of {len(expected)}"
        return
    removed = not is_empty(row.texts[expected.index("Removed")])
    if removed == (row.cards > 0):
        yield f"note {row.guid} is removed but has a card" if removed else f"note {row.guid} has no card"
    for name in () if removed else _REQUIRED[row.model]:
        if shows_nothing(row.texts[expected.index(name)]):
            yield f"note {row.guid} shows nothing in {name}"
