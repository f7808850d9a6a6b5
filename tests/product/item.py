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
    right: list[int]
    whys: dict[int, str]
    good: str
    two: str = ""
    """What the stem ends with when it wants two options; a front may do without."""
    own: int | None = None
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
        return self.answered and row["reasons"] not in {"none", "explanation", "label, - text"}

    def refuted(self, row: Row) -> bool:
        """Whether the page says of its wrong options that they are wrong."""
        return self.wrong_with_why(row) or (self.answered and row["reasons"] == "label, - text")

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
    situation = speaker.say("situations") if row["situation"] == "yes" else ""
    options = [speaker.say("option") for _ in range(count)]
    # what is said of one option, or of none, has no word of the others
    whys = {at: speaker.say("why", apart=options) for at in range(count) if at not in right}
    return Item(number, stem, situation, options, right, whys, speaker.say("good", apart=options), two)
