"""`ankibuild preview`: write the page that shows every card, and open it."""

import webbrowser
from pathlib import Path

from ankibuild.commands.build import Says, file_name
from ankibuild.commit import write
from ankibuild.identity.times import Clock
from ankibuild.pages import ReadPages, read_pages
from ankibuild.pipeline import Gathered, gather, prepare, with_all_problems, with_hints
from ankibuild.preview.preview import preview
from ankibuild.speech import _, counted, listed
from ankibuild.terminal.lines import line

_PAGES = (".html", ".htm")


def write_preview(
    notes: tuple[Path, ...],
    lock: Path | None,
    output: Path | None,
    out: Says,
    clock: Clock,
    reading: ReadPages = read_pages,
    *,
    show: bool,
) -> Gathered:
    """Write the page and say where it is; with `show` open it in the browser. The ledger stays as it is."""
    found = gather(notes, lock, out.progress, reading=reading)
    out.progress(_("filling the cards"))
    prepared = prepare(found, clock)
    found = with_all_problems(found, prepared)
    out.progress(_("writing the preview"))
    page = preview(with_hints(found), prepared)
    target = _target(output, found.deck)
    target.parent.mkdir(parents=True, exist_ok=True)
    write(target, page)
    out.done()
    out.problems(found.problems, found.home)
    cards = sum(prepared.kinds.values())
    shown = counted("{n} card", "{n} cards", cards)
    size = f"{len(page.encode()) / 1024:,.0f} KB"
    out.say(line((str(target), "path"), ": ", listed((shown, size))))
    if show and not webbrowser.open(target.resolve().as_uri()):
        out.problem(_("{file}: no browser could be started; open the file yourself", file=target))
    return found


def _target(output: Path | None, deck: str) -> Path:
    """Return the page's path: `output` if it names an HTML file, else a file in that folder."""
    if output is not None and output.suffix.lower() in _PAGES and not output.is_dir():
        return output
    return (output or Path()) / f"{Path(file_name(deck)).stem}-preview.html"
