"""Option letters and keys in the spellings of many authors."""

import pytest

from ankibuild.items.letters import follows, key, lettered, resolve

STARTS = {
    "A. text": ("A", "text"),
    "Ａ．text": ("A", "text"),
    "a) text": ("A", "text"),
    "(b) text": ("B", "text"),
    "（ｂ）text": ("B", "text"),
    "[C] text": ("C", "text"),
    "【C】text": ("C", "text"),
    "D：text": ("D", "text"),
    "1. text": ("1", "text"),
    "１．text": ("1", "text"),
    "②text": ("2", "text"),
    "❸ text": ("3", "text"),
    "ⓑ text": ("B", "text"),
    "ア．text": ("ア", "text"),
    "(ロ) text": ("ロ", "text"),
    "選択肢A：text": ("A", "text"),
    "Option B: text": ("B", "text"),
    "✅ B. text": ("B", "text"),
    "□ A. text": ("A", "text"),
    "2番 text": ("2", "text"),
    "A - text": ("A", "text"),
    "A｜text": ("A", "text"),
    "2：5分": ("2", "5分"),
    "A. .NET": ("A", ".NET"),
}


@pytest.mark.parametrize("text", STARTS)
def test_lettered(text: str) -> None:
    found = lettered(text)
    assert found is not None
    assert not found.loose
    assert (found.letter, text[found.rest :]) == STARTS[text]


@pytest.mark.parametrize(
    "text", ["10:30 に始まる", "2.5 倍になる", "AWS Lambda", "API", "abc", "", "3つの方式", "EC2"]
)
def test_not_lettered(text: str) -> None:
    assert lettered(text) is None


@pytest.mark.parametrize("text", ["A cat", "ア 甲", "B（理由）", "A「甲」"])
def test_a_blank_parts_loosely(text: str) -> None:
    found = lettered(text)
    assert found is not None
    assert found.loose


KEYS = {
    "B": ("B",),
    "Ｂ。乙は速い": ("B",),
    "(b)": ("B",),
    "A, C": ("A", "C"),
    "A、C": ("A", "C"),
    "AとC": ("A", "C"),
    "A and C": ("A", "C"),
    "A / C": ("A", "C"),
    "A C": ("A", "C"),
    "AC": ("A", "C"),
    "ac": ("A", "C"),
    "選択肢A、選択肢C": ("A", "C"),
    "「A」と「C」です": ("A", "C"),
    "B です": ("B",),
}


@pytest.mark.parametrize("text", KEYS)
def test_key(text: str) -> None:
    found = key(text, ["A", "B", "C", "D"])
    assert found is not None
    assert found.letters == KEYS[text]


@pytest.mark.parametrize(
    ("text", "letters"), [("２，４", ("2", "4")), ("2.4", ("2", "4")), ("24", ("2", "4")), ("②", ("2",))]
)
def test_key_of_numbers(text: str, letters: tuple[str, ...]) -> None:
    found = key(text, ["1", "2", "3", "4"])
    assert found is not None
    assert found.letters == letters


@pytest.mark.parametrize("text", ["A cat sat", "I think so", "Amazon S3", "DB は遅い", "ABE", "乙の方式"])
def test_no_key(text: str) -> None:
    found = key(text, ["A", "B", "C"], glued=False)
    assert found is None


def test_letters_written_together_count_only_when_all_are_known() -> None:
    assert key("CE", ["A", "B", "C"]) is None


def test_a_letter_of_another_alphabet_names_the_option_in_its_place() -> None:
    assert resolve("B", ["1", "2", "3"]) == "2"
    assert resolve("2", ["ア", "イ", "ウ"]) == "イ"
    assert resolve("2", ["イ", "ロ", "ハ"]) == "ロ"
    assert resolve("E", ["A", "B"]) is None
    assert resolve("4", ["A", "B"]) is None


@pytest.mark.parametrize("pair", ["AB", "12", "アイ", "イウ", "イロ", "ロハ"])
def test_follows(pair: str) -> None:
    assert follows(pair[1], pair[0])
    assert not follows(pair[0], pair[1])
