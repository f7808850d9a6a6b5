"""New cards: the notes' order, with the pairs of one item spread."""

from itertools import pairwise
from pathlib import Path
from time import perf_counter

from ankibuild.model import Card, Part
from ankibuild.order import ordering
from ankibuild.pipeline import gather
from ankibuild.text import key_of
from ankibuild.values import replace


def part(text: str) -> Part:
    return Part(((1, 1),), text, text)


def pair(number: str, wrong: str, section: str = "章") -> Card:
    parts = {"prompt": part(f"問い{number}"), "correct": part(f"右{number}"), "incorrect": part(wrong)}
    return Card("contrast", "s", "a.md", ("題", section, f"{number}."), parts, number=number)


def question(text: str, section: str = "章") -> Card:
    return Card("qa", "s", "a.md", ("題", section, text), {"question": part(text), "answer": part("答え")})


def order(*cards: Card) -> list[str]:
    return [
        f"{card.number}{card.parts['incorrect'].text}" if card.kind == "contrast" else card.prompt
        for card in (cards[place] for place in ordering(cards).shown)
    ]


def test_first_the_first_pair_of_every_item_then_the_second_ones() -> None:
    cards = [pair("1", "a"), pair("1", "b"), pair("2", "a"), pair("2", "b"), pair("3", "a")]
    assert order(*cards) == ["1a", "2a", "3a", "1b", "2b"]


def test_a_section_is_learnt_before_the_next() -> None:
    cards = [pair("1", "a"), pair("1", "b"), pair("2", "a"), pair("3", "a", "次"), pair("3", "b", "次")]
    assert order(*cards) == ["1a", "2a", "1b", "3a", "3b"]


def test_two_cards_with_one_prompt_never_follow_each_other_while_others_are_left() -> None:
    cards = [
        pair("1", "a"),
        pair("1", "b"),
        pair("1", "c"),
        question("甲は？", "次"),
        question("乙は？", "次"),
    ]
    assert order(*cards) == ["1a", "甲は？", "1b", "乙は？", "1c"]


def test_a_pair_waits_while_its_answer_was_told_by_one_of_the_last_three() -> None:
    told = Card(
        "qa", "s", "a.md", ("題", "章", "1."), {"question": part("直し方は？"), "answer": part("右1")}
    )
    others = [
        Card("qa", "s", "a.md", ("題", "章", text), {"question": part(text), "answer": part(text)})
        for text in ("甲は？", "乙は？", "丙は？", "丁は？")
    ]
    assert order(told, pair("1", "a"), *others) == [
        "直し方は？",
        "甲は？",
        "乙は？",
        "丙は？",
        "1a",
        "丁は？",
    ]


def test_where_nothing_is_left_to_part_them_what_was_told_longest_ago_comes_first() -> None:
    cards = [pair("1", "a"), pair("2", "a"), pair("2", "b"), pair("1", "b")]
    assert order(*cards) == ["1a", "2a", "1b", "2b"]


def test_thousands_of_pairs_with_one_answer_take_no_time() -> None:
    parts = [{**pair(str(n), "x").parts, "correct": part("いつもこれが正しい")} for n in range(3000)]
    cards = [replace(pair(str(n), "x"), parts=each) for n, each in enumerate(parts)]
    start = perf_counter()
    assert sorted(ordering(cards).shown) == list(range(3000))
    assert perf_counter() - start < 2


def test_a_term_waits_while_its_meaning_was_told_with_its_kind() -> None:
    """Bullets with cards of their own stand in what explains the card above them."""
    kind = question("やり方は？")
    kind = replace(kind, parts={**kind.parts, "explanation": part("複製：そのままの形で写して増やす。")})
    term = replace(kind, parts={"question": part("複製"), "answer": part("そのままの形で写して増やす。")})
    short = replace(kind, parts={"question": part("増やす？"), "answer": part("写して")})
    others = [question(text) for text in ("甲は？", "乙は？", "丙は？")]
    learnt = order(kind, term, short, *others)
    assert learnt == ["やり方は？", "増やす？", "甲は？", "乙は？", "複製", "丙は？"]


def test_the_seeds_never_ask_the_same_twice_in_a_row() -> None:
    """And few of their cards are told by one of the three before: at most three answers stand on a back there."""
    cards = gather([Path(__file__).parent.parent / "seeds"]).cards
    shown = [cards[place] for place in ordering(cards).shown]
    asked = [
        (card.parts.get("prompt") or card.parts.get("question") or card.parts["correct"]).text
        for card in shown
    ]
    assert [one for one, other in pairwise(asked) if one == other] == []
    told = [key_of((card.parts.get("correct") or card.parts["answer"]).text) for card in shown]
    read = [key_of("".join(card.parts[name].text for name in _BACK if name in card.parts)) for card in shown]
    assert sum(any(answer in back for back in read[max(0, n - 3) : n]) for n, answer in enumerate(told)) <= 3


_BACK = ("options", "answer", "correct", "why_correct", "incorrect", "why_incorrect")


def test_every_card_comes_once() -> None:
    cards = [pair("1", str(number)) for number in range(5)]
    assert sorted(ordering(cards).shown) == list(range(5))
    assert ordering([]).shown == ()
