r"""Formulas for the preview: from TeX, which Anki leaves to its MathJax, to MathML, which browsers show.

MathJax itself is far larger than the page. The converter is imported where a page has a formula.
"""

import html
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from lxml import etree

_FORMULA: Final = re.compile(r"\\\(([^<]+?)\\\)|\\\[([^<]+?)\\\]")
_LIKE: Final = {"{aligned}": "{split}", "{gathered}": "{matrix}"}
"""Environments that the converter does not know, and those of its own that look the same."""
_ELEMENTS: Final = frozenset({
    "math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom",
    "mprescripts", "mroot", "mrow", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd",
    "mtext", "mtr", "munder", "munderover", "none",
})  # fmt: skip
_ATTRIBUTES: Final = frozenset({
    "accent", "accentunder", "columnalign", "columnlines", "columnspacing", "depth", "display",
    "displaystyle", "fence", "form", "height", "largeop", "linethickness", "lspace", "mathcolor",
    "mathsize", "mathvariant", "maxsize", "minsize", "movablelimits", "notation", "rowlines", "rowspacing",
    "rspace", "scriptlevel", "separator", "stretchy", "symmetric", "voffset", "width",
})  # fmt: skip


def formulas(shown: str) -> Mapping[str, str]:
    r"""Return the MathML of the formulas in HTML by their source, `\(…\)` or `\[…\]`.

    A formula that cannot be converted is left out: better its source than half of it.
    """
    sources = {html.unescape(found[0]) for found in _FORMULA.finditer(shown)}
    converted = {source: _mathml(source) for source in sorted(sources)}
    return {source: mathml for source, mathml in converted.items() if mathml}


@lru_cache(maxsize=1024)
def _mathml(source: str) -> str:
    from latex2mathml.converter import convert  # noqa: PLC0415 - most pages have no formulas

    tex = source[2:-2].strip()
    for ours, theirs in _LIKE.items():
        tex = tex.replace(ours, theirs)
    try:
        root = etree.fromstring(convert(tex, display="block" if source[1] == "[" else "inline"))
    except Exception:  # the converter stumbles over what it does not know in many ways
        return ""
    for element in root.iter():
        # A command that it does not know comes out as an identifier.
        if etree.QName(element).localname not in _ELEMENTS or (element.text or "").startswith("\\"):
            return ""
        for name in set(element.attrib) - _ATTRIBUTES:
            del element.attrib[name]
    return etree.tostring(root, encoding="unicode")
