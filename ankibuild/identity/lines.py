"""Read and write the lines of cards in a fraction of the time that the ledger's own, patient reading takes.

Nine lines of ten thousand are as we wrote them; one that is not, or that has any fault, is left to
`ledger`, which says what is wrong. The bytes are those that `json.dumps` writes.
"""

import unicodedata
from typing import Final

import msgspec

from ankibuild.identity.entry import Entry, Given, digest
from ankibuild.model import OTHER_PARTS, PROMPT_PARTS, CardKind


class _Given(msgspec.Struct, forbid_unknown_fields=True):
    fields: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    decks: tuple[str, ...] = ()


class _Line(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    guid: str
    kind: CardKind
    id: int
    mod: int
    page: str
    headings: tuple[str, ...]
    context: str
    prompt: str
    rest: str
    fields: str
    tags: tuple[str, ...] = ()
    explicit: str = ""
    removed: bool = False
    given: _Given | None = None
    text: dict[str, str]


LARGEST: Final = 253_402_300_799_999
"""The last millisecond of the year 9999; more than 64 bits would not go into a package."""
_DECODER: Final = msgspec.json.Decoder(_Line)
_ENCODER: Final = msgspec.json.Encoder()
_NAMES: Final = {kind: frozenset(PROMPT_PARTS[kind] + OTHER_PARTS[kind]) for kind in PROMPT_PARTS}
_ORDER: Final = {kind: PROMPT_PARTS[kind] + OTHER_PARTS[kind] for kind in PROMPT_PARTS}


def read_line(line: str) -> Entry | None:
    """Return the card of a line, None for what is no line of a card, or has any fault."""
    if not line.startswith('{"guid":'):
        return None
    try:
        found = _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return None
    given = found.given
    entry = Entry(
        found.guid, found.kind, found.id, found.mod, found.page, found.headings, found.text,
        found.context, found.fields, found.explicit, found.removed,
        Given(given.fields, given.tags, given.decks) if given else _NOTHING,
        found.tags,
    )  # fmt: skip
    sound = found.guid.strip() and 0 < found.id <= LARGEST and 0 < found.mod <= LARGEST
    sound = sound and unicodedata.is_normalized("NFC", found.page)
    if not sound or not found.text.keys() <= _NAMES[found.kind]:
        return None
    return entry if _fits(entry, found) else None


_NOTHING: Final = Given()


def _fits(entry: Entry, found: _Line) -> bool:
    return found.prompt == digest(entry.prompt) and found.rest == digest(entry.rest)


def written(entry: Entry) -> str:
    """Return the line of a card."""
    parts, given = entry.parts, entry.given
    line = _Line(
        guid=entry.guid, kind=entry.kind, id=entry.id, mod=entry.mod, page=entry.page, headings=entry.headings,
        context=entry.context, prompt=digest(entry.prompt), rest=digest(entry.rest), fields=entry.fields,
        tags=entry.tags, explicit=entry.explicit, removed=entry.removed,
        given=_Given(given.fields, given.tags, given.decks) if given else None,
        text={name: parts[name] for name in _ORDER[entry.kind] if name in parts},
    )  # fmt: skip
    return f"{_ENCODER.encode(line).decode()}\n"
