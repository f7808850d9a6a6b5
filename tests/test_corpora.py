"""The measure on real notes: it counts as described, and its labels are sound."""

import json
from pathlib import Path

import pytest

from tests.case_files import recognised
from tests.corpora.judging import Figures, judge

CORPORA = Path(__file__).parent / "corpora"
COLLECTIONS = json.loads((CORPORA / "collections.json").read_text("utf-8"))
NOTES = """\
### 問1 鍵の置き場所はどこですか？
A. 机
B. 金庫

正解：B
- A: 誰でも取れる。
"""
QA = {"kind": "qa", "q": [1, 1], "options": [2, 3], "a": [5, 5], "a_options": [[3, 3]], "a_more": [6, 6]}
PAIR = {"kind": "contrast", "correct": [3, 3], "incorrect": [2, 2], "why_incorrect": [6, 6]}


def test_what_is_labelled_and_made_is_found() -> None:
    cards, _ = recognised(NOTES)
    assert judge(cards, [QA, PAIR], ((1, 6),)) == {"qa": Figures(1, 1, 1, 0), "contrast": Figures(1, 1, 1, 0)}


def test_what_is_not_made_is_missing() -> None:
    assert judge([], [QA, PAIR], ((1, 6),)) == {"qa": Figures(1), "contrast": Figures(1)}


def test_a_card_that_no_label_wants_is_wrong() -> None:
    cards, _ = recognised(NOTES)
    assert judge(cards, [], ((1, 6),)) == {"qa": Figures(0, 0, 1, 1), "contrast": Figures(0, 0, 1, 1)}


@pytest.mark.parametrize(
    "change", [{"a": [6, 6], "a_options": [[2, 2]]}, {"q": [6, 6]}], ids=["answer", "question"]
)
def test_other_lines_are_no_hit(change: dict[str, object]) -> None:
    cards, _ = recognised(NOTES)
    label = {key: value for key, value in QA.items() if key != "a_more"} | change
    assert judge(cards, [label], ((1, 6),))["qa"].found == 0


def test_an_option_that_is_merely_listed_is_neither_good_nor_bad() -> None:
    cards, _ = recognised(NOTES)
    assert judge(cards, [QA], ((1, 6),))["contrast"] == Figures()


def test_an_optional_label_is_neither_missed_nor_wrong() -> None:
    cards, _ = recognised(NOTES)
    assert judge(cards, [QA | {"optional": True}], ((1, 6),))["qa"] == Figures(0, 0, 1, 0)
    assert judge([], [QA | {"optional": True}], ((1, 6),))["qa"] == Figures()


def test_cards_outside_the_scope_are_not_judged() -> None:
    cards, _ = recognised(NOTES)
    assert judge(cards, [], ((7, 9),)) == {"qa": Figures(), "contrast": Figures()}


@pytest.mark.parametrize("entry", COLLECTIONS, ids=lambda entry: entry["number"])
def test_labels_name_lines_of_pages_of_their_collection(entry: dict[str, str]) -> None:
    file = CORPORA / "labels" / f"{entry['number']}.jsonl"
    labels = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    scopes = json.loads(file.with_suffix(".scopes.json").read_text("utf-8"))
    assert labels or scopes
    for label in labels:
        wanted = ("q", "a") if label["kind"] == "qa" else ("correct", "incorrect")
        assert all(label.get(name) for name in wanted), label
        assert any(label["path"].startswith(path.rstrip("/")) for path in entry["paths"]), label["path"]


def test_a_page_has_several_labelled_stretches() -> None:
    cards, _ = recognised(NOTES)
    assert judge(cards, [QA], ((9, 20), (1, 6)))["qa"] == Figures(1, 1, 1, 0)
    assert judge(cards, [QA], ((2, 6), (9, 20)))["qa"] == Figures(1)
