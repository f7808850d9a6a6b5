"""Judge cards by the source lines of their parts: what is found, what is missing, what is wrong.

A Q&A is found where its front covers half of the labelled question's lines, its back half of the answer's, and no
more than a quarter of the back's lines belong to something else. A contrast is found where the right and the wrong
option are, and the reason against the wrong one if the notes give it. A pair of an option that the notes merely
list counts neither as good nor as bad.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ankibuild.model import Card, Range

Label = Mapping[str, Any]
"""One line of a label file: kind, path, and for each part a range or a list of ranges."""
HERE = Path(__file__).parent
LEAST_LEAK = 20
"""An answer longer than this, in characters without blanks, that stands on the front gives itself away."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many labels of one kind there are and were found, how many cards were made and are wrong."""

    wanted: int = 0
    found: int = 0
    made: int = 0
    wrong: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.wanted + other.wanted,
            self.found + other.found,
            self.made + other.made,
            self.wrong + other.wrong,
        )

    def __str__(self) -> str:
        return (
            f"recall {_share(self.found, self.wanted)}, precision {_share(self.made - self.wrong, self.made)}"
        )


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.0%})" if whole else "-"


Scope = Sequence[Range]
"""The stretches of a page that were labelled."""
WHOLE: Scope = ((1, sys.maxsize),)


def scopes_of(number: str) -> dict[str, Scope]:
    """Return the labelled stretches of each page of a collection."""
    found = defaultdict[str, list[Range]](list)
    for each in json.loads((HERE / "labels" / f"{number}.scopes.json").read_text("utf-8")):
        first, last = each["scope"]
        found[each["path"]].append((first, last))
    return dict(found)


def judge(cards: Sequence[Card], labels: Sequence[Label], scope: Scope) -> dict[str, Figures]:
    """Return the figures of the Q&A and the contrasts of one page, within the lines that were labelled."""
    found = {}
    for kind in ("qa", "contrast"):
        own = (card for card in cards if card.kind == kind)
        mine = [card for card in own if any(first <= _first(card) <= last for first, last in scope)]
        found[kind] = _judge(mine, [label for label in labels if label["kind"] == kind], labels)
    return found


def _judge(cards: Sequence[Card], labels: Sequence[Label], everything: Sequence[Label]) -> Figures:
    left = list(cards)
    hits = dict.fromkeys((True, False), 0)
    for label in sorted(
        labels, key=lambda each: bool(each.get("optional"))
    ):  # a card is spent where it counts
        match = next((card for card in left if _HITS[card.kind](card, label)), None)
        if match is not None:
            left.remove(match)
            hits[not label.get("optional")] += 1
    wrong = sum(1 for card in left if not _merely_listed(card, everything))
    wanted = sum(1 for label in labels if not label.get("optional"))
    return Figures(wanted, hits[True], hits[True] + hits[False] + wrong, wrong)


def _is_qa(card: Card, label: Label) -> bool:
    front, back = _part(card, "question"), _part(card, "answer") | _part(card, "explanation")
    if _leaks(card) or not any(_covers(front, question) for question in _choices(label, "q")):
        return False
    named = [_lines(each) for each in label.get("a_options") or ()]
    said = not label.get("letter") and any(_covers(back, answer) for answer in _choices(label, "a"))
    fine: set[int] = set().union(
        *named, *(choice for name in ("q", "a", "a_more", "options") for choice in _choices(label, name))
    )
    answered = said or (bool(named) and all(back & option for option in named))
    return answered and 4 * len(back - fine) < len(back)


def _is_contrast(card: Card, label: Label) -> bool:
    sides = all(
        any(_part(card, name) & choice for choice in _choices(label, name))
        for name in ("correct", "incorrect")
    )
    why = _choices(label, "why_incorrect")
    told = _part(card, "why_incorrect") | _part(card, "incorrect")
    return sides and (not why or any(told & choice for choice in why))


_HITS = {"qa": _is_qa, "contrast": _is_contrast}


def _merely_listed(card: Card, labels: Sequence[Label]) -> bool:
    """Tell a pair of an option that stands in a list, which no label calls right or refutes."""
    wrong = _part(card, "incorrect")
    options = _all(labels, "options")
    refuted = frozenset().union(
        *(c for x in labels if x["kind"] == "contrast" for c in _choices(x, "incorrect"))
    )
    right = frozenset().union(*(_lines(o) for label in labels for o in label.get("a_options") or ()))
    return card.kind == "contrast" and bool(wrong) and wrong <= options - refuted and bool(wrong - right)


def _all(labels: Iterable[Label], name: str) -> frozenset[int]:
    return frozenset(n for label in labels for choice in _choices(label, name) for n in choice)


def _leaks(card: Card) -> bool:
    question, answer = ("".join(card.parts[n].text.split()) for n in ("question", "answer"))
    return len(answer) > LEAST_LEAK and answer in question


def _first(card: Card) -> int:
    return min(_part(card, "question") or _part(card, "incorrect"), default=0)


def _part(card: Card, name: str) -> frozenset[int]:
    return _lines(card.parts[name].lines) if name in card.parts else frozenset()


def _choices(label: Label, name: str) -> list[frozenset[int]]:
    own = [_lines(label[name])] if label.get(name) else []
    return own + [_lines(each) for each in label.get(f"{name}_alt") or ()]


def _covers(got: frozenset[int], wanted: frozenset[int]) -> bool:
    return bool(wanted) and 2 * len(got & wanted) >= len(wanted)


def _lines(ranges: Any) -> frozenset[int]:
    """Return the lines of one [first, last] or of a list of them."""
    return frozenset(n for first, last in _pairs(ranges) for n in range(first, last + 1))


def _pairs(ranges: Any) -> Iterator[Sequence[int]]:
    if ranges and isinstance(ranges[0], int):
        yield ranges
    else:
        yield from ranges or ()
