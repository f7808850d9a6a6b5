"""Cut the rows of a section into exam items: at question labels, list items, numbers, rules, behind answers."""

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ankibuild.items.behind import ends
from ankibuild.items.labels import label_rows
from ankibuild.items.letters import lettered
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.text import bold_prefix, has_picture, narrow
from ankibuild.words import Label, Words

Labels = Sequence[Label | None]
LEAST = 2
"""Two answers make two items."""


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
    if not starts or _only_heading(found[: starts[0]]):
        starts = [0, *starts[1:]] if len(starts) < LEAST else starts
    else:
        starts = [0, *starts]
    starts = sorted({*starts, *ends(found, labels, starts)})
    for start, end in zip(starts, [*starts[1:], len(found)], strict=True):
        yield Chunk(found[start:end], labels[start:end], len(starts) > 1)


def _only_heading(found: Sequence[Row]) -> bool:
    return all(row.block.kind in ("heading", "rule", "comment") for row in found)


def _starts(found: Sequence[Row], labels: Labels) -> list[int]:
    """Return where items begin; none when the rows are one item."""
    asked = [
        i for i, label in enumerate(labels) if label and label.kind == "question" and _opens(found, labels, i)
    ]
    if asked:
        asked = sorted({*asked, *_behind_folds(found, labels, asked)})
        more = (*_away(labels), *_parts_of(found, labels, asked), *_between(found, labels, asked))
        return sorted({*asked, *more})
    return _unasked(found, labels)


def _unasked(found: Sequence[Row], labels: Labels) -> list[int]:
    """Return where items begin that no label opens."""
    if len(starts := _asking_bullets(found, labels)) >= LEAST:
        return starts
    closed = _closed(found, labels)
    several = (_nested, _ruled, _numbered, _repeated) if len(closed) >= LEAST else (_nested, _ruled)
    for find in several if closed else ():
        starts = find(found, labels)
        if len(starts) >= LEAST:
            return starts
    return []


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
    if answers_in(labels[: asked[0]]) and (before := _unasked(found[: asked[0]], labels[: asked[0]])):
        yield from before if _only_heading(found[: before[0]]) else [0, *before]
    for start, end in pairwise([*asked, len(found)]):
        answers = [start + at for at in answers_in(labels[start:end])]
        for before_, answer in pairwise(answers):
            if (at := _stem_that_asks(found, labels, before_ + 1, answer)) is not None:
                yield at


def answers_in(labels: Labels) -> list[int]:
    """Return the rows that a label of an answer opens."""
    return [i for i, label in enumerate(labels) if label and label.kind == "answer"]


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
            yield from (start + at for at in _numbered(found[start:end], labels[start:end])[1:])


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
    return "answer" in previous or ("question" not in previous and not _only_heading(before))


def _closed(found: Sequence[Row], labels: Labels) -> list[int]:
    """Return the rows that end an item: its answer's label, else its last box, else its options."""
    answers = [i for i, label in enumerate(labels) if label and label.kind == "answer"]
    if answers:
        return answers
    groups: dict[int, list[int]] = {}
    for i, row in enumerate(found):
        if row.bullet and row.block.checked is not None:
            groups.setdefault(row.group, []).append(i)
    ticked = [members[-1] for members in groups.values() if any(found[i].block.checked for i in members)]
    return ticked or _runs(found, labels)


def _runs(found: Sequence[Row], labels: Labels) -> list[int]:
    """Return the second row of each list A, B, …: where no question has its answer at hand, they part them."""
    runs: list[int] = []
    first = False
    for i, row in enumerate(found):
        lead = lettered(row.text) if row.text and not labels[i] else None
        if lead is None or lead.loose or lead.letter.isdigit():
            continue
        if first and lead.letter in ("B", "イ"):
            runs.append(i)
        first = lead.letter in ("A", "ア")
    return runs


def _asking_bullets(found: Sequence[Row], labels: Labels) -> list[int]:
    """Find the bullets of a page's outermost lists that ask and have their answer below: a list of questions."""
    return [
        i
        for i, row in enumerate(found)
        if row.bullet and row.depth == 1 and not labels[i] and row.block.blocks and asks(row.text)
    ]


def _nested(found: Sequence[Row], labels: Labels) -> list[int]:
    """Find the items of a list of which each is a question with its answer inside."""
    closed = _closed(found, labels)
    tops = [i for i, row in enumerate(found) if row.bullet and row.depth == 1 and not labels[i]]
    ends = {i: found[i].block.last for i in tops if found[i].block.blocks}
    answered: dict[int, list[int]] = {}
    for i, last in ends.items():
        at = bisect_right(closed, i)
        if at < len(closed) and found[closed[at]].line.number <= last:
            answered.setdefault(found[i].group, []).append(i)
    # An item of such a list that is not answered yet is one all the same, and so is a question that bullets
    # without a label answer.
    return [
        i
        for i in tops
        if (inside := answered.get(found[i].group))
        and (i in inside or len(inside) >= LEAST or (i in ends and asks(found[i].text)))
    ]


_NUMBER = re.compile(
    r"(?!\S*[)\]】][はがもを、])[\s*_]*[(\[【]?"  # (2) は… speaks of an option
    r"(?P<number>\d{1,3})(?:[.):、\]】]+(?!\d)|\s(?=\S))\s*\S"
)


def _numbered(found: Sequence[Row], labels: Labels) -> list[int]:
    """Find paragraphs, or items of a list, that count on and are answered each before the next."""
    closed = _closed(found, labels)
    starts: list[tuple[int, int]] = []
    for i, row in enumerate(found):
        number = row_number(row) if not labels[i] else 0
        if not number or not any(x > i for x in closed):
            continue
        if starts and _look(row) != _look(found[starts[0][0]]):
            continue
        last, before = starts[-1] if starts else (0, 0)
        answered = any(last < x < i for x in closed)
        listed = number == before + 1 and _lists(found[last + 1 : i])
        if not starts or (answered and number > before) or listed:
            starts.append((i, number))
    numbers = [number for _, number in starts]
    follow = all(b - a <= LEAST for a, b in itertools.pairwise(numbers))
    return [i for i, _ in starts] if follow and 2 * len(starts) > len(closed) else []


def _lists(found: Sequence[Row]) -> bool:
    """Tell rows that hold a list, of bullets or of letters."""
    leads = (lettered(row.text) for row in found if row.text)
    return sum(row.bullet for row in found) >= LEAST or sum(bool(lead) for lead in leads) >= LEAST


def _look(row: Row) -> tuple[bool, bool]:
    """Return what the numbers of one page's questions have in common: in a list or not, bold or not."""
    return row.bullet, bool(bold_prefix(row.line))


def row_number(row: Row) -> int:
    """Return the number that a paragraph, or an item of the outermost list, begins with; 0 when it has none."""
    if row.heading or row.whole or not row.head:
        return 0
    if row.bullet:
        marker = row.block.marker[:-1]
        return int(marker) if marker.isdigit() and row.depth == 1 else 0
    found = _NUMBER.match(narrow(row.text)) if row.depth == 0 else None
    return int(found["number"]) if found else 0


def _ruled(found: Sequence[Row], labels: Labels) -> list[int]:
    """Find items between rules: each stretch has one answer and something before it."""
    closed = _closed(found, labels)
    rules = [i for i, row in enumerate(found) if row.block.kind == "rule"]
    edges = [-1, *rules, len(found)]
    stretches = [(a + 1, b) for a, b in itertools.pairwise(edges)]
    runs = _runs(found, labels)
    starts: list[int] = []
    answered = 0
    for start, end in stretches:
        answers = [i for i in closed if start <= i < end]
        if answers and any(
            row.text or row.whole or has_picture(row.line) for row in found[start : answers[0]]
        ):
            starts.append(start)
            answered += 1
        elif not answers and _is_open(found, labels, start, end, runs):
            starts.append(start)
    return starts if answered == len(closed) else []


def _is_open(found: Sequence[Row], labels: Labels, start: int, end: int, runs: Sequence[int]) -> bool:
    """Tell a stretch that asks, or lists options below a stem, and is not answered."""
    run = next((i for i in runs if start <= i < end), end)
    if any(label and label.kind != "options" for label in labels[start:run]):
        return False
    texts = [i for i in range(start, run) if found[i].text and not found[i].bullet]
    stems = [i for i in texts if not lettered(found[i].text)]
    return bool(stems) and (run < end or any(_asks_somewhere(found[i].text) for i in stems[:LEAST]))


def _asks_somewhere(text: str) -> bool:
    """Tell a text of which one sentence asks."""
    return any(asks(sentence) for sentence in re.split(r"(?<=[。？?])\s*", text) if sentence)


def _repeated(found: Sequence[Row], labels: Labels) -> list[int]:
    """Find items without any sign of their own: behind each answer a new stem and its options begin."""
    closed = _closed(found, labels)
    starts = [0]
    for before, answer in itertools.pairwise(closed):
        first = _first_option(found, before + 1, answer)
        at = _stem_start(found, before + 1, first if first is not None else answer)
        if at is not None:
            starts.append(at)
    return starts


def _first_option(found: Sequence[Row], start: int, end: int) -> int | None:
    """Return the last row before `end` that begins a list of options: A. or 1. or a box."""
    boxes = [
        i
        for i in range(start, end + 1)
        if i < len(found) and found[i].bullet and found[i].block.checked is not None
    ]
    if boxes:
        return boxes[0]
    for i in range(end - 1, start - 1, -1):
        lead = lettered(found[i].text)
        number = found[i].block.marker[:-1] if found[i].bullet else ""
        if (lead and lead.letter in ("A", "1", "ア") and not lead.loose) or number == "1":
            return i
    return None


def _stem_start(found: Sequence[Row], start: int, end: int) -> int | None:
    """Return where the stem before `end` begins: behind the last rule, else with the paragraph that asks."""
    for i in range(end - 1, start - 1, -1):
        if found[i].block.kind == "rule":
            return i + 1 if i + 1 < end else None
    heads = [i for i in range(end - 1, start - 1, -1) if found[i].head and found[i].depth == 0]
    heads = [i for i in heads if found[i].block.kind in ("paragraph", "heading")]
    for i in heads:
        row = found[i]
        if (
            asks(row.text)
            or i == start
            or bold_prefix(row.line) >= len(row.text) > 0
            or has_picture(row.line)
        ):
            return i
    return heads[0] if heads and found[heads[0]].block.last >= found[end - 1].line.number else None
