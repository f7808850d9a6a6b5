"""Packages: the same bytes for the same notes, nothing wrong in them, and never half a file."""

import io
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ankibuild.model import CardKind, Note
from ankibuild.packaging.anki_rules import (
    cloze_ordinals,
    deck_name,
    is_empty,
    shows_nothing,
    tag_names,
    without_clozes,
)
from ankibuild.packaging.notetypes import models
from ankibuild.packaging.package import PackageError, PackageSummary, check_package, save, write_package
from ankibuild.packaging.package_check import check_changed
from ankibuild.packaging.templates import load_templates
from tests.anki_tools import note, package_of

NOTES = [
    note(1),
    note(2, "contrast"),
    note(3, "cloze"),
    note(4, fields={"Extra1": "1"}),
    note(5, removed=True),
    note(6, "cloze", removed=True),
    note(7, deck="試験::別", tags=("a b", "A_b", "z")),
]


def members(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def query(package: bytes, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(members(package)["collection.anki2"])
        return database.execute(sql).fetchall()


def archive_of(parts: dict[str, bytes]) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer


# --- the same bytes ---------------------------------------------------------------------------------

BUILD = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from tests.anki_tools import package_of
from tests.test_package import NOTES
print(hashlib.sha256(package_of(NOTES, media={"b.png": b"B", "a.png": b"A"})).hexdigest())
"""


def test_two_processes_with_different_hash_seeds_write_the_same_bytes() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", BUILD, str(Path(__file__).parent.parent)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
    assert len(digests.pop()) == 65


class OtherSQLite:
    """What `collection` uses of sqlite3, by the SQLite library that apsw brings."""

    def __init__(self, apsw: Any, connection: Any = None) -> None:
        self.apsw, self.connection = apsw, connection
        self.rows: Any = None

    def connect(self, name: str) -> "OtherSQLite":
        return OtherSQLite(self.apsw, self.apsw.Connection(name))

    def cursor(self) -> "OtherSQLite":
        return self

    def execute(self, sql: str, values: tuple[Any, ...] = ()) -> Any:
        self.rows = self.connection.execute(sql, values)
        return self.rows

    executescript = execute

    def executemany(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self.connection.executemany(sql, rows)

    def commit(self) -> None:
        """Do nothing: apsw commits by itself."""

    def close(self) -> None:
        self.connection.close()

    def serialize(self) -> bytes:
        return bytes(self.connection.serialize("main"))


def test_another_sqlite_library_writes_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    apsw = pytest.importorskip(
        "apsw", reason="apsw, which brings a SQLite library of its own, is not installed"
    )
    long = [note(number, fields={"Answer": "長い文。" * (number % 9) ** 4}) for number in range(10, 200)]
    ours = package_of(NOTES + long)
    monkeypatch.setattr("ankibuild.packaging.collection.sqlite3", OtherSQLite(apsw))
    assert package_of(NOTES + long) == ours


def test_models_may_be_used_twice_and_media_given_in_any_order() -> None:
    made = models(load_templates())
    first = package_of(NOTES, models=made, media={"a.png": b"A", "b.png": b"B"})
    assert package_of(NOTES, models=made, media={"b.png": b"B", "a.png": b"A"}) == first


def test_the_archive_names_no_time_and_no_machine() -> None:
    with zipfile.ZipFile(io.BytesIO(package_of(NOTES, media={"é.png": b"A"}))) as archive:
        assert archive.namelist() == ["collection.anki2", "media", "0"]
        for info in archive.infolist():
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert (info.create_system, info.external_attr >> 16) == (3, 0o644)
            assert info.compress_type == zipfile.ZIP_STORED
            assert not info.extra


def test_all_times_are_those_given() -> None:
    package = package_of(NOTES, created=1_600_000_000, model_mods={"qa": 7, "contrast": 8, "cloze": 9})
    assert query(package, "SELECT crt, mod, scm, ls FROM col") == [
        (1_600_000_000, 1_600_000_000_000, 1_600_000_000_000, 0)
    ]
    [(types, decks)] = query(package, "SELECT models, decks FROM col")
    assert sorted(type_["mod"] for type_ in json.loads(types).values()) == [7, 8, 9]
    assert {deck["mod"] for deck in json.loads(decks).values()} == {1_600_000_000}
    assert set(query(package, "SELECT mod FROM cards UNION SELECT mod FROM notes")) == {(1_700_000_000,)}


def test_a_sort_field_is_never_a_number_to_sqlite() -> None:
    package = package_of([note(1, fields={"Question": "3.14159265358979323846"}), note(2)])
    assert query(package, "SELECT typeof(sfld), sfld FROM notes ORDER BY id") == [
        ("text", "=3.14159265358979323846"),
        ("text", "質問2とは？"),
    ]


# --- notes, cards, decks ----------------------------------------------------------------------------


def test_cards_stand_in_source_order_with_their_own_ids() -> None:
    start = 1_700_000_000_000
    assert query(package_of(NOTES), "SELECT nid - id, ord, due, id FROM cards ORDER BY due, ord") == [
        (0, 0, 1, start + 1),
        (0, 0, 2, start + 2),
        (0, 0, 3, start + 3),
        (-5, 1, 3, start + 8),
        (0, 0, 4, start + 4),
        (-5, 1, 4, start + 9),
        (0, 0, 7, start + 7),
    ]


def test_a_tombstone_keeps_its_note_and_no_deck_comes_back_for_it() -> None:
    package = package_of([note(1), note(2, removed=True, deck="gone"), note(3, "cloze", removed=True)])
    assert query(package, "SELECT guid FROM notes ORDER BY id") == [("guid1",), ("guid2",), ("guid3",)]
    assert query(package, "SELECT nid FROM cards") == [(1_700_000_000_001,)]
    [(decks,)] = query(package, "SELECT decks FROM col")
    assert {deck["name"] for deck in json.loads(decks).values()} == {"Default", "試験", "試験::章"}
    [(fields,)] = query(package, "SELECT flds FROM notes WHERE guid = 'guid3'")
    assert fields.startswith("語3は言葉\x1f")


def test_decks_have_parents_stable_ids_and_one_spelling() -> None:
    decks = [
        {deck["name"]: id_ for id_, deck in json.loads(query(package, "SELECT decks FROM col")[0][0]).items()}
        for package in (
            package_of([note(1, deck="AWS::試験::章"), note(2, deck="aws::x"), note(3, deck="default")]),
            package_of([note(9, deck="AWS::x"), note(1, deck="AWS::試験::章")]),
        )
    ]
    assert set(decks[0]) == {"Default", "AWS", "AWS::試験", "AWS::試験::章", "AWS::x"}
    assert decks[0] == decks[1]
    assert decks[0]["Default"] == "1"
    assert all(2**40 <= int(id_) < 2**41 for name, id_ in decks[0].items() if name != "Default")


def test_a_note_without_decks_or_kinds_of_others_is_packaged() -> None:
    assert check_package(io.BytesIO(package_of([]))) == PackageSummary(0, 0, 0, 0)
    [(types,)] = query(package_of([note(1)]), "SELECT models FROM col")
    assert [type_["name"] for type_ in json.loads(types).values()] == ["ankibuild Q&A"]


def test_html_that_genanki_doubts_gives_no_warning() -> None:
    package_of([note(1, fields={"Answer": '<a\nhref="x">y</a> <br\t/> a <- b -> c <?x?> <>'})])


def test_more_cards_of_many_notes_take_no_taken_id() -> None:
    notes = [note(number, fields={"Extra1": "1"}) for number in range(1, 300)]
    ids = [row[0] for row in query(package_of(notes), "SELECT id FROM cards")]
    assert len(set(ids)) == 598
    assert max(ids) == notes[-1].id + 299


# --- what is refused --------------------------------------------------------------------------------

BAD_NOTES: dict[str, tuple[list[Note], str]] = {
    "guid twice": ([note(1), note(2, guid="guid1")], "guid or id guid1: “質問1とは？” and “質問2とは？”"),
    "id twice": ([note(1), note(2, id=note(1).id)], "guid or id 1700000000001"),
    "no guid": ([note(1, guid=" ")], "has no guid or no id"),
    "no id": ([note(1, id=0)], "has no guid or no id"),
    "unknown field": ([note(1, fields={"Hint": "x"})], "has a field Hint"),
    "removed without a mark": (
        [Note("g", "qa", 1, 1, "d", {"Question": "q"}, removed=True)],
        "field Removed",
    ),
    "mark without removal": ([note(1, fields={"Removed": "1"})], "field Removed"),
    "no cloze": ([note(1, "cloze", fields={"Text": "plain {{c0::x}}"})], "has no cloze"),
    "field separator": ([note(1, fields={"Answer": "a\x1fb"})], "U+001F"),
    "half a character": ([note(1, fields={"Answer": "a\ud83d"})], "surrogate"),
    "blank question": (
        [note(1, fields={"Question": "<p>&nbsp;<br></p>"})],
        "shows nothing in Question",
    ),
    "blank option": ([note(1, "contrast", fields={"Incorrect": ""})], "shows nothing in Incorrect"),
}
BAD_MEDIA = {
    "a/b.png": "does not allow", "": "does not allow", "a?.png": "does not allow", "a.png ": "does not allow",
    "x" * 121: "longer than 120 bytes", "か\u3099.png": "NFC",
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_NOTES)
def test_bad_notes_are_refused(name: str) -> None:
    notes, message = BAD_NOTES[name]
    with pytest.raises(PackageError) as caught:
        package_of(notes)
    assert message in str(caught.value)


@pytest.mark.parametrize("name", BAD_MEDIA)
def test_bad_media_names_are_refused(name: str) -> None:
    with pytest.raises(PackageError, match=BAD_MEDIA[name]):
        package_of([note(1)], media={name: b"x"})


def test_media_may_be_files_and_missing_ones_are_told(tmp_path: Path) -> None:
    (tmp_path / "p").write_bytes(b"picture")
    parts = members(package_of([note(1)], media={"_b.png": tmp_path / "p", "_a.png": b"A"}))
    assert json.loads(parts["media"]) == {"0": "_a.png", "1": "_b.png"}
    assert (parts["0"], parts["1"]) == (b"A", b"picture")
    with pytest.raises(PackageError, match="none: cannot read this media file: No such file"):
        package_of([note(1)], media={"_b.png": tmp_path / "none"})


# --- reading back -----------------------------------------------------------------------------------


def test_a_summary_counts_what_is_there() -> None:
    package = package_of(NOTES, media={"_a.png": b"A"})
    assert check_package(io.BytesIO(package)) == PackageSummary(notes=5, removed=2, cards=7, media=1)


SABOTAGE = {
    "DELETE FROM cards WHERE ord = 0": "note guid1 has no card",
    "UPDATE notes SET guid = 'x'": "guid x twice",
    "UPDATE cards SET nid = 5 WHERE ord = 1": "without a note",
    "UPDATE cards SET did = 77": "deck 77 is not described",
    "UPDATE cards SET ord = 0": "with one card twice",
    "UPDATE notes SET flds = flds || char(31) WHERE guid = 'guid1'": "note guid1 has 11 fields instead of 10",
    "UPDATE notes SET flds = '<br>' || substr(flds, 7) WHERE guid = 'guid1'": "shows nothing in Question",
    "UPDATE notes SET mid = 5": "damaged",
    "DROP TABLE cards": "no such table",
}


@pytest.mark.parametrize("sql", SABOTAGE)
def test_faults_in_the_database_are_found(sql: str) -> None:
    parts = members(package_of(NOTES))
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(parts["collection.anki2"])
        database.execute(sql)
        database.commit()
        parts["collection.anki2"] = database.serialize()
    with pytest.raises(PackageError, match=SABOTAGE[sql]):
        check_package(archive_of(parts))
    with pytest.raises(PackageError, match=SABOTAGE[sql]):
        check_changed(parts["collection.anki2"], 0, [note.id for note in NOTES])


def test_of_changed_notes_only_their_own_faults_are_looked_for() -> None:
    """Those of others were looked for when they were packed, but for a guid that both have."""
    parts = members(package_of(NOTES))
    live = [note for note in NOTES if not note.removed]
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(parts["collection.anki2"])
        database.execute("UPDATE notes SET flds = 'x' WHERE id = ?", (live[0].id,))
        database.execute("UPDATE notes SET guid = ? WHERE id = ?", (live[1].guid, live[2].id))
        database.commit()
        collection = database.serialize()
    with pytest.raises(PackageError, match="1 fields instead of"):
        check_changed(collection, 0, [live[0].id])
    for changed in live[1:3]:
        with pytest.raises(PackageError, match=f"guid {live[1].guid} twice"):
            check_changed(collection, 0, [changed.id])
    assert check_changed(collection, 0, []).notes == len(live)


def test_faults_in_the_archive_are_found() -> None:
    parts = members(package_of(NOTES, media={"_a.png": b"A"}))
    lost = {"0": "media file _a.png is missing", "media": "damaged", "collection.anki2": "damaged"}
    for part, message in lost.items():
        with pytest.raises(PackageError, match=message):
            check_package(archive_of({name: data for name, data in parts.items() if name != part}))
    with pytest.raises(PackageError, match="member 7 has no name"):
        check_package(archive_of({**parts, "7": b""}))
    with pytest.raises(PackageError, match="database is damaged"):
        check_package(archive_of({**parts, "collection.anki2": b"x" * 9000}))


WHOLE = package_of(NOTES)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_no_damage_escapes_as_another_error(position: int, change: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[position] ^= change
    for data in (bytes(damaged), WHOLE[:position]):
        try:
            found = check_package(io.BytesIO(data))
        except PackageError:
            continue
        assert found == PackageSummary(5, 2, 7, 0)  # a byte of the archive that carries nothing


# --- on the disk ------------------------------------------------------------------------------------


def write(path: Path) -> PackageSummary:
    mods: dict[CardKind, int] = {"qa": 1, "contrast": 1, "cloze": 1}
    return write_package(path, NOTES, models(load_templates()), model_mods=mods, created=1)


def test_a_package_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "試験.apkg"
    path.write_text("old")
    assert write(path) == PackageSummary(5, 2, 7, 0) == check_package(path)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    call: str, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.apkg"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(call, fail)
    with pytest.raises(PackageError if isinstance(error, OSError) else KeyboardInterrupt):
        write(path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"none.a\.apkg: cannot write the package: No such file"):
        save(tmp_path / "none" / "a.apkg", b"")
    with pytest.raises(PackageError, match="cannot write the package"):
        save(tmp_path, b"")


# --- Anki's rules (test_anki_import.py asks Anki itself) --------------------------------------------


def test_names_are_as_anki_stores_them() -> None:
    assert deck_name(" か\u3099::: \x07b ::") == "が::b::blank"
    assert tag_names(["SageMaker Clarify", "問:: 42", "x::", "", " ", "a\u3000b", "A_B", 'q"']) == (
        "a_b", "q", "SageMaker_Clarify", "x::blank", "問::42",
    )  # fmt: skip


def test_fields_are_empty_or_show_nothing() -> None:
    assert [text for text in ("", " \n<br>", "<div></div>", "&nbsp;", "\u3000", "<p>") if is_empty(text)] == [
        "", " \n<br>", "<div></div>",
    ]  # fmt: skip
    assert [text for text in ("&nbsp;", "<p> </p>", "<!-- x -->", "<img src=a>", "x", "[sound:a.mp3]")
            if shows_nothing(text)] == ["&nbsp;", "<p> </p>", "<!-- x -->"]  # fmt: skip


def test_clozes_are_counted_and_opened() -> None:
    text = "{{c2::a {{c1::b::hint}} c}} {{c1,3::d}} {{c0::e}} {{c4::{{ f }}}}"
    assert cloze_ordinals(text) == (0, 1, 2, 3)
    assert without_clozes(text) == "a b c d e {{ f }}}}"
    assert cloze_ordinals(without_clozes("{{c1::a {{c1::")) == ()
