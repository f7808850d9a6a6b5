"""The ledger `ankibuild.lock`: which card is which note in Anki, and since when.

A text file made to be committed. First a header, then a line for each note type and each page, then a line
for each card, last a closing line, every line one JSON object with its keys in a fixed order:

    {"ankibuild":"ledger","version":2,"deck":"CloudTech Study"}
    {"note_type":"qa","digest":"9f86d081884c7d65","mod":1700000000}
    {"page":"a.md","deck":"CloudTech Study::VPC"}
    {"guid":"…","kind":"qa","id":1700000000123,"mod":1700000000,"page":"a.md","headings":[…],"context":"…",
     "prompt":"<digest>","rest":"<digest>","fields":"<digest>","tags":[…],"text":{"question":"…","answer":"…"}}

    {"end":"ledger","at_least":384}

(a card on one line). Reasons for the layout:
- Cards are sorted by guid alone. A guid never changes, so a line never moves: an edit, a move to another
  page or a renamed page changes lines where they stand. A guid is a hash, so the lines of new cards fall
  between different neighbours, and two branches that add cards merge; sorted by page, both branches
  would add behind the same last line and conflict. Pages are sorted by a hash of their names, too.
- `asked` behind a deck, only there where it was renamed in Anki, is the name by which the notes ask for it.
- The header's `root`, only there where the ledger does not lie in the notes folder, is the way to it.
- No line says anything about another: no positions, no time of the build. Only the closing line has a count,
  without which a file that was cut between two lines would pass for a whole one. It is rounded down, so that
  it seldom moves, and branches that add cards still merge.
- Version 1 had neither pages' decks, nor tags, nor a closing line; it is read, and written anew by the next build.
- The texts themselves are kept, not only digests or sketches: `diff` shows old and new word by word, a
  changed card is recognised by what it said, and a removed one can still be named. The digests stand
  for the prompt and the other parts in a review of the file, and tell when a line was damaged by hand.
"""

import json
import reprlib
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

from ankibuild.errors import AnkibuildError
from ankibuild.files import read_bytes
from ankibuild.identity.entry import (
    ROOT,
    Entry,
    Given,
    Ledger,
    Look,
    Spoken,
    digest,
    fields_digest,
    pruned,
    version_digest,
)
from ankibuild.identity.lines import LARGEST, read_line, written
from ankibuild.model import OTHER_PARTS, PROMPT_PARTS, CardKind
from ankibuild.patterns import lazily
from ankibuild.speech import _, later

__all__ = [
    "NAME",
    "Entry",
    "Given",
    "Ledger",
    "LedgerError",
    "Look",
    "Spoken",
    "digest",
    "dumps",
    "fields_digest",
    "loads",
    "pruned",
    "read",
    "version_digest",
]

NAME = "ankibuild.lock"
VERSION = 2
_UNCLOSED = 1
"""The last version without a closing line."""

_Name = TypeVar("_Name", bound=str)
_KINDS: tuple[CardKind, ...] = get_args(CardKind)
_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_REQUIRED = frozenset(
    ("guid", "kind", "id", "mod", "page", "headings", "context", "prompt", "rest", "fields", "text")
)
_OPTIONAL = frozenset(("tags", "explicit", "removed", "given"))
_RESTORE = later(
    "restore it from version control or a backup, or rebuild it from the last package with `ankibuild adopt --force`"
)
_GIVEN = ("fields", "tags", "decks")
_RESOLVE = later("keep, of each card, the line with the later mod, remove the marker lines, and build again")
_LATER = later("keep the line with the later mod, remove the other, and build again")
_ONE = later("keep the line that names its deck in Anki, remove the other, and build again")
# Some editors take these for line ends; in the file they are escaped.
_HALF_PAIR = lazily(r"[\ud800-\udfff]")
_BRIEF = reprlib.Repr()
_LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


class LedgerError(AnkibuildError):
    """The ledger cannot be used: where, what is wrong, and what to do now."""

    def __init__(self, path: str, line: int, what: str, now: str) -> None:
        super().__init__(f"{path}:{line}: {what}; {now}")
        self.path, self.line, self.what, self.now = path, line, what, now


# --- writing ----------------------------------------------------------------------------------------


def dumps(ledger: Ledger) -> str:
    """Return the text of the ledger file."""
    root = {"root": ledger.root} if ledger.root else {}
    lines = [_line({"ankibuild": "ledger", "version": VERSION, **_deck(ledger, ROOT, ledger.deck), **root})]
    lines += [
        _line({"note_type": kind, "digest": ledger.looks[kind].digest, "mod": ledger.looks[kind].mod})
        for kind in _KINDS
        if kind in ledger.looks
    ]
    lines += [
        _line({"page": page, **_deck(ledger, page, ledger.decks[page])})
        for page in sorted(ledger.decks, key=_mixed)
    ]
    lines += [written(entry) for entry in sorted(ledger.entries, key=lambda entry: entry.guid)]
    lines.append(closing_line(len(ledger.entries)))
    return unbroken("".join(lines))


def closing_line(count: int) -> str:
    """Return the last line of a ledger of so many cards."""
    return _line({"end": "ledger", "at_least": _rounded(count)})


def unbroken(text: str) -> str:
    """Return lines in which nothing is taken for the end of a line but what is one."""
    for char, escaped in _LINE_ENDS.items():
        text = text.replace(char, escaped)
    return text


def _deck(ledger: Ledger, page: str, deck: str) -> dict[str, str]:
    return {"deck": deck} | ({"asked": ledger.asked[page]} if page in ledger.asked else {})


def _mixed(page: str) -> tuple[str, str]:
    return digest(page), page


def _rounded(count: int) -> int:
    """Keep a number's first two binary digits: 412 becomes 384."""
    unit = 1 << max(0, count.bit_length() - 2)
    return count // unit * unit


def _line(record: Mapping[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


# --- reading ----------------------------------------------------------------------------------------


def read(path: Path) -> Ledger:
    """Read the ledger file; one that is not there is an empty ledger. Raise LedgerError or OSError."""
    try:
        data = read_bytes(path)
    except FileNotFoundError:
        return Ledger()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LedgerError(str(path), line, "not UTF-8 text", _(_RESTORE)) from None
    return loads(text, str(path))


def loads(text: str, path: str = NAME) -> Ledger:
    """Read the text of a ledger file; raise LedgerError at the first line that cannot be used."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if line.startswith(_CONFLICT):
            raise LedgerError(path, number, _("a merge conflict is not resolved"), _(_RESOLVE))
    read = _Lines(path)
    deck, root, version = _header(lines[0], path, read)
    for number, line in enumerate(lines[1:], 2):
        if not line or line.isspace():
            continue
        try:
            if entry := read_line(line):
                read.add(number, entry)
            else:
                read.take(number, _object(line))
        except (ValueError, KeyError) as error:
            raise LedgerError(
                path, number, _("a damaged line: {why}", why=_reason(error)), _(_RESTORE)
            ) from None
    if version > _UNCLOSED:
        _check_whole(read, path, len(lines))
    entries = tuple(read.entries[guid] for guid in sorted(read.entries))
    return Ledger(deck, read.looks, entries, root, read.decks, read.asked)


class _Lines:
    """What the lines after the header say."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.looks: dict[CardKind, Look] = {}
        self.decks: dict[str, str] = {}
        self.asked: dict[str, str] = {}
        self.entries: dict[str, Entry] = {}
        self.counts: list[int] = []

    def take(self, number: int, record: Mapping[str, Any]) -> None:
        """Take in one line; raise ValueError or KeyError for a damaged one, LedgerError for a second one."""
        if "note_type" in record:
            look = Look(_string(record["digest"]), _number(record["mod"]))
            self.looks[_one_of(_KINDS, record["note_type"])] = look
        elif "end" in record:
            self.counts.append(_number(record["at_least"], least=0))
        elif "guid" not in record and "deck" in record:
            page = _page(record["page"])
            if page in self.decks:
                raise LedgerError(
                    self.path, number, _("the deck of {page} stands here a second time", page=page), _(_ONE)
                )
            self.decks[page] = _string(record["deck"])
            self.ask(page, record)
        else:
            self.add(number, _entry(record))

    def add(self, number: int, entry: Entry) -> None:
        """Take in a card; raise LedgerError for a second one of its guid."""
        if entry.guid in self.entries:
            raise LedgerError(
                self.path, number, _("the card {guid} stands here a second time", guid=entry.guid), _(_LATER)
            )
        self.entries[entry.guid] = entry

    def ask(self, page: str, record: Mapping[str, Any]) -> None:
        """Take in by which name the notes asked for a deck, if that is another one."""
        if "asked" in record:
            self.asked[page] = _string(record["asked"])


def _check_whole(read: _Lines, path: str, last: int) -> None:
    """Raise LedgerError for a file that lost lines, be it that each of the others is whole."""
    if not read.counts:
        raise LedgerError(path, last, _("the closing line is missing: the file was cut"), _(_RESTORE))
    # Of two branches both counts may have been kept, and each may have removed cards.
    if len(read.entries) < (least := min(read.counts)):
        what = _("holds {n} cards, and there were {least} at least", n=len(read.entries), least=least)
        now = _(
            "{restore}; if they were left out on purpose, write 0 for the count in the last line",
            restore=_(_RESTORE),
        )
        raise LedgerError(path, last, what, now)


def _header(line: str, path: str, read: _Lines) -> tuple[str, str, int]:
    """Check the first line and return the deck and the notes folder that it names, and the version."""
    try:
        record = _object(line)
        _one_of(("ledger",), record["ankibuild"])
        version = _number(record["version"])
        if version > VERSION:
            what = _(
                "written by a newer ankibuild (ledger version {version}; this one reads {ours})",
                version=version,
                ours=VERSION,
            )
            raise LedgerError(path, 1, what, _("update ankibuild (pip install -U ankibuild)"))
        read.ask(ROOT, record)
        return _string(record["deck"]), _string(record.get("root", "")), version
    except (ValueError, KeyError) as error:
        raise LedgerError(
            path, 1, _("no header of a ledger: {why}", why=_reason(error)), _(_RESTORE)
        ) from None


def _entry(record: Mapping[str, Any]) -> Entry:
    if not _REQUIRED <= record.keys() <= _REQUIRED | _OPTIONAL:
        odd = (_REQUIRED - record.keys()) | (record.keys() - _REQUIRED - _OPTIONAL)
        raise ValueError(_("missing or unknown: {names}", names=", ".join(sorted(odd))))
    kind = _one_of(_KINDS, record["kind"])
    if not _string(record["guid"]).strip() or not isinstance(record["text"], dict):
        raise ValueError(_("a value of the wrong sort"))
    names = PROMPT_PARTS[kind] + OTHER_PARTS[kind]
    entry = Entry(
        guid=_string(record["guid"]),
        kind=kind,
        id=_number(record["id"]),
        mod=_number(record["mod"]),
        page=_page(record["page"]),
        headings=_strings(record["headings"]),
        parts={_one_of(names, name): _string(text) for name, text in record["text"].items()},
        context=_string(record["context"]),
        fields=_string(record["fields"]),
        explicit=_string(record.get("explicit", "")),
        removed=record.get("removed", False) is True,
        given=_given(record.get("given", {})),
        tags=_strings(record.get("tags", [])),
    )
    if record["prompt"] != digest(entry.prompt) or record["rest"] != digest(entry.rest):
        raise ValueError(_("its text does not fit its digest"))
    return entry


def _given(record: object) -> Given:
    if not isinstance(record, dict) or record.keys() - set(_GIVEN):
        raise ValueError(_("a value of the wrong sort: given"))
    return Given(*(_strings(record.get(name, [])) for name in _GIVEN))


def _object(line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except RecursionError:
        raise ValueError(_("nested too deeply")) from None
    if not isinstance(record, dict):
        raise ValueError(_("not a JSON object"))  # noqa: TRY004 - what is wrong here is the file, not the code
    return record


def _string(value: object) -> str:
    if type(value) is not str:
        raise ValueError(_("{value} is not a text", value=_BRIEF.repr(value)))
    if _HALF_PAIR.search(value):
        raise ValueError(_("a text with half a surrogate pair"))
    return value


def _page(value: object) -> str:
    return unicodedata.normalize("NFC", _string(value))


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(_("{value} is not a list of texts", value=_BRIEF.repr(value)))  # noqa: TRY004 - as above
    return tuple(map(_string, value))


def _number(value: object, least: int = 1) -> int:
    if type(value) is not int or not least <= value <= LARGEST:
        shown = _BRIEF.repr(value)
        raise ValueError(
            _("{value} is not a positive whole number up to {largest}", value=shown, largest=LARGEST)
            if least
            else _("{value} is not a whole number up to {largest}", value=shown, largest=LARGEST)
        )
    return value


def _one_of(allowed: Sequence[_Name], value: object) -> _Name:
    for name in allowed:
        if name == value:
            return name
    raise ValueError(_("{value} is none of {names}", value=_BRIEF.repr(value), names=", ".join(allowed)))


def _reason(error: ValueError | KeyError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return _("{error} at column {column}", error=error.msg, column=error.colno)
    return _("{error} is missing", error=error) if isinstance(error, KeyError) else str(error)
