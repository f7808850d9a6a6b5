"""Read files that people name: none that never ends, and none beyond what it can be meant to hold."""

import errno
import os
import stat
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from ankibuild.speech import _

MOST_SETTINGS: Final = 1_000_000
"""Bytes of a config or a template."""
MOST: Final = 1_000_000_000
"""Bytes of whatever is read as a whole."""
FOLLOW_LINKS: Final = ContextVar("FOLLOW_LINKS", default=False)
"""Whether pages are read that are links out of the notes folder: set where the command line is read."""


def read_bytes(path: Path, most: int = MOST) -> bytes:
    """Return what a file holds; raise OSError also for a pipe or a device, and for a file that is too large."""
    check_ordinary(path, most)
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise _too_large(path, most)
    return data


def check_ordinary(path: Path, most: int = MOST) -> os.stat_result:
    """Return a file's status; raise OSError for what is no ordinary file: to read it may never end."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise OSError(errno.EISDIR, _("a folder, not a file"), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, _("not an ordinary file"), str(path))
    if status.st_size > most:
        raise _too_large(path, most)
    return status


def _too_large(path: Path, most: int) -> OSError:
    return OSError(errno.EFBIG, _("larger than {n} MB", n=most // 1_000_000), str(path))
