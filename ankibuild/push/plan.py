"""Compare the notes with what is in Anki: what a push has to do. Pure: nothing is asked or changed here.

A note is known by its id, and to be sure by a text that it got from us (the ledger's `given`) or its place in
the notes; what is not known beyond doubt goes into a package, which Anki takes in by the guid. A note whose
text is none that we ever gave it was edited in Anki: it is left alone unless forced.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from bs4 import BeautifulSoup

from ankibuild.identity.ledger import Entry, Given, fields_digest, version_digest
from ankibuild.model import FIELDS, SEPARATOR, CardKind, Note
from ankibuild.packaging.anki_rules import deck_name, tag_names
from ankibuild.packaging.fields import PARTS
from ankibuild.pipeline import Prepared
from ankibuild.push.seen import Seen, SeenNote, texts_of
from ankibuild.values import replace

REMOVED_TAG: Final = "ankibuild::removed"
_LEARNERS: Final = frozenset(("marked", "leech"))
_SEARCHED: Final = "Extra2"
_NO_DECKS: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Update:
    """What changes of a note in Anki: the new texts of fields, tags, and the cards that move to `deck`."""

    note: Note
    id: int
    fields: Mapping[str, str] = field(default_factory=dict, hash=False)
    add_tags: tuple[str, ...] = ()
    drop_tags: tuple[str, ...] = ()
    move: tuple[int, ...] = ()
    deck: str = ""
    revive: tuple[int, ...] = ()
    """Cards that were suspended when the note was removed, and go on now."""

    def __bool__(self) -> bool:
        return bool(self.fields or self.add_tags or self.drop_tags or self.move or self.revive)


@dataclass(frozen=True, slots=True)
class Removal:
    """A note in Anki that is no longer in the notes."""

    note: Note
    id: int
    cards: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A note edited in Anki: of each field that differs, the text there and ours."""

    note: Note
    id: int
    texts: Mapping[str, tuple[str, str]] = field(hash=False)


@dataclass(frozen=True, slots=True)
class PushPlan:
    """All that a push does; empty tuples throughout when Anki is up to date."""

    add: tuple[Note, ...] = ()
    update: tuple[Update, ...] = ()
    remove: tuple[Removal, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    looks: tuple[CardKind, ...] = ()
    media: tuple[str, ...] = ()
    unchanged: int = 0
    had: Mapping[str, Given] = field(default_factory=dict, hash=False)
    """What notes in Anki have from us now, by guid: the ledger must know it before they change."""

    def __bool__(self) -> bool:
        return bool(self.add or self.update or self.remove or self.looks or self.media)


def plan_push(
    prepared: Prepared,
    earlier: Mapping[str, Entry],
    seen: Seen,
    *,
    force: bool,
    delete: bool = False,
    decks: Mapping[str, str] = _NO_DECKS,
) -> PushPlan:
    """Return what brings Anki up to date.

    `earlier` are the ledger's entries before this build, by guid, and `decks` the decks of their pages then.
    """
    left = dict(seen.notes)
    add: list[Note] = []
    update: list[Update] = []
    remove: list[Removal] = []
    conflicts: list[Conflict] = []
    unchanged = 0
    had: dict[str, Given] = {}
    pairs = _pairs(prepared.notes, {each.guid: each for each in prepared.plan.ledger.entries}, earlier, left)
    for note, entry, there in pairs:
        before = earlier.get(note.guid)
        if note.removed:
            if there and (delete or REMOVED_TAG not in there.tags):
                remove.append(Removal(note, there.id, tuple(there.cards)))
            continue
        if there is None:
            add.append(note)
            continue
        edited = not force and not _is_ours(there, note, entry, before)
        imported = Given(decks=_imported_into(there, before, decks))
        had[note.guid] = imported
        if not edited:
            tags = _given_tags(there, before) if before else ()
            had[note.guid] = Given((_version(there),), tags).and_then(imported)
        if edited:
            changed = _changed(there, note)
            changed.pop(_SEARCHED, "")  # it says again what other fields say
            texts = {name: (there.fields[name], text) for name, text in changed.items()}
            conflicts.append(Conflict(note, there.id, texts))
        known = replace(entry, given=imported.and_then(entry.given))
        changes = _update(note, known, before, there, keep_text=edited)
        if changes:
            update.append(changes)
        elif not edited:
            unchanged += 1
    looks = tuple(kind for kind in seen.types if _looks_differ(prepared, seen, kind))
    media = tuple(sorted(set(prepared.media) - seen.media))
    return PushPlan(tuple(add), tuple(update), tuple(remove), tuple(conflicts), looks, media, unchanged, had)


# --- which note is which ----------------------------------------------------------------------------


def _pairs(
    notes: Sequence[Note],
    entries: Mapping[str, Entry],
    earlier: Mapping[str, Entry],
    left: dict[int, SeenNote],
) -> list[tuple[Note, Entry, SeenNote | None]]:
    """Find each note in Anki: first by its id, then, since an import gives a taken id away, by its text."""
    found: dict[str, SeenNote] = {}
    for note in notes:
        there = left.get(note.id)
        if there and _belongs(there, note, entries[note.guid], earlier.get(note.guid)):
            found[note.guid] = left.pop(note.id)
    by_text: dict[tuple[CardKind, str], list[SeenNote]] = {}
    for there in left.values():
        by_text.setdefault((there.kind, _version(there)), []).append(there)
    for note in notes:
        if note.guid not in found:
            versions = (*entries[note.guid].given.fields, version_digest(_texts(note)))
            fits = [each for text in dict.fromkeys(versions) for each in by_text.get((note.kind, text), [])]
            fits = [each for each in fits if each.id in left and each.fields.get("Swap") == _swap(note)]
            if len(fits) == 1:
                found[note.guid] = left.pop(fits[0].id)
    return [(note, entries[note.guid], found.get(note.guid)) for note in notes]


def _belongs(there: SeenNote, note: Note, entry: Entry, before: Entry | None) -> bool:
    """Tell whether the note with our id is ours, and no other's that had the id before."""
    if there.kind != note.kind:
        return False
    if _version(there) in (*entry.given.fields, version_digest(_texts(note))):
        return True
    places = {_place(each) for each in (entry, before) if each}
    decks = {deck.casefold().split("::")[0] for deck in (*entry.given.decks, deck_name(note.deck))}
    at_home = any(deck.casefold().split("::")[0] in decks for deck in there.cards.values())
    # the source line leaves out a heading that is the question
    said = BeautifulSoup(there.fields["Source"], "lxml").get_text().replace("\xa0", " ")
    near = any(f"{place}{SEPARATOR}".startswith(f"{said}{SEPARATOR}") for place in places)
    return near and (at_home or not there.cards)


def _place(entry: Entry) -> str:
    return SEPARATOR.join((entry.page, *(title for title in entry.headings if title)))


def _swap(note: Note) -> str | None:
    return note.fields.get("Swap", "") if "Swap" in FIELDS[note.kind] else None


# --- whose text it is -------------------------------------------------------------------------------


def _is_ours(there: SeenNote, note: Note, entry: Entry, before: Entry | None) -> bool:
    """Tell whether the text in Anki is one that we gave: a version that the ledger knows, or a tombstone."""
    if there.fields["Removed"] or _version(there) in (*entry.given.fields, version_digest(_texts(note))):
        return True
    if before is None or entry.given.fields:
        return False
    # Never pushed: the ledger knows only its last version, by digest, by time and by its words.
    if there.mod and there.mod <= before.mod:
        return True
    return bool(_given_tags(there, before)) or _says(there, before)


def _says(there: SeenNote, entry: Entry) -> bool:
    """Tell whether the note has the words that the ledger remembers of its last version."""
    return all(
        _words(there.fields[name]) == _bare(entry.parts.get(part, ""))
        for name, part in PARTS[entry.kind].items()
    )


def _words(html: str) -> str:
    return _bare(BeautifulSoup(html, "lxml").get_text())


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def _given_tags(there: SeenNote, before: Entry) -> tuple[str, ...]:
    """Return the note's tags that are ours, if that and its text are just what the ledger's last digest says."""
    fields = {name: text for name, text in there.fields.items() if name != "Removed"}
    tags = tuple(tag for tag in there.tags if tag.casefold() not in _LEARNERS)
    full = {**dict.fromkeys(FIELDS[there.kind], ""), **fields}
    return tags if fields_digest(full, tags) == before.fields else ()


def _version(there: SeenNote) -> str:
    return version_digest({name: text for name, text in there.fields.items() if name != "Removed"})


def _texts(note: Note) -> dict[str, str]:
    return {name: unicodedata.normalize("NFC", note.fields.get(name, "")) for name in FIELDS[note.kind]} | {
        "Removed": ""
    }


# --- what changes -----------------------------------------------------------------------------------


def _changed(there: SeenNote, note: Note) -> dict[str, str]:
    return {name: text for name, text in _texts(note).items() if there.fields[name] != text}


def _imported_into(there: SeenNote, before: Entry | None, decks: Mapping[str, str]) -> tuple[str, ...]:
    """Return the deck into which an import once put the note's cards, if one is still there."""
    deck = deck_name(decks[before.page]) if before and before.page in decks else ""
    return (deck,) if deck.casefold() in {each.casefold() for each in there.cards.values()} else ()


def _update(note: Note, entry: Entry, before: Entry | None, there: SeenNote, *, keep_text: bool) -> Update:
    """Return what changes of a note: never a tag, a deck or a suspension that is the learner's own."""
    ours = tag_names(note.tags)
    known = {tag.casefold() for tag in ours}
    here = {tag.casefold() for tag in there.tags}
    given = entry.given.tags or (_given_tags(there, before) if before else ())
    drop = [tag for tag in there.tags if tag.casefold() in {each.casefold() for each in given} - known]
    was_removed = REMOVED_TAG in there.tags
    deck = deck_name(note.deck)
    earlier = {each.casefold() for each in entry.given.decks} - {deck.casefold()}
    changes = Update(
        note,
        there.id,
        {} if keep_text else _changed(there, note),
        tuple(tag for tag in ours if tag.casefold() not in here),
        (*drop, *([REMOVED_TAG] if was_removed else [])),
        tuple(card for card, where in there.cards.items() if where.casefold() in earlier),
        deck,
    )
    return replace(changes, revive=tuple(there.cards)) if was_removed else changes


def _looks_differ(prepared: Prepared, seen: Seen, kind: CardKind) -> bool:
    model, there = prepared.models[kind], seen.types[kind]
    return there.css != model.css or {name: dict(each) for name, each in there.templates.items()} != texts_of(
        model
    )
