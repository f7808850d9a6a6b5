"""The rows of a page with what its author's hand makes of each: asked once, since every stage wants to know."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile
from typing import Final

from msgspec import Struct, field

from ankibuild.items.choosing import chooses
from ankibuild.items.item import Option
from ankibuild.items.key import is_letters
from ankibuild.items.marks import bare_option
from ankibuild.items.option_text import verdict_on
from ankibuild.reader.hand import Hand
from ankibuild.reader.series import Series
from ankibuild.reader.signs import Sign
from ankibuild.text import bold_prefix
from ankibuild.words import Label, Words

JUDGED: Final = "judged"
"""The word of labels that head options of which some are called right."""
LEAST, LEAST_ALIKE = 2, 3
"""So many letters alone at a list's head are no options; so many lists in which one is bold are some."""
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
    _label_kept(labels, signs)
    kinds = [kind_of(label) for label in labels]
    lists = [series[at].kind if at in series else "" for at in range(len(signs))]
    return Sheet(signs, series, hand, words, labels, kinds, lists)


def _label_options(
    labels: list[Label | None], signs: Sequence[Sign], series: Mapping[int, Series], words: Words
) -> None:
    """Let labels of answers alone, right below a text, announce options where they head a list of all of these.

    No answer is told with some of a list called right, by a box, a mark or a word: of one in words all of it is
    right. A lone bold one says as much of letters, below what has one choose, and where each such list has one.
    """
    said = {
        at: _says([signs[i] for i in series[at + 1].members], words) for at in _heads(labels, signs, series)
    }
    always = len(said) >= LEAST_ALIKE and {*said.values()} == {LOOK}
    for at, each in said.items():
        chosen = always or series[at + 1].kind == "letters" or chooses(signs[at - 1].row.text)
        if each == MARKS or (each == LOOK and chosen):
            labels[at] = Label("options", len(signs[at].row.text), word=JUDGED)


def _heads(
    labels: Sequence[Label | None], signs: Sequence[Sign], series: Mapping[int, Series]
) -> Iterator[int]:
    """Yield where labels of answers stand alone between a text and a list."""
    for at, label in enumerate(labels):
        alone = label and label.kind == "answer" and not signs[at].row.text[label.rest :].strip(" :：")
        if at and alone and at + 1 in series and _is_stem(signs[at - 1]):
            yield at


def _label_kept(labels: list[Label | None], signs: Sequence[Sign]) -> None:
    """Let right options that alone were kept of lists stand for answers, and the labels right below explain them.

    Their numbers tell: most such lists begin with another one than 1, and not with that behind the last.
    """
    kept = [(first, at) for at in range(len(labels)) if (first := _kept_above(labels, signs, at))]
    numbers = [int(signs[first].row.block.marker[:-1]) for first, _ in kept]
    later = 2 * sum(number > 1 for number in numbers) > len(kept)
    counted = 2 * sum(b == a + 1 for a, b in pairwise(numbers)) >= len(kept)  # they are questions
    for first, at in kept if len(kept) >= LEAST_ALIKE and later and not counted else ():
        labels[first] = Label("answer", 0, word=JUDGED)
        labels[at] = Label("explanation", len(signs[at].row.text), word=JUDGED)


def _answers_alone(label: Label | None, sign: Sign) -> bool:
    """Tell the label of an answer, or of what explains it, that has nothing behind it."""
    if label is None or label.kind not in ("answer", "explanation"):
        return False
    return not sign.row.text[label.rest :].strip(" :：")


def _kept_above(labels: Sequence[Label | None], signs: Sequence[Sign], at: int) -> int:
    """Return where a list of numbered items begins that stands between a text and a label alone, 0 where none does."""
    group = signs[at - 1].row.group
    if not _answers_alone(labels[at], signs[at]):
        return 0
    above = range(at - 1, -1, -1)
    first = at - sum(
        1 for _ in takewhile(lambda i: signs[i].row.bullet and signs[i].row.group == group, above)
    )
    listed = all(each.row.block.marker[:-1].isdigit() and not each.asks for each in signs[first:at])
    return first if 0 < first < at and listed and _is_stem(signs[first - 1]) else 0


MARKS, LOOK = "marks", "look"


def _says(members: Sequence[Sign], words: Words) -> str:
    """Say what calls some of a list right, and not all: marks, the look of one, "" for nothing."""
    judged = [bool(sign.box) or bool(verdict_on(sign.line, words)) for sign in members]
    if all(judged) or _is_log(members, words):
        return ""
    return MARKS if any(judged) else LOOK if sum(map(_is_bold, members)) == 1 else ""


def _is_stem(sign: Sign) -> bool:
    """Tell a text that may ask, and is no option of a list above."""
    row = sign.row
    return bool(row.text) and not row.bullet and (sign.lead is None or sign.lead.loose or sign.asks)


def _is_log(members: Sequence[Sign], words: Words) -> bool:
    """Tell the log of an exam: letters, and whether they were right."""
    return all(is_letters(bare_option(sign.line, words)[0].text.strip("* ")) for sign in members[:LEAST])


def _is_bold(sign: Sign) -> bool:
    """Tell an option that is bold as a whole, its letter apart."""
    told = sign.told
    return sign.bold or 0 < len(told.text.rstrip()) <= bold_prefix(told)
