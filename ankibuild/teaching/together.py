"""The rows of a hand put together: each once, what says no more than the one before left out."""

import re
from collections.abc import Sequence
from typing import Final

from ankibuild.teaching.elsewhere import LEAST, Elsewhere
from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import MORE, STEM, parse

_MARKED: Final = re.compile(r"(\{(?:A|ア|①|1)\}.*\{text\})[^{}*]+$")
_HOLE: Final = re.compile(r"\{(?:text|option)\}")
_TEXTS: Final = frozenset(("stem", "question", "answer", "explanation"))
_APART: Final = frozenset(("option", "right", "skip"))
_LISTED: Final = frozenset(("option", "right", "reason"))
Row = tuple[str, str]
"""Role and pattern."""


def tells(pattern: str) -> bool:
    """Tell a pattern that has words of its own."""
    return bool(re.search(r"\w", re.sub(r"^\s*\d+\.|\{[^}]*\}", "", pattern)))


def add(rows: list[Row], row: Row, look: Look) -> None:
    """Add a row to the hand, unless it says no more than those before."""
    role, pattern = row
    if rows and rows[-1][0] == role and role not in _APART:
        last = rows[-1][1].removesuffix(MORE)
        pattern = _bare(pattern) if role in _TEXTS else pattern
        if not _goes_beyond(last, pattern, role, look):
            rows[-1] = (role, last + MORE) if _goes_on(pattern, role, look) else rows[-1]
            return
    again = rows if role in _LISTED else rows[-1:]
    if (role, pattern) not in again:
        rows.append((role, pattern))


def _goes_on(pattern: str, role: str, look: Look) -> bool:
    """Tell a further paragraph of a question, which says that others may have some as well."""
    return role in STEM and look.row.head and not _is_told(pattern)


def _bare(pattern: str) -> str:
    """Return the pattern of a further row of a text without the words in it, unless it is a label or heading."""
    if "{" not in pattern or _is_heading(pattern):
        return pattern
    return re.sub(r"^(> )?[^{}]*(\{text\}|\{asks\}).*", r"\1\2", pattern)


def _is_told(pattern: str) -> bool:
    return tells(pattern) or _is_heading(pattern)


def _is_heading(pattern: str) -> bool:
    return pattern.removeprefix("> ").startswith("#")


def _goes_beyond(last: str, pattern: str, role: str, look: Look) -> bool:
    """Tell a further row of a part that is worth a row of its own."""
    label = "{" not in last
    if look.row.whole:
        return role == "answer"
    if role == "key":
        return label
    if role == "reason":
        return _HOLE.sub("", last) != _HOLE.sub("", pattern)
    return _is_told(pattern) or label or _is_heading(last)


def with_plain(rows: Sequence[Row], seen: Elsewhere) -> list[Row]:
    """Return the rows of a hand, behind options with letter and mark one without the mark, if some have none."""
    marked = [n for n, (role, pattern) in enumerate(rows) if role == "option" and _MARKED.search(pattern)]
    if not marked or any(role == "right" for role, _pattern in rows):
        return list(rows)
    at = marked[-1] + 1
    plain = ("option", _MARKED.sub(r"\1", rows[at - 1][1]))
    bare = seen.like(parse(": ".join(plain))) - sum(seen.like(parse(": ".join(rows[n]))) for n in marked)
    return [*rows[:at], plain, *rows[at:]] if bare >= LEAST and plain not in rows else list(rows)


def as_options(rows: Sequence[Row], *, keyed: bool) -> list[Row]:
    """Take a right option for one of the others where a key names it, or where it looks as they do."""
    options = {pattern for role, pattern in rows if role == "option"}
    made: list[Row] = []
    for n, (role, pattern) in enumerate(rows):
        alike = pattern in options and not _is_announced(rows, n)
        now = "option" if role == "right" and (keyed or alike) else role
        if now not in _LISTED or (now, pattern) not in made:
            made.append((now, pattern))
    return made


def _is_announced(rows: Sequence[Row], at: int) -> bool:
    """Tell the right options, or the others, by the label that stands over them, where each of both has one."""
    labels = [n for n, (role, pattern) in enumerate(rows) if role == "skip" and "{" not in pattern]
    over = [rows[n + 1][0] for n in labels if n + 1 < len(rows)]
    return at - 1 in labels and set(over) >= {"right", "option"}
