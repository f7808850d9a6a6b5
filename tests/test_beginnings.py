"""A pattern that is sought within texts finds what it found, tried only where a match may begin."""

import re
from pathlib import Path

import pytest

from ankibuild.beginnings import beginning
from ankibuild.cache.folder import CacheFolder
from ankibuild.cache.patterns import KeptPatterns
from ankibuild.patterns import sought
from ankibuild.word_classes import spelled
from tests.benchmarks.works import SEED, exam
from tests.test_patterns import late_ones

BEGUN = {
    "ab|cd": "ac",
    "(?:a|[bc]|d+)e": "abcd",
    "a?b*(?P<name>c)": "abc",
    "(?<=x)(?!y)(?=z)^(?>a|b)": "ab",
    r"\d\s|[^\W\d]": None,
    "[a-c-]x|->": r"\-a-c",
    "(?:(?i:a)|b)c": None,
    "a*": None,
    ".b|c": None,
    "(a)?(?(1)b|c)": None,
    r"(?P<one>[「『])?\S|\d": r"\S\d「『",
}


@pytest.mark.parametrize("source", BEGUN)
def test_only_what_may_come_first_is_looked_for(source: str) -> None:
    firsts = BEGUN[source]
    assert beginning(source) == (source if firsts is None else f"(?=[{firsts}])(?:{source})")


def test_flags_that_a_pattern_sets_itself_stay_at_its_head() -> None:
    assert beginning("(?i)ab") == "(?i)ab"
    assert re.search(beginning("ab", re.IGNORECASE), "xAB", re.IGNORECASE)


def test_every_pattern_of_ours_finds_the_same() -> None:
    texts = [*SEED.read_text("utf-8").lower().splitlines(), *exam(2)["page00000.md"].splitlines()]
    for each in late_ones():
        source = spelled(each.pattern)
        narrowed = beginning(source, each.flags)
        if narrowed != source:
            plain, made = re.compile(source, each.flags), re.compile(narrowed, each.flags)
            for text in texts:
                assert [*map(_found, plain.finditer(text))] == [*map(_found, made.finditer(text))], source


def _found(match: re.Match[str]) -> tuple[object, ...]:
    return match.span(), match.groups(), match.lastgroup


def test_a_python_of_other_steps_seeks_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ankibuild.beginnings._PARSER", "re._gone")
    assert beginning("ab|cd") == "ab|cd"


def test_it_is_made_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = CacheFolder(tmp_path / "cache")
    first = KeptPatterns(folder)
    assert first.compile("ab|cd", sought=True).pattern == "ab|cd"
    assert first.compile("ab|cd") == re.compile("ab|cd")
    first.keep()
    monkeypatch.setattr("ankibuild.cache.patterns.beginning", None)
    found = KeptPatterns(folder).compile("ab|cd", sought=True).search("xcd")
    assert found is not None
    assert found.span() == (1, 3)


def test_such_a_pattern_names_classes_of_words() -> None:
    assert sought("{question_sign}|x").search("--問3")
