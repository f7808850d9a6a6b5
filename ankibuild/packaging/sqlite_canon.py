"""Give a SQLite database the same bytes whichever SQLite library wrote it.

Equal rows do not make equal files: unused space keeps what once stood there, cells lie in a page where the
library happened to put them, and the header counts changes and names the library's version. None of it is
content, so all of it can be set. The layout is that of "Database File Format" in the SQLite documentation.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import sub
from struct import pack, unpack_from
from typing import Final

_FILE_HEADER: Final = 100
_INDEX_INTERIOR, _TABLE_INTERIOR, _TABLE_LEAF = 2, 5, 13
_INTERIOR: Final = (_INDEX_INTERIOR, _TABLE_INTERIOR)
_SMALLEST_CELL: Final = 4
_MORE: Final = 0x80  # set in every byte of a variable-length integer but the last
_ZEROS: Final = bytes(1 << 16)
_LOCK_BYTE: Final = 1 << 30
"""The page with this offset is never used: other processes lock the database there."""


class NotCanonicalError(ValueError):
    """The image is not that of a freshly vacuumed database."""


def prepare(connection: sqlite3.Connection) -> None:
    """Fix what SQLite libraries choose differently, in a database that has no table yet."""
    for setting in ("page_size = 4096", "encoding = 'UTF-8'", "auto_vacuum = NONE"):
        connection.execute(f"PRAGMA {setting}")


def canonical_image(connection: sqlite3.Connection) -> bytearray:
    """Vacuum a committed database in memory and return its file in canonical form."""
    image, roots = vacuumed(connection)
    tidy(image, roots)
    return image


def vacuumed(connection: sqlite3.Connection) -> tuple[bytearray, list[int]]:
    """Vacuum a committed database in memory; return its file and the root pages of its tables and indexes.

    If that fails the database is lost: it is not kept beside its copy, which takes a third of the time.
    """
    for setting in ("journal_mode = OFF", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("VACUUM")
    roots = [row[0] for row in connection.execute("SELECT rootpage FROM sqlite_schema WHERE rootpage > 0")]
    return bytearray(connection.serialize()), roots


def canonical(image: bytes, roots: Iterable[int]) -> bytes:
    """Return a database file in canonical form (see `tidy`)."""
    tidied = bytearray(image)
    tidy(tidied, roots)
    return bytes(tidied)


def tidy(image: bytearray, roots: Iterable[int]) -> None:
    """Set every byte of a database file that carries no content to a constant.

    `roots` are the root pages of the tables and indexes, without page 1, the schema's own. Raises
    `NotCanonicalError` for an image with free pages, with auto-vacuum or with pages outside these trees.
    """
    file = _File(image)
    reached = sum(file.tidy_tree(root) for root in (1, *roots))
    if reached != file.used_pages:
        raise NotCanonicalError(f"{file.used_pages} pages in use, but {reached} in tables and indexes")


class _File:
    """A database file that is tidied in place."""

    def __init__(self, data: bytearray) -> None:
        if any(data[36:40]) or any(data[52:56]):
            raise NotCanonicalError("the database has free pages or uses auto-vacuum")
        self.data = data
        self.page_size = _number(data[16:18]) if data[16:18] != b"\0\1" else 1 << 16
        self.used_pages = len(data) // self.page_size - (len(data) > _LOCK_BYTE)
        self.usable = self.page_size - data[20]
        self.least_local = (self.usable - 12) * 32 // 255 - 23
        self.most_local = {True: self.usable - 35, False: (self.usable - 12) * 64 // 255 - 23}
        data[18:20] = b"\1\1"  # a rollback journal, not a write-ahead log
        for counter in (24, 40, 92, 96):  # changes, schema changes, changes when last sized, library version
            data[counter : counter + 4] = b"\0\0\0\1"

    def tidy_tree(self, root: int) -> int:
        """Tidy all pages of a b-tree and return how many it has, overflow pages included."""
        waiting, count = [root], 0
        while waiting:
            children, spills = self._tidy_page(waiting.pop())
            waiting += children
            count += 1 + sum(self._tidy_overflow(first, left) for first, left in spills)
        return count

    def _tidy_page(self, number: int) -> tuple[list[int], list[tuple[int, int]]]:
        """Pack the cells against the end of a page in key order and clear the rest.

        Returns the child pages and, of each cell that is continued elsewhere, its first overflow page and the
        number of bytes there.
        """
        base, top = (number - 1) * self.page_size, _FILE_HEADER if number == 1 else 0
        page = bytes(self.data[base : base + self.page_size])
        kind, count = page[top], _number(page[top + 3 : top + 5])
        children = [_number(page[top + 8 : top + 12])] if kind in _INTERIOR else []
        slots = top + (12 if kind in _INTERIOR else 8)
        if kind not in _INTERIOR:
            if self._is_laid(page, slots, count):
                return [], []
            if turned := self._turned(page, slots, count):
                self.data[base : base + self.page_size] = turned
                return [], []
            if cells := self._gapless(page, top, count):
                self.data[base : base + self.page_size] = self._laid(page, slots, cells)
                return [], []
        spills: list[tuple[int, int]] = []
        tidy, end = bytearray(self.page_size), self.usable
        for slot in range(slots, slots + 2 * count, 2):
            start = page[slot] << 8 | page[slot + 1]
            stop, spilled = self._cell(page, start, kind)
            if spilled:
                spills.append((_number(page[stop - 4 : stop]), spilled))
            if kind in _INTERIOR:
                children.append(_number(page[start : start + 4]))
            end -= max(stop - start, _SMALLEST_CELL)
            tidy[end : end + stop - start] = page[start:stop]
            tidy[slot], tidy[slot + 1] = end >> 8, end & 0xFF
        tidy[:slots] = page[:slots]
        # No free block, `count` cells, their first byte, no fragments.
        tidy[top + 1 : top + 8] = bytes((0, 0, count >> 8, count & 0xFF, end >> 8 & 0xFF, end & 0xFF, 0))
        self.data[base : base + self.page_size] = tidy
        return children, spills

    def _is_laid(self, page: bytes, slots: int, count: int) -> bool:
        """Tell whether a leaf is as `_laid` would return it: so are most that were just vacuumed."""
        top = slots - 8
        if not count or any(page[top + 1 : top + 3]) or page[top + 7] or self.usable < self.page_size:
            return False
        starts = unpack_from(f">{count}H", page, slots)
        sizes = list(map(sub, (self.usable, *starts), starts))
        end = slots + 2 * count
        return (
            min(sizes) > _SMALLEST_CELL
            and starts[-1] == _number(page[top + 5 : top + 7])
            and page[end : starts[-1]] == _ZEROS[: starts[-1] - end]
            and not self._spills(page, page[top], starts, sizes)
        )

    def _turned(self, page: bytes, slots: int, count: int) -> bytes:
        """Return a leaf as `_laid` would, if its last cells lie above its first ones and all else is so, else nothing.

        So do nearly all leaves of indexes that were just vacuumed: a tenth of the time that `_gapless` takes.
        """
        top = slots - 8
        if not count or any(page[top + 1 : top + 3]) or page[top + 7] or self.usable < self.page_size:
            return b""
        starts = unpack_from(f">{count}H", page, slots)
        first = starts.index(max(starts))
        descending = (*starts[first:], *starts[:first])
        sizes = list(map(sub, (self.usable, *descending), descending))
        lowest, middle = descending[-1], descending[-first - 1]
        if (
            min(sizes) <= _SMALLEST_CELL
            or lowest != _number(page[top + 5 : top + 7])
            or self._spills(page, page[top], descending, sizes)
        ):
            return b""
        up, down = self.usable - middle, middle - lowest
        places = pack(
            f">{count}H", *[at + up for at in starts[:first]], *[at - down for at in starts[first:]]
        )
        gap = bytes(lowest - slots - len(places))
        return b"".join((page[:slots], places, gap, page[middle:], page[lowest:middle]))

    def _spills(self, page: bytes, kind: int, starts: Sequence[int], sizes: Sequence[int]) -> bool:
        """Tell whether a cell of a leaf goes on elsewhere."""
        if max(sizes) <= self.least_local:
            return False
        most = self.most_local[kind == _TABLE_LEAF]
        large = (start for start, size in zip(starts, sizes, strict=True) if size > self.least_local)
        return any(_varint(page, start)[0] > most for start in large)

    def _gapless(self, page: bytes, top: int, count: int) -> list[bytes]:
        """Return the cells of a leaf if they lie side by side and none goes on elsewhere, else none.

        So they do in nearly all pages that were just vacuumed: where one begins, another one ends.
        """
        if not count or any(page[top + 1 : top + 3]) or page[top + 7]:
            return []
        starts = unpack_from(f">{count}H", page, top + 8)
        descending = sorted(starts, reverse=True)
        ends = dict(zip(descending, (self.usable, *descending), strict=False))
        cells = [page[start : ends[start]] for start in starts]
        sizes = list(map(len, cells))
        if min(sizes) <= _SMALLEST_CELL or descending[-1] != _number(page[top + 5 : top + 7]):
            return []
        return [] if self._spills(page, page[top], starts, sizes) else cells

    def _laid(self, page: bytes, slots: int, cells: list[bytes]) -> bytes:
        """Return a leaf whose cells lie against its end in key order."""
        starts = [self.usable - end for end in accumulate(map(len, cells))]
        places = pack(f">{len(starts)}H", *starts)
        gap = bytes(starts[-1] - slots - len(places))
        end = bytes(self.page_size - self.usable)
        return b"".join((page[:slots], places, gap, *reversed(cells), end))

    def _cell(self, page: bytes, at: int, kind: int) -> tuple[int, int]:
        """Find where a cell ends in its page, and how many bytes of it lie on overflow pages."""
        if kind in _INTERIOR:
            at += 4
        payload, at = _varint(page, at)
        if kind == _TABLE_INTERIOR:
            return at, 0
        if kind == _TABLE_LEAF:
            _, at = _varint(page, at)
        most = self.most_local[kind == _TABLE_LEAF]
        if payload <= most:
            return at + payload, 0
        local = self.least_local + (payload - self.least_local) % (self.usable - 4)
        if local > most:
            local = self.least_local
        return at + local + 4, payload - local

    def _tidy_overflow(self, page: int, left: int) -> int:
        """Clear what follows the end of a chain of overflow pages; return the number of pages."""
        count = 0
        while left > 0:
            base = (page - 1) * self.page_size
            filled = 4 + min(left, self.usable - 4)
            self.data[base + filled : base + self.page_size] = bytes(self.page_size - filled)
            page = _number(self.data[base : base + 4])
            left -= filled - 4
            count += 1
        return count


def _number(data: bytes | bytearray) -> int:
    return int.from_bytes(data, "big")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Read a variable-length integer; return it and the offset behind it."""
    value = data[at] & 0x7F
    if data[at] < _MORE:
        return value, at + 1
    for behind in range(at + 2, at + 9):
        byte = data[behind - 1]
        value = value << 7 | byte & 0x7F
        if byte < _MORE:
            return value, behind
    return value << 8 | data[at + 8], at + 9  # the ninth byte counts whole
