"""Label the rows of a section: what each says that it opens, seen with the rows around it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ankibuild.items.letters import lettered
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.text import cut, fold
from ankibuild.words import Label, Words

_ANSWER_LETTER = re.compile(r"[\s*_]*[(\[【]?a(?:ns)?\s*(?P<number>\d{0,3})[)\]】]?\s*(?:[.:)、]\s*|$)")
_PROPOSED = frozenset(("solution",))
_ASKED = frozenset(("q", "question", "質問"))
_MORE_OPTIONS = re.compile(r"\s[(（]?[BＢ][.):．：）]")
_ONE_OF_SEVERAL = re.compile(
    r"[\s*_]*(?:正解|正答|答え|correct answer|answer)\s*(?:の)?\s*[1-9①-⑨]\s*(?:つ目)?\s*[:]\s*(?=\S)"
)
# 自分の答え：ア → 正解：ウ
_RIGHT_BEHIND = re.compile(
    r"(?:^|[\s→⇒>/|、,。.;)）】])[\s(（【\[]*"
    r"(?P<word>正解|正答|正しい(?:答え|解答|回答)|答え|(?:the )?(?:correct|right)(?: answer)?)"
    r"[)）】\]]?\s*(?:は、?|[:=→]|->|(?<=[】)\]]))\s*(?=\S)"
)
_ANNOUNCES = re.compile(
    r"\W*(?:選択肢|解答群|options|choices)(?:は|が|:|(?: are| were)?)\s*"
    r"(?:(?:この|次の?|以下の?|下の?|these|the following|below)\s*)*"
    r"(?:[\d四五三二]\s*(?:つ|個|択)?)?(?:の?(?:通り|とおり))?(?:だった|でした|です|から(?:選ぶ|選択)?|あった|あり)?\W*"
)
# <summary>Show answer</summary>
_SHOW = re.compile(
    r"\W*(?:show|view|see|reveal|open|toggle|expand|(?:click|tap)(?: here)?(?: (?:for|to (?:see|show|view|reveal)))?)"
    r"(?: the| me)*\s+(?=[a-z])"
)
PREVIOUS = "前の問題の答え"
"""The word of a label that answers the question before, which has another heading."""
_BEFORE = re.compile(
    r"\W*(?:きのう|昨日|おととい|一昨日|前回|前日|先日|先週|さっき|先ほど|上|前|直前|yesterday's|previous|last)\s*(?:の|day's)?\s*"
    r"(?:問題?|問い|question|problem|quiz)?\s*(?:の)?\s*(?:解答|答え|正解|正答|answer)\s*(?:は、?|[:=])\s*(?=\S)"
)
_WEAK = frozenset(("回答", "解答", "answer", "ans"))
_ANSWER_NUMBER = re.compile(
    r"[\s*_【\[]*(?P<word>解答|答え|回答|答|answer)\s*(?P<number>\d{1,3})[】\]]?\s*(?:(?P<parted>[:.)、])\s*(?=\S))?"
)


def label_rows(rows: Sequence[Row], words: Words) -> list[Label | None]:
    """Label the rows; a bare "A:" answers only where a bare "Q:" asked and no list A, B … follows."""
    labels = [None if row.whole or not row.text else words.label(row.line) for row in rows]
    for i, row in enumerate(rows):
        if row.text and not row.whole and (behind := _said_behind(row, labels[i], words)):
            labels[i] = behind
        elif labels[i] is None and _only_hides(rows, labels, i, words):
            labels[i] = Label("answer", len(row.text), word="答え")
    asked = [i for i, label in enumerate(labels) if label and label.kind == "question"]
    numbers = {label.number for i in asked if (label := labels[i]) and label.number}
    for start, end in pairwise([*asked, len(rows)]):
        question = labels[start]
        options = any((lead := lettered(row.text)) and lead.letter == "B" for row in rows[start:end])
        bare = question is not None and question.word in _ASKED and not options
        for i in range(start + 1, end):
            if rows[i].text and (label := _answer_label(rows[i], labels[i], numbers, bare=bare)):
                labels[i] = label
    return _without_proposals(rows, labels)


def _said_behind(row: Row, label: Label | None, words: Words) -> Label | None:
    """Read what no word at the row's start says.

    The right answer behind the learner's own, "Show answer", 「選択肢はこの 4 つ」, 「昨日の問題の答え：A」.
    """
    folded = fold(row.text)
    if label is None and (found := _BEFORE.match(folded)):
        return Label("answer", found.end(), word=PREVIOUS)
    if label is None and row.heading and (shown := _SHOW.match(folded)):
        label = words.label(cut(row.line, shown.end()))
        return replace(label, rest=shown.end() + label.rest) if label else None
    if label is None:
        return Label("options", len(folded), word="選択肢") if _ANNOUNCES.fullmatch(folded) else None
    if label.kind != "own" and not (label.kind == "answer" and label.word in _WEAK):
        return None
    found = _RIGHT_BEHIND.search(folded, label.rest)
    return Label("answer", found.end(), word="正解") if found and found.start() > label.rest else None


LOOK_BACK = 12
"""So many rows above a fold may be the question that it answers."""


def _only_hides(rows: Sequence[Row], labels: Sequence[Label | None], at: int, words: Words) -> bool:
    """Tell the summary of a fold that holds the answer of a question, where no label inside says so as well."""
    if rows[at].block.kind != "details" or not words.reveals(rows[at].text):
        return False
    if any(label and label.kind in ("answer", "own") for label in labels[at + 1 : at + 2]):
        return False
    for i in range(at - 1, max(-1, at - 1 - LOOK_BACK), -1):
        label = labels[i]
        if label and label.kind != "options":
            return label.kind == "question"
        if rows[i].text and (asks(rows[i].text) or (lettered(rows[i].text) and not rows[i].heading)):
            return True
    return False


def _without_proposals(rows: Sequence[Row], labels: list[Label | None]) -> list[Label | None]:
    """Take the label off a solution that the options only judge: "Solution: …" before A, B and the answer."""
    for i, label in enumerate(labels):
        if label and label.kind == "answer" and label.word in _PROPOSED:
            ends = (
                x for x in range(i + 1, len(rows)) if (y := labels[x]) and y.kind in ("answer", "question")
            )
            end = next(ends, None)
            judged = end is not None and (last := labels[end]) is not None and last.kind == "answer"
            if judged and any((lead := lettered(row.text)) and lead.letter == "B" for row in rows[i:end]):
                labels[i] = None
    return labels


def _answer_label(row: Row, label: Label | None, numbers: set[str], *, bare: bool) -> Label | None:
    """Read "A:" and "A1." where bare Qs ask, and 解答1： where 問題1： asks."""
    folded = fold(row.text)
    found = _ANSWER_LETTER.match(folded) if label is None and bare else None
    if found and not _MORE_OPTIONS.search(row.text):
        return Label("answer", found.end(), found["number"], word="a")
    if label and label.kind != "answer":
        return None
    if label is None and (found := _ONE_OF_SEVERAL.match(folded)):
        return Label("answer", found.end(), word="正解")
    found = _ANSWER_NUMBER.match(folded)
    if not found or found["number"] not in numbers:
        return None
    alone = row.heading and not row.text[found.end() :].strip()
    return (
        Label("answer", found.end(), found["number"], word=found["word"])
        if found["parted"] or alone
        else None
    )
