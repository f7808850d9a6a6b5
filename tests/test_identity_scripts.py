"""Random edit scripts with known truth: history stays with its card and never goes to another one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from ankibuild.candidate import Candidate
from ankibuild.identity import Match, match
from ankibuild.ledger import Entry
from tests.edit_scripts import ONE_PART, PLACES, TRAPS, write

SCRIPTS = 120
"""For each sort of edits: three sorts make more than 300 scripts."""


class Learner:
    """Builds after each round of edits, as a learner does, and remembers whose history is whose."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.owner: dict[str, int] = {}
        self.builds = 0

    def remember(self, cards: Sequence[Candidate], matches: Sequence[Match], uids: Sequence[int]) -> None:
        self.builds += 1
        clock = 10_000 * self.builds
        kept = {found.guid for found in matches}
        now = []
        for n, (card, found, uid) in enumerate(zip(cards, matches, uids, strict=True)):
            entry = Entry(
                found.guid, card.kind, clock + n, clock, card.page, card.headings, card.parts, card.context,
                "", found.explicit,
            )  # fmt: skip
            now.append(entry)
            if found.entry is None:
                self.owner[found.guid] = uid
        self.entries = now + [replace(e, removed=True) for e in self.entries if e.guid not in kept]


def play(seed: int, edits: Sequence[object]) -> Counter[str]:
    """Play one script of two rounds and count what became of the cards that were there before."""
    rng = Random(seed)
    book, learner, count = write(rng), Learner(), Counter[str]()
    cards, uids = book.candidates()
    learner.remember(cards, match((), cards).matches, uids)
    for _ in range(2):
        book.begin()
        before = {learner.owner[entry.guid]: entry for entry in learner.entries}
        for _ in range(rng.randint(1, 6)):
            rng.choice(edits)(book)  # type: ignore[operator]
        cards, uids = book.candidates()
        matches = match(learner.entries, cards).matches
        for card, found, uid in zip(cards, matches, uids, strict=True):
            entry = before.get(uid)
            if found.entry is not None and learner.owner[found.guid] != uid:
                same = (found.entry.prompt, found.entry.rest) == (card.prompt, card.rest)
                count["twin" if same else "wrong"] += 1  # two cards with one text cannot be told apart
            elif entry is not None and not entry.removed:
                count["lost" if found.entry is None else "kept"] += 1
        learner.remember(cards, matches, uids)
    return count


@pytest.mark.parametrize(
    ("edits", "least"),
    [(ONE_PART, 0.995), (PLACES, 1.0), (ONE_PART + PLACES + TRAPS, 0.0)],
    ids=["one part", "places", "everything"],
)
def test_history_stays_with_its_card(edits: Sequence[object], least: float) -> None:
    total = sum((play(seed, edits) for seed in range(SCRIPTS)), Counter[str]())
    assert total["kept"] > 1000
    assert total["wrong"] == 0, "history was attached to another question"
    assert total["kept"] / (total["kept"] + total["lost"]) >= least, total
