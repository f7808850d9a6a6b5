"""The product of styles: what the reader makes of generated pages whose right cards are known.

A floor that is undershot fails. To raise the floors after a gain (or, with the reason in the commit, to lower
one): `python -m tests.product --update-floors`, then read the difference of tests/product/floors.txt.
"""

from random import Random
from typing import Any

import pytest

from ankibuild.model import Card, Part
from tests.product.figures import SEED, Figures, Product
from tests.product.judging import Wanted, judge, wanted_of
from tests.product.notes.judging import Wanted as WantedNote
from tests.product.notes.judging import judge as judge_notes
from tests.product.notes.judging import wanted_of as wanted_notes
from tests.product.notes.writing import Page as Notes
from tests.product.products import EXAM, NOTES
from tests.product.verdict import Verdict
from tests.product.writing import Page

Results = list[tuple[Page, Verdict]]
PRODUCTS = pytest.mark.parametrize("product", [EXAM, NOTES], ids=["exam", "notes"])


@pytest.fixture(scope="module")
def results() -> Results:
    return list(EXAM.judged(0, SEED))


@pytest.fixture(scope="module")
def notes() -> list[tuple[Notes, Verdict]]:
    return list(NOTES.judged(0, SEED))


@pytest.fixture(scope="module")
def found(results: Results) -> Figures:
    return EXAM.figures((written.row, verdict) for written, verdict in results)


def test_no_figure_is_below_its_floor(found: Figures) -> None:
    assert EXAM.undershot(found) == []


def test_no_figure_of_notes_is_below_its_floor(notes: list[tuple[Notes, Verdict]]) -> None:
    assert NOTES.undershot(NOTES.figures((written.row, verdict) for written, verdict in notes)) == []


def test_a_figure_below_its_floor_is_named(found: Figures) -> None:
    found["language", "ja", "qa"].found -= 1000
    try:
        assert any(line.startswith("language: ja: Q&A recall") for line in EXAM.undershot(found))
    finally:
        found["language", "ja", "qa"].found += 1000


@PRODUCTS
def test_every_pair_of_choices_occurs_and_no_row_breaks_a_rule(product: Product[Any]) -> None:
    rows = list(product.ways.covering(SEED))
    assert not [row for row in rows if product.ways.clash(row)]
    seen = {pair for row in rows for pair in product.ways.pairs(row)}
    left = [pair for pair in product.ways.possible_pairs() if pair not in seen]
    assert [pair for pair in left if any(product.ways.fill(dict(pair), Random(n)) for n in range(40))] == []


@PRODUCTS
def test_the_same_seed_gives_the_same_page(product: Product[Any]) -> None:
    row = next(product.ways.covering(SEED))
    assert product.write(row, 3) == product.write(row, 3)
    assert product.write(row, 3).notes != product.write(row, 4).notes


def perfect_note(wanted: WantedNote) -> Card:
    """The card that a page of plain notes should give, made from its truth."""
    entry = wanted.entry
    lines = tuple((n, n) for text in entry.answer for n in sorted(entry.lines[text]))
    asked = tuple((n, n) for n in sorted(entry.lines[entry.ask]))
    parts = {"question": Part(asked, entry.ask, ""), "answer": Part(lines, "\n".join(entry.answer), "")}
    return Card("qa", "", "", (), parts)


def test_perfect_cards_of_notes_are_all_found(notes: list[tuple[Notes, Verdict]]) -> None:
    for written, _ in notes:
        wanted = tuple(wanted_notes(written))
        verdict = judge_notes(written, [*map(perfect_note, wanted)])
        assert verdict.found == wanted, written.notes
        assert verdict.false == ()


@pytest.mark.parametrize("name", ["question", "answer"])
def test_a_card_of_notes_with_a_part_of_another_is_false(
    notes: list[tuple[Notes, Verdict]], name: str
) -> None:
    for written, _ in notes:
        card, other = map(perfect_note, [*wanted_notes(written)][:2])
        parts = {
            **card.parts,
            name: Part(card.parts[name].lines, f"{card.parts[name].text}\n{other.prompt}", ""),
        }
        verdict = judge_notes(written, [Card("qa", "", "", (), parts)])
        assert (verdict.found, len(verdict.false)) == ((), 1)


def perfect(written: Page, wanted: Wanted) -> Card:
    """The card that a page should give, made from its truth."""
    item = wanted.item

    def part(text: str, said: str) -> Part:
        return Part(tuple((n, n) for n in sorted(item.lines[said])), text, "")

    if wanted.kind == "qa":
        right = [item.options[at] for at in item.right]
        lines = tuple((n, n) for text in right for n in sorted(item.lines[text]))
        asked = "\n".join((item.situation, item.stem, *item.shown))
        return Card(
            "qa",
            "",
            "",
            (),
            {"question": part(asked, item.stem), "answer": Part(lines, "\n".join(right), "")},
        )
    right_one, wrong = item.options[wanted.item.right[0]], item.options[wanted.wrong]
    parts = {
        "prompt": part(item.stem, item.stem),
        "correct": part(right_one, right_one),
        "incorrect": part(wrong, wrong),
    }
    if why := item.why(wanted.wrong, written.row):
        parts["why_incorrect"] = part(why, why)
    return Card("contrast", "", "", (), parts)


def test_perfect_cards_are_all_found_on_every_page(results: Results) -> None:
    for written, _ in results:
        wanted = list(wanted_of(written))
        verdict = judge(written, [perfect(written, each) for each in wanted])
        assert verdict.found == tuple(wanted), written.notes
        assert verdict.false == ()


@pytest.mark.parametrize("name", ["question", "answer", "prompt", "correct", "incorrect", "why_incorrect"])
def test_a_card_with_a_part_of_another_question_is_false(results: Results, name: str) -> None:
    spoiled = 0
    for written, _ in results:
        wanted = next((each for each in wanted_of(written) if name in perfect(written, each).parts), None)
        if not wanted:
            continue
        card = perfect(written, wanted)
        other = next(item for item in written.items if item is not wanted.item)
        parts = {
            **card.parts,
            name: Part(card.parts[name].lines, f"{card.parts[name].text}\n{other.stem}", ""),
        }
        verdict = judge(written, [Card(card.kind, "", "", (), parts)])
        assert (verdict.found, len(verdict.false)) == ((), 1)
        spoiled += 1
    assert spoiled > 30
