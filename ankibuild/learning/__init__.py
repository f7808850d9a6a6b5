"""What makes of a found card one that a learner can answer: short backs, fronts that say what is asked, cues."""

from collections.abc import Sequence

from ankibuild.learning.asking import with_asking
from ankibuild.learning.backs import with_short_backs
from ankibuild.learning.cues import with_cues
from ankibuild.learning.facts import with_facts
from ankibuild.model import Card


def answerable(cards: Sequence[Card]) -> list[Card]:
    """Return the cards as a learner can answer them, each still the same to the ledger."""
    return with_cues(with_asking(with_short_backs(with_facts(cards))))
