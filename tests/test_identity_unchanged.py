"""An unchanged question is the same card whatever its answer became, in every way in which notes ask."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ankibuild.identity.ledger import Ledger
from ankibuild.identity.times import Clock, Plan
from ankibuild.pipeline import gather, prepare

TERMS = ("過学習", "べき等性", "正則化", "学習率", "勾配消失")
OLD = (
    "訓練データに合わせすぎる。",
    "何度でも結果が同じ。",
    "重みを小さく保つ。",
    "一歩の大きさ。",
    "勾配が薄れる。",
)
NEW = (
    "未知の標本で外れる状態。",
    "繰り返しに強い処理。",
    "罰則を損失に足す。",
    "更新の幅。",
    "深い層の悩み。",
)
Shape = Callable[[str, str], str]
SHAPES: dict[str, tuple[str, Shape]] = {
    "heading": ("", lambda term, said: f"## {term}とは？\n\n{said}\n\n"),
    "label": ("", lambda term, said: f"**Q：{term}とは？**\n\n**A：** {said}\n\n"),
    "bold": ("", lambda term, said: f"**{term}とは？**\n\n{said}\n\n"),
    "fold": ("", lambda term, said: f"<details><summary>{term}とは？</summary>\n\n{said}\n\n</details>\n\n"),
    "bullet": ("## 用語\n\n", lambda term, said: f"- **{term}**：{said}\n"),
    "table": ("## 用語\n\n| 用語 | 意味 |\n|---|---|\n", lambda term, said: f"| {term} | {said} |\n"),
}


@pytest.mark.parametrize("page", ["a.md", "b.md"], ids=["in place", "moved"])
@pytest.mark.parametrize("shape", SHAPES)
def test_all_answers_written_anew(shape: str, page: str, tmp_path: Path) -> None:
    before = _build(tmp_path, "a.md", _written(shape, OLD), Ledger())
    assert before.count()["new"] == len(TERMS)
    after = _build(tmp_path, page, _written(shape, NEW), before.ledger)
    assert after.count() == {"changed": len(TERMS)}
    assert all(change.before and change.before.prompt == change.after.prompt for change in after.changes)


def test_a_general_question_of_another_section_is_another_one(tmp_path: Path) -> None:
    old = "# 題\n\n## 過学習\n\n### 解決策は？\n\n正則化を足して損失に罰則を加える。\n"
    before = _build(tmp_path, "a.md", old, Ledger())
    new = "# 題\n\n## 監視\n\n### 解決策は？\n\nアラームで人を呼び出す。\n"
    assert _build(tmp_path, "a.md", new, before.ledger).count() == {"new": 1, "removed": 1}


def _written(shape: str, answers: Sequence[str]) -> str:
    head, card = SHAPES[shape]
    return f"# 機械学習\n\n{head}" + "".join(map(card, TERMS, answers))


def _build(root: Path, page: str, text: str, before: Ledger) -> Plan:
    for old in root.glob("*.md"):
        old.unlink()
    (root / page).write_text(text, "utf-8")
    (root / "z.md").write_text("# 他\n\n何もない。\n", "utf-8")
    return prepare(gather([root], before=before), Clock(1_700_000_000)).plan


def test_two_folders_with_one_deck_name_share_no_card(tmp_path: Path) -> None:
    guids = []
    for name in ("a.md", "b.md"):
        (root := tmp_path / name[0] / "題").mkdir(parents=True)
        (root / name).write_text("# 題\n\n## RAID とは？\n\n束ねる技術。\n", "utf-8")
        guids.append({each.guid for each in gather([root]).matches})
    assert guids[0].isdisjoint(guids[1])
