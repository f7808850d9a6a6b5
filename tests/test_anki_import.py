"""Anki itself judges our packages: a real collection imports them, checks itself and shows the cards."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ankibuild.model import FIELDS, Note
from ankibuild.packaging.anki_rules import deck_name, is_empty, tag_names
from ankibuild.packaging.frozen import NOTE_TYPES
from ankibuild.packaging.notetypes import models
from ankibuild.packaging.templates import load_templates
from ankibuild.values import replace
from tests.anki_tools import Anki, Outcome, anki_collection, note, package_of, text_of

NOTES = [
    note(3, deck="試験::二章"),
    note(1, fields={"Extra1": "質問1とは？"}, tags=("問::41", "topic::SageMaker Clarify")),
    note(2, "contrast"),
    note(4, "contrast", fields={"Prompt": "どの構成が安い？", "Swap": "1", "Extra1": "1"}),
    note(5, "cloze"),
]
SHOWN = {
    "guid3": "質問3とは？",
    "guid1": "質問1とは？",
    "guid2": "甲2",
    "guid4": "どの構成が安い？",
    "guid5": "言葉",
}
LATER = NOTES[0].mod + 100


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Anki]:
    with anki_collection(tmp_path) as anki:
        yield anki


def imported(anki: Anki, notes: list[Note], **changes: Any) -> Outcome:
    path = Path(anki.col.path).with_name("deck.apkg")
    path.write_bytes(package_of(notes, **changes))
    return anki.import_package(path)


def changed(notes: list[Note], guid: str, **changes: Any) -> list[Note]:
    """Return the notes with one of them changed, and its time moved on."""
    changes = {"mod": LATER} | changes
    return [replace(one, **changes) if one.guid == guid else one for one in notes]


# --- the first import, and the second -------------------------------------------------------------------


def test_every_note_is_new_and_anki_finds_nothing_wrong(anki: Anki) -> None:
    assert imported(anki, NOTES) == Outcome(new=5)
    assert anki.faults() == []
    assert anki.empty_notes() == {}
    assert [(state.guid, state.ordinal, state.due, state.deck) for state in anki.states()] == [
        ("guid3", 0, 1, "試験::二章"),
        ("guid1", 0, 2, "試験::章"),
        ("guid1", 1, 2, "試験::章"),
        ("guid2", 0, 3, "試験::章"),
        ("guid4", 0, 4, "試験::章"),
        ("guid4", 1, 4, "試験::章"),
        ("guid5", 0, 5, "試験::章"),
        ("guid5", 1, 5, "試験::章"),
    ]
    assert anki.note("guid1").tags == ["topic::SageMaker_Clarify", "問::41"]
    for one in NOTES:
        there = anki.note(one.guid)
        assert (there.id, there.mod) == (one.id, one.mod)
        assert there.fields == [one.fields.get(name, "") for name in FIELDS[one.kind]]


def test_every_card_shows_its_question_on_both_sides(anki: Anki) -> None:
    imported(anki, NOTES)
    for state in anki.states():
        front, back = (text_of(side) for side in anki.sides(state.guid, state.ordinal))
        assert SHOWN[state.guid] in back
        assert front
        assert "{{" not in front + back
        if state.ordinal == 0 and state.guid != "guid5":
            assert SHOWN[state.guid] in front
    assert "正しいのはどちら？" in anki.sides("guid2")[0]
    assert text_of(anki.sides("guid5")[0]).endswith("[手がかり] は 言葉")
    assert "答え1" in text_of(anki.sides("guid1", 1)[0])


def test_the_note_types_arrive_with_their_ids(anki: Anki) -> None:
    imported(anki, NOTES)
    for note_type in NOTE_TYPES.values():
        there = anki.col.models.by_name(note_type.name)
        assert there["id"] == note_type.id
        assert {field["name"]: field["id"] for field in there["flds"]} == note_type.fields
        assert [(card["name"], card["id"]) for card in there["tmpls"]] == [
            (c.name, c.id) for c in note_type.cards
        ]
        assert there["sortf"] == 0
    assert anki.col.db.scalar("SELECT sfld FROM notes WHERE guid = 'guid3'") == "質問3とは？"


def test_a_second_import_changes_nothing(anki: Anki) -> None:
    imported(anki, NOTES)
    anki.answer("guid3")
    before = anki.dump()
    assert imported(anki, NOTES) == Outcome(duplicate=5)
    assert anki.dump() == before


# --- updates ----------------------------------------------------------------------------------------


def test_an_edit_changes_exactly_its_note_and_no_scheduling(anki: Anki) -> None:
    imported(anki, NOTES)
    anki.answer("guid3")
    anki.answer("guid1", 1)
    before, states = anki.dump(), anki.states()
    edited = changed(NOTES, "guid3", fields={"Question": "新しい質問？", "Answer": "a"}, tags=("x",))
    assert imported(anki, edited) == Outcome(updated=1, duplicate=4)
    after = anki.dump()
    rows = [(old, new) for old, new in zip(before["notes"], after["notes"], strict=True) if old != new]
    assert [old[1] for old, _ in rows] == ["guid3"]
    assert {table for table in before if before[table] != after[table]} == {"notes"}
    assert anki.states() == states
    assert anki.note("guid3")["Question"] == "新しい質問？"
    assert (anki.note("guid3").tags, anki.note("guid3").mod) == (["x"], LATER)
    assert anki.faults() == []


def test_an_edit_with_the_same_time_is_dropped(anki: Anki) -> None:
    """Why every change must move the note's time."""
    imported(anki, NOTES)
    edited = changed(NOTES, "guid3", mod=NOTES[0].mod, fields={"Question": "新しい質問？"})
    assert imported(anki, edited) == Outcome(duplicate=5)
    assert anki.note("guid3")["Question"] == "質問3とは？"


def test_another_order_deck_and_id_move_nothing(anki: Anki) -> None:
    imported(anki, NOTES)
    anki.answer("guid2")
    states = anki.states()
    moved = [replace(one, deck="別", id=one.id + 50) for one in reversed(NOTES)]
    assert imported(anki, moved) == Outcome(duplicate=5)
    assert anki.states() == states


def test_a_card_switched_on_later_comes_in(anki: Anki) -> None:
    imported(anki, NOTES)
    edited = changed(NOTES, "guid3", fields=dict(NOTES[0].fields) | {"Extra1": "1"})
    assert imported(anki, edited) == Outcome(updated=1, duplicate=4)
    assert len(anki.cards("guid3")) == 2
    assert anki.faults() == []
    assert len(anki.col.models.all_names_and_ids()) == len(
        {n.name for n in anki.col.models.all_names_and_ids()}
    )


def test_a_new_look_reaches_all_cards_only_with_a_newer_time(anki: Anki, tmp_path: Path) -> None:
    imported(anki, NOTES)
    types = len(anki.col.models.all_names_and_ids())
    look = tmp_path / "look"
    (look / "qa").mkdir(parents=True)
    (look / "qa" / "front.html").write_text("NEW {{Question}}", "utf-8")
    made = models(load_templates(look), "en")
    assert imported(anki, NOTES, models=made) == Outcome(duplicate=5)
    assert "NEW" not in anki.sides("guid3")[0]
    assert imported(anki, NOTES, models=made, model_mods=dict.fromkeys(FIELDS, LATER)) == Outcome(duplicate=5)
    assert text_of(anki.sides("guid3")[0]) == "NEW 質問3とは？"
    assert "Which one is correct?" in anki.sides("guid2")[0]
    assert len(anki.col.models.all_names_and_ids()) == types
    assert imported(anki, changed(NOTES, "guid3")) == Outcome(updated=1, duplicate=4)
    assert anki.faults() == []


def test_pairs_of_a_build_before_their_titles_keep_their_reviews(anki: Anki) -> None:
    """The way that the changelog names: merge the note types, move the two new fields, import always."""
    imported(anki, NOTES)
    older = anki.col.models.by_name("ankibuild Contrast")
    for name in ("Title", "Cue"):
        anki.col.models.remove_field(older, next(f for f in older["flds"] if f["name"] == name))
    anki.col.models.update_dict(older)
    anki.answer("guid4")
    states = anki.states()
    newer = changed(NOTES, "guid4", fields=dict(NOTES[3].fields) | {"Title": "乙4 ↔ 甲4"})
    path = Path(anki.col.path).with_name("newer.apkg")
    path.write_bytes(package_of(newer))
    assert anki.import_package(path).conflicting == 2
    anki.import_package(path, merge_notetypes=True)
    anki.col.models._clear_cache()
    merged = anki.col.models.get(NOTE_TYPES["contrast"].id)
    for name, place in (("Title", 0), ("Cue", 2)):
        field = next(f for f in merged["flds"] if f["name"] == name)
        anki.col.models.reposition_field(merged, field, place)
    anki.col.models.set_sort_index(merged, 0)
    anki.col.models.update_dict(merged)
    always = 1
    assert anki.import_package(path, update_notes=always).updated >= 1
    assert anki.note("guid4")["Title"] == "乙4 ↔ 甲4"
    assert anki.states() == states
    assert imported(anki, changed(newer, "guid4", mod=2_000_000_000)).conflicting == 0
    assert anki.faults() == []


# --- removal ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("guid", ["guid1", "guid2", "guid5"])
def test_a_removed_card_turns_blank_is_found_and_can_come_back(guid: str, anki: Anki) -> None:
    imported(anki, NOTES)
    anki.answer(guid)
    states = anki.states()
    fields = dict(next(one for one in NOTES if one.guid == guid).fields)
    gone = changed(NOTES, guid, removed=True, fields=fields | {"Removed": "1"})
    assert imported(anki, gone) == Outcome(updated=1, duplicate=4)
    assert anki.faults() == []
    assert anki.empty_notes() == {guid: True}
    assert anki.states() == states
    assert "ankibuild" not in anki.sides(guid)[0]  # nothing of ours, only what Anki says of a blank card
    assert imported(anki, changed(NOTES, guid, mod=LATER + 1)) == Outcome(updated=1, duplicate=4)
    assert anki.empty_notes() == {}
    assert anki.states() == states
    assert SHOWN[guid] in text_of(anki.sides(guid)[1])


def test_a_tombstone_shows_nothing_in_a_fresh_collection(anki: Anki) -> None:
    assert imported(anki, [note(1), note(2, removed=True, deck="gone")]) == Outcome(new=2)
    assert [state.guid for state in anki.states()] == ["guid1"]
    assert {deck.name for deck in anki.col.decks.all_names_and_ids()} == {"Default", "試験", "試験::章"}


# --- media --------------------------------------------------------------------------------------------


def test_media_of_fields_and_of_the_style_arrive(anki: Anki) -> None:
    media = {"図-1a2b.png": b"picture", "_ankibuild-3c4d.woff2": b"font", "音 1.mp3": b"sound"}
    fields = {"Question": 'これは？<img src="図-1a2b.png">', "Answer": "[sound:音 1.mp3]"}
    assert imported(anki, [note(1, fields=fields)], media=media) == Outcome(new=1)
    assert anki.faults() == []
    assert {path.name: path.read_bytes() for path in Path(anki.col.media.dir()).iterdir()} == media
    assert anki.note("guid1")["Question"] == fields["Question"]


# --- our rules are Anki's -----------------------------------------------------------------------------

NAMES = st.lists(
    st.one_of(
        st.text(st.sampled_from('aAbか\u3099が:：" \u3000\t\n\x07#*_%\\.🎌ßÉ'), max_size=12),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1f"), max_size=8),
    ).filter(lambda name: name.strip() != ""),
    min_size=1,
    max_size=25,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES)
def test_names_are_as_anki_stores_them(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    with anki_collection(tmp_path_factory.mktemp("names")) as anki:
        imported(anki, [note(1, deck=names[0], tags=tuple(names))])
        state, tags = anki.states()[0], tuple(anki.note("guid1").tags)
        assert state.deck.casefold() == deck_name(names[0]).casefold()
        assert sorted(map(str.casefold, tags)) == [tag.casefold() for tag in tag_names(names)]
        assert anki.faults() == []


def test_fields_are_empty_for_us_when_they_are_for_anki(anki: Anki) -> None:
    empty = ["", " ", "\t\n", "<br>", "<BR />", "<br/>", "<div></div>", "<div> <br> </div>"]
    filled = ["\u3000", "\u00a0", "&nbsp;", "<p></p>", "<br  >", "<br class=x>", "<b></b>", "0", "<!-- -->"]
    texts = empty + filled
    notes = [note(number, fields={"Extra1": text}) for number, text in enumerate(texts)]
    imported(anki, notes)
    anki.col.after_note_updates(anki.col.find_notes(""), mark_modified=False, generate_cards=True)
    assert anki.empty_notes() == {}
    for one, text in zip(notes, texts, strict=True):
        assert (len(anki.cards(one.guid)) == 1) == is_empty(text) == (text in empty), text
