"""Learn from one example how an author writes his items: what its rows have in common with rows elsewhere.

What is kept of a row is its kind, depth, boldness, the letter and the number in it, and of its words those with
which other rows begin as well, or which a list of labels knows: the words that tell its part, not what it says.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ankibuild.items.item import Item, Option
from ankibuild.items.marks import bare_option
from ankibuild.teaching.describe import PAIR, REFUTED, describe, mark_of, names_by_letter
from ankibuild.teaching.elsewhere import LEAST, Elsewhere
from ankibuild.teaching.heads import Example, Part
from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import MORE, ROLES, parse
from ankibuild.text import cut
from ankibuild.words import Words

ROLES_OF_ROWS: Final = (*(role for role in ROLES if role != "end"), PAIR, REFUTED)
"""The roles that rows of an example may have."""
CHOSEN: Final = frozenset(("option", "right", REFUTED))
_WORDED: Final = re.compile(r"(\{(?:A|ア|①|1)\}[^\w{]*)\w[^{]*\{text\}")
_BEFORE_TEXT: Final = re.compile(
    r"^(\s*(?:#+ |-(?: \[.\])? |\d+\. |``` |<summary> )?)[^{]*(?:\{n\}[^{]*)?(\{.*)"
)
_HOLE: Final = re.compile(r"\{(?:text|option)\}")
_FIRST: Final = {PAIR: "question", REFUTED: "option"}
_TEXTS: Final = frozenset(("stem", "question", "answer", "explanation"))
_STEM: Final = frozenset(("stem", "question"))
_LISTED: Final = frozenset(("option", "right", "reason"))
MANY: Final = 1.5
"""So many times as many rows look like the question than like the heading above it, where that is a chapter's."""
Row = tuple[str, str]
"""Role and pattern."""


@dataclass(frozen=True, slots=True)
class Taught:
    """A row of the example with its role, and the line of the option that it is a reason of, where that is said."""

    look: Look
    role: str
    of: int = 0


def learn(example: Sequence[Taught], others: Sequence[Look], words: Words) -> tuple[str, ...]:
    """Return the rows of the hand that an example shows; `others` are all rows of the notes, the example's among them.

    Raise LearningError.
    """
    mine = {id(each.look.row) for each in example}
    seen = Elsewhere([look for look in others if id(look.row) not in mine])
    asks = any(each.role in ("stem", "question") and each.look.sign.asks for each in example)
    shown = Example(_item(example, words), seen, words, asks)
    heading = {id(each.look) for each, _after in pairwise(example)}
    rows: list[Row] = []
    last = max((n for n, each in enumerate(example) if each.role in CHOSEN), default=0)
    first = next((n for n, each in enumerate(example) if each.role in CHOSEN), 0)
    for n, each in enumerate(example):
        role = each.role
        if role == "explanation" and (first < n < last or names_by_letter(each.look, shown.item)):
            role = "reason"  # of a right option
        alone = role != "skip" and sum(x.role == each.role for x in example) == 1
        pattern = describe(each.look, Part(role, not rows, id(each.look) in heading, alone, each.of), shown)
        untold = role == "skip" and not _tells(pattern) and (bool(rows) or _heads_many(example, seen))
        if rows and role in _STEM and not _is_common(pattern, rows[0], seen):
            pattern = _BEFORE_TEXT.sub(r"\1\2", pattern)  # it is what this question is about
        if pattern and not untold:
            _add(rows, (_FIRST.get(role, role), pattern), each.look)
            if role == "reason" and (plain := _WORDED.sub(r"\1{text}", pattern)) != pattern:
                _add(rows, (role, plain), each.look)  # not every reason has the word
    keyed = any(each.role == "key" for each in example)
    rows = [*_as_options(rows, keyed=keyed), *_end(example, others, shown)]
    return tuple(f"{role}: {pattern}" for role, pattern in rows)


def _end(example: Sequence[Taught], others: Sequence[Look], shown: Example) -> Iterator[Row]:
    """Yield the row that ends an item: that behind the example, if it is a rule or a heading that others repeat."""
    lines = [each.look.line for each in example if each.role != "keys"]
    behind = next(
        (x for x in others if x.line > max(lines) and (x.text or x.row.whole or x.kind == "rule")), None
    )
    if behind is None:
        return
    if behind.kind == "rule":
        if not any(x.kind == "rule" and min(lines) < x.line < max(lines) for x in others):
            yield "end", "---"
    elif behind.row.heading and shown.seen.exact(behind.text):
        pattern = describe(behind, Part("skip", opens=False, heads=True, alone=False), shown)
        if _tells(pattern):
            yield "end", pattern


def _is_common(pattern: str, opening: Row, seen: Elsewhere) -> bool:
    """Tell words at the head of a question that half of the items have, by the rows that open one."""
    own, first = parse(f"stem: {pattern}"), parse(": ".join(opening))
    return not own.literal or 2 * seen.like(own) >= seen.like(first)


def _tells(pattern: str) -> bool:
    """Tell a pattern that has words of its own."""
    return bool(re.search(r"\w", re.sub(r"^\s*\d+\.|\{[^}]*\}", "", pattern)))


def _heads_many(example: Sequence[Taught], seen: Elsewhere) -> bool:
    """Tell an example's first row for the heading of a page or chapter: more rows look like the next than like it."""
    looks = [each.look for each in example]
    if not looks[0].kind.startswith("#"):
        return False
    headings = sum(looks[0].kind == each.kind for each in seen.looks)
    lone = len(looks) > 1 and bool(looks[1].kind) and sum(map(looks[1].resembles, looks)) == 1
    return headings < LEAST or (lone and seen.resembling(looks[1]) >= MANY * headings)


def _item(example: Sequence[Taught], words: Words) -> Item:
    """Return the options of the example, so that what names them can be told."""
    item = Item([each.look.row for each in example])
    for each in example:
        row, lead = each.look.row, each.look.sign.lead
        if each.role not in CHOSEN:
            continue
        if item.options and not (row.head or row.bullet or lead):
            continue
        start = lead.rest if lead and (not lead.loose or not row.text.isascii()) else mark_of(row.text)
        line = bare_option(cut(row.line, start), words)[0] if row.text[start:].strip() else row.line
        letter = lead.letter if lead else ""
        item.options.append(Option(letter, [(row, line)], right=each.role == "right"))
    return item


# --- the rows together ----------------------------------------------------------------------------------------


def _add(rows: list[Row], row: Row, look: Look) -> None:
    """Add a row to the hand, unless it says no more than those before."""
    role, pattern = row
    if rows and rows[-1][0] == role and role not in ("option", "right", "skip"):
        pattern = _bare(pattern) if role in _TEXTS else pattern
        if not _goes_beyond(rows[-1][1].removesuffix(MORE), pattern, role, look):
            if role in ("stem", "question") and look.row.head and not _is_told(pattern):
                rows[-1] = (role, rows[-1][1].removesuffix(MORE) + MORE)
            return
    if rows[-1:] != [(role, pattern)] and not (role in _LISTED and (role, pattern) in rows):
        rows.append((role, pattern))


def _bare(pattern: str) -> str:
    """Return the pattern of a further row of a text without the words in it, unless it is a label or heading."""
    if "{" not in pattern or pattern.startswith("#"):
        return pattern
    return re.sub(r"[^{}]*(\{text\}|\{asks\}).*", r"\1", pattern)


def _is_told(pattern: str) -> bool:
    return _tells(pattern) or pattern.startswith("#")


def _goes_beyond(last: str, pattern: str, role: str, look: Look) -> bool:
    """Tell a further row of a part that is worth a row of its own."""
    label = "{" not in last
    if look.row.whole:
        return role == "answer"
    if role == "key":
        return label
    if role == "reason":
        return _HOLE.sub("", last) != _HOLE.sub("", pattern)
    return _is_told(pattern) or label or last.startswith("#")


def _as_options(rows: Sequence[Row], *, keyed: bool) -> list[Row]:
    """Take a right option for one of the others where a key names it, or where it looks as they do."""
    options = {pattern for role, pattern in rows if role == "option"}
    made: list[Row] = []
    for role, pattern in rows:
        now = "option" if role == "right" and (keyed or pattern in options) else role
        if now not in _LISTED or (now, pattern) not in made:
            made.append((now, pattern))
    return made


def looks_alike(rows: Sequence[str]) -> bool:
    """Tell a hand that nothing tells from any other rows: all of its parts look alike, or question and answer do."""
    parts = [each for each in map(parse, rows) if each.role != "end"]
    told = [(each.kind, each.depth, each.bold, each.literal, each.holes[:1]) for each in parts]
    pairs = [
        (one, two)
        for one, two in pairwise(zip(parts, told, strict=True))
        if (one[0].role, two[0].role) == ("question", "answer")
    ]
    blind = any(one[1] == two[1] for one, two in pairs) and not any(each.literal for each in parts)
    return len(parts) > 1 and (len(set(told)) == 1 or blind)
