"""A card that was learnt stays while its line stands, also where what stood beside it is gone."""

import os
from pathlib import Path

import pytest

from ankibuild.identity.ledger import dumps
from ankibuild.identity.times import Clock
from ankibuild.pipeline import gather, pack, prepare
from ankibuild.styles import recognise
from tests.case_files import page

PAIR = "# 箱\n\n## 仲間\n\n- 番人 → 届いた順に配る人\n- 金庫 → 鍵を預かる所\n"
LIMITS = "# 箱\n\n## 箱の制限\n\n- 最大の待ち：20秒\n- 保持期間：4日\n"
TABLE = "# 箱\n\n## 部品\n\n| 部品 | 働き |\n|---|---|\n| 番人 | 届いた順に配る |\n| 金庫 | 鍵を預かる |\n"
COMMANDS = "# 箱\n\n```sh\nbox ps     # 一覧を見る\nbox rm a   # 箱を消す\nbox run a  # 箱を始める\n```\n"
ASKED = [(f"{name}とは？", f"{name}の働き。") for name in ("番人", "金庫", "見張り")]
HEADINGS = "# 箱\n\n" + "".join(f"## {n}. {ask}\n\n{told}\n\n" for n, (ask, told) in enumerate(ASKED, 1))
HEADINGS += "## 4. 配達の順番\n\n先に来た物から配る。\n"
FOLDS = "# 箱\n\n" + "".join(
    f"<details><summary>{ask}</summary>\n\n{told}\n</details>\n"
    for ask, told in (
        *((f"{n}. {ask}", told) for n, (ask, told) in enumerate(ASKED, 1)),
        ("4. 配達の順番", "先に来た順。"),
    )
)
JUDGED = "# 箱\n\n- 番人は順に配る。 ○\n- 金庫は鍵を捨てる。 ×\n- 見張りは夜に立つ。 ○\n"
CELLS = "# 箱\n\n| 一 | 二 |\n|---|---|\n| 番人は何をする？ | 配る |\n| 金庫は何を預かる？ | 鍵 |\n"
RIDDLES = "# 箱\n\n" + "".join(
    f"{n}. {told}\n- {term}\n"
    for n, (told, term) in enumerate(
        (
            ("届いた荷物を来た順に配って回る人のこと", "番人"),
            ("大切な鍵をまとめて預かっておく所のこと", "金庫"),
            ("夜のあいだ門の前に立って見ている人のこと", "見張り"),
            ("荷物を次の町まで運んでいく車のこと", "荷車"),
            ("どこへ何を運んだかを書いておく紙のこと", "控え"),
        ),
        1,
    )
)
VERDICTS = "# 箱\n\n" + "".join(
    f"## {told}\n\n**{said}**\n\n"
    for told, said in (
        ("番人は順に配る。", "正しい"),
        ("金庫は鍵を捨てる。", "誤り"),
        ("見張りは夜に立つ。", "正しい"),
    )
)
SHAPES = [
    (
        "rhythm",
        RIDDLES,
        "4. 荷物を次の町まで運んでいく車のこと\n- 荷車\n",
        "大切な鍵をまとめて預かっておく所のこと",
    ),
    ("judged", VERDICTS, "## 見張りは夜に立つ。\n\n**正しい**\n\n", "金庫は鍵を捨てる。"),
    ("meanings", PAIR, "- 番人 → 届いた順に配る人\n", "金庫"),
    ("values", LIMITS, "- 最大の待ち：20秒\n", "保持期間"),
    ("term_table", TABLE, "| 番人 | 届いた順に配る |\n", "金庫"),
    ("commands", COMMANDS, "box rm a   # 箱を消す\n", "一覧を見る"),
    ("asking", HEADINGS, "## 1. 番人とは？\n\n番人の働き。\n\n", "配達の順番"),
    ("folds", FOLDS, "<details><summary>1. 番人とは？</summary>\n\n番人の働き。\n</details>\n", "配達の順番"),
    ("judged", JUDGED, "- 見張りは夜に立つ。 ○\n", "金庫は鍵を捨てる。"),
    ("question_table", CELLS, "| 番人は何をする？ | 配る |\n", "金庫は何を預かる？"),
]
STYLES = tuple(dict.fromkeys(shape[0] for shape in SHAPES))


def fronts(notes: str, *learnt: str, off: tuple[str, ...] = ()) -> list[str]:
    return [card.prompt for card in recognise(page(notes)[0], off, (), learnt)[0]]


@pytest.mark.parametrize(
    ("notes", "line", "front"), [shape[1:] for shape in SHAPES], ids=[shape[0] for shape in SHAPES]
)
def test_the_last_of_several_stays_when_it_was_learnt(notes: str, line: str, front: str) -> None:
    assert front in fronts(notes)
    left = notes.replace(line, "")
    assert front not in fronts(left), "alone it is none"
    assert front in fronts(left, front)
    assert front not in fronts(left, front, off=STYLES), "nor where its style is off"
    assert front not in fronts(f"<!-- ankibuild: skip -->\n{left}", front), "nor where the author wants none"


def test_one_of_two_cards_that_ask_the_same_is_missed() -> None:
    notes = f"{PAIR}\n## 別の仲間\n\n- 番人 → 夜に立つ人\n- 金庫 → 扉を閉ざす所\n"
    assert sorted(fronts(notes)) == ["番人", "番人", "金庫", "金庫"]
    left = notes.replace("- 番人 → 夜に立つ人\n", "")
    assert sorted(fronts(left, *fronts(notes))) == ["番人", "金庫", "金庫"]


def test_what_another_card_asks_is_not_asked_again() -> None:
    notes = TABLE.replace("| 番人 | 届いた順に配る |\n", "") + "\n## 金庫とは？\n\n鍵を預かる所。\n"
    assert fronts(notes, "金庫") == ["金庫とは？"]


def test_a_build_keeps_the_card_and_its_history(tmp_path: Path) -> None:
    file = tmp_path / "箱.md"
    file.write_text(PAIR, "utf-8")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    first = prepare(gather([tmp_path]), Clock(now=1_700_000_100))
    (tmp_path / "ankibuild.lock").write_text(dumps(first.plan.ledger), "utf-8")
    file.write_text(PAIR.replace("- 番人 → 届いた順に配る人\n", ""), "utf-8")
    found = gather([tmp_path])
    again = prepare(found, Clock(now=1_700_000_200))
    assert again.plan.count() == {"removed": 1, "unchanged": 1}
    assert pack(again) == pack(prepare(gather([tmp_path]), Clock(now=1_700_000_200)))
