"""The state of what a build looks at, as digests: where they are the same, so is what the build would do."""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

from ankibuild.files import FOLLOW_LINKS

_TEXTS: Final = (".md", ".markdown", ".txt", ".toml")
"""Files of the notes folder whose text counts; of all others only that they are there."""
_PASSED_OVER: Final = frozenset((".git", "node_modules", "__pycache__", "venv"))
_OUR_SCRAPS: Final = (".busy", ".tmp")
_MADE: Final = ("ankibuild.lock", ".apkg")
"""How the names end of what a build makes: who looks at that looks into it."""


class Looked(NamedTuple):
    """The state of folders: of all names in them as one digest, of each text by the name of its file."""

    names: str
    texts: Mapping[str, str]

    @property
    def whole(self) -> str:
        """All of it as one digest."""
        return _digest((_framed(self.names, *map(str.encode, self.texts.values())),))


def folders_state(roots: Iterable[str]) -> Looked:
    """Return the state of folders: all names in them, and all texts. Raise OSError for what cannot be read."""
    names = blake2b(digest_size=16)
    texts: dict[str, str] = {}
    for root in roots:
        for piece, files in _in_folder(root):
            names.update(piece)
            texts |= {file: text_state(file) for file in files}
    return Looked(names.hexdigest(), texts)


def text_state(file: str) -> str:
    """Return the state of one of the texts; raise OSError."""
    return _digest((_content(file),))


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


def _in_folder(root: str) -> Iterator[tuple[bytes, list[str]]]:
    """Yield for each folder what tells of its names, and the files of texts in it."""
    entered: set[str] = set()
    home = os.path.join(os.path.realpath(root), "")  # noqa: PTH118 - compared as text below
    for folder, folders, names in os.walk(root, onerror=_give_up, followlinks=True):
        real = os.path.realpath(folder)
        if real in entered:
            folders.clear()
            continue
        entered.add(real)
        if not (FOLLOW_LINKS.get() or os.path.join(real, "").startswith(home)):  # noqa: PTH118
            yield _framed(folder, os.fsencode(real)), []
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if name not in _PASSED_OVER)
        scraps = {name for name in names if name.startswith(".") and name.endswith(_OUR_SCRAPS)}
        kept = sorted(name for name in names if name not in scraps and not name.endswith(_MADE))
        texts = [f"{folder}{os.sep}{name}" for name in kept if name.lower().endswith(_TEXTS)]
        yield _framed(folder, *map(os.fsencode, (*folders, "", *kept))), texts


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
