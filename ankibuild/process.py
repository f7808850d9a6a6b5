"""What holds for the program's own processes, not for who uses it as a library."""

import atexit
import gc
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress


def collect_seldom(after: int = 200_000) -> None:
    """Let Python look for garbage only after so many new values: in a build nearly all stay, and a look takes long."""
    gc.set_threshold(after, 20, 50)


def keep_what_is_loaded() -> None:
    """Let Python look no more at what there is by now: a worker's words and modules stay as long as it lives."""
    gc.freeze()


ONCE = 1_000_000
"""More values than an edit makes: the main process makes none that wait to be found as garbage."""


def run_and_leave(command: Callable[[], object]) -> None:
    """Run a command line, and leave at its end without letting go of each value, which takes a seventh of an edit.

    As mypy does. Where other threads run Python ends as ever: they are waited for.
    """
    try:
        command()
    except SystemExit as end:
        if (end.code is None or isinstance(end.code, int)) and threading.active_count() == 1:
            atexit._run_exitfuncs()  # noqa: SLF001 - there is no public way
            with suppress(OSError):  # nobody reads on: Python says so in its own way
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(end.code or 0)
        raise
