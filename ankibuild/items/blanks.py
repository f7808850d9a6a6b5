"""Read the answers of a question with several blanks: `（ア）②　（イ）④`, `ア：甲`, `a → 乙`, one for each blank.

To a reader of keys （ア） is an option; here it names a blank, and what stands behind it fills it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise

from ankibuild.items.item import Item, Option, alone
from ankibuild.items.key import is_letters
from ankibuild.items.letters import canonical, follows, is_first, lettered
from ankibuild.items.nouns import FILLS
from ankibuild.model import Line
from ankibuild.page.flow import Pick, Row
from ankibuild.patterns import lazily
from ankibuild.text import cut, narrow
from ankibuild.words import Label

LEAST = 2
_NAME = r"(?P<%s>[A-Fa-f{kana}%s])"
_BLANK = lazily(
    r"(?:^|(?<=[\s、,。/;])){blank}?(?:"
    rf"[(\[【〔]\s*{_NAME % ('bracketed', '1-9')}\s*[)\]】〕]\s*[:=→…]?\s*"
    rf"|{_NAME % ('parted', '')}\s*(?:[:=→…]|->)\s*|{_NAME % ('loose', '')}\s+)(?=\S)"
)
_BETWEEN = lazily(r"[\s、,。/;・]+$")


def names_blanks(text: str) -> bool:
    """Tell a text that begins with the answers of two blanks: `ア：忘却、イ：入力`."""
    return len(_filled(text)) >= LEAST


def fill_blanks(item: Item, rows: Sequence[Row], labels: Sequence[Label | None]) -> None:
    """Take the answers of the blanks as the item's answer, where its answer is such."""
    at = next((i for i, label in enumerate(labels) if label and label.kind == "answer"), None)
    if at is None or not item.stem or _match_up(item, rows, labels, at):
        return
    said = [line for _row, line in _lines(rows, labels, at)]
    if picks := _fillings(item, said):
        _forget(item, {line.number for line in said})
        item.answer = list(chain.from_iterable(picks))
        item.answered, item.key_line = True, said[0].number


def _fillings(item: Item, said: Sequence[Line]) -> list[list[Pick]]:
    """Return what fills each blank of an item, nothing where it asks for none, or one stays empty."""
    filled = [(line, blank) for line in said for blank in _filled(line.text)]
    if not _asked(item, [name for _line, (name, _start, _end) in filled]):
        return []
    picks = [_picks(item, line, start, end) for line, (_name, start, end) in filled]
    return picks if all(picks) else []


_PAIR = lazily(
    r"\s*[(（]?(?P<name>[A-Ha-h{kana}{circled}]|\d{1,2})[)）.]?\s*(?P<arrow>→|⇒|->|=>|=|＝|－|…)\s*(?P<value>\S.{0,23})\s*$"
)


def _match_up(item: Item, rows: Sequence[Row], labels: Sequence[Label | None], at: int) -> bool:
    """Take 「1 → 甲」「2 → 乙」, a line for each thing listed, as the answer to a question that matches them up."""
    pairs = list(_pairs(rows, labels, at))
    listed = item.listed
    if len(pairs) < LEAST or rows[at].text[_rest(labels[at]) :].strip() or not _fit(listed, pairs):
        return False
    _forget(item, {row.line.number for row, _ in pairs})
    texts = ((row, row.line) for option in listed for row, _ in option.text)
    item.stem = sorted([*item.stem, *texts], key=lambda pick: pick[1].number)
    item.options = []
    # whatever becomes of numbers and letters on the front, each thing stands by what it is matched with
    item.answer = list(chain.from_iterable(map(_matched, listed, pairs)))
    return True


def _fit(listed: Sequence[Option], pairs: Sequence[tuple[Row, re.Match[str]]]) -> bool:
    """Tell pairs that name each listed thing in its turn, and judge none."""
    names = [canonical(found["name"]) for _, found in pairs]
    return names == [option.letter for option in listed] and not any(_judges(found) for _, found in pairs)


def _pairs(
    rows: Sequence[Row], labels: Sequence[Label | None], at: int
) -> Iterator[tuple[Row, re.Match[str]]]:
    """Yield the rows right below a label that match one thing with another."""
    for row, label in zip(islice(rows, at + 1, None), islice(labels, at + 1, None), strict=True):
        found = _PAIR.match(narrow(row.text)) if row.text and not label else None
        if not found:
            return
        yield row, found


def _judges(found: re.Match[str]) -> bool:
    """Tell a verdict, or a sentence, from the name of a thing."""
    return bool(_VERDICT.match(found["value"])) or found["value"].endswith("。")


def _matched(option: Option, pair: tuple[Row, re.Match[str]]) -> Iterator[Pick]:
    row, found = pair
    yield from map(alone, (line for _, line in option.text))
    yield alone(cut(row.line, found.start("arrow")))


def _rest(label: Label | None) -> int:
    return label.rest if label else 0


_VERDICT = lazily(
    r"\W*(?:○|〇|◯|×|✕|❌|✅|{truth})",
    re.IGNORECASE,
)


def _lines(rows: Sequence[Row], labels: Sequence[Label | None], at: int) -> Iterator[Pick]:
    """Yield the lines behind an answer's label that begin with a blank."""
    for i in range(at, len(rows)):
        row, label = rows[i], labels[i]
        if i > at and label:
            return
        line = cut(row.line, label.rest) if label else row.line
        if label and not row.text[label.rest :].strip():
            continue
        if not line.text or not _filled(line.text):
            return
        yield row, line


def _filled(text: str) -> list[tuple[str, int, int]]:
    """Return the blanks that a text fills, from its start: name, start and end of each."""
    marks = list(_BLANK.finditer(narrow(text)))
    if not marks or marks[0].start() > 0:
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    names = [canonical(next(x for x in mark.groups() if x)) for mark in marks]
    return [(name, mark.start(), end) for name, mark, end in zip(names, marks, ends, strict=True)]


def _counts(names: Sequence[str]) -> bool:
    return is_first(names[0]) and all(follows(b, a) for a, b in pairwise(names))


def _asked(item: Item, names: Sequence[str]) -> bool:
    """Tell several blanks that count on, and a stem that has them, or says that it has some."""
    if len(names) < LEAST or not _counts(names) or not set(names).isdisjoint(item.known):
        return False
    stem = narrow(" ".join(line.text for row, line in item.stem if not row.whole))
    named = all(re.search(rf"[(\[【〔]\s*{name}\s*[)\]】〕]", stem, re.IGNORECASE) for name in names)
    return named or bool(FILLS.search(stem))


def _picks(item: Item, line: Line, start: int, end: int) -> list[Pick]:
    """Return what fills one blank: the line, or its name and below it the option that the letter names."""
    own = cut(line, start, end)
    own = cut(own, 0, found.start()) if (found := _BETWEEN.search(narrow(own.text))) else own
    mark = _BLANK.match(narrow(own.text))
    value = own.text[mark.end() :] if mark else ""
    if not (mark and item.known and is_letters(value)):
        return [alone(own)]
    lead = lettered(value)
    option = item.named(lead.letter) if lead else None
    texts = [line for _, line in option.text] if option else []
    return [alone(cut(own, 0, mark.end())), *map(alone, texts)] if texts else []


def _forget_judgement(option: Option, numbers: set[int]) -> None:
    option.right = None
    option.why = [pick for pick in option.why if pick[1].number not in numbers]
    option.refuted = option.refuted and bool(option.why)


def _forget(item: Item, numbers: set[int]) -> None:
    """Take back what was read from these lines as a key and reasons."""
    item.letters.clear()
    item.explanation = [pick for pick in item.explanation if pick[1].number not in numbers]
    item.options = item.listed
    for option in item.options:
        _forget_judgement(option, numbers)
    item.problems = [each for each in item.problems if each[1] not in ("unknown-letter", "right-among-wrong")]
