"""What is frozen of the three note types: their ids, fields and cards.

Anki knows a note type by its id, and its fields and card types by theirs. A field or card type that is added,
removed or moved makes another note type of it for Anki, whose notes it never updates again; so the tables
below never change. Template texts, style and labels may.
"""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from ankibuild.model import CardKind, Note
from ankibuild.packaging.anki_rules import cloze_ordinals, is_empty


class CardType(Struct, frozen=True):
    """One card that a note can have: its name in Anki's browser, its files, the field that switches it on."""

    name: str
    id: int
    front: str
    back: str
    condition: str = ""


class NoteType(Struct, frozen=True):
    """What is frozen of a note type. `required` are the fields without which a front would ask nothing."""

    name: str
    id: int
    fields: Mapping[str, int]
    required: tuple[str, ...]
    cards: tuple[CardType, ...]


NOTE_TYPES: Final[Mapping[CardKind, NoteType]] = {
    "qa": NoteType(
        "ankibuild Q&A",
        1_738_204_915_301,
        {
            "Question": 4_170_101, "Options": 4_170_102, "Answer": 4_170_103, "Explanation": 4_170_104,
            "Context": 4_170_105, "Source": 4_170_106, "Swap": 4_170_107, "Removed": 4_170_108,
            "Extra1": 4_170_109, "Extra2": 4_170_110,
        },
        ("Question",),
        (
            CardType("Question", 4_170_151, "qa/front.html", "qa/back.html"),
            CardType("Reversed", 4_170_152, "qa/reversed-front.html", "qa/reversed-back.html", "Extra1"),
        ),
    ),
    "contrast": NoteType(
        "ankibuild Contrast",
        1_738_204_915_302,
        {
            "Title": 4_170_212, "Prompt": 4_170_201, "Cue": 4_170_213, "Correct": 4_170_202,
            "WhyCorrect": 4_170_203, "Incorrect": 4_170_204, "WhyIncorrect": 4_170_205, "Context": 4_170_206,
            "Source": 4_170_207, "Swap": 4_170_208, "Removed": 4_170_209, "Extra1": 4_170_210, "Extra2": 4_170_211,
        },
        ("Correct", "Incorrect"),
        (
            CardType("Contrast", 4_170_251, "contrast/front.html", "contrast/back.html"),
            CardType("Spare", 4_170_252, "contrast/spare-front.html", "contrast/spare-back.html", "Extra1"),
        ),
    ),
    "cloze": NoteType(
        "ankibuild Cloze",
        1_738_204_915_303,
        {
            "Text": 4_170_301, "Explanation": 4_170_302, "Context": 4_170_303, "Source": 4_170_304,
            "Removed": 4_170_305, "Extra1": 4_170_306, "Extra2": 4_170_307,
        },
        ("Text",),
        (CardType("Cloze", 4_170_351, "cloze/front.html", "cloze/back.html"),),
    ),
}  # fmt: skip
"""The sort field of each is its first field, by which Anki's browser tells notes apart: question, title, text."""


def card_ordinals(note: Note) -> tuple[int, ...]:
    """Return which cards a note has: the numbers of its card types or clozes, none for a tombstone."""
    if note.removed:
        return ()
    if note.kind == "cloze":
        return cloze_ordinals(note.fields.get("Text", ""))
    conditions = [card.condition for card in NOTE_TYPES[note.kind].cards]
    return tuple(
        [
            ordinal
            for ordinal, field in enumerate(conditions)
            if not field or not is_empty(note.fields.get(field, ""))
        ]
    )
