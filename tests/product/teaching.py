"""Measure what one example teaches on generated pages: `python -m tests.product.teaching [--pages N] [--seed N]`.

Of each page the first question that has an answer is the example, its roles from the page's truth; counted is what
is found of the others, before and after. Keys that stand at the page's end are left out.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ankibuild.config import Config, TaughtHand
from ankibuild.items.item import Item as Read
from ankibuild.items.item import Option
from ankibuild.markdown.outline import outline
from ankibuild.markdown.source import Source
from ankibuild.model import Card, Line
from ankibuild.reading import Reader
from ankibuild.teaching.alike import looks_alike
from ankibuild.teaching.describe import REFUTED
from ankibuild.teaching.heads import names_right
from ankibuild.teaching.learn import Taught, learn
from ankibuild.teaching.looks import Look, looks_of
from ankibuild.teaching.two_parts import LearningError
from ankibuild.values import replace
from tests.product.choices import AT_END, WAYS
from tests.product.item import Item
from tests.product.judging import judge
from tests.product.writing import Page, page


def main(arguments: Sequence[str]) -> None:
    """Print recall and precision before and after, and the choices that lose most."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--language", default="invented")
    asked = parser.parse_args(arguments)
    totals = {kind: [Counter[str](), Counter[str]()] for kind in ("qa", "contrast")}
    lost: Counter[str] = Counter()
    for number, row in enumerate(WAYS.rows(asked.pages, asked.seed)):
        if asked.language not in ("all", row["language"]) or row["key"] in AT_END:
            continue
        found = taught_page(page(row, f"{asked.seed} {number}"))
        for kind, (before, after) in (found or {}).items():
            for total, counts in zip(totals[kind], (before, after), strict=True):
                total.update(dict(zip(("wanted", "found", "made"), counts, strict=True)))
            if after[1] < after[0]:
                lost.update({f"{name}: {choice}": after[0] - after[1] for name, choice in row.items()})
    for kind, both in totals.items():
        print(kind, *(f"{each['found']}/{each['wanted']} of {each['made']}" for each in both), sep="  ")
    print(*(f"{count:5} {name}" for name, count in lost.most_common(24)), sep="\n")


Counts = tuple[int, int, int]


def taught_page(written: Page) -> dict[str, tuple[Counts, Counts]] | None:
    """Return for each kind how many cards were wanted, found and made, before and after; None without an example."""
    example = next((item for item in written.items if item.answered), None)
    if example is None:
        return None
    reader = Reader(Config())
    source = Source("p.md", Path("p.md"), written.notes)
    last = written.notes.count("\n") + 1
    section = outline(reader.dialect.convert(written.notes, 1), "p.md", last, reader.words)[0]
    plain = looks_of(section)
    taught = roles(written, example, plain, reader)
    try:
        hand = learn(taught, plain, section.words)
    except LearningError:
        hand = ()
    hands = (TaughtHand("h", ("*",), hand),) if hand and not looks_alike(hand) else ()
    left = replace(written, items=tuple(item for item in written.items if item is not example))
    mine = {n for lines in example.lines.values() for n in lines}
    verdicts = []
    for config in (Config(), replace(Config(), hands=hands)):
        cards = [card for card in Reader(config).read(source).cards if not _first(card) & mine]
        verdicts.append(judge(left, cards))
    return {kind: (verdicts[0].counts(kind), verdicts[1].counts(kind)) for kind in ("qa", "contrast")}


def _first(card: Card) -> set[int]:
    parts = (card.parts.get(name) for name in ("question", "prompt", "incorrect"))
    return {n for part in parts if part for first, last in part.lines for n in range(first, last + 1)}


def roles(written: Page, item: Item, looks: Sequence[Look], reader: Reader) -> list[Taught]:
    """Return the rows of a question with their roles."""

    def lines(*texts: str) -> set[int]:
        return {n for text in texts for n in item.lines.get(text, ())}

    stem, options = lines(item.stem, item.situation), [lines(text) for text in item.options]
    first_list = [min(each) if each else 0 for each in options]
    whys = lines(*item.whys.values())
    good = lines(item.good)
    start = min(n for each in (stem, *options, whys, good) for n in each)
    start = _opening(start, written, item, looks)
    end = max(n for each in (stem, *options, whys, good) for n in each)
    found = Read([])
    taught: list[Taught] = []
    for look in looks:
        if not start <= look.line <= end or not look.text:
            continue
        before = sum(x.look.line == look.line for x in taught)  # options on the same line
        firsts = (i for i, each in enumerate(first_list) if i >= before and each == look.line and each)
        at = next(firsts, None)
        listed = at is not None and written.row["options"] != "none"
        if at is not None and listed:
            lead = look.sign.lead.letter if look.sign.lead else ""
            text = Line(look.line, item.options[at], item.options[at])
            found.options.append(Option(lead, [(look.row, text)], right=at in item.right))
        against = at is not None and look.line in lines(item.whys.get(at, ""))
        spoken = written.row["options"] == "none"
        titled = written.row["reasons"] == "heading a letter"  # above the reason of the right one, too
        meanings = (
            (look.line in stem, "question" if spoken else "stem"),
            (listed and against, REFUTED),
            (listed, "right" if at in item.right else "option"),
            (look.line in whys, "reason"),
            (look.line in good, "explanation"),
            (titled and look.kind == "####" and look.line > max(first_list), "explanation"),
            (found.options and names_right(look, found, reader.words), "key"),
            (spoken and any(look.line in options[i] for i in item.right), "answer"),
            (any(look.line in each for each in options), "reason"),
        )
        role = next((role for meant, role in meanings if meant), "skip")
        taught.append(Taught(look, role))
    return taught


def _opening(start: int, written: Page, item: Item, looks: Sequence[Look]) -> int:
    """Return the line of the heading or label right above a question."""
    above = [look for look in looks if look.text and look.line < start]
    others = {
        n for other in written.items if other is not item for lines in other.lines.values() for n in lines
    }
    if above and above[-1].line not in others and above[-1].kind != "#":
        return above[-1].line
    return start


if __name__ == "__main__":
    main(sys.argv[1:])
