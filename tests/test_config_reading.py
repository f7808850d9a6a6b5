"""What the settings of the config change in the cards: signs, exclude, media on the network."""

import json
import tomllib
from pathlib import Path

import pytest

from ankibuild.config import Config, Signs, Styles, excluded
from ankibuild.config.reading import adapter
from ankibuild.config.usual import usual
from ankibuild.identity import ledger as ledgers
from ankibuild.identity.times import Clock
from ankibuild.markdown.source import NotesError, parse
from ankibuild.model import Card
from ankibuild.pipeline import checked, gather, prepare
from ankibuild.problems import SLUGS
from ankibuild.reading import Reader
from tests.case_files import page
from tests.test_cli import build


def cards(notes: str, config: Config) -> list[Card]:
    source, _ = parse(notes.encode(), "notes.md", Path("notes.md"))
    assert source
    return list(Reader(config).read(source).cards)


def told(notes: str, signs: Signs, on: tuple[str, ...] = ()) -> list[tuple[str, str, bool]]:
    found = cards(notes, Config(signs=signs, styles=Styles(on=on)))
    return [
        (card.prompt, card.answer, card.both_ways) for card in found if card.style in ("plugin", "highlights")
    ]


OWN = Signs(question=("||", "::", ""), both_ways=("|||", "<=>"))


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ("RAID || 束ねる技術", [("RAID", "束ねる技術", False)]),
        ("RAID||束ねる技術", [("RAID", "束ねる技術", False)]),
        ("RAID ||| 束ねる技術", [("RAID", "束ねる技術", True)]),
        ("入力 <=> 出力", [("入力", "出力", True)]),
        ("RAID :: 束ねる技術", [("RAID", "束ねる技術", False)]),
        ("RAID ::: 束ねる技術", []),
        ("RAID || 束ねる :: 技術", []),
        ("|| 束ねる技術", []),
        ("`a || b` は論理和", []),
    ],
)
def test_own_signs_part_a_question_from_its_answer(notes: str, expected: list[tuple[str, str, bool]]) -> None:
    assert told(notes, OWN) == expected


def test_bold_is_a_cloze_where_the_config_says_so() -> None:
    signs = Signs(cloze=("==", "**"))
    notes = "**過学習**は ==学習データ== に合わせすぎること。\n\n**見出しだけ**\n\n**正解：** B の理由。\n\n{x} は残る。\n"
    assert [prompt for prompt, *_ in told(notes, signs, on=("highlights",))] == [
        "{{c1::過学習}}は {{c2::学習データ}} に合わせすぎること。"
    ]
    assert told(notes, signs) == []


HEADINGS = {
    "RAID とは？ #記憶装置": ("RAID とは？", ("記憶装置",)),
    "S3 と EBS の違い #aws/s3 ＃ストレージ": ("S3 と EBS の違い", ("aws/s3", "ストレージ")),
    "**RAID** とは？ #raid": ("RAID とは？", ("raid",)),
    "RAID とは？ {#raid} #束": ("RAID とは？ {#raid}", ("束",)),
    "問題 #12": ("問題 #12", ()),
    "#include と #define": ("#include と #define", ()),
    "What is #define": ("What is #define", ()),
    "色は #FF0000": ("色は #FF0000", ()),
    "What does `#!` do? `#x`": ("What does #! do? #x", ()),
    "言語は C#": ("言語は C#", ()),
    "見出しと [#リンク](x.md)": ("見出しと #リンク", ()),
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_tags_behind_a_heading(heading: str) -> None:
    section, _ = page(f"## {heading}\n\n本文。\n")
    assert (section.sections[0].title.text, section.sections[0].tags) == HEADINGS[heading]


def test_tags_behind_headings_are_those_of_the_cards_below(study: Path) -> None:
    notes = "# 甲 #冬\n\n## RAID とは？ #aws/ebs #束\n\n束ねる技術。\n\n## NAS とは？\n\n網の記憶装置。\n"
    (study / "a.md").write_text(notes, "utf-8")
    raid, nas = gather([study / "a.md"]).cards
    assert raid.prompt == "RAID とは？"
    assert {"甲", "冬", "aws::ebs", "束"} <= set(raid.tags)
    assert "冬" in nas.tags
    assert "束" not in nas.tags


PAGES = {
    "# べき等性\n\n何度でも同じ結果になる。\n": ("べき等性", ((1, 1),), "何度でも同じ結果になる。"),
    "何度でも同じ。\n\n## 例\n\nPUT\n": ("べき等性", (), "何度でも同じ。"),
    "\n```py\nx = 1\n```\n": ("べき等性", (), "x = 1"),
}


@pytest.mark.parametrize("notes", PAGES)
def test_the_name_of_a_file_asks_where_it_is_switched_on(tmp_path: Path, notes: str) -> None:
    study = tmp_path / "study"
    study.mkdir()
    (study / "べき等性.md").write_text(notes, "utf-8")
    assert not [card for card in gather([study]).cards if card.style == "file_name"]
    (study / "ankibuild.toml").write_text('[styles]\non = ["file_name"]\n', "utf-8")
    found = gather([study])
    (card,) = found.cards
    assert (card.prompt, card.parts["question"].lines, card.parts["answer"].text) == PAGES[notes]
    assert found.coverage[0].uncarded == ()
    build(study)
    (study / "べき等性.md").write_text(notes + "\n追記。\n", "utf-8")
    assert "1 changed" in build(study, epoch=1_700_000_100).output


def test_a_page_that_asks_is_no_card_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("序。\n\n## RAID とは？\n\n束ねる技術。\n", "utf-8")
    (tmp_path / "b.md").write_text("# b\n\n<!-- 何も無い -->\n", "utf-8")
    (tmp_path / "ankibuild.toml").write_text('[styles]\non = ["file_name"]\n', "utf-8")
    assert [card.style for card in gather([tmp_path]).cards] == ["asking"]


def test_patterns_are_those_of_gitignore() -> None:
    out = excluded(("drafts/", "*.tmp.md", "/README.md", "!drafts/keep.md"))
    names = ["drafts/a.md", "x/drafts/b.md", "a.tmp.md", "README.md", "x/README.md", "a.md"]
    assert [name for name in names if out(name)] == ["drafts/a.md", "x/drafts/b.md", "a.tmp.md", "README.md"]


USUAL = (
    "",
    'deck = "甲"\nlanguage = "en"\nruby = true\ntags = ["a", "b"]',
    '[styles]\noff = ["meanings"]\n[signs]\ncloze = ["**"]\n[anki]\nkey = "x"',
    '[[hands]]\nname = "h"\npages = ["*"]\nrows = ["stem: ## {n}. {text}", "key: 正解：{key}"]',
)
UNUSUAL = (
    "deck = 1", "ruby = 1", 'language = "fr"', 'tags = "a"', "tags = [1]", 'dek = "甲"', 'styles = "x"',
    '[[hands]]\nname = "h"', "[styles]\nof = []", 'templates = "look"', "[topics]\nsilence = []",
)  # fmt: skip


@pytest.mark.parametrize("text", USUAL)
def test_usual_settings_are_read_as_the_library_reads_them(text: str) -> None:
    raw = tomllib.loads(text)
    assert usual(raw) == adapter().validate_json(json.dumps(raw))


@pytest.mark.parametrize("text", UNUSUAL)
def test_what_is_not_usual_is_left_to_the_library(text: str) -> None:
    assert usual(tomllib.loads(text)) is None


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "a.md").write_text("# 甲\n\n## RAID とは？\n\n束ねる技術。\n", "utf-8")
    (tmp_path / "drafts" / "b.md").write_text("# 乙\n\n## NAS とは？\n\n共有の記憶装置。\n", "utf-8")
    return tmp_path


def test_excluded_pages_are_not_read_and_their_cards_are_removed(study: Path) -> None:
    build(study)
    (study / "ankibuild.toml").write_text('exclude = ["drafts/**"]\n', "utf-8")
    found = gather([study])
    assert [card.path for card in found.cards] == ["a.md"]
    assert "1 removed" in build(study, epoch=1_700_000_100).output
    removed = [entry.page for entry in ledgers.read(study / "ankibuild.lock").entries if entry.removed]
    assert removed == ["drafts/b.md"]
    with pytest.raises(NotesError, match="left out by `exclude`"):
        gather([study / "drafts"])


def test_cards_of_an_excluded_page_stay_while_it_is_not_named(study: Path) -> None:
    (study / "other").mkdir()
    (study / "a.md").rename(study / "other" / "a.md")
    build(study)
    (study / "ankibuild.toml").write_text('exclude = ["drafts/**"]\n', "utf-8")
    build(study / "other")
    assert not [entry for entry in ledgers.read(study / "ankibuild.lock").entries if entry.removed]


@pytest.mark.parametrize(
    ("setting", "slugs", "packed"),
    [
        ("", ["remote-media"], True),
        ("keep", [], True),
        ("refuse", ["remote-media"], False),
        ("warn", ["old-setting", "remote-media"], True),
        ("allow", ["old-setting"], True),
        ("drop", ["old-setting", "remote-media"], False),
    ],
)
def test_pictures_on_the_network(study: Path, setting: str, slugs: list[str], packed: bool) -> None:
    (study / "a.md").write_text("## RAID とは？\n\n束ねる。![図](https://example.com/x.png)\n", "utf-8")
    (study / "ankibuild.toml").write_text(f'remote_media = "{setting}"\n', "utf-8")
    found = gather([study])
    assert sorted(problem.slug for problem in checked(found).problems) == slugs
    answers = [note.fields.get("Answer", "") for note in prepare(found, Clock(1_700_000_000)).notes]
    assert any("https://example.com" in answer for answer in answers) is packed
    assert packed or any("図" in answer for answer in answers)


def test_an_old_word_is_told_with_the_new_one_and_its_line(study: Path) -> None:
    (study / "ankibuild.toml").write_text('# 設定\n# remote_media = "warn"\nremote_media = "drop"\n', "utf-8")
    (problem,) = (each for each in gather([study]).problems if each.slug == "old-setting")
    assert (problem.path, problem.line) == ("ankibuild.toml", 3)
    assert 'remote_media = "refuse"' in problem.message
    assert SLUGS[problem.slug].gravity == "warning"
