"""The options of a stretch: their letters, texts and reasons, and what the answer says of them."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from ankibuild.items.item import Item, Option
from ankibuild.items.letters import Lettered, canonical
from ankibuild.items.marks import bare_option
from ankibuild.items.option_text import read_option
from ankibuild.teaching.parts import Told
from ankibuild.teaching.pattern import CHOICE
from ankibuild.text import cut, key_of
from ankibuild.values import replace
from ankibuild.words import Words


def put_in_order(told: Sequence[Told]) -> Sequence[Told]:
    """Return the parts, of options without letters those with one at their head as what the question puts in order."""
    places = [n for n, each in enumerate(told) if each.role in CHOICE and each.head]
    if any(told[n].letter for n in places):
        return told
    ordered = _ordered([told[n].look.sign.lead for n in places])
    asked = range(places[0], places[ordered]) if ordered else ()
    return [replace(each, role="stem", head=False) if n in asked else each for n, each in enumerate(told)]


def _ordered(leads: Sequence[Lettered | None]) -> int:
    """Return how many rows with a letter stand before several without any; 0 where it is otherwise."""
    ordered = sum(1 for _ in takewhile(_is_letter, leads))
    behind = leads[ordered:]
    return ordered if ordered > 1 < len(behind) and not any(map(_is_letter, behind)) else 0


def _is_letter(lead: Lettered | None) -> bool:
    return lead is not None and not lead.loose and bool(lead.rest)


def options_of(told: Sequence[Told], words: Words) -> Iterator[Option]:
    """Yield the options; those behind an answer in words are wrong answers that stand in no list."""
    parts: list[tuple[list[Told], bool]] = []
    answered = ended = False
    for each in told:
        answered = answered or each.role == "answer"
        if each.role not in CHOICE or not each.shows:
            ended = each.role not in CHOICE
        elif each.head:
            parts.append(([each], answered))
            ended = False
        elif parts and not ended:
            parts[-1][0].append(each)
    for rows, behind in parts:
        option = _option(rows, words)
        if behind:
            refute(option)
        yield option


def refute(option: Option) -> None:
    """Take an option for a wrong answer that stands in no list."""
    option.listed, option.right, option.refuted = False, False, True


def _option(rows: Sequence[Told], words: Words) -> Option:
    first = rows[0]
    option = read_option([each.look.row for each in rows], words, _lead(first))
    _cut(option, first, words)
    if first.role == "right":
        option.right, option.refuted = True, False
    elif (first.found and first.found.why) or (first.pattern and first.pattern.kind == "- [ ]"):
        option.right = None
    return option


def _cut(option: Option, first: Told, words: Words) -> None:
    """Cut the text of an option at what stands behind it: a mark, or its reason."""
    row, found = first.look.row, first.found
    own = bool(option.text) and option.text[0][0] is row
    if found and own and (found.why or found.end < len(row.text)):
        option.text[0] = (row, bare_option(first.line, words)[0])
    if found and found.why:
        option.why = [(row, cut(row.line, *found.why))]


def _lead(each: Told) -> Lettered | None:
    """Return the letter of an option and where its text begins."""
    lead, start = each.look.sign.lead, each.found.start if each.found else 0
    if each.letter:
        return Lettered(canonical(each.letter), start)
    if start:
        return Lettered(lead.letter if lead and not lead.rest else "", start)
    return _own_lead(lead, each.pattern.kind if each.pattern else "") if lead else None


def _own_lead(lead: Lettered, kind: str) -> Lettered | None:
    """Return the letter of a row of which a pattern says none."""
    if kind == "1.":
        return Lettered(lead.letter, 0)
    return None if lead.loose else lead


def apart(item: Item) -> list[Option]:
    """Return the options without those in no list that say again what the answer, or one above, says."""
    said = {key_of(line.text) for _row, line in item.answer}
    kept: list[Option] = []
    for option in item.options:
        own = key_of(option.text[0][1].text) if option.text else ""
        if option.listed or own not in said:
            kept.append(option)
        said.add(own)
    return kept
