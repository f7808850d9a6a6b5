"""What of ours is in Anki: its notes of our note types, and the note types' looks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from ankibuild.model import FIELDS, CardKind
from ankibuild.packaging.frozen import NOTE_TYPES
from ankibuild.push.client import Action, AnkiConnect, PushError
from ankibuild.speech import _

_BATCH: Final = 500
_Each = TypeVar("_Each")


@dataclass(frozen=True, slots=True)
class SeenNote:
    """A note in Anki; `cards` maps its cards' ids to their decks, `mod` is 0 where the add-on does not say it."""

    id: int
    kind: CardKind
    fields: Mapping[str, str] = field(hash=False)
    tags: tuple[str, ...]
    cards: Mapping[int, str] = field(hash=False)
    mod: int = 0


@dataclass(frozen=True, slots=True)
class SeenType:
    """A note type in Anki: its name there, its style, and its card types' fronts and backs by their names."""

    name: str
    css: str
    templates: Mapping[str, Mapping[str, str]] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a push has to know of the collection."""

    notes: Mapping[int, SeenNote]
    types: Mapping[CardKind, SeenType]
    media: frozenset[str]


def look(anki: AnkiConnect) -> Seen:
    """Ask Anki for what it has of ours; raise PushError, also for a note type whose fields are not ours."""
    try:
        return _look(anki)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise anki.unknown(error) from error


def _look(anki: AnkiConnect) -> Seen:
    ids = {number: name for name, number in anki.call("modelNamesAndIds").items()}
    names = {kind: ids[ours.id] for kind, ours in NOTE_TYPES.items() if ours.id in ids}
    types = {kind: _type(anki, kind, name) for kind, name in names.items()}
    found: list[int] = []
    if names:
        query = " or ".join(f"mid:{NOTE_TYPES[kind].id}" for kind in names)
        found = anki.call("findNotes", query=query)
    kinds = {name: kind for kind, name in names.items()}
    notes = {note.id: note for note in _notes(anki, found, kinds)}
    return Seen(notes, types, frozenset(anki.call("getMediaFilesNames")))


def _type(anki: AnkiConnect, kind: CardKind, name: str) -> SeenType:
    about = {"modelName": name}
    fields, templates, style = anki.multi(
        [Action(each, about) for each in ("modelFieldNames", "modelTemplates", "modelStyling")]
    )
    if list(fields) != list(FIELDS[kind]):
        own = ", ".join(sorted(set(fields) ^ set(FIELDS[kind]))) or _("their order")
        now = _(
            "undo that there (Tools → Manage Note Types → Fields): else adding cards would force a full sync"
        )
        raise PushError(
            _(
                "Anki's note type {name!r} has other fields than ours ({own}); {now}",
                name=name,
                own=own,
                now=now,
            )
        )
    return SeenType(name, style["css"], templates)


def _notes(anki: AnkiConnect, ids: Sequence[int], kinds: Mapping[str, CardKind]) -> Iterator[SeenNote]:
    for batch in batches(ids, _BATCH):
        records = [record for record in anki.call("notesInfo", notes=batch) if record]
        cards = _cards(anki, records)
        of_all = [card for own in cards.values() for card in own]
        decks = anki.call("getDecks", cards=of_all) if of_all else {}
        home = {card: deck for deck, there in decks.items() for card in there}
        for record in records:
            kind = kinds[record["modelName"]]
            fields = {name: record["fields"][name]["value"] for name in FIELDS[kind]}
            own = {card: home.get(card, "") for card in cards[record["noteId"]]}
            yield SeenNote(record["noteId"], kind, fields, tuple(record["tags"]), own, record.get("mod", 0))


def _cards(anki: AnkiConnect, records: Sequence[Mapping[str, Any]]) -> Mapping[int, Sequence[int]]:
    """Return the cards of notes: not every version of the add-on, nor every server like it, says them by itself."""
    known = {record["noteId"]: record["cards"] for record in records if "cards" in record}
    rest = [record["noteId"] for record in records if "cards" not in record]
    if rest:
        asked = [Action("findCards", {"query": f"nid:{note}"}) for note in rest]
        known.update(zip(rest, anki.multi(asked), strict=True))
    return known


def batches(things: Sequence[_Each], size: int) -> Iterator[list[_Each]]:
    """Cut a sequence into pieces of a size."""
    for start in range(0, len(things), size):
        yield list(things[start : start + size])


def texts_of(model: Any) -> dict[str, dict[str, str]]:
    """Return the card types of one of our models as AnkiConnect writes them."""
    return {card["name"]: {"Front": card["qfmt"], "Back": card["afmt"]} for card in model.templates}
