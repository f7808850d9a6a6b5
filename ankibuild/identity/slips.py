"""Tell a slip of the pen that was mended from one word put in the place of another.

An option or a sentence without a reason says nothing but itself, and one letter may be a typo or make 増やす of
減らす. So each place where two texts differ is judged by its script and by the word around it.
"""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from ankibuild.identity.similarity import NEGATION, is_slip, terms
from ankibuild.patterns import lazily

_LEAST: Final = 4
"""Characters from which on a text may have a slip: of 甲案 and 乙案 neither is one."""
_A_SLIP: Final = 3
"""Characters that one slip changes at most: 出来 for でき."""
_PER_SLIP: Final = 8
"""A text may have one slip, and another for so many characters."""
_LONG: Final = {"katakana": 4, "latin": 5}
"""Characters from which on one letter more, less or other is a slip: SNS is not SQS."""

_SCRIPTS: Final = (
    ("kanji", lazily(r"[㐀-䶿一-鿿々]")),
    ("katakana", lazily(r"[ァ-ヺ]")),
    ("hiragana", lazily(r"[ぁ-ゖ]")),
    ("latin", lazily(r"[a-z]")),
)
# Of two terms of which one has such a sign and the other not, neither is the other one mended.
_TELLING: Final = lazily(
    r"[0-9一二三四五六七八九十百千万¬不非無未再最全半両正誤副主次可否静動増減高低大小長短多少前後上下内外有開閉送受入出"
    r"新旧速遅強弱左右縦横始終親子同異足引加早軽重深浅広狭厚薄+#=<>]"
)
# Words that an input method takes for each other: they sound alike.
_CONFUSED: Final = tuple(
    frozenset(group.split())
    for group in (
        "保証 保障 補償", "対象 対称 対照", "意思 意志", "以外 意外", "製作 制作", "移行 以降 意向",
        "追求 追及 追究", "解答 回答", "体制 態勢 体勢", "構成 校正", "起動 機動 軌道", "機能 昨日",
        "使用 試用 私用", "公開 後悔", "更新 交信", "障害 傷害 生涯", "検証 懸賞", "過程 課程 仮定", "共同 協同",
        "決済 決裁", "異常 異状 以上", "指示 支持", "収集 収拾", "習得 修得", "進入 侵入", "定義 提議", "適性 適正",
        "同期 動機", "配布 配付", "編成 編制", "変換 返還", "要件 用件", "容量 用量", "予測 予想", "連携 連係",
        "最小 最少", "価格 科学 化学", "請求 性急", "選択 洗濯", "操作 捜査", "防止 帽子", "特徴 特長", "精度 制度",
    )
)  # fmt: skip
_VOICED: Final = str.maketrans(
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポァィゥェォッャュョヮ",
    "カキクケコサシスセソタチツテトハヒフヘホハヒフヘホアイウエオツヤユヨワ",
    "ー",
)


class _Place(Struct, frozen=True):
    """Where two texts differ: what stands there then and now, and the words of one script around it."""

    old: str
    new: str
    old_word: str
    new_word: str
    scripts: frozenset[str]


def is_mended(old: str, new: str) -> bool:
    """Say whether two folded texts differ by slips only."""
    if min(len(old), len(new)) < _LEAST or (NEGATION in terms(old)) != (NEGATION in terms(new)):
        return False
    places = list(_places(old, new))
    few = len(places) <= 1 + max(len(old), len(new)) // _PER_SLIP
    return few and all(map(_is_slip, places))


def _places(old: str, new: str) -> Iterator[_Place]:
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - no card is compared in most builds

    for op in Levenshtein.opcodes(old, new):
        if op.tag != "equal":
            was, now = (op.src_start, op.src_end), (op.dest_start, op.dest_end)
            gone, come = old[slice(*was)], new[slice(*now)]
            scripts = frozenset(map(_script, gone + come))
            yield _Place(gone, come, _word(old, *was, scripts), _word(new, *now, scripts), scripts)


def _script(char: str) -> str:
    if char == "ー":
        return "katakana"
    return next((name for name, chars in _SCRIPTS if chars.match(char)), "")


def _word(text: str, start: int, end: int, scripts: frozenset[str]) -> str:
    while start and _script(text[start - 1]) in scripts:
        start -= 1
    while end < len(text) and _script(text[end]) in scripts:
        end += 1
    return text[start:end]


def _is_slip(place: _Place) -> bool:
    changed = place.old + place.new
    if "" in place.scripts or max(len(place.old), len(place.new)) > _A_SLIP or _TELLING.search(changed):
        return False
    match sorted(place.scripts):
        case ["hiragana"] | ["hiragana", "kanji"]:
            return place.scripts != {"hiragana", "kanji"} or bool(place.old and place.new)
        case ["kanji"]:
            return not (place.old and place.new) or _sound_alike(place.old_word, place.new_word)
        case ["katakana"] | ["latin"]:
            return _is_typo(place.old_word, place.new_word, *place.scripts)
    return False


def _sound_alike(one: str, other: str) -> bool:
    """Say whether two words differ by one that is taken for the other: 品質保障 is 品質保証."""
    return any(
        one.replace(old, new) == other for group in _CONFUSED for old in group if old in one for new in group
    )


def _is_typo(one: str, other: str, script: str) -> bool:
    if is_slip(one, other) or (script == "katakana" and one.translate(_VOICED) == other.translate(_VOICED)):
        return True
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415 - as above

    close = DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1
    # Of two words of one length the last letter may be all that tells them apart: Class A and Class B.
    at_end = len(one) == len(other) and one[-1] != other[-1]
    return close and not at_end and min(len(one), len(other)) >= _LONG[script] and one[0] == other[0]
