"""Short backs: the first block that answers is the answer, what follows explains it.

Parts move from the answer to the explanation only: what identifies a card stays as it is. Cards that the author
marked by hand (a plug-in's syntax) and answers that are options stay whole.
"""

from collections.abc import Mapping, Sequence

from ankibuild.learning.answering import answering
from ankibuild.learning.phrases import is_whole
from ankibuild.learning.tidying import plain_line, tidied
from ankibuild.model import Card, Line, Part
from ankibuild.page.flow import Pick, Row, chosen, rows
from ankibuild.page.pieces import join_parts, part, part_of_lines, select
from ankibuild.text import cut, has_picture, strip_pair
from ankibuild.values import replace

BY_HAND = frozenset(("plugin", "forced"))
OF_TERMS = frozenset(("meanings", "definitions", "values"))
"""Styles whose cards ask for a term that stands in another card's answer."""


def with_short_backs(cards: Sequence[Card]) -> list[Card]:
    """Part the answers of the cards from what explains them."""
    asked = _asked_by_themselves(cards)
    return [_short(card, asked) if _may_be_parted(card) else card for card in cards]


def _may_be_parted(card: Card) -> bool:
    answer = card.parts.get("answer")
    return bool(
        answer
        and answer.blocks
        and card.kind == "qa"
        and "options" not in card.parts
        and card.style not in BY_HAND
    )


def _asked_by_themselves(cards: Sequence[Card]) -> dict[int, Card]:
    """Return the lines whose term has a card of its own, each with that card."""
    terms = [card for card in cards if card.kind == "qa" and card.style in OF_TERMS]
    return {card.first_line: card for card in terms}


def _is_short(answer: Part) -> bool:
    """Tell an answer of one line that nothing decorates, as it stands: most answers of many pages are no more."""
    only = answer.blocks[0]
    if len(answer.blocks) > 1 or only.kind != "paragraph" or only.blocks or len(only.lines) != 1 or only.last:
        return False
    line = only.lines[0]
    plain = plain_line(line) is line and strip_pair(line.text) == (0, len(line.text))
    return plain and line.text != "" and answer == part(answer.blocks)


def _short(card: Card, asked: Mapping[int, Card]) -> Card:
    answer = card.parts["answer"]
    if _is_short(answer):
        return card
    found = [row for row in rows(answer.blocks) if row.text or row.whole or has_picture(row.line)]
    remarks = {row.key for row in found if row.text and is_whole("remark", row.text)}
    told = [row for row in found if row.key not in remarks]
    if not told:
        return card
    first = answering(card.parts["question"].text, answer.blocks, remarks)
    picks = _without_cards(first, asked, card.first_line) or [(row, row.line) for row in first]
    whole = {row.key for row, line in picks if line is row.line}
    rest = [row for row in told if row.key not in whole]
    parts = {**card.parts, "answer": _answer(answer, picks)}
    if rest:
        more = part(answer.blocks, chosen(rest))
        parts["explanation"] = join_parts(
            [more, *([card.parts["explanation"]] if "explanation" in parts else [])]
        )
    dropped = tuple((row.line.number, row.line.number) for row in found if row.key in remarks)
    return replace(card, parts=parts, claimed=(*card.claimed, *dropped))


def _without_cards(found: Sequence[Row], asked: Mapping[int, Card], own: int) -> list[Pick]:
    """Leave of each bullet that is a card of its own only its term: the deck does not tell its own answers.

    `own` is the first line of the card at hand.
    """
    picks: list[Pick] = []
    told: set[int] = set()
    for row in found:
        other = asked.get(row.line.number) if row.line.number != own else None
        if row.line.number in told:
            continue
        if other is None or not row.bullet:
            picks.append((row, row.line))
            continue
        term = other.parts["question"]
        picks.append((row, Line(row.line.number, term.text, term.html)))
        told |= {n for a, b in other.parts["answer"].lines for n in range(a, b + 1)} - {row.line.number}
    return picks


def _answer(answer: Part, picks: Sequence[Pick]) -> Part:
    """Make the answer of what is picked, in one line where it was one."""
    blocks = tidied(select(answer.blocks, chosen(picks)))
    if len(blocks) == 1 and blocks[0].kind == "paragraph" and len(blocks[0].lines) == 1:
        line = blocks[0].lines[0]
        blocks = (replace(blocks[0], lines=(cut(line, *strip_pair(line.text)),)),)
    if len(blocks) == 1 and blocks[0].kind == "paragraph" and not answer.html.startswith("<p"):
        return part_of_lines(blocks[0].lines)
    return part(blocks)
