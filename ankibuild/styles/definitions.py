"""Nested bullets: a term with what there is to know about it below (S22)."""

from collections.abc import Iterator, Sequence
from itertools import chain

from ankibuild.items.marks import judge
from ankibuild.markdown.outline import Section
from ankibuild.model import SEPARATOR, Block, Card, Line, Problem
from ankibuild.page.content import content_rows, is_link, item_part
from ankibuild.page.context import place_of
from ankibuild.page.flow import Row
from ankibuild.page.pieces import part_of_lines
from ankibuild.page.questions import asks
from ankibuild.patterns import lazily
from ankibuild.styles.card_words import holds, is_one
from ankibuild.styles.definition_list import definition_list
from ankibuild.styles.meanings import are_pairs
from ankibuild.styles.pair_signs import split_pair
from ankibuild.styles.plugin import has_cloze
from ankibuild.styles.terms import is_statement, is_term, teaches
from ankibuild.text import bold_prefix, cut, fold

STYLE = "definitions"
LONG_LEAF = 14
"""A leaf so long says something, in characters; a shorter one may be a mere entry of an enumeration."""


def definitions(section: Section) -> Iterator[Card | Problem]:
    """Yield a card for each bullet that is a term with mostly leaves below; the bullets above are its context.

    What stands under a heading that asks is the answer to it and is not asked again.
    """
    if not teaches(section) or (section.level and asks(section.title.text)):
        return
    for term, meaning in definition_list(section):
        parts = {"question": part_of_lines([term]), "answer": part_of_lines(meaning)}
        yield place_of(section, own=True).card("qa", STYLE, parts, claimed=parts["answer"].lines)
    for block in _lists(section.blocks):
        yield from _list(section, block, ())


def _lists(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the outermost lists, those in quotes and in folds that ask nothing too."""
    for block in blocks:
        if block.kind == "list":
            yield block
        elif block.kind == "quote" or (
            block.kind == "details" and not any(asks(x.text) for x in block.lines)
        ):
            yield from _lists(block.blocks)


def _list(section: Section, block: Block, above: tuple[str, ...]) -> Iterator[Card | Problem]:
    for item in filter(_nests, block.blocks):
        term = _term(item.lines[0])
        lists = [each for each in item.blocks if each.kind == "list"]
        children = list(chain.from_iterable(each.blocks for each in lists))
        if _divides(children):
            yield from chain.from_iterable(_list(section, each, (*above, term.text)) for each in lists)
        elif _is_definition(section, item, term, listed=bool(children)) and not are_pairs(children):
            yield from _card(section, item, term, above)


def _nests(item: Block) -> bool:
    return bool(item.lines and item.blocks)


def _divides(children: Sequence[Block]) -> bool:
    """Tell bullets of which at least one, and half of them with pairs on one line, divide their subject further."""
    branches = sum(_is_branch(child) for child in children)
    pairs = sum(_is_pair(child) for child in children)
    return branches > 0 and 2 * (branches + pairs) >= len(children)


def _is_pair(item: Block) -> bool:
    return bool(item.lines) and not item.blocks and bool(split_pair(item.lines[0]))


def _card(section: Section, item: Block, term: Line, above: Sequence[str]) -> Iterator[Card]:
    """Yield the card of a term, if what stands below says something."""
    found = [row for row in content_rows((item,), section.words) if row.line is not item.lines[0]]
    remarked = _describes(term.text) and any(map(_is_telling, found))
    if _say_something(found, nested=bool(above)) and not remarked:
        parts = {"question": part_of_lines([term]), "answer": item_part(item, found)}
        yield place_of(section, own=True).card("qa", STYLE, parts, context=SEPARATOR.join(above))


def _is_branch(item: Block) -> bool:
    """Tell a bullet that divides its subject further from a statement with a remark below."""
    return (
        bool(item.lines)
        and any(each.kind == "list" for each in item.blocks)
        and not is_statement(item.lines[0].text)
        and not _describes(item.lines[0].text)
        and not is_one("told_of_term", item.lines[0].text)
    )


_OBJECT = lazily("[{object}]")


def _describes(text: str) -> bool:
    return bool(_OBJECT.search(text)) and holds("of_sort", text)


def _is_definition(section: Section, item: Block, term: Line, *, listed: bool) -> bool:
    bold = bold_prefix(item.lines[0]) >= len(term.text)
    # steps are numbered, and a bullet with a paragraph below is a paragraph: unless bold sets the term apart
    if (
        has_cloze(item)
        or item.checked is not None
        or ((item.marker[:1].isdigit() or not listed) and not bold)
    ):
        return False
    if not is_term(term.text, section.words) or is_statement(term.text) or section.words.label(term):
        return False
    return split_pair(item.lines[0]) is None and judge(term, section.words)[1] is None


def _say_something(leaves: Sequence[Row], *, nested: bool) -> bool:
    """Tell statements from links, tasks and an enumeration of names; one name alone explains another."""
    if any(row.whole for row in leaves):
        return True
    said = [row for row in leaves if not is_link(row) and row.block.checked is None]
    if nested or len(said) == len(leaves) == 1:
        return 2 * len(said) >= len(leaves) > 0
    return 2 * sum(_is_telling(row) for row in said) >= len(leaves) > 0


_SAYS = lazily(r"[{case_signs}{with}、。:=→]|[{verb_ends}{adjective_ends}]$|(?<![a-z\d])\d")


def _is_telling(row: Row) -> bool:
    folded = fold(row.text)
    return len(folded) >= LONG_LEAF or bool(_SAYS.search(folded)) or "<img" in row.line.html


def _term(line: Line) -> Line:
    """Return a bullet's text without the colon at its end."""
    return cut(line, 0, len(line.text.rstrip("：: ")))
