"""Settle, once all rows of an item are read, which options are right, and report what contradicts."""

import re

from ankibuild.items.item import Item, Option
from ankibuild.items.letters import lettered
from ankibuild.items.marks import unmarked
from ankibuild.patterns import lazily
from ankibuild.speech import _
from ankibuild.text import cut, fold, key_of, strip_pair


def settle(item: Item) -> None:
    """Settle which options are right, and report what contradicts."""
    _drop_steps(item)
    lost = [x for x in item.letters if x and item.options and not item.named(x)]
    if lost and item.known:
        message = _("the answer names {letters}, no option has that letter", letters=", ".join(lost))
        item.problems.append((item.key_line or 1, "unknown-letter", message))
    texts = {key_of(option.plain) for option in item.options if option.right}
    texts |= {key_of(undotted(line.text)) for _, line in item.answer}
    for option in item.options:
        if option.refuted and key_of(option.plain) in texts and (not option.listed or option.right):
            if not option.why or not option.listed:
                message = _(
                    "the right answer {option} stands among the wrong ones", option=_clip(option.plain)
                )
                item.problems.append((option.line, "right-among-wrong", message))
            option.refuted = False
    if lost or any(slug == "letter-twice" for _, slug, _ in item.problems):
        for option in item.options:
            option.right = None
    _take_the_rest(item)
    _turn_marks(item)
    _part_arrows(item)
    _own_mistake(item)


def _take_the_rest(item: Item) -> None:
    """Take the one option without a mark for the right one where all others are marked wrong."""
    listed = [option for option in item.options if option.listed]
    unmarked = [option for option in listed if option.right is None]
    if not item.answered and not item.letters and len(unmarked) == 1 < len(listed):
        unmarked[0].right = (
            all(option.right is False for option in listed if option is not unmarked[0]) or None
        )


_ASKS_WRONG = lazily(
    r"誤っている|誤った|誤り(?:は|を|が|な)|間違って|間違い(?:は|を)|不適切|適切で(?:は)?ない|正しくない|ではない(?:もの|の)|でない(?:もの|の)"
    r"|[かきけせてねべめられえなわさた]ない(?:もの|の)は|\b(?:not|incorrect|false|except)\b"
)


def _turn_marks(item: Item) -> None:
    """Take the one statement marked × for the answer where the question asks for what is wrong."""
    stem = " ".join(fold(line.text) for _, line in item.stem)
    listed = [option for option in item.options if option.listed]
    wrong = [option for option in listed if option.right is False]
    told = item.letters or item.answer or len(wrong) != 1 or sum(bool(o.right) for o in listed) < LEAST
    if told or not _ASKS_WRONG.search(stem):
        return
    for option in listed:
        option.right, option.refuted = option is wrong[0], False


def undotted(text: str) -> str:
    """Return a text without the dot before or behind it."""
    return re.sub(r"^[・\-]\s*|[。.:：]$", "", text)


LEAST = 2
"""So many statements marked ○ beside the one marked × show what the marks mean."""


_ARROW = lazily(r"\s*(?:→|⇒|->|=>)\s*")


def _part_arrows(item: Item) -> None:
    """Part `甲 → 遅い` into option and reason, where all wrong options have an arrow and no right one has.

    Of options that their marks judge, one is enough: the arrow follows the mark's verdict.
    """
    listed = [option for option in item.options if option.listed and len(option.text) == 1]
    wrong = [option for option in listed if not option.right]
    if not item.right or len(wrong) < LEAST or len(listed) != len([o for o in item.options if o.listed]):
        return
    arrows = [len(_ARROW.findall(option.plain)) for option in listed]
    judged = all(option.right is not None for option in listed) and not item.letters
    told = any(_ARROW.search(option.plain) for option in item.right)
    crossed = item.by_marks and any(option.right is False and _ARROW.search(option.plain) for option in wrong)
    if (not crossed and any(not _ARROW.search(option.plain) for option in wrong)) or (
        told and (not judged or max(arrows) > 1)
    ):
        return
    for option in listed:
        row, line = option.text[0]
        arrow = _ARROW.search(line.text)
        if arrow and arrow.start() and not option.why:
            option.text = [(row, cut(line, 0, arrow.start()))]
            option.why = [(row, cut(line, arrow.end()))]


def _own_mistake(item: Item) -> None:
    """Refute the learner's own answer: in words it differs from the right one, else the notes say why it is wrong."""
    if not item.own or not (item.right or item.answer):
        return
    row, line = item.own[0]
    line = unmarked(line)  # ❌ 台数を増やす: the mark would tell on the front
    start, end = strip_pair(line.text)
    line = cut(line, start, end)
    lead = lettered(line.text)
    named = item.named(lead.letter) if (lead and not lead.loose) or (len(line.text) == 1 and lead) else None
    option = named or item.like(line.text) or item.nearly(line.text)
    rights = {key_of(each.plain) for each in item.right} | {key_of(said.text) for _, said in item.answer}
    if option is None and (item.known or len(item.own) > 1 or _BLANK.fullmatch(line.text)):
        return
    option = option or Option("", [(row, line)], listed=False)
    said = key_of(option.plain)
    if option.right or said in rights:
        return
    listed = any(
        each.listed for each in item.options
    )  # the notes say no more than that another option is right
    overlaps = any(said in right or right in said for right in rights)  # less or more than the right answer
    if not item.mistake and (listed or overlaps):
        return
    option.refuted = True
    option.why = option.why or list(item.mistake)
    if option not in item.options:
        item.options.append(option)


_BLANK = lazily(r"\W*|[(（].*[)）]|.*(?:空欄|無回答|時間切れ|スキップ|勘|わから|分から|覚えて).*")


def _drop_steps(item: Item) -> None:
    """Numbered steps are no options where the answer, in words, is none of them."""
    in_words = item.answer and not item.letters and not item.right
    if in_words and item.known and all(letter.isdigit() for letter in item.known):
        steps = [pick for option in item.options if option.listed for pick in (*option.text, *option.why)]
        item.stem = sorted([*item.stem, *steps], key=lambda pick: pick[1].number)
        item.options = [option for option in item.options if not option.listed]
        group = item.answer[0][0].group if item.answer[0][0].bullet else None
        item.answer += [pick for pick in item.explanation if pick[0].bullet and pick[0].group == group]
        item.explanation = [pick for pick in item.explanation if pick not in item.answer]


def _clip(text: str, width: int = 40) -> str:
    return f"「{text[:width]}…」" if len(text) > width else f"「{text}」"
