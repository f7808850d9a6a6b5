"""AnkiConnect for tests: the actions that a push needs, on a real collection, over HTTP on this machine.

It does what the add-on does with Anki's own library (tests/browser/test_push_addon.py holds both to one result);
`cut` makes it go away at a request: before it is done, after, or with half of its actions done.
"""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any

from tests.anki_tools import Anki


class Counterpart:
    """The add-on's actions by their names, each a method; `requests` lists what was asked."""

    def __init__(self, anki: Anki, key: str = "") -> None:
        self.col, self.key = anki.col, key
        self.requests: list[str] = []
        self.cut: tuple[int, str] | None = None
        self.synced = 0

    def reply(self, request: dict[str, Any]) -> dict[str, Any]:
        name = request["action"]
        if self.key and request.get("key") != self.key:
            return {"result": None, "error": "valid api key must be provided"}
        action: Callable[..., Any] | None = getattr(self, f"do_{name}", None)
        if action is None:
            return {"result": None, "error": "unsupported action"}
        try:
            return {"result": action(**request.get("params", {})), "error": None}
        except Exception as error:
            return {"result": None, "error": str(error)}

    def do_version(self) -> int:
        return 6

    def do_multi(self, actions: list[dict[str, Any]]) -> list[Any]:
        return [self.reply(each) for each in actions]

    def do_half(self, request: dict[str, Any]) -> None:
        """Do the first half of a request of several actions, as a program that ends amid them."""
        actions = request.get("params", {}).get("actions", ())
        self.do_multi(actions[: len(actions) // 2])

    def do_sync(self) -> None:
        self.synced += 1

    def do_modelNamesAndIds(self) -> dict[str, int]:  # noqa: N802
        return {each.name: each.id for each in self.col.models.all_names_and_ids()}

    def _model(self, name: str) -> Any:
        return self.col.models.by_name(name)

    def do_modelFieldNames(self, modelName: str) -> list[str]:  # noqa: N802, N803
        return [each["name"] for each in self._model(modelName)["flds"]]

    def do_modelTemplates(self, modelName: str) -> dict[str, Any]:  # noqa: N802, N803
        made = self._model(modelName)["tmpls"]
        return {each["name"]: {"Front": each["qfmt"], "Back": each["afmt"]} for each in made}

    def do_modelStyling(self, modelName: str) -> dict[str, str]:  # noqa: N802, N803
        return {"css": self._model(modelName)["css"]}

    def do_updateModelTemplates(self, model: dict[str, Any]) -> None:  # noqa: N802
        there = self._model(model["name"])
        for each in there["tmpls"]:
            if new := model["templates"].get(each["name"]):
                each["qfmt"], each["afmt"] = new["Front"], new["Back"]
        self.col.models.update_dict(there)

    def do_updateModelStyling(self, model: dict[str, Any]) -> None:  # noqa: N802
        there = self._model(model["name"])
        there["css"] = model["css"]
        self.col.models.update_dict(there)

    def do_findNotes(self, query: str) -> list[int]:  # noqa: N802
        return list(self.col.find_notes(query))

    def do_notesInfo(self, notes: list[int]) -> list[dict[str, Any]]:  # noqa: N802
        known = set(self.col.db.list("select id from notes"))
        return [self._info(self.col.get_note(each)) if each in known else {} for each in notes]

    def _info(self, note: Any) -> dict[str, Any]:
        kind = note.note_type()
        return {
            "noteId": note.id,
            "tags": note.tags,
            "fields": {f["name"]: {"value": note.fields[f["ord"]], "order": f["ord"]} for f in kind["flds"]},
            "modelName": kind["name"],
            "cards": self.col.db.list("select id from cards where nid = ? order by ord", note.id),
        }

    def do_getDecks(self, cards: list[int]) -> dict[str, list[int]]:  # noqa: N802
        decks: dict[str, list[int]] = {}
        for card in cards:
            did = self.col.db.scalar("select did from cards where id = ?", card)
            decks.setdefault(self.col.decks.name(did), []).append(card)
        return decks

    def do_getMediaFilesNames(self, pattern: str = "*") -> list[str]:  # noqa: N802
        return [each.name for each in Path(self.col.media.dir()).glob(pattern)]

    def do_getMediaDirPath(self) -> str:  # noqa: N802
        return str(Path(self.col.media.dir()).resolve())

    def do_storeMediaFile(self, filename: str, data: str = "", path: str = "") -> str:  # noqa: N802
        content = Path(path).read_bytes() if path else base64.b64decode(data)
        self.do_deleteMediaFile(filename)
        return str(self.col.media.write_data(filename, content))

    def do_deleteMediaFile(self, filename: str) -> None:  # noqa: N802
        self.col.media.trash_files([filename])

    def do_importPackage(self, path: str) -> bool:  # noqa: N802
        with redirect_stdout(StringIO()):  # Anki calls deprecated there what the add-on uses
            from anki.importing import AnkiPackageImporter

            AnkiPackageImporter(self.col, path).run()
        return True

    def do_updateNoteFields(self, note: dict[str, Any]) -> None:  # noqa: N802
        there = self.col.get_note(note["id"])
        for name, text in note["fields"].items():
            if name in there:
                there[name] = text
        self.col.update_note(there)

    def do_addTags(self, notes: list[int], tags: str) -> None:  # noqa: N802
        self.col.tags.bulk_add(notes, tags)

    def do_removeTags(self, notes: list[int], tags: str) -> None:  # noqa: N802
        self.col.tags.bulk_remove(notes, tags)

    def do_changeDeck(self, cards: list[int], deck: str) -> None:  # noqa: N802
        self.col.set_deck(cards, self.col.decks.id(deck))

    def do_suspend(self, cards: list[int]) -> None:
        self.col.sched.suspend_cards(cards)

    def do_unsuspend(self, cards: list[int]) -> None:
        self.col.sched.unsuspend_cards(cards)

    def do_deleteNotes(self, notes: list[int]) -> None:  # noqa: N802
        self.col.remove_notes(notes)


@contextmanager
def serving(counterpart: Counterpart) -> Iterator[str]:
    """Answer on a free port of this machine; yield the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            counterpart.requests.append(request["action"])
            step, when = counterpart.cut or (0, "")
            if step == len(counterpart.requests):
                {"before": lambda _: None, "half": counterpart.do_half, "after": counterpart.reply}[when](
                    request
                )
                return
            body = json.dumps(counterpart.reply(request)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
