"""A disk that is full, a right that is lost, a plug that is pulled: at every step at which a build touches files.

Python tells an audit hook of every opening, renaming and removing, and lets it refuse. What refuses here is the
system, as far as ankibuild can tell.
"""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ankibuild import commit
from ankibuild.identity import ledger
from ankibuild.packaging.package_check import check_package
from tests.test_cli import run

V1 = "# 題\n\n## RAID とは？\n\n束ねる技術。\n\n## NAS とは？\n\n![図](a.png)\n"
V2 = V1.replace("束ねる技術", "ディスクを束ねる技術") + "\n## SAN とは？\n\n記憶装置の網。\n"
EVENTS = (
    "open",
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.scandir",
    "os.listdir",
    "os.utime",
    "os.truncate",
    "shutil.move",
)


class _Fault:
    """What the hook does: nothing, count the steps below a folder, or let one of them fail."""

    folder = ""
    at = 0
    error = 0
    steps: list[str] = []  # noqa: RUF012 - the hook's own


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if not _Fault.folder or event not in EVENTS:
        return
    path = arguments[0]
    if not isinstance(path, (str, os.PathLike)) or not os.fspath(path).startswith(_Fault.folder):
        return
    _Fault.steps.append(f"{event} {Path(path).name}")
    if len(_Fault.steps) == _Fault.at:
        raise OSError(_Fault.error, os.strerror(_Fault.error), os.fspath(path))


@contextmanager
def failing(folder: Path, at: int = 0, error: int = errno.ENOSPC) -> Iterator[list[str]]:
    """Let the step with this number below a folder fail; return the steps that were made."""
    if not getattr(failing, "hooked", False):
        sys.addaudithook(_hook)  # there is no taking it out again
        failing.hooked = True  # type: ignore[attr-defined]
    _Fault.folder, _Fault.at, _Fault.error, _Fault.steps = str(folder), at, error, []
    try:
        yield _Fault.steps
    finally:
        _Fault.folder = ""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    notes = tmp_path / "notes"
    (notes / "sub").mkdir(parents=True)
    (notes / "a.md").write_text(V1, "utf-8")
    (notes / "sub" / "b.md").write_text("## DAS とは？\n\n直に繋ぐ。\n", "utf-8")
    (notes / "a.png").write_bytes(b"x")
    (notes / "ankibuild.toml").write_text('deck = "題"\n', "utf-8")
    assert run("build", notes, "-o", tmp_path / "deck.apkg").exit_code == 0
    return tmp_path


def guids(study: Path) -> set[str]:
    return {entry.guid for entry in ledger.read(study / "notes" / ledger.NAME).entries if not entry.removed}


def steps_of_a_build(study: Path) -> int:
    """Count the steps of the build that the test then lets fail one by one, in a copy."""
    copy = study.with_name(f"{study.name}-counted")
    shutil.copytree(study, copy)
    (copy / "notes" / "a.md").write_text(V2, "utf-8")
    with failing(copy) as steps:
        assert run("build", copy / "notes", "-o", copy / "deck.apkg", "--no-cache").exit_code == 0
    return len(steps)


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_a_step_that_fails_is_told_and_nothing_is_torn(study: Path, error: int) -> None:
    before, whole = guids(study), 0
    count = steps_of_a_build(study)
    assert count > 15
    pristine = study.with_name(f"{study.name}-pristine")
    shutil.copytree(study, pristine)
    for at in range(1, count + 1):
        shutil.rmtree(study)
        shutil.copytree(pristine, study)
        (study / "notes" / "a.md").write_text(V2, "utf-8")
        with failing(study, at, error) as steps:
            result = run("build", study / "notes", "-o", study / "deck.apkg", "--no-cache")
        where = steps[-1] if len(steps) < at else steps[at - 1]
        assert result.exception is None or isinstance(result.exception, SystemExit), (where, result.exception)
        assert result.exit_code in (0, 1, 2), where
        assert guids(study) >= before, where
        assert check_package(study / "deck.apkg").notes in (0, 1, 2, 3, 4), (
            where
        )  # of pages that could not be read nothing is packed
        assert not list(study.rglob("*.tmp")), where
        again = run("build", study / "notes", "-o", study / "deck.apkg", "--no-cache")
        assert again.exit_code == 0, (where, again.output)
        assert len(guids(study) - before) == 1, where
        assert guids(study) > before, where
        assert check_package(study / "deck.apkg").notes == 4, where
        whole += result.exit_code == 0
    assert whole < count, "no step ever failed"


@pytest.mark.parametrize("command", ["cards", "check", "diff", "preview", "stats", "init", "prune"])
def test_no_command_ends_in_a_traceback(study: Path, command: str) -> None:
    more: dict[str, list[str | Path]] = {"preview": ["-o", study / "p.html"], "init": ["--force"]}
    options = more.get(command, [])
    with failing(study) as steps:
        run(command, study / "notes", *options, "--no-cache")
    for at in range(1, len(steps) + 1):
        with failing(study, at, errno.EACCES) as made:
            result = run(command, study / "notes", *options, "--no-cache")
        assert result.exception is None or isinstance(result.exception, SystemExit), (
            made[at - 1],
            result.exception,
        )
        assert len(guids(study)) == 3


def test_half_a_write_leaves_the_old_files(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full in the middle of a file."""
    before = {path.name: path.read_bytes() for path in (study / "deck.apkg", study / "notes" / ledger.NAME)}
    real = commit._write_through
    writes: list[int] = []

    def half(path: Path, data: bytes) -> None:
        writes.append(writes[-1] - 1)
        if writes[-1] == 0:
            real(path, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        real(path, data)

    monkeypatch.setattr(commit, "_write_through", half)
    for number in (1, 2):
        writes[:] = [number]
        (study / "notes" / "a.md").write_text(V2, "utf-8")
        result = run("build", study / "notes", "-o", study / "deck.apkg", "--no-cache")
        assert result.exit_code == 2
        assert "nothing was changed; make room there" in result.output
        for path in (study / "deck.apkg", study / "notes" / ledger.NAME):
            assert path.read_bytes() == before[path.name]
        assert not list(study.rglob("*.tmp"))


KILLED = """
import os, sys
at, folder, steps = int(sys.argv[1]), sys.argv[2], 0
def hook(event, arguments):
    global steps
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if (writes or event in ("os.rename", "os.remove", "os.mkdir")) and str(arguments[0]).startswith(folder):
        steps += 1
        if steps == at:
            os._exit(9)
sys.addaudithook(hook)
from ankibuild.cli import main
main(["build", folder + "/notes", "-o", folder + "/deck.apkg", "-q", "--no-cache"])
"""


def test_a_plug_that_is_pulled_at_any_change_of_a_file(study: Path) -> None:
    before = guids(study)
    pristine = study.with_name(f"{study.name}-pristine")
    shutil.copytree(study, pristine)
    codes: list[int] = []
    while 0 not in codes:
        shutil.rmtree(study)
        shutil.copytree(pristine, study)
        (study / "notes" / "a.md").write_text(V2, "utf-8")
        command = [sys.executable, "-c", KILLED, str(len(codes) + 1), str(study)]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
        codes.append(subprocess.run(command, env=environment, check=False, timeout=60).returncode)
        assert guids(study) >= before
        assert check_package(study / "deck.apkg").notes in (3, 4)
        assert run("build", study / "notes", "-o", study / "deck.apkg").exit_code == 0
        assert len(guids(study) - before) == 1
        assert check_package(study / "deck.apkg").notes == 4
        assert not list(study.rglob("*.tmp"))
    assert codes[-1] == 0
    assert len(codes) > 4
    assert set(codes[:-1]) == {9}
