"""When notes are said to have been made and changed, and what a build reports."""

from collections.abc import Sequence

from ankibuild.identity.candidate import Candidate
from ankibuild.identity.entry import Decks
from ankibuild.identity.ledger import Ledger, Look, fields_digest
from ankibuild.identity.matching import match
from ankibuild.identity.times import Clock, Packed, Plan, plan
from ankibuild.model import CardKind
from ankibuild.values import replace

NOW = 1_700_000_000
LOOKS: dict[CardKind, str] = {"qa": "look 1"}


def card(question: str, answer: str = "答え。", page: str = "a.md", explicit: str = "") -> Candidate:
    parts = {"question": question, "answer": answer}
    return Candidate("qa", "題", page, 1, ("題",), parts, explicit=explicit)


def build(
    before: Ledger,
    cards: Sequence[Candidate],
    clock: Clock,
    looks: dict[CardKind, str] | None = None,
    tag: str = "",
) -> Plan:
    found = match(before.entries, cards).matches
    packed = [
        Packed(each, which, fields_digest({**each.parts, "Source": each.page}, (tag,)))
        for each, which in zip(cards, found, strict=True)
    ]
    return plan(before, packed, looks or LOOKS, Decks("題", {each.page: "題" for each in cards}), clock)


CLOCK = Clock(NOW, pages={"a.md": NOW - 1000, "b.md": NOW - 2000})
LATER = replace(CLOCK, now=NOW + 500)
FIRST = build(
    Ledger(), [card("RAID とは？"), card("NAS とは？"), card("SAN とは？", page="b.md")], CLOCK
).ledger
BY_QUESTION = {entry.prompt: entry for entry in FIRST.entries}


def happenings(planned: Plan) -> list[str]:
    return [change.happening for change in planned.changes]


def test_a_new_card_takes_its_pages_time() -> None:
    raid, nas, san = (BY_QUESTION[f"{name} とは？"] for name in ("RAID", "NAS", "SAN"))
    assert (raid.mod, nas.mod, san.mod) == (NOW - 1000, NOW - 1000, NOW - 2000)
    assert (NOW - 1000) * 1000 - 100 < raid.id < nas.id < (NOW - 1000) * 1000, (
        "made in the order of the notes"
    )
    assert len({entry.id for entry in FIRST.entries}) == 3


def test_source_date_epoch_goes_before_all() -> None:
    clock = replace(CLOCK, epoch=1_600_000_000)
    ledger = build(Ledger(), [card("RAID とは？")], clock).ledger
    assert ledger.entries[0].mod == 1_600_000_000
    assert 0 < 1_600_000_000_000 - ledger.entries[0].id < 100
    assert ledger.looks["qa"] == Look("look 1", 1_600_000_000)
    assert build(ledger, [card("RAID とは？", "別。")], clock).ledger.entries[0].mod == 1_600_000_001, (
        "later than before"
    )


def test_a_time_at_the_beginning_of_time_still_gives_good_ids() -> None:
    cards = [card(f"問い {number} とは？") for number in range(50)]
    ledger = build(Ledger(), cards, replace(CLOCK, epoch=0)).ledger
    assert min(entry.id for entry in ledger.entries) > 0
    assert min(entry.mod for entry in ledger.entries) > 0
    assert len({entry.id for entry in ledger.entries}) == 50


def test_a_page_from_the_future_is_as_old_as_the_build() -> None:
    ledger = build(Ledger(), [card("RAID とは？")], replace(CLOCK, pages={"a.md": NOW + 10**6})).ledger
    assert ledger.entries[0].mod == NOW
    assert ledger.entries[0].id < NOW * 1000


def test_nothing_moves_when_nothing_changed() -> None:
    cards = [card("SAN とは？", page="b.md"), card("NAS とは？"), card("RAID とは？")]
    another_day = Clock(NOW + 10**7, pages={"a.md": NOW + 5, "b.md": NOW + 9})
    planned = build(FIRST, cards, another_day)
    assert planned.ledger == FIRST
    assert happenings(planned) == ["unchanged"] * 3


def test_a_change_takes_the_time_of_the_build() -> None:
    planned = build(
        FIRST, [card("RAID とは？", "別。"), card("NAS とは？"), card("SAN とは？", page="b.md")], LATER
    )
    assert happenings(planned) == ["changed", "unchanged", "unchanged"]
    before, after = planned.changes[0].before, planned.changes[0].after
    assert before is not None
    assert (after.mod, after.id, after.guid) == (NOW + 500, before.id, before.guid)
    assert {e.mod for e in planned.ledger.entries if e.guid != after.guid} == {NOW - 1000, NOW - 2000}


def test_a_clock_that_went_back_cannot_hide_a_change() -> None:
    cards = [card("RAID とは？", "別。"), card("NAS とは？"), card("SAN とは？", page="b.md")]
    planned = build(FIRST, cards, replace(CLOCK, now=5))
    assert planned.changes[0].after.mod == NOW - 1000 + 1


def test_another_rendering_or_tag_is_a_change_of_the_note() -> None:
    cards = [card("RAID とは？"), card("NAS とは？"), card("SAN とは？", page="b.md")]
    planned = build(FIRST, cards, LATER, tag="new")
    assert happenings(planned) == ["changed"] * 3
    assert {entry.mod for entry in planned.ledger.entries} == {NOW + 500}


def test_a_moved_card_is_called_moved() -> None:
    planned = build(FIRST, [card("RAID とは？"), card("NAS とは？"), card("SAN とは？")], LATER)
    assert happenings(planned) == ["unchanged", "unchanged", "moved"]
    assert planned.changes[2].after.mod == NOW + 500, "its Source field changed"


def test_a_removed_card_is_buried_once_and_revived_with_its_guid() -> None:
    kept = [card("RAID とは？"), card("NAS とは？")]
    removed = build(FIRST, kept, LATER)
    assert happenings(removed) == ["unchanged", "unchanged", "removed"]
    tomb = removed.changes[2].after
    assert (tomb.removed, tomb.mod, tomb.parts) == (
        True,
        NOW + 500,
        {"question": "SAN とは？", "answer": "答え。"},
    )
    again = build(removed.ledger, kept, replace(CLOCK, now=NOW + 900))
    assert again.ledger == removed.ledger, "buried once"
    assert happenings(again) == ["unchanged", "unchanged"]
    back = build(again.ledger, [*kept, card("SAN とは？", page="b.md")], replace(CLOCK, now=NOW + 10))
    assert happenings(back) == ["unchanged", "unchanged", "revived"]
    assert back.changes[2].after.guid == tomb.guid
    assert back.changes[2].after.mod == NOW + 501, "later than the tombstone, whatever the clock says"
    assert not back.changes[2].after.removed


def test_only_a_changed_look_moves_the_note_type() -> None:
    cards = [card("RAID とは？"), card("NAS とは？"), card("SAN とは？", page="b.md")]
    assert FIRST.looks["qa"] == Look("look 1", NOW - 1000), "first seen with the newest page"
    planned = build(FIRST, cards, LATER, {"qa": "look 2", "cloze": "look 1"})
    assert planned.ledger.looks == {"qa": Look("look 2", NOW + 500), "cloze": Look("look 1", NOW - 1000)}
    assert planned.ledger.entries == FIRST.entries


def test_branches_that_chose_one_id_are_parted() -> None:
    """Two branches may give two cards the same creation time; Anki's database takes an id but once."""
    one, *others = FIRST.entries
    merged = replace(FIRST, entries=(one, *(replace(other, id=one.id) for other in others)))
    cards = [card("RAID とは？"), card("NAS とは？"), card("SAN とは？", page="b.md")]
    planned = build(merged, cards, LATER)
    ids = [entry.id for entry in planned.ledger.entries]
    assert len(set(ids)) == 3
    assert ids[0] == one.id
    assert planned.changes[0].after in planned.ledger.entries
    assert build(planned.ledger, cards, LATER).ledger == planned.ledger


def test_ids_stay_unique_when_a_page_is_saved_again_and_again() -> None:
    ledger, cards = Ledger(), list[Candidate]()
    for number in range(30):
        cards.append(card(f"問い {number} とは？", f"答え {number}。"))
        ledger = build(ledger, cards, CLOCK).ledger
    assert len({entry.id for entry in ledger.entries}) == 30
    assert len({entry.guid for entry in ledger.entries}) == 30


def test_an_id_used_twice_is_recorded_once() -> None:
    planned = build(Ledger(), [card("RAID とは？", explicit="x"), card("NAS とは？", explicit="x")], CLOCK)
    assert sorted(entry.explicit for entry in planned.ledger.entries) == ["", "x"]


def test_counts() -> None:
    planned = build(FIRST, [card("RAID とは？", "別。"), card("KMS とは？", "鍵。")], LATER)
    assert planned.count() == {"changed": 1, "new": 1, "removed": 2}
