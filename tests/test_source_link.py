"""The source line leads back to the note, where the config wants that, and changes nothing else."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from ankibuild.config import ConfigError
from ankibuild.identity.times import Clock
from ankibuild.pipeline import gather, prepare
from ankibuild.source_link import is_address
from tests.test_cli import build, run

NOTE = "# 頁 一\n\n## S3 & 箱とは？\n\n物置。\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "vault" / "資格" / "aws"
    folder.mkdir(parents=True)
    (folder / "a b.md").write_text(NOTE, "utf-8")
    return folder


def source(notes: Path, wanted: str) -> str:
    (notes / "ankibuild.toml").write_text(f'source_link = "{wanted}"' if wanted else "", "utf-8")
    found = gather([notes])
    (note,) = prepare(found, Clock(1_700_000_000)).notes
    return note.fields["Source"]


def address(notes: Path, wanted: str) -> str:
    found = re.fullmatch(r'<a href="([^"]*)">(.*)</a>', source(notes, wanted))
    assert found
    assert found[2] == source(notes, ""), "the text is the same as without a link"
    return unescape(found[1])


def test_no_link_unless_it_is_wanted(notes: Path) -> None:
    assert source(notes, "") == 'a <span class="end">b.md › 頁 一</span>'


def test_obsidian_opens_the_page_of_its_vault_at_the_heading(notes: Path) -> None:
    assert parse_qs(urlsplit(address(notes, "obsidian")).query) == {
        "vault": ["aws"], "file": ["a b.md#S3 & 箱とは？"],
    }  # fmt: skip
    (notes.parent.parent / ".obsidian").mkdir()
    assert parse_qs(urlsplit(address(notes, "obsidian")).query) == {
        "vault": ["vault"], "file": ["資格/aws/a b.md#S3 & 箱とは？"],
    }  # fmt: skip


def test_vs_code_opens_the_file(notes: Path) -> None:
    link = address(notes, "vscode")
    assert link.startswith("vscode://file/")
    assert Path("/" + unquote(link.removeprefix("vscode://file/"))) == notes / "a b.md"


def test_any_address_is_filled_in(notes: Path) -> None:
    link = address(notes, "https://example.org/blob/{path}#{heading}")
    assert link == "https://example.org/blob/a%20b.md#S3%20%26%20%E7%AE%B1%E3%81%A8%E3%81%AF%EF%BC%9F"


def test_an_edit_above_changes_no_link(notes: Path) -> None:
    before = source(notes, "obsidian")
    (notes / "a b.md").write_text("前書き。\n\n" + NOTE, "utf-8")
    assert source(notes, "obsidian") == before


@pytest.mark.parametrize(
    ("template", "good"),
    [
        ("https://a.b/{path}", True),
        ("app://open?f={file}&h={heading}", True),
        ("https://a.b/", False),
        ("https://a.b/{heading}", False),
        ("https://a.b/{path}/{line}", False),
        ("https://a.b/{path", False),
        ("https://a.b/{}{path}", False),
        ("{path}", False),
    ],
)
def test_what_cannot_be_filled_in_is_no_address(template: str, *, good: bool) -> None:
    assert is_address(template) is good


def test_a_wrong_one_is_told_with_what_is_meant(notes: Path) -> None:
    with pytest.raises(ConfigError, match=r"toml:1: source_link .*did you mean 'obsidian'\?"):
        source(notes, "obsidain")


def test_ledgers_and_packages_go_on_with_linked_cards(notes: Path, tmp_path: Path) -> None:
    build(notes)
    (notes / "ankibuild.toml").write_text('source_link = "obsidian"', "utf-8")
    assert "1 changed" in run("diff", notes).output
    package = tmp_path / "linked.apkg"
    assert run("build", notes, "-o", package).exit_code == 0
    (notes / "ankibuild.lock").unlink()
    assert "1 as in the notes" in run("adopt", package, notes).output
