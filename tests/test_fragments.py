"""Pages made of pieces of all styles in any order: nothing crashes, is lost, or makes a card that gives itself away."""

import re

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from ankibuild.advice import with_advice
from ankibuild.model import Card
from ankibuild.page.coverage import cover
from ankibuild.styles import recognise
from tests.case_files import listing, page
from tests.test_invariants import check_pieces, check_sides

FRAGMENTS = (
    "## べき等性って何？\n\n同じ操作を何度しても結果が変わらないこと。\n📌 例：PUT\n",
    "### Q. 問題12: 未回答\n\n共有フォルダを暗号化したい。どうすればよいですか？（2つ選択）\n\n1. 方式ア\n2. 方式イ\n",
    "## 42.\n\n- キューを 2 段に分ける\n  - 片方が止まっても受け付けは続く。\n",
    "- 正解の理由再送が自動で行われます。\n- 不正解の理由「手動で再送する。」\n  - 手間がかかります。\n",
    "- 手動で再送する。は不正解です。\n  - 運用が増えるだけです。\n",
    "### 5. 他の選択肢がダメな理由\n\n- 「台数を増やす」 ❌\n\n  - 原因は台数ではない。\n- 「再起動する」 ❌\n  - 一時しのぎ。\n",
    "どれが出力されますか？\n\n- A. 1\n- B. 2（後置なので）\n- C. エラー（型が違うため）\n\n**正解：B**。後置演算子は評価後に増える。\n",
    "どう繋ぐべきか？\n\n- A. 甲の線\n- B. 乙の線\n- C. 丙の線\n\n**正解: C**\nC なら追加費用がかからない。\n**他の選択肢が不適切な理由:**\n- A: 帯域が足りない\n- B: 手作業が残る\n",
    "<details><summary>選択肢を見る</summary>\n\n- A. 甲案\n- B. 乙案\n\n</details>\n\n<details><summary>正解と解説を見る</summary>\n\n正解：A\n\n</details>\n",
    "次のうち正しいものはどれか。\n1. 甲案\n2. 乙案\n<details><div>\n    答え：２\n    乙は無停止で行えます。\n    １：不正解。再起動が要ります。\n</div></details>\n",
    "正解についての説明：\n・方式イ\nこの選択肢が正解の理由は以下の通りです。\n鍵を配らなくてよい。\n不正解についての説明：\n選択肢：方式ア\n鍵が残る。\n",
    "フィードバック\nA: 正解です。無停止です。\nB: 不正解です。止まります。\n",
    "## 予約ポートはどれ？\n\n### 選択肢\n\n- A．22\n- B．8080\n\n### 正解\n\n✅ **A．22**\n\n### 解説\n\n決まっている。\n",
    "受けるのはどれ？\n\n- A. 25\n- B. 53\n- C. 80\n\n| 選択肢 | 正誤 | 解説 |\n|---|---|---|\n| A | ❌ | 送信専用 |\n| C．80 | ✅ | HTTP |\n",
    "* Answer <br>\n***Blue team*** <br>\n青チーム。<br>\n**不正解** <br>\nRed team → 攻撃側 <br>\n",
    "どれが遅い？\n\n正解：甲案\n\n**不正解**\n- 丙案\n- 丁案\n",
    "どれが速い？\n\n- [ ] 甲案\n- [x] 乙案\n",
    "どちらが速い？\n\n**A.** 甲案 ✓\n**B.** 乙案\n",
    "1. Which one is regional?\n    - A. X ray\n    - B. Y axis\n\n    <details markdown=1><summary>Answer</summary>\n\n    Correct Answer: B\n\n    </details>\n",
    "<details class='recall'>\n<summary>FP と FN の違いは？</summary>\n\nFP は誤警報、FN は見逃し。\n\n</details>\n",
    "- 冗長化の型\n  - アクティブ/スタンバイ\n    - 片方が待機する\n    - 切替に数秒かかる\n",
    "- **SMOTE** → 少数派を合成して増やす\n- RAID ＝ 複数のディスクを束ねる\n",
    "**Q1：RAID1 の容量は？**\n**A：** 半分になる。\n",
    "![q03](img/q03.png)\n\n- A. 甲案\n- B. 乙案\n\n正解：A\n",
    "過学習とは :: 合わせすぎ\n",
    "問いの文\n?\n答えの文\n",
    "{{c1::S3}} は置き場所。==印==もある。\n",
    "📌 決定木とは？\n木で分ける。\n",
    "## まとめ\n\n以上。\n",
    "参考リンク\n- https://example.com/a\n",
    "<!-- ankibuild: card -->\n- 一つの項目\n  - その説明\n",
    "<!-- id: fixed -->\n",
    "> 引用の文。\n> - 甲：一\n> - 乙：二\n",
    "```sh\n# 正解：B\necho A\n```\n",
    "A. 甲案\nB. 乙案\nC. 丙案\n",
    "答え：B\n",
    "解説：理由の文。\n",
    "○ 甲案\n× 乙案\n",
    "\n---\n",
    "# 別の題\n",
    "## 節\n",
    "### 問題3\n",
    "ただの文が続く。\n",
)
MARKS = re.compile(r"[✅❌⭕✓✔☑✗✘]|[(（](?:不?正解|誤り)[)）]\s*$|は不?正解です", re.MULTILINE)
PIECES = st.lists(
    st.tuples(st.sampled_from(FRAGMENTS), st.sampled_from(("\n", "\n\n", ""))), min_size=1, max_size=7
)


def check_page(notes: str) -> list[Card]:
    """Nothing is lost or stands elsewhere; return the cards."""
    note(notes)
    tree, _ = page(notes)
    cards, problems = recognise(tree)
    last = notes.count("\n") + 1
    for card in cards:
        for part in card.parts.values():
            assert part.lines
            assert all(1 <= first <= until <= last for first, until in part.lines)
    assert all(1 <= problem.line <= last for problem in problems)
    check_pieces(cards, notes, tree)
    assert with_advice(tree, cover(tree, cards)).percent in range(101)
    assert listing(notes) == listing(notes)
    return cards


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(PIECES)
def test_pieces_in_any_order(pieces: list[tuple[str, str]]) -> None:
    check_page("".join(piece + gap for piece, gap in pieces))


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(PIECES)
def test_pieces_with_a_heading_each(pieces: list[tuple[str, str]]) -> None:
    notes = "\n".join(f"## 問題{n}\n\n{piece}{gap}" for n, (piece, gap) in enumerate(pieces, 1))
    for card in check_page(notes):
        check_sides(card)
        for name in ("options", "incorrect", "correct"):
            if name in card.parts:
                assert not MARKS.search(card.parts[name].text), name


@pytest.mark.parametrize(
    "notes",
    [
        "- 手動で再送する。は不正解です。\n  - 運用が増えるだけです。\n\nどれが速い？\n\n- [ ] 甲案\n- [x] 乙案\n",
        "**他の選択肢が不適切な理由:**\n- B: 手作業が残る\n1. Which one is regional?\n    Correct Answer: B\n",
    ],
    ids=["a verdict in the question", "a letter for the right option"],
)
def test_neighbours_of_an_item_stay_out_of_it(notes: str) -> None:
    cards, _ = recognise(page(notes)[0])
    for card in cards:
        check_sides(card)
