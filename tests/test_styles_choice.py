"""Contrast pairs as cards with all options (`contrast = "choice"`)."""

from ankibuild.identity.candidate import candidate
from ankibuild.identity.matching import match
from ankibuild.items.choice import as_choice
from ankibuild.learning import answerable
from ankibuild.model import Card
from tests.case_files import recognised

PAIRS = """\
## 5.

- 自動で増減させる設定にする。
  - 需要に応じます。
- 手動で再送する。は不正解です。
  - 運用が増えます。
- 大きい台に替える。は間違いです。
  - 一台のままです。

## 6.

- 鍵を自分で管理する設定にする。
  - 更新を決められます。
- 既定の鍵を使う。は不正解です。
"""

LISTED = """\
### 問1
安く置きたい。どれを使う？

- A. 保管用
- B. 標準
- C. 高速

正解：A

**不正解の理由**

- B: 高い
- C: もっと高い
"""


def choices(notes: str) -> list[Card]:
    return as_choice(recognised(notes)[0])


def test_pairs_of_one_question_become_one_card() -> None:
    first, second = choices(PAIRS)
    assert first.parts["question"].text == "正しいのはどれ？"
    assert first.parts["options"].text.split("\n") == [
        "自動で増減させる設定にする。",
        "手動で再送する。",
        "大きい台に替える。",
    ]
    assert first.parts["answer"].text == "自動で増減させる設定にする。"
    assert first.parts["explanation"].text.split("\n") == [
        "需要に応じます。",
        "× 手動で再送する。",
        "運用が増えます。",
        "× 大きい台に替える。",
        "一台のままです。",
    ]
    assert first.parts["explanation"].lines == ((4, 8),)
    assert second.parts["explanation"].text == "更新を決められます。"


def test_a_question_with_its_options_only_loses_its_pairs() -> None:
    cards = recognised(LISTED)[0]
    assert [card.kind for card in cards] == ["qa", "contrast", "contrast"]
    assert as_choice(cards) == cards[:1]


def test_a_prompt_is_the_question() -> None:
    cards = choices(
        "## 1\n\n### What is going wrong?\n\nIt times out.\n\n### What should we do?\n\n"
        '✅ "Split it"\n\n### Why not the others?\n\n- "Wait" ❌\n  - Too slow.\n- "Retry" ❌\n  - The same again.\n'
    )
    asked = [card for card in cards if "options" in card.parts]
    assert [card.parts["question"].text for card in asked] == ["It times out."]
    assert asked[0].parts["options"].text.split("\n") == ["Split it", "Wait", "Retry"]


def test_english_options_are_asked_for_in_english() -> None:
    notes = "## 3\n\n- Put a queue between the two tiers.\n  - It waits.\n- Use a bigger machine. ❌\n  - One point of failure.\n"
    assert choices(notes)[0].parts["question"].text == "Which one is right?"


def test_other_cards_stay_as_they_are() -> None:
    cards = recognised("## RTO とは？\n\n復旧までの時間。\n\n- RPO\n  - どこまで戻れるか\n")[0]
    assert as_choice(cards) == cards


def test_a_question_asked_of_other_options_is_no_duplicate() -> None:
    """Without a prompt all ask 正しいのはどれ？; the same options a second time are told of."""
    again = PAIRS.replace("## 6.", "## 7.").replace("## 5.", "## 8.")
    for notes, told in ((PAIRS, 0), (PAIRS + "\n" + again, 2)):
        found = match([], [candidate(card) for card in choices(notes)])
        assert [problem.slug for problem in found.problems] == ["duplicate-question"] * told


def test_the_cue_of_its_pairs_stands_before_the_question() -> None:
    notes = (
        "## 47.\n\n- 予測の理由は Clarify を使って示す。\n  - Clarify は、予測の理由を示すために作られた道具です。\n"
        "- 予測の理由は Monitor を使って示す。は不正解です。\n  - Monitor はずれを見張る。\n"
    )
    (card,) = as_choice(answerable(recognised(notes)[0])[0])
    assert card.parts["question"].text == "正しいのはどれ？"
    assert (
        card.parts["question"].html
        == "<p>＿＿は、予測の理由を示すために作られた道具です。</p><p>正しいのはどれ？</p>"
    )


def test_a_prompt_that_shows_nothing_gives_way_to_the_question_which_one_is_right() -> None:
    *_, card = as_choice(recognised("> ~~~\n  他の選択肢がダメな理由\n甲とは、乙のこと。\n    答え：丙\n")[0])
    assert card.parts["question"].text == "正しいのはどれ？"
