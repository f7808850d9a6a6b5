"""What changed in a text, word by word: Japanese has no blanks, so words are runs of one script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Op = Literal["same", "removed", "added"]
# Kanji, hiragana, katakana, Latin words and numbers change where a word begins, nearly always.
_WORD = re.compile(r"[ァ-ヺー]+|[一-龯々〆ヵヶ]+|[ぁ-ゖ]+|[A-Za-z]+|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text that is the same in both, or stands only in the old or only in the new one."""

    op: Op
    text: str


def words(text: str) -> list[str]:
    """Split a text into words; joined they are the text again."""
    return _WORD.findall(text)


def compare(old: str, new: str) -> tuple[Segment, ...]:
    """Return the segments that lead from the old text to the new one, removed before added."""
    before, after = words(old), words(new)
    segments: list[Segment] = []
    for op, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op == "equal":
            segments.append(Segment("same", "".join(before[i:j])))
            continue
        segments += [Segment("removed", "".join(before[i:j]))] if i < j else []
        segments += [Segment("added", "".join(after[k:m]))] if k < m else []
    return tuple(segments)


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
