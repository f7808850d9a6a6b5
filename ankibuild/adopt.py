"""Rebuild a lost ledger from a package: which note of it is which card of the notes.

Every note keeps its guid, its id and its time, so that the next package updates it in place. Whose text
stands is settled as Anki settles it, the later one wins: where a note differs from its card, it was
edited in Anki if its page is older than it, and stays until the card changes; else the next build
brings the card's text. That build also turns the notes whose card is gone into tombstones, but only those
that are surely of these notes: of our making (by their guid), in their deck. Notes that the learner
made by hand, and those of other folders in the same export, are left alone.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, Literal, get_args

from msgspec import Struct

from ankibuild.decks import as_filed
from ankibuild.identity.candidate import candidate
from ankibuild.identity.ledger import Entry, Ledger, Look
from ankibuild.identity.matching import match
from ankibuild.identity.times import Clock
from ankibuild.model import OTHER_PARTS, PROMPT_PARTS, SEPARATOR, Card, CardKind, Note, Problem
from ankibuild.packaging.anki_file import AnkiFile, FiledNote
from ankibuild.packaging.anki_rules import deck_name, is_empty, tag_names
from ankibuild.packaging.fields import PARTS
from ankibuild.packaging.first_fields import HIDDEN
from ankibuild.packaging.notetypes import digest, models
from ankibuild.packaging.package_check import PackageError
from ankibuild.packaging.templates import load_templates
from ankibuild.pipeline import Gathered, prepare
from ankibuild.speech import _
from ankibuild.values import replace

Fate = Literal["same", "edited", "outdated", "gone", "removed", "stranger"]
"""What becomes of a note of the package: it is as in the notes; it was edited in Anki after its page, and
stays; its card changed since, and the next build updates it; its card is gone, and the next build
removes it; it is a tombstone already; it has no card, but may be of other notes, and is left alone."""

_OUR_GUID: Final = re.compile(r"[a-z2-7]{13}")
_UNHEARD: Final = re.compile(rf"{HIDDEN.pattern}|<wbr>|<r[tp]\b[^>]*>.*?</r[tp]>", re.DOTALL)
_LINE_END: Final = re.compile(r"<br\b[^>]*>|</(?:p|div|li|tr|h[1-6]|blockquote|pre)>|\n")
_TAG: Final = re.compile(r"<(?:\"[^\"]*\"|[^\">])*>")


class Adopted(Struct, frozen=True):
    """The ledger, what became of each note of the package, and what the notes have beyond it.

    `by_hand` counts the notes that the learner made with our note types, which are left alone.
    """

    ledger: Ledger
    fates: Mapping[Fate, tuple[Entry, ...]]
    by_hand: int
    new: tuple[Card, ...]
    problems: tuple[Problem, ...]


def adopt(file: AnkiFile, found: Gathered) -> Adopted:
    """Match the package's notes with the cards of the notes; raise `PackageError` if none is one of them."""
    ours = _latest(note for note in file.notes if _OUR_GUID.fullmatch(note.guid))
    texts, unfilled = _texts(found)
    entries = {guid: _entry(note, texts) for guid, note in ours.items()}
    pool = tuple(entries[guid] for guid, note in ours.items() if _may_belong(note, entries[guid], found))
    matches = match(pool, [candidate(card) for card in found.cards])
    if not any(each.entry for each in matches.matches):
        raise PackageError(_nothing(file, found))
    before = Ledger(found.deck, _looks(file, found), pool, found.home.kept_in(found.ledger_path))
    known, unseen = _compared(ours, replace(found, ledger=before, matches=matches.matches))
    fates = {guid: known.get(guid) or (_fate(ours[guid], found), entry) for guid, entry in entries.items()}
    kept = tuple(entry for _, (fate, entry) in sorted(fates.items()) if fate != "stranger")
    decks = as_filed(found.decks, _decks(ours, kept))
    return Adopted(
        replace(before, deck=decks.root, entries=kept, decks=decks.pages, asked=decks.asked),
        {fate: _in_order(entry for own, entry in fates.values() if own == fate) for fate in get_args(Fate)},
        sum(not _OUR_GUID.fullmatch(note.guid) for note in file.notes),
        tuple(c for c, each in zip(found.cards, matches.matches, strict=True) if not each.entry),
        tuple(
            problem for problem in (*matches.problems, *unfilled, *unseen) if problem not in found.problems
        ),
    )


def _latest(notes: Iterable[FiledNote]) -> dict[str, FiledNote]:
    """Return the notes by guid, of two with one guid the later."""
    return {note.guid: note for note in sorted(notes, key=lambda note: (note.mod, note.id))}


def _decks(ours: Mapping[str, FiledNote], kept: Iterable[Entry]) -> dict[str, Counter[str]]:
    """Count the cards of each page by the deck that they lie in."""
    found: dict[str, Counter[str]] = {}
    for entry in kept:
        if deck := ours[entry.guid].deck:
            found.setdefault(entry.page, Counter())[deck] += not entry.removed
    return found


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.page, entry.id)))


def _nothing(file: AnkiFile, found: Gathered) -> str:
    now = _("name the package or export of these notes; for notes without one, just build")
    if not file.notes:
        return _(
            "the file holds no note of ankibuild ({n} of other note types); {now}", n=file.others, now=now
        )
    decks = ", ".join(sorted({note.deck for note in file.notes if note.deck})[:3])
    return _(
        "no note of the file ({decks}) is a card of these notes (deck {deck}); {now}",
        decks=decks,
        deck=found.deck,
        now=now,
    )


def _looks(file: AnkiFile, found: Gathered) -> dict[CardKind, Look]:
    """Enter the note types: without a digest where theirs looks otherwise, so that a build renews it."""
    ours = models(load_templates(found.config.templates, found.config.tts), found.config.language)
    looks: dict[CardKind, Look] = {}
    for kind, theirs in file.looks.items():
        texts = [ours[kind].css, *(card[side] for card in ours[kind].templates for side in ("qfmt", "afmt"))]
        looks[kind] = Look(digest(ours[kind]) if theirs.holds(texts) else "", theirs.mod)
    return looks


# --- whose note it is ----------------------------------------------------------------------------------


def _at_home(note: FiledNote, deck: str) -> bool:
    """Say whether the note's card lies in the deck of the notes; the card of a tombstone lies nowhere."""
    own, root = deck_name(note.deck or deck).casefold(), deck_name(deck).casefold()
    return own == root or own.startswith(f"{root}::")


def _may_belong(note: FiledNote, entry: Entry, found: Gathered) -> bool:
    """Say whether a note may be a card of these notes: a learner moves cards to other decks, too."""
    return _at_home(note, found.deck) or entry.page in found.mtimes


def knows_cards_of(file: AnkiFile, found: Gathered) -> bool:
    """Say whether a file holds a note that is a card of these notes."""
    ours = [(note, _entry(note, {})) for note in file.notes if _OUR_GUID.fullmatch(note.guid)]
    pool = [entry for note, entry in ours if _may_belong(note, entry, found)]
    return any(each.entry for each in match(pool, [candidate(card) for card in found.cards]).matches)


def _fate(note: FiledNote, found: Gathered) -> Fate:
    """Say what becomes of a note without a card; better one left over than another folder's card blanked."""
    if not _at_home(note, found.deck):
        return "stranger"
    return "gone" if is_empty(note.fields["Removed"]) else "removed"


# --- what it said --------------------------------------------------------------------------------------

_Texts = dict[tuple[CardKind, tuple[str, ...]], Mapping[str, str]]


def _texts(found: Gathered) -> tuple[_Texts, tuple[Problem, ...]]:
    """Return the plain text of every card by its fields, and what filling these has brought up.

    What the package says unchanged is known exactly by it.
    """
    fresh = replace(
        found, ledger=Ledger(), matches=match((), [candidate(card) for card in found.cards]).matches
    )
    prepared = prepare(fresh, Clock(1))
    texts = {
        (note.kind, _content(note.kind, note.fields)): candidate(card).parts
        for note, card in zip(prepared.notes, found.cards, strict=True)
    }
    return texts, prepared.problems


def _content(kind: CardKind, fields: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(fields.get(name, "") for name in PARTS[kind])


def _entry(note: FiledNote, texts: _Texts) -> Entry:
    """Make of a note the entry of the card that it was."""
    page, *headings = _plain(note.fields["Source"]).split(SEPARATOR)
    parts = texts.get((note.kind, _content(note.kind, note.fields)))
    return Entry(
        note.guid, note.kind, note.id, note.mod, page, tuple(headings), parts or _parts(note),
        context=_plain(note.fields["Context"]), removed=not is_empty(note.fields["Removed"]),
    )  # fmt: skip


def _parts(note: FiledNote) -> dict[str, str]:
    named = {part: _plain(note.fields[name]) for name, part in PARTS[note.kind].items()}
    return {name: named[name] for name in PROMPT_PARTS[note.kind] + OTHER_PARTS[note.kind] if named[name]}


def _plain(field: str) -> str:
    """Return what a learner reads of a field, a line a line, without readings."""
    lines = _TAG.sub("", _LINE_END.sub("\n", _UNHEARD.sub("", field)))
    return "\n".join(filter(None, (" ".join(line.split()) for line in html.unescape(lines).split("\n"))))


# --- what it is now ------------------------------------------------------------------------------------


def _compared(
    ours: Mapping[str, FiledNote], found: Gathered
) -> tuple[dict[str, tuple[Fate, Entry]], tuple[Problem, ...]]:
    """Say of each note with a card whose text stands, and enter it with that card's place and text.

    With what filling the fields has brought up.
    Text and place are the card's even where the next build will bring them, so that it finds them again.
    """
    prepared = prepare(found, Clock(1))
    packed = {note.guid: note for note in prepared.notes}
    fates: dict[str, tuple[Fate, Entry]] = {}
    for change in prepared.plan.changes:
        if change.before is None or change.happening == "removed":
            continue
        note, entry = ours[change.before.guid], change.after
        fate = _whose(note, packed[note.guid], found.mtimes[entry.page], removed=change.before.removed)
        known = entry if fate != "outdated" else replace(entry, fields="", tags=())
        fates[note.guid] = (
            fate,
            replace(known, id=note.id, mod=note.mod, removed=change.before.removed),
        )
    return fates, prepared.problems


def _whose(note: FiledNote, packed: Note, written: int, *, removed: bool) -> Fate:
    """Say whether the note says what its card says, and if not, which of the two is later."""
    if removed:
        return "outdated"
    own = {tag.casefold() for tag in note.tags}
    has_tags = all(tag.casefold() in own for tag in tag_names(packed.tags))
    if has_tags and all(note.fields[name] == packed.fields.get(name, "") for name in note.fields):
        return "same"
    return "edited" if written <= note.mod else "outdated"
