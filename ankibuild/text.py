"""Small tools over plain text and inline HTML: folding, trimming, cutting."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from html import unescape

from ankibuild.model import Line
from ankibuild.patterns import lazily
from ankibuild.remembering import remembered

# One character for one, so that places in the folded text are places in the text.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDTH |= {
    0x3000: 0x20,
    0x00A0: 0x20,
    0x30FB: ord("・"),
    0xFE0F: ord(" "),
    0x200B: ord(" "),
    0x2003: ord(" "),
    0x2002: ord(" "),
}
_WIDTH |= {
    ord("〜"): ord("~"),
    ord("−"): ord("-"),
    ord("–"): ord("-"),
    ord("—"): ord("-"),
    ord("’"): ord("'"),
}
_WIDTH |= {ord("“"): ord('"'), ord("”"): ord('"'), ord("｢"): ord("「"), ord("｣"): ord("」")}
_LATIN = (*range(ord("A"), ord("Z") + 1), *range(0xC0, 0x250), *range(0x1E00, 0x1F00))
_LOWER = {code: ord(lower) for code in _LATIN if len(lower := chr(code).lower()) == 1}
_WIDTH_LOWER = _WIDTH | _LOWER | {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}


def _one_for_one(table: Mapping[int, int]) -> Callable[[str], str]:
    """Return what `str.translate` would: that asks for each character, and most stay as they are."""
    changed = {chr(old): chr(new) for old, new in table.items()}
    signs = lazily(f"[{re.escape(''.join(changed))}]")
    return lambda text: signs.sub(lambda found: changed[found[0]], text)


_NARROW, _FOLDED = _one_for_one(_WIDTH), _one_for_one(_WIDTH_LOWER)


# What Unicode lets no program draw (Default_Ignorable_Code_Point), controls, and the blanks that are letters.
_SEEN = lazily(
    r"[^\s\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def is_visible(text: str) -> bool:
    """Tell whether a reader sees anything of a text: zero-width characters and blank Braille are nothing."""
    return _SEEN.search(text) is not None


PAIRS = {"「": "」", "『": "』", "“": "”", "《": "》", "〈": "〉"}


@remembered
def narrow(text: str) -> str:
    """Fold full-width forms to half-width, one character for one; keeps the letters' case."""
    return text if text.isascii() else _NARROW(text)


def is_western(text: str) -> bool:
    """Tell a text without kana, hanzi or hangul, whatever its accents: a letter in it may be a word, "A vela"."""
    # a pattern of so many characters takes 3 ms to compile
    return text.isascii() or not any(
        "\u1100" <= sign <= "\u11ff" or "\u2e80" <= sign <= "\uffef" for sign in text
    )


def is_hangul(sign: str) -> bool:
    """Tell a syllable of Korean."""
    return "\uac00" <= sign <= "\ud7a3"


@remembered
def fold(text: str) -> str:
    """Fold width and case, one character for one: for comparing and for matching words of the notes."""
    return text.lower() if text.isascii() else _FOLDED(text)


def width(text: str) -> float:
    """Return how wide a text is, in full-width characters."""
    return sum(map(_width_of, text))


@cache
def _width_of(sign: str) -> float:
    return 1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.55


@remembered
def key_of(text: str) -> str:
    """Reduce a text to what identifies it: no spaces, no punctuation at its ends, width and case folded."""
    return "".join(fold(text).split()).strip("。.,、:;!?！？・*_`\"'「」『』()[]【】")


@remembered
def end_of_prefix(text: str, prefix: str) -> int:
    """Return where `prefix` ends at the start of `text`, blanks, width and case aside; 0 when it is no prefix."""
    place, folded = 0, fold(text)
    for char in fold(prefix):
        if char.isspace():
            continue
        while place < len(folded) and folded[place].isspace():
            place += 1
        if place >= len(folded) or folded[place] != char:
            return 0
        place += 1
    return place


@remembered
def strip_pair(text: str) -> tuple[int, int]:
    """Return the range inside the brackets that stand around the whole text, else the whole range.

    「a」か「b」 is not bracketed as a whole: the first bracket closes before the end.
    """
    start, end = 0, len(text)
    while end - start > 1 and (close := PAIRS.get(text[start])) and text[end - 1] == close:
        inner = text[start + 1 : end - 1]
        if close in inner and _closes_early(text[start:end], text[start], close):
            break
        start, end = start + 1, end - 1
    return start, end


def _closes_early(text: str, opening: str, closing: str) -> bool:
    if opening == closing:
        return True
    depth = 0
    for place, char in enumerate(text):
        depth += (char == opening) - (char == closing)
        if depth == 0 and place < len(text) - 1:
            return True
    return False


def cut(line: Line, start: int, end: int | None = None) -> Line:
    """Return the line's text from `start` to `end` with the markup around it kept, blanks trimmed."""
    end = len(line.text) if end is None else min(end, len(line.text))
    while start < end and line.text[start].isspace():
        start += 1
    while end > start and line.text[end - 1].isspace():
        end -= 1
    if start == 0 and end == len(line.text):
        return line
    # a picture behind the last character belongs to the text before it
    html = _cut_html(line.html, start, end if line.text[end:].strip() else len(line.html) + end)
    return Line(line.number, line.text[start:end], html)


_TOKEN = lazily(
    r"<(/?)([a-zA-Z][\w-]*)([^>]*)>|(<!--.*?-->)|(&(?:#\d+|#x[0-9a-fA-F]+|\w+);)|(\s+)|(.)", re.DOTALL
)
_VOID = frozenset(("br", "img", "wbr", "hr", "input", "source"))


def tail_of(line: Line, start: int) -> Line:
    """Return what stands behind a place of a line; an empty line where only blanks do."""
    return cut(line, start) if line.text[start:].strip() else Line(line.number, "", "")


_REMARK = lazily(r"\s*[(（][^()（）]*[)）]$")


def without_remark(text: str) -> str:
    """Return a text without the brackets at its end."""
    return _REMARK.sub("", text)


def without_start(line: Line, pattern: re.Pattern[str]) -> Line:
    """Return a line without what a pattern matches at its start."""
    found = pattern.match(line.text)
    return cut(line, found.end()) if found else line


@remembered
def _cut_html(html: str, start: int, end: int) -> str:
    """Keep the characters start..end of the HTML's text (blanks folded to one, ruby text not counted)."""
    if "<" not in html and "&" not in html:
        return " ".join(html.split())[start:end]
    out: list[str] = []
    place, silent, blank = 0, 0, True
    for token in _TOKEN.finditer(html):
        closing, tag, _, comment, entity, space, char = token.groups()
        if tag:
            silent += (-1 if closing else 1) if tag in ("rt", "rp") else 0
            out += [token[0]] if tag not in _VOID or start <= place <= end else []
        elif silent and not comment:
            out += [token[0]] if start < place <= end else []
        elif (space and not blank) or entity or char:
            blank = bool(space)
            out += [" " if space else entity or char] if start <= place < end else []
            place += len(unescape(entity)) if entity else 1
    return _without_empty("".join(out))


_EMPTY = lazily(
    r"<(strong|em|b|i|u|s|del|mark|code|a|span|font|ruby|rt|rp|small|big|kbd|sub|sup)\b[^>]*>\s*</\1>"
)


def _without_empty(html: str) -> str:
    while (shorter := _EMPTY.sub("", html)) != html:
        html = shorter
    return html.strip()


_BOLD = lazily(
    r"\s*(?:<(?:em|i|u|span|font|mark)\b[^>]*>\s*)*<(?:strong|b)>(?P<bold>.*?)</(?:strong|b)>", re.DOTALL
)
_TAGS = re.compile(r"<[^>]+>")


@remembered
def plain(html: str) -> str:
    """Return the text of inline HTML."""
    return " ".join(unescape(_TAGS.sub("", html)).split())


def bold_prefix(line: Line) -> int:
    """Return how many characters at the line's start are bold (0: none)."""
    found = _BOLD.match(line.html) if "<" in line.html else None
    if not found:
        return 0
    text = plain(found["bold"])
    return len(text) if line.text.startswith(text) else 0


def has_picture(line: Line) -> bool:
    """Tell whether the line shows a picture, or plays a sound or a film."""
    html = line.html
    return "<" in html and ("<img" in html or "<audio" in html or "<video" in html)
