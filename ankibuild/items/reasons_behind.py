"""Part options from reasons that only an arrow or a dash sets apart: `甲 → 遅い`, `甲 — 遅い`."""

import re
from collections.abc import Sequence
from typing import Final

from ankibuild.items.item import Item, Option
from ankibuild.patterns import lazily
from ankibuild.text import cut

LEAST: Final = 2
"""So many wrong options show what their arrows mean, so many options what their dashes do."""
_DASH = lazily(r"\s+[—–―-]{1,2}\s+")
_ARROW = lazily(r"\s*(?:→|⇒|->|=>)\s*")
MOST = 2
"""More than half of the wrong options have an arrow before the reason: one may be left without."""


def part_arrows(item: Item) -> None:
    """Part `甲 → 遅い` into option and reason, where most wrong options have an arrow and no right one has.

    Of options that their marks judge, one is enough: the arrow follows the mark's verdict.
    """
    listed = item.listed
    if item.right and _arrows_refute(item, listed) and not _arrows_belong(item, listed):
        for option in listed:
            arrow = _ARROW.search(option.text[0][1].text)
            if arrow and arrow.start() and not option.why:
                _part_at(option, arrow)


def part_dashes(item: Item) -> None:
    """Part `甲 — why` into option and reason where every wrong option of an item with a key has a dash."""
    listed = [option for option in item.listed if len(option.text) == 1]
    if len(listed) < LEAST or not item.right or not all(map(_may_part, listed)) or _are_chains(listed):
        return
    for option in listed:
        if found := _dash(option):
            _part_at(option, found)


def _part_at(option: Option, found: re.Match[str]) -> None:
    row, line = option.text[0]
    option.text, option.why = [(row, cut(line, 0, found.start()))], [(row, cut(line, found.end()))]


def _may_part(option: Option) -> bool:
    return bool(option.right or _dash(option))


def _are_chains(options: Sequence[Option]) -> bool:
    """Tell options that each have several dashes: red – blue – green."""
    return all(len(_DASH.findall(option.plain)) > 1 for option in options)


def _dash(option: Option) -> re.Match[str] | None:
    return _DASH.search(option.plain)


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
