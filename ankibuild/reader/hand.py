"""The author's hand: what short lines that a page repeats mean, told by what stands behind each.

A word that no list has is the answer's label where behind nearly every occurrence stands the text or the letter of
one option, once a question; the label of the options where a series follows; that of reasons where statements about
the options follow. A known word that is used otherwise loses its meaning on the page.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct, field

from ankibuild.items.choosing import chooses
from ankibuild.items.key import is_letters, leads_with_letters
from ankibuild.items.letters import key, lettered, ordinal_among
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.reader.ending import announces, set_off
from ankibuild.reader.gaps import find_gaps
from ankibuild.reader.series import Series
from ankibuild.reader.signs import Sign
from ankibuild.remembering import remembered
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
_DASH = lazily(r"\s?-\s")  # stands behind the colon of some: A:- C


class Hand(Struct, frozen=True):
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
        for name, rest in heads_of(sign.row.text):
            if kind := self.labels.get(name):
                return Label(kind, rest, word=name)
        return sign.label


@remembered
def heads_of(text: str) -> Sequence[tuple[str, int]]:
    """Return a row as a whole and its head before a colon or arrow, each with where the text behind begins."""
    found: list[tuple[str, int]] = []
    if 0 < len(text) <= LONGEST:
        found.append((f"{key_of(text)}|", len(text)))
    at = _parting(text)
    if 0 < at <= LONGEST and text[at + 1 :].strip():
        rest = dash.end() if (dash := _DASH.match(text, at + 1)) else at + 1
        found.append((f"{key_of(text[:at])}|:", rest))
    if (lead := lettered(text)) and lead.letter == "A" and not lead.loose:
        found.append((LETTER, lead.rest))
    return [] if found and is_letters(text) else found


def _parting(text: str) -> int:
    """Return where the first colon, arrow or the like behind a head stands, 0 for none."""
    return min((at for mark in _PARTING if (at := text.find(mark)) > 0), default=0)


A_AND_COLON = "a|:"
"""The name of a letter A before a colon."""
LETTER = "A|."
"""The name of a letter A with text behind it: where no B follows it stands for "answer"."""


def learn(signs: Sequence[Sign], series: Mapping[int, Series]) -> Hand:
    """Learn the hand of a page from its signs and series."""
    lists = [each for each in series.values() if each.kind != "marks"]
    groups = _recurring(signs, series)
    labels: dict[str, LabelKind] = {}
    placed = _Lists(lists)
    if any(each.kind == "letters" for each in lists):  # there a letter names an option
        if _stands_for_answer(groups.get(A_AND_COLON, ()), signs, placed):
            labels[A_AND_COLON] = "answer"
        groups = {name: places for name, places in groups.items() if not is_letters(name.partition("|")[0])}
    for name, places in groups.items():
        if len(places) >= LEAST and (kind := _meaning(signs, places, placed)):
            labels[name] = kind
    return Hand(labels, _fixed(signs), find_gaps(signs, series), _said_again(signs), _peers(signs, lists))


def _recurring(signs: Sequence[Sign], series: Mapping[int, Series]) -> dict[str, list[tuple[int, int]]]:
    """Return short lines, and heads of lines, that nobody knows, with their places and where the text begins."""
    members = {i for each in series.values() if each.kind != "bullets" for i in each.members}
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, sign in enumerate(signs):
        unknown = sign.label is None and sign.verdict is None and at not in members
        for name, rest in heads_of(sign.row.text) if unknown else ():
            groups[name].append((at, rest))
    return groups


def _stands_for_answer(places: Sequence[tuple[int, int]], signs: Sequence[Sign], lists: "_Lists") -> bool:
    """Tell a letter A before a colon behind which the letter of an option stands each time: `A:- C, the only …`."""
    named = 0
    for at, rest in places:
        listed = options.members if (options := lists.before(at)) else ()
        letters = {lead.letter for i in listed if (lead := signs[i].lead)}
        found = key(signs[at].row.text[rest:].strip(), letters)
        named += found is not None and letters.issuperset(found.letters)
    return named >= max(LEAST, SURE * len(places))


def _fixed(signs: Sequence[Sign]) -> frozenset[str]:
    times = Counter(sign.row.text for sign in signs if len(sign.row.text) >= SHORTEST_FIXED)
    often = (text for text, count in times.items() if count >= LEAST)
    return frozenset(text for text in often if text.endswith(("。", ".", "：", ":")))


def _said_again(signs: Sequence[Sign]) -> frozenset[int]:
    """Return where quotes say again what was asked outside of them, and answered."""
    found: set[int] = set()
    asked = answered = False
    for at, sign in enumerate(signs):
        if sign.kind == "question" and sign.row.quote and asked and answered:
            found.add(at)
        elif sign.kind == "question" or sign.row.heading:
            asked, answered = sign.kind == "question" and not sign.row.quote, False
        answered |= sign.kind == "answer"
    return frozenset(found)


def _peers(signs: Sequence[Sign], lists: Sequence[Series]) -> int:
    """Count the questions without options whose answer is one paragraph, all of them but the last."""
    asked = [i for i, sign in enumerate(signs) if sign.kind == "question"]
    first = {each.first for each in lists if each.kind != "bullets"}
    found = 0
    for start, end in pairwise(asked):
        answer = _answer(signs, start, end) if first.isdisjoint(range(start, end)) else ()
        if _is_long(answer):
            return 0
        found += bool(answer)
    return found


def _answer(signs: Sequence[Sign], start: int, end: int) -> Sequence[Row]:
    """Return the rows of the answer within some rows, from what stands behind its label on; nothing without one."""
    at = next((i for i in range(start, end) if signs[i].kind == "answer"), -1)
    label = signs[at].label
    if at < 0 or label is None:
        return ()
    told = signs[at].row.text[label.rest :].strip()
    return [sign.row for sign in signs[at if told else at + 1 : end]]


def _is_long(rows: Sequence[Row]) -> bool:
    """Tell an answer of more than one paragraph."""
    told = [(a, b) for a, b in pairwise(rows) if (b.text or b.whole) and not b.heading]
    return any(set_off([before], row) and not announces(before.text) for before, row in told)


def _meaning(signs: Sequence[Sign], places: Sequence[tuple[int, int]], lists: "_Lists") -> LabelKind | None:
    votes = [vote for at, rest in places if (vote := _vote(signs, at, rest, lists))]
    if not votes:
        return None
    kind, count = Counter(kind for kind, _ in votes).most_common(1)[0]
    if count < max(LEAST, SURE * len(places)):
        return None
    questions = {question for each, question in votes if each == "answer"}
    return None if kind == "answer" and count > MOST_PER_SERIES * len(questions) else kind


def _vote(signs: Sequence[Sign], at: int, rest: int, lists: "_Lists") -> tuple[LabelKind, int] | None:
    """Say what an occurrence announces by what stands behind it, and of which question an answer is."""
    alone = rest >= len(signs[at].row.text)
    if alone and _stands_over_list(signs, at, lists):
        return "options", at
    options, behind = lists.before(at), text_behind(signs, at, rest)
    if options and behind and names_one(behind, signs, options, reasoned=not alone):
        return "answer", options.first
    if alone and _stands_over_stem(signs, at, lists):
        return "question", at
    return ("answer", -at) if behind and _stands_below_question(signs, at, rest) else None


def _stands_over_list(signs: Sequence[Sign], at: int, lists: "_Lists") -> bool:
    """Tell a line right above a list that does not ask itself: a question may recur, too."""
    return not signs[at].asks and lists.begin_within(range(at + 1, at + 3))


SHORT = 8
"""How long a label over stems is at most, in characters."""
SURE = 0.8
"""The share of the occurrences that agree."""


def _stands_over_stem(signs: Sequence[Sign], at: int, lists: "_Lists") -> bool:
    """Tell a short line between the number of a question and the text that asks."""
    before = _before(signs, at)
    if before is None or signs[at].asks or len(signs[at].key) > SHORT:
        return False
    opened = before.kind == "question" or (before.label is None and before.row.heading)
    return opened and lists.begin_within(range(at + 2, at + 9))


def _before(signs: Sequence[Sign], at: int) -> Sign | None:
    """Return the nearest of the two rows before one that is something to read."""
    return next((each for each in reversed(signs[max(0, at - 2) : at]) if not each.silent), None)


def _stands_below_question(signs: Sequence[Sign], at: int, rest: int) -> bool:
    """Tell a short line, or a letter A, right below a line that asks or has a number: it says who answers."""
    lead = signs[at].lead
    if rest < len(signs[at].row.text) and not (lead and lead.rest == rest):
        return False
    asked = _before(signs, at)
    if asked is None or asked.row.heading or signs[at].row.bullet or chooses(signs[at].row.text):
        return False
    return asked.label is None and asked.asks


REACH = 40
SHORTEST_NAME = 2


class _Lists:
    """The series of a page by their places: each line that recurs asks for those around it."""

    def __init__(self, lists: Sequence[Series]) -> None:
        self._ended = sorted(lists, key=lambda each: each.last)
        self._lasts = [each.last for each in self._ended]
        self._begun = {each.first for each in lists if each.kind != "bullets"}

    def before(self, at: int) -> Series | None:
        """Return the list that ends above a row, not far from it: of several the one that begins last."""
        near = self._ended[bisect_left(self._lasts, at - REACH) : bisect_left(self._lasts, at)]
        return max(near, key=lambda each: (each.first, each.kind != "bullets"), default=None)

    def begin_within(self, rows: range) -> bool:
        """Tell rows among which a list of options begins."""
        return not self._begun.isdisjoint(rows)


def text_behind(signs: Sequence[Sign], at: int, rest: int) -> str:
    """Return what stands behind a label, in its row or in the next one."""
    text = signs[at].row.text[rest:].strip()
    if text:
        return text
    below = next((i for i in range(at + 1, min(at + 3, len(signs))) if not signs[i].silent), None)
    if below is None:
        return ""
    again = signs[below].label  # a fold's summary over the label in it
    return (
        text_behind(signs, below, again.rest) if again and again.kind == "answer" else signs[below].row.text
    )


def names_one(text: str, signs: Sequence[Sign], options: Series, *, reasoned: bool = False) -> bool:
    """Tell whether a text names one option of a list, by letter, place or text; `reasoned` if it may go on."""
    wanted, texts = key_of(text), _texts(signs, options)
    if wanted in texts:
        return True
    letters = {lead.letter for i in options.members if (lead := signs[i].lead)}
    found = key(text, letters)
    if found and is_letters(text):
        return letters.issuperset(found.letters)
    if found is None or not letters.issuperset(found.letters):
        return False
    return (reasoned and leads_with_letters(text)) or _holds_name(wanted, texts)


def _holds_name(text: str, names: Iterable[str]) -> bool:
    return any(len(name) > SHORTEST_NAME and name in text for name in names)


def names_place(text: str, signs: Sequence[Sign], options: Series) -> bool:
    """Tell letters that count options which have numbers, or none, where the text says nothing else."""
    known = [lead.letter for i in options.members if (lead := signs[i].lead)]
    found = key(text, known) if all(map(str.isdigit, known)) and (known or is_letters(text)) else None
    count = len(options.members)
    return found is not None and all(ordinal_among(each, known, count) for each in found.letters)


def _texts(signs: Sequence[Sign], options: Series) -> set[str]:
    """Return the texts of options without their letters; one that is but a number is a text."""
    members = [signs[i] for i in options.members]
    texts = ((each, each.row.text[each.lead.rest if each.lead else 0 :]) for each in members)
    return {key_of(text or each.row.text) for each, text in texts}
