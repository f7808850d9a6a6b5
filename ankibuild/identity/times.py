"""Give every note its creation time and its time of change, and say what a build changes.

The rules (Anki's behaviour behind them is in the design's notes on Anki):
- Anki takes an edit only if the note's mod is newer, and an update replaces the user's own tags. So mod
  moves when, and only when, the packaged fields or tags changed.
- A card first seen takes SOURCE_DATE_EPOCH, else its page's modification time; a changed, removed or
  returned one SOURCE_DATE_EPOCH, else the time of the build, and always later than before.
- Anki replaces a note id that lies in the future: ids are counted down from the time of first sight.
- Nothing here reads a clock, and nothing moves when nothing changed: the same notes and the same ledger
  give the same result on any day.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct, field

from ankibuild.identity.candidate import Candidate
from ankibuild.identity.entry import ROOT, Decks, Entry, Given, Ledger, Look
from ankibuild.identity.matching import Match
from ankibuild.model import CardKind
from ankibuild.values import replace

Happening = Literal["new", "changed", "moved", "removed", "revived", "unchanged"]


class Clock(Struct, frozen=True):
    """The times of a build, in seconds since 1970: its own, SOURCE_DATE_EPOCH if set, and each page's."""

    now: int
    epoch: int | None = None
    pages: Mapping[str, int] = field(default_factory=dict)

    def first_seen(self, page: str) -> int:
        """Return the time of a card that is new on the page; never in the future."""
        time = min(self.pages.get(page, self.now), self.now) if self.epoch is None else self.epoch
        return max(1, time)

    def after(self, mod: int) -> int:
        """Return the time of a change, later than the last one."""
        return max(self.now if self.epoch is None else self.epoch, mod + 1)


class Packed(Struct, frozen=True):
    """A card of this build: what it says, which earlier card it is, and the digest of its packaged fields."""

    candidate: Candidate
    match: Match
    fields: str
    given: Given = Given()
    """What Anki gets of it by this build, where the ledger tells what it got before."""
    tags: tuple[str, ...] = ()


class Change(Struct, frozen=True):
    """What a build does to one card; `before` is None for a new one."""

    happening: Happening
    before: Entry | None
    after: Entry


class Plan(Struct, frozen=True):
    """The ledger after the build, and what the build changes: the cards in their order, then the removed ones.

    `changes` leaves out tombstones that were there before, and the cards of pages that were not read: those
    stay as they are, in the ledger and in Anki, but out of the package. `kept` counts them.
    """

    ledger: Ledger
    changes: tuple[Change, ...]
    kept: int = 0

    def count(self) -> Counter[Happening]:
        """Count the cards by what happens to them."""
        return Counter(change.happening for change in self.changes)


def plan(
    previous: Ledger,
    packed: Sequence[Packed],
    looks: Mapping[CardKind, str],
    decks: Decks,
    clock: Clock,
    *,
    unread: Collection[str] = (),
    taken: Iterable[int] = (),
) -> Plan:
    """Return the next ledger and what changes; `looks` are the digests of the note types' templates and style.

    `unread` are pages that are there but were not read: that their cards are missing says nothing. `taken` are
    ids of notes that are in no entry of `previous`.
    """
    ids = _Ids(previous.entries, taken)
    kept = {card.match.guid for card in packed}
    new_ids = ids.for_new([card for card in packed if card.match.entry is None], clock)
    changes = [_change(card, new_ids, clock) for card in packed]
    missing = [entry for entry in previous.entries if entry.guid not in kept]
    gone = [entry for entry in missing if not entry.removed and entry.page not in unread]
    changes += [Change("removed", entry, _bury(entry, clock)) for entry in gone]
    unknown = sum(not entry.removed for entry in missing) - len(gone)
    still = [entry for entry in missing if entry.removed or entry.page in unread]
    entries = [change.after for change in changes] + still
    ordered = ids.mended(sorted(entries, key=lambda entry: entry.guid))
    named = {entry.page for entry in ordered}
    homes = {page: deck for page, deck in {**previous.decks, **decks.pages}.items() if page in named}
    asked = {page: deck for page, deck in decks.asked.items() if page in {ROOT, *named}}
    ledger = Ledger(decks.root, _looks(previous, looks, clock), ordered, previous.root, homes, asked)
    by_guid = {entry.guid: entry for entry in ledger.entries}
    mended = tuple(
        change if (after := by_guid[change.after.guid]) is change.after else replace(change, after=after)
        for change in changes
    )
    return Plan(ledger, mended, unknown)


def _change(card: Packed, new_ids: Mapping[str, int], clock: Clock) -> Change:
    now, before = card.candidate, card.match.entry
    if before is not None and _stayed(before, card):
        return Change("unchanged", before, before)
    after = Entry(
        guid=card.match.guid,
        kind=now.kind,
        id=new_ids[card.match.guid] if before is None else before.id,
        mod=clock.first_seen(now.page) if before is None else before.mod,
        page=now.page,
        headings=now.headings,
        parts=dict(now.parts),
        context=now.context,
        fields=card.fields,
        explicit=card.match.explicit,
        given=before.given.and_then(card.given) if before and before.given else Given(),
        tags=card.tags,
    )
    if before is None:
        return Change("new", None, after)
    if before.removed or before.fields != after.fields:
        after = replace(after, mod=clock.after(before.mod))
    return Change(_happening(before, after), before, after)


def _stayed(before: Entry, card: Packed) -> bool:
    """Tell whether nothing at all changed: of most cards, of which nothing has to be made anew then."""
    now = card.candidate
    return (
        not before.removed
        and not before.given
        and before.fields == card.fields
        and before.tags == card.tags
        and before.parts == now.parts
        and (before.kind, before.page, before.headings, before.context, before.explicit)
        == (now.kind, now.page, now.headings, now.context, card.match.explicit)
    )


def _happening(before: Entry, after: Entry) -> Happening:
    if before.removed:
        return "revived"
    if before.parts != after.parts:
        return "changed"
    if (before.page, before.headings, before.context) != (after.page, after.headings, after.context):
        return "moved"
    # The same text in another rendering or under other tags is a change of the note as well.
    return "changed" if before.fields != after.fields else "unchanged"


def _bury(entry: Entry, clock: Clock) -> Entry:
    return replace(entry, removed=True, mod=clock.after(entry.mod))


def _looks(previous: Ledger, digests: Mapping[CardKind, str], clock: Clock) -> dict[CardKind, Look]:
    """Move the time of those note types only whose templates or style changed."""
    looks = dict(previous.looks)
    for kind, digest in digests.items():
        known = looks.get(kind)
        if known is None:
            first = max((clock.first_seen(page) for page in clock.pages), default=clock.first_seen(""))
            looks[kind] = Look(digest, first)
        elif known.digest != digest:
            looks[kind] = Look(digest, clock.after(known.mod))
    return looks


class _Ids:
    """Hands out note ids that look like creation times and are unique in the ledger."""

    def __init__(self, entries: Iterable[Entry], taken: Iterable[int] = ()) -> None:
        self._taken = {*taken, *(entry.id for entry in entries)}

    def for_new(self, cards: Sequence[Packed], clock: Clock) -> dict[str, int]:
        """Return an id for each guid, counted down from the time of first sight, in the order of the notes."""
        groups: dict[int, list[str]] = {}
        for card in cards:
            groups.setdefault(clock.first_seen(card.candidate.page), []).append(card.match.guid)
        ids: dict[str, int] = {}
        for time in sorted(groups):
            top = max(time * 1000, len(self._taken) + len(cards) + 1)
            for guid in reversed(groups[time]):
                ids[guid] = top = self._next_below(top)
        return ids

    def mended(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Give one of two notes with the same id another: two branches that were merged may have chosen alike."""
        seen: set[int] = set()
        mended: list[Entry] = []
        for entry in entries:
            one = replace(entry, id=self._next_below(entry.id)) if entry.id in seen else entry
            seen.add(one.id)
            mended.append(one)
        return tuple(mended)

    def _next_below(self, top: int) -> int:
        number = top - 1
        while number in self._taken or number < 1:
            number = number - 1 if number > 1 else max(self._taken) + 1
        self._taken.add(number)
        return number
