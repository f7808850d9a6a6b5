"""Part options from reasons that only an arrow sets apart: `甲 → 遅い`."""

from collections.abc import Sequence
from typing import Final

from ankibuild.items.item import Item, Option
from ankibuild.patterns import lazily
from ankibuild.text import cut

LEAST: Final = 2
"""So many wrong options show what their arrows mean."""
_ARROW = lazily(r"\s*(?:→|⇒|->|=>)\s*")
MOST = 2
"""More than half of the wrong options have an arrow before the reason: one may be left without."""


def part_arrows(item: Item) -> None:
    """Part `甲 → 遅い` into option and reason, where most wrong options have an arrow and no right one has.

    Of options that their marks judge, one is enough: the arrow follows the mark's verdict.
    """
    listed = [option for option in item.options if option.listed]
    if item.right and _arrows_refute(item, listed) and not _arrows_belong(item, listed):
        for option in listed:
            _part_at_arrow(option)


def _part_at_arrow(option: Option) -> None:
    row, line = option.text[0]
    arrow = _ARROW.search(line.text)
    if arrow and arrow.start() and not option.why:
        option.text = [(row, cut(line, 0, arrow.start()))]
        option.why = [(row, cut(line, arrow.end()))]


def _has_arrow(option: Option) -> bool:
    return bool(_ARROW.search(option.plain))


def _arrows_refute(item: Item, listed: Sequence[Option]) -> bool:
    """Tell arrows in most wrong options, of a line each; where marks alone make them options, one is enough."""
    wrong = [option for option in listed if not option.right]
    if len(wrong) < LEAST or any(len(option.text) != 1 for option in listed):
        return False
    crossed = item.by_marks and any(option.right is False and _has_arrow(option) for option in wrong)
    return crossed or MOST * sum(map(_has_arrow, wrong)) > len(wrong)


def _arrows_belong(item: Item, listed: Sequence[Option]) -> bool:
    """Tell arrows that are part of the options: right ones have some, too, and no marks, or several, stand there."""
    if not any(map(_has_arrow, item.right)):
        return False
    judged = all(option.right is not None for option in listed) and not item.letters
    return not judged or any(len(_ARROW.findall(option.plain)) > 1 for option in listed)
