"""The embedded font: only on request, with every character of the notes, its licence, and the same bytes."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ankibuild.cli import main
from ankibuild.packaging.font import FontError, find_font
from tests.anki_tools import anki_collection

PAGE = "# 題\n\n## 過学習とは？\n\n鬱蒼とした木のように、学習データに合わせすぎること。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    try:
        find_font()
    except FontError as error:
        pytest.skip(str(error))
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text(PAGE, "utf-8")
    return tmp_path / "notes"


def build(folder: Path, *options: str, name: str = "deck.apkg") -> Result:
    command = ["build", str(folder), "-o", str(folder.parent / name), *options]
    return CliRunner().invoke(main, command, env={"SOURCE_DATE_EPOCH": "1700000000"})


def media(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(key) for key, name in json.loads(archive.read("media")).items()}


def test_no_font_by_default(folder: Path) -> None:
    assert build(folder).exit_code == 0
    assert media(folder.parent / "deck.apkg") == {}


def test_the_font_has_every_character_and_its_licence(folder: Path, tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont

    result = build(folder, "--embed-font")
    assert result.exit_code == 0, result.output
    files = media(tmp_path / "deck.apkg")
    font = next(name for name in files if ".woff" in name)
    licence = next(name for name in files if name.endswith(".txt"))
    assert font.startswith("_ankibuild-")
    assert b"Open Font License" in files[licence]
    known = TTFont(io.BytesIO(files[font])).getBestCmap()
    assert {char for char in PAGE if not char.isspace()} <= {chr(code) for code in known}
    assert len(files[font]) < 200_000
    with anki_collection(tmp_path) as anki:
        anki.import_package(tmp_path / "deck.apkg")
        assert font in anki.col.models.by_name("ankibuild Q&A")["css"]
        assert (Path(anki.col.media.dir()) / font).read_bytes() == files[font]
        assert anki.faults() == []


def test_two_builds_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    build(folder, "--embed-font", name="one.apkg")
    build(folder, "--embed-font", name="two.apkg")
    assert (tmp_path / "one.apkg").read_bytes() == (tmp_path / "two.apkg").read_bytes()


def test_a_file_that_is_no_font_is_named(folder: Path) -> None:
    (folder / "x.ttf").write_bytes(b"no font")
    (folder / "ankibuild.toml").write_text('font_file = "x.ttf"\n', "utf-8")
    result = build(folder, "--embed-font")
    assert result.exit_code == 2
    assert "x.ttf" in result.output
    assert not (folder.parent / "deck.apkg").exists()
