"""The word list by class: the one place of these tests that knows how words.toml is organised."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ankibuild

FILE = Path(ankibuild.__file__).with_name("words.toml")
RECORD = Path(__file__).with_name("words.txt")

CLASSES = {
    "question": "labels.question", "options": "labels.options", "answer": "labels.answer",
    "explanation": "labels.explanation", "wrong": "labels.wrong", "feedback": "labels.feedback", "ignore": "labels.ignore",
    "own": "labels.own", "right mark": "marks.right", "wrong mark": "marks.wrong", "right verdict": "verdicts.right",
    "wrong verdict": "verdicts.wrong", "question head": "heads.question", "answer head": "heads.answer",
    "verdict head": "heads.verdict", "section": "sections.none", "unanswered": "status.unanswered",
    "mistake": "labels.mistake", "term head": "heads.term", "meaning head": "heads.meaning", "statement head": "heads.statement",
    "truth head": "heads.truth", "more head": "heads.more", "wish head": "heads.wish", "means head": "heads.means",
    "end of a section": "sections.closing", "behind": "sections.behind", "status": "status.item", "reveals": "phrases.reveals",
}  # fmt: skip
"""What a class is called here → where the file has its words: a list, or lists by language below it."""


def vocabulary() -> dict[str, list[str]]:
    """Return the words of each class; an expression among them is no word."""
    raw = tomllib.loads(FILE.read_text("utf-8"))
    return {name: list(dict.fromkeys(_words(raw, path))) for name, path in CLASSES.items()}


def recorded() -> dict[str, list[str]]:
    """Return the words of each class that are on record: what the list loses is still tried."""
    lines = RECORD.read_text("utf-8").splitlines()
    pairs = [line.split(" | ", 1) for line in lines]
    return {name: [word for kind, word in pairs if kind == name] for name in CLASSES}


def record() -> None:
    """Put the words of now on record."""
    lines = [f"{name} | {word}\n" for name, words in vocabulary().items() for word in words]
    RECORD.write_text("".join(lines), "utf-8")


def _words(raw: Mapping[str, Any], path: str) -> list[str]:
    value: Any = raw
    for key in path.split("."):
        value = value[key]
    words = value if isinstance(value, list) else [word for words in value.values() for word in words]
    return [word for word in words if not (path.startswith("phrases") and re.search(r"[(|]", word))]


def language(word: str) -> str:
    """Guess the language of the page that a word stands on, from its script."""
    if re.search(r"[\uac00-\ud7af]", word):
        return "ko"
    if re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", word):
        return "ja"
    return "en" if re.search(r"[a-z]", word, re.IGNORECASE) else "ja"
