"""`ankibuild diff`: what a build would change, for people and for programs."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from typing_extensions import TypedDict

from ankibuild.commands.report import ROLES, happening_name, happenings
from ankibuild.identity.difference import Op, compare
from ankibuild.identity.ledger import Entry, Ledger
from ankibuild.identity.times import Change, Happening, Plan
from ankibuild.model import SEPARATOR, CardKind
from ankibuild.part_names import part_name
from ankibuild.speech import _, counted
from ankibuild.terminal.lines import Line, Role, line
from ankibuild.values import replace

_SHOWN: Final = 60
_SAME: Final[tuple[str, str]] = ("", "")
_MARKS: Final[Mapping[Op, tuple[str, str, Role]]] = {
    "same": ("", "", ""), "removed": ("[-", "-]", "removed"), "added": ("{+", "+}", "added"),
}  # fmt: skip


def difference_lines(plan: Plan, before: Ledger) -> Iterator[Line]:
    """Yield the changes card by card: the parts that changed with old and new words; last the counts.

    Cards that only went to another page with all others of theirs are told of in one line.
    """
    pages = _moved_pages(plan.changes)
    for (old, new), number in pages.items():
        yield line(
            (happening_name("moved"), "moved"),
            f": {old} → {new}: ",
            counted("{n} card", "{n} cards", number),
        )
    for change in plan.changes:
        if change.happening == "unchanged" or (change.happening == "moved" and _pages(change) in pages):
            continue
        entry = change.after
        yield line(
            (happening_name(change.happening), ROLES[change.happening]),
            f": {entry.page}: {entry.kind}: {_short(entry.prompt)}",
        )
        if change.before and change.happening in ("changed", "moved", "revived"):
            yield from _details(change.before, entry)
    yield from _of_all_cards(before, plan)
    kept = _("{n:,} kept (their pages were not read)", n=plan.kept)
    yield (*happenings(plan.count()), (f" · {kept}" if plan.kept else "", ""))


def _of_all_cards(before: Ledger, plan: Plan) -> Iterator[Line]:
    """Yield what a build changes for all cards together: not for the first, which brings all of it."""
    after = replace(plan.ledger, root=before.root)
    if not before.entries:
        return
    if before.looks != after.looks:
        kinds = ", ".join(kind for kind in after.looks if before.looks.get(kind) != after.looks[kind])
        others = _("the card templates are others")
        yield line((_("look"), "moved"), f": {kinds}: {others}")
    rest = replace(before, looks=after.looks) != after
    if rest and all(change.happening == "unchanged" for change in plan.changes):
        due = _("a build brings it up to date; no card changes")
        yield line((_("ledger"), "moved"), f": {due}")


def _pages(change: Change) -> tuple[str, str]:
    """Return the page before and after, twice the same where it did not change, none where more did."""
    before, after = change.before, change.after
    if before is None or before.page == after.page or before.headings != after.headings:
        return _SAME
    return (before.page, after.page)


def _moved_pages(changes: Sequence[Change]) -> Mapping[tuple[str, str], int]:
    """Return the pages that were renamed, with the number of cards that did nothing but go with them."""
    found = Counter(_pages(change) for change in changes if change.happening == "moved")
    return {pages: number for pages, number in found.items() if pages != _SAME}


def _details(before: Entry, after: Entry) -> Iterator[Line]:
    parts = dict.fromkeys((*before.parts, *after.parts))
    changed = [name for name in parts if before.parts.get(name) != after.parts.get(name)]
    for name in changed:
        for row in _marked(before.parts.get(name, ""), after.parts.get(name, "")):
            yield line(f"  {part_name(name)}: ", *row)
    tags = _tags(before, after)
    if tags:
        yield line("  ", _("tags"), ": ", *tags)
    if _place(before) != _place(after):
        yield line("  ", _("place"), f": {_place(before)} → {_place(after)}")
    elif not changed and not tags and before.fields != after.fields:
        yield line("  ", _("look"), ": ", _("the same text is rendered or tagged differently"))


def _tags(before: Entry, after: Entry) -> Line:
    """Return the tags that came and went; none where an older ledger does not know them."""
    if not before.tags or set(before.tags) == set(after.tags):
        return ()
    came: list[tuple[str, Role]] = [(f"+{tag} ", "added") for tag in after.tags if tag not in before.tags]
    went: list[tuple[str, Role]] = [(f"-{tag} ", "removed") for tag in before.tags if tag not in after.tags]
    return line(*came, *went)


def _marked(old: str, new: str) -> Iterator[Line]:
    """Yield both texts in one, a line of theirs a line: `[-removed-]` and `{+added+}`."""
    row: list[tuple[str, Role]] = []
    for segment in compare(old, new):
        opens, closes, role = _MARKS[segment.op]
        for number, text in enumerate(segment.text.split("\n")):
            if number:
                yield tuple(row)
                row = []
            if text or role:
                row.append((f"{opens}{text}{closes}", role))
    yield tuple(row)


def _place(entry: Entry) -> str:
    return SEPARATOR.join((entry.page, *entry.headings))


def _short(text: str) -> str:
    line = " / ".join(text.split("\n"))
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


# --- for programs (schemas/diff.json is made of these types) ----------------------------------------


class PartRecord(TypedDict):
    """A part before and after (null where it is not there), and how words lead from one to the other."""

    old: str | None
    new: str | None
    words: list[tuple[Op, str]]


class ChangeRecord(TypedDict):
    """What happens to one card; `id` is its guid, `tags` what came and went (empty for an older ledger)."""

    happening: Happening
    id: str
    kind: CardKind
    path: str
    headings: list[str]
    parts: dict[str, PartRecord]
    tags: dict[Literal["added", "removed"], list[str]]


class DifferenceRecord(TypedDict):
    """What `ankibuild diff --format json` prints."""

    count: dict[Happening, int]
    changes: list[ChangeRecord]


def difference_json(plan: Plan) -> str:
    """Return the counts and all changes as JSON for programs."""
    changes = [_record(change) for change in plan.changes if change.happening != "unchanged"]
    record = DifferenceRecord(count=dict(plan.count()), changes=changes)
    return json.dumps(record, ensure_ascii=False, indent=1)


def _record(change: Change) -> ChangeRecord:
    before, after = change.before, change.after
    old = before.parts if before else {}
    new = {} if change.happening == "removed" else after.parts
    names = [name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name)]
    was = before.tags if before else ()
    return ChangeRecord(
        happening=change.happening,
        id=after.guid,
        kind=after.kind,
        path=after.page,
        headings=list(after.headings),
        parts={name: _part(old.get(name), new.get(name)) for name in names},
        tags={
            "added": [tag for tag in after.tags if was and tag not in was],
            "removed": [tag for tag in was if tag not in after.tags],
        },
    )


def _part(old: str | None, new: str | None) -> PartRecord:
    words = [(segment.op, segment.text) for segment in compare(old or "", new or "")]
    return PartRecord(old=old, new=new, words=words)
