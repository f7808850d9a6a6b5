"""Each expression of the word list reads texts that no other of its list does: none is lost unseen, none is idle.

The words beside them are tried by the net of words (tests/word_net). A new expression needs an example in
tests/word_net/expressions.toml that it alone reads.
"""

import re
import tomllib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest

from ankibuild.page import questions
from ankibuild.text import fold
from ankibuild.word_classes import raw
from ankibuild.words import Words
from ankibuild.words import _words as compiled

EXAMPLES = tomllib.loads((Path(__file__).parent / "word_net" / "expressions.toml").read_text("utf-8"))
PHRASES: dict[str, Callable[[Words, str], bool]] = {
    "reveals": Words.reveals, "not_yet": Words.is_unanswered, "aside": Words.is_aside,
    "no_reason": Words.is_no_reason, "empty": Words.is_empty_phrase, "why_others": Words.asks_why_others,
    "best": lambda words, text: bool(words.best.match(fold(text))), "chosen": lambda words, text: words.behind_choice(text) > 0,
    "says_key": lambda words, text: bool(words.says_key.search(fold(text))),
    "describes": lambda words, text: words.says(text) is False,
}  # fmt: skip
ASKING = {
    "ends": questions.asks,
    "needs": questions.names_need,
    "musts": questions.asks_of_subject,
    "begins": questions.asks,
    "may_begin": questions.may_ask,
    "tells": questions.tells,
}
LISTS = [(table, name) for table in ("asks", "phrases") for name in EXAMPLES[table]]


def readers(table: str, name: str) -> dict[str, Callable[[str], bool]]:
    """Return for each expression of a list what reads a text by it alone."""
    words = raw()[table][name]
    return {each: (_asking(name, each) if table == "asks" else _phrase(name, each)) for each in words}


def _asking(name: str, expression: str) -> Callable[[str], bool]:
    pattern = re.compile(f"(?:{expression}){questions._BEHIND[name]}")
    look = pattern.search if name in ("ends", "needs", "musts") else pattern.match
    return lambda text: bool(look(fold(questions.question_text(text))))


def _phrase(name: str, expression: str) -> Callable[[str], bool]:
    mine = deepcopy(raw())
    mine["phrases"][name] = [expression]
    words = compiled(mine)
    return lambda text: PHRASES[name](words, text)


def test_every_list_of_expressions_is_tried() -> None:
    assert {name for _table, name in LISTS} == {*raw()["asks"], *raw()["phrases"]}


@pytest.mark.parametrize(("table", "name"), LISTS)
def test_each_example_is_read(table: str, name: str) -> None:
    words = compiled(raw())
    reads = ASKING[name] if table == "asks" else (lambda text: PHRASES[name](words, text))
    assert [text for text in EXAMPLES[table][name] if not reads(text)] == []


@pytest.mark.parametrize(("table", "name"), LISTS)
def test_each_expression_alone_reads_an_example(
    table: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it one of its examples is not read, whatever else might tell."""
    found = readers(table, name)
    idle = []
    for expression, reads in found.items():
        mine = [text for text in EXAMPLES[table][name] if reads(text)]
        less = deepcopy(raw())
        less[table][name].remove(expression)
        if all(map(reader(table, name, less, monkeypatch), mine)):
            idle.append(expression)
    monkeypatch.undo()
    forget()
    assert idle == []


def reader(
    table: str, name: str, words: dict[str, dict[str, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], bool]:
    """Return what reads a text by other words than ours."""
    if table == "phrases":
        made = compiled(words)
        return lambda text: PHRASES[name](made, text)
    monkeypatch.setattr(questions, "raw", lambda: words)
    forget()
    return ASKING[name]


def forget() -> None:
    """Let go of what was read by other words."""
    for known in (
        questions._asks,
        questions.asks,
        questions.asks_of_subject,
        questions.names_need,
        questions.may_ask,
        questions.tells,
    ):
        known.cache_clear()
