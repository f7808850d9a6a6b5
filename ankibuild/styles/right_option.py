"""The right option of an item, found in one of its subsections: stated, behind a label, marked, told (S6)."""

from collections.abc import Iterator, Sequence

from ankibuild.items.glued import stated_right
from ankibuild.items.item import Option, picks_part
from ankibuild.items.letters import lettered
from ankibuild.items.marks import bare_option
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Line, Part
from ankibuild.page.flow import Row, rows
from ankibuild.page.pieces import part, part_of_lines
from ankibuild.page.questions import asks
from ankibuild.patterns import lazily
from ankibuild.styles.card_words import holds
from ankibuild.text import cut, key_of
from ankibuild.values import replace
from ankibuild.words import Words

_END = lazily(r"\s*{copula}?[。.!！]*$")
_SILENT = ("rule", "comment")
SHORTEST, LONGEST = 3, 120
"""How short and long the right option behind a label can be, in characters."""


def right_option(
    section: Section, inside: Sequence[Section], index: int, wrong: Sequence[Option]
) -> tuple[Part, Part | None] | None:
    """Find the right option and its reasons: stated in a sentence, else behind a label, else marked by ✅."""
    refuted = {key_of(option.plain) for option in wrong}
    others = [*reversed(inside[:index]), *inside[index + 1 :], replace(section, sections=())]
    found = _found([each for each in others if not section.words.answers_nothing(each.title.text)])
    return next((right for right in found if key_of(right[0].text) not in refuted), next(iter(found), None))


def _found(sections: Sequence[Section]) -> list[tuple[Part, Part | None]]:
    """Return all that may be the right option, the surest first; a mark that nothing else makes sure stands alone."""
    found = [right for find in _FINDERS for each in sections if (right := find(each, each.words))]
    lone = [right for each in sections for right in _marks(each, each.words)]
    return found + (lone if len(lone) == 1 else [])


def _titled(section: Section, words: Words) -> tuple[Part, Part | None] | None:
    """Find a heading that names the right option: 正解は「…」, なぜ「…」が正解？."""
    title = section.title
    option = stated_right(title) or _behind_label(title, words)
    rest = [block for block in section.blocks if block.kind not in _SILENT]
    return (part_of_lines([option]), part(rest) if rest else None) if option else None


def _headed(section: Section, words: Words) -> tuple[Part, Part | None] | None:
    """Find the only heading below one that announces the answer: it names the option, its text the reasons."""
    announced = words.is_labelled("answer", section.title) and words.label_alone(section.title.text)
    if not announced or len(section.sections) != 1:
        return None
    inner = section.sections[0]
    bare, _ = bare_option(inner.title, words)
    lead = lettered(bare.text)
    option = cut(bare, lead.rest) if lead and not lead.loose else bare
    rest = [block for block in inner.blocks if block.kind not in _SILENT]
    return (part_of_lines([option]), part(rest) if rest else None) if option.text else None


def _behind_label(line: Line, words: Words) -> Line | None:
    """Return the option behind a label such as 正解：, unless it is only a letter."""
    label = words.label(line)
    if not label or label.kind != "answer":
        return None
    bare, _ = bare_option(cut(line, label.rest), words)
    if found := _END.search(bare.text):
        bare = cut(bare, 0, found.start())
    return bare if SHORTEST <= len(bare.text) <= LONGEST else None


def _labelled(section: Section, words: Words) -> tuple[Part, Part | None] | None:
    """Find a line such as 正解：CloudFront を使う; what follows it are its reasons."""
    found = rows(section.blocks)
    for i, row in enumerate(found):
        if not row.whole and row.text and (option := _behind_label(row.line, words)):
            behind = [each for each in found[i + 1 :] if each.text and each.block.kind not in _SILENT]
            picks = [(each, each.line) for each in behind]
            return part_of_lines([option]), picks_part(section.blocks, picks) if picks else None
    return None


def _stated(section: Section, words: Words) -> tuple[Part, Part | None] | None:
    """Find 「…」が正解; the marked lines before it are its reasons."""
    found = rows(section.blocks)
    for i, row in enumerate(found):
        if option := stated_right(row.line):
            return part_of_lines([option]), _reasons(section, found, i, words)
    return None


def _reasons(section: Section, found: Sequence[Row], at: int, words: Words) -> Part | None:
    """Return the paragraph or list before the statement, else the lines behind it."""
    own = [row for row in found if row.block is found[at].block and row is not found[at]]
    around = _before(found, at) or own or list(found[at + 1 : at + 4])
    picks = [(row, bare_option(row.line, words)[0]) for row in around if row.text]
    return picks_part(section.blocks, picks) if picks else None


def _before(found: Sequence[Row], at: int) -> list[Row]:
    """Return the rows of the last block with text before a statement's own; none where one of them asks."""
    others = (row.block for row in reversed(found[:at]) if row.text and row.block is not found[at].block)
    near = next(others, None)
    before = [row for row in found if row.block is near]
    return [] if any(asks(row.text) for row in before) else before


def _marked_line(section: Section, words: Words) -> tuple[Part, Part | None] | None:
    """Find, under a heading such as 解決策は？, a line that ✅ marks."""
    return next(_marks(section, words), None) if asks_for_solution(section.title.text) else None


def _marks(section: Section, words: Words) -> Iterator[tuple[Part, Part | None]]:
    """Yield the options that ✅ marks, each alone in its paragraph.

    What follows an option are its reasons.
    """
    for index, block in enumerate(section.blocks):
        lines = [line for line in block.lines if line.text] if block.kind in ("paragraph", "item") else []
        if not lines or _marks_another(lines):
            continue
        bare, verdict = bare_option(lines[0], words)
        if verdict:
            rest = _without_marks(block, lines[1:], words)
            rest += filter(_tells_more, section.blocks[index + 1 :])
            yield part_of_lines([bare]), part(rest) if rest else None


def _without_marks(block: Block, lines: Sequence[Line], words: Words) -> list[Block]:
    """Return a block with only these of its lines, without their marks; nothing where there are none."""
    own = tuple(bare_option(line, words)[0] for line in lines)
    return [replace(block, lines=own)] if own else []


def _tells_more(block: Block) -> bool:
    return block.kind not in _SILENT and not _says_right(block)


def _marks_another(lines: Sequence[Line]) -> bool:
    """Tell a paragraph in which a further line has the mark of the first: then no line explains the other."""
    return any(line.text[0] == lines[0].text[0] for line in lines[1:])


_SOLUTION = lazily(
    r"\W*{solution_word}{main_topic}、?\s*(?P<option>[^、。？?]{6,90}?){nominal}?{copula}?[。.!！]*"
)


def _told(section: Section, words: Words) -> tuple[Part, Part | None] | None:
    """Find, at the head of a section about the solution, the sentence that says what it is: 解決策は…である."""
    found = [row for row in rows(section.blocks) if row.text]
    said = _SOLUTION.fullmatch(found[0].text) if found and asks_for_solution(section.title.text) else None
    if said is None:
        return None
    behind = [(row, bare_option(row.line, words)[0]) for row in found[1:]]
    return (
        part_of_lines([cut(found[0].line, *said.span("option"))]),
        picks_part(section.blocks, behind) if behind else None,
    )


_FINDERS = (_titled, _headed, _stated, _labelled, _marked_line, _told)


def _says_right(block: Block) -> bool:
    """Tell 「これが正解！」, which adds nothing once the option is known."""
    return len(block.lines) == 1 and not block.blocks and holds("points_at_right", block.lines[0].text)


def asks_for_solution(title: str) -> bool:
    """Tell a heading under which the right option is found, such as 解決策は？."""
    return holds("asks_for_solution", title)
