"""Pages that lost all of their cards: more likely an accident than a wish, so they are asked about first.

An editor that empties a file before it writes it anew, a disk that was full, a config that switches a style
off: a build at that moment would turn all of the page's cards blank. They stay until the author says so.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from ankibuild.identity.ledger import Entry
from ankibuild.identity.matching import Match
from ankibuild.model import Problem
from ankibuild.speech import counted

LOST = "lost-cards"


def lost_pages(
    entries: Iterable[Entry], here: Collection[str], with_cards: Collection[str], matches: Sequence[Match]
) -> dict[str, int]:
    """Return the pages that are `here` without a card, of whose cards none is anywhere, with their number."""
    found = {each.entry.page for each in matches if each.entry and not each.entry.removed}
    known = Counter(entry.page for entry in entries if not entry.removed)
    return {
        page: count
        for page, count in sorted(known.items())
        if page in here and page not in with_cards and page not in found
    }


def told(lost: Mapping[str, int]) -> Iterable[Problem]:
    """Yield a problem for each page that lost all of its cards."""
    for page, count in lost.items():
        message = counted(
            "has lost its only card: it stays in Anki as it is",
            "has lost all of its {n} cards: they stay in Anki as they are",
            count,
        )
        yield Problem(page, 1, LOST, message)
