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
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from ankibuild.errors import AnkibuildError
from ankibuild.items.letters import canonical
from ankibuild.markdown.outline import Section
from ankibuild.speech import _
from ankibuild.teaching.describe import PAIR
from ankibuild.teaching.learn import CHOSEN, ROLES_OF_ROWS, Taught
from ankibuild.teaching.looks import Look, looks_of
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


def parse_roles(text: str) -> dict[Place, Said]:
    """Read roles as people or programs write them. Raise RolesError."""
    return _from_json(text) if text.lstrip().startswith("[") else _from_rows(text)


def _from_rows(text: str) -> dict[Place, Said]:
    found: dict[Place, Said] = {}
    for row in text.splitlines():
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        said = _ROW.fullmatch(row.strip())
        if not said:
            raise RolesError(_("{row!r} is no role with a line, as in: option 14", row=row[:60]))
        first = Place(int(said["first"]), said["file"] or "")
        _take(found, Said(said["role"], said["of"] or ""), first, int(said["last"] or said["first"]))
    return found


def _from_json(text: str) -> dict[Place, Said]:
    found: dict[Place, Said] = {}
    example = '[{"role": "stem", "lines": [12, 13]}]'
    try:
        entries = json.loads(text)
        for each in entries:
            first, last = each["lines"]
            place = Place(int(first), str(each.get("file", "")))
            _take(found, Said(each["role"], str(each.get("of", ""))), place, int(last))
    except (json.JSONDecodeError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise RolesError(_("roles: not understood; write them as {example}", example=example)) from error
    return found


def _take(found: dict[Place, Said], said: Said, first: Place, last: int) -> None:
    role, line = said.role, first.line
    if role not in KNOWN:
        near = difflib.get_close_matches(role, KNOWN, 1)
        now = (
            _("did you mean {found!r}?", found=near[0])
            if near
            else _("known are {known}", known=", ".join(KNOWN))
        )
        raise RolesError(_("line {n}: {role!r} is no role; {now}", n=line, role=role, now=now))
    if last < line:
        raise RolesError(_("lines {first}-{last} run backwards", first=line, last=last))
    if first.file and role not in ("key", "keys"):
        raise RolesError(
            _("{file}:{n}: only a key may stand on another page, as in: key answers.md:3",
              file=first.file, n=line)
        )  # fmt: skip
    found.update(dict.fromkeys((Place(n, first.file) for n in range(line, last + 1)), said))


def example_of(section: Section, roles: Roles) -> tuple[list[Taught], list[Look]]:
    """Return the rows of the example with their roles, and all rows of its page, fences taken apart where roles are.

    Raise RolesError for lines that hold nothing.
    """
    looks = _rows_of(section, roles)
    shown = (look for look in looks if look.shows)
    taught = [
        each for _line, rows in groupby(shown, key=lambda x: x.line) for each in _taught(list(rows), roles)
    ]
    taught = _with_keys(taught, looks)
    _check(roles, taught)
    return [replace(each, of=_option(roles, each, taught)) for each in taught], looks


def _rows_of(section: Section, roles: Roles) -> list[Look]:
    """Return the rows of a page, those in fences one by one where they have roles of their own."""
    lines = looks_of(section, fences=True)
    fenced = (look for look in lines if look.kind == "```" and look.text and look.line in roles)
    inside = {roles[look.line].role for look in fenced} - {"skip"}
    return lines if len(inside) > 1 or inside - {"answer", "explanation"} else looks_of(section)


def _taught(rows: Sequence[Look], roles: Roles) -> Iterator[Taught]:
    """Yield the rows of one line with the role that is said of it, or of a line of what they are."""
    first = rows[0]
    ends = range(first.line, first.row.block.last + 1) if first.row.whole else (first.line,)
    said = next((roles[n].role for n in ends if n in roles), "")
    for n, look in enumerate(rows if said else ()):
        yield Taught(look, said if said != STEM_AND_OPTIONS else "option" if n else "stem")


def _with_keys(taught: Sequence[Taught], looks: Sequence[Look]) -> list[Taught]:
    """Take a key, or a question's answer, that other rows part from the rest of the example for one of a list."""
    plain = {each.role for each in taught} <= {"question", "skip", "answer"}
    key = "answer" if plain else "key"
    last = max((each.look.line for each in taught if each.role != key), default=0)
    others = {look.line for look in looks if look.text} - {each.look.line for each in taught}
    parting = min((line for line in others if line > last), default=sys.maxsize)
    own = [each for each in taught if each.look.line < parting]
    apart = [_as_listed(each, key) for each in taught if each.look.line > parting]
    if not plain:
        return [*own, *apart]
    return list(taught) if any(each.role == key for each in own) else [*own, *apart[:1]]


def _as_listed(each: Taught, key: str) -> Taught:
    return replace(each, role="keys") if each.role == key else each


def _option(roles: Roles, each: Taught, taught: Sequence[Taught]) -> int:
    """Return the line of the option that a reason is said to be about; 0 where nothing is said. Raise RolesError."""
    line = each.look.line
    of = roles[line].of if line in roles else ""
    found = [x.look.line for x in taught if x.role in CHOSEN and _is_called(x.look, of)]
    if of and not found:
        raise RolesError(
            _("line {n}: {of!r} is none of the options; name its letter, or its line", n=line, of=of)
        )
    return found[0] if of else 0


def _is_called(look: Look, of: str) -> bool:
    """Tell an option by its line or its letter."""
    return str(look.line) == of or (look.sign.lead is not None and look.sign.lead.letter == canonical(of))


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
