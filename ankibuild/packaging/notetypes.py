"""The three note types with the look that the files in `card_templates` give them, as models of genanki."""

import hashlib
import json
from typing import Any, Final

from ankibuild.model import FIELDS, CardKind
from ankibuild.packaging.frozen import NOTE_TYPES, CardType
from ankibuild.packaging.library import genanki
from ankibuild.packaging.templates import Templates, fill, style

_TECHNICAL: Final = ("Source", "Swap", "Removed", "Extra1", "Extra2")
"""Fields that the learner has no reason to edit: folded up in Anki's editor."""
_UNSEARCHED: Final = ("Swap", "Removed")


def models(templates: Templates, labels: str = "ja") -> dict[CardKind, genanki.Model]:
    """Return fresh genanki models of all note types (genanki writes into their dicts).

    `labels` is the language of the words that the cards themselves say. Raises `TemplateError`.
    """
    return {kind: _model(kind, templates, labels) for kind in NOTE_TYPES}


def digest(model: genanki.Model) -> str:
    """Return a digest of all that an import would change in the note type: move its mod when this changes."""
    looks = (
        model.css,
        [[card[key] for key in ("id", "name", "qfmt", "afmt")] for card in model.templates],
        [[field[key] for key in ("id", "name", "collapsed", "excludeFromSearch")] for field in model.fields],
    )
    return hashlib.sha256(json.dumps(looks).encode()).hexdigest()[:16]


class _Model(genanki.Model):  # type: ignore[misc]  # genanki has no types
    """A note type without genanki's guess at the fields that a card needs.

    The guess takes a filled `Removed` for a condition of every card, and costs a rendering for each field.
    Anki works the true conditions out by itself when it imports.
    """

    _req: tuple[Any, ...] = ()


def _model(kind: CardKind, templates: Templates, labels: str) -> genanki.Model:
    note_type = NOTE_TYPES[kind]
    return _Model(
        note_type.id,
        note_type.name,
        fields=[
            {
                "name": name,
                "id": note_type.fields[name],
                "font": "Arial",
                "collapsed": name in _TECHNICAL,
                "excludeFromSearch": name in _UNSEARCHED,
            }
            for name in FIELDS[kind]
        ],
        templates=[
            {
                "name": card.name,
                "id": card.id,
                "qfmt": _front(card, kind, templates, labels),
                "afmt": fill(card.back, kind, templates, labels),
            }
            for card in note_type.cards
        ],
        css=style(templates),
        model_type=genanki.Model.CLOZE if kind == "cloze" else genanki.Model.FRONT_BACK,
        sort_field_index=0,
    )


def _front(card: CardType, kind: CardKind, templates: Templates, labels: str) -> str:
    """Fill in a front; whatever its file says, it stays blank when removed or not switched on."""
    front = fill(card.front, kind, templates, labels)
    if card.condition:
        front = f"{{{{#{card.condition}}}}}{front}{{{{/{card.condition}}}}}"
    return f"{{{{^Removed}}}}{front}{{{{/Removed}}}}"
