"""Mend the folds (`<details>`) of a page's HTML: those left open, those closed in the wrong order."""

import re
from collections.abc import Sequence

from ankibuild.model import Problem
from ankibuild.patterns import lazily
from ankibuild.speech import _

_FOLD = lazily(
    r"<details\b[^>]*>|</details\s*>|<h[1-6] data-lines=\"(?P<line>\d+)|<!--line:(?P<raw>\d+)-->",
    re.IGNORECASE,
)


def close_folds(html: str, path: str) -> tuple[str, list[Problem]]:
    """Close a `<details>` that the author left open where the next heading or fold begins."""
    if "<details" not in html.lower():
        return html, []
    html = _in_order(html)
    tokens = list(_FOLD.finditer(html))
    open_folds = _left_open(html, tokens)
    ends = _next_boundaries(tokens, len(html))
    pieces, last = list[str](), 0
    for place in sorted(ends[index] for index, _line in open_folds):
        pieces += html[last:place], "</details>"
        last = place
    problems = [
        Problem(path, line, "unclosed-details", _("<details> is never closed")) for _index, line in open_folds
    ]
    return "".join((*pieces, html[last:])), problems


def _left_open(html: str, tokens: Sequence[re.Match[str]]) -> list[tuple[int, int]]:
    """Return the places of the `<details>` that are never closed among the tokens, and their lines."""
    found: list[tuple[int, int]] = []
    line, raw = 1, -1  # raw: up to where the line ends of raw HTML are counted
    for index, token in enumerate(tokens):
        if token["line"] or token["raw"]:
            line, raw = int(token["line"] or token["raw"]), token.end() if token["raw"] else -1
        elif token[0].lower().startswith("<details"):
            if raw >= 0:
                line, raw = line + html.count("\n", raw, token.start()), token.start()
            found.append((index, line))
        elif found:
            found.pop()
    return found


def _next_boundaries(tokens: Sequence[re.Match[str]], end: int) -> list[int]:
    """Return for each token where the next heading or fold behind it begins."""
    ends: list[int] = []
    for token in reversed(tokens):
        ends.append(end)
        if token["line"] or token[0].lower().startswith("<details"):
            end = token.start()
    return ends[::-1]


_NESTED = lazily(r"<(?P<end>/?)(?P<name>details|div)\b[^>]*>", re.IGNORECASE)


def _in_order(html: str) -> str:
    """Put swapped closing tags right: `</details></div>` would leave the fold open to the end of the page."""
    out: list[str] = []
    opened: list[str] = []
    early: list[str] = []
    last = 0
    for tag in _NESTED.finditer(html):
        out.append(html[last : tag.start()])
        last, name = tag.end(), tag["name"].lower()
        if not tag["end"]:
            opened.append(name)
        elif name in opened:
            while (inner := opened.pop()) != name:
                out.append(f"</{inner}>")
                early.append(inner)
        elif name in early:
            early.remove(name)
            continue
        out.append(tag[0])
    return "".join(out) + html[last:]
