"""Read a reason that names its option by a letter: `- A: 遅い`, `１：不正解。…`, 「A は遅いため不正解」.

Both ways stand together since a letter may be the label of a line or what its sentence is about; one that stands
before the text of another option (`A: 乙 → 遅い`) is only the line's number.
"""

from ankibuild.items.item import Item, Option, Reason
from ankibuild.items.letters import Lettered, canonical, key, lettered
from ankibuild.items.marks import meaning, verdict_before
from ankibuild.items.nouns import NOUN
from ankibuild.model import Line
from ankibuild.patterns import lazily
from ankibuild.text import cut, end_of_prefix, fold, key_of, tail_of
from ankibuild.words import Words


def by_letter(line: Line, verdict: bool | None, item: Item, words: Words) -> Reason | None:
    """Read a line that begins with the letters of options, or with one that is struck out."""
    if struck := _STRUCK.match(line.html):
        option = item.named(canonical(struck["letter"].strip(" .:)")))
        if option:
            return Reason((option,), False, tail_of(line, len(struck["letter"])))
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
_STRUCK = lazily(
    r"\s*<(?P<tag>del|s|strike)>(?P<letter>\s*(?:[A-Za-z]|\d{1,2}|[ア-オ①-⑨])\s*[.:)]?\s*)</(?P=tag)>"
)
# A sentence about the letters is kept whole: without its subject it says too little.
_PREDICATE = lazily(r"(?:are|do|does|can|cannot|can't|don't|have|lack|need|require|only|would|will)\b")
_PARTICLE = lazily(r"\s*[とやはがもなを、,&]")
_TOPIC = lazily(r"[\s*]*(?:は|が|も|では|だと|なら)、?\s*")


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


_LETTER_TOPIC = lazily(
    rf"[\s*_「(\[]*(?:{NOUN})?\s*(?P<letter>[a-z]|\d{{1,2}}|[ア-オ]|[①-⑨])[\s*_」)\]]*"
    r"(?P<topic>→|->|=>|⇒|は|が|も|の|では|だと|なら|を|に|(?=\s*(?:不正解|誤り|間違|不適切|正解))"
    r"|(?<=option\s\w)(?=\s+\w)|(?<=choice\s\w)(?=\s+\w)|(?=\s+(?:is|are|would|do|does|can|cannot|can't|will|won't|has|isn't|doesn't|only|may|might|provides?|requires?|uses?)\b))、?\s*"
)


_TOPICS = frozenset(("は", "が", "も", "では", "だと", "なら"))
_ARROWS = frozenset(("→", "->", "=>", "⇒"))
# A → B → C is a flow, and A → B may be one.
_FLOW = lazily(r"→|->|=>|⇒|^\W*\w\W*$|^\W*$")


def by_topic(line: Line, item: Item, words: Words, *, refuting: bool, listed: bool) -> Reason | None:
    """Read 「A は遅いため不正解です」 and "A is incorrect": a letter that a sentence is about.

    Outside of a list the sentence has to judge.
    """
    folded = fold(line.text)
    found = _LETTER_TOPIC.match(folded)
    lead = lettered(line.text)
    letter = (lead.letter if lead else canonical(found["letter"])) if found else ""
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
_NEGATIVE = lazily(
    r"(?:ない|ません|ず|不可|不要|不足|不十分|異なる|異なります|違う|別物|過剰|非対応|対象外|範囲外|外れる)(?:です|である|ため|から|ので|こと)?[。.!)]*\s*$"
    r"|\b(?:not|n't|cannot|never|unable|lacks?|fails?|unnecessary|too)\b"
)


_MARK_BEHIND = lazily(r"[。.、:→⇒(=はが-]|->|=>|❌|×|✅")
_OTHER_BEHIND = lazily(r"[:→⇒]|->|=>|(?:は、?)?(?:不?正解|誤り|間違い|不適切|適切)")
_GAP = lazily(r"[」』\s。.、:→⇒\-=>]*")


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
