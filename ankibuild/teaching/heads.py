"""How much of a row's beginning a hand keeps: the words that tell its part, not what it says."""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from ankibuild.items.item import Item, Option
from ankibuild.items.key import is_letters, read_key
from ankibuild.items.letters import canonical
from ankibuild.teaching.elsewhere import LEAST, SIGN, Elsewhere, class_of
from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import STEM
from ankibuild.text import bold_prefix, cut
from ankibuild.words import Words

LONGEST: Final = 30
"""So many characters of a row are kept at most."""
MORE: Final = 1.25
"""So many times as many rows begin with the shorter words that open an item."""
_BOUND = re.compile(r"[^\w(（\[【「『《<“\"'`*]\s*|(?<=\d)(?=\D)")
"""What may part the words of a label from the text: any sign but one that opens something."""
_NUMBERED = re.compile(r"[^\W\d]{1,12}\s*\d{1,4}(?!\w)\s*")
_TO_KEY = re.compile(r"(?:は|is|are|=|が)\s*")
_LABELLED = frozenset(("skip", "key", "answer", "explanation", "reason", "own"))


class Example(Struct, frozen=True):
    """What all rows of an example share: its options, the rows beside it, whether it asks."""

    item: Item
    seen: Elsewhere
    words: Words
    asks: bool


class Part(Struct, frozen=True):
    """A row's place in its example: its role, whether it opens it, heads another part, is the only one of its role.

    `of` is the line of the option that it is said to be about.
    """

    role: str
    opens: bool
    heads: bool
    alone: bool
    of: int = 0


def kept(look: Look, part: Part, example: Example) -> int:
    """Return how many characters of a row's beginning are kept."""
    if part.role == "key" and (at := _key_at(look, example)) >= 0:
        return at
    if part.opens and (end := _opening(look, part, example.seen)):
        return end
    known = _known(look, part, example.seen)
    if known >= len(look.text):
        return known
    return next((end for end in _ends(look) if _tells(end, look, part, example.seen)), known)


def _known(look: Look, part: Part, seen: Elsewhere) -> int:
    """Return where the known word ends with which a row begins, 0 where it is the whole of the only row of its role.

    A row that heads another and stands so elsewhere is known as a whole.
    """
    heads = part.role == "skip" and part.heads and not _is_code(look)
    if heads and _recurs(look.text, look, seen, whole=True):
        return len(look.text)
    label = look.sign.label
    known = label.rest if label and 0 < label.rest <= LONGEST and part.role != "own" else 0
    return 0 if known >= len(look.text) and (part.alone or part.role not in _LABELLED) else known


def _opening(look: Look, part: Part, seen: Elsewhere) -> int:
    """Return where the words end with which all items begin, not those of one chapter or level only."""
    text, kind = look.text, class_of(look.kind)
    ends = [end for end in _ends(look) if _opens(end, look, part, seen)]
    counts = [seen.count(text[:end], whole=end == len(text), kind=kind) for end in ends]
    if not ends or max(counts) < MORE * counts[0]:
        return next(iter(ends), 0)
    most = [end for end, count in zip(ends, counts, strict=True) if count == max(counts)]
    return min((end for end in most if look.sign.number in text[:end]), default=0)


def _opens(end: int, look: Look, part: Part, seen: Elsewhere) -> bool:
    whole = end == len(look.text) and part.role == "skip" and _recurs(look.text, look, seen, whole=True)
    return whole or _tells(end, look, part, seen)


def _ends(look: Look) -> Iterator[int]:
    """Yield where words may end that are kept, the longest first."""
    text = look.text
    ends = {found.end() for found in _BOUND.finditer(text)} | {len(text)}
    yield from (end for end in sorted(ends, reverse=True) if 0 < end <= LONGEST)
    yield from (end for end in (_sign(text), _bold(look)) if 0 < end < len(text))


def _sign(text: str) -> int:
    found = SIGN.match(text)
    return found.end() if found else 0


def _bold(look: Look) -> int:
    return bold_prefix(look.row.line) if look.bold == "head" else 0


def _tells(end: int, look: Look, part: Part, seen: Elsewhere) -> bool:
    """Tell words at the head of a row that are set off and that other rows begin with."""
    head, whole, signed = look.text[:end], end == len(look.text), end == _sign(look.text)
    if whole and (part.alone or _is_code(look) or (not part.opens and not seen.exact(head))):
        return False
    if whole and _names_by_letters(look):
        return False
    if _is_foreign(head, look, part, seen) or not (signed or re.search(r"\w", head)):
        return False
    set_off = {len(look.text), _sign(look.text), _bold(look), _counted(look, part)}
    return (end in set_off or _is_set_off(head, look.sign.number)) and _recurs(head, look, seen, whole=whole)


def _names_by_letters(look: Look) -> bool:
    """Tell a known word with nothing but letters behind it, which name another option on each row."""
    label = look.sign.label
    return label is not None and is_letters(look.text[label.rest :].strip())


def _is_code(look: Look) -> bool:
    """Tell a line in a fence that is no remark, and no label: code repeats itself, whatever part it is of."""
    return look.kind == "```" and look.text[:1].isalnum() and look.text[-1:] not in ":："


def _counted(look: Look, part: Part) -> int:
    """Return where the number ends that opens a row on no card: Rätsel 3 (schwer)."""
    found = _NUMBERED.match(look.text) if part.opens and part.role == "skip" else None
    return found.end() if found else 0


def _is_foreign(head: str, look: Look, part: Part, seen: Elsewhere) -> bool:
    """Tell words that ask, being behind the number of a question, and a number that counts no items."""
    number = look.sign.number
    asks = part.role in STEM and bool(number) and not _ends_with(head, number)
    bare = re.sub(r"\W", "", head) == re.sub(r"\W", "", number)
    counts = (part.role != "answer" or number.isdigit()) and seen.counts(class_of(look.kind))
    return asks or (bare and bool(number) and not counts)


def _is_set_off(head: str, number: str) -> bool:
    """Tell words that something parts from the text behind: a number, a colon, a bracket, a blank behind a sign."""
    if number and _ends_with(head, number):
        return True
    bare = head.rstrip()
    return bool(bare) and not (bare[-1].isalnum() or bare[-1] in "、。，,")


def _ends_with(head: str, number: str) -> bool:
    return bool(re.fullmatch(rf"\D{{0,10}}{re.escape(number)}\W*", head))


def _recurs(head: str, look: Look, seen: Elsewhere, *, whole: bool) -> bool:
    return seen.count(head, whole=whole, kind=class_of(look.kind)) >= LEAST


# --- the key ----------------------------------------------------------------------------------------------


def _key_at(look: Look, example: Example) -> int:
    """Return where a row begins to name the right options; -1 where it does not."""
    text, label = look.text, look.sign.label
    starts = [label.rest] if label and label.rest < len(text) else []
    starts += [0, *(found.end() for sign in (_BOUND, _TO_KEY) for found in sign.finditer(text))]
    return next((start for start in starts if start <= LONGEST and _names_right(look, start, example)), -1)


_LISTED_KEY = re.compile(r"[A-Ha-hア-オ①-⑨1-9](?:\s*[,、・と&]\s*[A-Ha-hア-オ①-⑨1-9])*(?!\w)[.。:：)）]?\s*")


def listed_key(look: Look) -> tuple[int, int]:
    """Return where the letters of a key begin behind a number, and where what explains it does."""
    text, number = look.text, look.sign.number
    least = text.find(number) + len(number)
    starts = [0, *(found.end() for sign in (_BOUND, _TO_KEY) for found in sign.finditer(text))]
    whole = [start for start in starts if is_letters(text[start:].strip())]
    found = (match for at in sorted(starts) if at >= least and (match := _LISTED_KEY.match(text, at)))
    match = None if whole else next(found, None)
    return match.span() if match else (max(whole, default=0), len(text))


def names_right(look: Look, item: Item, words: Words) -> bool:
    """Tell a row that names right options, and no others, behind its first words."""
    return _key_at(look, Example(item, Elsewhere(()), words, asks=False)) >= 0


def _names_right(look: Look, start: int, example: Example) -> bool:
    """Tell whether what stands behind a place names right options, and no others."""
    item, rest = example.item, look.text[start:].strip()
    if not rest or not item.options or (is_letters(rest) and not item.known):
        return is_letters(rest)
    trial = Item(item.rows, options=[Option(o.letter, o.text) for o in item.options])
    named = read_key(look.row, cut(look.row.line, start), trial, example.words)
    got, rights = _places(trial), _places(item)
    return named and bool(got) and got <= (rights or got)


def _places(item: Item) -> set[int]:
    return {option.line for option in item.right}


_IN_BRACKETS = re.compile(
    r"(?P<head>[(（\[【][^()（）\[\]【】A-Za-z\d]{0,8})"
    r"(?P<letters>[A-HＡ-Ｈア-オ①-⑨\d](?:\s*[,、・と&]\s*[A-Hア-オ①-⑨\d])*)(?P<tail>[)）\]】])"
)


def key_inside(look: Look, item: Item) -> str:
    """Return the pattern of a sentence that names the right option in brackets: `{text}（選択肢 {key}）{text}`."""
    names = [option.letter for option in item.right if option.letter]
    found = _IN_BRACKETS.search(look.text)
    if not found or not found.start() or canonical(found["letters"][:1]) not in names:
        return ""
    behind = "{text}" if found.end() < len(look.text.rstrip()) else ""
    return f"{{text}}{found['head']}{{key}}{found['tail']}{behind}"
