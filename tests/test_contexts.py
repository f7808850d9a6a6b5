"""The context line of a card, and titles as names of decks and tags."""

from pathlib import Path

import pytest

from ankibuild.contexts import plain_title, source_of, with_shown_contexts
from ankibuild.identity.candidate import candidate
from ankibuild.model import Card, Part
from ankibuild.pipeline import gather
from ankibuild.values import replace


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("🚀 Docker 入門！", "Docker 入門"),
        ("AWS ☁️ メモ📝✨", "AWS メモ"),
        ("■ 試験対策 ★★", "試験対策"),
        ("合格するぞ!!", "合格するぞ"),
        ("👨‍👩‍👧 家族の木", "家族の木"),
        ("○×問題", "○×問題"),
        ("C++ と C♯", "C++ と C♯"),
        ("Docker とは？", "Docker とは？"),
        ("❶ はじめに", "❶ はじめに"),
        ("🚀", "🚀"),
        ("！", "！"),
        ("", ""),
    ],
)
def test_a_title_without_what_decorates_it(title: str, plain: str) -> None:
    assert plain_title(title) == plain


def card(context: str, number: str = "", question: str = "何か？") -> Card:
    parts = {"question": Part(((1, 1),), question, question)}
    return Card("qa", "asking", "a.md", (), parts, context, number)


@pytest.mark.parametrize(
    ("context", "number", "root", "shown"),
    [
        ("CloudTech Study › 41 › SGD", "41", "CloudTech Study", "問 41 › SGD"),
        ("🚀 CloudTech　study！ › 41", "41", "資格::CloudTech Study", "問 41"),
        ("CloudTech Study › 41", "41", "資格", "CloudTech Study › 問 41"),
        ("頁 › 2. › 41", "2.", "資格", "頁 › 問 2. › 41"),
        ("✅ メリット › 41", "", "資格", "メリット › 41"),
        ("CloudTech Study", "", "CloudTech Study", ""),
        ("", "", "CloudTech Study", ""),
    ],
)
def test_the_context_line_leaves_out_the_deck_and_says_what_a_number_is(
    context: str, number: str, root: str, shown: str
) -> None:
    (found,) = with_shown_contexts([card(context, number)], root)
    assert found.context == shown
    assert with_shown_contexts([found], root) == [found]


def test_the_number_is_named_in_the_language_of_the_card() -> None:
    (found,) = with_shown_contexts([card("Notes › 41", "41", "What is a pod?")], "Notes")
    assert found.context == "Question 41"


def test_identity_sees_the_whole_context_whatever_the_deck_is_called() -> None:
    """A second page beside the only one lets the page's title come back into the line: no card moves by that."""
    raw = card("頁 › 41", "41")
    alone, beside = (with_shown_contexts([raw], root)[0] for root in ("頁", "資格"))
    assert alone.context != beside.context
    assert candidate(alone) == candidate(beside) == candidate(raw)


def test_decks_tags_and_contexts_of_notes_with_emoji(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# 🚀 Docker 入門！\n\n## 第 3 問\n\n### pod とは？\n\n一番小さな単位。\n", "utf-8")
    (only,) = gather([page]).cards
    assert (only.deck, only.context, only.tags[0]) == ("Docker 入門", "問 3", "Docker_入門")
    folder = tmp_path / "📚 メモ！"
    folder.mkdir()
    page.rename(folder / "a.md")
    (folder / "b.md").write_text("# 網\n\n## DNS とは？\n\n名前を引く仕組み。\n", "utf-8")
    first, second = gather([folder]).cards
    assert (first.deck, first.context) == ("メモ::Docker 入門", "Docker 入門 › 問 3")
    assert (second.deck, second.context) == ("メモ::網", "網")


@pytest.mark.parametrize(
    ("headings", "question", "source"),
    [
        (("頁", "41.", "2. べき等性って何？"), "べき等性って何？", "a.md › 頁 › 41."),
        (("頁", "41.", "4. じゃあ、解決策は？"), "損失が振動している\n解決策は？", "a.md › 頁 › 41."),
        (
            ("頁", "べき等性について知っておくこと全部"),
            "べき等性",
            "a.md › 頁 › べき等性について知っておくこと全部",
        ),
        (("頁", ""), "何か？", "a.md › 頁"),
        (("何か？",), "何か？", "a.md"),
    ],
)
def test_the_source_does_not_repeat_the_question(
    headings: tuple[str, ...], question: str, source: str
) -> None:
    assert source_of(replace(card("", question=question), headings=headings)) == source
