"""Do in Anki what the plan says, in an order in which a push that was cut off anywhere is finished by the next.

New notes come as a small package that AnkiConnect imports: its own `addNote` can set neither guid nor id, so
a later package would add each note a second time. The package is handed over through Anki's media folder,
the one place that Anki sees wherever it runs.
"""

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from ankibuild.build import Prepared, pack
from ankibuild.model import Progress
from ankibuild.push.client import Action, AnkiConnect
from ankibuild.push.plan import REMOVED_TAG, PushPlan, Removal, Update
from ankibuild.push.seen import Seen, batches, texts_of

PACKAGE: Final = "_ankibuild-push.apkg"
_BATCH: Final = 100
_MEDIA_BATCH: Final = 4


def carry_out(
    anki: AnkiConnect, plan: PushPlan, prepared: Prepared, seen: Seen, progress: Progress, *, delete: bool
) -> None:
    """Send what differs; raise PushError where Anki does not take it, with all before done."""
    if PACKAGE in seen.media:  # left behind by a push that was cut off
        anki.call("deleteMediaFile", filename=PACKAGE)
    for stage, actions, size in (
        ("media", list(_media(plan, prepared)), _MEDIA_BATCH),
        ("note types", list(_looks(plan, prepared, seen)), _BATCH),
    ):
        _send(anki, stage, actions, size, progress)
    if plan.add:
        progress(f"{len(plan.add)} new notes")
        _import(anki, plan, prepared)
    removals = _deletions(plan.remove) if delete else _suspensions(plan.remove)
    for stage, actions in (
        ("changed notes", list(_fields(plan.update))),
        ("tags and decks", [*_tags(plan.update), *_moves(plan.update)]),
        ("removed notes", list(removals)),
    ):
        _send(anki, stage, actions, _BATCH, progress)


def _send(anki: AnkiConnect, stage: str, actions: Sequence[Action], size: int, progress: Progress) -> None:
    done = 0
    for batch in batches(actions, size):
        progress(f"{stage} {done}/{len(actions)}")
        anki.multi(batch)
        done += len(batch)


def _import(anki: AnkiConnect, plan: PushPlan, prepared: Prepared) -> None:
    """Let Anki import the new notes; their media are there already, and no other note comes along."""
    wanted = {note.guid for note in plan.add}
    order = tuple(place for place in prepared.order if prepared.notes[place].guid in wanted)
    data = pack(replace(prepared, order=order, media={}))
    stored = {"filename": PACKAGE, "data": base64.b64encode(data).decode()}
    _, folder = anki.multi([Action("storeMediaFile", stored), Action("getMediaDirPath", {})])
    anki.multi([
        Action("importPackage", {"path": f"{folder}/{PACKAGE}"}),
        Action("deleteMediaFile", {"filename": PACKAGE}),
    ])  # fmt: skip


def _media(plan: PushPlan, prepared: Prepared) -> Iterator[Action]:
    for name in plan.media:
        content = prepared.media[name]
        data = content.read_bytes() if isinstance(content, Path) else content
        yield Action("storeMediaFile", {"filename": name, "data": base64.b64encode(data).decode()})


def _looks(plan: PushPlan, prepared: Prepared, seen: Seen) -> Iterator[Action]:
    """Yield what gives note types our look: texts only, so that no full sync is due."""
    for kind in plan.looks:
        name, model = seen.types[kind].name, prepared.models[kind]
        yield Action("updateModelTemplates", {"model": {"name": name, "templates": texts_of(model)}})
        yield Action("updateModelStyling", {"model": {"name": name, "css": model.css}})


def _fields(updates: Iterable[Update]) -> Iterator[Action]:
    for each in updates:
        if each.fields:
            yield Action("updateNoteFields", {"note": {"id": each.id, "fields": dict(each.fields)}})


def _tags(updates: Sequence[Update]) -> Iterator[Action]:
    """Yield the changes of tags, all notes of a tag at once; who comes back goes on before its tag goes."""
    revived = [card for each in updates for card in each.revive]
    if revived:
        yield Action("unsuspend", {"cards": revived})
    for action, which in (("addTags", "add_tags"), ("removeTags", "drop_tags")):
        notes: dict[str, list[int]] = {}
        for each in updates:
            for tag in getattr(each, which):
                notes.setdefault(tag, []).append(each.id)
        for tag, ids in notes.items():
            yield Action(action, {"notes": ids, "tags": tag})


def _moves(updates: Iterable[Update]) -> Iterator[Action]:
    cards: dict[str, list[int]] = {}
    for each in updates:
        if each.move:
            cards.setdefault(each.deck, []).extend(each.move)
    for deck, ids in cards.items():
        yield Action("changeDeck", {"cards": ids, "deck": deck})


def _suspensions(removals: Sequence[Removal]) -> Iterator[Action]:
    """Yield what puts removed notes to rest: the tag last, for it says that the rest is done."""
    cards = [card for each in removals for card in each.cards]
    if cards:
        yield Action("suspend", {"cards": cards})
    if removals:
        yield Action("addTags", {"notes": [each.id for each in removals], "tags": REMOVED_TAG})


def _deletions(removals: Sequence[Removal]) -> Iterator[Action]:
    if removals:
        yield Action("deleteNotes", {"notes": [each.id for each in removals]})
