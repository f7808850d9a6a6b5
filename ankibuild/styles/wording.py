"""How a bare term, or a heading that asks without a mark, reads on a front: SMOTE とは？, S3 と EBS の違いは？.

That is how the front reads, not what identifies the card: the text of the part stays as the notes have it.
"""

import re
from html import escape

from ankibuild.model import SEPARATOR, Part
from ankibuild.page.language import Language, in_language, language_on, mark_of
from ankibuild.page.questions import asks, question_text
from ankibuild.patterns import lazily
from ankibuild.styles.card_words import holds, is_one
from ankibuild.styles.terms import is_statement
from ankibuild.styles.values import is_measure
from ankibuild.text import fold, key_of, plain, without_remark
from ankibuild.values import replace
from ankibuild.word_classes import words_of

LONGEST_SUBJECT = 30
# A name in English: an acronym, a word with a capital or a digit inside, code.
_NAME = lazily(r"\b(?:[A-Z]{2,}\w*|[A-Za-z]+[A-Z0-9_:./-]\w*)")
_OBJECT = lazily("[{object}]")
ASKING, _DEFINED = words_of("asking_end"), words_of("is_defined")
_VERB = lazily(r"[{verb_ends}]$")
_CLUES = lazily(r"[「『\"][^「」『』\"]+[」』\"](?:[\s、,・/]*[「『\"][^「」『』\"]+[」』\"])*")
_PLURAL = lazily(r"\S\s\S.*[a-z](?<![sui])s$")
_CODE = lazily(r"[=;{}]|\w\(.*\)")
_VERSUS = lazily(r"\S\s+{versus}\s+\S")
# A sentence, or a number.
_NO_NAME = lazily(r"[。!?！？]|^\W*\d+\W*$")
# What of it is told of in a place: SQS の制限, "Limits of a queue".
_OF_SUBJECT = lazily(
    r"(?:{of}|\s){chief}?{facet}{collection}?$|^{facet} {about}{article}?",
    re.IGNORECASE,
)
# What is said of it behind a colon, "OAC: from the edge to the store", and of an option.
_TOLD = lazily(r"\s*(?:(?:：|:\s).*|[(（](?:{wrong_word}|{right_word})[)）]$)", re.IGNORECASE)
_ASKS = lazily(r"{asking_word}\b", re.IGNORECASE)
_OPTION = lazily(r"-{1,2}\w")


def asked_for(question: Part, answer: Part, page: str, context: str = "", *, terms: bool = False) -> Part:
    """Return a front that asks for a term's meaning, and how many points it has.

    `page` is text of the page, which tells its language; what is told of a subject, 料金, is asked with it,
    unless it is known to be one of some `terms`.
    """
    if asks(question.text) or not _is_plain(question):
        return question
    language = language_on(page, question.text + answer.text)
    told = is_measure(answer.text) or (not terms and is_one("aspect", question.text))
    if _VERSUS.search(fold(question.text)):
        return replace(question, html=_versus(question, language))
    needs = told or not terms or _OPTION.match(question.text)
    subject = _subject(question, context, language, told=told) if needs else ""
    front = _front(question, answer, language, subject, told=told)
    return replace(question, html=f"{front}{of_points(_points(answer), language)}")


def _front(question: Part, answer: Part, language: Language, subject: str, *, told: bool) -> str:
    front = _japanese(question, answer, subject, told=told) if language == "ja" else ""
    return front or _other(question, language, subject, told=told)


def with_mark(question: Part, answer: Part, page: str) -> Part:
    """Return a front whose words ask, with what lacks to a question: 〜の違い becomes 〜の違いは？."""
    text = question.text
    if not _is_plain(question) or "\n" in text or text.endswith(("?", "？")):
        return question
    if _VERSUS.search(fold(text)) and not asks(text):
        return replace(question, html=_versus(question, language_on(page, text + answer.text)))
    mark = _lacking(text)
    return replace(question, html=f"{question.html}{mark}") if mark else question


def _lacking(text: str) -> str:
    """Return what lacks to a question, "" for nothing."""
    if text.isascii() and _ASKS.match(text) and asks(text):
        return "?"
    if text.endswith(_DEFINED):
        return "？"
    return "は？" if holds("asks_bare", text) else ""


def _is_plain(question: Part) -> bool:
    """Tell a front that reads as its text says: no picture, nothing added already."""
    return plain(question.html) == question.text


def of_points(points: int, language: Language) -> str:
    """Return how a front says that its answer has several points; "" where it has one."""
    return in_language(language, f"（{points} 点）", f" ({points} points)", "") if points > 1 else ""


def _japanese(question: Part, answer: Part, subject: str, *, told: bool) -> str:
    text, html = question.text, question.html
    if is_statement(text):
        return f"{html}には？" if _is_code(answer) and _VERB.search(text) else f"{html}と？"
    told = told or holds("asked_of", text)
    if _CLUES.fullmatch(fold(text)) or (_OBJECT.search(text) and not told):
        return f"{html}{blank(text)}といえば？"
    front = of_subject(escape(subject, quote=False), html)
    if text.endswith(ASKING):
        return f"{front}？"
    return f"{front}{blank(text)}{'は' if told else 'とは'}？"


def of_subject(subject: str, html: str) -> str:
    """Return the HTML of 〜の〜 with blanks beside Latin letters; what is asked alone without a subject."""
    around, behind = blank(plain(subject)), blank(plain(html)[:1])
    return f"{subject}{around}の{behind}{html}" if subject else html


def _is_code(answer: Part) -> bool:
    """Tell code, also where it is not set as such: int n = f(s);."""
    first = answer.text.split("\n")[0]
    return answer.html.startswith(("<code", "<pre")) or bool(first.isascii() and _CODE.search(first))


def _other(question: Part, language: Language, subject: str, *, told: bool) -> str:
    mark = mark_of((question.text,))
    if language == "en" and is_statement(question.text):
        return f"{question.html}: what then?"
    if subject:
        return f"{escape(subject[:1].upper() + subject[1:], quote=False)}: {question.html}{mark}"
    return _what_is(question) if language == "en" and not told else f"{question.html}{mark}"


def _what_is(question: Part) -> str:
    if question.html.startswith("<code") and " " in question.text:
        return f"What does {question.html} do?"
    return f"What {'are' if _PLURAL.search(question.text) else 'is'} {question.html}?"


def _versus(question: Part, language: Language) -> str:
    html = question.html
    return in_language(
        language, f"{html}{blank(question.text)}の違いは？", f"{html}: what is the difference?", f"{html}?"
    )


def blank(text: str) -> str:
    """Return the blank between Latin letters and Japanese."""
    return " " if text[-1:].isascii() and text else ""


def _subject(question: Part, context: str, language: Language, *, told: bool) -> str:
    """Return what the front needs to name that its term is told of; "" where the term says enough."""
    if told or _OPTION.match(question.text):
        return nearest_subject(question.text, context)
    says_enough = language == "ja" or bool(_NAME.search(question.text))
    return "" if says_enough else nearest_subject(question.text, context, within=1)


def nearest_subject(term: str, context: str, within: int = 0) -> str:
    """Return the innermost of the places around a term, inside so many others, that names a subject."""
    key = key_of(term)
    for place in reversed(context.split(SEPARATOR)[within:]):
        name = _TOLD.sub("", _OF_SUBJECT.sub("", place)).strip() or place
        if not name or asks(name) or is_one("no_subject_place", name) or is_one("aspect", name):
            continue
        name = _short(name)
        fits = len(name) <= LONGEST_SUBJECT and not _NO_NAME.search(name)
        return name if fits and key_of(name) not in key else ""
    return ""


def _short(name: str) -> str:
    """Return a name without its number and the brackets behind it, where it is too long with them."""
    return name if len(name) <= LONGEST_SUBJECT else without_remark(question_text(name))


def _points(answer: Part) -> int:
    """Count the points of an answer that is a list."""
    only = answer.blocks[0] if len(answer.blocks) == 1 else None
    return len(only.blocks) if only is not None and only.kind == "list" else 0
