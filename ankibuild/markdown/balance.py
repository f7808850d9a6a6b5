"""Which elements of raw HTML are left open: they would take in what stands behind their block, item or quote."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Final

from markdown_it.token import Token

from ankibuild.markdown.elements import ENDS
from ankibuild.patterns import lazily

_TAG: Final = lazily(
    rf"<!--.*?-->|<(?P<end>/?)(?P<name>{'|'.join(ENDS)})\b[^>]*(?<!/)>", re.DOTALL | re.IGNORECASE
)
Open = tuple[str, int]
"""The name of an element that is open, and which of all start tags it has."""


class Balance:
    """What is open while the blocks of a page are read in their order."""

    def __init__(self) -> None:
        self._begun = 0
        self._counts = defaultdict[str, int](int)
        self.open: list[Open] = []

    def read(self, html: str) -> None:
        """Read a block of HTML; an end tag ends what was begun inside its element, too."""
        for found in _TAG.finditer(html) if "<" in html else ():
            name = (found["name"] or "").lower()
            if found["end"] and self._counts[name]:
                while self._pop() != name:
                    pass
            elif name and not found["end"]:
                self._begun += 1
                self._counts[name] += 1
                self.open.append((name, self._begun))

    def _pop(self) -> str:
        name, _ = self.open.pop()
        self._counts[name] -= 1
        return name

    def end(self, which: Collection[Open]) -> str:
        """Return the end tags of those that are open, the innermost first, and close them."""
        if not self.open:  # as of nearly all blocks
            return ""
        ended = [each for each in self.open if each in which]
        self.open = [each for each in self.open if each not in which]
        for name, _ in ended:
            self._counts[name] -= 1
        return "".join(f"</{name}>" for name, _ in reversed(ended))


CODE: Final = frozenset(("pre", "textarea"))
"""Elements that are of one block: left open, they end with it."""
NO_BLOCKS: Final = frozenset((*CODE, "table", "thead", "tbody", "tfoot", "tr", "td", "th"))
"""Elements in which blocks of Markdown are not found again: left open, they end where such a block begins."""

_GOES_ON: Final = lazily(
    r"\s*<(?:!--|/|(?:thead|tbody|tfoot|tr|td|th|caption|colgroup|col)\b)", re.IGNORECASE
)


def goes_on(html: str) -> bool:
    """Tell a block of HTML that goes on with a table: it begins with a part of one, or an end tag."""
    return bool(_GOES_ON.match(html))


def never_closed(tokens: Iterable[Token], html: Callable[[Token], str]) -> list[frozenset[Open]]:
    """Return for each list, item or quote, and first for the page, the elements that no later block in it ends."""
    balances = [Balance()]
    stack = [balances[0]]
    for token in tokens:
        if token.hidden:
            continue
        if token.nesting > 0:
            balances.append(Balance())
            stack.append(balances[-1])
        elif token.nesting < 0:
            stack.pop()
        elif token.type == "html_block":
            stack[-1].read(html(token))
    return [frozenset(balance.open) for balance in balances]
