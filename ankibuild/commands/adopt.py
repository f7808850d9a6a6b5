"""`ankibuild adopt`: rebuild the ledger from a package."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ankibuild.adopt import Adopted, Fate, adopt
from ankibuild.commands.build import Says
from ankibuild.commit import exclusive, write
from ankibuild.home import find_home
from ankibuild.identity import ledger as ledgers
from ankibuild.identity.ledger import Entry, LedgerError
from ankibuild.markdown.source import PACKAGES, SUFFIXES, NotesError
from ankibuild.model import SEPARATOR
from ankibuild.packaging.anki_file import read_anki_file
from ankibuild.packaging.package_check import PackageError
from ankibuild.pages import ReadPages, read_pages
from ankibuild.pipeline import Gathered, gather
from ankibuild.problems import UNREAD, in_order
from ankibuild.speech import _, later

_SHOWN: Final = 60
_NAMED: Final[dict[Fate, str]] = {
    "edited": later("edited in Anki since; it stays so until its card changes"),
    "outdated": later("its card changed since; the next build updates it"),
    "gone": later("without a card; the next build removes it"),
    "stranger": later("without a card, and not in the deck of these notes; left alone"),
}


def adopt_package(
    file: Path,
    notes: tuple[Path, ...],
    lock: Path | None,
    out: Says,
    reading: ReadPages = read_pages,
    *,
    force: bool,
) -> tuple[Gathered, Adopted]:
    """Write the ledger that fits the notes and a package of them; refuse to replace one without `force`.

    Raises what reading the notes raises, `PackageError` for the file, and `LedgerError` for a ledger that
    is there.
    """
    _check_order(file, notes)
    home = find_home(notes, lock, damaged=True)
    path = home.ledger
    if home.reaches_further:
        now = _("name all its notes, such as {root}, or another ledger with --lock", root=home.root)
        raise LedgerError(str(path), 1, _("this ledger may know other pages, too"), now)
    with exclusive(path):
        if path.exists() and not force:
            now = _("build with it, or replace it with --force")
            raise LedgerError(str(path), 1, _("there is a ledger already"), now)
        theirs = read_anki_file(file)
        # Whatever stands in the old ledger, damaged perhaps, does not count.
        found = gather(notes, path, out.progress, ledgers.Ledger(), home, reading=reading)
        out.done()
        _check_read(found, out)
        adopted = adopt(theirs, found)
        write(path, ledgers.dumps(adopted.ledger))
    out.problems(in_order((*found.problems, *adopted.problems)), home)
    for line in report(adopted, path):
        out.say(line)
    return found, adopted


def _check_order(file: Path, notes: tuple[Path, ...]) -> None:
    """Refuse notes that stand where the package belongs, as one who thinks of the notes first types them."""
    if file.name.lower().endswith(PACKAGES) or not (file.is_dir() or file.name.lower().endswith(SUFFIXES)):
        return
    packages = [each for each in notes if each.name.lower().endswith(PACKAGES)]
    if packages:
        others = (file, *(each for each in notes if each not in packages))
        typed = shlex.join(["ankibuild", "adopt", *map(str, (packages[0], *others))])
        said = _("{file}: no package for Anki; the package comes first: {typed}", file=file, typed=typed)
    else:
        said = _(
            "{file}: no package for Anki; name the package first, then the notes: ankibuild adopt FILE.apkg NOTES",
            file=file,
        )
    raise PackageError(said)


def _check_read(found: Gathered, out: Says) -> None:
    """Refuse to go on without pages that are there: the ledger would know nothing of their cards."""
    unread = [problem for problem in found.problems if problem.slug in UNREAD]
    if unread:
        out.problems(unread, found.home)
        raise NotesError(
            _("pages cannot be read, and their cards would be lost; mend them, or move them out of the notes")
        )


def report(adopted: Adopted, path: Path) -> Iterator[str]:
    """Yield what became of the notes of the package, those that differ from the notes line by line."""
    for fate, meaning in _NAMED.items():
        for entry in adopted.fates[fate]:
            yield f"{_place(entry)}: {_short(entry.prompt)} ({entry.guid}): {_(meaning)}"
    for card in adopted.new:
        said = _short(card.prompt)
        yield _(
            "{path}:{line}: {said}: not in the package; new with the next build",
            path=card.path,
            line=card.first_line,
            said=said,
        )
    counts = {fate: len(entries) for fate, entries in adopted.fates.items()}
    yield (
        _("{path}: {n} notes adopted", path=path, n=len(adopted.ledger.entries))
        + ": "
        + _(
            "{same} as in the notes, {edited} edited in Anki, {outdated} to update, {gone} to remove, "
            "{removed} removed before",
            **counts,
        )
    )
    if left := counts["stranger"] + adopted.by_hand:
        yield _("{n} left alone ({by_hand} of them made by hand in Anki)", n=left, by_hand=adopted.by_hand)
    yield _("Now build the notes and import the package.")


def _place(entry: Entry) -> str:
    return SEPARATOR.join((entry.page, *entry.headings[-1:]))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”"
