"""Label the rows of a section: what each says that it opens, seen with the rows around it."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ankibuild.items.bare_lines import goes_on
from ankibuild.items.blanks import names_blanks
from ankibuild.items.counted import explains
from ankibuild.items.hiding import only_hides
from ankibuild.items.letters import KANA, follows, lettered
from ankibuild.items.nouns import ANSWER
from ankibuild.items.own_answers import WEAK, label_own
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.text import bold_prefix, cut, fold
from ankibuild.values import replace
from ankibuild.word_classes import words_of
from ankibuild.words import Label, Words

_ANSWER_LETTER = lazily(
    r"[\s*_]*[(\[【]?(?:a|{answer_short})\s*(?P<number>\d{0,3})[)\]】]?\s*(?:[.:)、]\s*|$)"
)
_PROPOSED = frozenset(("solution",))
_ASKED = frozenset(words_of("asked_word"))
_MORE_OPTIONS = lazily(r"\s[(（]?[BＢ][.):．：）]")
_ONE_OF_SEVERAL = lazily(
    r"[\s*_]*(?:{key_word}|{answer_word})\s*{of}?\s*[1-9{circled}]\s*{nth}?\s*[:]\s*(?=\S)"
)
# 自分の答え：ア → 正解：ウ
_RIGHT_BEHIND = lazily(
    r"(?:^|[\s→⇒>/|、,。.;)）】])[\s(（【\[]*"
    r"(?P<word>{key_word})[)）】\]]?\s*(?:{topic}、?|[:=→]|->|(?<=[】)\]]))\s*(?=\S)"
)
_ANNOUNCES = lazily(
    r"\W*{options_word}(?:{topic}|:|(?: {be})?)\s*(?:{following}\s*)*(?:[\d{digits}]\s*{things}?)?"
    r"{of}?{as_follows}?(?:{there_are}|{copula})?\W*"
)
# <summary>Show answer</summary>
_SHOW = lazily(r"\W*{to_show}\s+(?=[a-z])")
PREVIOUS = "previous"
"""The word of a label that answers the question before, which has another heading."""
_BEFORE = lazily(
    r"\W*{earlier}\s*{of}?\s*{question_word}?\s*{of}?\s*(?:{key_word}|{answer_word})\s*(?:{topic}、?|[:=])\s*(?=\S)"
)
_OWN_SENTENCE = lazily(r"\W*{my}{answer_word}{topic}(?=\s*[^:=\s])|\W*{my_answer_was}\b")
_ARROW = lazily(r"^\s*(?:→|⇒|➡|👉|->|=>)\ufe0f?\s*(?=\S)")
KEY_LINE = lazily(
    r"[\s*_]*a\s*[.:]\s*(?=[(]?[a-h1-9{kana}][)]?(?:\s*[,、{with}&]\s*[(]?[a-h1-9{kana}][)]?)*(?:[\s*_。.]*$|[.)]\s+\S))"
)
_KEY_OF = lazily(r"[\s*_-]*{weak_word}\s*:\s*(?=[(]?[a-h1-9][)]?(?:\W|$))")
"""Q10 -- Answer: B."""
LEAST = 2
_NAME = lazily(r"[B-Z]\s*[:：]")
_ANSWER_NUMBER = lazily(
    r"[\s*_【\[]*(?P<word>{answer_word}|{key_word})\s*(?P<number>\d{1,3})[】\]]?\s*(?:(?P<parted>[:.)、])\s*(?=\S))?"
)
_NUMBER_BEHIND = lazily(r"(?P<number>\d{1,3})\s*(?P<parted>:)\s*(?=[(]?[a-h1-9{kana}{circled}][)]?(?:\W|$))")


def label_rows(rows: Sequence[Row], words: Words) -> list[Label | None]:
    """Label the rows; a bare "A:" answers only where a bare "Q:" asked and no list A, B … follows."""
    labels = _own_labels(rows, words)
    for i, label in enumerate(labels):
        if label and label.word == "q" and not label.number and _begins_names(rows, labels, i):
            labels[i] = None
    asked = {i: label.number for i, label in enumerate(labels) if label and label.kind == "question"}
    numbers = {*asked.values()} - {""}
    for start, end in pairwise([*asked, len(rows)]):
        _label_answers(rows, labels, numbers, range(start, end))
        label_own(rows, labels, range(start, end), words)
    _label_key_behind_options(rows, labels)
    return _without_proposals(rows, labels)


def _begins_names(rows: Sequence[Row], labels: Sequence[Label | None], at: int) -> bool:
    """Tell the first of three names: Q: …, K: …, V: …."""
    below = slice(at + 1, at + 3)
    told = zip(rows[below], labels[below], strict=True)
    return sum(label is None and bool(_NAME.match(row.text)) for row, label in told) > 1


def _own_labels(rows: Sequence[Row], words: Words) -> list[Label | None]:
    """Label each row by what it says itself, and a fold's summary that only hides."""
    labels = [_own_label(row, words) for row in rows]
    for i, row in enumerate(rows):
        if (label := labels[i]) and not row.head and goes_on(rows, i, label.rest):
            labels[i] = None
        elif row.text and not row.whole and (behind := _said_behind(row, labels[i], words)):
            labels[i] = behind
        elif only_hides(rows, labels, i, words):
            labels[i] = Label("answer", len(row.text), word=ANSWER)
    return labels


def _own_label(row: Row, words: Words) -> Label | None:
    silent = row.whole or not row.text or row.block.kind == "comment"
    return None if silent else words.label(row.line) or (explains(row, words) if row.heading else None)


def _label_answers(rows: Sequence[Row], labels: list[Label | None], numbers: set[str], span: range) -> None:
    """Label the answers of one question by how it is asked; `numbers` are those of all questions."""
    start, end = span.start, span.stop
    question, options = labels[start], _has_options(rows[start:end])
    bare = question is not None and question.word in _ASKED and not options
    listing = _beginning_lists(rows[:end], start) if bare else ()
    for i in span[1:]:
        lone = bare and i not in listing
        if rows[i].text and (label := _answer_label(rows[i], labels[i], numbers, bare=lone)):
            labels[i] = label
    if not options and (i := _arrow_below(rows, labels, start, end)):
        labels[i] = Label("answer", len(rows[i].text) - len(_ARROW.sub("", rows[i].text)), word="→")


def _has_options(rows: Sequence[Row]) -> bool:
    """Tell by its second letter a list of options among rows."""
    leads = (lettered(row.text) for row in rows)
    return any(lead and not lead.loose and lead.letter == "B" for lead in leads)


def _beginning_lists(rows: Sequence[Row], start: int) -> set[int]:
    """Return the bullets, from a row on, that others with letters follow: "A: …" spells something out there."""
    found: set[int] = set()
    groups: set[int] = set()
    for i in range(len(rows) - 1, start - 1, -1):
        row = rows[i]
        if not row.bullet:
            continue
        if row.group in groups:
            found.add(i)
        elif (lead := lettered(row.text)) and not lead.loose:
            groups.add(row.group)
    return found


def _arrow_below(rows: Sequence[Row], labels: Sequence[Label | None], start: int, end: int) -> int:
    """Return the row 「→ 750」 in the paragraph of a question; 0 when there is none or the answer is labelled.

    A bold question is one without its label too (`styles.inline_question`).
    """
    if bold_prefix(rows[start].line):
        return 0
    same = [i for i in range(start + 1, end) if rows[i].block is rows[start].block]
    found = next((i for i in same if _ARROW.match(rows[i].text)), 0)
    return 0 if any(label and label.kind == "answer" for label in labels[start + 1 : end]) else found


def _label_key_behind_options(rows: Sequence[Row], labels: list[Label | None]) -> None:
    """Label `A. b`, and `A: B. text`, behind the options a, b, c, d: an answer and no further option."""
    letters: list[str] = []
    for i, row in enumerate(rows):
        label = labels[i]
        if label or not row.text:
            letters = [] if label and _ends_letters(label, row) else letters
        elif found := _key_behind(letters, row):
            labels[i] = Label("answer", found.end(), word="a")
            letters = []
        elif (lead := lettered(row.text)) and (not lead.loose or _goes_on(letters, lead.letter)):
            letters.append(lead.letter)


def _ends_letters(label: Label, row: Row) -> bool:
    """Tell a label of another question, or of an answer that stands in its row."""
    return label.kind == "question" or (label.kind == "answer" and label.rest < len(row.text))


def _goes_on(letters: Sequence[str], letter: str) -> bool:
    """Tell the first kana, and the letter after the last one: a blank alone may part these from the text."""
    return follows(letter, letters[-1]) if letters else letter == KANA[0]


def _key_behind(letters: Sequence[str], row: Row) -> re.Match[str] | None:
    """Match a key behind the letters of a list."""
    listed = len(letters) >= LEAST and letters[-1] != "A"
    return KEY_LINE.match(fold(row.text)) if listed else None


def title_label(line: Line, words: Words) -> Label | None:
    """Label a heading or a fold's summary, which says more freely what stands below: "Show answer", Q（要約）."""
    if (label := words.label(line)) is not None:
        hides = label.kind == "answer" and words.reveals(line.text)
        return replace(label, rest=len(line.text), loose=False) if hides else label
    folded = fold(line.text)
    if shown := _SHOW.match(folded):
        inner = words.label(cut(line, shown.end()))
        return replace(inner, rest=shown.end() + inner.rest) if inner else None
    return Label("question", len(folded), word="question") if _REMARKED.fullmatch(folded) else None


_REMARKED = lazily(r"\W*{question_sign}\s*[(【\[<](?!\d).{1,12}[)】\]>]\W*")


def _said_behind(row: Row, label: Label | None, words: Words) -> Label | None:
    """Read what no word at the row's start says, or says too weakly."""
    folded = fold(row.text)
    if row.heading and (title := title_label(row.line, words)) is not label:
        return title
    if label is None:
        return _unlabelled(folded)
    if label.kind == "question" and label.number and (key := _KEY_OF.match(folded, label.rest)):
        return replace(label, rest=key.end())
    return _told_behind(row, folded, label)


def _told_behind(row: Row, folded: str, label: Label) -> Label | None:
    """Read what tells of blanks behind a loose label of an answer, and the key behind what may be the learner's own."""
    if label.kind == "answer" and label.loose and names_blanks(row.text[label.rest :]):
        return replace(label, loose=False)
    found = _RIGHT_BEHIND.search(folded, label.rest) if _is_weak(label) else None
    return Label("answer", found.end(), word=ANSWER) if found and found.start() > label.rest else None


def _is_weak(label: Label) -> bool:
    """Tell a label of what may be the learner's own answer."""
    return label.kind == "own" or (label.kind == "answer" and label.word in WEAK)


def _unlabelled(folded: str) -> Label | None:
    """Read 「私の答えは②だった」, 「昨日の問題の答え：A」 and 「選択肢はこの 4 つ」."""
    if found := _OWN_SENTENCE.match(folded):
        return Label("own", found.end(), word="own")  # tells of the learner alone
    if found := _BEFORE.match(folded):
        return Label("answer", found.end(), word=PREVIOUS)
    return Label("options", len(folded), word="options") if _ANNOUNCES.fullmatch(folded) else None


def _without_proposals(rows: Sequence[Row], labels: list[Label | None]) -> list[Label | None]:
    """Take the label off a solution that the options only judge: "Solution: …" before A, B and the answer."""
    for i, label in enumerate(labels):
        if label and label.kind == "answer" and label.word in _PROPOSED and _is_judged_below(rows, labels, i):
            labels[i] = None
    return labels


def _is_judged_below(rows: Sequence[Row], labels: Sequence[Label | None], at: int) -> bool:
    """Tell a row with options below it, and behind them an answer before the next question."""
    opening = ((i, labels[i]) for i in range(at + 1, len(labels)))
    end, label = next(((i, x) for i, x in opening if x and x.kind in ("answer", "question")), (at, None))
    return label is not None and label.kind == "answer" and any(map(_is_second, rows[at:end]))


def _is_second(row: Row) -> bool:
    lead = lettered(row.text)
    return lead is not None and lead.letter == "B"


def _answer_label(row: Row, label: Label | None, numbers: set[str], *, bare: bool) -> Label | None:
    """Read "A:" and "A1." where bare Qs ask, and 解答1： where 問題1： asks."""
    if label and label.kind != "answer":
        return None
    folded = fold(row.text)
    if label is None:
        found = _ANSWER_LETTER.match(folded) if bare else None
        if found and not _MORE_OPTIONS.search(row.text):
            return Label("answer", found.end(), found["number"], word="a")
        if found := _ONE_OF_SEVERAL.match(folded):
            return Label("answer", found.end(), word=ANSWER)
    return _numbered_answer(row, label, numbers)


def _numbered_answer(row: Row, label: Label | None, numbers: set[str]) -> Label | None:
    """Read an answer with the number of one of the questions: 解答1：, and 정답 3: behind a loose label."""
    folded = fold(row.text)
    found = _ANSWER_NUMBER.match(folded)
    if found is None and label and label.loose:
        found = _NUMBER_BEHIND.match(folded, label.rest)
    if not found or found["number"] not in numbers or not _is_parted(found, row):
        return None
    return Label("answer", found.end(), found["number"], word=label.word if label else found["word"])


def _is_parted(number: re.Match[str], row: Row) -> bool:
    """Tell a number that a mark parts from what follows, or that ends a heading."""
    return bool(number["parted"]) or (row.heading and not row.text[number.end() :].strip())
