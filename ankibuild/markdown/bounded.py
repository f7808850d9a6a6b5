"""Links and pictures whose brackets are looked for no further than they can be meant.

Python-Markdown looks for the end of each bracket up to the end of the paragraph: ten thousand `[` take it
an hour. Nobody nests brackets as deep as the limits here, at which the search ends.
"""

import re
from typing import Final

from markdown import Markdown
from markdown.inlinepatterns import (
    IMAGE_REFERENCE_RE,
    LINK_RE,
    REFERENCE_RE,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)

from ankibuild.patterns import lazily

_DEEPEST_TEXT: Final = 10
_DEEPEST_ADDRESS: Final = 32
_BRACKET: Final = lazily(r"[\[\]]")
_PAREN: Final = lazily(r"[()]")


class Bounded(LinkInlineProcessor):
    """What finds the ends of a link's text and address, within limits."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802
        """Return the text up to the bracket that closes it, where that ends, and whether there is one."""
        depth = 1
        for found in _BRACKET.finditer(data, index):
            depth += 1 if found[0] == "[" else -1
            if not depth:
                return data[index : found.start()], found.end(), True
            if depth > _DEEPEST_TEXT:
                break
        return "", index, False

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802
        """Return address and title, where they end, and whether they do; no address goes on in the next line."""
        if not data.startswith("(", index):
            return "", None, index, False
        depth = 0
        for found in _PAREN.finditer(data, index):
            depth += 1 if found[0] == "(" else -1
            if depth <= 0:
                break
            if depth > _DEEPEST_ADDRESS:
                return "", None, index, False
        link = super().getLink(data, index)
        return ("", None, index, False) if "\n" in link[0] else link


class Link(Bounded):
    """`[text](address)`."""


class Image(Bounded, ImageInlineProcessor):
    """`![text](address)`."""


class Reference(Bounded, ReferenceInlineProcessor):
    """`[text][label]`, but never `[one] [two]`."""

    RE_LINK = re.compile(r"\[([^\]]*)\]")


class _ShortReference(Bounded, ShortReferenceInlineProcessor):
    pass


class _ImageReference(Bounded, ImageReferenceInlineProcessor):
    pass


class _ShortImageReference(Bounded, ShortImageReferenceInlineProcessor):
    pass


def bound_links(md: Markdown) -> None:
    """Replace the rules of the library."""
    rules = md.inlinePatterns
    rules.register(Reference(REFERENCE_RE, md), "reference", 170)
    rules.register(Link(LINK_RE, md), "link", 160)
    rules.register(_ImageReference(IMAGE_REFERENCE_RE, md), "image_reference", 140)
    rules.register(_ShortReference(REFERENCE_RE, md), "short_reference", 130)
    rules.register(_ShortImageReference(IMAGE_REFERENCE_RE, md), "short_image_ref", 125)
