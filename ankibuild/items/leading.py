"""Cut off what stands before an item and is none of it: a fold that asks and answers, entries of other questions.

It runs behind `splitting`, for where the options stand tells where their stem begins; `ending` then cuts the rest.
"""

from collections.abc import Sequence
from dataclasses import replace

from ankibuild.items.glued import glued
from ankibuild.items.options import find_options
from ankibuild.items.splitting import Chunk
from ankibuild.page.flow import Row
from ankibuild.words import Words


def without_lead(chunk: Chunk, words: Words) -> Chunk:
    """Return the chunk from where the stem of its options begins."""
    if not _may_have_lead(chunk, words):
        return chunk
    options = find_options(chunk.rows, chunk.labels, words)
    at = _begin(chunk, options.at.start, words) if options.options else 0
    return replace(chunk, rows=chunk.rows[at:], labels=chunk.labels[at:]) if at else chunk


def _may_have_lead(chunk: Chunk, words: Words) -> bool:
    """Tell at little cost the rows before which something else may stand."""
    return any(
        not label
        and (row.depth > 1 or row.block.kind == "details" or (row.bullet and glued(row.line, words)))
        for row, label in zip(chunk.rows, chunk.labels, strict=True)
    )


def _begin(chunk: Chunk, first: int, words: Words) -> int:
    """Return where the stem of the options begins that stand from the row `first` on; 0 for the first row."""
    rows, labels = chunk.rows, chunk.labels
    return max(
        _behind_siblings(rows, first),
        _behind_fold(rows, labels, first),
        _behind_verdicts(rows, labels, first, words),
    )


def _behind_siblings(rows: Sequence[Row], first: int) -> int:
    """Return the bullet that the options are nested in, where other bullets with text inside stand before it."""
    last = rows[first].line.number
    parents = [i for i in range(first) if rows[i].bullet and _holds(rows[i], last)]
    if not parents or not rows[first].bullet:
        return 0
    at = parents[-1]
    before = [i for i in range(at) if rows[i].bullet and rows[i].group == rows[at].group]
    return at if any(rows[i].block.blocks for i in before) else 0


def _holds(row: Row, line: int) -> bool:
    return row.block.first < line <= row.block.last


def _behind_fold(rows: Sequence[Row], labels: Sequence[object], first: int) -> int:
    """Return the row behind the last fold that is closed before the stem: it asks and answers by itself."""
    begin = 0
    for i in range(first):
        row = rows[i]
        if (
            row.block.kind == "details"
            and row.head
            and not labels[i]
            and row.block.last < rows[first].line.number
        ):
            begin = next((x for x in range(i, first) if rows[x].line.number > row.block.last), 0) or begin
    return begin


def _behind_verdicts(rows: Sequence[Row], labels: Sequence[object], first: int, words: Words) -> int:
    """Return the paragraph behind bullets that judge options of another item: 「…は不正解です」."""
    judged = [i for i in range(first) if rows[i].bullet and not labels[i] and glued(rows[i].line, words)]
    if not judged:
        return 0
    return next((i for i in range(judged[-1], first) if rows[i].text and not rows[i].depth), 0)
