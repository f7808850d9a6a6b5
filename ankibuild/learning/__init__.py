"""What makes of a found card one that a learner can answer: short backs, fronts that say what is asked, cues."""

from collections.abc import Sequence

from ankibuild.learning.asking import with_asking
from ankibuild.learning.backs import with_short_backs
from ankibuild.learning.clearing import with_clear_parts
from ankibuild.learning.cues import with_cues
from ankibuild.learning.facts import with_facts
from ankibuild.learning.giveaways import without_giveaways
from ankibuild.learning.pairs import with_bare_prompts
from ankibuild.learning.pointing import standing_alone
from ankibuild.model import Card, Problem


def answerable(cards: Sequence[Card]) -> tuple[list[Card], list[Problem]]:
    """Return the cards as a learner can answer them, each still the same to the ledger, and why some are none."""
    kept, problems = standing_alone(with_facts(cards))
    short = with_clear_parts(with_short_backs(without_giveaways(kept)))
    return with_bare_prompts(with_cues(with_asking(short))), problems
