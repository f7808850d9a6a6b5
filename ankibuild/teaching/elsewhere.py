"""What the rows beside an example begin with: the words that an author repeats."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from ankibuild.patterns import lazily
from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import Pattern
from ankibuild.text import fold

LEAST: Final = 2
"""So many other rows begin with the words that are kept."""
RISING: Final = 0.6
"""The share of numbers at the head of rows that are higher than the one before, where they count."""
DIGITS = lazily(r"\d{1,4}(?:[-.]\d{1,3})*")
SIGN = lazily(
    r"(?:=>|->|[\u2190-\u21ff\u25a0-\u27bf\U0001F300-\U0001FAFF※]\ufe0f?|[!#$%&+@^~§]{1,6}(?=[\s\w])|=(?=\s))\s*"
)
"""A sign at the head of a row that tells what it is."""
_HEAD = lazily(r"\s*([^\s:：>=→»›][^:：>=→»›]{0,11})\s*(?::|=>|->|[→»›=])(?:\s|$|[^/\d])")


class Elsewhere:
    """The rows beside the example: how many of them begin with the same words."""

    def __init__(self, looks: Sequence[Look]) -> None:
        self.looks = [look for look in looks if look.text]
        self._texts: dict[str, list[str]] = {}

    def count(self, head: str, *, whole: bool, kind: str) -> int:
        """Return how many rows of a kind begin with a text, or are it; numbers aside."""
        wanted = abstract(head)
        return sum((text == wanted if whole else text.startswith(wanted)) for text in self._of(kind))

    def ask(self, look: Look, share: int) -> bool:
        """Tell a row that asks, as one of so many rows of its kind does at least."""
        like = [x for x in self.looks if (x.kind, x.depth, x.bold) == (look.kind, look.depth, look.bold)]
        asking = sum(x.sign.asks for x in like)
        return look.sign.asks and (look.kind == "" or share * asking >= len(like))

    def exact(self, text: str) -> bool:
        """Tell a text that is the whole of other rows."""
        return sum(look.text == text for look in self.looks) >= LEAST

    def like(self, pattern: Pattern) -> int:
        """Return how many rows of its kind are written as a pattern says."""
        return sum(look.kind == pattern.kind and pattern.find(look.text) is not None for look in self.looks)

    def varying(self, head: str, kind: str) -> list[bool]:
        """Tell for each number of a head whether other rows of a kind that begin so have another one there."""
        wanted = abstract(head)
        like = [
            x.text for x in self.looks if class_of(x.kind) == kind and abstract(x.text).startswith(wanted)
        ]
        others = [DIGITS.findall(fold(text)) for text in like]
        return [any(row[at] != own for row in others) for at, own in enumerate(DIGITS.findall(fold(head)))]

    def resembling(self, look: Look) -> int:
        """Return how many rows look like one."""
        return sum(map(look.resembles, self.looks))

    def counts(self, kind: str) -> bool:
        """Tell rows of a kind whose first numbers rise from one to the next, as those of questions do."""
        texts = [fold(look.text) for look in self.looks if class_of(look.kind) == kind]
        numbers = [[int(n) for n in re.split(r"[-.]", found[0])] for x in texts if (found := DIGITS.match(x))]
        rising = sum(one < two for one, two in pairwise(numbers))
        return RISING * (len(numbers) - 1) <= rising

    def _of(self, kind: str) -> Sequence[str]:
        if kind not in self._texts:
            self._texts[kind] = [abstract(look.text) for look in self.looks if class_of(look.kind) == kind]
        return self._texts[kind]


def abstract(text: str) -> str:
    """Return a text as rows are compared: folded, without blanks, its numbers alike."""
    return re.sub(r"\s+", "", DIGITS.sub("0", fold(text)))


def class_of(kind: str) -> str:
    """Return the kinds of rows that are compared with each other."""
    return "#" if kind.startswith(("#", "<")) else "-" if kind[:1] in ("-", "1") else kind


def head_of(text: str) -> str:
    """Return the word or sign with which a row begins and which something parts from the rest; "" without one."""
    if sign := SIGN.match(text):
        return sign[0].strip()
    found = _HEAD.match(fold(text))
    return re.sub(r"\d+", "0", found[1].strip()) if found else ""
