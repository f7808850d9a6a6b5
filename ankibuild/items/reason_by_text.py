"""Read a reason that spells its option out: `option text → reason`, `「option」 reason`, 「option は不正解です。…」.

The text of an option may hold the signs that part it from its reason: the options of the list are tried first.
"""

import re

from ankibuild.items.item import SHORTEST_NAME, Item, Option, Reason
from ankibuild.items.marks import bare_option, first_told, judge, meaning, verdict_before
from ankibuild.model import Line
from ankibuild.patterns import lazily
from ankibuild.remembering import remembered
from ankibuild.text import bold_prefix, cut, fold, key_of, strip_pair
from ankibuild.words import Words

LONGEST_NAME = 80
"""How long an option may be that is spelled out before its reason, in characters."""

_SEPARATOR = lazily(
    r"\s*(?:→|->|=>|⇒|:)\s*|\s+(?:=|-{1,2})\s+|(?<=[」』])\s*(?:は|が|も)、?|\s*は、?(?=不|誤|間違|違|正|適切)"
)


def by_text(line: Line, verdict: bool | None, item: Item, words: Words, *, refuting: bool) -> Reason | None:
    """Read `option text → reason`, `「option」 reason`, `option は不正解です。reason`."""
    return _by_sign(line, verdict, item, words, refuting=refuting) or _by_mark(line, item, words)


def _by_sign(line: Line, verdict: bool | None, item: Item, words: Words, *, refuting: bool) -> Reason | None:
    """Read a line at the first sign that may part an option from its reason."""
    found = _SEPARATOR.search(fold(line.text))
    if not found or is_one(line, words):
        return None
    tail, behind = verdict_before(cut(line, found.end()), words)
    bare, marked = bare_option(cut(line, 0, found.start()), words)
    said = first_told(behind, marked, verdict)
    option = item.like(bare.text)
    if option is None and (refuting or said is not None):
        option = item.nearly(bare.text)
    if option is None:
        return _unlisted(bare, tail, words) if refuting else None
    said = first_told(said, words.closing_verdict(tail.text))
    return Reason((option,), said, tail)


def _unlisted(name: Line, tail: Line, words: Words) -> Reason | None:
    """Read the reason against an option that no list has."""
    return Reason((), False, tail, name) if tail.text and _may_name(name.text, words) else None


def _may_name(text: str, words: Words) -> bool:
    """Tell what may be the text of an option that no list has."""
    sentence = "。" in text or len(text) > LONGEST_NAME
    return bool(text) and not sentence and not _names_none(text, words)


def _names_none(text: str, words: Words) -> bool:
    """Tell a letter that no option has, and an author's aside: they are no option's text."""
    return words.is_aside(text) or bool(re.fullmatch(r"\W*(?:[a-h]|[ア-オ]|[①-⑨])\W*", fold(text)))


@remembered
def is_one(line: Line, words: Words) -> bool:
    """Tell an option that bold type or quotes set apart as a whole, whatever sign is in it: **「`a: b` を付ける」**."""
    bare, _ = judge(line, words)
    return 0 < len(bare.text) <= bold_prefix(bare) or strip_pair(bare.text) != (0, len(bare.text))


_MARKED = lazily(r"(?P<name>\S.{1,40}?)\s*(?P<mark>[❌×✕✗✖⭕○〇◯✅])\ufe0f?\s+(?P<why>\S.*)")


def _by_mark(line: Line, item: Item, words: Words) -> Reason | None:
    """Read `環境変数 ❌ 先に読まれる`: a name of a listed option, a mark, the reason."""
    found = _MARKED.fullmatch(fold(line.text))
    right = meaning(found["mark"], words) if found else None
    if not found or right is None:
        return None
    name = line.text[: found.end("name")].strip("「」`* ")
    option = item.like(name) or item.nearly(name) or _containing(name, item)
    return Reason((option,), right, cut(line, found.start("why"))) if option else None


def _containing(name: str, item: Item) -> Option | None:
    """Return the only listed option whose text holds the name: default of 「variable ブロックの default」."""
    wanted = key_of(name)
    found = [option for option in item.options if option.listed and wanted in key_of(option.plain)]
    return found[0] if len(found) == 1 and len(wanted) >= SHORTEST_NAME else None
