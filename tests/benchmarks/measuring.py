"""Run a command and measure what it and all its children take: CPU seconds, wall seconds, peak memory."""

import ctypes
import os
import resource
import sqlite3
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

_SUBREAPER = 36
_EVERY_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run took; `memory` is the highest sum of all processes in MB, 0 where it was not watched."""

    cpu: float
    wall: float
    memory: float = 0.0


def adopt_orphans() -> None:
    """Let processes that outlive their parents become ours, so that none escapes the measure (Linux)."""
    ctypes.CDLL(None, use_errno=True).prctl(_SUBREAPER, 1, 0, 0, 0)


def run(command: Sequence[str], cwd: Path, env: Mapping[str, str], *, watched: bool = False) -> Taken:
    """Run a command to its end and the end of all that it started; exit with its output if it fails."""
    start, before = time.perf_counter(), _children()
    with (cwd / ".output").open("wb") as output:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdout=output, stderr=subprocess.STDOUT)
    watch = _Watch(process.pid) if watched else None
    code = process.wait()
    wall = time.perf_counter() - start
    with suppress(ChildProcessError):
        while True:  # what it left behind
            os.wait()
    memory = watch.peak() if watch else 0.0
    if code:
        sys.exit(f"{' '.join(command)}\nfailed ({code}):\n{(cwd / '.output').read_text('utf-8')[-2000:]}")
    return Taken(_children() - before, wall, memory)


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class _Watch(threading.Thread):
    """Looks at the memory of a process and all below it again and again."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._peak, self._over = pid, 0, threading.Event()
        self.start()

    def run(self) -> None:
        while not self._over.wait(_EVERY_SECONDS):
            self._peak = max(self._peak, sum(map(_memory, _tree(self._pid))))

    def peak(self) -> float:
        self._over.set()
        self.join()
        return self._peak / 1024


def _tree(pid: int) -> list[int]:
    found, todo = [], [pid]
    while todo:
        found.append(todo.pop())
        with suppress(OSError):
            for task in Path(f"/proc/{found[-1]}/task").iterdir():
                todo += map(int, (task / "children").read_text().split())
    return found


def _memory(pid: int) -> int:
    """Return the proportional share of memory in KB: what processes share counts once."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1])
    return 0


def notes_in(folder: Path) -> int:
    """Count the notes of all packages in a folder."""
    return sum(map(_notes_in, folder.glob("*.apkg")))


def _notes_in(package: Path) -> int:
    with zipfile.ZipFile(package) as archive:
        data = archive.read("collection.anki2")
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(data)
        return int(database.execute("SELECT count(*) FROM notes").fetchone()[0])
