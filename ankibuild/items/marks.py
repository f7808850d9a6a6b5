"""Marks and verdicts around a text: ✅ ❌ ○ ×, （正解）, …は不正解です: take them off and say what they mean."""

from ankibuild.model import Line
from ankibuild.patterns import lazily, sought
from ankibuild.remembering import remembered
from ankibuild.text import cut, fold, strip_pair, tail_of
from ankibuild.words import PICTURES, Words

SYMBOLS = "✅⭕○〇◯✓✔☑◎❌✖×✕✗✘☓❎🙆🙅🟢🔴"
"""The signs that judge a text."""
ARROWS = frozenset(("→", "⇒", "->", "=>"))
"""The signs that point to what follows."""
RIGHT, WRONG = "✅", "❌"
"""Those that stand in the place of an author's or a site's own."""
# ○○ is a placeholder for a name, and 3×4 a product: a mark stands alone.
_LEADING = lazily(rf"\s*(?P<mark>[{SYMBOLS}])\ufe0f?\s?(?![{SYMBOLS}])\s*[:・]?\s*")
_PICTURES = lazily(rf"\s*(?![{SYMBOLS}])[{PICTURES}][{PICTURES}\s]*(?=\S)")
_LEADING_WORD = lazily(r"\s*[(\[【](?P<mark>[^)\]】\s]{1,9})[)\]】]\s*")
_TRAILING = lazily(
    rf"(?:(?<=[」』。]){{topic}}、?)?(?:[\s(\[【:→⇒←⇐]|[-=]>|(?<=\s)-{{1,2}}(?!-))*(?P<mark>[{SYMBOLS}])\ufe0f?\s*[)\]】!。.]*\s*$"
)
_TRAILING_WORD = sought(
    r"(?:\s*[(\[【<]\s*|\s*(?:←|⇐|<-+|<=|→|⇒|->|=>)\s*|\s*(?:\s-{1,2}|:)\s*(?=(?:{wrong_word}|{right_word})[!。.]*$)|\s{1,3}(?=(?:{wrong_key}|{right_key})[!。.]*$))(?P<mark>[^\s()\[\]【】<>←→⇒⇐]{1,9})\s*[)\]】>]*[!。.]*\s*$"
)
_BRACKETED = sought(r"\s*[(\[【](?P<mark>[^()\[\]【】]{3,28})[)\]】][!。.]*\s*$")
_GLUED = sought(
    r"(?:(?<=[。.」』）)])\s*|\s*){topic}、?\s*(?P<wrong>{wrong_word})?(?P<right>{right_word})?{copula}?[。.!]*\s*$"
)


# What the patterns above cannot do without: most lines have none of it.
_MARK = lazily(rf"[{SYMBOLS}]")
_SETS_OFF = sought(r"[(\[【<←⇐→⇒>:-]|{right_key}")
_JUDGES = sought("{wrong_word}|{right_word}")


def judge(line: Line, words: Words) -> tuple[Line, bool | None]:
    """Take marks and verdicts off both ends; say whether they call the text right, wrong or nothing (None)."""
    return _same(line, _judge(line, words))


def _off_start(line: Line, folded: str, words: Words, *, marked: bool) -> tuple[Line, bool | None] | None:
    """Take a mark or a word that judges off the start of a line; only one that is `marked` has a mark."""
    for pattern in (_LEADING, _LEADING_WORD) if marked else (_LEADING_WORD,):
        found = pattern.match(folded)
        if found and found.end() < len(folded) and (verdict := meaning(found["mark"], words)) is not None:
            return cut(line, found.end()), verdict
    return None


def _off_end(line: Line, folded: str, words: Words, *, marked: bool) -> tuple[Line, bool | None] | None:
    """Take a mark or a word that judges off the end of a line; a mark that is doubled judges nothing."""
    if not marked and not _SETS_OFF.search(folded):
        return None
    for pattern, said in _ENDINGS if marked else _ENDINGS[1:]:
        found = pattern.search(folded)
        if not found or not found.start():
            continue
        doubled = pattern is _TRAILING and folded[found.start() - 1] == found["mark"]
        if not doubled and (verdict := said(found["mark"], words)) is not None:
            return cut(line, 0, found.start()), verdict
    return None


@remembered
def _judge(line: Line, words: Words) -> tuple[Line, bool | None]:
    verdict: bool | None = None
    for _ in range(4):
        pictures = None if line.text[:2].isascii() else _PICTURES.match(line.text)
        shorter, found = _one(cut(line, pictures.end()) if pictures else line, words)
        if shorter is line:
            break
        line, verdict = shorter, verdict if found is None else found
    return line, verdict


def _same(line: Line, found: tuple[Line, bool | None]) -> tuple[Line, bool | None]:
    """Return what was found with the line itself, not one like it of another page, where nothing was taken off."""
    return (line, found[1]) if found[0] == line else found


def _one(line: Line, words: Words) -> tuple[Line, bool | None]:
    folded = fold(line.text)
    marked = bool(_MARK.search(folded))
    if taken := _off_start(line, folded, words, marked=marked) or _off_end(
        line, folded, words, marked=marked
    ):
        return taken
    found = _GLUED.search(folded) if _JUDGES.search(folded) else None
    if found and found.start() > 0 and bool(found["wrong"]) != bool(found["right"]):
        return cut(line, 0, found.start()), not found["wrong"]
    return line, None


def unmarked(line: Line) -> Line:
    """Take the mark off the start of a text that is known to be right or wrong."""
    found = _LEADING.match(fold(line.text))
    return cut(line, found.end()) if found and found.end() < len(line.text) else line


def meaning(mark: str, words: Words) -> bool | None:
    """Say what a mark or word judges: right, wrong or nothing."""
    bare = mark.strip(" :・。!")
    if bare in words.right_marks:
        return True
    return False if bare in words.wrong_marks else None


def _said_in_brackets(text: str, words: Words) -> bool | None:
    """Say what a label or a judgement in brackets behind a text says of it: (Resposta correta), 【正しい答え】."""
    told = Line(0, text.strip(), "")
    label = words.label(told)
    if label and label.kind == "answer" and not told.text[label.rest :].strip(" :。.!"):
        return True
    return lone_verdict(told, words)


_ENDINGS = ((_TRAILING, meaning), (_TRAILING_WORD, meaning), (_BRACKETED, _said_in_brackets))
"""What judges at the end of a text, and what says how; the first is a mark."""


def first_told(*verdicts: bool | None) -> bool | None:
    """Return the first verdict that says something."""
    return next((each for each in verdicts if each is not None), None)


def bare_option(line: Line, words: Words) -> tuple[Line, bool | None]:
    """Return an option's text without marks, verdicts and the 「」 around the whole, and what they judged."""
    return _same(line, _bare_option(line, words))


@remembered
def _bare_option(line: Line, words: Words) -> tuple[Line, bool | None]:
    line, verdict = judge(line, words)
    start, end = strip_pair(line.text)
    if (start, end) != (0, len(line.text)):
        inner, again = judge(cut(line, start, end), words)
        return inner, verdict if again is None else again
    return line, verdict


_BARE_MARK = lazily(
    rf"\s*[(\[【]?(?P<mark>[{SYMBOLS}]|{{marked_word}})\ufe0f?[)\]】:]\s*|\s*(?P<symbol>[{SYMBOLS}])\ufe0f?\s*[:・]?\s*"
)


# The letter in full width, typed as the mark ×; a name such as ｘ座標 goes on without a blank.
_WIDE_X = lazily(r"\s*[ｘＸ]\s+(?=\S)")


def verdict_before(line: Line, words: Words) -> tuple[Line, bool | None]:
    """Take a judgement off the start of a reason: 「不正解です。遅い」 → 遅い, False; None when there is none."""
    return _same(line, _verdict_before(line, words))


@remembered
def _verdict_before(line: Line, words: Words) -> tuple[Line, bool | None]:
    folded = fold(line.text)
    for pattern, right in ((words.wrong_verdict, False), (words.right_verdict, True)):
        if (found := pattern.match(folded)) and found.end():
            return tail_of(line, found.end()), right
    if found := _WIDE_X.match(line.text):
        return tail_of(line, found.end()), False
    if found := _BARE_MARK.match(folded):
        verdict = meaning(found["mark"] or found["symbol"], words)
        if verdict is not None:
            rest = tail_of(line, found.end())
            again, said = verdict_before(rest, words) if rest.text else (rest, None)
            return (again, verdict) if said == verdict else (rest, verdict)
    return line, None


def lone_verdict(line: Line, words: Words) -> bool | None:
    """Say what a line judges that is a judgement and nothing more: **Falsch**, ×; None for any other."""
    rest, said = verdict_before(line, words)
    return said if not rest.text.strip(" 。.!") else None
