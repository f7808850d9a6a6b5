"""Fold what makes a back higher than a phone, decided when the deck is built: no script is needed to open it.

The first block of what explains is what is read; what follows stands in a `<details>`. Its summary has no
text of its own: the style sheet says it in the language of the labels.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import unescape
from math import ceil
from typing import Final

from ankibuild.model import CardKind
from ankibuild.patterns import lazily
from ankibuild.text import width

SCREEN: Final = 14
"""Lines of text that a phone shows (390 × 844 px less Anki's bars), the context and the labels left out."""
_WIDE: Final = 19.5
"""Full-width characters in a line of a phone."""
_IN_BOXES: Final[Mapping[str, float]] = {"Options": 15.0, "Correct": 15.0, "Incorrect": 15.0}
"""The same in the box of an option, beside its mark, and with whole phrases in its lines."""
_PICTURE: Final = 6
_LEAST: Final = 3
"""Lines that are worth a fold."""
_OVER: Final[Mapping[CardKind, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "qa": (("Question", "Options", "Answer"), ("Explanation",)),
    "contrast": (("Prompt", "Correct", "Incorrect"), ("WhyCorrect", "WhyIncorrect")),
    "cloze": (("Text",), ("Explanation",)),
}
"""By kind the fields that always show and those that are folded if all together are too high."""
_LINE_END: Final = lazily(r"<br\b[^>]*>|</(?:p|div|li|tr|h[1-6]|blockquote|pre)>")
_IMAGE: Final = lazily(r"<(?:img|video)\b")
_TAG: Final = lazily(r"<(?:\"[^\"]*\"|[^\">])*>")
_PAIR: Final = ("WhyCorrect", "WhyIncorrect")


def folded(kind: CardKind, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields with what explains folded, if the back would be higher than a phone."""
    shown, more = _OVER[kind]
    if _is_surely_low([fields[name] for name in (*shown, *more) if fields[name]]):
        return dict(fields)
    heights = (height(fields[name], _IN_BOXES.get(name, _WIDE)) for name in (*shown, *more))
    if sum(heights) <= SCREEN:
        return dict(fields)
    return {**fields, **{name: _fold(name, fields[name]) for name in more}}


def _is_surely_low(texts: Sequence[str]) -> bool:
    """Tell a back that is low though each of its characters, tags included, were as wide as can be."""
    whole = "".join(texts)
    if "<img" in whole or "<video" in whole:
        return False
    ends = whole.count("<br") + whole.count("</") + whole.count("\n")
    return len(texts) + ends + len(whole) / min(_IN_BOXES.values()) <= SCREEN


@lru_cache(maxsize=1024)
def height(html: str, wide: float = _WIDE) -> int:
    """Return about how many lines HTML has on a phone, where so many full-width characters make a line."""
    lines = _LINE_END.sub("\n", html.replace("\n", " " if "<pre" not in html else "\n")).split("\n")
    texts = [unescape(_TAG.sub("", line)).strip() for line in lines]
    return sum(ceil(width(text) / wide) for text in texts) + _PICTURE * len(_IMAGE.findall(html))


def _fold(name: str, html: str) -> str:
    """Fold an explanation whole; of a reason, which is the answer of a pair, what follows its first block."""
    if name not in _PAIR:
        return _details(html) if height(html) >= _LEAST else html
    first, rest = _parted(html)
    return first + _details(rest) if height(rest) >= _LEAST else html


def _details(html: str) -> str:
    return f'<details class="fold"><summary class="tappable"></summary>{html}</details>'


def _parted(html: str) -> tuple[str, str]:
    """Part HTML behind its first block, or the first item of its only list."""
    from ankibuild.markdown.tree import Tag, parse  # noqa: PLC0415 - few backs are so high

    # lxml is older than this element, and would look for its end
    body = parse(html.replace("<wbr>", "<wbr/>"))
    blocks = [node for node in body.children if str(node).strip()] if body else []
    if len(blocks) != 1 or not isinstance(blocks[0], Tag) or blocks[0].name not in ("ul", "ol"):
        inline = any(not isinstance(node, Tag) or node.name not in _BLOCKS for node in blocks)
        return (html, "") if inline else (str(blocks[0]) if blocks else "", _joined(blocks[1:]))
    only = blocks[0]
    items = [str(item) for item in only.children if isinstance(item, Tag) and item.name == "li"]
    start = ' start="2"' if only.name == "ol" else ""
    rest = f"<{only.name}{start}>{_joined(items[1:])}</{only.name}>" if items[1:] else ""
    return f"<{only.name}>{items[0] if items else ''}</{only.name}>", rest


_BLOCKS: Final = frozenset(("p", "div", "ul", "ol", "blockquote", "table", "pre"))


def _joined(nodes: Iterable[object]) -> str:
    return "".join(map(str, nodes))
