"""Which lines stay cards since they were learnt: all of a page that hangs on the ledger."""

from collections import Counter
from collections.abc import Iterable, Mapping

from ankibuild.text import key_of


def staying(could: Mapping[str, tuple[int, int]], learnt: Iterable[str]) -> dict[str, int]:
    """Return for how many lines a card stays, by the key of its prompt, where these prompts were learnt.

    `could` says of a key how many cards ask it already, and how many more lines would.
    """
    if not could:
        return {}
    known = Counter(map(key_of, learnt))
    return {
        key: min(lines, known[key] - asked) for key, (asked, lines) in could.items() if known[key] > asked
    }
