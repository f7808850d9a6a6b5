"""Where messages go: results to standard output, progress and problems to standard error, colours where they show."""

import codecs
import io
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from ankibuild.terminal.lines import Role, Shown, printable
from ankibuild.terminal.progress import Bar

if TYPE_CHECKING:  # loading them takes as long as all else here
    from ankibuild.home import Home
    from ankibuild.model import Problem

_LOOKS: Final[dict[Role, dict[str, Any]]] = {
    "": {},
    "path": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "hint": {"fg": "cyan"},
    "added": {"fg": "green"},
    "removed": {"fg": "red"},
    "moved": {"fg": "cyan"},
    "good": {"fg": "green"},
    "faint": {"dim": True},
    "strong": {"bold": True},
}


def coloured(choice: str, environment: Mapping[str, str]) -> bool | None:
    """Return whether colours are wanted: by --color, else NO_COLOR or FORCE_COLOR, else (None) by the stream."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    return True if environment.get("FORCE_COLOR") else None


class Output:
    """Says things to a person: all but problems is left unsaid with --quiet."""

    def __init__(self, quiet: bool, verbose: bool) -> None:
        self.quiet, self.verbose = quiet, verbose
        live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not quiet and not verbose
        self._bar = Bar() if live else None

    def say(self, text: Shown = "") -> None:
        """Say something of the result, unless --quiet."""
        if not self.quiet:
            self.show(text)

    def show(self, text: Shown, role: Role = "") -> None:
        """Show a result: also with --quiet."""
        self._write(text, role, err=False)

    def raw(self, text: str) -> None:
        """Print what a program reads, as it is."""
        self.done()
        write_raw(f"{text}\n")

    def problem(self, text: Shown, role: Role = "warning") -> None:
        """Say what is wrong: also with --quiet."""
        self._write(text, role, err=True)

    def problems(self, problems: "Sequence[Problem]", home: "Home", *, err: bool = True) -> None:
        """Say what is wrong with the notes, each problem with its line of the notes."""
        if not problems:
            return
        from ankibuild.terminal.diagnostics import diagnostics  # noqa: PLC0415 - only where there are some

        for shown in diagnostics(problems, home):
            self._write(shown, "", err=err)

    def progress(self, what: str, done: int = 0, total: int = 0) -> None:
        """Show what is being worked on: a bar on a terminal once it takes a while, lines with --verbose."""
        if self.verbose:
            click.echo(printable(what), err=True)
        elif self._bar:
            self._bar.show(printable(what), done, total)

    def done(self) -> None:
        """Remove the bar."""
        if self._bar:
            self._bar.hide()

    def _write(self, text: Shown, role: Role, *, err: bool) -> None:
        self.done()
        pieces = ((text, role),) if isinstance(text, str) else text
        click.echo("".join(click.style(printable(piece), **_LOOKS[own]) for piece, own in pieces), err=err)


def write_raw(text: str) -> None:
    """Print what a program reads: in UTF-8, whatever the terminal or the pipe is said to be in."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def speakable() -> None:
    """Let standard output and error print what their encoding can, and something near it for the rest.

    A Japanese Windows pipes in cp932, which has no `·`, `›` or `✓`: a traceback would be no answer.
    """
    codecs.register_error(_NEAR, _near)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_NEAR)


_NEAR: Final = "ankibuild.near"
_INSTEAD: Final = {
    "·": "-", "›": ">", "⇒": "=>", "→": "->", "↔": "<->", "—": "-", "–": "-", "…": "...", "✓": "v", "✅": "v", "✔": "v",
    "“": '"', "”": '"', "‘": "'", "’": "'", "「": '"', "」": '"', "\xa0": " ", "⚠": "!", "█": "#", "░": ".",
}  # fmt: skip


def _near(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_INSTEAD.get(char, "?") for char in missing), error.end


def tell_failure(*messages: str) -> None:
    """Say why the program ends."""
    for message in messages:
        click.echo(click.style(f"ankibuild: {printable(message)}", fg="red"), err=True)
