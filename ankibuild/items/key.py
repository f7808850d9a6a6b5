"""Read the key of an item: letters, numbers or the text of the right options, and what follows them."""

import re
from collections.abc import Sequence

from ankibuild.items.item import Item, Option, cell_row
from ankibuild.items.letters import key, lettered
from ankibuild.items.marks import bare_option
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.text import cut, end_of_prefix, fold, key_of, narrow
from ankibuild.values import replace
from ankibuild.words import Words

_COUNT = lazily(r"\s*(?:以下の|次の)?\d\s*(?:つ|個)(?:です|あります|あり)?\s*[。:、.は]*\s*")
_CLOSING = lazily(
    r"[\s」』】)\]*_]*(?:が正解|です|である|になります|となります)*[\s。.、,:・*_]*(?:->|→|--?\s|…+)?\s*"
)
_AND = lazily(r"[\s」』)*_]*(?:,|、|・|&|\+|/|と|および|及び|and\b)\s*", re.IGNORECASE)
_ONLY_LETTERS = lazily(
    r"[\s()\[\]【】「」*_]*(?:[A-Ha-h1-9ア-オ①-⑨イロハニホ]|1\d)(?:[\s,、・と&/+.]*(?:[A-Ha-h1-9ア-オ①-⑨イロハニホ]))*"
    r"[\s()\[\]【】「」*_。.:!🎉✨👍👈💡]*(です|である)?[。.]?"
)
_LETTERS_AND_MORE = lazily(
    _ONLY_LETTERS.pattern.removesuffix("*(です|である)?[。.]?") + r"*(?:(?<=[。.:、,)\]」])|です)"
)
_HOW_MANY = lazily(r"いくつ|いくら|何[^かがをがで、。？?]|値|番号|how (?:many|much|long|often)|number|port")


_PREDICATE = lazily(r"\s*(?:は|が|も|なら|では|を|に)[^。.]")
SHORT = 2
"""An option's text of so few characters names it only where it stands alone."""


def is_letters(text: str) -> bool:
    """Tell a text that names options by letter and says no more."""
    return bool(_ONLY_LETTERS.fullmatch(narrow(text)))


def read_key(row: Row, line: Line, item: Item, words: Words) -> bool:
    """Read a line as the item's key; False when it names no option, nor could name one."""
    bare, _ = bare_option(line, words)
    found = _COUNT.match(fold(bare.text))
    if found and found.end() < len(bare.text) and item.options:
        bare = cut(bare, found.end())
    options, rest = _named(bare, item)
    if options:
        for option in options:
            option.right = True
            item.letters.append(option.letter)
        _explain(row, rest, item, words)
        return True
    if not is_letters(bare.text) and (near := item.nearly(re.sub(r"(?:です|である)?[。.]?$", "", bare.text))):
        near.right = True
        item.letters.append(near.letter)
        return True
    return _unlisted(row, bare, item)


_ANSWER_HEAD = lazily(r"\W*(?:正解|正答|解答|答え|回答|答|correct answer|answer)\W*")
_WHY_HEAD = lazily(r"解説|理由|説明|根拠|explanation|reason|why")


def read_key_table(row: Row, item: Item, words: Words) -> bool:
    """Read a table of one row as the key: its columns are 正解 and 解説."""
    header = next((r for r in row.block.blocks if r.marker == "th"), None)
    body = [r for r in row.block.blocks if r is not header]
    heads = [fold(cell.text) for cell in header.lines] if header else []
    answer = next((i for i, head in enumerate(heads) if _ANSWER_HEAD.fullmatch(head)), -1)
    if answer < 0 or len(body) != 1 or len(body[0].lines) != len(heads):
        return False
    cells = body[0].lines
    if not read_key(cell_row(row, body[0], cells[answer]), cells[answer], item, words):
        return False
    why = [i for i, head in enumerate(heads) if _WHY_HEAD.search(head) and cells[i].text]
    item.explanation += [(cell_row(row, body[0], cells[i]), cells[i]) for i in why]
    item.key_line = item.key_line or body[0].first
    return True


def _named(line: Line, item: Item) -> tuple[list[Option], Line]:
    """Return the options named at the start of a line, by letter, text or both, and the rest."""
    options: list[Option] = []
    rest = line
    while rest.text:
        found, behind = _next(rest, item)
        if not found:
            break
        options += [option for option in found if option not in options]
        more = _AND.match(fold(behind.text))
        following = cut(behind, more.end()) if more else behind
        if not more or not _next(following, item)[0]:
            closing = _CLOSING.match(fold(behind.text))
            rest = cut(behind, closing.end()) if closing else behind
            break
        rest = following
    return options, rest if rest.text and rest is not line else replace(line, text="", html="")


def _next(line: Line, item: Item) -> tuple[Sequence[Option], Line]:
    """Read one option at the start of the line: its letter, its text, or the text behind the letter."""
    by_text = _by_text(line, item)
    if by_text:
        return by_text
    quoted = re.match(r"\s*[「『“\"]\s*(?=\S)", line.text)
    if quoted:
        line = cut(line, quoted.end())
    lead = lettered(line.text)
    if lead and (option := item.named(lead.letter)):
        behind = cut(line, lead.rest) if line.text[lead.rest :].strip() else replace(line, text="", html="")
        spelled = _by_text(behind, item, only=option) if behind.text else None
        if spelled:
            return spelled
        if not lead.loose:
            found = key(line.text, item.known)
            several = [each for letter in found.letters if (each := item.named(letter))] if found else []
            if found and len(several) == len(found.letters) > 1:
                return several, _cut(line, found.rest)
            return [option], behind
    found = key(line.text, item.known)
    named = [option for letter in found.letters if (option := item.named(letter))] if found else []
    return (named, _cut(line, found.rest)) if found and len(named) == len(found.letters) else ([], line)


def _by_text(line: Line, item: Item, only: Option | None = None) -> tuple[Sequence[Option], Line] | None:
    """Read the longest option text at the start of the line; a name of few letters must be all of it."""
    head = line.text.lstrip('「『“"* ')
    skipped = len(line.text) - len(head)
    best, end = None, 0
    for option in [only] if only else item.options:
        text = option.plain.rstrip("。. ")
        reach = end_of_prefix(head, text) if text else 0
        whole = reach and not key_of(head[reach:])
        if only and re.match(r"\s+[a-z]", head[reach:]):
            continue  # "B. EBS is attached …": a sentence that begins with the option's name
        if reach > end and (
            whole or ((only or len(text) > SHORT) and not re.match(r"\w", head[reach : reach + 1]))
        ):
            best, end = option, reach
    return ([best], _cut(line, skipped + end)) if best else None


def _cut(line: Line, start: int) -> Line:
    return cut(line, start) if line.text[start:].strip() else replace(line, text="", html="")


def _explain(row: Row, rest: Line, item: Item, words: Words) -> None:
    """Put what stands behind the key among the explanations, unless it only repeats or counts."""
    if _PREDICATE.match(rest.text):
        rest = (
            row.line if rest.text in row.text else rest
        )  # 乙は速い: a sentence about the option, kept whole
    label = words.label(rest) if rest.text else None
    if label and label.kind == "explanation" and not label.loose:
        rest = _cut(rest, label.rest)
    rest = _unbracketed(rest)
    counted = bool(_COUNT.fullmatch(fold(rest.text))) if rest.text else True
    if not counted and not words.is_status(rest.text) and re.search(r"\w", rest.text):
        item.explanation.append((row, rest))


def _unlisted(row: Row, line: Line, item: Item) -> bool:
    """Read letters that no option has: kept as the key, or as a picture's; else the answer in words."""
    lead = lettered(line.text)
    behind = line.text[lead.rest :].strip() if lead else ""
    if not item.options and lead and not lead.loose and behind:
        item.answer.append((row, cut(line, lead.rest)))  # the answer spells its own option out: "B. text"
        return True
    found = key(line.text, item.known)
    if found and not item.options and found.letters[0].isdigit() and (_counts(item) or _is_number(line.text)):
        return False
    if found and is_letters(line.text):
        item.letters += found.letters
        item.written = item.written or line.text.strip(" 。.")
        return True
    if (
        found
        and not item.options
        and _LETTERS_AND_MORE.match(narrow(line.text))
        and found.rest < len(line.text)
    ):
        item.letters += found.letters
        item.explanation.append((row, cut(line, found.rest)))
        return True
    if found and item.known and not found.letters[0].isdigit() and is_letters(line.text[: found.rest]):
        item.letters += found.letters
        return not line.text[found.rest :].strip()
    return False


def _is_number(text: str) -> bool:
    """Tell 443, which answers by itself: no list has so many options, and of two digits none is parted."""
    return bool(re.fullmatch(r"\W*\d{2,}\W*", narrow(text)))


def _counts(item: Item) -> bool:
    """Tell a question that a number answers: 何台, いくつ."""
    return any(_HOW_MANY.search(fold(line.text)) for _, line in item.stem)


def _unbracketed(line: Line) -> Line:
    """Take the brackets around a whole reason off."""
    text = line.text
    if len(text) > 2 and text[0] in "（(" and text[-1] in "）)" and not set("（(") & set(text[1:-1]):  # noqa: PLR2004
        return cut(line, 1, len(text) - 1)
    return line
