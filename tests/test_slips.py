"""Slips that Markdown passes over in silence: they are told, and nothing of what was written vanishes."""

from pathlib import Path

import pytest

from ankibuild.config import Config
from ankibuild.markdown.cells import with_whole_rows
from ankibuild.markdown.source import parse
from ankibuild.model import Page
from ankibuild.reading import Reader

READER = Reader(Config())


def read(notes: str) -> Page:
    source, _ = parse(notes.encode(), "a.md", Path("a.md"))
    assert source
    return READER.read(source)


def told(notes: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.slug) for problem in read(notes).problems]


@pytest.mark.parametrize(
    "line", ["##見出し", "###What is it?", "##　全角", "#　全角", "＃＃ 広い", "＃広い", "######六"]
)
def test_a_heading_without_its_blank_is_a_hint(line: str) -> None:
    assert told(f"# 題\n\n文。\n\n{line}\n\n本文。\n") == [(5, "no-heading")]
    assert told(f"---\na: 1\n---\n文。\n\n> {line}\n") == [(6, "no-heading")]


@pytest.mark.parametrize(
    "line",
    [
        "#タグ",
        "#a #b",
        "```\n##見出し\n```",
        "`##見出し`",
        "    ##見出し",
        "## 見出し",
        "<!-- ##見出し -->",
        "C# と F#",
        "#1",
    ],
)
def test_what_is_no_heading_is_no_hint(line: str) -> None:
    assert told(f"# 題\n\n文。\n\n{line}\n\n本文。\n") == []


@pytest.mark.parametrize(
    ("row", "whole"),
    [
        ("| a | b | c |", r"| a | b \| c |"),
        ("a | b | c", r"a | b \| c"),
        ("| a | b | c | d |", r"| a | b \| c \| d |"),
        ("| a | b | | |", "| a | b | | |"),
        ("| a | `b | c` |", r"| a | `b \| c` |"),
        (r"| a | b \| c |", r"| a | b \| c |"),
        ("| a |", "| a |"),
        ("> | a | b | c", r"> | a | b \| c"),
    ],
)
def test_what_is_too_much_stays_in_the_last_cell(row: str, whole: str) -> None:
    quote = "> " if row.startswith(">") else ""
    head = f"{quote}| 語 | 意味 |\n{quote}|---|---|\n"
    assert with_whole_rows(head + row).split("\n")[2] == whole


def test_a_row_with_too_many_cells_is_told_and_shown() -> None:
    page = read("# 題\n\n| 問題 | 答え |\n|---|---|\n| 冗長化とは？ | 二つ | 置く |\n")
    assert [(problem.line, problem.slug) for problem in page.problems] == [(5, "ragged-table")]
    assert page.cards[0].parts["answer"].text == "二つ | 置く"


def test_a_row_in_html_with_too_many_cells_is_told() -> None:
    table = "<table>\n<tr><th>問題</th><th>答え</th></tr>\n<tr><td>甲とは？</td><td>乙</td><td>丙</td></tr>\n</table>\n"
    assert told(table) == [(3, "ragged-table")]


HEAD = "| 語 | 意味 | 備考 |\n|---|---|---|\n| 甲 | 乙 | 丙 |\n"


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ("| 丁 | 戊 |\n", [6]),
        ("丁 | 戊\n", [6]),
        ("| 丁 |\n| 戊 |\n| 己 | 庚 | 辛 |\n| 壬 | 癸 |\n", [6]),
        ("| 丁 | `a | b` |\n", [6]),
        ("| 丁 | 戊 | |\n| | | |\n| 己 | `a | b` | 庚 |\n", []),
        ("続きの文。\n", [6]),
        ("続きの文。\n| 丁 | 戊 |\n", [6, 7]),
        ("\n続きの文。\n", []),
        ("- 項目\n", []),
        ("## 節\n", []),
    ],
)
@pytest.mark.parametrize("before", ["", "> ", "  "])
def test_a_row_with_too_few_cells_is_told_once_a_table(rows: str, lines: list[int], before: str) -> None:
    table = "".join(before * bool(line.strip()) + line for line in f"{HEAD}{rows}".splitlines(keepends=True))
    assert told(f"# 題\n\n{table}") == [(line, "ragged-table") for line in lines]


def test_how_many_rows_lack_cells_is_said() -> None:
    (problem,) = read(f"{HEAD}| 丁 |\n| 戊 |\n").problems
    assert problem.line == 4
    assert "2 in all" in problem.message


def test_a_table_of_options_says_once_what_its_row_lacks() -> None:
    notes = "## 問1\n\nどれ？\n\n- A. 甲\n- B. 乙\n- C. 丙\n\n正解：A\n\n| 選択肢 | 正誤 | 理由 |\n|---|---|---|\n| A | ○ | 合う |\n| B | × | 遅い |\n| C |\n"
    assert told(notes) == [(15, "ragged-table")]


@pytest.mark.parametrize(
    ("notes", "lines"),
    [
        ("| a | b | c |\n|---|---|\n| 1 | 2 | 3 |\n", [3]),
        ("前の文。\n| a | b |\n|---|---|---|\n", [4]),
        ("- | a | b | c |\n  |---|---|\n", [3]),
        ("```\n| a | b | c |\n|---|---|\n```\n", []),
        ("甲 | 乙\n---\n", []),
    ],
)
def test_a_head_that_does_not_fit_its_rule_is_told(notes: str, lines: list[int]) -> None:
    assert told(f"# 題\n\n{notes}") == [(line, "ragged-table") for line in lines]


def test_rows_in_html_with_too_few_cells_are_told_once() -> None:
    rows = "<tr><td>甲</td></tr>\n<tr><td colspan=3>題</td></tr>\n<tr><td>乙</td><td>丙</td></tr>\n<tr><td>丁</td><td>戊</td></tr>\n"
    head = "<table>\n<tr><th>語</th><th>意味</th><th>備考</th></tr>\n"
    assert told(f"{head}{rows}</table>\n") == [(5, "ragged-table")]


def test_a_cell_over_two_rows_stands_in_both() -> None:
    page = read(
        "<table>\n<tr><th>分類</th><th>問題</th><th>答え</th></tr>\n<tr><td rowspan=2>基礎</td><td>甲とは？</td><td>乙</td></tr>\n"
        "<tr><td>丙とは？</td><td>丁</td></tr>\n</table>\n"
    )
    assert [(c.parts["question"].text, c.parts["answer"].text) for c in page.cards] == [
        ("甲とは？", "乙"),
        ("丙とは？", "丁"),
    ]
    assert not page.problems


@pytest.mark.parametrize(
    ("notes", "left"),
    [
        ("| 語 | 意味 |\n|---|---|\n| 潮目 | 潮がぶつかる所 |\n| 高潮 | |\n| 引き潮 | 水が引くこと |\n", [(4, "高潮")]),
        ("~~~\nQ1：潮目とは？\n答え：潮がぶつかる所\n\nA：引き潮\n", [(5, "A：引き潮")]),
    ],
)  # fmt: skip
def test_what_no_card_shows_of_a_table_or_of_code_is_listed(notes: str, left: list[tuple[int, str]]) -> None:
    page = read(notes)
    assert page.cards
    assert [(piece.first, piece.text) for piece in page.coverage.uncarded] == left


@pytest.mark.parametrize(
    "notes",
    [
        "- :::message\n甲\n:::\n",
        "1. :::details 題\n   乙\n\n甲\n:::\n",
        "<div>\n<甲>\n</div>\n",
        "<div>\n<bucket-甲>\n</div>\n",
        "<div>\n文 <https://a.b/甲> 文\n</div>\n",
        "<table>\n<https://a.b/甲>\n</table>\n",
        "  <!-- 甲 -->\n",
        "文\n\n   <!-- 甲 -->\n",
        "  id:: 甲\n",
        "文。`[^1]`\n\n[^1]: 甲\n",
        "文。[^1]\n\n[^1]: 注\n\n    <table><tr><td>甲</td></tr></table>\n",
        "文。[^1]\n\n[^1]: 注\n\n    | 甲 | 乙 |\n    |---|---|\n    | 丙 | 丁 |\n",
        "| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n",
    ],
)
def test_every_text_is_listed_where_no_card_shows_it(notes: str) -> None:
    coverage = read(notes).coverage
    assert any("甲" in piece.text for piece in (*coverage.uncarded, *coverage.none)), coverage


@pytest.mark.parametrize(
    "notes",
    [
        "# ![甲](a.png)\n\n文。\n",
        "![](甲)\n===\n",
        "文。\n\n## ![[x.png|甲]]\n",
        "# <audio src='甲'></audio>\n",
    ],
)
def test_a_heading_that_only_shows_a_picture_is_listed(notes: str) -> None:
    assert ("甲", "heading") in {(piece.text, piece.reason) for piece in read(notes).coverage.none}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("![[x.pdf]]", "x.pdf"),
        ("![[x.pdf#page=3]]", "x.pdf > page=3"),
        ("![[別のノート]]", "別のノート"),
        ("![[別のノート#節|題]]", "題"),
        ("![[図.canvas]]", "図.canvas"),
        ('<embed src="x.pdf">', "x.pdf"),
        ('<iframe src="x.pdf"></iframe>', "x.pdf"),
        ('<iframe src="https://a.b/c?d&amp;e"></iframe>', "https://a.b/c?d&e"),
        ('<object data="x.pdf"></object>', "x.pdf"),
        ('<object data="x.pdf">\n</object>', "x.pdf"),
    ],
)
def test_what_is_embedded_and_cannot_be_shown_is_told_and_listed(written: str, name: str) -> None:
    alone = read(f"## 冗長化とは？\n\n{written}\n")
    assert [(problem.line, problem.slug) for problem in alone.problems] == [
        (1, "unanswered-question"),
        (3, "embedded-page"),
    ]
    assert name in alone.problems[1].message
    assert not alone.cards
    assert [(piece.first, piece.reason) for piece in alone.coverage.none] == [
        (3, "link" if "//" in name else "embedded")
    ]
    page = read(f"## 冗長化とは？\n\n二つ {written} 置く。\n")
    assert [(problem.line, problem.slug) for problem in page.problems] == [(3, "embedded-page")]
    assert name in page.cards[0].parts["answer"].text
    assert 'class="embed' not in page.fields[0]["Answer"]


@pytest.mark.parametrize(
    "notes",
    ["`![[x.pdf]]`", "![[1, 2]]", "![[x.png]]", "![[x.mp3]]", "```\n![[x.pdf]]\n```", "<!-- ![[x.pdf]] -->"],
)
def test_what_is_not_embedded_is_not_told(notes: str) -> None:
    assert told(f"# 題\n\n{notes}\n") == []


@pytest.mark.parametrize(
    ("notes", "line"),
    [
        ("文\n    <pre>乙</pre>\n    甲\n", 3),
        ("文\n    <pre>乙</pre>\n    ![甲](a.png)\n", 3),
        ("文 <table><tr><td>乙</td></tr></table>\n丙\n甲\n", 3),
        ("文 <div>\n乙\n</div>\n\n甲\n", 5),
        ("<pre>\n<pre>乙</pre>\n> 甲\n", 3),
        ("- <pre>\n  <pre>乙</pre>\n  - 甲\n", 3),
        ("<pre>\n- <pre>乙</pre>\n<table>\n  甲\n", 4),
        ("<table>\n<table><tr><td>乙</td></tr></table>\n\n- 甲\n", 4),
        ("<table>\n\n<table><tr><td>甲</td></tr></table>\n", 3),
        ("<table>\n\n<div>甲</div>\n\n乙\n", 3),
        ("<div>\n<p>乙\n<script>丙</script>\n\n甲\n", 5),
        ("<div>\n<!--\n甲\n- [TOC]\n", 3),
        ("<!--\n乙\n\n甲\n\n[TOC]\n", 4),
        ("<!--\n\n甲\n\n%% 丙 %%\n", 3),
        ("<details>\n\n- 甲\n\n<summary>乙</summary>\n\n丙\n\n</details>\n", 3),
        ("[乙](\n  丙\n  甲) 文\n", 3),
        ("[^1]: 甲\n", 1),
        ("[^1]: 乙\n[^1] 甲\n", 2),
        ("<math>\n<!--\n- <math><mi>甲</mi></math>\n", 3),
        ("<math><mi>乙</mi><script>甲</script></math>\n", 1),
        ("<script>\n\n<pre>乙</pre>\n</script>\n\n甲\n", 6),
        ("<script>\n<!--\n<script>乙</script>\n> 甲\n", 4),
        ("<script>\n甲\n</script>\n\n<script>\n乙\n</script>\n\n甲\n", 9),
        ("<svg>\n甲\n<svg><text>乙</text></svg>\n", 2),
        ("<svg>\n乙\n\n<svg><text>丙</text></svg>\n</svg>\n\n甲\n", 7),
        ("`乙\n  `\n甲\n", 3),
        ("文 `乙\n丙` 丁\n甲\n", 3),
        ("- \n  甲\n", 2),
        ("乙\n甲\n===\n", 2),
    ],
)
def test_every_text_is_listed_with_its_line(notes: str, line: int) -> None:
    coverage = read(notes).coverage
    pieces = [piece for piece in (*coverage.uncarded, *coverage.none) if "甲" in piece.text]
    assert [piece for piece in pieces if piece.first <= line <= piece.last], coverage


@pytest.mark.parametrize(
    "before",
    [
        "文\n    <pre>\n    コード\n    </pre>\n",
        "<pre>\n<pre>乙</pre>\n",
        "<table>\n<table><tr><td>乙</td></tr></table>\n",
    ],
)
def test_a_question_behind_raw_html_is_asked_with_its_line(before: str) -> None:
    page = read(f"# 題\n\n{before}\n- 冗長化とは？\n  - 二つ置く\n\n文\n\n## 余裕とは？\n\n余る\n")
    at = before.count("\n") + 4
    assert [(card.parts["question"].lines, card.parts["answer"].lines) for card in page.cards] == [
        (((at, at),), ((at + 1, at + 1),)),
        (((at + 5, at + 5),), ((at + 7, at + 7),)),
    ]


def test_code_in_a_paragraph_keeps_its_lines_as_they_are() -> None:
    page = read("## 順は？\n\n次の通り\n<pre>\n一\n二\n</pre>\n")
    assert "一\n二" in page.fields[0]["Answer"] + page.fields[0].get("Explanation", "")


def test_a_program_in_a_paragraph_is_listed() -> None:
    listed = read("<div>\n<p>乙\n<script>丙</script>\n</p>\n</div>\n").coverage
    assert [(piece.first, piece.text) for piece in (*listed.uncarded, *listed.none)] == [
        (2, "乙"),
        (3, "<script>"),
    ]


@pytest.mark.parametrize("inside", ["[TOC]", "id:: 丁", "%% 丁 %%", "%%\n丁\n%%"])
def test_what_is_for_an_app_ends_no_comment_of_the_author(inside: str) -> None:
    page = read(f"## 問とは？\n\n文。\n\n<!--\n甲\n{inside}\n乙\n-->\n")
    assert not [name for name, field in page.fields[0].items() if "乙" in field or "甲" in field]
    assert not page.coverage.uncarded
