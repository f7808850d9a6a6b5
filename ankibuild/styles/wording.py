"""How a bare term, or a heading that asks without a mark, reads on a front: SMOTE とは？, S3 と EBS の違いは？.

That is how the front reads, not what identifies the card: the text of the part stays as the notes have it.
"""

from dataclasses import replace

from ankibuild.model import Part
from ankibuild.page.questions import asks, in_language_of
from ankibuild.styles.card_words import holds, is_one
from ankibuild.styles.terms import is_statement
from ankibuild.styles.values import is_measure
from ankibuild.text import plain


def asked_for(question: Part, answer: Part) -> Part:
    """Return a front that asks for a term's meaning, and how many points it has."""
    if asks(question.text) or not _is_plain(question):
        return question
    japanese, english = _wordings(question, answer)
    return replace(question, html=in_language_of(question.text + answer.text, japanese, english))


def with_mark(question: Part) -> Part:
    """Return a front whose words ask, with what lacks to a question: 〜の違い becomes 〜の違いは？."""
    if not _is_plain(question) or "\n" in question.text:
        return question
    ends = "？" if question.text.endswith("とは") else "は？" if holds("asks_bare", question.text) else ""
    return replace(question, html=f"{question.html}{ends}") if ends else question


def _is_plain(question: Part) -> bool:
    """Tell a front that reads as its text says: no picture, nothing added already."""
    return plain(question.html) == question.text


def _wordings(question: Part, answer: Part) -> tuple[str, str]:
    """Return the front in Japanese and in English."""
    points = _points(answer)
    of_several = (f"（{points} 点）", f" ({points} points)") if points > 1 else ("", "")
    if is_statement(question.text):
        return f"{question.html}と？", f"{question.html}: what then?"
    measured = is_measure(answer.text) or is_one("aspect", question.text)
    ends = "は？" if measured else "とは？"
    english = f"{question.html}?" if measured else f"What is {question.html}?"
    return f"{question.html}{ends}{of_several[0]}", f"{english}{of_several[1]}"


def _points(answer: Part) -> int:
    """Count the points of an answer that is a list."""
    only = answer.blocks[0] if len(answer.blocks) == 1 else None
    return len(only.blocks) if only is not None and only.kind == "list" else 0
