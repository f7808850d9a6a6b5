"""No card with a side that shows nothing, no cloze that Anki refuses: left out with a word, all else is built."""

import sqlite3
import unicodedata
import zipfile
from pathlib import Path

import pytest

from ankibuild.config import Config
from ankibuild.markdown.source import parse
from ankibuild.model import Page
from ankibuild.packaging.package_check import check_package
from ankibuild.reading import Reader
from ankibuild.text import is_visible
from tests.test_cli import run

READER = Reader(Config())
NOTHING = ["\u200b", "\u200d\u2060", "\ufeff", "\u2800", "\u3164", "\u00ad", "\u200e", "&#8203;", "&nbsp;", "\U000e0041"]  # fmt: skip


def read(notes: str) -> Page:
    source, _ = parse(notes.encode(), "a.md", Path("a.md"))
    assert source
    return READER.read(source)


def what(page: Page) -> list[tuple[int, str]]:
    return [(problem.line, problem.slug) for problem in page.problems]


@pytest.mark.parametrize("nothing", NOTHING)
@pytest.mark.parametrize(
    "notes", ["## 問とは？\n\n{}\n", "- 問とは？ :: {}\n", "- {} :: 答え\n", "## {}？\n\n答え。\n"]
)
def test_text_that_nobody_sees_makes_no_side(nothing: str, notes: str) -> None:
    for card in read(notes.format(nothing) + "\n## 別の問とは？\n\n別の答え。\n").cards:
        for part in card.parts.values():
            assert is_visible(part.text), (card, nothing)


@pytest.mark.parametrize(
    "hidden",
    ["<svg></svg>", "<math></math>", "<math><mspace/></math>", "<object></object>", "<object data=x.swf></object>",
     "<span hidden></span>", "<audio></audio>", "<img>", "<img alt='x'>", "<template>x</template>", "<title>x</title>",
     "<style>x</style>", "<math><annotation>x</annotation></math>", "<iframe></iframe>", "<br>", "<!-- x -->"],
)  # fmt: skip
@pytest.mark.parametrize(
    "place", ["## 問とは？\n\n{}\n", "- 問とは？\n  - {}\n", "問とは？ :: {}\n", "<div>{}</div> :: x\n"]
)
def test_a_package_holds_no_blank_side(hidden: str, place: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(place.format(hidden) + "\n## 別の問とは？\n\n別の答え。\n", "utf-8")
    result = run("build", tmp_path, "-o", tmp_path / "a.apkg")
    assert result.exit_code == 0, result.output
    assert check_package(tmp_path / "a.apkg").notes >= 1
    cards = run("cards", tmp_path, "--format", "jsonl").output
    assert "別の答え" in cards


@pytest.mark.parametrize(
    ("cloze", "slug"),
    [
        ("{{c0::x}}", "cloze-number"),
        ("{{c500::x}}", "cloze-number"),
        ("{{c99999999999999999999::x}}", "cloze-number"),
        (f"{{{{c{'9' * 1000}::x}}}}", "cloze-number"),
        ("{{c1::x}} と {{c0::y}}", "cloze-number"),
        ("{{c1::x {{c700::y}} z}}", "cloze-number"),
        ("{{c1::\u200b}}", "blank-side"),
        ("{{c1::&nbsp;}}", "blank-side"),
        ("{{c1::::手がかり}}", "blank-side"),
    ],
)
def test_a_cloze_that_anki_does_not_take_is_left_out_alone(cloze: str, slug: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        f"# 題\n\n前。\n\n甲は {cloze} です。\n\n乙は {{{{c1::丙}}}} です。\n", "utf-8"
    )
    result = run("build", tmp_path, "-o", tmp_path / "a.apkg")
    assert check_package(tmp_path / "a.apkg").notes == 1
    assert f"[{slug}]" in result.output
    assert "a.md:5:" in run("check", tmp_path).output


def test_a_cloze_with_wide_digits_is_a_cloze(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("甲は {{c１::乙}} で、丙は {{c１２::丁}}。\n", "utf-8")
    assert run("build", tmp_path, "-o", tmp_path / "a.apkg").exit_code == 0
    with zipfile.ZipFile(tmp_path / "a.apkg") as archive:
        (tmp_path / "c").write_bytes(archive.read("collection.anki2"))
    with sqlite3.connect(tmp_path / "c") as database:
        assert database.execute("SELECT ord FROM cards ORDER BY ord").fetchall() == [(0,), (11,)]
        ((fields,),) = database.execute("SELECT flds FROM notes").fetchall()
    assert fields.startswith("甲は {{c1::乙}} で、丙は {{c12::丁}}。")


def test_a_cloze_that_markup_parts_is_told() -> None:
    page = read("甲は {<b>{c1::乙</b>}} です。\n")
    assert (page.cards, what(page)) == ((), [(1, "blank-side")])


def test_what_is_seen() -> None:
    assert all(map(is_visible, ["a", "。", "😀", "☐", "\u0301", "👨\u200d👩", " x\u200b"]))
    ignorable = [
        chr(n) for n in range(0x20000) if unicodedata.category(chr(n)) in ("Cc", "Cf", "Zs", "Zl", "Zp")
    ]
    drawn = [char for char in ignorable if is_visible(char)]
    # Signs that begin a number or a verse are drawn, though Unicode counts them among the format characters.
    assert {unicodedata.name(char, "").split()[0] for char in drawn} <= {
        "ARABIC",
        "SYRIAC",
        "KAITHI",
        "EGYPTIAN",
        "SHORTHAND",
    }
