"""Where an item ends though no other begins: a rule, the call-out or fold that held it, what an answer is not."""

from collections.abc import Sequence

from msgspec import Struct

from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.patterns import lazily
from ankibuild.reader.signs import Sign
from ankibuild.text import bold_prefix, fold

_OPEN = lazily(r"[:：]\s*$|(?:以下|次)(?:の(?:とおり|通り|よう)|に示す)")
_ARROW = lazily(r"→|⇒|➡|->|=>")


class Ending(Struct):
    """What an item that is being read lies in, and whether its rows are over."""

    over: bool = False
    """Whether the item's own rows have ended: of what follows only labels and statements belong to it."""
    aside: bool = False
    """Whether what is read answers a heading that asks among the explanation, before any key: it has its own card."""
    box: int = 0
    """The line of the outermost call-out that holds its answer, 0 where none does."""
    fold: int = 0
    """The last line of the fold in whose summary it opened, or of the list item that holds it whole."""
    hidden: int = 0
    """The last line of the fold that hides the answer: all in it belongs to the item."""
    titled: bool = False
    """Whether it ended at a line that is bold as its own first one was."""
    first: Row | None = None

    def answered_at(self, row: Row) -> None:
        """Take the row that tells which option is right."""
        self.box = self.box or (row.boxes[0] if row.boxes else 0)
        self.hidden = row.block.last if row.block.kind == "details" else self.hidden
        first = self.first
        if first and _holds(first, row):
            self.fold = self.fold or first.block.last

    def leaves(self, sign: Sign, *, explained: bool) -> bool:
        """Tell a row behind the key that lies outside of what holds the item."""
        row = sign.row
        if row.line.number <= self.hidden:
            return False
        if self._is_behind_fold(row):
            return True
        if row.block.kind == "rule":
            return explained
        self.titled = self.titled or (explained and self._is_beside(row))
        return self.titled or (bool(self.box) and (not row.boxes or row.boxes[0] != self.box))

    def _is_behind_fold(self, row: Row) -> bool:
        """Tell a row behind the fold of the item, or behind that of the answer where the next question is asked."""
        if self.fold and row.line.number > self.fold:
            return True
        return self.hidden > 0 and row.head and any(asks(line.text) for line in row.block.lines)

    def _is_beside(self, row: Row) -> bool:
        """Tell a line in bold that is set as the item's own first one was."""
        first = self.first
        return first is not None and not first.heading and bool(bold_prefix(first.line)) and is_title(row)


def _holds(first: Row, row: Row) -> bool:
    """Tell a list item that begins with a question and holds its answer: below it, or on the same line."""
    below = first.bullet and row.depth > first.depth and row.line.number <= first.block.last
    return below or (first.depth > 0 and row.line.number == first.line.number)


def is_title(row: Row) -> bool:
    """Tell a line of its own that is bold but for a colon."""
    bold = bold_prefix(row.line)
    return row.head and not row.bullet and not row.boxes and bold > 0 and not row.text[bold:].strip(" :：")


def answers_itself(sign: Sign) -> bool:
    """Tell an item of a list that asks, with an arrow before its answer or bullets of it below."""
    if found := _ASKED.match(sign.row.text):
        return asks(found["asked"])
    return bool(sign.row.block.blocks) and sign.row.text.endswith(("?", "？")) and sign.asks


_ASKED = lazily(r"(?P<asked>[^?？]*[?？])\s*(?:→|⇒|➡|->|=>)\s*\S")


def set_off(rows: Sequence[Row], row: Row) -> bool:
    """Tell a row that a blank line sets off from the one before."""
    if not rows or not row.head:
        return False
    before = rows[-1]
    last = before.block.last if before.whole else before.line.number
    return row.line.number - last > 1


def begins_other(sign: Sign, answered: Row) -> bool:
    """Tell what is no part of an answer in words: a deeper call-out, a tree of terms, a text that asks."""
    row = sign.row
    if row.boxes != answered.boxes and len(row.boxes) > len(answered.boxes):
        return True
    if row.bullet:
        return row.depth == 1 and answered.depth == 0 and _is_tree(row)
    return row.block.kind == "paragraph" and row.depth <= answered.depth and sign.asks


def _is_tree(row: Row) -> bool:
    """Tell a bullet with bullets below that have bullets below: terms with their definitions."""
    below = [item for block in row.block.blocks if block.kind == "list" for item in block.blocks]
    return any(block.kind == "list" for item in below for block in item.blocks)


def goes_beyond(before: Row, row: Row, *, peers: int) -> bool:
    """Tell what is set beside the last of several answers that are one paragraph each."""
    return bool(peers) and not announces(before.text) and (peers >= PEERS or _is_remark(row))


def announces(text: str) -> bool:
    """Tell a text that says that something follows."""
    return bool(_OPEN.search(text))


PEERS = 2
"""So many questions with an answer of one paragraph each: the answer of the last one is no longer."""


def is_term(row: Row) -> bool:
    """Tell a bullet that explains a term: `- **STP** … a protocol`."""
    bold = bold_prefix(row.line) if row.bullet else 0
    return 0 < bold < len(row.text) and row.text[bold:].lstrip()[:1] in MEANS


MEANS = ("…", "：", ":", "=", "＝", "—", "–")
"""Signs that part a term from its meaning."""


def _is_remark(row: Row) -> bool:
    """Tell a flow, and a line that begins with a bold word and a colon: they are set beside an answer."""
    bold = bold_prefix(row.line)
    labelled = 0 < bold < len(row.text) and ":" in fold(row.text)[bold - 1 : bold + 1]
    return row.block.kind == "paragraph" and (labelled or len(_ARROW.findall(row.text)) > 1)
