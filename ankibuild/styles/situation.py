"""The situation that an exam item is about, told under a sub-heading of its own: the prompt of what asks about it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Part
from ankibuild.page.content import content_rows
from ankibuild.page.flow import chosen
from ankibuild.page.pieces import join_parts, part
from ankibuild.text import fold

_SITUATION = re.compile(
    r"(?:何|なに)が(?:起|おこ|問題)|問題|状況|課題|シナリオ|要件|症状|原因|what.*(?:happen|wrong|problem)|situation|scenario|issue"
)


def situation(before: Sequence[Section]) -> Part | None:
    """Return the text of the subsection that describes what the item is about."""
    for inner in before:
        if _SITUATION.search(fold(inner.title.text)) and inner.blocks:
            found = content_rows(inner.blocks, inner.words)
            facts = [row for row in found if not _CONCLUDES.match(row.text)]
            return part(inner.blocks, chosen(facts or found)) if found else None
    return None


# What follows from the situation is for the learner to find: on the front it gives the answer away.
_CONCLUDES = re.compile(
    r"\s*(?:📌|👉)?\s*(?:つまり|要するに|すなわち|結論|したがって|よって|だから)|\s*📌|(?:so|thus|therefore)\b",
    re.IGNORECASE,
)


# Questions that mean the situation told before them: by themselves nobody can answer them.
_OF_SITUATION = re.compile(
    r"(?:解決策?|対策|対応策?|対処法?|答え|結論|原因|どうすれば(?:いい|良い|よい)|どうする(?:べき)?"
    r"|what should (?:we|you|i) do|(?:what is |what's )?the (?:solution|fix|answer))"
    r"(?:は|とは)?(?:何|なに|なん)?(?:か|ですか|でしょうか|の)?[?。]*"
)


def with_situation(card: Card, before: Sequence[Section]) -> Card:
    """Put the situation on the front of a card that only asks for its solution: 解決策は？."""
    question = card.parts["question"]
    told = situation(before) if _OF_SITUATION.fullmatch(fold(question.text).strip()) else None
    if told is None or card.parts["answer"].text in told.text:
        return card
    return replace(card, parts={**card.parts, "question": join_parts([told, question])})
