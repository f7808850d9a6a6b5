"""What makes a text a term that a card can ask for."""

import re

from ankibuild.text import fold
from ankibuild.words import Words

LONGEST = 40
_SENTENCE = re.compile(r"[。、！!？?；;]|(?:です|ます|ました|ません|である|ください|だった)$|\.$|,\s")
_NOT_A_TERM = re.compile(
    r"^(?:例|例えば|例え|注|注意|注意点|補足|備考|ポイント|参考|参照|メモ|note|notes|e\.?g\.?|example|examples|tip|tips|todo|nb|ps|url|https?|warning|結果|前提|手順|目次"
    r"|はい|いいえ|yes|no|その他|他|以下|次|上記|ステップ\s*\d*|step\s*\d*|第?\d+[章節回]?|\d[\d\s:/.,-]*|(?:月|火|水|木|金|土|日)曜?日?|日時|日付|場所|著者|作成者|更新日)$"
)


def is_term(text: str, words: Words) -> bool:
    """Tell a term from a sentence, a label, a date or a stop word."""
    folded = fold(text).strip(" *_:")
    bare = re.sub(r"\s*\([^)]*\)", "", folded)
    if not bare or len(bare) > LONGEST or _SENTENCE.search(folded) or _NOT_A_TERM.match(folded):
        return False
    if re.search(r"→|->|=>|⇒|://", folded) or not re.search(r"[^\W\d_]", folded):
        return False
    return not words.is_none_section(text) and not words.is_status(text) and folded not in words.unanswered
