"""Which tags in running text are markup, and which only the name of an element that the author writes about."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from ankibuild.patterns import lazily

_NAMES: Final = """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body
    br button canvas caption center cite code col colgroup command data datalist dd del details dfn dialog dir
    div dl dt em embed fieldset figcaption figure font footer form frameset h1 h2 h3 h4 h5 h6 head header
    hgroup hr html i iframe img input ins isindex kbd keygen label legend li link main map mark marquee math
    menu meta meter nav noscript object ol optgroup option output p param picture pre progress q rb rp rt rtc
    ruby s samp script search section select small source span strike strong style sub summary sup svg table
    tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr
"""
ELEMENTS: Final = frozenset(_NAMES.split())
"""Every element that a browser may know; other names stand for something: `List<String>`, `<bucket-name>`.

Those of `lxml.html.defs` and the newer ones: to load that module takes as long as to read ten cards.
"""

BLOCK_TAGS: Final = frozenset((
    "address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "td",
    "th", "ul",
))  # fmt: skip
"""Elements that are blocks of their own, whatever they stand in."""

NO_MARKUP: Final = frozenset((
    "applet", "area", "base", "basefont", "body", "button", "canvas", "datalist", "dialog", "dir", "embed", "fieldset",
    "form", "frame", "frameset", "head", "html", "iframe", "input", "isindex", "legend", "link", "map", "math",
    "menu", "meta", "meter", "noframes", "noscript", "object", "optgroup", "option", "output", "param", "progress",
    "script", "search", "select", "slot", "style", "svg", "template", "textarea", "title",
))  # fmt: skip
"""Elements that mark nothing in a text: programs, frames, forms, the parts of a document."""

PROGRAMS: Final = frozenset(("script", "style"))
"""What a page holds for the browser and not for the reader, if it is closed and alone on its lines."""

_VOID: Final = frozenset(("br", "hr", "wbr"))
OPEN_FOR_LONG: Final = frozenset(("details", "summary"))
"""Elements that are looked after where they are not closed (see `folds`)."""

ENDS: Final[Mapping[str, tuple[str, ...]]] = {
    **{name: (name,) for name in ("pre", "textarea", "ul", "ol", "blockquote", "div", "table")},
    "li": ("li", "ul", "ol"), **{name: (name, "table") for name in ("thead", "tbody", "tfoot", "tr", "td", "th")},
}  # fmt: skip
"""Elements that would take in the sections behind them, and whose end tags end them."""

_TAKING: Final = frozenset((*ENDS, "audio", "video", "rt", "rp"))
"""Elements that take in what follows, to hide it or to put it below them."""

_TAG: Final = lazily(r"<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]*)(?P<rest>[^>]*)>?")
_ATTRIBUTE: Final = lazily(r"[\w-]+\s*=")


def unknown_element(tag: str) -> str:
    """Return the name in `List<String>` or `<bucket-name>`, which cleaning would drop in silence, else ""."""
    found = _TAG.match(tag)
    name = found["name"] if found else ""
    known = name in ELEMENTS or (name.isupper() and name.lower() in ELEMENTS)
    return "" if known else name


def is_left_open(name: str, closed: Collection[str]) -> bool:
    """Tell an element that would take in all that stands behind it, for nothing of those that are closed ends it."""
    return name in ENDS and not any(end in closed for end in ENDS[name])


def is_markup(tag: str, before: str, after: str) -> bool:
    """Tell markup from the name of an element: what cannot be markup, or has no partner, is written about.

    `before` and `after` are what stands around the tag in its paragraph. A tag with attributes may have its
    partner in another paragraph, unless it would take in what stands between.
    """
    found = _TAG.match(tag)
    if not found:
        return tag.startswith("<!--")
    name = found["name"].lower()
    if unknown_element(tag) or name in NO_MARKUP:
        return False
    if name == "img":
        return any(source in found["rest"].lower() for source in ("src", "data-original"))
    takes_in = name in _TAKING and not found["rest"].endswith("/")
    if name in _VOID or name in OPEN_FOR_LONG or (not takes_in and _ATTRIBUTE.search(found["rest"])):
        return True
    partner = re.compile(rf"<{'' if found['end'] else '/'}{name}\b", re.IGNORECASE)
    return bool(partner.search(before if found["end"] else after))
