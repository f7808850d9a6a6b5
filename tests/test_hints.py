"""Hints on one's own deck: what they find, what they leave, how they are switched off."""

import json
from pathlib import Path

import pytest

from ankibuild.hints import hints
from ankibuild.hints.backs import long_backs
from ankibuild.learning import answerable
from ankibuild.problems import SLUGS
from tests.case_files import recognised
from tests.test_cli import run

NOTES = """# 保管庫

- 料金
  - 使った分だけ払う。
- 箱の番人
  - 箱を配る（夜だけ
"""


def found(notes: str) -> list[tuple[int, str]]:
    cards, _ = answerable(recognised(notes)[0])
    return sorted((hint.line, hint.slug) for hint in hints(cards))


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        # an aspect whose subject no heading names, and a bracket that never closes
        (NOTES.replace("# 保管庫\n", "# 学習ノート\n"), [(3, "vague-front"), (6, "open-bracket")]),
        (NOTES, [(6, "open-bracket")]),
        # a pair with nothing to choose by
        ("## 1\n\n- 箱を運ぶことにする。\n  - 軽い。\n- 棚を運ぶ。は不正解です。\n  - 重い。\n", [(3, "vague-front")]),
        # a figure that is not there; the one that is
        ("## 次の図が表すものは何か？\n\n二段の待ち行列。\n", [(1, "vague-front")]),
        ("## 次のコードは何を返すか？\n\n```py\nmax(1, 2)\n```\n\n大きい方の 2 を返す。\n", []),
        # code, faces and the letters of options open nothing
        ("## 閉じるには？\n\n- a) `(` を消す\n- b) 待つ :)\n", []),
        ("## 箱とは？\n\n物を入れる（夜も (昼も) 使う）「入れ物」のこと。\n", []),
    ],
)  # fmt: skip
def test_found(notes: str, expected: list[tuple[int, str]]) -> None:
    assert found(notes) == expected


def test_a_back_higher_than_a_phone() -> None:
    """The answer counts, not what is folded behind it."""
    points = "".join(
        f"- {n} 番目の鍵は、夜のあいだだけ箱を閉めておくために使われる長い鍵である\n" for n in range(1, 10)
    )
    assert found(f"## 鍵の種類は？\n\n{points}") == [(1, "long-back")]
    assert found(f"## 鍵とは？\n\n箱を閉める道具。\n\n例えば：\n\n{points}") == []


def test_an_answer_that_was_just_told() -> None:
    notes = "## 夜の箱とは？\n\n夜のあいだだけ開く箱のこと。\n\n## 開く箱はいつ開く？\n\n夜のあいだだけ開く箱のこと\n"
    assert found(notes) == [(5, "told-before")]
    between = "".join(f"## {n} 番の鍵とは？\n\n{n} 番の扉を開ける。\n\n" for n in range(1, 4))
    assert found(notes.replace("## 開く", f"{between}## 開く")) == []


def test_every_hint_has_its_slug() -> None:
    """A hint is no warning: it neither fails a build nor is told by one."""
    assert {slug for slug, each in SLUGS.items() if each.gravity == "hint"} == {
        "vague-front", "long-back", "told-before", "open-bracket",
    }  # fmt: skip
    assert list(long_backs([])) == []


def test_check_tells_them_a_build_does_not_and_the_config_silences_them(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text(NOTES, "utf-8")
    assert "hint: " in run("check", notes).output
    assert "open-bracket" not in run("build", notes, "-o", tmp_path / "a.apkg").output
    (notes / "ankibuild.toml").write_text('[hints]\noff = ["open-bracket"]\n', "utf-8")
    told = json.loads(run("check", notes, "--format", "json").stdout)
    assert told["problems"] == []
    (notes / "ankibuild.toml").write_text('[hints]\noff = ["open-brackets"]\n', "utf-8")
    assert "open-bracket" in run("check", notes).output
