"""The preview's page as data: every card once, problems where they belong, nothing from the network."""

import html
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ankibuild.cli import main
from ankibuild.config import NAME
from ankibuild.identity.times import Clock
from ankibuild.model import Card, Part, Piece, Problem
from ankibuild.packaging.frozen import card_ordinals
from ankibuild.packaging.notetypes import digest, models
from ankibuild.packaging.templates import load_templates
from ankibuild.pipeline import gather, prepare, with_all_problems
from ankibuild.preview.mathematics import formulas
from ankibuild.preview.preview import place_problems, preview, sides
from ankibuild.values import replace

CLOCK = Clock(1_800_000_000, 1_700_000_000)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
PAGE = """# 試験 & </script><script>alert(1)</script>

### 予約ポートはどれ？
22 は SSH。`</script><b>x</b>` ![図](img/x.png) ![なし](none.png)

### 語の穴埋め
{{c1::光合成}} は {{c2::葉緑体}} で起こる。

ただの文です。
"""


def made(folder: Path, clock: Clock = CLOCK) -> str:
    """Return the page for a folder of notes."""
    found = gather([folder], folder / "none.lock")
    prepared = prepare(found, clock)
    return preview(with_all_problems(found, prepared), prepared)


def data_of(page: str) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    data: dict[str, Any] = json.loads(text)
    return data


def cards_of(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [card for page in data["pages"] for section in page["sections"] for card in section["cards"]]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "img").mkdir(parents=True)
    (folder / "a.md").write_text(PAGE, "utf-8")
    (folder / "img" / "x.png").write_bytes(PIXEL)
    (folder / "empty.md").write_text("", "utf-8")
    return folder


def test_every_card_of_every_note_is_shown_as_it_is_packaged(notes: Path) -> None:
    found = gather([notes], notes / "none.lock")
    prepared = prepare(found, CLOCK)
    data = data_of(preview(found, prepared))

    def whole(pieces: list[str | int]) -> str:
        return "".join(data["pieces"][piece] if isinstance(piece, int) else piece for piece in pieces)

    shown = [(whole(card["front"]), whole(card["back"])) for card in cards_of(data)]
    expected = [
        tuple("".join(side) for side in sides(note, ordinal, prepared.models, note.id + place))
        for note in prepared.notes
        for place, ordinal in enumerate(card_ordinals(note))
    ]
    assert shown == expected
    assert len(shown) >= 3
    assert [card["name"] for card in cards_of(data) if card["kind"] == "cloze"] == ["Cloze 1", "Cloze 2"]
    assert {card["place"] for card in cards_of(data)} == {"a.md:3", "a.md:7"}


def test_what_the_notes_say_cannot_end_a_script(notes: Path) -> None:
    page = made(notes)
    assert page.count("</script>") == 3
    assert "<script>alert" not in page
    data = data_of(page)
    assert any("<code>&lt;/script&gt;&lt;b&gt;x" in piece for piece in data["pieces"])


def test_the_deck_is_escaped_in_the_title(notes: Path) -> None:
    (notes / NAME).write_text('deck = "</title><script>x & y"\n', "utf-8")
    page = made(notes)
    assert "<title>&lt;/title>&lt;script>x &amp; y – preview</title>" in page
    assert data_of(page)["deck"] == "</title><script>x & y"


def test_pictures_are_inside_and_nothing_else_is_loaded(notes: Path) -> None:
    page = made(notes)
    (uri,) = data_of(page)["media"].values()
    assert uri.startswith("data:image/png;base64,iVBOR")
    shell = re.sub(r'<script type="application/json" id="data">.*?</script>', "", page, flags=re.DOTALL)
    assert not re.findall(r"https?://|<link(?! rel=\"icon\" href=\"data:)|@import|url\(", shell)
    assert "default-src 'none'" in page


def test_the_page_depends_on_nothing_but_the_notes(notes: Path) -> None:
    later = Clock(1_900_000_000, 1_900_000_000)
    assert made(notes) == made(notes, later)
    assert str(notes) not in made(notes)


def test_problems_stand_beside_their_card_or_at_the_head_of_their_page(notes: Path) -> None:
    data = data_of(made(notes))
    pages = {page["path"]: page for page in data["pages"]}
    assert [problem["slug"] for problem in pages["empty.md"]["problems"]] == ["empty-page"]
    beside = [problem["slug"] for card in cards_of(data) for problem in card["problems"]]
    assert "missing-media" in beside
    assert pages["a.md"]["problems"] == []


def test_uncarded_text_is_told_with_its_lines(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 題\n\nここには何もありません。\n\n## 甲とは？\n乙のこと。\n", "utf-8")
    found = gather([tmp_path], tmp_path / "none.lock")
    (page,) = data_of(preview(found, prepare(found, CLOCK)))["pages"]
    pieces = found.coverage[0].uncarded
    assert page["uncarded"] == [[piece.first, piece.text] for piece in pieces]
    assert page["percent"] == found.coverage[0].percent


def test_formulas_are_told_as_mathml_by_their_source(notes: Path) -> None:
    (notes / "a.md").write_text(
        "# 題\n\n## 式とは？\n$a < b$ と $$\\frac{1}{2}$$ と $\\unknown{x}$\n", "utf-8"
    )
    told = data_of(made(notes))["formulas"]
    assert list(told) == [r"\(a < b\)", r"\[\frac{1}{2}\]"]
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">' in told[r"\[\frac{1}{2}\]"]


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{1}{", "x_{", r"\left( x", r"\unknown{x}", r"\text{<img src=x onerror=alert(1)>}", "a & b",
        r"\text{<script>alert(1)</script>}", "", "{" * 5000,
    ],
)  # fmt: skip
def test_a_formula_that_cannot_be_told_stays_as_it_is(tex: str) -> None:
    assert formulas(html.escape(rf"\({tex}\)")) == {}


@pytest.mark.parametrize(
    "tex", [r"\href{javascript:alert(1)}{x}", r"\style{background:url(x)}{x}", r"\class{a}{x}"]
)
def test_a_formula_brings_nothing_but_mathematics(tex: str) -> None:
    (told,) = formulas(rf"\({tex}\)").values()
    assert not re.search("href|style|class|javascript|url", told)
    assert "<mi>x</mi>" in told


def test_the_converter_is_loaded_only_for_a_formula(notes: Path) -> None:
    program = "import sys, ankibuild.cli as cli; cli.main(sys.argv[1:], standalone_mode=False); print('latex2mathml' in sys.modules)"
    for text, loaded in (("価格は $10,000。", "False"), ("$x^2$。", "True")):
        (notes / "a.md").write_text(f"# 題\n\n## 式とは？\n{text}\n", "utf-8")
        command = [sys.executable, "-c", program, "preview", str(notes), "-o", str(notes / "x.html")]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        assert run.stdout.split()[-1] == loaded


def _card(first: int, last: int, claimed: tuple[tuple[int, int], ...] = ()) -> Card:
    return Card("qa", "style", "a.md", (), {"question": Part(((first, last),), "x", "x")}, claimed=claimed)


@pytest.mark.parametrize(
    ("line", "card"), [(5, 0), (6, 0), (8, 0), (9, 1), (11, 1), (20, 1), (23, 1), (24, None), (1, None)]
)
def test_a_problem_belongs_to_the_nearest_card(line: int, card: int | None) -> None:
    problem = Problem("a.md", line, "no-answer", "x")
    beside, others = place_problems([problem], [_card(5, 6), _card(10, 12, ((20, 20),))])
    assert beside == ({card: [problem]} if card is not None else {})
    assert others == ([] if card is not None else [problem])
    assert place_problems([problem], []) == ({}, [problem])


@pytest.mark.parametrize(
    ("line", "card"), [(5, True), (4, True), (3, False), (2, False), (7, True), (8, False)]
)
def test_a_problem_nearer_to_text_on_no_card_is_not_shown_with_a_card(line: int, card: bool) -> None:
    problem = Problem("a.md", line, "unknown-letter", "x")
    uncarded = [Piece("a.md", 1, 1, "", "x"), Piece("a.md", 9, 9, "", "x")]
    beside, others = place_problems([problem], [_card(5, 6)], uncarded)
    assert (beside, others) == (({0: [problem]}, []) if card else ({}, [problem]))


def test_a_problem_of_an_item_that_made_no_card_stands_at_the_head_of_its_page(tmp_path: Path) -> None:
    item = "## 問1\nどれが正しいか？\n\nA. 甲\nB. 乙\n\n正解：E\n"
    (tmp_path / "a.md").write_text(f"# 題\n\n{item}\n## 丙とは？\n丁のこと。\n", "utf-8")
    data = data_of(made(tmp_path))
    (page,) = data["pages"]
    assert [problem["slug"] for problem in page["problems"]] == ["unknown-letter"]
    assert [card["problems"] for card in cards_of(data)] == [[]]


def test_own_templates_are_shown(notes: Path) -> None:
    (notes / "look" / "qa").mkdir(parents=True)
    (notes / "look" / "qa" / "back.html").write_text("{{FrontSide}}<hr>mine {{Deck}} {{Answer}}", "utf-8")
    (notes / NAME).write_text('templates = "look"\ndeck = "試験::章"\n', "utf-8")
    data = data_of(made(notes))
    assert data["deck"] == "試験::章"
    back = [piece for piece in cards_of(data)[0]["back"] if isinstance(piece, str)]
    assert any(piece.startswith("<hr>mine ") for piece in back)


# --- the commands -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("output", "file"),
    [([], "試験-preview.html"), (["-o", "d/e"], "d/e/試験-preview.html"), (["-o", "d/x.HTML"], "d/x.HTML")],
)
def test_preview_writes_one_page_and_no_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: list[str], file: str
) -> None:
    opened: list[str] = []

    def browse(uri: str) -> bool:
        opened.append(uri)
        return True

    monkeypatch.setattr("webbrowser.open", browse)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.md").write_text("# 試験\n\n## 甲とは？\n乙のこと。\n", "utf-8")
    result = CliRunner().invoke(main, ["preview", "notes.md", "--open", *output])
    assert result.exit_code == 0, result.output
    assert result.output.startswith(f"{Path(file)}: 1 card")
    written = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(written) == sorted(["notes.md", file])
    assert opened == [(tmp_path / file).as_uri()]


def test_preview_shows_notes_with_errors_and_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("---\ntitle: [x\n---\n# 試験\n\n## 甲とは？\n乙のこと。\n", "utf-8")
    result = CliRunner().invoke(main, ["preview", "a.md", "-o", "x.html"])
    assert result.exit_code == 1
    data = data_of((tmp_path / "x.html").read_text("utf-8"))
    (page,) = data["pages"]
    assert [problem["gravity"] for problem in page["problems"]] == ["error"]
    assert len(cards_of(data)) == 1


def test_templates_are_copied_and_make_the_same_look(tmp_path: Path) -> None:
    folder = tmp_path / "own" / "look"
    result = CliRunner().invoke(main, ["templates", str(folder)])
    assert result.exit_code == 0, result.output
    assert '  templates = "look"' in result.output
    ours, theirs = models(load_templates()), models(load_templates(folder))
    assert {kind: digest(model) for kind, model in ours.items()} == {
        kind: digest(model) for kind, model in theirs.items()
    }


def test_changed_templates_are_not_overwritten_unless_forced(tmp_path: Path) -> None:
    CliRunner().invoke(main, ["templates", str(tmp_path)])
    style, script = tmp_path / "style.css", tmp_path / "order.js"
    ours = style.read_bytes()
    style.write_text("mine", "utf-8")
    script.unlink()
    refused = CliRunner().invoke(main, ["templates", str(tmp_path)])
    assert refused.exit_code == 2
    assert "style.css" in refused.output
    assert "--force" in refused.output
    assert style.read_text("utf-8") == "mine"
    assert not script.exists()
    assert CliRunner().invoke(main, ["templates", str(tmp_path), "--force"]).exit_code == 0
    assert style.read_bytes() == ours
    assert script.exists()
    assert "0 files written" in CliRunner().invoke(main, ["templates", str(tmp_path)]).output


def test_a_removed_card_is_not_shown(notes: Path) -> None:
    found = gather([notes], notes / "none.lock")
    ledger = prepare(found, CLOCK).plan.ledger
    rest = {name: getattr(found, name)[1:] for name in ("cards", "fields", "matches", "candidates")}
    found = replace(found, ledger=ledger, **rest)
    prepared = prepare(found, CLOCK)
    assert any(note.removed for note in prepared.notes)
    data = data_of(preview(found, prepared))
    assert {card["kind"] for card in cards_of(data)} == {"cloze"}
