"""`ankibuild adopt`: rebuild the ledger from a package."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ankibuild.adopt import Adopted, Fate, adopt
from ankibuild.build import Gathered, gather
from ankibuild.commands.build import Says
from ankibuild.commit import exclusive, write
from ankibuild.home import find_home
from ankibuild.identity import ledger as ledgers
from ankibuild.identity.ledger import Entry, LedgerError
from ankibuild.model import SEPARATOR
from ankibuild.packaging.anki_file import read_anki_file
from ankibuild.problems import in_order

_SHOWN: Final = 60
_NAMED: Final[dict[Fate, str]] = {
    "edited": "edited in Anki since; it stays so until its card changes",
    "outdated": "its card changed since; the next build updates it",
    "gone": "without a card; the next build removes it",
    "stranger": "without a card, and not in the deck of these notes; left alone",
}


def adopt_package(
    file: Path, notes: tuple[Path, ...], lock: Path | None, out: Says, *, force: bool
) -> tuple[Gathered, Adopted]:
    """Write the ledger that fits the notes and a package of them; refuse to replace one without `force`.

    Raises what reading the notes raises, `PackageError` for the file, and `LedgerError` for a ledger that
    is there.
    """
    home = find_home(notes, lock, damaged=True)
    path = home.ledger
    if home.reaches_further:
        now = f"name all its notes, such as {home.root}, or another ledger with --lock"
        raise LedgerError(str(path), 1, "this ledger may know other pages, too", now)
    with exclusive(path):
        if path.exists() and not force:
            now = "build with it, or replace it with --force"
            raise LedgerError(str(path), 1, "there is a ledger already", now)
        theirs = read_anki_file(file)
        # Whatever stands in the old ledger, damaged perhaps, does not count.
        found = gather(notes, path, out.progress, ledgers.Ledger(), home)
        adopted = adopt(theirs, found)
        out.done()
        write(path, ledgers.dumps(adopted.ledger))
    out.problems(in_order((*found.problems, *adopted.problems)), home)
    for line in report(adopted, path):
        out.say(line)
    return found, adopted


def report(adopted: Adopted, path: Path) -> Iterator[str]:
    """Yield what became of the notes of the package, those that differ from the notes line by line."""
    for fate, meaning in _NAMED.items():
        for entry in adopted.fates[fate]:
            yield f"{_place(entry)}: {_short(entry.prompt)} ({entry.guid}): {meaning}"
    for card in adopted.new:
        said = _short(card.prompt)
        yield f"{card.path}:{card.first_line}: {said}: not in the package; new with the next build"
    counts = {fate: len(entries) for fate, entries in adopted.fates.items()}
    yield (
        f"{path}: {len(adopted.ledger.entries)} notes adopted: {counts['same']} as in the notes, "
        f"{counts['edited']} edited in Anki, {counts['outdated']} to update, {counts['gone']} to remove, "
        f"{counts['removed']} removed before"
    )
    if left := counts["stranger"] + adopted.by_hand:
        yield f"{left} left alone ({adopted.by_hand} of them made by hand in Anki)"
    yield "Now build the notes and import the package."


def _place(entry: Entry) -> str:
    return SEPARATOR.join((entry.page, *entry.headings[-1:]))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”"
