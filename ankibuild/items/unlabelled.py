"""Where items begin that no label opens: by the list they stand in, their numbers, rules, or behind an answer.

`splitting` asks it where no label says 問題; `ending` and `splitting` share its look at where answers are.
"""

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ankibuild.items.letters import lettered
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.text import bold_prefix, has_picture, narrow
from ankibuild.words import Label

Labels = Sequence[Label | None]
LEAST = 2
"""Two answers make two items."""


def unlabelled_starts(found: Sequence[Row], labels: Labels) -> list[int]:
    """Return where items begin that no label opens."""
    starts = _starts(found, labels)
    silent = [*silent_starts(found, labels)]
    return sorted({*(starts or [0]), *silent}) if silent else starts


def _starts(found: Sequence[Row], labels: Labels) -> list[int]:
    """Return what the first of the ways to part items finds."""
    if len(starts := _asking_bullets(found, labels)) >= LEAST:
        return sorted({*starts, *_nested(found, labels)})
    if len(starts := _bold_numbers(found, labels)) >= LEAST:
        return starts
    if inside := around_nested(found, labels):
        stretches = [(a, b) for a, b in itertools.pairwise([*inside, len(found)]) if not found[a].bullet]
        return sorted(
            {*inside, *(a + x for a, b in stretches for x in unlabelled_starts(found[a:b], labels[a:b]))}
        )
    closed = _closed(found, labels)
    several = (_nested, _ruled, numbered_starts, _repeated) if len(closed) >= LEAST else (_nested, _ruled)
    for find in several if closed else ():
        starts = find(found, labels)
        if len(starts) >= LEAST:
            return starts
    return []


_MARK = re.compile(r"[\s*]*[✅❌⭕○〇◯×✕✖✗✓✔]\ufe0f?[\s*]*")


def silent_starts(found: Sequence[Row], labels: Labels) -> Iterator[int]:
    """Yield the questions that follow on an item which ends without a label of its own.

    Boxes, a table of marks and lettered options end one before a question with a list below, an answer's label
    does before a question with one of its own below.
    """
    closing = answered = False
    for i, row in enumerate(found):
        if row.heading or row.block.kind == "rule":
            closing = answered = False
        elif label := labels[i]:
            closing, answered = False, answered or label.kind == "answer"
        elif bool(row.block.checked) or _is_table_of_marks(row) or _goes_on_lettered(row):
            closing = True
        elif (closing and _opens_list(found, i)) or (
            (answered or (closing and row.bullet)) and _is_answered_below(found, labels, i)
        ):
            yield i
            closing = answered = False


def _goes_on_lettered(row: Row) -> bool:
    lead = lettered(row.text) if row.text else None
    return lead is not None and not lead.loose and lead.letter in ("B", "イ")


def _is_answered_below(found: Sequence[Row], labels: Labels, at: int) -> bool:
    """Tell a line that asks, an answer's label in the next."""
    row, label = found[at], labels[at + 1] if at + 1 < len(found) else None
    return (
        label is not None
        and label.kind == "answer"
        and not label.loose
        and (row.head or row.bullet)
        and asks(row.text)
        and not lettered(row.text)
    )


def _is_table_of_marks(row: Row) -> bool:
    cells = [cell.text for each in row.block.blocks for cell in each.lines] if row.whole else []
    return row.block.kind == "table" and sum(bool(_MARK.fullmatch(text)) for text in cells) >= LEAST


def _opens_list(found: Sequence[Row], at: int) -> bool:
    """Tell a paragraph that asks, with bullets or letters below."""
    row, block = found[at], found[at].block
    if not row.head or row.depth or block.kind != "paragraph":
        return False
    below = next((row for row in found[at + 1 : at + 1 + len(block.lines)] if row.block is not block), None)
    listed = below is not None and (below.bullet or bool(lettered(below.text)))
    return listed and not lettered(found[at].text) and asks(block.lines[-1].text)


def around_nested(found: Sequence[Row], labels: Labels) -> list[int]:
    """Part an item of a list, its answer inside, from the items in paragraphs before and behind it."""
    nested = _nested(found, labels)
    if len(nested) != 1:
        return []
    start = nested[0]
    end = next(
        (i for i in range(start, len(found)) if found[i].line.number > found[start].block.last), len(found)
    )
    before = bool(_closed(found[:start], labels[:start]))
    behind = end < len(found) and not labels[end] and bool(_closed(found[end:], labels[end:]))
    return [*([0] if before else []), start, *([end] if behind else [])] if before or behind else []


def only_headings(found: Sequence[Row]) -> bool:
    """Tell rows that hold nothing but headings and rules."""
    return all(row.block.kind in ("heading", "rule") for row in found)


def answers_in(labels: Labels) -> list[int]:
    """Return the rows that a label of an answer opens."""
    return [i for i, label in enumerate(labels) if label and label.kind == "answer"]


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


_ONLY_NUMBER = re.compile(r"\W*(?:[QＱ問第])?\W*[\d０-９]+\s*(?:問目?)?\W*")


def _bold_numbers(found: Sequence[Row], labels: Labels) -> list[int]:
    """Find bold lines that count on, `**1. …?**`, most of which ask: a list of questions, answered or not."""
    starts: list[int] = []
    last = 0
    for i, row in enumerate(found):
        number = row_number(row) if not labels[i] and row.block.kind == "paragraph" else 0
        bold = bold_prefix(row.line)
        if number > last and (bold >= len(row.text) - 1 > 0 or _ONLY_NUMBER.fullmatch(row.text[:bold])):
            starts.append(i)
            last = number
    asked = sum(asks(found[i].text) for i in starts)
    return starts if 2 * asked > len(starts) else []


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


def numbered_starts(found: Sequence[Row], labels: Labels) -> list[int]:
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
        if (
            lead and lead.letter in ("A", "1", "ア") and (not lead.loose or lead.letter == "ア")
        ) or number == "1":
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
