"""Fill the fields of a card's note."""

import re
from collections.abc import Mapping
from html import escape
from typing import Final

from ankibuild.markdown.cleaning import KNOWN_CLASSES, clean, is_blank
from ankibuild.model import FIELDS, Card, Part
from ankibuild.packaging.folding import folded
from ankibuild.packaging.naming import PARTS, swap, title_of
from ankibuild.packaging.phrases import is_body_text, with_breaks

__all__ = ["KNOWN_CLASSES", "clean", "fields_of", "is_blank", "swap", "with_breaks"]

_IN_PHRASES: Final = (("Question",), ("Options",), ("Prompt",), ("Cue",), ("Correct", "Incorrect"))
"""Fields that are broken between phrases. Options are set alike: one that stands out would be a hint."""
_LIST: Final = re.compile(r"<(ul|ol)\b[^>]*>(.*)</\1>", re.DOTALL)
_FILE: Final = re.compile(r"\bsrc=\"([^\"]*)\"")
_FORMULA: Final = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)


def fields_of(card: Card, *, source: str) -> dict[str, str]:
    """Return the fields of a card's note by name, all of its note type's, in their order; `Swap` is left empty.

    `source` is what the card says about its place in the notes, as plain text.
    """
    fields = dict.fromkeys(FIELDS[card.kind], "")
    for name, part in PARTS[card.kind].items():
        if part in card.parts:
            fields[name] = clean(card.parts[part].html)
    if "Title" in fields:
        fields["Title"] = title_of(*(_named(card.parts.get(name)) for name in ("incorrect", "correct")))
    if "Options" in fields:
        fields["Options"] = as_options(fields["Options"], many=_LIST.fullmatch(fields["Answer"]) is not None)
    for names in _IN_PHRASES:
        fields |= _set({name: fields[name] for name in names if name in fields})
    fields["Context"] = clean(escape(card.context, quote=False))
    fields["Source"] = clean(escape(source, quote=False))
    # Anki's search sees through markup in the first field only: the others are found by this one.
    broken = [text for name, text in fields.items() if "<wbr>" in text and name != FIELDS[card.kind][0]]
    fields["Extra2"] = " ".join(text.replace("<wbr>", "") for text in broken)
    if card.both_ways:
        fields["Extra1"] = "1"
    fields = folded(card.kind, fields)
    if card.kind == "cloze":
        fields["Text"] = _FORMULA.sub(_apart, fields["Text"])
    return fields


def _named(part: Part | None) -> str:
    """Return what a part says, or the names of the files that it only shows."""
    return (part.text or " ".join(_FILE.findall(part.html))) if part else ""


def _set(texts: Mapping[str, str]) -> dict[str, str]:
    """Break texts between their phrases, or mark them all as body text if one of them is."""
    if any(map(is_body_text, texts.values())):
        return {
            name: f'<div class="long">{with_breaks(text, phrases=False)}</div>'
            for name, text in texts.items()
        }
    return {name: with_breaks(text) for name, text in texts.items()}


def as_options(html: str, *, many: bool) -> str:
    """Return the list of options as the templates know it, of class "many" if several are right."""
    found = _LIST.fullmatch(html)
    if not found:
        return html
    return f'<ul class="options{" many" if many else ""}">{found[2]}</ul>'


def _apart(formula: re.Match[str]) -> str:
    """Part the braces of a formula: two of them would end a cloze."""
    return formula[0].replace("}}", "} }")
