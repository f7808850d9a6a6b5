"""Write the page of a row of choices, and note where each text stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.product.asked import opening, options
from tests.product.choices import ELSEWHERE
from tests.product.item import Item, make
from tests.product.pen import Pen
from tests.product.told import answers, key, reasons
from tests.product.ways import Row

CUT = {"blank": "", "rule": "---", "stars": "***", "<br>": "<br>"}
FEW = 3
"""So many questions have their answers together, where not all of a page or section have."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its questions; `row` is how it is written."""

    row: Row
    notes: str
    items: tuple[Item, ...]
    foreign: tuple[str, ...]
    """Texts that are in no card's part: notes between the items."""


def page(row: Row, seed: object) -> Page:
    """Write the page of a row; the same seed gives the same page."""
    random = Random(f"page {seed} {sorted(row.items())}")
    pen = Pen(row, random)
    parts = _parts(pen)
    items = [item for part in parts for item in part]
    odd, foreign = random.choice(items[2:-1]), []
    _disturb(pen, items, odd)
    pen.alone(f"# {pen.speaker.fixed('title')}")
    for n, part in enumerate(parts, 1):
        if row["sections"] != "none":
            pen.alone(f"## {pen.speaker.fixed('section').format(n=n)}")
        for item in part:
            if item is not odd and item is not part[0]:
                pen.alone(CUT[row["separator"]])
            _item(pen, item)
            foreign += _behind(pen, item) if item is odd else []
        if row["key"] == "list after a few":
            answers(pen, part)
    if row["key"] != "list after a few":
        answers(pen, items)
    return Page(row, "\n".join(pen.out) + "\n", tuple(items), tuple(foreign))


def _parts(pen: Pen) -> list[list[Item]]:
    """Return the questions of the page's parts."""
    row, count = pen.row, pen.random.choice((6, 7, 8))
    parted = row["sections"] != "none" or row["key"] == "list after a few"
    places = [*range(1, count + 1)]
    numbers = [places[:FEW], places[FEW:]] if parted else [places]
    if row["sections"] == "numbers begin again":
        numbers = [[n - part[0] + 1 for n in part] for part in numbers]
    return [[make(row, n, pen.speaker, pen.random) for n in part] for part in numbers]


def _disturb(pen: Pen, items: Sequence[Item], odd: Item) -> None:
    """Let one question, or where everyone's own answers are told, each be out of line."""
    disturbance = pen.row["disturbance"]
    odd.answered = disturbance != "missing answer"
    if disturbance in {"own wrong answer", "own answer in words"}:
        odd.own = pen.random.choice(odd.wrong)
    if disturbance == "option without text":
        odd.bare = pen.random.choice(odd.wrong)
    if disturbance == "own answers":
        for item in items:
            item.own = pen.random.randrange(len(item.options))


def _behind(pen: Pen, item: Item) -> list[str]:
    """Write what stands behind the question that is out of line, and return what belongs to no item."""
    disturbance = pen.row["disturbance"]
    if disturbance in {"odd bullet", "names another question"}:
        kind = "odd" if disturbance == "odd bullet" else "reference"
        item.extra.append(pen.speaker.say(kind, n=max(1, item.number - 1)))
        pen.alone(f"- {item.extra[0]}")
    if disturbance != "note between":
        return []
    pen.alone(CUT[pen.row["separator"]])
    note = pen.speaker.say("note")
    pen.alone(note)
    return [note]


def _item(pen: Pen, item: Item) -> None:
    opening(pen, item)
    options(pen, item)
    if not pen.late:
        _own(pen, item)
    if item.answered and (
        pen.row["key"] not in ELSEWHERE or pen.row["reasons"] not in {"none", "nested in the option"}
    ):
        _wrapped(pen, item)
    if pen.late:
        _own(pen, item)
    if pen.row["opening"].startswith("fold"):
        pen.alone("</details>")


def _own(pen: Pen, item: Item) -> None:
    """Write what the learner answered."""
    if item.own is None:
        return
    option = item.options[item.own]
    line = f"{pen.speaker.label('own')}{pen.colon}{pen.name(item, item.own)}"
    if pen.row["disturbance"] == "own answer in words":
        line = str(pen.speaker.fixed("own_sentence")).format(text=option)
        item.extra.append(line)
    pen.alone(line, item, option)


def _wrapped(pen: Pen, item: Item) -> None:
    """Write the key and the reasons, in what folds or quotes them."""
    label = pen.speaker.label("answer")
    opening, closing, prefix = {
        "none": ("", "", ""),
        "fold": (f"<details><summary>{label}</summary>", "</details>", ""),
        "fold that asks": (f"<details><summary>{pen.speaker.fixed('told')}</summary>", "</details>", ""),
        "quote": ("", "", "> "),
        "call-out": (f"> [!note]- {label}", "", "> "),
        ":::details": (f":::details {label}", ":::", ""),
    }[pen.row["wrapping"]]
    pen.blank()
    if opening:
        pen.add(opening)
    pen.prefix = prefix
    if opening and not prefix:
        pen.add("")
    key(pen, item)
    reasons(pen, item)
    while pen.out[-1] == pen.prefix.rstrip():
        pen.out.pop()
    pen.prefix = ""
    pen.add("")
    if closing:
        pen.alone(closing)
