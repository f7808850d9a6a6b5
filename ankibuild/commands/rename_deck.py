"""`ankibuild rename-deck`: follow a deck that was renamed in Anki."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ankibuild.commit import exclusive, write
from ankibuild.decks import knows, renamed
from ankibuild.home import find_ledger
from ankibuild.identity import ledger as ledgers
from ankibuild.identity.ledger import Ledger, LedgerError
from ankibuild.markdown.source import NotesError
from ankibuild.speech import _


def rename_deck(old: str, new: str, notes: Sequence[Path], lock: Path | None) -> list[str]:
    """Give a deck and all below it another name in the ledger, and return what to say of it.

    Raises NotesError without a ledger or a name, LedgerError for one that knows no such deck.
    """
    if not new.strip(": "):
        raise NotesError(_("“{new}” is no name of a deck; name it as it is called in Anki", new=new))
    path = find_ledger(notes, lock)
    if not path.is_file():
        raise NotesError(
            _("{path}: no ledger here; build the notes first, or name it with --lock", path=path)
        )
    with exclusive(path):
        before = ledgers.read(path)
        if not knows(before, old):
            decks = sorted({before.deck, *before.decks.values()})
            now = _("name one of {decks}", decks=", ".join(f"“{deck}”" for deck in decks))
            raise LedgerError(str(path), 1, _("no deck “{old}” here", old=old), now)
        after = renamed(before, old, new)
        if after != before:
            write(path, ledgers.dumps(after))
    return [
        *_changes(before, after),
        _("In Anki the deck must be called “{new}”, too, before the next import.", new=new),
    ]


def _changes(before: Ledger, after: Ledger) -> Iterator[str]:
    pairs = {before.deck: after.deck} | {deck: after.decks[page] for page, deck in before.decks.items()}
    yield from (f"{old} → {new}" for old, new in sorted(pairs.items()) if old != new)
