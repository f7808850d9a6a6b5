"""An exam item: its stem, options, key and reasons, however the notes write them."""

from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from ankibuild.items.letters import key, resolve
from ankibuild.model import Block, Line, Part
from ankibuild.page.flow import Pick, Row, chosen
from ankibuild.page.pieces import join_parts, part, part_of_lines, ranges
from ankibuild.text import key_of
from ankibuild.values import replace


class Option(Struct):
    """One option: its letter ("" when it has none), its text, whether it is right, and why."""

    letter: str
    text: list[Pick]
    right: bool | None = None
    why: list[Pick] = field(default_factory=list)
    listed: bool = True
    """Whether it stands in the item's list of options (else only among the wrong ones)."""
    refuted: bool = False
    """Whether the notes call it wrong or say why it is."""
    mark: int = 0
    """The source line of a letter that stands on a line of its own above the text; else 0."""

    def copied(self) -> "Option":
        """Return a copy: who reads on changes an option."""
        return Option(
            self.letter, [*self.text], self.right, [*self.why], self.listed, self.refuted, self.mark
        )

    @property
    def plain(self) -> str:
        """The option's plain text."""
        return self.text[0][1].text if len(self.text) == 1 else "\n".join(line.text for _, line in self.text)

    @property
    def line(self) -> int:
        """The first source line."""
        return self.text[0][1].number if self.text else 0


SHORTEST_NAME = 3
"""How many characters of an option's text may stand for it."""


class Item(Struct):
    """One exam question in its parts; `rows` are all the rows that it was read from."""

    rows: Sequence[Row]
    number: str = ""
    stem: list[Pick] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    answer: list[Pick] = field(default_factory=list)
    """The answer in words, where the notes give no options or the text behind the label is none of them."""
    explanation: list[Pick] = field(default_factory=list)
    elsewhere: list[int] = field(default_factory=list)
    """The keys of the explanation's rows that only say why a wrong option is wrong."""
    letters: list[str] = field(default_factory=list)
    """The letters that the answer names, as written."""
    written: str = ""
    """The letters as the notes write them, where the options are not listed: on a picture they look like that."""
    key_line: int = 0
    asked: bool = False
    """Whether a label, a number or the wording says that the stem is a question."""
    answered: bool = False
    """Whether a label announces an answer."""
    weakly: bool = False
    """Whether only a word that may mean any answer announces the learner's own one: 回答, 解答."""
    failed: bool = False
    """Whether the notes judge the learner's own answer wrong, in so many words."""
    unanswered: bool = False
    by_marks: bool = False
    """Whether the options are known to be some only by the marks on bare bullets."""
    own: list[Pick] = field(default_factory=list)
    """The learner's own answer, where the notes keep it."""
    mistake: list[Pick] = field(default_factory=list)
    """Why the learner's own answer was wrong."""
    problems: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def stem_text(self) -> str:
        """The stem as one line."""
        return " ".join(line.text for _, line in self.stem)

    @property
    def listed(self) -> list[Option]:
        """The options that a list holds."""
        return [option for option in self.options if option.listed]

    @property
    def known(self) -> list[str]:
        """The letters of the options."""
        return [option.letter for option in self.options if option.letter and option.listed]

    def named(self, letter: str) -> Option | None:
        """Return the option that a letter names, if any."""
        name = resolve(letter, self.known)
        return next((o for o in self.options if o.listed and o.letter == name), None) if name else None

    def all_named(self, letters: Iterable[str]) -> list[Option]:
        """Return the options that letters name, none where one of them names none."""
        found = [self.named(letter) for letter in letters]
        return [option for option in found if option] if all(found) else []

    def said(self, text: str) -> list[Option]:
        """Return the options that a text names by letters or in words, and says no more of."""
        found = key(text, self.known, glued=False)
        if found and not text[found.rest :].strip():
            return self.all_named(found.letters)
        option = self.like(text) or self.nearly(text)
        return [option] if option else []

    def like(self, text: str) -> Option | None:
        """Return the option with this text, if any."""
        wanted = key_of(text)
        return next((o for o in self.options if wanted and key_of(o.plain) == wanted), None)

    def nearly(self, text: str) -> Option | None:
        """Return the only listed option whose text begins with this one, or the other way round, if any."""
        wanted = key_of(text)
        if len(wanted) < SHORTEST_NAME:
            return None
        near = [o for o in self.options if o.listed and _is_near(key_of(o.plain), wanted)]
        return near[0] if len(near) == 1 else None

    def holding(self, text: str, least: int = SHORTEST_NAME) -> Option | None:
        """Return the only listed option in whose text this one stands: default of 「variable ブロックの default」."""
        wanted = key_of(text)
        found = [o for o in self.options if o.listed and wanted in key_of(o.plain)]
        return found[0] if len(found) == 1 and len(wanted) >= least else None

    @property
    def right(self) -> list[Option]:
        """The right options."""
        return [option for option in self.options if option.right]


def _is_near(option: str, name: str) -> bool:
    return len(option) >= SHORTEST_NAME and (option.startswith(name) or name.startswith(option))


class Reason(Struct, frozen=True):
    """A line that judges options: which, whether right or wrong, and the text of the reason."""

    options: tuple[Option, ...]
    right: bool | None
    text: Line


CELL = -1
"""The group of a row that is one cell of a table: it is picked without the table around it."""


def cell_row(table: Row, row: Block, cell: Line) -> Row:
    """Return a row that stands for one cell, so that its text can be picked alone."""
    return Row(cell, Block("paragraph", row.first, row.last, "", (cell,)), table.depth, True, CELL)


def lone_row(line: Line) -> Row:
    """Return a row that stands for the line alone, from wherever on the page."""
    return Row(line, Block("paragraph", line.number, line.number, "", (line,)), 0, True, CELL)


def alone(line: Line, after: Pick | None = None) -> Pick:
    """Return a line to be picked by itself, not with the list or paragraph that it stands in.

    With `after` it goes on with the paragraph of another such line.
    """
    return (Row(line, after[0].block, 0, False, CELL) if after else lone_row(line)), line


def picks_part(blocks: Sequence[Block], picks: Sequence[Pick]) -> Part:
    """Make a part of picked rows, keeping lists and tables; cells of tables become lines."""
    cells = [line for row, line in picks if row.group == CELL]
    rest = [pick for pick in picks if pick[0].group != CELL]
    parts = [part(blocks, chosen(rest))] if rest else []
    parts += [part_of_lines(cells)] if cells else []
    return join_parts(parts if not cells or picks[0][0].group != CELL else parts[::-1])


def option_part(blocks: Sequence[Block], option: Option) -> Part:
    """Make a part of an option's text: plain lines unless it holds code or a table."""
    if any(row.whole for row, _ in option.text):
        made = picks_part(blocks, option.text)
    else:
        made = part_of_lines([line for _, line in option.text])
    if not option.mark:
        return made
    numbers = (n for first, last in made.lines for n in range(first, last + 1))
    return replace(made, lines=ranges((option.mark, *numbers)))
