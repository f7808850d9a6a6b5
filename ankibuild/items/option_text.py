"""Read one option: its text without letter, marks and verdicts, and the reasons that stand with it."""

import re
from collections.abc import Sequence

from ankibuild.items.item import Option
from ankibuild.items.letters import Lettered
from ankibuild.items.marks import bare_option, verdict_before
from ankibuild.items.nouns import NO, YES
from ankibuild.model import Line
from ankibuild.page.content import without_code
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily, sought
from ankibuild.text import cut, fold, has_picture, plain, tail_of, without_start
from ankibuild.word_classes import words_of
from ankibuild.words import Words


def read_option(rows: Sequence[Row], words: Words, lead: Lettered | None, *, titled: bool = False) -> Option:
    """Read an option from its rows: the text, then deeper bullets as the reason.

    All below the first row is the reason where that one is a title (`titled`).
    """
    first = rows[0]
    option = _judged(first, lead, words)
    line = without_start(cut(first.line, lead.rest) if lead else first.line, _DOT)
    _read_row(option, first, _said(option, line, words) if line.text.startswith(_TOPICS) else line, words)
    for row in rows[1:]:
        _read_below(option, first, row, words, titled=titled)
    bare = lead is not None and not first.text[lead.rest :].strip()
    if bare and option.text and option.line != first.line.number:
        option.mark = first.line.number
    if not titled and _goes_on(option):
        option.text += option.why
        option.why = []
    return option


def _judged(first: Row, lead: Lettered | None, words: Words) -> Option:
    """Return an option without text, judged by its box or by the marks before its letter."""
    option = Option(lead.letter if lead else "", [])
    if first.bullet and first.block.checked is not None:
        option.right = first.block.checked
    elif lead and lead.marks:
        option.right = bare_option(Line(0, f"{lead.marks} x", "x"), words)[1]
        option.refuted = option.right is False
    return option


def _goes_on(option: Option) -> bool:
    """Tell a paragraph below an option, not one that is wrong, that is more of its text."""
    if option.refuted or not (option.why and option.text):
        return False
    below = option.why[0][0]
    return below is not option.text[0][0] and below.block.kind != "item" and not _BULLET.match(below.text)


def _said(option: Option, line: Line, words: Words) -> Line:
    """Take the verdict off a sentence about the letter, which stands for the option: `A は不正解です。錨だけでは…`."""
    rest, verdict = verdict_before(tail_of(line, 1), words)
    if verdict is None or not rest.text:
        return line
    option.right, option.refuted = verdict, not verdict
    return rest


def _read_below(option: Option, first: Row, row: Row, words: Words, *, titled: bool) -> None:
    """Read a further row: a reason below a title, or where it lies deeper, else the rest of the text."""
    if (glued := _BULLET.match(row.text)) and not row.bullet:
        _reason(option, row, cut(row.line, glued.end()), words)
    elif titled and option.text:
        _reason(option, row, _unlabelled(row.line, words), words)
    elif row.depth > first.depth or (row.block is not first.block and not row.whole):
        _reason(option, row, row.line, words)
    else:
        _read_row(option, row, row.line, words)


def verdict_on(line: Line, words: Words) -> bool | None:
    """Say what a line judges of the option it holds, at either end or between option and reason: 甲 ❌ 遅い."""
    verdict = bare_option(line, words)[1]
    return _part_reason(line, words)[2] if verdict is None else verdict


def _unlabelled(line: Line, words: Words) -> Line:
    """Take 「理由：」 off the start of a reason."""
    label = words.label(line) if line.text else None
    if label and label.kind == "explanation" and line.text[label.rest :].strip():
        return cut(line, label.rest)
    return line


def _read_row(option: Option, row: Row, line: Line, words: Words) -> None:
    """Add a line to the option's text; a verdict within it parts the text from the reason."""
    bare, why, verdict = _parted(line, words)
    if why.text:
        option.why.append((row, why))
    if verdict is not None:
        option.right = verdict
        option.refuted = option.refuted or not verdict
    ends = verdict is not None and line.text.startswith(
        f"{bare.text} "
    )  # a dash before the mark is the option's own
    if not ends and (told := _told_behind(option, bare)):
        option.why.append((row, cut(bare, told.end())))  # ✗ B. 甲 … 遅い
        bare = cut(bare, 0, told.start())
    if bare.text or row.whole or has_picture(bare):
        option.text.append((row, bare))


def _told_behind(option: Option, line: Line) -> re.Match[str] | None:
    """Match what parts the first line of a judged option from its reason."""
    if option.right is None or option.why or option.text:
        return None
    found = [*_TOLD.finditer(fold(line.text))]
    return found[0] if 0 < len(found) < LEAST_CHAIN else None


def _parted(line: Line, words: Words) -> tuple[Line, Line, bool | None]:
    """Return an option's text, the reason or remark behind it, and the verdict on it."""
    line, reason, judged = _part_reason(line, words)
    bare, verdict = bare_option(line, words) if line.text else (line, None)
    if judged is not None:
        return bare, reason, judged
    at = remark_at(bare) if verdict is None else 0
    if not at:
        return bare, Line(line.number, "", ""), verdict
    remark = cut(bare, at)
    signs = len(remark.text) - len(remark.text.lstrip(" ←⇐→⇒※=->"))
    return cut(bare, 0, at), cut(remark, signs), verdict


def _reason(option: Option, row: Row, line: Line, words: Words) -> None:
    bare, verdict = verdict_before(line, words)
    if verdict is not None and not option.why:
        option.right = verdict
        option.refuted = option.refuted or not verdict
        line = bare
    if line.text or row.whole:
        option.why.append((row, line))


_TOPICS = words_of("topic")
_DOT = lazily(r"[・･]\s*(?=\S)")
_BACK = lazily(r"(?<=\S)\s*[←⇐](?=\s*\S)|(?<=[.。])\s*(?:=>|->|[⇒→])\s*(?=\S)")
_BULLET = lazily(r"-\s+(?=\S)")
"""A bullet that stands too close to the line above to be a list."""
_COLOURED = lazily(
    r"<(?P<name>font|span|small|i|em)\b[^>]*>(?P<remark>\s*[←⇐→⇒※](?:(?!</?(?P=name)\b).)+)</(?P=name)>\s*$"
)


def remark_at(line: Line) -> int:
    """Return where a remark on the option begins behind its text, 0 without one: `甲 ← 遅い`, 「甲にする。→ 遅い」."""
    if back := _BACK.search(line.text):
        return back.start()
    found = _COLOURED.search(line.html) if "</" in line.html else None
    return len(line.text) - len(plain(found["remark"])) if found else 0


# Behind an option that a mark or a box has judged: its reason.
_TOLD = lazily(r"(?<=\S)(?:\s*…+\s*|\s+-{1,2}\s+)(?=\S)")
LEAST_CHAIN = 3
"""So many dashes in one option part the links of a chain: red - blue - green - white."""
SPOKEN = lazily(
    rf"(?<=\S)\s+-{{1,2}}\s+(?:(?P<yes>{YES})|{NO})(?:\s*[,;:.]\s+|\s+-{{1,2}}\s+|\s*$)", re.IGNORECASE
)
"""A word that accepts or rejects the option before it, `甲 - yes, why`."""
_PARTING = sought(r"\s*(?:→|->|=>|⇒|←|<-|…|[(:])\s*|[。.]\s*(?=[(❌×✕✖⭕○〇✅])|\s+(?=[❌×✕✖✗✘⭕○〇✅✓✔])")


def _is_call(text: str, at: int) -> bool:
    """Tell a bracket that nothing parts from the name before it, as code is written."""
    before = text[at - 1 : at]
    return text[at] == "(" and before.isascii() and (before.isalnum() or before == "_")


def _part_reason(line: Line, words: Words) -> tuple[Line, Line, bool | None]:
    """Part `甲 → 不正解。遅い`, `甲（×：遅い）` and `甲 - no, 遅い` into the option, its reason and the verdict."""
    folded = fold(without_code(line))  # `quiet: false` says nothing of the option
    if found := SPOKEN.search(line.text):
        return cut(line, 0, found.start()), tail_of(line, found.end()), found["yes"] is not None
    for found in _PARTING.finditer(folded):
        end = len(folded)
        if found[0].strip() == "(" and folded.endswith(")"):
            end -= 1
        if _is_call(line.text, found.start()):
            continue  # send(true, 2)
        rest, verdict = verdict_before(cut(line, found.end(), end), words)
        if found.start() and verdict is not None and rest.text:
            return cut(line, 0, found.start()), rest, verdict
    return line, Line(line.number, "", ""), None
