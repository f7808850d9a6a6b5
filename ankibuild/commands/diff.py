"""`ankibuild diff`: what a build would change, as text and as JSON."""

import json
from collections.abc import Iterator

from ankibuild.commands.report import happenings
from ankibuild.identity.difference import compare, marked
from ankibuild.identity.ledger import Entry
from ankibuild.identity.times import Change, Plan
from ankibuild.model import SEPARATOR

_SHOWN = 60


def difference_lines(plan: Plan) -> Iterator[str]:
    """Yield the changes card by card: the parts that changed with old and new words; last the counts."""
    for change in plan.changes:
        if change.happening == "unchanged":
            continue
        entry = change.after
        yield f"{change.happening}: {entry.page}: {entry.kind}: {_short(entry.prompt)}"
        if change.before and change.happening in ("changed", "moved", "revived"):
            yield from _details(change.before, entry)
    kept = f" · {plan.kept:,} kept (their pages were not read)" if plan.kept else ""
    yield happenings(plan.count()) + kept


def _details(before: Entry, after: Entry) -> Iterator[str]:
    parts = dict.fromkeys((*before.parts, *after.parts))
    changed = [name for name in parts if before.parts.get(name) != after.parts.get(name)]
    for name in changed:
        text = marked(before.parts.get(name, ""), after.parts.get(name, ""))
        yield from (f"  {name.replace('_', ' ')}: {line}" for line in text.split("\n"))
    if _place(before) != _place(after):
        yield f"  place: {_place(before)} → {_place(after)}"
    elif not changed and before.fields != after.fields:
        yield "  look: the same text is rendered or tagged differently"


def _place(entry: Entry) -> str:
    return SEPARATOR.join((entry.page, *entry.headings))


def _short(text: str) -> str:
    line = " / ".join(text.split("\n"))
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def difference_json(plan: Plan) -> str:
    """Return the counts and all changes as JSON for programs."""
    changes = [_record(change) for change in plan.changes if change.happening != "unchanged"]
    return json.dumps({"count": dict(plan.count()), "changes": changes}, ensure_ascii=False, indent=1)


def _record(change: Change) -> dict[str, object]:
    before, after = change.before, change.after
    old = before.parts if before else {}
    new = {} if change.happening == "removed" else after.parts
    names = [name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name)]
    return {
        "happening": change.happening,
        "id": after.guid,
        "kind": after.kind,
        "path": after.page,
        "headings": list(after.headings),
        "parts": {name: _part(old.get(name), new.get(name)) for name in names},
    }


def _part(old: str | None, new: str | None) -> dict[str, object]:
    words = [[segment.op, segment.text] for segment in compare(old or "", new or "")]
    return {"old": old, "new": new, "words": words}
