"""Write down what parts two parts that stand on one line: question and answer, option and reason."""

import re

from ankibuild.teaching.elsewhere import LEAST, Elsewhere
from ankibuild.teaching.looks import Look

_SEPARATOR = re.compile(r"\s*(?:::|->|=>|[:：＝=→⇒|｜]|…+|・{2,}|\s[-–—]\s|―+)\s*|\s+[-–—]\s+")
_ANSWERED = re.compile(r"[?？]\s*(?P<open>[(（])?[^\W\d]{1,12}\s*[:：]")
"""A label of the answer, behind the question on its line."""
_ASKED = re.compile(r"[?？]\s*(?=[^\s)）」』])")
"""The sign that ends a question, where nothing else parts it from its answer."""
_BEFORE_REASON = re.compile(r"[(（]|\s*[❌✗×✕]")


class LearningError(ValueError):
    """An example teaches nothing: the row that it names cannot be parted."""


def in_two(look: Look, seen: Elsewhere) -> str:
    """Return the pattern of a row that holds question and answer."""
    asked = _ANSWERED.search(look.text)
    if asked and sum(asked[0] in each.text for each in seen.looks) >= LEAST:
        close = {"(": ")", "（": "）"}.get(asked["open"] or "", "")
        return f"{{question}}{asked[0].strip()} {{answer}}{close}"
    question = "**{question}**" if look.bold in ("whole", "head") else "{question}"
    return f"{_number_before(look)}{question}{_spaced(look, _between(look.text, seen))}{{answer}}"


def _number_before(look: Look) -> str:
    """Return the hole for the number of a question, and what parts it from that; "" where the list has one or none."""
    number = look.sign.number
    found = re.match(rf"{re.escape(number)}(?P<sign>\s*[.:：)）、．])?(?(sign)\s*|\s+)", look.text)
    return "{n}" + (". " if found["sign"] else " ") if number and found and look.kind != "1." else ""


def _between(text: str, seen: Elsewhere) -> re.Match[str] | None:
    """Return what stands between a question and its answer: a sign, or the end of the question before other signs."""
    sign, asked = _SEPARATOR.search(text), _ASKED.search(text)
    if not asked or (sign and asked.start() <= sign.start() <= asked.end()):
        return sign
    common = sum(_ASKED.search(each.text) is not None for each in seen.looks) >= LEAST
    return asked if common or sign is None or asked.end() < sign.start() else sign


def parting(look: Look) -> str:
    """Return what parts an option from its reason."""
    start = look.sign.lead.rest if look.sign.lead else 0
    return _spaced(look, _SEPARATOR.search(look.text, start) or _BEFORE_REASON.search(look.text))


def _spaced(look: Look, found: re.Match[str] | None) -> str:
    """Return what parts two texts, with the blanks around it as single ones. Raise LearningError."""
    if not found or not found.start() or found.end() >= len(look.text):
        raise LearningError(look.text)
    return re.sub(r"\s+", " ", found[0])
