"""Folds that only hide: `<summary>開く</summary>` under a question holds its answer."""

from collections.abc import Sequence

from ankibuild.items.letters import lettered
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.words import Label, Words

LOOK_BACK = 12
"""So many rows above a fold may be the question that it answers."""


def only_hides(rows: Sequence[Row], labels: Sequence[Label | None], at: int, words: Words) -> bool:
    """Tell the summary of a fold that holds the answer of a question, where no label inside says so as well."""
    if labels[at] or rows[at].block.kind != "details" or not words.reveals(rows[at].text):
        return False
    inside = next(iter(labels[at + 1 : at + 2]), None)
    if inside and inside.kind in ("answer", "own"):
        return False
    for i in range(at - 1, max(-1, at - 1 - LOOK_BACK), -1):
        label = labels[i]
        if label and label.kind != "options":
            return label.kind == "question"
        if _may_be_of_question(rows[i]):
            return True
    return False


def _may_be_of_question(row: Row) -> bool:
    """Tell a row that asks, and one of its options."""
    return bool(row.text) and (asks(row.text) or (lettered(row.text) is not None and not row.heading))
