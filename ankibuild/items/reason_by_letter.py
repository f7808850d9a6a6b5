"""Read a reason that names its option by a letter: `- A: 遅い`, `１：不正解。…`, 「A は遅いため不正解」.

Both ways stand together since a letter may be the label of a line or what its sentence is about; one that stands
before the text of another option (`A: 乙 → 遅い`) is only the line's number.
"""

import re
from collections.abc import Callable, Sequence

from ankibuild.items.item import Item, Option, Reason
from ankibuild.items.letters import Lettered, canonical, key, lettered, letters_in
from ankibuild.items.marks import ARROWS, verdict_before
from ankibuild.items.nouns import NOUN, PREDICATES
from ankibuild.model import Line
from ankibuild.patterns import lazily
from ankibuild.text import cut, fold, is_western, tail_of, without_start
from ankibuild.word_classes import words_of
from ankibuild.words import Words


def by_letter(line: Line, verdict: bool | None, item: Item, words: Words) -> Reason | None:
    """Read a line that begins with the letters of options, or with one that is struck out."""
    if struck := _by_struck(line, item):
        return struck
    letters, rest, verdict = _letters_of(line, verdict, item, words)
    options = tuple(option for letter in letters if (option := item.named(letter)))
    if not options:
        return None
    rest, said = verdict_before(rest if rest.text else Line(line.number, "", ""), words)
    said = verdict if said is None else said
    return Reason(options, words.closing_verdict(rest.text) if said is None else said, rest)


def _told_of(line: Line, rest: Line, words: Words) -> Line:
    """Return what is said of several options; a sentence about them stays whole."""
    bare = without_start(rest, _TOPIC)
    sentence = _PREDICATE.match(bare.text) and verdict_before(bare, words)[1] is None
    return line if sentence else bare


def _by_struck(line: Line, item: Item) -> Reason | None:
    """Read a line that begins with a letter that is struck out."""
    struck = _STRUCK.match(line.html)
    option = item.named(canonical(struck["letter"].strip(" .:)"))) if struck else None
    return Reason((option,), False, tail_of(line, len(struck["letter"]))) if struck and option else None


def _letters_of(
    line: Line, verdict: bool | None, item: Item, words: Words
) -> tuple[Sequence[str], Line, bool | None]:
    """Return the letters at the head of a line, what stands behind them, and the verdict before or with them."""
    several = key(line.text, item.known, glued=False)
    if several and len(several.letters) > 1 and all(map(item.named, several.letters)):
        return several.letters, _told_of(line, cut(line, several.rest), words), verdict
    lead = lettered(line.text)
    if lead is None or not _names(lead, item, judged=lambda: _judged(line, lead, words, verdict)):
        return (), line, None
    return (lead.letter,), cut(line, lead.rest), verdict


def _names(lead: Lettered, item: Item, *, judged: Callable[[], bool]) -> bool:
    """Tell a letter that names an option; one that only a blank parts from the text, or a lone number, has to judge."""
    option = item.named(lead.letter)
    if option is None:
        return False
    other = lead.letter.isdigit() and option.letter.isalpha()  # a step of the way
    return not (lead.loose or other) or judged()


# ~~2~~ text: the letter is crossed out
_STRUCK = lazily(
    r"\s*<(?P<tag>del|s|strike)>(?P<letter>\s*(?:[A-Za-z{kana}{circled}]|\d{1,2})\s*[.:)]?\s*)</(?P=tag)>"
)
# A sentence about the letters is kept whole: without its subject it says too little.
_PREDICATE = lazily(rf"(?:{PREDICATES})")
_PARTICLE = lazily(r"\s*[{particles}{with}、,&]")
_TOPIC = lazily(r"[\s*]*{topic}、?\s*")


def _judged(line: Line, lead: Lettered, words: Words, verdict: bool | None) -> bool:
    """Tell whether a verdict stands before the letter or follows it: 「✖ A 遅い」, 「A（不正解）：…」.

    With the verdict taken off already, "A cat" may be a sentence, and 「B と D は…」 is one.
    """
    rest = line.text[lead.rest :]
    if verdict is not None and not is_western(rest) and not _PARTICLE.match(rest):
        return True
    return bool(line.text[lead.rest :].strip()) and verdict_before(cut(line, lead.rest), words)[1] is not None


_LETTER_TOPIC = lazily(
    rf"[\s*_「(\[]*(?:{NOUN})?\s*(?P<letter>[a-z{{kana}}{{circled}}]|\d{{1,2}})[\s*_」)\]]*"
    r"(?P<topic>→|->|=>|⇒|{topic}|{of}|[{objects}]|(?=\s*(?:{wrong_word}|{right_word}))"
    rf"|{{letter_of_option}}(?=\s+\w)|(?=\s+(?:{PREDICATES})))、?\s*"
)


_TOPICS = frozenset(words_of("topic"))
# A → B → C is a flow, and A → B may be one.
_FLOW = lazily(r"→|->|=>|⇒|^\W*\w\W*$|^\W*$")


def by_topic(line: Line, item: Item, words: Words, *, refuting: bool, listed: bool) -> Reason | None:
    """Read 「A は遅いため不正解です」 and "A is incorrect": a letter that a sentence is about.

    Outside of a list the sentence has to judge.
    """
    found = _LETTER_TOPIC.match(fold(line.text))
    option = _topic_of(found, line, item) if found else None
    if found is None or option is None:
        return None
    if found["topic"] in ARROWS:
        return _behind_arrow(line, found.end(), option, item, words)
    rest, said = _said_of(line, found, option, item, words)
    about = refuting or (listed and found["topic"] in _TOPICS)
    return None if said is None and not about else Reason((option,), said, rest)


def _behind_arrow(line: Line, at: int, option: Option, item: Item, words: Words) -> Reason | None:
    rest, said = verdict_before(cut(line, at), words)
    return None if _is_flow(rest, item) else Reason((option,), said, rest)


def _refutes(line: Line, option: Option) -> bool:
    return not option.right and bool(_NEGATIVE.search(fold(line.text)))


def _topic_of(found: re.Match[str], line: Line, item: Item) -> Option | None:
    """Return the option whose letter a sentence begins with."""
    lead = lettered(line.text)
    return item.named(lead.letter if lead else canonical(found["letter"]))


def _is_flow(rest: Line, item: Item) -> bool:
    """Tell A → B → C from a reason behind an arrow."""
    follow = lettered(rest.text)
    return bool(_FLOW.search(rest.text)) or (follow is not None and item.named(follow.letter) is not None)


def closing_said(line: Line, options: Sequence[Option], item: Item, words: Words) -> bool | None:
    """Return the verdict at the end of a line about options, if it names no other one: 「A は遅い。B が正解です。」."""
    others = any(item.named(letter) not in (None, *options) for letter in letters_in(line.text))
    return None if others else words.closing_verdict(line.text)


def _said_of(
    line: Line, found: re.Match[str], option: Option, item: Item, words: Words
) -> tuple[Line, bool | None]:
    """Return the reason that a sentence gives, and the verdict at its end."""
    said = closing_said(line, (option,), item, words)
    said = False if said is None and _refutes(line, option) else said
    return cut(line, found.end() if found["topic"] in _TOPICS else 0), said


# How a sentence about a wrong option ends in an explanation that has no word for wrong.
_NEGATIVE = lazily(r"{denies}(?:{copula}|{because})?[。.!)]*\s*$|{denying_word}")
