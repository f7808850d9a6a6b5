"""What changed in a text, word by word: Japanese has no blanks, so words are runs of one script."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

Op = Literal["same", "removed", "added"]
# Kanji, hiragana, katakana, Latin words and numbers change where a word begins, nearly always.
_WORD = re.compile(r"[ァ-ヺー]+|[一-龯々〆ヵヶ]+|[ぁ-ゖ]+|[A-Za-z]+|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)
_LIGHT = re.compile(r"[ぁ-ゖ、。・\s]{1,2}")


class Segment(Struct, frozen=True):
    """A run of text that is the same in both, or stands only in the old or only in the new one."""

    op: Op
    text: str


def words(text: str) -> list[str]:
    """Split a text into words; joined they are the text again."""
    return _WORD.findall(text)


def compare(old: str, new: str) -> tuple[Segment, ...]:
    """Return the segments that lead from the old text to the new one, removed before added.

    A particle or a comma that happens to stand between two changes is shown as changed with them: a sentence
    written anew is easier to read whole than cut up by the の and は that all sentences share.
    """
    before, after = words(old), words(new)
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    segments: list[Segment] = []
    removed = added = ""
    for number, (op, i, j, k, m) in enumerate(codes):
        was, now = "".join(before[i:j]), "".join(after[k:m])
        if op == "equal" and not (0 < number < len(codes) - 1 and _LIGHT.fullmatch(was)):
            segments += [*_changed(removed, added), Segment("same", was)]
            removed = added = ""
        else:
            removed, added = removed + was, added + now
    return (*segments, *_changed(removed, added))


def _changed(removed: str, added: str) -> Iterator[Segment]:
    if removed:
        yield Segment("removed", removed)
    if added:
        yield Segment("added", added)


def marked(old: str, new: str) -> str:
    """Return both texts in one: `[-removed-]` and `{+added+}`."""
    return "".join(_marked(old, new))


def _marked(old: str, new: str) -> Iterator[str]:
    for segment in compare(old, new):
        match segment.op:
            case "same":
                yield segment.text
            case "removed":
                yield f"[-{segment.text}-]"
            case "added":
                yield f"{{+{segment.text}+}}"
