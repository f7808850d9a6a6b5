"""`ankibuild build`: the one command that writes the package and the ledger."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from ankibuild.commands.report import next_steps, summary
from ankibuild.commit import commit, exclusive
from ankibuild.home import Home, find_home
from ankibuild.identity import ledger as ledgers
from ankibuild.identity.times import Clock
from ankibuild.model import Problem
from ankibuild.packaging.package_check import PackageError
from ankibuild.pipeline import Gathered, Prepared, gather, pack, prepare, with_all_problems
from ankibuild.speech import _
from ankibuild.terminal.lines import Role, Shown

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


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of a build beyond the usual."""

    share: bool = False
    frozen: bool = False
    embed_font: bool = False
    """Also where the config does not say so."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a build has made; `size` is that of the package in bytes, `refused` that --frozen forbade to write it."""

    found: Gathered
    prepared: Prepared
    package: Path
    size: int
    refused: bool


def build_package(
    notes: tuple[Path, ...],
    lock: Path | None,
    output: Path | None,
    out: Says,
    clock: Clock,
    wishes: Wishes,
) -> Made:
    """Build the package and bring the ledger up to date; say what happened."""
    if output:
        _check_target(output)
    with exclusive(lock or find_home(notes).ledger):
        found = gather(notes, lock, out.progress)
        embed_font = wishes.embed_font or found.config.embed_font
        out.progress(_("filling the cards"))
        prepared = prepare(found, clock, share=wishes.share, embed_font=embed_font)
        out.progress(_("packing and checking the package"))
        data = pack(prepared)
        out.done()
        found = with_all_problems(found, prepared)
        out.problems(found.problems, found.home)
        package = output or Path(file_name(found.deck))
        refused = wishes.frozen and replace(prepared.plan.ledger, root=found.ledger.root) != found.ledger
        made = Made(found, prepared, package, len(data), refused)
        if refused:
            now = _("build without --frozen and commit it")
            out.problem(
                _("{path}:1: error: the ledger would change; {now}", path=found.ledger_path, now=now), "error"
            )
            return made
        commit(found.ledger_path, ledgers.dumps(prepared.plan.ledger), package, data)
    for row in summary(found, prepared, package, len(data)):
        out.say(row)
    for step in next_steps(prepared, package):
        out.say(step)
    return made


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
    return (re.sub(r'[\s/\\:*?"<>|]+', "_", deck).strip("._") or "notes") + SUFFIX
