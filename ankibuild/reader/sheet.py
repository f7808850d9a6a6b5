"""The rows of a page with what its author's hand makes of each: asked once, since every stage wants to know."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct, field

from ankibuild.items.item import Option
from ankibuild.items.key import is_letters
from ankibuild.items.labels import chooses
from ankibuild.items.marks import bare_option
from ankibuild.items.option_text import verdict_on
from ankibuild.reader.hand import Hand
from ankibuild.reader.series import Series
from ankibuild.reader.signs import Sign
from ankibuild.text import bold_prefix, tail_of
from ankibuild.values import replace
from ankibuild.words import Label, Words

LEAST: Final = 2
"""So many letters alone at a list's head are no options."""
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
    _label_options(labels, signs, series, words)
    kinds = [kind_of(label) for label in labels]
    lists = [series[at].kind if at in series else "" for at in range(len(signs))]
    return Sheet(signs, series, hand, words, labels, kinds, lists)


def _label_options(
    labels: list[Label | None], signs: Sequence[Sign], series: Mapping[int, Series], words: Words
) -> None:
    """Let labels of answers that head all of the options announce these."""
    for at, label in enumerate(labels):
        if (
            not at
            or label is None
            or label.kind != "answer"
            or signs[at].row.text[label.rest :].strip(" :：")
        ):
            continue
        if _heads_options(signs, series, at, words):
            labels[at] = replace(label, kind="options")


def _heads_options(signs: Sequence[Sign], series: Mapping[int, Series], at: int, words: Words) -> bool:
    """Tell "Answers" right below a text, over a list of which a box, a mark, a word or the look calls some right.

    No answer is told so: of one in words all of it is right.
    """
    found, above = series.get(at + 1), signs[at - 1]
    if found is None or above.row.bullet or above.lead is not None or above.row.whole or above.silent:
        return False
    members = [signs[i] for i in found.members]
    if all(is_letters(bare_option(sign.line, words)[0].text.strip("* ")) for sign in members[:LEAST]):
        return False  # the log of an exam
    said = [bool(sign.box) or bool(verdict_on(sign.line, words)) for sign in members]
    if any(said):
        return not all(said)
    looks = found.kind == "letters" or chooses(above.row.text)
    return looks and sum(map(_is_bold, members)) == 1


def _is_bold(sign: Sign) -> bool:
    """Tell an option that is bold as a whole, its letter apart."""
    text = tail_of(sign.line, sign.lead.rest) if sign.lead else sign.line
    return sign.bold or 0 < len(text.text.rstrip()) <= bold_prefix(text)
