"""The text of a ledger in which the lines of few cards change: the others are not read, and stay as they are."""

from collections.abc import Collection, Iterable, Iterator

import msgspec

from ankibuild.identity.entry import Entry, Ledger
from ankibuild.identity.ledger import closing_line, loads, unbroken
from ankibuild.identity.lines import read_line, written

_CARD = b'{"guid":'
_REMOVED = b'"removed":true'


class LedgerText:
    """The bytes of a ledger as `ledger.dumps` has written them: lines of the cards by their guids, one closing line."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._end = data.rfind(b"\n", 0, len(data) - 1) + 1
        self._start = data.find(b"\n" + _CARD) + 1 or self._end

    def part(self, pages: Collection[str]) -> Ledger:
        """Return what it says of some pages, of all removed cards, and of the decks and note types."""
        named = [unbroken(f'"page":{msgspec.json.encode(page).decode()},').encode() for page in pages]
        starts = sorted({start for name in (_REMOVED, *named) for start in self._starts(name)})
        cards = [self._data[start : self._behind(start)] for start in starts]
        return loads(b"".join((self._data[: self._start], *cards, closing_line(0).encode())).decode())

    def knows(self, guid: str) -> bool:
        """Tell whether a card has this guid."""
        start, end = self._place(guid)
        return start < end

    def with_entries(self, entries: Iterable[Entry]) -> bytes:
        """Return the text with the lines of these cards, be they new or known."""
        count = self._data.count(b"\n", self._start, self._end)
        pieces, done = list[bytes](), 0
        for entry in sorted(entries, key=lambda entry: entry.guid):
            start, end = self._place(entry.guid)
            count += start == end
            pieces += (self._data[done:start], unbroken(written(entry)).encode())
            done = end
        return b"".join((*pieces, self._data[done : self._end], closing_line(count).encode()))

    def _place(self, guid: str) -> tuple[int, int]:
        """Return where a card's line begins and ends; twice where it would begin if there is none."""
        low, high = self._start, self._end
        while low < high:
            start = self._data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._behind(start)
            found = _guid(self._data[start:end])
            if found == guid:
                return start, end
            low, high = (end, high) if found < guid else (low, start)
        return low, low

    def _starts(self, name: bytes) -> Iterator[int]:
        """Yield where lines of cards begin that hold these bytes."""
        at = self._data.find(name, self._start, self._end)
        while at >= 0:
            yield self._data.rfind(b"\n", 0, at) + 1
            at = self._data.find(name, self._behind(at), self._end)

    def _behind(self, at: int) -> int:
        """Return where the next line begins."""
        return self._data.index(b"\n", at) + 1


def _guid(line: bytes) -> str:
    entry = read_line(line.decode())
    if entry is None:
        raise ValueError("not a line that was written as it stands")
    return entry.guid
