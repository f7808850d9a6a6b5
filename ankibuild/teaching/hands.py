"""Which hands name a page: of most pages none, and nothing else of teaching is loaded."""

from ankibuild.config import TaughtHand, excluded
from ankibuild.markdown.outline import Section


def hands_of(page: Section) -> list[TaughtHand]:
    """Return the hands of the config that name a page."""
    return [hand for hand in page.words.hands if excluded(hand.pages)(page.path)]
