"""Compare the cards of a generated page with those it should give."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ankibuild.model import Card
from tests.product.item import Item
from tests.product.verdict import Verdict, give
from tests.product.words import squeezed
from tests.product.writing import Page


@dataclass(frozen=True, slots=True)
class Wanted:
    """A card that the page should give (or, if `optional`, may); a pair names its wrong option.

    Where several options are right, the wrong ones take turns against them: any of them is the pair's right one.
    """

    kind: str
    item: Item
    wrong: int = -1
    optional: bool = False

    @property
    def name(self) -> str:
        """What remarks call it."""
        against = f": {self.item.options[self.wrong]}" if self.wrong >= 0 else ""
        return f"{self.kind} {self.item.number} {self.item.stem}{against}"


def judge(page: Page, cards: Sequence[Card], crash: str = "") -> Verdict:
    """Give each card to the wanted one that it is; what is left is false."""
    wanted = tuple(wanted_of(page))
    return give(wanted, cards, lambda each, card: card.kind == each.kind and _hits(page, each, card), crash)


def wanted_of(page: Page) -> Iterator[Wanted]:
    """Return the cards that a page should give, and those that it may."""
    for item in page.items:
        if not item.answered:
            continue
        yield Wanted("qa", item)
        refuted = item.refuted(page.row)
        for wrong in item.wrong:
            if wrong != item.bare and (refuted or wrong == item.own):
                yield Wanted("contrast", item, wrong, not refuted)


def _hits(page: Page, wanted: Wanted, card: Card) -> bool:
    checks: tuple[Callable[[Page, Wanted, Card], bool], ...] = (
        _knows_only_its_item,
        _QUESTION[wanted.kind],
        _BACK[wanted.kind],
    )
    return all(check(page, wanted, card) for check in checks)


def _text(card: Card, part: str) -> str:
    return squeezed(card.parts[part].text) if part in card.parts else ""


def _stands(card: Card, part: str, lines: set[int]) -> bool:
    return part in card.parts and any(
        first <= n <= last for first, last in card.parts[part].lines for n in lines
    )


def _knows_only_its_item(page: Page, wanted: Wanted, card: Card) -> bool:
    """No part has a text of another item, and none but the explanation a stray one."""
    others = [
        t
        for item in page.items
        if item is not wanted.item
        for t in (item.stem, *item.options, *item.whys.values(), item.good)
    ]
    stray = (*page.foreign, *wanted.item.extra)
    return not any(squeezed(text) in _text(card, part) for part in card.parts for text in others) and not any(
        squeezed(text) in _text(card, part)
        for part in card.parts
        if part not in {"explanation", "why_correct"}
        for text in stray
    )


def _asks(page: Page, wanted: Wanted, card: Card) -> bool:
    """The front is the stem, with its situation and what it shows, and stands where the stem stands."""
    item, front = wanted.item, _text(card, "question").replace("|", "")
    shown = squeezed("".join(item.shown))
    fronts = {
        squeezed(item.situation + item.stem) + shown,
        squeezed(item.situation + item.stem.removesuffix(item.two)) + shown,
    }
    return front in fronts and _stands(card, "question", item.lines[item.stem])


def _prompts(page: Page, wanted: Wanted, card: Card) -> bool:
    """The prompt is the stem or a part of it, or is left out."""
    item = wanted.item
    asked = squeezed(item.situation + item.stem + "".join(item.shown))
    return _text(card, "prompt").replace("|", "") in asked


def _answers(page: Page, wanted: Wanted, card: Card) -> bool:
    """The answer has every right option on a line, and no wrong one."""
    item = wanted.item
    lines = (
        {squeezed(line) for line in card.parts["answer"].text.split("\n")}
        if "answer" in card.parts
        else set()
    )
    rights, wrongs = ({squeezed(item.options[at]) for at in some} for some in (item.right, item.wrong))
    spoken = set().union(*(item.lines[item.options[at]] for at in item.right))
    return rights <= lines and not wrongs & lines and _stands(card, "answer", spoken)


def _opposes(page: Page, wanted: Wanted, card: Card) -> bool:
    """Right and wrong are the bare options, and the reasons are their own, without a verdict before."""
    item = wanted.item
    wrong = item.options[wanted.wrong]
    rights = [item.options[at] for at in item.right]
    right = next((each for each in rights if squeezed(each) == _text(card, "correct")), None)
    if right is None or _text(card, "incorrect") != squeezed(wrong):
        return False
    placed = _stands(card, "correct", item.lines[right]) and _stands(card, "incorrect", item.lines[wrong])
    return placed and _reasons(page, wanted, _text(card, "why_correct"), _text(card, "why_incorrect"))


def _reasons(page: Page, wanted: Wanted, for_right: str, against: str) -> bool:
    item, why = wanted.item, squeezed(wanted.item.why(wanted.wrong, page.row))
    whys = {at: squeezed(text) for at, text in item.whys.items()}
    if any(text in for_right for text in whys.values()) or squeezed(item.good) in against:
        return False
    if any(text in against for text in whys.values() if text != why):
        return False
    if page.row["reasons"] in {"sentences", "prose", "in brackets"}:
        return why in against  # the reason keeps its verdict: it is one sentence
    return against == why


_QUESTION = {"qa": _asks, "contrast": _prompts}
_BACK = {"qa": _answers, "contrast": _opposes}
