"""Read the heading of an explanation that has its question's number: 解説 3."""

from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.text import cut, fold
from ankibuild.values import replace
from ankibuild.words import Label, Words

_COUNTED = lazily(r"(?P<word>.*?)\s*\d{1,3}\s*")


def explains(row: Row, words: Words) -> Label | None:
    """Return the label of a heading that is the word for explanations and a number."""
    counted = _COUNTED.fullmatch(fold(row.text))
    label = words.label(cut(row.line, 0, counted.end("word"))) if counted else None
    whole = label is not None and counted is not None and label.rest == counted.end("word")
    return replace(label, rest=len(row.text)) if label and whole and label.kind == "explanation" else None
