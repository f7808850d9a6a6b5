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

from ankibuild.model import CardKind, Note
from ankibuild.packaging import anki_rules
from ankibuild.packaging.frozen import card_ordinals
from ankibuild.packaging.library import genanki
from ankibuild.packaging.rows import INSERT_CARD, INSERT_NOTE, LAST_POSITION, note_row
from ankibuild.packaging.sqlite_canon import prepare, tidy, vacuumed

_DEFAULT_DECK: Final = 1
_FIRST_DECK: Final = 1 << 40  # ids are times in ms: this is in 2004
_STUDIED: Final = ("newToday", "revToday", "lrnToday", "timeToday")


def collection_bytes(
    notes: Sequence[Note],
    models: Mapping[CardKind, genanki.Model],
    *,
    model_mods: Mapping[CardKind, int],
    created: int,
    places: Sequence[int] = (),
) -> bytearray:
    """Return the file `collection.anki2` with these notes; arguments as for `package.package_bytes`."""
    with closing(sqlite3.connect(":memory:")) as connection:
        prepare(connection)
        _write_rows(
            connection.cursor(), notes, models, model_mods, created, places or range(1, len(notes) + 1)
        )
        connection.commit()
        image, roots = vacuumed(connection)
    tidy(image, roots)  # the database is closed, and nothing copied: each is as large as the notes
    return image


class _Deck(genanki.Deck):  # type: ignore[misc]  # genanki has no types
    """A deck that writes nothing: genanki rewrites the descriptions of all decks with each, and note by note."""

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Iterator[int]) -> None:
        """Leave the notes to us."""

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
    genanki.Package(list(decks.values())).write_to_db(cursor, created, itertools.count())
    ordinals = [card_ordinals(note) for note in notes]
    cursor.executemany(INSERT_NOTE, (note_row(note, models[note.kind].model_id) for note in notes))
    # A tombstone has no card, so its deck does not come back for it.
    deck_ids = {
        name: decks[_deck_key(name)].deck_id for name in {note.deck for note in notes if not note.removed}
    }
    ids = _card_ids(notes, ordinals)
    cursor.executemany(
        INSERT_CARD,
        (
            (card_id, note.id, deck_ids[note.deck], ordinal, note.mod, min(position, LAST_POSITION))
            for position, note, own, cards in zip(places, notes, ordinals, ids, strict=True)
            for ordinal, card_id in zip(own, cards, strict=False)
        ),
    )
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


def _card_ids(notes: Sequence[Note], ordinals: Sequence[Sequence[int]]) -> Iterator[tuple[int, ...]]:
    """Yield for each note the ids of its cards: the note's own, then free ones after it."""
    further: dict[int, tuple[int, ...]] = {}
    taken, free = {note.id for note in notes}, 0
    several = [(note.id, len(own) - 1) for note, own in zip(notes, ordinals, strict=True) if len(own) > 1]
    for id_, count in sorted(several):
        more = []
        for _ in range(count):
            free = max(free, id_) + 1
            while free in taken:
                free += 1
            more.append(free)
        further[id_] = tuple(more)
    return ((note.id, *further.get(note.id, ())) for note in notes)


def to_json(value: object) -> str:
    """Write a value as JSON in one form only."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
