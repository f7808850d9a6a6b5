"""What goes into the fields of a note: clean, in phrases, with no class that the templates do not know."""

import re
from collections.abc import Callable
from functools import partial
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ankibuild.markdown import classes, highlight
from ankibuild.markdown.cleaning import KNOWN_CLASSES, clean, is_blank
from ankibuild.markdown.dialect import Dialect
from ankibuild.model import FIELDS, Card, CardKind, Part
from ankibuild.packaging.fields import as_options, fields_of, swap
from ankibuild.packaging.phrases import LONG, is_body_text, with_breaks
from tests.anki_tools import anki_collection
from tests.golden import Golden, golden

QUESTION = "60 秒以内に<b>データを</b>処理するにはどうすればよいですか？"


@pytest.mark.parametrize("case", golden("html/cleaning"), ids=lambda case: case.title)
def test_cleaning(case: Golden) -> None:
    case.check(each_piece(case, clean))


@pytest.mark.parametrize("case", golden("html/line-ends"), ids=lambda case: case.title)
def test_line_ends(case: Golden) -> None:
    case.check(each_piece(case, partial(with_breaks, phrases=False)))


@pytest.mark.parametrize("case", golden("html/phrases"), ids=lambda case: case.title)
def test_phrases(case: Golden) -> None:
    case.check(each_piece(case, with_breaks))


def each_piece(case: Golden, step: Callable[[str], str]) -> str:
    """Treat the pieces of a case, parted by lines of three hyphens, one by one."""
    return "\n---\n".join(step(piece) for piece in case.given[:-1].split("\n---\n")) + "\n"


def card(**parts: str) -> Card:
    made = {name: Part(((1, 1),), "", html) for name, html in parts.items()}
    kind: CardKind = "qa" if "question" in parts else "cloze" if "text" in parts else "contrast"
    return Card(kind, "style", "notes.md", (), made, context="A < B")


def test_question_with_options() -> None:
    options = "<ol><li>再起動する</li><li><p>60 秒待つ</p></li></ol>"
    fields = fields_of(
        card(question=f"<p>{QUESTION}</p>", options=options, answer="再起動する", explanation="a  \\(b"),
        source="ページ › 41.",
    )  # fmt: skip
    assert tuple(fields) == FIELDS["qa"]
    assert fields["Question"].startswith("60&nbsp;秒以内に<wbr><b>データを<wbr></b>処理するには<wbr>")
    assert fields["Options"] == (
        '<ul class="options"><li>再<wbr>起動する</li><li><p>60&nbsp;秒待つ</p></li></ul>'
    )
    assert fields["Answer"] == "再起動する"
    assert fields["Explanation"] == "a  <span>\\</span>(b"
    assert (fields["Context"], fields["Source"]) == ("A &lt; B", "ページ › 41.")
    assert (fields["Removed"], fields["Extra1"]) == ("", "")
    assert "再起動する" in fields["Extra2"], "search looks through breaks in the first field only"


def test_several_right_options() -> None:
    items = "<li>甲</li><li>乙</li>"
    fields = fields_of(
        card(question="x", options=f"<ul>{items}<li>丙</li></ul>", answer=f"<ul>{items}</ul>"),
        source="",
    )
    assert fields["Options"].startswith('<ul class="options many">')
    assert as_options("甲<br>乙", many=False) == "甲<br>乙"


def test_contrast_and_cloze() -> None:
    fields = fields_of(card(correct="<p>甲</p>", incorrect="乙", why_incorrect="<br>"), source="")
    assert tuple(fields) == FIELDS["contrast"]
    assert (fields["Correct"], fields["Incorrect"], fields["WhyIncorrect"]) == ("甲", "乙", "")
    math = '{{c1::甲}} <span class="math">\\(\\frac{1}{n_{i}}\\)</span>'
    fields = fields_of(card(text=math), source="")
    assert tuple(fields) == FIELDS["cloze"]
    assert fields["Text"] == "{{c1::甲}} \\(\\frac{1}{n_{i} }\\)"


SENTENCE = "学習の前に個人情報を隠し、60 秒以内に終える。"


@pytest.mark.parametrize(("times", "body"), [(1, False), (3, False), (4, True)])
def test_what_runs_on_for_many_lines_is_body_text(times: int, body: bool) -> None:
    """At 78 characters it is still broken by phrases, at 104 no more; units are bound in both."""
    assert len(SENTENCE) * 3 <= LONG < len(SENTENCE) * 4
    fields = fields_of(card(question=f"<p>{SENTENCE * times}</p>"), source="")
    assert ('<div class="long">' in fields["Question"], "<wbr>" in fields["Question"]) == (body, not body)
    assert "60&nbsp;秒" in fields["Question"]


def test_many_short_lines_are_no_body_text() -> None:
    items = f"<li>{SENTENCE}</li>" * 9
    assert not is_body_text(f"<p>{SENTENCE}<br>{SENTENCE * 2}</p><ul>{items}</ul>")
    assert not is_body_text(
        "<p>A long English sentence breaks at its blanks anyway. It needs nothing else to be read.</p>"
    )


def test_options_are_set_alike() -> None:
    """The right option is often the longest: it must not look different from the others."""
    for long in ("correct", "incorrect"):
        texts = {"correct": "甲を選ぶ", "incorrect": "乙を選ぶ", long: SENTENCE * 5}
        fields = fields_of(card(**texts), source="")
        for name in ("Correct", "Incorrect"):
            assert re.fullmatch(r'<div class="long">(?:(?!<wbr>).)*</div>', fields[name])
    items = f"<li>甲を選ぶ</li><li>{SENTENCE * 5}</li>"
    fields = fields_of(card(question="どれ？", options=f"<ol>{items}</ol>", answer="甲を選ぶ"), source="")
    bound = items.replace("60 ", "60&nbsp;").replace("終える。<", '<span class="end">終える。</span><')
    assert fields["Options"] == f'<div class="long"><ul class="options">{bound}</ul></div>'


def test_swap_is_even() -> None:
    """The first byte of a hash of 4,000 guids: a fair coin leaves this range once in a million."""
    ones = sum(swap(f"guid{number}") == "1" for number in range(4000))
    assert 1845 < ones < 2155
    assert {swap(f"guid{number}") for number in range(20)} == {"", "1"}


def test_every_class_is_known() -> None:
    """What the stages emit is what is known, no more and no less."""
    markdown = ["甲[^1]\n\n[^1]: 乙", *(f"> [!{name}]\n> 甲" for name in classes.CALLOUTS)]
    markdown += ["```diff\n-a\n+b\n```", "```python\ndef f(x): return 1 # c\n```", "$x$ <b class=hi>甲</b>"]
    htmls = [clean(Dialect().convert(page)) for page in markdown]
    htmls += [as_options("<ul><li>甲</li></ul>", many=True)]
    htmls += [fields_of(card(question=text), source="")["Question"] for text in ("長い文" * 40, "短い")]
    htmls += [
        fields_of(card(question="甲", answer="乙", explanation="<p>長い文</p>" * 40), source="")[
            "Explanation"
        ]
    ]
    emitted = {
        name for html in htmls for names in re.findall(r'class="([^"]*)"', html) for name in names.split()
    }
    assert emitted == KNOWN_CLASSES


def test_a_table_knows_its_lines_no_more() -> None:
    html = clean(Dialect().convert("| a |\n|---|\n| **b** |\n\n- c\n\n```js\n1\n```"))
    assert "data-" not in html
    assert "<strong>b</strong>" in html


@pytest.mark.parametrize("code", ["", "\n", "\n\n a\n\n", "x = '<&>'\t\r", "日本語 = 1"])
@pytest.mark.parametrize("info", ["python", "js:a.js", "{.sql}", "console", "nope", "", "yaml", "html"])
def test_highlighting_keeps_the_code(code: str, info: str) -> None:
    coloured = highlight.highlight(code, info)
    assert unescape(re.sub(r"<[^>]*>", "", coloured)) == code


TEXTS = st.text(st.sampled_from("データを 60 秒でMBのA1（「。\xa0&<\\([$"), max_size=30)


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(st.lists(TEXTS, max_size=4), st.sampled_from(["<b>", "<code>", "<p>", "<br>", "<ruby>", "<li>"]))
def test_breaks_change_no_text(texts: list[str], tag: str) -> None:
    """Only `<wbr>` comes in, and a hard blank for a blank; tags and text stay in their order."""
    html = clean(tag.join(text.replace("&", "&amp;").replace("<", "&lt;") for text in texts))
    broken = with_breaks(html)
    assert broken.replace("<wbr>", "").replace("&nbsp;", " ") == html.replace("&nbsp;", " ")
    assert not re.search(r"[0-9](&nbsp;)?<wbr>", broken)


def test_anki_runs_and_reads_out_nothing_of_a_text(tmp_path: Path) -> None:
    said = "[latex]a[/latex] [$]b[/$] [$$]c[/$$] [anki:tts lang=ja_JP]d[/anki:tts] <code>[$]e[/$]</code>"
    with anki_collection(tmp_path) as anki:
        for text, free in ((said, False), (clean(said), True)):
            note = anki.col.new_note(anki.col.models.by_name("Basic"))
            note.fields = [text, ""]
            anki.col.add_note(note, 1)
            shown = note.cards()[0].render_output()
            assert (
                "latex" not in re.sub(r"\[</span>/?latex|<span>\[</span>/?latex", "", shown.question_text)
            ) is free
            assert (not shown.question_av_tags) is free


def test_blank() -> None:
    assert all(map(is_blank, ["", " ", "<br>", "<p>&nbsp;</p>", "<img>", "<li></li>"]))
    assert not any(map(is_blank, ["0", "<img src='x'>", "<p>。</p>", '<img alt="" src="x.png">']))


def test_search_in_anki_finds_the_text(tmp_path: Path) -> None:
    """A learner who types what he reads finds the card, across phrases, units and parted brackets."""
    with anki_collection(tmp_path) as anki:
        note = anki.col.new_note(anki.col.models.by_name("Basic"))
        note.fields = [with_breaks(clean(QUESTION)), clean("配列\\(例\\)の数")]
        anki.col.add_note(note, 1)
        for words in ("60 秒以内に", "データを処理するには", "どうすればよいですか", "(例"):
            assert anki.col.find_notes(f'"{words}"') == [note.id], words


def test_search_in_anki_finds_answers_whose_ends_are_bound(tmp_path: Path) -> None:
    """Elements within the text hide it from Anki's search but in the first field: `Extra2` says it once more."""
    answer = "<p>処理は 60 秒以内、既存のデータをそのままコピーして増やす &amp; 消す。</p>"
    fields = fields_of(card(question="オーバーサンプリングの単純な複製とは何か？", answer=answer), source="")
    assert '<span class="end">' in fields["Answer"]
    with anki_collection(tmp_path) as anki:
        note = anki.col.new_note(anki.col.models.by_name("Basic"))
        for hidden in ("", fields["Extra2"]):
            note.fields = [fields["Question"], f"{fields['Answer']} {hidden}"]
            (anki.col.update_note if note.id else lambda each: anki.col.add_note(each, 1))(note)
            found = [bool(anki.col.find_notes(f'"{words}"')) for words in ("60 秒以内", "コピーして増やす")]
            assert found == [bool(hidden)] * 2, hidden


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("SMOTE とは？", True),
        ("<p>なぜオーバーサンプリングが必要？</p>", True),
        ("あ" * 20, True),
        ("あ" * 21, False),
        ("SageMaker Data Wrangler とは？", True),
        ("甲<br>乙", False),
        ("<p>甲</p><p>乙</p>", False),
        ("<ul><li>甲</li></ul>", False),
        ('<img src="a.png">', False),
    ],
)
def test_a_short_front_is_set_large(question: str, short: bool) -> None:
    fields = fields_of(card(question=question, answer="乙"), source="")
    assert fields["Question"].startswith('<div class="short">') is short


def test_a_short_question_with_options_is_set_as_usual() -> None:
    fields = fields_of(
        card(question="どれ？", options="<ul><li>甲</li><li>乙</li></ul>", answer="甲"), source=""
    )
    assert fields["Question"] == "どれ？"


def test_japanese_text_in_an_english_deck_says_that_it_is() -> None:
    """The templates say lang="en" then, and a Chinese system would draw its own glyphs."""
    mixed = card(question="What does 冪等 (べきとう) mean?", answer="Same result.", explanation="<p>直す</p>")
    japanese, english = (fields_of(mixed, source="頁 › べき", language=each) for each in ("ja", "en"))
    assert "lang=" not in "".join(japanese.values())
    assert english["Question"] == f'<div lang="ja">{japanese["Question"]}</div>'
    assert english["Source"] == f'<span lang="ja">{japanese["Source"]}</span>'
    assert english["Answer"] == japanese["Answer"]
    assert english["Explanation"].startswith('<div lang="ja">')


def test_a_reversed_card_answers_with_the_bare_term() -> None:
    parts = {
        "question": Part(((1, 1),), "A & B", "A &amp; Bとは？（2 点）"),
        "answer": Part(((1, 1),), "丙", "丙"),
    }
    fields = fields_of(Card("qa", "style", "a.md", (), parts, both_ways=True), source="")
    assert fields["Extra1"] == "A &amp; B"
    picture = {**parts, "question": Part(((1, 1),), "", '<img src="a.png">')}
    fields = fields_of(Card("qa", "style", "a.md", (), picture, both_ways=True), source="")
    assert fields["Extra1"] == '<img src="a.png">'
