"""`ankibuild preview`: write the page that shows every card, and open it."""

import webbrowser
from pathlib import Path

from ankibuild.build import Gathered, gather, prepare, with_all_problems
from ankibuild.commands.build import Says, file_name
from ankibuild.commands.report import problem_lines
from ankibuild.commit import write
from ankibuild.identity.times import Clock
from ankibuild.model import Progress
from ankibuild.pages import ReadPages, read_pages
from ankibuild.preview.preview import preview

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
    progress: Progress = out.progress
    found = gather(notes, lock, progress, reading=reading)
    prepared = prepare(found, clock)
    found = with_all_problems(found, prepared)
    out.progress("preview")
    page = preview(found, prepared)
    target = _target(output, found.deck)
    target.parent.mkdir(parents=True, exist_ok=True)
    write(target, page)
    out.done()
    for line in problem_lines(found.problems):
        out.problem(line)
    cards = sum(prepared.kinds.values())
    out.say(f"{target}: {cards:,} cards, {len(page.encode()) / 1024:,.0f} KB")
    if show and not webbrowser.open(target.resolve().as_uri()):
        out.problem(f"{target}: no browser could be started; open the file yourself")
    return found


def _target(output: Path | None, deck: str) -> Path:
    """Return the page's path: `output` if it names an HTML file, else a file in that folder."""
    if output is not None and output.suffix.lower() in _PAGES and not output.is_dir():
        return output
    return (output or Path()) / f"{Path(file_name(deck)).stem}-preview.html"
