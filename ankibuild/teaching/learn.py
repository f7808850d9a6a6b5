"""Learn from one example how an author writes his items: what its rows have in common with rows elsewhere.

What is kept of a row is its kind, depth, boldness, the letter and the number in it, and of its words those with
which other rows begin as well, or which a list of labels knows: the words that tell its part, not what it says.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from msgspec import Struct

from ankibuild.items.item import Item, Option
from ankibuild.items.marks import bare_option
from ankibuild.model import Line
from ankibuild.teaching.describe import PAIR, REFUTED, describe, heads_reason, mark_of, names_by_letter
from ankibuild.teaching.elsewhere import LEAST, Elsewhere
from ankibuild.teaching.heads import Example, Part
from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import CHOICE, MORE, ROLES, STEM, parse
from ankibuild.teaching.together import Row, add, as_options, tells, with_plain
from ankibuild.text import cut, is_western
from ankibuild.values import replace
from ankibuild.words import Words

ROLES_OF_ROWS: Final = (*(role for role in ROLES if role != "end"), PAIR, REFUTED)
"""The roles that rows of an example may have."""
CHOSEN: Final = CHOICE | {REFUTED}
_WORDED: Final = re.compile(r"(\{(?:A|ア|①|1)\}[^\w{]*)\w[^{]*\{text\}")
_BEFORE_TEXT: Final = re.compile(
    r"^((?:> )?\s*(?:#+ |-(?: \[.\])? |\d+\. |``` |<summary> )?)[^{]*(?:\{n\}[^{]*)?(\{.*)"
)
_FIRST: Final = {PAIR: "question", REFUTED: "option"}
MANY: Final = 1.5
"""So many times as many rows look like the question than like the heading above it, where that is a chapter's."""
RULE: Final = "---"


class Taught(Struct, frozen=True):
    """A row of the example with its role, and the line of the option that it is a reason of, where that is said."""

    look: Look
    role: str
    of: int = 0


def learn(example: Sequence[Taught], others: Sequence[Look], words: Words) -> tuple[str, ...]:
    """Return the rows of the hand that an example shows; `others` are all rows of the notes, the example's among them.

    Raise LearningError.
    """
    example = _once(_apart(example))
    shown = _shown(example, others, words)
    told = _with_reasons(example, shown.item)
    rows: list[Row] = []
    for n, each in enumerate(told):
        if _goes_on_option(each, told[:n]):
            continue
        pattern = describe(each.look, _part(told, n, opens=not rows), shown)
        for row in _rows(told, each.role, pattern, rows, shown.seen):
            add(rows, row, each.look)
        if _goes_on_label(told[n - 1 : n + 1], rows, pattern, shown.seen):
            rows[-1] = ("skip", rows[-1][1] + MORE)
    keyed = any(each.role == "key" for each in example)
    rows = [*with_plain(as_options(rows, keyed=keyed), shown.seen), *_end(example, others, shown)]
    return tuple(f"{role}: {pattern}" for role, pattern in rows)


def _apart(example: Sequence[Taught]) -> list[Taught]:
    """Return the example, what asks and is answered on one line as question and answer where they are two rows."""
    found: list[Taught] = []
    for _line, rows in groupby(example, key=lambda each: (each.look.line, each.role)):
        own = list(rows)
        pair = len(own) > 1 and own[0].role == PAIR
        found += [replace(x, role="answer" if n else "question") for n, x in enumerate(own)] if pair else own
    return found


def _once(example: Sequence[Taught]) -> list[Taught]:
    """Return the example without options that it lists again, as in a translation below."""
    letters: list[str] = []
    again = False
    found: list[Taught] = []
    for each in example:
        lead = each.look.sign.lead if each.role in CHOSEN else None
        again = again or bool(lead and letters[1:] and lead.letter == letters[0])
        letters += [lead.letter] if lead else []
        found += [] if again and each.role in CHOSEN else [each]
    return found


def _goes_on_option(each: Taught, before: Sequence[Taught]) -> bool:
    """Tell a further line of an option, where those have letters."""
    if not before or not CHOICE.issuperset((each.role, before[-1].role)):
        return False
    lettered = any(x.role in CHOSEN and x.look.sign.lead for x in before)
    return lettered and not (each.look.row.head or each.look.sign.lead)


def _goes_on_label(pair: Sequence[Taught], rows: Sequence[Row], pattern: str, seen: Elsewhere) -> bool:
    """Tell a row on no card, without words of its own, right below a label that is on none either."""
    if [each.role for each in pair] != ["skip", "skip"] or not rows or tells(pattern):
        return False
    role, label = rows[-1]
    return role == "skip" and "{" not in label and _announces(label, seen) and not label.endswith(MORE)


def _shown(example: Sequence[Taught], others: Sequence[Look], words: Words) -> Example:
    """Return what all rows of an example share."""
    mine = {id(each.look.row) for each in example}
    seen = Elsewhere([look for look in others if id(look.row) not in mine])
    asks = any(each.role in STEM and each.look.sign.asks for each in example)
    return Example(item_of(example, words), seen, words, asks)


def _with_reasons(example: Sequence[Taught], item: Item) -> list[Taught]:
    """Return the example, what explains a right option among the others or by its letter as a reason of it.

    So are the rest of a paragraph amid which a reason begins, whose lines cannot be told apart, and the row above a
    reason that names its option.
    """
    prose = {id(each.look.row.block) for each in example if each.role == "reason" and not each.look.row.head}
    among = {*_among_options(example), *_heads_of_reasons(example, item)}
    return [
        replace(each, role="reason")
        if n in among
        or (
            each.role == "explanation"
            and (names_by_letter(each.look, item) or id(each.look.row.block) in prose)
        )
        else each
        for n, each in enumerate(example)
    ]


def _among_options(example: Sequence[Taught]) -> list[int]:
    """Return the places of explanations among the options."""
    chosen = [n for n, each in enumerate(example) if each.role in CHOSEN]
    among = range(chosen[0] + 1, chosen[-1]) if chosen else range(0)
    return [n for n in among if example[n].role == "explanation"]


def _heads_of_reasons(example: Sequence[Taught], item: Item) -> list[int]:
    """Return the places of rows that name the option of the reason below."""
    return [
        n
        for n, (each, behind) in enumerate(pairwise(example))
        if behind.role == "reason" and each.role != "key" and heads_reason(each.look, item)
    ]


def _part(told: Sequence[Taught], at: int, *, opens: bool) -> Part:
    """Return the place of a row in its example."""
    role = told[at].role
    alone = role != "skip" and sum(each.role == role for each in told) == 1
    return Part(role, opens, at + 1 < len(told), alone, told[at].of)


def _rows(
    told: Sequence[Taught], role: str, pattern: str, rows: Sequence[Row], seen: Elsewhere
) -> Iterator[Row]:
    """Yield the rows of the hand that one of the example teaches behind those before; a heading of many none."""
    if not pattern or (
        role == "skip" and not _announces(pattern, seen) and (rows or _heads_many(told, seen))
    ):
        return
    if role in STEM and not _is_common(pattern, rows, seen):
        pattern = _BEFORE_TEXT.sub(r"\1\2", pattern)  # it is what this question is about
    yield _FIRST.get(role, role), pattern
    if role == "reason" and (plain := _WORDED.sub(r"\1{text}", pattern)) != pattern:
        yield role, plain  # not every reason has the word


def _announces(pattern: str, seen: Elsewhere) -> bool:
    """Tell the row of what is on no card by its words, or for a sign that stands alone on other rows as well."""
    return tells(pattern) or (bool(parse(f"skip: {pattern}").literal) and seen.exact(pattern))


def _end(example: Sequence[Taught], others: Sequence[Look], shown: Example) -> Iterator[Row]:
    """Yield the row that ends an item: that behind the example, if it is a rule or a heading that others repeat."""
    lines = [each.look.line for each in example if each.role != "keys"]
    page = [look for look in _first_page(others) if look.shows or look.kind == "rule"]
    pattern = next((_ending(look, shown) for look in page if look.line > max(lines)), "")
    ruled = pattern == RULE and any(look.kind == "rule" for look in page if look.line in range(*_ends(lines)))
    yield from [] if ruled or not pattern else [("end", pattern)]


def _ends(lines: Sequence[int]) -> tuple[int, int]:
    return min(lines), max(lines)


def _first_page(others: Sequence[Look]) -> Iterator[Look]:
    """Yield the rows of the page of the example, which stands before all others."""
    last = 0
    for look in others:
        if look.line < last:
            return
        last = look.line
        yield look


def _ending(behind: Look, shown: Example) -> str:
    """Return the pattern of a row that may end an item; "" for one that says nothing of the kind."""
    if behind.kind == "rule":
        return RULE
    if not (behind.row.heading and shown.seen.exact(behind.text)):
        return ""
    pattern = describe(behind, Part("skip", opens=False, heads=True, alone=False), shown)
    return pattern if tells(pattern) else ""


def _is_common(pattern: str, rows: Sequence[Row], seen: Elsewhere) -> bool:
    """Tell words at the head of a question that half of the items have, by the rows that open one, or that open it."""
    own, first = parse(f"stem: {pattern}"), parse(": ".join(rows[0] if rows else ("stem", pattern)))
    return not own.literal or 2 * seen.like(own) >= seen.like(first)


def _heads_many(example: Sequence[Taught], seen: Elsewhere) -> bool:
    """Tell an example's first row for the heading of a page or chapter: more rows look like the next than like it."""
    looks = [each.look for each in example]
    if not looks[0].kind.startswith("#"):
        return False
    headings = sum(looks[0].kind == each.kind for each in seen.looks)
    lone = len(looks) > 1 and bool(looks[1].kind) and sum(map(looks[1].resembles, looks)) == 1
    return headings < LEAST or (lone and seen.resembling(looks[1]) >= MANY * headings)


def item_of(example: Sequence[Taught], words: Words) -> Item:
    """Return the options of the example, so that what names them can be told."""
    item = Item([each.look.row for each in example])
    for each in example:
        row, lead = each.look.row, each.look.sign.lead
        begins = not item.options or row.head or row.bullet or lead or mark_of(row.text)
        if each.role in CHOSEN and begins:
            letter = lead.letter if lead else ""
            item.options.append(Option(letter, [(row, _text(each.look, words))], right=each.role == "right"))
    return item


def _text(look: Look, words: Words) -> Line:
    """Return the text of an option, without its letter and marks."""
    row, lead = look.row, look.sign.lead
    start = lead.rest if lead and (not lead.loose or not is_western(row.text)) else mark_of(row.text)
    return bare_option(cut(row.line, start), words)[0] if row.text[start:].strip() else row.line
