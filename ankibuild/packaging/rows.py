"""A note as rows of an Anki collection."""

from typing import Final

from ankibuild.model import FIELDS, Note
from ankibuild.packaging import anki_rules

INSERT_NOTE: Final = "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')"
"""Takes what `note_row` returns."""
INSERT_CARD: Final = "INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')"
"""Takes a card's id, its note's, its deck's, which card of the note it is, the time of change and its position."""
LAST_POSITION: Final = 999_999


def note_row(note: Note, type_id: int) -> tuple[int, str, int, int, str, str, str]:
    """Return what differs from note to note: id, guid, note type, time, tags, fields and what is sorted by."""
    tags = f" {' '.join(anki_rules.tag_names(note.tags))} "
    return note.id, note.guid, type_id, note.mod, tags, "\x1f".join(_field_texts(note)), _sort_text(note)


def _field_texts(note: Note) -> list[str]:
    """Return the fields in the order of the note type.

    The clozes of a tombstone are opened: Empty Cards goes by them and not by what the card shows.
    """
    texts = [note.fields.get(name, "") for name in FIELDS[note.kind]]
    if note.removed and note.kind == "cloze":
        place = FIELDS["cloze"].index("Text")
        texts[place] = anki_rules.without_clozes(texts[place])
    return texts


def _sort_text(note: Note) -> str:
    """Return the sort field, marked if it is a number.

    SQLite would store a number there, and its builds round differently. Anki works the field out anew.
    """
    text = note.fields.get(FIELDS[note.kind][0], "")
    if text.startswith("<"):
        return text
    try:
        float(text)
    except ValueError:
        return text
    return f"={text}"
