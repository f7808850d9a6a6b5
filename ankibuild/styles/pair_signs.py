"""Part a line at the sign between a term and its meaning: `甲 → 乙`, 甲：乙, `甲 = 乙`."""

import re
from itertools import islice

from ankibuild.model import Line
from ankibuild.page.content import without_code
from ankibuild.patterns import lazily, sought
from ankibuild.text import cut, fold, strip_pair

SIGN = sought(
    r"\s*(?P<arrow>→|⇒|➡|->|=>)\s*|\s*(?<![=!<>+*/-])(?P<equals>=)(?![=>])\s*|\s*(?<!:)(?P<colon>:)(?!:|//)(?!(?<=\d:)\d\d)\s*"
    r"|\s+(?P<dash>-{1,2})\s+|\s*(?P<dots>…{2,}|・{3,}|(?<=\s)…(?=\s)|(?<=\s)\.{3}(?=\s))\s*"
)
_ANOTHER = lazily(r"→|⇒|➡|->|=>|＝|⇔|←")
# What the author says beside it: ARP … どこどこを調べる ←よく間違える.
_ASIDE = lazily(r"\s+←[^→←⇒]*$")
_TOKEN = lazily(r"[\x21-\x7e]+")
_LEAD = lazily(r"\s*[・･●■◆○▪►▶👉📌🔹🔸✔✅⭐★☆※✓]\ufe0f?\s*")
_MOST_SIGNS = 20
"""Behind more signs no term begins its meaning."""


def split_pair(line: Line) -> tuple[Line, Line, str] | None:
    """Split a line at its one separator into term and meaning; also say which sort of sign parts them."""
    lead = _LEAD.match(line.text)
    start = lead.end() if lead else 0
    signs = islice(SIGN.finditer(fold(without_code(line)), start + 1), _MOST_SIGNS)
    found = next((sign for sign in signs if _parts(line.text, sign)), None)
    if not found:
        return None
    term, meaning = cut(line, start, found.start()), cut(line, found.end())
    sign = found.lastgroup or ""
    if not term.text or not meaning.text or _goes_on(meaning.text, sign):
        return None
    return (
        None
        if _is_value(term.text, meaning.text, sign)
        else (cut(term, *strip_pair(term.text)), meaning, sign)
    )


def _goes_on(meaning: str, sign: str) -> bool:
    """Tell a chain: a meaning in which another arrow stands, but for what the author says beside it."""
    return bool(_ANOTHER.search(meaning if sign == "arrow" else _ASIDE.sub("", meaning)))


def _parts(text: str, found: re.Match[str]) -> bool:
    """Tell a sign that parts from one within a word, a time, a path or a piece of code: a:b, x=1."""
    if _depth(text[: found.start()]):
        return False
    sign = found.lastgroup or ""
    if sign not in ("colon", "equals") or text[found.start(sign)] in "：＝":
        return True
    before, after = text[: found.start(sign)][-1:], text[found.end(sign) :][:1]
    ascii_ = (before + after).isascii()
    if sign == "equals" and ascii_:
        return before.isspace() and after.isspace()
    return after.isspace() or not ascii_ or before in "*)]`"


def _depth(text: str) -> bool:
    """Tell whether the text ends inside brackets or code."""
    folded = fold(text)
    return (
        any(folded.count(a) > folded.count(b) for a, b in ("()", "[]", "「」", "『』", "【】", "{}"))
        or folded.count("`") % 2 == 1
    )


_PLACES = lazily(r"[\d\s〜～~,、-]+{part_unit}?")


def _is_value(term: str, meaning: str, sign: str) -> bool:
    """Tell a setting, a measure or a place on the network from a meaning: `port: 22`, `16:9`, a path."""
    if _PLACES.fullmatch(meaning) and not term.isascii():
        return True
    if re.match(r"https?://|\d+[:/]\d+|[/~.]+[\w-]+/", meaning) or re.fullmatch(r"[\W_]+", meaning):
        return True
    token = bool(_TOKEN.fullmatch(meaning))
    return token and sign in ("colon", "equals") and not (term.isupper() and len(meaning) > 1)
