"""A heading that asks why the other options are wrong, with one bullet an option (S6).

The right option stands in another subsection of the same item, and the prompt in an earlier one.
"""

import re
from collections.abc import Iterator, Sequence

from ankibuild.context import place_of
from ankibuild.flow import Row, rows
from ankibuild.item import Option, option_part, picks_part
from ankibuild.item_parser import parse_item
from ankibuild.marks import bare_option
from ankibuild.model import Block, Card, Line, Part, Problem
from ankibuild.outline import Section
from ankibuild.pieces import part, part_of_lines
from ankibuild.questions import asks
from ankibuild.text import cut, fold, key_of
from ankibuild.words import Words

STYLE = "why_others"


def why_others(section: Section) -> Iterator[Card | Problem]:
    """Yield a contrast for each option that a subsection refutes."""
    for index, inner in enumerate(section.sections):
        if not section.words.asks_why_others(inner.title.text) or not inner.blocks:
            continue
        options = _wrong_options(inner)
        if not options:
            continue
        before = section.sections[:index]
        found = _right(section, before, inner, options)
        place = place_of(section, own=True)
        if not found:
            yield Problem(
                section.path, inner.first, "no-correct", "wrong options, but no right one found in this item"
            )
            continue
        correct, why = found
        prompt = _prompt(section, before)
        claimed = ((inner.first, inner.first), *((block.first, block.last) for block in inner.blocks))
        for option in options:
            if key_of(option.plain) == key_of(correct.text):
                message = f"the right answer「{option.plain}」stands among the wrong ones"
                yield Problem(section.path, option.line, "right-among-wrong", message)
                continue
            parts = {"correct": correct, "incorrect": option_part(inner.blocks, option)}
            parts |= {"prompt": prompt} if prompt else {}
            parts |= {"why_correct": why} if why else {}
            parts |= {"why_incorrect": picks_part(inner.blocks, option.why)} if option.why else {}
            yield place.card("contrast", STYLE, parts, claimed=claimed)


def _wrong_options(inner: Section) -> list[Option]:
    """Read the options under the heading as a list of wrong ones."""
    heading = Row(
        Line(inner.first, "不正解", "不正解"), Block("paragraph", inner.first, inner.first, ""), 0, True, -2
    )
    item = parse_item([heading, *rows(inner.blocks)], inner.words)
    return [option for option in item.options if option.refuted and option.text]


# --- the right option -------------------------------------------------------------------------------

_IS_RIGHT = re.compile(
    r"「(?P<option>[^「」]{2,80})」\s*(?:が|こそ|を選ぶのが)\s*(?:正解|正答|答え|ベスト|最適|適切|正しい)"
)
_SOLUTION = re.compile(r"(?:解決策|対策|答え|正解|結論)は?[、:]?\s*「(?P<option>[^「」]{2,80})」")


def _right(
    section: Section, before: Sequence[Section], inner: Section, wrong: Sequence[Option]
) -> tuple[Part, Part | None] | None:
    """Find the right option and its reasons: stated in a sentence, else marked by a ✅ line of its own."""
    refuted = {key_of(option.plain) for option in wrong}
    others = [
        *reversed(before),
        *(each for each in section.sections if each is not inner and each not in before),
    ]
    for find in (_stated, _marked_line):
        for each in others:
            if each.words.is_none_section(each.title.text):
                continue
            found = find(each, section.words)
            if found and key_of(found[0].text) not in refuted:
                return found
    own = _stated(
        Section(section.path, 0, Line(0, "", ""), 0, 0, section.blocks, words=section.words), section.words
    )
    return own


def _stated(section: Section, words: Words) -> tuple[Part, Part | None] | None:
    """Find 「…」が正解; the marked lines before it are its reasons."""
    found = rows(section.blocks)
    for i, row in enumerate(found):
        match = _IS_RIGHT.search(row.text) or _SOLUTION.search(row.text)
        if match:
            correct = part_of_lines([cut(row.line, match.start("option"), match.end("option"))])
            return correct, _reasons(section, found, i, words)
    return None


def _reasons(section: Section, found: Sequence[Row], at: int, words: Words) -> Part | None:
    """Return the paragraph or list before the statement, else the lines behind it."""
    own = [row for row in found if row.block is found[at].block and row is not found[at]]
    near = next(
        (row.block for row in reversed(found[:at]) if row.block is not found[at].block and row.text), None
    )
    around = [row for row in found if row.block is near] or own or list(found[at + 1 : at + 4])
    picks = [(row, bare_option(row.line, words)[0]) for row in around if row.text]
    return picks_part(section.blocks, picks) if picks else None


def _marked_line(section: Section, words: Words) -> tuple[Part, Part | None] | None:
    """Find `✅ 「option」` standing alone in its paragraph; what follows are its reasons."""
    for index, block in enumerate(section.blocks):
        lines = [line for line in block.lines if line.text]
        if block.kind not in ("paragraph", "item") or len(lines) != 1:
            continue
        bare, verdict = bare_option(lines[0], words)
        if not verdict or not (_quoted(lines[0].text) or asks_for_solution(section.title.text)):
            continue
        rest = [
            b for b in section.blocks[index + 1 :] if b.kind not in ("rule", "comment") and not _says_right(b)
        ]
        return part_of_lines([bare]), part(rest) if rest else None
    return None


def _quoted(text: str) -> bool:
    return bool(re.search(r"「[^「」]+」", text))


def _says_right(block: Block) -> bool:
    """Tell 「これが正解！」, which adds nothing once the option is known."""
    return (
        len(block.lines) == 1
        and not block.blocks
        and bool(re.search(r"(?:これ|それ|こちら)が(?:正解|答え)", block.lines[0].text))
    )


def asks_for_solution(title: str) -> bool:
    """Tell a heading under which the right option is found: 解決策は？ 正解は？"""
    return bool(
        re.search(r"解決|対策|対応|正解|答え|解答|どうする|どうすれば|solution|answer|fix", fold(title))
    )


# --- the prompt -------------------------------------------------------------------------------------

_SITUATION = re.compile(
    r"(?:何|なに)が(?:起|おこ|問題)|問題|状況|課題|シナリオ|要件|症状|原因|what.*(?:happen|wrong|problem)|situation|scenario|issue"
)


def _prompt(section: Section, before: Sequence[Section]) -> Part | None:
    """Return what the item is about: a subsection that describes the situation, else the item's own text."""
    for inner in before:
        if _SITUATION.search(fold(inner.title.text)) and inner.blocks:
            kept = tuple(block for block in inner.blocks if block.kind not in ("rule", "comment"))
            return part(kept) if kept else None
    own = tuple(
        block
        for block in section.blocks
        if block.kind == "paragraph" and any(asks(line.text) for line in block.lines)
    )
    return part(own) if own else None
