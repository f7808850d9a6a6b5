"""Bullets that are options of an exam item, each with its reasons below: right ones and wrong ones (S3, S4, S5).

Only under a heading that is an item's number, or where a verdict is glued to the text: elsewhere a bullet with
bullets below is a term or a list.
"""

from collections.abc import Iterator, Sequence

from ankibuild.items.glued import glued, stated_right
from ankibuild.items.item import Option, option_part, picks_part
from ankibuild.items.marks import bare_option
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Part, Problem, Range
from ankibuild.page.context import is_bare, item_number, place_of
from ankibuild.page.flow import Pick, Row, rows
from ankibuild.page.language import in_language_of
from ankibuild.page.pieces import even_stops
from ankibuild.page.questions import asks
from ankibuild.patterns import lazily
from ankibuild.speech import _
from ankibuild.words import Words

STYLE = "option_reasons"
SHORTEST = 8
"""A shorter text, in characters, is a term and no option."""
MOST = 3
"""No question has more right answers than this without saying so."""


def option_reasons(section: Section) -> Iterator[Card | Problem]:
    """Yield a contrast for each wrong option, or a why-card where only the right one stands."""
    title, words = section.title.text, section.words
    bullets = _bullets(section.blocks)
    if not bullets or words.asks_why_others(title):
        return
    numbered = bool(item_number(title, words)) and is_bare(title, words)
    options = _options(bullets, words)
    wrong = [option for option in options if option.right is False]
    right = _right(options, bullets, wrong, numbered=numbered)
    if right:
        yield from _cards(section, right, wrong, tuple((item.first, item.last) for item in bullets))
    elif any(map(_has_reason, wrong)):
        message = _("a wrong option, but no right one beside it")
        yield Problem(section.path, wrong[0].line, "no-correct", message)


def _has_reason(option: Option) -> bool:
    return bool(option.why)


def _bullets(blocks: Sequence[Block]) -> list[Block]:
    """Return the bullets that may be options: a mark at one that asks says how the question went."""
    lists = (block for block in blocks if block.kind == "list")
    return [item for block in lists for item in block.blocks if item.lines and not asks(item.lines[0].text)]


def _cards(
    section: Section, right: Sequence[Option], wrong: Sequence[Option], claimed: tuple[Range, ...]
) -> Iterator[Card]:
    place = place_of(section, own=True)
    for option in wrong:
        yield place.card("contrast", STYLE, _pair(section.blocks, right[0], option), claimed=claimed)
    for option in (each for each in right if each.why and not wrong):
        question = _why(option_part(section.blocks, option))
        parts = {"question": question, "answer": picks_part(section.blocks, option.why)}
        yield place.card("qa", STYLE, parts, claimed=claimed)


def _pair(blocks: Sequence[Block], right: Option, wrong: Option) -> dict[str, Part]:
    correct, incorrect = even_stops([option_part(blocks, right), option_part(blocks, wrong)])
    parts = {"correct": correct, "incorrect": incorrect}
    parts |= {"why_correct": picks_part(blocks, right.why)} if right.why else {}
    return parts | ({"why_incorrect": picks_part(blocks, wrong.why)} if wrong.why else {})


def _why(option: Part) -> Part:
    """Ask why the option is right, in the language of the notes."""
    ask = in_language_of(option.text, "これが正しい理由は？", "Why is this right?")
    return Part(option.lines, f"{option.text}\n{ask}", f"<p>{option.html}</p><p>{ask}</p>")


def _right(
    options: Sequence[Option], bullets: Sequence[Block], wrong: Sequence[Option], *, numbered: bool
) -> list[Option]:
    """Return the right options: those called so, else those not called wrong where only options stand.

    Without a wrong option beside them they are at most as many as one question has right answers, and
    sentences with reasons below: terms with meanings are none.
    """
    called = [option for option in options if option.right]
    if called:
        # ○ and × without reasons, under a heading in words, judge statements that have nothing to do with each other
        told = bool(wrong) and any(map(_has_reason, (*called, *wrong)))
        return called if numbered or told else []
    return [] if _are_deep(bullets) else _silent(options, bool(wrong), numbered=numbered)


def _silent(options: Sequence[Option], beside_wrong: bool, *, numbered: bool) -> list[Option]:
    """Return the options with reasons that nothing judges, where they may be the right ones."""
    silent = [option for option in options if option.right is None and option.why]
    if not beside_wrong:
        return silent if numbered and len(silent) == len(options) and _may_be_right(silent) else []
    return list(filter(_is_long, silent)) if numbered or len(silent) == 1 else []


def _may_be_right(options: Sequence[Option]) -> bool:
    return len(options) <= MOST and all(_is_sentence(option.plain) for option in options)


def _is_long(option: Option) -> bool:
    return len(option.plain) >= SHORTEST


def _are_deep(bullets: Sequence[Block]) -> bool:
    """Tell bullets that have more than one level below."""
    lists = (inner for bullet in bullets for inner in bullet.blocks)
    return any(item.blocks for inner in lists for item in inner.blocks)


_OF_ITEM = lazily("{of_item}")
_SENTENCE = lazily("(?:[{verb_ends}{adjective_ends}]|{polite_end})[。.]?$|。")


def _is_sentence(text: str) -> bool:
    """Tell what an option says is done from the name of a thing and from talk about the item."""
    if _OF_ITEM.match(text.lower()):
        return False
    if text.isascii():
        return len(text.split()) >= 5  # noqa: PLR2004 - shorter ones are names
    return bool(_SENTENCE.search(text)) and len(text) >= SHORTEST


def _options(bullets: Sequence[Block], words: Words) -> list[Option]:
    """Read bullets; one that is only the reason for the right option belongs to the option above that none judges."""
    options: list[Option] = []
    for item in bullets:
        option, is_reason = _option(item, words)
        above = next((each for each in reversed(options) if each.right is not False), None)
        if is_reason and option.right and above and len(above.plain) >= SHORTEST:
            above.right = True
            above.why += [*option.text, *option.why]
        elif option.text:
            options.append(option)
    return options


def _option(item: Block, words: Words) -> tuple[Option, bool]:
    """Read a bullet: its text without verdicts, and the reasons behind and below without glued prefixes.

    Also say whether the bullet holds a reason and names no option.
    """
    found = rows((Block("list", item.first, item.last, "", (), (item,)),))
    option = Option("", [])
    reasons: list[Pick] = []
    for row in found:
        if row.block is item:
            _text(row, option, reasons, words)
        elif row.text or row.whole:
            option.why.append(_reason(row, option, words))
    stated = bool(reasons) and _settle(option, reasons)
    option.refuted = option.right is False
    return option, bool(reasons) and not stated


def _text(row: Row, option: Option, reasons: list[Pick], words: Words) -> None:
    """Read a line of the bullet itself: the option, a verdict glued to it, or the reason for it."""
    read = glued(row.line, words)
    line, verdict = (read.option, read.right) if read else bare_option(row.line, words)
    option.right = verdict if verdict is not None else option.right
    if read and read.why.text:
        option.why.append((row, read.why))
    if line.text:
        option.text.append((row, line))
    if read and read.is_reason:
        reasons.append((row, line))


def _settle(option: Option, reasons: Sequence[Pick]) -> bool:
    """Take the option from below where the bullet is the reason: 正解の理由速い。 / 正しいのは「乙」; False: none."""
    stated = [(pick, said) for pick in option.why if (said := stated_right(pick[1]))]
    if stated:
        (row, line), said = stated[0]
        option.why = [*reasons, *(pick for pick in option.why if pick[1] is not line)]
        option.text = [(row, said)]
    return bool(stated)


def _reason(row: Row, option: Option, words: Words) -> Pick:
    """Take a glued 正解の理由 off a reason; it also says that the option is right."""
    read = glued(row.line, words)
    if not read or not read.is_reason:
        return row, row.line
    if option.right is None:
        option.right = read.right
    return row, read.option
