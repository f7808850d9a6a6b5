"""Settle, once all rows of an item are read, which options are right, and report what contradicts."""

import re
from collections.abc import Sequence
from itertools import chain

from ankibuild.items.item import Item, Option
from ankibuild.items.letters import lettered
from ankibuild.items.looks import asked_number
from ankibuild.items.marks import WRONG, unmarked
from ankibuild.items.nouns import ALL_RIGHT, ASKS_WRONG, SLIPS
from ankibuild.items.posed import asks_in_words, selects
from ankibuild.items.reasons_behind import part_arrows
from ankibuild.model import Block, Line
from ankibuild.page.flow import Pick, Row
from ankibuild.page.tables import read_table
from ankibuild.patterns import lazily
from ankibuild.speech import _
from ankibuild.text import cut, fold, has_picture, key_of, strip_pair, width


def settle(item: Item, *, told: bool = False) -> None:
    """Settle which options are right, and report what contradicts; `told` as in `left_over`."""
    if _lists_steps(item):
        _drop_steps(item)
    lost = _lost_letters(item)
    _mistrust_box(item)
    _tell_right_among_wrong(item)
    if lost or any(slug == "letter-twice" for _, slug, _ in item.problems):
        for option in item.options:
            option.right = None
    if (rest := left_over(item, told=told)) is not None:
        rest.right = True
    _turn_marks(item)
    part_arrows(item)
    _own_mistake(item)
    _explain_for_letter(item)
    if says_all_right(item):
        _spare_others(item)


def says_all_right(item: Item) -> bool:
    """Tell an item of which a right option calls the others right as well: all of the above."""
    return any(ALL_RIGHT.match(fold(option.plain)) for option in item.right)


def _spare_others(item: Item) -> None:
    """Let what is said of options explain, where the right one says that all are."""
    for option in item.listed:
        if not (option.right or option.refuted):
            item.explanation += [(row, row.line if line.text else line) for row, line in option.why]
            option.why = []
    item.explanation.sort(key=lambda pick: pick[1].number or pick[0].first)


SHORTEST_REASON = 16
"""An explanation of at least so many characters answers where the key names options that are not here."""


def _explain_for_letter(item: Item) -> None:
    """Let the explanation answer where the key is a letter and the options stand neither here nor on a picture."""
    if item.letters and not (item.options or item.answer) and _is_told(item) and _explains_alone(item):
        item.answer, item.explanation, item.letters = item.explanation, [], []


def _is_told(item: Item) -> bool:
    """Tell a stem that asks in words, without a picture that may hold the options."""
    return asks_in_words(item) and not any(has_picture(line) for _, line in item.stem)


def _explains_alone(item: Item) -> bool:
    """Tell an explanation that speaks of no option by its letter."""
    leads = [lettered(line.text) for _, line in item.explanation]
    told = sum(len(line.text) for _, line in item.explanation)
    return told >= SHORTEST_REASON and not any(lead and not lead.loose for lead in leads)


def _lost_letters(item: Item) -> list[str]:
    """Return the letters of the key that no option has, and report them."""
    lost = [x for x in item.letters if x and item.options and not item.named(x)]
    if lost and item.known:
        message = _("the answer names {letters}, no option has that letter", letters=", ".join(lost))
        item.problems.append((item.key_line or 1, "unknown-letter", message))
    return lost


def _mistrust_box(item: Item) -> None:
    """Take the one option that nobody speaks against for the right one, where reasons refute what is ticked."""
    told = {(option.right, option.refuted): option for option in item.listed}
    ticked, rest = told.get((True, True)), told.get((False, False))
    if ticked and rest and len(item.right) == len(told) - 2 == 1 and not item.letters:
        ticked.right, rest.right = False, True


def _tell_right_among_wrong(item: Item) -> None:
    """Report what is refuted and yet the right answer."""
    texts = {key_of(option.plain) for option in item.right}
    texts |= {key_of(undotted(line.text)) for _, line in item.answer}
    for option in item.options:
        twofold = option.refuted and (option.right or not option.listed)
        if twofold and key_of(option.plain) in texts:
            if not option.why or not option.listed:
                clipped = _clip(option.plain)
                message = _("the right answer {option} stands among the wrong ones", option=clipped)
                item.problems.append((option.line, "right-among-wrong", message))
            option.refuted = False


def left_over(item: Item, *, told: bool) -> Option | None:
    """Return the option of an item without a key that is left where all others are marked wrong, or `told` to be."""
    listed = item.listed
    rest = None if item.answered or item.letters else _rest(listed, told=told)
    if rest is None or asked_number(item.stem_text) > 1:
        return None
    by_reasons = any(option.refuted and option.right is None for option in listed)
    return None if by_reasons and (rest.why or _are_points(item)) else rest


def _rest(listed: Sequence[Option], *, told: bool) -> Option | None:
    """Return the only option that is neither right nor wrong, where all others are wrong."""
    said = [False if told and option.right is None and option.refuted else option.right for option in listed]
    alone = said.count(None) == 1 and said.count(False) == len(listed) - 1 > 0
    return listed[said.index(None)] if alone else None


def _are_points(item: Item) -> bool:
    """Tell the points of a numbered list, which the numbers of another list below seem to speak of."""
    return _are_numbers(item.known) and not selects(item.stem_text)


def _turn_marks(item: Item) -> None:
    """Take the one statement marked × for the answer where the question asks for what is wrong."""
    listed = item.listed
    wrong = [option for option in listed if option.right is False]
    odd = len(wrong) == 1 and sum(bool(option.right) for option in listed) >= LEAST
    if item.letters or item.answer or not odd or not asks_wrong(item):
        return
    for option in listed:
        option.right, option.refuted = option is wrong[0], False


def asks_wrong(item: Item) -> bool:
    """Tell a question for what is wrong, or is not so."""
    return bool(ASKS_WRONG.search(fold(item.stem_text)))


def undotted(text: str) -> str:
    """Return a text without the dot before or behind it."""
    return re.sub(r"^[・\-]\s*|[。.:：]$", "", text)


LEAST = 2
"""So many statements marked ○ beside the one marked × show what the marks mean."""


def _own_mistake(item: Item) -> None:
    """Refute the learner's own answer: in words it differs from the right one, else the notes say why it is wrong."""
    if not item.own or not (item.right or item.answer):
        return
    _part_mistake(item)
    option = _own_option(item)
    if option is None or option.right or _says_right(option, item):
        return
    option.refuted = True
    option.why = option.why or list(item.mistake)
    if option not in item.options:
        item.options.append(option)


_REMARK = lazily(r"[(（](?P<remark>[^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*)[)）][。.]?$")


def _part_mistake(item: Item) -> None:
    """Take for the learner's mistake what brackets behind the answer say of it: 「25（52 は逆順。桁の取り違え）」."""
    if not item.failed or item.mistake or item.letters or len(item.answer) != 1:
        return
    row, line = item.answer[0]
    found = _REMARK.search(line.text)
    if not found or not found.start():
        return
    if _tells_slip(found["remark"], item):
        item.answer = [(row, cut(line, 0, found.start()))]
        item.mistake = [(row, cut(line, *found.span("remark")))]


def _tells_slip(said: str, item: Item) -> bool:
    """Tell what is a sentence, speaks of a slip or repeats the learner's own answer."""
    told = fold(said)
    sentence = "。" in told or ";" in told
    return sentence or bool(SLIPS.search(told)) or any(own.text in said for _, own in item.own)


def _own_option(item: Item) -> Option | None:
    """Return the option that the learner chose; one of no list is made of the words, if they name anything."""
    row, line = item.own[0]
    line = unmarked(line)  # ❌ 台数を増やす, 台数を増やす ❌: the mark would tell on the front
    line = cut(line, 0, len(line.text.rstrip(f"{WRONG}✖✗✘\ufe0f ")))
    line = cut(line, *strip_pair(line.text))
    if option := _chosen(line, item):
        return option
    unknown = item.known or len(item.own) > 1 or _BLANK.fullmatch(line.text)
    return None if unknown else Option("", [(row, line)], listed=False)


def _chosen(line: Line, item: Item) -> Option | None:
    """Return the option that a line names by letter or text, if any."""
    lead = lettered(line.text)
    alone = lead is not None and line.text[lead.rest :][:1] in ("", "(", "（", "「")  # B（乙）
    named = item.named(lead.letter) if lead and (alone or not lead.loose) else None
    return named or item.like(line.text) or item.nearly(line.text)


def _says_right(option: Option, item: Item) -> bool:
    """Tell an own answer that may be right: it is, or nothing says why not and it has more or less of a right one.

    One in prose may be right in part.
    """
    said = key_of(option.plain)
    rights = {key_of(each.plain) for each in item.right} | {key_of(line.text) for _, line in item.answer}
    if item.mistake or item.failed:
        return said in rights
    # where options are listed the notes say no more than that another one is right
    if item.weakly or item.listed or width(option.plain) > LONGEST_TERM:
        return True
    return any(said in x or x in said for x in rights)


LONGEST_TERM = 20
"""An answer of no more full-width characters names something, a longer one tells of it."""


_BLANK = lazily(r"\W*|[(（].*[)）]|.*{no_answer}.*")


def _drop_steps(item: Item) -> None:
    """Keep steps from being options."""
    steps = chain.from_iterable((*option.text, *option.why) for option in item.listed)
    item.stem = [*item.stem, *steps]
    item.options = [option for option in item.options if not option.listed]
    first = item.answer[0][0]
    item.answer += [pick for pick in item.explanation if _is_peer(pick, first)]
    item.explanation = [pick for pick in item.explanation if pick not in item.answer]


def _lists_steps(item: Item) -> bool:
    """Tell numbered steps: the answer is in words, not one of the numbers, or it has a row for each of a list."""
    if not item.answer or item.letters or item.right:
        return False
    return _are_numbers(item.known) or answers_each(item.answer[0][0].block, item)


def _are_numbers(letters: Sequence[str]) -> bool:
    return bool(letters) and all(letter.isdigit() for letter in letters)


def answers_each(table: Block, item: Item) -> bool:
    """Tell a table with a row in words for each of what is listed: all of it is asked of."""
    rows = read_table(table).rows if table.kind == "table" else ()
    words = (row.lines and len(row.lines[-1].text) >= LEAST_WORD for row in rows)
    return len(rows) == len(item.listed) > 1 and all(words)


LEAST_WORD = 3
"""So many characters say something, fewer are a letter or a mark."""


def _is_peer(pick: Pick, first: Row) -> bool:
    return first.bullet and pick[0].bullet and pick[0].group == first.group


def _clip(text: str, width: int = 40) -> str:
    return f"「{text[:width]}…」" if len(text) > width else f"「{text}」"
