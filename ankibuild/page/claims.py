"""Do what the steering comments of a page ask for: give cards their ids, make cards where the author wants them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Line, Part, Problem, Range
from ankibuild.page.content import content_rows, item_part
from ankibuild.page.context import place_of
from ankibuild.page.flow import chosen, heading_block
from ankibuild.page.pieces import part, part_of_lines
from ankibuild.page.questions import question_line
from ankibuild.page.steering import Claim, Steered, blocks_inside
from ankibuild.speech import _
from ankibuild.values import replace

STYLE = "forced"


def fulfil(steered: Steered, cards: Sequence[Card]) -> tuple[list[Card], list[Problem]]:
    """Return the cards with their ids and the forced ones among them, and the comments that find no card."""
    found = list(cards)
    problems = list(steered.problems)
    fronts = {_front(card) for card in cards}
    for claim in steered.claims:
        if claim.id or (claim.places and claim.places[0][0] in fronts):
            continue
        if not any(_force(steered.page, place, found) for place in claim.places):
            problems.append(_lost(steered.page, claim, _("no text for a card stands here")))
    found.sort(key=_front)
    starts = [_front(card) for card in found]
    named = [(claim, _name(found, starts, claim)) for claim in steered.claims if claim.id]
    problems += [
        _lost(steered.page, claim, _("the id {id!r} finds no card beside it", id=claim.id))
        for claim, done in named
        if not done and not claim.anchor
    ]
    return found, problems


def _lost(page: Section, claim: Claim, message: str) -> Problem:
    return Problem(page.path, claim.line, "bad-directive", message)


def _front(card: Card) -> int:
    return min((first for first, _ in card.front.lines), default=0) if card.front else 0


def _name(cards: list[Card], starts: Sequence[int], claim: Claim) -> bool:
    """Give the id to the card at the first of the claim's places that has one.

    That is the card whose front begins there, else the only question within. `starts` are the first
    lines of the cards, which are sorted by them.
    """
    for first, last in claim.places:
        within = range(bisect_left(starts, first), bisect_right(starts, last))
        free = [i for i in within if not cards[i].id]
        here = [i for i in free if starts[i] == first]
        only = [i for i in free if cards[i].kind != "contrast"] or free
        if here or len(only) == 1:
            at = (here or only)[0]
            cards[at] = replace(cards[at], id=claim.id)
            return True
    return False


def _force(page: Section, place: Range, cards: list[Card]) -> bool:
    """Make a Q&A of a heading or bullet and what stands under it."""
    card = next((c for section in page.walk() if (c := _forced(section, place))), None)
    if card:
        cards.append(card)
    return card is not None


def _forced(section: Section, place: Range) -> Card | None:
    if section.level and section.first == place[0]:
        blocks = (*section.blocks, *_headed(section.sections))
        answer = part(blocks, chosen(content_rows(blocks, section.words)))
        return _card(section, section.title, answer, own=False)
    spans = blocks_inside(section.blocks)
    item = next((b for b, span in spans if b.kind == "item" and span == place and b.lines), None)
    if item is None:
        return None
    below = [row for row in content_rows((item,), section.words) if row.line is not item.lines[0]]
    return _card(section, item.lines[0], item_part(item, below), own=True)


def _card(section: Section, front: Line, answer: Part, *, own: bool) -> Card | None:
    if not front.text or not (answer.text or answer.html):
        return None
    parts = {"question": part_of_lines([question_line(front)]), "answer": answer}
    return place_of(section, own=own).card("qa", STYLE, parts)


def _headed(sections: Iterable[Section]) -> Iterator[Block]:
    for section in sections:
        yield heading_block(section)
        yield from section.blocks
        yield from _headed(section.sections)
