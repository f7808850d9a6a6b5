"""Tell the learner's own answer from that of the notes, where a word says no more than answer: 回答."""

from collections.abc import Sequence
from itertools import pairwise

from ankibuild.items.marks import lone_verdict
from ankibuild.page.flow import Row
from ankibuild.text import cut
from ankibuild.values import replace
from ankibuild.word_classes import words_of
from ankibuild.words import Label, Words

WEAK = frozenset(words_of("weak_word"))
"""Words for an answer that may be the learner's own."""


def label_own(rows: Sequence[Row], labels: list[Label | None], span: range, words: Words) -> None:
    """Label 回答 as the learner's own answer where the model answer stands below it, or a line judges it wrong."""
    _above_model(rows, labels, span)
    _judged_below(rows, labels, span, words)


def _above_model(rows: Sequence[Row], labels: list[Label | None], span: range) -> None:
    """Label 回答 as the learner's own answer where the model answer to the same question stands below it."""
    answers = [(i, label) for i in span if (label := labels[i]) and label.kind == "answer"]
    model = next((at for at, each in enumerate(answers) if _announces_model(rows[each[0]], each[1])), 0)
    if not model:
        return
    (first, weak), end = answers[0], answers[model][0]
    if _tells(rows[first : end + 1], weak):
        for i, _ in answers[:model]:
            labels[i] = None
        labels[first] = replace(weak, kind="own")


def _judged_below(rows: Sequence[Row], labels: list[Label | None], span: range, words: Words) -> None:
    """Label 回答 as the learner's own answer where a line below judges it wrong: `判定: ❌`."""
    for i, below in pairwise(i for i in span if rows[i].text):
        weak, label = labels[i], labels[below]
        if weak and weak.kind == "answer" and weak.word in WEAK and label and label.kind == "ignore":
            judged = cut(rows[below].line, label.rest)
            if lone_verdict(judged, words) is False:
                labels[i] = replace(weak, kind="own")


def _tells(rows: Sequence[Row], label: Label) -> bool:
    """Tell a label with an answer behind or below it, up to another label that is set as it is."""
    first, *between, last = rows
    said = bool(first.text[label.rest :].strip()) or any(row.text for row in between)
    return said and first.heading == last.heading


def _announces_model(row: Row, label: Label) -> bool:
    """Tell 模範解答 and 正解： from 回答, which may be the learner's, and from the verdict 正解。…."""
    return label.word not in WEAK and row.text[: label.rest].rstrip()[-1:] not in ("。", ".", "!")
