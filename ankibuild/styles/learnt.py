"""Cards that stay while their line stands: what made them cards were neighbours that are gone."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial

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


class Spare:
    """Cards for lines that no card of a page asks: if learnt, they stay.

    They are looked for once more is learnt of the page than its cards ask, which takes a twentieth of its reading.
    """

    def __init__(self, page: Section, cards: Sequence[Card], off: Collection[str]) -> None:
        self._page, self._cards, self._off = page, cards, off
        self._asked = Counter(key_of(card.prompt) for card in cards)

    def is_asked_for(self, learnt: Iterable[str]) -> bool:
        """Tell whether more was learnt, by these prompts, than the page's cards ask."""
        return any(count > self._asked[key] for key, count in Counter(map(key_of, learnt)).items())

    @cached_property
    def cards(self) -> Mapping[str, Sequence[Card]]:
        """These cards, by the keys of their prompts."""
        taken = frozenset[int]().union(*map(front_lines, self._cards))
        found: dict[str, list[Card]] = {}
        for card in _lone(self._page, self._off, taken):
            if card.first_line not in taken:
                found.setdefault(key_of(card.prompt), []).append(card)
        return found

    @cached_property
    def could_stay(self) -> Mapping[str, tuple[int, int]]:
        """How many cards ask each, and how many more would (see `staying`)."""
        return {key: (self._asked[key], len(lone)) for key, lone in self.cards.items()}


def _lone(page: Section, off: Collection[str], taken: Collection[int]) -> Iterator[Card]:
    sections = list(page.walk())
    for style, lone in _LONE.items():
        if style not in off:
            ask = partial(lone_rhythm, taken=taken) if lone is lone_rhythm else lone  # it finds one a heading
            for section in sections:
                yield from ask(section)
