"""A line inside the text that asks: `📌 決定木とは？`, a bold line, a bullet with its answer below (S1)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from ankibuild.items.labels import chooses, holds_choice
from ankibuild.items.letters import lettered
from ankibuild.markdown.outline import Section
from ankibuild.model import Card, Line, Part, Problem
from ankibuild.page.content import is_opener, item_part, no_content
from ankibuild.page.context import is_bare, place_of
from ankibuild.page.flow import Row, chosen, rows
from ankibuild.page.pieces import part, part_of_lines
from ankibuild.page.questions import asks, question_line, same_question
from ankibuild.patterns import lazily
from ankibuild.styles.numbered import is_choice
from ankibuild.text import bold_prefix, cut, fold, narrow, plain
from ankibuild.words import Label, Words

STYLE = "inline_question"
_LEAD = lazily(r"[\s]*[📌❓❔■□◆◇●▼▶🔹🔸💡❗🤔🔍🔑🧐]")
_ANSWER = lazily(r"\s*(?:[AaＡ]\d*\s*[.:．：)、]|[→⇒➡💬👉]|->|=>)\ufe0f?\s*")
_ARROW = lazily(r"\s*(?:[→⇒➡👉]|->|=>)\ufe0f?\s*\S")
_NUMBER = lazily(r"\W*(?:(?:q|問|第)\s*)?\d{1,3}(?:-\d{1,3})?\s*問?\W*")
_ASKING_MARK = lazily(r"\s*[?❓❔]\s+(?=\S.{2})")
_OPTION = lazily(r"\s*[(（\[]?[A-Ha-hＡ-Ｈア-オ①-⑨]\s*[.:．：)）、\]]")
_ANSWER_BEHIND = lazily(r"\s*(?:[:→⇒➡]|->|=>|…|-+(?=\s))\ufe0f?\s*(?=\S)")
_BOLD_ANSWER = lazily(
    r"(?P<asked>(?:(?!</?(?:strong|b)>).)+[?？])\s*<(?P<bold>strong|b)>[^<]+</(?P=bold)>[。.]?"
)
_QUESTION_MARK = lazily(r"\?[」)]?\s*(?:[→⇒➡]|->|=>)\s*(?=\S)")

_BRACKETS = lazily(
    r"(?<=[?])\s*[(\[]\s*(?P<inner>[^()\[\]]{2,}(?:[(\[][^()\[\]]*[)\]][^()\[\]]*)*)[)\]][.。]?\s*$"
)
_COUNTED = lazily(r"\s*[\[(【]?(?:q|question|問題?|質問|設問)\s*\d{1,3}\s*[\])】]?\s*[.:)、]?\s*\S")
_DECIDES = lazily(r"(?:はい|いいえ|yes|no|y|n)\s*(?:[→⇒➡]|->|=>)")


def inline_question(section: Section) -> Iterator[Card | Problem]:
    """Yield a card for each line of the section's own text that asks and is answered below or behind.

    What answers it is told there: it is claimed, no term of it asks once more.
    """
    found = rows(section.blocks)
    none = no_content(found, section.words)
    own = same_question(section.title.text) if asks(section.title.text) else ""
    for i in [i for i, row in enumerate(found) if not none[i] and _is_asked(found, i, section)]:
        place = place_of(section, own=not (own and stands_alone(found[i])))
        if parted := _on_one_line(found[i], section.words):
            if section.words.is_unanswered(parted["answer"].text):
                continue
            parts = {name: part_of_lines([line]) for name, line in parted.items()}
            yield place.card("qa", STYLE, parts)
            continue
        question = question_line(found[i].line)
        if mark := _ASKING_MARK.match(fold(question.text)):
            question = cut(question, mark.end())
        if same_question(question.text) == own:
            continue
        answer = [row for row in _answer(found, none, i) if not _is_label(row, section)]
        if not answer or any(
            section.words.is_unanswered(_bare(each.line).text) for each in (answer[0], answer[-1])
        ):
            continue
        if len(answer) == 1 and _is_letter(answer[0], section):
            continue  # the options are not here
        if sum(bool(_OPTION.match(each.text)) for each in answer) > 1:
            continue  # options that nobody has answered yet
        unanswered = holds_choice(question.text, answer, section.words) or _lists_options(
            found[i], answer, section
        )
        if unanswered or (_has_bold_number(found[i]) and is_choice([found[i]], answer)):
            continue
        picks = [(each, _bare(each.line)) for each in answer[:1]] + list(answer[1:])
        # a question of its own only follows the heading's, one within the answer belongs to it
        parts = {"question": part_of_lines([question]), "answer": _part(section, found[i], picks)}
        yield place.card("qa", STYLE, parts, claimed=parts["answer"].lines)


def _is_letter(row: Row, section: Section) -> bool:
    """Tell an answer that is labelled and nothing but a letter."""
    label = section.words.label(row.line) if row.text else None
    said = row.text[label.rest :] if label and label.kind == "answer" else ""
    return bool(re.fullmatch(r"[\s*(]*(?:[A-Ha-h]|[ア-オ]|[①-⑨])[\s*).。]*", narrow(said)))


def _lists_options(asked: Row, answer: Sequence[Row], section: Section) -> bool:
    """Tell numbered lines below `Q8. …` or under `問題4: 未回答`: they are its options, however it asks."""
    numbered = sum(
        1 for row in answer if row.text and (lettered(row.text) or (row.bullet and _numbered(row)))
    )
    counted = _is_counted_question(asked) and chooses(asked.text)
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
    if (asked.bullet and asked.block.blocks) or len(asked.block.lines) > 1:
        return item_part(asked.block, picks)
    lines = [(each[0] if isinstance(each, tuple) else each).line.number for each in picks]
    first = bisect_left(section.blocks, min(lines), key=lambda block: block.last)
    near = takewhile(lambda block: block.first <= max(lines), islice(section.blocks, first, None))
    return part(near, chosen(picks))


def _bare(line: Line) -> Line:
    """Return the first line of an answer without the arrow or A: that says it is one."""
    found = _ANSWER.match(line.text)
    return cut(line, found.end()) if found else line


def _is_label(row: Row, section: Section) -> bool:
    """Tell a line that only says that an answer begins: A., 答え, Show."""
    return bool(row.text) and (
        is_opener(row) or bool(_ANSWER.fullmatch(row.text)) or section.words.label_alone(row.text)
    )


# --- what asks --------------------------------------------------------------------------------------


def is_inline_question(row: Row) -> bool:
    """Tell a line that asks and is set apart as a question: by a mark, by being bold, as a bullet with bullets."""
    if not row.text or row.heading or row.block.checked is not None:
        return False
    if row.bullet:
        apart = bool(row.block.blocks) or len(row.block.lines) > 1
    else:
        if row.head and _ASKING_MARK.match(fold(row.text)):
            return True
        apart = (
            bool(_LEAD.match(row.text))
            or is_title(row)
            or _is_next_title(row)
            or _is_counted_question(row)
            or _is_first_of_several(row)
        )
    return apart and asks(row.text)  # the dearer question last


_ITALIC = lazily(r"<em>[^<]*(?:<code>[^<]*</code>[^<]*)*</em>")


def is_title(row: Row) -> bool:
    """Tell a bold line, or an italic one that asks, at the head of a paragraph: a heading in all but name."""
    italic = _ITALIC.fullmatch(row.line.html) and row.text.endswith(("?", "？"))
    return row.head and (_is_bold(row.line, row) or bool(italic and row.block.kind == "paragraph"))


def _is_bold(line: Line, row: Row) -> bool:
    """Tell a line of a paragraph that is bold but for what may stand around a question: a number, a tag."""
    return row.block.kind == "paragraph" and bold_prefix(line) >= len(question_line(line).text) - 2 > 0


def _is_first_of_several(row: Row) -> bool:
    """Tell a paragraph's first line that is answered by the next: its number is bold, or an arrow points to it."""
    if not row.head or row.block.kind != "paragraph":
        return False
    return _has_bold_number(row) or (
        len(row.block.lines) > 1 and bool(_ANSWER.match(row.block.lines[1].text))
    )


def _has_bold_number(row: Row) -> bool:
    bold = bold_prefix(row.line)
    return 0 < bold < len(row.text) and bool(_NUMBER.fullmatch(fold(row.text[:bold])))


def _is_next_title(row: Row) -> bool:
    """Tell a bold line within a paragraph of which each question is a bold line."""
    first = row.block.lines[0]
    return not row.head and _is_bold(row.line, row) and _is_bold(first, row) and asks(first.text)


def _is_counted_question(row: Row) -> bool:
    """Tell `Q8. …` at the head of a paragraph, whose answer stands below without a label."""
    return row.head and row.block.kind == "paragraph" and bool(_COUNTED.match(fold(row.text)))


def stands_alone(row: Row) -> bool:
    """Tell a question that is none of its section's answer: a bold one, a fold's, a numbered one."""
    if not row.text:
        return False
    apart = (
        row.block.kind == "details"
        or (row.depth == 0 and is_title(row))
        or (row.bullet and _numbered(row) and is_inline_question(row))
    )
    return apart and asks(row.text)


def _numbered(row: Row) -> bool:
    return row.block.marker[:1].isdigit()


def _is_asked(found: Sequence[Row], i: int, section: Section) -> bool:
    row = found[i]
    label = section.words.label(row.line) if row.text else None
    if label and label.kind != "question":
        return False
    return (
        is_inline_question(row)
        or _asks_below(found, i)
        or (label is not None and _is_labelled(row, label))
        or bool(_on_one_line(row, section.words))
        or _is_box_title(row, section)
        or (_asks_plainly(found, i) and not asks(section.title.text))
    )


def _is_labelled(row: Row, label: Label) -> bool:
    """Tell a bullet `Q. 権限を確かめるコマンド` with its answer below: the label says that it asks."""
    return row.bullet and bool(row.block.blocks) and not label.loose and bool(row.text[label.rest :].strip())


LEAST_PLAIN = 8
"""How long a question is at least, in characters, that nothing but its mark sets apart."""


def _asks_plainly(found: Sequence[Row], i: int) -> bool:
    """Tell `…の違いは？` at the head of a paragraph with the answer glued to it, in lines or as a list."""
    row = found[i]
    alone = row.head and row.depth == 0 and row.block.kind == "paragraph"
    if not alone or not row.text.endswith(("?", "？")) or len(row.text) < LEAST_PLAIN or not asks(row.text):
        return False
    after = found[i + 1] if i + 1 < len(found) else None
    if after is None or after.heading or "?" in after.text or "？" in after.text:
        return False
    if _is_pointed_at(found, i):
        return True
    return after.line.number == row.line.number + 1 and (after.block is row.block or after.bullet)


def _is_pointed_at(found: Sequence[Row], i: int) -> bool:
    """Tell a line with a paragraph below that an arrow begins: it answers, a blank line between or not."""
    after = found[i + 1] if i + 1 < len(found) else None
    return (
        after is not None
        and after.block is not found[i].block
        and after.head
        and bool(_ARROW.match(after.text))
    )


def _on_one_line(row: Row, words: Words) -> dict[str, Line]:
    """Part a line that asks and answers: `**何を止める？**：直接の送信`, 「層は？ → 4」, 「層は？（答え：4）」."""
    if not row.text or row.heading or row.block.checked is not None:
        return {}
    bold = bold_prefix(row.line)
    if 0 < bold < len(row.text) and bold_prefix(row.block.lines[0]) and asks(row.text[:bold]):
        behind = _ANSWER_BEHIND.match(fold(row.text), bold)
        if behind:
            return {"question": question_line(cut(row.line, 0, bold)), "answer": cut(row.line, behind.end())}
    if told := _BOLD_ANSWER.fullmatch(row.line.html):
        end = len(plain(told["asked"]))
        if asks(row.text[:end]) and not chooses(row.text[end:]):
            return {"question": question_line(cut(row.line, 0, end)), "answer": cut(row.line, end)}
    found = _QUESTION_MARK.search(fold(row.text))
    if found and asks(row.text[: found.start() + 1]) and not _DECIDES.match(fold(row.text), found.end()):
        question = cut(row.line, 0, found.end() - len(found[0].lstrip("?")))
        return {"question": question_line(question), "answer": cut(row.line, found.end())}
    return _in_brackets(row.line, words)


def _in_brackets(line: Line, words: Words) -> dict[str, Line]:
    """Part a question from the answer that stands behind it in brackets, with a label."""
    found = _BRACKETS.search(narrow(line.text))
    if found is None or not asks(line.text[: found.start()]):
        return {}
    inner = cut(line, *found.span("inner"))
    label = words.label(inner)
    if label is None or label.kind != "answer" or label.loose or not inner.text[label.rest :].strip():
        return {}
    return {"question": question_line(cut(line, 0, found.start())), "answer": cut(inner, label.rest)}


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
    """Tell the last item of a numbered list that asks and is answered by the paragraphs behind the list."""
    row = found[i]
    if not (row.bullet and row.depth == 1 and _numbered(row) and not row.block.blocks and asks(row.text)):
        return False
    after = found[i + 1] if i + 1 < len(found) else None
    return after is not None and after.depth == 0 and not after.heading and after.block.kind != "rule"


# --- what answers -----------------------------------------------------------------------------------


def _answer(found: Sequence[Row], none: Sequence[str], at: int) -> list[Row]:
    """Return the rest of the paragraph, or what is nested below; else the blocks behind up to the next title."""
    row, answer = found[at], list[Row]()
    nested = row.bullet and (bool(row.block.blocks) or len(row.block.lines) > 1)
    glued = at + 1 < len(found) and found[at + 1].block is row.block
    boxes, hidden = row.boxes, 0
    plainly = not is_inline_question(row) and _is_pointed_at(found, at)
    for each, why in zip(islice(found, at + 1, None), islice(none, at + 1, None), strict=True):
        if nested:
            ends = each.line.number > row.block.last
        elif plainly:
            ends = each.block is not found[at + 1].block
        elif glued:
            ends = each.block is not row.block or is_inline_question(each)
        else:
            if is_opener(each) and not answer:
                hidden = each.block.last  # a fold that hides the answer: all inside is its
                continue
            if each.boxes != boxes and not answer:
                boxes = each.boxes if each.boxes[: len(boxes)] == boxes else boxes
            ends = (
                why == "rule"
                or each.boxes[: len(boxes)] != boxes
                or (len(each.boxes) > len(boxes) and not boxes)
                or each.depth < row.depth - row.bullet
                or (each.line.number > hidden and _begins_anew(each, row))
            )
        if ends:
            break
        answer += [] if why else [each]
    return answer


def _begins_anew(row: Row, asked: Row) -> bool:
    if (
        row.heading
        or is_inline_question(row)
        or (asked.bullet and row.bullet and _numbered(row) and row.depth == 1 and asks(row.text))
    ):
        return True
    return is_title(row) and row.depth <= asked.depth
