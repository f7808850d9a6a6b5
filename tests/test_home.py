"""Whatever of the notes is named, in whatever order: no card is lost, and no history."""

from pathlib import Path

import pytest
from click.testing import Result

from ankibuild.identity import ledger as ledgers
from tests.test_careless import OTHER
from tests.test_cli import PAGE, run

THIRD = PAGE.replace("RAID", "CPU").replace("NAS", "GPU")
PICTURE = "\n## 図は？\n\n![図](p.png)\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Two folders of notes with a page of the same name in both."""
    for name, text in (("a", PAGE), ("b", OTHER)):
        (tmp_path / "study" / name).mkdir(parents=True)
        (tmp_path / "study" / name / "1.md").write_text(text, "utf-8")
    return tmp_path / "study"


def build(study: Path, *names: str, lock: Path | None = None, epoch: int = 1_700_000_000) -> Result:
    options = ("--lock", lock) if lock else ()
    notes = [study / name for name in names]
    return run("build", *notes, "-o", study.parent / "deck.apkg", *options, epoch=epoch)


def pages(lock: Path) -> set[tuple[str, bool]]:
    return {(entry.page, entry.removed) for entry in ledgers.read(lock).entries}


UNCHANGED = "0 new · 0 changed · 0 removed · {} unchanged"


@pytest.mark.parametrize("elsewhere", [False, True], ids=["beside", "--lock"])
def test_two_folders_then_one_then_both(study: Path, *, elsewhere: bool) -> None:
    lock = study.parent / "my.lock" if elsewhere else None
    assert "4 new" in build(study, "a", "b", lock=lock).output
    file = lock or study / "ankibuild.lock"
    before = file.read_bytes()
    assert pages(file) == {("a/1.md", False), ("b/1.md", False)}
    for name in ("a", "b", "a/1.md", "b/1.md"):
        one = build(study, name, lock=lock, epoch=1_700_000_100).output
        assert UNCHANGED.format(2) in one
        assert "kept      2 of pages that were not read" in one
    for named in ("a b", "b a", "a/1.md b/1.md", "."):
        both = build(study, *named.split(), lock=lock, epoch=1_700_000_100).output
        assert UNCHANGED.format(4) in both
        assert "kept" not in both
    assert file.read_bytes() == before
    assert not (study / "a" / "ankibuild.lock").exists()


@pytest.mark.parametrize("elsewhere", [False, True], ids=["beside", "--lock"])
def test_a_folder_with_a_ledger_keeps_it_when_others_join(study: Path, *, elsewhere: bool) -> None:
    lock = study.parent / "my.lock" if elsewhere else None
    build(study, "a", lock=lock)
    joined = build(study, "a", "b", lock=lock, epoch=1_700_000_100).output
    assert "2 new" in joined
    assert "0 removed" in joined
    assert pages(lock or study / "a" / "ankibuild.lock") == {("1.md", False), ("../b/1.md", False)}
    for named in ("a", "b a", "a b"):
        assert "0 new · 0 changed · 0 removed" in build(study, *named.split(), lock=lock).output


def test_a_folder_that_is_not_named_may_be_away(study: Path) -> None:
    build(study, "a", "b")
    (study / "b").rename(study.parent / "b")
    alone = build(study, "a").output
    assert UNCHANGED.format(2) in alone
    assert "kept      2" in alone
    assert "2 removed · 2 unchanged" in build(study, ".").output


def test_what_is_gone_from_a_named_folder_is_removed(study: Path) -> None:
    (study / "a" / "2.md").write_text(THIRD, "utf-8")
    build(study, "a", "b")
    (study / "a" / "2.md").unlink()
    assert "2 removed · 2 unchanged" in build(study, "a").output
    assert pages(study / "ankibuild.lock") >= {("a/2.md", True), ("b/1.md", False)}


def test_a_page_below_a_built_folder_belongs_to_its_ledger(study: Path) -> None:
    build(study, ".")
    assert UNCHANGED.format(2) in build(study, "a/1.md").output
    (study / "a" / "2.md").write_text(THIRD, "utf-8")
    assert "2 new" in build(study, "a/2.md").output
    assert [path.name for path in study.rglob("*.lock")] == ["ankibuild.lock"]


def test_a_ledger_further_up_of_other_notes_is_left_alone(study: Path) -> None:
    (study / "0.md").write_text(THIRD, "utf-8")
    build(study, "0.md")
    before = (study / "ankibuild.lock").read_bytes()
    build(study, "a")
    assert (study / "ankibuild.lock").read_bytes() == before
    assert pages(study / "a" / "ankibuild.lock") == {("1.md", False)}


def test_folders_with_ledgers_of_their_own_are_not_mixed(study: Path) -> None:
    (study / "b" / "1.md").write_text(THIRD, "utf-8")
    build(study, "a")
    build(study, "b")
    both = build(study, "a", "b")
    assert both.exit_code == 2
    assert "each has a ledger of its own; build them one by one, or name" in both.output


def test_a_ledger_of_before_that_took_both_folders_for_one_keeps_every_history(study: Path) -> None:
    build(study, "a", "b")
    text = (study / "ankibuild.lock").read_text("utf-8")
    text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith('{"page"'))
    (study / "ankibuild.lock").unlink()
    (study / "a" / "ankibuild.lock").write_text(text.replace('"a/', '"').replace('"b/', '"'), "utf-8")
    again = build(study, "a", "b").output
    assert "0 new" in again
    assert "0 removed" in again
    assert pages(study / "a" / "ankibuild.lock") == {("1.md", False), ("../b/1.md", False)}


def test_another_working_folder_does_not_matter(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(study)
    assert "4 new" in run("build", "a", "b", "-o", "deck.apkg").output
    monkeypatch.chdir(study / "a")
    assert UNCHANGED.format(4) in run("build", ".", "../b", "-o", "deck.apkg").output
    assert UNCHANGED.format(2) in run("build", "1.md", "-o", "deck.apkg").output


def test_pictures_and_config_are_found_beside_the_pages(study: Path) -> None:
    for name in ("a", "b"):
        (study / name / "2.md").write_text(f"# {name}{PICTURE}", "utf-8")
        (study / name / "p.png").write_bytes(name.encode())
    build(study, "a")
    (study / "a" / "ankibuild.toml").write_text('deck = "試験"\n', "utf-8")
    said = build(study, "a", "b").output
    assert "media]" not in said
    assert "the notes now ask for “試験”" in said


def test_a_shared_ledger_is_adopted_as_a_whole(study: Path) -> None:
    build(study, "a", "b")
    package, lock = study.parent / "deck.apkg", study / "ankibuild.lock"
    before = lock.read_bytes()
    for text in (before, b""):
        lock.write_bytes(text)
        alone = run("adopt", "--force", package, study / "a")
        assert alone.exit_code == 2
        assert f"this ledger may know other pages, too; name all its notes, such as {study}" in alone.output
        assert lock.read_bytes() == text
    assert run("adopt", "--force", package, study / "a", study / "b").exit_code == 0
    assert ledgers.read(lock).entries == ledgers.loads(before.decode()).entries


def test_a_ledger_elsewhere_is_adopted_with_its_home(study: Path) -> None:
    lock = study.parent / "my.lock"
    build(study, "a", "b", lock=lock)
    before = ledgers.read(lock)
    lock.unlink()
    package = study.parent / "deck.apkg"
    assert run("adopt", package, study / "a", study / "b", "--lock", lock).exit_code == 0
    after = ledgers.read(lock)
    assert (after.root, after.entries) == ("study", before.entries)
