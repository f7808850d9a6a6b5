"""A bar for work that takes a while: stage, share, count and the time that remains."""

from threading import Lock, Timer
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE: Final = 0.5
"""Seconds that pass before a bar appears: shorter work needs none, and rich is not even loaded for it."""


class Bar:
    """The bar of one piece of work; it appears by itself and names the latest stage."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._timer: Timer | None = None
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._now = ("", 0, 0)

    @property
    def appeared(self) -> bool:
        """Tell whether the bar is on the screen."""
        return self._bar is not None

    def show(self, stage: str, done: int, total: int) -> None:
        """Tell of the work: which stage, and how much of it is done where that is known."""
        with self._lock:
            self._now = (stage, done, total)
            if self._bar:
                self._update()
            elif not self._timer:
                self._timer = Timer(PATIENCE, self._appear)
                self._timer.daemon = True
                self._timer.start()

    def hide(self) -> None:
        """Remove the bar; it appears again when more is told."""
        with self._lock:
            if self._timer:
                self._timer.cancel()
                self._timer = None
            if self._bar:
                self._bar.stop()
                self._bar = self._task = None

    def _appear(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - only long work pays for it
        from rich.progress import (  # noqa: PLC0415
            BarColumn,
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeRemainingColumn,
        )

        with self._lock:
            if not self._timer:
                return
            self._bar = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True, highlight=False),
                transient=True,
            )
            self._bar.start()
            self._update()

    def _update(self) -> None:
        stage, done, total = self._now
        assert self._bar  # noqa: S101 - only called with one
        if self._task is None or self._bar.tasks[-1].total != (total or None):
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._task = self._bar.add_task(stage, total=total or None)
        self._bar.update(self._task, description=stage, completed=done)
