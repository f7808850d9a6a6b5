"""A heading that asks; what stands under it answers (S1)."""

import re
from collections.abc import Iterator, Sequence

from ankibuild.items.choosing import holds_choice
from ankibuild.items.item import picks_part
from ankibuild.items.key import is_letters
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Line, Part, Problem
from ankibuild.page.content import ITEM, before_items, content_rows, is_opener, without_last_links
from ankibuild.page.context import is_bare, item_number, place_of
from ankibuild.page.flow import Remembered, Row, chosen, heading_block, section_blocks
from ankibuild.page.pieces import join_parts, part, part_of_lines
from ankibuild.page.questions import (
    asks,
    asks_of_subject,
    is_facet,
    may_ask,
    question_line,
    question_text,
    same_question,
    subject_of,
)
from ankibuild.patterns import lazily
from ankibuild.speech import _
from ankibuild.styles.meanings import are_pairs
from ankibuild.styles.numbered import Told, end_of_request, under_number, with_code, with_numbered
from ankibuild.styles.pair_signs import split_pair
from ankibuild.styles.set_apart import ARROW, are_questions, is_inline_question, stands_alone
from ankibuild.styles.situation import with_situation
from ankibuild.text import has_picture, without_remark, without_start
from ankibuild.words import Words

STYLE = "asking"
_WORD = lazily(r"[^\s→⇒➡👉💬:：]")
FAR = 3
"""How many lines below its heading a fold is that hides what the heading asks for."""
SHORTEST = 4
"""A shorter heading over a fold, in characters, names what the fold holds: 図, コード."""
FEW = 2
"""So many sub-headings answer together; of more the first one, if it says what is asked."""
PEERS = 3
"""So many questions side by side are a list of questions: their neighbours ask too."""


def asking(section: Section) -> Iterator[Card | Problem]:
    """Yield the cards of the headings in a section that ask, and of bare numbers with a question below."""
    asked = asking_sections(section)
    places = {inner.first: place for place, inner in enumerate(section.sections)}
    for inner in asked:
        place = places[inner.first]
        for found in _card(with_numbered(inner, section.sections[place + 1 :])):
            yield with_situation(found, section.sections[:place]) if isinstance(found, Card) else found
    for inner in section.sections:
        told = under_number(inner) if inner not in asked else None
        if told and not all(_is_no_answer(line.text, inner.words) for _, line in told.answer):
            yield _numbered(inner, told)


def lone_headings(section: Section) -> Iterator[Card]:
    """Yield a card for each heading of a section that may ask, whether or not others beside it do."""
    for place, inner in enumerate(section.sections):
        if not _is_other(inner) and may_ask(inner.title.text):
            for found in _card(inner):
                if isinstance(found, Card):
                    yield with_situation(found, section.sections[:place])


def _is_no_answer(text: str, words: Words) -> bool:
    """Tell a placeholder, and a letter whose option nobody listed."""
    return words.is_unanswered(text) or is_letters(text)


def _numbered(section: Section, told: Told) -> Card:
    parts = {
        "question": picks_part(section.blocks, told.question),
        "answer": picks_part(section.blocks, told.answer),
    }
    lines = tuple(span for each in parts.values() for span in each.lines)
    number = item_number(section.title.text, section.words)
    place = place_of(section, number, own=not number)
    return place.card("qa", STYLE, parts, claimed=lines)


def asking_sections(section: Section) -> list[Section]:
    """Return the subsections whose headings ask, by themselves or among questions."""
    own = [inner for inner in section.sections if not _is_other(inner)]
    asked = {inner.first for inner in own if _asks(inner, section)}
    asked |= _among_askers(own, asked)
    asked |= _labelled([*filter(_is_labelled_question, own)])
    return [inner for inner in own if inner.first in asked]


def _among_askers(own: Sequence[Section], asked: set[int]) -> set[int]:
    """Return the headings that may ask, where more of those do than do not."""
    may = {inner.first for inner in own if may_ask(inner.title.text)}
    return may if len(asked & may) >= max(PEERS, len(may - asked) + 1) else set()


def _asks(section: Section, above: Section) -> bool:
    return asks(section.title.text) or _asks_by_shape(section) or _asks_of_parent(above, section)


def _labelled(alike: Sequence[Section]) -> set[int]:
    """Return those of some headings with the label of a question that ask, beside one that has its answer."""
    if not any(_is_taken(each) or asks(each.title.text) for each in alike):
        return set()
    return {each.first for each in alike if not (each.sections or _is_taken(each) or _holds_question(each))}


def _is_labelled_question(section: Section) -> bool:
    """Tell `問4 甲と乙` and `(문제) …` from a label alone and from one with a status."""
    title, words = section.title, section.words
    return words.is_labelled("question", title) and not is_bare(title.text, words)


def _holds_question(section: Section) -> bool:
    """Tell a section that asks, or that has the label of an answer: its heading only names the subject."""
    found, words = content_rows(section.blocks, section.words), section.words
    return any(words.is_labelled("answer", row.line) or asks(row.text) for row in found)


def _asks_by_shape(section: Section) -> bool:
    """Tell a heading over one fold that hides the answer, and one whose subject is told of in so many words below."""
    title, words = section.title.text, section.words
    told = [block for block in section.blocks if block.kind not in ("rule", "comment")]
    if section.sections or not told or is_bare(title, words):
        return False
    if len(told) == 1 and told[0].kind == "details":
        return len(title) >= SHORTEST and _hides(told[0], section)
    return asks_of_subject(title) and all(map(_is_plain, told))


def _hides(fold: Block, section: Section) -> bool:
    """Tell a fold that hides what a heading asks for; one far below belongs to cards that stood between."""
    near = fold.first <= section.first + FAR
    return near and bool(fold.lines) and is_opener(Row(fold.lines[0], fold, 0, True, 0))


def _asks_of_parent(section: Section, inner: Section) -> bool:
    """Tell メリット below the heading of what has them: both together ask, 「甲のメリット」."""
    above, title = section.title.text, inner.title.text
    told = section.level > 0 and not (is_bare(above, section.words) or asks(above))
    return told and is_facet(title) and not inner.sections


def _is_plain(block: Block) -> bool:
    """Tell text, tables and flat lists of sentences: not terms that ask by themselves."""
    if block.kind != "list":
        return block.kind in ("paragraph", "table", "code")
    return not any(item.blocks for item in block.blocks) and not are_pairs(block.blocks)


def _is_other(section: Section) -> bool:
    """Tell a heading that names a part of an exam item or a section without cards."""
    title, words = section.title, section.words
    label = words.label(title)
    return bool(label and label.kind != "question") or words.answers_nothing(title.text)


def _card(section: Section) -> Sequence[Card | Problem]:
    """Return the card of a heading, or what is wrong with it: both those who ask and those who may stay want it."""
    return _CARDS.of(section)


def _made(section: Section) -> Iterator[Card | Problem]:
    title, words = section.title, section.words
    blocks, found = _text_of(section)
    question = question_line(title)
    told = [row for row in found if _tells(row)]
    said = without_last_links([*_own(section, told, same_question(question.text))])
    if not said or words.leaves_open(said[0].text):
        if not section.sections and (said or not told):
            message = _("no answer yet to {question!r}", question=title.text[:60])
            yield Problem(section.path, section.first, "unanswered-question", message)
    elif holds_choice(question.text, said, words):
        message = _("the options are here, but not which one is right")
        yield Problem(section.path, section.first, "no-answer", message)
    else:
        parts = _parts(section, question, blocks, said)
        yield place_of(section).card("qa", STYLE, parts)


def _text_of(section: Section) -> tuple[Sequence[Block], Sequence[Row]]:
    """Return a section's own text up to the first exam item, or else that of its sub-headings."""
    blocks: Sequence[Block] = before_items(section.blocks)
    if found := content_rows(blocks, section.words):
        return blocks, found
    blocks = _below(section)
    return blocks, content_rows(blocks, section.words)


def _parts(section: Section, question: Line, blocks: Sequence[Block], said: Sequence[Row]) -> dict[str, Part]:
    """Return front and answer of a heading; code that it speaks of stands on the front."""
    asked = [Row(question, heading_block(section), 0, True, 0)]
    code = with_code([*asked, *said], 1) - 1
    front = part_of_lines([question])
    if code:
        front, said = join_parts([front, part(blocks, chosen(said[:code]))]), said[code:]
    elif more := end_of_request(said):
        front, said = join_parts([front, part(blocks, chosen(said[:more]))]), said[more:]
    return {"question": front, **_answer(blocks, said, same_question(question.text))}


def _tells(row: Row) -> bool:
    return row.whole or has_picture(row.line) or (bool(_WORD.search(row.text)) and not is_opener(row))


def _own(section: Section, told: Sequence[Row], question: str) -> Sequence[Row]:
    """Return the rows before the first question of its own, or list of other terms, behind the heading's answer."""
    for i, row in enumerate(told):
        if row.text and same_question(row.text) == question:
            continue
        labelled = _is_labelled(row, section.words, first=not i)
        if labelled or stands_alone(row) or (_begins_terms(told, i) if i else are_questions(told)):
            return told[:i]
    return told


def _is_labelled(row: Row, words: Words, *, first: bool) -> bool:
    """Tell the label of a question or of wrong answers; in the `first` row of an answer it must ask."""
    label = words.label(row.line) if row.text and not row.whole else None
    if label is None or label.kind not in ("question", "wrong"):
        return False
    return not first or asks(row.text[label.rest :])


def _begins_terms(told: Sequence[Row], at: int) -> bool:
    """Tell the first of several bullets `Term ＝ meaning` that a blank line sets off from other bullets."""
    around = told[at - 1 : at + 2]
    if len(around) < 3 or not all(row.bullet and row.group == around[0].group for row in around):  # noqa: PLR2004 - the one before, itself, the next
        return False
    before, *pair = around
    apart = pair[0].line.number - before.line.number > 1 and pair[1].line.number - pair[0].line.number == 1
    return apart and all(found is not None and found[2] in ("equals", "arrow") for found in map(_split, pair))


def _split(row: Row) -> tuple[Line, Line, str] | None:
    return split_pair(row.line)


def _below(section: Section) -> tuple[Block, ...]:
    """Return the text of the sub-headings, where the heading has none of its own and they ask nothing.

    Where the first one says what the heading asks, 定義 below 「錨とは？」, nothing else answers.
    """
    words = section.words
    inner = [s for s in section.sections if not words.answers_nothing(s.title.text) and not _is_taken(s)]
    if len(inner) > FEW and _defines(section.title.text, inner[0]):
        return section_blocks(inner[0])
    return (
        ()
        if asking_sections(section)
        else tuple(block for s in inner for block in section_blocks(s, heading=True))
    )


_OF = lazily("^{of_what}|{of}$")
_ADORNED = re.compile(r"^[^\w「『\"]+")


def _defines(question: str, inner: Section) -> bool:
    """Tell a heading that gives the meaning of what the one above asks to define: 錨の定義, Definition."""
    asked, title = (_ADORNED.sub("", question_text(text)) for text in (question, inner.title.text))
    subject = without_remark(subject_of(without_remark(asked)))
    facet = _OF.sub("", title.removeprefix(subject))
    return bool(subject) and inner.words.is_head("meaning", facet)


def _is_taken(section: Section) -> bool:
    """Tell a section of which an item took a part."""
    return any(block.kind == "rule" and block.marker == ITEM for block in section.blocks)


def _answer(blocks: Sequence[Block], found: Sequence[Row], question: str) -> dict[str, Part]:
    """Return answer and explanation: where a line repeats the question, what follows it answers."""
    for i, row in enumerate(found):
        if is_inline_question(row) and same_question(row.text) == question and i + 1 < len(found):
            answer = picks_part(blocks, [(r, r.line) for r in found[i + 1 :]])
            before = found[:i]
            return {"answer": answer} | ({"explanation": part(blocks, chosen(before))} if before else {})
    first, *more = found
    picks = [(first, without_start(first.line, ARROW)), *((row, _undotted(row)) for row in more)]
    return {"answer": part(blocks, chosen(picks))}


def _undotted(row: Row) -> Line:
    """Return a line without the colon that makes it the meaning of the term above it (`: …`)."""
    return row.line if row.head or not row.text else without_start(row.line, _COLON)


_COLON = lazily(r"\s*[:：]\s+(?=\S)")
_CARDS: Remembered[Section, Sequence[Card | Problem]] = Remembered(lambda section: tuple(_made(section)))
