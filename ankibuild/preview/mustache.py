"""Fill a card template as Anki does, which is not quite mustache.

No library does it: chevron, which genanki uses, escapes HTML, drops the lines of tags that stand alone and
knows neither filters nor clozes. The rules were found by running Anki (tests/test_mustache.py holds them to
it): a field goes in as it is; a condition asks whether a field holds more than blanks and line breaks; HTML
comments are copied, tags in them too; what a field says is never read as a template.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ankibuild.packaging.anki_rules import is_empty
from ankibuild.preview.template_filters import Side, apply

_TOKEN: Final = re.compile(r"(?P<comment><!--.*?-->)|\{\{+(?P<tag>.*?)\}\}", re.DOTALL)
_FRONT_SIDE: Final = "FrontSide"


@dataclass(frozen=True, slots=True)
class Show:
    """`{{filter:Field}}`: the filters stand in the order in which they are applied."""

    field: str
    filters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class When:
    """`{{#Field}}…{{/Field}}`, with `filled` false `{{^Field}}…{{/Field}}`."""

    field: str
    filled: bool
    inside: "Template"


Template = tuple["str | Show | When", ...]
"""A template taken apart: text that stays as it is, and what is filled in."""


class UnbalancedError(ValueError):
    """A condition of a template is closed without being open, or never closed."""


def parse(text: str) -> Template:
    """Take a template apart; raise UnbalancedError."""
    stack: list[tuple[str, bool, list[str | Show | When]]] = [("", True, [])]
    at = 0
    for token in _TOKEN.finditer(text):
        if token["comment"]:
            continue
        stack[-1][2].append(text[at : token.start()])
        at = token.end()
        _take(token["tag"].strip(), stack)
    if len(stack) > 1:
        raise UnbalancedError(f"{{{{/{stack[-1][0]}}}}} is missing")
    return _plain((*stack[0][2], text[at:]))


def _take(tag: str, stack: list[tuple[str, bool, list[str | Show | When]]]) -> None:
    """Put a tag where it belongs: into the innermost open condition, or at its end."""
    name = tag[1:].strip()
    if tag[:1] in ("#", "^"):
        stack.append((name, tag[0] == "#", []))
    elif tag[:1] == "/":
        field, filled, inside = stack.pop()
        if not stack or field != name:
            raise UnbalancedError(f"{{{{/{name}}}}} closes what is not open")
        stack[-1][2].append(When(field, filled, _plain(inside)))
    else:
        *filters, field = tag.split(":")
        stack[-1][2].append(Show(field, tuple(reversed(filters))))


def _plain(nodes: Sequence[str | Show | When]) -> Template:
    return tuple(node for node in nodes if node != "")


def render(
    template: Template, values: Mapping[str, str], *, cloze: int = 0, front_side: str | None = None
) -> list[str]:
    """Fill a template; return the pieces of the HTML, so that equal ones can be told.

    `values` holds the fields and what else Anki fills in (`special`); a name that is not there is empty.
    `cloze` is the number of the card's cloze. A back is given the `front_side`, a front None.
    """
    side = Side(cloze, question=front_side is None)
    known = {**values, f"c{cloze}": "1"}
    pieces: list[str] = []

    def walk(nodes: Template) -> None:
        for node in nodes:
            if isinstance(node, str):
                pieces.append(node)
            elif isinstance(node, When):
                if is_empty(known.get(node.field, "")) is not node.filled:
                    walk(node.inside)
            elif node.field == _FRONT_SIDE:
                pieces.append(front_side or "")
            else:
                pieces.append(apply(node.filters, known.get(node.field, ""), node.field, side))

    walk(template)
    return [piece for piece in pieces if piece]


def special(
    *, deck: str, tags: Sequence[str], note_type: str, card_type: str, card_id: int
) -> dict[str, str]:
    """Return what Anki fills in beside the fields, for a card without a flag."""
    return {
        "Deck": deck,
        "Subdeck": deck.rpartition("::")[2],
        "Tags": " ".join(tags),
        "Type": note_type,
        "Card": card_type,
        "CardFlag": "flag0",
        "CardID": str(card_id),
    }
