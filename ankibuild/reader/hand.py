"""The author's hand: what short lines that a page repeats mean, told by what stands behind each.

A word that no list has is the answer's label where behind nearly every occurrence stands the text or the letter of
one option, once a question; the label of the options where a series follows; that of reasons where statements about
the options follow. A known word that is used otherwise loses its meaning on the page.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from ankibuild.items.key import is_letters
from ankibuild.items.labels import chooses
from ankibuild.items.letters import key, lettered
from ankibuild.reader.ending import announces, set_off
from ankibuild.reader.gaps import find_gaps
from ankibuild.reader.series import Series
from ankibuild.reader.signs import Sign
from ankibuild.text import key_of
from ankibuild.words import Label, LabelKind

LEAST = 3
"""A line that a page repeats so often is a sign of its author's."""
LONGEST = 24
"""How long such a line is at most, in characters."""
MOST_PER_SERIES = 1.34
"""A label of the key stands once a question."""
SHORTEST_FIXED = 10
_PARTING = "：:→=⇒"


@dataclass(frozen=True, slots=True)
class Hand:
    """What a page teaches: the meaning of short lines, and its author's fixed sentences."""

    labels: Mapping[str, LabelKind] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    """Sentences that the page repeats among its explanations, and that say nothing of a single item."""
    gaps: frozenset[int] = frozenset()
    """The rows that hold the key of the options below in a gap."""
    again: frozenset[int] = frozenset()
    """The rows of quotes that say a question again which was answered above: in another language."""
    peers: int = 0
    """How many questions, but for the last, have an answer of one paragraph; 0 where one has a longer one."""

    def label(self, sign: Sign) -> Label | None:
        """Return the label of a row as this page uses it."""
        if not self.labels:  # most pages teach none, and every row is asked for its label many times
            return sign.label
        for name, rest in _heads(sign):
            if kind := self.labels.get(name):
                return Label(kind, rest, word=name)
        return sign.label


def _heads(sign: Sign) -> Sequence[tuple[str, int]]:
    """Return the row as a whole and its head before a colon or arrow, each with where the text behind begins."""
    return _heads_of(sign.row.text)


@lru_cache(maxsize=8192)
def _heads_of(text: str) -> Sequence[tuple[str, int]]:
    if not text or is_letters(text):
        return []
    found: list[tuple[str, int]] = []
    if len(text) <= LONGEST:
        found.append((f"{key_of(text)}|", len(text)))
    at = min((i for mark in _PARTING if (i := text.find(mark)) > 0), default=0)
    if 0 < at <= LONGEST and text[at + 1 :].strip():
        found.append((f"{key_of(text[:at])}|:", at + 1))
    if (lead := lettered(text)) and lead.letter == "A" and not lead.loose and text[lead.rest :].strip():
        found.append((LETTER, lead.rest))
    return found


LETTER = "A|."
"""The name of a letter A with text behind it: where no B follows it stands for "answer"."""


def learn(signs: Sequence[Sign], series: Mapping[int, Series]) -> Hand:
    """Learn the hand of a page from its signs and series."""
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    members = {i for each in series.values() if each.kind != "bullets" for i in each.members}
    for at, sign in enumerate(signs):
        if at in members:
            continue
        if sign.label is None:
            for name, rest in _heads(sign):
                groups[name].append((at, rest))
    lists = [each for each in series.values() if each.kind in ("letters", "boxes", "numbers", "bullets")]
    if any(each.kind == "letters" for each in lists):
        groups.pop(LETTER, None)
    labels: dict[str, LabelKind] = {}
    for name, places in groups.items():
        if len(places) >= LEAST and (kind := _meaning(signs, places, lists)):
            labels[name] = kind
    times = Counter(sign.row.text for sign in signs if len(sign.row.text) >= SHORTEST_FIXED)
    fixed = (
        text for text, count in times.items() if count >= LEAST and text.endswith(("。", ".", "：", ":"))
    )
    return Hand(labels, frozenset(fixed), find_gaps(signs, series), _said_again(signs), _peers(signs, lists))


def _said_again(signs: Sequence[Sign]) -> frozenset[int]:
    """Return where quotes say again what was asked outside of them, and answered."""
    found: set[int] = set()
    asked = answered = False
    for at, sign in enumerate(signs):
        kind = sign.label.kind if sign.label is not None and not sign.silent else ""
        if kind == "question" and sign.row.quote and asked and answered:
            found.add(at)
        elif kind == "question" or sign.row.heading:
            asked, answered = kind == "question" and not sign.row.quote, False
        answered |= kind == "answer"
    return frozenset(found)


def _peers(signs: Sequence[Sign], lists: Sequence[Series]) -> int:
    """Count the questions without options whose answer is one paragraph, all of them but the last."""
    asked = [i for i, sign in enumerate(signs) if sign.label is not None and sign.label.kind == "question"]
    first = {each.first for each in lists if each.kind != "bullets"}
    found = 0
    for start, end in pairwise(asked):
        at = next(
            (i for i in range(start, end) if (x := signs[i].label) is not None and x.kind == "answer"), 0
        )
        if not at or any(start <= i < end for i in first):
            continue
        label = signs[at].label
        told = label is not None and bool(signs[at].row.text[label.rest :].strip())
        begin = at if told else at + 1
        rows = [signs[i].row for i in range(begin, end)]
        if any(
            set_off(rows[i - 1 : i], row) and not announces(rows[i - 1].text)
            for i, row in enumerate(rows)
            if i and (row.text or row.whole) and not row.heading
        ):
            return 0
        found += 1
    return found


def _meaning(
    signs: Sequence[Sign], places: Sequence[tuple[int, int]], lists: Sequence[Series]
) -> LabelKind | None:
    votes: Counter[LabelKind] = Counter()
    answered: Counter[int] = Counter()
    for at, rest in places:
        if (
            rest >= len(signs[at].row.text)
            and not signs[at].asks
            and any(at < each.first <= at + 2 for each in lists if each.kind != "bullets")
        ):
            votes["options"] += 1
            continue
        options = _list_before(at, lists)
        behind = text_behind(signs, at, rest)
        if options and behind and names_one(behind, signs, options):
            votes["answer"] += 1
            answered[options.first] += 1
        elif rest >= len(signs[at].row.text) and _stands_over_stem(signs, at, lists):
            votes["question"] += 1
        elif behind and _stands_below_question(signs, at, rest):
            votes["answer"] += 1
            answered[-at] += 1
    if not votes:
        return None
    kind, count = votes.most_common(1)[0]
    if count < LEAST or count < SURE * len(places):
        return None
    if kind == "answer" and count > MOST_PER_SERIES * len(answered):
        return None
    return kind


SHORT = 8
"""How long a label over stems is at most, in characters."""
SURE = 0.8
"""The share of the occurrences that agree."""


def _stands_over_stem(signs: Sequence[Sign], at: int, lists: Sequence[Series]) -> bool:
    """Tell a short line between the number of a question and the text that asks."""
    before = next((signs[i] for i in range(at - 1, max(-1, at - 3), -1) if not signs[i].silent), None)
    label = before.label if before is not None else None
    opened = label.kind == "question" if label else before is not None and before.row.heading
    following = any(at + 1 < each.first <= at + 8 for each in lists if each.kind != "bullets")
    return opened and following and not signs[at].asks and len(signs[at].key) <= SHORT


def _stands_below_question(signs: Sequence[Sign], at: int, rest: int) -> bool:
    """Tell a short line, or a letter A, right below a line that asks or has a number: it says who answers."""
    lead = signs[at].lead
    if rest < len(signs[at].row.text) and not (lead and lead.rest == rest):
        return False
    asked = next((each for each in reversed(signs[max(0, at - 2) : at]) if not each.silent), None)
    if asked is None or asked.row.heading or signs[at].row.bullet or chooses(signs[at].row.text):
        return False
    return asked.label is None and (asked.asks or bool(asked.number and lead))


REACH = 40
SHORTEST_NAME = 2


def _list_before(at: int, lists: Sequence[Series]) -> Series | None:
    before = [each for each in lists if each.last < at <= each.last + REACH]
    return max(before, key=lambda each: (each.first, each.kind != "bullets"), default=None)


def text_behind(signs: Sequence[Sign], at: int, rest: int) -> str:
    """Return what stands behind a label, in its row or in the next one."""
    text = signs[at].row.text[rest:].strip()
    if text:
        return text
    following = next((signs[i] for i in range(at + 1, min(at + 3, len(signs))) if not signs[i].silent), None)
    return following.row.text if following is not None else ""


def names_one(text: str, signs: Sequence[Sign], options: Series) -> bool:
    """Tell whether a text names one option of a list, by letter, place or text."""
    letters = [lead.letter for i in options.members if (lead := signs[i].lead)]
    if is_letters(text) and (found := key(text, letters)):
        return all(letter in letters for letter in found.letters)
    wanted = key_of(text)
    texts = {
        key_of(signs[i].row.text[(lead.rest if (lead := signs[i].lead) else 0) :]) for i in options.members
    }
    if wanted in texts:
        return True
    found = key(text, letters)
    return bool(
        found and found.letters[0] in letters and any(len(x) > SHORTEST_NAME and x in wanted for x in texts)
    )
