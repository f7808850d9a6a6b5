"""Pages with one word at one position, and what they should give."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

TEXTS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "stem": "鍵の置き場所はどれですか？", "a": "古い机に置く", "b": "重い金庫に入れる", "c": "床に並べる",
        "why": "誰でも触れる", "also": "雨で濡れる", "good": "扉が閉まる", "key": "正解：B", "label": "不正解の理由", "explain": "解説",
        "heads": "選択肢 | 正誤 | 解説", "verdict": "判定", "question": "問題", "answer": "答え", "stop": "。",
        "own": "自分の回答", "term": "用語", "meaning": "意味", "statement": "記述", "truth": "○×", "wish": "やりたいこと", "means": "コマンド",
    },
    "en": {
        "stem": "Where should the key be kept?", "a": "on the old desk", "b": "inside the heavy safe", "c": "across the floor",
        "why": "anyone can touch it", "also": "rain gets in", "good": "its door shuts", "key": "Answer: B",
        "label": "Incorrect options", "explain": "Explanation", "heads": "Option | Verdict | Explanation", "verdict": "Verdict",
        "question": "Question", "answer": "Answer", "stop": ". ",
        "own": "My answer", "term": "Term", "meaning": "Meaning", "statement": "Statement", "truth": "True/False", "wish": "Task", "means": "Command",
    },
    "ko": {
        "stem": "열쇠를 두는 곳은 어디입니까?", "a": "낡은 책상 위", "b": "무거운 금고 안", "c": "마루 한쪽",
        "why": "누구나 만진다", "also": "비에 젖는다", "good": "문이 닫힌다", "key": "정답: B", "label": "오답", "explain": "해설",
        "heads": "선택지 | 판정 | 설명", "verdict": "판정", "question": "문제", "answer": "정답", "stop": ". ",
        "own": "내 답", "term": "Term", "meaning": "Meaning", "statement": "Statement", "truth": "True/False", "wish": "Task", "means": "Command",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Position:
    """A page whose {W} is the word; `gives` names the checks that its cards must pass."""

    name: str
    notes: str
    gives: tuple[str, ...]
    signs_only: bool = False
    """Whether a word of letters may not stand there: `a desk true` is an option's text."""


_LIST = "- A. {a}\n- B. {b}\n- C. {c}\n\n"
_ASKED = "## 1. {stem}\n\n" + _LIST
_KEYED = _ASKED + "{key}\n\n"
_AGAINST = "- A: {why}\n- C: {also}\n"
_TABLE = "| A | {A} | {why} |\n| B | {B} | {good} |\n| C | {C} | {also} |\n"


def _at(
    before: str, forms: Mapping[str, str], *gives: str, after: str = "", signs_only: bool = False
) -> tuple[Position, ...]:
    return tuple(
        Position(name, before + form + "\n" + after, gives, signs_only) for name, form in forms.items()
    )


_OPENERS = {
    "bold line": "**{W}**\n", "bold line with a colon": "**{W}：**\n", "heading": "### {W}\n", "line with a colon": "{W}：\n",
    "bracket": "【{W}】\n", "summary": "<details><summary>{W}</summary>\n",
}  # fmt: skip
_LINES = {
    "before a colon": "{W}：{T}", "before a half-width colon": "{W}: {T}", "bold before a colon": "**{W}：{T}**", "bold before text": "**{W}** {T}",
    "bracket before": "【{W}】{T}", "bullet": "- {W}：{T}", "quote": "> {W}：{T}",
}  # fmt: skip


def _opened(text: str, *names: str) -> dict[str, str]:
    """Return the ways in which a word opens a block with this text."""
    ends = {"summary": "\n</details>\n"}
    return {name: f"{_OPENERS[name]}\n{text}{ends.get(name, '')}" for name in names or _OPENERS}


def _lined(text: str, *names: str) -> dict[str, str]:
    """Return the ways in which a word stands before a text on a line."""
    return {name: _LINES[name].replace("{T}", text) for name in names or _LINES}


_CALLED_OUT = {
    "call-out, before a colon": "> {W}：{good}\n", "call-out, bold line": "> **{W}**\n> {good}\n",
    "call-out, bold line and paragraph": "> **{W}**\n>\n> {good}\n",
}  # fmt: skip

_HEADED = "| {heads} |\n|---|---|---|\n"
_ROWS = "|---|---|\n| {a} | {why} |\n| {c} | {also} |\n"
_JUDGED = "|---|---|\n| {a} | ○ |\n| {c} | × |\n"
_SIGNED = "- A: {A}{why}\n- C: {C}{also}\n"
POSITIONS: Mapping[str, tuple[Position, ...]] = {
    "answer": (*_at(_ASKED, {**_lined("B"), **_opened("B")}, "answer"),),
    "explanation": (*_at(_KEYED, {**_lined("{good}"), **_opened("{good}"), **_CALLED_OUT}, "answer", "explanation"),),
    "wrong": (
        *_at(_KEYED, _opened(_AGAINST), "answer", "contrasts"),
        *_at(_KEYED, {f"{name} over bare options": form for name, form in _opened("- {a}\n- {c}", "bold line", "heading").items()}, "answer", "bare contrasts"),
    ),
    "feedback": (
        *_at(_KEYED, _opened(_AGAINST), "answer", "contrasts"),
        *_at("## 1. {stem}\n\n", {"heading over the options": "### {W}\n\n" + _LIST + "{key}\n"}, "answer"),
    ),
    "options": (
        *_at("## 1. {stem}\n\n", _opened(_LIST, "bold line", "bold line with a colon", "heading", "line with a colon", "bracket"), "answer", after="{key}\n"),
    ),
    "question": (
        *_at(
            "# X\n\n",
            {
                "number and colon": "{W}1：{stem}\n", "bold number": "**{W}1** {stem}\n", "heading with number": "## {W}1\n\n{stem}\n",
                "heading with number and stem": "## {W}1：{stem}\n", "bold line": "**{W}**\n\n{stem}\n", "bracket": "【{W}】\n\n{stem}\n",
                "before a colon": "{W}：{stem}\n", "sub-heading": "## 1\n\n### {W}\n\n{stem}\n",
            },
            "answer",
            after=_LIST + "{key}\n",
        ),
    ),
    "own": (*_at(_ASKED, _lined("A", "before a colon", "before a half-width colon", "bold before text", "bracket before", "bullet"), "answer", after="\n{key}\n"), *_at("## 1. {stem}\n\n", {"before the right answer": "{W}：{a}\n"}, "answer", "own contrast", after="\n{answer}：{b}\n")),
    "ignore": (
        *_at(_KEYED + "{explain}：{good}\n\n", {"before a link": "{W}：https://example.com/x", "bullet": "- {W}：https://example.com/x", **_opened("https://example.com/x", "bold line", "heading")}, "answer", "no link"),
    ),
    "right mark": (
        *_at("## 1. {stem}\n\n", {
            "behind the option": "- A. {a}\n- B. {b} {W}\n- C. {c}\n", "before the option": "- A. {a}\n- {W} B. {b}\n- C. {c}\n",
        }, "answer", signs_only=True),
        *_at("## 1. {stem}\n\n", {"in brackets behind the option": "- A. {a}\n- B. {b}（{W}）\n- C. {c}\n"}, "answer"),
        *_at(_ASKED, {"before the key": "{W} B. {b}\n"}, "answer", signs_only=True),
        *_at(_KEYED, {"table": _HEADED + _TABLE.replace("{A}", "❌").replace("{C}", "❌").replace("{B}", "{W}")}, "contrasts"),
        *_at(_ASKED, {"table without a key": _HEADED + _TABLE.replace("{A}", "❌").replace("{C}", "❌").replace("{B}", "{W}")}, "answer", "contrasts"),
    ),
    "wrong mark": (
        *_at(_KEYED + "**{explain}**\n\n", {
            "before the letter": "- {W} A: {why}\n- {W} C: {also}\n", "before the reason": _SIGNED.replace("{A}", "{W} ").replace("{C}", "{W} "),
        }, "contrasts"),
        *_at(_KEYED, {"table": "| {heads} |\n|---|---|---|\n" + _TABLE.replace("{B}", "✅").replace("{A}", "{W}").replace("{C}", "{W}")}, "contrasts"),
        *_at("## 1. {stem}\n\n", {"in brackets behind the option": "- A. {a}【{W}】\n- B. {b}【✅】\n- C. {c}【{W}】\n"}, "bare contrasts"),
    ),
    "right verdict": (
        *_at(_KEYED + "**{explain}**\n\n", {"before the reason": "- B: {W}{stop}{good}\n"}, "answer", "bare good"),
        *_at(_KEYED, {"table": "| {heads} |\n|---|---|---|\n" + _TABLE.replace("{A}", "❌").replace("{C}", "❌").replace("{B}", "{W}")}, "contrasts"),
    ),
    "wrong verdict": (
        *_at(_KEYED + "**{explain}**\n\n", {
            "before the reason": _SIGNED.replace("{A}", "{W}{stop}").replace("{C}", "{W}{stop}"),
            "bold before the reason": _SIGNED.replace("{A}", "**{W}**{stop}").replace("{C}", "**{W}**{stop}"),
        }, "contrasts"),
        *_at(_KEYED + "**{explain}**\n\n", {"alone": "- A: {W}\n- C: {W}\n"}, "bare contrasts"),
    ),
    "question head": (*_at("", {"table": "| {W} | {answer} |\n|---|---|\n| {stem} | {b} |\n"}, "answer"),),
    "answer head": (*_at("", {"table": "| {question} | {W} |\n|---|---|\n| {stem} | {b} |\n"}, "answer"),),
    "verdict head": (*_at(_KEYED, {"table": "| X | {W} | {explain} |\n|---|---|---|\n" + _TABLE.replace("{A}", "❌").replace("{C}", "❌").replace("{B}", "✅")}, "contrasts"), *_at("# X\n\n", {"behind statements": "| {statement} | {W} |\n" + _JUDGED}, "judged rows")),
    "section": (
        *_at("# X\n\n## {stem}\n\n### ", {"below a question": "{W}\n\n{good}{stop}\n"}, "nothing"),
        *_at("# X\n\n## ", {"heading": "{W}\n\n{good}{stop}{why}{stop}\n", "heading over terms": "{W}\n\n- {a}\n  - {why}\n- {c}\n  - {also}\n"}, "nothing"),
    ),
    "unanswered": (*_at("## {stem}\n\n", {"alone": "{W}\n", "behind the label": "{answer}：{W}\n"}, "nothing"),),
    "mistake": (*_at(_ASKED + "{own}：A\n{key}\n\n", _lined("{why}", "before a colon", "before a half-width colon", "bold before a colon"), "answer", "own reason"),),
    "term head": (*_at("# X\n\n", {"table": "| {W} | {meaning} |\n" + _ROWS}, "asked rows"),),
    "meaning head": (*_at("# X\n\n", {"table": "| {term} | {W} |\n" + _ROWS}, "asked rows"),),
    "wish head": (*_at("# X\n\n", {"table": "| {W} | {means} |\n" + _ROWS}, "asked rows"),),
    "means head": (*_at("# X\n\n", {"table": "| {wish} | {W} |\n" + _ROWS}, "asked rows"),),
    "statement head": (*_at("# X\n\n", {"table": "| {W} | {truth} |\n" + _JUDGED}, "judged rows"),),
    "truth head": (*_at("# X\n\n", {"table": "| {statement} | {W} |\n" + _JUDGED}, "judged rows"), *_at("# X\n\n", {"behind questions": "| {question} | {W} |\n" + _JUDGED}, "judged rows")),
    "more head": (*_at("", {"table": "| {question} | {answer} | {W} |\n|---|---|---|\n| {stem} | {b} | {good} |\n"}, "answer", "explanation"),),
    "end of a section": (*_at("# X\n\n## {b}", {"heading": "{W}\n\n- RAID\n  - {why}\n- LAN\n  - {also}\n"}, "nothing"),),
    "behind": (*_at(_KEYED + "{good}{stop}\n\n", {"bold line": "**{W}**\n", "bracket": "【{W}】\n"}, "answer", "explained sentence", after="\n- RAID：{also}\n- LAN：{why}\n"),),
    "status": (*_at("# X\n\n### {question}1: ", {"heading": "{W}\n"}, "answer", "bare context", after="\n{stem}\n" + _LIST + "{key}\n"),),
    "reveals": (*_at("## {stem}\n\n", {"summary": "<details><summary>{W}</summary>\n\n{b}\n\n</details>\n"}, "answer"),),
}  # fmt: skip

CONFIG_CLASSES: Mapping[str, str] = {
    "question": "question", "options": "options", "answer": "answer", "explanation": "explanation", "wrong": "wrong",
    "feedback": "feedback", "ignore": "ignore", "right_marks": "right mark", "wrong_marks": "wrong mark",
}  # fmt: skip
"""The lists of the config's [words] → the class whose positions their words have."""
CONFIG_WORDS = {"right_marks": ("💮", "まる"), "wrong_marks": ("💀", "ぺけ")}
OTHER_WORDS = ("むにゃむにゃ", "Blorf")


def notes(position: Position, word: str, language: str) -> str:
    """Write a position's page with a word."""
    texts = {**TEXTS[language], "W": word}
    return re.sub(r"\{(\w+)\}", lambda found: texts[found[1]], position.notes)
