"""The cache: the same pages as without it, nothing read that is known, nothing believed that others may have written."""

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ankibuild import pages
from ankibuild.cache import folder as folders
from ankibuild.cache import key as keys
from ankibuild.cache.folder import CacheFolder
from ankibuild.cache.key import Circumstances, circumstances
from ankibuild.cache.pages import PageCache, packed, unpacked
from ankibuild.cli import main
from ankibuild.config import Anki, Config, Hints, Signs, Styles, TaughtHand
from ankibuild.markdown.source import Source, read_notes
from ankibuild.model import Page
from ankibuild.pipeline import gather
from ankibuild.reading import Reader
from ankibuild.values import replace
from tests.case_files import read_cases
from tests.conftest import bound_by_permissions

NOTES = (
    "# 章\n\n## S3 とは？\n\n**オブジェクト**を置く場所である。\n\n- A → 甲\n- B → 乙\n",
    "---\ntags: [x]\n---\n# 問題\n\n## 問1\n\n速いのはどれか。\n\n- A. 甲\n- B. 乙\n\n**正解：B**\n\n- A：遅い\n",
    "# 未完\n\n## なぜ？\n\n<details><summary>開く</summary>\n\n答え\n",
)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    for number, text in enumerate(NOTES):
        (folder / f"{number}.md").write_text(text, "utf-8")
    return folder


@pytest.fixture
def kept(tmp_path: Path) -> CacheFolder:
    return CacheFolder(tmp_path / "cache")


def reading(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the paths of the pages that are read from now on."""
    read: list[str] = []
    original = Reader.read

    def counted(reader: Reader, source: Source) -> Page:
        read.append(source.path)
        return original(reader, source)

    monkeypatch.setattr(Reader, "read", counted)
    return read


def test_a_page_comes_back_as_it_was() -> None:
    cases = [case for folder in ("html", "other", "plain") for case in read_cases(folder)]
    reader = Reader(Config())
    for case in cases:
        page = reader.read(Source("a.md", Path("a.md"), case.notes))
        data = packed(page)
        assert data
        assert unpacked(data) == page, case.name
    assert len(cases) > 100


def test_cached_parallel_and_plain_give_the_same(
    notes: Path, kept: CacheFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources, _ = read_notes([notes])
    plain = pages.read_pages(sources, Config())
    first = pages.read_pages(sources, Config(), kept=kept)
    again = pages.read_pages(sources, Config(), kept=kept)
    monkeypatch.setattr(pages, "_WORTH_WORKERS", 0)
    parallel = pages.read_pages(sources, Config())
    assert plain == first == again == parallel
    assert any(page.problems for page in plain)
    assert all(page.cards for page in plain[:2])


def test_only_what_changed_is_read(notes: Path, kept: CacheFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    read = reading(monkeypatch)
    gather([notes], reading=partial(pages.read_pages, kept=kept))
    assert read == ["0.md", "1.md", "2.md"]
    read.clear()
    (notes / "1.md").write_text(NOTES[1].replace("遅い", "遅すぎる"), "utf-8")
    found = gather([notes], reading=partial(pages.read_pages, kept=kept))
    assert read == ["1.md"]
    assert any("遅すぎる" in part.text for card in found.cards for part in card.parts.values())
    read.clear()
    gather([notes])
    assert read == ["0.md", "1.md", "2.md"], "without a cache all is read"


def test_a_page_that_was_only_touched_brings_its_new_time(notes: Path, kept: CacheFolder) -> None:
    gather([notes], reading=partial(pages.read_pages, kept=kept))
    os.utime(notes / "0.md", (1_700_000_000, 1_700_000_000))
    assert gather([notes], reading=partial(pages.read_pages, kept=kept)).mtimes["0.md"] == 1_700_000_000


PAIR = "# 箱\n\n## 仲間\n\n- 番人 → 届いた順に配る人\n- 金庫 → 鍵を預かる所\n"


def test_cards_that_stay_count_where_they_were_learnt(
    tmp_path: Path, notes: Path, kept: CacheFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = PAIR.replace("- 番人 → 届いた順に配る人\n", "")
    (notes / "0.md").write_text(left, "utf-8")
    read, cached = reading(monkeypatch), partial(pages.read_pages, kept=kept)

    def fronts(*learnt: str) -> tuple[list[str], int]:
        read.clear()
        found = cached(read_notes([notes])[0], Config(), learnt={"0.md": learnt})
        return [card.prompt for card in found[0].cards], len(read)

    assert fronts() == ([], len(NOTES))
    assert fronts("番人", "関係ない") == ([], 1), "more was learnt than the page asks: now somebody must look"
    assert fronts("番人", "関係ない", "これも") == ([], 0), "what has no line any more changes nothing"
    assert fronts("番人", "金庫") == (["金庫"], 1)
    assert fronts("金庫") == (["金庫"], 0)
    assert fronts() == ([], 1)


def test_nothing_is_read_twice_for_the_cards_that_were_just_learnt(
    tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (notes / "0.md").write_text(PAIR, "utf-8")
    read = reading(monkeypatch)
    assert "new" in run("build", notes, "-o", tmp_path / "a.apkg")
    assert len(read) == len(NOTES)
    run("build", notes, "-o", tmp_path / "a.apkg")
    assert len(read) == len(NOTES)


SOURCE = Source("a.md", Path("a.md"), "## 何？\n\n答え\n", 1, {}, 1, "")
OTHER_SOURCES = (
    replace(SOURCE, path="b.md"),
    replace(SOURCE, text="## 何？\n\n別の答え\n"),
    replace(SOURCE, first_line=4),
    replace(SOURCE, front={"tags": ["x"]}, front_text="tags: [x]"),
)
OTHER_CONFIGS = (
    Config(deck="別"),
    Config(language="en"),
    Config(messages="en"),
    Config(contrast="choice"),
    Config(tags=("x",)),
    Config(exclude=("b",)),
    Config(ruby=True),
    Config(templates=Path("look")),
    Config(embed_font=True),
    Config(font_file=Path("x.ttf")),
    Config(remote_media="refuse"),
    Config(source_link="vscode"),
    Config(tts="ja_JP"),
    Config(reverse=True),
    Config(styles=Styles(off=("asking",))),
    Config(styles=Styles(on=("highlights",))),
    Config(hints=Hints(off=("long-back",))),
    Config(signs=Signs(question=(";;",))),
    Config(topics={"自社": ("マイ",)}),
    Config(topics={"silence": ("自社",)}),
    Config(words={"answer": ("こたえ",)}),
    Config(words={"right_marks": ("💮",)}),
    Config(anki=Anki(key="x")),
    Config(hands=(TaughtHand("x", ("a.md",), ("question: # {text}", "answer: {text}")),)),
)


@pytest.mark.parametrize("other", OTHER_SOURCES)
def test_another_page_has_another_key(kept: CacheFolder, other: Source) -> None:
    cache = PageCache(kept, circumstances(Config()))
    cache.put(SOURCE, packed(Reader(Config()).read(SOURCE)) or b"")
    assert cache.get(SOURCE)
    assert cache.get(replace(SOURCE, mtime=2)), "the time of a page says nothing of its text"
    assert cache.get(other) is None


@pytest.mark.parametrize("other", OTHER_CONFIGS)
def test_another_config_has_another_key(kept: CacheFolder, other: Config) -> None:
    PageCache(kept, circumstances(Config())).put(SOURCE, packed(Reader(Config()).read(SOURCE)) or b"")
    assert PageCache(kept, circumstances(Config())).get(SOURCE)
    assert PageCache(kept, circumstances(other)).get(SOURCE) is None


def test_each_setting_is_changed_above() -> None:
    changed = {
        each.name
        for each in fields(Config)
        for other in OTHER_CONFIGS
        if getattr(other, each.name) != getattr(Config(), each.name)
    }
    assert changed == {each.name for each in fields(Config)}


GIVEN = Circumstances("1", ("markdown-3",), "3.11", "Config()", "en")


@pytest.mark.parametrize("name", [each.name for each in fields(Circumstances)])
def test_each_circumstance_counts(name: str) -> None:
    other: Any = ("markdown-4",) if name == "libraries" else "other"
    assert GIVEN.key("text") != replace(GIVEN, **{name: other}).key("text")


def test_no_text_is_taken_for_a_piece_of_another() -> None:
    assert GIVEN.key("ab", "c") != GIVEN.key("a", "bc")
    assert GIVEN.key("a") != GIVEN.key("a", "")


@pytest.mark.parametrize("name", ["words.toml", "topics/vocabulary.txt", "reading.py"])
def test_a_change_of_the_program_counts(tmp_path: Path, name: str) -> None:
    for each in ("words.toml", "topics/vocabulary.txt", "reading.py"):
        (tmp_path / each).parent.mkdir(exist_ok=True)
        (tmp_path / each).write_text("x", "utf-8")
    before = keys.program(tmp_path)
    keys.program.cache_clear()
    assert keys.program(tmp_path) == before
    (tmp_path / name).write_text("xy", "utf-8")
    keys.program.cache_clear()
    assert keys.program(tmp_path) != before
    keys.program.cache_clear()


def test_the_program_is_that_of_the_package() -> None:
    files = list(keys._files(Path(pages.__file__).parent))
    for name in ("words.toml", "vocabulary.txt", "reading.py", "labels.py"):
        assert any(f"{os.sep}{name} " in file for file in files), name


def test_versions_of_libraries_count(tmp_path: Path) -> None:
    (tmp_path / "Markdown-3.9.dist-info").mkdir()
    (tmp_path / "unheard_of-1.0.dist-info").mkdir()
    before = keys.libraries((str(tmp_path),))
    assert before == (f"{tmp_path} Markdown-3.9.dist-info",)
    (tmp_path / "Markdown-3.9.dist-info").rename(tmp_path / "markdown-3.10.dist-info")
    keys.libraries.cache_clear()
    assert keys.libraries((str(tmp_path),)) != before
    keys.libraries.cache_clear()


def test_every_library_is_found() -> None:
    found = {
        Path(each.partition(" ")[2]).name.rsplit("-", 1)[0].partition("-")[0]
        for each in keys.libraries(tuple(sys.path))
    }
    assert {name.lower().replace("_", "-") for name in found} == set(keys.LIBRARIES)


# --- what is kept ------------------------------------------------------------------------------------


def put(kept: CacheFolder, *keys: bytes) -> None:
    for key in keys:
        kept.put(key, b"content")


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache").glob("*.kept"))


@pytest.mark.parametrize("damage", [b"", b"\0" * 15, b"\0" * 100, None])
def test_a_damaged_file_counts_for_nothing(
    tmp_path: Path, notes: Path, kept: CacheFolder, damage: bytes | None
) -> None:
    before = gather([notes], reading=partial(pages.read_pages, kept=kept))
    for file in files(tmp_path):
        file.write_bytes(file.read_bytes()[:-1] if damage is None else damage)
    assert gather([notes], reading=partial(pages.read_pages, kept=kept)) == before
    assert gather([notes], reading=partial(pages.read_pages, kept=kept)) == before


def test_a_whole_file_of_another_form_counts_for_nothing(kept: CacheFolder) -> None:
    cache = PageCache(kept, circumstances(Config()))
    cache.put(SOURCE, b"\x93\x01\x02\x03")
    assert cache.get(SOURCE) is None
    cache.put(SOURCE, b"\x81\xa4path\xa1x")
    assert cache.get(SOURCE) is None


@pytest.mark.skipif(sys.platform == "win32", reason="not to be had everywhere: permissions")
def test_a_folder_that_others_may_write_is_left_alone(tmp_path: Path) -> None:
    put(CacheFolder(tmp_path / "cache"), b"k")
    assert CacheFolder(tmp_path / "cache").get(b"k") == b"content"
    (tmp_path / "cache").chmod(0o777)
    assert CacheFolder(tmp_path / "cache").get(b"k") is None
    put(CacheFolder(tmp_path / "cache"), b"other")
    assert len(files(tmp_path)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="not to be had everywhere: permissions")
def test_the_folder_is_the_users_alone(tmp_path: Path, kept: CacheFolder) -> None:
    put(kept, b"k")
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_costs_nothing(open_folder: Path, notes: Path) -> None:
    open_folder.chmod(0o555)
    with bound_by_permissions():
        kept = CacheFolder(open_folder / "cache")
        put(kept, b"k")
        assert kept.get(b"k") is None


def test_what_nobody_wants_goes(tmp_path: Path, kept: CacheFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    put(kept, b"old", b"new")
    old, now = tmp_path / "cache" / f"{b'old'.hex()}.kept", time.time()
    os.utime(old, (now - folders.MOST_SECONDS - 1,) * 2)
    kept.tidy()
    assert kept.get(b"old") is None
    assert kept.get(b"new") == b"content"
    put(kept, b"old")
    os.utime(old, (now - folders.MOST_SECONDS - 1,) * 2)
    kept.tidy()
    assert old.exists(), "once a day"


def test_what_is_wanted_stays(tmp_path: Path, kept: CacheFolder) -> None:
    put(kept, b"k")
    os.utime(files(tmp_path)[0], (1_700_000_000,) * 2)
    assert kept.get(b"k")
    kept.tidy()
    assert kept.get(b"k")


def test_the_folder_stays_small(tmp_path: Path, kept: CacheFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        put(kept, bytes([number]))
        os.utime(tmp_path / "cache" / f"{bytes([number]).hex()}.kept", (time.time() - 100 + number,) * 2)
    monkeypatch.setattr(folders, "MOST_BYTES", 3 * files(tmp_path)[0].stat().st_size)
    kept.tidy()
    assert [file.stem for file in files(tmp_path)] == ["06", "07", "08"], "the latest are kept"


def test_what_a_killed_build_left_behind_goes(tmp_path: Path, kept: CacheFolder) -> None:
    put(kept, b"k")
    scrap = tmp_path / "cache" / "aa.1234"
    scrap.write_bytes(b"x")
    os.utime(scrap, (time.time() - 100_000,) * 2)
    kept.tidy()
    assert not scrap.exists()


# --- the command line --------------------------------------------------------------------------------


def run(*arguments: object) -> str:
    result = CliRunner().invoke(main, [str(each) for each in arguments])
    assert result.exit_code in (0, 1), result.output
    return result.output


COMMANDS: Sequence[tuple[str, ...]] = (("cards", "--format", "jsonl"), ("check", "--uncarded"), ("diff",))


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_say_the_same(notes: Path, command: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> None:
    read = reading(monkeypatch)
    name, *options = command
    first = run(name, notes, *options)
    assert len(read) == len(NOTES)
    assert run(name, notes, *options) == first
    assert len(read) == len(NOTES)
    assert run(name, notes, "--no-cache", *options) == first
    assert len(read) == 2 * len(NOTES)
