"""Comments in a piece of code that ask and answer: `// 問題: …`, the code, `// 答え: …` (S40)."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Line, Part
from ankibuild.page.context import place_of
from ankibuild.page.flow import is_program, rows
from ankibuild.page.pieces import join_parts, part_of_lines, ranges
from ankibuild.patterns import lazily
from ankibuild.text import cut
from ankibuild.words import LabelKind, Words

STYLE = "code_comments"
_COMMENT = lazily(r"(?:^|(?<=\s))(?://+|#+|--+|;+|%+|/\*+|<!--)\s*(?P<text>\S.*?)\s*(?:\*/|-->)?$")
_OPENING = lazily(r"<pre[^>]*>\s*<code[^>]*>")


class _Quiz(Struct):
    """A comment that asks, the code below it, the comments that answer, and what stands behind those."""

    question: Line
    code: list[Line] = field(default_factory=list)
    answers: list[Line] = field(default_factory=list)
    more: list[Line] = field(default_factory=list)
    over: bool = False
    """Whether an answer with a line of its own was given: what follows explains."""


def code_comments(section: Section) -> Iterator[Card]:
    """Yield a card for each comment of a piece of code that asks where another one answers."""
    for row in rows(section.blocks):
        if not (row.whole and is_program(row.block)):
            continue
        for quiz in _quizzes(row.block.lines, section.words):
            if quiz.answers:
                yield place_of(section, own=True).card(
                    "qa", STYLE, _parts(quiz, row.block), claimed=((row.block.first, row.block.last),)
                )


def _quizzes(lines: Sequence[Line], words: Words) -> list[_Quiz]:
    found: list[_Quiz] = []
    for line in lines:
        comment = _COMMENT.search(line.text)
        asked = _asked(line, comment, words) if comment else None
        if asked:
            found.append(_Quiz(asked))
        elif found:
            _read(found[-1], line, comment, words)
    return found


def _asked(line: Line, comment: re.Match[str], words: Words) -> Line | None:
    """Return what a comment on a line of its own asks."""
    return None if comment.start() else _labelled("question", cut(line, *comment.span("text")), words)


def _read(quiz: _Quiz, line: Line, comment: re.Match[str] | None, words: Words) -> None:
    """Read a line below a comment that asks: an answer, or code before or behind it."""
    answer = _labelled("answer", cut(line, *comment.span("text")), words) if comment else None
    if comment and answer:
        _answer(quiz, line, comment, answer)
    else:
        (quiz.more if quiz.over else quiz.code).append(line)


def _answer(quiz: _Quiz, line: Line, comment: re.Match[str], answer: Line) -> None:
    """Add an answer; behind code it belongs to, it stays off the front."""
    if quiz.over:
        quiz.more.append(line)
        return
    quiz.answers.append(answer)
    quiz.over = not comment.start()
    if comment.start():
        code = line.text[: comment.start()].rstrip()
        quiz.code.append(Line(line.number, code, _indent(line) + cut(line, 0, len(code)).html))


def _labelled(kind: LabelKind, line: Line, words: Words) -> Line | None:
    """Return what a comment with a label of the kind says behind it."""
    label = words.label(line)
    rest = cut(line, label.rest) if label and label.kind == kind and not label.loose else None
    return rest if rest and rest.text and not words.is_unanswered(rest.text) else None


def _parts(quiz: _Quiz, block: Block) -> dict[str, Part]:
    """Return question and answer, each text with its code; the answers below each other."""
    question = [part_of_lines([quiz.question]), *_code(quiz.code, block)]
    parts = {"question": join_parts(question), "answer": part_of_lines(quiz.answers)}
    if explained := _code(quiz.more, block):
        parts["explanation"] = explained[0]
    return parts


def _code(lines: Sequence[Line], block: Block) -> list[Part]:
    """Return lines of a piece of code as one of their own, with the blank ones between them."""
    opening = _OPENING.match(block.html)
    if not lines or not opening:
        return []
    html, last = "", lines[0].number
    for line in lines:
        html += "\n" * (line.number - last) + line.html
        last = line.number
    text = "\n".join(line.text for line in lines)
    return [Part(ranges(line.number for line in lines), text, f"{opening[0]}{html}</code></pre>")]


def _indent(line: Line) -> str:
    """Return the blanks before a line of code, which its text has lost."""
    return line.html[: len(line.html) - len(line.html.lstrip())]
