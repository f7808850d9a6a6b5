"""Make the tree of sections of a page from its HTML (the dialect's output)."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from ankibuild.markdown.blocks import read_blocks
from ankibuild.markdown.folds import close_folds
from ankibuild.markdown.heading_tags import without_tags
from ankibuild.model import Block, Line, Problem
from ankibuild.values import replace
from ankibuild.words import Words
from ankibuild.words import words as load_words


class Section(Struct, frozen=True):
    """A heading and what stands under it, up to the next heading of its level or above.

    The page itself is the outermost section, with level 0. `blocks` stand before the first heading
    inside, `sections` are the deeper ones. `trail` holds the titles of the enclosing sections.
    """

    path: str
    level: int
    title: Line
    first: int
    last: int
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()
    trail: tuple[str, ...] = ()
    words: Words = field(default_factory=load_words)
    tags: tuple[str, ...] = ()
    """The tags behind the heading."""
    title_last: int = 0
    """The last line of the heading: one that is underlined may have several."""
    key: Line | None = None
    """What the page's front matter says of the answer, where it says it."""

    def walk(self) -> Iterator["Section"]:
        """Yield this section and all inside it in reading order."""
        yield self
        for section in self.sections:
            if section.sections:
                yield from section.walk()
            else:
                yield section


def outline(
    html: str, path: str, last_line: int, words: Words | None = None
) -> tuple[Section, list[Problem]]:
    """Make the section tree of a page from its HTML."""
    html, problems = close_folds(html, path)
    return _sections(read_blocks(html), path, last_line, words or load_words()), problems


def _sections(blocks: Sequence[Block], path: str, last_line: int, words: Words) -> Section:
    root = _Open(0, Line(1, "", ""), 1)
    stack = [root]
    for block in _unwrapped(blocks):
        if block.kind != "heading":
            stack[-1].blocks.append(block)
            continue
        level = int(block.marker)
        while stack[-1].level >= level:
            stack.pop()
        title = block.lines[0] if block.lines else Line(block.first, "", "")
        title, tags = without_tags(title)
        opened = _Open(level, title, block.first, tags, title_last=block.last)
        stack[-1].sections.append(opened)
        stack.append(opened)
    return root.close(path, last_line, (), words)


def _unwrapped(blocks: Iterable[Block]) -> Iterator[Block]:
    """Take headings out of list items: `1. ### What is …` opens a section as it would without the number."""
    for block in blocks:
        if block.kind == "list" and all(_is_headed(item) for item in block.blocks):
            for item in block.blocks:
                yield _numbered(item.blocks[0], item.marker)
                yield from item.blocks[1:]
        else:
            yield block


def _numbered(heading: Block, marker: str) -> Block:
    """Put the number of a list item before its heading, where a reader sees it."""
    if not marker[:1].isdigit():
        return heading
    lines = tuple(Line(x.number, f"{marker} {x.text}", f"{marker} {x.html}") for x in heading.lines)
    return replace(heading, lines=lines)


def _is_headed(item: Block) -> bool:
    return not item.lines and bool(item.blocks) and item.blocks[0].kind == "heading"


class _Open(Struct):
    """A section that is still being filled."""

    level: int
    title: Line
    first: int
    tags: tuple[str, ...] = ()
    blocks: list[Block] = field(default_factory=list)
    sections: list["_Open"] = field(default_factory=list)
    title_last: int = 0

    def close(self, path: str, last: int, trail: tuple[str, ...], words: Words) -> Section:
        inside = (*trail, self.title.text) if self.level else trail
        ends = [section.first - 1 for section in self.sections[1:]] + [last]
        sections = tuple(
            section.close(path, end, inside, words)
            for section, end in zip(self.sections, ends, strict=bool(self.sections))
        )
        return Section(
            path,
            self.level,
            self.title,
            self.first,
            last,
            tuple(self.blocks),
            sections,
            trail,
            words,
            self.tags,
            self.title_last,
        )
