"""Bullets that are options of an exam item, each with its reasons below: right ones and wrong ones (S3, S4, S5).

Only under a heading that is an item's number, or where a verdict is glued to the text: elsewhere a bullet with
bullets below is a term or a list.
"""

import re
from collections.abc import Iterator, Sequence

from ankibuild.context import item_number, place_of
from ankibuild.flow import Row, rows
from ankibuild.item import Option, Pick, option_part, picks_part
from ankibuild.marks import bare_option
from ankibuild.model import Block, Card, Line, Part, Problem
from ankibuild.outline import Section
from ankibuild.questions import in_language_of
from ankibuild.text import cut, strip_pair
from ankibuild.words import Words

STYLE = "option_reasons"

_GLUED = re.compile(
    r"[\s*_]*(?P<verdict>不正解|正解|誤り|間違い|正しい)(?:の理由|である理由|な理由|理由)(?![はがをにもでとの、])[:：\s]*"
)


def option_reasons(section: Section) -> Iterator[Card | Problem]:
    """Yield a contrast for each wrong option, or a why-card where only the right one stands."""
    bullets = [
        item for block in section.blocks if block.kind == "list" for item in block.blocks if item.lines
    ]
    read = [_option(item, section.words) for item in bullets]
    numbered = bool(item_number(section.title.text, section.words))
    if not bullets or not (numbered or any(option.right is False for option in read)):
        return
    options = [option for option in read if option.text and (option.why or option.right is not None)]
    wrong = [option for option in options if option.right is False]
    right = [
        option
        for option in options
        if option.right is not False and _is_right(option, bullets, numbered=numbered)
    ]
    if not right or (not numbered and not wrong):
        if wrong:
            yield Problem(
                section.path, wrong[0].line, "no-correct", "a wrong option, but no right one beside it"
            )
        return
    place = place_of(section, own=True)
    claimed = tuple((item.first, item.last) for item in bullets)
    if wrong:
        for option in wrong:
            parts = {
                "correct": option_part(section.blocks, right[0]),
                "incorrect": option_part(section.blocks, option),
            }
            parts |= {"why_correct": picks_part(section.blocks, right[0].why)} if right[0].why else {}
            parts |= {"why_incorrect": picks_part(section.blocks, option.why)} if option.why else {}
            yield place.card("contrast", STYLE, parts, claimed=claimed)
        return
    for option in right:
        parts = {
            "question": _why(option_part(section.blocks, option)),
            "answer": picks_part(section.blocks, option.why),
        }
        yield place.card("qa", STYLE, parts, claimed=claimed)


def _why(option: Part) -> Part:
    """Ask why the option is right, in the language of the notes."""
    ask = in_language_of(option.text, "これが正しい理由は？", "Why is this right?")
    return Part(option.lines, f"{option.text}\n{ask}", f"<p>{option.html}</p><p>{ask}</p>")


def _is_right(option: Option, bullets: Sequence[Block], *, numbered: bool) -> bool:
    """An option that the notes do not call wrong is right: a sentence with reasons, not a term with meanings."""
    if option.right:
        return True
    deep = any(item.blocks for block in bullets for inner in block.blocks for item in inner.blocks)
    return numbered and bool(option.why) and not deep and len(option.plain) >= 12  # noqa: PLR2004 - shorter ones are terms


def _option(item: Block, words: Words) -> Option:
    """Read a bullet: its text without verdicts, and the reasons below without glued prefixes."""
    found = rows((Block("list", item.first, item.last, "", (), (item,)),))
    own = [row for row in found if row.block is item]
    option = Option("", [])
    for row in own:
        line, verdict = _without_verdict(row.line, words)
        option.right = verdict if verdict is not None else option.right
        if line.text:
            option.text.append((row, line))
    for row in found:
        if row.block is not item and (row.text or row.whole):
            option.why.append(_reason(row, option))
    option.refuted = option.right is False
    return option


def _without_verdict(line: Line, words: Words) -> tuple[Line, bool | None]:
    glued = _GLUED.match(line.text)
    if glued:
        rest = cut(line, glued.end())
        start, end = strip_pair(rest.text)
        if (start, end) != (0, len(rest.text)):
            return cut(rest, start, end), glued["verdict"] in ("正解", "正しい")
    return bare_option(line, words)


def _reason(row: Row, option: Option) -> Pick:
    """Take a glued 正解の理由 off a reason; it also says that the option is right."""
    glued = _GLUED.match(row.text)
    if not glued:
        return row, row.line
    if option.right is None:
        option.right = glued["verdict"] in ("正解", "正しい")
    return row, cut(row.line, glued.end())
