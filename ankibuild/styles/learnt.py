"""Cards that stay while their line stands: what made them cards were neighbours that are gone."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial

from ankibuild.markdown.outline import Section
from ankibuild.model import Card
from ankibuild.page.pieces import front_lines
from ankibuild.styles.asking import lone_headings
from ankibuild.styles.commands import lone_commands
from ankibuild.styles.folds import lone_folds
from ankibuild.styles.judged import lone_judged
from ankibuild.styles.meanings import lone_meanings
from ankibuild.styles.question_table import lone_rows
from ankibuild.styles.rhythm import lone_rhythm
from ankibuild.styles.term_table import lone_terms
from ankibuild.styles.values import lone_values
from ankibuild.text import key_of

_LONE: dict[str, Callable[[Section], Iterator[Card]]] = {
    "judged": lone_judged,
    "question_table": lone_rows,
    "folds": lone_folds,
    "asking": lone_headings,
    "rhythm": lone_rhythm,
    "meanings": lone_meanings,
    "term_table": lone_terms,
    "commands": lone_commands,
    "values": lone_values,
}
"""What each style that asks for company finds without it."""


def could_stay(page: Section, cards: Sequence[Card], off: Collection[str]) -> dict[str, list[Card]]:
    """Return cards for lines that no card of the page asks, by the keys of their prompts: if learnt, they stay."""
    taken = frozenset[int]().union(*map(front_lines, cards))
    found: dict[str, list[Card]] = {}
    for card in _lone(page, off, taken):
        if card.first_line not in taken:
            found.setdefault(key_of(card.prompt), []).append(card)
    return found


def _lone(page: Section, off: Collection[str], taken: Collection[int]) -> Iterator[Card]:
    sections = list(page.walk())
    for style, lone in _LONE.items():
        if style not in off:
            ask = partial(lone_rhythm, taken=taken) if lone is lone_rhythm else lone  # it finds one a heading
            for section in sections:
                yield from ask(section)
