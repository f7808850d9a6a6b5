"""What is known of a note's fields without making them: their parts, its order of options, a pair's name."""

from collections.abc import Mapping
from hashlib import sha256
from html import escape
from typing import Final

from ankibuild.model import CardKind

PARTS: Final[dict[CardKind, dict[str, str]]] = {
    "qa": {"Question": "question", "Options": "options", "Answer": "answer", "Explanation": "explanation"},
    "contrast": {
        "Prompt": "prompt",
        "Cue": "cue",
        "Correct": "correct",
        "WhyCorrect": "why_correct",
        "Incorrect": "incorrect",
        "WhyIncorrect": "why_incorrect",
    },
    "cloze": {"Text": "text", "Explanation": "explanation"},
}
"""The part of a card that each field shows."""


def with_swap(fields: Mapping[str, str], guid: str) -> dict[str, str]:
    """Return the fields of a note with the order of its options, where it has any."""
    return {**fields, "Swap": swap(guid)} if "Swap" in fields else {**fields}


def swap(guid: str) -> str:
    """Return "" or "1", as often the one as the other: the order of the options without JavaScript."""
    return "1" if sha256(guid.encode()).digest()[0] & 1 else ""


def title_of(incorrect: str, correct: str) -> str:
    """Return the name of a pair, by which Anki's browser lists it: what is mixed up with what."""
    from ankibuild.markdown.cleaning import clean  # noqa: PLC0415 - where pages are read it is loaded anyway

    return clean(escape(f"{_flat(incorrect)} ↔ {_flat(correct)}", quote=False))


def _flat(text: str) -> str:
    return " ".join(text.split())
