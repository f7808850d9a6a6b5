"""What a generated entry of plain notes says, before it is written in anyone's style."""

from dataclasses import dataclass, field
from random import Random

from tests.product.notes.choices import is_of_terms
from tests.product.ways import Row
from tests.product.words import Speaker

WORDING = {"question": "asks", "no mark": "plain", "request": "requests", "term": "term"}
SHORT = ("bold line", "in brackets", "same line, dash", "same line, arrow", "→ ")
MEANING = ("colon", "dash", "arrow", "equals", "colon, wrapped", "cell", "colon list", "glued line")


@dataclass(slots=True)
class Entry:
    """A question or a term with what answers it; `lines` collects where each of its texts stands."""

    number: int
    ask: str
    answer: list[str]
    """What the back must say, the first of it first."""
    before: str = ""
    """What stands in the sentence before the answer, and may be on the back: `A hammer is`."""
    more: list[str] = field(default_factory=list)
    """What may stand behind the answer, or be left out."""
    answered: bool = True
    lines: dict[str, set[int]] = field(default_factory=dict)


def make(row: Row, number: int, speaker: Speaker, random: Random) -> Entry:
    """Make the entry of a number, with texts that stand nowhere else on the page."""
    ask = speaker.say(WORDING[row["wording"]])
    if row["answer"] == "defining sentence":
        before, answer = speaker.say("defines", T=ask).split("|")
        return Entry(number, ask, [answer], before)
    return Entry(number, ask, _answer(row, speaker, random))


def _answer(row: Row, speaker: Speaker, random: Random) -> list[str]:
    form = row["answer"]
    if form in ("code", "picture"):
        return [f"{form}{random.randrange(10**6)}"]
    if is_of_terms(row) and form in MEANING:
        return [speaker.say("meaning")]
    kind, count = "says", 1
    if form in SHORT:
        kind = "brief"
    elif form in ("bullets", "nested bullets", "table"):
        kind, count = "point", random.choice((2, 3, 4))
    elif form == "numbered steps":
        kind, count = "option", random.choice((2, 3))
    elif form in ("two paragraphs", "wrapped"):
        count = 2
    return [speaker.say(kind) for _ in range(count)]
