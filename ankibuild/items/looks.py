"""How options look: the right one in red, marked or bold, the wrong ones struck through.

A look is a mark only where the options differ by it and nothing else says which is right; in any case it is taken
off the text, where it would give the answer away.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ankibuild.items.item import Option
from ankibuild.items.nouns import NUMBERS
from ankibuild.model import Line
from ankibuild.page.flow import Pick
from ankibuild.patterns import lazily, sought
from ankibuild.text import narrow
from ankibuild.word_classes import raw

_EMPHASIS: Final = ("strong", "b", "em", "i", "u")
_COLOURS: Final = ("mark", "span", "font")
_STRUCK: Final = ("s", "del", "strike")
_LOOKS: Final = (*_EMPHASIS, *_COLOURS, *_STRUCK)
_TAG = lazily(rf"<(?P<name>{'|'.join(_LOOKS)})(?P<attributes>\s[^>]*)?>")
_AGAINST = lazily(
    r"""class=["'][^"']*\b{class_of_wrong}\b|line-through|\b(?:gr[ae]y|silver)\b|#(?:888|999|aaa|bbb|ccc)""",
    re.IGNORECASE,
)
"""What the attributes of a look say that sets wrong options back."""
_IN_BRACKETS = rf"(?<![a-z])(?P<inner>{'|'.join(NUMBERS)})(?![a-z\d.])"
_ASKED = sought(
    r"(?P<number>[\d{digits}])\s*{things}|(?:{to_choose}\s+(?:{any_word}\s+)?(?=\w)|(?={number_alone}))(?P<word>{nouns.two}|{nouns.three}|2|3)\b"
    rf"|[(][^()]{{0,20}}?{_IN_BRACKETS}[^()]{{0,20}}[)]"
    r"|(?P<all>{all_that})",
    re.IGNORECASE,
)
_WORDS: Final = {**NUMBERS, **{word: n for n, word in enumerate(raw()["signs"]["digits"][0], 2)}}
ANY: Final = -1
"""The question asks for as many as there are."""


def asked_number(question: str) -> int:
    """Return how many options a question asks for: 2 for （2つ選べ）, `ANY` for "all that apply", else 0."""
    found = _ASKED.search(narrow(question))
    if not found:
        return 0
    if found["all"]:
        return ANY
    number = (found["number"] or found["word"] or found["inner"]).lower()
    return _WORDS.get(number) or int(number)


def settle_looks(options: Sequence[Option], *, keyed: bool, asked: int) -> None:
    """Take the look of the right option, or of the wrong ones, as a mark, and off the text.

    Where the notes give a key (`keyed`) the look says nothing.
    """
    if not keyed and not any(option.right for option in options):
        _judge(options, asked)
    for option in options:
        option.text = [(row, plain_look(line)) for row, line in option.text]


def _judge(options: Sequence[Option], asked: int) -> None:
    """Take the look of the right option, or of the wrong ones, as a mark."""
    looks = [look_of(option.text) for option in options]
    _strike(options, looks)
    unticked = all(option.right is False for option in options)  # boxes that nobody uses say nothing
    told = zip(options, looks, strict=True)
    free = [each for each in told if each[0].right is None or (unticked and not each[0].refuted)]
    right = _right([look for _, look in free], len(options), asked)
    for option, look in free:
        if look == right != "":
            option.right = True


def _strike(options: Sequence[Option], looks: Sequence[str]) -> None:
    """Take struck options for wrong ones, and the only one left for the right one."""
    told = list(zip(options, looks, strict=True))
    struck = [option for option, look in told if is_against(look)]
    left = [option for option, look in told if _is_left(option, look)]
    if not (struck and left):
        return
    for option in struck:
        option.right, option.refuted = False, True
    if len(left) == 1 and len(struck) > 1:
        left[0].right = True


def _is_left(option: Option, look: str) -> bool:
    return option.right is None and not is_against(look)


def _right(looks: Sequence[str], all_: int, asked: int) -> str:
    """Return the look that tells the right options from the others, "" when none does."""
    counts = Counter(looks)
    plain = counts.pop("", 0)
    if len(counts) + bool(plain) > 2:  # noqa: PLR2004 - the right ones and the others
        return ""
    fitting = [look for look, count in counts.items() if _fits(look, count, all_, asked)]
    exactly = [look for look in fitting if counts[look] == (asked or 1)]
    found = exactly or fitting
    return found[0] if len(found) == 1 else ""


def _fits(look: str, count: int, all_: int, asked: int) -> bool:
    """Tell a look that as many options have as are asked for; a colour or class may mark more than one."""
    if count == all_:
        return False
    return count == (asked or 1) or asked == ANY or (not asked and is_colour(look))


def is_against(look: str) -> bool:
    """Tell the look of what is set back: struck through, grey, of a class called wrong."""
    return look.startswith(tuple(f"{name} " for name in _STRUCK)) or bool(_AGAINST.search(look))


def is_colour(look: str) -> bool:
    """Tell the look of what is coloured, marked or of a class, which no list of terms has by chance."""
    return look.startswith(_COLOURS)


def look_of(text: Sequence[Pick]) -> str:
    """Return what the whole text of an option has around it, its tag and attributes; "" when nothing."""
    looks = {_outer(line.html) for _, line in text}
    return looks.pop() if len(looks) == 1 else ""


def _outer(html: str) -> str:
    found = _TAG.match(html.strip())
    if not found or not _wraps(html.strip(), found):
        return ""
    attributes = " ".join((found["attributes"] or "").split())
    return f"{found['name']} {attributes}"


def _wraps(html: str, found: re.Match[str]) -> bool:
    """Tell a tag that is closed only at the end of the text."""
    depth = 0
    for each in re.finditer(rf"<(?P<close>/?){found['name']}\b[^>]*>", html):
        depth += -1 if each["close"] else 1
        if not depth:
            return each.end() == len(html)
    return False


def plain_look(line: Line) -> Line:
    """Take the elements around a whole line off: emphasis on an option gives the answer away."""
    html = line.html.strip()
    while (found := _TAG.match(html)) and _wraps(html, found):
        html = html[found.end() : -len(found["name"]) - 3].strip()
    return line if html == line.html.strip() else Line(line.number, line.text, html)
