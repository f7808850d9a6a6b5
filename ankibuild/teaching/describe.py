"""Write down what a row of an example looks like: its pattern."""

import re

from ankibuild.items.item import Item, Option
from ankibuild.items.letters import canonical
from ankibuild.items.marks import verdict_before
from ankibuild.model import Line
from ankibuild.teaching.elsewhere import DIGITS, LEAST, Elsewhere, abstract, class_of
from ankibuild.teaching.heads import LONGEST, Example, Part, kept, key_inside, listed_key
from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import CHOICE, PICTURE, STEM
from ankibuild.teaching.two_parts import in_two, parting
from ankibuild.text import bold_prefix, end_of_prefix, fold, is_western

PAIR, REFUTED = "question+answer", "option+reason"
"""The roles of rows that hold two parts."""
_TAIL = re.compile(
    r"\s*(?:[(（【\[][^()（）\[\]【】]{1,8}[)）\]】]|</?\w{1,8}>|[←⇐][^←⇐]{1,10}"
    r"|(?:(?<=\s)|(?![!-~]))[^\w\s。.,、)）」』\]】!?！？;；%％\"'*`]{1,3})\s*$"
)
_MARK = re.compile(r"[^\w\s「『(（\[]+(?:(?=\s)|(?<![!-~]))")
"""A sign before an option's text; one of a keyboard with no blank behind it is part of that: -v, $x, .css."""


_CLOSING = {"„": "[“”]", "«": "»"}


def describe(look: Look, part: Part, example: Example) -> str:
    """Return the pattern of a row; "" where it is no row of its own. Raise LearningError."""
    if look.kind == "rule":
        return ""
    prefix = "  " * (look.depth - (look.kind[:1] in ("-", "1"))) if look.depth else ""
    prefix += f"{look.kind} " if look.kind else ""
    prefix = f"> {prefix}" if look.quoted else prefix
    if look.row.whole or not look.text:
        return prefix.rstrip() if look.row.whole else prefix + PICTURE
    body = _listed(look, part, example) or _labelled(look, part, example)
    return f"{prefix}{look.marked}{body}{look.marked}"


def _listed(look: Look, part: Part, example: Example) -> str:
    """Return the pattern of a row with two parts, of an option, and of what names one; "" for others."""
    role = part.role
    if role in (PAIR, "keys"):
        return in_two(look, example.seen) if role == PAIR else _in_list(look, example)
    if role == REFUTED:
        return _option(look, example.seen).replace("{text}", f"{{text}}{parting(look)}{{why}}")
    lettered = role == "answer" and look.sign.lead and any(each.letter for each in example.item.options)
    if role in CHOICE or lettered:
        return _option(look, example.seen)
    if role == "reason" and names_by_letter(look, example.item, part.of):
        return _option(look, example.seen).replace("{text}", f"{_verdict(look, example)}{{text}}")
    if role == "reason":
        return _letter_behind_words(look, example, part.of) or _letter_inside(look, example, part.of)
    return key_inside(look, example.item) if role == "key" else ""


def _in_list(look: Look, example: Example) -> str:
    """Return the pattern of a key in a list, or of the heading of an answer in words; "" for one on the row."""
    if example.item.options:
        return _listed_key(look, example.seen)
    return _with_number(look.text, look, example.seen) if look.row.heading else ""


def _listed_key(look: Look, seen: Elsewhere) -> str:
    """Return the pattern of a key in a list: its number, its letters, what parts them from the text behind."""
    text, (start, end) = look.text, listed_key(look)
    parting = text[len(text[:end].rstrip(".。:：)） ")) : end]
    head = _with_number(text[:start], look, seen)
    if end >= len(text):
        return f"{head}{{key}}"
    bold = look.bold == "head" and not head
    return f"**{{key}}{parting.rstrip()}** {{text}}" if bold else f"{head}{{key}}{parting}{{text}}"


def _verdict(look: Look, example: Example) -> str:
    """Return the word between a letter and its reason that other reasons have, too, and that no list knows."""
    lead = look.sign.lead
    behind = look.text[lead.rest :] if lead else ""
    found = _VERDICT.match(behind)
    if not found or verdict_before(Line(0, behind, behind), example.words)[1] is not None:
        return ""
    leads = [(x.sign.lead.rest, x.text) for x in example.seen.looks if x.sign.lead]
    count = sum(text[rest:].startswith(found[0].strip()) for rest, text in leads)
    return found[0] if count >= LEAST else ""


_VERDICT = re.compile(r"[^\s.。:：、,，{}]{1,12}[.。:：、]\s*(?=\S)")


def _letter_inside(look: Look, example: Example, of: int) -> str:
    """Return the pattern of a sentence that names its option by a letter: `{text}、{A}は誤り`, `{A}が誤りの理由`."""
    found = _ONE_LETTER.search(look.text)
    if not found or not _is_about(example.item.named(canonical(found["letter"])), of):
        return ""
    around = f"{found['before']}{{}}{found['behind']}"
    like = re.compile(".*" + re.escape(around).replace(r"\{\}", r"\w{1,2}") + r"\s*")
    if sum(bool(like.fullmatch(each.text)) for each in example.seen.looks) < LEAST:
        return ""
    named = around.format(_letter_hole(found["letter"]))
    if found.start():
        return "{text}" + named
    return f"**{named}**" if look.bold == "whole" else named


def _letter_behind_words(look: Look, example: Example, of: int) -> str:
    """Return the pattern of a reason whose first words name its option: `Gegen {A} » {text}`."""
    found = _WORDS_AND_LETTER.match(look.text)
    if not found or not _is_about(example.item.named(canonical(found["letter"])), of):
        return ""
    like = re.compile(
        rf"{re.escape(found['before'])}\w{{1,2}}{re.escape(found['behind'].rstrip())}.*", re.DOTALL
    )
    if sum(bool(like.fullmatch(each.text)) for each in example.seen.looks) < LEAST:
        return ""
    named = f"{found['before']}{_letter_hole(found['letter'])}{found['behind'].rstrip()}"
    return f"**{named}** {{text}}" if look.bold == "head" else f"{named} {{text}}"


_WORDS_AND_LETTER = re.compile(
    r"(?P<before>[^\W\d_][^\d_:：.。]{0,20}?[\s(（「])(?P<letter>[A-Ha-hア-オ①-⑨])(?![\wァ-ヴー])(?P<behind>\s*[^\w\s]{1,2}\s*)(?=\S)"
)


def heads_reason(look: Look, item: Item) -> bool:
    """Tell a row that says no more than which option is wrong: `Aが不正解の理由：`."""
    found = _ONE_LETTER.match(look.text)
    option = item.named(canonical(found["letter"])) if found else None
    return option is not None and not option.right


_ONE_LETTER = re.compile(
    r"(?P<before>[^\w]{0,2}(?:[^\W\d_]{1,6}\s)?)(?<![A-Za-z])(?P<letter>[A-Hア-オ①-⑨])(?![A-Za-zァ-ヴー])(?P<behind>.{1,10})$"
)


def _is_about(option: Option | None, of: int) -> bool:
    """Tell an option that a reason is about, of whose option nothing else is said."""
    return option is not None and of in (0, option.line)


def names_by_letter(look: Look, item: Item, of: int = 0) -> bool:
    """Tell a row that begins with the letter of an option, that on line `of` where one is given."""
    lead = look.sign.lead
    if lead is None or (lead.loose and is_western(look.text)):
        return False
    counts = lead.letter.isdigit() and not any(known.isdigit() for known in item.known)
    return bool(lead.rest) and not counts and _is_about(item.named(lead.letter), of)


def _labelled(look: Look, part: Part, example: Example) -> str:
    """Return the words that are kept, and a hole for the text behind."""
    end = kept(look, part, example)
    if part.role == "reason" and not (end or look.bold) and (before := _before_option(look, example)):
        return before + "{option}"
    head = _with_number(look.text[:end], look, example.seen)
    behind = look.text[end:].strip()
    hole = _hole(look, part.role, head, behind, example) if behind else ""
    hole += _closing(head, behind, example.seen)
    bold = bold_prefix(look.row.line) if look.bold else 0
    if look.bold == "whole":
        return f"**{head}{hole}**"
    if bold and not head:
        return f"**{hole}** {{text}}"
    if bold and bold <= end + 1:
        label = _with_number(look.text[:bold], look, example.seen)
        return f"**{label}**{head[len(label) :]}{hole}" if head.startswith(label) else f"**{head}**{hole}"
    return head + hole


def _closing(head: str, behind: str, seen: Elsewhere) -> str:
    """Return what closes the quotation that a head opens, where other rows end so, too."""
    found = re.search(_CLOSING.get(head[-1:], "(?!)") + r"\W?$", behind)
    return found[0] if found and sum(x.text.endswith(found[0]) for x in seen.looks) >= LEAST else ""


def _hole(look: Look, role: str, head: str, behind: str, example: Example) -> str:
    if role == "key":
        return "{key}"
    if role == "reason" and _spells(behind, example.item):
        return "{option}"
    asks = role in STEM and not head and example.asks
    asks = asks and example.seen.ask(look, share=2 if role == "stem" else 4)
    return "{asks}" if asks else "{text}"


def _before_option(look: Look, example: Example) -> str:
    """Return the words before the option that a reason spells, if other rows begin so: `Gegen (Rad) …`."""
    places = (look.text.find(option.plain) for option in example.item.options if len(option.plain) > 1)
    before = look.text[: min((at for at in places if 0 < at <= LONGEST), default=0)]
    like = sum(other.text.startswith(before) for other in example.seen.looks)
    return before if re.search(r"\w", before) and like >= LEAST else ""


def _spells(text: str, item: Item) -> bool:
    head = text.lstrip("「『“\"'")
    texts = [option.plain.rstrip("。. ") for option in item.options]
    return any(end_of_prefix(head, each) for each in texts if len(each) > 1)


def _with_number(head: str, look: Look, seen: Elsewhere) -> str:
    """Return the words of a head with holes for its number and for what else varies."""
    varying = iter(seen.varying(head, class_of(look.kind)))
    return DIGITS.sub(lambda n: "{n}" if next(varying, False) or n[0] == look.sign.number else n[0], head)


# --- options ----------------------------------------------------------------------------------------------------


def _option(look: Look, seen: Elsewhere) -> str:
    """Return the pattern of an option: its letter, its mark, and what parts them from its text."""
    lead, text = look.sign.lead, look.text
    if lead is None or not lead.rest or (lead.loose and is_western(text) and not look.row.bullet):
        return _unlettered(look, seen)
    body = _head(text[: lead.rest], lead.letter)
    if not body:
        return "{text}"
    behind = "{text}" * bool(text[lead.rest :].strip()) + _tail(look, seen)
    if look.bold == "head" and bold_prefix(look.row.line) <= lead.rest + 1:
        return f"**{body.rstrip()}** {behind}"
    if look.bold == "tail":
        return f"{body}**{behind}**"
    return f"**{body}{behind}**" if look.bold else body + behind


def _head(head: str, letter: str) -> str:
    """Return the head of an option with a hole for its letter; "" where it does not stand there."""
    at = next((i for i, char in enumerate(head) if canonical(char)[:1] == letter[:1]), -1)
    if at < 0:
        return ""
    length = len(letter) if letter.isdigit() and head[at].isdigit() else 1
    return f"{head[:at]}{_letter_hole(head[at])}{head[at + length :]}"


def mark_of(text: str) -> int:
    """Return how long the mark is with which an option without a letter begins."""
    found = _MARK.match(text)
    return found.end() if found and found.end() < len(text) else 0


def _unlettered(look: Look, seen: Elsewhere) -> str:
    """Return the pattern of an option without a letter: its label and mark, as in `Your answer: ❌ {text}`."""
    label = _label_of(look)
    mark = look.text[label : label + mark_of(look.text[label:])]
    blank = " " if mark and look.text[label + len(mark)].isspace() else ""
    named = f"**{look.text[:label].rstrip()}** " if label and look.bold else look.text[:label]
    body = f"{mark}{blank}{{text}}{_tail(look, seen)}"
    if label:
        return named + body
    return f"**{body}**" if look.bold == "whole" else f"**{body}" if look.bold else body


def _label_of(look: Look) -> int:
    """Return where the known label ends with which an option begins."""
    label = look.sign.label
    return label.rest if label is not None and 0 < label.rest < len(look.text) else 0


def _tail(look: Look, seen: Elsewhere) -> str:
    """Return the mark that stands behind an option's text."""
    found = _TAIL.search(look.text)
    if not found or not found.start():
        return ""
    mark = abstract(found[0])
    count = sum(abstract(each.text).endswith(mark) for each in seen.looks)
    return found[0].rstrip() if count >= LEAST else ""


def _letter_hole(char: str) -> str:
    folded = fold(char)
    if "a" <= folded <= "z":
        return "{A}"
    if folded.isdigit() and folded.isascii():
        return "{1}"
    return "{ア}" if char.isalpha() else "{①}"
