"""The cards of an exam item: one rule set for all styles.

- One Q&A card a question that the notes answer; the options stand on its front when the notes list them, the
  right option's text and the explanation on its back.
- One contrast pair for each wrong option that the notes refute or mark wrong; a wrong option that merely stands
  in the list makes none.
"""

from collections.abc import Iterator, Sequence

from ankibuild.context import Place
from ankibuild.item import Item, Option, Pick, option_part, picks_part
from ankibuild.model import Block, Card, Part, Problem
from ankibuild.pieces import join_parts, list_part, ranges
from ankibuild.questions import trim_question
from ankibuild.text import key_of

LONGEST_ANSWER = 120
"""A contrast needs an answer short enough to be an option, in characters."""


def item_cards(item: Item, blocks: Sequence[Block], place: Place, style: str) -> Iterator[Card | Problem]:
    """Yield the cards of an item and what is wrong with it as written; nothing when it is no item."""
    question = _question(item, blocks)
    answers = [option_part(blocks, option) for option in item.right] or _spoken(item, blocks)
    if not _is_item(item, question, answers):
        return
    for line, slug, message in item.problems:
        yield Problem(place.path, line, slug, message)
    if not answers or question is None:
        yield from _complaint(item, place, question)
        if not answers:
            return
    claimed = ranges(n for row in item.rows if not row.whole or row.block for n in range(row.block.first if row.whole else row.line.number, (row.block.last if row.whole else row.line.number) + 1))
    explanation = _explanation(item, blocks)
    options = [option_part(blocks, option) for option in item.options if option.listed]
    if question is not None:
        parts = {"question": question, "answer": _answer(item, answers)}
        if len(options) > 1:
            parts["options"] = list_part(options)
        if explanation:
            parts["explanation"] = explanation
        yield place.card("qa", style, parts, claimed=claimed)
    yield from _contrasts(item, blocks, place, style, question, answers[0], explanation)


def _is_item(item: Item, question: Part | None, answers: Sequence[Part]) -> bool:
    """Decide whether what was read is an exam item at all, not prose with a list in it."""
    if item.options and any(option.listed for option in item.options):
        return bool(answers) or item.answered or bool(item.letters) or (item.asked and _surely_options(item))
    if item.answered:
        return question is not None or any(option.refuted for option in item.options)
    return False


def _surely_options(item: Item) -> bool:
    """Tell options from the steps of a numbered list: they have letters or boxes."""
    return any(letter and not letter.isdigit() for letter in item.known) or any(o.right is not None for o in item.options)


def _complaint(item: Item, place: Place, question: Part | None) -> Iterator[Problem]:
    """Say why there is no card, once."""
    line = item.key_line or (question.lines[0][0] if question and question.lines else place.line)
    if any(slug in ("unknown-letter", "letter-twice") for _, slug, _ in item.problems):
        return
    if question is None:
        return
    if item.unanswered or (not item.options and not item.letters):
        yield Problem(place.path, line, "unanswered-question", f"no answer yet to {question.text.splitlines()[0][:60]!r}")
    elif not item.options:
        yield Problem(place.path, line, "no-options", f"the answer is {', '.join(item.letters)}, but the options are not here")
    else:
        yield Problem(place.path, line, "no-answer", "the options are here, but not which one is right")


def _question(item: Item, blocks: Sequence[Block]) -> Part | None:
    picks = [trimmed for pick in item.stem if (trimmed := trim_question(pick))]
    return picks_part(blocks, picks) if picks else None


def _spoken(item: Item, blocks: Sequence[Block]) -> list[Part]:
    """The answer in words; the letters of options that are not listed are none."""
    if not item.answer or any(option.listed for option in item.options) and item.letters:
        return []
    return [picks_part(blocks, item.answer)]


def _answer(item: Item, answers: Sequence[Part]) -> Part:
    answer = answers[0] if len(answers) == 1 else list_part(answers)
    if not item.key_line:
        return answer
    lines = (*answer.lines, (item.key_line, item.key_line)) if item.letters else answer.lines
    return Part(ranges(n for first, last in lines for n in range(first, last + 1)), answer.text, answer.html)


def _explanation(item: Item, blocks: Sequence[Block]) -> Part | None:
    """What explains the right answer: the general explanation and the reasons of the right options."""
    picks: list[Pick] = []
    if any(option.listed for option in item.options) and item.right:
        picks += item.answer
    picks += item.explanation
    parts = [picks_part(blocks, picks)] if picks else []
    parts += [picks_part(blocks, option.why) for option in item.right if option.why]
    parts = [part for part in parts if part.text or "<img" in part.html]
    return join_parts(parts) if parts else None


def _contrasts(
    item: Item, blocks: Sequence[Block], place: Place, style: str, question: Part | None, correct: Part, why: Part | None
) -> Iterator[Card]:
    if len(correct.text) > LONGEST_ANSWER and not item.right:
        return
    seen = {key_of(correct.text)}
    for option in item.options:
        if not _is_contrast(option):
            continue
        incorrect = option_part(blocks, option)
        if key_of(incorrect.text) in seen:
            continue
        seen.add(key_of(incorrect.text))
        parts = {"correct": correct, "incorrect": incorrect}
        if question:
            parts["prompt"] = question
        if why:
            parts["why_correct"] = why
        if option.why:
            parts["why_incorrect"] = picks_part(blocks, option.why)
        yield place.card("contrast", style, parts)


def _is_contrast(option: Option) -> bool:
    """A wrong option that is refuted or marked wrong; boxes left unticked only list it."""
    return not option.right and bool(option.text) and (option.refuted or bool(option.why))
