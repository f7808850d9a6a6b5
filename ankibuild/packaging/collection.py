"""Lay notes out as the database of an Anki collection, the same bytes for the same notes.

genanki knows Anki's tables, note types, decks and notes; ids, times, order and the file's layout are ours.
"""

import hashlib
import itertools
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, Final

import genanki

from ankibuild.model import FIELDS, CardKind, Note
from ankibuild.packaging import anki_rules
from ankibuild.packaging.notetypes import card_ordinals
from ankibuild.packaging.sqlite_canon import canonical_bytes, prepare

_DEFAULT_DECK: Final = 1
_FIRST_DECK: Final = 1 << 40  # ids are times in ms: this is in 2004
_LAST_POSITION: Final = 999_999
_STUDIED: Final = ("newToday", "revToday", "lrnToday", "timeToday")


def collection_bytes(
    notes: Sequence[Note],
    models: Mapping[CardKind, genanki.Model],
    *,
    model_mods: Mapping[CardKind, int],
    created: int,
    places: Sequence[int] = (),
) -> bytes:
    """Return the file `collection.anki2` with these notes; arguments as for `package.package_bytes`."""
    with closing(sqlite3.connect(":memory:")) as connection:
        prepare(connection)
        _write_rows(
            connection.cursor(), notes, models, model_mods, created, places or range(1, len(notes) + 1)
        )
        connection.commit()
        return canonical_bytes(connection)


class _Note(genanki.Note):  # type: ignore[misc]  # genanki has no types
    """A note with a time, ids and cards of its own."""

    def __init__(self, note: Note, model: genanki.Model, position: int, ids: Iterable[int]) -> None:
        super().__init__(
            model=model,
            fields=_field_texts(note),
            sort_field=_sort_text(note),
            tags=anki_rules.tag_names(note.tags),
            guid=note.guid,
            due=position,
        )
        self._mod = note.mod
        self._ids = ids
        self._ordinals = card_ordinals(note)

    @property
    def cards(self) -> list[genanki.Card]:
        return [genanki.Card(ordinal) for ordinal in self._ordinals]

    def write_to_db(
        self, cursor: sqlite3.Cursor, _timestamp: float, deck_id: int, _id_gen: Iterator[int]
    ) -> None:
        super().write_to_db(cursor, self._mod, deck_id, iter(self._ids))

    def _check_invalid_html_tags_in_fields(self) -> None:
        """Do not warn: our fields are HTML, and genanki takes some of it for a mistake."""


class _Deck(genanki.Deck):  # type: ignore[misc]  # genanki has no types
    """A deck that writes only its notes: genanki rewrites the descriptions of all decks with each deck."""

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Iterator[int]) -> None:
        for note in self.notes:
            note.write_to_db(cursor, timestamp, self.deck_id, id_gen)

    def to_json(self) -> dict[str, Any]:
        """Describe the deck without genanki's made-up counts of cards studied."""
        return {**super().to_json(), **{name: [0, 0] for name in _STUDIED}}


def _write_rows(
    cursor: sqlite3.Cursor,
    notes: Sequence[Note],
    models: Mapping[CardKind, genanki.Model],
    model_mods: Mapping[CardKind, int],
    created: int,
    places: Sequence[int],
) -> None:
    """Write all tables of a collection; only its file is not yet in canonical form."""
    decks = _decks(notes)
    for position, note, ids in zip(places, notes, _ids(notes), strict=True):
        # A tombstone has no card, so its deck shall not come back for it.
        deck = decks["default" if note.removed else _deck_key(note.deck)]
        deck.add_note(_Note(note, models[note.kind], min(position, _LAST_POSITION), ids))
    genanki.Package(list(decks.values())).write_to_db(cursor, created, itertools.count())
    types = [
        models[kind].to_json(model_mods[kind], _DEFAULT_DECK)
        for kind in sorted({note.kind for note in notes})
    ]
    _write_collection(cursor, types, [{**deck.to_json(), "mod": created} for deck in decks.values()], created)


def _write_collection(
    cursor: sqlite3.Cursor, types: list[dict[str, Any]], decks: list[dict[str, Any]], created: int
) -> None:
    """Put our own times, note types and decks into the row that genanki fills with fixed values."""
    (conf,) = cursor.execute("SELECT conf FROM col").fetchone()
    conf = json.loads(conf) | {"curModel": types[0]["id"] if types else None}
    cursor.execute(
        "UPDATE col SET crt = ?, mod = ?, scm = ?, conf = ?, models = ?, decks = ?",
        (
            created,
            created * 1000,
            created * 1000,
            to_json(conf),
            to_json({type_["id"]: type_ for type_ in types}),
            to_json({deck["id"]: deck for deck in decks}),
        ),
    )


def _decks(notes: Iterable[Note]) -> dict[str, _Deck]:
    """Return the decks of all cards and the decks around them, by their names without case.

    Anki tells names apart without case: the first spelling counts. The Default deck has a fixed id in every
    collection; the ids of all others are thrown away by an import.
    """
    decks = {"default": _Deck(_DEFAULT_DECK, "Default")}
    taken = {_DEFAULT_DECK}
    for name in dict.fromkeys(note.deck for note in notes if not note.removed):
        path = ""
        for level in anki_rules.deck_name(name).split("::"):
            path = f"{path}::{level}" if path else level
            key = path.casefold()
            if key not in decks:
                number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:5], "big")
                free = next(i for i in itertools.count(_FIRST_DECK + number) if i not in taken)
                decks[key] = _Deck(free, path)
                taken.add(free)
            path = decks[key].name
    return decks


def _deck_key(name: str) -> str:
    return anki_rules.deck_name(name).casefold()


def _ids(notes: Sequence[Note]) -> Iterator[tuple[int, ...]]:
    """Yield for each note its id and those of its cards: the note's own, then free ones after it."""
    further: dict[int, tuple[int, ...]] = {}
    taken, free = {note.id for note in notes}, 0
    for note in sorted(notes, key=lambda note: note.id):
        more = []
        for _ in card_ordinals(note)[1:]:
            free = max(free, note.id) + 1
            while free in taken:
                free += 1
            more.append(free)
        further[note.id] = tuple(more)
    return ((note.id, note.id, *further[note.id]) for note in notes)


def _field_texts(note: Note) -> list[str]:
    """Return the fields in the order of the note type.

    The clozes of a tombstone are opened: Empty Cards goes by them and not by what the card shows.
    """
    texts = {name: note.fields.get(name, "") for name in FIELDS[note.kind]}
    if note.removed and note.kind == "cloze":
        texts["Text"] = anki_rules.without_clozes(texts["Text"])
    return list(texts.values())


def _sort_text(note: Note) -> str:
    """Return the sort field, marked if it is a number.

    SQLite would store a number there, and its builds round differently. Anki works the field out anew.
    """
    text = note.fields.get(FIELDS[note.kind][0], "")
    try:
        float(text)
    except ValueError:
        return text
    return f"={text}"


def to_json(value: object) -> str:
    """Write a value as JSON in one form only."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
