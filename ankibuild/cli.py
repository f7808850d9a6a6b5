"""The command line: reads the arguments, prints, and sets the exit code; everything else is elsewhere.

Heavy modules are imported where they are used, so that `--help` answers at once; `pathlib` is one of them.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from ankibuild import __version__
from ankibuild.errors import AnkibuildError
from ankibuild.speech import LANGUAGES, _, counted, later
from ankibuild.terminal.help import Group
from ankibuild.terminal.output import Output, coloured, tell_failure, write_raw

if TYPE_CHECKING:
    from pathlib import Path

    from ankibuild.cache.folder import CacheFolder
    from ankibuild.identity.times import Clock
    from ankibuild.pages import ReadPages
    from ankibuild.pipeline import Gathered

NOTES_HAVE_ERRORS, WRONG_USE, INTERRUPTED = 1, 2, 130
READER_GONE = 141
"""What a shell reports of a program whose reader went away (128 + SIGPIPE)."""
_Command = TypeVar("_Command", bound=Callable[..., Any])


@contextmanager
def _errors(output: Output) -> Iterator[None]:
    """Turn what the user or the machine got wrong into one message and an exit code, never a traceback."""
    try:
        yield
    except AnkibuildError as error:
        output.done()
        _fail(*getattr(error, "messages", (str(error),)))
    except BrokenPipeError:
        # `… | head` has read enough. What is left unsaid must not fail at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(READER_GONE)
    except OSError as error:
        output.done()
        if error.filename is None and error.errno in _FULL:  # every file that we write is named
            _fail(_("standard output: {error}; make room there, or send it elsewhere", error=error.strerror))
        said = _(
            "{file}: {error}; nothing was changed",
            file=error.filename or _("a file"), error=error.strerror or error,
        )  # fmt: skip
        now = _NOW.get(error.errno or 0, "")
        _fail(f"{said}; {_(now)}" if now else said)
    except KeyboardInterrupt as error:
        output.done()
        click.echo(_("interrupted; {what}", what=str(error) or _("nothing was changed")), err=True)
        sys.exit(INTERRUPTED)


_DIGITS_OF_SECONDS = 11
"""Of the year 5138: a later time has no place in a package."""
_FULL = (errno.ENOSPC, errno.EDQUOT)
_NOW = {
    **dict.fromkeys(
        (errno.EACCES, errno.EPERM, errno.EROFS),
        later("make it readable and writable, or name another place"),
    ),
    **dict.fromkeys(_FULL, later("make room there, or name another place")),
    errno.ENAMETOOLONG: later("give it a shorter name"),
    **dict.fromkeys((errno.ENOENT, errno.ENOTDIR), later("make the folder first, or name another place")),
}
"""What to do about the commonest errors of the system."""


def _fail(*messages: str) -> NoReturn:
    tell_failure(*messages)
    sys.exit(WRONG_USE)


_NO_CACHE, _KEPT = "ankibuild.no_cache", "ankibuild.kept"


def _forgo_cache(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    context.meta[_NO_CACHE] = wanted


def _kept() -> CacheFolder | None:
    """Return what is kept of earlier builds, unless --no-cache."""
    from ankibuild.cache.folder import CacheFolder, user_folder
    from ankibuild.cache.patterns import KeptPatterns
    from ankibuild.cache.tables import KEPT_IN
    from ankibuild.patterns import compile_by

    context = click.get_current_context()
    if _KEPT not in context.meta:
        kept = None if context.meta.get(_NO_CACHE) else CacheFolder(user_folder())
        KEPT_IN.set(kept)
        if kept:
            patterns = KeptPatterns(kept)
            compile_by(patterns.compile)
            context.call_on_close(compile_by)
            context.call_on_close(patterns.keep)
        context.meta[_KEPT] = kept
    found: CacheFolder | None = context.meta[_KEPT]
    return found


def _reading() -> ReadPages:
    """Return what reads pages: those of earlier builds from the cache, unless --no-cache."""
    from ankibuild.pages import read_pages

    kept = _kept()
    return partial(read_pages, kept=kept) if kept else read_pages


def _confirmed(question: str) -> bool:
    """Ask on the terminal; where nobody can answer, say how to."""
    try:
        return click.confirm(question)
    except click.Abort:
        if sys.stdin.isatty():
            raise KeyboardInterrupt from None
        _fail(_("there is nobody to answer; nothing was changed: say --yes, or leave --delete out"))


def _choose_colour(context: click.Context, _parameter: click.Parameter, choice: str) -> None:
    """Tell click, which colours or not by the stream where nothing is told."""
    context.color = coloured(choice, os.environ)


_lang = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    help="The language of help and messages. [default: that of the config, else of the system]",
)  # what it says is read before anything is said: see Group


def _choose_links(_context: click.Context, _parameter: click.Parameter, follow: bool) -> None:
    """Tell the reading of notes, which nothing else of the command line concerns."""
    from ankibuild.files import FOLLOW_LINKS

    FOLLOW_LINKS.set(follow)


class _Place(click.Path):
    """The type of what names a file or a folder."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """Return it as a path."""
        from pathlib import Path

        return Path(os.fsdecode(super().convert(value, param, ctx)))


@click.command()
@click.argument("notes", nargs=-1, required=True, type=_Place())
@click.option(
    "--lock", type=_Place(), metavar="FILE", help="The ledger, if not ankibuild.lock beside the notes."
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    expose_value=False,
    is_eager=True,
    callback=_choose_colour,
    help="Colours: auto shows them on a terminal, unless NO_COLOR is set.",
)
@_lang
@click.option(
    "--follow-links",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_choose_links,
    help="Read pages that are links out of the notes folder, too.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
@click.option("-v", "--verbose", is_flag=True, help="Name each page as it is read.")
@click.option(
    "--no-cache",
    is_flag=True,
    expose_value=False,
    callback=_forgo_cache,
    help="Read every page anew and keep nothing for the next time.",
)
def _reader() -> None:
    """Stand for every command that reads notes: what they all take is made once."""


def _notes(command: click.Command) -> click.Command:
    """Add what every command that reads notes takes: behind its own arguments, before its own options."""
    behind = sum(isinstance(param, click.Argument) for param in command.params)
    command.params[behind:behind] = _reader.params
    return command


def _format(*machines: str) -> Callable[[_Command], _Command]:
    """Add the choice between text and what programs read."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", *machines]),
        default="text",
        show_default=True,
        help="For people or for programs.",
    )


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@_lang
@click.version_option(__version__, prog_name="ankibuild", help="Show the version and exit.")
@click.pass_context
def main(context: click.Context) -> None:
    """Turn Markdown study notes into an Anki deck that survives every edit.

    \b
    Example:
      ankibuild build notes/            makes notes.apkg; import it into Anki
      ankibuild check notes/            says what is wrong or on no card
    """
    context.color = coloured("auto", os.environ)


@_notes
@main.command()
@click.option(
    "-o",
    "--output",
    type=_Place(),
    metavar="FILE",
    help="The package to write. [default: DECK.apkg here]",
)
@click.option("--share", is_flag=True, help="Make a package for new users: without the removed cards.")
@click.option("--frozen", is_flag=True, help="Fail if the ledger would change (for CI).")
@click.option("--embed-font", is_flag=True, help="Pack the characters of Noto Sans JP that the cards use.")
@click.option(
    "-y",
    "--yes",
    is_flag=True,
    help="Remove the cards of pages that lost all of theirs; begin anew without a ledger.",
)
def build(
    notes: tuple[Path, ...],
    lock: Path | None,
    quiet: bool,
    verbose: bool,
    output: Path | None,
    *,
    share: bool,
    frozen: bool,
    embed_font: bool,
    yes: bool,
) -> None:
    """Build the package from NOTES (files or folders) and bring the ledger up to date.

    \b
    Example:
      ankibuild build notes/ -o deck.apkg
    """
    out = Output(quiet, verbose)
    with _errors(out):
        from ankibuild.commands.again import Request, build_again

        request = Request(notes, lock, output, share=share, frozen=frozen, embed_font=embed_font, yes=yes)
        failed = build_again(request, out, _clock, _kept(), _reading, _asker(yes=yes))
    if failed:
        sys.exit(NOTES_HAVE_ERRORS)


@_notes
@main.command()
@_format("jsonl")
def cards(notes: tuple[Path, ...], lock: Path | None, quiet: bool, verbose: bool, form: str) -> None:
    """List the cards of NOTES; write nothing.

    \b
    Example:
      ankibuild cards notes/ --format jsonl | head -1
    """
    out = Output(quiet, verbose)
    with _errors(out):
        from ankibuild.commands.listing import json_line, text_lines

        found = _gather(notes, lock, out)
        if form == "jsonl":
            for card, each in zip(found.cards, found.matches, strict=True):
                out.raw(json_line(card, each.guid))
        else:
            for text in text_lines(found.cards):
                out.show(text)
        out.problems(found.problems, found.home)
    _exit(found)


@_notes
@main.command()
@_format("json", "github")
@click.option("--uncarded", is_flag=True, help="Also list what is deliberately on no card, with the reason.")
def check(
    notes: tuple[Path, ...], lock: Path | None, quiet: bool, verbose: bool, form: str, uncarded: bool
) -> None:
    """Say what is wrong with NOTES and which text is on no card; exit 1 on errors.

    \b
    Example:
      ankibuild check notes/ --uncarded
    """
    out = Output(quiet, verbose)
    with _errors(out):
        from ankibuild.commands.check import show
        from ankibuild.pipeline import checked

        found = checked(_gather(notes, lock, out))
        show(found, out, form, everything=uncarded)
        _check_ledger(found)
    _exit(found)


@_notes
@main.command()
@_format("json")
@click.option("--exit-code", is_flag=True, help="Exit 1 when there is a difference.")
def diff(
    notes: tuple[Path, ...], lock: Path | None, quiet: bool, verbose: bool, form: str, exit_code: bool
) -> None:
    """Show what a build of NOTES would change, card by card and word by word; write nothing.

    \b
    Example:
      ankibuild diff notes/
    """
    out = Output(quiet, verbose)
    with _errors(out):
        from ankibuild.commands.build import ledger_differs
        from ankibuild.commands.diff import difference_json, difference_lines
        from ankibuild.pipeline import prepare

        found = _gather(notes, lock, out)
        prepared = prepare(found, _clock())
        if form == "json":
            out.raw(difference_json(prepared.plan))
        else:
            for line in difference_lines(prepared.plan, found.ledger):
                out.say(line)
        out.problems(found.problems, found.home)
        _check_ledger(found)
    _exit(found, failed=exit_code and ledger_differs(found, prepared))


@_notes
@main.command()
@click.option(
    "-o",
    "--output",
    type=_Place(),
    metavar="DIR",
    help="The folder, or the .html file, to write. [default: DECK-preview.html here]",
)
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
def preview(
    notes: tuple[Path, ...],
    lock: Path | None,
    quiet: bool,
    verbose: bool,
    output: Path | None,
    show: bool,
) -> None:
    """Write one HTML page that shows every card of NOTES, front and back, as Anki will.

    The page works offline: pictures are inside, and the browser sets the formulas (what only MathJax can set
    is shown as TeX).

    \b
    Example:
      ankibuild preview notes/ --open
    """
    out = Output(quiet, verbose)
    with _errors(out):
        from ankibuild.commands.preview import write_preview

        found = write_preview(notes, lock, output, out, _clock(), _reading(), show=show)
    _exit(found)


@_notes
@main.command()
@click.option("--dry-run", is_flag=True, help="Print what would be done; change nothing.")
@click.option("--force", is_flag=True, help="Take our text for notes that were edited in Anki, too.")
@click.option("--delete", is_flag=True, help="Delete removed notes, after a question, instead of suspending.")
@click.option(
    "-y", "--yes", is_flag=True, help="Answer questions with yes: of --delete, and of pages without cards."
)
@click.option("--sync", is_flag=True, help="Let Anki sync afterwards.")
@click.option("--allow-remote", is_flag=True, help="Push to an Anki on another machine, too.")
def push(
    notes: tuple[Path, ...],
    lock: Path | None,
    quiet: bool,
    verbose: bool,
    *,
    dry_run: bool,
    force: bool,
    delete: bool,
    yes: bool,
    sync: bool,
    allow_remote: bool,
) -> None:
    """Bring the running Anki up to date with NOTES, through its add-on AnkiConnect.

    Your own tags, decks and suspensions stay, and so do notes that you edited in Anki.

    \b
    Example:
      ankibuild push notes/ --sync
    """
    out = Output(quiet, verbose)
    with _errors(out):
        from ankibuild.commands.push import Orders, push_notes
        from ankibuild.commands.settled import Asks

        orders = Orders(dry_run, force, delete, sync, allow_remote)
        asks = Asks(_asker(yes=yes), lambda what: yes or _confirmed(what))
        found = push_notes(notes, lock, out, _clock(), orders, asks, _reading())
    _exit(found)


@_notes
@main.command()
@click.option("--force", is_flag=True, help="Overwrite the config that is there.")
def init(notes: tuple[Path, ...], lock: Path | None, quiet: bool, verbose: bool, force: bool) -> None:
    """Look at NOTES and write their config, ankibuild.toml, with each setting explained.

    \b
    Example:
      ankibuild init notes/
    """
    out = Output(quiet, verbose)
    with _errors(out):
        from ankibuild.commands.init import init_config

        found = init_config(notes, lock, out, _reading(), force=force)
    _exit(found)


@main.command()
@click.argument("example", metavar="EXAMPLE")
@click.option(
    "--roles",
    type=_Place(exists=True, dir_okay=False),
    metavar="FILE",
    help="The roles of the rows, instead of the editor.",
)
@click.option("--name", default="", metavar="NAME", help="What to call it. [default: the page's name]")
@click.option("--dry-run", is_flag=True, help="Show what would be learnt; write nothing.")
@click.option("--list", "listing", is_flag=True, help="Show what was taught; EXAMPLE is then the notes.")
@click.option(
    "--forget", default="", metavar="NAME", help="Forget what was taught; EXAMPLE is then the notes."
)
@_lang
def teach(example: str, roles: Path | None, name: str, dry_run: bool, listing: bool, forget: str) -> None:
    """Teach how your notes are written by one item, EXAMPLE (FILE:FIRST-LAST): all that are like it become cards.

    The rows open in $EDITOR, each with the role that it seems to have; correct them and save. A key on another
    page has a row of its own, as in: key answers/aws.md:3

    \b
    Example:
      ankibuild teach notes/aws.md:12-24
      ankibuild teach --list notes/
    """
    out = Output(quiet=False, verbose=False)
    with _errors(out):
        from pathlib import Path

        from ankibuild.commands.teach import Wishes, forget_hand, list_hands
        from ankibuild.commands.teach import teach as learn

        if listing:
            list_hands(Path(example), out)
        elif forget:
            forget_hand(forget, Path(example), out)
        else:
            learn(example, Wishes(roles, name, dry_run), click.edit, out)


@main.command()
@click.argument("place", metavar="FILE:LINE")
@_format("json")
@_lang
def explain(place: str, form: str) -> None:
    """Say why the line FILE:LINE became what it became: its cards or why none, and how the rows around it were read.

    \b
    Example:
      ankibuild explain notes/aws.md:12
    """
    out = Output(quiet=False, verbose=False)
    with _errors(out):
        from ankibuild.commands.explain import explain as say_why
        from ankibuild.commands.explain import explain_json, explain_lines
        from ankibuild.terminal.diagnostics import shown_path

        record, found = say_why(place, _reading(), out.progress)
        out.done()
        if form == "json":
            out.raw(explain_json(record))
        else:
            for shown in explain_lines(record, shown_path(found.home, record["path"])):
                out.show(shown)


@_notes
@main.command()
@_format("json")
def stats(notes: tuple[Path, ...], lock: Path | None, quiet: bool, verbose: bool, form: str) -> None:
    """Count the cards of NOTES by kind, style, page and topic; name long answers and questions that are alike.

    \b
    Example:
      ankibuild stats notes/
    """
    out = Output(quiet, verbose)
    with _errors(out):
        from ankibuild.commands.stats import stats_json, stats_lines
        from ankibuild.stats import stats as count

        found = _gather(notes, lock, out)
        if form == "json":
            out.raw(stats_json(count(found)))
        else:
            for shown in stats_lines(count(found), found.home):
                out.show(shown)


@main.command()
@click.argument(
    "name", type=click.Choice(["config", "cards", "check", "diff", "explain", "stats"]), metavar="NAME"
)
@_lang
def schema(name: str) -> None:
    """Print the JSON schema NAME: config, for editors, or that of what a command prints for programs.

    \b
    Example:
      ankibuild schema config > ankibuild.schema.json
    """
    from importlib.resources import files

    write_raw(files("ankibuild").joinpath("schemas", f"{name}.json").read_text("utf-8"))


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), metavar="SHELL")
@_lang
def completion(shell: str) -> None:
    """Print what lets SHELL (bash, zsh or fish) complete commands, options and files of ankibuild.

    \b
    Example:
      ankibuild completion bash >> ~/.bashrc
      ankibuild completion zsh >> ~/.zshrc     (behind compinit)
      ankibuild completion fish > ~/.config/fish/completions/ankibuild.fish
    """
    from click.shell_completion import get_completion_class

    if found := get_completion_class(shell):
        click.echo(found(main, {}, "ankibuild", "_ANKIBUILD_COMPLETE").source())


@_notes
@main.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8788, show_default=True, help="0: any that is free."
)
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
@click.option("--push", "pushing", is_flag=True, help="Bring each save to the running Anki, too (see push).")
@click.option("--allow-remote", is_flag=True, help="Push to an Anki on another machine, too.")
def serve(
    notes: tuple[Path, ...],
    lock: Path | None,
    quiet: bool,
    verbose: bool,
    *,
    port: int,
    show: bool,
    pushing: bool,
    allow_remote: bool,
) -> None:
    """Show every card of NOTES on a page of this machine that follows every save, until Ctrl-C.

    \b
    Example:
      ankibuild serve notes/ --open
    """
    out = Output(quiet, verbose)
    with _errors(out):
        from ankibuild.commands.serve import Wishes, serve_notes

        serve_notes(notes, lock, out, _clock, Wishes(port, show, pushing, allow_remote), _reading())


@main.command()
@click.argument("folder", type=_Place(), metavar="DIR")
@click.option("--force", is_flag=True, help="Overwrite files that were changed there.")
@_lang
def templates(folder: Path, force: bool) -> None:
    """Copy the card templates into DIR, to change how cards look.

    \b
    Example:
      ankibuild templates notes/look    and in notes/ankibuild.toml: templates = "look"
    """
    out = Output(quiet=False, verbose=False)
    with _errors(out):
        from ankibuild.commands.templates import templates as copy

        copy(folder, out, force=force)


@_notes
@main.command()
def prune(notes: tuple[Path, ...], lock: Path | None, quiet: bool, verbose: bool) -> None:
    """Forget the removed cards of NOTES, once Anki's Empty Cards has deleted them.

    The next package leaves them out; a card that comes back in the notes later will be new.

    \b
    Example:
      ankibuild prune notes/
    """
    out = Output(quiet, verbose)
    with _errors(out):
        from ankibuild.commands.prune import prune as forget

        count = forget(notes, lock)
        out.say(counted("forgot {n} removed card", "forgot {n} removed cards", count))


@_notes
@main.command(name="rename-deck")
@click.argument("old")
@click.argument("new")
def rename_deck(
    old: str, new: str, notes: tuple[Path, ...], lock: Path | None, quiet: bool, verbose: bool
) -> None:
    """Follow a deck of NOTES that you renamed in Anki from OLD to NEW, with all decks below it.

    An import moves no card, so a deck keeps its name when the notes or the config ask for another one.

    \b
    Example:
      ankibuild rename-deck AWS Cloud::AWS notes/
    """
    out = Output(quiet, verbose)
    with _errors(out):
        from ankibuild.commands.rename_deck import rename_deck as rename

        for line in rename(old, new, notes, lock):
            out.say(line)


@_notes
@main.command()
@click.argument("file", type=_Place(), metavar="FILE")
@click.option("--force", is_flag=True, help="Replace a ledger that is there.")
def adopt(
    file: Path, notes: tuple[Path, ...], lock: Path | None, quiet: bool, verbose: bool, force: bool
) -> None:
    """Rebuild a lost ledger for NOTES from FILE, a package of them (.apkg) or their deck exported from Anki.

    \b
    Example:
      ankibuild adopt AWS.apkg notes/
    """
    out = Output(quiet, verbose)
    with _errors(out):
        from ankibuild.commands.adopt import adopt_package

        found, _ = adopt_package(file, notes, lock, out, _reading(), force=force)
    _exit(found)


def _gather(notes: tuple[Path, ...], lock: Path | None, out: Output) -> Gathered:
    from ankibuild.pipeline import gather

    found = gather(notes, lock, out.progress, reading=_reading())
    out.done()
    return found


def _check_ledger(found: Gathered) -> None:
    """Raise LedgerError where a build would, because the ledger was lost."""
    if found.ledger_path.exists():
        return
    from pathlib import Path

    from ankibuild.commands.build import file_name
    from ankibuild.commands.lost_ledger import check_ledger, remembered
    from ankibuild.commands.settled import no
    from ankibuild.pipeline import pack, prepare

    package, earlier = Path(file_name(found.deck)), partial(remembered, _kept())
    check_ledger(found, package, lambda: pack(prepare(found, _clock())), earlier, no)


def _asker(*, yes: bool) -> Callable[[str], bool]:
    """Return what asks the learner a question; where nobody sits at a terminal the answer is no."""
    there = _at_terminal()
    return lambda what: yes or (there and click.confirm(what))


def _at_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _exit(found: Gathered, *, failed: bool = False) -> None:
    from ankibuild.problems import is_error

    if failed or any(is_error(problem) for problem in found.problems):
        sys.exit(NOTES_HAVE_ERRORS)


def _clock() -> Clock:
    """Return the time of the build and SOURCE_DATE_EPOCH, if it is set."""
    from ankibuild.identity.times import Clock

    value = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if value and not (value.isascii() and value.isdigit() and len(value) <= _DIGITS_OF_SECONDS):
        _fail(_("SOURCE_DATE_EPOCH must be a number of seconds since 1970, not {value!r}", value=value))
    return Clock(int(time.time()), int(value) if value else None)
