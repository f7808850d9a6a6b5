"""Write hands into `ankibuild.toml` and take them out; comments and order stay."""

from collections.abc import Sequence

import tomlkit
from tomlkit.items import AoT

from ankibuild.config import TaughtHand


def with_hand(text: str, hand: TaughtHand) -> str:
    """Return a config with a hand: in the place of that of its name, else at the end."""
    document = tomlkit.parse(text)
    hands = document.setdefault("hands", tomlkit.aot())
    table = next((each for each in hands if each.get("name") == hand.name), None)
    if table is None:
        table = tomlkit.table()
        hands.append(table)
        table = hands[-1]
        table["name"] = hand.name
    table["pages"] = list(hand.pages)
    table.pop("keys", None)
    if hand.keys:
        table["keys"] = hand.keys
    rows = tomlkit.array()
    rows.extend(hand.rows)
    table["rows"] = rows.multiline(True)
    return tomlkit.dumps(document)


def without_hand(text: str, name: str) -> str:
    """Return a config without the hand of a name."""
    document = tomlkit.parse(text)
    hands = document.get("hands")
    if isinstance(hands, AoT):
        kept = [each for each in hands.body if each.get("name") != name]
        del document["hands"]
        if kept:
            document["hands"] = tomlkit.aot()
            for each in kept:
                document["hands"].append(each)
    return tomlkit.dumps(document)


def free_name(stem: str, hands: Sequence[TaughtHand]) -> str:
    """Return a name that no hand has yet."""
    names = {hand.name for hand in hands}
    numbers = ("", *(f"-{n}" for n in range(2, len(names) + 3)))
    return next(f"{stem}{number}" for number in numbers if f"{stem}{number}" not in names)
