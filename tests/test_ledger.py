"""The ledger file: one sorted line a card, read back as written, refused with its line when damaged."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ankibuild.commit import BusyError, exclusive
from ankibuild.ledger import (
    OTHER_PARTS,
    PROMPT_PARTS,
    Entry,
    Ledger,
    LedgerError,
    Look,
    dumps,
    fields_digest,
    loads,
    pruned,
    read,
)
from ankibuild.model import CardKind

ENTRIES = tuple(
    Entry(f"guid{n}", "qa", 1000 + n, 5 + n, f"{n % 2}.md", ("章", f"節{n}"), {"question": f"問{n}", "answer": "答\n二行"}, "章", "f")
    for n in range(4)
)  # fmt: skip
LEDGER = Ledger("題", {"qa": Look("abc", 7)}, ENTRIES)


def test_it_reads_back_as_written_one_line_a_card() -> None:
    text = dumps(LEDGER)
    assert loads(text) == LEDGER
    assert len(text.splitlines()) == 2 + len(ENTRIES)
    assert dumps(replace(LEDGER, entries=ENTRIES[::-1])) == text, "sorted whatever the order"


def test_an_edit_changes_one_line() -> None:
    edited = replace(ENTRIES[1], parts={"question": "問1", "answer": "別"}, mod=99)
    before, after = dumps(LEDGER), dumps(replace(LEDGER, entries=(ENTRIES[0], edited, *ENTRIES[2:])))
    assert sum(old != new for old, new in zip(before.splitlines(), after.splitlines(), strict=True)) == 1


def test_removed_cards_can_be_forgotten() -> None:
    ledger = replace(LEDGER, entries=(replace(ENTRIES[0], removed=True), *ENTRIES[1:]))
    assert loads(dumps(ledger)) == ledger
    assert [entry.guid for entry in pruned(ledger).entries] == ["guid1", "guid2", "guid3"]


@pytest.mark.parametrize(
    ("line", "text", "word"),
    [
        (1, "nothing", "no header"),
        (3, "{", "damaged line"),
        (4, '{"guid":"x"}', "damaged line"),
        (4, "<<<<<<< ours", "merge conflict"),
        (5, "=======", "merge conflict"),
        (1, '{"ankibuild":"ledger","version":2,"deck":"題"}', "newer"),
    ],
)
def test_a_damaged_line_is_named(line: int, text: str, word: str) -> None:
    lines = dumps(LEDGER).splitlines()
    lines[line - 1] = text
    with pytest.raises(LedgerError, match=word) as caught:
        loads("\n".join(lines), "x.lock")
    assert caught.value.line == line
    assert str(caught.value).startswith(f"x.lock:{line}:")


def test_a_guid_twice_is_refused() -> None:
    lines = dumps(LEDGER).splitlines()
    with pytest.raises(LedgerError, match="second time"):
        loads("\n".join([*lines, lines[-1]]))


def test_no_file_is_an_empty_ledger(tmp_path: Path) -> None:
    assert read(tmp_path / "ankibuild.lock") == Ledger()


HOLD = """
import sys, time
from pathlib import Path
from ankibuild.commit import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_builds_at_once_wait_or_say_so(tmp_path: Path) -> None:
    ledger = tmp_path / "ankibuild.lock"
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(ledger)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin
    assert other.stdout
    assert other.stdout.readline() == "held\n"
    with pytest.raises(BusyError, match="another ankibuild is at work"), exclusive(ledger, 0.1):
        pass
    other.kill()
    other.communicate()
    with exclusive(ledger, 5.0):
        pass
    assert list(tmp_path.iterdir()) == [], "nothing is left behind, not even by a killed build"


# --- any text, any sort of card ---------------------------------------------------------------------

_KINDS: tuple[CardKind, ...] = ("qa", "contrast", "cloze")
_TIMES = st.integers(1, 2**53)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    kind = draw(st.sampled_from(_KINDS))
    names = st.sampled_from(PROMPT_PARTS[kind] + OTHER_PARTS[kind])
    return Entry(
        draw(st.text(min_size=1)), kind, draw(_TIMES), draw(_TIMES), draw(st.text()),
        tuple(draw(st.lists(st.text(), max_size=3))), draw(st.dictionaries(names, st.text())), draw(st.text()),
        draw(st.text()), draw(st.text()), draw(st.booleans()),
    )  # fmt: skip


@settings(deadline=None, derandomize=True, database=None)
@given(st.text(), st.lists(entries(), max_size=5, unique_by=lambda entry: entry.guid))
def test_any_text_reads_back_as_written(deck: str, found: list[Entry]) -> None:
    ledger = Ledger(deck, {}, tuple(sorted(found, key=lambda entry: entry.guid)))
    text = dumps(ledger)
    assert loads(text) == ledger
    assert len(text.splitlines()) == 1 + len(found), "one line a card, whatever counts as a line end"


def test_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "ankibuild.lock"
    path.write_bytes(b"\xef\xbb\xbf" + dumps(LEDGER).replace("\n", "\r\n").encode())
    assert read(path) == LEDGER


def test_the_fields_digest_knows_fields_and_tags_whatever_their_order() -> None:
    known = fields_digest({"Question": "q", "Answer": "a"}, ("x", "y"))
    assert known == fields_digest({"Answer": "a", "Question": "q"}, ("y", "x"))
    assert known != fields_digest({"Question": "q", "Answer": "b"}, ("x", "y"))
    assert known != fields_digest({"Question": "q", "Answer": "a"}, ("x",))


# --- what cannot be used ----------------------------------------------------------------------------


def _with(key: str, value: Any) -> str:
    """Return the line of a card with one value replaced, or taken out if it is None."""
    record = json.loads(dumps(LEDGER).splitlines()[2]) | {key: value}
    return json.dumps({name: each for name, each in record.items() if each is not None}, ensure_ascii=False)


DAMAGED = {
    "cut off": (_with("mod", 7)[:40], "at column"),
    "no object": ("[]", "not a JSON object"),
    "key missing": (_with("mod", None), "missing or unknown: mod"),
    "key unknown": (_with("colour", "red"), "missing or unknown: colour"),
    "kind unknown": (_with("kind", "basic"), "'basic' is none of"),
    "text edited by hand": (
        _with("text", {"question": "問X", "answer": "答\n二行"}),
        "does not fit its digest",
    ),
    "part of another kind": (_with("text", {"incorrect": "x"}), "'incorrect' is none of"),
    "time as text": (_with("mod", "1"), "not a positive whole number"),
    "time true": (_with("mod", True), "not a positive whole number"),
    "time before 1970": (_with("id", -1), "not a positive whole number"),
    "no guid": (_with("guid", ""), "wrong sort"),
    "headings no list": (_with("headings", "章"), "wrong sort"),
    "note type unknown": ('{"note_type":"basic","digest":"0","mod":1}', "'basic' is none of"),
    "note type without mod": ('{"note_type":"qa","digest":"0"}', "'mod' is missing"),
}


@pytest.mark.parametrize(("line", "what"), DAMAGED.values(), ids=DAMAGED)
def test_each_damage_is_told(line: str, what: str) -> None:
    lines = [dumps(Ledger("題")).rstrip("\n"), "", line]
    with pytest.raises(LedgerError) as caught:
        loads("\n".join(lines), "x.lock")
    assert caught.value.line == 3
    assert what in caught.value.what
    assert "ankibuild adopt" in caught.value.now


@pytest.mark.parametrize("text", ["", "\n", "# notes\n", "[]\n", '{"version":1,"deck":""}\n'])
def test_another_file_is_no_ledger(text: str) -> None:
    with pytest.raises(LedgerError, match=r"^ankibuild\.lock:1: no header of a ledger"):
        loads(text)


def test_bytes_that_are_no_text_are_told_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "ankibuild.lock"
    path.write_bytes(dumps(Ledger("題")).encode() + b"\n\xff\xfe\n")
    with pytest.raises(LedgerError, match=r"ankibuild\.lock:3: not UTF-8"):
        read(path)


# --- git merges it ----------------------------------------------------------------------------------


def _merge(folder: Path, *ledgers: Ledger) -> "subprocess.CompletedProcess[bytes]":
    """Merge mine and theirs over their base as git does."""
    paths = [folder / name for name in ("mine", "base", "theirs")]
    for path, ledger in zip(paths, ledgers, strict=True):
        path.write_text(dumps(ledger), "utf-8")
    return subprocess.run(["git", "merge-file", "-p", *paths], capture_output=True, check=False)


def test_new_cards_of_two_branches_merge(tmp_path: Path) -> None:
    """Guids are hashes: lines of new cards fall between others, seldom side by side."""
    known = [replace(ENTRIES[0], guid=f"{letter}-known") for letter in "bdfhjlnprt"]
    mine, base, theirs = (
        replace(LEDGER, entries=(*known, *(replace(ENTRIES[0], guid=guid) for guid in added)))
        for added in (["c-new"], [], ["o-new"])
    )
    merged = _merge(tmp_path, mine, base, theirs)
    assert merged.returncode == 0
    assert {entry.guid for entry in loads(merged.stdout.decode()).entries} == {
        *(entry.guid for entry in known), "c-new", "o-new",
    }  # fmt: skip


def test_one_card_edited_in_two_branches_is_a_conflict_that_is_told(tmp_path: Path) -> None:
    mine, base, theirs = (
        replace(
            LEDGER, entries=(replace(ENTRIES[0], parts={"question": "問", "answer": answer}), *ENTRIES[1:])
        )
        for answer in ("一", "二", "三")
    )
    merged = _merge(tmp_path, mine, base, theirs)
    assert merged.returncode == 1
    with pytest.raises(LedgerError, match=r":3: a merge conflict is not resolved; keep, of each card"):
        loads(merged.stdout.decode())
