"""Change a package of ours where few notes changed: to the bytes that it would have if it were made anew.

They can be the same, for a vacuumed database holds its rows in the order of their keys, whatever was done to it
before, and `sqlite_canon` sets all that is no content. What this does not know how to change it refuses.
"""

import io
import sqlite3
import zipfile
from collections.abc import Sequence
from typing import Final

from ankibuild.errors import NotAmendableError
from ankibuild.model import Note
from ankibuild.packaging.archive import zipped
from ankibuild.packaging.frozen import NOTE_TYPES, card_ordinals
from ankibuild.packaging.package_check import PackageSummary, check_notes, check_package
from ankibuild.packaging.rows import INSERT_CARD, INSERT_NOTE, LAST_POSITION, note_row
from ankibuild.packaging.sqlite_canon import canonical_bytes

_COLLECTION: Final = "collection.anki2"
_COUNTS: Final = "SELECT count(*), count(DISTINCT nid), max(due) FROM cards"
_IN_USE: Final = "SELECT DISTINCT mid FROM notes ORDER BY mid"
_FIRST: Final = "SELECT min(id) FROM notes"


class OpenPackage:
    """A package that was made by `package_bytes` with `places` for all of its notes."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._members = {name: archive.read(name) for name in archive.namelist()}
        self._database = sqlite3.connect(":memory:")
        self._database.deserialize(self._members[_COLLECTION])
        cards, live, last = self._database.execute(_COUNTS).fetchone()
        self._kinds = self._database.execute(_IN_USE).fetchall()
        self._changed: set[int] = set()
        if not live == cards == (last or 0):
            raise NotAmendableError("notes with several cards")

    def ids(self) -> list[int]:
        """Return the ids of all notes."""
        return [id_ for (id_,) in self._database.execute("SELECT id FROM notes")]

    def shown(self) -> list[int]:
        """Return the ids of the notes in the order in which new cards are shown."""
        return [id_ for (id_,) in self._database.execute("SELECT nid FROM cards ORDER BY due")]

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
        for note in (*notes, *removed):
            run(INSERT_NOTE, note_row(note, NOTE_TYPES[note.kind].id))
            self._changed.add(note.id)
        for note in notes:
            run(INSERT_CARD, (note.id, note.id, *min(decks), 0, note.mod, 0))

    def show(self, order: Sequence[int]) -> None:
        """Show the notes of these ids, which are all that have a card, in this order."""
        if len(order) > LAST_POSITION:
            raise NotAmendableError("more cards than Anki has positions")
        now = dict(self._database.execute("SELECT nid, due FROM cards"))
        moved = [(due, id_) for due, id_ in enumerate(order, 1) if now[id_] != due]
        self._database.executemany("UPDATE cards SET due = ? WHERE nid = ?", moved)

    def changed(self) -> tuple[bytes, PackageSummary]:
        """Return the bytes of the package as it is now, and what it holds; raise `PackageError` for faults."""
        (created,) = self._database.execute("SELECT crt FROM col").fetchone()
        if created != self._database.execute(_FIRST).fetchone()[0] // 1000:
            raise NotAmendableError("a note older than all others")
        if self._kinds != self._database.execute(_IN_USE).fetchall():
            raise NotAmendableError("a note type that was not in use, or is not any more")
        self._database.commit()
        self._members[_COLLECTION] = canonical_bytes(self._database)
        data = zipped(self._members.items())
        return data, check_package(io.BytesIO(data), self._changed)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()
