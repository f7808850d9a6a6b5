"""What `ankibuild explain --format json` prints (schemas/explain.json is made of these types)."""

from typing import Literal

from typing_extensions import TypedDict

from ankibuild.commands.check import PieceRecord, ProblemRecord
from ankibuild.commands.listing import CardRecord
from ankibuild.reader.series import SeriesKind
from ankibuild.words import LabelKind

LineKind = Literal["text", "blank", "front matter"]
KeyPlace = Literal[
    "below the options", "above the options", "at the options", "elsewhere", "in words", "nowhere"
]


class SignsRecord(TypedDict):
    """What a row says by itself; what it does not say is "" or null.

    `kind` is how it is written: "###", "-", "1.", "- [x]", "|" (a table), "```", "<summary>", "rule", "" (text);
    `depth` counts the lists around it. `letter` is an option's, `word` that of the label, `mark` and `box` tell of
    right and wrong, `series` is the kind of list that begins here.
    """

    kind: str
    depth: int
    bold: bool
    letter: str
    label: LabelKind | None
    word: str
    number: str
    box: bool | None
    mark: bool | None
    asks: bool
    series: SeriesKind | None


class RowRecord(TypedDict):
    """A row of the page: its first line, its text, what it was read as ("" where nothing was), what was seen in it."""

    line: int
    text: str
    role: str
    signs: SignsRecord | None


class CandidateRecord(TypedDict):
    """One way to read the rows from the item's first one on: its lines (null: no item begins there).

    `points` is how well they read as one item, `whole` what the rest of the page is worth together with it; the way
    with the highest `whole` was taken.
    """

    lines: tuple[int, int] | None
    points: int
    whole: int


class HandRecord(TypedDict):
    """How the author writes, as the page shows it.

    `opens` is the row by which this item opens, `alike` how many items of the page open so, itself counted;
    `labels` and `marks` are what the page taught: the meaning of words, and signs of the author's own.
    """

    opens: SignsRecord | None
    alike: int
    options: SeriesKind | None
    key: KeyPlace
    labels: dict[str, LabelKind]
    marks: list[str]


class ItemRecord(TypedDict):
    """The exam item around the line, as the reader found it; `candidates` begin with the best."""

    lines: tuple[int, int]
    number: str
    right: list[str]
    key_line: int | None
    hand: HandRecord
    candidates: list[CandidateRecord]


class TaughtRecord(TypedDict):
    """The hand of the config by which the lines were read, and what they lack of it."""

    name: str
    rows: list[str]
    lines: tuple[int, int]
    lacks: str


class AdvisedRecord(ProblemRecord):
    """A problem with what to do now."""

    now: str


class ExplainRecord(TypedDict):
    """What `ankibuild explain --format json` prints of one line; `why` is said in the reader's language."""

    path: str
    line: int
    text: str
    kind: LineKind
    place: list[str]
    why: list[str]
    role: str
    rows: list[RowRecord]
    item: ItemRecord | None
    taught: TaughtRecord | None
    cards: list[CardRecord]
    problems: list[AdvisedRecord]
    none: PieceRecord | None
