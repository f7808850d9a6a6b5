"""Lines of a page while it is written, and what its author keeps to from its first line to its last."""

from collections.abc import Sequence
from random import Random

from tests.product.choices import LETTERLESS
from tests.product.item import Item
from tests.product.lines import Lines
from tests.product.ways import Row
from tests.product.words import Speaker

LETTERS = {
    "a.": "abcde",
    "(a)": "abcde",
    "1.": "12345",
    "1)": "12345",
    "①": "①②③④⑤",
    "ア：": "アイウエオ",
}


class Pen(Lines):
    """Writes lines, and notes which text of an item each of them says."""

    def __init__(self, row: Row, random: Random) -> None:
        super().__init__()
        self.row, self.random = row, random
        self.speaker = Speaker(row["language"], random)
        self.letters = LETTERS.get(row["letters"], "ABCDE")
        self.colon = self.speaker.fixed("colon")
        self.stop = "。" if self.colon == "：" else ". "
        self.joiner: str = random.choice(self.speaker.fixed("joiners"))
        self.gap = random.random() < 0.25
        """Whether blank lines part the options."""
        self.ticks = random.random() < 0.5
        """Whether a ✅ stands before what a label of the key has below."""
        self.late = random.random() < 0.5 or row["key place"].endswith("bullet")
        """Whether the learner's own answer is told behind the reasons, not before the key."""
        self.level = 2 if row["sections"] == "none" else 3
        """The level of the headings of questions."""

    @property
    def lettered(self) -> bool:
        """Whether the options have letters."""
        return self.row["options"] not in LETTERLESS

    def heading(self, text: str, item: Item | None = None, *said: str, deeper: int = 0) -> None:
        """Write a heading as high as those of the questions, or deeper."""
        self.alone(f"{'#' * (self.level + deeper)} {text}", item, *said)

    def name(self, item: Item, at: int) -> str:
        """How the page names an option: by its letter where it has one."""
        return self.letters[at] if self.lettered else item.options[at]

    def together(self, names: Sequence[str]) -> str:
        """Name several at once, as the page does."""
        return self.joiner.join(names)

    def lettered_text(self, at: int, text: str) -> str:
        """Put an option's letter before its text."""
        form = self.row["letters"]
        head = (
            form.replace("A", self.letters[at]).replace("a", self.letters[at]).replace("1", self.letters[at])
        )
        head = head.replace("①", self.letters[at]).replace("ア", self.letters[at])
        return head + ("" if form in {"A．", "A、", "ア："} else " ") + text
