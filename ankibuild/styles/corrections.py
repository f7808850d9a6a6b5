"""What the author got wrong, and right below what is true: `✕ GRU は LSTM より重い` over `○ GRU のほうが軽い`."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from ankibuild.items.marks import bare_option
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Problem
from ankibuild.page.content import holds_terms
from ankibuild.page.context import is_bare, place_of
from ankibuild.page.flow import Row, chosen, rows
from ankibuild.page.pieces import part, part_of_lines
from ankibuild.page.questions import asks
from ankibuild.text import key_of

STYLE = "corrections"
SHORTEST = 6
"""A shorter text is an option or a name, in characters."""
SHARED = 3
"""So many characters in a row that two statements share show that they are about one thing: merits share none."""
_WRONG, _RIGHT = re.compile(r"\s*[×✕✖✗✘❌]\ufe0f?"), re.compile(r"\s*[○〇◯⭕✅✓✔]\ufe0f?")


def corrections(section: Section) -> Iterator[Card | Problem]:
    """Yield a contrast for each wrong statement with its correction beside it, where nothing stands before them.

    Behind a text, marked lines are its options or its points.
    """
    title = section.title.text
    if asks(title) or (title and is_bare(title, section.words)) or not holds_terms(section):
        return
    for block in section.blocks:
        found = [*_pairs(section, block)]
        if not found and block.kind not in ("rule", "comment"):
            return
        yield from found


def _pairs(section: Section, block: Block) -> Iterator[Card]:
    found = [row for row in rows((block,)) if row.text]
    said = _parted(found)
    if len(said) % 2:
        return
    pairs = list(zip(said[::2], said[1::2], strict=True))
    if all(_is_wrong(first) != _is_wrong(second) for first, second in pairs):
        for pair in pairs:
            yield from _card(section, *sorted(pair, key=_is_wrong, reverse=True))


def _parted(found: Sequence[Row]) -> list[Sequence[Row]]:
    """Part rows at their marks; nothing where the first has none."""
    starts = [i for i, row in enumerate(found) if _is_marked(row)]
    bounds = [*starts, len(found)] if starts[:1] == [0] else []
    return [found[a:b] for a, b in pairwise(bounds)]


def _is_marked(row: Row) -> bool:
    return bool(_WRONG.match(row.text) or _RIGHT.match(row.text))


def _is_wrong(said: Sequence[Row]) -> bool:
    return bool(_WRONG.match(said[0].text))


def _card(section: Section, wrong: Sequence[Row], right: Sequence[Row]) -> Iterator[Card]:
    incorrect, correct = (bare_option(rows[0].line, section.words)[0] for rows in (wrong, right))
    if min(len(incorrect.text), len(correct.text)) < SHORTEST or not _about_one(incorrect.text, correct.text):
        return
    parts = {"incorrect": part_of_lines([incorrect]), "correct": part_of_lines([correct])}
    for name, told in (("why_incorrect", wrong[1:]), ("why_correct", right[1:])):
        if told:
            parts[name] = part(section.blocks, chosen(told))
    yield place_of(section, own=True).card("contrast", STYLE, parts)


def _about_one(one: str, other: str) -> bool:
    a, b = key_of(one), key_of(other)
    return a != b and SequenceMatcher(None, a, b, autojunk=False).find_longest_match().size >= SHARED
