"""Do in Anki what the plan says, in an order in which a push that was cut off anywhere is finished by the next.

New notes come as a small package that AnkiConnect imports: its own `addNote` can set neither guid nor id, so
a later package would add each note a second time. The package is handed over through Anki's media folder,
the one place that Anki sees wherever it runs.
"""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from ankibuild.model import Progress
from ankibuild.pipeline import Prepared, pack
from ankibuild.push.client import Action, AnkiConnect, RefusedError
from ankibuild.push.plan import REMOVED_TAG, PushPlan, Removal, Update
from ankibuild.push.seen import Seen, batches, texts_of
from ankibuild.speech import _

PACKAGE: Final = "_ankibuild-push.apkg"
_BATCH: Final = 100
_MOST_NOTES: Final = 300
_MOST_BYTES: Final = 1_000_000
"""The add-on reads a request by the kilobyte, each time from its start: 8 MB take it 17 seconds, 1 MB 0.2."""


def carry_out(
    anki: AnkiConnect, plan: PushPlan, prepared: Prepared, seen: Seen, progress: Progress, *, delete: bool
) -> None:
    """Send what differs; raise PushError where Anki does not take it, with all before done."""
    if PACKAGE in seen.media:  # left behind by a push that was cut off
        anki.call("deleteMediaFile", filename=PACKAGE)
    done = 0
    for files in _loads({name: prepared.media[name] for name in plan.media}):
        progress(_("media"), done, len(plan.media))
        _store(anki, files)
        done += len(files)
    _send(anki, _("note types"), list(_looks(plan, prepared, seen)), progress)
    for number, guids in enumerate(batches([note.guid for note in plan.add], _MOST_NOTES)):
        progress(_("new notes"), number * _MOST_NOTES, len(plan.add))
        _import(anki, pack(prepared, frozenset(guids)))
    removals = _deletions(plan.remove) if delete else _suspensions(plan.remove)
    for stage, actions in (
        (_("changed notes"), list(_fields(plan.update))),
        (_("tags and decks"), [*_tags(plan.update), *_moves(plan.update)]),
        (_("removed notes"), list(removals)),
    ):
        _send(anki, stage, actions, progress)


def _send(anki: AnkiConnect, stage: str, actions: Sequence[Action], progress: Progress) -> None:
    done = 0
    for batch in batches(actions, _BATCH):
        progress(stage, done, len(actions))
        anki.multi(batch)
        done += len(batch)


def _import(anki: AnkiConnect, data: bytes) -> None:
    """Let Anki import a package of new notes; their media are there already, and no other note comes along."""
    stored = {"filename": PACKAGE, "data": base64.b64encode(data).decode()}
    folder = anki.multi([Action("storeMediaFile", stored), Action("getMediaDirPath", {})])[1]
    anki.multi([
        Action("importPackage", {"path": f"{folder}/{PACKAGE}"}),
        Action("deleteMediaFile", {"filename": PACKAGE}),
    ])  # fmt: skip


def _loads(files: Mapping[str, Path | bytes]) -> Iterator[Mapping[str, Path | bytes]]:
    """Part files into loads for one request each."""
    load: dict[str, Path | bytes] = {}
    size = 0
    for name, content in files.items():
        more = len(content) if isinstance(content, bytes) else content.stat().st_size
        if load and (size + more > _MOST_BYTES or len(load) == _BATCH):
            yield load
            load, size = {}, 0
        load[name] = content
        size += more
    if load:
        yield load


def _store(anki: AnkiConnect, files: Mapping[str, Path | bytes]) -> None:
    """Put files into Anki's media folder; a large one Anki fetches itself, unless it is fenced in."""
    for name, content in files.items():
        if anki.local and isinstance(content, Path) and content.stat().st_size > _MOST_BYTES:
            with suppress(RefusedError):
                anki.call("storeMediaFile", filename=name, path=str(content.resolve()))
                return  # a file as large as this is the only one of its load
    anki.multi([
        Action("storeMediaFile", {"filename": name, "data": base64.b64encode(_bytes(content)).decode()})
        for name, content in files.items()
    ])  # fmt: skip


def _bytes(content: Path | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()


def _looks(plan: PushPlan, prepared: Prepared, seen: Seen) -> Iterator[Action]:
    """Yield what gives note types our look: texts only, and only those that differ, so that no full sync is due."""
    for kind in plan.looks:
        there, model = seen.types[kind], prepared.models[kind]
        templates = {
            name: sides for name, sides in texts_of(model).items() if sides != there.templates.get(name)
        }
        if templates:
            yield Action("updateModelTemplates", {"model": {"name": there.name, "templates": templates}})
        if model.css != there.css:
            yield Action("updateModelStyling", {"model": {"name": there.name, "css": model.css}})


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
