"""Read the rows of a stretch as the reader of all notes does, given the labels that the hand gives them.

It knows more ways in which reasons are given than an example shows; where it comes to the same options and the
same answer, its item is taken.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from ankibuild.items.item import Item, Option
from ankibuild.reader.whole import read_item
from ankibuild.teaching.align import Placed
from ankibuild.teaching.parts import Told
from ankibuild.words import Label, LabelKind, Words

_KINDS: Final[Mapping[str, LabelKind]] = {"key": "answer", "explanation": "explanation", "reason": "wrong"}


def reread(item: Item, stretch: Sequence[Placed], told: Sequence[Told], words: Words) -> Item:
    """Return the item as the reader of all notes reads it, or as it is where that comes to something else."""
    if any(placed.look.row.block.marker == "line" for placed in stretch):
        return item
    labels = _labels(stretch, told)
    passed = {each.look.row.key for each in told if each.role == "skip"}
    shown = [
        (placed.look.row, label)
        for placed, label in zip(stretch, labels, strict=True)
        if label or placed.look.row.key not in passed
    ]
    other = read_item([row for row, _label in shown], words, [label for _row, label in shown])
    if not _agree(item, other):
        return item
    said = _take_reasons(item, other)
    left = {pick[0].key: pick for pick in item.explanation}  # of a row that tells of options what says more
    kept = (left.get(pick[0].key) if pick[0].key in said else pick for pick in other.explanation)
    other.explanation = [pick for pick in kept if pick]
    other.rows, other.stem, other.number, other.asked = item.rows, item.stem, item.number, True
    return other


def _take_reasons(item: Item, other: Item) -> set[int]:
    """Give the options of an item the reasons that the hand found; return the rows of those."""
    mine = {(option.line, option.plain): option for option in item.options}  # several may stand on one line
    said: set[int] = set()
    for option in other.options:
        if own := mine.get((option.line, option.plain)):
            others = {row.key for each in item.options if each is not own for row, _line in each.why}
            said |= _take(option, own, others)
    return said


def _take(option: Option, own: Option, others: Collection[int]) -> set[int]:
    """Give an option the reason that the hand found for it; return the rows of that.

    Where the reader of all notes found one, too, that stays unless it holds the hand's, or rows that are `others`',
    or only the hand's begins with the option's letter.
    """
    option.refuted = option.refuted or (own.refuted and not option.right)
    mixed = any(row.key in others for row, _line in option.why) or _is_named(own, option)
    if not own.why or (option.why and not mixed and own.why[0][1].text not in option.why[0][1].text):
        return set()
    option.why = own.why
    return {row.key for row, _line in own.why}


def _is_named(own: Option, option: Option) -> bool:
    """Tell a reason that begins with its option's letter beside one that does not."""
    return _begins_with_letter(own) and not _begins_with_letter(option)


def _begins_with_letter(option: Option) -> bool:
    head = option.why[0][0].text[:2] if option.why else ""
    return bool(option.letter) and head[:1] == option.letter and not head[1:].isalnum()


def _agree(item: Item, other: Item) -> bool:
    listed, theirs = (
        _lines(item.listed),
        _lines(other.listed),
    )
    if listed != theirs or _lines(item.right) != _lines(other.right):
        return False
    return bool(listed) or (_said(item) == _said(other) and len(other.options) >= len(item.options))


def _lines(options: Sequence[Option]) -> set[tuple[int, str]]:
    return {(option.line, option.plain) for option in options}


def _said(item: Item) -> int:
    """Return the line of an answer in words."""
    return item.answer[0][1].number if item.answer else 0


def _labels(stretch: Sequence[Placed], told: Sequence[Told]) -> list[Label | None]:
    """Return the labels of the rows as their roles say."""
    parts = {id(each.look): each for each in told}
    labels: list[Label | None] = []
    after = ""
    for placed in reversed(stretch):
        each = parts[id(placed.look)]
        labels.append(_label(placed, each, after))
        after = each.role if placed.look.text or placed.look.row.whole else after
    return list(_once(labels[::-1]))


def _label(placed: Placed, each: Told, after: str) -> Label | None:
    """Return the label of one row; `after` is the role of the next."""
    text, label = placed.look.text, placed.look.sign.label
    if each.role in ("stem", "question", "option", "right"):
        return None
    if not placed.begins:
        return label
    if each.role == "key":
        return Label("answer", len(text) - len(each.line.text), word="key")
    if each.role == "explanation" and each.found and each.found.start:
        return Label("explanation", each.found.start, word="text")
    if each.role == "skip" and after in _KINDS and label is None:
        return Label(_KINDS[after], len(text), word="skip")
    return label


def _once(labels: Sequence[Label | None]) -> Sequence[Label | None]:
    """Drop a label without words of its own, and what heads a part, behind another of its kind."""
    seen: set[LabelKind] = set()
    kept: list[Label | None] = []
    for label in labels:
        bare = label is not None and (label.word == "skip" or (label.word == "key" and not label.rest))
        kept.append(None if label is not None and bare and label.kind in seen else label)
        seen |= {label.kind} if label is not None else set()
    return kept
