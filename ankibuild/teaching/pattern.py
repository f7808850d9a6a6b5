"""A pattern: what a row of an item looks like, written as the notes are, with holes for what changes.

`### Q{n}. {text}`, `- {A}. {text}`, `**正解**：{key}`, `- [x] {text}`, and three backquotes with a text for a line in
a fence. Two blanks before it say that it stands one list deeper, `> ` before all that it stands in a quote,
`==` and `~~` around it that it is coloured, or struck through.
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
CHOICE: Final = frozenset(("option", "right"))
"""The roles of options."""
STEM: Final = frozenset(("stem", "question"))
"""The roles of what asks."""
_HOLES: Final = {
    "A": "(?P<letter>[a-z])(?![a-z])",
    "ア": "(?P<letter>[アイウエオカキクケコロハニホヘト])(?![ァ-ヴー])",
    "①": "(?P<letter>[①-⑳❶-❿])",
    "1": r"(?P<letter>\d{1,2})(?!\d)",
    "n": r"[#№]?\s*(?P<number>\d{1,4}(?:[-.]\d{1,3})*)(?![-.]?\d)",
    "text": "(?P<text>.*)",
    "asks": "(?P<text>.*)",
    "key": "(?P<text>.*)",
    "option": "(?P<text>.*)",
    "question": "(?P<question>.+?)",
    "answer": "(?P<answer>.+)",
    "why": "(?P<why>.+)",
    "picture": "",
}
HOLES: Final = tuple(_HOLES)
_LETTER_LIST: Final = r"[a-hア-オ①-⑨1-9]"
_INNER: Final = {
    "letters": rf"(?P<text>{_LETTER_LIST}(?:\s*[,、・と&]\s*{_LETTER_LIST})*)(?!\w)",
}
"""What stands for the key of a list once a row is read."""
LETTERS: Final = ("A", "ア", "①", "1")
_LETTER = lazily(r"\{[Aア①1]\}")
_ANY: Final = "|".join(_HOLES[name].replace("?P<letter>", "?:") for name in LETTERS)
_BUT_NUMBERS: Final = _ANY.removesuffix("|" + _HOLES["1"].replace("?P<letter>", "?:"))
_HOLE = lazily(r"\{([^{}\s]{1,10})\}")
_PARTS = lazily(r"\s+|[:.、。,|=→>)\]】」』-]+|.", re.DOTALL)
_PREFIX = lazily(
    r"(?P<quote>> )?(?P<indent> *)(?P<kind>#{1,6}(?= )|-(?: \[[ x]\])?(?= )|\d+\.(?= )|```|<summary>|\|)?\s*"
)
_MARKED = lazily(r"(==|~~).*\1")
MORE: Final = " …"
PICTURE: Final = "{picture}"
"""A row that is a picture, without any text."""


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
    quoted: bool
    marked: str
    """"==" or "~~", where it is coloured or struck through as a whole."""
    bold: str
    """"whole", "head" or "tail", where the text is bold, or what it begins with, or what stands behind its letter."""
    holes: tuple[str, ...]
    literal: str
    """The folded letters and signs that stand in it."""
    more: bool
    """Whether more rows like it follow, a blank line between."""
    regex: re.Pattern[str] = field(compare=False, repr=False)
    other: re.Pattern[str] | None = field(default=None, compare=False, repr=False)
    """With letters of another alphabet, where it has one."""

    @property
    def shape(self) -> tuple[object, ...]:
        """What it says of a row whatever stands in that."""
        return self.kind, self.depth, self.quoted, self.marked, self.bold

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
        return self._found(self.regex.fullmatch(fold(text)))

    def nearly(self, text: str) -> Found | None:
        """Return what stands in a text that is written so, or so but for the alphabet of its letter."""
        return self.find(text) or (self._found(self.other.fullmatch(fold(text))) if self.other else None)

    def _found(self, found: re.Match[str] | None) -> Found | None:
        if not found:
            return None
        said = found.groupdict()
        name = "question" if "question" in said else "text"
        start, end = found.span(name) if said.get(name) is not None else (len(found.string),) * 2
        end = found.end("rest") if said.get("rest") else end
        end += found.string[end : end + 1] == "?" and name == "question"
        answer = found.span("answer") if said.get("answer") is not None else None
        why = found.span("why") if said.get("why") is not None else None
        return Found(said.get("letter") or "", said.get("number") or "", start, end, answer, why)


_TELLING = lazily(r"[^\s.:、。,()\[\]「」『』-]")
"""What is more than what parts a letter or a number from its text."""
_COUNTS: Final = frozenset(("n", "*", *LETTERS))


@lru_cache(maxsize=512)
def parse(row: str) -> Pattern:
    """Read `role: pattern`. Raise PatternError."""
    role, colon, written = row.partition(":")
    role, written = role.strip(), written.removeprefix(" ").rstrip()
    if not colon or role not in ROLES:
        raise PatternError(role)
    kind, depth, quoted, body = _shape(written.removesuffix(MORE))
    marked = found[1] if (found := _MARKED.fullmatch(body)) else ""
    body = body.removeprefix(marked).removesuffix(marked) if marked else body
    whole = "whole" if re.fullmatch(r"\*\*[^*]+\*\*", body) else ""
    bold = whole or ("head" if body.startswith("**") else "tail" if body.endswith("**") else "")
    body = body.replace("**", "")
    holes = tuple(_HOLE.findall(body))
    if unknown := next((hole for hole in holes if hole not in HOLES), ""):
        raise PatternError("{" + unknown + "}")
    literal = re.sub(r"\s+", "", fold(_HOLE.sub("", body)))
    literal = PICTURE if PICTURE in body else literal if _TELLING.search(literal) else ""
    regex, other = _compiled(body, role)
    return Pattern(
        role, written, kind, depth, quoted, marked, bold, holes, literal, written.endswith(MORE), regex, other
    )


def _shape(written: str) -> tuple[str, int, bool, str]:
    """Return the kind of line that is written, its depth, whether it is quoted, and what stands in it."""
    if written.strip() == "---":
        return "rule", 0, False, ""
    found = _PREFIX.match(written)
    if not found:
        return "", 0, False, written
    kind = "1." if (found["kind"] or "")[:1].isdigit() else found["kind"] or ""
    depth = len(found["indent"]) // 2 + (kind[:1] in ("-", "1"))
    return kind, depth, bool(found["quote"]), written[found.end() :]


def _compiled(body: str, role: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """Compile a body, and the same with letters of another alphabet."""
    if role == "keys" and "{key}" in body and body.endswith("{text}"):
        return _listed(*body.removesuffix("{text}").split("{key}", 1)), None
    regex = re.compile(_regex(body) or r".*", re.DOTALL)
    lettered = _LETTER.search(body)
    other = _regex(_LETTER.sub("{*}", body)) if lettered else ""
    if role == "reason" and lettered and lettered[0] != "{1}":
        other = other.replace(_ANY, _BUT_NUMBERS)  # a number at its head counts the paragraphs
    return regex, re.compile(other, re.DOTALL) if lettered else None


def _listed(head: str, parting: str) -> re.Pattern[str]:
    """Compile a key of a list with what explains it, which not each of them has."""
    return re.compile(rf"{_regex(head + '{letters}')}(?:{_literal(parting, loose=False)}.*)?", re.DOTALL)


def _regex(body: str) -> str:
    """Write a body as a regular expression; blanks and what parts a label from its text are read loosely."""
    made, at, before = r"\s*", 0, ""
    seen: set[str] = set()
    for hole in _HOLE.finditer(body):
        literal = body[at : hole.start()]
        literal = literal[:-1] if hole[1] == "n" and literal[1:] and literal[-1] in "#№" else literal
        labels = bool(re.search(r"\w", literal)) or before in _COUNTS
        before, at = hole[1], hole.end()
        group = _group(before, seen, keyed="{key}" in body)
        made += _literal(literal, loose=labels and bool(literal.strip()))
        made += group.replace(".*)", ".*?)") if body[at:].strip() else group
    return made + _literal(body[at:], loose=False) + r"[\s:.。、]*"


def _group(hole: str, seen: set[str], *, keyed: bool) -> str:
    """Return what fits a hole; it is called by its name the first time, and a text never where there is a key."""
    group = f"(?P<letter>{_ANY})" if hole == "*" else (_HOLES | _INNER)[hole]
    name = re.search(r"\?P<(\w+)>", group)
    if name and name[1] == "text" and not keyed and "text" in seen and "rest" not in seen:
        seen.add("rest")
        return "(?P<rest>.*)"
    if name and (name[1] in seen or (keyed and name[1] == "text" and hole != "key")):
        return group.replace(name[0], "?:", 1)
    seen |= {name[1]} if name else set()
    return group


def _literal(text: str, *, loose: bool) -> str:
    """Compile literal text; `loose` says that what parts it from the text behind may be written otherwise."""
    made = ""
    for part in _PARTS.findall(fold(text)):
        if part.isspace():
            made += r"\s*" if loose or _FREE.search(text) else r"\s+"
        elif _SEPARATOR.fullmatch(part) and loose:
            made += rf"\s*(?:{re.escape(part)}|[:.、。,|=→>)\]-]+|$)\s*"
        else:
            made += r"\s*" * bool(_SEPARATOR.fullmatch(part)) + re.escape(part)
    return made


_FREE = lazily(r"\w|[:→⇒=|…;,?]")
"""What blanks stand around or not; around a dash they tell it from one within a word."""
_SEPARATOR = lazily(r"[:.、。,|=→>)\]】」』-]+")
