"""Change a package of ours where few notes changed: to the bytes that it would have if it were made anew.

They can be the same, for a vacuumed database holds its rows in the order of their keys, whatever was done to it
before, and `sqlite_canon` sets all that is no content. What this does not know how to change it refuses.
"""

import io
import json
import sqlite3
import zipfile
from collections.abc import Sequence
from typing import Final

from ankibuild.errors import NotAmendableError
from ankibuild.model import Note
from ankibuild.packaging.archive import zipped
from ankibuild.packaging.frozen import NOTE_TYPES, card_ordinals
from ankibuild.packaging.package_check import PackageSummary, check_changed, check_notes
from ankibuild.packaging.rows import INSERT_CARD, INSERT_NOTE, LAST_POSITION, note_row
from ankibuild.packaging.sqlite_canon import canonical_image

_COLLECTION: Final = "collection.anki2"
_CARDS: Final = "SELECT nid, due FROM cards ORDER BY due"
_COUNT: Final = "SELECT count(*) FROM cards"
_REMOVED: Final = "SELECT id FROM notes WHERE id NOT IN (SELECT nid FROM cards)"
_OF_TYPE: Final = "SELECT 1 FROM notes WHERE mid = ? LIMIT 1"
_FIRST: Final = "SELECT min(id) FROM notes"


class OpenPackage:
    """A package that was made by `package_bytes` with `places` for all of its notes."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._members: dict[str, bytes | bytearray] = {x: archive.read(x) for x in archive.namelist()}
        self._database = sqlite3.connect(":memory:")
        self._database.deserialize(self._members[_COLLECTION])
        self._due = dict(self._database.execute(_CARDS))
        (cards,) = self._database.execute(_COUNT).fetchone()
        (types,) = self._database.execute("SELECT models FROM col").fetchone()
        self._types = {int(type_) for type_ in json.loads(types)}
        self._changed: dict[int, int] = {}
        if not len(self._due) == cards == max(self._due.values(), default=0):
            raise NotAmendableError("notes with several cards")

    def ids(self) -> list[int]:
        """Return the ids of all notes."""
        return [*self._due, *(id_ for (id_,) in self._database.execute(_REMOVED))]

    def shown(self) -> list[int]:
        """Return the ids of the notes in the order in which new cards are shown."""
        return list(self._due)

    def replace(self, before: Sequence[int], notes: Sequence[Note], removed: Sequence[Note]) -> None:
        """Put notes in place of those of these ids, all of one deck; each of them is in one or the other.

        `removed` are tombstones. Call `show` when all are in their places.
        """
        run = self._database.cursor().execute
        decks = {run("SELECT did FROM cards WHERE nid = ?", (id_,)).fetchone() for id_ in before}
        if len(decks) > 1 or any(card_ordinals(note) != (0,) for note in notes):
            raise NotAmendableError("several decks, or notes with several cards")
        check_notes((*notes, *removed))
        for id_ in before:
            run("DELETE FROM cards WHERE nid = ?", (id_,))
            run("DELETE FROM notes WHERE id = ?", (id_,))
            self._due.pop(id_)
        for note in (*notes, *removed):
            run(INSERT_NOTE, note_row(note, NOTE_TYPES[note.kind].id))
            self._changed[note.id] = NOTE_TYPES[note.kind].id
        for note in notes:
            run(INSERT_CARD, (note.id, note.id, *min(decks), 0, note.mod, 0))
            self._due[note.id] = 0

    def show(self, order: Sequence[int]) -> None:
        """Show the notes of these ids, which are all that have a card, in this order."""
        if len(order) > LAST_POSITION:
            raise NotAmendableError("more cards than Anki has positions")
        moved = [(due, id_) for due, id_ in enumerate(order, 1) if self._due[id_] != due]
        self._database.executemany("UPDATE cards SET due = ? WHERE nid = ?", moved)

    def changed(self) -> tuple[bytes, PackageSummary]:
        """Return the bytes of the package as it is now, and what it holds; raise `PackageError` for faults."""
        (created,) = self._database.execute("SELECT crt FROM col").fetchone()
        if created != self._database.execute(_FIRST).fetchone()[0] // 1000:
            raise NotAmendableError("a note older than all others")
        types = {type_ for type_ in self._types if self._database.execute(_OF_TYPE, (type_,)).fetchone()}
        if types | set(self._changed.values()) != self._types:
            raise NotAmendableError("a note type that was not in use, or is not any more")
        self._database.commit()
        self._members[_COLLECTION] = image = canonical_image(self._database)
        found = check_changed(image, len(json.loads(self._members["media"])), self._changed)
        return zipped(self._members.items()), found

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()
