"""The cue of a contrast without a question: a sentence of the right option's reason with its own term blanked out."""

import re
from collections.abc import Iterator

from ankibuild.model import Card, Line, Part
from ankibuild.page.pieces import part_of_lines
from ankibuild.patterns import lazily
from ankibuild.text import fold, plain
from ankibuild.values import replace

BLANK = "＿＿"
SHORTEST_CUE = 15
"""How many characters a cue has at least behind its blank: a shorter one says nothing."""
LONGEST_CUE = 120
_SENTENCE = lazily(r"[^。．\n]+?(?:[。．]|[.!?！](?=\s|$)|$)")
# What the sentence is about, with the short or long form in brackets behind it: X（Y）は、…; "X (Y) is a …".
_TOPIC = lazily(
    r"\s*[「『\"']?(?P<term>[^、,「」『』（）(){topic_sign}{object}{subject_sign}]{2,40}?)[」』\"']?\s*(?:[（(](?P<other>[^（）()]{1,40})[）)])?[」』]?"
    r"\s*(?P<sign>{is_topic})(?=.{8})"
)
_WORD = lazily(r"[A-Za-z][A-Za-z0-9]{2,}|[{katakana}]{3,}|[{han}]{2,}")
_VERB = "{told_by}"
_TOPIC_EN = lazily(
    rf"\s*{{article}}?(?P<term>[A-Z][\w&./+-]*(?: (?!{_VERB}\b)[\w&./+-]+){{0,4}})\s*"
    rf"(?:\((?P<other>[^()]{{1,40}})\))?\s+(?P<sign>{_VERB}\b)(?=.{{8}})"
)


def with_cues(cards: list[Card]) -> list[Card]:
    """Give each contrast without a question its cue, where one can be made."""
    return [
        _with_cue(card) if card.kind == "contrast" and "prompt" not in card.parts else card for card in cards
    ]


def _with_cue(card: Card) -> Card:
    why = card.parts.get("why_correct")
    right, wrong = card.parts["correct"].text, card.parts["incorrect"].text
    for number, sentence in _sentences(why) if why else ():
        if text := cue(sentence, right, wrong):
            shown = part_of_lines([Line(number, text, text.replace("&", "&amp;").replace("<", "&lt;"))])
            return replace(card, parts={**card.parts, "cue": shown})
    return card


def _sentences(why: Part) -> Iterator[tuple[int, str]]:
    """Yield the first sentence of each line, with the first source line of the reasons."""
    number = why.lines[0][0] if why.lines else 0
    for line in why.text.split("\n"):
        if found := _SENTENCE.match(line):
            yield number, plain(found[0]) if "<" not in line else found[0].strip()


def cue(sentence: str, right: str, wrong: str) -> str:
    """Return the sentence with the term blanked that only the right option has; "" where that gives none."""
    found = _TOPIC.match(sentence) or _TOPIC_EN.match(sentence)
    if not found or not SHORTEST_CUE <= len(sentence) - found.end() <= LONGEST_CUE:
        return ""
    names = [name.strip() for name in (found["term"], found["other"]) if name]
    known = [name for name in names if _holds(right, name)]
    if not known or any(_holds(wrong, name) for name in known):
        return ""
    rest = sentence[found.start("sign") :]
    for name in sorted(names, key=len, reverse=True):
        rest = re.sub(re.escape(name), BLANK, rest, flags=re.IGNORECASE)
    if any(_holds(rest, word) for name in known for word in _words(name) if not _holds(wrong, word)):
        return ""  # what is left gives it away
    return f"{BLANK} {rest}" if rest[:1].isascii() else f"{BLANK}{rest}"


def _holds(text: str, name: str) -> bool:
    return "".join(fold(name).split()) in "".join(fold(text).split())


def _words(name: str) -> list[str]:
    """Return the words of a term by which it would be known again."""
    return [word for word in _WORD.findall(name) if word]
