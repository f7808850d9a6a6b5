"""The rows of a page with what its author's hand makes of each: asked once, since every stage wants to know."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct, field

from ankibuild.items.item import Option
from ankibuild.reader.hand import Hand
from ankibuild.reader.series import Series
from ankibuild.reader.signs import Sign
from ankibuild.words import Label, Words

OPTIONS: Final = ("letters", "boxes", "orders")
"""The kinds of series that are surely lists of options."""


class Sheet(Struct, frozen=True):
    """Signs and series of rows, and of each row what it is to this page's author."""

    signs: Sequence[Sign]
    series: Mapping[int, Series]
    hand: Hand
    words: Words
    labels: Sequence[Label | None]
    """The labels of the rows; of those with nothing to read none."""
    kinds: Sequence[str]
    """The kinds of these labels, "" for none."""
    lists: Sequence[str]
    """The kinds of the series that begin at the rows, "" where none does."""
    options: dict[tuple[object, ...], Option] = field(default_factory=dict)
    """What was read of rows as an option: each cut that is tried reads its options anew."""

    def is_anchor(self, at: int) -> bool:
        """Tell where a list of options begins, or an answer."""
        return self.lists[at] in OPTIONS or self.kinds[at] == "answer"

    def is_ruled(self, at: int) -> bool:
        """Tell a row behind a rule."""
        return at > 0 and self.signs[at - 1].row.block.kind == "rule"


def kind_of(label: Label | None) -> str:
    """Return what a label announces, "" for none."""
    return label.kind if label is not None else ""


def sheet_of(signs: Sequence[Sign], series: Mapping[int, Series], hand: Hand, words: Words) -> Sheet:
    """Ask a page's hand for all of its rows."""
    labels = [None if sign.silent else hand.label(sign) for sign in signs]
    kinds = [kind_of(label) for label in labels]
    lists = [series[at].kind if at in series else "" for at in range(len(signs))]
    return Sheet(signs, series, hand, words, labels, kinds, lists)
