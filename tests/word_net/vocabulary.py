"""The word list by class: the one place of these tests that knows how words.toml is organised."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ankibuild

FILE = Path(ankibuild.__file__).with_name("words.toml")

CLASSES = {
    "question": "labels.question", "options": "labels.options", "answer": "labels.answer",
    "explanation": "labels.explanation", "wrong": "labels.wrong", "feedback": "labels.feedback", "ignore": "labels.ignore",
    "own": "labels.own", "right mark": "marks.right", "wrong mark": "marks.wrong", "right verdict": "verdicts.right",
    "wrong verdict": "verdicts.wrong", "question head": "heads.question", "answer head": "heads.answer",
    "verdict head": "heads.verdict", "section": "sections.none", "unanswered": "status.unanswered",
}  # fmt: skip
"""What a class is called here → where the file has its words: a list, or lists by language below it."""


def vocabulary() -> dict[str, list[str]]:
    """Return the words of each class."""
    raw = tomllib.loads(FILE.read_text("utf-8"))
    return {name: list(dict.fromkeys(_words(raw, path))) for name, path in CLASSES.items()}


def _words(raw: Mapping[str, Any], path: str) -> list[str]:
    value: Any = raw
    for key in path.split("."):
        value = value[key]
    return value if isinstance(value, list) else [word for words in value.values() for word in words]


def language(word: str) -> str:
    """Guess the language of the page that a word stands on, from its script."""
    if re.search(r"[\uac00-\ud7af]", word):
        return "ko"
    if re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", word):
        return "ja"
    return "en" if re.search(r"[a-z]", word, re.IGNORECASE) else "ja"
