"""Fill the fields of a card's note."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from html import escape, unescape
from itertools import chain
from typing import Final

from ankibuild.markdown.cleaning import KNOWN_CLASSES, clean, is_blank
from ankibuild.model import FIELDS, Card, CardKind, Part
from ankibuild.packaging.folding import folded
from ankibuild.packaging.inert import as_typed, without_clozes_in_code, without_gaps, without_open_clozes
from ankibuild.packaging.phrases import is_body_text, lines_with_breaks, with_breaks
from ankibuild.patterns import lazily
from ankibuild.speech import Language
from ankibuild.text import width

__all__ = ["KNOWN_CLASSES", "clean", "fields_of", "is_blank", "with_breaks"]

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

_IN_PHRASES: Final = (("Question",), ("Options",), ("Prompt",), ("Cue",), ("Correct", "Incorrect"))
"""Fields that are broken between phrases. Options are set alike: one that stands out would be a hint."""
_AS_BODY: Final = ("Answer", "Explanation", "WhyCorrect", "WhyIncorrect", "Context")
"""Fields that are body text: numbers keep their units and lines their last words."""
SHORT: Final = 20
"""Full-width characters of a front that is set large."""
_SAID: Final = (*_AS_BODY, "Source", *chain(*_IN_PHRASES), "Text")
_KANA: Final = lazily("[ぁ-ヺ]")
_LIST: Final = re.compile(r"<(ul|ol)\b[^>]*>(.*)</\1>", re.DOTALL)
_FILE: Final = lazily(r"\bsrc=\"([^\"]*)\"")
_CLOZE: Final = lazily(
    r"(?P<opening>\{\{c\d+::)(?P<inside>(?:<(code)\b.*?</code>|(?!\}\}).)*)\}\}", re.DOTALL
)
_FORMULA: Final = lazily(r"\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)


def fields_of(card: Card, *, source: str, language: Language = "ja") -> dict[str, str]:
    """Return the fields of a card's note by name, all of its note type's, in their order; `Swap` is left empty.

    `source` is what the card says about its place in the notes, as plain text. `language` is that of the
    templates: Japanese text within others says that it is, for Anki's programs draw Chinese glyphs else.
    """
    return with_context(own_fields(card, source=source, language=language), card.context, language)


def own_fields(card: Card, *, source: str, language: Language = "ja") -> dict[str, str]:
    """Return the fields of a card's note but for what hangs on other pages: its context line, and `Swap`."""
    fields = dict.fromkeys(FIELDS[card.kind], "")
    for name, part in PARTS[card.kind].items():
        if part in card.parts:
            html = clean(card.parts[part].html)
            fields[name] = html if card.kind == "cloze" else without_gaps(html)
    if "Title" in fields:
        fields["Title"] = title_of(*(_named(card.parts.get(name)) for name in ("incorrect", "correct")))
    if "Options" in fields:
        fields["Options"] = as_options(fields["Options"], many=_LIST.fullmatch(fields["Answer"]) is not None)
    fields["Source"] = _source(source)
    fields = _as_lines(card.kind, fields)
    if card.both_ways:
        fields["Extra1"] = _term(card)
    fields = folded(card.kind, fields)
    if language != "ja":
        fields |= {name: _in_japanese(name, fields[name]) for name in _SAID if name in fields}
    if card.kind == "cloze":
        text = _FORMULA.sub(_apart, fields["Text"])
        text = _CLOZE.sub(_without_hint, text) if card.style == "highlights" else text
        fields["Text"] = without_open_clozes(without_clozes_in_code(text))
    return fields


@lru_cache(maxsize=256)
def _source(source: str) -> str:
    """Return the line about a card's place in the notes, which the cards of a section share."""
    return with_breaks(clean(escape(source, quote=False)), phrases=False)


def with_context(fields: Mapping[str, str], context: str, language: Language = "ja") -> dict[str, str]:
    """Return the fields of a note with the line of its context, and what lets search find that, too."""
    said, hidden = _context(context, language)
    more = fields["Extra2"]
    return {**fields, "Context": said, "Extra2": f"{more} {hidden}" if more and hidden else more or hidden}


@lru_cache(maxsize=4096)
def _context(context: str, language: Language) -> tuple[str, str]:
    said = with_breaks(clean(escape(context, quote=False)), phrases=False)
    return said if language == "ja" else _in_japanese("Context", said), _hidden((said,))


def with_swap(fields: Mapping[str, str], guid: str) -> dict[str, str]:
    """Return the fields of a note with the order of its options, where it has any."""
    return {**fields, "Swap": swap(guid)} if "Swap" in fields else {**fields}


def with_link(fields: Mapping[str, str], link: str) -> dict[str, str]:
    """Return the fields of a note whose line about its place in the notes leads there, if there is a link."""
    return {**fields, "Source": f'<a href="{escape(link)}">{fields["Source"]}</a>'} if link else {**fields}


def _as_lines(kind: CardKind, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields with all that decides where their lines end, and what lets search find them all the same."""
    found = dict(fields)
    for names in _IN_PHRASES:
        texts = {name: found[name] for name in names if name in found}
        if any(texts.values()):
            found |= _set(texts)
    for name in _AS_BODY:
        if found.get(name):
            found[name] = with_breaks(found[name], phrases=False)
    if kind == "cloze":  # its braces part words anywhere: nothing is kept together but a number and its unit
        found["Text"] = with_breaks(found["Text"], phrases=False, ends=False)
    if kind == "qa" and not found["Options"] and _is_short(found["Question"]):
        found["Question"] = f'<div class="short">{found["Question"]}</div>'
    # Anki's search sees through markup in the first field only: the others are found by this one.
    found["Extra2"] = _hidden(found[name] for name in list(PARTS[kind]) if name != FIELDS[kind][0])
    return found


def _hidden(texts: Iterable[str]) -> str:
    """Return the lines that markup parts, as one text."""
    lines = [line for text in texts for line in lines_with_breaks(text)]
    return escape(" ".join(lines).replace("\xa0", " "), quote=False)


def _term(card: Card) -> str:
    """Return what answers a reversed card: the term alone, without とは？."""
    question = card.parts["question"]
    return clean(escape(question.text, quote=False).replace("\n", "<br>")) or clean(question.html)


def _in_japanese(name: str, html: str) -> str:
    element = "span" if name in ("Context", "Source") else "div"  # these two stand in paragraphs
    return f'<{element} lang="ja">{html}</{element}>' if _KANA.search(html) else html


def _is_short(html: str) -> bool:
    """Tell a front of one line of text, of a length that can be set large."""
    text = unescape(_TAGS.sub("", html)).strip()
    return bool(text) and not _NO_LINE.search(html) and width(text) <= SHORT


_TAGS: Final = re.compile(r"<(?:\"[^\"]*\"|[^\">])*>")
_NO_LINE: Final = re.compile(r"<(?:img|video|audio|pre|table|ul|ol|blockquote|br)\b|</p>.")


def title_of(incorrect: str, correct: str) -> str:
    """Return the name of a pair, by which Anki's browser lists it: what is mixed up with what."""
    return clean(escape(f"{_flat(incorrect)} ↔ {_flat(correct)}", quote=False))


def _flat(text: str) -> str:
    return " ".join(text.split())


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


def swap(guid: str) -> str:
    """Return "" or "1", as often the one as the other: the order of the options without JavaScript."""
    return "1" if sha256(guid.encode()).digest()[0] & 1 else ""


def as_options(html: str, *, many: bool) -> str:
    """Return the list of options as the templates know it, of class "many" if several are right."""
    found = _LIST.fullmatch(html)
    if not found:
        return html
    return f'<ul class="options{" many" if many else ""}">{found[2]}</ul>'


def _without_hint(cloze: re.Match[str]) -> str:
    """Return a cloze that is all text: what an author marks has no hint behind a sign, ==AWS::S3::Bucket==."""
    return f"{cloze['opening']}{as_typed(cloze['inside'])}}}}}"


def _apart(formula: re.Match[str]) -> str:
    """Part the braces of a formula: two of them would end a cloze."""
    return formula[0] if "{{c" in formula[0] else formula[0].replace("}}", "} }")
