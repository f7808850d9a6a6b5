"""The command line's help in the reader's language, wrapped by what a terminal's columns hold."""

import gettext
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from inspect import cleandoc
from itertools import pairwise
from typing import Any

import click

from ankibuild.speech import LANGUAGES, LOCALE, _, language_of, speak, spoken
from ankibuild.terminal.lines import width
from ankibuild.terminal.output import speakable

_FLAG = "--lang"


class HelpFormatter(click.HelpFormatter):
    """Breaks Japanese between phrases: click counts its characters as half as wide as they are."""

    def __init__(
        self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None
    ) -> None:
        super().__init__(indent_increment, width or _room(max_width or _USUAL), max_width)

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        super().write_text(
            "\n\n".join(_wrapped(part, self.width - self.current_indent) for part in text.split("\n\n"))
        )

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands with what they do."""
        rows = list(rows)
        first = min(max((width(name) for name, _ in rows), default=0), col_max) + col_spacing
        room = self.width - first - 2
        super().write_dl([(name, _wrapped(text, room)) for name, text in rows], col_max, col_spacing)


class _Context(click.Context):
    formatter_class = HelpFormatter


class Command(click.Command):
    """A command whose help fits the terminal."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option --help, in the language of this call: click keeps that of the first."""
        option = super().get_help_option(ctx)
        if option:
            option.help = _("Show this message and exit.")
        return option

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence: click knows only the full stop of English."""
        sentence, stop, _more = (self.help or "").partition("。")
        return sentence if stop else super().get_short_help_str(limit)


class Group(Command, click.Group):
    """The program: settles the language before anything is said, the help too."""

    command_class = Command

    def main(self, *args: Any, **named: Any) -> Any:
        """Run the program; a program that runs it within itself speaks as before afterwards."""
        speakable()
        before, language = os.environ.get("LANGUAGE"), spoken()
        try:
            return super().main(*args, **named)
        finally:
            speak(language)
            if before is None:
                os.environ.pop("LANGUAGE", None)
            else:
                os.environ["LANGUAGE"] = before

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Choose the language and put the help into it."""
        asked = _asked(args)
        speak(asked or language_of(os.environ), chosen=bool(asked))
        _speak_of_clicks_own()
        for each, english in _helps(self):
            each.help = _(english)
        return super().make_context(info_name, args, parent, **extra)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is named; where notes are, say what is missing before them."""
        if args[0] not in self.commands and not ctx.resilient_parsing and os.path.lexists(args[0]):
            import shlex  # noqa: PLC0415 - seldom needed

            typed = f"{ctx.command_path} build {shlex.quote(args[0])}"
            ctx.fail(_("a command is missing before {path}, as in: {typed}", path=args[0], typed=typed))
        return super().resolve_command(ctx, args)


def helps(group: click.Group) -> Iterator[str]:
    """Yield every text of the help, in English."""
    return (english for _each, english in _helps(group))


@lru_cache
def _helps(group: click.Group) -> Sequence[tuple[Any, str]]:
    """Return all that has a help text, with that text as it is written: taken before it is translated."""
    commands = [group, *group.commands.values()]
    described = dict.fromkeys(each for command in commands for each in (command, *command.params))
    return [(each, cleandoc(text)) for each in described if (text := getattr(each, "help", None))]


def _asked(args: Sequence[str]) -> Any:
    """Return the language that the command line asks for, wherever it says so."""
    pairs = [*pairwise(args), *(arg.split("=", 1) for arg in args if "=" in arg)]
    return next((value for flag, value in pairs if flag == _FLAG and value in LANGUAGES), None)


def _speak_of_clicks_own() -> None:
    """Let click say its own words (Usage, Options, what is missing) in this language: it asks gettext, by LANGUAGE."""
    gettext.bindtextdomain("click", LOCALE)
    gettext.textdomain("click")
    os.environ["LANGUAGE"] = spoken()


_USUAL, _LEAST = 80, 50


def _room(most: int) -> int:
    """Return the width that click would find by `shutil`, which takes longer to load than all else here."""
    if forced := getattr(click.formatting, "FORCED_WIDTH", None):  # by its test runner
        return int(forced)
    columns = os.environ.get("COLUMNS", "")
    found = int(columns) if columns.isdecimal() else 0
    if not found:
        with suppress(AttributeError, ValueError, OSError):  # no terminal
            found = os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr]
    return max(min(found or _USUAL, most) - 2, _LEAST)


def _wrapped(text: str, room: int) -> str:
    """Return a Japanese paragraph in lines that fit, marked for click to leave as it is."""
    if text.startswith("\b") or width(text) == len(text):
        return text
    import budoux  # noqa: PLC0415 - only Japanese pays for it

    lines = [""]
    for phrase in budoux.load_default_japanese_parser().parse("".join(text.split("\n"))):
        if width(lines[-1] + phrase) > room:
            lines.append("")
        lines[-1] += phrase if lines[-1] else phrase.lstrip()
    return "\n".join(["\b", *lines])
