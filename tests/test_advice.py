"""Each advice on uncarded text holds: the edit that it names makes the card."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from ankibuild.advice import with_advice
from ankibuild.advice.view import CARD
from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Piece
from ankibuild.page.coverage import cover
from ankibuild.page.pieces import front_lines
from ankibuild.styles import recognise
from tests.case_files import Case, page, read, read_cases, recognised
from tests.test_cli import run


class Edit(NamedTuple):
    """Notes, the line and the words of the advice on them, the notes as advised, and the new card's front."""

    notes: str
    line: int
    advice: str
    edited: str
    front: str
    styles: tuple[str, ...] = ()


HEADING = "## 冗長化\n\n同じ物を二つ置く。\n\n一つは予備。\n"
HEADING_ADVICE = f"end the heading in line 1 with ？ or とは, or {CARD}"
OPTIONS = "## 問題3\n\n速いのはどれ？\n\n- A. 甲\n- B. 乙\n"
NUMBERED = "**問題** 速いのはどれ？\n\n1. 甲\n2. 乙\n"
EDITS = [
    Edit(HEADING, 3, HEADING_ADVICE, HEADING.replace("冗長化", "冗長化？"), "冗長化？"),
    Edit(HEADING, 3, HEADING_ADVICE, HEADING.replace("冗長化", "冗長化とは"), "冗長化とは"),
    Edit(HEADING, 3, HEADING_ADVICE, f"<!-- ankibuild: card -->\n{HEADING}", "冗長化"),
    Edit(
        "# Cloud\n\n### Regions\n\nThey are far apart.\n",
        5,
        f"end the heading in line 3 with ?, or {CARD}",
        "# Cloud\n\n### Regions?\n\nThey are far apart.\n",
        "Regions?",
    ),
    Edit(
        "## 比較\n\n| 語 | 意味 |\n|---|---|\n| 甲 | 速い |\n",
        3,
        HEADING_ADVICE,
        "## 比較とは\n\n| 語 | 意味 |\n|---|---|\n| 甲 | 速い |\n",
        "比較とは",
    ),
    Edit(
        "同じ物を二つ置く。\n",
        1,
        "write a heading that asks above it: ## …とは？",
        "## 冗長化とは？\n\n同じ物を二つ置く。\n",
        "冗長化とは？",
    ),
    Edit(
        "## 冗長化とは？\n", 1, "write the answer below it", "## 冗長化とは？\n\n二つ置く。\n", "冗長化とは？"
    ),
    Edit(
        "## 監視\n\n- 冗長化 → 二つ置く\n- 監視を二系統で行う。\n  - 片方は外から見る\n\nほかの文。\n",
        4,
        CARD,
        "## 監視\n\n- 冗長化 → 二つ置く\n<!-- ankibuild: card -->\n- 監視を二系統で行う。\n  - 片方は外から見る\n",
        "監視を二系統で行う。",
    ),
    Edit(
        OPTIONS,
        5,
        "write 正解：B, or which one is right, below the options",
        f"{OPTIONS}\n正解：B\n",
        "速いのはどれ？",
    ),
    Edit(
        NUMBERED,
        3,
        "write 正解：2, or which one is right, below the options",
        f"{NUMBERED}\n正解：2\n",
        "速いのはどれ？",
    ),
    Edit(
        "## 問題4\n\n速いのはどれ？\n\n- [ ] 甲\n- [ ] 乙\n",
        5,
        "tick the right box: - [x]",
        "## 問題4\n\n速いのはどれ？\n\n- [ ] 甲\n- [x] 乙\n",
        "速いのはどれ？",
    ),
    Edit(
        "## 問題5\n\n速いのはどれ？\n\n正解：B\n",
        5,
        "list the options above it: - A. …, - B. …",
        "## 問題5\n\n速いのはどれ？\n\n- A. 甲\n- B. 乙\n\n正解：B\n",
        "速いのはどれ？",
    ),
    Edit(
        f"{OPTIONS}\n正解：回答作成中\n",
        8,
        "write the answer in its place",
        f"{OPTIONS}\n正解：B\n",
        "速いのはどれ？",
    ),
    Edit(
        "<details><summary>FP と FN</summary>\n\n誤警報と見逃し。\n\n</details>\n",
        1,
        "end the summary with ？",
        "<details><summary>FP と FN？</summary>\n\n誤警報と見逃し。\n\n</details>\n",
        "FP と FN？",
    ),
    Edit(
        "## 復元\n\n**復元の手順**\n\n鍵を渡す。\n",
        3,
        "end the bold line with ？",
        "## 復元\n\n**復元の手順？**\n\n鍵を渡す。\n",
        "復元の手順？",
    ),
    Edit("- 冗長化 → 二つ置くこと\n", 1, "set the term in bold", "- **冗長化** → 二つ置くこと\n", "冗長化"),
    Edit(
        "SMOTE - 少ない側を増やす\n",
        1,
        "make it a bullet with the term in bold: - **SMOTE** …",
        "- **SMOTE** - 少ない側を増やす\n",
        "SMOTE",
    ),
    Edit(
        "鍵は==まとめて==配る。\n",
        1,
        'write on = ["highlights"] under [styles] in ankibuild.toml',
        "鍵は==まとめて==配る。\n",
        "鍵は{{c1::まとめて}}配る。",
        ("highlights",),
    ),
]


def advised(notes: str) -> list[Piece]:
    tree, _ = page(notes)
    return advised_on(tree, recognise(tree)[0])


def advised_on(tree: Section, cards: Sequence[Card]) -> list[Piece]:
    return [piece for piece in with_advice(tree, cover(tree, cards)).uncarded if piece.advice]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit.advice[:28]}: {edit.front}")
def test_the_edit_makes_the_card(edit: Edit) -> None:
    assert (edit.line, edit.advice) in {(piece.first, piece.advice) for piece in advised(edit.notes)}
    before, _ = recognised(edit.notes)
    after, _ = recognise(page(edit.edited)[0], (), edit.styles)
    assert edit.front not in {card.prompt for card in before}
    assert edit.front in {card.prompt for card in after}


UNCLEAR = [
    "# ノート\n\n私の記録です。\n\n## 冗長化とは？\n\n二つ置く。\n",
    "## 予定\n\n- [ ] 本を読む\n- [x] 登録する\n",
    "## 41.\n\nある文。\n",
    "## 手順は次の通り：\n\n1. 作る\n2. 止める\n",
    "## 模試の成績\n\n- 1 回目は 58 点だった\n",
    "## 正解\n\nある文。\n",
    "## リンク集\n\n- [甲](https://example.com/a)\n- [乙](https://example.com/b)\n",
    "- A. 甲\n- B. 乙\n",
]


@pytest.mark.parametrize("notes", UNCLEAR)
def test_where_it_is_not_clear_nothing_is_said(notes: str) -> None:
    assert advised(notes) == []


def test_a_label_of_many_sections_is_no_term() -> None:
    notes = "".join(f"## {name}\n\n- 用途：疎結合にする\n- ただの文。\n\n" for name in ("甲", "乙", "丙"))
    assert not [piece for piece in advised(notes) if "bold" in piece.advice]


@pytest.mark.parametrize("case", [*read_cases("exam"), *read_cases("other")], ids=lambda case: case.name)
def test_advice_on_headings_folds_and_bullets_holds_for_all_cases(case: Case) -> None:
    for piece in advised_on(read(case).tree, read(case).cards):
        for edited, line in edits(case.notes.split("\n"), piece):
            cards, _ = recognised("\n".join(edited))
            assert any(line in front_lines(card) for card in cards), (piece, "\n".join(edited))


def edits(lines: list[str], piece: Piece) -> Iterator[tuple[list[str], int]]:
    """Yield the notes as an author who follows the advice leaves them, and where the card's front stands."""
    at = piece.first - 1
    if found := re.match(
        r"end the heading in line (\d+)(, before its tags,)? with ([？?])( or とは)?", piece.advice
    ):
        at = int(found[1]) - 1
        heading, _, tags = lines[at].partition(" #" if found[2] else "\0")
        for end in (found[3], *(["とは"] if found[4] else [])):
            yield (
                [*lines[:at], f"{heading}{end} #{tags}" if tags else heading + end, *lines[at + 1 :]],
                at + 1,
            )
    if "summary" in piece.advice:
        yield [*lines[:at], re.sub(r"(?=</summary>|$)", "？", lines[at], count=1), *lines[at + 1 :]], at + 1
    if piece.advice.endswith(CARD):
        indent = re.match(r"[\s>]*", lines[at])
        comment = f"{indent[0] if indent else ''}<!-- ankibuild: card -->"
        yield [*lines[:at], comment, *lines[at:]], at + 2


def test_check_shows_the_advice_in_its_line_and_to_programs(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(HEADING, "utf-8")
    assert f"a.md:3: uncarded: 同じ物を二つ置く。 ⇒ {HEADING_ADVICE}\n" in run("check", tmp_path).output
    found = json.loads(run("check", tmp_path, "--format", "json").output)["pages"][0]["uncarded"]
    assert [piece["advice"] for piece in found] == [HEADING_ADVICE, None]


ANALYSIS = """\
## 3. なぜその答えか
- **選択肢の分析**:
    - **B, C (旗 + 笛)**: 旗は昼には見えてよく使われますが、**夜に見えない** です。夜に入る船の「光で知る」という要件においては灯台 (A) に劣ります。
    - **D (鐘)**: 鐘は遠くに届かないため、船は港とは別に岩を避けることになり、「港を遠くから知る」という要件を満たしません。
"""


def test_options_of_which_one_has_a_letter_are_no_list_to_name_one_of(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ANALYSIS, "utf-8")
    found = run("check", tmp_path)
    assert found.exit_code == 0
    assert "a.md:4: uncarded" in found.output
    assert "正解：" not in found.output
