"""Generated pages: the same blocks as markdown-it-py, and every line where the dialect says it is.

Each text on a generated page ends in its own line number, so the page itself is the oracle for lines.
"""

import itertools
import re
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from tests.test_dialect import DIALECT, assert_structure

Lines = list[str]

TEXTS = st.sampled_from(
    ["@", "正解は@", "👉 例：@", "**太字** @", "x_y_z @", "`a` @", "<b>B</b> @", "A & B < C @"]
)
NUMBERS = re.compile(r"L(\d+)")


def paragraphs() -> st.SearchStrategy[Lines]:
    return st.lists(TEXTS, min_size=1, max_size=3)


def small_blocks() -> st.SearchStrategy[Lines]:
    code = st.lists(st.sampled_from(["@", "", "# @", "- @", "\t@", "    @"]), max_size=4)
    return st.one_of(
        paragraphs(),
        TEXTS.map(lambda text: [f"## {text}"]),
        TEXTS.map(lambda text: [text, "==="]),
        st.sampled_from([["***"], ["---"], ["- - -"], ["<!-- x -->"], ["[x]: /url"]]),
        st.tuples(code, st.sampled_from(["```", "~~~~", "```sql"])).map(
            lambda c: [c[1], *c[0], c[1].strip("sql")]
        ),
        TEXTS.map(lambda text: [f"    {text}"]),
        st.lists(TEXTS, min_size=1, max_size=3).map(
            lambda rows: [f"| {rows[0]} | b |", "| --- | :-: |", *(f"| {row} | c |" for row in rows[1:])]
        ),
    )


def joined(blocks: list[Lines], *, blank: bool) -> Lines:
    return list(itertools.chain.from_iterable([*block, *([""] if blank else [])] for block in blocks))


def quote(inside: tuple[list[Lines], bool]) -> Lines:
    return [f"> {line}".rstrip() for line in joined(inside[0], blank=inside[1])]


def details(inside: list[Lines]) -> Lines:
    return ["<details>", "<summary>@</summary>", "", *joined(inside, blank=True), "</details>", ""]


def list_of(markers: Iterator[str], items: list[list[Lines]], indent: str, shape: tuple[bool, bool]) -> Lines:
    """Write a list whose items hold blocks, indented as some author would, loose or tight."""
    lines = []
    for marker, item in zip(markers, items, strict=False):
        first, *rest = joined(item, blank=shape[0])
        lines += [f"{marker} {first}", *(indent + line if line else "" for line in rest)]
        lines += [""] if shape[1] else []
    return lines


def lists(inside: st.SearchStrategy[list[Lines]]) -> st.SearchStrategy[Lines]:
    bullets = st.sampled_from("-*+").map(itertools.repeat)
    numbers = st.tuples(st.integers(0, 12), st.sampled_from(".)")).map(
        lambda n: (f"{i}{n[1]}" for i in itertools.count(n[0]))
    )
    return st.builds(
        list_of,
        st.one_of(bullets, numbers),
        st.lists(inside, min_size=1, max_size=3),
        st.sampled_from(["  ", "   ", "    ", "\t"]),
        st.tuples(st.booleans(), st.booleans()),
    )


def nested(blocks: st.SearchStrategy[Lines]) -> st.SearchStrategy[Lines]:
    several = st.lists(blocks, min_size=1, max_size=3)
    return st.one_of(
        lists(several), lists(several), st.tuples(several, st.booleans()).map(quote), several.map(details)
    )


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Return a page on which "@" has become "L", the number of its line and a semicolon."""
    blocks = draw(st.lists(st.recursive(small_blocks(), nested, max_leaves=8), min_size=1, max_size=4))
    lines = itertools.chain.from_iterable(block + [""] * draw(st.integers(0, 2)) for block in blocks)
    return "\n".join(line.replace("@", f"L{number};") for number, line in enumerate(lines, 1))


def numbers_in(text: str) -> list[int]:
    return [int(number) for number in NUMBERS.findall(text)]


def counted_lines(element: lxml_html.HtmlElement) -> Iterator[tuple[int, int]]:
    """Yield for every number in a paragraph the line that counting newlines gives, and the number."""
    first = int(element.attrib["data-lines"].split("-")[0])
    for offset, line in enumerate(element.text_content().split("\n")):
        yield from ((first + offset, number) for number in numbers_in(line))


def assert_lines(page: str) -> None:
    source = page.split("\n")
    tree = lxml_html.fragment_fromstring(DIALECT.convert(page), create_parent="section")
    for element in tree.iter():
        if isinstance(element, lxml_html.HtmlComment):
            number = int((element.text or "").removeprefix("line:")) if "line:" in (element.text or "") else 0
            assert numbers_in((element.tail or "").split("\n")[0]) in ([], [number])
        elif "data-lines" in element.attrib:
            first, last = (int(number) for number in element.attrib["data-lines"].split("-"))
            assert source[first - 1].strip()
            assert source[last - 1].strip()
            assert numbers_in("\n".join(source[first - 1 : last])) == numbers_in(element.text_content())
            if element.tag in {"p", "h1", "h2"}:
                assert all(counted == number for counted, number in counted_lines(element))


@settings(max_examples=120, derandomize=True, deadline=None, database=None)
@given(pages())
def test_generated_pages(page: str) -> None:
    assert_structure(page)
    assert_lines(page)


@settings(max_examples=40, derandomize=True, deadline=None, database=None)
@given(pages(), st.integers(2, 90))
def test_first_line_moves_every_line(page: str, first_line: int) -> None:
    def lines(html: str) -> list[int]:
        return [
            int(n) for pair in re.findall(r'data-lines="(\d+)-(\d+)"|<!--line:(\d+)', html) for n in pair if n
        ]

    moved = lines(DIALECT.convert(page, first_line))
    assert [number - first_line + 1 for number in moved] == lines(DIALECT.convert(page))
