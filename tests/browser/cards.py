"""The project's note types in a real Anki collection: fields in, both sides of the card out."""

from pathlib import Path
from typing import NamedTuple

from anki.collection import Collection
from anki.notes import Note

from ankibuild.model import CardKind
from ankibuild.packaging.notetypes import models
from ankibuild.packaging.templates import load_templates

from .samples import Fields


class Sides(NamedTuple):
    """The HTML of a card's front and back as Anki hands it to its reviewer, the style sheet included."""

    front: str
    back: str


class Deck:
    """A collection that holds the note types and renders cards."""

    def __init__(self, path: Path, language: str = "ja") -> None:
        self._col = Collection(str(path))
        self._types = {
            kind: self._add_type(model) for kind, model in models(load_templates(), language).items()
        }

    def close(self) -> None:
        self._col.close()

    def note(self, kind: CardKind, fields: Fields) -> Note:
        """Return a note with these fields, added to the collection."""
        model = self._col.models.by_name(self._types[kind])
        deck = self._col.decks.id("Deck")
        assert model is not None
        assert deck is not None
        note = self._col.new_note(model)
        for name, value in fields.items():
            note[name] = value
        self._col.add_note(note, deck)
        return note

    def sides(self, kind: CardKind, fields: Fields, card: int = 0) -> Sides:
        """Render a card of a new note; `card` is the number of the template."""
        output = self.note(kind, fields).cards()[card].render_output()
        return Sides(output.question_and_style(), output.answer_and_style())

    def update(self, note: Note) -> None:
        self._col.update_note(note)

    def find(self, text: str) -> list[int]:
        """Return the ids of the notes that Anki finds for a text."""
        return [int(note) for note in self._col.find_notes(f'"{text}"')]

    def empty_cards(self, note: Note) -> list[int]:
        """Return the cards of a note that Tools → Empty Cards would offer to delete."""
        report = self._col.get_empty_cards()
        return [card for entry in report.notes if entry.note_id == note.id for card in entry.card_ids]

    def _add_type(self, made: object) -> str:
        source = vars(made)
        model = self._col.models.new(source["name"])
        for field in source["fields"]:
            self._col.models.add_field(model, self._col.models.new_field(field["name"]))
        for card in source["templates"]:
            template = self._col.models.new_template(card["name"])
            template["qfmt"], template["afmt"] = card["qfmt"], card["afmt"]
            self._col.models.add_template(model, template)
        model["css"], model["type"] = source["css"], source["model_type"]
        self._col.models.add_dict(model)
        return str(source["name"])
