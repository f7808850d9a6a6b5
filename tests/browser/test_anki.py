"""What Anki itself makes of the templates, without a browser."""

import pytest

from ankibuild.model import CardKind

from .cards import Deck
from .samples import SAMPLES


@pytest.mark.parametrize("name", SAMPLES)
def test_both_sides_show_the_question_and_the_back_shows_all(deck: Deck, name: str) -> None:
    kind, fields = SAMPLES[name]
    front, back = deck.sides(kind, fields)
    for field, value in fields.items():
        if field not in {"Swap", "Text"}:
            assert value in back, field
    assert fields.get("Question", "") in front
    assert "[[" not in front + back
    assert "<!-- script" not in front + back
    assert "/*" in front, "the style sheet is there"


@pytest.mark.parametrize("name", ["contrast", "choice"])
def test_a_removed_note_has_an_empty_card(deck: Deck, name: str) -> None:
    kind, fields = SAMPLES[name]
    note = deck.note(kind, fields)
    assert not deck.empty_cards(note)
    note["Removed"] = "1"
    deck.update(note)
    assert deck.empty_cards(note) == [card.id for card in note.cards()]


def test_a_removed_cloze_is_found_once_its_text_has_no_gap(deck: Deck) -> None:
    """Anki counts the gaps of a cloze note and never looks at its template."""
    note = deck.note(*SAMPLES["cloze"])
    note["Removed"] = "1"
    deck.update(note)
    assert deck.empty_cards(note) == []
    note["Text"] = "学習率が大きすぎると損失が振動する。"
    deck.update(note)
    assert len(deck.empty_cards(note)) == 1


@pytest.mark.parametrize(
    ("kind", "front_has", "front_lacks"), [("qa", "Answer", "Question"), ("contrast", "Incorrect", "Correct")]
)
def test_the_spare_card_comes_with_extra1(
    deck: Deck, kind: CardKind, front_has: str, front_lacks: str
) -> None:
    fields = {
        "qa": {"Question": "問い", "Answer": "こたえ"},
        "contrast": {"Correct": "甲案", "Incorrect": "乙案"},
    }[kind]
    assert len(deck.note(kind, fields).cards()) == 1
    front, back = deck.sides(kind, {**fields, "Extra1": fields.get("Question", "1")}, card=1)
    assert fields[front_has] in front
    assert fields[front_lacks] not in front
    assert all(value in back for value in fields.values())


def test_search_finds_text_across_phrase_breaks(deck: Deck) -> None:
    note = deck.note(*SAMPLES["table"])
    assert note.id in deck.find("なぜオーバーサンプリングが必要")
    assert note.id not in deck.find("なぜアンダーサンプリングが必要")


def test_search_takes_the_marks_away_in_the_first_field_only(deck: Deck) -> None:
    """A fact about Anki: what is broken into phrases elsewhere is found word by word, not across a break."""
    note = deck.note("qa", {"Question": "金星の<wbr>色", "Options": "水星を<wbr>選ぶ", "Answer": "火星"})
    assert deck.find("金星の色") == [note.id]
    assert deck.find("水星を") == [note.id]
    assert deck.find("水星を選ぶ") == []


def test_swap_turns_the_order_of_a_contrast_on_both_sides(deck: Deck) -> None:
    for swap, first in (("", "甲案"), ("1", "乙案")):
        for side in deck.sides("contrast", {"Correct": "甲案", "Incorrect": "乙案", "Swap": swap}):
            options = side[side.index('class="options"') :]
            assert min(("甲案", "乙案"), key=options.index) == first
            assert options.count("甲案") == options.count("乙案") == 1
