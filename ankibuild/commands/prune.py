"""`ankibuild prune`: forget the removed cards."""

from collections.abc import Sequence
from pathlib import Path

from ankibuild.commit import exclusive, write
from ankibuild.home import find_ledger
from ankibuild.identity import ledger as ledgers
from ankibuild.markdown.source import NotesError
from ankibuild.speech import _


def prune(notes: Sequence[Path], lock: Path | None) -> int:
    """Remove the tombstones from the ledger and return how many; raise NotesError without a ledger."""
    path = find_ledger(notes, lock)
    if not path.is_file():
        raise NotesError(
            _("{path}: no ledger here; build the notes first, or name it with --lock", path=path)
        )
    with exclusive(path):
        before = ledgers.read(path)
        after = ledgers.pruned(before)
        if after != before:
            write(path, ledgers.dumps(after))
    return len(before.entries) - len(after.entries)
