"""What a generated question says, before it is written in anyone's style."""

from dataclasses import dataclass, field
from random import Random

from tests.product.choices import TEXT_REASONS
from tests.product.ways import Row
from tests.product.words import Speaker


@dataclass(slots=True)
class Item:
    """One question; `lines` collects, while the page is written, where each of its texts stands."""

    number: int
    stem: str
    situation: str
    options: list[str]
    shorts: list[str]
    """Of each option words that no other one has."""
    right: list[int]
    whys: dict[int, str]
    good: str
    two: str = ""
    """What the stem ends with when it wants two options; a front may do without."""
    shown: tuple[str, ...] = ()
    """What a block of code or a table in the stem holds."""
    own: int | None = None
    bare: int | None = None
    """The option that has a letter and no text."""
    answered: bool = True
    extra: list[str] = field(default_factory=list)
    """Texts that stand in the item and belong to no part: an odd bullet, a note behind it."""
    lines: dict[str, set[int]] = field(default_factory=dict)

    @property
    def wrong(self) -> list[int]:
        """The places of the wrong options."""
        return [at for at in range(len(self.options)) if at not in self.right]

    def wrong_with_why(self, row: Row) -> bool:
        """Whether the page says of its wrong options why they are wrong."""
        return self.answered and row["reasons"] not in {"none", "explanation", "label, - X"}

    def refuted(self, row: Row) -> bool:
        """Whether the page says of its wrong options that they are wrong."""
        return self.wrong_with_why(row) or (self.answered and row["reasons"] == "label, - X")

    def why(self, at: int, row: Row) -> str:
        """What the page says against a wrong option."""
        return self.whys[at] if self.wrong_with_why(row) else ""


def make(row: Row, number: int, speaker: Speaker, random: Random) -> Item:
    """Make the question of a number, with texts that stand nowhere else on the page."""
    count = random.choice((3, 4, 4, 5))
    if row["options"] == "none" and row["reasons"] not in TEXT_REASONS:
        count = 1
    right = sorted(random.sample(range(count), 2 if row["rights"] == "two" else 1))
    two = speaker.fixed("two") if row["rights"] == "two" else ""
    stem = speaker.say("stems") + two
    situation = speaker.say("situations") if row["situation"].endswith("paragraph") else ""
    options, shorts = _options(row, count, speaker)
    # what is said of one option, or of none, has no word of the others
    whys = {at: speaker.say("why", apart=options) for at in range(count) if at not in right}
    if row["reasons"] == "label, - A, C: why":
        whys |= dict.fromkeys([*whys][:2], next(iter(whys.values())))
    good = speaker.say("good", apart=options)
    return Item(
        number, stem, situation, options, shorts, right, whys, good, two, _shown(row, number, speaker)
    )


def _options(row: Row, count: int, speaker: Speaker) -> tuple[list[str], list[str]]:
    """Return options and words of each; where they are named by these, no other one has any of their nouns."""
    options: list[str] = []
    shorts: list[str] = []
    for _ in range(count):
        options.append(speaker.say("option", apart=options if row["named by"] == "words" else ()))
        shorts.append(speaker.short)
    return options, shorts


def _shown(row: Row, number: int, speaker: Speaker) -> tuple[str, ...]:
    one, two = speaker.nouns(2)
    return {
        "code": (f"load('{one}', {number})", f"print('{two}')"),
        "table": (one, two, f"{number}00", f"{number}50"),
    }.get(row["situation"], ())
