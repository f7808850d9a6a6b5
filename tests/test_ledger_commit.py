"""Two files that change together, and one build at a time."""

import errno
import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ankibuild import commit as commits
from ankibuild.commit import BusyError, HalfDoneError, _scrap, commit, exclusive, write


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_both_files_are_replaced(tmp_path: Path) -> None:
    ledger, package = tmp_path / "ankibuild.lock", tmp_path / "deck.apkg"
    commit(ledger, "一\n", package, b"1")
    commit(ledger, "二\n", package, b"2")
    assert (ledger.read_text("utf-8"), package.read_bytes()) == ("二\n", b"2")
    assert names(tmp_path) == {"ankibuild.lock", "deck.apkg"}


def test_a_ledger_that_says_the_same_is_left_alone(tmp_path: Path) -> None:
    ledger, package = tmp_path / "ankibuild.lock", tmp_path / "deck.apkg"
    commit(ledger, "一\n", package, b"1")
    os.utime(ledger, (5, 5))
    assert commit(ledger, "一\n", package, b"2") == (package,)
    assert ledger.stat().st_mtime == 5
    assert package.read_bytes() == b"2"


def test_nothing_is_written_where_nothing_changed(tmp_path: Path) -> None:
    ledger, package = tmp_path / "ankibuild.lock", tmp_path / "deck.apkg"
    assert commit(ledger, "一\n", package, b"1") == (ledger, package)
    for file in (ledger, package):
        os.utime(file, (5, 5))
    assert commit(ledger, "一\n", package, b"1") == ()
    assert {file.stat().st_mtime for file in (ledger, package)} == {5}


@pytest.mark.parametrize("fails_at", [1, 2])
def test_a_failed_write_changes_nothing(
    fails_at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, package = tmp_path / "ankibuild.lock", tmp_path / "deck.apkg"
    commit(ledger, "一\n", package, b"1")
    real, calls = commits._write_through, list[Path]()

    def full(path: Path, data: bytes) -> None:
        real(path, data[:1])
        calls.append(path)
        if len(calls) == fails_at:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(commits, "_write_through", full)
    with pytest.raises(OSError, match="No space left"):
        commit(ledger, "二\n", package, b"2")
    assert (ledger.read_text("utf-8"), package.read_bytes()) == ("一\n", b"1")
    assert names(tmp_path) == {"ankibuild.lock", "deck.apkg"}


def test_the_ledger_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that Anki may have seen must never know times that the ledger does not."""
    ledger, package = tmp_path / "ankibuild.lock", tmp_path / "deck.apkg"
    commit(ledger, "一\n", package, b"1")

    def locked(path: Path, target: Path) -> Path:
        if target == package:
            raise PermissionError(13, "open in another program")
        os.replace(path, target)  # noqa: PTH105 - Path.replace is what is replaced here
        return target

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(HalfDoneError, match="open in another program"):
        commit(ledger, "二\n", package, b"2")
    assert (ledger.read_text("utf-8"), package.read_bytes()) == ("二\n", b"1")
    assert names(tmp_path) == {"ankibuild.lock", "deck.apkg"}


def test_what_a_killed_build_left_is_overwritten(tmp_path: Path) -> None:
    _scrap(tmp_path / "ankibuild.lock", None).write_bytes(b"half of a led")
    write(tmp_path / "ankibuild.lock", "一\n")
    assert names(tmp_path) == {"ankibuild.lock"}


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    link = tmp_path / "ankibuild.lock"
    link.symlink_to(tmp_path / "far" / "real.lock")
    write(link, "一\n")
    assert link.is_symlink()
    assert (tmp_path / "far" / "real.lock").read_text("utf-8") == "一\n"


def test_one_build_at_a_time(tmp_path: Path) -> None:
    ledger = tmp_path / "ankibuild.lock"
    with exclusive(ledger):
        with pytest.raises(BusyError, match="another ankibuild is at work"), exclusive(ledger, 0.1):
            pytest.fail("two builds at once")
        with exclusive(tmp_path / "other.lock", 0):
            pass
    with exclusive(ledger, 0):
        pass
    assert not names(tmp_path)


def test_the_lock_is_free_after_an_error(tmp_path: Path) -> None:
    ledger = tmp_path / "ankibuild.lock"
    with pytest.raises(ValueError, match="oops"), exclusive(ledger):
        raise ValueError("oops")
    with exclusive(ledger, 0):
        pass


def test_a_lock_on_a_file_that_was_just_removed_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build before us removes the file between our opening and our locking it: a third may make a new one."""
    path, real, removed = tmp_path / ".ankibuild.lock.busy", fcntl.flock, list[Path]()

    def late(handle: int, operation: int) -> None:
        if not removed:
            path.unlink()
            path.touch()
            removed.append(path)
        real(handle, operation)

    monkeypatch.setattr(fcntl, "flock", late)
    assert commits._try_lock(path) is None
    with exclusive(tmp_path / "ankibuild.lock", 0):
        pass


@pytest.mark.parametrize("known", [errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS])
def test_a_network_folder_without_locks_can_be_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: int
) -> None:
    def none(handle: int, operation: int) -> None:
        raise OSError(known, os.strerror(known))

    monkeypatch.setattr(fcntl, "flock", none)
    with exclusive(tmp_path / "ankibuild.lock", 0):
        pass
    assert not names(tmp_path)


def test_a_lock_that_fails_otherwise_is_an_error_of_the_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(handle: int, operation: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(fcntl, "flock", broken)
    with pytest.raises(OSError, match=r"ankibuild\.lock'"), exclusive(tmp_path / "ankibuild.lock", 0):
        pytest.fail("no lock, and yet at work")


HOLD = """
import sys, time
from pathlib import Path
from ankibuild.commit import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_killed_build_leaves_no_lock(tmp_path: Path) -> None:
    ledger = tmp_path / "ankibuild.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(ledger)], stdout=subprocess.PIPE, text=True
    ) as build:
        assert build.stdout is not None
        assert build.stdout.readline() == "held\n"
        with pytest.raises(BusyError), exclusive(ledger, 0.1):
            pytest.fail("two builds at once")
        build.kill()
        build.wait()
        with exclusive(ledger, 5):
            pass
    assert not names(tmp_path)


COUNT = """
import sys
from pathlib import Path
from ankibuild.commit import exclusive
tally = Path(sys.argv[2])
for _ in range(20):
    with exclusive(Path(sys.argv[1]), 60):
        number = int(tally.read_text())
        tally.write_text(str(number + 1))
"""


def test_builds_wait_for_each_other(tmp_path: Path) -> None:
    """Each takes the lock file over from another that removes it: not one count may be lost."""
    tally = tmp_path / "tally"
    tally.write_text("0")
    command = [sys.executable, "-c", COUNT, str(tmp_path / "ankibuild.lock"), str(tally)]
    builds = [subprocess.Popen(command) for _ in range(4)]
    deadline = time.monotonic() + 60
    assert [build.wait(max(0.0, deadline - time.monotonic())) for build in builds] == [0, 0, 0, 0]
    assert tally.read_text() == "80"
    assert names(tmp_path) == {"tally"}
