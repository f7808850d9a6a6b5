"""List cards: as text for people, as JSON lines for programs."""

import json
from collections.abc import Iterable, Iterator

from ankibuild.model import Card, CardKind

PARTS: dict[CardKind, tuple[str, ...]] = {
    "qa": ("question", "options", "answer", "explanation"),
    "contrast": ("prompt", "correct", "why_correct", "incorrect", "why_incorrect"),
    "cloze": ("text", "explanation"),
}
_WIDTH = 14


def json_line(card: Card, guid: str) -> str:
    """Return a card as one JSON object; an absent part is null (see `cards --format jsonl` in the README)."""
    parts = {
        name: {"lines": [list(each) for each in part.lines], "text": part.text, "html": part.html}
        if (part := card.parts.get(name))
        else None
        for name in PARTS[card.kind]
    }
    record = {
        "id": guid, "kind": card.kind, "style": card.style, "path": card.path, "deck": card.deck,
        "tags": list(card.tags), "context": card.context, "parts": parts,
    }  # fmt: skip
    return json.dumps(record, ensure_ascii=False)


def text_lines(cards: Iterable[Card]) -> Iterator[str]:
    """Yield the cards as readable text, each with its place, its parts and its tags."""
    for card in cards:
        yield f"{card.path}:{card.first_line}: {card.kind} [{card.style}] {card.context}"
        for name in PARTS[card.kind]:
            if part := card.parts.get(name):
                first, *more = part.text.split("\n")
                yield f"  {name.replace('_', ' '):<{_WIDTH}}{first}"
                yield from (f"  {'':<{_WIDTH}}{line}" for line in more)
        if card.tags:
            yield f"  {'tags':<{_WIDTH}}{' '.join(card.tags)}"
        yield ""
