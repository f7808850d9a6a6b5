"""Cut the rows of a section into exam items: at question labels, list items, numbers, rules, behind answers.

The order of all that parts items: `units` parts blocks; here labels of questions say where items begin, else
`unlabelled` does, and `behind` says where text begins that is none; then `ending.without_tail` looks at all items
and, for each, `leading` cuts what stands before its stem and `ending.end_of_item` what follows its last reason.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ankibuild.items.behind import ends
from ankibuild.items.labels import label_rows
from ankibuild.items.letters import lettered
from ankibuild.items.unlabelled import (
    LEAST,
    Labels,
    answers_in,
    around_nested,
    numbered_starts,
    only_headings,
    silent_starts,
    unlabelled_starts,
)
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.words import Words


@dataclass(frozen=True, slots=True)
class Chunk:
    """The rows of one item with their labels, and whether its section holds several items."""

    rows: Sequence[Row]
    labels: Labels
    several: bool


def split_items(found: Sequence[Row], words: Words) -> Iterator[Chunk]:
    """Yield the rows of each item."""
    labels = label_rows(found, words)
    starts = _starts(found, labels)
    if not starts or only_headings(found[: starts[0]]):
        starts = [0, *starts[1:]] if len(starts) < LEAST else starts
    else:
        starts = [0, *starts]
    starts = sorted({*starts, *ends(found, labels, starts)})
    for start, end in zip(starts, [*starts[1:], len(found)], strict=True):
        yield Chunk(found[start:end], labels[start:end], len(starts) > 1)


def _starts(found: Sequence[Row], labels: Labels) -> list[int]:
    """Return where items begin; none when the rows are one item."""
    asked = [
        i for i, label in enumerate(labels) if label and label.kind == "question" and _opens(found, labels, i)
    ]
    if asked:
        asked = sorted({*asked, *_behind_folds(found, labels, asked)})
        more = (*_away(labels), *_parts_of(found, labels, asked), *_between(found, labels, asked))
        return sorted({*asked, *more})
    return unlabelled_starts(found, labels)


_PARTS = frozenset(("answer", "wrong", "explanation", "feedback", "options"))


def _behind_folds(found: Sequence[Row], labels: Labels, asked: Sequence[int]) -> Iterator[int]:
    """Yield where a fold ends whose summary is the question, unless parts of the item stand behind it."""
    for at, until in pairwise([*asked, len(found)]):
        block = found[at].block
        if block.kind != "details":
            continue
        end = next((i for i in range(at + 1, until) if found[i].line.number > block.last), until)
        behind = labels[end] if end < until else None
        if at + 1 < end < until and not (behind and behind.kind in _PARTS):
            yield end


def _between(found: Sequence[Row], labels: Labels, asked: Sequence[int]) -> Iterator[int]:
    """Yield where items without a label begin among others with one: before the first, or behind its answer."""
    if answers_in(labels[: asked[0]]) and (
        before := unlabelled_starts(found[: asked[0]], labels[: asked[0]])
    ):
        yield from before if only_headings(found[: before[0]]) else [0, *before]
    yield from silent_starts(found, labels)
    for start, end in pairwise([*asked, len(found)]):
        inside = around_nested(found[start + 1 : end], labels[start + 1 : end])
        if any(asks(found[start + 1 + at].text) for at in inside if found[start + 1 + at].bullet):
            yield from (start + 1 + at for at in inside if at)
        answers = [start + at for at in answers_in(labels[start:end])]
        for before_, answer in pairwise(answers):
            if (at := _stem_that_asks(found, labels, before_ + 1, answer)) is not None:
                yield at


def _stem_that_asks(found: Sequence[Row], labels: Labels, start: int, end: int) -> int | None:
    """Return the last paragraph that asks, with nothing but its options before the next answer."""
    for i in range(end - 1, start - 1, -1):
        row = found[i]
        if labels[i] or row.heading or row.block.kind == "rule":
            return None
        if row.head and row.depth == 0 and row.block.kind == "paragraph" and not lettered(row.text):
            return i if asks(row.block.lines[-1].text) or asks(row.text) else None
    return None


def _parts_of(found: Sequence[Row], labels: Labels, asked: Sequence[int]) -> Iterator[int]:
    """Yield where (2), (3) … of a question in several parts begin, each with its own answer."""
    for start, end in pairwise([*asked, len(found)]):
        if sum(1 for label in labels[start:end] if label and label.kind == "answer") >= LEAST:
            yield from (start + at for at in numbered_starts(found[start:end], labels[start:end])[1:])


def _away(labels: Labels) -> list[int]:
    """Return the answers by number that do not stand below their question: Q1 Q2 A1 A2."""
    found: list[int] = []
    number = ""
    for i, label in enumerate(labels):
        if label and label.number and label.kind in ("question", "answer"):
            if label.kind == "answer" and label.number != number:
                found.append(i)
            number = label.number
    return found


def _opens(found: Sequence[Row], labels: Labels, i: int) -> bool:
    """Tell a question label that opens an item from one that names the stem of an item already begun."""
    label = labels[i]
    before = found[:i]
    if not before or label is None:
        return True
    if label.number:
        last = next((x for x in reversed(labels[:i]) if x and x.kind == "question" and x.number), None)
        return (
            last is None or last.number != label.number or any(x and x.kind == "answer" for x in labels[:i])
        )
    previous = [x.kind for x in labels[:i] if x]
    if "question" in previous and found[i].text[label.rest :].strip():
        return True
    return "answer" in previous or ("question" not in previous and not only_headings(before))
