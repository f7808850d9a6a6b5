"""The state of what a build looks at, as digests: where they are the same, so is what the build would do."""

import os
import stat
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final

from ankibuild.files import FOLLOW_LINKS

_TEXTS: Final = (".md", ".markdown", ".txt", ".toml")
"""Files of the notes folder whose text counts; of all others only that they are there."""
_PASSED_OVER: Final = frozenset((".git", "node_modules", "__pycache__", "venv"))
_OUR_SCRAPS: Final = (".busy", ".tmp")


def folders_state(roots: Iterable[str]) -> str:
    """Return the state of folders: all names in them, and all texts. Raise OSError for what cannot be read."""
    return _digest(piece for root in roots for piece in _in_folder(root))


def files_state(files: Iterable[str]) -> str:
    """Return the state of single files by what is in them, or that they are not there; raise OSError."""
    return _digest(_framed(file, _content(file)) for file in files)


def outlines_state(files: Iterable[str]) -> str:
    """Return the state of files by size and times, as it takes long to read them; raise OSError."""
    return _digest(_framed(file, _outline(Path(file).stat())) for file in files)


def last_change(files: Iterable[str]) -> float:
    """Return when the latest of files changed, in seconds since 1970; raise OSError."""
    statuses = [Path(file).stat() for file in files]
    return max((time for status in statuses for time in (status.st_mtime, status.st_ctime)), default=0.0)


def _in_folder(root: str) -> Iterator[bytes]:
    entered: set[str] = set()
    home = os.path.join(os.path.realpath(root), "")  # noqa: PTH118 - compared as text below
    for folder, folders, names in os.walk(root, onerror=_give_up, followlinks=True):
        real = os.path.realpath(folder)
        if real in entered:
            folders.clear()
            continue
        entered.add(real)
        if not (FOLLOW_LINKS.get() or os.path.join(real, "").startswith(home)):  # noqa: PTH118
            yield _framed(folder, os.fsencode(real))
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if name not in _PASSED_OVER)
        kept = sorted(name for name in names if not (name.startswith(".") and name.endswith(_OUR_SCRAPS)))
        yield _framed(folder, *map(os.fsencode, (*folders, "", *kept)))
        for name in kept:
            if name.lower().endswith(_TEXTS):
                file = f"{folder}{os.sep}{name}"
                yield _framed(file, _content(file))


def _content(file: str) -> bytes:
    try:
        if not stat.S_ISREG(Path(file).stat().st_mode):
            return b"special"  # reading from a pipe may never end
        return b"file" + Path(file).read_bytes()
    except FileNotFoundError:
        return b"nothing"


def _outline(status: os.stat_result) -> bytes:
    return repr((status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)).encode()


def _digest(pieces: Iterable[bytes]) -> str:
    made = blake2b(digest_size=16)
    for piece in pieces:
        made.update(piece)
    return made.hexdigest()


def _framed(name: str, *parts: bytes) -> bytes:
    """Join so that no part can be taken for a piece of another."""
    whole = (os.fsencode(name), *parts)
    return b"".join(len(part).to_bytes(8, "big") + part for part in (len(whole).to_bytes(8, "big"), *whole))


def _give_up(error: OSError) -> None:
    raise error
