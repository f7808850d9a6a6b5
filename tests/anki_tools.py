"""A real Anki collection for tests: import packages, look at notes and cards, ask Anki's own checks.

with anki_collection(tmp_path) as anki:
    outcome = anki.import_package(package)
    assert outcome.new == 3
    assert anki.faults() == []
    front, back = anki.sides("guid of a note")
"""

import html
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest

from ankibuild.model import FIELDS, CardKind, Note
from ankibuild.packaging.anki_file import read_anki_file
from ankibuild.packaging.notetypes import models
from ankibuild.packaging.package import package_bytes
from ankibuild.packaging.templates import load_templates
from ankibuild.values import replace

_LAST_MOMENT = 0.9


@dataclass(frozen=True)
class Outcome:
    """How many notes an import put where; all but the first three are signs of trouble."""

    new: int = 0
    updated: int = 0
    duplicate: int = 0
    """Notes that were already there and are not newer in the package."""
    conflicting: int = 0
    first_field_match: int = 0
    missing_notetype: int = 0
    missing_deck: int = 0
    empty_first_field: int = 0


@dataclass(frozen=True)
class CardState:
    """What a learner would lose with a card."""

    guid: str
    ordinal: int
    deck: str
    type: int
    queue: int
    due: int
    interval: int
    reviews: int


class Anki:
    """A collection, with the questions that tests ask of it; `col` is Anki's own object."""

    def __init__(self, col: Any) -> None:
        self.col = col

    def import_package(self, package: Path, **options: Any) -> Outcome:
        """Import as Anki's dialog does by default; `options` are those of its protocol."""
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

        request = ImportAnkiPackageRequest(
            package_path=str(package), options=ImportAnkiPackageOptions(**options)
        )
        log = self.col.import_anki_package(request).log
        return Outcome(**{field.name: len(getattr(log, field.name)) for field in fields(Outcome)})

    def faults(self) -> list[str]:
        """Return what Check Database and Check Media find wrong."""
        problems = list(self.col._backend.check_database())
        media = self.col.media.check()
        return (
            problems + [f"missing: {name}" for name in media.missing] + [f"unused: {n}" for n in media.unused]
        )

    def empty_notes(self) -> dict[str, bool]:
        """Return the guids of the notes that Empty Cards lists, and whether it would delete the note too."""
        return {self.guid(note.note_id): note.will_delete_note for note in self.col.get_empty_cards().notes}

    def guid(self, note_id: int) -> str:
        return str(self.col.db.scalar("SELECT guid FROM notes WHERE id = ?", note_id))

    def guids(self) -> list[str]:
        """Return the guids of all notes by their ids, that is by their age."""
        return list(map(str, self.col.db.list("SELECT guid FROM notes ORDER BY id")))

    def note(self, guid: str) -> Any:
        """Return Anki's note: `.fields`, `.tags`, `.mod`, `["Question"]`, `.note_type()`."""
        return self.col.get_note(self.col.db.scalar("SELECT id FROM notes WHERE guid = ?", guid))

    def cards(self, guid: str) -> list[Any]:
        """Return Anki's cards of a note in the order of their card types."""
        return list(self.note(guid).cards())

    def sides(self, guid: str, ordinal: int = 0) -> tuple[str, str]:
        """Return the HTML of both sides of a card without the style sheet."""
        output = next(card for card in self.cards(guid) if card.ord == ordinal).render_output()
        return output.question_text, output.answer_text

    def states(self) -> list[CardState]:
        """Return all cards in the order in which Anki shows new ones."""
        rows = self.col.db.all(
            "SELECT n.guid, c.ord, c.did, c.type, c.queue, c.due, c.ivl, c.reps"
            " FROM cards c JOIN notes n ON n.id = c.nid ORDER BY c.due, c.ord"
        )
        return [CardState(row[0], row[1], self.col.decks.name(row[2]), *row[3:]) for row in rows]

    def dump(self) -> dict[str, list[Any]]:
        """Return the rows of notes, cards, decks and note types, to show that nothing changed."""
        tables = ("notes", "cards", "revlog", "decks", "notetypes", "fields", "templates")
        return {table: self.col.db.all(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables}  # noqa: S608

    def answer(self, guid: str, rating: int = 3) -> None:
        """Answer the first card of a note as a learner would: 1 again, 2 hard, 3 good, 4 easy.

        No learner answers ten cards in a few milliseconds. Across the end of a second Anki then numbers the
        reviews into the next one, and its Check Database finds review times that differ: not at such a moment.
        """
        if (now := time.time() % 1) > _LAST_MOMENT:
            time.sleep(1 - now)
        card = self.cards(guid)[0]
        card.start_timer()
        states = self.col._backend.get_scheduling_states(card.id)
        self.col.sched.answer_card(self.col.sched.build_answer(card=card, states=states, rating=rating - 1))


@contextmanager
def anki_collection(folder: Path, name: str = "collection") -> Iterator[Anki]:
    """Open a collection in a folder, a fresh one if there is none; skip the test where Anki is missing."""
    pytest.importorskip("anki", reason="the anki package (test extra) is not installed")
    from anki.collection import Collection

    col = Collection(str(folder / f"{name}.anki2"))
    try:
        yield Anki(col)
    finally:
        col.close()


def text_of(side: str) -> str:
    """Return what a learner reads of a side: no markup, no script, spaces folded."""
    side = re.sub(r"<(script|style)\b.*?</\1>", "", side, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", side)).split())


def note(number: int, kind: CardKind = "qa", **changes: Any) -> Note:
    """Return a plain note to be packaged, a tombstone with `removed=True`; `changes` replace its values."""
    texts: dict[CardKind, dict[str, str]] = {
        "qa": {"Question": f"質問{number}とは？", "Answer": f"答え{number}", "Context": "章 › 節"},
        "contrast": {
            "Correct": f"甲{number}",
            "WhyCorrect": "速い",
            "Incorrect": f"乙{number}",
            "WhyIncorrect": "遅い",
        },
        "cloze": {"Text": f"{{{{c1::語{number}::手がかり}}}}は{{{{c2::言葉}}}}"},
    }
    fields = texts[kind] | changes.pop("fields", {}) | ({"Removed": "1"} if changes.get("removed") else {})
    plain = Note(
        f"guid{number}", kind, 1_700_000_000_000 + number, 1_700_000_000, "試験::章", fields, ("問::1",)
    )
    return replace(plain, **changes)


def package_of(notes: Sequence[Note], **changes: Any) -> bytes:
    """Return a package of notes in the shipped look, all note types last changed at 1,700,000,000."""
    arguments: dict[str, Any] = {"model_mods": dict.fromkeys(FIELDS, 1_700_000_000), "created": 1_700_000_000}
    made = changes.pop("models", None) or models(load_templates())
    return package_bytes(notes, made, **(arguments | changes))


def fields_in(package: Path) -> list[Mapping[str, str]]:
    """Return the fields of the notes in a package of ours, by their names."""
    return [filed.fields for filed in read_anki_file(package).notes]
