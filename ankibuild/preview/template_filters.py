"""The filters of Anki's card templates, such as `{{cloze:Text}}`, as found by running Anki."""

import hashlib
import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

_MARKUP: Final = re.compile(r"<!--.*?-->|<(style|script)\b.*?</\1>|<.*?>", re.DOTALL | re.IGNORECASE)
_RUBY: Final = re.compile(r" ?([^ >]+?)\[(.+?)\]")
_CLOZE_TOKEN: Final = re.compile(r"\{\{c([\d,]+)::|\}\}")
_FORMULA: Final = re.compile(r"(\\[(\[])(.*?)(\\[\])])", re.DOTALL)
_NAMED: Final = {"<": "&lt;", ">": "&gt;", '"': "&quot;", "&": "&amp;"}
_HINT: Final = """
<a class=hint href="#"
onclick="this.style.display='none';
document.getElementById('hint{id}').style.display='block';
return false;" draggable=false>
{name}</a>
<div id="hint{id}" class=hint style="display: none">{text}</div>
"""
"""Anki's own markup, which style sheets of learners go by."""


@dataclass(frozen=True, slots=True)
class Side:
    """Which side of which card is filled: the number of its cloze, and whether it is the question."""

    cloze: int
    question: bool


Filter = Callable[[str, str, Side], str]
"""Changes the text of a field, told the field's name and the side of the card."""


def apply(filters: Sequence[str], text: str, name: str, side: Side) -> str:
    """Apply filters in turn; one that Anki does not bring (it would be an add-on's) changes nothing."""
    if filters and filters[-1] == "type":  # typing the answer ends all other filters
        kind = f"{filters[0]}:" if filters[0] in ("cloze", "nc") else ""
        return f"[[type:{kind}{name}]]"
    for each in filters:
        if each.startswith("tts "):
            text = f"[anki:tts lang={each[4:]}]{text}[/anki:tts]"
        elif each in FILTERS:
            text = FILTERS[each](text, name, side)
    return text


def _text(text: str, _name: str, _side: Side) -> str:
    text = _MARKUP.sub("", text)
    return html.unescape(text).replace("\u00a0", " ") if "&" in text else text


def _hint(text: str, name: str, _side: Side) -> str:
    if not text.strip():
        return text
    return _HINT.format(id=hashlib.sha256((text + name).encode()).hexdigest()[:16], name=name, text=text)


def _ruby(form: str) -> Filter:
    """Return the filter that writes `漢字[かんじ]` in a form; sounds look alike and are left alone."""

    def change(text: str, _name: str, _side: Side) -> str:
        return _RUBY.sub(
            lambda found: found[0] if found[2].startswith("sound:") else found.expand(form),
            text.replace("&nbsp;", " "),
        )

    return change


# --- clozes -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Cloze:
    """`{{c1,2::inside::hint}}`; its text up to the first `::` belongs to it, what follows is the hint."""

    numbers: str
    inside: "list[str | _Cloze]" = field(default_factory=list)
    hint: str | None = None

    def holds(self, number: int) -> bool:
        return str(number) in (each.lstrip("0") for each in self.numbers.split(","))

    @property
    def ordinals(self) -> str:
        return ",".join(str(int(each)) for each in self.numbers.split(",") if each)


def _parse_clozes(text: str) -> list[str | _Cloze]:
    """Take a text apart; a cloze that is never closed is lost, as in Anki."""
    top = _Cloze("")
    open_: list[_Cloze] = [top]
    at = 0
    for token in _CLOZE_TOKEN.finditer(text):
        _say(open_, text[at : token.start()])
        at = token.end()
        if token[1]:
            open_.append(_Cloze(token[1]))
        elif len(open_) > 1:
            done = open_.pop()
            open_[-1].inside.append(done)
        else:
            top.inside.append(token[0])
    _say(open_, text[at:])
    return top.inside


def _say(open_: list[_Cloze], text: str) -> None:
    cloze = open_[-1]
    if len(open_) > 1 and "::" in text:
        text, _, cloze.hint = text.partition("::")
    cloze.inside.append(text)


def _cloze(text: str, _name: str, side: Side) -> str:
    nodes = _parse_clozes(text)
    if not any(cloze.holds(side.cloze) for cloze in _all_clozes(nodes)):
        return ""
    shown = "".join(_reveal(node, side) for node in nodes)
    return _FORMULA.sub(lambda found: found[1] + _MARKUP.sub("", found[2]) + found[3], shown)


def _reveal(node: str | _Cloze, side: Side) -> str:
    if isinstance(node, str):
        return node
    inside = "".join(_reveal(each, side) for each in node.inside)
    if not node.holds(side.cloze):
        return f'<span class="cloze-inactive" data-ordinal="{node.ordinals}">{inside}</span>'
    if not side.question:
        return f'<span class="cloze" data-ordinal="{node.ordinals}">{inside}</span>'
    hidden = "".join(_attribute(inside))
    return f'<span class="cloze" data-cloze="{hidden}" data-ordinal="{node.ordinals}">[{_gap(node)}]</span>'


def _gap(cloze: _Cloze) -> str:
    return "..." if cloze.hint is None else cloze.hint


def _cloze_only(text: str, _name: str, side: Side) -> str:
    """Return only what the gaps of the card say: their hints on the front, their texts on the back."""
    mine = [cloze for cloze in _all_clozes(_parse_clozes(text)) if cloze.holds(side.cloze)]
    if side.question:
        return ", ".join(map(_gap, mine))
    return ", ".join(map(_opened, mine))


def _opened(cloze: _Cloze) -> str:
    return "".join(node if isinstance(node, str) else _opened(node) for node in cloze.inside)


def _all_clozes(nodes: Sequence[str | _Cloze]) -> Iterator[_Cloze]:
    for node in nodes:
        if isinstance(node, _Cloze):
            yield node
            yield from _all_clozes(node.inside)


def _attribute(text: str) -> Iterator[str]:
    """Yield the characters of an attribute in Anki's spelling."""
    for char in text:
        plain = ord(char) >= 256 or (char.isascii() and char.isalnum())  # noqa: PLR2004 - Latin-1 ends there
        yield char if plain else _NAMED.get(char, f"&#x{ord(char):02X};")


FILTERS: Final[dict[str, Filter]] = {
    "text": _text,
    "hint": _hint,
    "furigana": _ruby(r"<ruby><rb>\1</rb><rt>\2</rt></ruby>"),
    "kana": _ruby(r"\2"),
    "kanji": _ruby(r"\1"),
    "cloze": _cloze,
    "cloze-only": _cloze_only,
}
