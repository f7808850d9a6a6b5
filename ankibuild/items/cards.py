"""The cards of an exam item: one rule set for all styles.

- One Q&A card a question that the notes answer; the options stand on its front when the notes list them, the
  right option's text and the explanation on its back.
- One contrast pair for each wrong option that the notes refute or mark wrong; a wrong option that merely stands
  in the list makes none.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile

from ankibuild.items.by_words import read_by_words
from ankibuild.items.item import CELL, Item, Option, option_part, picks_part
from ankibuild.items.letters import all_lettered, key
from ankibuild.items.looks import ANY, asked_number
from ankibuild.items.mentions import give_mentions, part_reasons
from ankibuild.items.naming import name_options
from ankibuild.items.posed import asks_in_words, is_item, refutes
from ankibuild.items.tidying import tidy_reasons
from ankibuild.model import Block, Card, Line, Part, Problem, Range
from ankibuild.page.context import Place
from ankibuild.page.flow import Pick
from ankibuild.page.pieces import even_stops, join_parts, list_part, part_of_lines, ranges
from ankibuild.page.questions import trim_question
from ankibuild.speech import _
from ankibuild.text import cut, fold, key_of, strip_pair, width

LONGEST_ANSWER = 120
"""A contrast needs an answer short enough to be an option, in full-width characters."""
AS_LONG = 1.25
"""How much longer it may be than the longest of the wrong ones, where those are long, too."""


def item_cards(item: Item, blocks: Sequence[Block], place: Place, style: str) -> Iterator[Card | Problem]:
    """Yield the cards of an item and what is wrong with it as written; nothing when it is no item."""
    question = _question(item, blocks)
    _part_answer(item)
    part_reasons(item)
    give_mentions(item)
    read_by_words(item)
    tidy_reasons(item)
    name_options(item)
    texts = _texts(item, blocks)
    answers = [texts[id(option)] for option in item.right] or _spoken(item, blocks, question)
    if not is_item(item, question, answers):
        return
    for line, slug, message in item.problems:
        yield Problem(place.path, line, slug, message)
    if not answers:
        yield from _complaint(item, place, question)
        return
    if question is not None and not _only_names(item):
        options = [texts[id(option)] for option in item.listed]
        parts = _sides(item, blocks, question, answers, options)
        yield place.card("qa", style, parts, claimed=lines_read(item))
    yield from _contrasts(item, blocks, place, style, question, answers)


def _sides(
    item: Item, blocks: Sequence[Block], question: Part, answers: Sequence[Part], options: Sequence[Part]
) -> dict[str, Part]:
    """Return the parts of an item's Q&A."""
    parts = {"question": question, "answer": _answer(item, answers)}
    if len(options) > 1:
        parts["options"] = list_part(options)
    if explanation := _explanation(item, blocks):
        parts["explanation"] = explanation
    return parts


def _only_names(item: Item) -> bool:
    """Tell the title of a slip, which asks nothing: what is right against what was wrong is all that it gives."""
    refuted = refutes(item) and not item.listed
    asked = item.asked or item.number or item.own or asks_in_words(item)
    return refuted and not asked and all(row.heading for row, _ in item.stem)


def _texts(item: Item, blocks: Sequence[Block]) -> dict[int, Part]:
    """Return the options' texts by `id()`, alike in what does not tell them apart."""
    options = [option for option in item.listed if option.text]
    listed = even_stops([option_part(blocks, option) for option in options])
    found = {id(option): text for option, text in zip(options, listed, strict=True)}
    return {id(option): found.get(id(option)) or option_part(blocks, option) for option in item.options}


def _part_answer(item: Item) -> None:
    """Part an answer in words from its explanation where it is set against wrong ones."""
    if len(item.answer) < 2 or item.right or not refutes(item):  # noqa: PLR2004
        return
    row, line = item.answer[0]
    if line.text and not row.whole and width(line.text) <= LONGEST_ANSWER:
        said = len(_several(item)) or 1
        item.explanation = [*item.answer[said:], *item.explanation]
        item.answer = item.answer[:said]


def _several(item: Item) -> list[Pick]:
    """Return the answers where the item gives several: those of a list, or the first ones if each has a letter."""
    by_letter = [*takewhile(lambda pick: all_lettered(pick[0].text), item.answer)]
    return _listed_answers(item) or (by_letter if len(by_letter) > 1 else [])


def _listed_answers(item: Item) -> list[Pick]:
    """Return the answers that a list gives, where the question has so many given: 2 つ選べ."""
    group = item.answer[0][0].group if item.answer and item.answer[0][0].bullet else CELL
    listed = [pick for pick in item.answer if pick[0].bullet and pick[0].group == group]
    wanted = asked_number(item.stem_text) in (ANY, len(listed))
    return listed if wanted and len(listed) > 1 and listed == item.answer[: len(listed)] else []


def lines_read(item: Item) -> tuple[Range, ...]:
    """Return the source lines of all the rows that the item was read from."""
    spans = (
        (row.block.first, row.block.last) if row.whole else (row.line.number, row.line.number)
        for row in item.rows
    )
    return ranges(n for first, last in spans for n in range(first, last + 1))


def _complaint(item: Item, place: Place, question: Part | None) -> Iterator[Problem]:
    """Say why there is no card, once."""
    told = any(slug in ("unknown-letter", "letter-twice") for _, slug, _ in item.problems)
    if told or question is None:
        return
    asked = question.lines[0][0] if question.lines else place.line
    slug, message = _lacking(item, question)
    if slug == "no-options" and _names_unknown(item, question):
        # what stands below answers nothing by itself: it is a list that nobody knows
        yield Problem(place.path, asked, slug, message, item.key_line)
    else:
        yield Problem(place.path, item.key_line or asked, slug, message)


def _names_unknown(item: Item, question: Part) -> bool:
    """Tell letters, no numbers, of which the question itself does not speak: 【(a) 潮 (b) 風】で動く."""
    stem = fold(question.text)
    return not any(x.isdigit() or f"({x.lower()})" in stem for x in item.letters)


def _lacking(item: Item, question: Part) -> tuple[str, str]:
    """Return what an item lacks: the slug and the message."""
    if item.unanswered or (not item.options and not item.letters):
        asked = question.text.splitlines()[0][:60]
        return "unanswered-question", _("no answer yet to {question!r}", question=asked)
    if not item.options:
        letters = ", ".join(item.letters)
        return "no-options", _("the answer is {letters}, but the options are not here", letters=letters)
    return "no-answer", _("the options are here, but not which one is right")


def _question(item: Item, blocks: Sequence[Block]) -> Part | None:
    trimmed = [trim_question(pick, first=i == 0) for i, pick in enumerate(item.stem)]
    picks = [pick for pick in trimmed if pick]
    return picks_part(blocks, picks) if picks else None


def _spoken(item: Item, blocks: Sequence[Block], question: Part | None) -> list[Part]:
    """Return the answer in words; a letter is one only where the options stand on a picture."""
    listed = item.listed
    if item.answer and not (listed and (item.letters or item.answer[0][0].whole)):
        return _in_words(item, blocks)
    return [] if listed or question is None or "<img" not in question.html else _on_picture(item)


def _on_picture(item: Item) -> list[Part]:
    """Return the letters of an answer, if it has any, as they stand on a picture."""
    if not item.letters:
        return []
    text = item.written or ", ".join(item.letters)
    return [Part(((item.key_line, item.key_line),), text, text)]


def _in_words(item: Item, blocks: Sequence[Block]) -> list[Part]:
    """Return the answer as it is written, each by itself where it lists several."""
    several = _several(item)
    if several and len(several) == len(item.answer):
        return [part_of_lines([bare_quotes(line)]) for _, line in several]
    return [picks_part(blocks, item.answer)]


def bare_quotes(line: Line) -> Line:
    """Return a line without the brackets around the whole."""
    return cut(line, *strip_pair(line.text))


def _answer(item: Item, answers: Sequence[Part]) -> Part:
    answer = answers[0] if len(answers) == 1 else list_part(answers)
    if not item.key_line:
        return answer
    lines = (*answer.lines, (item.key_line, item.key_line)) if item.letters else answer.lines
    return Part(ranges(n for first, last in lines for n in range(first, last + 1)), answer.text, answer.html)


def _explanation(item: Item, blocks: Sequence[Block], but: Collection[int] = ()) -> Part | None:
    """Return what explains the right answer: the explanation and the reasons of the right options.

    Rows whose keys are in `but` are left out.
    """
    picks: list[Pick] = list(item.answer) if item.right and item.listed else []
    picks += [pick for pick in item.explanation if pick[0].key not in but]
    told = set(map(_said, picks))
    reasons: list[Sequence[Pick]] = [picks]
    for option in item.right:
        why = [pick for pick in option.why if _said(pick) not in told]
        told.update(map(_said, why))
        reasons.append(why)
    return _joined(blocks, reasons)


def _said(pick: Pick) -> tuple[int, str]:
    """Return by what a pick is told again."""
    row, line = pick
    return row.key, line.text


def _joined(blocks: Sequence[Block], reasons: Sequence[Sequence[Pick]]) -> Part | None:
    parts = [picks_part(blocks, picks) for picks in reasons if picks]
    parts = [part for part in parts if part.text or "<img" in part.html]
    return join_parts(parts) if parts else None


def _reasons_of_right(item: Item, blocks: Sequence[Block]) -> list[Part | None]:
    """Return why each of the answers is right: of several options its own reason, if each has one."""
    if len(item.right) > 1 and all(option.why for option in item.right):
        return [_joined(blocks, [option.why]) for option in item.right]
    return [_explanation(item, blocks, item.elsewhere)]


def _contrasts(
    item: Item,
    blocks: Sequence[Block],
    place: Place,
    style: str,
    question: Part | None,
    answers: Sequence[Part],
) -> Iterator[Card]:
    """Yield a pair for each wrong option; where several are right they take turns, so that each gets its pairs."""
    if not item.right and width(answers[0].text) > _longest_answer(item):
        return
    rights = answers if len(answers) == len(item.right) else answers[:1]
    whys = _reasons_of_right(item, blocks)
    wrong = _wrong(item, blocks, {key_of(each.text) for each in rights})
    for turn, (option, text) in enumerate(wrong):
        at = turn % len(rights)
        right, incorrect = even_stops([rights[at], text])
        parts = {"correct": right, "incorrect": incorrect}
        if question:
            parts["prompt"] = question
        if why := whys[at % len(whys)]:
            parts["why_correct"] = why
        if option.why:
            parts["why_incorrect"] = picks_part(blocks, option.why)
        yield place.card("contrast", style, parts)


def _longest_answer(item: Item) -> float:
    """Return how long an answer in words is at most beside wrong ones: where those are long it may be as well."""
    return max(
        LONGEST_ANSWER, *(AS_LONG * width(option.plain) for option in item.options if option.refuted), 0
    )


def _wrong(item: Item, blocks: Sequence[Block], but: set[str]) -> Iterator[tuple[Option, Part]]:
    """Yield the wrong options that make a pair, each once, with their texts."""
    seen = set(but)
    for option in filter(_is_contrast, item.options):
        text = option_part(blocks, option)
        if key_of(text.text) not in seen:
            seen.add(key_of(text.text))
            yield option, text


def _is_contrast(option: Option) -> bool:
    """Tell a wrong option that is refuted or marked wrong; boxes left unticked only list it.

    A letter that the learner chose from a list that is not here tells nobody anything.
    """
    named = None if option.listed or option.plain.isdigit() else key(option.plain, ())
    bare = named is not None and named.rest == len(option.plain)
    return not (option.right or bare) and bool(option.text) and (option.refuted or bool(option.why))
