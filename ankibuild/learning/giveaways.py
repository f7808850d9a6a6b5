"""Take off a front what tells its answer: a heading, above or around an item, that names the right one."""

from collections.abc import Iterable

from ankibuild.model import SEPARATOR, Card, Part
from ankibuild.page.flow import chosen, rows
from ankibuild.page.pieces import part
from ankibuild.patterns import lazily
from ankibuild.text import key_of
from ankibuild.values import replace

SHORTEST = 4
"""A shorter answer stands in other words by chance."""
COMMANDS = "commands"
"""The style of cards whose context is the tool that the answer begins with."""
_ENDS = lazily(r"[。.?？!！:：]\s*$")


def without_giveaways(cards: Iterable[Card]) -> list[Card]:
    """Return the cards whose context lines and headings tell nothing of the answer."""
    return [_hidden(card) for card in cards]


def _hidden(card: Card) -> Card:
    answers = _answers(card)
    if not answers or card.style == COMMANDS:
        return card
    names = card.context.split(SEPARATOR)
    kept = [name for name in names if key_of(name) not in answers]
    name = "question" if card.kind == "qa" else "prompt"
    front = card.parts.get(name)
    bare = _without_title(front, answers) if front else None
    if bare is front and len(kept) == len(names):
        return card
    parts = {**card.parts, name: bare} if bare else card.parts
    return replace(card, context=SEPARATOR.join(kept), parts=parts)


def _answers(card: Card) -> frozenset[str]:
    """Return what the front must not tell, as keys."""
    said = card.parts.get("answer" if card.kind == "qa" else "correct")
    keys = {key_of(said.text)} if said else set()
    return frozenset(key for key in keys if len(key) >= SHORTEST)


def _without_title(front: Part, answers: frozenset[str]) -> Part:
    """Leave the title above a question off what is read, where it names the answer; the text stays the identity."""
    found = rows(front.blocks)
    if len(found) < 2 or found[0].whole or _ENDS.search(found[0].text):  # noqa: PLR2004 - the title and the question
        return front
    title = key_of(found[0].text)
    if not any(answer in title for answer in answers):
        return front
    return replace(front, html=part(front.blocks, chosen(found[1:])).html)
