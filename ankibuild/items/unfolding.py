"""Take apart rows that hold more than one part of an item.

Options in a block of code, options behind their stem in one line, a table of labels and values.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from ankibuild.items.attempt_reasons import with_reasons_of_attempts
from ankibuild.items.attempts import with_marks_of_attempts
from ankibuild.items.code_options import options_of_lines, options_of_more_lines
from ankibuild.items.counting import is_numbered
from ankibuild.items.glued_options import SHORTEST_STEM, STEM_END, glued_apart, with_boxes
from ankibuild.items.item import CELL, lone_row
from ankibuild.items.key import is_letters
from ankibuild.items.label_tables import labelled_rows
from ankibuild.items.labels import KEY_LINE
from ankibuild.items.letters import KANA, firm_letters, lettered
from ankibuild.items.marks import lone_verdict
from ankibuild.items.nouns import ANSWER
from ankibuild.items.odd_options import LEAST_INLINE, is_run, leads_in, marks_in, options_in_line
from ankibuild.model import Block, Line
from ankibuild.page.flow import Row, is_program
from ankibuild.page.questions import asks
from ankibuild.patterns import lazily
from ankibuild.text import bold_prefix, cut, fold, key_of, narrow
from ankibuild.values import replace
from ankibuild.words import LabelKind, Words

_RULE = lazily(r"([#=*_~-])\1{4,}|[—―─]{3,}")
_FIRST = ("A", KANA[0], "1", "①")
_DASHED = "- "
NEAR = 12
"""So many rows, at most, lie from an option to the key that has its text."""


def unfold(found: Sequence[Row], words: Words) -> list[Row]:
    """Return the rows with those taken apart that hold several parts of an item, and without comments."""
    told = with_reasons_of_attempts([row for row in found if row.block.kind != "comment"], words)
    shown = with_marks_of_attempts(told, words)
    parted = [
        part
        for at, row in enumerate(shown)
        for part in _fenced_key(shown, at, words) or _parts(row, words) or [row]
    ]
    return _in_pairs(glued_apart(with_boxes(parted)))


def _fenced_key(found: Sequence[Row], at: int, words: Words) -> list[Row]:
    """Take a key out of a fence below the label of the answer: letters alone, the text of an option above."""
    row, lines = found[at], [line for line in found[at].block.lines if line.text.strip()]
    fenced = row.whole and row.block.kind == "code" and len(lines) == 1 and at > 0
    if not (fenced and words.only_labels("answer", found[at - 1].line)):
        return []
    leads = [(each, lead) for each in found[max(at - NEAR, 0) : at] if (lead := lettered(each.text))]
    options = {key_of(each.text[lead.rest :]) for each, lead in leads}
    named = is_letters(lines[0].text) or key_of(lines[0].text) in options
    return [_one(row, lines[0])] if named else []


def _parts(row: Row, words: Words) -> list[Row]:
    if not row.whole:
        if _is_rule(row.line):
            return [_rule(row, row.line)]
        return (
            _dashed(row, words)
            or _question_and_answer(row, words)
            or _behind_stem(row)
            or _key_and_own(row, words)
        )
    if row.block.kind != "code":
        return [*labelled_rows(row, words)]
    return options_of_lines(row) or _prose(row, words) or options_of_more_lines(row)


def _dashed(row: Row, words: Words) -> list[Row]:
    """Take the dash off `- b. text` and `- Answer: b` amid HTML, where Markdown sees no list."""
    if row.bullet or not row.text.startswith(_DASHED):
        return []
    told = cut(row.line, len(_DASHED))
    named = firm_letters([told.text]) or words.label(told)
    return [_one(row, told)] if named else []


def _prose(row: Row, words: Words) -> list[Row]:
    """Take a block of code apart that holds notes.

    A line labels an answer, the first is a key (`A. b`), or several lists of options stand in it.
    """
    lines = [line for line in row.block.lines if line.text.strip()]
    told = lines and not is_program(row.block) and _tells_answer(lines, words)
    if not (told or _holds_lists(lines)):
        return []
    return [part for paragraph in _paragraphs(lines) for part in _lines(row, paragraph)]


def _tells_answer(lines: Sequence[Line], words: Words) -> bool:
    """Tell lines of which the first is a key, or one labels an answer that stands behind or below it."""
    alone = (bool(at) and line is not lines[-1] for at, line in enumerate(lines))
    labels = (_is_answer(line, words, alone=own) for line, own in zip(lines, alone, strict=True))
    return bool(KEY_LINE.match(fold(lines[0].text))) or any(labels)


def _lines(row: Row, paragraph: Sequence[Line]) -> list[Row]:
    if _is_rule(paragraph[0]):
        return [_rule(row, paragraph[0])]
    block = Block("paragraph", paragraph[0].number, paragraph[-1].number, "", tuple(paragraph))
    return [Row(line, block, row.depth, i == 0, CELL) for i, line in enumerate(paragraph)]


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines of a block of code that blank ones, or rules of signs, set apart."""
    found: list[Line] = []
    for line in lines:
        apart = bool(found) and (line.number > found[-1].number + 1 or _is_rule(line) or _is_rule(found[-1]))
        if apart:
            yield found
            found = []
        found.append(cut(line, len(line.text) - len(line.text.lstrip())))
    yield found


def _is_rule(line: Line) -> bool:
    """Tell a line of nothing but one sign, which parts what is around it."""
    return bool(_RULE.fullmatch(line.text.strip()))


def _rule(row: Row, line: Line) -> Row:
    block = Block("rule", line.number, line.number, "")
    return Row(Line(line.number, "", ""), block, row.depth, True, CELL)


def _is_answer(line: Line, words: Words, *, alone: bool) -> bool:
    """Tell a label with the answer behind it, or on the lines below, where it may stand `alone`."""
    label = words.label(line)
    if label is None or label.kind != "answer" or label.loose:
        return False
    told = bool(line.text[label.rest :].strip())
    return told or (alone and line.text.rstrip().endswith((":", "：")))


def _holds_lists(lines: Sequence[Line]) -> bool:
    """Tell several lists of options, counting on, each below a text, or one up to the end below what asks."""
    leads = [lead.letter if (lead := lettered(line.text)) else "" for line in lines]
    begins = [i for i in range(1, len(leads)) if leads[i] in _FIRST and not leads[i - 1]]
    if len(begins) == 1 and asks(lines[begins[0] - 1].text) and is_run(leads[begins[0] :]):
        return True
    return sum(is_run(leads[i : i + LEAST]) for i in begins) >= LEAST


def one_option_a_row(found: Sequence[Row]) -> list[Row]:
    """Part lines that hold a whole list of options: `ア 甲　イ 乙　ウ 丙`, in a bullet, too."""
    return [part for row in found for part in _options_in(_numbered(row)) or [row]]


def _options_in(row: Row) -> list[Row]:
    lines = [] if row.heading or row.whole else options_in_line(row.line, digits=is_numbered(row))
    return [_one(row, line) for line in lines]


def _numbered(row: Row) -> Row:
    """Return the item of a numbered list with its number: `1) 甲 2) 乙` is such an item to Markdown."""
    if not is_numbered(row):
        return row
    text, html = (f"{row.block.marker} {told}" for told in (row.text, row.line.html))
    return replace(row, line=Line(row.line.number, text, html))


def _in_pairs(found: Sequence[Row]) -> list[Row]:
    """Part lines that hold two or more options each, counting on: `ア 甲　イ 乙` over `ウ 丙　エ 丁`."""
    unfolded: list[Row] = []
    marks = [_leads(row) for row in found]
    at = 0
    while at < len(found):
        end = _end_of_lines(found, marks, at)
        letters = [letter for lead in marks[at:end] for letter, _, _ in lead]
        if end - at > 1 and is_run(letters):
            for row, lead in zip(found[at:end], marks[at:end], strict=True):
                unfolded += [_one(row, cut(row.line, start, stop)) for _, start, stop in lead]
            at = end
        else:
            unfolded.append(found[at])
            at += 1
    return unfolded


def _leads(row: Row) -> list[tuple[str, int, int]]:
    return [] if row.bullet or row.heading else leads_in(row.text)


def _end_of_lines(found: Sequence[Row], marks: Sequence[Sequence[object]], at: int) -> int:
    """Return where lines with options, all as deep as the first one, end."""
    end = at
    while end < min(len(found), at + MOST_ROWS) and marks[end] and found[end].depth == found[at].depth:
        end += 1
    return end


def _one(row: Row, line: Line) -> Row:
    return replace(lone_row(line), depth=row.depth)


MOST_ROWS = 26
LEAST = 2
"""So many options in each of several lines are a list."""
_BOTH = lazily(
    r"\s*(?:Ｑ|{question_sign})\s*\d{0,3}\s*[:.：．]\s*(?P<question>\S.*?[^\s→⇒])"
    r"\s*(?:(?<=[?？。\s])(?P<label>(?:A|Ａ|{answer_word}|{key_word})\s*[:.：．])|(?P<arrow>→|⇒|->|=>))\s*(?P<answer>\S.*)",
    re.IGNORECASE,
)
_ARROWS = lazily(r"→|⇒|->|=>")


def _question_and_answer(row: Row, words: Words) -> list[Row]:
    """Part `Q: …? A: …` and `Q. … → …` on one line into the question and its answer."""
    if not row.text or row.heading:
        return []
    end, start = _behind_bold(row, words) or _behind_sign(row)
    if not start:
        return []
    question, answer = cut(row.line, 0, end), cut(row.line, start)
    label = Line(answer.number, f"{ANSWER}：{answer.text}", f"{ANSWER}：{answer.html}")
    block = replace(row.block, kind="paragraph", lines=(question, label), blocks=())
    return [Row(question, block, row.depth, row.head, CELL), Row(label, block, row.depth, False, CELL)]


_DASH = lazily(r"\s*(?:—|–|―|:|：|[→⇒]|[-=]>|-+(?=\s))\s*(?=\S)")


def _behind_bold(row: Row, words: Words) -> tuple[int, int] | None:
    """Return where a bold question with a number ends, and the answer behind a dash begins: **Q1. 錨の形** — 鉤."""
    bold = bold_prefix(row.line)
    label = words.label(row.line) if 0 < bold < len(row.text) else None
    asked = label is not None and label.kind == "question" and bool(label.number) and label.rest < bold
    behind = _DASH.match(row.text, bold) if asked else None
    return (bold, behind.end()) if behind else None


def _behind_sign(row: Row) -> tuple[int, int]:
    """Return where a question ends, and the answer behind its label, or a lone arrow, begins; (0, 0) for none."""
    found = _BOTH.fullmatch(row.text)
    if not found or (found["arrow"] and len(_ARROWS.findall(row.text)) > 1):
        return 0, 0
    return found.end("question"), found.start("answer")


_APART = lazily(r"\s*(?:[|｜／→⇒]|[-=]>)\s*|\s+")
_OTHER_KEY: Mapping[LabelKind, LabelKind] = {"answer": "own", "own": "answer"}
LONGEST_KEY = 60
"""The two stand within so many characters of a line."""


def _key_and_own(row: Row, words: Words) -> list[Row]:
    """Part a line that holds the key and the learner's own answer: `正解: B　あなたの解答: A　❌ 不正解`."""
    label = words.label(row.line) if row.text else None
    if label is None or label.kind not in _OTHER_KEY:
        return []
    other = _OTHER_KEY[label.kind]
    behind = [found for found in _APART.finditer(row.text, 0, LONGEST_KEY) if found.end() > label.rest]
    second = next((each for each in behind if words.is_labelled(other, cut(row.line, each.end()))), None)
    if second is None:
        return []
    last = _verdict_at(row, second, behind, words)
    return [_one(row, cut(row.line, 0, second.start())), _one(row, cut(row.line, second.end(), last))]


def _verdict_at(row: Row, second: re.Match[str], behind: Sequence[re.Match[str]], words: Words) -> int:
    """Return where a verdict stands behind the second answer of a line, else its end."""
    ends = (each.start() for each in behind if lone_verdict(cut(row.line, each.end()), words) is not None)
    return next((end for end in ends if end > second.end()), len(row.text))


def _behind_stem(row: Row) -> list[Row]:
    """Part 「…はどれか。ア 甲　イ 乙　ウ 丙」 into the stem and the line of its options."""
    if row.bullet or len(row.text) < SHORTEST_STEM:
        return []
    marks = _from_first(marks_in(row.text))
    if len(marks) < LEAST_INLINE or marks[0].start() < SHORTEST_STEM:
        return []
    run = [lead.letter for mark in marks if (lead := lettered(mark["letter"]))]
    at = marks[0].start()
    if not is_run(run) or not STEM_END.search(narrow(row.text[:at])):
        return []
    stem, options = cut(row.line, 0, at), cut(row.line, at)
    block = replace(row.block, lines=(stem, options), blocks=())
    listed = replace(block, kind="paragraph") if row.heading else block
    return [Row(stem, block, row.depth, row.head, CELL), Row(options, listed, row.depth, False, CELL)]


def _from_first(marks: Sequence[re.Match[str]]) -> Sequence[re.Match[str]]:
    """Return the marks from the first letter of an alphabet on."""
    first = next((i for i, mark in enumerate(marks) if mark["letter"] in _FIRST), len(marks))
    return marks[first:]
