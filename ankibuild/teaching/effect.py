"""What a hand does to the pages of some notes: which items come whole, which stretches lack a part."""

from collections.abc import Sequence

from msgspec import Struct

from ankibuild.config import Config, TaughtHand
from ankibuild.markdown.outline import Section
from ankibuild.markdown.source import Source
from ankibuild.model import Card
from ankibuild.reading import Reader
from ankibuild.styles.taught import STYLE
from ankibuild.teaching.read import Stretch, stretches
from ankibuild.values import replace


class Effect(Struct, frozen=True):
    """What a hand finds on one page."""

    page: str
    whole: tuple[Stretch, ...]
    doubtful: tuple[Stretch, ...]

    @property
    def fits(self) -> bool:
        """Whether the page is written so: more of its stretches are whole than lack something."""
        return len(self.whole) > len(self.doubtful)


def section_of(source: Source, reader: Reader) -> Section:
    """Return the tree of a page, with that of its answers behind it where another page holds them."""
    return reader.trees(source)[1]


def effect(section: Section, rows: Sequence[str]) -> Effect:
    """Return what the rows of a hand find on a page."""
    found = stretches(section, [rows])
    whole = tuple(each for each in found if not each.lacks)
    return Effect(section.path, whole, tuple(each for each in found if each.lacks))


def taught_cards(sources: Sequence[Source], config: Config, hand: TaughtHand) -> list[Card]:
    """Return the cards that a hand would give."""
    reader = Reader(replace(config, hands=(hand,)))
    return [card for source in sources for card in reader.read(source).cards if card.style == STYLE]
