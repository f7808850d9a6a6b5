"""A build of the pages that changed gives what a build of all pages gives: the same files, the same words.

Random edits of the same notes in two folders: one is built with all that is kept of the last build, the other
without. `EDITS=500 SEED=7 pytest tests/test_amending.py`
makes more of them, and others.
"""

import os
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from random import Random

import pytest
from click.testing import Result

from ankibuild.commands import build as builds
from tests.case_files import read_cases
from tests.edit_scripts import ONE_PART, PLACES, TRAPS, write
from tests.test_cli import run
from tests.test_histories import pages as pages_of

EDITS, SEED = int(os.environ.get("EDITS", "12")), int(os.environ.get("SEED", "1"))
FIRST, DAY = 1_700_000_000, 86_400
Texts = dict[str, str]
MADE = ("notes/ankibuild.lock", "deck.apkg")


class Twins:
    """The same notes twice: `kept` is built with what is kept of the last build, `anew` without."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kept, self.anew = folder / "kept", folder / "anew"
        self.monkeypatch = monkeypatch
        self.time = FIRST
        self.whole = 0
        original = builds.build_package

        def counted(*arguments: object) -> object:
            self.whole += 1
            return original(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(builds, "build_package", counted)
        monkeypatch.setattr("ankibuild.commands.again._SLACK", -60.0)
        for twin in (self.kept, self.anew):
            (twin / "notes").mkdir(parents=True)

    def write(self, texts: Texts) -> None:
        """Make these all pages of the notes, those that did not change untouched."""
        for twin in (self.kept, self.anew):
            for file in (twin / "notes").rglob("*.md"):
                if file.relative_to(twin / "notes").as_posix() not in texts:
                    file.unlink()
            for name, text in texts.items():
                file = twin / "notes" / name
                if not file.exists() or file.read_text("utf-8") != text:
                    file.write_text(text, "utf-8")
                    os.utime(file, (self.time, self.time))

    def build(self, what: object = "") -> bool:
        """Build both, hold them against each other, and tell whether not all pages of the kept one were built."""
        self.time += DAY
        self.whole = 0
        kept, whole = self._build(self.kept), self.whole
        anew = self._build(self.anew, "--no-cache")
        assert (kept.output, kept.exit_code) == (anew.output, anew.exit_code), what
        for name in MADE:
            assert (self.kept / name).read_bytes() == (self.anew / name).read_bytes(), (name, what)
        return not whole

    def _build(self, twin: Path, *options: str) -> Result:
        self.monkeypatch.chdir(twin)
        result = run("build", "notes", "-o", "deck.apkg", "--yes", *options, epoch=self.time)
        assert result.exit_code in (0, 1), result.output
        return result


@pytest.fixture
def twins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Twins:
    return Twins(tmp_path, monkeypatch)


PLAIN = {
    f"{name}.md": f"# {title}\n\n"
    + "".join(f"## {title}の{part}とは？\n\n{title}に{part}を入れる。\n\n" for part in "甲乙丙")
    for name, title in (("a", "箱"), ("b", "棚"), ("c", "籠"), ("d", "瓶"))
}


def test_an_edited_answer_a_new_card_and_a_removed_one(twins: Twins) -> None:
    texts = dict(PLAIN)
    twins.write(texts)
    twins.build()
    texts["b.md"] = texts["b.md"].replace("棚に乙を入れる。", "棚に乙を置く。")
    twins.write(texts)
    assert twins.build("edited")
    texts["b.md"] += "## 棚の丁とは？\n\n新しい段である。\n"
    twins.write(texts)
    assert twins.build("new")
    texts["a.md"] = texts["a.md"].replace("## 箱の甲とは？\n\n箱に甲を入れる。\n\n", "")
    texts["c.md"] = texts["c.md"].replace("丙とは？", "丙とは何？")
    twins.write(texts)
    assert twins.build("removed and reworded")
    twins.write(texts)
    assert not twins.build("nothing changed: it is built as a whole once, and said again then")


def test_what_is_said_of_other_pages_is_said_again(twins: Twins) -> None:
    texts = dict(PLAIN)
    twins.write(texts)
    twins.build()
    texts["a.md"] = texts["a.md"].replace("# 箱", "# 木箱", 1) + "\n## 未だ何？\n"
    twins.write(texts)
    twins.build("a deck that is kept, and a question without an answer")
    texts["b.md"] = texts["b.md"].replace("棚に乙を入れる。", "棚に乙を置く。")
    twins.write(texts)
    assert twins.build("another page")
    texts["a.md"] = texts["a.md"].replace("箱に甲を入れる。", "箱に甲を置く。")
    twins.write(texts)
    assert not twins.build("the page that tells of its deck")


def test_a_page_may_have_a_name_in_parts(twins: Twins) -> None:
    texts = {**PLAIN, unicodedata.normalize("NFD", "が.md"): "## 甲とは？\n\n乙。\n"}
    twins.write(texts)
    twins.build()
    texts[max(texts)] = "## 甲とは？\n\n乙である。\n"
    twins.write(texts)
    assert twins.build()
    for twin in (twins.kept, twins.anew):
        (twin / "notes" / max(texts)).write_bytes(b"\xff")
    assert not twins.build("a page that is no text any more")


def notebook(rng: Random) -> Iterator[Texts]:
    """Yield a notebook in which everything is like everything else, edited again and again."""
    book = write(rng, pages=3, items=2)
    while True:
        yield dict(pages_of(book))
        book.begin()
        for _ in range(rng.randint(1, 3)):
            rng.choice((*ONE_PART, *PLACES, *TRAPS))(book)


def scribbled(rng: Random) -> Iterator[Texts]:
    """Yield pages of all styles in which lines are changed, moved, doubled and taken away at random."""
    cases = [case.notes for folder in ("plain", "html", "other") for case in read_cases(folder)]
    texts = {f"{name}.md": f"# 頁{name}\n\n" + "\n\n".join(rng.sample(cases, 3)) for name in "abcd"}
    while True:
        yield texts
        name = rng.choice(sorted(texts))
        lines = texts[name].split("\n")
        for _ in range(rng.randint(1, 3)):
            rng.choice(SCRIBBLES)(rng, lines, texts)
        texts = {**texts, name: "\n".join(lines)}


def studied(rng: Random) -> Iterator[Texts]:
    """Yield pages as they are learnt from, and edited where something is to be said better or a card to be added.

    Now and then an edit touches what pages have in common: a question, a term set apart, a card that moves.
    """
    items: dict[str, list[str]] = {}
    for number in count():
        if number % 30 == 0:  # copies pile up
            items = {f"{name}.md": [_section(rng) for _ in range(4)] for name in "abcde"}
        yield {name: f"# 頁{name}\n\n" + "\n\n".join(sections) for name, sections in items.items()}
        name, other = rng.sample(sorted(items), 2)
        sections, at = items[name], rng.randrange(len(items[name]))
        match rng.randrange(9):
            case 0 | 1 | 2:
                sections[at] = sections[at].replace("である。", "である。しかも速い。", 1)
            case 3 | 4:
                sections.insert(at, _section(rng))
            case 5 if len(sections) > 1:
                del sections[at]
            case 6:
                sections[at] = sections[at].replace("とは？", "とは何か？")
            case 7:
                items[other].append(sections[at])
            case _:
                items[other].append(sections.pop(at) if len(sections) > 1 else _section(rng))


def _section(rng: Random) -> str:
    """Write a question, a multiple choice or a cloze of its own; one of a few terms is set apart in each."""
    n, term = rng.randrange(100_000), rng.choice(("箱", "棚", "段", "籠", "鍵"))
    return rng.choice((
        f"## {n}号とは？\n\n**{term}**の{n}番である。",
        f"## {n}号とは？\n\n- **{term}**を{n}個入れる所である。\n- 縦に{n}段ある。",
        (f"## 問{n % 50}\n\n{n}号を入れるのはどれか。\n\n- A. {term}の{n}\n- B. 甲の{n}\n- C. 乙の{n}\n\n**正解：A**\n\n"
        f"- A：{term}だから入る。\n- B：{n}は甲に入らない。\n- C：乙は{n}より狭い。"),
        f"{n}号は{{{{c1::{term}の{n}}}}}に入れるのである。",
        f"### {n}号の料金\n\n{n}円である。",
    ))  # fmt: skip


def _reword(rng: Random, lines: list[str], _: Texts) -> None:
    at = rng.randrange(len(lines))
    lines[at] += rng.choice(("のこと", "（改）", " 2", "。"))


def _drop(rng: Random, lines: list[str], _: Texts) -> None:
    if len(lines) > 1:
        del lines[rng.randrange(len(lines))]


def _move(rng: Random, lines: list[str], _: Texts) -> None:
    lines.insert(rng.randrange(len(lines)), lines.pop(rng.randrange(len(lines))))


def _double(rng: Random, lines: list[str], _: Texts) -> None:
    lines.append(rng.choice(lines))


def _borrow(rng: Random, lines: list[str], texts: Texts) -> None:
    other = texts[rng.choice(sorted(texts))].split("\n")
    at = rng.randrange(len(other))
    lines += ["", *other[at : at + 6]]


def _ask(rng: Random, lines: list[str], _: Texts) -> None:
    number = rng.randrange(10_000)
    lines += ["", f"## 語{number}とは？", "", f"**語{number}**と**箱**のことである。"]


SCRIBBLES: Sequence[Callable[[Random, list[str], Texts], None]] = (
    _reword,
    _drop,
    _move,
    _double,
    _borrow,
    _ask,
)


@pytest.mark.parametrize("history", [notebook, scribbled, studied])
def test_random_edits(twins: Twins, history: Callable[[Random], Iterator[Texts]]) -> None:
    amended = 0
    for number, texts in zip(range(EDITS), history(Random(SEED)), strict=False):
        twins.write(texts)
        amended += twins.build((SEED, number))
    assert amended >= EDITS // 3 or history is not studied, "pages are seldom built by themselves"
