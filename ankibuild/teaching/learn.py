"""Learn from one example how an author writes his items: what its rows have in common with rows elsewhere.

What is kept of a row is its kind, depth, boldness, the letter and the number in it, and of its words those with
which other rows begin as well, or which a list of labels knows: the words that tell its part, not what it says.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ankibuild.items.item import Item, Option
from ankibuild.items.key import is_letters, read_key
from ankibuild.items.letters import canonical
from ankibuild.items.marks import bare_option
from ankibuild.teaching.looks import Look
from ankibuild.teaching.pattern import MORE, ROLES, parse
from ankibuild.text import bold_prefix, cut, end_of_prefix, fold
from ankibuild.words import Words

LEAST = 2
"""So many other rows begin with the words that are kept."""
LONGEST = 30
"""So many characters of a row are kept at most."""
_BOUND = re.compile(r"[:：.．。、,，)）\]】」』》>→⇒=＝|｜\s!！?？-]|(?<=\d)(?=\D)")
_DIGITS = re.compile(r"\d{1,4}(?:[-.]\d{1,3})*")
_SIGN = re.compile(r"(?:=>|->|[→⇒➡👉★☆◆◇■□●▶▷※✅❌⭕💡📌❓🔑]\ufe0f?)\s*")
"""A sign at the head of a row that tells what it is."""
_SEPARATOR = re.compile(r"\s*(?:::|[:：＝=→⇒|｜]|->|=>|…+|\s[-–—]\s|―+)\s*|\s+[-–—]\s+")
PAIR = "question+answer"
REFUTED = "option+reason"


@dataclass(frozen=True, slots=True)
class Taught:
    """A row of the example with its role; `of` is the line of the option that a reason is about."""

    look: Look
    role: str
    of: int = 0


class LearningError(ValueError):
    """An example teaches nothing; the message says why."""


def learn(example: Sequence[Taught], others: Sequence[Look], words: Words) -> tuple[str, ...]:
    """Return the rows of the hand that an example shows; `others` are all rows of the notes, the example's among them.

    Raise LearningError.
    """
    mine = {id(each.look.row) for each in example}
    seen = Elsewhere([look for look in others if id(look.row) not in mine])
    item = _item(example, words)
    asked = _asked(example)
    rows: list[tuple[str, str]] = []
    behind = {id(each.look): after.role for each, after in _pairs(example)}
    for each in example:
        role = each.role
        alone = role != "skip" and sum(x.role == role for x in example) == 1
        pattern = _pattern(
            each,
            item,
            seen,
            words,
            opens=not rows,
            heads=behind.get(id(each.look), ""),
            asks=asked,
            alone=alone,
        )
        if role == "skip" and pattern and (rows or _stands_alone(each, seen)) and not _tells(pattern):
            continue
        if not pattern:
            continue
        role = {PAIR: "question", REFUTED: "option"}.get(role, role)
        named = role == "explanation" and _names_by_letter(each.look, item)
        _add(rows, "reason" if named else role, pattern, each, example)
    rows = _same_look(rows, keyed=any(each.role == "key" for each in example))
    return tuple(f"{role}: {pattern}" for role, pattern in rows)


def _pairs(example: Sequence[Taught]) -> list[tuple[Taught, Taught]]:
    return list(zip(example, example[1:], strict=False))


def _tells(pattern: str) -> bool:
    """Tell a pattern that has words of its own."""
    return bool(re.search(r"\w", re.sub(r"^\s*\d+\.|\{[^}]*\}", "", pattern)))


def _stands_alone(each: Taught, seen: "Elsewhere") -> bool:
    """Tell the heading of a page or chapter, above the first of its items: no other is of its level."""
    return each.look.kind.startswith("#") and sum(look.kind == each.look.kind for look in seen.looks) < LEAST


def _asked(example: Sequence[Taught]) -> bool:
    return any(each.role in ("stem", "question") and each.look.sign.asks for each in example)


def _item(example: Sequence[Taught], words: Words) -> Item:
    """Return the options of the example, so that what names them can be told."""
    item = Item([each.look.row for each in example])
    for each in example:
        if each.role in ("option", "right", REFUTED):
            lead = each.look.sign.lead
            if not (each.look.row.head or lead or each.look.row.bullet) and item.options:
                continue
            start = lead.rest if lead and (not lead.loose or not each.look.text.isascii()) else 0
            line = (
                bare_option(cut(each.look.row.line, start), words)[0]
                if each.look.text[start:].strip()
                else each.look.row.line
            )
            item.options.append(
                Option(lead.letter if lead else "", [(each.look.row, line)], right=each.role == "right")
            )
    return item


# --- one row ------------------------------------------------------------------------------------------------


class Elsewhere:
    """The rows beside the example: how many of them begin with the same words."""

    def __init__(self, looks: Sequence[Look]) -> None:
        self.looks = [look for look in looks if look.text]
        self._texts: Mapping[str, list[str]] = {}

    def count(self, head: str, *, whole: bool, kind: str) -> int:
        """Return how many rows of a kind begin with a text, or are it; numbers aside."""
        wanted = abstract(head)
        return sum((text == wanted if whole else text.startswith(wanted)) for text in self._of(kind))

    def ask(self, look: Look) -> bool:
        """Tell a row that asks, as most rows of its kind do."""
        like = [x for x in self.looks if (x.kind, x.depth, x.bold) == (look.kind, look.depth, look.bold)]
        asking = sum(x.sign.asks for x in like)
        return look.sign.asks and (look.kind == "" or 2 * asking >= len(like))

    def exact(self, text: str) -> bool:
        """Tell a text that is the whole of other rows."""
        return sum(look.text == text for look in self.looks) >= LEAST

    def varies(self, head: str, kind: str) -> bool:
        """Tell words that other rows of a kind begin with, but for their numbers."""
        exact = re.sub(r"\s+", "", fold(head))
        same = sum(
            re.sub(r"\s+", "", fold(x.text)).startswith(exact) for x in self.looks if _class(x.kind) == kind
        )
        return same < self.count(head, whole=False, kind=kind)

    def _of(self, kind: str) -> Sequence[str]:
        if kind not in self._texts:
            self._texts = {
                **self._texts,
                kind: [abstract(look.text) for look in self.looks if _class(look.kind) == kind],
            }
        return self._texts[kind]


def abstract(text: str) -> str:
    """Return a text as rows are compared: folded, without blanks, its numbers alike."""
    return re.sub(r"\s+", "", _DIGITS.sub("0", fold(text)))


def _class(kind: str) -> str:
    return "#" if kind.startswith(("#", "<")) else "-" if kind[:1] in ("-", "1") else kind


def _pattern(
    each: Taught,
    item: Item,
    seen: Elsewhere,
    words: Words,
    *,
    opens: bool,
    heads: str,
    asks: bool,
    alone: bool,
) -> str:
    """Return what is kept of a row; "" where it is no row of its own."""
    look, role = each.look, each.role
    if role == "explanation" and _names_by_letter(look, item):
        role = "reason"
    prefix = "  " * (look.depth - (look.kind[:1] in ("-", "1"))) if look.depth else ""
    prefix += f"{look.kind} " if look.kind else ""
    if look.kind == "rule":
        return ""
    if look.row.whole:
        return prefix.rstrip()
    if role == PAIR:
        return prefix + _in_two(look)
    if role == REFUTED:
        return prefix + _lettered(look, seen).replace("{text}", f"{{text}}{_parting(look)}{{why}}")
    if role in ("option", "right") or (role == "reason" and _names_by_letter(look, item)):
        return prefix + _lettered(look, seen)
    if role == "key" and (inside := _key_inside(look, item)):
        return prefix + inside
    end = _kept(look, role, item, seen, words, opens=opens, heads=heads, alone=alone)
    head = _holes(look.text[:end], look, seen)
    behind = look.text[end:].strip()
    hole = {"key": "{key}", "reason": "{option}" if _spells(behind, item) else "{text}"}.get(role, "{text}")
    if role in ("stem", "question") and not head and asks and seen.ask(look):
        hole = "{asks}"
    if role == "skip" and not behind:
        hole = ""
    return prefix + _bolded(head, hole if behind else "", look, end, seen)


def _bolded(head: str, hole: str, look: Look, end: int, seen: "Elsewhere") -> str:
    bold = bold_prefix(look.row.line) if look.bold else 0
    if look.bold == "whole":
        return f"**{head}{hole}**"
    if bold and head and bold <= end + 1:
        kept = _holes(look.text[:bold], look, seen)
        return f"**{kept}**{head[len(kept) :]}{hole}" if head.startswith(kept) else f"**{head}**{hole}"
    return f"**{head}{hole}** {{text}}" if bold and not head else f"{head}{hole}"


def _holes(head: str, look: Look, seen: "Elsewhere") -> str:
    """Return the words of a head with a hole for its number."""
    found = _DIGITS.search(head)
    if not found or not (found[0] == look.sign.number or seen.varies(head, _class(look.kind))):
        return head
    return f"{head[: found.start()]}{{n}}{head[found.end() :]}"


def _in_two(look: Look) -> str:
    """Return the pattern of a row that holds question and answer."""
    found = _SEPARATOR.search(look.text)
    if not found or not found.start() or found.end() >= len(look.text):
        raise LearningError(look.text)
    mark = found[0].strip()
    between = f" {mark} " if found[0] != mark else mark
    number = _DIGITS.match(look.text) if look.sign.number else None
    head = "{n}. " if number else ""
    question = "**{question}**" if look.bold else "{question}"
    return f"{head}{question}{between}{{answer}}"


def _parting(look: Look) -> str:
    """Return what parts an option from its reason."""
    lead = look.sign.lead
    found = _SEPARATOR.search(look.text, lead.rest if lead else 0) or re.search(
        r"[(（]|\s*[❌✗×✕]", look.text
    )
    if not found or found.end() >= len(look.text):
        raise LearningError(look.text)
    mark = found[0].strip()
    return f" {mark} " if found[0] != mark else mark


def _names_by_letter(look: Look, item: Item) -> bool:
    lead = look.sign.lead
    if lead is None or (lead.loose and look.text.isascii()) or look.row.heading:
        return False
    return bool(lead.rest) and item.named(lead.letter) is not None


def _lettered(look: Look, seen: Elsewhere) -> str:
    """Return the pattern of an option: its letter and what parts that from its text."""
    lead, text = look.sign.lead, look.text
    bold = "**" if look.bold else ""
    if lead is None or (lead.loose and text.isascii() and not look.row.bullet) or not lead.rest:
        mark = re.match(r"[^\w\s「『(（\[]+", text)
        tail = _tail(look, seen)
        head = mark[0] if mark and mark.end() < len(text) else ""
        return (
            f"{bold}{head}{' ' if head and text[len(head) : len(head) + 1].isspace() else ''}{{text}}{tail}"
            + (bold if look.bold == "whole" else "")
        )
    head = text[: lead.rest]
    at = next((i for i, c in enumerate(head) if _is_letter(c, lead.letter)), -1)
    if at < 0:
        return "{text}"
    length = len(lead.letter) if lead.letter.isdigit() and head[at].isdigit() else 1
    hole = _hole_of(head[at])
    body = f"{head[:at]}{hole}{head[at + length :]}"
    behind = "{text}" if text[lead.rest :].strip() else ""
    if look.bold == "head" and bold_prefix(look.row.line) <= lead.rest + 1:
        return f"**{body.rstrip()}** {behind}{_tail(look, seen)}"
    return f"{bold}{body}{behind}{_tail(look, seen)}" + bold


def _tail(look: Look, seen: Elsewhere) -> str:
    """Return the mark that stands behind an option's text."""
    found = re.search(
        r"\s*(?:[(（【\[][^()（）\[\]【】]{1,8}[)）\]】]|[←⇐][^←⇐]{1,10}|[^\w\s。.,、)）」』\]】!?！？;；%％\"'*`]{1,3})\s*$",
        look.text,
    )
    if not found or not found.start():
        return ""
    mark = abstract(found[0])
    count = sum(abstract(each.text).endswith(mark) for each in seen.looks)
    return found[0].rstrip() if count >= LEAST else ""


def _is_letter(char: str, letter: str) -> bool:
    return canonical(char)[:1] == letter[:1]


def _hole_of(char: str) -> str:
    folded = fold(char)
    if "a" <= folded <= "z":
        return "{A}"
    return "{1}" if folded.isdigit() and folded.isascii() else "{ア}" if char.isalpha() else "{①}"


# --- the words that are kept ------------------------------------------------------------------------------------


def _kept(
    look: Look, role: str, item: Item, seen: Elsewhere, words: Words, *, opens: bool, heads: str, alone: bool
) -> int:
    """Return how much of a row's beginning is kept."""
    text = look.text
    if role == "key" and (at := _key_at(look, item, words)) >= 0:
        return at
    if role == "skip" and (heads or opens) and _counts(text, look, seen, whole=True):
        return len(text)
    label = look.sign.label
    known = label.rest if label and 0 < label.rest <= LONGEST and role != "own" else 0
    if alone and known >= len(text):
        known = 0
    if (
        label
        and not alone
        and label.rest >= len(text)
        and role in ("skip", "key", "answer", "explanation", "reason", "own")
    ):
        return len(text)
    ends = sorted({found.end() for found in _BOUND.finditer(text)} | {len(text)}, reverse=True)
    bold = bold_prefix(look.row.line) if look.bold == "head" else 0
    if (sign := _SIGN.match(text)) and sign.end() < len(text) and _counts(sign[0], look, seen, whole=False):
        ends.append(sign.end())
    for end in (x for x in [*ends, bold] if 0 < x <= LONGEST):
        whole = end == len(text)
        if whole and (alone or (not opens and not seen.exact(text))):
            continue
        numbered = bool(look.sign.number) and bool(
            re.fullmatch(rf".{{0,10}}{re.escape(look.sign.number)}\W*", text[:end])
        )
        signed = bool(sign) and end == sign.end() if sign else False
        if not whole and end != bold and not signed and not (numbered or _parts(text[:end])):
            continue
        if (re.search(r"\w", text[:end]) or end == (sign.end() if sign else 0)) and _counts(
            text[:end], look, seen, whole=whole
        ):
            return end
    return known


def _parts(head: str) -> bool:
    """Tell words that something parts from the text behind: a colon, a bracket, a number, a blank behind a sign."""
    bare = head.rstrip()
    return bool(bare) and not (bare[-1].isalnum() or bare[-1] in "、。，,")


def _counts(head: str, look: Look, seen: Elsewhere, *, whole: bool) -> bool:
    return seen.count(head, whole=whole, kind=_class(look.kind)) >= LEAST


def _key_at(look: Look, item: Item, words: Words) -> int:
    """Return where a row begins to name the right options; -1 where it does not."""
    text = look.text
    starts = [
        0,
        *(found.end() for found in _BOUND.finditer(text)),
        *(found.end() for found in _TO_KEY.finditer(text)),
    ]
    label = look.sign.label
    if label and label.rest < len(text):
        starts.insert(0, label.rest)
    rights = {id(option) for option in item.right}
    for start in starts:
        rest = text[start:].strip()
        if not rest or start > LONGEST:
            continue
        if not item.options:
            if is_letters(rest):
                return start
            continue
        trial = Item(item.rows, options=[Option(o.letter, o.text, listed=True) for o in item.options])
        line = cut(look.row.line, start)
        named = read_key(look.row, line, trial, words)
        got = {id(mine) for mine, other in zip(item.options, trial.options, strict=True) if other.right}
        if named and got and (got <= rights or not rights):
            return start
        if is_letters(rest) and not item.known:
            return start
    return -1


def _key_inside(look: Look, item: Item) -> str:
    """Return the pattern of a sentence that names the right option in brackets: `{text}（選択肢 {key}）{text}`."""
    names = [option.letter for option in item.right if option.letter]
    found = _IN_BRACKETS.search(look.text)
    if not found or not found.start() or canonical(found["letters"][:1]) not in names:
        return ""
    return f"{{text}}{found['head']}{{key}}{found['tail']}" + "{text}" * (
        found.end() < len(look.text.rstrip())
    )


_IN_BRACKETS = re.compile(
    r"(?P<head>[(（\[【][^()（）\[\]【】A-Za-z\d]{0,8})(?P<letters>[A-HＡ-Ｈア-オ①-⑨\d](?:\s*[,、・と&]\s*[A-Hア-オ①-⑨\d])*)(?P<tail>[)）\]】])"
)
_TO_KEY = re.compile(r"(?:は|is|are|=|が)\s*")


def _spells(text: str, item: Item) -> bool:
    head = text.lstrip("「『“\"'")
    return any(
        end_of_prefix(head, option.plain.rstrip("。. ")) for option in item.options if len(option.plain) > 1
    )


# --- the rows together ----------------------------------------------------------------------------------------


def _add(
    rows: list[tuple[str, str]], role: str, pattern: str, each: Taught, example: Sequence[Taught]
) -> None:
    """Add a row to the hand, unless it says no more than the one before."""
    if rows and rows[-1] == (role, pattern):
        return
    if (
        rows
        and rows[-1][0] == role
        and role in ("stem", "question", "answer", "explanation", "key", "own", "reason")
    ):
        last = rows[-1][1].removesuffix(MORE)
        if each.look.row.whole:
            if role == "answer" and (role, pattern) not in rows:
                rows.append((role, pattern))
            return
        if role in ("stem", "question", "answer", "explanation") and not (
            _is_label(pattern) or pattern.startswith("#")
        ):
            pattern = re.sub(r"[^{}]*(\{text\}|\{asks\}).*", r"\1", pattern) if "{" in pattern else pattern
        if (
            not (_tells(pattern) or pattern.startswith("#"))
            and role != "key"
            and not (last.startswith("#") or _is_label(last))
        ):
            if role in ("stem", "question") and each.look.row.head and not rows[-1][1].endswith(MORE):
                rows[-1] = (role, last + MORE)
            return
        if role == "key" and not _is_label(last):
            return
        if role == "reason" and last.split("{")[0] == pattern.split("{")[0]:
            return
    if role in ("option", "right", "reason") and (role, pattern) in rows:
        return
    rows.append((role, pattern))


def _is_label(pattern: str) -> bool:
    return "{" not in pattern


def _same_look(rows: Sequence[tuple[str, str]], *, keyed: bool) -> list[tuple[str, str]]:
    """Take a right option that looks as the others do for one of them: the key names it."""
    options = {pattern for role, pattern in rows if role == "option"}
    made: list[tuple[str, str]] = []
    for role, pattern in rows:
        now = "option" if role == "right" and (keyed or pattern in options) else role
        if now in ("option", "right", "reason") and (now, pattern) in made:
            continue
        made.append((now, pattern))
    return made


def _plainly(pattern: str) -> str:
    return pattern.replace("**", "").strip()


def looks_alike(rows: Sequence[str]) -> bool:
    """Tell a hand that nothing tells from any other rows: all of its parts look alike."""
    told = {(each.kind, each.depth, each.bold, each.literal, each.holes[:1]) for each in map(parse, rows)}
    return len(told) == 1 and len(rows) > 1


def head_of(text: str) -> str:
    """Return the word or sign with which a row begins and which something parts from the rest; "" without one."""
    if sign := _SIGN.match(text):
        return sign[0].strip()
    found = _HEAD.match(fold(text))
    return re.sub(r"\d+", "0", found[1].strip()) if found else ""


_HEAD = re.compile(r"\s*([^\s:：>=→][^:：>=→]{0,11})\s*(?::|=>|->|→|=)(?:\s|$|[^/\d])")


def roles_known() -> tuple[str, ...]:
    """Return the roles that rows of an example may have."""
    return (*(role for role in ROLES if role != "end"), PAIR, REFUTED)
