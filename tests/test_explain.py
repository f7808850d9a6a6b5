"""`explain` says of a line what it was taken for, by which style, and on which cards it is or why on none."""

import json
from pathlib import Path
from typing import Any

import pytest

from ankibuild.config import Config
from ankibuild.explaining.page import Known
from ankibuild.explaining.page import explained as explained_line
from ankibuild.explaining.why import READ
from ankibuild.markdown.source import parse
from ankibuild.page.claims import STYLE as FORCED
from ankibuild.page.pieces import front_lines
from ankibuild.reading import Reader
from ankibuild.styles import OPTIONAL, STYLES
from tests.case_files import PATH, read_cases
from tests.test_cli import run

EXAM = """---
title: 題
---
# 雲

## 問1 物を置く所はどれ？

- A. 甲
- B. 乙
- C. 丙

正解：B

- A：狭いため誤り
- C：遠いため誤り

## 問2 鍵を預かるのはどれ？

- A. 丁
- B. 戊

## 問3 水を運ぶのはどれ？

- A. 己
- B. 庚

正解：A
"""
PLAIN = """# 乙

## ○×問題

1. RAID0 は冗長である。 **×**
   束ねるだけである。
2. NAS は網の上にある。 **○**

## 用語

| 用語 | 意味 |
|---|---|
| 冗長化 | 二つ置くこと |
| 可用性 | 止まらないこと |

```bash
box ps   # 動いている物の一覧
box rm   # 消す
box ls   # 並べる
```

<details><summary>FP と FN の違いは？</summary>

片方は誤って陽性とする。

</details>

**Salt** is a value that is added.

可視性 :: 見えること

[甲]: https://example.org

## 束ねる技術とは？

RAID という。
速くもなる。

## まだの問いとは？

## 雑談

今日は雨が降った。
<!-- 覚え書き -->
これは==隠す語==のある文。

<!-- ankibuild: skip -->

## 飛ばすとは？

飛ばす。
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "exam.md").write_text(EXAM, "utf-8")
    (tmp_path / "notes" / "plain.md").write_text(PLAIN, "utf-8")
    return tmp_path / "notes"


def explained(notes: Path, file: str, line: int) -> dict[str, Any]:
    result = run("explain", f"{notes / file}:{line}", "--format", "json")
    assert result.exit_code == 0, result.output
    record: dict[str, Any] = json.loads(result.stdout)
    return record


def line_of(text: str, begin: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(begin))


def test_every_style_says_what_it_recognises() -> None:
    assert list(READ) == [*(style.__name__ for style in STYLES), FORCED]


# --- exam items ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begin", "role", "kinds"),
    [
        ("## 問1", "stem", ["qa", "contrast", "contrast"]),
        ("- A. 甲", "option", ["qa", "contrast"]),
        ("正解：B", "key", ["qa"]),
        ("- C：遠い", "reason C", ["qa", "contrast"]),
    ],
)
def test_each_row_of_an_item_has_its_role_and_its_cards(
    notes: Path, begin: str, role: str, kinds: list[str]
) -> None:
    found = explained(notes, "exam.md", line_of(EXAM, begin))
    assert found["role"] == role
    assert [card["kind"] for card in found["cards"]] == kinds
    assert found["place"] == ["雲", "問1 物を置く所はどれ？"]
    assert found["why"] == ["lines 6-15: one question with its answer, and its options if it has any"]
    assert [(row["line"], row["role"]) for row in found["rows"]] == [
        (6, "stem"), (8, "option"), (9, "right"), (10, "option"), (12, "key"), (14, "reason A"), (15, "reason C"),
    ]  # fmt: skip


def test_the_signs_of_a_row_are_what_stands_in_it(notes: Path) -> None:
    rows = {row["line"]: row["signs"] for row in explained(notes, "exam.md", 6)["rows"]}
    heading, option, key = rows[6], rows[8], rows[12]
    assert (heading["kind"], heading["number"], heading["label"], heading["asks"]) == (
        "##",
        "1",
        "question",
        True,
    )
    assert (option["kind"], option["letter"], option["series"], option["depth"]) == ("-", "A", "letters", 1)
    assert (key["label"], key["word"], key["letter"]) == ("answer", "正解", "")


def test_an_item_tells_its_hand_and_what_came_second(notes: Path) -> None:
    item = explained(notes, "exam.md", 12)["item"]
    assert (item["lines"], item["number"], item["right"], item["key_line"]) == ([6, 15], "1", ["B"], 12)
    hand = item["hand"]
    assert (hand["alike"], hand["options"], hand["key"]) == (3, "letters", "below the options")
    best, second = item["candidates"][:2]
    assert best["lines"] == [6, 15]
    assert second["lines"] != best["lines"]
    assert best["whole"] > second["whole"]
    assert [each["whole"] for each in item["candidates"]] == sorted(
        (each["whole"] for each in item["candidates"]), reverse=True
    )


def test_an_item_without_its_answer_says_so_and_what_now(notes: Path) -> None:
    found = explained(notes, "exam.md", line_of(EXAM, "- A. 丁"))
    assert found["cards"] == []
    assert found["role"] == "option"
    assert found["item"]["hand"]["key"] == "nowhere"
    assert [each["slug"] for each in found["problems"]] == ["no-answer"]
    assert found["why"] == [
        "no card: the options are here, but not which one is right (line 17, no-answer); say which option is right"
    ]


def test_words_and_marks_that_the_page_teaches_are_told(tmp_path: Path) -> None:
    items = [f"## {n}. どれか\n\n- A. 甲{n}\n- B. 乙{n}\n\nKrautwert: B\n\n" for n in range(1, 5)]
    (tmp_path / "a.md").write_text("".join(items), "utf-8")
    hand = explained(tmp_path, "a.md", 6)["item"]["hand"]
    assert hand["labels"] == {"krautwert": "answer"}
    items = [f"## {n}. どれか\n\n- A. 甲{n}\n- B. 乙{n} ⚘\n- C. 丙{n}\n\n" for n in range(1, 6)]
    (tmp_path / "a.md").write_text("".join(items), "utf-8")
    hand = explained(tmp_path, "a.md", 3)["item"]["hand"]
    assert (hand["marks"], hand["key"]) == (["⚘"], "at the options")


def test_answers_on_another_page_are_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "exam.md").write_text(
        "## 問1 どれ？\n\n- A. 甲\n- B. 乙\n\n## 問2 どちら？\n\n- A. 丙\n- B. 丁\n", "utf-8"
    )
    (tmp_path / "ans.md").write_text("# 解答\n\n1. B\n2. A\n", "utf-8")
    found = explained(tmp_path, "exam.md", 3)
    assert found["item"]["hand"]["key"] == "elsewhere"
    assert [row["line"] for row in found["rows"]] == [1, 3, 4]


@pytest.mark.parametrize("name", ["exam/answers-elsewhere", "other/steering", "other/told-solutions"])
def test_each_line_of_a_card_is_explained_by_its_style(name: str) -> None:
    reader = Reader(Config())
    for case in read_cases(name.partition("/")[0]):
        source = parse(case.notes.encode(), PATH, Path(PATH))[0]
        if case.file.stem != name.partition("/")[2] or source is None:
            continue
        page = reader.read(source)
        section, whole, _problems = reader.trees(source)
        cards = [(card, "") for card in page.cards]
        known = Known(source, section, whole, cards, page.problems, page.coverage, OPTIONAL)
        for card in page.cards:
            front = min(front_lines(card), default=card.first_line)
            found = explained_line(known, front)
            assert card.style in [each["style"] for each in found["cards"]]
            assert found["why"][0].startswith(("line ", "lines ")), case.title
            if card.style == "exam":
                assert found["item"], case.title


# --- other styles -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begin", "role", "style", "why"),
    [
        ("1. RAID0", "question", "judged", "line 5: a statement that the notes judge right or wrong"),
        ("   束ねるだけ", "explanation", "judged", "line 5: a statement"),
        ("| 可用性", "question", "question_table", "line 14: a row of a table whose heads say"),
        ("box rm", "question", "commands", "line 18: a command with the comment"),
        ("片方は", "answer", "folds", "line 22: the summary of a fold asks; what it hides answers"),
        ("速くも", "answer", "asking", "line 34: the heading is the question; what stands under it answers"),
        ("**Salt**", "question", "sentences", "line 28: a sentence that defines a term"),
        ("可視性", "question", "plugin", "line 30: written in the syntax of a flashcard plug-in"),
    ],
)
def test_plain_styles_say_what_they_recognised(
    notes: Path, begin: str, role: str, style: str, why: str
) -> None:
    found = explained(notes, "plain.md", line_of(PLAIN, begin))
    assert [card["style"] for card in found["cards"]][:1] == [style]
    assert found["why"][0].startswith(why)
    assert found["role"] == role
    assert found["item"] is None


def test_a_taught_hand_is_named_with_its_rows(tmp_path: Path) -> None:
    items = [f"▷ 甲{n}を述べよ\n\n〆 乙{n}\n\n" for n in range(1, 4)]
    (tmp_path / "a.md").write_text("".join(items), "utf-8")
    config = (
        '[[hands]]\nname = "kraut"\npages = ["a.md"]\nrows = ["question: ▷ {text}", "answer: 〆 {text}"]\n'
    )
    (tmp_path / "ankibuild.toml").write_text(config, "utf-8")
    found = explained(tmp_path, "a.md", 3)
    assert found["taught"] == {
        "name": "kraut", "rows": ["question: ▷ {text}", "answer: 〆 {text}"], "lines": [1, 3], "lacks": "",
    }  # fmt: skip
    assert (found["role"], found["cards"][0]["style"]) == ("answer", "taught")


# --- lines on no card ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "line", "kind", "why"),
    [
        ("exam.md", 2, "front matter", "the line is front matter"),
        ("exam.md", 5, "blank", "the line is blank; the nearest text is line 4"),
        ("plain.md", line_of(PLAIN, "<!-- 覚え"), "text", "no card, on purpose: comment"),
        ("plain.md", line_of(PLAIN, "飛ばす。"), "text", "no card, on purpose: skipped"),
        ("plain.md", line_of(PLAIN, "[甲]:"), "text", "no card: the line has no text of its own"),
        ("plain.md", line_of(PLAIN, "今日は"), "text", "no card: nothing here asks by itself"),
        ("plain.md", line_of(PLAIN, "## まだ"), "text", "no card: no answer yet to 'まだの問いとは？'"),
    ],
)
def test_a_line_on_no_card_says_why(notes: Path, file: str, line: int, kind: str, why: str) -> None:
    found = explained(notes, file, line)
    assert (found["kind"], found["cards"]) == (kind, [])
    assert [text for text in found["why"] if text.startswith(why)], found["why"]


def test_a_style_that_is_off_is_named_where_it_would_make_a_card(notes: Path) -> None:
    hidden = line_of(PLAIN, "これは==")
    off = "the style highlights would make a card here, but it is off (see [styles] in the config)"
    assert explained(notes, "plain.md", hidden)["why"] == [off]
    (notes / "ankibuild.toml").write_text('[styles]\non = ["highlights"]\n', "utf-8")
    assert explained(notes, "plain.md", hidden)["cards"][0]["style"] == "highlights"
    (notes / "ankibuild.toml").write_text('[styles]\noff = ["sentences"]\n', "utf-8")
    assert "sentences" in explained(notes, "plain.md", line_of(PLAIN, "**Salt**"))["why"][0]


# --- wrong use ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("exam.md:28", "there is no such line; {notes}/exam.md has 27"),
        ("exam.md:0", "there is no such line"),
        ("exma.md:3", "no such file or folder; did you mean {notes}/exam.md?"),
        ("exam.md", "name one line of a file, as in notes.md:12"),
        (".:3", "is a folder; name one line of a file"),
        ("empty.md:1", "the page has no text; write something or remove the file"),
        ("draft.md:1", "is no page of these notes; the config excludes it"),
    ],
)
def test_a_place_that_is_none_is_told(notes: Path, place: str, says: str) -> None:
    (notes / "empty.md").write_text("\n", "utf-8")
    (notes / "draft.md").write_text("# 草\n", "utf-8")
    (notes / "ankibuild.toml").write_text('exclude = ["draft.md"]\n', "utf-8")
    result = run("explain", f"{notes}/{place}")
    assert result.exit_code == 2
    assert says.format(notes=notes) in result.output


def test_nothing_is_written(notes: Path) -> None:
    before = sorted(notes.parent.rglob("*"))
    explained(notes, "exam.md", 6)
    assert sorted(notes.parent.rglob("*")) == before


# --- as text ------------------------------------------------------------------------------------------------


def test_people_read_it_line_by_line(notes: Path) -> None:
    said = run("explain", f"{notes}/exam.md:12").output.splitlines()
    assert said[0] == f"{notes}/exam.md:12: 正解：B"
    assert "  this line  key" in said
    assert [text for text in said if text.startswith("  reading    ") and "second best: " in text]
    assert "  card  Q&A [exam] 雲 › 問 1" in said
    assert "▶   12  key         正解=answer          正解：B" in said
    assert sum(text.startswith("▶") for text in said) == 1


def test_it_is_said_in_japanese_too(notes: Path) -> None:
    said = run("explain", f"{notes}/plain.md:34", "--lang", "ja").output
    assert "34 行目：見出しが問いで、その下が答えです" in said
    assert "場所" in said
    assert "the heading" not in said
