"""How much work a build does, counted, so that no machine's speed disturbs it: pages, files, rows, calls."""

import cProfile
import importlib
import os
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import pytest

from ankibuild import pages, text
from ankibuild.config import Config
from ankibuild.markdown.outline import Section
from ankibuild.markdown.source import parse
from ankibuild.model import Card, Problem
from ankibuild.page.flow import Remembered
from ankibuild.reader import stem
from ankibuild.reading import Reader
from ankibuild.remembering import ENOUGH
from ankibuild.values import replace
from tests.test_cli import run

FEW, MANY = 10, 40
ON_A_PAGE = 5
"""Cards of a page."""
OFTEN = 3
"""So often a page is opened at most: to see whether it is as it was, to read it, to remember its state."""
CALLS_A_CARD = 60
"""So many calls may a card of a page that did not change cost, and its page with it, where another page was edited."""
STRAIGHT = 1.15
"""So much more than in proportion may the work on more pages be."""


class Work:
    """What builds of this process did since the last look."""

    def __init__(self) -> None:
        self.parsed: list[str] = []
        self.rows: Counter[str] = Counter()
        self.opened: list[str] = []
        self.written: list[str] = []
        self.calls = 0

    def insert(self, sql: str, rows: int) -> None:
        words = sql.split()
        if words[:1] and words[0].upper() == "INSERT":
            self.rows[words[[word.upper() for word in words].index("INTO") + 1].strip('"').lower()] += rows

    def open(self, path: object, mode: str | None, flags: int) -> None:
        if isinstance(path, str | Path):
            writes = flags & (os.O_WRONLY | os.O_RDWR) or set(mode or "") & set("wax+")
            (self.written if writes else self.opened).append(Path(path).name)


_now: list[Work] = []
"""The work that is counted at the moment, if any."""


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and _now:
        _now[0].open(*arguments)


sys.addaudithook(_hear)  # it stays as long as the process


class _Cursor(sqlite3.Cursor):
    def execute(self, sql: str, parameters: Any = ()) -> Self:
        for work in _now:
            work.insert(sql, 1)
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any]) -> Self:
        rows = list(parameters)
        for work in _now:
            work.insert(sql, len(rows))
        return super().executemany(sql, rows)


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)


class Notes:
    """A folder of so many pages, and the builds of it."""

    def __init__(self, folder: Path, number: int) -> None:
        self.folder, self.number = folder, number
        folder.mkdir(parents=True)
        for page in range(number):
            self.write(page, "決まりの文です")

    def write(self, page: int, said: str) -> None:
        cards = (f"## 部品{page}の{n}とは？\n\n{page}番の箱の{n}番目。{said}。\n" for n in range(ON_A_PAGE))
        (self.folder / f"{page:02}.md").write_text(f"# 箱{page}\n\n" + "\n".join(cards), "utf-8")

    def build(self, *options: str) -> Work:
        work, profile = Work(), cProfile.Profile()
        _now[:] = [work]
        try:
            result = profile.runcall(run, "build", self.folder, "-o", self.folder.parent / "a.apkg", *options)
        finally:
            _now.clear()
        assert result.exit_code == 0, result.output
        work.calls = sum(entry.callcount for entry in profile.getstats())
        return work


@pytest.fixture(autouse=True)
def _counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count the pages that are parsed and the rows that are inserted; all in this process."""
    read = Reader.read

    def reading(self: Reader, source: Any, *more: Any) -> Any:
        for work in _now:
            work.parsed.append(source.path)
        return read(self, source, *more)

    monkeypatch.setattr(Reader, "read", reading)
    monkeypatch.setattr(pages, "_WORTH_WORKERS", sys.maxsize)
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=_Connection))


def of_pages(names: list[str]) -> Counter[str]:
    return Counter(name for name in names if name.endswith(".md"))


def test_each_page_is_parsed_once_and_only_if_it_changed(tmp_path: Path) -> None:
    notes = Notes(tmp_path / "notes", FEW)
    every = [f"{page:02}.md" for page in range(FEW)]

    cold = notes.build()
    assert sorted(cold.parsed) == every
    assert {name: cold.rows[name] for name in ("notes", "cards")} == {
        "notes": FEW * ON_A_PAGE,
        "cards": FEW * ON_A_PAGE,
    }
    assert max(of_pages(cold.opened).values()) <= OFTEN

    unchanged = notes.build()
    assert unchanged.parsed == []
    assert max(of_pages(unchanged.opened).values()) <= OFTEN

    notes.write(3, "別の文です")
    edited = notes.build()
    assert edited.parsed == ["03.md"]
    assert edited.rows == {"notes": ON_A_PAGE, "cards": ON_A_PAGE}
    assert max(of_pages(edited.opened).values()) <= OFTEN


def test_where_nothing_changed_pages_are_compared_and_nothing_is_made(tmp_path: Path) -> None:
    notes = Notes(tmp_path / "notes", FEW)
    cold = notes.build()
    assert sum(".tmp" in name for name in cold.written) == len(("ledger", "package"))
    notes.build()  # the first that changes nothing is looked at as a build
    again = notes.build()
    assert (again.parsed, again.rows, again.written) == ([], {}, [])
    assert set(of_pages(again.opened).values()) == {1}
    assert again.calls < cold.calls / 20


def test_work_grows_with_the_notes_and_an_edit_costs_its_page(tmp_path: Path) -> None:
    few, many = (Notes(tmp_path / f"{number}" / "notes", number) for number in (FEW, MANY))
    few.build()
    (few.folder / "ankibuild.lock").unlink()  # what is loaded and compiled once has been
    cold = [few.build("--yes", "--no-cache").calls, many.build().calls]
    assert cold[1] <= STRAIGHT * cold[0] * MANY / FEW
    few.build(), many.build()
    edited = [0, 0]
    for said in ("別の文です", "また別の文です", "別の文です"):  # at last the edited page is known as well
        few.write(3, said)
        many.write(3, said)
        edited = [few.build().calls, many.build().calls]
    more = (edited[1] - edited[0]) / ((MANY - FEW) * ON_A_PAGE)
    assert more <= CALLS_A_CARD, "what did not change is not looked at"
    assert edited[1] <= 0.1 * cold[1], "nor made anew"


def test_where_the_ledger_is_empty_no_card_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence = importlib.import_module("ankibuild.identity.evidence")
    looked: list[str] = []
    asked = evidence.named_place

    def named_place(said: Any) -> Any:
        looked.append(said.prompt)
        return asked(said)

    monkeypatch.setattr(evidence, "named_place", named_place)
    monkeypatch.setattr(evidence.Search, "_stands_out", lambda *_: pytest.fail("nothing to compare with"))
    Notes(tmp_path / "notes", FEW).build("--no-cache")
    assert looked == []


def _read(text: str, reader: Reader | None = None) -> None:
    source, _ = parse(text.encode(), "notes.md", Path("notes.md"))
    assert source
    (reader or Reader(Config())).read(source)


class _Counted:
    """A pattern that counts how often it is asked to match."""

    def __init__(self, pattern: Any) -> None:
        self.pattern, self.asked = pattern, 0

    def match(self, *arguments: Any) -> Any:
        self.asked += 1
        return self.pattern.match(*arguments)


def test_only_the_labels_that_a_line_may_begin_with_are_tried() -> None:
    reader = Reader(Config())
    counted = {kind: _Counted(pattern) for kind, pattern in reader.words.labels.items()}
    reader.words = replace(reader.words, labels=counted)
    _read("".join(f"## {n}. 部品{n}とは？\n\n{n}番目の箱。\n\n" for n in range(FEW)), reader)
    assert not any(each.asked for each in counted.values()), "a number alone is no label"
    _read("## 問1\n\n箱はいくつか？\n\n正解：三つ\n", reader)
    assert counted["answer"].asked
    assert counted["question"].asked


def test_the_rows_of_an_option_are_read_once_whatever_cut_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    listing = importlib.import_module("ankibuild.reader.listing")
    read: Counter[int] = Counter()
    make = listing.read_option

    def option(rows: Any, *more: Any, **named: Any) -> Any:
        read[rows[0].first] += 1
        return make(rows, *more, **named)

    monkeypatch.setattr(listing, "read_option", option)
    options = "".join(f"- {letter}. {letter}の箱に入れる\n" for letter in "ABCD")
    _read(
        "# 箱\n\n" + "".join(f"## 問{n}\n\n{n}番目はどれか？\n\n{options}\n正解：B\n\n" for n in range(FEW))
    )
    assert len(read) == FEW * len("ABCD")
    assert set(read.values()) == {1}


def test_a_rhythm_looks_at_no_heading_where_all_of_them_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    rhythm = importlib.import_module("ankibuild.styles.rhythm")
    seen: list[str] = []
    look = rhythm._under

    def under(section: Section) -> Any:
        seen.append(section.title.text)
        return look(section)

    monkeypatch.setattr(rhythm, "_under", under)
    _read("".join(f"## 部品{n}とは？\n\n{n}番目の箱。\n\n" for n in range(FEW)))
    assert [title for title in seen if title] == []
    _read("".join(f"## 部品{n}\n\n{n}番目の箱。\n\n" for n in range(FEW)))
    assert len(set(seen)) > 1


def test_what_was_found_out_about_texts_goes_with_their_pages() -> None:
    reader = Reader(Config())
    page = "".join(f"## 部品{{n}}の{at}とは？\n\n{at}番目の箱。\n\n" for at in range(MANY))
    known = []
    for n in range(2 * ENOUGH // len(page) + 2):
        _read(page.replace("{n}", str(n)), reader)
        known.append(text.key_of.cache_info().currsize)
    assert any(later < earlier for earlier, later in pairwise(known))


def test_a_heading_that_asks_is_made_a_card_of_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    asking = importlib.import_module("ankibuild.styles.asking")  # its package calls the style itself so
    make = asking._made

    def cards(section: Section) -> tuple[Card | Problem, ...]:
        made.append(section.title.text)
        return tuple(make(section))

    remembered: Remembered[Section, tuple[Card | Problem, ...]] = Remembered(cards)
    monkeypatch.setattr(asking, "_CARDS", remembered)
    _read("".join(f"## 部品{n}とは？\n\n{n}番目の箱。\n\n" for n in range(FEW)))
    assert sorted(made) == sorted(f"部品{n}とは？" for n in range(FEW))


def test_a_long_stem_is_not_read_again_for_each_of_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def chooses(question: str) -> bool:
        seen.append(len(question))
        return False

    monkeypatch.setattr(stem, "chooses", chooses)
    said = "".join(f"{n}番目の箱について、置き場所と数を述べている。\n\n" for n in range(MANY))
    _read(f"# 箱\n\n## 41.\n\n{said}\n- 甲の箱\n- 乙の箱\n\n**正解：甲の箱**\n")
    assert sum(seen) <= len(said)


def test_a_rhythm_makes_no_card_of_what_asks_already(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    rhythm = importlib.import_module("ankibuild.styles.rhythm")
    make = rhythm._card

    def card(entry: Any) -> Card:
        made.append(entry.line)
        found: Card = make(entry)
        return found

    monkeypatch.setattr(rhythm, "_card", card)
    _read("".join(f"## 部品{n}とは？\n\n{n}番目の箱。\n\n" for n in range(FEW)))
    assert made == []
    _read("# 箱\n\n" + "".join(f"- {n}番目に入れた物を先に出す構造である\n  - 列{n}\n" for n in range(FEW)))
    assert made, "what is counted is what makes cards"
