"""ankibuild for programs: what the commands do, with values instead of printed lines.

Notes are named as on the command line: files, or folders that are read below. What is returned is what the
commands print for programs (`ankibuild schema cards`, `ankibuild schema check`), as plain typed dictionaries.
Messages are in English, unless `ankibuild.speech.speak` says otherwise.

What the user or the machine got wrong is raised as `AnkibuildError`; a file that cannot be written, as OSError.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from ankibuild.commands.build import Wishes, build_package
from ankibuild.commands.check import CheckRecord, ProblemRecord, check_record, problem_record
from ankibuild.commands.listing import CardRecord, card_record
from ankibuild.errors import AnkibuildError
from ankibuild.home import Home
from ankibuild.identity.times import Clock, Happening
from ankibuild.model import Problem
from ankibuild.pipeline import checked, gather
from ankibuild.terminal.lines import Role, Shown

__all__ = [
    "AnkibuildError", "Built", "CardRecord", "CheckRecord", "ProblemRecord", "build", "check", "read_cards",
]  # fmt: skip

Name = str | PathLike[str]
"""The name of a file or folder."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has written, and what that changes.

    `count` says how many cards are "new", "changed", "moved", "removed", "revived" and "unchanged" since
    the last build.
    """

    package: Path
    ledger: Path
    count: Mapping[Happening, int]
    problems: tuple[ProblemRecord, ...]


def read_cards(*notes: Name, lock: Name | None = None) -> list[CardRecord]:
    """Return the cards of some notes, in the order of the notes; write nothing.

    Each is a dictionary as `ankibuild cards --format jsonl` prints it: `id` is the guid of its note in Anki,
    `parts` maps "question", "options", "answer", "explanation" (kind "qa"), "prompt", "correct",
    "why_correct", "incorrect", "why_incorrect" ("contrast") or "text", "explanation" ("cloze") to
    `{"lines": [[first, last], …], "text": …, "html": …}`, or to None. Lines count from 1, both included.

    Raises AnkibuildError where the notes, the config or the ledger cannot be used.
    """
    found = gather(_paths(notes), _path(lock))
    return [card_record(card, each.guid) for card, each in zip(found.cards, found.matches, strict=True)]


def check(*notes: Name, lock: Name | None = None) -> CheckRecord:
    """Return what is wrong with some notes and which of their text is on no card; write nothing.

    It is what `ankibuild check --format json` prints: `problems`, each with path (below the notes folder),
    line, slug, gravity and message, and `pages`, each with its share of text on cards in percent and its
    pieces on none.

    Raises AnkibuildError where the notes, the config or the ledger cannot be used.
    """
    return check_record(checked(gather(_paths(notes), _path(lock))))


def build(
    *notes: Name,
    output: Name | None = None,
    lock: Name | None = None,
    share: bool = False,
    embed_font: bool = False,
    yes: bool = False,
    now: int | None = None,
) -> Built:
    """Write the package of some notes and bring their ledger up to date.

    `output` is the package's file, else DECK.apkg in the current folder; `share` leaves removed cards out,
    `embed_font` packs a Japanese font, `yes` removes the
    cards of pages that lost all of theirs, too. New and changed notes get the time `now`, in seconds since 1970 (as
    SOURCE_DATE_EPOCH does for the command), else that of their page or of the build: with the same notes,
    ledger and `now` the package is the same, byte for byte.

    Raises AnkibuildError where the notes, the config, the ledger or the package's place cannot be used, or
    another build is at work with them; OSError where a file cannot be written. The ledger and the package
    are both whole then.
    """
    made = build_package(
        _paths(notes),
        _path(lock),
        _path(output),
        _Silence(),
        Clock(int(time.time()), now),
        Wishes(share=share, embed_font=embed_font, ask=lambda _question: yes),
    )
    problems = tuple(map(problem_record, made.found.problems))
    return Built(made.package, made.found.ledger_path, made.prepared.plan.count(), problems)


def _paths(notes: Sequence[Name]) -> tuple[Path, ...]:
    if not notes:
        raise TypeError("name the notes: a file or a folder")
    return tuple(map(Path, notes))


def _path(name: Name | None) -> Path | None:
    return None if name is None else Path(name)


class _Silence:
    """Says nothing: the caller gets values."""

    def say(self, text: Shown = "") -> None:
        pass

    def problem(self, text: Shown, role: Role = "warning") -> None:
        pass

    def problems(self, problems: Sequence[Problem], home: Home, *, err: bool = True) -> None:
        pass

    def progress(self, what: str, done: int = 0, total: int = 0) -> None:
        pass

    def done(self) -> None:
        pass
