"""`check` tells of whatever `build` would refuse, so that nobody is surprised; no odd file ends either in a traceback."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ankibuild import pipeline
from ankibuild.identity import ledger as ledgers
from tests.test_cli import PAGE, run

Change = Callable[[Path], Any]


def config(text: str) -> Change:
    return lambda notes: (notes / "ankibuild.toml").write_text(text, "utf-8")


def page(text: str | bytes) -> Change:
    data = text.encode() if isinstance(text, str) else text
    return lambda notes: (notes / "b.md").write_bytes(data)


def ledger(change: Callable[[str], str]) -> Change:
    def act(notes: Path) -> None:
        file = notes / ledgers.NAME
        file.write_text(change(file.read_text("utf-8")), "utf-8")

    return act


def look(change: Change, pattern: str) -> Change:
    """Change one file of a copy of the templates, which the config names."""

    def act(notes: Path) -> None:
        assert run("templates", notes.parent / "look").exit_code == 0
        config('templates = "../look"\n')(notes)
        change(min((notes.parent / "look").rglob(pattern)))

    return act


def font(notes: Path) -> None:
    (notes / "f.otf").write_bytes(b"no font")
    config('embed_font = true\nfont_file = "f.otf"\n')(notes)


def folder(notes: Path) -> None:
    (notes / ledgers.NAME).unlink()
    (notes / ledgers.NAME).mkdir()


def lost(notes: Path) -> None:
    (notes / ledgers.NAME).unlink()
    (notes / "a.md").write_text(PAGE.replace("RAID", "SAN"), "utf-8")


REFUSED: dict[str, Change] = {
    "config: nested": config("tags = " + "[" * 5000),
    "config: a long number": config("deck = " + "9" * 5000),
    "config: beyond 64 bits": config("ruby = 9223372036854775808"),
    "config: half a surrogate pair": config('deck = "\\ud800"'),
    "config: NUL": config('deck = "a\0b"'),
    "config: no templates": config('templates = "none"'),
    "config: no font": config('embed_font = true\nfont_file = "none.ttf"'),
    "font: none in the file": font,
    "template: unknown field": look(lambda file: file.write_text("{{None}}", "utf-8"), "*.html"),
    "template: left open": look(lambda file: file.write_text("{{#Question}}", "utf-8"), "*.html"),
    "template: empty": look(lambda file: file.write_text("", "utf-8"), "*.html"),
    "template: without a field": look(lambda file: file.write_text("hello", "utf-8"), "*.html"),
    "template: not UTF-8": look(lambda file: file.write_bytes(b"\xff"), "*.html"),
    "style: not UTF-8": look(lambda file: file.write_bytes(b"\xff"), "*.css"),
    "ledger: cut within a line": ledger(lambda text: text[:-60]),
    "ledger: cut behind a line": ledger(lambda text: "".join(text.splitlines(keepends=True)[:-2])),
    "ledger: empty": ledger(lambda _: ""),
    "ledger: nested": ledger(lambda text: text + "[" * 90_000),
    "ledger: half a surrogate pair": ledger(lambda text: text.replace("RAID", "\\ud800", 1)),
    "ledger: NUL": ledger(lambda text: text.replace("RAID", "\0", 1)),
    "ledger: a folder": folder,
    "ledger: lost": lost,
    "page: one id twice": page("## 甲とは？ {#x}\n\na\n\n## 乙とは？ {#x}\n\nb\n"),
    "page: not UTF-8": page(b"\xff\xfeabc"),
    "page: front matter": page("---\na: [\n---\n## 甲とは？\n\nx\n"),
    "page: nested": page("".join("  " * n + "- x\n" for n in range(200))),
    "page: too large": page("あ" * 2_000_000),
    "cloze: 0": page("甲は {{c0::x}} です。\n"),
    "pages: all emptied": lambda notes: (notes / "a.md").write_bytes(b""),
}
BUILT: dict[str, Change] = {
    "config: NUL in a text": config('deck = "a\\u0000b"'),
    "config: a blank deck": config('deck = "::"'),
    "config: a long deck": config(f'deck = "{"題" * 5000}"'),
    "page: a long title": page(f"# {'題' * 9000}\n\n## 甲とは？\n\nx\n"),
    "page: no characters": page("## 甲とは？\n\n&#xD800; &#0; &#x110000;\n"),
    "page: a long id": page(f"## 甲とは？ {{#{'x' * 5000}}}\n\nb\n"),
    "page: an odd id": page("## 甲とは？ <!-- id: a b\"'<> -->\n\nb\n"),
    "page: odd tags": page('---\ntags: [\'a\\0b\', "x\\"y"]\n---\n## 甲とは？\n\nx\n'),
    "page: a picture that is none": page("## 甲とは？\n\n![x](.)\n"),
}


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text(PAGE, "utf-8")
    assert run("build", folder, "-o", tmp_path / "deck.apkg").exit_code == 0
    return folder


@pytest.mark.parametrize("what", [*REFUSED, *BUILT])
def test_check_says_what_build_does(notes: Path, what: str) -> None:
    (REFUSED | BUILT)[what](notes)
    checked, built = run("check", notes), run("build", notes, "-o", notes.parent / "deck.apkg")
    for result in (checked, built):
        assert isinstance(result.exception, SystemExit | None), result.exception
    assert (checked.exit_code, built.exit_code != 0) == (built.exit_code, what in REFUSED), built.output
    told = [row.partition("; ")[0] for row in built.output.splitlines() if re.search(r":\d+: ", row)]
    assert all(row in checked.output for row in told), checked.output


def test_a_card_that_build_cannot_pack_is_told_by_check(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page brings such fields about: were they our own fault, `check` would know of them all the same."""
    filled = pipeline._filled
    monkeypatch.setattr(pipeline, "_filled", lambda *each: {**filled(*each), "Question": ""})
    build = run("build", notes, "-o", notes.parent / "deck.apkg", "--no-cache")
    check = run("check", notes, "--no-cache")
    assert (build.exit_code, check.exit_code) == (2, 2)
    assert build.output.splitlines()[-1] == check.output.splitlines()[-1]
