"""Where an item ends though no other begins: a call-out is a unit, and an answer is not all that follows it.

`splitting` runs it last, given where items begin (by labels, else by `unlabelled`), and cuts at these rows as well.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ankibuild.items.letters import lettered
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.text import bold_prefix, fold
from ankibuild.words import Label

Labels = Sequence[Label | None]
PEERS = 2
"""So many questions with an answer of one paragraph each: the answer of the last one is no longer."""
_OPEN = re.compile(r"[:：]\s*$|(?:以下|次)(?:の(?:とおり|通り|よう)|に示す)")
_ARROW = re.compile(r"→|⇒|➡|->|=>")


def ends(found: Sequence[Row], labels: Labels, starts: Sequence[int]) -> list[int]:
    """Return where text begins that belongs to no item, and where call-outs begin that ask by themselves."""
    cuts = {*_boxes(found, labels), *_bullets(found, labels)}
    whole = sorted({0, *starts, *cuts, len(found)})
    chunks = list(pairwise(whole))
    single = [_is_single(found, labels, start, end) for start, end in chunks]
    for start, end in chunks:
        others = sum(each is True for each in single[:-1]) if (start, end) == chunks[-1] else 0
        if all(each is not False for each in single[:-1]):
            cuts.update(_behind(found, labels, start, end, others))
        else:
            cuts.update(_behind(found, labels, start, end, 0))
    return sorted(cuts)


# --- call-outs --------------------------------------------------------------------------------------


def _boxes(found: Sequence[Row], labels: Labels) -> Iterator[int]:
    """Yield the first rows of call-outs that ask, and the rows behind one that has its answer inside."""
    opened = -1
    for i, row in enumerate(found):
        box = row.boxes[0] if row.boxes else 0
        before = found[i - 1].boxes[0] if i and found[i - 1].boxes else 0
        if box == before:
            continue
        if before and opened >= 0 and not _labelled(labels[i]) and _answered(found, labels, opened, i):
            yield i
            opened = -1
        if box:
            label = labels[i]
            asked = label.kind == "question" if label else asks(row.text)
            if asked and row.line.number == box:
                yield i
                opened = i
            elif label and label.kind in ("answer", "explanation"):
                opened = i


def _bullets(found: Sequence[Row], labels: Labels) -> Iterator[int]:
    """Yield the bullet before which an item ends that is one bullet with its options and its answer inside."""
    inside = -1
    for i, row in enumerate(found):
        if inside >= 0 and row.line.number > found[inside].block.last:
            if row.bullet and row.group == found[inside].group and not labels[i]:
                yield i
            inside = -1
        if inside < 0 and row.bullet and row.depth == 1 and row.block.blocks and not labels[i]:
            at = i
            while at < len(found) and found[at].line.number <= row.block.last:
                at += 1
            inside = i if _answered(found, labels, i + 1, at) else -1


def _answered(found: Sequence[Row], labels: Labels, start: int, end: int) -> bool:
    answer = any(label and label.kind == "answer" for label in labels[start:end])
    return answer or any(row.bullet and row.block.checked for row in found[start:end])


def _labelled(label: Label | None) -> bool:
    return label is not None and label.kind != "ignore"


# --- answers in words -------------------------------------------------------------------------------


def _answer_of(found: Sequence[Row], labels: Labels, start: int, end: int) -> int:
    """Return the row of the answer's label where an item is a question without options; -1 where it is not."""
    named = [i for i in range(start, end) if _labelled(labels[i])]
    if not named or (last := labels[named[-1]]) is None or last.kind != "answer" or found[named[-1]].heading:
        return -1
    before = found[start : named[-1]]
    listed = any(row.bullet and (row.block.checked is not None or row.depth > 1) for row in before)
    letters = sum(1 for row in before if row.text and (x := lettered(row.text)) and not x.loose)
    return -1 if listed or letters > 1 or sum(row.bullet for row in before) > 2 else named[-1]  # noqa: PLR2004 - the question and its answer may be bullets


def _is_single(found: Sequence[Row], labels: Labels, start: int, end: int) -> bool | None:
    """Tell whether an answer is one paragraph with what is glued to it; None when there is no answer in words."""
    at = _answer_of(found, labels, start, end)
    if at < 0:
        return None
    first = _first(found, labels, at, end)
    return all(not _set_off(found, i) for i in range(first + 1, end) if found[i].text or found[i].whole)


def _first(found: Sequence[Row], labels: Labels, at: int, end: int) -> int:
    """Return the first row of the answer's text: the label's own or the one below."""
    label = labels[at]
    told = label is not None and bool(found[at].text[label.rest :].strip())
    return at if told or at + 1 >= end else at + 1


def _behind(found: Sequence[Row], labels: Labels, start: int, end: int, others: int) -> Iterator[int]:
    """Yield the row, if any, with which something else begins behind an answer in words."""
    at = _answer_of(found, labels, start, end)
    if at < 0:
        return
    first = _first(found, labels, at, end)
    for i in range(first + 1, end):
        if not _set_off(found, i):
            continue
        if _begins_other(found, at, i) or (
            others and not _OPEN.search(found[i - 1].text) and (others >= PEERS or _is_remark(found[i]))
        ):
            yield i
            return


def _set_off(found: Sequence[Row], i: int) -> bool:
    """Tell a row that a blank line sets off from the one before."""
    before, row = found[i - 1], found[i]
    last = before.block.last if before.whole else before.line.number
    return row.line.number - last > 1 and row.head


def _begins_other(found: Sequence[Row], at: int, i: int) -> bool:
    row = found[i]
    if row.block.kind == "rule" or (row.boxes != found[at].boxes and len(row.boxes) > len(found[at].boxes)):
        return True
    if row.bullet:
        return row.depth == 1 and found[at].depth == 0 and _is_tree(row)
    return (
        bool(row.text) and row.block.kind == "paragraph" and row.depth <= found[at].depth and asks(row.text)
    )


def _is_tree(row: Row) -> bool:
    """Tell a bullet with bullets below that have bullets below: terms with their definitions."""
    below = [item for block in row.block.blocks if block.kind == "list" for item in block.blocks]
    return any(block.kind == "list" for item in below for block in item.blocks)


def _is_remark(row: Row) -> bool:
    """Tell a flow, and a line that begins with a bold word and a colon: they are set beside an answer."""
    bold = bold_prefix(row.line)
    labelled = 0 < bold < len(row.text) and ":" in fold(row.text)[bold - 1 : bold + 1]
    return row.block.kind == "paragraph" and (labelled or len(_ARROW.findall(row.text)) > 1)
