"""Pages of questions whose answers stand on another page: `exam.md` and `ans.md`, `quiz/3.md` and `quiz/answers/3.md`.

So do `questions/3.md` and `answers/3.md`.

The names tell which belong together, or a taught hand does. A page of questions is then read with the other behind
it, as if the answers stood at its own end; the page of answers keeps those cards that ask something by themselves.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from ankibuild.config import TaughtHand, excluded
from ankibuild.markdown.source import Source
from ankibuild.model import Card, Range
from ankibuild.patterns import lazily
from ankibuild.text import fold
from ankibuild.values import replace
from ankibuild.word_classes import raw

ELSEWHERE = "…"
"""The title under which the text of the page of answers stands; no item goes beyond it."""
PAGE = "{page}"
"""In `keys` of a hand the name of the page that is answered."""
_UNSPACED = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""What is written without blanks between words: kana, kanji, hangul."""
_PARTS = lazily(rf"[\W_]+|(?<={_UNSPACED})(?=[\da-z])|(?<=[\da-z])(?={_UNSPACED})")


def with_keys(sources: Sequence[Source], hands: Sequence[TaughtHand] = ()) -> list[Source]:
    """Return the pages, those of questions with the answers that another page holds for them."""
    pairs = {**dict(_by_names(sources)), **dict(_by_hands(sources, hands))}
    found = [replace(source, answers=at in pairs.values()) for at, source in enumerate(sources)]
    return [
        replace(each, elsewhere=sources[pairs[at]].text, answers=False) if at in pairs else each
        for at, each in enumerate(found)
    ]


def _by_hands(sources: Sequence[Source], hands: Sequence[TaughtHand]) -> Iterator[tuple[int, int]]:
    """Yield the pages that a hand names, each with that on which it says that their keys stand."""
    places = {source.path: at for at, source in enumerate(sources)}
    for hand in hands:
        fits = excluded(hand.pages)
        for path, at in places.items():
            other = places.get(keys_of_page(path, hand.keys)) if hand.keys and fits(path) else None
            if other is not None and other != at:
                yield at, other


def keys_of_page(path: str, keys: str) -> str:
    """Return the path of the page that holds the keys of another, by the `keys` of a hand."""
    pure = PurePosixPath(path)
    return posixpath.normpath(posixpath.join(pure.parent, keys.replace(PAGE, pure.stem)))


def keys_beside(path: str, other: str) -> str:
    """Return how a hand says that the keys of one page stand on another, so that it holds for pages named alike."""
    folder, name = posixpath.split(posixpath.relpath(other, posixpath.dirname(path) or "."))
    return posixpath.join(folder, name.replace(PurePosixPath(path).stem, PAGE))


def _by_names(sources: Sequence[Source]) -> Iterator[tuple[int, int]]:
    """Yield the pages of questions, each with that of its answers, as their names tell."""
    questions = defaultdict[tuple[str, ...], list[int]](list)
    answers = defaultdict[tuple[str, ...], list[int]](list)
    for at, source in enumerate(sources):
        folder, name, answering = _named(source.path)
        (answers if answering else questions)[folder, *name].append(at)
        if not answering and (beside := _beside(folder)) is not None:
            questions[beside, *name].append(at)
    for name, keys in answers.items():
        asked = questions.get(name, [])
        if len(keys) == len(asked) == 1:
            yield asked[0], keys[0]


def _named(path: str) -> tuple[str, tuple[str, ...], bool]:
    """Return the folder of a page of questions and the rest of its name, and whether this one answers it."""
    words = raw()["files"]
    pure = PurePosixPath(path)
    folders = list(pure.parent.parts)
    inside = bool(folders) and fold(folders[-1]) in words["answers"]
    if inside:
        folders.pop()
    parts = [part for part in _PARTS.split(fold(pure.stem)) if part]
    answering = inside or any(_without(part, words["answers"]) != part for part in parts)
    rest = (_without(_without(part, words["answers"]), words["questions"]) for part in parts)
    return "/".join(folders), tuple(part for part in rest if part), answering


def _beside(folder: str) -> str | None:
    """Return where a folder of questions stands, `questions` beside `answers`; None for any other folder."""
    around, _, last = folder.rpartition("/")
    return around if last in raw()["files"]["questions"] else None


def _without(part: str, words: Sequence[str]) -> str:
    """Return a part of a name without such a word; where words are not parted, without one at its end."""
    if part in words:
        return ""
    last = next((word for word in words if re.match(_UNSPACED, word) and part.endswith(word)), "")
    return part.removesuffix(last)


def with_elsewhere(source: Source) -> str:
    """Return the text of a page of questions with that of its answers behind it."""
    return f"{source.text}\n\n# {ELSEWHERE}\n\n{source.elsewhere}"


def line_elsewhere(source: Source, other: Source, line: int) -> int:
    """Return the line of a page of answers in the text of a page of questions with that behind it."""
    above = with_elsewhere(replace(source, elsewhere="")).count("\n")
    return source.first_line + above + line - other.first_line


def on_page(cards: Sequence[Card], last: int) -> list[Card]:
    """Return the cards whose fronts stand on a page of so many lines, and of their lines those on it."""
    return [
        replace(
            card,
            parts={name: replace(part, lines=_upto(part.lines, last)) for name, part in card.parts.items()},
            claimed=_upto(card.claimed, last),
        )
        for card in cards
        if card.front and min((first for first, _ in card.front.lines), default=last) <= last
    ]


def _upto(lines: Sequence[Range], last: int) -> tuple[Range, ...]:
    return tuple((first, min(end, last)) for first, end in lines if first <= last)
