"""The ledger comes back from a package: ours, or a deck out of Anki with the learner's edits in it."""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ankibuild.cli import main
from ankibuild.identity import ledger
from ankibuild.packaging.anki_file import read_anki_file
from ankibuild.packaging.package_check import PackageError
from tests.anki_tools import Anki, CardState, Outcome, anki_collection, note, package_of

FIRST, WRITTEN, SECOND = 1_700_000_000, 1_710_000_000, 2_000_000_000
STORAGE = """# ストレージ

## S3 とは？

オブジェクトストレージ。

## EBS とは？

**ブロック**ストレージ。

## EFS とは？

- 共有のファイルシステム
- 複数の AZ から使える

## Glacier は何に使う？

長期の保管。
"""
EXAM = """# 模試

## 問1

社内から暗号化して VPC に接続したい。どれが適切か。

- A. VPN 接続
- B. インターネットゲートウェイ

**正解：A**

VPN は通信を暗号化する。

- B: 通信が暗号化されない。
"""
CURRENT, LEGACY = "current", "legacy"


class Learner:
    """A folder of notes, its package, and the collection into which it goes."""

    def __init__(self, folder: Path, anki: Anki) -> None:
        self.root, self.package, self.anki = folder / "AWS", folder / "aws.apkg", anki
        self.lock = self.root / "ankibuild.lock"
        self.write("storage.md", STORAGE)
        self.write("exam.md", EXAM)

    def write(self, name: str, text: str, time: int = WRITTEN) -> None:
        self.root.mkdir(exist_ok=True)
        (self.root / name).write_text(text, "utf-8")
        os.utime(self.root / name, (time, time))

    def run(self, *command: str, time: int = SECOND) -> Result:
        return CliRunner().invoke(
            main,
            [str(part) for part in command],
            env={"SOURCE_DATE_EPOCH": str(time)},
            catch_exceptions=False,
        )

    def build(self, time: int = SECOND) -> str:
        result = self.run("build", str(self.root), "-o", str(self.package), time=time)
        assert result.exit_code == 0, result.output
        return result.output

    def adopt(self, file: Path, *options: str) -> Result:
        return self.run("adopt", str(file), str(self.root), *options)

    def install(self) -> Outcome:
        return self.anki.import_package(self.package)

    def export(self, form: str) -> Path:
        from anki.collection import ExportAnkiPackageOptions

        path = self.package.with_name(f"{form}.apkg")
        options = ExportAnkiPackageOptions(
            with_scheduling=True, with_deck_configs=False, with_media=True, legacy=form == LEGACY
        )
        self.anki.col.export_anki_package(out_path=str(path), options=options, limit=None)
        return path

    def guid(self, *words: str) -> str:
        found = [g for g in self.anki.guids() if all(w in "".join(self.anki.note(g).fields) for w in words)]
        assert len(found) == 1, words
        return found[0]

    def edit(self, guid: str, field: str, text: str, *tags: str) -> None:
        edited = self.anki.note(guid)
        edited[field] = text
        edited.tags += tags
        self.anki.col.update_note(edited)

    def history(self) -> list[CardState]:
        return self.anki.states()


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    with anki_collection(tmp_path) as anki:
        learner = Learner(tmp_path, anki)
        learner.build(FIRST)
        assert learner.install() == Outcome(new=6)
        for number, guid in enumerate(anki.guids()):
            anki.answer(guid, 3 + number % 2)
        yield learner


def trouble(outcome: Outcome) -> Any:
    return outcome.new, outcome.conflicting, outcome.first_field_match, outcome.missing_notetype


@pytest.mark.parametrize("form", ["our own", LEGACY, CURRENT])
def test_an_unchanged_deck_gives_the_very_ledger_back(learner: Learner, form: str) -> None:
    lines, package = learner.lock.read_text("utf-8").splitlines(), learner.package.read_bytes()
    path = learner.package if form == "our own" else learner.export(form)
    learner.lock.unlink()
    result = learner.adopt(path)
    assert (result.exit_code, "6 as in the notes" in result.output) == (0, True), result.output
    kept = [line for line in lines if '"note_type":"cloze"' not in line]  # the package holds no cloze
    assert learner.lock.read_text("utf-8").splitlines() == kept
    learner.build()
    assert learner.package.read_bytes() == package
    assert [path.name for path in learner.root.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("form", [LEGACY, CURRENT])
def test_every_note_updates_in_place_and_the_learner_s_edits_stay(learner: Learner, form: str) -> None:
    mine, tagged, changed = learner.guid("ブロック"), learner.guid("EFS"), learner.guid("オブジェクト")
    learner.edit(mine, "Answer", "私の答え", "私の印")
    learner.edit(tagged, "Question", learner.anki.note(tagged)["Question"], "marked")
    states = learner.history()
    path = learner.export(form)
    learner.lock.unlink()
    result = learner.adopt(path)
    assert result.exit_code == 0, result.output
    assert "5 as in the notes, 1 edited in Anki, 0 to update, 0 to remove" in result.output
    assert "storage.md › EBS とは？: “EBS とは？”" in result.output
    learner.build()
    assert learner.install() == Outcome(duplicate=6)
    assert learner.anki.note(mine)["Answer"] == "私の答え"
    learner.write("storage.md", STORAGE.replace("オブジェクト", "大きなオブジェクト"))
    assert "1 changed" in learner.build()
    assert learner.install() == Outcome(updated=1, duplicate=5)
    assert "大きな" in learner.anki.note(changed)["Answer"].replace("<wbr>", "")
    assert (learner.anki.note(mine)["Answer"], "私の印" in learner.anki.note(mine).tags) == ("私の答え", True)
    assert "marked" in learner.anki.note(tagged).tags
    assert learner.history() == states
    learner.write("storage.md", STORAGE.replace("**ブロック**", "論理ブロックの"), SECOND + 1)
    learner.build(SECOND + 2)
    learner.install()
    assert "論理" in learner.anki.note(mine)["Answer"].replace("<wbr>", "")


@pytest.mark.parametrize("form", [LEGACY, CURRENT])
def test_notes_written_after_the_learner_s_edit_win(learner: Learner, form: str) -> None:
    mine, reworded = learner.guid("ブロック"), learner.guid("長期")
    learner.edit(mine, "Answer", "ブロックの答え")
    states = learner.history()
    path = learner.export(form)
    learner.lock.unlink()
    text = STORAGE.replace("Glacier は何に使う？", "Glacier は何のためにある？")
    learner.write("storage.md", text + "\n## FSx とは？\n\nWindows の共有。\n", SECOND)
    result = learner.adopt(path)
    assert "4 as in the notes, 0 edited in Anki, 2 to update" in result.output
    assert "storage.md:20: “FSx とは？”: not in the package" in result.output
    assert "1 new · 2 changed" in learner.build(SECOND + 1)
    outcome = learner.install()
    assert (outcome.updated, trouble(outcome)) == (2, (1, 0, 0, 0))
    assert "ブロックの答え" not in learner.anki.note(mine)["Answer"]
    assert "何のため" in learner.anki.note(reworded)["Question"].replace("<wbr>", "")
    assert [state for state in learner.history() if state.reviews] == states
    assert learner.anki.faults() == []


@pytest.mark.parametrize("form", [LEGACY, CURRENT])
def test_another_look_is_renewed(learner: Learner, form: str) -> None:
    card = learner.anki.cards(learner.guid("ブロック"))[0]
    theirs = card.note_type()
    theirs["css"] = ".older {}"
    learner.anki.col.models.update_dict(theirs)
    path = learner.export(form)
    learner.lock.unlink()
    learner.adopt(path)
    looks = ledger.read(learner.lock).looks
    assert {kind: look.digest == "" for kind, look in looks.items()} == {"qa": True, "contrast": False}
    learner.build()
    assert learner.install() == Outcome(duplicate=6)
    assert ".older" not in learner.anki.cards(learner.guid("ブロック"))[0].note_type()["css"]


def test_notes_without_a_card_are_removed_if_they_are_surely_ours(learner: Learner) -> None:
    """Made by hand, of another folder, moved to another deck: not ours to blank."""
    gone, moved = learner.guid("長期"), learner.guid("EFS")
    copied = learner.anki.col.new_note(learner.anki.note(gone).note_type())
    copied["Question"], copied["Answer"] = "手で書いた？", "はい"
    learner.anki.col.add_note(copied, learner.anki.cards(gone)[0].did)
    learner.anki.col.set_deck([learner.anki.cards(moved)[0].id], learner.anki.col.decks.id("難問"))
    others = other_notes(learner)
    path = learner.export(CURRENT)
    learner.lock.unlink()
    learner.write("storage.md", STORAGE.partition("## EFS")[0])
    result = learner.adopt(path)
    assert "4 as in the notes" in result.output
    assert "1 to remove" in result.output
    assert "3 left alone (1 of them made by hand in Anki)" in result.output
    learner.build()
    assert learner.install().updated == 1
    assert list(learner.anki.empty_notes()) == [gone]
    assert learner.anki.note(others)["Removed"] == ""
    again = learner.export(LEGACY)
    assert learner.adopt(again, "--force").exit_code == 0
    assert [e.guid for e in ledger.read(learner.lock).entries if e.removed] == [gone]


def other_notes(learner: Learner) -> str:
    """Import the notes of another folder with a page of the same name; return the guid of its note."""
    root = learner.package.parent / "other"
    root.mkdir()
    (root / "storage.md").write_text("# 倉庫\n\n## 棚卸しとは？\n\n在庫を数えること。\n", "utf-8")
    package = root / "other.apkg"
    assert learner.run("build", str(root), "-o", str(package), time=FIRST).exit_code == 0
    assert learner.anki.import_package(package) == Outcome(new=1)
    return learner.guid("棚卸し")


def test_pairs_of_a_build_before_their_titles_are_known_by_their_fields_names(learner: Learner) -> None:
    models = learner.anki.col.models
    older = models.by_name("ankibuild Contrast")
    for name in ("Title", "Cue"):
        models.remove_field(older, next(field for field in older["flds"] if field["name"] == name))
    models.update_dict(older)
    learner.lock.unlink()
    assert learner.adopt(learner.export(CURRENT)).exit_code == 0
    entries = ledger.read(learner.lock).entries
    assert {entry.guid for entry in entries} == set(learner.anki.guids())
    (pair,) = (entry for entry in entries if entry.kind == "contrast")
    assert (pair.parts["correct"], pair.parts["incorrect"]) == ("VPN 接続", "インターネットゲートウェイ")


def test_tombstones_of_our_own_package_stay_tombstones(learner: Learner) -> None:
    learner.write("storage.md", STORAGE.partition("## Glacier")[0])
    learner.build()
    before = learner.package.read_bytes()
    learner.lock.unlink()
    assert "1 removed before" in learner.adopt(learner.package).output
    learner.build()
    assert learner.package.read_bytes() == before


def test_a_whole_collection_will_do(learner: Learner) -> None:
    path = learner.package.with_name("all.colpkg")
    learner.anki.col.export_collection_package(str(path), include_media=False, legacy=False)
    learner.lock.unlink()
    assert "6 as in the notes" in learner.adopt(path).output


def test_a_page_that_cannot_be_read_loses_no_card(learner: Learner) -> None:
    before = learner.lock.read_bytes()
    (learner.root / "exam.md").write_bytes(EXAM.encode("utf-16"))
    result = learner.adopt(learner.package, "--force")
    assert result.exit_code == 2
    assert "exam.md:1: error: this is UTF-16" in result.output
    assert "pages cannot be read, and their cards would be lost; mend them, or" in result.output
    assert learner.lock.read_bytes() == before


def test_a_ledger_that_is_there_is_not_replaced(learner: Learner) -> None:
    learner.lock.write_text("damaged", "utf-8")
    result = learner.adopt(learner.package)
    assert (result.exit_code, learner.lock.read_text("utf-8")) == (2, "damaged")
    assert "there is a ledger already; build with it, or replace it with --force" in result.output
    assert learner.adopt(learner.package, "--force").exit_code == 0
    assert len(ledger.read(learner.lock).entries) == 6


def test_a_package_of_other_notes_is_refused(learner: Learner) -> None:
    learner.lock.unlink()
    (learner.root.parent / "foreign.apkg").write_bytes(package_of([note(1), note(2, "contrast")]))
    other_notes(learner)
    for name, what in (("foreign.apkg", "試験::章"), ("other/other.apkg", "倉庫")):
        result = learner.adopt(learner.root.parent / name)
        assert result.exit_code == 2
        assert f"no note of the file ({what}) is a card of these notes (deck AWS)" in result.output
        assert not learner.lock.exists()


def test_somebody_else_s_deck_is_refused(learner: Learner) -> None:
    for guid in learner.anki.guids():
        learner.anki.col.remove_notes([learner.anki.note(guid).id])
    basic = learner.anki.col.new_note(learner.anki.col.models.by_name("Basic"))
    basic["Front"] = "S3 とは？"
    learner.anki.col.add_note(basic, 1)
    learner.lock.unlink()
    for form in (CURRENT, LEGACY):
        result = learner.adopt(learner.export(form))
        assert "holds no note of ankibuild (1 of other note types); name the package" in result.output
        assert (result.exit_code, learner.lock.exists()) == (2, False)


def test_files_that_cannot_be_read_are_named(learner: Learner, tmp_path: Path) -> None:
    good = learner.export(CURRENT).read_bytes()
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with zipfile.ZipFile(tmp_path / "text.apkg", "w") as archive:
        archive.writestr("collection.anki21b", b"no zstandard")
    with zipfile.ZipFile(tmp_path / "old.apkg", "w") as archive:
        archive.writestr("collection.anki2", b"SQLite format 3\0" + b"x" * 500)
    (tmp_path / "cut.apkg").write_bytes(good[: len(good) // 2])
    (tmp_path / "notes.apkg").write_text(STORAGE, "utf-8")
    learner.lock.unlink()
    for name in ("empty.zip", "text.apkg", "old.apkg", "cut.apkg", "notes.apkg", "none.apkg", "AWS"):
        result = learner.adopt(tmp_path / name)
        assert (result.exit_code, learner.lock.exists()) == (2, False), result.output
        assert name in result.output
        with pytest.raises(PackageError):
            read_anki_file(tmp_path / name)


def test_every_damage_is_an_error_or_harmless(learner: Learner, tmp_path: Path) -> None:
    """Flip bytes all over our own package, whose database lies in it uncompressed."""
    data = learner.package.read_bytes()
    whole = read_anki_file(learner.package)
    path = tmp_path / "damaged.apkg"
    refused = 0
    for place in range(40, len(data), len(data) // 200):
        path.write_bytes(data[:place] + bytes((data[place] ^ 0x5A,)) + data[place + 1 :])
        try:
            assert read_anki_file(path) == whole
        except PackageError:
            refused += 1
    assert refused > 150
