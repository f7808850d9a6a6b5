"""Make an item of the rows of a stretch, each with its part, and say what the hand expects and the stretch lacks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ankibuild.items.item import Item, Option
from ankibuild.items.key import is_letters, read_key
from ankibuild.items.letters import Lettered, canonical, key, lettered
from ankibuild.items.looks import asked_number, settle_looks
from ankibuild.items.marks import bare_option, verdict_before
from ankibuild.items.option_text import read_option
from ankibuild.items.settle import settle
from ankibuild.model import Line
from ankibuild.page.flow import Pick, Row
from ankibuild.reader.ending import set_off
from ankibuild.reader.statements import Statements
from ankibuild.reader.subjects import named_by, subject_of
from ankibuild.reader.whole import read_item
from ankibuild.speech import _
from ankibuild.teaching.align import Grammar, Placed
from ankibuild.teaching.fit import labelled_for
from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import Found, Pattern
from ankibuild.text import cut, end_of_prefix, key_of, tail_of
from ankibuild.words import Label, LabelKind, Words


@dataclass(frozen=True, slots=True)
class Told:
    """A row with its part and the text in it; `head` where the part begins."""

    look: Look
    role: str
    line: Line
    head: bool
    found: Found | None = None
    pattern: Pattern | None = None


@dataclass(slots=True)
class Built:
    """An item, and what it lacks of what the hand's example has."""

    item: Item
    lacks: str = ""
    line: int = 0


def build(stretch: Sequence[Placed], grammar: Grammar, words: Words) -> Built:
    """Make an item of a stretch."""
    told = [each for placed in stretch for each in _told(placed, grammar)]
    item = Item([placed.look.row for placed in stretch], asked=True)
    item.number = next((each.found.number for each in told if each.found and each.found.number), "")
    _stem_and_options(told, item, words)
    _key(told, item, words)
    _back(told, item, words)
    settle_looks(
        [option for option in item.options if option.listed],
        keyed=bool(item.letters) or any(option.right for option in item.options),
        asked=asked_number([line.text for _, line in item.stem]),
    )
    settle(item)
    lacks = _lack(item, grammar)
    if not lacks and (item.options or _lists_options(grammar)):
        item = _as_read(item, stretch, told, words)
    return Built(item, lacks, stretch[0].look.line)


def _lists_options(grammar: Grammar) -> bool:
    return any(pattern.role in ("option", "right") for pattern in grammar.patterns)


def _as_read(item: Item, stretch: Sequence[Placed], told: Sequence[Told], words: Words) -> Item:
    """Return the item as the reader of all notes reads its rows, given their labels, if it comes to the same key.

    It knows more ways in which reasons are given than an example shows.
    """
    if any(placed.look.row.block.marker == "line" for placed in stretch):
        return item
    other = read_item([placed.look.row for placed in stretch], words, _labels(stretch, told))
    if _lines_of(other.right) != _lines_of(item.right) or _listed(other) != _listed(item):
        return item
    if not _listed(item) and (_said(other) != _said(item) or len(other.options) < len(item.options)):
        return item
    mine = {option.line: option for option in item.options}
    for option in other.options:
        own = mine.get(option.line)
        if own and own.why and not option.why:
            option.why, option.refuted = own.why, own.refuted
    other.stem, other.number, other.asked = item.stem, item.number, True
    return other


def _labels(stretch: Sequence[Placed], told: Sequence[Told]) -> list[Label | None]:
    """Return the labels of the rows as their roles say."""
    roles = {id(each.look): each for each in told}
    labels: list[Label | None] = []
    for n, placed in enumerate(stretch):
        each, sign = roles[id(placed.look)], placed.look.sign
        after = next(
            (roles[id(x.look)].role for x in stretch[n + 1 :] if x.look.text or x.look.row.whole), ""
        )
        if each.role == "key" and placed.begins:
            start = len(placed.look.text) - len(each.line.text) if each.line.text else len(placed.look.text)
            again = any(label and label.kind == "answer" for label in labels)
            labels.append(Label("answer", start, word="key") if start or not again else None)
        elif each.role == "explanation" and placed.begins and each.found and each.found.start:
            labels.append(Label("explanation", each.found.start, word="text"))
        elif each.role == "skip" and placed.begins and after in _KINDS and sign.label is None:
            again = any(label and label.kind == _KINDS[after] for label in labels)
            labels.append(None if again else Label(_KINDS[after], len(placed.look.text), word="skip"))
        elif each.role in ("stem", "question", "option", "right"):
            labels.append(None)
        else:
            labels.append(sign.label)
    return labels


_KINDS: Mapping[str, LabelKind] = {"key": "answer", "explanation": "explanation", "reason": "wrong"}


def _said(item: Item) -> int:
    """Return the line of an answer in words."""
    return item.answer[0][1].number if item.answer else 0


def _lines_of(options: Sequence[Option]) -> set[int]:
    return {option.line for option in options}


def _listed(item: Item) -> set[int]:
    return {option.line for option in item.options if option.listed}


def _told(placed: Placed, grammar: Grammar) -> Iterator[Told]:
    """Yield the parts of a row: one, or question and answer on one line."""
    pattern, look = grammar.patterns[placed.state], placed.look
    if pattern.role == "skip" and not placed.begins and placed.state >= grammar.last:
        yield Told(look, "explanation", look.row.line, False)  # below a label behind the key
        return
    line = look.row.line
    found = pattern.find(look.text) if placed.begins and not look.row.whole else None
    label = look.sign.label
    if found is None and placed.begins and label is not None and pattern.role in labelled_for(look):
        yield Told(look, pattern.role, tail_of(line, label.rest), label.rest < len(look.text))
        return
    if found is None or (placed.begins and pattern.labels):
        none = Line(line.number, "", "")
        label = pattern.labels and placed.begins
        yield Told(look, pattern.role, none if label else line, placed.begins and not label, found)
        return
    told = _cut(line, found.start, found.end)
    yield Told(look, pattern.role, told, True, found, pattern)
    if found.answer:
        yield Told(look, "answer", cut(line, *found.answer), True, found, pattern)


def _cut(line: Line, start: int, end: int) -> Line:
    return cut(line, start, end) if line.text[start:end].strip() else Line(line.number, "", "")


# --- stem and options -----------------------------------------------------------------------------------


def _stem_and_options(told: Sequence[Told], item: Item, words: Words) -> None:
    at = 0
    while at < len(told):
        each = told[at]
        if each.role in ("stem", "question"):
            if each.line.text or each.look.row.whole or "<img" in each.line.html:
                item.stem.append((each.look.row, each.line))
        elif each.role in ("option", "right") and each.head:
            end = at + 1
            while end < len(told) and told[end].role in ("option", "right") and not told[end].head:
                end += 1
            option = _option(told[at:end], words)
            if any(each.role == "answer" for each in told[:at]):  # set against an answer in words
                option.listed, option.right, option.refuted = False, False, True
            item.options.append(option)
            at = end
            continue
        at += 1


def _option(rows: Sequence[Told], words: Words) -> Option:
    first = rows[0]
    lead = _lead(first)
    option = read_option([each.look.row for each in rows], words, lead)
    if first.found and first.found.why and option.text:
        option.text[0] = (first.look.row, bare_option(first.line, words)[0])
        option.why = [(first.look.row, cut(first.look.row.line, *first.found.why))]
    tail = first.found.end if first.found else 0
    if first.found and tail < len(first.look.text) and option.text and option.text[0][0] is first.look.row:
        option.text[0] = (first.look.row, bare_option(first.line, words)[0])
    if first.role == "right":
        option.right, option.refuted = True, False
    elif first.pattern is not None and (first.pattern.kind == "- [ ]" or first.found and first.found.why):
        option.right = None
    return option


def _lead(each: Told) -> Lettered | None:
    """Return the letter of an option and where its text begins."""
    found, sign = each.found, each.look.sign
    if found and (found.letter or found.start):
        listed = sign.lead.letter if sign.lead and not sign.lead.rest else ""
        return Lettered(canonical(found.letter) if found.letter else listed, found.start)
    if each.pattern and each.pattern.kind == "1." and sign.lead:
        return Lettered(sign.lead.letter, 0)
    return sign.lead if sign.lead and not sign.lead.loose else None


# --- the key ----------------------------------------------------------------------------------------------


def _key(told: Sequence[Told], item: Item, words: Words) -> None:
    for each in told:
        if each.role == "answer":
            item.answered = True
            if each.line.text or each.look.row.whole or "<img" in each.line.html:
                item.answer.append((each.look.row, each.line))
                item.key_line = item.key_line or each.look.line
        elif each.role == "key":
            item.answered = True
            if not each.line.text:
                item.key_line = item.key_line or each.look.line
            elif each.head or not item.right or each.look.names:
                _read_key(each, item, words)
    if item.answer and not item.options:
        _trim(item)


def _trim(item: Item) -> None:
    """Drop labels of nothing from an answer in words."""
    item.answer = [pick for pick in item.answer if pick[1].text or pick[0].whole or "<img" in pick[1].html]


def _read_key(each: Told, item: Item, words: Words) -> None:
    row, line = each.look.row, each.line
    if words.is_unanswered(line.text):
        item.unanswered = True
        return
    item.key_line = item.key_line or line.number
    before = len(item.right)
    if _by_place(line, item, words) or read_key(row, line, item, words) or len(item.right) > before:
        return
    if not item.options:
        item.answer.append((row, line))
    elif item.right:
        item.explanation.append((row, line))
    elif option := _within(line.text, item):
        option.right = True
        item.letters.append(option.letter)


def _by_place(line: Line, item: Item, words: Words) -> bool:
    bare = bare_option(line, words)[0].text
    found = key(bare, ()) if is_letters(bare) and item.options and not any(item.known) else None
    options = named_by(found.letters, item) if found else []
    for option in options:
        option.right = True
        item.letters.append(option.letter)
    return bool(options)


def _within(text: str, item: Item) -> Option | None:
    """Return the only option whose text stands in a longer key."""
    wanted = key_of(text)
    near = [o for o in item.options if len(key_of(o.plain)) > SHORTEST and key_of(o.plain) in wanted]
    return near[0] if len(near) == 1 else None


SHORTEST = 3


# --- reasons and explanation --------------------------------------------------------------------------------


def _back(told: Sequence[Told], item: Item, words: Words) -> None:
    statements = Statements(item, words)
    statements.keyed = bool(item.right)
    nth = 0
    seen = 0
    for each in told:
        seen += each.role in ("option", "right") and each.head
        if each.role == "own" and each.line.text:
            item.own.append((each.look.row, each.line))
        elif each.role == "reason":
            nth += each.head
            _reason(each, item, statements, words, nth, seen)
        elif each.role == "explanation" or (each.role == "key" and _behind_key(each, item)):
            _explain(each, item, statements)


def _behind_key(each: Told, item: Item) -> bool:
    """Tell a row below the key that names no option."""
    return (
        bool(each.line.text or each.look.row.whole)
        and not each.head
        and not each.look.names
        and bool(item.right)
    )


def _reason(each: Told, item: Item, statements: Statements, words: Words, nth: int, seen: int) -> None:
    row, line = each.look.row, each.line
    if not each.head:
        if not statements.goes_on(row, line) and statements.about and line.text:
            statements.about[0].why.append((row, line))
        return
    found = each.found
    options: Sequence[Option] = ()
    if found and found.letter:
        options = named_by([canonical(found.letter)], item)
    listed = [option for option in item.options if option.listed]
    if not options and line.text and (named := _named(line, item, words)):
        options, line = named
    if not options:
        statements.refuting = True
        if statements.read(each.look.sign, row.line):
            statements.refuting = False
            return
        statements.refuting = False
    below = seen < len(listed) or (
        row.depth > listed[-1].text[0][0].depth if seen and listed[-1].text else False
    )
    if (
        not options
        and 0 < seen
        and below
        and (seen < len(listed) or not set_off(item.rows[: _index(item, row)], row))
    ):
        options = [listed[seen - 1]]
    wrong = [option for option in listed if not option.right]
    if (
        not options
        and seen == len(listed)
        and each.pattern is not None
        and each.pattern.bare
        and nth <= len(wrong)
    ):
        options = [wrong[nth - 1]] if row.depth == 0 or not statements.about else []
    if not options:
        _explain(each, item, statements)
        return
    bare, verdict = verdict_before(line, words) if line.text else (line, None)
    for option in options:
        if verdict and not item.right:
            option.right = True
        if bare.text:
            option.why.append((row, _without_option(option, bare)))
        option.refuted = not option.right
    statements.turn_to(options, row.depth - (not row.bullet))


def _named(line: Line, item: Item, words: Words) -> tuple[Sequence[Option], Line] | None:
    """Return the options that a reason names behind its label, and what it says of them."""
    bare = bare_option(line, words)[0]
    if option := item.like(bare.text) or item.nearly(bare.text):
        return [option], Line(line.number, "", "")
    return subject_of(line, lettered(line.text), item, words, sentences=True)


def _index(item: Item, row: Row) -> int:
    return next((i for i, each in enumerate(item.rows) if each is row), 0)


def _without_option(option: Option, line: Line) -> Line:
    """Take the option's own text off the head of its reason."""
    end = end_of_prefix(line.text.lstrip("「『"), option.plain.rstrip("。. ")) if len(option.plain) > 1 else 0
    behind = line.text.lstrip("「『")[end:].lstrip("」』 　:：→=-—、…(（") if end else ""
    return (
        cut(line, len(line.text) - len(behind))
        if behind and end and not behind.startswith(("は", "が", "の", "を"))
        else line
    )


def _explain(each: Told, item: Item, statements: Statements) -> None:
    row, line = each.look.row, each.line
    pick: Pick = (row, line)
    if row.whole:
        if not (row.block.kind == "table" and item.options and statements.table(row)):
            item.explanation.append(pick)
        return
    if not line.text:
        return
    if item.options and line is row.line and statements.read(each.look.sign, line):
        return
    if not statements.goes_on(row, line):
        statements.close()
        item.explanation.append(pick)


# --- what is lacking ------------------------------------------------------------------------------------------


def _lack(item: Item, grammar: Grammar) -> str:
    roles = {each.role for each in grammar.patterns}
    listed = [option for option in item.options if option.listed]
    if not item.stem:
        return _("no question")
    if roles & {"option", "right"} and len(listed) < LEAST and not item.answer:
        return _("no options")
    if listed and not item.right:
        return _("no key that names one of the options")
    if not listed and not item.answer:
        return _("no answer")
    if listed and len(item.right) == len(listed):
        return _("all options are right")
    return ""


LEAST = 2
