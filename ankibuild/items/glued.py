"""Verdicts glued to an option's text, before or behind it, and sentences that state the right option.

`不正解の理由「手動で行う。」`, `不正解：手動で行う`, `手動で行う。は不正解です。手間がかかる。`,
`「手動で行う」が正解！`
"""

from msgspec import Struct

from ankibuild.items.marks import bare_option, meaning
from ankibuild.model import Line
from ankibuild.patterns import lazily
from ankibuild.text import cut, fold, strip_pair
from ankibuild.values import replace
from ankibuild.words import Words

_VERDICT = r"(?:(?P<wrong>{wrong_word})|(?P<right>{right_word}))"
_BEFORE = lazily(
    rf"[\s*_]*{_VERDICT}(?:"
    # glued without a separator: 正解の理由再送が自動で…; 正解の理由は二つある is a sentence
    r"(?P<reason>{is_because})(?![{particles}、])[:：\s]*|{of_option}?{copula}?\s*(?:[:：→⇒]+\s*|(?=[「『])))"
)
_REASON_BEHIND = lazily(r"[「『](?P<option>[^「」『』]+)[」』]\s*(?:[:：…→⇒]+|->|=>|\s-)\s*(?=\S)")
_BEHIND = lazily(
    r"(?P<option>.{4,}?)(?:(?<=[」』。.])|(?<![{joining}])(?=[、,]?\s*(?:{topic}|→|⇒|->)))[、,\s]*"
    r"(?:{this}?{topic}|→|⇒|->|:)?、?\s*(?P<verdict>{wrong_word}|{right_word}|×|✕|✖|❌|⭕|○|〇|◯|✅)\ufe0f?"
    r"{copula}?(?:[。.!]*\s*$|[。!:]\s*(?P<why>\S.*)$)"
)
_STATED = lazily(
    r"「(?P<option>[^「」]{2,80})」\s*{is_chosen}\s*{best_word}"
    r"|{solution_word}{topic}?[、:：]?\s*「(?P<solution>[^「」]{2,80})」"
    r"|{solution_word}{topic}、(?P<told>[^「」。]{6,90}?){nominal}?{copula}?[。！!]\s*$"
    r"|[\"“](?P<english>[^\"“”]{2,120})[\"”]\s+{is_best}"
    r"|^[^\w「]*+(?!{pointer})(?P<plain>[^「」、,？?]{4,80}?)。?\s*{is_chosen}\s*{key_word}{copula}?[!！。\s]*$"
)


class Glued(Struct, frozen=True):
    """An option without the verdict glued to it, what it says, and the reason behind it (no text: none)."""

    option: Line
    right: bool
    why: Line
    is_reason: bool = False
    """Whether the text is said to be the reason and no option: 正解の理由…."""


def glued(line: Line, words: Words) -> Glued | None:
    """Read a verdict glued to the start or the end of a text; None when there is none."""
    return _before(line) or _behind(line, words)


def _before(line: Line) -> Glued | None:
    found = _BEFORE.match(line.text)
    if not found or not line.text[found.end() :].strip():
        return None
    rest = cut(line, found.end())
    right = bool(found["right"])
    if behind := _REASON_BEHIND.match(rest.text):  # 「手動で行う」：手間がかかる。
        return Glued(cut(rest, *behind.span("option")), right, cut(rest, behind.end()))
    start, end = strip_pair(rest.text)
    quoted = (start, end) != (0, len(rest.text))
    return Glued(cut(rest, start, end), right, _nothing(line), bool(found["reason"]) and not quoted)


def _behind(line: Line, words: Words) -> Glued | None:
    folded = fold(line.text)
    found = _BEHIND.fullmatch(folded)
    right = meaning(found["verdict"], words) if found else None
    if not found or right is None:
        return None
    option, _ = bare_option(cut(line, 0, len(found["option"].rstrip("、, "))), words)
    why = cut(line, found.start("why")) if found["why"] else _nothing(line)
    return Glued(option, right, why)


def stated_right(line: Line) -> Line | None:
    """Return the option that a sentence states to be the right one: 「…」が正解, 解決策は「…」."""
    found = _STATED.search(line.text)
    name = next((name for name, text in found.groupdict().items() if text), "") if found else ""
    return cut(line, found.start(name), found.end(name)) if found and name else None


def _nothing(line: Line) -> Line:
    return replace(line, text="", html="")
