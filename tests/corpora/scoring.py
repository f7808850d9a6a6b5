"""Compare cards with labels by source lines; what a label says stands in `Label`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["qa", "contrast"]
KINDS: tuple[Kind, ...] = ("qa", "contrast")
Lines = frozenset[int]
NONE: Lines = frozenset()
LONG_ANSWER = 20
"""So many characters of an answer that stand on the front are no coincidence."""


def lines_of(ranges: Any) -> Lines:
    """Return the lines in one [first, last] or in a list of them."""
    if not ranges:
        return NONE
    if isinstance(ranges[0], int):
        ranges = [ranges]
    return frozenset(n for first, last in ranges for n in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class Label:
    """A card that a page should give, as written: every part is a range of lines or a list of them.

    q, a, a_more (may stand on the back), options, a_options (of an answer that is a letter: each option's own lines;
    `letter` where the notes give nothing else) or prompt, correct, incorrect, why_correct, why_incorrect; NAME_alt
    are ranges just as good. An `optional` card is neither missed nor wrong.
    """

    raw: Mapping[str, Any]

    @property
    def kind(self) -> Kind:
        """What kind of card it is."""
        kind: Kind = self.raw["kind"]
        return kind

    @property
    def optional(self) -> bool:
        """Whether the card may be missing."""
        return bool(self.raw.get("optional"))

    def own(self, name: str) -> Lines:
        """Return the lines of a part."""
        return lines_of(self.raw.get(name))

    def each(self, name: str) -> list[Lines]:
        """Return the lines of each range in a list of ranges."""
        return [lines_of(ranges) for ranges in self.raw.get(name) or []]

    def choices(self, name: str) -> list[Lines]:
        """Return a part's own lines and every `NAME_alt` just as good."""
        return [*([self.own(name)] if self.raw.get(name) else []), *self.each(f"{name}_alt")]

    @property
    def fine(self) -> Lines:
        """Whatever may stand on the back of a Q&A card."""
        several = [*self.choices("a"), *self.each("a_options"), *self.choices("a_more"), *self.each("q_alt")]
        return NONE.union(*several, self.own("options"), self.own("q"))


@dataclass(frozen=True, slots=True)
class Made:
    """A card that the tool made, as `cards --format jsonl` lists it."""

    raw: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """What kind of card it is."""
        return str(self.raw["kind"])

    def part(self, name: str) -> Lines:
        """Return the lines of a part."""
        value = (self.raw.get("parts") or {}).get(name)
        return lines_of(value["lines"]) if value else NONE

    def text(self, name: str) -> str:
        """Return the text of a part without blanks."""
        value = (self.raw.get("parts") or {}).get(name)
        return "".join((value or {}).get("text", "").split())

    @property
    def first_line(self) -> int:
        """Where its front begins."""
        return min(self.part("question") or self.part("incorrect"), default=0)

    @property
    def leaks(self) -> bool:
        """Whether the answer stands on the front (lines cannot tell: a part may be given as its whole block)."""
        answer = self.text("answer")
        return len(answer) > LONG_ANSWER and answer in self.text("question")


@dataclass(slots=True)
class Count:
    """How many cards of a kind were wanted, found, made, made in vain, and found with all their parts."""

    wanted: int = 0
    found: int = 0
    made: int = 0
    false: int = 0
    complete: int = 0

    def add(self, other: "Count") -> None:
        """Count those of another page too."""
        for name in ("wanted", "found", "made", "false", "complete"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def __str__(self) -> str:
        right = self.made - self.false
        return f"recall {_ratio(self.found, self.wanted)}, precision {_ratio(right, self.made)}"


def _ratio(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.0%})" if whole else "-"


Counts = dict[Kind, Count]


def hits(card: Made, label: Label) -> bool:
    """Tell whether a card is the one that a label wants."""
    if card.kind != label.kind:
        return False
    return _hits_qa(card, label) if label.kind == "qa" else _hits_contrast(card, label)


def _hits_qa(card: Made, label: Label) -> bool:
    back = card.part("answer") | card.part("explanation")
    if card.leaks or not any(_covers(card.part("question"), q) for q in label.choices("q")):
        return False
    return _answers(back, label) and 4 * len(back - label.fine) < len(back)


def _answers(back: Lines, label: Label) -> bool:
    """Tell whether the answer is on the back: where the notes give a bare letter, its option's own line."""
    named = label.each("a_options")
    if named and all(back & option for option in named):
        return True
    return not label.raw.get("letter") and any(_covers(back, answer) for answer in label.choices("a"))


def _covers(got: Lines, wanted: Lines) -> bool:
    return bool(wanted) and 2 * len(got & wanted) >= len(wanted)


def _hits_contrast(card: Made, label: Label) -> bool:
    wrong, why = card.part("incorrect"), label.choices("why_incorrect")
    return (
        _touches(card.part("correct"), label.choices("correct"))
        and _touches(wrong, label.choices("incorrect"))
        and (not why or _touches(card.part("why_incorrect") | wrong, why))
    )


def _touches(got: Lines, choices: Iterable[Lines]) -> bool:
    return any(got & choice for choice in choices)


def _complete(card: Made, label: Label) -> bool:
    """Tell whether a contrast has its prompt and its reason for the right option too."""
    parts = [(name, label.choices(name)) for name in ("prompt", "why_correct")]
    return all(not choices or _touches(card.part(name), choices) for name, choices in parts)


def score(
    cards: Sequence[Made], labels: Sequence[Label], scope: tuple[int, int] | None = None
) -> tuple[Counts, list[str]]:
    """Return the counts of one page and remarks on what is missing or false; a card is spent on one label."""
    free = [card for card in cards if not scope or scope[0] <= card.first_line <= scope[1]]
    counts: Counts = {kind: Count() for kind in KINDS}
    remarks = []
    # required labels choose first, so that a card is spent where it counts
    for label in sorted(labels, key=lambda each: each.optional):
        match = next((card for card in free if hits(card, label)), None)
        if match:
            free.remove(match)
        _count(counts[label.kind], label, match)
        if not match and not label.optional:
            remarks.append(f"missing {label.kind} {label.raw.get('q') or label.raw.get('incorrect')}")
    for card in _unwanted(free, labels):
        counts[card].made += 1
        counts[card].false += 1
    return counts, [
        *remarks,
        *(f"false {card.kind} at line {card.first_line}" for card in _false(free, labels)),
    ]


def _count(count: Count, label: Label, match: Made | None) -> None:
    count.made += bool(match)
    if not label.optional:
        count.wanted += 1
        count.found += bool(match)
        count.complete += bool(match and label.kind == "contrast" and _complete(match, label))


def _unwanted(free: Iterable[Made], labels: Collection[Label]) -> list[Kind]:
    """Return the kinds of the cards that nobody wanted."""
    return [kind for card in _false(free, labels) for kind in KINDS if card.kind == kind]


def _false(free: Iterable[Made], labels: Collection[Label]) -> list[Made]:
    """Return the cards that nobody wanted; a pair of an option that the notes only list is neither good nor bad."""
    contrasts = [label for label in labels if label.kind == "contrast"]
    options = NONE.union(*(label.own("options") for label in labels))
    refuted = NONE.union(*(lines for label in contrasts for lines in label.choices("incorrect")))
    right = NONE.union(*(lines for label in labels for lines in label.each("a_options")))

    def neutral(card: Made) -> bool:
        wrong = card.part("incorrect")
        return card.kind == "contrast" and bool(wrong - right) and wrong <= options - refuted

    return [card for card in free if card.kind in KINDS and not neutral(card)]
