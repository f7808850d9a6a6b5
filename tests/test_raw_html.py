"""Raw HTML in notes: what marks up does so, and nothing swallows the rest of the page."""

import re
from base64 import b64decode
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from lxml.html import defs

from ankibuild.config import Config
from ankibuild.markdown.elements import ELEMENTS
from ankibuild.markdown.source import parse
from ankibuild.model import Page
from ankibuild.packaging.fields import fields_of
from ankibuild.reading import Reader
from tests.golden import Golden, golden
from tests.test_inline import rendered

READER = Reader(Config())
MARKS = frozenset(("br", "hr", "wbr", "details", "summary"))
"""Elements that mean something without an end tag."""


def read(notes: str) -> Page:
    source, _ = parse(notes.encode(), "a.md", Path("a.md"))
    assert source
    return READER.read(source)


def shown(page: Page) -> str:
    """Return all that is on cards or listed as being on none, as text."""
    listed = (*page.coverage.uncarded, *page.coverage.none)
    texts = [piece.text for piece in listed if piece.reason != "comment"]
    fields = [text for fields in page.fields for name, text in fields.items() if name != "Source"]
    fields += [card.context for card in page.cards]
    return " ".join(texts) + unescape(re.sub(r"<[^>]*>", "", " ".join(fields)))


@pytest.mark.parametrize("case", golden("html/raw"), ids=lambda case: case.title)
def test_raw_html(case: Golden) -> None:
    case.check(rendered(case.given))


@pytest.mark.parametrize(
    "name", sorted(ELEMENTS | {"Widget", "xmp", "plaintext", "listing", "portal", "frame"})
)
@pytest.mark.parametrize(
    "place",
    [
        "答えは <{}> を使う。甲",
        "<{}> で囲む。甲",
        "- <{}> で囲む。甲",
        "| 語 | 意味 |\n|---|---|\n| <{}> で囲む | 甲 |",
        "答えは </{}> で終わる。甲",
    ],
)
def test_an_element_that_is_named_swallows_nothing(name: str, place: str) -> None:
    page = read(f"# 題\n\n## 問1とは？\n\n{place.format(name)}\n\n乙\n\n## 問2とは？\n\n丙。\n")
    text = shown(page)
    for said in ("甲", "乙", "丙", "問2とは？"):
        assert said in text, (name, text)
    end = "/" if "</" in place else ""
    assert f"<{end}{name}>" in text or name in MARKS or name == "Widget" or page.problems, (name, text)


@pytest.mark.parametrize("name", sorted(ELEMENTS - MARKS - {"h1", "h2", "h3", "h4", "h5", "h6"}))
@pytest.mark.parametrize(
    "block", ["<div>\n<{}>\n甲\n</div>", '<div>\n<{} id="x>\n甲\n</div>', "<div><{} a\n\n甲</div>"]
)
def test_an_element_left_open_in_a_block_swallows_nothing(name: str, block: str) -> None:
    text = shown(
        read(f"# 題\n\n## 問1とは？\n\n文。\n\n{block.format(name)}\n\n乙\n\n## 問2とは？\n\n丙。\n")
    )
    for said in ("甲", "乙", "丙", "問2とは？"):
        assert said in text, (name, text)


OPEN = ["<{}>\n甲", "<div>\n<{}>\n甲", "<{} id=x>甲", "文 <{} id=x>甲", "- <{} id=x>甲", "<p><{} class=x>甲"]


@pytest.mark.parametrize("block", OPEN)
@pytest.mark.parametrize("name", sorted(ELEMENTS - {"h1", "h2", "h3", "h4", "h5", "h6"}))
def test_an_element_left_open_takes_in_no_section(name: str, block: str) -> None:
    page = read(f"# 題\n\n## 問1とは？\n\n文。\n\n{block.format(name)}\n\n乙\n\n## 問2とは？\n\n丙。\n")
    text = shown(page)
    assert all(said in text for said in ("甲", "乙", "丙"))
    assert [card.prompt for card in page.cards] == ["問1とは？", "問2とは？"]


@pytest.mark.parametrize(
    "block",
    [
        "<pre>\n<script>alert(1)</script>\n\n甲\n</pre>",
        "<pre>\n</script>\n甲\n</pre>",
        "<pre>\n</style>\n甲",
        "<pre>\n<textarea>甲</textarea>\n</pre>",
        "- <pre>\n  甲",
        "> <pre>\n> 甲\n> </pre>",
        "<textarea>\n</pre>甲\n</textarea>",
    ],
)
def test_code_of_a_web_page_ends_where_it_is_closed(block: str) -> None:
    page = read(f"# 題\n\n## 問1とは？\n\n文。\n\n{block}\n\n乙\n\n## 問2とは？\n\n丙。\n")
    assert [card.prompt for card in page.cards] == ["問1とは？", "問2とは？"]
    text = shown(page)
    assert all(said in text for said in ("甲", "乙", "丙"))


@pytest.mark.parametrize(
    "block",
    [
        "<table>\n    <table><tr><td>甲</td></tr></table>",
        "> <table>\n\n<table><tr><td>甲</td></tr></table>",
        "- <div>甲\n</div>",
        "- <tr><td>甲\n\n<table><tr><td>丁</td></tr></table>",
        "<pre>\n<pre>甲</pre>",
        "<ul>\n<li>甲\n\n<ul>\n<li>丁</li>\n</ul>",
        "<div>\n<blockquote>\n甲\n</div>\n\n> 丁",
    ],
)
def test_an_element_left_open_beside_one_that_is_closed_takes_in_no_section(block: str) -> None:
    rest = "## 問3とは？\n\n<table><tr><td>戊</td></tr></table>\n<ul><li>己</li></ul>\n"
    page = read(f"# 題\n\n## 問1とは？\n\n文。\n\n{block}\n\n乙\n\n## 問2とは？\n\n丙。\n\n{rest}")
    text = shown(page)
    assert all(said in text for said in "甲乙丙戊己")
    assert [card.prompt for card in page.cards] == ["問1とは？", "問2とは？", "問3とは？"]


def test_a_heading_in_a_box_of_a_web_page_stays_in_it() -> None:
    cell = "<table><tr><td>\n\n## 甲\n\n乙\n\n</td></tr></table>\n"
    tree = BeautifulSoup(rendered(cell), "lxml")
    assert tree.td
    assert tree.td.h2


@pytest.mark.parametrize("name", ["pre", "textarea", "svg", "math", "audio", "video"])
@pytest.mark.parametrize("start", ["- <{}>\n  甲", "> <{}>\n> 甲", "1. 文\n   <{}>\n   甲"])
def test_an_element_in_an_item_takes_nothing_behind_the_item(name: str, start: str) -> None:
    page = read(f"## 問1とは？\n\n{start.format(name)}\n\n乙\n\n## 問2とは？\n\n丙 <{name}>。</{name}>\n")
    assert [card.prompt for card in page.cards] == ["問1とは？", "問2とは？"]
    text = shown(page)
    assert all(said in text for said in ("甲", "乙", "丙"))


@pytest.mark.parametrize("block", ["<pre>\n<!--\n甲\n</pre>", "<div>\n<!-- 甲\n</div>", "<div>文 <!--\n甲"])
def test_a_comment_left_open_in_a_block_swallows_nothing(block: str) -> None:
    text = shown(read(f"# 題\n\n## 問1とは？\n\n文。\n\n{block}\n\n乙\n\n## 問2とは？\n\n丙。\n"))
    for said in ("甲", "乙", "丙", "問2とは？"):
        assert said in text, text


@pytest.mark.parametrize("block", ["- <!-- 秘密\n\n甲 -->", "<div>\n<!-- 秘密\n\n甲 -->\n</div>"])
def test_a_comment_that_ends_in_another_block_stays_hidden_in_its_own(block: str) -> None:
    assert "秘密" not in shown(read(f"## 問1とは？\n\n文。\n\n{block}\n"))


def test_a_drawing_becomes_a_picture_without_a_program() -> None:
    (card,) = read(
        '## 構成とは？\n\n<svg width="30" onload="alert(1)">\n<text>甲の図</text>\n\n<script>alert(2)</script></svg>\n\n後。\n'
    ).cards
    answer = fields_of(card, source="")["Answer"]
    found = re.match(r'<p><img alt="甲の図" src="data:image/svg\+xml;base64,([^"]*)" width="30"></p>', answer)
    assert found
    assert b64decode(found[1]).startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')
    assert b"script" not in b64decode(found[1])
    assert b"onload" not in b64decode(found[1])


def test_formulas_of_web_pages_reach_the_card() -> None:
    (card,) = read(
        "## 式とは？\n\n<math><mi>x</mi><mtext><script>alert(1)</script></mtext></math> と "
        '<span class="katex"><span class="katex-mathml"><math><semantics><mi>E</mi>'
        '<annotation encoding="application/x-tex">E_0</annotation></semantics></math></span>'
        '<span class="katex-html" aria-hidden="true">E0</span></span>\n'
    ).cards
    answer = fields_of(card, source="")["Answer"]
    assert answer == (
        r"<math><mi>x</mi><mtext>&lt;script&gt;alert(1)&lt;/script&gt;</mtext></math> と <span><span>\(E_0\)</span></span>"
    )


def test_what_is_for_the_browser_is_accounted_for() -> None:
    page = read("## 問とは？\n\n<style>\np {}\n</style>\n\n甲。\n")
    assert [(piece.first, piece.text) for piece in page.coverage.none if piece.reason == "comment"] == [
        (3, "<style>")
    ]


@pytest.mark.parametrize(
    "notes",
    [
        '<video controls>\n<source src="a.mp4">\n再生できません\n</video>',
        '<video src="a.mp4" controls></video>',
    ],
)
def test_a_film_answers(notes: str) -> None:
    (card,) = read(f"## 手順とは？\n\n{notes}\n").cards
    assert 'src="a.mp4"' in card.parts["answer"].html
    assert not card.parts["answer"].text


def test_the_names_of_elements_are_those_that_lxml_knows_and_the_newer_ones() -> None:
    """They stand in our code since to load that table takes long; here it is loaded."""
    newer = {"bdi", "data", "dialog", "main", "math", "picture", "rb", "rtc", "search", "svg", "template"}
    assert defs.tags | newer == ELEMENTS
