r"""Clean HTML for a field: only what a card needs, only classes that the templates know.

MathJax reads `\(` and `\[` through entities, `<wbr>` and comments (tried with Anki's own), so one that
is no formula is parted by an element.
"""

import re
import unicodedata
from functools import cache, lru_cache
from html import unescape
from itertools import accumulate
from typing import Final

from nh3 import Cleaner

from ankibuild.markdown.classes import CALLOUTS, EMBED_CLASS, LINK_CLASS
from ankibuild.markdown.highlight import highlight
from ankibuild.patterns import lazily
from ankibuild.text import is_visible

KNOWN_CLASSES: Final = frozenset({
    "callout", "note", "tip", "important", "warning", "caution", "footnote", "options", "many", "long", "short", "end",
    "fold", "tappable", "hl-k", "hl-n", "hl-s", "hl-m", "hl-c",
})  # fmt: skip
"""Every class that a field may hold; the style sheet knows them."""

_TAGS: Final = frozenset({
    "a", "audio", "b", "blockquote", "br", "code", "del", "div", "em", "hr", "i", "img", "kbd", "li",
    "mark", "ol", "p", "pre", "rp", "rt", "ruby", "s", "small", "span", "strong", "sub", "sup", "table",
    "tbody", "td", "th", "thead", "tr", "u", "ul", "video", "wbr",
})  # fmt: skip
_MATHML: Final = frozenset({
    "math", "menclose", "merror", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom",
    "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd",
    "mtext", "mtr", "munder", "munderover", "none", "semantics",
})  # fmt: skip
_UNSEEN: Final = frozenset({
    "annotation", "annotation-xml", "head", "iframe", "object", "script", "style", "svg", "template", "title",
})  # fmt: skip
_CELL = frozenset(("align", "colspan", "rowspan"))
_ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "audio": {"src", "alt", "controls"},
    "img": {"src", "alt", "title", "width", "height"},
    "li": {"value"},
    "math": {"display"},
    "mi": {"mathvariant"},
    "ol": {"start"},
    "pre": {"data-info"},
    "td": _CELL,
    "th": _CELL,
    "video": {"src", "controls", "width", "height"},
}
_AS_TITLE = "h[1-6]|summary|dt|caption|figcaption"
_AS_BLOCK = "address|article|aside|center|dd|dl|details|figure|footer|form|header|main|nav|section"
_BLOCK_TAG = lazily(rf"<(/?)(?:({_AS_TITLE})|(?:{_AS_BLOCK}))\b(?:\"[^\"]*\"|[^\">])*>", re.IGNORECASE)

_MEDIA: Final = ("<img", "<audio", "<video")
_MEDIA_TAG = lazily(r"(?P<name><(?:img|audio|video))\b(?:\"[^\"]*\"|'[^']*'|[^\"'>])*>", re.IGNORECASE)
_OWN_SOURCE = lazily(r"[\s\"']src\s*=", re.IGNORECASE)
_LATER_SOURCE = lazily(r"\s(?:data-src|data-original|srcset)\s*=\s*[\"']\s*([^\"',\s]+)", re.IGNORECASE)
# `C:`, `file:`, `attachment:`: the cleaner would drop the address, and nobody would hear of the picture.
_ODD_SCHEME = lazily(
    r"(\ssrc\s*=\s*[\"']?)\s*(?!(?:https?|data|mailto|javascript|vbscript):)(?=[a-z][\w+.-]*:)", re.IGNORECASE
)
_CONTROL = lazily("[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff]")
_PLAIN = lazily(r"[^<>&\\\xa0]*")
_NOTHING = lazily(r'(<(?:span|blockquote))(?: class="")(?=>)|<img(?![^>]* src=)(?:"[^"]*"|[^">])*>')
_NOTE_LINK = lazily(
    rf'<span class="(?:{LINK_CLASS}|{EMBED_CLASS})">((?:<a href="[^">]*">)?[^<]*(?:</a>)?)</span>'
)
_CODE_BLOCK = lazily(r'<pre data-info="([^"]*)"><code>(.*?)</code></pre>', re.DOTALL)
_CODE_END = lazily(r"\n+(?=</code></pre>)")
_TEX = lazily(
    r"<(?P<code>pre|code)\b.*?</(?P=code)>"
    r'|<span class="math">(?P<formula>\\\([^<]*?\\\)|\\\[[^<]*?\\\])\s*</span>'
    r'|(?P<cut><span class="math">)'
    r"|<(?:\"[^\"]*\"|[^\">])*>"
    r"|\\(?P<bracket>[(\[])",
    re.DOTALL,
)
_ANKIS = lazily(r"(?P<tag><(?:\"[^\"]*\"|[^\">])*>)|\[(?=/?(?:latex|\$\$?)\]|/?anki:\w)", re.IGNORECASE)
_LONE_ITEM = lazily(r"<(ul|ol)\b[^>]*><li>(<(ul|ol)\b.*</\3>)</li></\1>", re.DOTALL)
_EDGE = r"(?:\s|<br>|<wbr>)+"
_EDGES = lazily(rf"^{_EDGE}|{_EDGE}$")
_BREAKS = ("<br>", "<wbr>")
_TAG = lazily(r"<(?:\"[^\"]*\"|[^\">])*>")
_BEGUN = lazily(r"(?:<(?:\"[^\"]*\"|[^\">])*>)*(?P<text>[^<&]+)")
"""The tags and the text at the head of HTML."""
_SHOWN = lazily(r"<(?:img|audio|video)\b[^>]*\bsrc=")


@lru_cache(maxsize=1024)
def clean(html: str) -> str:
    """Return the HTML of a part as it goes into a field: safe, in NFC, "" if there is nothing to see.

    The pairs of an item share their prompt and their right option.
    """
    html = _CONTROL.sub("", unicodedata.normalize("NFC", html))
    if _PLAIN.fullmatch(html):
        return _as_text(html.strip())
    if LINK_CLASS in html or EMBED_CLASS in html:
        html = _NOTE_LINK.sub(r"\1", html)
    if any(tag in html for tag in _MEDIA):
        html = _MEDIA_TAG.sub(_named, html)
    html = _cleaner().clean(_BLOCK_TAG.sub(_usual_block, html))
    if "<img" in html or 'class=""' in html:
        html = _NOTHING.sub(r"\1", html)
    if "<pre" in html:
        html = _CODE_END.sub("", _CODE_BLOCK.sub(_coloured, html))
    if "\\" in html:
        html = _TEX.sub(_mathjax, html)
    html = _without_paragraph(_whole_list(_trimmed(html)))
    return "" if is_blank(html) else _as_text(html)


def _as_text(html: str) -> str:
    """Part the brackets of what Anki would take for LaTeX to run, or for text to be read out."""
    return _ANKIS.sub(lambda found: found["tag"] or "<span>[</span>", html) if "[" in html else html


def _named(tag: re.Match[str]) -> str:
    """Let a picture name its file: by what a page loads later, and whatever the scheme of its address."""
    html = tag[0]
    if not _OWN_SOURCE.search(html) and (later := _LATER_SOURCE.search(html)):
        html = (
            f'{html[: tag.end("name") - tag.start()]} src="{later[1]}"{html[tag.end("name") - tag.start() :]}'
        )
    return _ODD_SCHEME.sub(r"\1./", html)


def is_blank(html: str) -> bool:
    """Tell whether the HTML shows nothing; Anki takes a front of `<br>` for a filled one."""
    if "<" not in html:
        return not is_visible(unescape(html))
    if (begun := _BEGUN.match(html)) and is_visible(begun["text"]):
        return False  # as nearly all
    return not _SHOWN.search(html) and not is_visible(unescape(_TAG.sub("", html)))


@cache
def _cleaner() -> Cleaner:
    return Cleaner(
        tags=set(_TAGS | _MATHML),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        allowed_classes={"span": {"math", "footnote"}, "blockquote": {"callout", *CALLOUTS}},
        clean_content_tags=set(_UNSEEN),
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
        attribute_filter=_attribute,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Drop links that lead nowhere from a card: to other notes, to anchors."""
    if tag == "a" and name == "href" and not value.startswith(("http://", "https://", "mailto:")):
        return None
    return value


def _usual_block(tag: re.Match[str]) -> str:
    """Write headings and titles as bold paragraphs, other blocks as `div`."""
    if not tag[2]:
        return f"<{tag[1]}div>"
    return "</strong></p>" if tag[1] else "<p><strong>"


def _coloured(block: re.Match[str]) -> str:
    info, code = unescape(block[1]), unescape(block[2])
    return f"<pre><code>{highlight(code, info)}</code></pre>"


def _mathjax(found: re.Match[str]) -> str:
    if found["formula"]:
        return found["formula"]
    if found["cut"]:
        return "<span>"
    return f"<span>\\</span>{found['bracket']}" if found["bracket"] else found[0]


def _whole_list(html: str) -> str:
    """Put a list around bare items, and take off one whose only item is a list: parts are cut from lists."""
    if html.startswith("<li>") and html.endswith("</li>"):
        html = f"<ul>{html}</ul>"
    while (found := _LONE_ITEM.fullmatch(html)) and _is_balanced(found[2]):
        html = found[2]
    return html


def _is_balanced(html: str) -> bool:
    """Tell whether no item ends here that did not begin here."""
    steps = accumulate(1 if tag == "<li" else -1 for tag in re.findall(r"<li\b|</li>", html))
    return min(steps, default=0) >= 0


def _without_paragraph(html: str) -> str:
    """Take the `<p>` off when it holds everything."""
    if html.startswith("<p>") and html.endswith("</p>") and html.count("</p>") == 1:
        return _trimmed(html[3:-4])
    return html


def _trimmed(html: str) -> str:
    """Take off the blanks and line breaks at both ends; of most texts one look at these says that there are none."""
    inside = not html[:1].isspace() and not html.startswith(_BREAKS)
    if inside and not html[-1:].isspace() and not html.endswith(_BREAKS):
        return html
    return _EDGES.sub("", html)
