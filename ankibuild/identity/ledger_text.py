"""The text of a ledger in which the lines of few cards change: the others are not read, and stay as they are."""

from bisect import bisect_left
from collections.abc import Collection, Iterable

import msgspec

from ankibuild.identity.entry import Entry, Ledger
from ankibuild.identity.ledger import closing_line, loads, unbroken
from ankibuild.identity.lines import read_line, written

_CARD = b'{"guid":'
_REMOVED = b'"removed":true'


class LedgerText:
    """The bytes of a ledger as `ledger.dumps` has written them, line by line."""

    def __init__(self, data: bytes) -> None:
        lines = data.splitlines(keepends=True)
        first = next((at for at, line in enumerate(lines) if line.startswith(_CARD)), len(lines) - 1)
        self._head, self._cards = lines[:first], lines[first:-1]

    def part(self, pages: Collection[str]) -> Ledger:
        """Return what it says of some pages, of all removed cards, and of the decks and note types."""
        named = [unbroken(f'"page":{msgspec.json.encode(page).decode()},').encode() for page in pages]
        cards = [line for line in self._cards if _REMOVED in line or any(name in line for name in named)]
        return loads(b"".join((*self._head, *cards, closing_line(0).encode())).decode())

    def knows(self, guid: str) -> bool:
        """Tell whether a card has this guid."""
        at = self._place(guid)
        return at < len(self._cards) and _guid(self._cards[at]) == guid

    def with_entries(self, entries: Iterable[Entry]) -> bytes:
        """Return the text with the lines of these cards, be they new or known."""
        for entry in entries:
            at, line = self._place(entry.guid), unbroken(written(entry)).encode()
            known = self.knows(entry.guid)
            self._cards[at : at + known] = [line]
        return b"".join((*self._head, *self._cards, closing_line(len(self._cards)).encode()))

    def _place(self, guid: str) -> int:
        return bisect_left(self._cards, guid, key=_guid)


def _guid(line: bytes) -> str:
    entry = read_line(line.decode())
    if entry is None:
        raise ValueError("not a line that was written as it stands")
    return entry.guid
