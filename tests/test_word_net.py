"""No word is lost: each word, ours or a config's, does at each position what it did, but for the gaps on record.

After a gain (or, with the reason in the commit, a loss): `python -m tests.word_net --update`, then read the difference
of tests/word_net/gaps.txt. The words are on record, too (words.txt): a word that goes from the list is still tried.
"""

from functools import lru_cache

import pytest

from tests.word_net.checking import Checker, Try, config_tries, known, tries
from tests.word_net.positions import CONFIG_CLASSES, POSITIONS
from tests.word_net.vocabulary import CLASSES, recorded, vocabulary

PLACES = sorted({each.name.rsplit(" | ", 1)[0] for each in tries()})


@lru_cache(maxsize=1)
def checker() -> Checker:
    return Checker()


@lru_cache(maxsize=1)
def by_place() -> dict[str, list[Try]]:
    places: dict[str, list[Try]] = {}
    for each in tries():
        places.setdefault(each.name.rsplit(" | ", 1)[0], []).append(each)
    return places


@pytest.mark.parametrize("place", PLACES)
def test_no_word_is_lost(place: str) -> None:
    lost = [each.name for each in by_place()[place] if each.name not in known() and not checker().holds(each)]
    assert lost == []


def test_every_word_is_on_record() -> None:
    """A new word comes into the net by `python -m tests.word_net --update`."""
    on_record = recorded()
    assert {kind: sorted(set(words) - set(on_record[kind])) for kind, words in vocabulary().items()} == {
        kind: [] for kind in CLASSES
    }


def test_gaps_on_record_are_of_words_that_there_are() -> None:
    assert known() - {each.name for each in tries()} == set()


def test_every_class_has_positions_and_every_list_of_the_config_words() -> None:
    assert set(POSITIONS) == set(CLASSES)
    assert {each.config for each in config_tries()} == set(CONFIG_CLASSES)


TELLING = (
    "mistake", "term head", "meaning head", "statement head", "truth head", "more head", "wish head", "means head", "end of a section",
    "behind", "status", "reveals",
)  # fmt: skip
"""The classes that the words alone tell: structure does not."""


@pytest.mark.parametrize("word", ["未知語", "Zorblat"])
@pytest.mark.parametrize("kind", TELLING)
def test_where_only_words_tell_a_word_of_no_list_does_nothing(kind: str, word: str) -> None:
    assert [each.name for each in POSITIONS[kind] if checker().holds(Try(kind, each, word))] == []


@pytest.mark.parametrize("word", ["未知語", "Zorblat"])
def test_a_word_of_no_list_holds_at_few_positions(word: str) -> None:
    """The checks can fail: where an unknown word does as well, the position says nothing of the word list."""
    unknown = [
        Try(kind, position, word)
        for kind in ("answer", "wrong", "explanation")
        for position in POSITIONS[kind]
    ]
    assert sum(checker().holds(each) for each in unknown) <= len(unknown) // 3
