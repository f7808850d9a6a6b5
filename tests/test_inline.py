"""What becomes of the inline syntax of notes, and of blocks that begin with a mark."""

import re

import pytest

from ankibuild.markdown import dialect
from ankibuild.markdown.dialect import Dialect
from tests.golden import Golden, golden

DIALECT = Dialect()


def rendered(markdown: str) -> str:
    """Return the HTML with each block on a line of its own."""
    return (
        re.sub(r"(?<=.)(?=<(?:p|ul|ol|li|blockquote|table|pre|!--line)\b)", "\n", DIALECT.convert(markdown))
        + "\n"
    )


@pytest.mark.parametrize("case", golden("html/inline"), ids=lambda case: case.title)
def test_inline_syntax(case: Golden) -> None:
    case.check(rendered(case.given))


def test_ruby_in_brackets_is_switched_on() -> None:
    html = Dialect(ruby_brackets=True).convert("過学習《かがくしゅう》と｜Sage《セージ》と《注》")
    assert "<ruby>過学習<rt>かがくしゅう</rt></ruby>と<ruby>Sage<rt>セージ</rt></ruby>と《注》" in html


def test_pages_do_not_leak_into_each_other() -> None:
    DIALECT.convert("[^1] [a]\n\n[^1]: 注\n\n[a]: /url\n\n<div>\n\n**x")
    assert DIALECT.convert("[^1] [a] *") == '<p data-lines="1-1">[^1] [a] *</p>'


@pytest.mark.parametrize(
    "page", ["", "\n", " \t\n", "\u3000", "\x02klzzwxh:0000\x03", "\x02wzxhzdk:0\x03 <b>", "a\r\nb\rc"]
)
def test_odd_pages(page: str) -> None:
    assert "\x02" not in DIALECT.convert(page)
    assert DIALECT.convert(page).count("<br />") == page.count("\r")


@pytest.mark.parametrize(
    "text",
    [
        "**全部**", "前**「学習率」**が**太字**。", "a**b**c**d**e", "- **項目**：意味", "# **1.** 題**名**", "**a** **b**",
        "** 字 **", "**字 **続き", "**a****b**", "***a***", "**a*b**", "1**2**3 **4", "**開く", "| **a** | b |\n|-|-|\n| **c** | d |",
        "- x\n  **y**", "**\u3000空**",
    ],
)  # fmt: skip
def test_text_with_nothing_but_bold_is_read_as_the_rules_read_it(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = DIALECT.convert(text)
    monkeypatch.setattr(dialect, "_ONLY_BOLD", re.compile("(?!)"))
    assert quick == DIALECT.convert(text)
