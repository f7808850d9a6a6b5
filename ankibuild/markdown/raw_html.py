"""Raw HTML between the blocks of a page: what of it is HTML at all, and how it is kept to itself."""

import re
from collections.abc import Collection, Iterable, Iterator
from html import escape
from itertools import takewhile
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block

from ankibuild.markdown.elements import NO_MARKUP, OPEN_FOR_LONG, PROGRAMS, is_left_open, unknown_element
from ankibuild.markdown.foreign import FOREIGN, end_of, link, shown
from ankibuild.patterns import lazily

_START: Final = lazily(r"<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]*)(?=[\s/>]|$)(?P<rest>[^>]*>?)")
_TAG: Final = lazily(
    r"<!--.*?-->|<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]*+)"
    r"[^\"'<>]*+(?:(?:\"[^\"]*+\"|'[^']*+')[^\"'<>]*+){0,60}+>",  # nobody writes more attributes
    re.DOTALL,
)
_END: Final = re.compile(r"</([A-Za-z][\w:.-]*+)")
_SILENT: Final = frozenset((*PROGRAMS, "title", "template"))
_RAW_TEXT: Final = frozenset(("textarea", "xmp", "noembed", "noframes", "plaintext", "listing", "iframe"))
_LITERAL: Final = frozenset(("pre", "textarea"))
"""Elements of which CommonMark has the block end at the end tag of any of its kind, `</script>` too."""
_ONE_PIECE: Final = frozenset((*FOREIGN, *_LITERAL, *PROGRAMS, "audio", "video"))
"""Elements that a blank line does not end."""
_HIDING: Final = frozenset(("audio", "video", "rt", "rp"))
_WHOLE: Final = _SILENT | _RAW_TEXT | _HIDING
"""Elements that take what stands in them for something else than HTML, or do not show it."""
_DROPPED: Final = frozenset(
    ("html", "head", "body", "noscript", "object", "embed", "frameset", "frame", "select")
)


# --- what is a block of HTML -------------------------------------------------------------------------


def add_html_rule(blocks: MarkdownIt) -> None:
    """Let only what is meant for HTML be a block of HTML; what names an element is text."""
    blocks.block.ruler.at("html_block", _html_rule, {"alt": ["paragraph", "reference", "blockquote"]})


def _html_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    line = state.src[at : state.eMarks[start]]
    if not line.startswith("<") or state.is_code_block(start) or not _is_html(state, line, at):
        return False
    found = _START.match(line)
    closing = f"</{found['name'].lower()}" if found else ""
    if silent or closing[2:] not in _ONE_PIECE or _last(state, closing) < at:
        return html_block(state, start, end, silent)
    return _whole(state, start, end, closing)


def _whole(state: StateBlock, start: int, end: int, closing: str) -> bool:
    """Take the lines up to the closing tag, blank ones among them: a drawing is one piece."""
    inside = takewhile(lambda n: state.isEmpty(n) or state.sCount[n] >= state.blkIndent, range(start, end))
    lines = ((n, state.src[state.bMarks[n] : state.eMarks[n]].lower()) for n in inside)
    ends = _ends(lines, closing)
    last = next((n for n, balanced in ends if balanced or closing[2:] not in FOREIGN), start)
    token = state.push("html_block", "", 0)
    token.map = [start, last + 1]
    token.content = state.getLines(start, last + 1, state.blkIndent, True)
    state.line = last + 1
    return True


def _ends(lines: Iterable[tuple[int, str]], closing: str) -> Iterator[tuple[int, bool]]:
    """Yield the lines that hold an end tag, and whether each one that was begun has its own up to there."""
    begun = ended = 0
    for n, line in lines:
        begun += line.count(closing.replace("/", ""))
        ended += line.count(closing)
        if closing in line:
            yield n, ended >= begun


def _is_html(state: StateBlock, line: str, at: int) -> bool:
    """Tell HTML from a line that begins with the name of an element, and from what is never closed."""
    if line.startswith("<!--"):
        return _last(state, "-->") > at
    found = _START.match(line)
    if not found:
        return False  # a processing instruction or a declaration: <?php, <!DOCTYPE html>
    name = found["name"].lower()
    if name in PROGRAMS or name in FOREIGN:
        return not found["end"] and _last(state, f"</{name}") > at and _fills_its_lines(state, name, at)
    if name in _LITERAL and not found["end"] and _last(state, f"</{name}") < at:
        return False
    if found["end"] or name in OPEN_FOR_LONG or "=" in found["rest"]:
        return True
    said = _TAG.sub("", line[found.end() :]).strip()
    return not said or (name not in NO_MARKUP and _last(state, f"</{name}") > at)


def _fills_its_lines(state: StateBlock, name: str, at: int) -> bool:
    """Tell whether an element has its lines to itself: no text behind its start tag, or none behind its end."""
    page = _lower(state)
    behind = (page[place:].partition("\n")[0] for place in (at, page.find(f"</{name}", at)))
    return any(not _TAG.sub("", line).strip() for line in behind)


def _lower(state: StateBlock) -> str:
    """Return the page in small letters, made once."""
    if "lower" not in state.env:
        state.env["lower"] = state.src.lower()
    return str(state.env["lower"])


def _last(state: StateBlock, what: str) -> int:
    """Return where something stands last on the page, looked for once."""
    places: dict[str, int] = state.env.setdefault("last", {})
    if what not in places:
        places[what] = _lower(state).rfind(what)
    return places[what]


# --- what stands in it -------------------------------------------------------------------------------


def closed_names(page: str) -> frozenset[str]:
    """Return the names of all elements that are closed somewhere on a page."""
    found = frozenset(_END.findall(page))
    return found | {name.lower() for name in found}


def tame(html: str, closed: Collection[str]) -> str:
    """Return a block of HTML in which nothing swallows what stands behind it; line ends keep their number.

    Of elements that nobody knows, those that are `closed` on the page may be components: others are placeholders.
    """
    out: list[str] = []
    place, last = 0, html.rfind(">")
    while (at := html.find("<", place, last)) >= 0:
        out.append(html[place:at])
        piece, place = _piece(html, at, closed)
        out.append(piece)
    return "".join(out) + html[place:].replace("<", "&lt;")


def _piece(html: str, at: int, closed: Collection[str]) -> tuple[str, int]:
    """Return what takes the place of the tag or element at a place, and where that ends."""
    text = ("&lt;", at + 1)
    found = _TAG.match(html, at)
    if not found:
        return text
    tag, name = found[0], (found["name"] or "").lower()
    if found["end"]:
        return _line_ends(tag) if name in _DROPPED | _RAW_TEXT | _SILENT else tag, found.end()
    if is_left_open(name, closed) or (unknown_element(tag) and found["name"] not in closed):
        return text
    if name in FOREIGN:
        return _foreign(html, at) or text
    if name in _WHOLE:
        return _whole_element(html, found) or text
    return (link(tag) + _line_ends(tag) if name in _DROPPED else tag), found.end()


def _foreign(html: str, at: int) -> tuple[str, int] | None:
    end = end_of(html, at)
    picture = shown(html[at:end]) if end > 0 else ""
    return (picture + _line_ends(html[at:end]), end) if picture else None


def _whole_element(html: str, start: re.Match[str]) -> tuple[str, int] | None:
    """Return an element that must be closed; of fields for text the text, of a frame the link alone."""
    end = re.compile(rf"</{start['name']}\b[^>]*>", re.IGNORECASE).search(html, start.end())
    if not end:
        return None
    name = start["name"].lower()
    if name in _HIDING:
        return start[0], start.end()
    inside = html[start.end() : end.start()]
    if name in _SILENT:  # a `<!--` in a program would hide its end from a parser
        return f"{start[0]}{inside.replace('<!--', '')}{end[0]}", end.end()
    said = _line_ends(inside) if name == "iframe" else escape(inside, quote=False)
    return link(start[0]) + _line_ends(start[0]) + said, end.end()


def _line_ends(text: str) -> str:
    return "\n" * text.count("\n")
