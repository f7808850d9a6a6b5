"""What Anki does with names and fields, applied before it sees them, so that ours stay what they were.

The rules are those of Anki's importer, found by running it (tests/test_anki_import.py holds them to it).
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from ankibuild.packaging.inert import bare
from ankibuild.patterns import lazily
from ankibuild.text import is_visible

_CONTROL: Final = lazily(r"[\x00-\x1f\x7f]")
_SPACE: Final = lazily(r"\s+")
_EMPTY_FIELD: Final = lazily(r"(?:[ \t\n\v\f\r]|</?(?:br|div) ?/?>)*", re.IGNORECASE)
_SEEN_TAGS: Final = "img|audio|video"
_UNSEEN: Final = lazily(rf"<!--.*?-->|<(?!(?:{_SEEN_TAGS})\b)[^>]*>", re.DOTALL | re.IGNORECASE)
_CLOZE: Final = lazily(r"\{\{c([0-9]+(?:,[0-9]+)*)::")
MOST_CLOZES: Final = 499
"""The highest number of a cloze of which Anki makes a card."""
_DIGITS: Final = 9
_INNERMOST: Final = r"((?:(?!\{\{|::|\}\}).)*)(?:::(?:(?!\{\{|\}\}).)*)?\}\}"  # word, hint
_INNERMOST_CLOZE: Final = lazily(_CLOZE.pattern + _INNERMOST, re.DOTALL)
_BAD_MEDIA_NAME: Final = lazily(r'[\[\]<>:"/?*^\\|\x00-\x1f\x7f]|^[ .]|[ .]$')
_LONGEST_MEDIA_NAME: Final = 120  # bytes


@lru_cache(maxsize=4096)
def deck_name(name: str) -> str:
    """Return the full name of a deck as Anki stores it: NFC, no control characters, no blank level."""
    levels = (_CONTROL.sub("", unicodedata.normalize("NFC", level)) for level in name.split("::"))
    return "::".join(re.sub(r"^[\s:]+|[\s:]+$", "", level) or "blank" for level in levels)


def tag_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return the tags as Anki stores them: one spelling of each, in order.

    Spaces, full-width ones included, become `_` (Anki would make two tags of one); control characters and `"`
    go, and the brackets of Anki's text commands, which would run where a card shows its tags; an empty level of
    a tag is called `blank`, an empty tag is none.
    """
    return _tag_names(tuple(names))


@lru_cache(maxsize=1 << 15)  # asked for three times a card: all of one step, then all of the next
def _tag_names(names: tuple[str, ...]) -> tuple[str, ...]:
    tags: dict[str, str] = {}
    for key, tag in map(_tag, names):
        if key:
            tags.setdefault(key, tag)
    return tuple([tags[key] for key in sorted(tags)])


@lru_cache(maxsize=4096)
def _tag(name: str) -> tuple[str, str]:
    """Return the tag without its case, and as Anki stores it; nothing for an empty one."""
    if not name.strip():
        return "", ""
    tag = bare("::".join(_tag_level(level) for level in name.split("::")))
    return tag.casefold(), tag


def _tag_level(level: str) -> str:
    spaceless = _SPACE.sub("_", unicodedata.normalize("NFC", level).strip())
    return _CONTROL.sub("", spaceless).replace('"', "") or "blank"


def is_empty(field: str) -> bool:
    """Tell whether Anki takes a field for empty in `{{#Field}}`."""
    return not field or _EMPTY_FIELD.fullmatch(field) is not None


@lru_cache(maxsize=1 << 15)  # asked before a note is packaged, and again when the package is read back
def shows_nothing(field: str) -> bool:
    """Tell whether a learner would see nothing of a field: no text, no picture, no sound."""
    return not is_visible(html.unescape(_UNSEEN.sub("", field)))


def cloze_ordinals(text: str) -> tuple[int, ...]:
    """Return the card ordinals of the clozes in a text: `{{c1::…}}` is card 0."""
    numbers = {number for found in _CLOZE.findall(text) for number in found.split(",") if has_card(number)}
    return tuple(sorted(int(number) - 1 for number in numbers))


def has_card(number: str) -> bool:
    """Tell whether Anki makes a card of clozes with this number, written in ASCII digits."""
    return len(number) <= _DIGITS and 0 < int(number) <= MOST_CLOZES


def without_clozes(text: str) -> str:
    """Return a text with its clozes opened: `{{c1::word::hint}}` becomes `word`."""
    while (opened := _INNERMOST_CLOZE.sub(r"\2", text)) != text:
        text = opened
    return _CLOZE.sub("", text)


def media_name_fault(name: str) -> str:
    """Tell what keeps Anki from using a name for a media file; "" if nothing does."""
    if not name or _BAD_MEDIA_NAME.search(name):
        return "has a character that Anki does not allow"
    if len(name.encode()) > _LONGEST_MEDIA_NAME:
        return f"is longer than {_LONGEST_MEDIA_NAME} bytes"
    if unicodedata.normalize("NFC", name) != name:
        return "is not in the Unicode form NFC"
    return ""
