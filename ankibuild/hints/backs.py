"""Backs that ask too much: higher than a phone even with what explains folded; brackets that never close."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ankibuild.model import Card, CardKind, Part, Problem
from ankibuild.packaging.folding import SCREEN, height
from ankibuild.speech import _
from ankibuild.text import narrow

_SAID: Final[dict[CardKind, tuple[str, ...]]] = {
    "qa": ("answer",),
    "contrast": ("correct", "incorrect"),
    "cloze": ("text",),
}
"""By kind what a back shows of its own, whatever is folded."""
_READ: Final = ("question", "answer", "correct", "incorrect", "text")
_PAIRS: Final = ("()", "「」", "『』", "【】")
_CODE: Final = re.compile(r"<(?:code|pre)\b|\\[(\[]")
# What has a bracket of its own: `1)`, `a)` at a line's start, faces.
_NO_BRACKET: Final = re.compile(r"(?<!\w)[:;]-?[()]|^\s*\w{1,2}[)）]", re.MULTILINE)
_SHOWN: Final = 24


def long_backs(cards: Iterable[Card]) -> Iterator[Problem]:
    """Yield a hint for each card whose answer alone is higher than a phone."""
    for card in cards:
        lines = sum(height(card.parts[name].html) for name in _SAID[card.kind] if name in card.parts)
        if lines > SCREEN:
            yield Problem(
                card.path,
                card.first_line,
                "long-back",
                _("the answer takes {lines} lines of a phone", lines=lines),
            )


def open_brackets(cards: Iterable[Card]) -> Iterator[Problem]:
    """Yield a hint for each line of a card with a bracket that opens and never closes."""
    for card in cards:
        for name in _READ:
            if (part := card.parts.get(name)) and (line := _open(part)):
                number = part.lines[0][0] if part.lines else card.first_line
                message = _("“{text}…” opens a bracket that never closes", text=line[:_SHOWN])
                yield Problem(card.path, number, "open-bracket", message)
                break


def _open(part: Part) -> str:
    """Return the line of a text from a bracket on that never closes; "" where all do, and in code."""
    if _CODE.search(part.html):
        return ""
    text = _NO_BRACKET.sub("", narrow(part.text))  # (…） is a slip that nobody minds
    at = next((at for pair in _PAIRS if (at := _unclosed(text, *pair)) >= 0), -1)
    return text[at:].split("\n")[0] if at >= 0 else ""


def _unclosed(text: str, opens: str, closes: str) -> int:
    """Return where the first bracket stands that nothing closes; -1 where there is none."""
    stack: list[int] = []
    for at, sign in enumerate(text):
        if sign == opens:
            stack.append(at)
        elif sign == closes and stack:
            stack.pop()
    return stack[0] if stack else -1
