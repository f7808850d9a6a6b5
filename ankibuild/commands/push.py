"""`ankibuild push`: bring a running Anki up to date."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from bs4 import BeautifulSoup
from msgspec import Struct

from ankibuild.commands.build import Says
from ankibuild.commands.settled import Asks, gather_settled, with_losses_asked
from ankibuild.commit import exclusive, write
from ankibuild.config import Config
from ankibuild.home import find_ledger
from ankibuild.identity import ledger as ledgers
from ankibuild.identity.ledger import Entry, Given, Ledger
from ankibuild.identity.times import Clock
from ankibuild.model import FIELDS, Note
from ankibuild.pages import ReadPages, read_pages
from ankibuild.pipeline import Gathered, Prepared, given, prepare, with_all_problems, with_decks_met
from ankibuild.push.carry_out import carry_out
from ankibuild.push.client import ADDRESS, GREETING, AnkiConnect, PushError, connect
from ankibuild.push.plan import REMOVED_TAG, PushPlan, plan_push
from ankibuild.push.seen import Seen, look
from ankibuild.speech import _, counted
from ankibuild.terminal.lines import Line, Role, joined, line
from ankibuild.values import replace

_SHOWN: Final = 60
_OLDEST: Final = 6


class Orders(Struct, frozen=True):
    """What is asked of a push beyond the usual."""

    dry_run: bool = False
    force: bool = False
    delete: bool = False
    sync: bool = False
    allow_remote: bool = False


def push_notes(
    notes: tuple[Path, ...],
    lock: Path | None,
    out: Says,
    clock: Clock,
    orders: Orders,
    asks: Asks,
    reading: ReadPages = read_pages,
) -> Gathered:
    """Bring Anki and the ledger up to date; raise PushError where Anki cannot be reached or refuses.

    The ledger is written before anything is sent: it then knows every version that may have arrived.
    """
    with exclusive(find_ledger(notes, lock)):
        found = with_decks_met(gather_settled(notes, lock, out.progress, reading))
        out.done()
        found = with_losses_asked(found, asks.about_losses)
        anki = reach(found.config, allow_remote=orders.allow_remote)
        prepared = prepare(found, clock, embed_font=found.config.embed_font)
        found = with_all_problems(found, prepared)
        out.progress("Anki")
        plan, seen = _planned(anki, found, prepared, orders)
        out.done()
        _tell(found, plan, out, orders)
        if orders.delete and plan.remove and not orders.dry_run:
            question = counted(
                "Delete {n} note with all reviews from Anki?",
                "Delete {n} notes with all reviews from Anki?",
                len(plan.remove),
            )
            orders = replace(orders, delete=asks.to_delete(question))
        if not orders.dry_run:
            _record(found, prepared, plan)
            try:
                carry_out(anki, plan, prepared, seen, out.progress, delete=orders.delete)
            except KeyboardInterrupt:
                raise KeyboardInterrupt(_("push again: what is done stays done")) from None
            out.done()
    out.say(summary(plan, orders))
    if orders.sync and not orders.dry_run:
        anki.call("sync")
    return found


def reach(config: Config, *, allow_remote: bool) -> AnkiConnect:
    """Return the add-on that config or environment name, after it has answered."""
    address = os.environ.get("ANKICONNECT_ADDRESS") or config.anki.address or ADDRESS
    key = os.environ.get("ANKICONNECT_KEY") or config.anki.key
    version = connect(address, key, allow_remote=allow_remote, patience=GREETING).call("version")
    if not isinstance(version, int) or version < _OLDEST:
        said = _(
            "{address}: AnkiConnect speaks version {version}, {oldest} is needed; update the add-on",
            address=address, version=version, oldest=_OLDEST,
        )  # fmt: skip
        raise PushError(said)
    return connect(address, key, allow_remote=allow_remote)


def _planned(anki: AnkiConnect, found: Gathered, prepared: Prepared, orders: Orders) -> tuple[PushPlan, Seen]:
    seen = look(anki)
    earlier = {entry.guid: entry for entry in found.ledger.entries}
    decks = found.ledger.decks
    return plan_push(prepared, earlier, seen, force=orders.force, delete=orders.delete, decks=decks), seen


def _record(found: Gathered, prepared: Prepared, plan: PushPlan) -> None:
    """Write the ledger, in which every card that goes to Anki knows what Anki may have of it from now on."""
    ledger = with_given(prepared.plan.ledger, prepared.notes, plan.had)
    text = ledgers.dumps(ledger)
    path = found.ledger_path
    if not path.is_file() or path.read_text("utf-8") != text:
        write(path, text)


def with_given(ledger: Ledger, notes: tuple[Note, ...], had: Mapping[str, Given]) -> Ledger:
    """Return the ledger that remembers what was in Anki and what comes there now."""
    now = {note.guid: given(note.fields, note) for note in notes if not note.removed}

    def remembers(entry: Entry) -> Entry:
        known = entry.given.and_then(had.get(entry.guid, Given()))
        return replace(entry, given=known.and_then(now.get(entry.guid, Given())))

    return replace(ledger, entries=tuple(map(remembers, ledger.entries)))


# --- what is said of it -----------------------------------------------------------------------------


def _tell(found: Gathered, plan: PushPlan, out: Says, orders: Orders) -> None:
    out.problems(found.problems, found.home)
    for text, role in conflict_lines(plan):
        out.problem(text, role)
    for shown in plan_lines(plan, orders) if orders.dry_run else removal_lines(plan, orders):
        out.say(shown)


def conflict_lines(plan: PushPlan) -> Iterator[tuple[str, Role]]:
    """Yield the notes that were edited in Anki, with both texts of each field that differs."""
    for each in plan.conflicts:
        yield _("edited in Anki, left alone: {note} (ours with --force)", note=_named(each.note)), "warning"
        for name, (there, ours) in each.texts.items():
            yield "  " + _("{field} in Anki: {text}", field=name, text=_short(there)), ""
            yield "  " + _("{field} in the notes: {text}", field=name, text=_short(ours)), ""


def plan_lines(plan: PushPlan, orders: Orders) -> Iterator[Line]:
    """Yield what a push would do, note by note."""
    for note in plan.add:
        yield line((_("new"), "added"), f": {_named(note)}")
    for each in plan.update:
        tags = [*(f"+{tag}" for tag in each.add_tags), *(f"-{tag}" for tag in each.drop_tags)]
        move = [_("to deck {deck}", deck=each.deck)] if each.move else []
        back = [_("goes on")] if each.revive else []
        what = ", ".join((*each.fields, *tags, *move, *back))
        yield line((_("changed"), "warning"), f": {_named(each.note)}: {what}")
    yield from removal_lines(plan, orders)
    yield from (line(_("note type: ankibuild {kind}: its look", kind=kind)) for kind in plan.looks)
    yield from (line(_("media: {name}", name=name)) for name in plan.media)


def removal_lines(plan: PushPlan, orders: Orders) -> Iterator[Line]:
    """Yield the notes that are no longer in the notes, each by its text."""
    for removal in plan.remove:
        yield line((_("delete") if orders.delete else _("suspend"), "removed"), f": {_named(removal.note)}")


def summary(plan: PushPlan, orders: Orders) -> Line:
    """Return the one line at the end."""
    removed = _("{n:,} removed", n=len(plan.remove))
    if plan.remove:
        how = _("deleted") if orders.delete else _("suspended and tagged {tag}", tag=REMOVED_TAG)
        removed += f" ({how})"
    counts: list[tuple[str, Role]] = [
        (_("{n:,} new", n=len(plan.add)), "added" if plan.add else ""),
        (_("{n:,} changed", n=len(plan.update)), "warning" if plan.update else ""),
        (removed, "removed" if plan.remove else ""),
        (_("{n:,} unchanged", n=plan.unchanged), ""),
    ]
    if plan.conflicts:
        counts.append((_("{n:,} edited in Anki, left alone", n=len(plan.conflicts)), "warning"))
    if plan.media:
        counts.append((counted("{n} media file", "{n} media files", len(plan.media)), ""))
    said = _("would be pushed") if orders.dry_run else _("pushed")
    return line(f"{said}: ", *joined(" · ", counts))


def _named(note: Note) -> str:
    source = _text(note.fields.get("Source", ""))
    first = next((_text(note.fields[name]) for name in FIELDS[note.kind] if note.fields.get(name)), "")
    return f"{source}: {_short(first)}"


def _short(html: str) -> str:
    text = _text(html)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _text(html: str) -> str:
    return " ".join(BeautifulSoup(html, "lxml").get_text().split())
