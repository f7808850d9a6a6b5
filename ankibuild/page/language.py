"""In which language a page, and a card of it, is written: the words that a card adds are in the same."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from ankibuild.patterns import lazily

Language = Literal["ja", "en", "other"]
"""`other` has no words of ours: what a card adds is a mark."""

_KANA = lazily(r"[\u3041-\u3096\u30a1-\u30fa]")
_KANA_OR_KANJI = lazily(r"[\u3040-\u30fa\u30fc-\u30ff\u4e00-\u9fff]")
_HAN = lazily(r"[\u4e00-\u9fff]")
_HANGUL = lazily("[{hangul}]")
_LATIN = lazily(r"[A-Za-z]")
_ACCENTED = lazily(r"[À-ÖØ-öø-ÿĀ-ſƠ-ưẠ-ỹ]")
_WORD = lazily(r"[A-Za-z]{2,}")
HAN_A_KANA = 4
"""Japanese has at most so many kanji for each kana; Chinese that quotes Japanese has more."""
LETTERS_A_SIGN = 12
"""A Japanese page full of commands and names has at most so many letters for each kana or kanji."""
ACCENTED = 0.02
"""English has fewer letters with accents."""
WORDS = 4
"""So many English words on a card are an English card, whatever stands around it."""


@lru_cache(maxsize=64)
def language_of(text: str) -> Language:
    """Return the language of a page."""
    kana, han, latin = (len(each.findall(text)) for each in (_KANA, _HAN, _LATIN))
    signs = kana + han + len(_HANGUL.findall(text))
    if signs * LETTERS_A_SIGN >= latin and signs:
        return "ja" if kana * HAN_A_KANA >= signs - kana else "other"
    return "other" if len(_ACCENTED.findall(text)) > ACCENTED * latin else "en"


def language_on(page: str, card: str) -> Language:
    """Return the language of a card on a page of some text: English cards stand on Japanese pages, and the reverse."""
    around = language_of(page)
    if _KANA.search(card):
        return around if around == "other" else "ja"
    own = bool(_HAN.search(card) or _HANGUL.search(card))
    return "en" if around == "ja" and not own and len(_WORD.findall(card)) >= WORDS else around


def in_language(language: Language, japanese: str, english: str, other: str) -> str:
    """Return the wording of a language."""
    return {"ja": japanese, "en": english, "other": other}[language]


def mark_of(texts: Iterable[str]) -> str:
    """Return the question mark that goes with the characters of the texts."""
    return "？" if any(_HAN.search(text) or _KANA.search(text) for text in texts) else "?"


def in_language_of(text: str, japanese: str, english: str) -> str:
    """Return the wording in the language of the notes."""
    return japanese if _KANA_OR_KANJI.search(text) else english
