"""What asks: headings and lines that are questions, and their text without numbers and marks."""

import re
from functools import cache

from ankibuild.model import Line
from ankibuild.page.flow import Pick
from ankibuild.patterns import lazily, sought
from ankibuild.remembering import remembered
from ankibuild.text import cut, fold, key_of, strip_pair
from ankibuild.word_classes import raw, words_of
from ankibuild.words import LEAD

_NUMBERED = lazily(
    rf"{LEAD}(?:[(\[【]?(?:{{labels.question}}|{{question_sign}})?\s*\d+(?:[.-]\d+)*[)\]】]?(?:\s?[.):、]+(?:[-–](?=\s))?\s*(?!\d)|\s+[-–]\s+(?=[^\W\d])|\s*{{question_counter}}\s*[)\]】]?[.:、]*\s*|(?<=[)\]】])\s*)"
    rf"|{{question_sign}}\s*\d+(?:[.-]\d+)*[\s★☆]+|\d+(?:[.-]\d+)+\s+|[a-z][.)]\s+"
    rf"|(?:[①-⑳❶-❿🔟]|\d[\ufe0f ]?\u20e3)\s*|{{asked_word}}\d*\s*[.:、)]\s*)?{LEAD}"
)
_OF = words_of("of")[0]
_EMOJI = r"\U0001F300-\U0001F7DF\U0001F7E5-\U0001FAFF☆★⭐✨⚡❓❔❗❕△▲◎\ufe0f\u200d"
_TRAIL = lazily(
    rf"(?:[\s:#*]|(?<![\s_])_+)+$|(?:\s+#(?=[^\s#]*[^\W\d])[^\s#]+)+\s*$|[\s{_EMOJI}]+$|\s*【[^【】?]{{1,12}}】\s*$"
    r"|\s*[(\[]\s*(?:{grade_word}|★+|☆+)\s*[)\]]\s*$"
)
_MAY_TRAIL = lazily(rf"[\s:#*_{_EMOJI}】)\]]")
"""What such a trail ends with, unless it is a tag."""
_BARE = lazily(r"[\W\d_]*{question_sign}?[\W\d_]*{counter}?[\W_]*")
_FILLER = lazily(r"{filler}[{topic_sign}]?[、,]\s*")


@cache
def _asks(where: str) -> re.Pattern[str]:
    """Return what a text ends or begins with that asks, or may ask among others that do, over folded text."""
    read = sought if where in _AT_END else lazily
    return read(f"(?:{'|'.join(raw()['asks'][where])}){_BEHIND[where]}")


_AT_END = ("ends", "needs", "musts")
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
_HOW_LONG = lazily(r"[{object}]、?\s*(?:\d+\s*{how_long}{or_so}?|{how_told}){by_means}?$")
_ROUND_OR_CROSS = r"(?:[○〇◯]\s*(?:{or}|[/・])?|o\s*/)\s*[×✕✗x]{or}?"
_JUDGE = rf"(?:{{true_or_false}}|{_ROUND_OR_CROSS})"
# A statement to judge: "T/F — …", "(True/False) …", 「…である。（○か×か）」
_JUDGED = lazily(
    rf"[(\[【<]?\s*{_JUDGE}\s*[)\]】>]?\s*[-:.)?、]*\s*(?!\S*{{set_of_questions}}\b)(?=\S.{{7}})"
    rf"|.{{4,}}[(\[【]\s*{_JUDGE}\s*\??\s*[)\]】]$"
)
# 問題7の理由, 「どれが正解？」, "How far am I?": what is asked stands elsewhere, or is nobody else's business.
_OF_ITEM = lazily(
    r"{of_progress}.*|{question_sign}\s*[\d・、,{with} ]+{question_word}?{of}.{0,8}"
    r"(?:{reason_word}|{key_word}|{difference})\W*|{which_is_right}\W*"
)
_RHETORICAL = lazily(r"^{rhetorical}?[?!？！\s]*$")


# Behind the number: how the learner did, `**問1** △ 何を使う？`; a tick before a title adorns it.
_RESULT = lazily(r"\s*[○〇◯△▲×✕✖✗✓✔✅☑]\ufe0f?\s+(?=\S)")


@remembered
def start_of_question(text: str) -> int:
    """Return where a question begins behind its number and decoration."""
    found = _NUMBERED.match(fold(text))
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
    bare = _REMARK.sub("", told) if told[-1] in ")]】" else folded
    if _JUDGED.match(folded) or _HOW_LONG.search(bare):
        return True
    return any(
        each.endswith("?") or bool(_asks("ends").search(each)) or bool(_asks("begins").match(each))
        for each in ((folded, bare) if bare != folded else (folded,))
        if each
    )


_REMARK = re.compile(r"\s*[(\[【](?:[^()\[\]【】]|\([^()]*\))*[)\]】]$")
# 錨の欠点（なぜ重い？）
_ASKS_BESIDE = lazily(r"\([^()?]{4,}\?\)$")
_SUBJECT = lazily(
    r"[^。、!?:]{1,24}[^。、!?:{this_signs}]{of_what}{asked_facet}$"
    r"|\S.{0,18}\s+{versus}\s+\S.{0,18}$"
)
_ABOUT_NOTES = lazily(r"^{this_one}|{of_studies}{of}")


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
    return len(text) <= LONGEST_FACET and asks(f"X{_OF}{text}") and not asks(f"X{text}")


# Docker ってなに？, 「損失」とは何か, What is a closure?: what is asked of the subject is the card's to ask.
_ASKED = lazily(r"\s*{what_is_it}\s*[?？]*$")
_ASKED_EN = lazily(r"\s*{explain_word}\s+{article}?(?P<subject>[^,?]+?)\s*\??$", re.IGNORECASE)
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
_COUNTED = lazily(rf"{LEAD}[(\[【]?{{question_sign}}?\s*\d")


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
