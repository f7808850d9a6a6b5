"""The values that travel through the pipeline: lines, blocks, sections, cards, notes, problems.

Everything here is frozen. Line numbers are 1-based and count from the top of the file, front matter
included; a range is (first, last), both included.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from msgspec import Struct, field

Range = tuple[int, int]
CardKind = Literal["qa", "contrast", "cloze"]
BlockKind = Literal[
    "paragraph", "heading", "list", "item", "table", "row", "code", "quote", "details", "rule", "comment"
]


SEPARATOR = " › "
"""Between the names of a place, the outermost first: in context lines, sources and messages."""
PROMPT_PARTS: dict[CardKind, tuple[str, ...]] = {
    "qa": ("question",),
    "contrast": ("prompt", "correct", "incorrect"),
    "cloze": ("text",),
}
"""The parts that identify a card: what the learner is asked."""
FRONT_PART: dict[CardKind, str] = {"qa": "question", "contrast": "incorrect", "cloze": "text"}
"""The part that tells a card from the others of its item."""
OTHER_PARTS: dict[CardKind, tuple[str, ...]] = {
    "qa": ("options", "answer", "explanation"),
    "contrast": ("why_correct", "why_incorrect"),
    "cloze": ("explanation",),
}
"""The other parts of a card."""


class Problem(Struct, frozen=True, order=True):
    """Something the author of the notes should know; `slug` is a key of `problems.SLUGS`."""

    path: str
    line: int
    slug: str
    message: str
    last: int = 0
    """The last line of the item that it is about, where styles of plain text make no card of that."""


class Line(Struct, frozen=True):
    """One line of inline content: what a reader sees (`text`) and how it looks (`html`)."""

    number: int
    text: str
    html: str


class Block(Struct, frozen=True):
    """A block of a page with its source lines, its own inline lines and the blocks inside it.

    A list holds items, an item its first lines in `lines` and the rest in `blocks`, a table holds rows, a
    row its cells in `lines`, details its summary in `lines`. `html` is kept only for tables and code, which
    are never taken apart.
    """

    kind: BlockKind
    first: int
    last: int
    html: str
    lines: tuple[Line, ...] = ()
    blocks: tuple["Block", ...] = ()
    marker: str = ""
    """For an item its bullet or number ("-", "2."), for a heading its level ("3"), for code its info string
    ("" when the code is indented), for a header row "th"."""
    checked: bool | None = None
    """For a task list item whether its box is ticked."""


class Part(Struct, frozen=True, array_like=True):
    """One part of a card: its source lines, its plain text, its HTML, and the blocks it was made of, if any."""

    lines: tuple[Range, ...]
    text: str
    html: str
    blocks: tuple[Block, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Part) and self._said == other._said

    def __hash__(self) -> int:
        return hash(self._said)

    @property
    def _said(self) -> tuple[object, ...]:
        """All that counts once the part is made."""
        return self.lines, self.text, self.html


class Card(Struct, frozen=True, array_like=True):
    """What the author wrote: a question with its answer, or a right option against a wrong one.

    `parts` holds question, options, answer, explanation ("qa"), prompt, correct, why_correct,
    incorrect, why_incorrect ("contrast") or text, explanation ("cloze"); an absent part is not a key.
    """

    kind: CardKind
    style: str
    path: str
    headings: tuple[str, ...]
    """The titles of the sections around the card, the outermost first."""
    parts: Mapping[str, Part]
    context: str = ""
    number: str = ""
    """The number of the exam item, where the notes give one."""
    id: str = ""
    """The explicit id that the author wrote, if any."""
    tags: tuple[str, ...] = ()
    deck: str = ""
    claimed: tuple[Range, ...] = ()
    """Further lines that were read to make the card: labels, letters, marks, the rest of its item."""
    around: str = ""
    """The whole context, where the card's line leaves something of it out: what tells of its place in the notes."""
    both_ways: bool = False
    """Whether the answer asks for the question too: Anki's reversed card."""
    media: tuple[tuple[str, int], ...] = ()
    """The pictures, sounds and films that its lines name, as they are named there, each with its line."""

    @property
    def prompt(self) -> str:
        """The plain text that identifies the card: what the learner is asked."""
        return self._text(PROMPT_PARTS[self.kind])

    @property
    def front(self) -> Part | None:
        """The part that tells the card from the others of its item."""
        return self.parts.get(FRONT_PART[self.kind])

    @property
    def spans(self) -> tuple[Range, ...]:
        """All lines that the card was made of: what was read besides, and those of its parts."""
        return (*self.claimed, *(span for part in self.parts.values() for span in part.lines))

    @property
    def answer(self) -> str:
        """The plain text of all other parts."""
        return self._text(OTHER_PARTS[self.kind])

    def _text(self, names: Sequence[str]) -> str:
        return "\n".join(self.parts[name].text for name in names if name in self.parts)

    @property
    def first_line(self) -> int:
        """The first source line of the card's front."""
        return min([first for part in self.parts.values() for first, _ in part.lines], default=1)


class Piece(Struct, frozen=True, order=True):
    """One line, table or piece of code that is on no card; `reason` says why, in English, "" when nothing decided so.

    `advice` says what would make a card of it, where that is clear.
    """

    path: str
    first: int
    last: int
    reason: str
    text: str
    advice: str = ""


class Alike(Struct, frozen=True):
    """So many stretches of a page look alike and gave no card; the first of them, by its lines."""

    first: int
    last: int
    count: int


class Coverage(Struct, frozen=True):
    """How a page's pieces divide: `carded` counts those on cards, the others are listed."""

    path: str
    carded: int
    none: tuple[Piece, ...]
    uncarded: tuple[Piece, ...]
    alike: tuple[Alike, ...] = ()
    """What an example would teach (see `ankibuild teach`)."""

    @property
    def percent(self) -> int:
        """The share of the text that is on cards, of what could be."""
        return percent(self.carded, len(self.uncarded))


def percent(carded: int, uncarded: int) -> int:
    """Return the share that is on cards: nothing to learn counts as all of it."""
    whole = carded + uncarded
    return 100 if not whole else 100 * carded // whole


class Note(Struct, frozen=True):
    """Anki's record of one card, ready to be packaged.

    `fields` maps the field names of the note type to HTML; `id` is the note's creation time in
    milliseconds, `mod` the time of its last change in seconds (both since 1970). Notes are packaged in
    the order in which they are given: that is the order in which Anki shows new cards. A removed note
    is a tombstone: its field `Removed` is filled and it has no card row.
    """

    guid: str
    kind: CardKind
    id: int
    mod: int
    deck: str
    fields: Mapping[str, str]
    tags: tuple[str, ...] = ()
    removed: bool = False


FIELDS: dict[CardKind, tuple[str, ...]] = {
    "qa": (
        "Question", "Options", "Answer", "Explanation", "Context", "Source", "Swap", "Removed", "Extra1", "Extra2",
    ),
    "contrast": (
        "Title", "Prompt", "Cue", "Correct", "WhyCorrect", "Incorrect", "WhyIncorrect",
        "Context", "Source", "Swap", "Removed", "Extra1", "Extra2",
    ),
    "cloze": ("Text", "Explanation", "Context", "Source", "Removed", "Extra1", "Extra2"),
}  # fmt: skip
"""The field names of each note type in their order, frozen with the first release: Anki takes a note type
whose fields or templates were added, removed or reordered for another one, and never updates its notes again."""


Rank = tuple[int, bool, bool, int, int, str]
"""By what a card's topics are sorted: weight, implied, the author's own, narrowness, place, name (see `topics`)."""


class OwnTerm(Struct, frozen=True):
    """A term that the author set apart in a card: folded, as it is written, where, and how telling it is there."""

    key: str
    term: str
    path: str
    lines: Range
    weight: int
    place: int


class Topical(Struct, frozen=True):
    """What a card is about, as far as it says so itself: its known topics, and terms that are one if they recur."""

    known: tuple[tuple[Rank, str], ...] = ()
    """Each with its tag, the most telling first."""
    own: tuple[OwnTerm, ...] = ()


class Page(Struct, frozen=True):
    """What is known of a page once it is read: its cards in reading order, its problems, its coverage.

    `fields` are those of the cards' notes, but for what hangs on more than the page: the line of the
    context, and the order of the options.
    """

    path: str
    title: str
    mtime: int
    cards: tuple[Card, ...]
    fields: tuple[Mapping[str, str], ...]
    topics: tuple[Topical, ...]
    """What each card is about; the tags for it hang on the other pages, too."""
    problems: tuple[Problem, ...]
    coverage: Coverage
    could_stay: Mapping[str, tuple[int, int]] | None = None
    """What would be cards if it had been learnt, by the keys of prompts (see `staying`); None where nobody has looked.

    Nobody need look as long as no more is learnt than what the page's own cards ask.
    """
    stayed: Mapping[str, int] = field(default_factory=dict)
    """How much of it is, since it was learnt."""


class Progress(Protocol):
    """Told what is being worked on, for people who wait; `done` of `total` where both are known."""

    def __call__(self, what: str, done: int = 0, total: int = 0, /) -> None:
        """Tell of it."""


def untold(what: str, done: int = 0, total: int = 0, /) -> None:
    """Tell nobody."""
