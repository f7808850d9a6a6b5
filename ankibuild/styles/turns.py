"""Pages of nothing but questions and answers in turn: paragraphs, or the headings of a level, with no sign beside."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from ankibuild.markdown.outline import Section
from ankibuild.model import Block
from ankibuild.page.content import content_rows
from ankibuild.page.context import is_bare
from ankibuild.page.flow import rows
from ankibuild.page.questions import asks, may_ask
from ankibuild.styles.card_words import holds
from ankibuild.styles.entries import PEER, TURN, Entry
from ankibuild.styles.meanings import are_pairs
from ankibuild.text import width

LEAST = 5
"""So many questions make a page of questions."""
NEARLY_ALL = 0.8
"""The share of the lines in turn that ask, so that the others do, too."""
NAMED = 0.5
"""The share of the headings that ask on a page that calls itself one of questions."""
LONG = 12
"""A heading shorter than this, in full-width characters, is a title where the page has no such name."""
CROWDED = 0.4
"""The share of a page's paragraphs that ask where they and their answers take turns."""


def turns(section: Section) -> Iterator[Entry]:
    """Yield each paragraph of a section that asks, or is counted among those that do, with what stands below it."""
    if section.level and asks(section.title.text):
        return
    blocks = section.blocks
    for start, end in pairwise([*_starts(blocks), len(blocks)]):
        told = rows((blocks[start],))
        below = content_rows(_up_to_rule(blocks[start + 1 : end]), section.words)
        plain = bool(below) and below[0].block.kind in ("paragraph", "code", "table") and not below[0].bullet
        yield Entry(section, told, below if plain else (), TURN)


def may_take_turn(block: Block) -> bool:
    """Tell a paragraph that asks in the end; a number may count one without its mark among others that have theirs."""
    said = block.lines[-1].text
    return block.kind == "paragraph" and (said[:1].isdigit() or asks(said))


def _starts(blocks: Sequence[Block]) -> Sequence[int]:
    """Return the places of the paragraphs that ask, or of those with a number where nearly all that ask have one."""
    asked = [i for i, block in enumerate(blocks) if _asks(block)]
    counted = [i for i, block in enumerate(blocks) if _is_counted(block)]
    return counted if len({*asked} & {*counted}) >= NEARLY_ALL * max(len(asked), 1) else asked


def _up_to_rule(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.kind == "rule":
            return
        yield block


def _is_paragraph(block: Block) -> bool:
    return block.kind == "paragraph" and bool(block.lines and block.lines[0].text)


def _asks(block: Block) -> bool:
    """Tell a paragraph that is a question: it ends with one, nothing answers it in its own lines."""
    return _is_paragraph(block) and asks(block.lines[-1].text)


def _is_counted(block: Block) -> bool:
    return _is_paragraph(block) and may_ask(block.lines[0].text) and (len(block.lines) == 1 or _asks(block))


def take_turns(page: Section, found: Collection[Entry]) -> bool:
    """Tell a page on which little stands but questions and what answers each."""
    asking = sum(asks(each.told[-1].text) for each in found)
    blocks = [block for section in page.walk() for block in section.blocks if _is_paragraph(block)]
    return asking >= max(LEAST, NEARLY_ALL * len(found)) and len(found) >= CROWDED * len(blocks)


def peers(found: Sequence[Entry], *, named: bool) -> list[Entry]:
    """Return the headings of a level, long answers and all, if nearly all of them ask; fewer on a page `named` so."""
    alike = [each for each in found if each.told[0].heading and not _names_part(each.section)]
    asking = sum(asks(each.told[0].text) for each in alike)
    if asking < max(LEAST, (NAMED if named else NEARLY_ALL) * len(alike)):
        return []
    return [_peer(each) for each in alike if _may_ask_among(each.section, named=named)]


def _peer(entry: Entry) -> Entry:
    section = entry.section
    return Entry(section, entry.told, content_rows(section.blocks, section.words), PEER)


def _names_part(section: Section) -> bool:
    """Tell the title of a part of the page: 参考, Chapter 3, a number."""
    title, words = section.title.text, section.words
    other = is_bare(title, words) or words.answers_nothing(title) or holds("part_of_page", title)
    return not asks(title) and other


def _may_ask_among(section: Section, *, named: bool) -> bool:
    """Tell a heading that asks, or is long for a title and stands over what is no list of terms and has no parts."""
    title, blocks = section.title.text, section.blocks
    if asks(title):
        return True
    long = named or width(title) >= LONG
    return long and not (section.sections or any(are_pairs(block.blocks) for block in blocks))
