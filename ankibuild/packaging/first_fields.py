"""Tell notes apart by their first fields, as Anki's browser does.

Two notes of a note type whose first fields say the same are duplicates for Anki. The later one says more: a
pair's title goes on with what is asked, any other field with the card's context, which the card shows anyway,
so that it is hidden there.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape, unescape
from itertools import count

from msgspec import Struct

from ankibuild.model import FIELDS, CardKind

HIDDEN = re.compile(r"<span hidden>.*?</span>", re.DOTALL)
"""What only Anki's browser shows of a field."""
_PICTURE = re.compile(r"<img\b[^>]*?\bsrc=\"([^\"]*)\"[^>]*>")
_TAG = re.compile(r"<(?:\"[^\"]*\"|[^\">])*>")
_LONGEST = 60


class Apart(Struct, frozen=True):
    """The fields of a note whose first field no other note has, and what that field says: at first, and told apart."""

    fields: Mapping[str, str]
    firsts: tuple[str, ...]


def told_apart(notes: Iterable[tuple[CardKind, Mapping[str, str]]]) -> Iterator[Apart]:
    """Yield the notes' fields, their first fields all different."""
    seen: set[tuple[CardKind, str]] = set()
    for kind, fields in notes:
        name = FIELDS[kind][0]
        first = kind, said(fields[name])
        if first not in seen:
            seen.add(first)
            yield Apart(fields, first[1:])
            continue
        texts = (fields[name] + more for more in _further(kind, fields))
        text = next(text for text in texts if (kind, said(text)) not in seen)
        seen.add((kind, said(text)))
        yield Apart({**fields, name: text}, (first[1], said(text)))


def said(html: str) -> str:
    """Return what Anki compares of a field: its text and the names of its pictures."""
    if "<" in html:
        html = _TAG.sub("", _PICTURE.sub(r" \1 ", html) if "<img" in html else html)
    return unescape(html).strip()


def _further(kind: CardKind, fields: Mapping[str, str]) -> Iterator[str]:
    """Yield what may stand behind a first field, longer and longer, and at last a number."""
    more = ""
    yield more
    for name in ("Prompt", "Cue", "Context") if kind == "contrast" else ("Context",):
        if text := " ".join(said(fields[name].replace("<br>", " ")).split()):
            more += _more(kind, f" · {text[:_LONGEST]}")
            yield more
    for number in count(2):
        yield more + _more(kind, f" ({number})")


def _more(kind: CardKind, text: str) -> str:
    shown = escape(text, quote=False)
    return shown if kind == "contrast" else f"<span hidden>{shown}</span>"
