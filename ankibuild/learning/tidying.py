"""Take off an answer what decorates it: marks and emoji at a line's head, blanks that bold has left behind."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from ankibuild.learning.phrases import end_of_marks, mark_of
from ankibuild.model import Block, Line
from ankibuild.patterns import lazily
from ankibuild.text import cut, plain
from ankibuild.values import replace

# `**調べる方法** のこと`: the blank was for the markup, Japanese has none there.
_JA = "{hiragana}{katakana}{han}「」（）"
_LEFT_BY_BOLD = lazily(
    rf"(?<=[{_JA}])((?:</\w+>)*) ((?:<\w+>)*)(?=[{{hiragana}}「])"
    rf"|(?<=[{_JA}]) (?P<open><(?:strong|b)>)(?=[{_JA}])|(?P<close></(?:strong|b)>) (?=[{_JA}])"
)
_JUDGING = frozenset("✅❌⭕✖×○◯〇")


def tidied(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks of an answer without decoration; lines with one mark each become the list that they are."""
    return tuple(each for block in blocks for each in _tidied(block))


def _tidied(block: Block) -> Sequence[Block]:
    if block.kind in ("table", "code", "row"):
        return (block,)
    inside = tuple(each for inner in block.blocks for each in _tidied(inner))
    if {line.text[:1] for line in block.lines} & _JUDGING and any("❌" in line.text for line in block.lines):
        return (replace(block, blocks=inside),)  # the marks say what is right and what wrong
    if block.kind == "paragraph":
        return _listed(block)
    return (replace(block, lines=tuple(map(plain_line, block.lines)), blocks=inside),)


def _listed(block: Block) -> Sequence[Block]:
    """Part a paragraph into its plain lines and the lists of its lines with one mark each."""
    runs = [(mark, list(lines)) for mark, lines in groupby(block.lines, key=lambda line: mark_of(line.text))]
    if not any(mark and len(lines) > 1 for mark, lines in runs):
        return (replace(block, lines=tuple(map(plain_line, block.lines))),)
    return tuple(
        _run([plain_line(line) for line in lines], listed=bool(mark and len(lines) > 1))
        for mark, lines in runs
    )


def _run(lines: Sequence[Line], *, listed: bool) -> Block:
    first, last = lines[0].number, lines[-1].number
    if not listed:
        return Block("paragraph", first, last, "", tuple(lines))
    items = tuple(Block("item", line.number, line.number, "", (line,), marker="-") for line in lines)
    return Block("list", first, last, "", blocks=items)


def plain_line(line: Line) -> Line:
    """Return a line without what decorates it."""
    start = end_of_marks(line.text)
    line = cut(line, start) if start else line
    if " " not in line.html:
        return line
    html = _LEFT_BY_BOLD.sub(lambda found: "".join(group or "" for group in found.groups()), line.html)
    return (
        line if html == line.html or plain(line.html) != line.text else Line(line.number, plain(html), html)
    )
