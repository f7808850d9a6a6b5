"""Parts of cards out of pieces of lists: what has lost its first line is no item, a lone number says nothing."""

from pathlib import Path

import pytest

from ankibuild.config import Config
from ankibuild.markdown.source import parse
from ankibuild.reading import Reader
from tests.case_files import recognised


@pytest.mark.parametrize(
    ("notes", "part", "html"),
    [
        # the reasons below an option are a list of their own
        (
            "## 3.\n\n- 箱を夜だけ開けておくようにする。\n  - 安い。\n  - 静かである。\n- 箱を捨てる。は不正解です。\n  - 戻せない。\n",
            "why_correct",
            "<ul><li>安い。</li><li>静かである。</li></ul>",
        ),
        # a line of text that Markdown takes for the rest of the last option
        (
            "## 問1\n\n夜の箱を守るのはどれですか。\n\n1. 金庫\n2. 番人\n3. 窓\n答え：2\n夜に強い。\n",
            "explanation",
            "<p>夜に強い。</p>",
        ),
    ],
)
def test_html(notes: str, part: str, html: str) -> None:
    cards, _ = recognised(notes)
    assert [card.parts[part].html for card in cards if part in card.parts] == [html]


def test_an_answer_names_its_code_and_a_question_the_whole_block() -> None:
    text = "1. What does this print?\n\n```\np 1\n```\n\n2. Which lock holds two?\n\n```\npair.lock\n```\n"
    source, _problems = parse(text.encode(), "notes.md", Path("notes.md"))
    assert source
    answers = [card.parts["answer"] for card in Reader(Config()).read(source).cards]
    assert [(each.text, each.lines) for each in answers] == [("pair.lock", ((10, 10),))]
