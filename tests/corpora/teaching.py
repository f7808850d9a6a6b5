"""Measure what examples teach: `python -m tests.corpora.teaching CLONES [--examples N] [--verbose] [NUMBER …]`.

Of each labelled page the first labelled item is the example, its roles made from the label; of the other labelled
items is counted what is found before and after. With `--examples 3` the next item of which something is missed is
the second example, and so on; each refines the hand before it or is one of its own, as `ankibuild teach` does it.
One that the command would refuse teaches nothing, and counts all the same.
"""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from ankibuild.commands.teach import TeachError, check_reading
from ankibuild.config import Config, TaughtHand
from ankibuild.items.key import is_letters
from ankibuild.keyed import with_keys
from ankibuild.markdown.outline import Section
from ankibuild.markdown.source import Source, read_notes
from ankibuild.model import Card
from ankibuild.reading import Reader
from ankibuild.teaching.describe import PAIR, REFUTED
from ankibuild.teaching.effect import effect, section_of
from ankibuild.teaching.heads import listed_key
from ankibuild.teaching.keys import numbers_of, page_end
from ankibuild.teaching.learn import Taught, learn
from ankibuild.teaching.looks import Look, looks_of
from ankibuild.teaching.refine import refined
from ankibuild.teaching.two_parts import LearningError
from ankibuild.text import fold
from ankibuild.values import replace

from .__main__ import _git, _lay
from .judging import HERE, WHOLE, Figures, Label, Scope, _lines, judge, scopes_of

ABOVE = 3
"""So many rows above the question belong to the example where they head it."""


def main(arguments: Sequence[str]) -> None:
    """Print the figures before and after for each collection and for all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("clones", type=Path)
    parser.add_argument("numbers", nargs="*")
    parser.add_argument("--examples", type=int, default=1)
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_intermixed_args(arguments)
    total = [_none(), _none()]
    for entry in json.loads((HERE / "collections.json").read_text("utf-8")):
        git = _git(asked.clones / entry["repo"].replace("/", "+"))
        if git is None or (asked.numbers and entry["number"] not in asked.numbers):
            continue
        with tempfile.TemporaryDirectory() as folder:
            _lay(git, entry, Path(folder))
            found = _measure(entry["number"], Path(folder), asked.examples, verbose=asked.verbose)
        if not (found[0]["qa"].wanted or found[0]["contrast"].wanted):
            continue
        print(f"{entry['number']} before: {_said(found[0])}\n   after:  {_said(found[1])}", flush=True)
        total = [_sum(old, new) for old, new in zip(total, found, strict=True)]
    print(f"all before: {_said(total[0])}\n    after:  {_said(total[1])}")


Found = dict[str, Figures]


def _none() -> Found:
    return {"qa": Figures(), "contrast": Figures()}


def _sum(one: Found, other: Found) -> Found:
    return {kind: one[kind] + other[kind] for kind in one}


def _said(found: Found) -> str:
    return "; ".join(f"{kind}: {figures}" for kind, figures in found.items())


def _measure(number: str, folder: Path, most: int, *, verbose: bool) -> list[Found]:
    texts = (HERE / "labels" / f"{number}.jsonl").read_text("utf-8").splitlines()
    labels = [json.loads(line) for line in texts]
    within = scopes_of(number)
    totals = [_none(), _none()]
    read = with_keys(read_notes([folder], folder, lambda _: False)[0])
    asked = {label["path"] for label in labels}
    sources = {source.path: source for source in read}
    for path in sorted(asked):
        here = [label for label in labels if label["path"] == path]
        if path in sources and not sources[path].elsewhere:
            sources[path] = replace(sources[path], elsewhere=_key_page(sources[path], here, read))
        scope = within.get(path, WHOLE)
        found = _page(sources[path], here, scope, most, verbose=verbose) if path in sources else None
        totals = [_sum(old, new) for old, new in zip(totals, found, strict=True)] if found else totals
    return totals


def _key_page(source: Source, labels: Sequence[Label], read: Sequence[Source]) -> str:
    """Return the text of the page of the folder on which the keys stand, as a learner names it; "" without one."""
    if any(
        label.get("a_more") or (label["kind"] == "contrast" and label.get("why_incorrect"))
        for label in labels
    ):
        return ""
    folder = PurePosixPath(source.path).parent
    beside = [each for each in read if PurePosixPath(each.path).parent == folder and each is not source]
    return beside[0].text if len(beside) == 1 else ""


def _page(
    source: Source, labels: list[Label], scope: Scope, most: int, *, verbose: bool
) -> list[Found] | None:
    items = [x for x in labels if x["kind"] == "qa" and not x.get("optional") and x.get("q")]
    if len(items) < 2:
        return None
    reader = Reader(Config())
    section = section_of(source, reader)
    looks, lines = looks_of(section), looks_of(section, fences=True)
    hands: list[tuple[str, ...]] = []
    spans: list[tuple[int, int]] = []
    before = reader.read(source).cards
    after: Sequence[Card] = before
    for _ in range(most):
        example = next((x for x in items if not hands or _is_missed(x, labels, after, scope)), None)
        if example is None:
            break
        items.remove(example)
        taught = _taught(example, labels, looks, lines)
        if not taught:
            print("    no row of its own:", f"{source.path}:{min(_q(example))}")
            continue
        rows = _learn(taught, lines if any(map(_is_line, taught)) else looks, section)
        last = max(each.look.line for each in taught if each.role != "keys")
        span = (min(taught[0].look.line, *_q(example)), last)
        if not rows or not _is_read(section, rows, span):
            print("    nothing to learn of", f"{source.path}:{taught[0].look.line}", *rows)
            continue
        at, rows = refined(hands, rows, [section], [range(span[0], span[1] + 1)])
        if verbose:
            print(f"    {source.path}:{span[0]}", "refines" if at >= 0 else "", *rows, sep="\n        ")
        hands = [*hands, rows] if at < 0 else [*hands[:at], rows, *hands[at + 1 :]]
        spans.append(span)
        after = Reader(replace(Config(), hands=_hands(hands))).read(source).cards
    left = [x for x in labels if not any(first <= min(_q(x)) <= last for first, last in spans)]
    rest = [[c for c in cards if not _within(c, spans)] for cards in (before, after)]
    found = [judge(cards, left, scope) for cards in rest]
    if verbose:
        missed = [min(_q(x)) for x in left if not x.get("optional") and _is_lost(x, left, rest[1], scope)]
        print("    missed", missed, "after", _said(found[1]))
    return found


def _is_read(section: Section, rows: tuple[str, ...], span: tuple[int, int]) -> bool:
    """Tell a hand that `ankibuild teach` would keep: it reads its own example, and not every row."""
    try:
        check_reading(effect(section, rows), rows, range(span[0], span[1] + 1))
    except TeachError:
        return False
    return True


def _hands(rows: Sequence[tuple[str, ...]]) -> tuple[TaughtHand, ...]:
    return tuple(TaughtHand(str(n), ("*",), each) for n, each in enumerate(rows))


def _taught(
    example: Label, labels: Sequence[Label], looks: Sequence[Look], lines: Sequence[Look]
) -> list[Taught]:
    """Return the rows of an example, those of fences one by one where they have roles of their own."""
    inside = roles(example, labels, lines)
    fenced = {each.role for each in inside if each.look.kind == "```"}
    parted = len(fenced - {"skip"}) > 1 or bool(fenced - {"answer", "explanation"})
    taught, rows = (inside, lines) if parted else (roles(example, labels, looks), looks)
    taught = _without_others(taught, labels, example)
    keyed = {each.role for each in taught} & {"key", "keys", "answer", PAIR}
    return taught if keyed else [*taught, *_key_elsewhere(example, rows)]


def _is_line(each: Taught) -> bool:
    """Tell a line of a fence that has a role of its own."""
    return each.look.row.block.marker == "line"


def _without_others(taught: Sequence[Taught], labels: Sequence[Label], example: Label) -> list[Taught]:
    """Leave out what stands from the next item on, but for the key of this one in a list of keys."""
    lines = _Lines(example, labels)
    between = sorted(
        min(_q(x))
        for x in labels
        if x["kind"] == "qa"
        and not x.get("optional")
        and max(_q(example)) < min(_q(x), default=0) < max(lines.everything)
    )
    if len(between) < ABOVE:
        return list(taught)
    own = [each for each in taught if each.look.line < between[0]]
    while own and own[-1].role == "skip":  # what heads the next item
        own.pop()
    listed = [replace(each, role="keys") for each in taught if each not in own and each.role == "key"]
    listed = [each for each in listed if each.look.line in lines.answer | lines.more] or listed
    if {each.role for each in own} <= {"question", "skip"}:
        own = [each for each in own if each.role == "question"]
        behind = [each for each in taught if each.look.line > between[-1]]
        at = next((n for n, each in enumerate(behind) if each.role == "answer"), 0)
        at -= at > 0 and behind[at - 1].look.row.heading  # the heading with its number
        listed = [replace(each, role="keys") for each in behind[at : at + 1]]
    return own if any(each.role == "key" for each in own) else own + listed


def _key_elsewhere(example: Label, looks: Sequence[Look]) -> list[Taught]:
    """Return the row of the page of answers that names the right options under the example's number."""
    numbers, end = numbers_of(looks), page_end(looks)
    options = sorted(_lines(example.get("options") or []))
    letters = [look.line for look in looks[:end] if look.line in options and look.sign.lead]
    options = sorted(set(letters)) or options
    rights = {
        sum(line < min(_lines(each)) for line in options)
        for each in _ranges(example.get("a_options") or [])
        if options
    }
    number = next((numbers[look.line] for look in looks if look.line in _q(example)), "")
    for look in sorted(
        looks[end:], key=lambda look: not is_letters(look.text)
    ):  # a bare key before all others
        start, stop = listed_key(look)
        named = {
            int(n, 36) - (10 if n.isalpha() else 1)
            for n in re.findall(r"[a-h1-9]", fold(look.text[start:stop]))
        }
        if numbers[look.line] == number and named == rights:
            return [Taught(look, "keys")]
    return []


def _learn(taught: Sequence[Taught], looks: Sequence[Look], section: Section) -> tuple[str, ...]:
    plain = [replace(each, role="reason") if each.role == REFUTED else each for each in taught]
    for each in (taught, plain):  # plain: a reason whose option stands elsewhere
        try:
            return learn(each, looks, section.words)
        except LearningError:
            continue
    return ()


def _is_missed(label: Label, labels: Sequence[Label], cards: Sequence[Card], scope: Scope) -> bool:
    """Tell an item of which the Q&A or a pair is not found."""
    own = [x for x in labels if x is label or (x["kind"] == "contrast" and _q(label) & _q(x))]
    return any(_is_lost(x, labels, cards, scope) for x in own if not x.get("optional"))


def _is_lost(label: Label, labels: Sequence[Label], cards: Sequence[Card], scope: Scope) -> bool:
    kind = label["kind"]
    others = [x for x in labels if x is not label]
    return judge(cards, labels, scope)[kind].found == judge(cards, others, scope)[kind].found


def _within(card: Card, spans: Sequence[tuple[int, int]]) -> bool:
    first = card.parts.get("question") or card.parts.get("prompt") or card.parts.get("incorrect")
    line = first.lines[0][0] if first and first.lines else card.first_line
    wrong = card.parts.get("incorrect")
    lines = [line, *(wrong.lines[0][:1] if wrong and wrong.lines else ())]
    return any(start <= each <= last for start, last in spans for each in lines)


def _q(label: Label) -> frozenset[int]:
    return _lines(label.get("q") or label.get("prompt") or label.get("incorrect") or [])


class _Lines:
    """The lines of an item by what its labels say of them."""

    def __init__(self, example: Label, labels: Sequence[Label]) -> None:
        self.question, self.options = _lines(example["q"]), _lines(example.get("options") or [])
        self.rights = _lines([r for each in example.get("a_options") or () for r in _ranges(each)])
        self.answer, self.more = _lines(example.get("a") or []), _lines(example.get("a_more") or [])
        if not self.rights and self.answer < self.options:
            self.rights = self.answer
        contrasts = [
            x for x in labels if x["kind"] == "contrast" and self.question & _lines(x.get("prompt") or [])
        ]
        self.wrong = frozenset[int]().union(*(_lines(x["incorrect"]) for x in contrasts))
        self.reasons = frozenset[int]().union(*(_lines(x.get("why_incorrect") or []) for x in contrasts))
        self.everything = self.question | self.options | self.rights | self.answer | self.more
        self.everything |= self.wrong | self.reasons
        self.listed = bool(self.options or self.rights)

    def role(self, here: frozenset[int], look: Look) -> str:
        """Return the role of a row: that of the first of its meanings, as one who reads the label would say."""
        label = look.sign.label
        right = bool(here & self.rights)
        refuted = bool(here & self.wrong and here & self.reasons)
        table = look.row.whole and look.row.block.kind == "table"
        option = bool(here & self.options) or right
        said = (label is not None and label.kind == "answer") or bool(_ANSWER.search(look.text))
        meanings = (
            (here & self.question and here & self.answer and not self.listed, PAIR),
            (here & self.question, "stem" if self.listed or self.wrong else "question"),
            (label is not None and label.rest >= len(look.text) and not right, "skip"),
            (self.listed and label is not None and label.kind == "own", "own"),
            (self._is_key(look) and not option, "key"),
            (self._is_of_wrong(look) and not option, "reason"),
            (here & self.reasons and not here & self.wrong, "reason"),
            (table and refuted and not self.options, "reason"),
            (self.listed and said and _LETTER.search(look.text) and not here & self.options, "key"),
            (option and self.options and not here & self.options, "explanation"),
            (option and refuted, REFUTED),
            (option, "right" if right else "option"),
            (here & self.answer, "key" if self.listed else "answer"),
            (here & self.wrong, "reason" if self.options else REFUTED if here & self.reasons else "option"),
            (here & self.more and max(here) < min(self.question), "skip"),  # what the question is about
            (here & self.more, "explanation" if self.listed or self.wrong else "answer"),
        )
        return next((role for meant, role in meanings if meant), "skip")

    def _is_key(self, look: Look) -> bool:
        """Tell letters alone behind the question."""
        alone = is_letters(look.text.strip()) and look.line > max(self.question)
        return self.listed and alone and not self._is_of_wrong(look)

    def _is_of_wrong(self, look: Look) -> bool:
        """Tell the letter alone, behind the question, of an option that a reason speaks against."""
        letter, places = look.text.strip().lower(), sorted(self.options)
        at = "abcdefgh".find(letter) if len(letter) == 1 else -1
        listed = 0 <= at < len(places) and look.line > max(self.question) and not look.row.bullet
        return bool(listed and self.reasons and self.rights) and places[at] not in self.rights


def roles(example: Label, labels: Sequence[Label], looks: Sequence[Look]) -> list[Taught]:
    """Return the rows of an item with the roles that its labels give them."""
    lines = _Lines(example, labels)
    items = sum(x["kind"] == "qa" and not x.get("optional") for x in labels)
    others = (
        _Lines(x, []).everything
        for x in labels
        if x is not example and x["kind"] == "qa" and not x.get("optional")
    )
    taken = frozenset[int]().union(*others) - lines.everything
    first, last = _first(min(lines.everything), looks, items, taken), max(lines.everything)
    taught: list[Taught] = []
    for look in looks:
        if first <= look.line <= last and look.shows:
            end = look.row.block.last if look.row.whole else look.line
            role = lines.role(frozenset(range(look.line, end + 1)), look)
            taught.append(Taught(look, "skip" if look.line in taken else role))
    return taught


def _ranges(spans: Any) -> list[Any]:
    return [spans] if spans and isinstance(spans[0], int) else list(spans)


def _first(line: int, looks: Sequence[Look], items: int, taken: frozenset[int]) -> int:
    """Return the line where the example begins: that of a heading or number above the question.

    What stands between is part of no other item (`taken`).
    """
    own = next((look for look in looks if look.line == line and look.text), None)
    if own and (
        own.kind.startswith("#") or own.sign.number or (own.sign.label and own.sign.label.kind == "question")
    ):
        return line
    above = [look for look in looks if look.line < line and (look.text or look.kind == "rule")][-ABOVE:]
    lone = {k: sum(x.kind == k for x in looks) for k in {x.kind for x in above} if k.startswith("#")}
    for look in above[::-1]:
        titled = look.kind.startswith("#") or (look.sign.label and look.sign.label.kind == "question")
        if look.kind == "rule" or look.line in taken or (titled and lone.get(look.kind, items) < items / 2):
            break
        if look.kind.startswith("#") or (look.sign.label and look.sign.label.kind == "question"):
            return look.line
    return line


_ANSWER = re.compile(r"正解|正答|解答|答案|정답|[Aa]nswer|Lösung")
_LETTER = re.compile(r"[:：\s(（][A-Hア-オ1-9①-⑨](?![A-Za-z\d])")
if __name__ == "__main__":
    main(sys.argv[1:])
