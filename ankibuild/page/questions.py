"""What asks: headings and lines that are questions, and their text without numbers and marks."""

import re
from functools import cache

from ankibuild.model import Line
from ankibuild.page.flow import Pick
from ankibuild.patterns import lazily
from ankibuild.remembering import remembered
from ankibuild.text import cut, fold, key_of, strip_pair
from ankibuild.words import LEAD, raw


@cache
def label_words() -> str:
    """Return the words that label a question, in any language, as the branches of a pattern, the longest first."""
    return "|".join(map(re.escape, sorted(raw()["labels"]["question"], key=len, reverse=True)))


@cache
def _numbered() -> re.Pattern[str]:
    """Return what a question's number looks like, with or without the word for it."""
    return lazily(
        rf"{LEAD}(?:[(\[【]?(?:q|no\.?|第|{label_words()})?\s*\d+(?:[.-]\d+)*[)\]】]?(?:\s?[.:)、]+(?:[-–](?=\s))?\s*(?!\d)|\s*問目?\s*[.:、]*\s*|(?<=[)\]】])\s*)"
        rf"|(?:q|question|問題?|質問|設問)\s*\d+(?:[.-]\d+)*[\s★☆]+|\d+(?:[.-]\d+)+\s+|[a-z][.)]\s+"
        rf"|(?:[①-⑳❶-❿🔟]|\d[\ufe0f ]?\u20e3)\s*|(?:q|question|質問|設問)\d*\s*[.:、)]\s*)?{LEAD}"
    )


_EMOJI = r"\U0001F300-\U0001F7DF\U0001F7E5-\U0001FAFF☆★⭐✨⚡❓❔❗❕△▲◎\ufe0f\u200d"
_TRAIL = lazily(
    rf"(?:[\s:#*]|(?<![\s_])_+)+$|(?:\s+#(?=[^\s#]*[^\W\d])[^\s#]+)+\s*$|[\s{_EMOJI}]+$|\s*【[^【】?]{{1,12}}】\s*$"
    r"|\s*[(\[]\s*(?:重要|最重要|頻出|必須|暗記|要復習|難|易|中|★+|☆+|easy|medium|hard|important|basic|advanced)\s*[)\]]\s*$"
)
_MAY_TRAIL = lazily(rf"[\s:#*_{_EMOJI}】)\]]")
"""What such a trail ends with, unless it is a tag."""
_BARE = lazily(r"[\W\d_]*(?:第|問題?|設問|q|no|question)?[\W\d_]*(?:問目?)?[\W_]*")
_FILLER = lazily(r"(?:まず|次に|では|じゃあ|それでは|そもそも|最後に|ところで|ちなみに|さて)[は]?[、,]\s*")


@cache
def _asks(where: str) -> re.Pattern[str]:
    """Return what a text ends or begins with that asks, or may ask among others that do, over folded text."""
    return lazily(f"(?:{'|'.join(raw()['asks'][where])}){_BEHIND[where]}")


_BEHIND = {
    "ends": r"[。.:…]*$",
    "needs": r"[。.]?$",
    "musts": r"[。.]?$",
    "begins": "",
    "may_begin": r"\b",
    "tells": r"\b",
}
"""What stands behind such words."""


# 「…の違いを40字で」: how long the answer is to be says nothing of what is asked.
_HOW_LONG = lazily(
    r"を、?\s*(?:\d+\s*(?:字|文字|行|文|語)(?:以内|程度|くらい|ぐらい)?|一言|ひとこと|一文|簡単|簡潔|端的|手短|短く|表|図|自分の言葉|式|数式|例)(?:で|に|を挙げて|を使って)?$"
)
_ROUND_OR_CROSS = r"[○〇◯]\s*(?:か|/|or|・)?\s*[×✕✗x](?:か)?"
_JUDGE = rf"(?:t\s*/\s*f|true\s*(?:/|or)\s*false|yes\s*/\s*no|{_ROUND_OR_CROSS}|正誤|真偽)"
# A statement to judge: "T/F — …", "(True/False) …", 「…である。（○か×か）」
_JUDGED = lazily(
    rf"[(\[【<]?\s*{_JUDGE}\s*[)\]】>]?\s*[-:.)?、]*\s*(?!\S*(?:クイズ|問題|questions?|quiz|sections?)\b)(?=\S.{{7}})"
    rf"|.{{4,}}[(\[【]\s*{_JUDGE}\s*\??\s*[)\]】]$"
)
# 問題7の理由, 「どれが正解？」, "How far am I?": what is asked stands elsewhere, or is nobody else's business.
_OF_ITEM = lazily(
    r"(?:how far|where) (?:am|have) i\b.*|am i (?:ready|done)\b.*|"
    r"(?:問題?|設問|質問|q|no\.?)\s*[\d・、,と ]+(?:問題?)?の.{0,8}(?:理由|解説|補足|答え|正解|違い)\W*"
    r"|(?:で、?|では、?|結局、?)?(?:どれ|どっち|どちら)が(?:正解|答え|正しい)(?:か|なの|の|ですか)?\W*"
    r"|which (?:one )?is (?:the )?(?:correct|right)(?: answer)?\W*"
)
_RHETORICAL = lazily(
    r"^(?:what(?:'s| is) this (?:file|page|document|note|folder|repository)"
    r"|なぜ|何故|どうして|本当|そう|え|ん|で|つまり|how|why|what|really|so|questions|any questions|need help"
    r"|ready|what'?s next)?[?!？！\s]*$"
)


# Behind the number: how the learner did, `**問1** △ 何を使う？`; a tick before a title adorns it.
_RESULT = lazily(r"\s*[○〇◯△▲×✕✖✗✓✔✅☑]\ufe0f?\s+(?=\S)")


@remembered
def start_of_question(text: str) -> int:
    """Return where a question begins behind its number and decoration."""
    found = _numbered().match(fold(text))
    start = found.end() if found and found.end() < len(text) else 0
    result = _RESULT.match(text, start)
    return result.end() if result else start


def question_line(line: Line) -> Line:
    """Return a question without number, decoration, trailing marks and the brackets around the whole."""
    return cut(line, *_span(line.text))


def question_text(text: str) -> str:
    """Return the text of a question's line as `question_line` gives it."""
    start, end = _span(text)
    return text[start:end].strip()


@remembered
def _span(text: str) -> tuple[int, int]:
    """Return where the question within a line begins and ends: its text alone decides, not its markup."""
    start, end = _trimmed(text, start_of_question(text), len(text))
    for _ in range(3):
        said = fold(text)[start:end]
        found = _TRAIL.search(said) if _MAY_TRAIL.match(said, max(0, len(said) - 1)) or "#" in said else None
        if not found or not found.start():
            break
        start, end = _trimmed(text, start, start + found.start())
    inner, behind = strip_pair(text[start:end])
    if text[start:end][behind - 1 : behind] in ("?", "？"):
        start, end = _trimmed(text, start + inner, start + behind)
    filler = _FILLER.match(text[start:end])
    return (start + filler.end(), end) if filler else (start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inside = text[start:end]
    start += len(inside) - len(inside.lstrip())
    return start, max(start, start + len(inside.strip()))


@remembered
def asks(text: str) -> bool:
    """Tell whether a heading or a marked line asks something."""
    folded = fold(question_text(text)).strip(" *_")
    if not folded or _RHETORICAL.match(folded):
        return False
    if _OF_ITEM.fullmatch(folded):
        return False
    if folded.endswith("?") or (folded.endswith("?)") and _ASKS_BESIDE.search(folded)):
        return True
    told = folded.removesuffix(".") if folded.endswith(").") else folded
    bare = re.sub(r"\s*[(\[【][^)\]】]*[)\]】]$", "", told) if told[-1] in ")]】" else folded
    if _JUDGED.match(folded) or _HOW_LONG.search(bare):
        return True
    return any(
        each.endswith("?") or bool(_asks("ends").search(each)) or bool(_asks("begins").match(each))
        for each in ((folded, bare) if bare != folded else (folded,))
        if each
    )


# 錨の欠点（なぜ重い？）
_ASKS_BESIDE = lazily(r"\([^()?]{4,}\?\)$")
_SUBJECT = lazily(
    r"[^。、!?:]{1,24}[^。、!?:この本](?:の|における)(?:特徴|特長|特性|性質|目的|仕組み?|しくみ|役割|用途|使い道|種類|手順|定義|意味|意義|原因|対策|条件|要件|構成要素|原則)$"
    r"|\S.{0,18}\s+vs\.?\s+\S.{0,18}$"
)
_ABOUT_NOTES = lazily(
    r"^(?:この|本)|(?:学習|勉強|試験|受験|記事|ページ|ノート|メモ|リポジトリ|資格|今日|今回|今週|当日|本番|問題|教材|プロジェクト)の"
)


@remembered
def asks_of_subject(text: str) -> bool:
    """Tell a heading that names what is told of its subject, 「DNS の仕組み」: it asks if that is told below."""
    folded = fold(question_text(text))
    subject = bool(_SUBJECT.match(folded)) and not _ABOUT_NOTES.search(folded)
    return subject or _ends_so(folded, "needs") or _ends_so(folded, "musts")


@remembered
def names_need(text: str) -> bool:
    """Tell the need of an exam item, 「…を変えずに速くする方法」: it asks if what meets it stands below."""
    return _ends_so(fold(question_text(text)), "needs")


def _ends_so(folded: str, where: str) -> bool:
    """Tell a text, long enough for a need, that ends with such words."""
    long = len(folded) >= SHORTEST_NEED
    return long and bool(_asks(where).search(folded)) and not _ABOUT_NOTES.search(folded)


SHORTEST_NEED = 12
"""The need of an exam item, pressed into a heading, has at least so many characters."""


LONGEST_FACET = 12
"""How long a heading or a bullet is at most, in characters, that asks of what the heading above names."""


@remembered
def is_facet(text: str) -> bool:
    """Tell メリット below what has them: both together ask, 「甲のメリット」."""
    return len(text) <= LONGEST_FACET and asks(f"甲の{text}") and not asks(f"甲{text}")


# Docker ってなに？, 「損失」とは何か, What is a closure?: what is asked of the subject is the card's to ask.
_ASKED = lazily(
    r"\s*(?:(?:って|とは|は)?、?(?:何|なに|なん)(?:か|ですか|でしょうか|なの(?:か)?|だろう)?|って(?:どういうこと|どんなもの)(?:か|ですか)?|とは)\s*[?？]*$"
)
_ASKED_EN = lazily(
    r"\s*(?:what(?:'s| is| are)|explain|describe)\s+(?:an? |the )?(?P<subject>[^,?]+?)\s*\??$", re.IGNORECASE
)
LONGEST_SUBJECT = 40


@remembered
def subject_of(question: str) -> str:
    """Return what a question asks to define, 「学習率」って何？; "" where it asks anything else."""
    found, english = _ASKED.search(question), _ASKED_EN.match(fold(question))
    subject = (
        question[: found.start()] if found else question[slice(*english.span("subject"))] if english else ""
    )
    start, end = strip_pair(subject.strip())
    return subject.strip()[start:end] if 0 < end - start <= LONGEST_SUBJECT else ""


@remembered
def same_question(text: str) -> str:
    """Return what two wordings of one question have in common: no number, no brackets around its terms."""
    question = question_text(text)
    return key_of(_QUOTES.sub("", question))


_QUOTES = lazily(r"[「」『』【】\"'`“”]")
_COUNTED = lazily(rf"{LEAD}[(\[【]?(?:q|問|no\.?|第)?\s*\d")


@remembered
def may_ask(text: str) -> bool:
    """Tell a text that asks if its neighbours do: a numbered entry of a list of questions."""
    folded = fold(text)
    return bool(_COUNTED.match(folded) or _asks("may_begin").match(folded)) or tells(text)


@remembered
def tells(text: str) -> bool:
    """Tell a text that begins as a task of an exam does, `Define …`: it asks if its neighbours are answered alike."""
    return bool(_asks("tells").match(fold(question_text(text))))


def trim_question(pick: Pick, *, first: bool = False) -> Pick | None:
    """Take number and marks off a block's, or (`first`) a stem's, first line; drop one that is decoration."""
    row, line = pick
    if row.whole:
        return pick
    shorter = question_line(line) if row.heading or row.head or first else line
    if row.heading and _BARE.fullmatch(fold(shorter.text)):
        return None
    if not shorter.text and "<img" not in shorter.html:
        return None
    return row, shorter
