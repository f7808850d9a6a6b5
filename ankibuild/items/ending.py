"""Find where an item ends: what follows its last reason and belongs to no option explains nothing of it.

`without_tail` runs behind `splitting`, over all items of a section; `end_of_item` runs last, behind `leading`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from ankibuild.items.letters import lettered
from ankibuild.items.options import find_options
from ankibuild.items.splitting import Chunk
from ankibuild.items.unlabelled import answers_in
from ankibuild.page.flow import Row
from ankibuild.text import bold_prefix, fold, has_picture, key_of
from ankibuild.words import Label, LabelKind, Words

Labels = Sequence[Label | None]
_PARTS: frozenset[LabelKind] = frozenset(("answer", "wrong", "explanation", "feedback"))
_JUDGED = re.compile(r"\s*[❌✕×✖✗✘⭕○〇◯✅✓✔]")
_SEVERAL = 2


def end_of_item(rows: Sequence[Row], labels: Labels, words: Words) -> int:
    """Return the row at which the rest is no part of the item that the rows begin with."""
    last = max((i for i, label in enumerate(labels) if label and label.kind in _PARTS), default=None)
    label = labels[last] if last is not None else None
    if last is None or label is None or not answers_in(labels):
        return _end_of_marked(rows, labels, words)
    if label.kind == "answer" and words.is_unanswered(rows[last].text[label.rest :]):
        return _end_of_block(rows, last)
    options: list[str] | None = None
    reasoned = label.kind in ("wrong", "feedback")
    explained, shown = False, _is_picture(rows[0])
    for i in range(last, len(rows)):
        row = rows[i]
        if explained and (
            _closes(row, words, reasoned=reasoned)
            or (shown and _is_picture(row))
            or (row.block.kind == "rule" and not _judges_below(rows, i))
        ):
            return i
        if reasoned and _begins_list(rows, i) and _is_term(row):
            if options is None:
                options = [key_of(each.plain) for each in find_options(rows, labels, words).options]
            if _is_glossary(rows, i, options):
                return i
        reasoned = reasoned or (i > last and (_is_judged(row) or (row.bullet and _is_lettered(row))))
        explained = explained or (i > last and bool(row.text)) or _says_more(row, labels[i])
    return len(rows)


def _end_of_marked(rows: Sequence[Row], labels: Labels, words: Words) -> int:
    """Return where an item ends that has no label and whose options are marked: at a title over terms or points."""
    listed = False
    for i, row in enumerate(rows):
        if listed and not labels[i] and _closes(row, words, reasoned=False):
            return i
        listed = listed or (_is_lettered(row) and not row.heading)
    return len(rows)


def without_tail(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Cut what follows the last of several questions with a short answer each, as no answer before it goes on.

    Questions and answers in one paragraph each show so with two of them, others with three.
    """
    pairs = [
        *takewhile(lambda pair: pair[1] is not None, ((each, _answer_of(each)) for each in reversed(chunks)))
    ]
    if len(pairs) < _SEVERAL:
        return [*chunks]
    (last, end), *others = [(chunk, _end_of_block(chunk.rows, at or 0)) for chunk, at in pairs]
    ended = [chunk for chunk, end in others if end == len(chunk.rows)]
    glued = all(chunk.rows[0].block is chunk.rows[-1].block for chunk in ended)
    goes_on = len(ended) < len(others) or end == len(last.rows) or last.rows[end].whole
    announced = last.rows[end - 1].text.endswith((":", "："))
    if goes_on or announced or not (glued or len(others) >= _SEVERAL):
        return [*chunks]
    return [*chunks[:-1], replace(last, rows=last.rows[:end], labels=last.labels[:end])]


def _answer_of(chunk: Chunk) -> int | None:
    """Return the row of a short answer right behind its question; None for any other item."""
    answers = answers_in(chunk.labels)
    first = chunk.labels[0]
    if len(answers) != 1 or not first or first.kind != "question" or answers[0] > 1:
        return None
    at = answers[0]
    label = chunk.labels[at]
    return at if label and chunk.rows[at].text[label.rest :].strip() else None


def _end_of_block(rows: Sequence[Row], at: int) -> int:
    return next((i for i in range(at + 1, len(rows)) if rows[i].block is not rows[at].block), len(rows))


def _says_more(row: Row, label: Label | None) -> bool:
    """Tell a label with a reason behind it, not only a letter."""
    return label is not None and len(row.text) - label.rest > len("ア、イ、ウ")


def _closes(row: Row, words: Words, *, reasoned: bool) -> bool:
    """Tell a line, a heading or not, that is nothing but the title of points to remember, terms or a summary.

    Behind the reasons of single options 「ヒント：…」 on one line belongs to none of them.
    """
    alone = bool(row.text) and row.head and not row.bullet and not row.depth
    title, colon, _ = fold(row.text).partition(":")
    return alone and (words.closes_item(row.text) or (reasoned and bool(colon) and words.closes_item(title)))


def _is_picture(row: Row) -> bool:
    """Tell a picture that stands by itself: behind the answer to one it is another question, or none."""
    return not row.text and row.head and not row.depth and has_picture(row.line)


def _judges_below(rows: Sequence[Row], at: int) -> bool:
    """Tell whether the rows below a rule go on with reasons for single options."""
    below = next((row for row in rows[at + 1 :] if row.text), None)
    return below is None or _is_judged(below) or _is_lettered(below)


def _is_judged(row: Row) -> bool:
    found = lettered(row.text) if row.text else None
    return bool(_JUDGED.match(row.text) or (found and _JUDGED.match(row.text[found.rest :])))


def _is_lettered(row: Row) -> bool:
    found = lettered(row.text) if row.text else None
    return found is not None


def _is_term(row: Row) -> bool:
    """Tell a bullet that begins with a bold term and says more of it."""
    return row.bullet and row.depth == 1 and 0 < bold_prefix(row.line) < len(row.text)


def _begins_list(rows: Sequence[Row], at: int) -> bool:
    return rows[at].bullet and at > 0 and rows[at - 1].group != rows[at].group


def _is_glossary(rows: Sequence[Row], at: int, options: Sequence[str]) -> bool:
    """Tell a list of terms of which none is an option, from one that gives the reasons of the options."""
    if not options or _is_judged(rows[at]) or _is_lettered(rows[at]):
        return False
    bullets = [row for row in rows[at:] if row.bullet and row.group == rows[at].group]
    terms = [key_of(row.text[: bold_prefix(row.line)]) for row in bullets]
    pairs = [(term, option) for term in terms for option in options if option]
    return all(terms) and not any(term in option or option in term for term, option in pairs)
