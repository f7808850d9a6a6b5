"""Headings that are only a number or an id (問3, k7) over a text that asks, and those that count answers."""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from msgspec import Struct

from ankibuild.items.bare_lines import are_bare_lines
from ankibuild.items.letters import KANA, firm_letters
from ankibuild.items.nouns import FILLS
from ankibuild.markdown.outline import Section
from ankibuild.model import Line
from ankibuild.page.content import content_rows
from ankibuild.page.context import is_bare
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks, question_line, question_text
from ankibuild.patterns import lazily
from ankibuild.styles.card_words import holds
from ankibuild.styles.set_apart import ANSWER, is_inline_question, stands_alone
from ankibuild.text import fold, has_picture, without_start
from ankibuild.values import replace
from ankibuild.words import LEAD, Words

_FIRST_TWO = (("A", "B"), ("1", "2"), (*KANA[:2],))
LONGEST = 6
"""So many rows, at most, a question takes: a longer text that asks somewhere is prose."""
_ID = lazily(
    rf"{LEAD}[(\[【]?[a-z]{{1,4}}[-_. ]?\d{{1,4}}(?:[-.]\d{{1,3}})*[)\]】]?[\s.:★☆#⭐]*(?:\s#\S+)*"
    r"|(?!{part_word})"
    r"[^\W\d_]{2,8}\s*[-#]?\d{1,3}(?:\s*\([^()]{1,8}\))?"
)
_BLANK = lazily(r"[(\[【]\s*[{kana}a-e1-5{circled}]?\s*[)\]】]|_{2,}|\(?[{kana}]\)")


class Told(Struct, frozen=True):
    """The rows that ask, those that answer, and the answer's first line without its arrow."""

    question: Sequence[tuple[Row, Line]]
    answer: Sequence[tuple[Row, Line]]


def is_id(title: str, words: Words) -> bool:
    """Tell a heading that names no subject: a number, a label with one, an id such as k7 or S-07."""
    return is_bare(question_text(title), words) or is_bare(title, words) or bool(_ID.fullmatch(fold(title)))


def under_number(section: Section) -> Told | None:
    """Part what stands under a bare number into question and answer; None where nothing asks or answers."""
    if not section.level or section.sections or not is_id(section.title.text, section.words):
        return None
    found = list(filter(_shows, content_rows(section.blocks, section.words)))
    end = _end_of_question(found)
    if not 0 < end < len(found) or _are_several(found, end, section.words):
        return None
    end = max(with_code(found, end), _behind_figures(found, end))
    question, answer = found[:end], found[end:]
    if is_unfinished(question, answer, section.words):
        return None
    asked = [(row, question_line(row.line) if row.text else row.line) for row in question]
    return Told(
        asked, [(answer[0], without_start(answer[0].line, ANSWER)), *((row, row.line) for row in answer[1:])]
    )


def _are_several(found: Sequence[Row], end: int, words: Words) -> bool:
    """Tell an exam item, and a question in bold before others set alike or one number on: each asks by itself."""
    asked, *behind = found[end - 1 :]
    alone = stands_alone(asked) and any(map(stands_alone, behind))
    return alone or _is_item(found, words) or any(counts_on(asked, row) for row in behind)


def with_code(found: Sequence[Row], end: int) -> int:
    """Return where the question ends that speaks of the code behind it, if more follows to answer it."""
    text = " ".join(row.text for row in found[:end])
    at = end
    while at < len(found) and found[at].whole and found[at].block.kind == "code":
        at += 1
    return at if end < at < len(found) and holds("asks_of_code", text) else end


def end_of_request(said: Sequence[Row]) -> int:
    """Return where text below a heading ends that asks itself, with the answer behind it; 0 without such.

    What asks at the end of more sentences does so only above an answer that is set apart: it may answer before.
    """
    for end, (row, behind) in enumerate(pairwise(said[: LONGEST + 1]), 1):
        if row.block is not said[0].block or row.bullet or row.whole or is_inline_question(row):
            return 0
        if asks(row.text):
            return end * (_is_set_apart(behind) or not _TWO_SENTENCES.search(row.text))
    return 0


def _is_set_apart(row: Row) -> bool:
    return row.whole or row.bullet or bool(ANSWER.match(row.text))


_TWO_SENTENCES = lazily(r"[。!?]\s*\S|[a-z]\.\s+[A-Z]")


def _behind_figures(found: Sequence[Row], end: int) -> int:
    """Return where the arrow of the answer stands behind the formulas and pictures of the question, else `end`."""
    at = end
    while at < len(found) and _is_figure(found[at]):
        at += 1
    return at if at < len(found) and ANSWER.match(found[at].text) else end


def _is_figure(row: Row) -> bool:
    return (
        row.whole or row.text.startswith("\\[") or (has_picture(row.line) and not row.text)
    ) and not row.bullet


def is_unfinished(question: Sequence[Row], answer: Sequence[Row], words: Words) -> bool:
    """Tell a list to choose from, a text with blanks to fill or a table of the attempt: the answer is elsewhere."""
    asked = _text_of(question)
    if FILLS.search(fold(asked)) and any(map(_has_blank, answer)):
        return True
    if words.is_unanswered(answer[-1].text) or not any(map(_says, answer)):
        return True
    return is_choice(question, answer)


def _text_of(found: Sequence[Row]) -> str:
    return " ".join(row.text for row in found)


def _has_blank(row: Row) -> bool:
    return bool(_BLANK.search(fold(row.text)))


def _says(row: Row) -> bool:
    return bool(row.text) or row.whole


def is_choice(question: Sequence[Row], answer: Sequence[Row]) -> bool:
    """Tell a list to choose from, of which nobody has said yet what is right, from one that answers."""
    asked = _text_of(question)
    chooses = holds("selects", asked) or holds("decides", asked)
    if are_bare_lines(answer):
        return chooses
    if sum(row.bullet for row in answer[:2]) < 2:  # noqa: PLR2004 - a list has two items
        return False
    counted = answer[0].block.marker[:1].isdigit()
    return chooses or (counted and not holds("asks_list", asked))


def _letters(found: Sequence[Row]) -> list[str]:
    return firm_letters(row.text for row in found if row.text)


def _shows(row: Row) -> bool:
    return bool(row.text) or row.whole or has_picture(row.line)


def _end_of_question(found: Sequence[Row]) -> int:
    """Return how many rows ask: up to the last line that does of the first paragraph with one; 0 when none."""
    at = next((i for i, row in enumerate(found[:LONGEST]) if row.text and asks(row.text)), None)
    if at is None or any(row.bullet or row.whole for row in found[: at + 1]):
        return 0
    block = found[at].block
    more = takewhile(lambda row: row.block is block and asks(row.text), found[at + 1 :])
    return at + 1 + sum(1 for _ in more)


def _is_item(found: Sequence[Row], words: Words) -> bool:
    """Tell an exam item: it has options or labels, and its own style has read it or waits for its answer."""
    boxes = any(row.bullet and row.block.checked is not None for row in found)
    labels = (words.label(row.line) for row in found if row.text)
    labelled = any(label and label.kind != "ignore" for label in labels)
    return boxes or labelled or any(pair in _FIRST_TWO for pair in pairwise(_letters(found)))


LEAST_NUMBERED = 2
"""So many numbered headings beside one that asks and has no text answer it."""
_COUNTED = lazily(r"\W*(?i:{question_sign})?\s?(?P<number>\d{1,2})\s*[.)．、:：]\s*(?=\S)")


def with_numbered(asked: Section, behind: Sequence[Section]) -> Section:
    """Return a heading without text with the numbered ones beside it below it: 「甲と乙の違い」, `1. 甲`, `2. 乙`."""
    if asked.blocks or asked.sections:
        return asked
    counting = takewhile(lambda each: _counts(*each), enumerate(behind, 1))
    told = tuple(each for _, each in counting)
    return replace(asked, sections=told) if len(told) >= LEAST_NUMBERED else asked


def _counts(number: int, section: Section) -> bool:
    found = _COUNTED.match(section.title.text)
    return found is not None and int(found["number"]) == number


def counts_on(asked: Row, row: Row) -> bool:
    """Tell a paragraph, or an item, with the number behind that of another: it belongs to another question."""
    beside = row.head and row.block.kind == asked.block.kind and row.depth == asked.depth
    last, here = (_COUNTED.match(_numbered(each)) if beside else None for each in (asked, row))
    return bool(last and here and int(last["number"]) + 1 == int(here["number"]))


def _numbered(row: Row) -> str:
    return f"{row.block.marker} {row.text}" if row.bullet else row.text
