"""Say when something was saved: once a save, when it is whole, and for as long as anyone listens.

Editors save in many ways: in place, emptied first, under another name that is then put in place, or with the
old file moved aside. So a save counts when its files have stood still for a moment and no page is empty or
gone (for that it may take half a second; then it was meant). A folder that is removed or replaced is found
again when it is back: what watches it holds on to the old one.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from watchfiles import watch

from ankibuild.markdown.source import SUFFIXES

_STEP_MS: Final = 50
_MOST_MS: Final = 400
_LOOK_MS: Final = 250
"""How often files outside the folders are looked at, and whether the folders are still the same."""
_STILL: Final = 0.06
_MEANT: Final = 0.5
_COPIES: Final = ("~", ".swp", ".swx", ".tmp")

State = Mapping[Path, tuple[int, int]]


def saves(named: Sequence[Path], others: Callable[[], Iterable[Path]]) -> Iterator[frozenset[Path]]:
    """Yield the files of each save, without end; `others` are files to look at outside the named folders.

    Empty sets say that everything may be another: at the beginning, and when a folder came or went.
    """
    folders = [path.is_dir() for path in named]  # asked once: later they may be gone
    places = (path if here else path.parent for path, here in zip(named, folders, strict=True))
    roots = tuple(dict.fromkeys(place.absolute() for place in places))
    while True:
        if all(root.is_dir() for root in roots):
            yield from _while_they_stand(roots, any(folders), others)
            yield frozenset()
        else:
            time.sleep(_LOOK_MS / 1000)


def _while_they_stand(
    roots: Sequence[Path], recursive: bool, others: Callable[[], Iterable[Path]]
) -> Iterator[frozenset[Path]]:
    first, known, begun = _identity(roots), _states(others()), False
    rounds = watch(
        *roots, watch_filter=lambda _, path: _matters(path, roots), recursive=recursive, step=_STEP_MS,
        debounce=_MOST_MS, rust_timeout=_LOOK_MS, yield_on_timeout=True, ignore_permission_denied=True,
    )  # fmt: skip
    with closing(rounds):
        for changes in rounds:
            now = _states(others())
            differ = {path for path in now.keys() | known.keys() if now.get(path) != known.get(path)}
            saved = differ | {Path(path) for _, path in changes}
            if _identity(roots) != first:
                return
            if saved or not begun:
                _settle(saved)
                known, begun = _states(others()), True
                yield frozenset(saved)


def _matters(path: str, roots: Sequence[Path]) -> bool:
    """Tell whether a changed file may be of the notes: hidden ones and editors' own copies are not."""
    parts = next(
        (Path(path).relative_to(root).parts for root in roots if Path(path).is_relative_to(root)), ()
    )
    name = os.path.basename(path)  # noqa: PTH119 - of a path that is in no root, too
    hidden = any(part.startswith(".") for part in parts)
    return not (hidden or name.startswith(("#", ".")) or name.endswith(_COPIES))


def _identity(roots: Sequence[Path]) -> tuple[object, ...]:
    def of(path: Path) -> object:
        try:
            found = path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    return tuple(map(of, roots))


def _states(paths: Iterable[Path]) -> State:
    """Return size and time of the files that are there."""
    found: dict[Path, tuple[int, int]] = {}
    for path in paths:
        try:
            there = path.stat()
        except OSError:
            continue
        found[path] = (there.st_size, there.st_mtime_ns)
    return found


def _settle(saved: Iterable[Path]) -> None:
    """Wait until files stand still and pages are whole; no longer than it takes to be meant."""
    end = time.monotonic() + _MEANT
    before = _states(saved)
    while saved and time.monotonic() < end:
        time.sleep(_STILL)
        now = _states(saved)
        whole = all(now.get(path, (0, 0))[0] for path in saved if path.name.lower().endswith(SUFFIXES))
        if now == before and whole:
            return
        before = now
