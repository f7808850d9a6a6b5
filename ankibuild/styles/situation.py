"""The situation that an exam item is about, told under a sub-heading of its own: the prompt of what asks about it."""

from collections.abc import Sequence

from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Part
from ankibuild.page.content import content_rows
from ankibuild.page.flow import chosen
from ankibuild.page.pieces import join_parts, part
from ankibuild.styles.card_words import begins, holds, is_one
from ankibuild.values import replace


def situation(before: Sequence[Section]) -> Part | None:
    """Return the text of the subsection that describes what the item is about."""
    for inner in before:
        if holds("situation", inner.title.text) and inner.blocks:
            found = content_rows(inner.blocks, inner.words)
            # what follows from the situation is for the learner to find: on the front it gives the answer away
            facts = [row for row in found if not begins("concludes", row.text)]
            return part(inner.blocks, chosen(facts or found)) if found else None
    return None


def with_situation(card: Card, before: Sequence[Section]) -> Card:
    """Put the situation on the front of a card that means it: 解決策は？, この場合はどうする？."""
    question = card.parts["question"]
    told = situation(before) if is_one("of_situation", question.text) else None
    if told is None or card.parts["answer"].text in told.text:
        return card
    return replace(card, parts={**card.parts, "question": join_parts([told, question])})
