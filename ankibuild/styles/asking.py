"""A heading that asks; what stands under it answers (S1)."""

from collections.abc import Iterator, Sequence

from ankibuild.items.item import picks_part
from ankibuild.items.labels import holds_choice
from ankibuild.items.letters import lettered
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Part, Problem
from ankibuild.page.content import content_rows
from ankibuild.page.context import place_of
from ankibuild.page.flow import Row, chosen, section_blocks
from ankibuild.page.pieces import part, part_of_lines
from ankibuild.page.questions import asks, may_ask, question_line, same_question
from ankibuild.styles.inline_question import is_inline_question, stands_alone
from ankibuild.text import has_picture

STYLE = "asking"
PEERS = 3
"""So many questions side by side are a list of questions: their neighbours ask too."""


def asking(section: Section) -> Iterator[Card | Problem]:
    """Yield the cards of the headings in a section that ask."""
    for inner in asking_sections(section):
        yield from _card(inner)


def asking_sections(section: Section) -> list[Section]:
    """Return the subsections whose headings ask, by themselves or among questions."""
    own = [inner for inner in section.sections if not _is_other(inner)]
    asked = {inner.first for inner in own if asks(inner.title.text)}
    may = {inner.first for inner in own if may_ask(inner.title.text)}
    among = len(asked & may) >= PEERS and len(asked & may) > len(may - asked)
    kept = asked | may if among else asked
    return [inner for inner in own if inner.first in kept]


def _is_other(section: Section) -> bool:
    """Tell a heading that names a part of an exam item or a section without cards."""
    title, words = section.title, section.words
    label = words.label(title)
    return (
        bool(label and label.kind != "question")
        or words.asks_why_others(title.text)
        or words.is_none_section(title.text)
    )


def _card(section: Section) -> Iterator[Card | Problem]:
    title, words = section.title, section.words
    blocks = section.blocks
    found = content_rows(blocks, words)
    if not found:
        blocks = _below(section)
        found = content_rows(blocks, words)
    question = question_line(title)
    told = [row for row in found if row.text or row.whole or has_picture(row.line)]
    said = _own(told, same_question(question.text))
    if not said or all(words.is_unanswered(row.text) for row in said):
        if not section.sections and (said or not told):
            yield Problem(
                section.path, section.first, "unanswered-question", f"no answer yet to {title.text[:60]!r}"
            )
        return
    if _are_options(said) or holds_choice(question.text, said, words):
        message = "the options are here, but not which one is right"
        yield Problem(section.path, section.first, "no-answer", message)
        return
    parts = {"question": part_of_lines([question]), **_answer(blocks, said, same_question(question.text))}
    yield place_of(section).card("qa", STYLE, parts)


def _own(told: Sequence[Row], question: str) -> Sequence[Row]:
    """Return the rows before the first question of its own that is not the heading's once more."""
    other = (i for i, row in enumerate(told) if stands_alone(row) and same_question(row.text) != question)
    return told[: next(other, len(told))]


def _below(section: Section) -> tuple[Block, ...]:
    """Return the text of the sub-headings, where the heading has none of its own and they ask nothing."""
    inner = [s for s in section.sections if not s.words.is_none_section(s.title.text)]
    return (
        ()
        if asking_sections(section)
        else tuple(block for s in inner for block in section_blocks(s, heading=True))
    )


def _are_options(found: Sequence[Row]) -> bool:
    """Tell the options of an exam item that nobody has answered yet."""
    letters = [lead.letter for row in found if (lead := lettered(row.text)) and not lead.loose]
    boxes = [row for row in found if row.bullet and row.block.checked is not None]
    return letters[:2] in (["A", "B"], ["ア", "イ"]) or len(boxes) > 1


def _answer(blocks: Sequence[Block], found: Sequence[Row], question: str) -> dict[str, Part]:
    """Return answer and explanation: where a line repeats the question, what follows it answers."""
    for i, row in enumerate(found):
        if is_inline_question(row) and same_question(row.text) == question and i + 1 < len(found):
            answer = picks_part(blocks, [(r, r.line) for r in found[i + 1 :]])
            before = found[:i]
            return {"answer": answer} | ({"explanation": part(blocks, chosen(before))} if before else {})
    return {"answer": part(blocks, chosen(found))}
