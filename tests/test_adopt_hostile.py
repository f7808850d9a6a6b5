"""A file that someone made to hurt is refused in bounded time and memory."""

import io
import os
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ankibuild.packaging import anki_file
from ankibuild.packaging.anki_file import read_anki_file
from ankibuild.packaging.package_check import PackageError
from tests.anki_tools import note, package_of

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"


@pytest.fixture(scope="module")
def ours() -> bytes:
    with zipfile.ZipFile(io.BytesIO(package_of([note(1), note(2)]))) as archive:
        return archive.read("collection.anki2")


def package(path: Path, collection: bytes, name: str = "collection.anki2", *, deflate: bool = False) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED) as archive:
        archive.writestr(name, collection)
    return path


def changed(collection: bytes, *statements: str) -> bytes:
    with sqlite3.connect(":memory:") as database:
        database.deserialize(collection)
        for statement in statements:
            database.execute(statement.replace("<endless>", ENDLESS))
        database.commit()
        return database.serialize()


def test_our_own_is_read(ours: bytes, tmp_path: Path) -> None:
    assert len(read_anki_file(package(tmp_path / "a.apkg", changed(ours))).notes) == 2


def test_a_bomb_is_refused(ours: bytes, tmp_path: Path) -> None:
    """Zeros without end take a few hundred bytes; the process may have half a gigabyte for them."""
    zeros = bytes(10_000_000)
    compressor = zstd.ZstdCompressor()
    bomb = b"".join([*(compressor.compress(zeros) for _ in range(300)), compressor.flush()])
    packages = [
        package(tmp_path / "zstd.apkg", bomb, "collection.anki21b"),
        package(tmp_path / "zip.apkg", ours + bytes(400_000_000), deflate=True),
    ]
    for path in packages:
        code = (
            "import resource, sys; from pathlib import Path; resource.setrlimit(resource.RLIMIT_AS, (1500 << 20, 1500 << 20));"
            "from ankibuild.packaging.anki_file import read_anki_file; read_anki_file(Path(sys.argv[1]))"
        )
        ended = subprocess.run(
            [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False, timeout=60
        )
        assert "PackageError" in ended.stderr.splitlines()[-1]
        assert "packed far too tightly" in ended.stderr


STATEMENTS: list[tuple[str, ...]] = [
    ("ALTER TABLE notes RENAME TO n2", "CREATE VIEW notes AS <endless> SELECT i AS id, 'g' AS guid, 1 AS mid, 1 AS mod, '' AS tags, 'x' AS flds FROM n"),
    ("ALTER TABLE cards RENAME TO c2", "CREATE VIEW cards AS <endless> SELECT i AS nid, 1 AS did, 0 AS odid, 0 AS ord FROM n"),
    ("ALTER TABLE col RENAME TO c2", "CREATE VIEW col AS <endless> SELECT group_concat(i) AS models, '{}' AS decks FROM n"),
    ("CREATE VIEW notetypes AS SELECT 1 AS id, 'x' AS name, 1 AS mtime_secs, x'00' AS config",),
    ("ALTER TABLE notes ADD COLUMN more AS (hex(zeroblob(40000000)))",),
    ("DROP TABLE notes",), ("DROP TABLE cards",), ("DROP TABLE col",),
    ("UPDATE notes SET mod = 'soon'",), ("UPDATE notes SET mod = 1.5",), ("UPDATE notes SET mod = 9223372036854775807",),
    ("UPDATE notes SET guid = ''",), ("UPDATE notes SET flds = x'ff00'",),
    ("UPDATE col SET models = '[]'",), ("UPDATE col SET models = 5",), ("UPDATE col SET models = x'80'",),
    ("UPDATE col SET models = '{\"1\": 2}'",), ("UPDATE col SET decks = '{\"1\": []}'",), ("UPDATE col SET decks = '{\"1\": {\"name\": 3}}'",),
    ("UPDATE col SET decks = '{\"1\": {\"name\": \"\\ud800\"}}'",), ("UPDATE col SET decks = '{\"x\": {\"name\": \"a\"}}'",),
    ("UPDATE col SET models = '" + "[" * 100_000 + "'",), ("UPDATE col SET models = replace(models, '\"css\":', '\"css\": 1, \"x\":')",),
    ("UPDATE col SET models = replace(models, '\"mod\":', '\"mod\": 1e400, \"x\":')",), ("UPDATE col SET decks = '" + "9" * 5000 + "'",),
]  # fmt: skip


@pytest.mark.parametrize("statements", STATEMENTS, ids=lambda each: each[-1][:60])
def test_a_database_of_another_shape_is_refused(
    ours: bytes, tmp_path: Path, statements: tuple[str, ...]
) -> None:
    path = package(tmp_path / "a.apkg", changed(ours, *statements))
    begun = time.monotonic()
    with pytest.raises(PackageError, match="export the deck from Anki again"):
        read_anki_file(path)
    assert time.monotonic() - begun < 20


def test_work_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anki_file, "_SECONDS", 0.2)
    with sqlite3.connect(":memory:") as database:
        anki_file._guard(database)
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            database.execute("<endless> SELECT max(i) FROM n".replace("<endless>", ENDLESS)).fetchone()


def test_rows_that_hold_more_than_the_file_are_refused() -> None:
    with sqlite3.connect(":memory:") as database, pytest.raises(ValueError, match="more than its size"):
        list(
            anki_file._rows(
                database, "<endless> SELECT i, 'abc' FROM n".replace("<endless>", ENDLESS), 10_000
            )
        )


@pytest.mark.skipif(os.name == "nt", reason="pipes and devices")
@pytest.mark.parametrize(
    "make",
    [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), lambda path: path.mkdir()],
)
def test_what_is_no_file_is_refused(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "a.apkg")
    with pytest.raises(PackageError, match="cannot be read"):
        read_anki_file(tmp_path / "a.apkg")
