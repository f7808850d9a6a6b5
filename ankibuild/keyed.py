"""Pages of questions whose answers stand on another page: `exam.md` and `ans.md`, `quiz/3.md` and `quiz/answers/3.md`.

The names tell which belong together. A page of questions is then read with the other behind it, as if the answers
stood at its own end; the page of answers keeps those cards that ask something by themselves.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePosixPath

from ankibuild.markdown.source import Source
from ankibuild.model import Card, Range
from ankibuild.text import fold
from ankibuild.values import replace
from ankibuild.words import raw

ELSEWHERE = "…"
"""The title under which the text of the page of answers stands; no item goes beyond it."""
_UNSPACED = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""What is written without blanks between words: kana, kanji, hangul."""
_PARTS = re.compile(rf"[\W_]+|(?<={_UNSPACED})(?=[\da-z])|(?<=[\da-z])(?={_UNSPACED})")


def with_keys(sources: Sequence[Source]) -> list[Source]:
    """Return the pages, those of questions with the answers that another page holds for them."""
    questions = defaultdict[tuple[str, ...], list[int]](list)
    answers = defaultdict[tuple[str, ...], list[int]](list)
    for at, source in enumerate(sources):
        folder, name, answering = _named(source.path)
        (answers if answering else questions)[folder, *name].append(at)
    found = list(sources)
    for name, keys in answers.items():
        asked = questions.get(name, [])
        if len(keys) == len(asked) == 1:
            found[asked[0]] = replace(found[asked[0]], elsewhere=sources[keys[0]].text)
            found[keys[0]] = replace(found[keys[0]], answers=True)
    return found


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


def _without(part: str, words: Sequence[str]) -> str:
    """Return a part of a name without such a word; where words are not parted, without one at its end."""
    if part in words:
        return ""
    last = next((word for word in words if re.match(_UNSPACED, word) and part.endswith(word)), "")
    return part.removesuffix(last)


def with_elsewhere(source: Source) -> str:
    """Return the text of a page of questions with that of its answers behind it."""
    return f"{source.text}\n\n# {ELSEWHERE}\n\n{source.elsewhere}"


def on_page(cards: Sequence[Card], last: int) -> list[Card]:
    """Return the cards whose fronts stand on a page of so many lines, and of their lines those on it."""
    fronts = {"qa": "question", "contrast": "incorrect", "cloze": "text"}
    return [
        replace(
            card,
            parts={name: replace(part, lines=_upto(part.lines, last)) for name, part in card.parts.items()},
            claimed=_upto(card.claimed, last),
        )
        for card in cards
        if min((first for first, _ in card.parts[fronts[card.kind]].lines), default=last) <= last
    ]


def _upto(lines: Sequence[Range], last: int) -> tuple[Range, ...]:
    return tuple((first, min(end, last)) for first, end in lines if first <= last)
