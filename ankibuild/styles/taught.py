"""Items as examples taught them (S28): pages that a hand of the config names are read by it before all else."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from ankibuild.config import TaughtHand
from ankibuild.items.answers import join
from ankibuild.items.cards import item_cards
from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Part, Problem
from ankibuild.page.pieces import front_lines, lines_of
from ankibuild.speech import _
from ankibuild.teaching.hands import hands_of
from ankibuild.text import key_of
from ankibuild.values import replace

if TYPE_CHECKING:
    from ankibuild.teaching.read import Known, Stretch

STYLE = "taught"
UNLIKE = "unlike-example"
INLINE = "inline_question"
"""The style of rows that ask and answer."""


def taught(section: Section, others: Sequence[Card] = ()) -> Iterator[Card | Problem]:
    """Yield the cards of a page that a hand names, and what its stretches lack; nothing for its inner sections.

    `others` are the cards of all other styles, of which no example costs any: their questions stand in no item's
    answer, and their pairs stay where they contradict nothing.
    """
    hands = hands_of(section)
    if section.level or not hands:
        return
    from ankibuild.teaching.read import stretches  # noqa: PLC0415 - most notes are written by no hand

    found = stretches(section, [hand.rows for hand in hands], _known(others))
    for each in (x for x in _answered(section, found) if not _asks_in_each_row(x, others)):
        made = [_parted(card, each, others) for card in _cards(section, each, hands[each.hand])]
        yield from made
        yield from _kept_pairs(made, others)
        yield from (card for card in others if _asks_inside(card, each))


def _known(others: Sequence[Card]) -> "Known":
    """Return where cards ask, and where items with options do; those with the same options are one, told again."""
    from ankibuild.teaching.read import Known  # noqa: PLC0415 - see above

    asked = {min(front_lines(card), default=0): card for card in others if card.kind == "qa"}
    items = [line for line in sorted(asked, reverse=True) if "options" in asked[line].parts]
    first = {key_of(asked[line].parts["options"].text): line for line in items}
    return Known(asked.keys(), frozenset(first.values()))


def _answered(section: Section, found: Sequence["Stretch"]) -> Iterator["Stretch"]:
    """Yield stretches with the answers that stand elsewhere; those that got one so lack nothing."""
    answered = [bool(each.read.item.right) for each in found]
    join(section, [each.read for each in found])
    for each, before in zip(found, answered, strict=True):
        joined = not before and bool(each.read.item.right)
        yield replace(each, lacks="") if joined else each


def _cards(section: Section, each: "Stretch", hand: TaughtHand) -> Iterator[Card | Problem]:
    """Yield the cards of a stretch, or that it lacks something."""
    read = each.read
    made = (
        [] if each.lacks else [_whole(x, each) for x in item_cards(read.item, read.blocks, read.place, STYLE)]
    )
    if any(isinstance(card, Card) for card in made):
        yield from made
        return
    what = each.lacks or _("no card came of it")
    message = _("written like {name!r}, but: {what}", name=hand.name, what=what)
    keyed = any(row.startswith(("key", "right")) for row in hand.rows)
    listed = keyed and bool(each.read.item.listed)
    yield Problem(section.path, each.line, UNLIKE, message, each.last * listed)


def _asks_in_each_row(each: "Stretch", others: Sequence[Card]) -> bool:
    """Tell several rows below a question each of which asks and answers."""
    item = each.read.item
    rows = {row.first for row, _line in (*item.stem[1:], *item.answer)}
    asked = frozenset[int]().union(*(front_lines(card) for card in others if card.style == INLINE))
    return len(rows) > 1 and not item.options and rows <= asked


def _is_whole(card: Card) -> bool:
    """Tell a Q&A that has neither options nor an explanation."""
    return card.kind == "qa" and not {"options", "explanation"} & card.parts.keys()


def _parted(made: Card | Problem, each: "Stretch", others: Sequence[Card]) -> Card | Problem:
    """Part an answer in words from what explains it and from what follows, as another style does that has both."""
    if not isinstance(made, Card) or not _is_whole(made):
        return made
    told = {row.first for row, _line in each.read.item.answer}
    for card in _of_kind("qa", others):
        both = {name: card.parts[name] for name in ("answer", "explanation") if name in card.parts}
        shorter = made.parts["answer"].text.startswith(card.parts["answer"].text)
        if shorter and front_lines(card) == front_lines(made) and _begin(both.values(), told):
            return replace(made, parts={**made.parts, **both})
    return made


def _begin(parts: Iterable[Part], told: Collection[int]) -> bool:
    """Tell parts that hold the first of the lines told, and no others."""
    lines = lines_of(chain.from_iterable(part.lines for part in parts))
    return min(lines) == min(told, default=0) and lines.issubset(told)


def _kept_pairs(made: Sequence[Card | Problem], others: Sequence[Card]) -> Iterator[Card]:
    """Yield the pairs of other styles about the same answer whose wrong option has none yet."""
    for question in _of_kind("qa", made)[:1]:
        pairs = _of_kind("contrast", made)
        told = [question.parts["answer"], *(pair.parts["incorrect"] for pair in pairs)]
        for card in others:
            if card.kind == "contrast" and _agrees(card, question) and _is_new(card, told):
                yield replace(card, style=STYLE, parts={**card.parts, "prompt": question.parts["question"]})


def _of_kind(kind: str, made: Sequence[Card | Problem]) -> list[Card]:
    return [card for card in made if isinstance(card, Card) and card.kind == kind]


def _agrees(pair: Card, question: Card) -> bool:
    """Tell a pair of the right answer to a question with an option of its own."""
    own = question.parts["options"].lines if "options" in question.parts else question.claimed
    right = lines_of(question.parts["answer"].lines) & lines_of(pair.parts["correct"].lines)
    return bool(right) and front_lines(pair) <= lines_of(own)


def _is_new(pair: Card, told: Sequence[Part]) -> bool:
    """Tell a pair whose wrong option is none of those told, neither their text nor on their lines."""
    said = {key_of(part.text) for part in told}
    taken = lines_of(chain.from_iterable(part.lines for part in told))
    return key_of(pair.parts["incorrect"].text) not in said and front_lines(pair).isdisjoint(taken)


def _whole(made: Card | Problem, each: "Stretch") -> Card | Problem:
    """Let a Q&A take the whole stretch, with the fence around it, and its key or answer elsewhere."""
    if not isinstance(made, Card) or made.kind != "qa":
        return made
    fences = [block.last for block in each.read.blocks if block.kind == "code" and block.first <= each.last]
    apart = [(line, line) for line in each.apart if line > each.last]
    return replace(made, claimed=((each.line, max((each.last, *fences))), *apart))


def _asks_inside(card: Card, each: "Stretch") -> bool:
    """Tell a card that a heading asks within the answer of a question without options."""
    listed = bool(each.read.item.options)
    first = min(front_lines(card), default=0)
    headings = {row.first for row in each.read.rows if row.heading} - {each.line}
    return card.kind == "qa" and not (each.lacks or listed) and first in headings
