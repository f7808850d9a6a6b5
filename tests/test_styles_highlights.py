"""`==highlights==` and `{braces}` as clozes, where the author switches them on."""

import pytest

from ankibuild.styles import recognise
from tests.case_files import page

LINES = {
    "HTTPS は ==443== です": "HTTPS は {{c1::443}} です",
    "==甲== と ==乙==": "{{c1::甲}} と {{c2::乙}}",
    "{主} は {従} を見る": "{{c1::主}} は {{c2::従}} を見る",
    "- ==**太字**== の語": "{{c1::太字}} の語",
    "`a == b` なら ==真==": "a == b なら {{c1::真}}",
    "$\\frac{TP}{TP}$ は {率}": "\\(\\frac{TP}{TP}\\) は {{c1::率}}",
}
PLAIN = ("a == b == c", "`==code==`", "{{c1::already}}", "{漢字|かんじ}", "${x}", "====", "== 空白 ==")


@pytest.mark.parametrize("notes", LINES)
def test_highlighted(notes: str) -> None:
    cards, _ = recognise(page(notes)[0], on=("highlights",))
    assert [card.parts["text"].text for card in cards] == [LINES[notes]]
    assert cards[0].kind == "cloze"
    assert cards[0].parts["text"].html.count("{{c") == LINES[notes].count("{{c")


@pytest.mark.parametrize("notes", PLAIN)
def test_not_highlighted(notes: str) -> None:
    cards, _ = recognise(page(notes)[0], on=("highlights",))
    assert [card for card in cards if card.style == "highlights"] == []


@pytest.mark.parametrize("notes", LINES)
def test_off_by_default(notes: str) -> None:
    cards, _ = recognise(page(notes)[0])
    assert [card for card in cards if card.kind == "cloze"] == []
