"""What holds for every card, whatever the notes look like: over all cases and over generated pages."""

import re
from collections import Counter
from collections.abc import Sequence
from html import unescape
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Part
from ankibuild.page.coverage import cover
from ankibuild.page.flow import heading_block, rows
from ankibuild.styles import recognise
from ankibuild.words import words
from tests.case_files import Case, page, read, read_cases, recognised
from tests.exam_pages import Exam, exams

CASES = [*read_cases("exam"), *read_cases("other"), *read_cases("plain")]
FRONTS = {"qa": ("question",), "contrast": ("correct", "incorrect"), "cloze": ("text",)}
BACKS = {"qa": ("answer",), "contrast": ("correct", "incorrect"), "cloze": ("text",)}
MARK = re.compile(
    r"[✅❌⭕✖✗✘☑🙆🙅]|[(（](?:不?正解|正|誤|×|○)[)）]\s*$|は不?正解です[。.]?\s*$", re.MULTILINE
)
LETTER = re.compile(r"^\s*[(（\[]?(?:[A-HＡ-Ｈ]|[①-⑨])(?:[.．)）\]：]|:\s)", re.MULTILINE)
BARE = re.compile(r"[(（\[「]?\s*[A-Ea-eＡ-Ｅア-オ①-⑨]\s*[)）\]」]?[.。]?")
MARKUP = re.compile(
    r"<[^<>]*>|!\[[^\]]*\](?:\([^()]*\))?|^\s*(?:```|~~~).*|^\[\^?[\w-]+\]:.*|^\s*> \[!\w+\]|^\s*:{3,}.*"
)
APART = re.compile(r" \| |[(（]\s*[)）]")
"""What parts the text of a card: cells, and a gap out of which the letter of the answer was taken."""
PICTURE = re.compile(r"<(?:img|audio|video|table|pre)\b")
# What the why-card of a right option asks; the notes do not say it.
ADDED = frozenset(("これが正しい理由は？", "Why is this right?"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cards_of_cases(case: Case) -> None:
    cards = read(case).cards
    for card in cards:
        check_sides(card)
        check_lines(card, case.notes.split("\n"))
    check_pieces(cards, case.notes, read(case).tree)
    check_neighbours(cards, case.notes)


def check_sides(card: Card) -> None:
    """No side is empty, a label, a number or, without a picture, a bare letter; no option gives itself away."""
    for name in {*FRONTS[card.kind], *BACKS[card.kind]}:
        part = card.parts[name]
        assert part.text.strip() or PICTURE.search(part.html), name
    for name in FRONTS[card.kind]:
        text = card.parts[name].text
        assert (
            not re.fullmatch(r"[\W\d]+", text)
            or PICTURE.search(card.parts[name].html)
            or len(text) > 3
            or name != "question"
        )
    pictures = any("<img" in part.html for part in card.parts.values())
    for name in BACKS[card.kind]:
        assert pictures or not BARE.fullmatch(card.parts[name].text), name
    if card.style != "exam":
        return
    question = card.parts.get("question") or card.parts.get("prompt")
    if question is not None:
        assert not MARK.search(question.text)
        assert not words().label_alone(question.text)
    for name in ("options", "correct", "incorrect"):
        if name in card.parts:
            assert not MARK.search(card.parts[name].text), name
            assert not LETTER.search(card.parts[name].text), name
            for line in card.parts[name].text.split("\n"):
                assert not words().label_alone(line), name


def check_lines(card: Card, source: list[str]) -> None:
    """Every line of a part's text stands in the source lines that the part names, or the card claims: a table's heads."""
    for name, part in card.parts.items():
        spans = (*part.lines, *card.claimed)
        named = "\n".join(source[n - 1] for first, last in spans for n in range(first, last + 1))
        there = {bare(named), bare(re.sub(r"<[^<>]+>", "", named))}
        for line in part.text.split("\n"):
            for piece in APART.split(line):
                if line not in ADDED:
                    assert any(bare(piece) in text for text in there), f"{name}: {piece!r}"


def bare(text: str) -> str:
    """Reduce a text to its letters and digits, without link targets and markup."""
    text = re.sub(r"\]\([^()\s]*\)", "]", unescape(text))
    return re.sub(r"[\W_]+", "", text).casefold()


def check_pieces(cards: Sequence[Card], notes: str, tree: Section) -> None:
    """Every piece is on a card, deliberately on none, or uncarded; every line of text is in a piece."""
    covered = cover(tree, cards)
    found = [row for section in tree.walk() for row in rows((heading_block(section), *section.blocks))]
    found = [
        row
        for row in found
        if row.text or row.whole or row.block.kind in ("rule", "comment") or "<img" in row.line.html
    ]
    spans = [(x.block.first, x.block.last) if x.whole else (x.line.number, x.line.number) for x in found]
    pieces = (*covered.none, *covered.uncarded)
    of_wholes = [
        each
        for each in pieces
        if any(x.whole and x.block.first < each.first == each.last <= x.block.last for x in found)
    ]
    assert covered.carded + len(pieces) - len(of_wholes) == len(found)
    assert len(set(covered.none) & set(covered.uncarded)) == 0
    told = {n for each in pieces for n in range(each.first, each.last + 1)}
    told |= {
        n
        for card in cards
        for first, last in (*card.claimed, *(span for part in card.parts.values() for span in part.lines))
        for n in range(first, last + 1)
    }
    heads = {cell.first for x in found for cell in x.block.blocks if cell.marker == "th"}
    held = {n for first, last in spans for n in range(first, last + 1)}
    body = notes.split("\n---\n", 1)[1] if notes.startswith("---\n") else notes
    skipped = notes.count("\n") - body.count("\n")
    for number, line in enumerate(body.split("\n"), skipped + 1):
        if re.search(r"\w", MARKUP.sub("", line)):
            assert number in held, line
            assert number in told | heads, line


NEIGHBOURS = ("# 別の話\n\nただの文。\n\n- 甲\n- 乙\n", "# 別の話\n\n## 別の問いとは？\n\n別の答え。\n")


def check_neighbours(cards: Sequence[Card], notes: str) -> None:
    """A section that has nothing to do with them changes no card: each of two before and behind them, in turn."""
    known = texts(cards)
    for one, other in permutations(NEIGHBOURS):
        before = f"{one}\n" if notes.startswith("#") else ""
        among, _ = recognised(f"{before}{notes.rstrip()}\n\n{other}")
        assert not known - texts(among)


def texts(cards: Sequence[Card]) -> Counter[tuple[str, ...]]:
    return Counter(
        (card.kind, *(f"{name}={part.text}" for name, part in card.parts.items())) for card in cards
    )


# --- generated pages ----------------------------------------------------------------------------------


def even(options: list[str]) -> list[str]:
    """Return options as cards show them: without full stops where only some have one."""
    ended = [option.endswith(("。", ".")) for option in options]
    return options if all(ended) else [option.removesuffix("。").removesuffix(".") for option in options]


def text(card: Card, name: str) -> str:
    part: Part | None = card.parts.get(name)
    return part.text if part else ""


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(exams())
def test_generated_pages(exam: Exam) -> None:
    tree, mistakes = page(exam.notes)
    cards, problems = recognise(tree)
    assert not problems
    assert not mistakes
    for card in cards:
        check_sides(card)
        check_lines(card, exam.notes.split("\n"))
    check_pieces(cards, exam.notes, tree)
    asked = [card for card in cards if card.kind == "qa"]
    assert [text(card, "question") for card in asked] == [item.stem for item in exam.items]
    for card, item in zip(asked, exam.items, strict=True):
        shown = even(item.options)
        assert text(card, "options").split("\n") == shown
        assert text(card, "answer").split("\n") == [shown[n] for n in item.right]
    pairs = {
        (text(card, "prompt"), text(card, "incorrect"), text(card, "why_incorrect"))
        for card in cards
        if card.kind == "contrast"
    }
    assert pairs == {
        (item.stem, even([item.options[item.right[0]], item.options[n]])[1], why)
        for item in exam.items
        for n, why in item.reasons.items()
    }


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(exams(), st.integers(0, 3))
def test_one_question_without_an_answer_spoils_no_other(exam: Exam, at: int) -> None:
    at %= len(exam.items)
    broken, _ = recognised(exam.without_answer(at))
    questions = [text(card, "question") for card in broken if card.kind == "qa"]
    answers = [text(card, "answer") for card in broken if card.kind == "qa"]
    wanted = [item for n, item in enumerate(exam.items) if n != at]
    assert questions == [item.stem for item in wanted]
    assert answers == ["\n".join(even(item.options)[n] for n in item.right) for item in wanted]
