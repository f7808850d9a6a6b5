"""Part the blocks of a section at call-outs: `> [!question] …` holds an item, `> [!tip] …` explains none.

A call-out belongs to the item around it where its title says so (答え, 解説), where the item is not answered yet, or
where the item goes on behind it. A fold that asks begins anew as well; any other may hold the answer.

It runs first of all, over blocks; `splitting` cuts the rows of each run.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ankibuild.items.labels import label_rows
from ankibuild.model import Block
from ankibuild.page.flow import Row, rows
from ankibuild.page.questions import asks
from ankibuild.words import LabelKind, Words

_GOES_ON: frozenset[LabelKind] = frozenset(
    ("answer", "wrong", "explanation", "feedback", "own", "mistake", "options")
)


@dataclass(slots=True)
class _Unit:
    """Blocks that are read together, and what is known of the item in them."""

    blocks: list[Block] = field(default_factory=list)
    asked: bool = False
    answered: bool = False
    begun: bool = False
    """Whether there is more in it than headings."""
    boxed: bool = False
    """Whether it began with a call-out."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What the first row of a block says, and what is inside."""

    opening: LabelKind | None
    opens: bool
    """Whether its first paragraph is a question."""
    asks: bool
    answers: bool
    heading: bool
    fold: bool = False
    """Whether it is a fold that asks."""


def units(blocks: Sequence[Block], words: Words) -> list[tuple[Block, ...]]:
    """Return the runs of blocks that are read each by itself: all of them where there are no call-outs."""
    if not any(is_callout(block) or _is_asking_fold(block, words) for block in blocks):
        return [tuple(blocks)]
    looks = [_look(block, words) for block in blocks]
    found = [_Unit()]
    behind = _openings_behind(blocks, looks)
    for block, look, following in zip(blocks, looks, behind, strict=True):
        unit = found[-1]
        if not _belongs(unit, block, look, following):
            unit = _Unit(boxed=is_callout(block) or look.fold)
            found.append(unit)
        unit.blocks += block.blocks if look.fold and not _summary_asks(block, words) else (block,)
        unit.begun |= not look.heading
        unit.asked |= look.asks
        unit.answered |= look.answers
    return [tuple(unit.blocks) for unit in found if unit.blocks]


def is_callout(block: Block) -> bool:
    """Tell `> [!note]` from a plain quotation."""
    return block.kind == "quote" and block.marker.startswith("callout")


def _belongs(unit: _Unit, block: Block, look: _Look, following: LabelKind | None) -> bool:
    if look.opening in _GOES_ON or not unit.begun:
        return True
    if look.fold:
        return unit.asked and not unit.answered and not look.opens
    if is_callout(block):
        if look.opens and not ("tip" in block.marker.split() and unit.asked and not unit.answered):
            return False  # a hint may ask, a question stands in a box that says so
        return (unit.asked and not unit.answered) or following in _GOES_ON
    return not unit.boxed or (unit.asked and not unit.answered and not look.opens and not look.heading)


def _openings_behind(blocks: Sequence[Block], looks: Sequence[_Look]) -> list[LabelKind | None]:
    """Return for each block what the next one that is no call-out opens."""
    found: list[LabelKind | None] = []
    opening: LabelKind | None = None
    for block, look in zip(reversed(blocks), reversed(looks), strict=True):
        found.append(opening)
        opening = opening if is_callout(block) else look.opening
    return found[::-1]


def _look(block: Block, words: Words) -> _Look:
    found = rows((block,))
    labels = label_rows(found, words)
    kinds = {label.kind for label in labels if label}
    first = next((i for i, row in enumerate(found) if row.text), None)
    opening = labels[first] if first is not None else None
    fold = _is_asking_fold(block, words) and bool(block.blocks)
    return _Look(
        opening.kind if opening else None,
        (opening is not None and opening.kind == "question")
        or (first is not None and any(_asks(row) for row in found if row.block is found[first].block)),
        "question" in kinds or any(_asks(row) for row in found),
        "answer" in kinds or fold or any(row.bullet and bool(row.block.checked) for row in found),
        block.kind == "heading",
        fold,
    )


def _is_asking_fold(block: Block, words: Words) -> bool:
    """Tell a fold whose summary asks, and one with folds of answers inside: its questions stand between them."""
    if block.kind != "details" or not block.lines:
        return False
    return _summary_asks(block, words) or any(
        inner.kind == "details"
        and inner.lines
        and (found := words.label(inner.lines[0]))
        and found.kind == "answer"
        for inner in block.blocks
        if not words.label(block.lines[0])
    )


def _summary_asks(block: Block, words: Words) -> bool:
    """Tell a summary that is a question from the title of what is in the fold: 小テスト."""
    label = words.label(block.lines[0])
    return label.kind == "question" if label else asks(" ".join(line.text for line in block.lines))


def _asks(row: Row) -> bool:
    return row.depth == 0 and row.block.kind == "paragraph" and asks(row.text)
