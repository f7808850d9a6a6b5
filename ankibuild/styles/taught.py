"""Items as examples taught them (S28): pages that a hand of the config names are read by it before all else."""

from collections.abc import Iterator
from dataclasses import replace

from ankibuild.config import excluded
from ankibuild.items.answers import join
from ankibuild.items.cards import item_cards
from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Problem
from ankibuild.speech import _
from ankibuild.teaching.read import Stretch, stretches

STYLE = "taught"
UNLIKE = "unlike-example"


def taught(section: Section) -> Iterator[Card | Problem]:
    """Yield the cards of a page that a hand names, and what its stretches lack; nothing for its inner sections."""
    hands = [hand for hand in section.words.hands if excluded(hand.pages)(section.path)]
    if section.level or not hands:
        return
    taken: set[int] = set()
    for hand in hands:
        found = [each for each in stretches(section, hand.rows) if taken.isdisjoint(_lines(each))]
        yield from taught_cards(section, found, hand.name)
        taken.update(*(_lines(each) for each in found if not each.lacks))


def taught_cards(section: Section, found: list[Stretch], name: str) -> Iterator[Card | Problem]:
    """Yield the cards of the stretches that a hand found, and what the others lack."""
    waiting = {id(each) for each in found if each.lacks and not each.read.item.right}
    join(section, [each.read for each in found])
    for each in found:
        read = each.read
        lacks = "" if id(each) in waiting and read.item.right else each.lacks
        made = (
            [] if lacks else [_whole(x, each) for x in item_cards(read.item, read.blocks, read.place, STYLE)]
        )
        if lacks or not any(isinstance(card, Card) for card in made):
            what = lacks or _("no card came of it")
            yield Problem(
                section.path, each.line, UNLIKE, _("written like {name!r}, but: {what}", name=name, what=what)
            )
        else:
            yield from made


def _whole(made: Card | Problem, each: Stretch) -> Card | Problem:
    """Let a Q&A take the whole stretch, with the fence around it."""
    if not isinstance(made, Card) or made.kind != "qa":
        return made
    fences = [block.last for block in each.read.blocks if block.kind == "code"]
    return replace(made, claimed=((each.line, max((each.last, *fences))),))


def _lines(each: Stretch) -> range:
    return range(each.line, each.last + 1)
