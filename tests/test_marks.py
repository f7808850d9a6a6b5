"""Marks and verdicts around an option or at the start of a reason."""

import pytest

from ankibuild.items.marks import bare_option, verdict_before
from ankibuild.model import Line
from ankibuild.words import words

OPTIONS: dict[str, tuple[str, bool | None]] = {
    "甲の方式": ("甲の方式", None),
    "✅ 甲の方式": ("甲の方式", True),
    "❌甲の方式": ("甲の方式", False),
    "甲の方式 ✓": ("甲の方式", True),
    "甲の方式 ☑️": ("甲の方式", True),
    "甲の方式（正解）": ("甲の方式", True),
    "甲の方式 [不正解]": ("甲の方式", False),
    "甲の方式 ← 正解": ("甲の方式", True),
    "甲の方式 <- 正解!": ("甲の方式", True),
    "甲の方式 - 不正解": ("甲の方式", False),
    "甲の方式: Incorrect": ("甲の方式", False),
    "甲の方式は不正解です。": ("甲の方式", False),
    "手動で再送する。は不正解です。": ("手動で再送する。", False),
    "「甲の方式」 ❌": ("甲の方式", False),
    "「甲の方式」": ("甲の方式", None),
    "（○）甲の方式": ("甲の方式", True),
    "「甲」か「乙」": ("「甲」か「乙」", None),
    "○○の方式": ("○○の方式", None),
    "3×4 の表": ("3×4 の表", None),
    "甲の方式（推奨）": ("甲の方式（推奨）", None),
}


@pytest.mark.parametrize("text", OPTIONS)
def test_bare_option(text: str) -> None:
    line, verdict = bare_option(Line(1, text, text), words())
    assert (line.text, verdict) == OPTIONS[text]


REASONS: dict[str, tuple[str, bool | None]] = {
    "不正解です。遅い。": ("遅い。", False),
    "不正解：遅い。": ("遅い。", False),
    "正解。速い。": ("速い。", True),
    "（誤）遅い。": ("遅い。", False),
    "× 遅い。": ("遅い。", False),
    "❌ 不正解。遅い。": ("遅い。", False),
    "is incorrect because it is slow": ("because it is slow", False),
    "正解率を上げる": ("正解率を上げる", None),
    "正しい設定を行う": ("正しい設定を行う", None),
    "遅い。": ("遅い。", None),
}


@pytest.mark.parametrize("text", REASONS)
def test_verdict_before(text: str) -> None:
    line, verdict = verdict_before(Line(1, text, text), words())
    assert (line.text, verdict) == REASONS[text]


def test_markup_is_kept_around_what_is_left() -> None:
    line, verdict = bare_option(Line(1, "甲の方式 ✅", "<strong>甲</strong>の方式 ✅"), words())
    assert (line.html, verdict) == ("<strong>甲</strong>の方式", True)
