"""What becomes of the inline syntax of notes, and of blocks that begin with a mark.

`cases/inline.txt` holds title · Markdown · HTML, parted by a line with a dot. After reading the
difference, `python tests/test_inline.py` writes the HTML anew.
"""

import re
from pathlib import Path

import pytest

from ankibuild.dialect import Dialect

CASES = Path(__file__).parent / "cases" / "inline.txt"
DIALECT = Dialect()


def cases() -> list[tuple[str, str, str]]:
    parts = re.split(r"^\.\n", CASES.read_text("utf-8"), flags=re.MULTILINE)
    return [(parts[i].strip(), parts[i + 1], parts[i + 2]) for i in range(0, len(parts) - 2, 3)]


def rendered(markdown: str) -> str:
    """Return the HTML with each block on a line of its own."""
    return (
        re.sub(r"(?<=.)(?=<(?:p|ul|ol|li|blockquote|table|pre|!--line)\b)", "\n", DIALECT.convert(markdown))
        + "\n"
    )


@pytest.mark.parametrize(("markdown", "expected"), [pytest.param(*c[1:], id=c[0]) for c in cases()])
def test_inline_syntax(markdown: str, expected: str) -> None:
    assert rendered(markdown) == expected


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


def main() -> None:
    """Write the HTML anew."""
    CASES.write_text(
        "".join(f"{title}\n.\n{page}.\n{rendered(page)}.\n" for title, page, _ in cases()), "utf-8"
    )


if __name__ == "__main__":
    main()
