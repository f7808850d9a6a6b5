"""What a pair of options asks: which of the two is right in the situation, not how many of a list are."""

import re
from collections.abc import Iterable

from ankibuild.model import Card
from ankibuild.patterns import lazily
from ankibuild.text import plain
from ankibuild.values import replace

_NUMBER = r"[2-5２-５{digits}]\s*{counted_as}"
_COUNT = rf"(?:{_NUMBER}|(?<![a-zA-Z])(?:{{number_word}}|[2-5２-５])(?![a-zA-Z\d.]))"
_TO_CHOOSE = "{chooses}"
_TAGS = r"(?:</?\w+[^<>]*>)*"
_OUTSIDE = r"[^()（）\[\]【】]*"
_NUMBERS = (
    # （2つ選択）, (Choose two.), 【2つ】
    lazily(
        rf"\s*[(（\[【](?={_OUTSIDE}{_COUNT})(?:{_OUTSIDE}{_TO_CHOOSE}{_OUTSIDE}|\s*{_COUNT}\s*)[)）\]】]",
        re.IGNORECASE,
    ),
    # a sentence of its own: 2つ選択してください。 "Select TWO."
    lazily(
        rf"(?<=[。.?？>\s])\s*(?:{_COUNT}\s*{{only_those}}?\s*{{do_choose}}(?!{_TAGS}{{choosing_on}})"
        rf"|{{to_choose}}\s+{{article}}?{_COUNT}(?:\s+\w+){{0,2}})\s*[。.]?(?=\s|<|$)",
        re.IGNORECASE,
    ),
    # 正しいものを2つ選べ
    lazily(rf"(?<=[{{object}}])(?P<open>{_TAGS})\s*{_NUMBER}(?P<close>{_TAGS})\s*(?={_TAGS}{{chosen_stem}})"),
)


def with_bare_prompts(cards: Iterable[Card]) -> list[Card]:
    """Return the cards with pairs whose prompts say nothing of how many options a question has one choose."""
    return [_bare(card) if card.kind == "contrast" and "prompt" in card.parts else card for card in cards]


def _bare(card: Card) -> Card:
    prompt = card.parts["prompt"]
    html = prompt.html
    for numbers in _NUMBERS:
        html = numbers.sub(_tags_of, html)
    if html == prompt.html or not plain(html):
        return card
    return replace(card, parts={**card.parts, "prompt": replace(prompt, html=html)})


def _tags_of(found: re.Match[str]) -> str:
    """Return the markup within what goes."""
    return "".join(tag or "" for tag in found.groupdict().values())
