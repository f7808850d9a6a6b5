"""Read headings that are a label and a number: 解説 3, which has its question's, and 5.2. 選択肢, a section's."""

from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.text import cut, fold
from ankibuild.values import replace
from ankibuild.words import Label, Words

_COUNTED = lazily(r"(?P<word>.*?)\s*\d{1,3}\s*")
_SECTION = lazily(r"\s*\d{1,2}(?:[.-]\d{1,2})+(?:[.)、:]|(?=\s))\s*(?=\S)")


def explains(row: Row, words: Words) -> Label | None:
    """Return the label of a heading that is the word for explanations and a number, or a number and a label."""
    counted = _COUNTED.fullmatch(fold(row.text))
    label = words.label(cut(row.line, 0, counted.end("word"))) if counted else None
    whole = label is not None and counted is not None and label.rest == counted.end("word")
    explained = label and whole and label.kind == "explanation"
    return replace(label, rest=len(row.text)) if label and explained else _of_section(row, words)


def _of_section(row: Row, words: Words) -> Label | None:
    found = _SECTION.match(row.text)
    alone = found and words.label_alone(row.text[found.end() :])
    label = words.label(cut(row.line, found.end())) if found and alone else None
    return replace(label, rest=len(row.text)) if label else None
