"""Definition lists: a term on its line, `: what it means` on the lines below it."""

import re
from collections.abc import Iterator, Sequence

from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Line
from ankibuild.patterns import lazily
from ankibuild.styles.terms import is_term
from ankibuild.text import cut

_MEANS = lazily(r"\s*(?::[ \t]+|：\s*)(?=[^\s:])")


def definition_list(section: Section) -> Iterator[tuple[Line, Sequence[Line]]]:
    """Yield the terms of a section's definition lists, each with the lines of its meaning."""
    yield from _labelled(section)
    term: Line | None = None
    meaning: list[Line] = []
    for line, begins in _lines(section.blocks):
        found = _MEANS.match(line.text) if term is not None else None
        head = found is None and _is_head(line, section)
        if found:
            meaning.append(cut(line, found.end()))
        elif meaning and not begins and not head:
            meaning.append(line)  # a line that its author broke
        else:
            yield from _whole(term, meaning)
            term, meaning = (line if head else None), []
    yield from _whole(term, meaning)


def _whole(term: Line | None, meaning: Sequence[Line]) -> Iterator[tuple[Line, Sequence[Line]]]:
    if term is not None and meaning:
        yield term, meaning


_TERM = lazily(r"\s*{term_label}\s*[:：]\s*(?=\S)", re.IGNORECASE)


def _labelled(section: Section) -> Iterator[tuple[Line, Sequence[Line]]]:
    """Yield the terms that a label names, `用語：否認防止`, each with the lines of its paragraph below."""
    for block in section.blocks:
        found = _TERM.match(block.lines[0].text) if block.kind == "paragraph" and block.lines else None
        if found and len(block.lines) > 1 and not any(_TERM.match(line.text) for line in block.lines[1:]):
            yield cut(block.lines[0], found.end()), block.lines[1:]


def _lines(blocks: Sequence[Block]) -> Iterator[tuple[Line, bool]]:
    """Yield the lines of the paragraphs, and whether each begins one; other blocks are lines without text."""
    for block in blocks:
        if block.kind == "paragraph" and block.lines:
            yield from ((line, i == 0) for i, line in enumerate(block.lines))
        else:
            yield Line(block.first, "", ""), True


def _is_head(line: Line, section: Section) -> bool:
    """Tell a line that may be the term of a definition list."""
    return (
        bool(line.text)
        and not _MEANS.match(line.text)
        and section.words.label(line) is None
        and (
            is_term(line.text, section.words)
            or (line.html.startswith("<code") and line.html.endswith("</code>"))
        )
    )
