"""Exam items: questions with options, a key and reasons (S2, S7-S20, S24, S25).

A section, with the sub-headings that only name parts of a question, is cut into items; each item is read by
`item_parser` and turned into cards by the one rule set of `item_cards`.
"""

from collections.abc import Iterator, Sequence

from ankibuild.context import place_of
from ankibuild.flow import Row, heading_block, rows, section_blocks
from ankibuild.item_cards import item_cards
from ankibuild.item_parser import parse_item
from ankibuild.letters import lettered
from ankibuild.model import Block, Card, Problem
from ankibuild.outline import Section
from ankibuild.questions import asks
from ankibuild.words import Label, Words

STYLE = "exam"
PARTS = frozenset(("options", "answer", "explanation", "wrong", "feedback"))


def exam(section: Section) -> Iterator[Card | Problem]:
    """Yield the cards of the exam items in a section."""
    merged = _names_parts(section)
    blocks = section_blocks(section, heading=True) if merged else (*_heading(section), *section.blocks)
    if not blocks or (section.words.is_none_section(section.title.text) and not merged):
        return
    for chunk, inside in _chunks(rows(blocks), section.words):
        item = parse_item(chunk, section.words)
        place = place_of(section, item.number if not _is_heading(chunk[0]) or inside else "", own=not _is_heading(chunk[0]))
        yield from item_cards(item, blocks, place, STYLE)


def _heading(section: Section) -> tuple[Block, ...]:
    return (heading_block(section),) if section.level else ()


def _is_heading(row: Row) -> bool:
    return row.block.kind == "heading"


def _names_parts(section: Section) -> bool:
    """Tell a section whose sub-headings are parts of its questions: 選択肢, 正解, 解説 …"""
    kinds = {label.kind for inner in section.sections if (label := section.words.label(inner.title))}
    return "answer" in kinds or ("explanation" in kinds and bool(kinds & {"options", "question"}))


# --- cutting a section into items -------------------------------------------------------------------


def _chunks(found: Sequence[Row], words: Words) -> Iterator[tuple[Sequence[Row], bool]]:
    """Yield the rows of each item, and whether the section holds several."""
    labels = [None if row.whole or not row.text else words.label(row.line) for row in found]
    starts = _starts(found, labels, words)
    if not starts:
        yield found, False
        return
    if starts[0] > 0 and not _only_heading(found[: starts[0]]):
        yield found[: starts[0]], True
    elif starts[0] > 0 and len(starts) == 1:
        starts[0] = 0
    for start, end in zip(starts, [*starts[1:], len(found)], strict=True):
        yield found[start:end], len(starts) > 1


def _only_heading(found: Sequence[Row]) -> bool:
    return all(row.block.kind in ("heading", "rule", "comment") for row in found)


def _starts(found: Sequence[Row], labels: Sequence[Label | None], words: Words) -> list[int]:
    """Return where items begin: at question labels, else at list items that hold an answer each, else behind answers."""
    asked = [i for i, label in enumerate(labels) if label and label.kind == "question" and _opens(found, labels, i, words)]
    if asked:
        return asked
    return _nested(found, labels) or _repeated(found, labels)


def _opens(found: Sequence[Row], labels: Sequence[Label | None], i: int, words: Words) -> bool:
    """Tell a question label that opens an item from one that names the stem of an item already begun."""
    label = labels[i]
    before = found[:i]
    if not before or label is None:
        return True
    if label.number:
        last = next((x for x in reversed(labels[:i]) if x and x.kind == "question" and x.number), None)
        return last is None or last.number != label.number or any(x and x.kind == "answer" for x in labels[:i])
    previous = [x.kind for x in labels[:i] if x]
    if "question" in previous and found[i].text[label.rest :].strip():
        return True
    return "answer" in previous or ("question" not in previous and not _only_heading(before))


def _nested(found: Sequence[Row], labels: Sequence[Label | None]) -> list[int]:
    """Find the items of a list of which each is a question with its answer inside."""
    tops = [i for i, row in enumerate(found) if row.bullet and row.depth == 1 and row.block.blocks]
    if not tops:
        return []
    holds = []
    for start, end in zip(tops, [*tops[1:], len(found)], strict=True):
        inside = [x for i, x in enumerate(labels[start:end], start) if x and found[i].line.number <= found[start].block.last]
        if any(x.kind == "answer" for x in inside[:]) and not labels[start]:
            holds.append(start)
    return holds


def _repeated(found: Sequence[Row], labels: Sequence[Label | None]) -> list[int]:
    """Find items without any label of their own: behind each answer a new stem and its options begin."""
    answers = [i for i, label in enumerate(labels) if label and label.kind == "answer"]
    if len(answers) < 2:  # noqa: PLR2004 - two answers: two items
        return []
    starts = [0]
    for before, answer in zip(answers, answers[1:], strict=False):
        first = _first_option(found, before + 1, answer)
        at = _stem_start(found, before + 1, first if first is not None else answer)
        if at is not None:
            starts.append(at)
    return starts if len(starts) > 1 else []


def _first_option(found: Sequence[Row], start: int, end: int) -> int | None:
    """Return the last row before `end` that begins a list of options: A. or 1."""
    for i in range(end - 1, start - 1, -1):
        lead = lettered(found[i].text)
        number = found[i].block.marker[:-1] if found[i].bullet else ""
        if (lead and lead.letter in ("A", "1", "ア") and not lead.loose) or number == "1":
            return i
    return None


def _stem_start(found: Sequence[Row], start: int, end: int) -> int | None:
    """Return where the stem before `end` begins: behind the last rule, else with the paragraph before."""
    for i in range(end - 1, start - 1, -1):
        if found[i].block.kind == "rule":
            return i + 1 if i + 1 < end else None
    for i in range(end - 1, start - 1, -1):
        row = found[i]
        if row.head and row.depth == 0 and row.block.kind in ("paragraph", "heading") and (asks(row.text) or i == start):
            return i
    return end - 1 if end - 1 >= start and found[end - 1].depth == 0 and found[end - 1].head else None
