"""Serve: the page follows every save, however an editor saves; nothing ends it but the learner; no stranger sees it."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread

import pytest
from click.testing import CliRunner

from ankibuild.cli import main
from ankibuild.commands.push import Orders
from ankibuild.commands.serve import Served
from ankibuild.config import Config
from ankibuild.home import Home, find_home
from ankibuild.identity.times import Clock
from ankibuild.model import Problem
from ankibuild.pipeline import gather
from ankibuild.serving.kept import KeptPages
from ankibuild.serving.live import Live
from ankibuild.serving.server import Server
from ankibuild.serving.watch import saves
from ankibuild.terminal.diagnostics import one_line, shown_path
from ankibuild.terminal.lines import Role, Shown, plain
from tests.conftest import MAY_BE_MISSING
from tests.test_push import Pushing, contents, pushing

CARD = "## {0}とは？\n\n{0}の説明。\n"
SLOT = "<!-- version -->"


def text(*terms: str) -> str:
    return "# 頁\n\n" + "\n".join(CARD.format(term) for term in terms)


class Heard:
    """Takes down what is said."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.problems_said: list[str] = []

    def say(self, text: Shown = "") -> None:
        self.said.append(plain(text))

    def problem(self, text: Shown, role: Role = "warning") -> None:
        del role  # colours are of no interest here
        self.problems_said.append(plain(text))

    def problems(self, problems: Sequence[Problem], home: Home, *, err: bool = True) -> None:
        del err
        self.problems_said += [plain(one_line(each, shown_path(home, each.path))) for each in problems]

    def progress(self, what: str, done: int = 0, total: int = 0) -> None:
        """Progress is of no interest here."""

    def done(self) -> None:
        """Nothing is to be removed."""


# --- whom the server answers ------------------------------------------------------------------------


@contextmanager
def server(page: str = "page") -> Iterator[Server]:
    live = Live(SLOT)
    live.show(page)
    with Server(live, 0) as made:
        thread = Thread(target=made.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield made
        finally:
            live.close()
            made.shutdown()
            thread.join()


def ask(port: int, path: str = "/", method: str = "GET", **headers: str) -> tuple[int, bytes, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        answer = connection.getresponse()
        return answer.status, answer.read(), str(answer.headers)
    finally:
        connection.close()


def test_the_page_is_served_to_this_machine() -> None:
    with server(f"seite {SLOT}") as made:
        status, body, headers = ask(made.server_port)
        assert status == 200
        assert re.fullmatch(rb"seite [0-9a-f]{16}", body)
        assert "no-store" in headers
        assert "X-Frame-Options: DENY" in headers
        assert ask(made.server_port, Host=f"localhost:{made.server_port}")[0] == 200
        assert ask(made.server_port, Origin=f"http://127.0.0.1:{made.server_port}")[0] == 200
        assert ask(made.server_port, Sec_Fetch_Site="none")[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Host": "127.0.0.1"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/news"])
def test_strangers_are_refused(headers: dict[str, str], path: str) -> None:
    with server("geheim") as made:
        status, body, _ = ask(made.server_port, path, **headers)
        assert status == 403
        assert b"geheim" not in body


@pytest.mark.parametrize(
    "path", ["/ankibuild.toml", "/../../etc/passwd", "/%2e%2e/etc/passwd", "//etc/passwd", "/news/", "/?x"]
)
def test_nothing_else_is_served(path: str) -> None:
    with server() as made:
        assert ask(made.server_port, path)[0] == 404
        assert ask(made.server_port, "/", "POST")[0] == 501


def test_the_port_is_open_on_this_machine_only() -> None:
    with server() as made:
        assert made.socket.getsockname()[0] == "127.0.0.1"


def test_news_come_when_the_page_is_another_and_only_then() -> None:
    with server("one") as made:
        connection = http.client.HTTPConnection("127.0.0.1", made.server_port, timeout=5)
        connection.request("GET", "/news")
        answer = connection.getresponse()
        first = answer.readline(), answer.readline()
        made.live.show("one")
        made.live.show("two")
        second = answer.readline(), answer.readline()
        assert first[0] != second[0]
        assert first[0].startswith(b"data: ")
        assert first[1] == second[1] == b"\n"
        made.live.close()
        assert answer.read() in {b"", b": still here\n\n"}, "it ends"
        connection.close()


def test_a_taken_port_says_what_now(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(text("甲"), "utf-8")
    with server() as made:
        result = CliRunner().invoke(main, ["serve", str(tmp_path), "--port", str(made.server_port)])
    assert result.exit_code == 2
    assert "--port" in result.output


# --- every way to save ------------------------------------------------------------------------------


class Watched:
    """A folder that is watched; `next` waits for the next save and returns what the page then said, and how late."""

    def __init__(self, folder: Path) -> None:
        self.page = folder / "a.md"
        self._saves: Queue[tuple[float, str]] = Queue()
        self._end = Event()
        self._thread = Thread(target=self._watch, args=(folder,), daemon=True)
        self._thread.start()
        self.next()

    def _watch(self, folder: Path) -> None:
        for _ in saves([folder], lambda: [folder.parent / "config.toml"]):
            if self._end.is_set():
                return
            now = self.page.read_text("utf-8") if self.page.exists() else ""
            self._saves.put((time.monotonic(), now))

    def next(self, seconds: float = 5) -> tuple[float, str]:
        return self._saves.get(timeout=seconds)

    def quiet(self, seconds: float) -> bool:
        try:
            self._saves.get(timeout=seconds)
        except Empty:
            return True
        return False

    def end(self) -> None:
        """End the watch: the next thing that happens is the last."""
        self._end.set()
        self.page.parent.mkdir(exist_ok=True)
        (self.page.parent / "end.md").write_text("x", "utf-8")
        self._thread.join(5)
        assert not self._thread.is_alive()


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("alt", "utf-8")
    made = Watched(folder)
    yield made
    made.end()


def in_place(page: Path) -> None:
    page.write_text("neu", "utf-8")


def emptied_first(page: Path) -> None:
    page.write_text("", "utf-8")
    time.sleep(0.2)
    page.write_text("neu", "utf-8")


def bit_by_bit(page: Path) -> None:
    with page.open("w", encoding="utf-8") as file:
        for letter in "neu":
            file.write(letter)
            file.flush()
            time.sleep(0.02)


def put_in_place(page: Path) -> None:
    other = page.with_name("a.md.sb-1a2b3c")
    other.write_text("neu", "utf-8")
    other.replace(page)


def moved_aside(page: Path) -> None:
    (page.parent / "4913").touch()
    (page.parent / "4913").unlink()
    page.rename(page.with_name("a.md~"))
    time.sleep(0.05)
    page.write_text("neu", "utf-8")
    page.with_name("a.md~").unlink()


def removed_first(page: Path) -> None:
    page.unlink()
    time.sleep(0.2)
    page.write_text("neu", "utf-8")


@pytest.mark.parametrize(
    "save", [in_place, emptied_first, bit_by_bit, put_in_place, moved_aside, removed_first]
)
def test_a_save_is_seen_whole(watched: Watched, save: Callable[[Path], None]) -> None:
    """No half page is ever seen, and the whole one soon: a second from the save to the page leaves time to read it."""
    save(watched.page)
    saved = time.monotonic()
    seen, content = watched.next()
    assert content == "neu"
    assert seen - saved < 0.8


EDITORS = {
    "vim": ["vim", "-Nu", "NONE", "-es", "+%s/alt/neu/", "+wq", "a.md"],
    "vim, backup in place": ["vim", "-Nu", "NONE", "--cmd", "set writebackup backupcopy=no", "-es", "+%s/alt/neu/", "+wq", "a.md"],
    "emacs": ["emacs", "-Q", "--batch", "a.md", "--eval", '(progn (search-forward "alt") (replace-match "neu") (save-buffer))'],
    "ed": ["sh", "-c", "printf 's/alt/neu/\\nw\\nq\\n' | ed -s a.md"],
    "sed": ["sed", "-i", "s/alt/neu/", "a.md"],
}  # fmt: skip


@pytest.mark.parametrize("editor", EDITORS)
def test_a_save_of_a_real_editor_is_seen(watched: Watched, editor: str) -> None:
    name = editor.partition(",")[0]
    if not shutil.which(name):
        pytest.skip(f"{MAY_BE_MISSING} the editor {name}")
    subprocess.run(EDITORS[editor], cwd=watched.page.parent, check=True, capture_output=True)
    saved = time.monotonic()
    seen, content = watched.next()
    assert content.strip() == "neu"
    assert seen - saved < 0.8
    assert watched.quiet(0.6), "once a save, whatever copies the editor made"


def test_a_removed_page_and_one_that_is_emptied_are_seen_as_they_are(watched: Watched) -> None:
    watched.page.write_text("", "utf-8")
    assert watched.next()[1] == ""
    watched.page.write_text("wieder", "utf-8")
    assert watched.next()[1] == "wieder"
    watched.page.unlink()
    assert watched.next()[1] == ""


@pytest.mark.parametrize("name", [".a.md.swp", "a.md~", "#a.md#", ".git/HEAD", ".obsidian/workspace.json"])
def test_editors_own_files_wake_nobody(watched: Watched, name: str) -> None:
    file = watched.page.parent / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("x", "utf-8")
    assert watched.quiet(0.7)


def test_the_config_outside_and_files_in_new_folders_are_seen(watched: Watched) -> None:
    (watched.page.parent.parent / "config.toml").write_text("x", "utf-8")
    watched.next()
    (watched.page.parent / "neu").mkdir()
    watched.next()
    (watched.page.parent / "neu" / "b.md").write_text("x", "utf-8")
    watched.next()


def test_a_folder_that_vanishes_is_found_again(watched: Watched) -> None:
    folder = watched.page.parent
    folder.rename(folder.with_name("old"))
    assert watched.next()[1] == ""
    time.sleep(0.3)
    folder.mkdir()
    watched.page.write_text("wieder", "utf-8")
    while watched.next()[1] != "wieder":
        pass
    watched.page.write_text("weiter", "utf-8")
    while watched.next()[1] != "weiter":
        pass


# --- what is shown ----------------------------------------------------------------------------------


def served(folder: Path, orders: Orders | None = None) -> tuple[Served, Heard]:
    heard = Heard()
    return Served((folder,), None, heard, lambda: Clock(1_700_000_000), orders), heard


def shown(made: Served) -> str:
    return made.live.page.decode()


def test_the_page_goes_on_through_every_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(text("甲"), "utf-8")
    made, heard = served(tmp_path)
    assert made.look()
    assert '"error":""' in shown(made)
    config = tmp_path / "ankibuild.toml"
    config.write_text("deck = 基本", "utf-8")
    assert not made.look()
    assert "ankibuild.toml" in heard.problems_said[-1]
    assert "not valid TOML" in shown(made)
    assert "甲の説明" in shown(made), "the last good cards stay"
    config.unlink()
    (tmp_path / "ankibuild.lock").write_text("kaputt", "utf-8")
    assert not made.look()
    assert "ankibuild.lock:1" in shown(made)
    (tmp_path / "ankibuild.lock").unlink()
    (tmp_path / "a.md").write_text(text("乙"), "utf-8")
    assert made.look()
    assert "乙の説明" in shown(made)
    shutil.rmtree(tmp_path)
    assert not made.look()
    assert "no such file or folder" in shown(made)


def test_a_mistake_of_ours_ends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text(text("甲"), "utf-8")
    made, heard = served(tmp_path)

    def broken(*_: object, **__: object) -> None:
        raise ValueError("kaputt")

    with monkeypatch.context() as patched:
        patched.setattr("ankibuild.commands.serve.prepare", broken)
        assert not made.look()
    assert "ValueError: kaputt; please report this" in heard.problems_said[0]
    assert "please report this" in shown(made)
    assert made.look()


def test_what_changed_since_the_last_build_is_told(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text(text("甲", "乙", "丙"), "utf-8")
    CliRunner().invoke(main, ["build", str(tmp_path), "-o", str(tmp_path / "a.apkg")], catch_exceptions=False)
    page.write_text(text("甲", "丙", "丁").replace("甲の説明", "甲の新しい説明"), "utf-8")
    made, heard = served(tmp_path)
    made.look()
    assert heard.said == ["3 cards: 1 new · 1 changed · 1 removed · 1 unchanged; 0 problems"]
    assert sorted(re.findall(r'"happening":"(\w*)"', shown(made))) == ["changed", "new", "unchanged"]
    assert '"removed":[["a.md","乙とは？"]]' in shown(made)


def test_a_problem_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(text("甲") + "\n![図](keine.png)\n", "utf-8")
    made, heard = served(tmp_path)
    made.look()
    made.look()
    assert len(heard.problems_said) == 1
    assert len(heard.said) == 1


def test_kept_pages_are_what_reading_anew_gives(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(text(f"{name}甲", f"{name}乙"), "utf-8")
    kept = KeptPages()
    read: list[str] = []

    def note(what: str, _done: int = 0, _total: int = 0) -> None:
        read.extend([what] if what.endswith(".md") else [])

    for change in (
        lambda: None,
        lambda: (tmp_path / "b.md").write_text(text("b丙"), "utf-8"),
        (tmp_path / "c.md").unlink,
        lambda: (tmp_path / "d.md").write_text(text("d甲"), "utf-8"),
        lambda: (tmp_path / "ankibuild.toml").write_text('tags = ["x"]', "utf-8"),
        lambda: os.utime(tmp_path / "a.md", (1, 1)),
    ):
        change()
        read.clear()
        found = gather([tmp_path], progress=note, reading=kept.read)
        assert found == gather([tmp_path])
    assert read == []
    assert kept.read([], Config()) == []


# --- with Anki --------------------------------------------------------------------------------------


def test_each_save_is_brought_to_anki(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pushing(tmp_path) as case:
        monkeypatch.setenv("ANKICONNECT_ADDRESS", case.address)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        made, heard = served(case.notes.root, Orders())
        home = find_home((case.notes.root,))
        made.look()
        assert not case.addon.requests
        made.follow(frozenset(), home)
        assert len(contents(case.anki)) == 10
        assert "pushed: 10 new" in heard.said[-1]
        case.notes.change("db.md", ("重に複製", "重に必ず複製"))
        made.follow({case.notes.root / "db.md"}, home)
        assert "必ず" in case.note("Aurora")["Answer"]
        assert "1 changed" in shown(made)
        case.addon.requests.clear()
        made.follow({home.ledger}, home)
        assert not case.addon.requests, "our own ledger is no save"


def test_without_anki_the_page_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANKICONNECT_ADDRESS", "http://127.0.0.1:9")
    (tmp_path / "a.md").write_text(text("甲"), "utf-8")
    made, heard = served(tmp_path, Orders())
    made.follow(frozenset(), find_home((tmp_path,)))
    assert "start Anki" in heard.problems_said[-1]
    assert "start Anki" in shown(made)
    assert "甲の説明" in shown(made)


def test_a_conflict_is_shown_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def edit_there(case: Pushing) -> None:
        note = case.note("Aurora")
        note["Answer"] = "私の答え"
        case.anki.col.update_note(note)

    with pushing(tmp_path) as case:
        monkeypatch.setenv("ANKICONNECT_ADDRESS", case.address)
        made, _ = served(case.notes.root, Orders())
        home = find_home((case.notes.root,))
        made.follow(frozenset(), home)
        edit_there(case)
        case.notes.change("db.md", ("重に複製", "重に必ず複製"))
        made.follow(frozenset(), home)
        assert "私の答え" in shown(made)
        assert case.note("Aurora")["Answer"] == "私の答え"


# --- the program itself -----------------------------------------------------------------------------


@pytest.mark.usefixtures("heard_interrupts")
@pytest.mark.skipif(os.name == "nt", reason="an interrupt is sent otherwise there")
def test_the_program_follows_and_ends_cleanly(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text(text("甲"), "utf-8")
    command = [sys.executable, "-m", "ankibuild", "serve", str(tmp_path), "--port", "0"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )  # fmt: skip
    assert process.stdout
    try:
        said = [process.stdout.readline(), process.stdout.readline()]
        port = int(re.findall(r"http://127.0.0.1:(\d+)/", said[1])[0])
        assert "甲の説明".encode() in ask(port)[1]
        time.sleep(0.5)
        page.write_text(text("甲", "乙"), "utf-8")
        assert "2 cards" in process.stdout.readline()
        assert "乙の説明".encode() in ask(port)[1]
        with socket.create_connection(("127.0.0.1", port)):  # a browser that stays does not hold it up
            process.send_signal(signal.SIGINT)
            assert process.stdout.read() == "stopped\n"
            assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
