"""Tables that are kept: what they hold is what stands in their files, whatever became of what was kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import ankibuild
from ankibuild.cache import key as keys
from ankibuild.cache.folder import CacheFolder
from ankibuild.cache.tables import KEPT_IN, Table, kept, table
from ankibuild.topics import vocabulary
from ankibuild.topics.vocabulary import Index, Vocabulary, entry, shipped_with

PACKAGE = Path(ankibuild.__file__).parent
TEXT = '[marks]\nright = ["○", "正"]\nwrong = ["×"]\n'
HELD = {"marks": {"right": ["○", "正"], "wrong": ["×"]}}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[CacheFolder]:
    """Return where tables are kept during a test."""
    found = CacheFolder(tmp_path / "cache")
    token = KEPT_IN.set(found)
    yield found
    KEPT_IN.reset(token)


@pytest.fixture
def words(tmp_path: Path) -> Path:
    file = tmp_path / "marks.toml"
    file.write_text(TEXT, "utf-8")
    return file


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache").glob("*.kept"))


def unread(_text: str) -> Table:
    raise AssertionError("it is kept")


@pytest.mark.usefixtures("folder")
def test_a_table_is_read_once(tmp_path: Path, words: Path) -> None:
    assert [table(words), kept(words, unread, Table)] == [HELD, HELD]
    assert len(files(tmp_path)) == 1


def test_nothing_is_kept_unless_somebody_says_where(tmp_path: Path, words: Path) -> None:
    token = KEPT_IN.set(None)
    assert table(words) == HELD
    KEPT_IN.reset(token)
    assert [each.name for each in tmp_path.iterdir()] == [words.name]


@pytest.mark.usefixtures("folder")
def test_a_table_that_was_edited_is_read_anew(words: Path) -> None:
    table(words)
    words.write_text(TEXT.replace("正", "是"), "utf-8")
    assert table(words)["marks"]["right"] == ["○", "是"]
    assert kept(words, lambda _text: HELD, Table, "with more") == HELD, "another question"


@pytest.mark.usefixtures("folder")
def test_another_program_makes_it_anew(words: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table(words)
    monkeypatch.setattr(keys, "program", lambda _folder: "another")
    with pytest.raises(AssertionError):
        kept(words, unread, Table)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("damaged", [b"", b"x", None])
def test_what_is_damaged_is_made_anew(tmp_path: Path, words: Path, damaged: bytes | None) -> None:
    table(words)
    (file,) = files(tmp_path)
    file.write_bytes(file.read_bytes()[:-1] if damaged is None else damaged)
    assert [table(words), kept(words, unread, Table)] == [HELD, HELD]


def test_what_has_another_shape_is_made_anew(tmp_path: Path, words: Path, folder: CacheFolder) -> None:
    table(words)
    (file,) = files(tmp_path)
    folder.put(bytes.fromhex(file.stem), b"\x81\xa1a\x01")
    assert [table(words), kept(words, unread, Table)] == [HELD, HELD]


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path, words: Path) -> None:
    (tmp_path / "cache").write_text("a file", "utf-8")
    token = KEPT_IN.set(CacheFolder(tmp_path / "cache"))
    assert table(words) == HELD
    KEPT_IN.reset(token)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.toml")), ids=lambda file: file.stem)
def test_each_shipped_table_comes_back_in_its_order(file: Path) -> None:
    def ordered(found: Table) -> list[tuple[str, list[tuple[str, list[str]]]]]:
        return [(name, list(each.items())) for name, each in found.items()]

    assert ordered(table(file)) == ordered(kept(file, unread, Table))


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("added", [[], [entry("箱", ["入れ物"])]], ids=["shipped", "more"])
def test_the_vocabulary_comes_back_as_it_was(
    added: list[vocabulary.Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = shipped_with(added)
    monkeypatch.setattr(vocabulary, "index", unread)
    again = shipped_with(added)
    assert isinstance(again, Index)
    assert again.broader == made.broader
    assert list(again.terms.items()) == list(made.terms.items())
    assert Vocabulary(again).name("入れ物") == ("箱" if added else "")
