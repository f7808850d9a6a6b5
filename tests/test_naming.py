"""On a card options have no letters and move: an explanation names them by their texts."""

import pytest

from ankibuild.styles import recognise
from tests.case_files import page

ITEM = """問1 どれを使う？

- A. 甲の方式
- B. **乙**の方式 & co
- C. 丙の方式
- D. cache

正解：B

{told}
"""
TOLD = {
    "Aは遅いので不可。": "「甲の方式」は遅いので不可。",
    "高い。**Ａ** は遅い。": "高い。「甲の方式」は遅い。",
    "選択肢Aと選択肢Cは高い。": "「甲の方式」と「丙の方式」は高い。",
    "It grows. D is old.": "It grows. “cache” is old.",
    "範囲を見ると、Dが古い。": "範囲を見ると、“cache”が古い。",
    "速いのは乙だから、B が正解。": "速いのは乙だから、「乙の方式 &amp; co」が正解。",
}
KEPT = ("A cat sat on it.", "E は無い。", "Class A は広い。", "A → B の順に進む。", "Cのような言語。")


@pytest.mark.parametrize("told", TOLD)
def test_named_by_text(told: str) -> None:
    explanation = _explanation(told)
    assert TOLD[told] in explanation


@pytest.mark.parametrize("told", KEPT)
def test_no_option_is_meant(told: str) -> None:
    assert "方式" not in _explanation(told)
    assert "cache" not in _explanation(told)


def test_the_text_stays_what_the_notes_say() -> None:
    cards, _ = recognise(page(ITEM.format(told="速い。Aは遅い。"))[0])
    assert cards[0].parts["explanation"].text == "速い。Aは遅い。"


def test_a_long_option_is_cut() -> None:
    notes = ITEM.format(told="速い。Aは遅い。").replace("甲の方式", "甲" * 80)
    cards, _ = recognise(page(notes)[0])
    assert f"「{'甲' * 47}…」は遅い。" in cards[0].parts["explanation"].html


def _explanation(told: str) -> str:
    cards, _ = recognise(page(ITEM.format(told=f"速い。{told}"))[0])
    return cards[0].parts["explanation"].html
