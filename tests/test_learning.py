"""What makes found cards answerable: short backs, what terms ask for, cues, situations on fronts."""

import os

import pytest

from ankibuild.learning import answerable
from ankibuild.learning.clearing import with_clear_parts
from ankibuild.learning.cues import cue
from ankibuild.learning.reversing import with_both_ways
from ankibuild.model import PROMPT_PARTS, Card, Line
from ankibuild.page.pieces import part_of_lines
from ankibuild.text import plain
from tests.case_files import Case, accept, card_listing, read, read_cases, recognised

CASES = [*read_cases("learning"), *read_cases("plain")]


def _listing(case: Case) -> str:
    """List the cards; a front that reads otherwise than its text says is shown as it reads."""
    cards, problems = answerable(read(case).cards)
    return "\n".join(
        [
            *(card_listing(card) + _read(card) for card in cards),
            *(f"problem {problem.line}: {problem.slug}\n" for problem in problems),
        ]
    )


def _read(card: Card) -> str:
    question = card.parts.get("question") or card.parts.get("prompt")
    if question is None or plain(question.html) == " ".join(question.text.split()):
        return ""
    return f"  reads {plain(question.html)}\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    """The cards of the notes are those that the case lists."""
    found = _listing(case)
    if os.environ.get("UPDATE_CASES"):
        accept(case, found)
        return
    assert found == case.expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cards_stay_the_same_to_the_ledger(case: Case) -> None:
    """Parts move from answer to explanation; what identifies a card, and its lines, stay."""
    before = read(case).cards
    after, problems = answerable(before)
    assert len(after) + len(problems) == len(before)
    left = {problem.line for problem in problems}
    for old, new in zip([card for card in before if card.first_line not in left], after, strict=True):
        assert [old.prompt, old.headings] == [new.prompt, new.headings]
        assert [old.parts.get(name) and old.parts[name].text for name in PROMPT_PARTS[old.kind]] == [
            new.parts.get(name) and new.parts[name].text for name in PROMPT_PARTS[new.kind]
        ]
        assert _lines(old) <= _lines(new)


def _lines(card: Card) -> set[int]:
    spans = [span for part in card.parts.values() for span in part.lines] + list(card.claimed)
    return {n for first, last in spans for n in range(first, last + 1)}


@pytest.mark.parametrize(
    ("sentence", "right", "wrong", "found"),
    [
        ("KVS は、鍵と値の組を保存するデータベースである。", "KVS を使う", "表を正規化する", "＿＿は、鍵と値の組を保存するデータベースである。"),
        # the short form in brackets is blanked, too
        ("内容配信網（CDN）は、利用者に近い場所から内容を返す仕組みです。", "CDN を置く", "回線を太くする", "＿＿は、利用者に近い場所から内容を返す仕組みです。"),
        # both options have the term
        ("KVS は、鍵と値の組を保存するデータベースである。", "KVS を 1 台置く", "KVS を 2 台置く", ""),
        # what is left would tell
        ("Cloud Keeper は、Keeper を並べて鍵を守る仕組みを持つ。", "Cloud Keeper を使う", "手で守る", ""),
        # not about the option
        ("この構成は、利用者が増えても止まらずに動き続けられる。", "KVS を使う", "表を正規化する", ""),
        ("Queue Box is a managed service that holds messages until they are read.", "Use Queue Box", "Poll the disk",
         "＿＿ is a managed service that holds messages until they are read."),
    ],
)  # fmt: skip
def test_cue(sentence: str, right: str, wrong: str, found: str) -> None:
    assert cue(sentence, right, wrong) == found


REVERSED = """# 頁

## 増やし方

- 単純な複製 → 既存のデータをそのままコピーして増やす。
- SMOTE（Synthetic Minority Over-sampling Technique） → 既存のデータに基づいて新しいデータを合成する。
- 水増し → 水増しという名のとおり、少しずつ変えて増やす。
- 拡張 → 速い
- 学習率が大きい → 一気に改善しようとする

## 別の節

- **冗長化** → 同じものを二つ置いて備えること。
"""


def test_definitions_side_by_side_are_asked_both_ways() -> None:
    """Not what names its own term, says too little, states something, or stands alone."""
    cards, _ = answerable(recognised(REVERSED)[0])
    found = {card.prompt: card.both_ways for card in with_both_ways(cards)}
    assert {prompt for prompt, both in found.items() if both} == {
        "単純な複製",
        "SMOTE（Synthetic Minority Over-sampling Technique）",
    }
    assert len(found) == 6
    assert not any(card.both_ways for card in cards)


def test_a_bullet_alone_is_no_list() -> None:
    cards, _ = answerable(
        recognised("- 鍵\n  - 古い鍵\n    - 重い。\n  - 新しい鍵\n    - 軽い。\n    - 速い。\n")[0]
    )
    assert [card.parts["answer"].html for card in cards] == [
        "<p>重い。</p>",
        "<ul><li>軽い。</li><li>速い。</li></ul>",
    ]


def test_what_a_verdict_left_at_the_head_of_a_reason_goes() -> None:
    (reason, option) = (
        part_of_lines([Line(n, text, text)]) for n, text in ((3, "。誰でも入れる。"), (1, "窓を開ける"))
    )
    parts = {"correct": option, "incorrect": option, "why_correct": option, "why_incorrect": reason}
    (card,) = with_clear_parts([Card("contrast", "exam", "a.md", (), parts)])
    assert card.parts["why_incorrect"].text == "誰でも入れる。"
    assert "why_correct" not in card.parts, "it only repeats its option"
    assert card.claimed == (), "whose line the option still has"
