"""Push into Anki's real desktop through the real add-on AnkiConnect, and to anki-connect-server: both end in the
same notes as the counterpart of the other tests. `bash tests/tools/counterparts` fetches them.
"""

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.anki_tools import Anki, anki_collection
from tests.conftest import MAY_BE_MISSING
from tests.test_loop import DATABASES, NETWORKS, Notes
from tests.test_push import PICTURE, Pushing, contents, push_notes, pushing

from .test_desktop import QT, interpreter

ADD_ON = "2055492159"
HERE = Path(__file__).parent
FETCHED = HERE.parents[1] / ".counterparts"
FETCH = "bash tests/tools/counterparts fetches it"


def source() -> Path:
    """Return the add-on's files."""
    named = Path(os.environ.get("ANKIBUILD_ANKICONNECT") or FETCHED / "anki-connect")
    for plugin in (named / "plugin", named):
        if (plugin / "web.py").is_file():
            return plugin
    return pytest.skip(
        f"{MAY_BE_MISSING} the add-on AnkiConnect: {FETCH}, or name it in ANKIBUILD_ANKICONNECT"
    )


def server_python() -> str:
    """Return the Python that has anki-connect-server."""
    if importlib.util.find_spec("anki_connect_server"):
        return sys.executable
    fetched = FETCHED / "server" / "bin" / "python"
    if not fetched.is_file():
        pytest.skip(f"{MAY_BE_MISSING} anki-connect-server, for Python 3.12 and newer: {FETCH}")
    return str(fetched)


class Desktop:
    """The running program: asks the add-on, and tells the driver what the learner does."""

    def __init__(self, port: int, process: "subprocess.Popen[str]") -> None:
        self.address, self._process = f"http://127.0.0.1:{port}", process

    def ask(self, action: str, **params: Any) -> Any:
        body = json.dumps({"action": action, "version": 6, "params": params}).encode()
        with urlopen(Request(self.address, body), timeout=60) as answer:  # noqa: S310 - this machine
            reply = json.load(answer)
        assert reply["error"] is None, reply
        return reply["result"]

    def tell(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run anki-connect-server on the collection in a folder; yield its address."""
    port = free_port()
    log = (folder / "server.log").open("w", encoding="utf-8")
    command = [server_python(), str(HERE / "server_driver.py"), str(folder / "collection.anki2"), str(port)]
    process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + 60
        while not answers(address) and time.monotonic() < end and process.poll() is None:
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/health", timeout=5) as answer:  # noqa: S310 - this machine
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def desktop(folder: Path) -> Iterator[Desktop]:
    """Run Anki with the add-on on a free port; afterwards its collection lies in `folder/base/learner`."""
    plugin, python, base = source(), interpreter(), folder / "base"
    shutil.copytree(plugin, base / "addons21" / ADD_ON)
    port = free_port()
    log = (folder / "anki.log").open("w", encoding="utf-8")
    process = subprocess.Popen(
        [python, str(HERE / "addon_driver.py"), str(base), str(port)],
        env={**os.environ, **QT, "ANKI_SINGLE_INSTANCE_KEY": uuid.uuid4().hex, "HOME": str(folder)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
    )  # fmt: skip
    try:
        assert process.stdout
        assert "ready\n" in process.stdout, (folder / "anki.log").read_text("utf-8")[-3000:]
        made = Desktop(port, process)
        yield made
        made.tell("quit")
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, log):
            if stream:
                stream.close()


def edit(notes: Notes) -> None:
    """Change of every kind at once: answer, question, tag, deck, picture, new, removed."""
    notes.change(
        "db.md",
        ("重に複製", "重に必ず複製"),
        ("## Redshift は何のためのサービスか？", "## Redshift は何をするサービスか？"),
        ("## RDS とは？\n\nマネージドなリレーショナルデータベース。\n", ""),
    )
    notes.change(
        "net.md", ("## NAT ゲートウェイとは？\n", "## NAT ゲートウェイとは？\n\n![図](a.png)\n\n#要復習\n")
    )
    notes.write("new.md", "# 追加\n\n## SQS とは？\n\nキュー。\n")
    notes.write("ankibuild.toml", 'deck = "別の名"\ntemplates = "look"\n')
    notes.write("look/style.css", ".card { color: teal; }\n")
    (notes.root / "a.png").write_bytes(PICTURE)


def outcome(anki: Anki, guid: str) -> dict[str, Any]:
    """Return all that a push decides: notes, decks, suspensions, look, media."""
    return {
        "notes": contents(anki),
        "cards": sorted((each.guid, each.ordinal, each.deck, each.queue) for each in anki.states()),
        "tags": anki.note(guid).tags,
        "css": anki.note(guid).note_type()["css"],
        "media": sorted(file.name for file in Path(anki.col.media.dir()).iterdir()),
        "faults": anki.faults(),
    }


def test_the_real_add_on_and_the_counterpart_end_in_one_result(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    notes = Notes(real / "AWS", real / "aws.apkg")
    with desktop(real) as running:
        notes.write("db.md", DATABASES)
        notes.write("net.md", NETWORKS)
        first = push_notes(notes, running.address, 1_700_000_000)
        aurora, nat = notes.guid("Aurora"), notes.guid("NAT")
        (mine,) = running.ask("findNotes", query="Aurora")
        running.ask("addTags", notes=[mine], tags="marked 自分の")
        (edited,) = running.ask("findNotes", query="ElastiCache")
        running.ask("updateNoteFields", note={"id": edited, "fields": {"Answer": "私の答え"}})
        notes.change("db.md", ("負荷を下げるキャッシュ", "負荷を下げるための表"))
        edit(notes)
        push_notes(notes, running.address, 1_700_100_000, "--dry-run")
        second = push_notes(notes, running.address, 1_700_100_000)
        third = push_notes(notes, running.address, 1_700_200_000)
        running.tell("close")
        closed = push_notes(notes, running.address, 1_700_300_000)
    assert "10 new" in first.output
    assert "1 new" in second.output
    assert "私の答え" in second.output
    assert "0 new · 0 changed · 0 removed" in third.output
    assert closed.exit_code == 2
    assert "choose a profile" in closed.output

    with pushing(tmp_path / "same") as case:
        assert push_notes(case.notes, case.address, 1_700_000_000).output == first.output
        learn(case, aurora)
        case.notes.change("db.md", ("負荷を下げるキャッシュ", "負荷を下げるための表"))
        edit(case.notes)
        assert push_notes(case.notes, case.address, 1_700_100_000).output == second.output
        wanted = outcome(case.anki, aurora)
    with anki_collection(real / "base" / "learner") as anki:
        assert outcome(anki, aurora) == wanted
        assert {"marked", "自分の"} <= set(anki.note(aurora).tags)
        assert "要復習" in anki.note(nat).tags
    assert wanted["faults"] == []


def learn(case: Pushing, guid: str) -> None:
    """Do in the counterpart's collection what was asked of the real one."""
    case.addon.do_addTags([case.anki.note(guid).id], "marked 自分の")
    note = case.note("ElastiCache")
    case.addon.do_updateNoteFields({"id": note.id, "fields": {"Answer": "私の答え"}})


def test_anki_connect_server_and_the_counterpart_end_in_one_result(tmp_path: Path) -> None:
    server_python()  # skips
    outputs: list[list[str]] = []

    def story(notes: Notes, address: str) -> None:
        notes.write("db.md", DATABASES)
        notes.write("net.md", NETWORKS)
        told = [push_notes(notes, address, 1_700_000_000).output]
        edit(notes)
        told += [push_notes(notes, address, 1_700_100_000, *more).output for more in (["--dry-run"], [], [])]
        notes.write("db.md", DATABASES)
        told.append(push_notes(notes, address, 1_700_200_000).output)
        notes.change("db.md", ("## Aurora の特徴は？\n\nストレージが 6 重に複製される。\n", ""))
        told.append(push_notes(notes, address, 1_700_300_000, "--delete", "--yes").output)
        outputs.append(told)

    (real := tmp_path / "real").mkdir()
    notes = Notes(real / "AWS", real / "aws.apkg")
    with server(real) as address:
        story(notes, address)
    with anki_collection(real) as anki:
        result = outcome(anki, notes.guid("NAT"))
    with pushing(tmp_path / "same") as case:
        story(case.notes, case.address)
        assert result == outcome(case.anki, case.notes.guid("NAT"))
    assert outputs[0] == outputs[1]
    assert "10 new" in outputs[0][0]
    assert "0 new · 0 changed · 0 removed" in outputs[0][3]
    assert "1 removed (deleted)" in outputs[0][5]
    assert result["faults"] == []
