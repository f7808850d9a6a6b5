"""A heading that asks why the other options are wrong, with one bullet an option (S6).

The right option stands in another subsection of the same item, and the prompt in an earlier one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ankibuild.items.glued import stated_right
from ankibuild.items.item import Option, option_part, picks_part
from ankibuild.items.marks import bare_option
from ankibuild.items.parser import parse_item
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Line, Part, Problem
from ankibuild.page.context import place_of
from ankibuild.page.flow import Row, rows
from ankibuild.page.pieces import even_stops, part, part_of_lines
from ankibuild.page.questions import asks, question_line
from ankibuild.styles.situation import situation
from ankibuild.text import cut, fold, key_of
from ankibuild.words import Words

STYLE = "why_others"
SHORTEST, LONGEST = 3, 120
"""How short and long the right option behind a label can be, in characters."""


def why_others(section: Section) -> Iterator[Card | Problem]:
    """Yield a contrast for each option that a subsection, or the text behind a line that asks, refutes."""
    around, inside = _split(section)
    for index, inner in enumerate(inside):
        if section.words.asks_why_others(inner.title.text) and inner.blocks:
            yield from _contrasts(around, inside, index)


def _split(section: Section) -> tuple[Section, Sequence[Section]]:
    """Take a line that asks for the others, standing by itself, for the heading that it is in all but name."""
    for index, block in enumerate(section.blocks):
        alone = block.kind == "paragraph" and len(block.lines) == 1
        if alone and section.words.asks_why_others(block.lines[0].text):
            level, trail = section.level + 1, (*section.trail, section.title.text)
            before = replace(section, level=level, blocks=section.blocks[:index], sections=(), trail=trail)
            inner = replace(
                before, title=block.lines[0], first=block.first, blocks=section.blocks[index + 1 :]
            )
            return replace(section, blocks=section.blocks[:index]), (before, inner, *section.sections)
    return section, section.sections


def _contrasts(section: Section, inside: Sequence[Section], index: int) -> Iterator[Card | Problem]:
    inner, before = inside[index], inside[:index]
    options = _wrong_options(inner)
    if not options:
        return
    found = _right(section, inside, index, options)
    if not found:
        yield Problem(
            section.path, inner.first, "no-correct", "wrong options, but no right one found in this item"
        )
        return
    correct, why = _unquoted(found[0]), found[1]
    asked = _asked(section) or _posed(section, correct)
    prompt = situation(before) or asked or _title(section)
    if asked:
        yield _question(section, asked, correct, why)
    claimed = ((inner.first, inner.first), *((block.first, block.last) for block in inner.blocks))
    for option in options:
        if key_of(option.plain) == key_of(correct.text):
            message = f"the right answer「{option.plain}」stands among the wrong ones"
            yield Problem(section.path, option.line, "right-among-wrong", message)
            continue
        right, wrong = even_stops([correct, _unquoted(option_part(inner.blocks, option))])
        parts = {"correct": right, "incorrect": wrong}
        parts |= {"prompt": prompt} if prompt else {}
        parts |= {"why_correct": why} if why else {}
        reasons = [(row, _without_arrow(line)) for row, line in option.why]
        parts |= {"why_incorrect": picks_part(inner.blocks, reasons)} if reasons else {}
        yield place_of(section, own=True).card("contrast", STYLE, parts, claimed=claimed)


def _wrong_options(inner: Section) -> list[Option]:
    """Read the options under the heading as a list of wrong ones."""
    heading = Row(
        Line(inner.first, "不正解", "不正解"), Block("paragraph", inner.first, inner.first, ""), 0, True, -2
    )
    item = parse_item([heading, *rows(inner.blocks)], inner.words)
    return [option for option in item.options if option.refuted and option.text]


def _unquoted(option: Part) -> Part:
    """Return an option without the straight quotation marks around the whole, which elsewhere are code's."""
    if not re.fullmatch(r'"[^"]+"', option.text) or not option.html.startswith('"'):
        return option
    return replace(option, text=option.text[1:-1], html=option.html[1:-1])


def _without_arrow(line: Line) -> Line:
    found = re.match(r"[→⇒➡👉\s]+\ufe0f?\s*", line.text)
    return cut(line, found.end()) if found and found.end() < len(line.text) else line


# --- the right option -------------------------------------------------------------------------------


def _right(
    section: Section, inside: Sequence[Section], index: int, wrong: Sequence[Option]
) -> tuple[Part, Part | None] | None:
    """Find the right option and its reasons: stated in a sentence, else behind a label, else marked by ✅."""
    refuted = {key_of(option.plain) for option in wrong}
    others = [*reversed(inside[:index]), *inside[index + 1 :], replace(section, sections=())]
    words = section.words
    others = [
        each
        for each in others
        if not words.is_none_section(each.title.text) and not words.asks_why_others(each.title.text)
    ]
    finders = (_titled, _stated, _labelled, _marked_line)
    found = [right for find in finders for each in others if (right := find(each, words))]
    lone = [right for each in others for right, _ in _marks(each, words)]
    found += lone if len(lone) == 1 else []
    return next((right for right in found if key_of(right[0].text) not in refuted), next(iter(found), None))


def _titled(section: Section, words: Words) -> tuple[Part, Part | None] | None:
    """Find a heading that names the right option: 正解は「…」, なぜ「…」が正解？."""
    title = section.title
    option = stated_right(title) or _behind_label(title, words)
    rest = [block for block in section.blocks if block.kind not in ("rule", "comment")]
    return (part_of_lines([option]), part(rest) if rest else None) if option else None


def _behind_label(line: Line, words: Words) -> Line | None:
    """Return the option behind a label such as 正解：, unless it is only a letter."""
    label = words.label(line)
    if not label or label.kind != "answer":
        return None
    bare, _ = bare_option(cut(line, label.rest), words)
    if found := re.search(r"\s*(?:です|である|になります)?[。.!！]*$", bare.text):
        bare = cut(bare, 0, found.start())
    return bare if SHORTEST <= len(bare.text) <= LONGEST else None


def _labelled(section: Section, words: Words) -> tuple[Part, Part | None] | None:
    """Find a line such as 正解：CloudFront を使う; what follows it are its reasons."""
    found = rows(section.blocks)
    for i, row in enumerate(found):
        if not row.whole and row.text and (option := _behind_label(row.line, words)):
            behind = [
                each for each in found[i + 1 :] if each.text and each.block.kind not in ("rule", "comment")
            ]
            picks = [(each, each.line) for each in behind]
            return part_of_lines([option]), picks_part(section.blocks, picks) if picks else None
    return None


def _stated(section: Section, words: Words) -> tuple[Part, Part | None] | None:
    """Find 「…」が正解; the marked lines before it are its reasons."""
    found = rows(section.blocks)
    for i, row in enumerate(found):
        if option := stated_right(row.line):
            return part_of_lines([option]), _reasons(section, found, i, words)
    return None


def _reasons(section: Section, found: Sequence[Row], at: int, words: Words) -> Part | None:
    """Return the paragraph or list before the statement, else the lines behind it."""
    own = [row for row in found if row.block is found[at].block and row is not found[at]]
    near = next(
        (row.block for row in reversed(found[:at]) if row.block is not found[at].block and row.text), None
    )
    before = [row for row in found if row.block is near]
    if any(asks(row.text) for row in before):
        before = []
    around = before or own or list(found[at + 1 : at + 4])
    picks = [(row, bare_option(row.line, words)[0]) for row in around if row.text]
    return picks_part(section.blocks, picks) if picks else None


def _marked_line(section: Section, words: Words) -> tuple[Part, Part | None] | None:
    """Find `✅ 「option」`, or under a heading such as 解決策は？ any line that ✅ marks."""
    fine = asks_for_solution(section.title.text)
    return next((right for right, quoted in _marks(section, words) if fine or quoted), None)


def _marks(section: Section, words: Words) -> Iterator[tuple[tuple[Part, Part | None], bool]]:
    """Yield the options that ✅ marks, each alone in its paragraph, and whether in quotation marks.

    What follows an option are its reasons.
    """
    for index, block in enumerate(section.blocks):
        lines = [line for line in block.lines if line.text]
        if block.kind not in ("paragraph", "item") or len(lines) != 1:
            continue
        bare, verdict = bare_option(lines[0], words)
        if verdict:
            rest = [
                b
                for b in section.blocks[index + 1 :]
                if b.kind not in ("rule", "comment") and not _says_right(b)
            ]
            yield (part_of_lines([bare]), part(rest) if rest else None), _quoted(lines[0].text)


def _quoted(text: str) -> bool:
    return bool(re.search(r"「[^「」]+」|[\"“][^\"”]+[\"”]", text))


def _says_right(block: Block) -> bool:
    """Tell 「これが正解！」, which adds nothing once the option is known."""
    return (
        len(block.lines) == 1
        and not block.blocks
        and bool(re.search(r"(?:これ|それ|こちら)が(?:正解|答え)", block.lines[0].text))
    )


def asks_for_solution(title: str) -> bool:
    """Tell a heading under which the right option is found, such as 解決策は？."""
    return bool(
        re.search(
            r"解決|対策|対応|正解|答え|解答|どうする|どうすれば|solution|answer|fix|what (?:should|can|to)",
            fold(title),
        )
    )


# --- the prompt -------------------------------------------------------------------------------------


def _asked(section: Section) -> Part | None:
    """Return the item's own text where it asks."""
    asked = [block for block in section.blocks if block.kind == "paragraph" and _asks(block, section.words)]
    lines = [_without_label(line, section.words) for block in asked for line in block.lines]
    return part_of_lines([line for line in lines if line.text]) if asked else None


SHORTEST_CASE = 20
"""A shorter statement above the sub-headings, in characters, poses nothing."""


def _posed(section: Section, correct: Part) -> Part | None:
    """Return the item's own text where it states the case to be solved: 「…を 30 日ごとに変更したい。」."""
    told = [block for block in section.blocks if block.kind == "paragraph" and block.lines]
    lines = [line for block in told for line in block.lines if line.text]
    text = "".join(line.text for line in lines)
    poses = len(text) >= SHORTEST_CASE and text.endswith(("。", "."))
    return part_of_lines(lines) if poses and key_of(correct.text) not in key_of(text) else None


def _title(section: Section) -> Part | None:
    return part_of_lines([question_line(section.title)]) if asks(section.title.text) else None


def _question(section: Section, asked: Part, correct: Part, why: Part | None) -> Card:
    """Make the Q&A of an item whose question stands in its own text."""
    parts = {"question": asked, "answer": correct} | ({"explanation": why} if why else {})
    return place_of(section, own=True).card("qa", STYLE, parts)


def _asks(block: Block, words: Words) -> bool:
    labels = [label for line in block.lines if (label := words.label(line))]
    return any(asks(line.text) for line in block.lines) and all(label.kind == "question" for label in labels)


def _without_label(line: Line, words: Words) -> Line:
    label = words.label(line)
    return cut(line, label.rest) if label else line
