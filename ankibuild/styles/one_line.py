"""Part a line that asks and answers: `**何を止める？**：直接の送信`, 「層は？ → 4」, 「層は？（答え：4）」."""

from collections.abc import Sequence
from itertools import takewhile

from ankibuild.items.choosing import chooses
from ankibuild.model import Line
from ankibuild.page.flow import Row, items_by_list
from ankibuild.page.questions import asks, question_line
from ankibuild.patterns import lazily
from ankibuild.styles.set_apart import (
    is_text,
)
from ankibuild.text import bold_prefix, cut, fold, narrow, plain
from ankibuild.words import Words

_ANSWER_BEHIND = lazily(r"\s*(?:[:→⇒➡]|->|=>|…|-+(?=\s))\ufe0f?\s*(?=\S)")
_BOLD_ANSWER = lazily(
    r"(?P<asked>(?:(?!</?(?:strong|b)>).)+[?？])\s*<(?P<bold>strong|b)>[^<]+</(?P=bold)>[。.]?"
)
_QUESTION_MARK = lazily(r"\?[」)]?\s*(?:[→⇒➡]|->|=>|(?<=\s)[-–—]{1,2}(?=\s))\s*(?=\S)")
_BRACKETS = lazily(
    r"(?<=[?])\s*[(\[]\s*(?P<inner>[^()\[\]]{2,}(?:[(\[][^()\[\]]*[)\]][^()\[\]]*)*)[)\]][.。]?\s*$"
)
_DECIDES = lazily(r"(?:{nouns.yes}|{nouns.no}|[yn])\s*(?:[→⇒➡]|->|=>)")


def on_one_line(row: Row, words: Words) -> dict[str, Line]:
    """Part a line that asks and answers: `**何を止める？**：直接の送信`, 「層は？ → 4」, 「層は？（答え：4）」."""
    if not is_text(row):
        return {}
    span = _behind_bold(row) or _bold_behind(row) or _behind_mark(row) or _in_brackets(row, words)
    if span is None:
        return {}
    return _parts(row, *span)


def _behind_bold(row: Row) -> tuple[int, int] | None:
    """Return where a bold question ends and the answer behind it begins."""
    bold = bold_prefix(row.line)
    if 0 < bold < len(row.text) and bold_prefix(row.block.lines[0]) and asks(row.text[:bold]):
        behind = _ANSWER_BEHIND.match(fold(row.text), bold)
        return (bold, behind.end()) if behind else _behind_bold_alone(row.text, bold)
    return None


def _behind_bold_alone(text: str, bold: int) -> tuple[int, int] | None:
    """Return where a bold question ends, and the sentence behind a blank begins that answers it."""
    told = text[bold:].strip()
    says = text[bold].isspace() and bool(_SAYS.match(told)) and not (told[0].islower() or told[0] in "(（")
    return (bold, bold) if says and not (asks(told) or chooses(told)) else None


def _bold_behind(row: Row) -> tuple[int, int] | None:
    """Return where a question ends and the bold answer behind it begins."""
    told = _BOLD_ANSWER.fullmatch(row.line.html)
    end = len(plain(told["asked"])) if told else 0
    return (end, end) if told and asks(row.text[:end]) and not chooses(row.text[end:]) else None


def _behind_mark(row: Row) -> tuple[int, int] | None:
    """Return where a question's mark stands with an arrow behind it, and where the answer begins."""
    folded = fold(row.text)
    found = _QUESTION_MARK.search(folded)
    if not found or _DECIDES.match(folded, found.end()) or not asks(row.text[: found.start() + 1]):
        return None
    return found.end() - len(found[0].lstrip("?")), found.end()


def _in_brackets(row: Row, words: Words) -> tuple[int, int, int] | None:
    """Return where a question ends, and the bounds of the answer that stands in brackets behind it, with a label."""
    found = _BRACKETS.search(narrow(row.text))
    if found is None or not asks(row.text[: found.start()]):
        return None
    label = words.label(cut(row.line, *found.span("inner")))
    if label is None or label.kind != "answer" or label.loose:
        return None
    start, end = found.start("inner") + label.rest, found.end("inner")
    return (found.start(), start, end) if row.text[start:end].strip() else None


LEAST = 2
"""So many items of one list, all of them, ask and answer: 「32 は何進数？ 10 進数」, one alone may go on asking."""
LONGEST = 40
"""An answer behind its question is no longer, in characters."""
_SAYS = lazily(r"[「『`\"(（]?[^\W_]")
_SENTENCE_END = lazily(r"[?。]\s*(?=\S)")


def lists_on_one_line(found: Sequence[Row]) -> dict[int, dict[str, Line]]:
    """Return the rows, by their place, of lists whose every item asks in its first sentence and answers behind it."""
    parted: dict[int, dict[str, Line]] = {}
    for items in items_by_list(found):
        # most lists have an item that does not: one is looked at
        spans = [*takewhile(bool, (_behind_sentence(found[i]) for i in items))]
        if LEAST <= len(items) == len(spans):
            parted |= {i: _parts(found[i], *span) for i, span in zip(items, spans, strict=True)}
    return parted


def _behind_sentence(row: Row) -> tuple[int, ...]:
    """Return where the sentence that asks ends and the short answer behind it begins; nothing without them."""
    folded = narrow(row.text)
    at = next((found.end() for found in _SENTENCE_END.finditer(folded) if asks(row.text[: found.end()])), 0)
    told = row.text[at:]
    says = bool(_SAYS.match(told)) and not (asks(told) or chooses(told))
    return (at, at) if at and says and not row.block.blocks and len(told) <= LONGEST else ()


def _parts(row: Row, end: int, *behind: int) -> dict[str, Line]:
    return {"question": question_line(cut(row.line, 0, end)), "answer": cut(row.line, *behind)}
