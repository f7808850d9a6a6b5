"""Keep results as files in the user's cache folder: safe from others, checked when read, bounded in size and age.

Each file begins with a digest of the rest, so that one that was cut off or damaged counts for nothing. Nothing
here may fail a build: what cannot be read was not kept, what cannot be written is not kept.
"""

import os
import sys
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

MOST_BYTES = 400_000_000
MOST_SECONDS = 60 * 24 * 60 * 60
"""A file that nobody wanted for so long goes."""
_DAY = 24 * 60 * 60
_DIGEST_SIZE = 16
_SUFFIX = ".kept"


class CacheFolder:
    """A folder in which only the user can write; one that others can write is left alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._usable = _is_ours(folder)

    def get(self, key: bytes) -> bytes | None:
        """Return what is kept under a key, None for nothing."""
        if not self._usable:
            return None
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        content = data[_DIGEST_SIZE:]
        if data[:_DIGEST_SIZE] != _digest(content):
            return None
        with suppress(OSError):  # it is wanted still; once a day is often enough to say so
            if path.stat().st_mtime < time.time() - _DAY:
                os.utime(path)
        return content

    def put(self, key: bytes, content: bytes) -> None:
        """Keep something under a key."""
        if not self._usable:
            return
        path = self._path(key)
        scrap = path.with_suffix(f".{os.getpid()}")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            scrap.write_bytes(_digest(content) + content)
            scrap.replace(path)
        except OSError:
            self._usable = False
            with suppress(OSError):
                scrap.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Delete what is too old or too much, the longest unwanted first; at most once a day."""
        mark, now = self._folder / "tidied", time.time()
        with suppress(OSError):
            if not self._usable or not self._folder.is_dir():
                return
            if mark.exists() and now - _DAY < mark.stat().st_mtime <= now:
                return
            mark.touch()
            self._delete(now)

    def _delete(self, now: float) -> None:
        kept = 0
        files = [(entry.stat(), entry.path) for entry in os.scandir(self._folder) if entry.name != "tidied"]
        for status, path in sorted(files, key=lambda each: -each[0].st_mtime):
            kept += status.st_size
            left_behind = not path.endswith(_SUFFIX) and status.st_mtime < now - _DAY
            if kept > MOST_BYTES or status.st_mtime < now - MOST_SECONDS or left_behind:
                with suppress(OSError):
                    Path(path).unlink()

    def _path(self, key: bytes) -> Path:
        return self._folder / f"{key.hex()}{_SUFFIX}"


def user_folder() -> Path:
    """Return the folder for what may be kept of this user's builds."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - not needed without a cache

    return user_cache_path("ankibuild", appauthor=False)


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST_SIZE).digest()


def _is_ours(folder: Path) -> bool:
    """Tell whether only the user can write in the folder, or could in one that is made there."""
    if sys.platform == "win32":
        return True  # the user's profile is his own
    try:
        status = folder.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022
