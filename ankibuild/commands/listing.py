"""List cards: as text for people, as JSON lines for programs."""

import json
import re
from collections.abc import Iterable, Iterator

from typing_extensions import TypedDict

from ankibuild.model import Card, CardKind, Part
from ankibuild.part_names import part_name
from ankibuild.speech import _
from ankibuild.terminal.lines import Shown, line, width
from ankibuild.text import plain

PARTS: dict[CardKind, tuple[str, ...]] = {
    "qa": ("question", "options", "answer", "explanation"),
    "contrast": ("prompt", "correct", "why_correct", "incorrect", "why_incorrect"),
    "cloze": ("text", "explanation"),
}
_WIDTH = 14
_LINE_END = re.compile(r"<(?:br|/p|/li|/tr)\b[^>]*>")


class PartRecord(TypedDict):
    """One part of a card: the first and last lines of the notes that it was made from, its plain text, its HTML."""

    lines: list[list[int]]
    text: str
    html: str


class CardRecord(TypedDict):
    """One line of `ankibuild cards --format jsonl`: `id` is the guid; a part that the card lacks is null."""

    id: str
    kind: CardKind
    style: str
    path: str
    deck: str
    tags: list[str]
    context: str
    parts: dict[str, PartRecord | None]


def json_line(card: Card, guid: str) -> str:
    """Return a card as one JSON object; an absent part is null (see `cards --format jsonl` in the README)."""
    return json.dumps(card_record(card, guid), ensure_ascii=False)


def card_record(card: Card, guid: str) -> CardRecord:
    """Return a card as programs see it."""
    parts = {
        name: PartRecord(lines=[list(each) for each in part.lines], text=part.text, html=part.html)
        if (part := card.parts.get(name))
        else None
        for name in PARTS[card.kind]
    }
    return CardRecord(
        id=guid, kind=card.kind, style=card.style, path=card.path, deck=card.deck, tags=list(card.tags),
        context=card.context, parts=parts,
    )  # fmt: skip


def text_lines(cards: Iterable[Card]) -> Iterator[Shown]:
    """Yield the cards as readable text, each with its place, its parts and its tags."""
    for card in cards:
        yield line((f"{card.path}:{card.first_line}:", "path"), f" {card.kind} [{card.style}] {card.context}")
        for name in PARTS[card.kind]:
            if part := card.parts.get(name):
                first, *more = _shown(name, part)
                yield line((_column(part_name(name)), "faint"), first)
                yield from (f"  {'':<{_WIDTH}}{text}" for text in more)
        if card.tags:
            yield line((_column(_("tags")), "faint"), " ".join(card.tags))
        yield ""


def _shown(name: str, part: Part) -> list[str]:
    """Return the lines of a part; a front that reads otherwise than it is known by as it reads: 〜とは？."""
    if name not in ("question", "prompt") or plain(part.html) == " ".join(part.text.split()):
        return part.text.split("\n")
    return [text for each in _LINE_END.split(part.html) if (text := plain(each))] or [part.text]


def _column(name: str) -> str:
    return f"  {name}{' ' * (_WIDTH - width(name))}"
