"""Find the home of some notes: the folder that their pages' names count from, and the ledger that knows them.

Whatever is named (one folder, several, a file, in any order) a page must get the name that it had in
earlier builds, or its cards would be taken for removed. So:
- one folder, or a file's folder, that has a ledger is its own home;
- several folders share the one ledger that one of them, or the folder around them, has;
- else a ledger in a folder further up that knows pages of what is named is theirs: `build a b` puts one
  into the folder around both, and `build a` finds it there;
- else these notes are new, and the folder around all that is named becomes their home.
A ledger elsewhere (`--lock`) remembers the home in its header.
"""

import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from ankibuild.config import NAME
from ankibuild.identity import ledger as ledgers
from ankibuild.identity.ledger import Ledger
from ankibuild.markdown.source import PACKAGES, SUFFIXES, NotesError, check_there, relative_name
from ankibuild.speech import _


class Home(Struct, frozen=True):
    """Where pages' names count from, the ledger, and the folders that are named today or hold a named file."""

    root: Path
    ledger: Path
    areas: tuple[Path, ...]

    def file(self, page: str) -> Path:
        """Return the file of a page; links are not followed on the way up, as they were not when it was named."""
        file = _absolute(self.root / page)
        if page.isascii() or file.exists():
            return file
        other = _absolute(self.root / unicodedata.normalize("NFD", page))  # as a Mac has written it
        return other if other.exists() else file

    def names(self, page: str) -> bool:
        """Say whether the page lies below what is named today."""
        return any(self.file(page).is_relative_to(_absolute(area)) for area in self.areas)

    def media_folder(self, page: str) -> tuple[Path, str]:
        """Return the folder in which a page's pictures may lie, and the page's name from there."""
        if not page.startswith("../"):
            return self.root, page
        around = [area for area in self.areas if self.file(page).is_relative_to(_absolute(area))]
        return (around[0], relative_name(self.file(page), around[0])) if around else (self.root, page)

    @property
    def reaches_further(self) -> bool:
        """Whether the ledger is that of a folder around all that is named, and so may know other pages, too."""
        named = _absolute(_around(self.areas))
        return named != _absolute(self.root) and named.is_relative_to(_absolute(self.root))

    def kept_in(self, ledger: Path) -> str:
        """Return what the ledger must remember: its way to the root, "" where it lies there itself."""
        way = relative_name(self.root, ledger.parent)
        return "" if way == "." else way


def find_home(paths: Sequence[Path], lock: Path | None = None, *, damaged: bool = False) -> Home:
    """Say where the notes are at home; with `damaged` ledgers need not be readable.

    Raises NotesError for a path that is not there, and where folders with ledgers of their own are named
    together; LedgerError for a ledger that cannot be read.
    """
    for path in paths:
        check_there(path)
    areas = tuple(dict.fromkeys(path if path.is_dir() else path.parent for path in paths))
    around = _around(areas)
    if lock is not None:
        _check_ledger(lock)
        return Home(
            _remembered(_read(lock, damaged=damaged) or Ledger(), lock, (around, *areas)), lock, areas
        )
    own = [each for each in dict.fromkeys((around, *areas)) if (each / ledgers.NAME).exists()]
    own = [each for i, each in enumerate(own) if not any(_same(each, other) for other in own[:i])]
    if len(own) > 1:
        now = _("build them one by one, or name the ledger of all with --lock")
        raise NotesError(
            _(
                "{first} and {second}: each has a ledger of its own; {now}",
                first=own[0],
                second=own[1],
                now=now,
            )
        )
    root = own[0] if own else _further_up(around, areas, damaged=damaged) or around
    return Home(root, root / ledgers.NAME, areas)


def folder_around(file: Path) -> Path:
    """Return the folder of the notes that a file belongs to: the nearest with a config or a ledger, else its own."""
    folder = file if file.is_dir() else file.parent
    around = (folder, *folder.absolute().parents)
    return next(
        (each for each in around if (each / NAME).is_file() or (each / ledgers.NAME).is_file()), folder
    )


def find_ledger(paths: Sequence[Path], lock: Path | None) -> Path:
    """Return the ledger of some notes without a look into the one that is named; raise as `find_home` does."""
    if lock is None:
        return find_home(paths).ledger
    _check_ledger(lock)
    return lock


def _check_ledger(lock: Path) -> None:
    """Refuse what is named as the ledger by mistake: it would be written over."""
    if lock.is_dir():
        named = _(
            "{folder}: is a folder; name the ledger in it, such as {ledger}",
            folder=lock, ledger=lock / ledgers.NAME,
        )  # fmt: skip
    elif lock.name.lower().endswith((*SUFFIXES, *PACKAGES)):
        named = _(
            "{file}: named as the ledger; the notes and a package to write (-o) are named without --lock",
            file=lock,
        )
    else:
        return
    raise NotesError(named)


def _absolute(path: Path) -> Path:
    """Return the whole path without `..`, links left as they are."""
    return Path(os.path.normpath(path.absolute()))


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _read(ledger: Path, *, damaged: bool) -> Ledger | None:
    """Read a ledger; with `damaged` return None for one that cannot be used, else raise LedgerError."""
    try:
        return ledgers.read(ledger)
    except ledgers.LedgerError:
        if not damaged:
            raise
        return None


def _around(folders: Sequence[Path]) -> Path:
    """Return the folder around all, written as they are."""
    if len(folders) == 1:
        return folders[0]
    try:
        common = os.path.commonpath([_absolute(folder) for folder in folders])
    except ValueError:  # on different drives
        return folders[0]
    if any(folder.is_absolute() for folder in folders):
        return Path(common)
    return Path(os.path.relpath(common))


def _further_up(around: Path, areas: Sequence[Path], *, damaged: bool) -> Path | None:
    """Return the nearest folder around whose ledger knows pages of what is named, or may have known them."""
    for folder in _absolute(around).parents:
        lock = folder / ledgers.NAME
        if lock.is_file():
            home = Home(folder, lock, tuple(areas))
            before = _read(lock, damaged=damaged)
            if before is None or any(home.names(entry.page) for entry in before.entries):
                return folder
    return None


def _remembered(before: Ledger, lock: Path, likely: Sequence[Path]) -> Path:
    """Return the home that the ledger remembers; of an older one, the likely folder with most of its pages."""
    if before.root:
        there = Path(os.path.normpath(lock.parent / before.root))
        if there.is_dir():
            return next((folder for folder in likely if _same(folder, there)), there)
    pages = {entry.page for entry in before.entries if not entry.removed}
    folders = tuple(dict.fromkeys((*likely, lock.parent)))

    def known(folder: Path) -> int:
        return sum(Home(folder, lock, ()).file(page).exists() for page in pages)

    return max(folders, key=known)
