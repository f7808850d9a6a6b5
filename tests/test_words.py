"""What a line says that it is."""

import pytest

from ankibuild.config import WORD_LISTS
from ankibuild.model import Line
from ankibuild.words import words


def line(text: str, html: str = "") -> Line:
    return Line(1, text, html or text)


LABELS = {
    "正解：B": ("answer", "B"),
    "正解: B": ("answer", "B"),
    "【正解】B": ("answer", "B"),
    "［正解］Ｂ": ("answer", "Ｂ"),
    "✅ 正解：B": ("answer", "B"),
    "正解は B です": ("answer", "B です"),
    "正解B": ("answer", "B"),
    "正解（ｂ）": ("answer", "（ｂ）"),
    "答え→②": ("answer", "②"),
    "解答・解説": ("answer", ""),
    "クリックして解答を表示": None,
    "解答を見る": ("answer", ""),
    "Correct Answer: CE": ("answer", "CE"),
    "The correct answer is B.": ("answer", "B."),
    "Ans. B": ("answer", "B"),
    "解説": ("explanation", ""),
    ":::details 解答": ("answer", ""),
    "不正解の理由": ("wrong", ""),
    "他の選択肢が不適切な理由:": ("wrong", ""),
    "なぜ他は違う？": ("wrong", ""),
    "Why not the others?": ("wrong", ""),
    "選択肢を見る": ("options", ""),
    "フィードバック": ("feedback", ""),
    "参考：https://example.com": ("ignore", "https://example.com"),
    "あなたの回答：A": ("own", "A"),
    "問題12: 未回答": ("question", "未回答"),
    "問題 3/65": ("question", ""),
    "第6問": ("question", ""),
    "Q3. 何か": ("question", "何か"),
}


@pytest.mark.parametrize("text", [text for text, label in LABELS.items() if label])
def test_label(text: str) -> None:
    found = words().label(line(text))
    assert found is not None
    wanted = LABELS[text]
    assert wanted is not None
    assert (found.kind, text[found.rest :]) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "正解の理由は二つある",
        "正解率が高い",
        "正解ラベルを付ける",
        "答えられない",
        "問題が起きた",
        "質問の多い項目",
        "解説書を読む",
        "Answering machines",
        "Questions remain",
        "正しく答える",
    ],
)
def test_prose_is_no_label(text: str) -> None:
    found = words().label(line(text))
    assert found is None or found.loose


def test_bold_words_are_labels_without_a_mark_behind() -> None:
    found = words().label(line("正解 B 乙", "<strong>正解</strong> B 乙"))
    assert found is not None
    assert not found.loose


def test_numbers_of_questions() -> None:
    for text, number in (
        ("問題12", "12"),
        ("第3問", "3"),
        ("2問目", "2"),
        ("Question #5", "5"),
        ("Q7：何", "7"),
    ):
        found = words().label(line(text))
        assert found is not None
        assert found.number == number


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("遅いため不適切です。", False),
        ("高いので誤り", False),
        ("これが正解です。", True),
        ("速い。", None),
        ("正解かどうか分からない", None),
        ("This is incorrect.", False),
    ],
)
def test_closing_verdict(text: str, verdict: bool | None) -> None:
    assert words().closing_verdict(text) is verdict


def test_added_words() -> None:
    more = words({"answer": ["せいかい"], "right_marks": ["良"]})
    found = more.label(line("せいかい：B"))
    assert found is not None
    assert found.kind == "answer"
    assert words().label(line("せいかい：B")) is None


@pytest.mark.parametrize("text", ["未回答", "正解 ✅", "（回答済み）", "★★☆"])
def test_status(text: str) -> None:
    assert words().is_status(text)


@pytest.mark.parametrize("name", WORD_LISTS)
def test_every_list_of_words_that_the_config_names_takes_more(name: str) -> None:
    """`right_marks` was once looked up under another name, and the README's own example failed."""
    more = words({name: ["むにゃ"]})
    if name in ("right_marks", "wrong_marks"):
        assert "むにゃ" in (more.right_marks if name == "right_marks" else more.wrong_marks)
    else:
        found = more.label(line("むにゃ：甲"))
        assert found is not None
        assert found.kind == name
