"""Items as examples taught them (S28): pages that a hand of the config names are read by it before all else."""

from collections.abc import Iterator

from ankibuild.config import TaughtHand
from ankibuild.items.answers import join
from ankibuild.items.cards import item_cards
from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Problem
from ankibuild.speech import _
from ankibuild.teaching.read import Stretch, hands_of, stretches
from ankibuild.values import replace

STYLE = "taught"
UNLIKE = "unlike-example"


def taught(section: Section) -> Iterator[Card | Problem]:
    """Yield the cards of a page that a hand names, and what its stretches lack; nothing for its inner sections."""
    hands = hands_of(section)
    if section.level or not hands:
        return
    found = stretches(section, [hand.rows for hand in hands])
    answered = [bool(each.read.item.right) for each in found]
    join(section, [each.read for each in found])
    for each, before in zip(found, answered, strict=True):
        joined = not before and bool(each.read.item.right)
        yield from _cards(section, each, "" if joined else each.lacks, hands[each.hand])


def _cards(section: Section, each: Stretch, lacks: str, hand: TaughtHand) -> Iterator[Card | Problem]:
    """Yield the cards of a stretch, or that it lacks something."""
    read = each.read
    made = [] if lacks else [_whole(x, each) for x in item_cards(read.item, read.blocks, read.place, STYLE)]
    if any(isinstance(card, Card) for card in made):
        yield from made
        return
    what = lacks or _("no card came of it")
    message = _("written like {name!r}, but: {what}", name=hand.name, what=what)
    keyed = any(row.startswith(("key", "right")) for row in hand.rows)
    listed = keyed and any(option.listed for option in each.read.item.options)
    yield Problem(section.path, each.line, UNLIKE, message, each.last * listed)


def _whole(made: Card | Problem, each: Stretch) -> Card | Problem:
    """Let a Q&A take the whole stretch, with the fence around it."""
    if not isinstance(made, Card) or made.kind != "qa":
        return made
    fences = [block.last for block in each.read.blocks if block.kind == "code"]
    return replace(made, claimed=((each.line, max((each.last, *fences))),))
