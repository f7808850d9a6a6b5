"""The embedded font: only on request, with every character of the notes, its whole licence, the same bytes."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ankibuild.cli import main
from ankibuild.packaging.font import subset_of
from ankibuild.packaging.font_file import FontError, find_font, open_font
from tests.anki_tools import anki_collection

PAGE = "# 題\n\n## 過学習とは？\n\n鬱蒼とした木のように、学習データに合わせすぎること。\n"
TERMS = "This Font Software is licensed under the SIL Open Font License, Version 1.1."
WHOLE = (files("ankibuild.packaging") / "OFL-1.1.txt").read_text("utf-8").strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text(PAGE, "utf-8")
    return tmp_path / "notes"


@pytest.fixture
def noto() -> Path:
    try:
        return find_font()
    except FontError as error:
        pytest.skip(str(error))


def small_font(*families: str, text: str = "Aあ", terms: str = TERMS) -> bytes:
    """Return a font whose glyphs are empty, or a collection with a face for each family, one wider each."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.ttLib import TTCollection
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    collection = TTCollection()
    for number, family in enumerate(families):
        glyphs = [".notdef", *(f"uni{ord(char):04X}" for char in text)]
        font = FontBuilder(1000)
        font.setupGlyphOrder(glyphs)
        font.setupCharacterMap({ord(char): f"uni{ord(char):04X}" for char in text})
        font.setupGlyf({name: Glyph() for name in glyphs})
        font.setupHorizontalMetrics(dict.fromkeys(glyphs, (500 + number, 0)))
        font.setupHorizontalHeader(ascent=800, descent=-200)
        font.setupOS2()
        font.setupPost()
        names = {"familyName": family, "styleName": "Regular", "copyright": f"© {family}"}
        font.setupNameTable({**names, "licenseDescription": terms})
        collection.fonts.append(font.font)
    buffer = io.BytesIO()
    (collection if len(families) > 1 else collection.fonts[0]).save(buffer)
    return buffer.getvalue()


def build(folder: Path, *options: str, name: str = "deck.apkg") -> Result:
    command = ["build", str(folder), "-o", str(folder.parent / name), *options]
    return CliRunner().invoke(main, command, env={"SOURCE_DATE_EPOCH": "1700000000"})


def media(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(key) for key, name in json.loads(archive.read("media")).items()}


def refused(folder: Path, *options: str) -> str:
    """Return the one line that a build says which writes nothing."""
    result = build(folder, *(options or ("--embed-font",)))
    assert result.exit_code == 2
    assert not (folder.parent / "deck.apkg").exists()
    (line,) = result.output.splitlines()
    return line


def test_no_font_by_default(folder: Path) -> None:
    assert build(folder).exit_code == 0
    assert media(folder.parent / "deck.apkg") == {}


def test_the_font_has_every_character_and_comes_to_anki_with_its_licence(
    folder: Path, tmp_path: Path, noto: Path
) -> None:
    from fontTools.ttLib import TTFont

    result = build(folder, "--embed-font")
    assert result.exit_code == 0, result.output
    packed = media(tmp_path / "deck.apkg")
    font = next(name for name in packed if ".woff" in name)
    text = next(name for name in packed if name.endswith(".txt"))
    assert all(name.startswith("_ankibuild-") for name in packed)
    known = TTFont(io.BytesIO(packed[font])).getBestCmap()
    assert {char for char in PAGE if not char.isspace()} <= {chr(code) for code in known}
    assert len(packed[font]) < 50_000
    with anki_collection(tmp_path) as anki:
        anki.import_package(tmp_path / "deck.apkg")
        assert font in anki.col.models.by_name("ankibuild Q&A")["css"]
        folder_of_anki = Path(anki.col.media.dir())
        assert (folder_of_anki / font).read_bytes() == packed[font]
        said = (folder_of_anki / text).read_text("utf-8")
        assert WHOLE in said
        assert "Adobe" in said.partition(WHOLE)[0], "the copyright notice stands above the licence"
        assert anki.faults() == []


def test_the_licence_is_whole() -> None:
    """Word for word, as published: a shortened text would not do."""
    words = " ".join(WHOLE.replace("-" * 59, "").split())
    assert words.startswith("SIL OPEN FONT LICENSE Version 1.1 - 26 February 2007 PREAMBLE")
    assert words.endswith("OR FROM OTHER DEALINGS IN THE FONT SOFTWARE.")
    assert (
        hashlib.sha256(words.encode()).hexdigest()
        == "70006bea3c19ca31505acc2ab97296f48cccbf972825a66d81321f1474e30ebf"
    )


def test_two_builds_give_the_same_bytes(folder: Path, tmp_path: Path, noto: Path) -> None:
    build(folder, "--embed-font", name="one.apkg")
    build(folder, "--embed-font", name="two.apkg")
    assert (tmp_path / "one.apkg").read_bytes() == (tmp_path / "two.apkg").read_bytes()


def test_the_config_switches_it_on_and_names_a_file(folder: Path, tmp_path: Path) -> None:
    (folder / "x.ttf").write_bytes(small_font("明朝"))
    (folder / "ankibuild.toml").write_text('embed_font = true\nfont_file = "x.ttf"\n', "utf-8")
    assert build(folder).exit_code == 0
    packed = media(tmp_path / "deck.apkg")
    assert sorted(name.rpartition(".")[2] for name in packed) == ["txt", "woff2"]
    said = next(data for name, data in packed.items() if name.endswith(".txt")).decode()
    assert said.startswith("The font that these cards bring is a part of 明朝")
    assert "© 明朝" in said


def test_the_licence_has_one_name_whatever_the_characters_are(tmp_path: Path) -> None:
    (tmp_path / "x.ttf").write_bytes(small_font("明朝"))
    one, other = subset_of(tmp_path / "x.ttf", "A"), subset_of(tmp_path / "x.ttf", "Aあ")
    assert len(one.files.keys() & other.files.keys()) == 1
    (tmp_path / "x.ttf").write_bytes(small_font("別の明朝"))
    assert not subset_of(tmp_path / "x.ttf", "A").files.keys() & one.files.keys()


def test_without_brotli_the_font_is_a_woff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.ttf").write_bytes(small_font("明朝"))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    subset = subset_of(tmp_path / "x.ttf", "あ")
    assert 'format("woff")' in subset.rule
    assert any(name.endswith(".woff") for name in subset.files)


@pytest.mark.parametrize(
    ("families", "family"),
    [
        (("Noto Sans CJK KR", "Noto Sans CJK JP", "Noto Sans CJK SC"), "Noto Sans CJK JP"),
        (("Noto Sans JP", "Noto Sans CJK KR"), "Noto Sans JP"),
        (("甲", "乙"), "甲"),
    ],
)
def test_of_a_collection_the_japanese_face_is_taken(
    tmp_path: Path, families: Sequence[str], family: str
) -> None:
    (tmp_path / "x.ttc").write_bytes(small_font(*families))
    font = open_font(tmp_path / "x.ttc")
    assert font["name"].getDebugName(1) == family
    assert font["hmtx"]["uni3042"][0] == 500 + families.index(family)


# --- what can be missing ----------------------------------------------------------------------------


def test_without_fonttools_it_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "x.ttf").write_bytes(small_font("明朝"))
    (folder / "ankibuild.toml").write_text('font_file = "x.ttf"\n', "utf-8")
    for name in [each for each in sys.modules if each.partition(".")[0] == "fontTools"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fontTools", None)
    assert "pip install 'ankibuild[font]'" in refused(folder)
    assert build(folder).exit_code == 0, "only the font needs it"


def test_without_fontconfig_a_file_can_be_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    line = refused(folder)
    assert "fc-list cannot be run" in line
    assert 'font_file = "FILE"' in line


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        ({}, None),
        ({"Noto Sans CJK JP": "/b\n/a\n"}, "/a"),
        ({"Noto Sans JP": "/c", "Noto Sans CJK JP": "/a"}, "/c"),
    ],
)
def test_the_font_is_found_by_either_name(
    monkeypatch: pytest.MonkeyPatch, listed: dict[str, str], found: str | None
) -> None:
    def run(command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[str]:
        family, _, style = command[-1].partition(":")
        assert style == "style=Regular"
        return subprocess.CompletedProcess(command, 0, listed.get(family, ""))

    monkeypatch.setattr("subprocess.run", run)
    if found:
        assert find_font() == Path(found)
    else:
        with pytest.raises(FontError, match="Noto Sans JP is not installed; install one"):
            find_font()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no font", "cannot be read"),
        (small_font("甲", text="AB"), "no Japanese characters"),
        (small_font("甲", terms="All rights reserved."), "not under the SIL Open Font License"),
        (small_font("甲", terms=""), "not under the SIL Open Font License"),
    ],
    ids=["no font", "no kana", "other licence", "no licence"],
)
def test_a_file_that_will_not_do_is_named(folder: Path, data: bytes, reason: str) -> None:
    (folder / "x.ttf").write_bytes(data)
    (folder / "ankibuild.toml").write_text('embed_font = true\nfont_file = "x.ttf"\n', "utf-8")
    line = refused(folder, "--quiet")
    assert "x.ttf" in line
    assert reason in line


def test_a_font_file_that_is_not_there_is_named(folder: Path) -> None:
    (folder / "ankibuild.toml").write_text('embed_font = true\nfont_file = "none.ttf"\n', "utf-8")
    assert "none.ttf" in refused(folder, "--quiet")
