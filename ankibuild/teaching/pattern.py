"""A pattern: what a row of an item looks like, written as the notes are, with holes for what changes.

`### Q{n}. {text}`, `- {A}. {text}`, `**正解**：{key}`, `- [x] {text}`, and three backquotes with a text for a line in
a fence. Two blanks before it say that it stands one list deeper.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from ankibuild.patterns import lazily
from ankibuild.text import fold

ROLES: Final = (
    "stem", "option", "right", "key", "reason", "explanation", "question", "answer", "own", "skip", "keys", "end",
)  # fmt: skip
"""What a row of a hand may be; `end` is only written in hands, the others at the rows of an example, too.

`keys` are the rows of a list of keys elsewhere on the page.
"""
_HOLES: Final = {
    "A": "(?P<letter>[a-z])(?![a-z])",
    "ア": "(?P<letter>[アイウエオカキクケコロハニホヘト])(?![ァ-ヴー])",
    "①": "(?P<letter>[①-⑳❶-❿])",
    "1": r"(?P<letter>\d{1,2})(?!\d)",
    "n": r"(?P<number>\d{1,4}(?:[-.]\d{1,3})*)",
    "text": "(?P<text>.*)",
    "asks": "(?P<text>.*)",
    "key": "(?P<text>.*)",
    "option": "(?P<text>.*)",
    "question": "(?P<question>.+?)",
    "answer": "(?P<answer>.+)",
    "why": "(?P<why>.+)",
}
HOLES: Final = tuple(_HOLES)
_HOLE = lazily(r"\{([^{}\s]{1,10})\}")
_PARTS = lazily(r"\s+|[:.、。,|=→>)\]】」』-]+|.", re.DOTALL)
_PREFIX = lazily(r"(?P<indent> *)(?P<kind>#{1,6}(?= )|-(?: \[[ x]\])?(?= )|\d+\.(?= )|```|<summary>|\|)?\s*")
MORE: Final = " …"


class PatternError(ValueError):
    """A pattern cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a pattern says of a row: the letter and the number that stand there, and where its text stands."""

    letter: str
    number: str
    start: int
    end: int
    answer: tuple[int, int] | None = None
    why: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """One row of a hand."""

    role: str
    written: str
    kind: str
    depth: int
    bold: str
    """"whole" or "head", where the text or what it begins with is bold."""
    holes: tuple[str, ...]
    literal: str
    """The folded letters and signs that stand in it."""
    more: bool
    """Whether more rows like it follow, a blank line between."""
    regex: re.Pattern[str] = field(compare=False, repr=False)

    @property
    def labels(self) -> bool:
        """Whether the row is nothing but a label: what it announces follows."""
        return not set(self.holes) - _COUNTS and bool(self.literal)

    @property
    def bare(self) -> bool:
        """Whether any row of its kind fits."""
        return not self.literal and not self.lettered and "n" not in self.holes

    @property
    def lettered(self) -> bool:
        """Whether an option's letter stands in it."""
        return any(hole in LETTERS for hole in self.holes)

    def find(self, text: str) -> Found | None:
        """Return what stands in a text of the row; None where it is not written so."""
        found = self.regex.fullmatch(fold(text))
        if not found:
            return None
        said = found.groupdict()
        name = "question" if "question" in said else "text"
        start, end = found.span(name) if said.get(name) is not None else (len(text), len(text))
        answer = found.span("answer") if said.get("answer") is not None else None
        why = found.span("why") if said.get("why") is not None else None
        return Found(said.get("letter") or "", said.get("number") or "", start, end, answer, why)


_TELLING = lazily(r"[^\s.:、。,()\[\]「」『』-]")
"""What is more than what parts a letter or a number from its text."""
_COUNTS: Final = frozenset(("n", "A", "ア", "①", "1"))
LETTERS: Final = ("A", "ア", "①", "1")


@lru_cache(maxsize=512)
def parse(row: str) -> Pattern:
    """Read `role: pattern`. Raise PatternError."""
    role, colon, written = row.partition(":")
    role = role.strip()
    if not colon or role not in ROLES:
        raise PatternError(role)
    written = written.removeprefix(" ").rstrip()
    more = written.endswith(MORE)
    found = _PREFIX.match(written.removesuffix(MORE))
    kind, indent = (found["kind"] or "", len(found["indent"])) if found else ("", 0)
    body = written.removesuffix(MORE)[found.end() if found else 0 :]
    if written.strip() == "---":
        kind, body = "rule", ""
    if kind[:1].isdigit():
        kind = "1."
    depth = indent // 2 + (kind[:1] in ("-", "1"))
    bold = "whole" if re.fullmatch(r"\*\*[^*]+\*\*", body) else "head" if body.startswith("**") else ""
    body = body.replace("**", "")
    holes = tuple(_HOLE.findall(body))
    if unknown := next((hole for hole in holes if hole not in HOLES), ""):
        raise PatternError("{" + unknown + "}")
    literal = re.sub(r"\s+", "", fold(_HOLE.sub("", body)))
    literal = literal if _TELLING.search(literal) else ""
    regex = re.compile(_regex(body) or r".*", re.DOTALL)
    return Pattern(role, written, kind, depth, bold, holes, literal, more, regex)


def _regex(body: str) -> str:
    """Compile a body; blanks and what parts a label from its text are read loosely."""
    made, at, before = r"\s*", 0, ""
    seen: set[str] = set()
    for hole in _HOLE.finditer(body):
        literal = body[at : hole.start()]
        labels = bool(re.search(r"\w", literal)) or before in _COUNTS
        made += _literal(literal, loose=labels and bool(literal.strip()))
        before = hole[1]
        group = _HOLES[hole[1]]
        if hole[1] != "key" and "{key}" in body:
            group = group.replace("?P<text>", "?:", 1)
        name = re.match(r"\(\?P<(\w+)>", group)
        if name and name[1] in seen:
            group = group.replace(f"?P<{name[1]}>", "?:", 1)
        if name:
            seen.add(name[1])
        later = body[hole.end() :]
        made += group.replace(".*)", ".*?)") if later.strip() else group
        at = hole.end()
    return made + _literal(body[at:], loose=False) + r"[\s:.。、]*"


def _literal(text: str, *, loose: bool) -> str:
    """Compile literal text; `loose` says that what parts it from the text behind may be written otherwise."""
    made = ""
    for part in _PARTS.findall(fold(text)):
        if part.isspace():
            made += r"\s*" if loose or re.search(r"\w", text) else r"\s+"
        elif _SEPARATOR.fullmatch(part):
            made += (
                rf"\s*(?:{re.escape(part)}|[:.、。,|=→>)\]-]+|$)\s*" if loose else rf"\s*{re.escape(part)}"
            )
        else:
            made += re.escape(part)
    return made


_SEPARATOR = lazily(r"[:.、。,|=→>)\]】」』-]+")
