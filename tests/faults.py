"""Faults of the disk: at a chosen opening, renaming or removing below a folder an error comes, or the end.

with faults(folder, at=3, fault=errno.ENOSPC) as met:
    ...
assert met.count > 3

Python's audit events come before each such step, whoever asks for it, so that nothing has to be known of the
code under test. A process that was killed does nothing any more: from there on every step is refused.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_CHANGING: Final = frozenset(("os.rename", "os.remove", "os.mkdir", "os.rmdir"))
_READING: Final = frozenset(("os.scandir", "os.listdir"))
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT
KILL: Final = 0


class Killed(BaseException):
    """The process is no more."""


@dataclass
class Met:
    """How many steps came, and which of them would have changed something."""

    folder: str
    at: int
    fault: int
    count: int = 0
    writes: tuple[int, ...] = ()
    dead: bool = False


_now: list[Met] = []
_watching: list[bool] = []


@contextmanager
def faults(folder: Path, at: int = 0, fault: int = KILL) -> Iterator[Met]:
    """Let the step `at` below a folder fail with an error of the system, or kill; with 0 only count."""
    if not _watching:
        sys.addaudithook(_step)  # it stays, so it is added once
        _watching.append(True)
    met = Met(str(folder), at, fault)
    _now.append(met)
    try:
        with suppress(Killed):
            yield met
    finally:
        _now.clear()
        _let_go(met.folder)


def _step(event: str, args: tuple[Any, ...]) -> None:
    if not _now or not (event == "open" or event in _CHANGING or event in _READING):
        return
    met, path = _now[0], args[0]
    if not isinstance(path, str | bytes | os.PathLike) or not os.fsdecode(path).startswith(met.folder):
        return
    if met.dead:
        raise Killed
    met.count += 1
    if event in _CHANGING or (event == "open" and args[2] & _WRITES):
        met.writes += (met.count,)
    if met.count == met.at:
        if met.fault == KILL:
            met.dead = True
            raise Killed
        raise OSError(met.fault, os.strerror(met.fault), os.fsdecode(path))


def _let_go(folder: str) -> None:
    """Close what a killed process would not hold any more: its locks."""
    for link in list(Path("/proc/self/fd").iterdir()):
        with suppress(OSError):
            if str(link.readlink()).startswith(folder):
                os.close(int(link.name))
