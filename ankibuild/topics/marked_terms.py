"""Find the terms that an author sets apart, quoted 「…」, bold or as code, and that recur in the notes."""

import html
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from ankibuild.model import Card, Range
from ankibuild.patterns import lazily
from ankibuild.topics.vocabulary import fold

LONGEST = 30
LONGEST_JAPANESE = 16
MOST_WORDS = 3

_MARKED = lazily(r"(?<!<pre>)<(strong|b|mark|code)\b[^>]*>(.{1,120}?)</\1>|「([^「」\n]{1,60})」")
_HTML_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")
_GLOSS = re.compile(r"(?<=.)\s*[（(][^（）()]*[）)]$")
_ENGLISH = lazily(r"[A-Za-z0-9_.+#@$/ ~:&-]*[A-Za-z][A-Za-z0-9][A-Za-z0-9_.+#@$/ ~:&-]*")
_JAPANESE = lazily(r"(?=.*[{katakana}{han}])[A-Za-z0-9_.+#/ ・{katakana}{hiragana}{han}&-]{2,}")
# particles and verb endings make a phrase of the words, numbers an amount or a reference
_PHRASE = lazily("{within_phrase}|[{verb_ends}{phrase_ends}]$")
_AMOUNT = lazily(
    r"(?:{around}|{ordinal})?\d[\d.,]*\s*(?:{things}.*|[^A-Za-z{katakana}]{0,2}{or_so}?|[KMGTPkmgtp]?i?[A-Za-z]{1,3})"
    r"|(?:[A-Za-z]{1,8}\.?|{part_of_text}) ?\d+"
    r"|[A-Za-z0-9]{1,2}[.)] .*"
)


class Marked(Struct, frozen=True):
    """A term that the author set apart, with the page and the lines of the part where it stands."""

    term: str
    path: str
    lines: Range


def marked(card: Card, names: Collection[str]) -> Iterator[Marked]:
    """Find the terms set apart in these parts of a card, in the order of its parts."""
    for part in (part for name, part in card.parts.items() if name in names):
        lines = min(part.lines, default=(1, 1))[0], max((last for _, last in part.lines), default=1)
        for _, tagged, quoted in _MARKED.findall(part.html):
            term = html.unescape(_HTML_TAG.sub("", tagged or quoted))
            term = _GLOSS.sub("", _SPACE.sub(" ", term).strip(" 「」『』:：、。"))
            if is_term(term):
                yield Marked(unicodedata.normalize("NFC", term), card.path, lines)


def is_term(text: str) -> bool:
    """Tell whether words that an author set apart can name something: no sentence, amount or number."""
    text = unicodedata.normalize("NFKC", text)
    form, longest = (_ENGLISH, LONGEST) if text.isascii() else (_JAPANESE, LONGEST_JAPANESE)
    return (
        len(text) <= longest
        and text.count(" ") < MOST_WORDS
        and form.fullmatch(text) is not None
        and _PHRASE.search(text) is None
        and _AMOUNT.fullmatch(text) is None
    )


def hulls(card: Iterable[Marked]) -> Mapping[str, Marked]:
    """Return each term of a card once, folded, with all the lines from its first part to its last."""
    found: dict[str, Marked] = {}
    for mark in card:
        key = fold(mark.term)
        old = found.get(key, mark)
        lines = min(old.lines[0], mark.lines[0]), max(old.lines[1], mark.lines[1])
        found[key] = Marked(old.term, old.path, lines)
    return found
