"""Numbers: what is counted is what is there, and only questions that are one question are called alike."""

import json
from pathlib import Path

import pytest

from ankibuild.commands.stats import stats_lines
from ankibuild.home import find_home
from ankibuild.pipeline import gather
from ankibuild.stats import LONG, Stats, stats
from ankibuild.terminal.lines import plain
from tests.test_cli import run

PAGE = """# 保存

## S3とは？

物置のサービス。

## S3とは何ですか？

バケットに置くサービス。

## EBSとは？

{long}

## 問1 束ねて速くするのは？

- A. RAID0
- B. RAID1

正解：A

### 他の選択肢がダメな理由

- B. RAID1 ❌
  - 写しを取るだけ。

ただの文がここに残る。
"""
SECOND = (
    "# 網\n\n## TCPの443番は？\n\nHTTPS。\n\n## TCPの80番は？\n\nHTTP。\n\n## S3を使う理由は？\n\n安い。\n"
)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(PAGE.format(long="あ" * LONG), "utf-8")
    (tmp_path / "b.md").write_text(SECOND, "utf-8")
    return tmp_path


@pytest.fixture
def found(notes: Path) -> Stats:
    return stats(gather([notes]))


def test_cards_are_counted(found: Stats) -> None:
    assert found.kinds == {"qa": 7, "contrast": 1}
    assert found.styles["asking"] == 6
    assert sum(found.styles.values()) == found.all.cards == 8
    assert {path: page.cards for path, page in found.pages.items()} == {"a.md": 5, "b.md": 3}
    assert found.topics["S3"] == 3, "topics begin with the most frequent, without their prefix"
    assert list(found.topics.values()) == sorted(found.topics.values(), reverse=True)


def test_the_share_of_the_text_is_that_of_check(notes: Path, found: Stats) -> None:
    pages = {
        page["path"]: page for page in json.loads(run("check", notes, "--format", "json").stdout)["pages"]
    }
    assert {path: page.percent for path, page in found.pages.items()} == {
        path: page["percent"] for path, page in pages.items()
    }
    assert found.all.carded == sum(page["carded"] for page in pages.values())
    assert found.all.uncarded == sum(len(page["uncarded"]) for page in pages.values())
    assert found.pages["b.md"].percent == 100 > found.all.percent > found.pages["a.md"].percent


def test_long_answers_are_named(found: Stats) -> None:
    assert [(card.prompt, length) for card, length in found.long] == [("EBSとは？", LONG)]
    assert 0 < found.median < LONG


def test_questions_about_one_thing_in_other_words_are_alike(found: Stats) -> None:
    """Neither are those about another number, nor those that ask something else about the same."""
    assert [(one.prompt, other.prompt) for one, other in found.alike] == [("S3とは？", "S3とは何ですか？")]


def test_people_see_the_numbers(notes: Path, found: Stats) -> None:
    lines = [plain(shown) for shown in stats_lines(found, find_home((notes,)))]
    assert lines[0].startswith("8 cards · ")
    assert [line for line in lines if line.startswith("  Q&A")] == [f"  Q&A       7 {'█' * 24}"]
    assert any(line.endswith("a.md:11: EBSとは？ (200)") for line in lines)
    assert any("S3とは？ ≈ S3とは何ですか？" in line for line in lines)
    assert lines[lines.index("pages") + 2].split() == [str(notes / "b.md"), "3", "100", "%", "█" * 24]


def test_programs_get_all_of_them(notes: Path) -> None:
    record = json.loads(run("stats", notes, "--format", "json").stdout)
    assert record["all"]["cards"] == 8
    assert record["long"] == [{"path": "a.md", "line": 11, "prompt": "EBSとは？", "characters": LONG}]
    assert [card["line"] for card in record["alike"][0]] == [3, 7]


def test_notes_without_cards_have_numbers_too(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("ただの文。\n", "utf-8")
    result = run("stats", tmp_path)
    assert result.exit_code == 0
    assert result.stdout.startswith("0 cards · 0 % of the text on cards")
