"""What holds for all tests: in CI nothing may be skipped."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest

from ankibuild.process import collect_seldom

os.environ["LANGUAGE"] = "en"
"""Tests read what the program says: not in the language of whoever runs them."""
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
"""Two workers read all tests and some tests start Python: each would compile all modules anew."""
collect_seldom()
"""As the program itself: cases and what was read of them stay to the end, and looking at all of them again takes long."""
NOBODY = 65534
MAY_BE_MISSING = "not to be had everywhere:"
"""Begins the reason of a skip that CI allows, too: what no package index has."""


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in CI that skipped something: there everything must be installed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    skipped = [report for report in skipped if MAY_BE_MISSING not in str(report.longrepr)]
    if os.environ.get("CI") and skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep each test's results apart from the user's and from other tests'."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / f"cache-{uuid4().hex}"))


@pytest.fixture
def heard_interrupts() -> Iterator[None]:
    """Let programs that a test starts hear Ctrl-C: what a shell runs in the background is deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@contextmanager
def bound_by_permissions() -> Iterator[None]:
    """Act as a user whom file permissions bind; root is not, so it becomes nobody for the while."""
    if os.name == "nt":
        pytest.skip("permissions of files are another matter on Windows")
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that nobody may enter and write too (a test's own is root's alone)."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)
