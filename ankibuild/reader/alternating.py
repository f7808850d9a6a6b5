"""Options that no letter or bullet sets apart: lines that take turns with a line that judges each.

So collections of past exams are copied: a statement, below it 「XXの説明です。」 or 「正しい。YYの説明です。」.
"""

from collections.abc import Iterator, Sequence

from ankibuild.items.item import Item
from ankibuild.reader.series import LEAST, MOST, Series
from ankibuild.reader.signs import Sign
from ankibuild.words import Words


def alternating(signs: Sequence[Sign], words: Words) -> Iterator[Series]:
    """Yield the series of lines that are judged in turn: one of them right, at least two others wrong."""
    said = {
        at: verdict
        for at, sign in enumerate(signs)
        if not (sign.row.heading or sign.lead) and (verdict := words.says(sign.row.text)) is not None
    }
    if True not in said.values():
        return
    at = 1
    while at < len(signs):
        members = _members(signs, said, at) if at in said else []
        if _is_list([said[each + 1] for each in members]):
            yield Series("judged", tuple(members))
            at = members[-1] + 1
        at += 1


def _members(signs: Sequence[Sign], said: dict[int, bool], at: int) -> list[int]:
    """Return the places of the statements whose judgements follow each other from a place on, every other line."""
    members: list[int] = []
    while at in said and at - 1 not in said and _is_statement(signs[at - 1]):
        members.append(at - 1)
        at += 2
    return members


def _is_statement(sign: Sign) -> bool:
    return bool(sign.row.text) and not (sign.silent or sign.row.heading or sign.label or sign.asks)


def _is_list(said: Sequence[bool]) -> bool:
    return LEAST < len(said) <= MOST and said.count(True) == 1


def only_state(item: Item) -> None:
    """Make pairs alone of statements below a heading that asks nothing; what is told of it explains the right one."""
    named = [pick for pick in item.stem if pick[0].heading]
    item.explanation = [*(pick for pick in item.stem if not pick[0].heading), *item.explanation]
    item.stem, item.answered = named, True
    for option in item.options:
        option.listed, option.refuted = False, not option.right
