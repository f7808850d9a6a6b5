"""`ankibuild build`: the one command that writes the package and the ledger."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from ankibuild.commands.lost_ledger import Earlier, check_ledger, unknown
from ankibuild.commands.report import Outcome, next_steps, outcome, removed_lines, summary
from ankibuild.commands.settled import Ask, gather_settled, no, with_losses_asked
from ankibuild.commit import commit, exclusive
from ankibuild.home import Home, find_ledger
from ankibuild.identity import ledger as ledgers
from ankibuild.identity.times import Clock
from ankibuild.model import Problem
from ankibuild.packaging.package_check import PackageError
from ankibuild.pages import ReadPages, read_pages
from ankibuild.pipeline import Gathered, Prepared, pack, prepare, with_all_problems
from ankibuild.speech import _
from ankibuild.terminal.lines import Role, Shown
from ankibuild.values import replace

SUFFIX = ".apkg"


class Says(Protocol):
    """Where messages go."""

    def say(self, text: Shown = "") -> None:
        """Say something of the result."""

    def problem(self, text: Shown, role: Role = "warning") -> None:
        """Say what is wrong."""

    def problems(self, problems: Sequence[Problem], home: Home, *, err: bool = True) -> None:
        """Say what is wrong with the notes."""

    def progress(self, what: str, done: int = 0, total: int = 0) -> None:
        """Show what is being worked on."""

    def done(self) -> None:
        """End the showing of progress."""


class Wishes(Struct, frozen=True):
    """What is asked of a build beyond the usual."""

    share: bool = False
    frozen: bool = False
    embed_font: bool = False
    """Also where the config does not say so."""
    ask: Ask = no
    """Whom to ask about pages that lost all of their cards, and about a lost ledger."""
    earlier: Earlier = unknown
    """Which package was built before; by default none is known."""


class Made(Struct, frozen=True):
    """What a build has made: with the files that it wrote, none where all were as they should be."""

    found: Gathered
    prepared: Prepared
    package: Path
    written: tuple[Path, ...] = ()
    refused: bool = False
    """Whether --frozen forbade to write."""


def build_package(
    notes: tuple[Path, ...],
    lock: Path | None,
    output: Path | None,
    out: Says,
    clock: Clock,
    wishes: Wishes,
    reading: ReadPages = read_pages,
) -> Made:
    """Build the package and bring the ledger up to date; say what happened."""
    if output:
        _check_target(output)
    with exclusive(find_ledger(notes, lock)):
        found = gather_settled(notes, lock, out.progress, reading)
        out.done()
        found = with_losses_asked(found, wishes.ask)
        embed_font = wishes.embed_font or found.config.embed_font
        out.progress(_("filling the cards"))
        prepared = prepare(found, clock, share=wishes.share, embed_font=embed_font)
        out.progress(_("packing and checking the package"))
        data = pack(prepared)
        out.done()
        found = with_all_problems(found, prepared)
        out.problems(found.problems, found.home)
        package = output or Path(file_name(found.deck))
        check_ledger(found, package, lambda: data, wishes.earlier, wishes.ask)
        if wishes.frozen and ledger_differs(found, prepared):
            now = _("build without --frozen and commit it")
            out.problem(
                _("{path}:1: error: the ledger would change; {now}", path=found.ledger_path, now=now), "error"
            )
            return Made(found, prepared, package, refused=True)
        written = commit(found.ledger_path, ledgers.dumps(prepared.plan.ledger), package, data)
    for removed in removed_lines(prepared.plan):
        out.say(removed)
    say_outcome(outcome(found, prepared), package, len(data), out, written=package in written)
    return Made(found, prepared, package, written)


def say_outcome(made: Outcome, package: Path, size: int, out: Says, *, written: bool) -> None:
    """Say at the end of a build what became of the cards, and what to do now."""
    for row in summary(made, package, size, written=written):
        out.say(row)
    for step in next_steps(made, package):
        out.say(step)


def ledger_differs(found: Gathered, prepared: Prepared) -> bool:
    """Tell whether a build would change the ledger; the way from there to the notes is no matter."""
    return replace(prepared.plan.ledger, root=found.ledger.root) != found.ledger


def _check_target(package: Path) -> None:
    """Refuse a place where no package can be written before anything is read, so that all stays as it was."""
    if package.is_dir():
        raise PackageError(
            _(
                "{package}: is a folder; name a file such as {example}",
                package=package,
                example=package / "deck.apkg",
            )
        )
    if package.exists() and not _is_package(package):
        raise PackageError(
            _("{package}: is there and no package; remove it, or name another file", package=package)
        )
    if not package.parent.is_dir():
        raise PackageError(
            _(
                "{package}: the folder {folder} is not there; make it first",
                package=package,
                folder=package.parent,
            )
        )
    if package.suffix.lower() != SUFFIX:
        now = _("name it {name}", name=package.with_suffix(SUFFIX).name)
        raise PackageError(
            _(
                "{package}: Anki imports only files that end in {suffix}; {now}",
                package=package,
                suffix=SUFFIX,
                now=now,
            )
        )


def _is_package(path: Path) -> bool:
    """Tell what may be overwritten: an earlier package or an empty file, not notes, pictures, devices."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(2) in (b"PK", b"")


def file_name(deck: str) -> str:
    """Return the package's file name for a deck: its name without what file systems refuse."""
    name = re.sub(r'[\s/\\:*?"<>|\x00-\x1f\x7f]+', "_", deck).strip("._")
    name = name.encode()[:_LONGEST].decode(errors="ignore").strip("._") or "notes"
    return f"{name}_{SUFFIX}" if name.partition(".")[0].upper() in _RESERVED else name + SUFFIX


_LONGEST = 180
"""Bytes of a file's name, of 255 that most file systems take: more is put behind it."""
_RESERVED = frozenset(
    ("CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³"))
)
"""What Windows takes for devices, whatever stands behind the dot."""
