"""Put package and ledger on the disk so that a crash leaves both whole and the next build right.

Both files are first written in full under temporary names in their own folders and forced to the disk.
Only then are they put in place, **the ledger first**. A package is made from notes and ledger alone, so:
- killed before the ledger is in place: nothing has happened, the next build does it all;
- killed between the two: the ledger is ahead of the package. The next build finds nothing changed and
  writes, from the same notes and the same ledger, the very package that was lost, or a later one whose
  changed notes have a later mod, since the ledger knows the mods that were given;
- the other way round, a package could reach Anki whose mods and guids the ledger never heard of. With a
  fixed SOURCE_DATE_EPOCH the next edit would get the same mod again, and Anki would drop it in silence.
"""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

from ankibuild.errors import AnkibuildError
from ankibuild.speech import _

_NO_LOCKS_HERE = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
_PAUSE = 0.05


class BusyError(AnkibuildError):
    """Another ankibuild is at work with the same ledger."""


class HalfDoneError(AnkibuildError):
    """The ledger was written, its package could not be put in place: the next build makes up for it."""


def commit(ledger: Path, ledger_text: str | bytes, package: Path, package_bytes: bytes) -> tuple[Path, ...]:
    """Replace ledger and package, each atomically, the ledger first; raise OSError and leave no scrap behind.

    A file that says the same is left alone, so that nobody who watches its folder is woken. Return the others.
    """
    ledger_bytes = ledger_text.encode("utf-8") if isinstance(ledger_text, str) else ledger_text
    wanted = [(ledger, ledger_bytes), (package, package_bytes)]
    files = [(path, data) for path, data in wanted if not _holds(path, data)]
    replace_in_order(files, ledger)
    return tuple(path for path, _ in files)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except PermissionError:  # it may be replaced all the same
        return False


def write(path: Path, text: str) -> None:
    """Replace one text file atomically."""
    replace_in_order([(path, text.encode("utf-8"))])


def replace_in_order(files: list[tuple[Path, bytes]], owner: Path | None = None) -> None:
    """Write all files under temporary names, then put them in place one after the other.

    `owner` is the ledger whose lock is held: builds with other ledgers may write the same package just now.
    """
    # A link stays a link: what it points to is replaced.
    targets = [Path(os.path.realpath(path)) for path, _ in files]
    scraps = [_scrap(target, owner) for target in targets]
    done: list[Path] = []
    try:
        for scrap, target, (_path, data) in zip(scraps, targets, files, strict=True):
            with _named(target):
                _write_through(scrap, data)
        for scrap, target in zip(scraps, targets, strict=True):
            with _named(target):
                scrap.replace(target)
            done.append(target)
            _settle(target.parent)
    except OSError as error:
        if not done:
            raise
        raise HalfDoneError(
            _(
                "{file}: {error}; {name} is up to date: build again when this can be written",
                file=error.filename,
                error=error.strerror,
                name=done[0].name,
            )
        ) from error
    finally:
        for scrap in scraps:
            with suppress(OSError):  # the error that led here is what counts
                scrap.unlink(missing_ok=True)


def _scrap(target: Path, owner: Path | None) -> Path:
    """Return the temporary name: fixed, so that what a killed build left behind is overwritten by the next one.

    It is short, for a name that the file system just takes takes no addition.
    """
    whose = "\0".join((str(target), os.path.realpath(owner) if owner else ""))
    return target.with_name(f".ankibuild-{blake2b(os.fsencode(whose), digest_size=8).hexdigest()}.tmp")


@contextmanager
def _named(target: Path) -> Iterator[None]:
    """Say of an error what was to be written, not under which name for the while."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Force the renaming itself to the disk, where the system can do that to a folder."""
    if sys.platform != "win32":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


# --- one build at a time ----------------------------------------------------------------------------


@contextmanager
def exclusive(ledger: Path, wait_seconds: float = 10.0) -> Iterator[None]:
    """Keep other builds with the same ledger away; raise BusyError if one is still at work after the wait.

    The system holds the lock for as long as the process lives, so a killed build leaves none: at most
    an empty file beside the ledger, which the next build takes over and removes.

    By hand, for the library `filelock` leaves its file among the notes, where it would be committed, fails in
    network folders that know no locks (4.3), and takes 0.07 s to load, a third of a build of unchanged notes.
    """
    path = ledger.with_name(f".{ledger.name}.busy")
    deadline = time.monotonic() + wait_seconds
    with _named(ledger):
        while (handle := _try_lock(path)) is None:
            if time.monotonic() >= deadline:
                raise BusyError(
                    _(
                        "another ankibuild is at work with {ledger}; wait for it to end and try again",
                        ledger=ledger,
                    )
                )
            time.sleep(_PAUSE)
    try:
        yield
    finally:
        _unlock(handle, path)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(path: Path) -> int | None:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT)
        except PermissionError:  # the other build is just removing the file
            return None
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            os.close(handle)
            return None
        return handle

    def _unlock(handle: int, path: Path) -> None:
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        os.close(handle)
        with suppress(OSError):  # another build has opened it: it will remove it
            path.unlink(missing_ok=True)

else:
    import fcntl

    def _try_lock(path: Path) -> int | None:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # The build before us may have removed the file between our opening and our locking it.
            if os.fstat(handle).st_ino == path.stat().st_ino:
                return handle
        except (BlockingIOError, FileNotFoundError):
            pass
        except OSError as error:
            # Some network folders know no locks; the notes are built there all the same.
            if error.errno in _NO_LOCKS_HERE:
                return handle
            os.close(handle)
            raise
        os.close(handle)
        return None

    def _unlock(handle: int, path: Path) -> None:
        # An empty file that cannot be removed is harmless; a lock that this process went on to hold is not.
        with suppress(OSError):
            path.unlink(missing_ok=True)
        os.close(handle)
