"""Lines of a paragraph: which are a list that nothing marks, and which go on with the sentence of the line above."""

from collections.abc import Sequence

from ankibuild.page.flow import Row


def are_bare_lines(rows: Sequence[Row]) -> bool:
    """Tell rows that begin with the lines of a paragraph of which none is a sentence."""
    block = rows[0].block
    bare = block.kind == "paragraph" and len(block.lines) >= LEAST_BARE and not rows[0].bullet
    return bare and not any(line.text.rstrip().endswith(_ENDINGS) for line in block.lines)


LEAST_BARE = 3
"""So many lines that nothing marks are a list."""
_ENDINGS = ("。", ".", "?", "？", ":", "：")
"""What ends a sentence, or says that more follows: no option that nothing marks does."""
_CLOSED = (*_ENDINGS, "!", "！", ";", ")", "）", "」", "*", "`")


def goes_on(rows: Sequence[Row], at: int, rest: int) -> bool:
    """Tell a label, up to `rest`, that goes on with the sentence above: "... so B is / correct. As for C ..."."""
    row, above = rows[at], rows[at - 1]
    announces = row.text[:rest].rstrip().endswith((":", "："))
    wrapped = at > 0 and above.block is row.block and row.text[:1].islower() and not announces
    return wrapped and not above.text.rstrip().endswith(_CLOSED)
