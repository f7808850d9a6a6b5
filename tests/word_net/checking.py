"""What a page with a word gives, and where it is not what the word's position promises."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ankibuild.config import Config
from ankibuild.markdown.source import parse
from ankibuild.model import Card
from ankibuild.reading import Reader
from tests.word_net.positions import (
    CONFIG_CLASSES,
    CONFIG_WORDS,
    OTHER_WORDS,
    POSITIONS,
    TEXTS,
    Position,
    notes,
)
from tests.word_net.vocabulary import language, recorded

GAPS = Path(__file__).with_name("gaps.txt")
Texts = Mapping[str, str]


def _bare(text: str) -> str:
    return "".join(text.split())


def _part(card: Card, name: str) -> str:
    return card.parts[name].text if name in card.parts else ""


def _qa(cards: list[Card]) -> list[Card]:
    return [card for card in cards if card.kind == "qa"]


def _answer(cards: list[Card], say: Texts) -> bool:
    """One Q&A, whose front is the stem alone and whose answer is the right option alone."""
    found = _qa(cards)
    return len(found) == 1 and (_part(found[0], "question"), _part(found[0], "answer")) == (
        say["stem"],
        say["b"],
    )


def _explanation(cards: list[Card], say: Texts) -> bool:
    """The explanation is there, without its label."""
    return [_part(card, "explanation") for card in _qa(cards)] == [say["good"]]


def _sentence(cards: list[Card], say: Texts) -> bool:
    """The explanation is the sentence before the word, and nothing behind it."""
    return [_part(card, "explanation") for card in _qa(cards)] == [say["good"] + say["stop"].strip()]


def _pairs(cards: list[Card], *, why: bool, say: Texts) -> bool:
    reasons = (say["why"], say["also"]) if why else ("", "")
    wanted = {(say["b"], say["a"], reasons[0]), (say["b"], say["c"], reasons[1])}
    parts = ("correct", "incorrect", "why_incorrect")
    found = [tuple(_part(card, name) for name in parts) for card in cards if card.kind == "contrast"]
    return len(found) == len(wanted) and set(found) == wanted


def _own_pair(cards: list[Card], say: Texts) -> bool:
    """The wrong answer of one's own stands against the right one."""
    found = [(_part(card, "correct"), _part(card, "incorrect")) for card in cards if card.kind == "contrast"]
    return found == [(say["b"], say["a"])]


def _own_reason(cards: list[Card], say: Texts) -> bool:
    """What is said of one's own mistake is why one's answer is wrong."""
    found = [_part(card, "why_incorrect") for card in cards if card.kind == "contrast"]
    return found == [say["why"]]


def _rows(cards: list[Card], *backs: str, say: Texts) -> bool:
    """Each row of a table that asks is one card, its front the first cell alone."""
    found = [(_part(card, "question"), _part(card, "answer")) for card in cards]
    return {card.style for card in cards} == {"question_table"} and found == list(
        zip((say["a"], say["c"]), backs, strict=True)
    )


def _bare_context(cards: list[Card], say: Texts) -> bool:
    """What a heading says of an item besides its number stands nowhere."""
    return [card.context for card in cards] == ["X › 1"]


def _no_link(cards: list[Card], say: Texts) -> bool:
    """The link is on no card, its label neither: the explanation is as written."""
    return _explanation(cards, say)


def _bare_good(cards: list[Card], say: Texts) -> bool:
    """The reason for the right option stands without the verdict before it."""
    return _explanation(cards, say)


CHECKS: Mapping[str, Callable[[list[Card], Texts], bool]] = {
    "answer": _answer,
    "explanation": _explanation,
    "explained sentence": _sentence,
    "contrasts": lambda cards, say: _pairs(cards, why=True, say=say),
    "bare contrasts": lambda cards, say: _pairs(cards, why=False, say=say),
    "no link": _no_link,
    "bare good": _bare_good,
    "own contrast": _own_pair,
    "own reason": _own_reason,
    "asked rows": lambda cards, say: _rows(cards, say["why"], say["also"], say=say),
    "judged rows": lambda cards, say: _rows(cards, "○", "×", say=say),
    "bare context": _bare_context,
    "nothing": lambda cards, say: not cards,
}


@dataclass(frozen=True, slots=True)
class Try:
    """A word at a position; `config` names the list of [words] that adds it, "" if we ship it."""

    kind: str
    position: Position
    word: str
    config: str = ""

    @property
    def name(self) -> str:
        """What the list of gaps calls it."""
        return " | ".join(
            (f"config {self.config}" if self.config else self.kind, self.position.name, self.word)
        )


def tries() -> Iterator[Try]:
    """Return every word of ours on record and some words of a config at every position."""
    for kind, words in recorded().items():
        for position in POSITIONS[kind]:
            yield from (Try(kind, position, word) for word in words if _may_stand(word, position))
    yield from config_tries()


def _may_stand(word: str, position: Position) -> bool:
    return not position.signs_only or not any(each.isalpha() for each in word)


def config_tries() -> Iterator[Try]:
    """Return the words that only a config has."""
    for name, kind in CONFIG_CLASSES.items():
        for word in CONFIG_WORDS.get(name, OTHER_WORDS):
            places = (each for each in POSITIONS[kind] if _may_stand(word, each))
            yield from (Try(kind, position, word, name) for position in places)


class Checker:
    """Reads the pages; a reader a config is made once."""

    def __init__(self) -> None:
        self._readers: dict[tuple[str, str], Reader] = {}

    def holds(self, each: Try) -> bool:
        """Tell whether a word does at a position what the position promises."""
        spoken = language(each.word)
        cards = self.cards(each, notes(each.position, each.word, spoken))
        return all(CHECKS[name](cards, TEXTS[spoken]) for name in each.position.gives)

    def cards(self, each: Try, text: str) -> list[Card]:
        """Return the cards of a page, read with the config that the word needs."""
        key = (each.config, each.word if each.config else "")
        if key not in self._readers:
            self._readers[key] = Reader(Config(words={each.config: (each.word,)} if each.config else {}))
        source, _ = parse(text.encode(), "notes.md", Path("notes.md"))
        assert source
        return list(self._readers[key].read(source).cards)


def gaps() -> list[str]:
    """Return the names of the tries that do not hold now."""
    checker = Checker()
    return [each.name for each in tries() if not checker.holds(each)]


def known() -> set[str]:
    """Return the gaps on record."""
    return set(GAPS.read_text("utf-8").splitlines())
