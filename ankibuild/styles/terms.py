"""What makes a text a term that a card can ask for."""

import re

from ankibuild.text import fold
from ankibuild.words import Words

LONGEST = 40
_SENTENCE = re.compile(
    r"[。、！!？?；;…]|(?:です|ます|ました|ません|である|ください|だった|だろう|でしょう|しよう|かも|よね|けど|から|ので|ため)$|\.$|,\s"
)
# A topic or an object with a verb or adjective behind it: a statement without its full stop.
_STATEMENT = re.compile(
    r"(?:は|[^たけれ]が|を|に|へ|で|から|まで|も|と).*(?:[うくぐすつぬぶむるたねよ]|(?<![違使扱])い)$"
)
_ENGLISH_SENTENCE = re.compile(
    r"^(?:i|we|you|it|this|that|there|these|if|when|to|in|on|for|as|so|but|and|the (?:following|above|below))\s"
    r"|\s(?:is|are|was|were|can|will|should|must|has|have|does)\s"
)
_IMPERATIVE = re.compile(
    r"^(?:use|create|add|remove|delete|set|make|open|close|click|press|run|go|select|choose|pick|enable|disable|install|configure|check|learn|read|watch"
    r"|review|study|understand|remember|know|don't|do|never|always|must|be|avoid|try|get|keep|put|take|write|start|stop|build|deploy|allows?|provides?|supports?"
    r"|helps?|works?|not|no|also|only|each|every|all|any|most|some|can|can't|cannot|doesn't|isn't|used|based|ensure|implement|download|sign|log in|verify)\s"
)
_NOT_A_TERM = re.compile(
    r"^(?:例|例えば|例え|使用例|利用例|具体例|実行例|サンプル|注|注意|注意点|補足|備考|ポイント|重要|参考|参照|メモ|感想|所感|疑問|質問|やること|やったこと|学んだこと|気づき"
    r"|notes?|e\.?g\.?|examples?|for example|tips?|todo|nb|ps|p\.s|url|links?|warning|caution|important|remember|input|output|result|hint"
    r"|結果|前提|前提条件|手順|目次|環境|動作環境|開発環境|はい|いいえ|yes|no|true|false|その他|他|以下|次|上記|結論|つまり|要するに|ちなみに|ただし|また|なお|よって|したがって"
    r"|ステップ\s*\d*|step\s*\d*|day\s*\d+|week\s*\d+|phase\s*\d*|part\s*\d*|section\s*\d*|chapter\s*\d*|第?\d+[章節回日週部版条]目?|\d+[日週か]月?目.*"
    r"|(?:[\d\s:/.,~-]+(?:年度?|ヶ?月|日|時間?|分|秒|円|%|点|問|回|件)?(?:目|前|後|間)?)+|(?:月|火|水|木|金|土|日)曜?日?(?:\([^)]*\))?|日時|日付|期間|場所|著者|作者|作成者|作成日|更新日|執筆日|発売日|出版社|価格|値段"
    r"|author|date|name|title|version|status|author|updated|created|level|score|time|duration|price|email|phone|github|twitter|blog|name|team|owner"
    r"|install|installation|usage|setup|requirements|prerequisites|getting started|screenshots?|code|source code|output|syntax|definition|explanation|answer|question"
    r"|受験日|受験料|受験資格|試験時間|試験日|合格点|合格ライン|合格率|問題数|学習時間|勉強時間|学習期間|勉強期間|使用教材|教材|所要時間|点数|得点|スコア|正答率|難易度)$"
)


def is_term(text: str, words: Words) -> bool:
    """Tell a term from a sentence, a label, a date or a stop word."""
    folded = fold(text).strip(" *_:")
    bare = re.sub(r"\s*\([^)]*\)", "", folded)
    if len(bare) < 2 or len(bare) > LONGEST or _SENTENCE.search(bare) or _NOT_A_TERM.match(bare):  # noqa: PLR2004 - one character is an option's letter
        return False
    if _ENGLISH_SENTENCE.search(bare) or _IMPERATIVE.search(bare) or len(bare.split()) > 6:  # noqa: PLR2004 - a longer name is a sentence
        return False
    if re.search(r"→|->|=>|⇒|://", folded) or not re.search(r"[^\W\d_]", folded) or not _balanced(folded):
        return False
    return not words.is_none_section(text) and not words.is_status(text) and folded not in words.unanswered


def is_statement(text: str) -> bool:
    """Tell a statement that lacks only its full stop: 「データを暗号化する」."""
    return bool(_STATEMENT.search(re.sub(r"\s*\([^)]*\)", "", fold(text))))


def _balanced(text: str) -> bool:
    """Tell whether every bracket that opens closes: else the text is cut in the middle."""
    return (
        all(text.count(a) == text.count(b) for a, b in ("()", "[]", "「」", "『』", "{}"))
        and text.count("`") % 2 == 0
    )
