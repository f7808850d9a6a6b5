"""Mend the folds (`<details>`) of a page's HTML: those left open, those closed in the wrong order."""

import re

from ankibuild.model import Problem
from ankibuild.speech import _

_FOLD = re.compile(
    r"<details\b[^>]*>|</details\s*>|<h[1-6] data-lines=\"(?P<line>\d+)|<!--line:(?P<raw>\d+)-->",
    re.IGNORECASE,
)


def close_folds(html: str, path: str) -> tuple[str, list[Problem]]:
    """Close a `<details>` that the author left open where the next heading or fold begins."""
    if "<details" not in html.lower():
        return html, []
    html = _in_order(html)
    open_folds: list[tuple[int, int]] = []
    places: list[int] = []
    tokens = list(_FOLD.finditer(html))
    line = 1
    for index, token in enumerate(tokens):
        line = int(token["line"] or token["raw"] or line)
        if token[0].lower().startswith("<details"):
            open_folds.append(
                (index, line + html[_raw_start(tokens, index, html) : token.start()].count("\n"))
            )
        elif token[0].lower().startswith("</details") and open_folds:
            open_folds.pop()
    problems = []
    for index, at in open_folds:
        after = (t for t in tokens[index + 1 :] if t["line"] or t[0].lower().startswith("<details"))
        end = next(after, None)
        places.append(end.start() if end else len(html))
        problems.append(Problem(path, at, "unclosed-details", _("<details> is never closed")))
    for place in sorted(places, reverse=True):
        html = html[:place] + "</details>" + html[place:]
    return html, problems


_NESTED = re.compile(r"<(?P<end>/?)(?P<name>details|div)\b[^>]*>", re.IGNORECASE)


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


def _raw_start(tokens: list[re.Match[str]], index: int, html: str) -> int:
    """Find where the raw HTML around a token begins, to count its line ends."""
    for token in reversed(tokens[:index]):
        if token["raw"]:
            return token.end()
        if token["line"]:
            return tokens[index].start()
    return tokens[index].start() if html else 0
