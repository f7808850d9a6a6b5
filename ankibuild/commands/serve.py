"""`ankibuild serve`: the preview as a local page that follows every save."""

import errno
import traceback
import webbrowser
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from ankibuild.commands.build import Says
from ankibuild.commands.push import Orders, push_notes
from ankibuild.commands.report import happenings
from ankibuild.commands.settled import Asks
from ankibuild.config import NAME as CONFIG
from ankibuild.errors import AnkibuildError
from ankibuild.home import Home, find_home
from ankibuild.identity.times import Clock
from ankibuild.model import Problem
from ankibuild.pages import ReadPages, read_pages
from ankibuild.pipeline import (
    Gathered,
    Prepared,
    gather,
    prepare,
    with_all_problems,
    with_decks_met,
    with_hints,
)
from ankibuild.preview.preview import VERSION, page_without_cards, preview
from ankibuild.serving.kept import KeptPages
from ankibuild.serving.live import Live
from ankibuild.serving.server import ServeError, Server
from ankibuild.serving.watch import saves
from ankibuild.speech import _, counted
from ankibuild.terminal.lines import Role, Shown, line, plain

_MISHAPS = (AnkibuildError, OSError)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of serve beyond the page."""

    port: int
    show: bool = False
    push: bool = False
    allow_remote: bool = False


def serve_notes(
    notes: tuple[Path, ...],
    lock: Path | None,
    out: Says,
    clock: Callable[[], Clock],
    wishes: Wishes,
    reading: ReadPages = read_pages,
) -> None:
    """Serve until the learner interrupts; raise NotesError for notes that are not there, ServeError for a port."""
    home = find_home(notes, lock)
    orders = Orders(allow_remote=wishes.allow_remote) if wishes.push else None
    served = Served(notes, lock, out, clock, orders, reading)
    with _server(served.live, wishes.port) as server:
        served.look()
        out.say(line((server.address, "path"), _(" shows the cards and follows every save; Ctrl-C ends it")))
        if wishes.show and not webbrowser.open(server.address):
            out.problem(
                _("{address}: no browser could be started; open the address yourself", address=server.address)
            )
        try:
            for saved in saves(notes, lambda: served.others(home)):
                served.follow(saved, home)
        except KeyboardInterrupt:
            out.done()
            out.say(_("stopped"))


@contextmanager
def _server(live: Live, port: int) -> Iterator[Server]:
    try:
        server = Server(live, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            said = _("port {port} is taken", port=port)
        else:
            said = _("port {port} cannot be used ({why})", port=port, why=error.strerror)
        now = _("name another with --port, or 0 for any that is free")
        raise ServeError(f"{said}; {now}") from error
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        live.close()
        server.shutdown()
        server.server_close()


@dataclass
class Served:
    """What is served of some notes, and how it comes up to date."""

    notes: tuple[Path, ...]
    lock: Path | None
    out: Says
    clock: Callable[[], Clock]
    orders: Orders | None
    reading: ReadPages = read_pages
    live: Live = field(default_factory=lambda: Live(VERSION))

    def __post_init__(self) -> None:
        self._kept = KeptPages(self.reading)
        self._shown: tuple[Gathered, Prepared] | None = None
        self._told: frozenset[Problem] = frozenset()
        self._said: Shown = ""
        self._pushed = ""

    def follow(self, saved: Collection[Path], home: Home) -> None:
        """Bring the page up to date with a save, and Anki, if that is asked for."""
        only_ledger = {path.name for path in saved} == {home.ledger.name}
        if self.orders is None or not only_ledger:
            well = self.look()
            if self.orders and well:
                self._push(self.orders)

    def look(self) -> bool:
        """Read the notes, show the page, say what is new; return whether that went well."""
        try:
            found = gather(self.notes, self.lock, self.out.progress, reading=self._kept.read)
            if self.orders:
                found = with_decks_met(found)
            prepared = prepare(found, self.clock())
            found = with_all_problems(found, prepared)
            self._shown = with_hints(found), prepared
            self._show()
        except _MISHAPS as error:
            self._fails(str(error))
            return False
        except Exception as error:  # a half-written page that we cannot read must not end the watch
            said = _("{kind}: {error}; please report this", kind=type(error).__name__, error=error)
            self._fails(said, traceback.format_exc())
            return False
        self._tell(found, prepared)
        return True

    def others(self, home: Home) -> Iterable[Path]:
        """Yield the files outside the notes on which the page depends."""
        yield home.ledger
        yield from (folder / CONFIG for folder in dict.fromkeys((home.root, *home.areas)))
        templates = self._shown and self._shown[0].config.templates
        if templates and templates.is_dir():
            yield from templates.iterdir()

    def _tell(self, found: Gathered, prepared: Prepared) -> None:
        self.out.done()
        self.out.problems([each for each in found.problems if each not in self._told], found.home)
        self._told = frozenset(found.problems)
        cards = counted("{n} card", "{n} cards", sum(prepared.kinds.values()))
        problems = counted("{n} problem", "{n} problems", len(found.problems))
        said = line(f"{cards}: ", *happenings(prepared.plan.count()), f"; {problems}")
        if said != self._said:
            self.out.say(said)
        self._said = said

    def _fails(self, error: str, details: str = "") -> None:
        self.out.done()
        self._said = ""
        self.out.problem(f"ankibuild: {error}")
        for detail in details.splitlines():
            self.out.progress(detail)
        self._show(error)

    def _show(self, error: str = "") -> None:
        news = {"error": error, "pushed": self._pushed}
        self.live.show(preview(*self._shown, news) if self._shown else page_without_cards(news))

    def _push(self, orders: Orders) -> None:
        heard = _Heard(self.out, self._told)
        try:
            push_notes(self.notes, self.lock, heard, self.clock(), orders, Asks(), self._kept.read)
        except _MISHAPS as error:
            self._pushed = ""
            self._fails(str(error))
            return
        self._pushed = "\n".join(heard.lines)
        self._show()


class _Heard:
    """Passes on what a push says, but for problems that are told already, and keeps it for the page."""

    def __init__(self, out: Says, told: Collection[Problem]) -> None:
        self._out, self._told = out, told
        self.lines: list[str] = []

    def say(self, text: Shown = "") -> None:
        self._out.say(text)
        self.lines.append(plain(text))

    def problem(self, text: Shown, role: Role = "warning") -> None:
        self._out.problem(text, role)
        self.lines.append(plain(text))

    def problems(self, problems: Sequence[Problem], home: Home, *, err: bool = True) -> None:
        self._out.problems([each for each in problems if each not in self._told], home, err=err)

    def progress(self, what: str, done: int = 0, total: int = 0) -> None:
        self._out.progress(what, done, total)

    def done(self) -> None:
        self._out.done()
