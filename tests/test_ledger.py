"""The ledger file: one sorted line a card, read back as written, refused with its line when damaged."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ankibuild.commit import BusyError, exclusive
from ankibuild.ledger import Entry, Ledger, LedgerError, Look, dumps, loads, pruned, read

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
