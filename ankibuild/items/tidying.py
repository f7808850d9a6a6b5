"""Tidy the reasons of an item's options: no letter that means nothing once shuffled, no sign that parted it.

A reason is cut from a line of the notes: 「B は遅い」, `→ ❌ 遅い`, "C is incorrect because …". What named the option
goes, and the particle, arrow or dash behind it; a remark that there is no reason is none.
"""

import re
from collections.abc import Collection

from ankibuild.items.item import Item, Option
from ankibuild.items.letters import canonical
from ankibuild.items.nouns import NOUN
from ankibuild.model import Line
from ankibuild.page.flow import Pick
from ankibuild.patterns import lazily
from ankibuild.text import cut, fold, has_picture, key_of, without_start
from ankibuild.words import words

LEAST_NAME = 2
"""So many characters behind 「B の」 are taken for the option's own name."""

_LETTER = r"[a-z]|\d{1,2}|[ア-オイロハニホ]|[①-⑨]"
_STRAY = lazily(
    r"\s*(?:…+|\.{2,}(?=\s)|[→⇒➡](?:\s*[⭕○〇◯✅❌✖×✕✗✘]\ufe0f?(?=\s))?|->|=>|：|:(?=\s)|[、。]|-{1,2}(?=\s))\s*(?=\S)"
)
_SIGN = lazily(r"\s*(?:：|[、。])\s*(?=\S)")
_OWN = lazily(
    rf"[\s(*_「]*(?:{NOUN})?\s*(?P<letter>{_LETTER})[\s*_」)）]*"
    r"(?:(?:は|が(?!正|答)|も(?:同(?:じ|様)で)?|なら|だと|では|の場合は?|については|に関しては|=|:|…+)、?\s*(?=\S)"
    r"|(?P<of>の)\s*(?=\S)"
    r"|\s+(?:(?:is|are|was)\s+(?:also\s+)?(?:incorrect|wrong|not correct|not right|false)"
    r"\s*[,:]?\s*(?:-+\s*)?(?:because|since|as)?\s+(?=\S)"
    r"|(?=(?:is|are|would|will|only|just|also|does|can|cannot|can't|has|needs?|requires?)\s)))"
)
_PARTICLE = lazily(
    r"(?:については|に関しては|も同(?:じ|様)で|の場合は?|なら|だと|では|は(?!い[、。]|じめ|ず|っきり)|も(?!う|し|っと|ちろん|と|の)|の(?!よう|ほう|方))、?\s*(?=\S)"
)
_NAMED_BEFORE = lazily(r"(?:[A-Za-zＡ-Ｚ\d１-９ア-オ①-⑨][)）】」]?|[)）】])\s*$")
_BECAUSE = lazily(r"\s*because\s+(?!of\b)(?=\S)")
_TAIL = lazily(r"(?:(?<=。)\s*(?:また|さらに|一方|なお|そして|ただ|逆に))?[、,]?(?:\s+[|｜])?\s*$")


def tidy_reasons(item: Item) -> None:
    """Tidy the reasons of all options, and what explains the right one."""
    for option in item.options:
        option.why = [pick for each in option.why if (pick := _tidied(each, option, item))]
    rights = {key_of(option.plain) for option in item.right}
    item.explanation = [pick for pick in item.explanation if pick[0].whole or _tells(pick[1].text, rights)]
    if len(item.right) == 1:
        item.explanation = [_about_right(pick, item.right[0], item) for pick in item.explanation]


def _tells(text: str, rights: Collection[str]) -> bool:
    """Tell an explanation from a remark that there is none, and from the right option once more."""
    return not _says_none(text) and key_of(text) not in rights


def _about_right(pick: Pick, option: Option, item: Item) -> Pick:
    row, line = pick
    return (row, _unnamed(without_start(line, _SIGN), option, item)) if line.text and not row.whole else pick


def _tidied(pick: Pick, option: Option, item: Item) -> Pick | None:
    """Return a reason without leftovers, or None where it says that there is none, or no more than the option."""
    row, line = pick
    if row.whole or not line.text or has_picture(line):
        return pick
    bare = _unnamed(without_start(line, _STRAY), option, item)
    if bare is line and row.text != line.text and _NAMED_BEFORE.search(row.text.partition(line.text)[0]):
        bare = without_start(line, _PARTICLE)
    bare = without_start(without_start(bare, _STRAY), _BECAUSE)
    bare = _balanced(cut(bare, 0, len(bare.text) - len(_tail(bare.text))))
    repeats = key_of(bare.text) == key_of(option.plain) != ""
    return None if repeats or _says_none(bare.text) else (row, bare)


def _says_none(text: str) -> bool:
    """Tell a remark that there is no reason: 「解説は省略。」, （あとで）."""
    return words().is_no_reason(text.strip(" 。.（）()"))


def _unnamed(line: Line, option: Option, item: Item) -> Line:
    """Take the option's own letter off the start of a sentence about it: 「B は遅い」, "B is wrong because …"."""
    found = _OWN.match(fold(line.text))
    if not found or item.named(canonical(_upper(found["letter"]))) is not option:
        return line
    if found["of"] and not _begins_with_name(line.text[found.end() :], option):
        return line
    return cut(line, found.end())


def _upper(letter: str) -> str:
    return letter.upper() if letter.isascii() else letter


def _begins_with_name(text: str, option: Option) -> bool:
    """Tell 「C の PIM は」, where the option's own name follows, from 「C のような設定」."""
    name = re.match(r"[^\sはがをもでに、。]+", text)
    if name is None:
        return False
    said, own = key_of(name[0]), key_of(option.plain)
    return said == own or (len(said) >= LEAST_NAME and own.startswith(said))


def _tail(text: str) -> str:
    found = _TAIL.search(text)
    return found[0] if found and found.start() else ""


def _balanced(line: Line) -> Line:
    """Take a bracket off an end of the line where its other half stands outside."""
    text = fold(line.text)
    if text.startswith("(") and text.count("(") > text.count(")"):
        line = cut(line, 1)
    if (end := re.search(r"\)[。.]?$", text)) and text.count(")") > text.count("("):
        line = cut(line, 0, len(line.text) - len(end[0]))
    return line
