"""Push: a collection that is fed by pushes ends like one that is fed by packages, and keeps what is the learner's."""

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import IncompleteRead
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import HTTPError, URLError

import pytest
from click.testing import CliRunner, Result

from ankibuild.cli import main
from ankibuild.identity import ledger
from ankibuild.push.client import Action, AnkiConnect, PushError, connect
from tests.anki_tools import Anki, anki_collection
from tests.ankiconnect import Counterpart, serving
from tests.test_loop import DATABASES, FIRST, NETWORKS, Notes

DAY = 86_400
PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)


@dataclass
class Pushing:
    """Notes, the collection that they are pushed to, and the add-on between."""

    notes: Notes
    anki: Anki
    addon: Counterpart
    address: str
    time: int = FIRST

    def push(
        self, *options: str, fails: bool = False, env: dict[str, str] | None = None, answer: str = ""
    ) -> Result:
        self.time += DAY
        result = push_notes(self.notes, self.address, self.time, *options, env=env, answer=answer)
        assert (result.exit_code != 0) == fails, result.output
        return result

    def note(self, *words: str) -> Any:
        return self.anki.note(self.notes.guid(*words))


def push_notes(
    notes: Notes, address: str, time: int, *options: str, env: dict[str, str] | None = None, answer: str = ""
) -> Result:
    settings = {"SOURCE_DATE_EPOCH": str(time), "ANKICONNECT_ADDRESS": address, **(env or {})}
    command = ["push", str(notes.root), *options]
    return CliRunner().invoke(main, command, env=settings, input=answer, catch_exceptions=False)


@contextmanager
def pushing(folder: Path, key: str = "") -> Iterator[Pushing]:
    folder.mkdir(exist_ok=True)
    notes = Notes(folder / "AWS", folder / "aws.apkg")
    if not notes.root.exists():  # else it goes on from there
        notes.write("db.md", DATABASES)
        notes.write("net.md", NETWORKS)
    with anki_collection(folder, "pushed") as anki:
        addon = Counterpart(anki, key)
        with serving(addon) as address:
            yield Pushing(notes, anki, addon, address)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Pushing]:
    with pushing(tmp_path) as made:
        yield made


def contents(anki: Anki) -> dict[str, tuple[Any, ...]]:
    """Return the living notes by guid: fields, tags and decks; a removed one is there or not by its way of removal."""
    col, found = anki.col, {}
    for guid in anki.guids():
        note = anki.note(guid)
        if note["Removed"] or "ankibuild::removed" in note.tags:
            continue
        decks = [col.decks.name(card.did) for card in note.cards()]
        found[guid] = (note.note_type()["name"], tuple(note.fields), tuple(sorted(note.tags)), tuple(decks))
    return found


def test_the_first_push_brings_all_and_the_second_finds_nothing_to_do(case: Pushing) -> None:
    case.notes.write("db.md", f"{DATABASES}\n## 図は？\n\n![図](a.png)\n")
    (case.notes.root / "a.png").write_bytes(PICTURE)
    assert "new" in case.push().output
    guids = case.anki.guids()
    assert len(guids) == 11
    assert case.anki.faults() == []
    before = case.anki.dump()
    output = case.push().output
    assert f"0 new · 0 changed · 0 removed · {len(guids)} unchanged" in output
    assert case.anki.dump() == before
    assert not list(Path(case.anki.col.media.dir()).glob("_ankibuild-push*"))


def test_media_go_in_loads_and_a_large_file_is_fetched_by_anki(
    case: Pushing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ankibuild.push.carry_out._MOST_BYTES", 2 * len(PICTURE) + 10)
    sizes = {"a": 0, "b": 1, "c": 2, "large": 999}
    for name, more in sizes.items():
        (case.notes.root / f"{name}.png").write_bytes(PICTURE + b"\0" * more)
    pictures = "\n\n".join(f"![図]({name}.png)" for name in sizes)
    case.notes.write("db.md", f"{DATABASES}\n## 図は？\n\n{pictures}\n")
    given: list[dict[str, Any]] = []
    store = case.addon.do_storeMediaFile

    def watched(**params: Any) -> str:
        given.append(params)
        if params.get("path") and fenced_in:
            raise OSError("no such file")
        return store(**params)

    monkeypatch.setattr(case.addon, "do_storeMediaFile", watched)
    for fenced_in in (False, True):
        given.clear()
        case.push()
        files = [each for each in given if not each["filename"].startswith("_")]
        assert ["path" in each for each in files].count(True) == 1
        assert len(files) == 4 + fenced_in
        assert case.anki.faults() == []
        assert sorted(
            file.stat().st_size - len(PICTURE) for file in Path(case.anki.col.media.dir()).iterdir()
        ) == [0, 1, 2, 999]
        case.anki.col.media.trash_files([file.name for file in Path(case.anki.col.media.dir()).iterdir()])


def test_many_new_notes_come_in_loads_in_their_places(case: Pushing, monkeypatch: pytest.MonkeyPatch) -> None:
    case.push()
    case.notes.write("a.md", "# 先\n\n" + "\n".join(f"## 第{n}の語とは？\n\n答え{n}。\n" for n in range(7)))
    monkeypatch.setattr("ankibuild.push.carry_out._MOST_NOTES", 3)
    case.addon.requests.clear()
    case.push()
    assert case.addon.requests.count("multi") >= 2 * 3
    with anki_collection(case.notes.root.parent, "imported") as imported:
        case.notes.build(case.time)
        imported.import_package(case.notes.package)
        fresh = [each.guid for each in imported.states() if "先" in each.deck]
        dues = {each.guid: each.due for each in case.anki.states()}
        assert [dues[guid] for guid in fresh] == list(range(1, 8))


CACHE = "## ElastiCache は何に使う？\n\n読み取りの負荷を下げるキャッシュ。\n"


def move(notes: Notes) -> None:
    notes.change("db.md", (CACHE, ""))
    notes.write("net.md", f"{(notes.root / 'net.md').read_text('utf-8')}\n{CACHE}")


def rename(notes: Notes) -> None:
    (notes.root / "db.md").rename(notes.root / "data.md")


EDITS: dict[str, Callable[[Notes], None]] = {
    "answer": lambda n: n.change("db.md", ("重に複製", "重に必ず複製")),
    "question": lambda n: n.change("db.md", ("## RDS とは？", "## RDS とは何か？")),
    "both": lambda n: n.change("db.md", ("Redshift は何のためのサービスか？", "Redshift はどんなサービスか？"), ("大量データの分析。", "大量データを分析する。")),
    "tag": lambda n: n.change("net.md", ("## NAT ゲートウェイとは？\n", "## NAT ゲートウェイとは？\n\n#要復習\n")),
    "deck": lambda n: n.write("ankibuild.toml", 'deck = "別の名"\n'),
    "move": move,
    "rename": rename,
    "delete": lambda n: n.change("db.md", ("## DynamoDB のキーは何から成るか？\n\nパーティションキーとソートキー。\n", "")),
    "add": lambda n: n.write("new.md", "# 追加\n\n## SQS とは？\n\nキュー。\n"),
    "restore": lambda n: n.write("db.md", DATABASES),
}  # fmt: skip


@pytest.mark.parametrize("kind", EDITS)
def test_packages_and_pushes_end_in_the_same_notes(case: Pushing, kind: str) -> None:
    with anki_collection(case.notes.root.parent, "imported") as imported:

        def both() -> None:
            case.push()
            case.notes.build(case.time)
            imported.import_package(case.notes.package)

        both()
        assert contents(case.anki) == contents(imported)
        if kind == "restore":
            case.notes.change("db.md", ("## RDS とは？\n\nマネージドなリレーショナルデータベース。\n", ""))
            both()
            assert contents(case.anki) == contents(imported)
        EDITS[kind](case.notes)
        both()
        pushed, packaged = contents(case.anki), contents(imported)
        if kind == "deck":  # an import moves no card
            assert {row[3] for row in pushed.values()} == {
                ("別の名::データベース",),
                ("別の名::ネットワーク",),
            }
            pushed, packaged = ({k: v[:3] for k, v in each.items()} for each in (pushed, packaged))
        elif kind in ("move", "rename", "add"):
            pushed, packaged = ({k: v[:3] for k, v in each.items()} for each in (pushed, packaged))
        assert pushed == packaged
        assert case.anki.faults() == []


def test_a_hundred_edits_end_in_the_same_notes(case: Pushing) -> None:
    """Ten rounds of ten kinds of edits, each round at once: what was new in one is changed and gone in later ones."""
    with anki_collection(case.notes.root.parent, "imported") as imported:
        for turn in range(10):
            pages: dict[str, list[str]] = {
                "a": [],
                "b": [],
                f"named{turn}": [f"## 改名とは {turn // 10}？\n\n名を変える。"],
            }
            pages["a"].append(f"## 答えの変わる問いとは？\n\n答え{turn}。")
            pages["a"].append(
                f"## 第{turn}回に言い換えた、圧縮率の問いとは何か？\n\n圧縮率が下がると遅くなる。"
            )
            pages["b"].append(f"## 両方が変わる第{turn}回の問いとは？\n\n両方が変わる答え、その{turn}。")
            pages["b"].append(f"## 札の問いとは？\n\n#札{turn}\n\n札が変わる。")
            pages["ab"[turn % 2]].append("## 引っ越す問いとは？\n\nあちらこちら。")
            pages["a"].append(f"## 毎回新しい{'甲乙丙丁戊己庚辛壬癸'[turn] * 3}とは？\n\n{turn * 1237}。")
            if turn % 2:
                pages["b"].append("## 消えては戻る問いとは？\n\n戻る。")
            for file in case.notes.root.glob("*.md"):
                file.unlink()
            for name, cards in pages.items():
                case.notes.write(f"{name}.md", f"# 頁{name[0]}\n\n" + "\n\n".join(cards) + "\n")
            case.push()
            case.notes.build(case.time)
            imported.import_package(case.notes.package)
            pushed, packaged = contents(case.anki), contents(imported)
            assert {k: v[:3] for k, v in pushed.items()} == {k: v[:3] for k, v in packaged.items()}, turn
            entries = ledger.read(case.notes.root / "ankibuild.lock").entries
            assert set(pushed) == {entry.guid for entry in entries if not entry.removed}
            assert case.anki.faults() == []


def test_a_package_after_pushes_changes_nothing(case: Pushing) -> None:
    case.push()
    case.notes.change("db.md", ("重に複製", "重に必ず複製"))
    case.push()
    before = contents(case.anki)
    case.notes.build(case.time)
    outcome = case.anki.import_package(case.notes.package)
    assert outcome.new == outcome.updated == outcome.conflicting == 0
    assert contents(case.anki) == before


def test_a_push_after_packages_takes_over(case: Pushing) -> None:
    case.notes.build(FIRST)
    case.anki.import_package(case.notes.package)
    note = case.note("Aurora")
    note.tags.append("marked")
    case.anki.col.update_note(note)
    case.notes.change("db.md", ("重に複製", "重に必ず複製"))
    assert "0 new · 1 changed" in case.push().output
    note = case.note("Aurora")
    assert "必ず" in note["Answer"]
    assert "marked" in note.tags


def test_what_is_the_learners_stays(case: Pushing) -> None:
    case.notes.change("net.md", ("## NAT ゲートウェイとは？\n", "## NAT ゲートウェイとは？\n\n#古い\n"))
    case.push()
    guid = case.notes.guid("NAT")
    col = case.anki.col
    col.tags.bulk_add([case.note("NAT").id], "marked leech 自分の")
    case.anki.answer(guid)
    card = case.anki.cards(guid)[0]
    col.set_deck([card.id], col.decks.id("自分のデッキ"))
    col.sched.suspend_cards([card.id])
    reviews = col.db.all("select * from revlog")
    case.notes.change("net.md", ("#古い", "#新しい"), ("外へ出るための装置", "外へ出る装置"))
    case.push()
    note = case.note("NAT")
    assert {"marked", "leech", "自分の", "新しい"} <= set(note.tags)
    assert "古い" not in note.tags
    assert '外へ<span class="end">出る装置' in note["Answer"]
    after = case.anki.cards(guid)[0]
    assert (col.decks.name(after.did), after.queue, after.reps) == ("自分のデッキ", -1, 1)
    assert col.db.all("select * from revlog") == reviews


def test_a_note_edited_in_anki_is_shown_and_left_alone(case: Pushing) -> None:
    case.push()
    note = case.note("Aurora")
    note["Answer"] = "私の答え"
    case.anki.col.update_note(note)
    case.notes.change("db.md", ("重に複製", "重に必ず複製"))
    for _ in range(2):
        output = case.push().output
        assert "Answer in Anki: 私の答え" in output
        assert "必ず複製" in output
        assert case.note("Aurora")["Answer"] == "私の答え"
    assert "1 changed" in case.push("--force").output
    assert "必ず" in case.note("Aurora")["Answer"]


def test_a_removed_note_is_suspended_and_comes_back(case: Pushing) -> None:
    case.push()
    case.notes.change("db.md", ("## RDS とは？\n\nマネージドなリレーショナルデータベース。\n", ""))
    output = case.push().output
    assert "1 removed (suspended" in output
    assert "suspend: db.md › データベース › RDS とは？: RDS とは？" in output
    guid = case.notes.guid("RDS とは")
    assert case.anki.cards(guid)[0].queue == -1
    assert "ankibuild::removed" in case.note("RDS とは").tags
    assert "0 removed" in case.push().output
    case.notes.write("db.md", DATABASES)
    case.push()
    assert case.anki.cards(guid)[0].queue == 0
    assert "ankibuild::removed" not in case.anki.note(guid).tags


def test_delete_asks_and_deletes(case: Pushing) -> None:
    case.push()
    count = len(case.anki.guids())
    case.notes.change("db.md", ("## RDS とは？\n\nマネージドなリレーショナルデータベース。\n", ""))
    assert "delete: " in case.push("--delete", "--dry-run").output
    assert len(case.anki.guids()) == count
    assert "1 removed (deleted)" in case.push("--delete", "--yes").output
    assert len(case.anki.guids()) == count - 1


def test_the_notes_of_an_emptied_page_stay_until_it_is_meant(case: Pushing) -> None:
    case.push()
    case.notes.write("net.md", "")
    before = case.anki.dump()
    output = case.push("--delete", fails=True).output
    assert "net.md:1: error: has lost all of its" in output
    assert "0 removed" in output
    assert case.anki.dump() == before
    assert "5 removed (suspended" in case.push("--yes").output


def test_where_nobody_can_answer_nothing_is_deleted(case: Pushing) -> None:
    case.push()
    case.notes.change("db.md", ("## RDS とは？\n\nマネージドなリレーショナルデータベース。\n", ""))
    before, lock = case.anki.dump(), (case.notes.root / "ankibuild.lock").read_bytes()
    result = case.push("--delete", fails=True)
    assert result.exit_code == 2
    assert "Delete 1 note with all reviews from Anki? [y/N]" in result.output
    assert "say --yes" in result.output
    assert case.anki.dump() == before
    assert (case.notes.root / "ankibuild.lock").read_bytes() == lock


def test_no_means_suspended(case: Pushing) -> None:
    case.push()
    case.notes.change("db.md", ("## RDS とは？\n\nマネージドなリレーショナルデータベース。\n", ""))
    assert "1 removed (suspended" in case.push("--delete", answer="n\n").output
    assert "1 removed (deleted)" in case.push("--delete", answer="y\n").output


def test_a_dry_run_changes_nothing(case: Pushing) -> None:
    before = case.anki.dump()
    assert "new: " in case.push("--dry-run").output
    assert case.anki.dump() == before
    assert not (case.notes.root / "ankibuild.lock").exists()


def test_an_interrupted_push_says_that_some_is_done(case: Pushing, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ankibuild.push.carry_out.pack", interrupted)
    assert "push again" in case.push(fails=True).output


def test_a_note_deleted_in_anki_comes_back(case: Pushing) -> None:
    case.push()
    case.anki.col.remove_notes([case.note("Aurora").id])
    assert "1 new" in case.push().output
    assert case.note("Aurora")


@pytest.mark.parametrize(
    "action", ["notesInfo", "getDecks", "updateNoteFields", "addTags", "suspend", "changeDeck"]
)
def test_a_note_deleted_in_anki_meanwhile_loses_nothing_else(
    case: Pushing, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    case.push()
    gone = case.note("Aurora").id
    case.notes.change("db.md", ("重に複製", "重に必ず複製"), ("大量データの分析。", "大量データを分析する。"))
    case.notes.change("db.md", ("## RDS とは？\n\nマネージドなリレーショナルデータベース。\n", ""))
    case.notes.change("net.md", ("# ネットワーク\n", "# ネットワーク\n\n#要復習\n"))
    case.notes.write("ankibuild.toml", 'deck = "別の名"\n')
    do = getattr(case.addon, f"do_{action}")

    def after_the_learner(**params: Any) -> Any:
        case.anki.col.remove_notes([gone])
        return do(**params)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(case.addon, f"do_{action}", after_the_learner)
        first = push_notes(case.notes, case.address, case.time + DAY)
    assert first.exit_code == 0 or "push again" in first.output
    case.time += DAY
    case.push()
    assert "必ず" in case.note("Aurora")["Answer"]
    assert "分析する" in case.note("Redshift")["Answer"]
    assert "0 new · 0 changed · 0 removed" in case.push().output
    assert {row[3][0].partition("::")[0] for row in contents(case.anki).values()} == {"別の名"}


def test_sync_is_asked_for_at_the_end(case: Pushing) -> None:
    case.push("--sync")
    assert case.addon.requests[-1] == "sync"


def test_a_sync_that_fails_says_that_the_push_did_not(case: Pushing, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise ValueError("sync: auth not configured")

    monkeypatch.setattr(case.addon, "do_sync", fails)
    output = case.push("--sync", fails=True).output
    assert "pushed: 10 new" in output
    assert "auth not configured; all is in Anki; log in there" in output
    assert "10 unchanged" in case.push().output


def test_only_what_changed_is_sent(case: Pushing, monkeypatch: pytest.MonkeyPatch) -> None:
    case.push()
    sent: list[Any] = []
    for name in (
        "updateNoteFields",
        "addTags",
        "removeTags",
        "changeDeck",
        "updateModelTemplates",
        "importPackage",
    ):
        monkeypatch.setattr(case.addon, f"do_{name}", lambda name=name, **params: sent.append((name, params)))
    case.notes.change("db.md", ("重に複製", "重に必ず複製"))
    case.push()
    assert [name for name, _ in sent] == ["updateNoteFields"]
    changed = sent[0][1]["note"]
    assert changed["id"] == case.note("Aurora").id
    assert list(changed["fields"]) == ["Answer", "Extra2"]  # what is read, and what search finds it by


def test_a_new_look_needs_no_full_sync(case: Pushing) -> None:
    case.push()
    schema = case.anki.col.db.scalar("select scm from col")
    look = case.notes.root / "look"
    look.mkdir()
    (look / "style.css").write_text(".card { color: teal; }\n", "utf-8")
    case.notes.write("ankibuild.toml", 'templates = "look"\n')
    case.push()
    assert "teal" in case.anki.note(case.anki.guids()[0]).note_type()["css"]
    assert case.anki.col.db.scalar("select scm from col") == schema


def test_new_notes_change_no_options_and_no_schema(case: Pushing) -> None:
    case.push()
    col = case.anki.col
    deck = col.decks.by_name("AWS::データベース")
    config = col.decks.add_config("自分の設定")
    deck["conf"] = config["id"]
    col.decks.update_dict(deck)
    default = col.decks.get_config(1)
    schema = col.db.scalar("select scm from col")
    case.notes.change("db.md", ("# データベース\n", "# データベース\n\n## SQL とは？\n\n言語。\n"))
    assert "1 new" in case.push().output
    assert col.decks.by_name("AWS::データベース")["conf"] == config["id"]
    assert col.decks.get_config(1) == default
    assert col.db.scalar("select scm from col") == schema


def test_a_taken_id_hides_no_note_and_harms_no_stranger(case: Pushing) -> None:
    """An import gives a note whose id is taken another one: it is found by its text from then on."""
    case.push()
    col = case.anki.col
    guid = case.notes.guid("Aurora")
    old = case.note("Aurora").id
    col.db.execute("update notes set id = id + 999999 where id = ?", old)
    col.db.execute("update cards set nid = nid + 999999 where nid = ?", old)
    stranger = col.new_note(col.models.by_name("ankibuild Q&A"))
    stranger["Question"], stranger["Source"] = "よその問い", "よそ.md"
    col.add_note(stranger, col.decks.id("よそ"))
    col.db.execute("update notes set id = ? where id = ?", old, stranger.id)
    col.db.execute("update cards set nid = ? where nid = ?", old, stranger.id)
    case.notes.change("db.md", ("重に複製", "重に必ず複製"))
    assert "0 new · 1 changed" in case.push().output
    assert "必ず" in case.anki.note(guid)["Answer"]
    assert col.get_note(old)["Question"] == "よその問い"


def test_cards_follow_a_new_title_and_stay_in_a_deck_that_was_renamed_in_anki(case: Pushing) -> None:
    case.push()
    case.notes.change("db.md", ("# データベース", "# 保管庫"))
    output = case.push().output
    assert "deck-kept" not in output
    assert {row[3] for row in contents(case.anki).values()} == {("AWS::保管庫",), ("AWS::ネットワーク",)}
    col = case.anki.col
    col.decks.rename(col.decks.by_name("AWS"), "資格::AWS")
    command = ["rename-deck", "AWS", "資格::AWS", str(case.notes.root)]
    assert CliRunner().invoke(main, command, catch_exceptions=False).exit_code == 0
    case.notes.change("net.md", ("外へ出るための装置", "外へ出る装置"))
    case.push()
    assert {row[3] for row in contents(case.anki).values()} == {
        ("資格::AWS::保管庫",),
        ("資格::AWS::ネットワーク",),
    }


def before_the_first(case: Pushing) -> None:
    case.notes.change(
        "net.md", ("## NAT ゲートウェイとは？\n", "## NAT ゲートウェイとは？\n\n![図](a.png)\n")
    )
    (case.notes.root / "a.png").write_bytes(PICTURE)


def before_the_second(case: Pushing) -> None:
    case.push()
    rds = "## RDS とは？\n\nマネージドなリレーショナルデータベース。\n"
    case.notes.change("db.md", ("重に複製", "重に必ず複製"), (rds, ""))
    case.notes.change(
        "net.md", ("## NAT ゲートウェイとは？\n", "## NAT ゲートウェイとは？\n\n![図](a.png)\n\n#要復習\n")
    )
    case.notes.write("new.md", "# 追加\n\n## SQS とは？\n\nキュー。\n")
    case.notes.write("ankibuild.toml", 'deck = "別の名"\n')
    (case.notes.root / "a.png").write_bytes(PICTURE)


def outcome(case: Pushing) -> tuple[Any, ...]:
    return contents(case.anki), sorted(
        (each.guid, each.deck, each.queue, each.due) for each in case.anki.states()
    )


@pytest.mark.parametrize("begin", [before_the_first, before_the_second])
@pytest.mark.parametrize("when", ["half", "after"])  # before one request is after the one before
def test_a_push_cut_off_anywhere_is_finished_by_the_next(
    tmp_path: Path, begin: Callable[[Pushing], None], when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ankibuild.push.carry_out._MOST_NOTES", 4)
    with pushing(tmp_path / "begun") as case:
        begin(case)
        time = case.time
    shutil.copytree(tmp_path / "begun", tmp_path / "whole")
    with pushing(tmp_path / "whole") as case:
        case.time = time
        case.push()
        wanted, requests = outcome(case), case.addon.requests
    assert requests.count("multi") > 4
    steps = [step for step, name in enumerate(requests, 1) if when == "after" or name == "multi"]
    for step in steps:
        shutil.copytree(tmp_path / "begun", tmp_path / f"cut{step}")
        with pushing(tmp_path / f"cut{step}") as case:
            case.time = time
            case.addon.cut = (step, when)
            assert "Traceback" not in case.push(fails=True).output
            case.addon.cut = None
            output = case.push().output
            assert "edited in Anki" not in output, (step, output)
            assert outcome(case) == wanted, step
            assert not list(Path(case.anki.col.media.dir()).glob("_ankibuild-push*"))
    assert "0 new · 0 changed · 0 removed" in finished(tmp_path / f"cut{steps[-1]}", time)


def finished(folder: Path, time: int) -> str:
    with pushing(folder) as case:
        case.time = time + 9 * DAY
        return case.push().output


def test_what_is_in_the_way_is_said(tmp_path: Path) -> None:
    with pushing(tmp_path, key="geheim") as case:
        assert "ANKICONNECT_KEY" in case.push(fails=True).output
        assert "new" in case.push(env={"ANKICONNECT_KEY": "geheim"}).output
        nobody = {"ANKICONNECT_ADDRESS": "http://127.0.0.1:9"}
        assert "start Anki" in case.push(fails=True, env=nobody).output
        remote = {"ANKICONNECT_ADDRESS": "http://192.0.2.1:8765"}
        assert "--allow-remote" in case.push(fails=True, env=remote).output


def test_address_and_key_stand_in_the_config_and_the_environment_comes_first(tmp_path: Path) -> None:
    with pushing(tmp_path, key="geheim") as case:
        case.notes.write("ankibuild.toml", f'[anki]\naddress = "{case.address}"\nkey = "falsch"\n')
        unset = {"ANKICONNECT_ADDRESS": ""}
        assert "ANKICONNECT_KEY" in case.push(fails=True, env=unset).output
        assert "10 new" in case.push(env={**unset, "ANKICONNECT_KEY": "geheim"}).output
        case.notes.write("ankibuild.toml", f'[anki]\naddress = "{case.address}"\nkey = "geheim"\n')
        assert "10 unchanged" in case.push(env=unset).output
        case.notes.write("ankibuild.toml", '[anki]\naddress = "http://127.0.0.1:9"\nkey = "geheim"\n')
        assert "start Anki" in case.push(fails=True, env=unset).output
        assert "10 unchanged" in case.push().output, "the environment's address"


def test_a_note_type_with_other_fields_is_refused(case: Pushing) -> None:
    case.push()
    models = case.anki.col.models
    made = models.by_name("ankibuild Q&A")
    models.add_field(made, models.new_field("自分の欄"))
    models.update_dict(made)
    assert "自分の欄" in case.push(fails=True).output


@pytest.mark.parametrize(
    ("answer", "now"),
    [
        (b"<html>", "not AnkiConnect"),
        (b"[]", "not AnkiConnect"),
        (b'{"result": 6, "err', "not AnkiConnect"),
        (b'{"result": null, "error": "collection is not available"}', "choose a profile"),
        (b'{"result": null, "error": "unsupported action"}', "update the add-on"),
    ],
)
def test_odd_answers_say_what_now(answer: bytes, now: str) -> None:
    with pytest.raises(PushError, match=now):
        AnkiConnect(lambda _: answer).call("version")


@pytest.mark.parametrize(
    ("error", "now"),
    [
        (HTTPError("http://x", 502, "Bad Gateway", Message(), None), "502.*no proxy"),
        (URLError(ConnectionRefusedError(111, "refused")), "start Anki"),
        (URLError(TimeoutError("timed out")), "close Anki's open dialogs"),
        (ConnectionResetError(104, "reset"), "close Anki's open dialogs"),
        (IncompleteRead(b"{"), "close Anki's open dialogs"),
    ],
)
def test_what_breaks_on_the_way_says_what_now(error: Exception, now: str) -> None:
    def send(_: bytes) -> bytes:
        raise error

    with pytest.raises(PushError, match=now):
        AnkiConnect(send).call("version")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "127.0.0.1:8765",
        "ftp://127.0.0.1",
        "http://",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:x",
        "http://[::1",
    ],
)
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(PushError, match="is no address of AnkiConnect; write it like"):
        connect(address)


def test_who_never_answers_holds_nobody_up(case: Pushing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ankibuild.commands.push.GREETING", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        nobody = {"ANKICONNECT_ADDRESS": f"http://127.0.0.1:{silent.getsockname()[1]}"}
        assert "Anki did not answer in full; close" in case.push(fails=True, env=nobody).output


def test_no_redirect_is_followed(case: Pushing) -> None:
    class Elsewhere(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(302)
            self.send_header("Location", case.address)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        with pytest.raises(PushError, match="answers 302"):
            connect(f"http://127.0.0.1:{server.server_port}").call("version")
        thread.join()
    assert not case.addon.requests


def test_half_an_answer_to_several_actions_is_told() -> None:
    with pytest.raises(PushError, match="half an answer"):
        AnkiConnect(lambda _: b'{"result": [], "error": null}').multi([Action("sync", {})] * 2)


def test_an_old_add_on_is_told(case: Pushing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case.addon, "do_version", lambda: 5)
    assert "update the add-on" in case.push(fails=True).output


def test_a_server_that_says_no_cards_is_asked_for_them(
    case: Pushing, monkeypatch: pytest.MonkeyPatch
) -> None:
    info, asked = case.addon._info, []

    def find_cards(query: str) -> list[int]:
        asked.append(query)
        return list(case.anki.col.find_cards(query))

    monkeypatch.setattr(
        case.addon, "_info", lambda note: {k: v for k, v in info(note).items() if k != "cards"}
    )
    monkeypatch.setattr(case.addon, "do_findCards", find_cards, raising=False)
    case.push()
    case.notes.write("ankibuild.toml", 'deck = "別の名"\n')
    case.push()
    assert len(asked) == len(case.anki.guids())
    assert {each.deck for each in case.anki.states()} == {"別の名::データベース", "別の名::ネットワーク"}


@pytest.mark.parametrize(
    "odd", [{}, {"noteId": 1}, {"noteId": 1, "cards": None}, 5, {"modelName": "?", "noteId": "x"}]
)
def test_answers_of_another_version_are_told(
    case: Pushing, monkeypatch: pytest.MonkeyPatch, odd: object
) -> None:
    case.push()
    monkeypatch.setattr(case.addon, "do_notesInfo", lambda notes: [odd])
    result = case.push(fails=odd != {})
    assert odd == {} or "update the add-on AnkiConnect" in result.output


def test_no_proxy_of_the_environment_comes_between(case: Pushing) -> None:
    nowhere = dict.fromkeys(("http_proxy", "HTTP_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
    assert "new" in case.push(env={**nowhere, "no_proxy": ""}).output
