"""Read the notes when nobody is just writing them, and ask before a page that lost all of its cards counts."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from ankibuild.model import Progress
from ankibuild.pages import ReadPages, read_pages
from ankibuild.pipeline import Gathered, gather, with_losses
from ankibuild.serving.kept import KeptPages
from ankibuild.speech import counted

Ask = Callable[[str], bool]
"""Asks the learner a question with yes or no."""


def no(_question: str) -> bool:
    """Answer where nobody sits there to answer."""
    return False


class Asks(NamedTuple):
    """Whom to ask: about pages that lost all of their cards, and before notes are deleted in Anki."""

    about_losses: Ask = no
    to_delete: Ask = no


_PAUSES: Final = (0.1, 0.2, 0.3)
"""Seconds between two looks: an editor that empties a file first has written it in a fraction of them."""
_FRESH: Final = 2
"""So many seconds after it was written, a page that lost half of its cards may be written half."""


def gather_settled(
    notes: tuple[Path, ...],
    lock: Path | None,
    progress: Progress,
    reading: ReadPages = read_pages,
    pause: Callable[[float], None] = time.sleep,
) -> Gathered:
    """Gather the notes; where a page seems to be in the middle of being written, wait a moment and look again."""
    kept = KeptPages(reading).read
    found = gather(notes, lock, progress, reading=kept)
    for seconds in _PAUSES:
        if not may_be_half(found, time.time()):
            break
        pause(seconds)
        found = gather(notes, lock, progress, reading=kept)
    return found


def may_be_half(found: Gathered, now: float) -> bool:
    """Say whether a page lost all of its cards, also by not being there, or was just written and lost half."""
    kept = Counter(each.entry.page for each in found.matches if each.entry and not each.entry.removed)
    known = Counter(entry.page for entry in found.ledger.entries if not entry.removed)
    return bool(found.lost) or any(
        2 * kept[page] <= count and (page not in found.mtimes or now - found.mtimes[page] <= _FRESH)
        for page, count in known.items()
        if page not in found.unread
    )


def with_losses_asked(found: Gathered, ask: Ask) -> Gathered:
    """Return what was found, the cards of emptied pages as removed if that is meant."""
    if not found.lost:
        return found
    cards = {page: counted("{n} card", "{n} cards", count) for page, count in found.lost.items()}
    pages = ", ".join(f"{page} ({number})" for page, number in cards.items())
    question = counted(
        "{pages} has lost all of its cards. Remove them?",
        "{pages} have lost all of their cards. Remove them?",
        len(found.lost),
        pages=pages,
    )
    return with_losses(found) if ask(question) else found
