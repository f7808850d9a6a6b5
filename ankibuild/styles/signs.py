"""Where `::` parts a question from its answer, and where it is code, an address or a field of the page."""

import re
from functools import lru_cache

from ankibuild.config import Signs
from ankibuild.markdown.classes import LINK_CLASS
from ankibuild.model import Line
from ankibuild.page.content import without_code
from ankibuild.page.questions import asks
from ankibuild.patterns import lazily
from ankibuild.styles.card_words import is_one
from ankibuild.text import plain

_SIGN = lazily(
    r"(?<=[^\s:])(?P<before>\s*)(?P<sign>::(?=::[0-9a-fA-F])|:::?)(?P<after>\s*)(?=[^\s:]|(?<!:::)::[0-9a-fA-F])"
)
_ADDRESS = lazily(r"(?:^|::|[^0-9a-zA-Z:])(?:[0-9a-fA-F]{1,4}:)*(?=[0-9a-fA-F]*\d)[0-9a-fA-F]{1,4}$")
_REST_OF_ADDRESS = lazily(r"(?:[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4})*)?(?:/\d+)?(?=$|[^\w:])")
_KEY = lazily(r"[a-z][\w-]*(?: [a-z][\w-]*)?")
_FIELD_VALUE = lazily(
    r"(?:[#＃][^\s#＃]+[\s,、]*|\d{4}[-/{year}]\d{1,2}(?:[-/{month}]\d{1,2}[{day}]?)?(?:\s+\d+:\d+)?|https?://\S+)+"
)
_YEAR = lazily("[{year}]")
_DATE = lazily(
    r"(?:\d{3,4}|{era}\d{1,4})(?:[-/{year}](?:\d{1,2}(?:[-/{month}](?:\d{1,2}[{day}]?)?)?)?)?{about_then}?"
)
_LINK = lazily(rf'<a\b[^>]*>.*?</a>|<span class="{LINK_CLASS}">[^<]*</span>|[\s,、/|]', re.DOTALL)


def find_sign(line: Line, signs: Signs) -> tuple[int, int, str] | None:
    """Return where the one sign of a line begins and ends, and which it is; None when there is none or several."""
    text = without_code(line)
    known = tuple(filter(None, (*signs.question, *signs.both_ways)))
    if not any(sign in text for sign in known):
        return None
    found = [each for each in _SIGN.finditer(text) if each["sign"] in known and _parts(text, each)]
    if own := frozenset(known) - _COLONS:
        found += _own_signs(own).finditer(text)
    if len(found) != 1:
        return None
    return found[0].start(), found[0].end(), found[0]["sign"]


_COLONS = frozenset(("::", ":::"))


@lru_cache(maxsize=8)
def _own_signs(signs: frozenset[str]) -> re.Pattern[str]:
    """Match a sign of the author's own between two texts; the longest first, so that || is not read in |||."""
    longest_first = sorted(signs, key=lambda sign: (-len(sign), sign))
    return re.compile(rf"(?<=\S)\s*(?P<sign>{'|'.join(map(re.escape, longest_first))})\s*(?=\S)")


def _parts(text: str, found: re.Match[str]) -> bool:
    """Tell a sign between two texts from one inside a name (`std::vector`) or an address (`fe80::1`)."""
    before, after = text[: found.start()], text[found.end() :]
    if found["before"] and found["after"]:
        return True
    if found["before"]:  # 何往復？ ::1 往復, but not: is ::1
        return asks(before) or not _REST_OF_ADDRESS.match(after)
    if _ADDRESS.search(before[-48:]):
        return False
    return bool(found["after"]) or not (_is_name(before[-1]) and _is_name(after[0]))


def _is_name(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in "_<>&*~$")


# Q:: … and A:: … are labels, which the styles of questions read.
_LABEL = lazily(r"\s*(?:[QAＱＡ]\d*|{label_word}\d*)\s*", re.IGNORECASE)


def is_field(key: str, value: Line, *, spaced: bool) -> bool:
    """Tell a field of the page from a card: `status:: done`, `up:: [[index]]`, `作成日:: 2024-01-05`.

    With a blank before the sign (`spaced`) a word is asked for: `ubiquitous :: どこにでもある`.
    """
    if (_KEY.fullmatch(key) and " " not in key and not spaced) or _LABEL.fullmatch(key):
        return True
    text = value.text.strip()
    if _DATE.fullmatch(text) and (spaced or _YEAR.search(text)) and not is_one("date_fields", key):
        return False  # 関ヶ原の戦い :: 1600年10月21日
    return bool(_FIELD_VALUE.fullmatch(text)) or _is_only_link(value)


def _is_only_link(line: Line) -> bool:
    return not plain(_LINK.sub("", line.html)) and "<img" not in line.html
