"""What web pages hold beside HTML: drawings (SVG), formulas (MathML) and frames, as a card can show them.

A drawing becomes a picture, in which no script runs and which asks for nothing. A formula with its TeX
becomes that TeX, another stays MathML. A frame becomes the link to what it would show.
"""

import base64
import re
from html import escape, unescape
from typing import Final

from lxml import etree

from ankibuild.markdown.classes import EMBED_CLASS
from ankibuild.patterns import lazily

FOREIGN: Final = ("svg", "math")
_NAMESPACES: Final = {
    "xmlns=": ' xmlns="http://www.w3.org/2000/svg"',
    "xmlns:xlink=": ' xmlns:xlink="http://www.w3.org/1999/xlink"',
}
_ENDS: Final = {name[:3]: re.compile(rf"<{name}\b|</{name}\s*>", re.IGNORECASE) for name in FOREIGN}
_TEX: Final = lazily(
    r"<annotation\b[^>]*\bencoding=[\"']?application/x-tex[\"']?[^>]*>(.*?)</annotation>", re.DOTALL
)
_COMMENT: Final = lazily(r"<!--.*?-->|<!--", re.DOTALL)
"""Of a comment that is not closed only the beginning: a browser would hide all that stands behind it."""
_PROGRAM: Final = lazily(r"<(?=/?(?:script|style|template|title|textarea|iframe)\b)", re.IGNORECASE)
"""What begins an element that is none of a formula, and would hide what stands in it."""
_BLOCK: Final = lazily(r"<math\b[^>]*\bdisplay=[\"']?block", re.IGNORECASE)
_SOURCE: Final = lazily(r"\b(?:src|data)\s*=\s*(?:\"([^\"]+)\"|'([^']+)'|([^\s\"'>]+))", re.IGNORECASE)
_SIZE: Final = lazily(r"\d+(?:\.\d+)?")
_LONGEST_NAME: Final = 60


def shown(piece: str) -> str:
    """Return the HTML that shows a whole `<svg>` or `<math>` element, "" if it shows nothing."""
    return _drawing(piece) if piece[1:4].lower() == "svg" else _formula(piece)


def end_of(text: str, start: int) -> int:
    """Return where the `<svg>` or `<math>` that begins at `start` ends; -1 if it does not.

    One in another has an end of its own.
    """
    depth = 0
    for found in _ENDS[text[start + 1 : start + 4].lower()].finditer(text, start):
        depth += 1 if found[0][1] != "/" else -1
        if not depth:
            return found.end()
    return -1


def link(tag: str) -> str:
    """Return the link to what a frame would show, or its path as text; "" if it names nothing."""
    found = _SOURCE.search(tag)
    source = unescape(next(filter(None, found.groups()))) if found else ""
    if source.startswith("//"):
        source = f"https:{source}"
    shown = escape(source)
    if source.lower().startswith(("http://", "https://")):
        shown = f'<a href="{shown}">{shown}</a>'
    return f'<span class="{EMBED_CLASS}">{shown}</span>' if shown else ""


def _drawing(piece: str) -> str:
    missing = "".join(xmlns for name, xmlns in _NAMESPACES.items() if name not in piece)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    root = etree.fromstring(f"<svg{missing}{piece[4:]}".encode(), parser)
    if root is None or not len(root):
        return ""
    _disarm(root)
    source = base64.b64encode(etree.tostring(root)).decode()
    words = " ".join(" ".join(str(text) for text in root.itertext()).split()) or "SVG"
    alt = words if len(words) <= _LONGEST_NAME else words[: _LONGEST_NAME - 1] + "…"
    sizes = {name: _SIZE.match(root.get(name) or "") for name in ("width", "height")}
    size = "".join(
        f' {name}="{found[0]}"' for name, found in sizes.items() if found and root.get(name, "")[-1] != "%"
    )
    return f'<img src="data:image/svg+xml;base64,{source}" alt="{escape(alt)}"{size}>'


def _disarm(root: etree._Element) -> None:
    """Take programs out: in a picture they do not run, but the file may be opened by itself."""
    for element in list(root.iter()):
        for name in [each for each in element.attrib if str(each).lower().startswith("on")]:
            del element.attrib[name]
        parent = element.getparent()
        if parent is not None and str(element.tag).lower().rpartition("}")[2] == "script":
            parent.remove(element)


def _formula(piece: str) -> str:
    piece = _PROGRAM.sub("&lt;", _COMMENT.sub("", piece))
    if found := _TEX.search(piece):
        opening, closing = ("\\[", "\\]") if _BLOCK.match(piece) else ("\\(", "\\)")
        return f'<span class="math">{escape(opening + " ".join(unescape(found[1]).split()) + closing)}</span>'
    said = unescape(re.sub(r"<[^>]*>", "", piece)).strip()
    return " ".join(re.sub(r">\s+<", "><", piece).split()) if said else ""
