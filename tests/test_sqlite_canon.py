"""The canonical form keeps every row, and depends on nothing but the rows."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ankibuild.packaging.sqlite_canon import NotCanonicalError, _File, canonical, canonical_image, prepare

SCHEMA = """
CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT, data);
CREATE TABLE keyed (key TEXT PRIMARY KEY, data) WITHOUT ROWID;
CREATE TABLE empty (a);
CREATE INDEX by_text ON rows (text, data);
"""
# Lengths around the limits at which a cell of a small page goes on to overflow pages.
SIZES = st.one_of(
    st.integers(0, 40), st.integers(440, 520), st.sampled_from([95, 103, 986, 1490, 4000, 70_000])
)
IDS = st.one_of(
    st.integers(0, 300), st.sampled_from([-(2**63), -1, 127, 128, 16_384, 2**35, 2**56, 2**63 - 1])
)
INSERTS = st.tuples(IDS, SIZES, st.sampled_from(["a", "あ", "", "x y"]))
ROWS = 5000
PAGE_SIZES = st.sampled_from([512, 1024, 4096, 65_536])


def canonical_bytes(connection: sqlite3.Connection) -> bytes:
    return bytes(canonical_image(connection))


@contextmanager
def database(image: bytes = b"", page_size: int = 4096) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        if image:
            connection.deserialize(image)
        else:
            connection.execute(f"PRAGMA page_size = {page_size}")
            connection.executescript(SCHEMA)
        yield connection


def insert(connection: sqlite3.Connection, rows: list[tuple[int, int, str]]) -> None:
    for number, (key, size, text) in enumerate(rows):
        connection.execute("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", (key, text * size, number * 0.5))
        connection.execute("INSERT OR REPLACE INTO keyed VALUES (?, ?)", (f"{text}{key}", b"d" * size))
    connection.commit()


def roots(connection: sqlite3.Connection) -> list[int]:
    return [row[0] for row in connection.execute("SELECT rootpage FROM sqlite_schema WHERE rootpage > 0")]


def assert_whole(image: bytes, like: sqlite3.Connection) -> None:
    with database(image) as reopened:
        assert reopened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert list(reopened.iterdump()) == list(like.iterdump())
        reopened.execute("INSERT INTO rows (text) VALUES ('still writable')")
        assert reopened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@settings(max_examples=60, deadline=None)
@given(st.lists(INSERTS, max_size=60), st.sets(IDS), PAGE_SIZES)
def test_rows_survive_and_history_does_not(
    rows: list[tuple[int, int, str]], deleted: set[int], page_size: int
) -> None:
    with database(page_size=page_size) as old, database(page_size=page_size) as new:
        insert(old, rows)
        old.executemany("DELETE FROM rows WHERE id = ?", [(key,) for key in deleted])
        old.commit()
        image = canonical_bytes(old)
        assert_whole(image, old)
        assert canonical(image, roots(old)) == image
        # The same rows, written once and in order.
        new.executemany("INSERT INTO rows VALUES (?, ?, ?)", old.execute("SELECT * FROM rows ORDER BY id"))
        new.executemany("INSERT INTO keyed VALUES (?, ?)", old.execute("SELECT * FROM keyed ORDER BY key"))
        new.commit()
        assert canonical_bytes(new) == image


@settings(max_examples=60, deadline=None)
@given(st.lists(INSERTS, min_size=1, max_size=40), st.data())
def test_pages_with_free_blocks_and_fragments_are_packed(
    rows: list[tuple[int, int, str]], data: st.DataObject
) -> None:
    with database(page_size=1024) as connection:
        insert(connection, rows)
        for key, size, _ in data.draw(st.lists(st.sampled_from(rows))):
            connection.execute(
                "UPDATE rows SET text = substr(text, 1, ?) WHERE id = ?", (max(size - 3, 0), key)
            )
        connection.commit()
        assume(connection.execute("PRAGMA freelist_count").fetchone() == (0,))
        image = canonical(connection.serialize(), roots(connection))
        assert_whole(image, connection)
        with database(image) as packed:
            free = sum(
                image[start + 7] for start in range(1024, len(image), 1024) if image[start] in (2, 5, 10, 13)
            )
            assert roots(packed) == roots(connection)
            assert free == 0


def test_unused_bytes_are_cleared() -> None:
    """Whatever stands in the gap of a page or in the header's counters."""
    with database() as connection:
        insert(connection, [(number, 60, "あ") for number in range(400)])
        clean, known = canonical_bytes(connection), roots(connection)
    dirty = bytearray(clean)
    for start in range(0, len(dirty), 4096):
        header = start + (100 if start == 0 else 0)
        cells = int.from_bytes(dirty[header + 3 : header + 5], "big")
        gap = header + (12 if dirty[header] < 10 else 8) + 2 * cells
        end = start + int.from_bytes(dirty[header + 5 : header + 7], "big")
        dirty[gap:end] = b"\xaa" * (end - gap)
    for counter in (24, 40, 92, 96):
        dirty[counter : counter + 4] = b"\x00\x2e\xff\x01"
    assert sum(dirty) > sum(clean) + 1000 * 0xAA
    assert canonical(bytes(dirty), known) == clean


def test_the_end_of_an_overflow_chain_is_cleared() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE long (text TEXT)")
        connection.execute("INSERT INTO long VALUES (?)", ("x" * 8177,))  # leaves 493 bytes of its last page
        connection.commit()
        clean, known = canonical_bytes(connection), roots(connection)
    end = clean.rindex(b"x") + 1
    assert known == [2]
    assert len(clean) // 4096 == 4
    assert end == len(clean) - 493
    assert canonical(clean[:end] + b"\xbb" * (len(clean) - end), known) == clean


def test_the_settings_of_the_library_do_not_matter() -> None:
    images = set()
    for pragmas in ((), ("secure_delete = ON", "auto_vacuum = FULL", "journal_mode = OFF")):
        with closing(sqlite3.connect(":memory:")) as connection:
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}")
            prepare(connection)
            connection.executescript(SCHEMA)
            insert(connection, [(number, number, "a") for number in range(300)])
            images.add(canonical_bytes(connection))
    assert len(images) == 1
    header = images.pop()[:100]
    assert header[16:18] == (4096).to_bytes(2, "big")
    assert header[24:28] == header[92:96] == header[96:100] == b"\0\0\0\1"


def test_an_image_with_free_pages_is_refused() -> None:
    with database() as connection:
        insert(connection, [(number, 400, "a") for number in range(50)])
        connection.execute("DELETE FROM rows")
        connection.commit()
        with pytest.raises(NotCanonicalError, match="free pages"):
            canonical(connection.serialize(), roots(connection))


def test_a_forgotten_table_is_noticed() -> None:
    with database() as connection:
        insert(connection, [(1, 1, "a")])
        image, known = canonical_bytes(connection), roots(connection)
        with pytest.raises(NotCanonicalError, match="pages in use"):
            canonical(image, known[1:])


def test_cells_that_lie_side_by_side_are_not_looked_at_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    look = _File._cell

    def cell(file: _File, page: bytes, at: int, kind: int) -> tuple[int, int]:
        looked.append(at)
        return look(file, page, at, kind)

    monkeypatch.setattr(_File, "_cell", cell)
    with database() as connection:
        prepare(connection)
        connection.executemany("INSERT INTO rows VALUES (?, ?, '')", ((n, f"{n:05}") for n in range(ROWS)))
        connection.commit()
        canonical_bytes(connection)
    assert len(looked) < ROWS / 10


def test_leaves_that_are_only_turned_are_laid_as_by_the_slower_way(monkeypatch: pytest.MonkeyPatch) -> None:
    turned = 0
    quicker = _File._turned

    def counted(self: _File, page: bytes, slots: int, count: int) -> bytes:
        nonlocal turned
        found = quicker(self, page, slots, count)
        if found:
            turned += 1
            cells = self._gapless(page, slots - 8, count)
            assert found == self._laid(page, slots, cells)
        return found

    with database() as connection:
        insert(connection, [(number, number % 37, "ax"[number % 2]) for number in range(ROWS)])
        connection.execute("VACUUM")
        image, places = connection.serialize(), roots(connection)
    monkeypatch.setattr(_File, "_turned", counted)
    quick = canonical(image, places)
    assert turned
    monkeypatch.setattr(_File, "_turned", lambda *_: b"")
    assert canonical(image, places) == quick
