"""An unchanged question is the same card whatever its answer became, in every way in which notes ask."""

from collections.abc import Callable, Sequence
from itertools import permutations
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


OTHERS = "# 数学\n\n## 微分とは？\n\n傾きを求める。\n\n## 積分とは？\n\n面積を求める。\n\n"
Told = tuple[tuple[str, str], ...]
TOLD: Told = tuple(zip(TERMS, NEW, strict=True))
WAYS: dict[str, Callable[[str], dict[str, str]]] = {
    "to another page": lambda shape: {"m.md": OTHERS + _told(shape, TOLD)},
    "under another heading": lambda shape: {"m.md": OTHERS + _told(shape, TOLD).replace("用語", "言葉")},
    "one alone": lambda shape: {
        "a.md": f"# 機械学習\n\n{_told(shape, tuple(zip(TERMS, OLD, strict=True))[:4])}",
        "m.md": OTHERS + _told(shape, TOLD[4:]),
    },
    "to two pages": lambda shape: {
        "a.md": f"# 機械学習\n\n{_told(shape, TOLD[:3])}", "m.md": OTHERS + _told(shape, TOLD[3:])
    },
    "reversed": lambda shape: {"a.md": f"# 機械学習\n\n{_told(shape, TOLD[::-1])}", "m.md": OTHERS},
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("shape", SHAPES)
def test_moved_with_all_answers_written_anew(shape: str, way: str, tmp_path: Path) -> None:
    before = _build_all(tmp_path, {"a.md": _written(shape, OLD), "m.md": OTHERS}, Ledger())
    after = _build_all(tmp_path, WAYS[way](shape), before.ledger)
    assert (after.count()["new"], after.count()["removed"]) == (0, 0)
    assert all(change.before and change.before.prompt == change.after.prompt for change in after.changes)


@pytest.mark.parametrize("shape", SHAPES)
def test_one_digit_of_every_answer(shape: str, tmp_path: Path) -> None:
    then, now = ([text.replace("。", f" {n} 回。") for text in OLD] for n in (3, 4))
    before = _build(tmp_path, "a.md", _written(shape, then), Ledger())
    assert _build(tmp_path, "a.md", _written(shape, now), before.ledger).count() == {"changed": len(TERMS)}


def test_a_general_question_of_another_section_is_another_one(tmp_path: Path) -> None:
    old = "# 題\n\n## 過学習\n\n### 解決策は？\n\n正則化を足して損失に罰則を加える。\n"
    before = _build(tmp_path, "a.md", old, Ledger())
    new = "# 題\n\n## 監視\n\n### 解決策は？\n\nアラームで人を呼び出す。\n"
    assert _build(tmp_path, "a.md", new, before.ledger).count() == {"new": 1, "removed": 1}


def _written(shape: str, answers: Sequence[str]) -> str:
    head, card = SHAPES[shape]
    return f"# 機械学習\n\n{head}" + "".join(map(card, TERMS, answers))


def _told(shape: str, told: Told) -> str:
    head, card = SHAPES[shape]
    return head + "".join(card(term, said) for term, said in told)


def _build(root: Path, page: str, text: str, before: Ledger) -> Plan:
    return _build_all(root, {page: text, "z.md": "# 他\n\n何もない。\n"}, before)


def _build_all(root: Path, pages: dict[str, str], before: Ledger) -> Plan:
    for old in root.glob("*.md"):
        old.unlink()
    for page, text in pages.items():
        (root / page).write_text(text, "utf-8")
    return prepare(gather([root], before=before), Clock(1_700_000_000)).plan


def test_two_folders_with_one_deck_name_share_no_card(tmp_path: Path) -> None:
    guids = []
    for name in ("a.md", "b.md"):
        (root := tmp_path / name[0] / "題").mkdir(parents=True)
        (root / name).write_text("# 題\n\n## RAID とは？\n\n束ねる技術。\n", "utf-8")
        guids.append({each.guid for each in gather([root]).matches})
    assert guids[0].isdisjoint(guids[1])


OPTIONS: dict[str, Callable[[str], str]] = {
    "text": lambda name: f"構成図{name}",
    "links": lambda name: f"[構成図{name}]({name}.png)",
    "pictures": lambda name: f"![構成図{name}]({name}.png)",
    "bare pictures": lambda name: f"![]({name}.png)",
}


@pytest.mark.parametrize(("then", "now"), list(permutations(OPTIONS, 2)))
def test_options_turned_into_links_or_pictures(then: str, now: str, tmp_path: Path) -> None:
    def written(shape: str) -> str:
        options = "".join(f"- {name}. {OPTIONS[shape](name)}\n" for name in "ABC")
        return f"# 題\n\n## 問1\n\nどの構成か。\n\n{options}\n**正解：A**\n"

    before = _build(tmp_path, "a.md", written(then), Ledger())
    assert before.count() == {"new": 1}
    assert _build(tmp_path, "a.md", written(now), before.ledger).count() == {"changed": 1}


def test_other_pictures_are_other_options(tmp_path: Path) -> None:
    text = "# 題\n\n## 問{}\n\nどの構成か。\n\n- A. ![]({}1.png)\n- B. ![]({}2.png)\n\n**正解：A**\n"
    before = _build(tmp_path, "a.md", text.format(1, "縦", "縦"), Ledger())
    assert _build(tmp_path, "b.md", text.format(2, "横", "横"), before.ledger).count() == {
        "new": 1,
        "removed": 1,
    }
