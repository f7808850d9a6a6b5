"""Read a line as the reason for or against options, in the order of how surely it names them.

First a heading that asks why (「Bが不正解な理由」, "Why not B?"), then a letter, then a name before a mark.
"""

from ankibuild.items.item import Item, Reason
from ankibuild.items.letters import canonical
from ankibuild.items.marks import bare_option, meaning
from ankibuild.items.nouns import NOUN
from ankibuild.items.reason_by_letter import by_letter, by_topic
from ankibuild.model import Line
from ankibuild.patterns import lazily
from ankibuild.text import cut, fold, tail_of
from ankibuild.words import Words


def reason(line: Line, item: Item, words: Words, *, refuting: bool, listed: bool = False) -> Reason | None:
    """Read a line as a reason for one or more options, or return None.

    Below a label such as 不正解 (`refuting`), and in a bullet (`listed`), a sentence that is about an option tells
    of it, even without a judgement.
    """
    if line.text.rstrip().endswith(("?", "？")):
        return _why_heading(line, item)  # whatever letter it begins with, it asks
    bare, verdict = bare_option(line, words)
    return (
        _why_heading(line, item)
        or by_letter(bare, verdict, item, words)
        or by_topic(line, item, words, refuting=refuting, listed=listed)
        or _by_mark(bare, item, words)
    )


_WHY = lazily(
    rf"\W*{{why}}?\s*(?P<name>(?:{NOUN})?\s*(?P<letter>[a-z{{kana}}]|\d{{1,2}}))"
    r"\s*(?:{topic}|[{objects}])?\s*(?:(?P<wrong>{wrong_word}|{denial})|(?P<right>{right_word})|{of}(?P<said>{reason_word})(?=\s*:))"
    r"{adnominal}?{ground}?[\s*]*(?:$|[?:][?\s*:]*|(?:→|->|⇒)\s*)"
)
_WHY_NOT = lazily(
    r"\W*(?:{why_not}\s+(?P<name>[^?:]+?)(?:\s+{key_word})?|{why}\s*(?P<japanese>[^?:]+?)\s*{is_none})[\s*]*(?:$|[?:][?\s*:]*|\s-{1,2}\s+)"
)


def _why_heading(line: Line, item: Item) -> Reason | None:
    """Read 「Bが不正解な理由」, "Why B is wrong", "Why not B? It …": the reason stands behind or below."""
    folded = fold(line.text)
    found = _WHY.match(folded)
    option = item.named(canonical(found["letter"])) if found else None
    if found and option:
        right: bool | None = not found["wrong"]
        if found["said"]:  # Cの理由：
            right = bool(option.right) if item.right else None
        return Reason((option,), right, tail_of(line, found.end()))
    found = _WHY_NOT.match(folded)
    options = item.said(found["name"] or found["japanese"]) if found else ()
    return Reason(tuple(options), False, tail_of(line, found.end())) if found and options else None


_MARKED = lazily(r"(?P<name>\S.{1,40}?)\s*(?P<mark>[❌×✕✗✖⭕○〇◯✅])\ufe0f?\s+(?P<why>\S.*)")


def _by_mark(line: Line, item: Item, words: Words) -> Reason | None:
    """Read `環境変数 ❌ 先に読まれる`: a name of a listed option, a mark, the reason."""
    found = _MARKED.fullmatch(fold(line.text))
    right = meaning(found["mark"], words) if found else None
    if not found or right is None:
        return None
    name = line.text[: found.end("name")].strip("「」`* ")
    option = item.like(name) or item.nearly(name) or item.holding(name)
    return Reason((option,), right, cut(line, found.start("why"))) if option else None


def names_why_not(line: Line, item: Item) -> bool:
    """Tell "Why not B?" from a label that opens the reasons against all others."""
    return _why_heading(line, item) is not None
