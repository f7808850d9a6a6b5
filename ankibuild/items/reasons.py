"""Read the reasons for and against options: `- A: 遅い`, `１：不正解。…`, `A は遅いため不正解`, `甲 → 理由`."""

import re
from dataclasses import dataclass

from ankibuild.items.item import SHORTEST_NAME, Item, Option
from ankibuild.items.letters import Lettered, canonical, key, lettered
from ankibuild.items.marks import bare_option, judge, meaning, verdict_before
from ankibuild.model import Line
from ankibuild.text import bold_prefix, cut, end_of_prefix, fold, key_of, strip_pair
from ankibuild.words import Words

LONGEST_NAME = 80
"""How long an option may be that is spelled out before its reason, in characters."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A line that judges options: which, whether right or wrong, and the text of the reason.

    `spelled` is the option's own text where it is no option of the list.
    """

    options: tuple[Option, ...]
    right: bool | None
    text: Line
    spelled: Line | None = None


def reason(line: Line, item: Item, words: Words, *, refuting: bool, listed: bool = False) -> Reason | None:
    """Read a line as a reason for one or more options, or return None.

    With `refuting` (under a label such as 不正解) an option that is not listed may be spelled out. A bullet
    (`listed`) whose sentence is about an option tells of it, even without a judgement.
    """
    if line.text.rstrip().endswith(("?", "？")):
        return _why_heading(line, item)  # whatever letter it begins with, it asks
    bare, verdict = bare_option(line, words)
    return (
        _why_heading(line, item)
        or _by_letter(bare, verdict, item, words)
        or _by_topic(line, item, words, refuting=refuting, listed=listed)
        or _by_text(bare, verdict, item, words, refuting=refuting)
    )


# --- by letter --------------------------------------------------------------------------------------

_WHY = re.compile(
    r"\W*(?:why\s+(?:is\s+)?|なぜ|何故|どうして)?\s*(?P<name>(?:選択肢|オプション|option|choice)?\s*(?P<letter>[a-z]|\d{1,2}|[ア-オ]))"
    r"\s*(?:が|は|を)?\s*(?:(?P<wrong>不正解|誤り|間違い|間違って|違う|ちがう|不適切|適切でない|だめ|ダメ|ng|incorrect|wrong|not)"
    r"|(?P<right>正解|正しい|適切|correct|right)|の(?P<said>理由|解説|説明)(?=\s*:))(?:の|な|である|となる|だ|いる)?(?:理由|わけ|根拠|の|か)?[\s*]*(?:$|[?:][?\s*:]*|(?:→|->|⇒)\s*)"
)
_WHY_NOT = re.compile(
    r"\W*(?:why\s+(?:not|isn't|aren't|is\s+not|are\s+not)\s+(?P<name>[^?:]+?)(?:\s+(?:the\s+)?(?:correct|right)(?:\s+(?:answer|choice|one)s?)?)?"
    r"|(?:なぜ|何故|どうして)\s*(?P<japanese>[^?:]+?)\s*(?:では|じゃ)(?:ない|ダメ|だめ|駄目)(?:なの|の)?か?)[\s*]*(?:$|[?:][?\s*:]*|\s-{1,2}\s+)"
)


def _why_heading(line: Line, item: Item) -> Reason | None:
    """Read 「Bが不正解な理由」, "Why B is wrong", "Why not B? It …": the reason stands behind or below."""
    folded = fold(line.text)
    found = _WHY.match(folded)
    option = item.named(_letter(found["letter"])) if found else None
    if found and option:
        right: bool | None = not found["wrong"]
        if found["said"]:  # Cの理由：
            right = bool(option.right) if item.right else None
        return Reason((option,), right, _behind(line, found.end()))
    found = _WHY_NOT.match(folded)
    options = _all_named(found["name"] or found["japanese"], item) if found else ()
    return Reason(options, False, _behind(line, found.end())) if found and options else None


def _all_named(text: str, item: Item) -> tuple[Option, ...]:
    """Return the options that a text names by letter or in words and says no more of."""
    found = key(text, item.known, glued=False)
    if found and not text[found.rest :].strip():
        named = [item.named(letter) for letter in found.letters]
        return tuple(option for option in named if option) if all(named) else ()
    option = item.like(text) or item.nearly(text)
    return (option,) if option else ()


def names_why_not(line: Line, item: Item) -> bool:
    """Tell "Why not B?" from a label that opens the reasons against all others."""
    return _why_heading(line, item) is not None


def _behind(line: Line, start: int) -> Line:
    return cut(line, start) if line.text[start:].strip() else Line(line.number, "", "")


def _letter(text: str) -> str:
    return text.upper() if text.isascii() else text


def _by_letter(line: Line, verdict: bool | None, item: Item, words: Words) -> Reason | None:
    if struck := _STRUCK.match(line.html):
        option = item.named(canonical(struck["letter"].strip(" .:)")))
        if option:
            return Reason((option,), False, _behind(line, len(struck["letter"])))
    lead = lettered(line.text)
    several = key(line.text, item.known, glued=False)
    if several and len(several.letters) > 1 and all(item.named(x) for x in several.letters):
        letters, rest = several.letters, _without_topic(cut(line, several.rest))
        if _PREDICATE.match(rest.text) and verdict_before(rest, words)[1] is None:
            rest = line
    elif lead and item.named(lead.letter) and (not lead.loose or _judged(line, lead, words, verdict)):
        letters, rest = (lead.letter,), cut(line, lead.rest)
        verdict = meaning(fold(lead.marks[:1]), words) if lead.marks and verdict is None else verdict
    else:
        return None
    options = tuple(option for letter in letters if (option := item.named(letter)))
    if len(options) == 1 and (quoted := _quoting(rest, options[0], item)):
        options, rest = quoted
    if not rest.text:
        rest = Line(line.number, "", "")
    rest, said = verdict_before(rest, words)
    said = verdict if said is None else said
    return Reason(options, words.closing_verdict(rest.text) if said is None else said, rest)


# ~~2~~ text: the letter is crossed out
_STRUCK = re.compile(
    r"\s*<(?P<tag>del|s|strike)>(?P<letter>\s*(?:[A-Za-z]|\d{1,2}|[ア-オ①-⑨])\s*[.:)]?\s*)</(?P=tag)>"
)
# A sentence about the letters is kept whole: without its subject it says too little.
_PREDICATE = re.compile(r"(?:are|do|does|can|cannot|can't|don't|have|lack|need|require|only|would|will)\b")
_PARTICLE = re.compile(r"\s*[とやはがもなを、,&]")
_TOPIC = re.compile(r"[\s*]*(?:は|が|も|では|だと|なら)、?\s*")


def _judged(line: Line, lead: Lettered, words: Words, verdict: bool | None) -> bool:
    """Tell whether a verdict stands before the letter or follows it: 「✖ A 遅い」, 「A（不正解）：…」.

    With the verdict taken off already, "A cat" may be a sentence, and 「B と D は…」 is one.
    """
    if lead.marks and meaning(fold(lead.marks[:1]), words) is not None:
        return True
    rest = line.text[lead.rest :]
    if verdict is not None and not rest.isascii() and not _PARTICLE.match(rest):
        return True
    return bool(line.text[lead.rest :].strip()) and verdict_before(cut(line, lead.rest), words)[1] is not None


def _without_topic(line: Line) -> Line:
    found = _TOPIC.match(line.text)
    return cut(line, found.end()) if found else line


_LETTER_TOPIC = re.compile(
    r"[\s*_「(\[]*(?:選択肢|オプション|option|choice)?\s*(?P<letter>[a-z]|\d{1,2}|[ア-オ]|[①-⑨])[\s*_」)\]]*"
    r"(?P<topic>→|->|=>|⇒|は|が|も|の|では|だと|なら|を|に|(?=\s*(?:不正解|誤り|間違|不適切|正解))"
    r"|(?<=option\s\w)(?=\s+\w)|(?<=choice\s\w)(?=\s+\w)|(?=\s+(?:is|are|would|do|does|can|cannot|can't|will|won't|has|isn't|doesn't|only|may|might|provides?|requires?|uses?)\b))、?\s*"
)


_TOPICS = frozenset(("は", "が", "も", "では", "だと", "なら"))
_ARROWS = frozenset(("→", "->", "=>", "⇒"))
# A → B → C is a flow, and A → B may be one.
_FLOW = re.compile(r"→|->|=>|⇒|^\W*\w\W*$|^\W*$")


def _by_topic(line: Line, item: Item, words: Words, *, refuting: bool, listed: bool) -> Reason | None:
    """Read 「A は遅いため不正解です」 and "A is incorrect": a letter that a sentence is about.

    Outside of a list the sentence has to judge.
    """
    folded = fold(line.text)
    found = _LETTER_TOPIC.match(folded)
    lead = lettered(line.text)
    letter = (lead.letter if lead else _letter(found["letter"])) if found else ""
    option = item.named(letter) if letter else None
    if not found or not option:
        return None
    if found["topic"] in _ARROWS:
        rest, said = verdict_before(cut(line, found.end()), words)
        follow = lettered(rest.text)
        flow = _FLOW.search(rest.text) or (follow and item.named(follow.letter))
        return None if flow else Reason((option,), said, rest)
    rest, said = verdict_before(cut(line, found.end("letter")), words)
    if said is None:
        rest, said = verdict_before(cut(line, found.end()), words)
    if said is None:
        rest, said = (
            cut(line, found.end() if found["topic"] in ("は", "が", "も") else 0),
            words.closing_verdict(line.text),
        )
    if said is None and not option.right and _NEGATIVE.search(fold(line.text)):
        said = False
    if said is None and not refuting and not (listed and found["topic"] in _TOPICS):
        return None
    return Reason((option,), said, rest)


# How a sentence about a wrong option ends in an explanation that has no word for wrong.
_NEGATIVE = re.compile(
    r"(?:ない|ません|ず|不可|不要|不足|不十分|異なる|異なります|違う|別物|過剰|非対応|対象外|範囲外|外れる)(?:です|である|ため|から|ので|こと)?[。.!)]*\s*$"
    r"|\b(?:not|n't|cannot|never|unable|lacks?|fails?|unnecessary|too)\b"
)


# --- by the option's text -----------------------------------------------------------------------------

_MARK_BEHIND = re.compile(r"[。.、:→⇒(=はが-]|->|=>|❌|×|✅")
_OTHER_BEHIND = re.compile(r"[:→⇒]|->|=>|(?:は、?)?(?:不?正解|誤り|間違い|不適切|適切)")
_GAP = re.compile(r"[」』\s。.、:→⇒\-=>]*")


def _quoting(rest: Line, option: Option, item: Item) -> tuple[tuple[Option, ...], Line] | None:
    """Read `A: option text → reason`: where the text is that of another option, the text decides."""
    head = rest.text.lstrip('「『“"*')
    skipped = len(rest.text) - len(head)
    for candidate in (option, *(other for other in item.options if other is not option)):
        text = candidate.plain.rstrip("。.")
        whole = key_of(head) == key_of(text)
        end = end_of_prefix(head, text) if whole or len(key_of(text)) > 1 else 0
        if not end:
            continue
        behind = fold(head[end:]).lstrip("」』” ")
        expected = _MARK_BEHIND if candidate is option else _OTHER_BEHIND
        if not behind or expected.match(behind):
            gap = _GAP.match(fold(head), end)
            return (candidate,), cut(rest, skipped + (gap.end() if gap else end))
    return None


_SEPARATOR = re.compile(
    r"\s*(?:→|->|=>|⇒|:)\s*|\s+(?:=|-{1,2})\s+|(?<=[」』])\s*(?:は|が|も)、?|\s*は、?(?=不|誤|間違|違|正|適切)"
)
_QUOTE = re.compile(r"[\s*]*[「『“\"](?P<name>[^「」『』”\"]{2,})[」』”\"][\s*]*")


def _by_text(line: Line, verdict: bool | None, item: Item, words: Words, *, refuting: bool) -> Reason | None:
    """Read `option text → reason`, `「option」 reason`, `option は不正解です。reason`."""
    if listed := _by_listed(line, verdict, item, words, refuting=refuting):
        return listed
    for found in () if _is_one(line, words) else _SEPARATOR.finditer(fold(line.text)):
        tail, said = verdict_before(cut(line, found.end()), words)
        bare, marked = bare_option(cut(line, 0, found.start()), words)
        said = next((x for x in (said, marked, verdict) if x is not None), None)
        if option := item.like(bare.text) or (
            item.nearly(bare.text) if refuting or said is not None else None
        ):
            said = words.closing_verdict(tail.text) if said is None else said
            if said is not None or refuting or _QUOTE.match(line.text) or "は" not in found[0]:
                return Reason((option,), said, tail)
        sentence = "。" in bare.text or len(bare.text) > LONGEST_NAME
        if refuting and not sentence and bare.text and tail.text and not _names_none(bare.text, words):
            return Reason((), False, tail, bare)
        break
    if by_mark := _by_mark(line, item, words):
        return by_mark
    option = item.like(line.text) or item.nearly(_quoted(line.text))
    if option is None or not (refuting or verdict is not None):
        return None
    return Reason((option,), False if verdict is None else verdict, Line(line.number, "", ""))


def _names_none(text: str, words: Words) -> bool:
    """Tell a letter that no option has, and an author's aside: they are no option's text."""
    return words.is_aside(text) or bool(re.fullmatch(r"\W*(?:[a-h]|[ア-オ]|[①-⑨])\W*", fold(text)))


def _is_one(line: Line, words: Words) -> bool:
    """Tell an option that bold type or quotes set apart as a whole, whatever sign is in it: **「`a: b` を付ける」**."""
    bare, _ = judge(line, words)
    return 0 < len(bare.text) <= bold_prefix(bare) or strip_pair(bare.text) != (0, len(bare.text))


_MARKED = re.compile(r"(?P<name>\S.{1,40}?)\s*(?P<mark>[❌×✕✗✖⭕○〇◯✅])\ufe0f?\s+(?P<why>\S.*)")


def _by_mark(line: Line, item: Item, words: Words) -> Reason | None:
    """Read `環境変数 ❌ 先に読まれる`: a name of a listed option, a mark, the reason."""
    found = _MARKED.fullmatch(fold(line.text))
    right = meaning(found["mark"], words) if found else None
    if not found or right is None:
        return None
    name = line.text[: found.end("name")].strip("「」`* ")
    option = item.like(name) or item.nearly(name) or _containing(name, item)
    return Reason((option,), right, cut(line, found.start("why"))) if option else None


def _containing(name: str, item: Item) -> Option | None:
    """Return the only listed option whose text holds the name: default of 「variable ブロックの default」."""
    wanted = key_of(name)
    found = [option for option in item.options if option.listed and wanted in key_of(option.plain)]
    return found[0] if len(found) == 1 and len(wanted) >= SHORTEST_NAME else None


_PARTED = re.compile(r"[」』”\"]?\s*(?P<sign>[:→⇒=…]+|->|=>|\s-{1,2}\s|$)\s*")


def _by_listed(
    line: Line, verdict: bool | None, item: Item, words: Words, *, refuting: bool
) -> Reason | None:
    """Read the text of a listed option, which may hold signs itself, up to the sign before its reason."""
    head = line.text.lstrip('「『“"*')
    skipped = len(line.text) - len(head)
    ends = {
        end: option
        for option in item.options
        if len(key_of(option.plain)) > 1 and (end := end_of_prefix(head, option.plain.rstrip("。. ")))
    }
    end = max(ends, default=0)
    found = _PARTED.match(fold(head), end) if end else None
    if not found or not (found["sign"] or refuting or verdict is not None):
        return None
    rest = cut(line, skipped + found.end()) if head[found.end() :].strip() else Line(line.number, "", "")
    rest, said = verdict_before(rest, words) if rest.text else (rest, None)
    said = verdict if said is None else said
    if said is None:
        said = False if refuting else words.closing_verdict(rest.text)
    return Reason((ends[end],), said, rest)


def _quoted(text: str) -> str:
    found = _QUOTE.fullmatch(text)
    return found["name"] if found else ""
