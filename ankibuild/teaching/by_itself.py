"""Read what a page writes alike and nothing else reads, with no example: the first such item, guessed, is one.

The guess stands only where the page itself bears it out: nearly all stretches that look alike come whole by it, each
with a row behind its options that names some of them, and not the same ones each time.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from ankibuild.markdown.outline import Section
from ankibuild.teaching.alike import looks_alike
from ankibuild.teaching.guess import Guesses
from ankibuild.teaching.learn import CHOSEN, Taught, learn
from ankibuild.teaching.looks import Look
from ankibuild.teaching.propose import LEAST, groups
from ankibuild.teaching.read import Stretch, stretches
from ankibuild.teaching.two_parts import LearningError

TRIES: Final = 3
"""So many groups are tried, and so many stretches of each as the example."""
SURE: Final = 0.8
"""The share of the stretches alike that come whole."""
_NEEDED: Final = frozenset(("stem", "option", "key"))


def own_hand(page: Section, carded: frozenset[int]) -> tuple[str, ...]:
    """Return the rows of the hand that a page itself teaches; none where it bears out no guess.

    `carded` are the lines of cards, and of what was read with them.
    """
    best: tuple[str, ...] = ()
    most = 0
    if not (alike := groups(page, carded)[:TRIES]):
        return best
    guesses = Guesses(page)
    for group in alike:
        for first, last in group[:TRIES]:
            rows = _learnt(page, guesses, first, last)
            found = (
                [each for each in stretches(page, [rows]) if carded.isdisjoint(each.lines)] if rows else []
            )
            whole = [each for each in found if not each.lacks and each.read.item.right]
            if len(whole) > most and _bear_out(whole, max(len(group), len(found))):
                best, most = rows, len(whole)
    return best


def _learnt(page: Section, guesses: Guesses, first: int, last: int) -> tuple[str, ...]:
    """Return the rows of the hand that a stretch with guessed roles teaches; none where it teaches nothing."""
    example = list(_example(guesses.roles(first, last)))
    if not _NEEDED.issubset(each.role for each in example):
        return ()
    try:
        rows = learn(example, guesses.looks, page.words)
    except LearningError:
        return ()
    return () if looks_alike(rows) else rows


def _example(guessed: Sequence[tuple[Look, str]]) -> Iterator[Taught]:
    """Yield the rows of an example as guessed: `reason B` is about the option with that letter."""
    leads = ((look, look.sign.lead) for look, role in guessed if role in CHOSEN)
    lines = {lead.letter: look.line for look, lead in leads if lead}
    for look, role in guessed:
        name, _blank, letter = role.partition(" ")
        yield Taught(look, name, lines.get(letter, 0))


def _bear_out(whole: Sequence[Stretch], count: int) -> bool:
    """Tell stretches that bear out a guess: nearly all that look alike, and not always the same option right."""
    places = {tuple(n for n, option in enumerate(x.read.item.options) if option.right) for x in whole}
    return len(whole) >= max(LEAST, SURE * count) and len(places) > 1
