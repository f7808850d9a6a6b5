"""Read the key of an item: letters, numbers or the text of the right options, and what follows them."""

import re
from collections.abc import Sequence

from ankibuild.items.item import Item, Option
from ankibuild.items.letters import Key, key, lettered
from ankibuild.items.marks import bare_option
from ankibuild.items.nouns import AND
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.text import cut, end_of_prefix, fold, key_of, narrow, tail_of, without_start
from ankibuild.words import Words

_COUNT = lazily(r"\s*{following}?\d\s*{things}(?:{there_are}|{copula})?\s*(?:[。:、.]|{topic})*\s*")
_CLOSING = lazily(r"[\s」』】)\]*_”\"]*(?:{is_right}|{copula})*[\s。.、,:・*_]*(?:->|→|--?\s|…+)?\s*")
_AND = lazily(rf"[\s」』)*_]*(?:,|;|、|・|&|\+|/|{AND})\s*", re.IGNORECASE)
_END = lazily("{copula}?[。.]?$")
_SIGNS = "A-Ha-h1-9{kana}{circled}{iroha}"
_ONLY_LETTERS = lazily(
    rf"[\s()\[\]【】「」*_]*(?:[{_SIGNS}]|1\d)(?:[\s,、・{{with}}&/+.]*(?:(?i:{AND})\s*)?(?:[{_SIGNS}]))*"
    r"[\s()\[\]【】「」*_。.:!🎉✨👍👈💡]*{copula}?[。.]?"
)
_LETTERS_AND_MORE = lazily(
    _ONLY_LETTERS.pattern.removesuffix("*{copula}?[。.]?") + r"*(?:(?<=[。.:、,)\]」])|{copula})"
)
_HOW_MANY = lazily("{asks_number}")


_PREDICATE = lazily(r"\s*(?:{topic}|[{objects}])[^。.]")
SHORT = 2
"""An option's text of so few characters names it only where it stands alone."""


def is_letters(text: str) -> bool:
    """Tell a text that names options by letter and says no more."""
    return bool(_ONLY_LETTERS.fullmatch(narrow(text)))


def leads_with_letters(text: str) -> bool:
    """Tell a text that names options by letter, and then says more: `C. Only one …`, `A, D: both …`."""
    return bool(_LETTERS_AND_MORE.match(narrow(text)))


def read_key(row: Row, line: Line, item: Item, words: Words) -> bool:
    """Read a line as the item's key; False when it names no option, nor could name one."""
    bare, _ = bare_option(line, words)
    found = _COUNT.match(fold(bare.text))
    if found and found.end() < len(bare.text) and item.options:
        bare = cut(bare, found.end())
    bare = _behind_a(bare)
    options, rest = _named(bare, item)
    if options:
        for option in options:
            option.right = True
            item.letters.append(option.letter)
        _explain(row, rest, item, words)
        return True
    if not is_letters(bare.text) and (near := item.nearly(_END.sub("", bare.text))):
        near.right = True
        item.letters.append(near.letter)
        return True
    return _unlisted(row, bare, item)


def _behind_a(line: Line) -> Line:
    """Return what stands behind the letter that answers Q: `A: B` and `A：A、C`."""
    lead = lettered(line.text)
    answers = lead is not None and lead.letter == "A" and narrow(line.text[: lead.rest]).rstrip()[-1:] == ":"
    return tail_of(line, lead.rest) if lead and answers and is_letters(line.text[lead.rest :]) else line


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
        following = cut(behind, more.end()) if more else None
        if following is None or not _next(following, item)[0]:
            rest = _behind_closing(behind)
            break
        rest = following
    return options, rest if rest.text and rest is not line else tail_of(line, len(line.text))


def _behind_closing(line: Line) -> Line:
    """Return what stands behind the words that close a key: が正解です。."""
    closing = _CLOSING.match(fold(line.text))
    return cut(line, closing.end()) if closing else line


def _next(line: Line, item: Item) -> tuple[Sequence[Option], Line]:
    """Read one option at the start of the line: its letter, its text, or the text behind the letter."""
    return by_text(line, item) or _by_letter(line, item)


def _by_letter(line: Line, item: Item) -> tuple[Sequence[Option], Line]:
    """Read an option's letter at the start of the line, with its text if that stands behind it."""
    line = without_start(line, _QUOTE)
    lead = lettered(line.text)
    option = item.named(lead.letter) if lead else None
    several = _by_letters(line, item)
    if lead is None or option is None:
        return several or ([], line)
    behind = tail_of(line, lead.rest)
    if spelled := by_text(behind, item, only=option):
        return spelled
    alone = not lead.loose and (several is None or len(several[0]) == 1)
    return ([option], behind) if alone else several or ([], line)


_QUOTE = lazily(r"\s*[「『“\"]\s*(?=\S)")


def _by_letters(line: Line, item: Item) -> tuple[Sequence[Option], Line] | None:
    """Read letters at the start of the line, if each is an option's."""
    found = key(line.text, item.known)
    named = item.all_named(found.letters) if found else []
    return (named, tail_of(line, found.rest)) if found and named else None


def by_text(line: Line, item: Item, only: Option | None = None) -> tuple[Sequence[Option], Line] | None:
    """Read the longest option text at the start of the line; a name of few letters must be all of it."""
    head = line.text.lstrip("「『“„\"'* ")
    skipped = len(line.text) - len(head)
    best, end = None, 0
    for option in [only] if only else item.options:
        reach = _reach(head, option.plain.rstrip("。. "), alone=only is not None)
        if reach > end:
            best, end = option, reach
    return ([best], tail_of(line, skipped + end)) if best else None


def _reach(head: str, text: str, *, alone: bool) -> int:
    """Return where an option's text ends at the head of a line, 0 where it is no name there."""
    reach = end_of_prefix(head, text) if text else 0
    rest = head[reach:]
    more = _AND.match(rest)
    if not reach or not key_of(rest) or (more and lettered(rest[more.end() :])):
        return reach  # B. 甲とD. 乙
    # "B. EBS is attached …": a sentence that begins with the option's name
    goes_on = re.match(r"\w|\s+[a-z]" if alone else r"\w", rest)
    return 0 if goes_on or not (alone or len(text) > SHORT) else reach


def _explain(row: Row, rest: Line, item: Item, words: Words) -> None:
    """Put what stands behind the key among the explanations, unless it only repeats or counts."""
    if _PREDICATE.match(rest.text) and rest.text in row.text:
        rest = row.line  # 乙は速い: a sentence about the option, kept whole
    label = words.label(rest) if rest.text else None
    if label and label.kind == "explanation" and not label.loose:
        rest = tail_of(rest, label.rest)
    rest = _unbracketed(rest)
    if _tells(rest.text, words):
        item.explanation.append((row, rest))


def _tells(text: str, words: Words) -> bool:
    """Tell a text from a number of answers, a status and mere marks."""
    counted = not text or _COUNT.fullmatch(fold(text))
    return not counted and not words.is_status(text) and bool(re.search(r"\w", text))


def _unlisted(row: Row, line: Line, item: Item) -> bool:
    """Read letters that no option has: kept as the key, or as a picture's; else the answer in words."""
    if not item.options and (spelled := _spelled(line)):
        item.answer.append((row, spelled))  # the answer spells its own option out: "B. text"
        return True
    found = key(line.text, item.known)
    if not found or _answers_by_number(line, found, item):
        return False
    if is_letters(line.text):
        item.letters += found.letters
        item.written = item.written or line.text.strip(" 。.")
        return True
    if item.options:
        return bool(item.known) and not _is_digit(found) and _lost(line, found, item)
    return _explained_letters(row, line, found, item)


def _explained_letters(row: Row, line: Line, found: Key, item: Item) -> bool:
    """Keep letters with the explanation behind them, where no options stand."""
    if not leads_with_letters(line.text) or found.rest >= len(line.text):
        return False
    item.letters += found.letters
    item.explanation.append((row, cut(line, found.rest)))
    return True


def _spelled(line: Line) -> Line | None:
    """Return what stands behind a letter."""
    lead = lettered(line.text)
    sure = lead is not None and not lead.loose
    return cut(line, lead.rest) if lead and sure and line.text[lead.rest :].strip() else None


def _is_digit(found: Key) -> bool:
    return found.letters[0].isdigit()


def _answers_by_number(line: Line, found: Key, item: Item) -> bool:
    """Tell a number that answers by itself, where no options stand: 443, `4` as a program writes it."""
    sure = _counts(item) or _is_number(line.text) or line.html.startswith("<code>")
    return _is_digit(found) and not item.options and sure


def _lost(line: Line, found: Key, item: Item) -> bool:
    """Keep letters that no option has; tell whether nothing stands behind them."""
    if not is_letters(line.text[: found.rest]):
        return False
    item.letters += found.letters
    return not line.text[found.rest :].strip()


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
