"""Answers in words that stand together elsewhere on the page, given back to their questions by number.

A hand of `question: 1. {text}` and `keys: {n}) {text}`, or `keys: ## Aufgabe {n}` with the answer below: a run of
numbered questions goes with the next run that is written as the keys are and has the same numbers. Any two lists of
steps are numbered alike; so most of the questions ask, or a word of the hand says that they are some.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from ankibuild.teaching.align import Placed
from ankibuild.teaching.grammar import Grammar
from ankibuild.teaching.keys import numbers_of
from ankibuild.teaching.looks import Look
from ankibuild.teaching.parts import Told
from ankibuild.teaching.pattern import Pattern
from ankibuild.text import cut

LEAST: Final = 2
HALF: Final = 2


class Numbered(Struct, frozen=True):
    """A row with its number and the rows below it, up to the next."""

    number: str
    rows: tuple[Look, ...]


Run = Sequence[Numbered]


def in_words(grammar: Grammar) -> bool:
    """Tell a hand whose answers stand elsewhere, in words."""
    roles = {pattern.role for pattern in grammar.patterns}
    return roles == {"question"} and any("key" not in pattern.holes for pattern in grammar.keys)


def answered(looks: Sequence[Look], grammar: Grammar) -> Iterator[tuple[list[Placed], list[Told]]]:
    """Yield the rows of each question that a run of answers has the number of, and the answer's."""
    numbers = numbers_of(looks)
    asked = _runs(looks, grammar.patterns[0], numbers)
    for answers in _runs(looks, grammar.keys[0], numbers):
        before = [run for run in asked if run[-1].rows[0].line < answers[0].rows[0].line]
        for run in before[-1:]:
            if _numbers(run) == _numbers(answers) and _ask(run, grammar.patterns[0]):
                pairs = zip(run, answers, strict=True)
                yield from ((_placed(one), _told(other, grammar.keys[0])) for one, other in pairs)


def _numbers(run: Run) -> list[str]:
    return [each.number for each in run]


def _ask(run: Run, pattern: Pattern) -> bool:
    asking = sum(any(look.sign.asks for look in each.rows) for each in run)
    return bool(pattern.literal) or HALF * asking >= len(run)


def _runs(looks: Sequence[Look], pattern: Pattern, numbers: dict[int, str]) -> list[Run]:
    """Return the runs of rising numbers, at least two, of the rows that are written so."""
    runs: list[list[Numbered]] = []
    last = 0
    for at, look in enumerate(looks):
        found = pattern.find(look.text) if _is_written(look, pattern) else None
        number = (found.number or numbers.get(look.line, "")) if found else ""
        if not number.isdigit():
            continue
        if not runs or int(number) <= last:
            runs.append([])
        runs[-1].append(Numbered(number, (look, *_below(looks[at + 1 :], pattern))))
        last = int(number)
    return [run for run in runs if len(run) >= LEAST]


def _is_written(look: Look, pattern: Pattern) -> bool:
    """Tell a row of the pattern's kind, lists alike whatever stands behind their number."""
    return look.kind == pattern.kind and look.row.head and pattern.find(look.text) is not None


def _below(looks: Sequence[Look], pattern: Pattern) -> Iterator[Look]:
    """Yield the rows that go on a numbered one: up to the next of its kind, a heading or a rule."""
    for look in looks:
        if look.kind == "rule" or look.row.heading or _is_written(look, pattern):
            return
        if pattern.kind == "1." and look.row.head and look.depth < pattern.depth:
            return
        yield look


def _placed(question: Numbered) -> list[Placed]:
    return [Placed(look, 0, n == 0) for n, look in enumerate(question.rows)]


def _told(answer: Numbered, pattern: Pattern) -> list[Told]:
    """Return the rows of an answer, the first without what the pattern says of it."""
    head, *rest = answer.rows
    found = pattern.find(head.text)
    line = (
        cut(head.row.line, found.start, found.end)
        if found and head.text[found.start : found.end].strip()
        else None
    )
    first = [Told(head, "answer", line, True, found, pattern)] if line else []
    return first + [Told(look, "answer", look.row.line, n == 0 and not first) for n, look in enumerate(rest)]
