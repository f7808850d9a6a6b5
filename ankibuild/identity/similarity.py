"""How alike two texts of a card are: by their words, not by their marks.

Two measures work together. `dice` counts the pairs of neighbouring characters that two texts share: it
needs no word breaks, puts unrelated Japanese near 0.1 (an edit distance puts it near 0.4, since all
sentences share their particles) and does not mind sentences that change places. `relation` says what
became of the terms: a question about S3 and one about EBS can share nine tenths of their characters and
still be two questions, while a mended typo or another ending leaves every term where it was.
"""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from typing import Literal

from ankibuild.patterns import lazily

Relation = Literal["same", "extended", "replaced"]
"""What became of a text's terms: all kept; some only added or only taken away; some replaced by others."""

NEGATION = "¬"
"""The term that stands for a negation."""

_DASHES = lazily("[‐‑‒–—―−－]")
# Marks say nothing about what is asked. Signs such as + - # < = do (C, C++, C#), and so do points
# and commas between letters or digits (3.11 is not 311).
_MARKS = lazily(
    r"[\s「」『』【】〈〉《》〔〕“”‘’\"'`´()、。・*|☀-➿⬀-⯿■-◿\U0001f000-\U0001faff\ufe0e\ufe0f\u200b-\u200d\u2060\ufeff]+"
)
_STOPS = lazily(r"[.,:;!?](?:(?<![0-9a-z].)[.,:;!?]*|[.,:;!?]*(?![0-9a-z=]))")
_NAME = lazily(r"[a-z0-9_][a-z0-9_+#]*(?:[.\-][a-z0-9]+)*|[ァ-ヺー]+")
_KANJI = lazily(
    r"[㐀-䶿一-鿿々]{2,}"
    r"|[増減高低大小長短多少前後上下内外有無開閉送受入出正誤負新旧速遅強弱左右縦横始終親子同異足引加早軽重深浅広狭厚薄]"
)
_NEGATED = lazily(r"ない|なく|ません|せず|ずに|\bnot\b|n't\b|\bno\b")
_ASKING_WORDS = """
    何 理由 場合 違 方法 説明 簡単 重要 復習 意味 目的 特徴 概要 定義 利点 長所 メリット 教 答 述 次 以下
    the a an of in on to for and or it its that this is are was do does did what which why how when where who
    explain describe
"""
_ASKING = frozenset(_ASKING_WORDS.split())
# What can be asked of anything: 解決策は？ under one heading is another question under the next.
_GENERAL_WORDS = """
    解決策 解決 対策 原因 結論 結果 料金 費用 価格 注意 注意点 用途 手順 種類 問題 問題点 選択肢 正解 不正解 解説 回答 解答 要点
    適切 不適切 妥当 最適 記述 対応 組合 該当 選択 空欄 下線 手法 設問
    欠点 短所 弱点 違 例 正 誤 起 ポイント デメリット コスト ダメ ケース まとめ
    solution solutions example examples benefit benefits advantage advantages disadvantage disadvantages pros cons use
    uses price pricing cost costs wrong right correct incorrect other options option answer reason point points key
    summary definition cause limit limits can should you we be not
"""
_GENERAL = _ASKING.union(_GENERAL_WORDS.split())
# A word of two verbs: 埋め込み, 待ち行列; ways (使い方) and what can be asked of anything are none.
_COMPOUND = lazily(
    r"(?!言い換|組み合|使い分|取り扱|受け答)[一-鿿][いえきぎけげしじせちてにびみめりれ][一-鿿](?<!方)"
)
_NAMING = lazily(r"[a-z][a-z0-9_]|[「『“\"].+[」』”\"]")
_CLOZE = lazily(r"\{\{c\d+::(.*?)(?:::[^}]*)?\}\}")
_PICTURES = lazily(
    r"\S+\.(?:png|jpe?g|gif|svg|webp|avif)(?: \S+\.(?:png|jpe?g|gif|svg|webp|avif))*", re.IGNORECASE
)
_DIGITS = lazily(r"[0-9]+")
_LONG = 5


def tidy(text: str) -> str:
    """Fold width, case and dashes; words and marks stay apart."""
    if text.isascii():
        return text.lower()
    return _DASHES.sub("-", unicodedata.normalize("NFKC", text)).replace("〜", "~").casefold()


def fold(text: str) -> str:
    """Reduce a text to what it says: width, case, blanks, quotation marks and punctuation folded away."""
    return _STOPS.sub("", _MARKS.sub("", tidy(text)))


def uncovered(text: str) -> str:
    """Return the text of a cloze without its braces and hints."""
    return _CLOZE.sub(r"\1", text)


def only_pictures(text: str) -> bool:
    """Say whether a text is but the names of pictures, which stand for a part without words."""
    return bool(_PICTURES.fullmatch(text))


def pairs(folded: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a folded text (its one character, if it has but one)."""
    return frozenset(map(str.__add__, folded, folded[1:])) or frozenset(filter(None, (folded,)))


def dice(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """Return how much two sets share, from 0 (nothing) to 1 (all); two empty sets share nothing."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def kept(old: AbstractSet[str], new: AbstractSet[str]) -> float:
    """Return how much of the smaller set the other one holds: 1 where text was only added or taken away."""
    smaller = min(len(old), len(new))
    return len(old & new) / smaller if smaller else 0.0


def names(text: str) -> frozenset[str]:
    """Return the names in a text: its words in Latin letters, digits and katakana, without those that only ask."""
    return frozenset(_NAME.findall(tidy(text))) - _ASKING


def terms(text: str) -> frozenset[str]:
    """Return what a text is about: its names and its words in kanji, without those that only ask.

    A single kanji is mostly a verb that can be put otherwise, so it counts only if it has an opposite
    (増やす, 減らす). A negation counts as well: 使う and 使わない are two questions.
    """
    tidied = tidy(text)
    found = frozenset(_NAME.findall(tidied)).union(_KANJI.findall(tidied)) - _ASKING
    return found | {NEGATION} if _NEGATED.search(tidied) else found


def names_something(text: str) -> bool:
    """Say whether a text names its subject, in Latin letters or in quotation marks; 解決策は？ does not."""
    return bool(_NAMING.search(tidy(text)))


def stands_alone(text: str) -> bool:
    """Say whether a question tells by itself what it is about: 過学習とは？ does, 解決策は？ and メリット do not."""
    tidied = tidy(text)
    found = frozenset(_NAME.findall(tidied)).union(_KANJI.findall(tidied)) - _GENERAL
    return any(len(term) > 1 and not term.isdigit() for term in found) or bool(_COMPOUND.search(tidied))


def relation(old: AbstractSet[str], new: AbstractSet[str]) -> Relation:
    """Say what became of the terms of a text; one typo in a long term leaves it the same."""
    lost, gained = old - new, new - old
    if lost and gained:
        mended = [(a, b) for a in lost for b in gained if abs(len(a) - len(b)) <= 1 and is_typo(a, b)]
        lost, gained = lost - {a for a, _ in mended}, gained - {b for _, b in mended}
    if NEGATION in lost | gained or (lost and gained):
        return "replaced"
    return "extended" if lost or gained else "same"


def is_typo(one: str, other: str) -> bool:
    """Say whether two terms are one, written wrongly once.

    Never in numbers. Two neighbours exchanged or a letter doubled is a typo in any term; any other slip in
    long terms only (SNS is not SQS), and not at the start (シリアライズ is not デシリアライズ).
    """
    if _distance(one, other) > 1 or _DIGITS.search(one + other):
        return False
    return is_slip(one, other) or (min(len(one), len(other)) >= _LONG and one[0] == other[0])


def is_slip(one: str, other: str) -> bool:
    """Say whether two texts differ by two neighbours exchanged or one letter doubled, and in no number."""
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    if len(one) == len(other):
        return sorted(one) == sorted(other) and _distance(one, other) <= 1
    short, long = sorted((one, other), key=len)
    place = next((at for at, char in enumerate(short) if char != long[at]), len(short))
    return place > 0 and long[place] == long[place - 1] and short[place:] == long[place + 1 :]


def _distance(one: str, other: str) -> int:
    """Return how many letters were typed otherwise: none, one, or two for more."""
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415 - no card is compared in most builds

    return DamerauLevenshtein.distance(one, other, score_cutoff=1)
