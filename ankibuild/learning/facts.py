"""Fronts that only ask what is going on: the facts told below are the front, what follows from them the answer."""

from collections.abc import Sequence

from ankibuild.learning.phrases import begins, end_of, is_whole, mark_of
from ankibuild.learning.tidying import tidied
from ankibuild.model import Card, Line
from ankibuild.page.flow import Row, chosen, rows
from ankibuild.page.pieces import join_parts, part, select
from ankibuild.text import cut
from ankibuild.values import replace


def with_facts(cards: Sequence[Card]) -> list[Card]:
    """Put the facts on the front of each card that asks what is going on."""
    return [_with_facts(card) for card in cards]


def _with_facts(card: Card) -> Card:
    question, answer = card.parts.get("question"), card.parts.get("answer")
    if not question or not answer or not answer.blocks or not is_whole("of_facts", question.text):
        return card
    found = [row for row in rows(answer.blocks) if row.text or row.whole]
    at = next((i for i, row in enumerate(found) if i and _concludes(row)), 0)
    if not at:
        return card
    so = select(answer.blocks, chosen([(row, _bare(row.line)) for row in found[at:]]))
    told = part(answer.blocks, chosen(found[:at]))
    shown = join_parts([told, question])
    # the question's text stays what identifies the card; the answer is drawn from the facts: its lines are theirs too
    asked = replace(shown, text=question.text, blocks=())
    drawn = replace(part(tidied(so)), lines=answer.lines, blocks=())
    return replace(card, parts={**card.parts, "question": asked, "answer": drawn})


def _concludes(row: Row) -> bool:
    return bool(row.text) and (mark_of(row.text) == "📌" or begins("concludes", row.text))


def _bare(line: Line) -> Line:
    end = end_of("so", line.text)
    return cut(line, end) if end < len(line.text) else line
