"""Make an item of the rows of a stretch, each with its part, and say what it lacks that the hand expects."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import Final

from msgspec import Struct

from ankibuild.items.by_words import give_by_words, option_by_words
from ankibuild.items.item import Item, Option
from ankibuild.items.key import is_letters, read_key
from ankibuild.items.letters import key
from ankibuild.items.looks import asked_number, settle_looks
from ankibuild.items.marks import bare_option
from ankibuild.items.settle import settle
from ankibuild.model import Line
from ankibuild.page.flow import Pick
from ankibuild.patterns import lazily
from ankibuild.reader.gaps import part_gap
from ankibuild.reader.page import items_in
from ankibuild.reader.subjects import named_by
from ankibuild.speech import _
from ankibuild.teaching.align import Placed
from ankibuild.teaching.back import Back
from ankibuild.teaching.fit import labelled_for
from ankibuild.teaching.grammar import Grammar
from ankibuild.teaching.options import apart, options_of, put_in_order, refute
from ankibuild.teaching.parts import Told, parts_of
from ankibuild.teaching.pattern import CHOICE, STEM
from ankibuild.teaching.reread import reread
from ankibuild.text import key_of
from ankibuild.values import replace
from ankibuild.words import Words

LEAST: Final = 2
NEEDED: Final = frozenset(("key", "right", "answer"))
"""The roles that tell what is right."""
OWN: Final = ("own",)
"""What a known word calls the learner's answer."""
_BRACKET = lazily(r"\s*[(（][^()（）]*[)）]$")
"""What an option says in brackets at its end: a key names it without."""
SHORTEST: Final = 3
"""An option's text of no more characters names it nowhere within a longer text."""


class Built(Struct, frozen=True):
    """An item, its first line, and what it lacks of what the hand's example has."""

    item: Item
    line: int
    lacks: str = ""


def build(stretch: Sequence[Placed], grammar: Grammar, words: Words, key: Sequence[Told] = ()) -> Built:
    """Make an item of a stretch, and of the key or answer that stands elsewhere."""
    told = [*_surest(list(chain.from_iterable(parts_of(each, grammar) for each in stretch))), *key]
    chooses = not CHOICE.isdisjoint(pattern.role for pattern in grammar.patterns)
    item = _item(told, stretch, words, chooses=chooses)
    if not (key or NEEDED & {pattern.role for pattern in grammar.patterns}):
        _take_gap(item, words)
    lacks = _lack(item, chooses=chooses)
    plain = not (item.options or chooses)
    asks = plain and _only_asks(item, stretch)
    if item.options and not (lacks or key):
        item = reread(item, stretch, told, words)
    if _contradicts(told):
        known = _as_known(stretch, words)
        item, lacks = (known, "") if known else (item, _("no answer"))
    elif lacks or not _is_told(told, item, grammar):
        item, lacks = _as_told(item, lacks, stretch, words, chooses=chooses)
        item.stem = _without_passed(item.stem, told)
    _give_by_words(item, {each.look.row.key for each in told if each.role == "reason"})
    return Built(item, stretch[0].look.line, _("no answer") if asks else lacks)


def _without_passed(stem: list[Pick], told: Sequence[Told]) -> list[Pick]:
    """Return a question without what the hand says to be on no card, unless nothing else asks."""
    passed = {each.look.row.key for each in told if each.role == "skip"}
    return [pick for pick in stem if pick[0].key not in passed] or stem


def _take_gap(item: Item, words: Words) -> None:
    """Take the letters in the one gap of a question for its key, where the example has that nowhere else."""
    parted = [(row, *part_gap(line)) for row, line in item.stem]
    keys = [(row, key) for row, _bare, key in parted if key.text]
    if not item.options or item.right or len(keys) != 1:
        return
    row, key = keys[0]
    if read_key(row, key, item, words):
        item.stem = [(each, bare) for each, bare, _key in parted]


def _surest(told: Sequence[Told]) -> Iterator[Told]:
    """Yield the parts, keys that only their place tells as what explains where another one is surer."""
    ranks = list(_ranks(told))
    best = max(ranks, default=0)
    for each, rank in zip(told, ranks, strict=True):
        yield replace(each, role="explanation") if each.role == "key" and rank < best else each


def _ranks(told: Sequence[Told]) -> Iterator[int]:
    """Yield how sure each part is that is a key: one below a label, one that names an option, or tells what it is."""
    rank, labelled, before = 0, False, ""
    for each in told:
        if each.role == "key" and before != "key":
            labelled = before == "skip"
        if each.role == "key" and each.head:
            bare = each.pattern is not None and each.pattern.bare
            rank = 2 * labelled + (each.look.names or not bare)
        yield rank * (each.role == "key")
        before = each.role


def _give_by_words(item: Item, reasons: AbstractSet[int]) -> None:
    """Give options what reasons say of them by words; a row that is about one as a whole explains nothing else."""
    give_by_words(item, reasons)
    said = {(row.key, line.text) for option in item.options for row, line in option.why if row.key in reasons}
    item.explanation = [(row, line) for row, line in item.explanation if (row.key, line.text) not in said]


def _item(told: Sequence[Told], stretch: Sequence[Placed], words: Words, *, chooses: bool) -> Item:
    """Make an item of the parts of a stretch."""
    told = put_in_order(told)
    item = Item([placed.look.row for placed in stretch], asked=True)
    item.number = next((each.number for each in told if each.number), "")
    item.stem = [(x.look.row, x.line) for x in told if x.role in STEM and x.shows]
    item.options = list(options_of(told, words))
    _answer(told, item, words)
    item.options = apart(item)
    Back(item, words, chooses=chooses).read(told)
    _settle(item)
    return item


def _settle(item: Item) -> None:
    """Let the looks of the options tell the right one where nothing else does, and fold all that is said."""
    asked = asked_number(item.stem_text)
    listed = item.listed
    settle_looks(listed, keyed=bool(item.letters or item.right), asked=asked)
    settle(item)


def _only_asks(item: Item, stretch: Sequence[Placed]) -> bool:
    """Tell an answer in words that is a list of questions, with a line around it at most."""
    asking = {placed.look.row.key for placed in stretch if placed.look.sign.asks}
    asked = sum(row.key in asking for row, _line in item.answer)
    return asked >= LEAST and asked >= len(item.answer) - 1


def _is_told(told: Sequence[Told], item: Item, grammar: Grammar) -> bool:
    """Tell an item with options whose right one is told as the example's is, if by a row of its own."""
    if not item.options:
        return False
    roles = {pattern.role for pattern in grammar.patterns} & {"key", "right"}
    return not roles or any(each.found for each in told if each.role in roles)


def _contradicts(told: Sequence[Told]) -> bool:
    """Tell a stretch with the example's answer, where words that everyone knows call that the learner's only."""
    known = [labelled_for(each.look) for each in told if each.role == "answer" and each.look.row.head]
    return OWN in known and any("answer" in each for each in known[known.index(OWN) :])


def _as_known(stretch: Sequence[Placed], words: Words) -> Item | None:
    """Return the one item that the reader of all notes finds in a stretch; None where it finds none that is whole."""
    found = list(items_in([placed.look.row for placed in stretch], words))
    return found[0] if len(found) == 1 and not _lack(found[0], chooses=False) else None


def _as_told(
    item: Item, lacks: str, stretch: Sequence[Placed], words: Words, *, chooses: bool
) -> tuple[Item, str]:
    """Return what lacks a part of the example as the reader of all notes reads it, where nothing is lacking then.

    So is one where words that everyone knows say what is right, and none of the example's do.
    """
    found = _as_known(stretch, words)
    keys = sum("key" in labelled_for(placed.look) for placed in stretch)
    if found is None or keys > 1:
        return item, lacks
    listed = bool(found.listed)
    if not listed and (chooses or not lacks):
        return item, lacks
    return found, ""


# --- the answer -----------------------------------------------------------------------------------------


def _answer(told: Sequence[Told], item: Item, words: Words) -> None:
    """Read the key, or the answer in words: beside one that names no option all options are wrong."""
    for each in told:
        if each.role == "answer":
            _said(each, item, words)
        elif each.role == "key":
            _named(each, item, words)
    if item.answer and not item.right and _are_told_apart(told):
        for option in item.options:
            refute(option)


def _named(each: Told, item: Item, words: Words) -> None:
    """Read a row of the key."""
    item.answered = True
    if not each.line.text or _is_label(each):
        item.key_line = item.key_line or each.look.line
    elif each.head or not item.right or _names_one(each, item, words):
        _key(each, item, words)


def _said(each: Told, item: Item, words: Words) -> None:
    """Read a row of an answer in words, which may be an option's."""
    item.answered = True
    item.key_line = item.key_line or each.look.line
    row = each.look.row
    says = (
        each.shows and not _is_label(each) and not (each.line.text and words.is_empty_phrase(each.line.text))
    )
    if says and not (each.head and item.options and read_key(row, each.line, item, words)):
        item.answer.append((row, each.line))


def _is_label(each: Told) -> bool:
    """Tell a row that is nothing but a word that announces what follows it."""
    label = each.look.sign.label
    return (
        label is not None
        and not label.loose
        and label.rest >= len(each.look.text)
        and not each.look.row.whole
    )


def _are_told_apart(told: Sequence[Told]) -> bool:
    """Tell wrong options that are written otherwise than the answer, and otherwise than any line."""
    options = [x.pattern for x in told if x.pattern and x.role in CHOICE]
    answers = {x.pattern.written for x in told if x.pattern and x.role == "answer"}
    return not any(each.written in answers or (each.bare and not each.kind) for each in options)


def _names_one(each: Told, item: Item, words: Words) -> bool:
    """Tell a further row of a key that is a letter alone, or an option's text with or without its letter or a mark."""
    behind = each.look.sign.told if each.line is each.look.row.line else each.line
    texts = (each.line.text, behind.text.strip(), bare_option(behind, words)[0].text)
    return is_letters(each.line.text) or any(item.like(text) is not None for text in texts)


def _key(each: Told, item: Item, words: Words) -> None:
    row, line = each.look.row, each.line
    if words.is_unanswered(line.text):
        item.unanswered = True
        return
    item.key_line = item.key_line or line.number
    if _by_place(line, item, words) or read_key(row, line, item, words):
        return
    if not item.options:
        item.answer.append((row, line))
    elif item.right:
        item.explanation.append((row, line))
    elif option := _within(line.text, item) or option_by_words(line.text, item):
        option.right = True
        item.letters.append(option.letter)


def _by_place(line: Line, item: Item, words: Words) -> bool:
    """Read letters or numbers that name options without letters by their places."""
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
    names = [(o, key_of(_BRACKET.sub("", o.plain))) for o in item.options]
    near = [option for option, name in names if len(name) > SHORTEST and name in wanted]
    return near[0] if len(near) == 1 else None


# --- what is lacking ------------------------------------------------------------------------------------


def _lack(item: Item, *, chooses: bool) -> str:
    listed = len(item.listed)
    rights = len(item.right)
    lacks = (
        (not item.stem, _("no question")),
        (chooses and listed < LEAST and not item.answer, _("no options")),
        (bool(listed) and not rights, _("no key that names one of the options")),
        (not listed and not item.answer, _("no answer")),
        (bool(listed) and rights == listed, _("all options are right")),
    )
    return next((what for lacking, what in lacks if lacking), "")
