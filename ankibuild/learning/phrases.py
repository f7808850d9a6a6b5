"""The phrases by which lines of answers and questions are told apart (data in phrases.toml, by language)."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

from ankibuild.cache.tables import table
from ankibuild.patterns import lazily, sought
from ankibuild.remembering import remembered
from ankibuild.text import fold

Phrase = Literal[
    "aside",
    "goes_on",
    "remark",
    "leads",
    "enumerates",
    "by_code",
    "of_facts",
    "concludes",
    "of_case",
    "of_pronoun",
    "so",
    "more",
    "less",
]
# A mark at the head of a line that decorates it, or points to it; what a bold or quoted word leaves behind.
_MARKS = "📌👉✅✔☑💡🔹🔸🔍🎯🧠📝💬⭐★☆●■◆▪▶►⇒→➡＝=・※⚠✏️\ufe0f"
_HEAD = lazily(rf"\s*(?P<mark>[{_MARKS}])[{_MARKS}\s]*(?=\S)")


@cache
def _raw() -> dict[str, dict[str, list[str]]]:
    return table(Path(__file__).with_name("phrases.toml"))


@cache
def _compiled(name: Phrase) -> re.Pattern[str]:
    found = _raw()[name]
    return sought("|".join(f"(?:{each})" for language in ("ja", "en") for each in found[language]))


def bare(text: str) -> str:
    """Return a line folded, without the marks at its head."""
    return fold(text[end_of_marks(text) :]).strip()


@remembered
def end_of_marks(text: str) -> int:
    """Return where a line's text begins behind the marks at its head."""
    found = _HEAD.match(text)
    return found.end() if found else 0


@remembered
def mark_of(text: str) -> str:
    """Return the mark at a line's head, "" where there is none."""
    found = _HEAD.match(text)
    return found["mark"] if found else ""


@remembered
def begins(name: Phrase, text: str) -> bool:
    """Tell whether a line begins with such a phrase."""
    return bool(_compiled(name).match(bare(text)))


def end_of(name: Phrase, text: str) -> int:
    """Return where a line goes on behind such a phrase at its head, and the marks before it; 0 where there is none."""
    start = end_of_marks(text)
    found = _compiled(name).match(fold(text), start)
    return found.end() if found else 0


@remembered
def holds(name: Phrase, text: str) -> bool:
    """Tell whether such a phrase stands anywhere in a text."""
    return bool(_compiled(name).search(fold(text)))


@remembered
def is_whole(name: Phrase, text: str) -> bool:
    """Tell a line that is nothing but such a phrase."""
    return bool(_compiled(name).fullmatch(bare(text)))


def is_aside(text: str) -> bool:
    """Tell an example or a remark aside."""
    return mark_of(text) in _raw()["aside"]["marks"] or begins("aside", text)
