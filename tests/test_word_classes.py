"""The words of every language stand in words.toml: no pattern that reads notes has one of its own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import ankibuild
from ankibuild.config import Config
from ankibuild.patterns import lazily
from ankibuild.word_classes import class_names, raw, spelled
from tests.test_config_reading import cards

PACKAGE = Path(ankibuild.__file__).parent
READING = ("items", "styles", "reader", "page", "learning", "topics", "hints")
FILES = [*(each for name in READING for each in sorted((PACKAGE / name).glob("*.py"))), PACKAGE / "words.py"]
SHOWN = {
    "items/choice.py": "the question on a card",
    "styles/commands.py": "a front",
    "styles/option_reasons.py": "the question on a card",
    "styles/term_table.py": "fronts",
    "styles/wording.py": "fronts",
    "hints/fronts.py": "how long a front's words are",
    "topics/tags.py": "a tag",
    "topics/vocabulary.py": "bounds of scripts: the first and last sign of each",
}
"""Where letters of a language are no words to know notes by, and what they are."""
LETTERS = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff\uac00-\ud7a3]")
SYNTAX = re.compile(
    r"\(\?P[<=]\w+[>)]|(?<!\\)\{[a-z_.]+\}|\\U[0-9a-fA-F]{8}|\\u[0-9a-fA-F]{4}|\\x[0-9a-f]{2}|\\.|\(\?[a-z]+:|</?[\w-]+"
)
TECHNICAL = {
    "pre", "code", "strong", "span", "font", "small", "em", "del", "strike", "mark", "math", "class", "img", "audio", "video", "source",
    "alt", "src", "table", "annotation", "iframe", "head", "object", "script", "style", "svg", "template", "title", "href", "details",
    "message", "note", "alert", "https", "http", "ftp", "ankibuild", "id", "line", "through", "gr", "silver", "aaa", "bbb", "ccc", "sudo", "REM", "arrow",
}  # fmt: skip
"""Names of HTML, of looks, of protocols, of shells and of our own directives, which are of no language."""


def literals(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module but for its docstrings."""
    tree = ast.parse(file.read_text("utf-8"))
    bodies = (each for node in ast.walk(tree) if isinstance(each := getattr(node, "body", None), list))
    told = {id(each.value) for body in bodies for each in body if isinstance(each, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def words_in(text: str) -> list[str]:
    """Return the words of a pattern: letters in a row that are neither syntax nor a class nor a set of letters."""
    if not re.search(r"\\[bsdWw]|\(\?[:=!<P]", text):
        return []
    bare = re.sub(r"\[(?:\\.|[^\]\\])*\]", " ", SYNTAX.sub(" ", text))
    return [word for word in re.findall(r"[A-Za-zà-ÿ]{2,}", bare) if word not in TECHNICAL]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_no_word_of_a_language_stands_in_a_pattern(file: Path) -> None:
    shown = file.relative_to(PACKAGE).as_posix() in SHOWN
    found = [(line, text) for line, text in literals(file) if LETTERS.search(text) and not shown]
    found += [(line, " ".join(words)) for line, text in literals(file) if (words := words_in(text))]
    assert found == []


def test_the_exceptions_are_needed() -> None:
    idle = [name for name in SHOWN if not any(LETTERS.search(text) for _, text in literals(PACKAGE / name))]
    assert idle == []


TEXT = "\n".join(each.read_text("utf-8") for each in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("name", [*raw()["grammar"], *raw()["signs"]])
def test_every_class_is_asked(name: str) -> None:
    assert re.search(rf'\{{{name}\}}|"{name}"', TEXT)


@pytest.mark.parametrize("name", raw()["grammar"])
def test_every_word_of_a_class_stands_wherever_the_class_is_named(name: str) -> None:
    """A pattern with a class reads what it reads with each of the class's words alone."""
    whole = spelled(f"{{{name}}}")
    assert whole == f"(?:{'|'.join(raw()['grammar'][name])})"
    for word in raw()["grammar"][name]:
        lazily(f"<{word}>").search("")


NOTES = "## どれが軽い箱？\n\n- A. 甲の箱\n- B. 乙の箱\n- C. 丙の箱\n\n正解: B\n\n### 解説\n\n- Aぞい重い石。\n- Cぞい大きい石。\n"


def pairs(config: Config) -> int:
    return sum("why_incorrect" in card.parts for card in cards(NOTES, config))


def test_a_config_adds_words_to_every_class() -> None:
    """They hold for the pages that are read by it, and for no others."""
    mine = Config(words={"grammar.topic": ("ぞい",)})
    assert (pairs(Config()), pairs(mine), pairs(Config())) == (0, 2, 0)
    assert {each.split(".")[0] for each in class_names()} == set(raw())


def test_a_class_that_nobody_knows_is_told() -> None:
    with pytest.raises(KeyError):
        lazily("{nonsense_word}").search("")


def test_what_is_escaped_or_counted_names_no_class() -> None:
    assert spelled(r"\{topic\}|a{2,3}") == r"\{topic\}|a{2,3}"
