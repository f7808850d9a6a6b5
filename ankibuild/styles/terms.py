"""What makes a text a term that a card can ask for (its words are data in terms.toml)."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from msgspec import Struct

from ankibuild.cache.tables import table
from ankibuild.markdown.outline import Section
from ankibuild.page.content import holds_terms
from ankibuild.page.questions import subject_of
from ankibuild.patterns import lazily
from ankibuild.styles.card_words import holds
from ankibuild.text import fold, key_of
from ankibuild.words import Words

LONGEST = 40
"""How long a term may be, in characters."""
MOST_WORDS = 6
"""A longer name is a sentence."""
# A topic or an object with a verb or adjective behind it: a statement without its full stop.
_STATEMENT = lazily(
    r"{particle}.*(?:[{verb_ends}{sentence_ends}]|{adjective_end})$|{particle_of_subject}(?:(?!{of}).)*{verbal_noun}$"
)


# A term by its sound, its characters behind it: もんてかるろほう（モンテカルロ法）.
_READING = lazily(r"[{hiragana}]+\s*\([^()]+\)")
_PLACEHOLDER = lazily(r"[\[<{][^\[\]<>{}]*[\]>}]")


class _Stops(Struct, frozen=True):
    """What a term is not, compiled."""

    sentence: re.Pattern[str]
    starts: frozenset[str]
    """Words that begin a sentence; as an expression they would take as long to compile as all else here."""
    long_starts: tuple[str, ...]
    words: frozenset[str]
    patterns: re.Pattern[str]


@cache
def _raw() -> dict[str, dict[str, list[str]]]:
    return table(Path(__file__).with_name("terms.toml"))


@cache
def _stops() -> _Stops:
    """Read the words that terms.toml holds, once and only where notes are read."""
    raw = _raw()
    sentence, stop = raw["sentence"], raw["stop"]
    starts = (*sentence["starts"], *raw["imperative"]["starts"])
    return _Stops(
        sentence=re.compile(
            rf"[。、！!？?；;…]|(?:{_any(sentence['ends'])})$|\.$|,\s|\s(?:{_any(sentence['verbs'])})\s"
        ),
        starts=frozenset(start for start in starts if " " not in start),
        long_starts=tuple(start for start in starts if " " in start),
        words=frozenset(stop["words"]),
        patterns=re.compile(rf"(?:{'|'.join(stop['patterns'])})$"),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


@cache
def _either() -> re.Pattern[str]:
    """Match what tells to read something, but not a read replica."""
    raw = _raw()["either"]
    return re.compile(rf"(?:{_any(raw['starts'])})\s(?:(?:{_any(raw['before'])})\b|\S+\s+\S+\s+\S)")


def is_term(text: str, words: Words) -> bool:
    """Tell a term from a sentence, a label, a date or a stop word."""
    folded = fold(text).strip(" *_:")
    bare = re.sub(r"\s*\([^)]*\)", "", folded)
    if len(bare) < 2 or len(bare) > LONGEST or len(bare.split()) > MOST_WORDS:  # noqa: PLR2004 - one character is an option's letter
        return False
    if _is_stop(bare) or _is_sentence(bare) or _PLACEHOLDER.fullmatch(bare) or _is_cut(folded):
        return False
    return not words.is_none_section(text) and not words.is_status(text) and folded not in words.unanswered


def _is_stop(text: str) -> bool:
    return text in _stops().words or _stops().patterns.match(text) is not None


def _is_sentence(text: str) -> bool:
    return bool(_stops().sentence.search(text) or _begins_sentence(text) or _either().match(text))


def _is_cut(text: str) -> bool:
    """Tell a text that holds an arrow or an address, no letter, or a bracket that never closes."""
    odd = re.search(r"→|->|=>|⇒|://", text) or not re.search(r"[^\W\d_]", text)
    return bool(odd) or not is_balanced(text)


def _begins_sentence(text: str) -> bool:
    found = re.match(r"\S+(?=\s)", text)
    if not found:
        return False
    longer = (text[len(start) :] for start in _stops().long_starts if text.startswith(start))
    return found[0] in _stops().starts or any(rest[:1].isspace() for rest in longer)


def teaches(section: Section) -> bool:
    """Tell a section whose text may hold terms: also none of advice to whoever studies."""
    return holds_terms(section) and not holds("advice_places", section.title.text)


def names_of(text: str) -> frozenset[str]:
    """Return the names by which a text knows what it asks for: 「学習率（Learning Rate）」って何？ has two."""
    term = subject_of(text) or text
    inside = re.findall(r"[(（]([^()（）]+)[)）]", term)
    names = (re.sub(r"[(（][^()（）]*[)）]", "", term), *inside)
    return frozenset(key for name in names if (key := key_of(name)))


def is_statement(text: str) -> bool:
    """Tell a statement that lacks only its full stop: 「データを暗号化する」."""
    folded = fold(text)
    return not _READING.fullmatch(folded) and bool(_STATEMENT.search(re.sub(r"\s*\([^)]*\)", "", folded)))


def is_balanced(text: str) -> bool:
    """Tell whether every bracket that opens closes: else the text is cut in the middle."""
    return (
        all(text.count(a) == text.count(b) for a, b in ("()", "[]", "「」", "『』", "【】", "{}"))
        and text.count("`") % 2 == 0
    )
