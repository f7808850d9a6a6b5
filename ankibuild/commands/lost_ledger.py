"""Notice before anything is written that a ledger was lost: a build would make new cards of all that were learnt.

The package that lies where the new one is to go tells of it (it is what `adopt` needs, and would be overwritten),
or what was kept of an earlier build.
"""

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ankibuild.cache.key import digest
from ankibuild.identity.ledger import LedgerError
from ankibuild.speech import _

if TYPE_CHECKING:
    from ankibuild.cache.folder import CacheFolder
    from ankibuild.commands.settled import Ask
    from ankibuild.pipeline import Gathered

Earlier = Callable[[Path], str]
"""Returns the package that was last built with a ledger; "" where none is known."""


def unknown(_ledger: Path) -> str:
    """Know of no earlier build."""
    return ""


def remember(kept: "CacheFolder", ledger: Path, package: Path) -> None:
    """Keep in mind that a package was built with a ledger."""
    kept.put(_key(ledger), str(package.absolute()).encode("utf-8", "surrogateescape"))


def remembered(kept: "CacheFolder | None", ledger: Path) -> str:
    """Return the package that was last built with a ledger, as far as that is known."""
    return ((kept and kept.get(_key(ledger))) or b"").decode("utf-8", "surrogateescape")


def _key(ledger: Path) -> bytes:
    return digest("built", str(ledger.absolute()))


def check_ledger(
    found: "Gathered", package: Path, data: Callable[[], bytes], earlier: Earlier, ask: "Ask"
) -> None:
    """Raise LedgerError where cards were built before and their ledger is not there, unless that is meant.

    `data` makes the new package, as far as it is needed.
    """
    if found.ledger_path.exists() or found.ledger.entries:
        return
    last = package if _is_of(package, found) else Path(earlier(found.ledger_path))
    if last.is_file() and last.read_bytes() == data():
        return  # nothing is lost: the ledger of these very cards comes back
    asked = _(
        "{what} `{adopt}` rebuilds it. Begin anew all the same?",
        what=_what(last, found),
        adopt=_adopt(last, found),
    )
    if not last.name or ask(asked):
        return
    raise LedgerError(str(found.ledger_path), 1, _what(last, found).rstrip(".。"), _now(last, found))


def _what(last: Path, found: "Gathered") -> str:
    return _(
        "the ledger {ledger} is not there, though {package} was built of these notes: all cards would be new.",
        ledger=found.ledger_path.name,
        package=last.name,
    )


def _now(last: Path, found: "Gathered") -> str:
    return _(
        "restore it from version control or a backup, or rebuild it with `{adopt}`; to begin anew, build with --yes",
        adopt=_adopt(last, found),
    )


def _adopt(last: Path, found: "Gathered") -> str:
    """Return the command that rebuilds the ledger."""
    return shlex.join(
        ("ankibuild", "adopt", str(last) if last.is_file() else "FILE.apkg", str(found.home.root))
    )


def _is_of(package: Path, found: "Gathered") -> bool:
    """Say whether a file is a package with cards of these notes."""
    from ankibuild.adopt import knows_cards_of  # noqa: PLC0415 - only where the ledger is missing
    from ankibuild.packaging.anki_file import read_anki_file  # noqa: PLC0415
    from ankibuild.packaging.package_check import PackageError  # noqa: PLC0415

    if not found.cards or not package.is_file() or not package.stat().st_size:
        return False
    try:
        return knows_cards_of(read_anki_file(package), found)
    except PackageError:
        return False
