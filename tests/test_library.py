"""ankibuild as a library: the commands' results as values, by the names that the README gives."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import ankibuild
from ankibuild import AnkibuildError, build, check, read_cards
from tests.test_schemas import RECORDS

ROOT = Path(__file__).parent.parent
NOTE = "# 頁\n\n## S3とは？\n\n物置のサービス。\n\n## 問1 空？\n\n- A. 甲\n- B. 乙\n"


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text(NOTE, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "notes"


def test_cards_are_what_the_command_prints(notes: Path) -> None:
    (card,) = read_cards(notes)
    RECORDS["cards"].validate_python(card, strict=True)
    assert (card["kind"], card["path"], card["deck"]) == ("qa", "a.md", "頁")
    question = card["parts"]["question"]
    assert question
    assert question["lines"] == [[3, 3]]
    assert not (notes / "ankibuild.lock").exists(), "nothing is written"


def test_check_is_what_the_command_prints(notes: Path) -> None:
    found = check(str(notes))
    RECORDS["check"].validate_python(found, strict=True)
    assert [(problem["line"], problem["slug"]) for problem in found["problems"]] == [(7, "no-answer")]


def test_build_writes_and_says_what_changed(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    built = build(notes, now=1_700_000_000)
    assert (built.package, built.ledger) == (Path("頁.apkg"), notes / "ankibuild.lock")
    assert built.count["new"] == 1
    assert [problem["slug"] for problem in built.problems] == ["no-answer"]
    first = built.package.read_bytes()
    again = build(notes, output="other.apkg", now=1_700_000_000)
    assert again.package.read_bytes() == first
    assert again.count["unchanged"] == 1
    assert capsys.readouterr() == ("", "")


def test_one_error_is_to_be_caught(notes: Path) -> None:
    with pytest.raises(AnkibuildError, match="nix"):
        read_cards(notes / "nix")
    (notes / "ankibuild.toml").write_text("deck = 1\ntag = 2", "utf-8")
    with pytest.raises(AnkibuildError, match=r"toml:1: (?s:.*)toml:2: "):
        check(notes)
    (notes / "ankibuild.toml").unlink()
    with pytest.raises(AnkibuildError, match="apkg"):
        build(notes, output=notes / "x.zip")
    with pytest.raises(TypeError, match="name the notes"):
        build()


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_the_example_in_the_readme_runs(readme: str, notes: Path) -> None:
    example = re.findall(r"```python\n(.*?)```", (ROOT / readme).read_text("utf-8"), re.DOTALL)
    ran = subprocess.run(
        [sys.executable, "-c", *example], capture_output=True, text=True, encoding="utf-8", check=True,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}, cwd=notes.parent,
    )  # fmt: skip
    assert ran.stdout.splitlines() == ["a.md S3とは？", "a.md 40 %", "notes.apkg 1 new 1 problems"]


def test_the_names_are_there_and_typed() -> None:
    assert (ROOT / "ankibuild" / "py.typed").is_file()
    for name in ankibuild.__all__:
        value = getattr(ankibuild, name)
        assert name == "__version__" or (value.__doc__ and value.__name__ == name)
    with pytest.raises(AttributeError, match="no attribute 'bild'"):
        _ = ankibuild.bild


def test_help_does_without_the_library() -> None:
    code = "import sys, ankibuild.cli; sys.exit('ankibuild.library' in sys.modules or 'bs4' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
