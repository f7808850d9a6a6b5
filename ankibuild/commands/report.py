"""What a build says at its end."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from ankibuild.identity.ledger import Entry
from ankibuild.identity.times import Happening, Plan
from ankibuild.model import CardKind, Problem
from ankibuild.pipeline import Gathered, Prepared
from ankibuild.problems import SLUGS
from ankibuild.speech import _, counted, listed
from ankibuild.terminal.lines import Line, Role, aligned, joined, line

_SHOWN: Final = 60
HAPPENINGS: Final[tuple[Happening, ...]] = ("new", "changed", "moved", "removed", "revived", "unchanged")
_ALWAYS: Final = frozenset(("new", "changed", "removed", "unchanged"))
ROLES: Final[Mapping[Happening, Role]] = {
    "new": "added", "changed": "warning", "moved": "moved", "removed": "removed", "revived": "added",
    "unchanged": "",
}  # fmt: skip


class Outcome(Struct, frozen=True):
    """What a build says of all cards: how many of each kind, what happens to them, and what is wrong."""

    kinds: Counter[CardKind]
    count: Counter[Happening]
    problems: Sequence[Problem]
    uncarded: int
    removed: int = 0
    """Removed cards in the package."""
    kept: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to import."""
        return not self.kinds and not self.removed


def outcome(found: Gathered, prepared: Prepared) -> Outcome:
    """Return what a build of all pages says."""
    left = sum(len(each.uncarded) for each in found.coverage)
    removed = sum(note.removed for note in prepared.notes)
    plan = prepared.plan
    return Outcome(prepared.kinds, plan.count(), found.problems, left, removed, plan.kept)


def summary(made: Outcome, package: Path, size: int, *, written: bool) -> Iterator[Line]:
    """Yield the table at the end of a build."""
    count, left, cards = made.count, made.uncarded, made.kinds.total()
    rows: list[tuple[str, Line]] = [
        (_("cards"), line(_("{n:,} ({kinds})", n=cards, kinds=_kinds(made.kinds)))),
        (_("notes"), happenings(count)),
    ]
    if cards and count["unchanged"] == cards and not count["removed"]:
        rows.append(
            ("", line(_("all of them are in the package: Anki takes those that it does not have yet")))
        )
    if kept := made.kept:
        rows.append(
            (
                _("kept"),
                line(
                    _(
                        "{n:,} of pages that were not read or lost all of theirs: they stay as they are in Anki",
                        n=kept,
                    )
                ),
            )
        )
    rows.append((_("problems"), joined(" · ", problem_counts(made.problems)) if made.problems else line("0")))
    blocks = counted("{n} block", "{n} blocks", left)
    told = _("{blocks} (`ankibuild check` lists what)", blocks=blocks) if left else blocks
    rows.append((_("uncarded"), line(told)))
    size_and_more = [f"{size / 1024:,.0f} KB"]
    size_and_more += [_("empty")] if made.empty else []
    size_and_more += [] if written else [_("not written: it is the same")]
    weight = _(" ({what})", what=listed(size_and_more))
    rows.append((_("package"), line((str(package), "path"), weight)))
    yield from aligned(rows)


def removed_lines(plan: Plan) -> Iterator[Line]:
    """Yield each card that a build removes, by its text: the only trace of it in the notes is gone."""
    for change in plan.changes:
        if change.happening == "removed":
            yield line((happening_name("removed"), "removed"), f": {named(change.after)}")


def named(entry: Entry) -> str:
    """Return a card's page and what it asks in one line; of a contrast the two options."""
    parts = entry.parts
    said = f"{parts['incorrect']} ↔ {parts['correct']}" if entry.kind == "contrast" else entry.prompt
    said = " / ".join(said.split("\n"))
    return f"{entry.page}: {said if len(said) <= _SHOWN else said[: _SHOWN - 1] + '…'}"


def _kinds(kinds: Mapping[CardKind, int]) -> str:
    counts = (_("{n:,} {kind}", n=n, kind=kind_name(kind)) for kind, n in sorted(kinds.items(), reverse=True))
    return listed(counts) or _("none")


def kind_name(kind: CardKind) -> str:
    """Return what a kind of card is called."""
    names: Mapping[CardKind, str] = {"qa": _("Q&A"), "contrast": _("contrast"), "cloze": _("cloze")}
    return names[kind]


def happenings(count: Mapping[Happening, int]) -> Line:
    """Return `2 new · 3 changed · 1 removed · 412 unchanged`."""
    names: Mapping[Happening, str] = {
        "new": _("{n:,} new"), "changed": _("{n:,} changed"), "moved": _("{n:,} moved"), "removed": _("{n:,} removed"),
        "revived": _("{n:,} revived"), "unchanged": _("{n:,} unchanged"),
    }  # fmt: skip
    return joined(
        " · ",
        [
            (names[name].format(n=count.get(name, 0)), ROLES[name] if count.get(name) else "")
            for name in HAPPENINGS
            if count.get(name) or name in _ALWAYS
        ],
    )


def happening_name(happening: Happening) -> str:
    """Return what happens to a card, in a word."""
    names: Mapping[Happening, str] = {
        "new": _("new"), "changed": _("changed"), "moved": _("moved"), "removed": _("removed"),
        "revived": _("revived"), "unchanged": _("unchanged"),
    }  # fmt: skip
    return names[happening]


def next_steps(made: Outcome, package: Path) -> Iterator[str]:
    """Yield what to do in Anki now."""
    if made.empty:
        yield _("There are no cards: nothing to import. `ankibuild check` lists the text that is on no card.")
        return
    yield _("In Anki: File → Import → {package}, then sync.", package=package.name)
    if made.count["removed"]:
        yield _("Removed cards turn blank there: Tools → Empty Cards → Delete.")


def problem_counts(problems: Iterable[Problem]) -> list[tuple[str, Role]]:
    """Return how many errors and warnings there are, as pieces of a line."""
    gravities = Counter(SLUGS[problem.slug].gravity for problem in problems)
    pieces: list[tuple[str, Role]] = []
    if errors := gravities["error"]:
        pieces.append((counted("{n} error", "{n} errors", errors), "error"))
    if warnings := gravities["warning"]:
        pieces.append((counted("{n} warning", "{n} warnings", warnings), "warning"))
    if hints := gravities["hint"]:
        pieces.append((counted("{n} hint", "{n} hints", hints), "hint"))
    return pieces or [(_("no problems"), "good")]
