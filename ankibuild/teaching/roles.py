"""The roles of an example's rows: as the reader guesses them, as a person writes them, as a program gives them.

    stem         12  Which of these stores objects?
    option       14  A. EBS
    reason B     19  B: a file system
    key          answers.md:3

What stands behind the line's number is there to be read by people only.
"""

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from ankibuild.config import excluded
from ankibuild.errors import AnkibuildError
from ankibuild.items.item import Item
from ankibuild.items.letters import canonical
from ankibuild.markdown.outline import Section
from ankibuild.reader.page import page_items
from ankibuild.reader.series import find_series
from ankibuild.speech import _
from ankibuild.teaching.describe import PAIR
from ankibuild.teaching.learn import CHOSEN, ROLES_OF_ROWS, Taught
from ankibuild.teaching.looks import Look, looks_of
from ankibuild.teaching.read import stretches
from ankibuild.values import replace

STEM_AND_OPTIONS: Final = "stem+option"
KNOWN: Final = (*ROLES_OF_ROWS, STEM_AND_OPTIONS)
_ROW = re.compile(
    r"(?P<role>[^\s\d]+)(?:\s+(?P<of>[A-Za-zア-オイ-ホ①-⑨]))?\s+(?:(?P<file>\S.*?\S):)?(?P<first>\d+)(?:\s*-\s*(?P<last>\d+))?(?:[\s:].*)?"
)


class RolesError(AnkibuildError):
    """Roles that cannot be used; the message says which, and what to write."""


class Said(NamedTuple):
    """The role of a line, and the option that a reason is about: its letter, or its line."""

    role: str
    of: str = ""


class Place(NamedTuple):
    """A line of the example's page, or of another one that holds its key."""

    line: int
    file: str = ""


Roles = Mapping[int, Said]
"""What is said of each line of the example."""


# --- reading them ---------------------------------------------------------------------------------------


def parse_roles(text: str) -> dict[Place, Said]:
    """Read roles as people or programs write them. Raise RolesError."""
    return _from_json(text) if text.lstrip().startswith("[") else _from_rows(text)


def _from_rows(text: str) -> dict[Place, Said]:
    found: dict[Place, Said] = {}
    for number, row in enumerate(text.splitlines(), 1):
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        said = _ROW.fullmatch(row.strip())
        if not said:
            raise RolesError(
                _("roles, line {n}: {row!r} is no role with a line, as in: option 14", n=number, row=row[:60])
            )
        first = Place(int(said["first"]), said["file"] or "")
        _take(found, Said(said["role"], said["of"] or ""), first, int(said["last"] or said["first"]), number)
    return found


def _from_json(text: str) -> dict[Place, Said]:
    found: dict[Place, Said] = {}
    example = '[{"role": "stem", "lines": [12, 13]}]'
    try:
        entries = json.loads(text)
        for number, each in enumerate(entries, 1):
            first, last = each["lines"]
            place = Place(int(first), str(each.get("file", "")))
            _take(found, Said(each["role"], str(each.get("of", ""))), place, int(last), number)
    except (json.JSONDecodeError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise RolesError(_("roles: not understood; write them as {example}", example=example)) from error
    return found


def _take(found: dict[Place, Said], said: Said, first: Place, last: int, number: int) -> None:
    role = said.role
    if role not in KNOWN:
        near = difflib.get_close_matches(role, KNOWN, 1)
        now = (
            _("did you mean {found!r}?", found=near[0])
            if near
            else _("known are {known}", known=", ".join(KNOWN))
        )
        raise RolesError(_("roles, line {n}: {role!r} is no role; {now}", n=number, role=role, now=now))
    if last < first.line:
        raise RolesError(
            _("roles, line {n}: {first}-{last} runs backwards", n=number, first=first.line, last=last)
        )
    if first.file and role not in ("key", "keys"):
        raise RolesError(
            _("roles, line {n}: only a key may stand on another page, as in: key answers.md:3", n=number)
        )
    found.update(dict.fromkeys((Place(n, first.file) for n in range(first.line, last + 1)), said))


def example_of(section: Section, roles: Roles) -> tuple[list[Taught], list[Look]]:
    """Return the rows of the example with their roles, and all rows of its page, fences taken apart where roles are.

    Raise RolesError for lines that hold nothing.
    """
    looks, lines = looks_of(section), looks_of(section, fences=True)
    inside = {
        roles[look.line].role for look in lines if look.kind == "```" and look.text and look.line in roles
    }
    parted = len(inside - {"skip"}) > 1 or bool(inside - {"answer", "explanation", "skip"})
    looks = lines if parted else looks
    taught: list[Taught] = []
    for line, rows in groupby((look for look in looks if look.text or look.row.whole), key=lambda x: x.line):
        here = list(rows)
        ends = range(line, here[0].row.block.last + 1) if here[0].row.whole else (line,)
        said = next((roles[n] for n in ends if n in roles), Said(""))
        for n, look in enumerate(here if said.role else ()):
            own = said.role if said.role != STEM_AND_OPTIONS else "option" if n else "stem"
            taught.append(Taught(look, own))
    taught = _with_keys(taught, looks)
    _check(roles, taught)
    return [replace(each, of=_option(roles, each, taught)) for each in taught], looks


def _with_keys(taught: Sequence[Taught], looks: Sequence[Look]) -> list[Taught]:
    """Take a key that other rows part from the rest of the example for one of a list of keys."""
    last = max((each.look.line for each in taught if each.role != "key"), default=0)
    told = {each.look.line for each in taught}
    between = min((x.line for x in looks if x.line > last and x.text and x.line not in told), default=0)
    return [
        replace(each, role="keys") if each.role == "key" and 0 < between < each.look.line else each
        for each in taught
    ]


def _option(roles: Roles, each: Taught, taught: Sequence[Taught]) -> int:
    """Return the line of the option that a reason is said to be about; 0 where nothing is said. Raise RolesError."""
    of = next((said.of for line, said in roles.items() if line == each.look.line), "")
    if not of:
        return 0
    options = [x.look for x in taught if x.role in CHOSEN]
    letter = canonical(of)
    found = [x.line for x in options if str(x.line) == of or (x.sign.lead and x.sign.lead.letter == letter)]
    if not found:
        raise RolesError(
            _(
                "line {n}: {of!r} is none of the options; name its letter, or its line",
                n=each.look.line,
                of=of,
            )
        )
    return found[0]


def _check(roles: Roles, taught: Sequence[Taught]) -> None:
    told = {each.role for each in taught}
    if not taught:
        raise RolesError(
            _("lines {first}-{last} hold no text; name those of one item", first=min(roles), last=max(roles))
        )
    if not told & {"stem", "question", PAIR}:
        raise RolesError(_("no question in the example; give a row the role stem or question"))
    if not told & {"key", "keys", "right", "answer", PAIR}:
        raise RolesError(
            _(
                "no answer in the example; give a row the role key, right or answer, or choose an item that has one"
            )
        )


# --- guessing them ----------------------------------------------------------------------------------------


def guess(section: Section, first: int, last: int) -> list[tuple[Look, str]]:
    """Return the rows between two lines with the roles that a taught hand, or else the reader, gives them."""
    looks = [
        look for look in looks_of(section) if first <= look.line <= last and (look.text or look.row.whole)
    ]
    hands = [hand.rows for hand in section.words.hands if excluded(hand.pages)(section.path)]
    taught = [each.read.item for each in stretches(section, hands) if not each.lacks]
    read = [*taught, *(each.item for each in page_items(section))]
    best = max(read, key=lambda item: _overlap(item, looks), default=None)
    known = dict(_roles_of(best)) if best is not None and _overlap(best, looks) else {}
    if not known:
        return _by_series(looks)
    return [(look, known.get(look.line) or _by_label(look)) for look in looks]


def _by_series(looks: Sequence[Look]) -> list[tuple[Look, str]]:
    """Guess by the list of options alone: what stands before it asks, a row of letters behind it is the key."""
    series = find_series([look.sign for look in looks])
    members = next((each.members for each in series.values() if each.kind in ("letters", "boxes")), ())
    if not members:
        return [(look, "answer" if n else "question") for n, look in enumerate(looks)]
    before = ["stem"] * members[0]
    listed = ["option"] * (members[-1] + 1 - members[0])
    behind = ["key" if look.names else "explanation" for look in looks[members[-1] + 1 :]]
    return list(zip(looks, (*before, *listed, *behind), strict=True))


def _by_label(look: Look) -> str:
    label = look.sign.label
    told = label is not None and label.rest < len(look.text)
    return (
        {"answer": "key", "explanation": "explanation"}.get(label.kind, "skip") if label and told else "skip"
    )


def _overlap(item: Item, looks: Sequence[Look]) -> int:
    lines = {look.line for look in looks}
    return sum(row.line.number in lines for row in item.rows)


def _roles_of(item: Item) -> Iterator[tuple[int, str]]:
    for row, line in item.explanation:
        yield line.number or row.block.first, "explanation"
    for row, line in item.answer:
        yield line.number or row.block.first, "key" if item.options else "answer"
    for option in item.options:
        about = f"reason {option.letter}" if option.letter.isalpha() else "reason"
        yield from ((line.number or row.block.first, about) for row, line in option.why)
    for row, line in item.stem:
        yield line.number or row.block.first, "stem" if item.options else "question"
    for option in item.options:
        if option.listed:
            yield from ((line.number or row.block.first, "option") for row, line in option.text)
    if item.key_line:
        yield item.key_line, "key"
    for _row, line in item.own:
        yield line.number, "own"


def rows_text(rows: Sequence[tuple[Look, str]]) -> str:
    """Return rows with their roles as they stand in the editor."""
    return "".join(f"{role:<12} {look.line:>5}  {_shown(look)}\n" for look, role in rows)


def _shown(look: Look) -> str:
    text = look.text or {"|": _("(table)"), "```": _("(code)")}.get(look.kind, "")
    prefix = "  " * max(look.depth - 1, 0) + (f"{look.kind} " if look.kind and look.text else "")
    return f"{prefix}{text}"[:100]
