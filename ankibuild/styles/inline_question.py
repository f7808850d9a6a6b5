"""A line inside the text that asks: `📌 決定木とは？`, a bold line, a bullet with its answer below (S1)."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, takewhile

from ankibuild.items.choosing import chooses, holds_choice
from ankibuild.items.letters import lettered
from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Line, Part, Problem
from ankibuild.page.content import is_opener, item_part, no_content, without_last_links
from ankibuild.page.context import is_bare, place_of
from ankibuild.page.flow import Row, chosen, items_by_list, rows
from ankibuild.page.pieces import part, part_of_lines
from ankibuild.page.questions import asks, is_facet, question_line, same_question, tells
from ankibuild.patterns import lazily
from ankibuild.styles.below import Below, is_plain_question
from ankibuild.styles.card_words import holds
from ankibuild.styles.inner_headings import beyond_inner, is_inner_question
from ankibuild.styles.numbered import is_choice, is_unfinished
from ankibuild.styles.one_line import lists_on_one_line, on_one_line
from ankibuild.styles.set_apart import (
    ANSWER,
    ARROW,
    ASKING_MARK,
    behind_translation,
    has_bold_number,
    is_counted_question,
    is_inline_question,
    is_nested,
    is_numbered,
    is_title,
    stands_alone,
)
from ankibuild.text import cut, fold, is_western, narrow, without_start
from ankibuild.words import Words

STYLE = "inline_question"
_OPTION = lazily(r"\s*(?:[(（\[]?[A-Ha-hＡ-Ｈ{kana}{circled}]\s*[.:．：)）、\]]|[{circled}])")


def inline_question(section: Section) -> Iterator[Card | Problem]:
    """Yield a card for each line of the section's own text that asks and is answered below or behind.

    What answers it is told there: it is claimed, no term of it asks once more.
    """
    found = rows(section.blocks)
    none = no_content(found, section.words)
    own = same_question(section.title.text) * asks(section.title.text)
    lists = lists_on_one_line(found)
    alike = {*lists, *_among_questions(found), *_over_code(found, section)}
    for i, why in enumerate(none):
        if why or not (i in alike or _is_asked(found, i, section)):
            continue
        # one within what answers the heading's question has not that as its context
        place = place_of(section, own=not (own and stands_alone(found[i])))
        if parted := lists.get(i) or on_one_line(found[i], section.words):
            if not section.words.is_unanswered(parted["answer"].text):
                yield place.card("qa", STYLE, _parts(found[i], parted))
        elif told := _told(section, found, none, i, own):
            # a question of its own only follows the heading's, one within the answer belongs to it
            yield place.card("qa", STYLE, told, claimed=told["answer"].lines)


PEERS = 3
"""So many items of a numbered list that ask, more than ask not, make the others ask that have an answer, too."""


def _among_questions(found: Sequence[Row]) -> Iterator[int]:
    """Yield the places of the items of numbered lists of questions, each over its answer, whatever their words."""
    for each in items_by_list(found):
        items = [i for i in each if found[i].block.blocks and is_numbered(found[i])]
        asking = sum(asks(found[i].text) for i in items)
        yield from items if asking >= max(PEERS, len(items) - asking + 1) else ()


def _over_code(found: Sequence[Row], section: Section) -> list[int]:
    """Return the places of numbered items, no sentences as steps are, each over code, below a heading 問題."""
    if not _QUESTIONS.fullmatch(fold(section.title.text)):
        return []
    items = [i for i, row in enumerate(found) if row.bullet and row.depth == 1 and is_numbered(row)]
    over = [
        i for i in items if found[i + 1 : i + 2] and found[i + 1].whole and found[i + 1].block.kind == "code"
    ]
    steps = any(_SENTENCE.search(found[i].text) for i in items)
    return [] if steps or len(over) < max(PEERS, len(items) - len(over) + 1) else over


def _parts(row: Row, parted: Mapping[str, Line]) -> dict[str, Part]:
    """Return question and answer of one line; the whole of a bullet answers, where an editor has wrapped it."""
    wrapped = row.block.lines[1:] if row.bullet and row.head else ()
    rest = [*takewhile(lambda line: not asks(line.text), wrapped)]
    return {name: part_of_lines([line, *rest * (name == "answer")]) for name, line in parted.items()}


_QUESTIONS = lazily(r"\W*{question_word}s?\W*\d*\W*")
_SENTENCE = lazily(r"[{verb_ends}{adjective_ends}.。:：][.。:：\s]*$")


def _told(
    section: Section, found: Sequence[Row], none: Sequence[str], at: int, own: str
) -> dict[str, Part] | None:
    """Return question and answer of a row that asks; None where it asks what the heading does, or nothing answers."""
    asked = found[at]
    question = question_line(asked.line)
    if mark := ASKING_MARK.match(fold(question.text)):
        question = cut(question, mark.end())
    if same_question(question.text) == own:
        return None
    told = [row for row in _answer(found, none, at) if not _is_label(row, section)]
    more = [row.line for row in takewhile(_asks_on, told) if row.block is asked.block]
    answer = behind_translation(told[len(more) :], found, none)
    if not answer or _is_open(asked, answer, section) or _are_options(question, asked, answer, section):
        return None
    picks: list[Row | tuple[Row, Line]] = [(answer[0], without_start(answer[0].line, ANSWER)), *answer[1:]]
    return {"question": part_of_lines([question, *more]), "answer": _part(section, asked, picks)}


def _asks_on(row: Row) -> bool:
    """Tell a further line of a paragraph that asks: what stands below answers all of them."""
    return row.text[:1] not in "(（" and (asks(row.text) or tells(row.text))


def _is_open(asked: Row, answer: Sequence[Row], section: Section) -> bool:
    """Tell what only looks like an answer: one that will be written, half the question, a letter without options."""
    ends = [without_start(each.line, ANSWER).text for each in (answer[0], answer[-1])]
    if any(map(section.words.leaves_open, ends)) or _is_halved(asked, answer[0]):
        return True
    told = section.words.told_behind("answer", answer[0].line) or answer[0].text
    shown = all(row.whole and row.block.kind == "code" for row in answer)
    lone = len(answer) == 1 and bool(_LETTER.fullmatch(narrow(told)))
    return lone or (shown and holds("judges_code", asked.text))


def _is_halved(asked: Row, row: Row) -> bool:
    """Tell a question that a line break parts: "Which of them cannot be kept / in the rain?"."""
    glued = row.line.number == asked.line.number + 1 and is_western(asked.text)
    return glued and _MARKS.isdisjoint(asked.text) and not _MARKS.isdisjoint(row.text)


def _are_options(question: Line, asked: Row, answer: Sequence[Row], section: Section) -> bool:
    """Tell options that nobody has answered yet."""
    return (
        sum(bool(_OPTION.match(each.text)) for each in answer) > 1
        or holds_choice(question.text, answer, section.words)
        or _lists_options(asked, answer, section)
        or (has_bold_number(asked) and is_choice([asked], answer))
        or (_is_beside_bullets(asked, answer[0]) and is_unfinished([asked], answer, section.words))
    )


_LETTER = lazily(r"[\s*(]*[A-Ha-h{kana}{circled}][\s*).。]*")


def _lists_options(asked: Row, answer: Sequence[Row], section: Section) -> bool:
    """Tell numbered lines below `Q8. …` or under `問題4: 未回答`: they are its options, however it asks."""
    numbered = sum(
        1 for row in answer if row.text and (lettered(row.text) or (row.bullet and is_numbered(row)))
    )
    counted = is_counted_question(asked) and chooses(asked.text)
    return numbered > 1 and (counted or _is_left_open(section))


def _is_left_open(section: Section) -> bool:
    """Tell the heading of an exam item that says that it is not answered yet: 問題4: 未回答."""
    label = section.words.label(Line(section.first, section.title.text, ""))
    return (
        label is not None
        and label.kind == "question"
        and section.words.is_unanswered(section.title.text[label.rest :])
    )


def _part(section: Section, asked: Row, picks: Sequence[Row | tuple[Row, Line]]) -> Part:
    """Make the answer of the blocks that it stands in."""
    lines = [(each[0] if isinstance(each, tuple) else each).line.number for each in picks]
    holds = (asked.bullet and asked.block.blocks) or len(asked.block.lines) > 1
    if holds and min(lines) <= asked.block.last:
        return item_part(asked.block, picks)
    first = bisect_left(section.blocks, min(lines), key=lambda block: block.last)
    near = takewhile(lambda block: block.first <= max(lines), islice(section.blocks, first, None))
    return part(near, chosen(picks))


def _is_label(row: Row, section: Section) -> bool:
    """Tell a line that only says that an answer begins: A., 答え, Show."""
    return bool(row.text) and (
        is_opener(row) or bool(ANSWER.fullmatch(row.text)) or section.words.label_alone(row.text)
    )


# --- what asks --------------------------------------------------------------------------------------


def _is_asked(found: Sequence[Row], i: int, section: Section) -> bool:
    row = found[i]
    label = section.words.label(row.line)
    if label and label.kind != "question":
        return False
    if i and not label and _is_below_label(row, found[i - 1], section.words):
        return True
    return _is_marked(row, section) or _asks_below(found, i) or _asks_plainly(found, i, section)


def _is_marked(row: Row, section: Section) -> bool:
    """Tell what is set apart as a question: by itself, on one line with its answer, as a title, under its heading."""
    if is_inline_question(row) or on_one_line(row, section.words) or _is_box_title(row, section):
        return True
    inner = row.block.kind == "heading" and is_inner_question(row)
    return inner or _asks_of_heading(row, section)


def _is_below_label(row: Row, above: Row, words: Words) -> bool:
    """Tell what asks in the line below the label of a question that has a line of its own."""
    below = row.block is above.block and words.only_labels("question", above.line)
    return below and (asks(row.text) or tells(row.text))


def _asks_of_heading(row: Row, section: Section) -> bool:
    """Tell a bullet メリット, with its points nested below, under the heading of what has them."""
    title = section.title.text
    named = section.level > 0 and not (is_bare(title, section.words) or asks(title))
    return named and row.bullet and row.depth == 1 and bool(row.block.blocks) and is_facet(row.text)


_MARKS = frozenset("?？")


def _asks_plainly(found: Sequence[Row], i: int, section: Section) -> bool:
    """Tell `…の違いは？` at the head of a paragraph with the answer glued to it, below a heading that does not ask."""
    row, after = found[i], next(iter(found[i + 1 : i + 2]), None)
    if after is None or after.heading or not _MARKS.isdisjoint(after.text) or not is_plain_question(row):
        return False
    glued = after.line.number == row.line.number + 1 and (after.block is row.block or after.bullet)
    return (glued or _is_pointed_at(row, after)) and not asks(section.title.text)


def _is_pointed_at(row: Row, after: Row) -> bool:
    """Tell a line with a paragraph below that an arrow begins: it answers, a blank line between or not."""
    return after.block is not row.block and after.head and bool(ARROW.match(after.text))


def _is_box_title(row: Row, section: Section) -> bool:
    """Tell the title of a call-out for questions: it asks in whatever words."""
    box = (
        next((block for block in section.blocks if block.first == row.boxes[-1]), None) if row.boxes else None
    )
    return (
        box is not None
        and "question" in box.marker.split()
        and row.line.number == box.first
        and is_title(row)
        and not is_bare(question_line(row.line).text, section.words)
    )


def _asks_below(found: Sequence[Row], i: int) -> bool:
    """Tell the last item of a numbered list that asks and is answered by the paragraphs or bullets behind the list."""
    row = found[i]
    if not (row.bullet and row.depth == 1 and is_numbered(row) and not row.block.blocks and asks(row.text)):
        return False
    after = next(iter(found[i + 1 : i + 2]), None)
    if after is None or after.heading or after.block.kind == "rule":
        return False
    return after.depth == 0 or _is_beside_bullets(row, after)


def _is_beside_bullets(asked: Row, after: Row) -> bool:
    """Tell a task of a numbered list with bullets behind it: below a question mark they may be options."""
    beside = asked.bullet and after.bullet and after.depth == asked.depth and _MARKS.isdisjoint(asked.text)
    return beside and is_numbered(asked) and not is_numbered(after)


# --- what answers -----------------------------------------------------------------------------------


def _answer(found: Sequence[Row], none: Sequence[str], at: int) -> list[Row]:
    """Return the rest of the paragraph, or what is nested below; else the blocks behind up to the next title."""
    beyond, below = _beyond(found, at), Below(found[at])
    answer: list[Row] = []
    for each, why in zip(islice(found, at + 1, None), islice(none, at + 1, None), strict=True):
        if beyond(each) if beyond else below.ends(each, why, begun=bool(answer)):
            break
        answer += [] if why else [each]
    return without_last_links(answer)


def _beyond(found: Sequence[Row], at: int) -> Callable[[Row], bool] | None:
    """Return what tells a row beyond the answer that is nested, pointed at or glued to a question; None elsewhere."""
    row, after = found[at], next(iter(found[at + 1 : at + 2]), None)
    if row.block.kind == "heading":
        return beyond_inner(found, at)
    if row.bullet and is_nested(row):
        return lambda each: each.line.number > row.block.last
    if after is not None and not is_inline_question(row) and _is_pointed_at(row, after):
        return lambda each: each.block is not after.block
    if after is not None and after.block is row.block:
        return lambda each: each.block is not row.block or is_inline_question(each)
    return None
