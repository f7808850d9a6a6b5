"""Read headings that are a label and a number: 解説 3, which has its question's, and 5.2. 選択肢, a section's."""

from collections.abc import Sequence

from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.text import cut, fold
from ankibuild.values import replace
from ankibuild.words import Label, Words

_COUNTED = lazily(r"(?P<word>.*?)\s*\d{1,3}\s*")
_SECTION = lazily(r"\s*\d{1,2}(?:[.-]\d{1,2})*(?:[.)、:]|(?=\s))\s*(?=\S)")


def explains(row: Row, words: Words) -> Label | None:
    """Return the label of a heading that is the word for explanations and a number."""
    counted = _COUNTED.fullmatch(fold(row.text))
    label = words.label(cut(row.line, 0, counted.end("word"))) if counted else None
    whole = label is not None and counted is not None and label.rest == counted.end("word")
    return replace(label, rest=len(row.text)) if label and whole and label.kind == "explanation" else None


def numbered_labels(rows: Sequence[Row], words: Words) -> dict[int, Label]:
    """Return the labels of headings that are nothing but a number and a label, where one has options: 5.2. 選択肢."""
    ends = {i: m.end() for i, row in enumerate(rows) if row.heading and (m := _SECTION.match(row.text))}
    found = {
        i: replace(label, rest=len(rows[i].text))
        for i, end in ends.items()
        if (label := words.label(cut(rows[i].line, end))) and words.label_alone(rows[i].text[end:])
    }
    return found if any(label.kind == "options" for label in found.values()) else {}
