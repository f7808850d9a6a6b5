"""Languages: everything that is said is said in Japanese, too, and nothing but what is said changes with the language."""

import ast
import json
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path
from string import Formatter

import pytest
from click.testing import CliRunner, Result

from ankibuild import pages
from ankibuild.cli import main
from ankibuild.errors import AnkibuildError
from ankibuild.model import OTHER_PARTS, PROMPT_PARTS
from ankibuild.part_names import part_name
from ankibuild.pipeline import gather
from ankibuild.speech import counted, language_of, speak, spoken
from ankibuild.terminal.lines import width
from tests.tools.catalogue import LOCALES, PACKAGE, catalogue, english, messages, said, translated

OURS = sorted(LOCALES.glob("*/LC_MESSAGES/ankibuild.po"))
ALL = sorted(LOCALES.glob("*/LC_MESSAGES/*.po"))
UPDATE = "run `python -m tests.tools.catalogue`, translate what is empty, run it again"
KANA = re.compile("[ぁ-ん]")
NOTE = "# 頁\n\n## S3とは？\n\n物置のサービス。\n\n## 問1 空？\n\n- A. 甲\n- B. 乙\n\n![図](nix.png)\n"


@pytest.fixture
def japanese() -> Iterator[None]:
    speak("ja")
    yield
    speak("en")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(NOTE, "utf-8")
    return tmp_path


def run(*args: str | Path, **env: str) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], env={"LANGUAGE": "", **env})


# --- the catalogues ---------------------------------------------------------------------------------


@pytest.mark.parametrize("file", OURS, ids=lambda file: str(file.parts[-3]))
def test_nothing_is_missing_or_stale(file: Path) -> None:
    told, known = {m.id for m in messages(said())}, {m.id: m for m in messages(catalogue(file))}
    assert told - known.keys() == set(), UPDATE
    assert known.keys() - told == set(), UPDATE
    assert [m.id for m in known.values() if m.fuzzy or not translated(m)] == [], UPDATE


@pytest.mark.parametrize("file", ALL, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_a_translation_fills_in_the_same_values(file: Path) -> None:
    def values(text: str) -> set[tuple[str | None, str | None, str | None]]:
        return {(name, spec, as_) for _text, name, spec, as_ in Formatter().parse(text) if name}

    for message in messages(catalogue(file)):
        if (given := values(english(message))) and "python-brace-format" in message.flags:
            assert values(translated(message)) | _CLICKS == given | _CLICKS, message.id


_CLICKS = {(name, "", None) for name in ("possibility", "possibilities", "choice", "choices", "nargs")}
"""Of two forms click fills in both names; Japanese has one form."""


@pytest.mark.parametrize("file", ALL, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_what_the_program_reads_is_the_catalogue(file: Path) -> None:
    with file.with_suffix(".mo").open("rb") as opened:
        read = GNUTranslations(opened)
    for message in messages(catalogue(file)):
        one = english(message)
        known = read.ngettext(one, message.id[1], 1) if isinstance(message.id, tuple) else read.gettext(one)
        assert known == translated(message), UPDATE


# --- the code ---------------------------------------------------------------------------------------


def every(kind: type[Exception]) -> Iterator[type[Exception]]:
    """Yield a kind of error and all kinds below it."""
    yield kind
    for below in kind.__subclasses__():
        yield from every(below)


SAYING = {"_", "counted", "later"}
SAYS = {
    "Problem",
    "Piece",
    "MediaError",
    *(error.__name__ for error in every(AnkibuildError)),
    "say",
    "problem",
    "progress",
}
SENTENCE = re.compile(r"[a-z]{2,} [a-z]{2,}")
OUR_FAULT = ("package_check.py", "sqlite_canon.py", "package.py")
"""What these refuse are packages that we made wrongly ourselves: the message is for a report, in English."""


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        yield file, ast.parse(file.read_text("utf-8"))


def name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def bare(node: ast.AST) -> Iterator[str]:
    """Yield the sentences in a call that no catalogue knows."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and name_of(child.func) in SAYING:
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str) and SENTENCE.search(child.value):
            yield child.value
        yield from bare(child)


def test_every_sentence_goes_through_the_catalogue() -> None:
    found = [
        (file.name, call.lineno, sentence)
        for file, tree in trees()
        if file.name not in OUR_FAULT
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and name_of(call.func) in SAYS
        for sentence in bare(call)
    ]
    assert found == []


def test_messages_can_be_extracted() -> None:
    """Neither within an f-string, where nothing finds them, nor where `_` is a variable."""
    for file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                calls = [c for c in ast.walk(node) if isinstance(c, ast.Call) and name_of(c.func) in SAYING]
                literal = [c for c in calls if c.args and isinstance(c.args[0], ast.Constant)]
                assert not literal, f"{file}:{node.lineno}"
            if isinstance(node, ast.FunctionDef):
                own = list(own_nodes(node))
                bound = any(
                    isinstance(n, ast.Name) and n.id == "_" and isinstance(n.ctx, ast.Store) for n in own
                )
                called = any(isinstance(n, ast.Call) and name_of(n.func) == "_" for n in ast.walk(node))
                assert not (bound and called), f"{file}:{node.lineno}"


def own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is inside, without what has names of its own."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(
            child, ast.FunctionDef | ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
        ):
            yield child
            yield from own_nodes(child)


# --- which language ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja"}, "ja"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ja_JP.eucJP"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LANGUAGE": "ja:en"}, "ja"),
        ({"LANG": "xx_YY.UTF-8"}, "en"),
        ({"LANG": "", "LC_ALL": ""}, "en"),
    ],
)
def test_the_locale_chooses(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


def test_the_command_line_is_stronger_than_the_config_and_that_than_the_locale(notes: Path) -> None:
    assert "1 card" in run("check", notes).output
    assert "カード 1 枚" in run("check", notes, LANG="ja_JP.UTF-8").output
    assert "1 card" in run("check", notes, "--lang", "en", LANG="ja_JP.UTF-8").output
    built = run("build", notes, "-o", notes / "x.apkg", LANG="ja_JP.UTF-8").output
    assert "1 枚（一問一答 1）" in built
    assert ", " not in built
    (notes / "ankibuild.toml").write_text('messages = "ja"', "utf-8")
    assert "カード 1 枚" in run("check", notes).output
    assert "1 card" in run("--lang=en", "check", notes).output
    assert spoken() == "en", "a program that runs ours within itself goes on in its own language"


def test_a_language_that_we_do_not_speak_is_refused(notes: Path) -> None:
    result = run("check", notes, "--lang", "xx")
    assert result.exit_code == 2
    assert "'ja', 'en'" in result.output


def test_only_words_for_people_change(notes: Path) -> None:
    english, other = (
        json.loads(run("check", notes, "--format", "json", "--lang", x).stdout) for x in ("en", "ja")
    )
    assert [(p["path"], p["line"], p["slug"], p["gravity"]) for p in english["problems"]] == [
        (p["path"], p["line"], p["slug"], p["gravity"]) for p in other["problems"]
    ]
    assert all(KANA.search(problem["message"]) for problem in other["problems"])
    assert other["pages"][0]["percent"] == english["pages"][0]["percent"]
    for page in (*english["pages"], *other["pages"]):
        assert not any(KANA.search(piece["reason"] or "") for piece in page["none"]), "reasons are names, too"


def test_packages_and_ledgers_are_the_same_in_every_language(notes: Path) -> None:
    made = []
    for language in ("en", "ja"):
        (notes / "ankibuild.lock").unlink(missing_ok=True)
        package = notes / f"{language}.apkg"
        result = run("build", notes, "-o", package, "--lang", language, SOURCE_DATE_EPOCH="1700000000")
        assert result.exit_code == 0, result.output
        made.append((package.read_bytes(), (notes / "ankibuild.lock").read_bytes()))
    assert made[0] == made[1]


def test_a_number_chooses_its_form(japanese: None) -> None:
    assert counted("{n} card", "{n} cards", 1) == "カード 1 枚"
    speak("en")
    assert [counted("{n} card", "{n} cards", n) for n in (0, 1, 1234)] == ["0 cards", "1 card", "1,234 cards"]


def test_other_processes_speak_the_same(notes: Path, japanese: None, monkeypatch: pytest.MonkeyPatch) -> None:
    (notes / "b.md").write_text(NOTE, "utf-8")
    monkeypatch.setattr(pages, "_WORTH_WORKERS", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    found = gather([notes]).problems
    assert {problem.path for problem in found} == {"a.md", "b.md"}
    assert all(KANA.search(problem.message) for problem in found)


# --- how it looks -----------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["", *main.commands])
def test_help_is_japanese_and_fits_the_terminal(command: str) -> None:
    text = run(*filter(None, [command]), "--help", "--lang", "ja", COLUMNS="80").output
    assert text.startswith("使い方:")
    for line in text.splitlines():
        assert width(line) <= 80
    told = [line for line in text.splitlines() if re.match(r"  (-|[a-z])", line) and "ankibuild" not in line]
    assert told
    for line in told:
        assert KANA.search(text[text.index(line) :].split("\n  -")[0]), line


def test_click_says_its_mistakes_in_japanese() -> None:
    for args in (["build"], ["buil"], ["check", ".", "--formt", "x"], ["check", ".", "--format", "x"]):
        lines = run(*args, "--lang", "ja").output.strip().splitlines()
        assert lines[-1].startswith("エラー: ")
        assert all(KANA.search(line) for line in (lines[0], lines[1], lines[-1]))
        assert run(*args).output.splitlines()[-1].startswith("Error: ")


def test_the_preview_speaks_the_language(notes: Path) -> None:
    for language, search, count in (
        ("en", "Search the cards", '"{n} cards"'),
        ("ja", "カードを検索", '"カード {n} 枚"'),
    ):
        file = notes / f"{language}.html"
        assert run("preview", notes, "-o", file, "--lang", language).exit_code == 0
        page = file.read_text("utf-8")
        assert f'<html lang="{language}">' in page
        assert f'placeholder="{search}"' in page
        assert count in page
        assert "_{" not in page.replace("${", "")


def test_translations_keep_what_is_typed() -> None:
    """Names of commands, options, files and settings stay as they are typed."""
    typed = re.compile(r"`[^`]+`|--[a-z][a-z-]+|ankibuild\.\w+|\[anki\]|<!--.*?-->|[A-Z]+_[A-Z_]+")
    for message in messages(catalogue(OURS[0])):
        assert set(typed.findall(english(message))) == set(typed.findall(translated(message))), message.id


def test_every_part_of_a_card_has_a_name(japanese: None) -> None:
    for kind in (PROMPT_PARTS, OTHER_PARTS):
        for name in {part for parts in kind.values() for part in parts}:
            assert not part_name(name).isascii(), name
