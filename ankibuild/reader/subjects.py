"""What a statement is about: the options that its head names, by letter or by text, or letters at its end."""

from collections.abc import Sequence

from ankibuild.items.item import Item, Option
from ankibuild.items.letters import KANA, Lettered, canonical, key, letters_in, ordinal_among
from ankibuild.items.marks import bare_option, verdict_before
from ankibuild.items.nouns import JOINS
from ankibuild.model import Line
from ankibuild.patterns import lazily, sought
from ankibuild.text import end_of_prefix, is_western, key_of, narrow, tail_of
from ankibuild.word_classes import words_of
from ankibuild.words import Words

Subject = tuple[Sequence[Option], Line]
"""The options that a statement is about, and what it says of them."""

_LETTERS = r"(?P<letters>[A-H{kana}{circled}](?:\s*[,、・/{with}]\s*[A-H{kana}{circled}])*|(?<![\d.:-])[1-9](?![\d.])"
_LETTERS += (
    r"|[b-h](?![a-z])|a(?=[{topic_sign}{subject_sign}{copula_signs}]))"  # "is a mistake" names no option
)
_SAID = rf"\s*(?:(?:{JOINS})(?![a-z]))?\s*(?P<said>[^()。、.\s][^()。、.]{{0,12}}?)"
_AT_END = sought(
    rf"(?:(?<=[^A-Za-z])|^)(?:(?P<arrow>→|⇒|->|=>)\s*)?{_LETTERS}(?(arrow)[\s。.]*$|{_SAID}[\s。.]*$)"
)
_BRACKETED_AT_END = lazily(rf"\((?:[^()]*[,、]\s*)?{_LETTERS}{_SAID}\)[\s。.;]*$")
_FLOW = f"abcdefgh{KANA}①②③④⑤⑥⑦⑧⑨→"
"""B → C: letters in a row say which follows which, not which one is meant."""
_BEHIND_TEXT = "：:→ー-—–=（(|、…⇒➡"
_TOPIC = words_of("topic")
_PREDICATES = (*_TOPIC, *(f"{word} " for word in words_of("be")))
_AROUND = "「『“\"*' "


def named_by(letters: Sequence[str], item: Item) -> list[Option]:
    """Return the options with these letters, or in these places where they have none alike; all of them or none."""
    found = [each for letter in letters if (each := item.named(letter) or _in_place(letter, item))]
    return found if len(found) == len(letters) else []


def _in_place(letter: str, item: Item) -> Option | None:
    """Return the option that a letter names by its place: B is the second where options have numbers or nothing."""
    listed = item.listed
    place = ordinal_among(letter, item.known, len(listed))
    return listed[place - 1] if place else None


def subject_of(
    line: Line,
    lead: Lettered | None,
    item: Item,
    words: Words,
    *,
    sentences: bool = False,
    counted: bool = False,
) -> Subject | None:
    """Return what a row is a statement about by its head: a letter, an option's whole text or its beginning.

    Prose that has an option for its subject is a statement only with `sentences`: else it explains. With `counted`
    lines beside it begin with the numbers of options as well.
    """
    if lead and not _is_loose(line, lead, counted=counted):
        named = _by_letter(line, lead, item, words)
        if named and (counted or not _is_lone_number(lead, named[0])):
            return named
    bare, _ = bare_option(line, words)
    if option := item.like(bare.text):
        return [option], _verdict_of(line, bare)
    return _by_start(line, bare, item, sentences=sentences)


def _by_start(line: Line, bare: Line, item: Item, *, sentences: bool) -> Subject | None:
    """Return the option with whose text a line begins, the longest first."""
    for each in sorted(item.options, key=lambda each: -len(each.plain)):
        behind = _behind_text(each, bare)
        if behind is not None and (sentences or behind is not bare):
            return [each], line if behind is bare else behind
    return None


def _is_lone_number(lead: Lettered, named: Sequence[Option]) -> bool:
    """Tell a number where options have letters: it names none of them."""
    return lead.letter.isdigit() and any(each.letter.isalpha() for each in named)


def _by_letter(line: Line, lead: Lettered, item: Item, words: Words) -> Subject | None:
    """Return the options whose letters stand at the head of a line; a text in quotes decides against the letter."""
    rest = tail_of(line, lead.rest)
    sure = not lead.loose or verdict_before(rest, words)[1] is not None
    option = item.named(lead.letter) or (_in_place(lead.letter, item) if sure else None)
    if not lead.rest or option is None:
        return None
    several = key(line.text, item.known)
    if several and len(several.letters) > 1 and (options := named_by(several.letters, item)):
        return options, tail_of(line, several.rest)
    return _quoted(rest, item) or ([option], _without_text(option, rest, words))


def _quoted(rest: Line, item: Item) -> Subject | None:
    """Read the option that a text names in quotes at its head."""
    quoted = _QUOTED.match(rest.text)
    named = item.like(quoted["name"]) if quoted else None
    return ([named], tail_of(rest, quoted.end())) if quoted and named else None


_QUOTED = lazily(r"[「『“\"](?P<name>[^「」『』“”\"]+)[」』”\"]\s*{topic}?[、\s]*")
_NEXT_SENTENCE = lazily(r"\.\s+(?=\S)|。\s*(?=\S)")
_OTHER_USE = lazily(r"{of}|→|⇒|->|=>|[{with}]|(?:{topic}|[{objects}])(?=.*\?$)|%|{unit}")
"""What follows a letter that is used otherwise than to say which option is meant: a flow, a count."""


def _is_loose(line: Line, lead: Lettered, *, counted: bool) -> bool:
    """Tell a letter that only a blank parts from what may be no statement about its option."""
    return lead.loose and (
        is_western(line.text)
        or (lead.letter.isdigit() and not counted)
        or bool(_OTHER_USE.match(line.text[lead.rest :]))
    )


def named_at_end(text: str, item: Item) -> tuple[Sequence[Option], str]:
    """Return the options that a sentence names at its end and the word that judges: 「…なのでA,BはNG」, 「…(C 错)」."""
    found = _AT_END.search(narrow(text)) or _BRACKETED_AT_END.search(narrow(text))
    if not found or not key_of(narrow(text)[: found.start()]).strip(_FLOW):
        return (), ""
    return named_by(letters_in(found["letters"]) or [canonical(found["letters"])], item), found["said"] or ""


def _behind_text(option: Option, line: Line) -> Line | None:
    """Return what stands behind an option's text at the head of a line; None where the line does not begin so."""
    text = option.plain.rstrip("。. ")
    head = line.text.lstrip(_AROUND)
    quoted = line.text.lstrip()[:1] in ("「", "『")
    end = end_of_prefix(head, text) if quoted or len(text) > 1 else 0
    if not end:
        return None
    behind = head[end:].lstrip("」』”\"'*。. ")
    behind = behind[_own_letter(option, behind) :]
    if behind.startswith(_PREDICATES):
        topic = quoted and behind.startswith(_TOPIC)
        return tail_of(line, len(line.text) - len(behind) + 1) if topic else line  # a sentence is kept whole
    if behind and behind[0] not in _BEHIND_TEXT:
        return None
    rest = tail_of(line, len(line.text) - len(behind))
    return tail_of(rest, len(rest.text) - len(rest.text.lstrip(_BEHIND_TEXT + " "))) if rest.text else rest


def _own_letter(option: Option, behind: str) -> int:
    """Return where a text goes on behind the letter of the option that it has named: `甲（A）は…`."""
    found = _IN_BRACKETS.match(behind)
    return found.end() if found and canonical(found["letter"]) == option.letter else 0


_IN_BRACKETS = lazily(r"[(（]\s*(?P<letter>[A-Za-z{kana}{circled}])\s*[)）]\s*")


def _without_text(option: Option, rest: Line, words: Words) -> Line:
    """Take the option's own text, which a letter has named, off what is said of it."""
    if not rest.text:
        return rest
    bare, verdict = bare_option(rest, words)
    if verdict is not None and key_of(bare.text) == key_of(option.plain):
        return _verdict_of(rest, bare)
    behind = _behind_text(option, rest)
    if behind is not None and behind is not rest:
        return behind
    end = end_of_prefix(rest.text, option.plain.rstrip("。. "))
    if end and (told := _NEXT_SENTENCE.match(rest.text, end)):
        return tail_of(rest, told.end())
    return Line(rest.number, "", "") if key_of(rest.text) == key_of(option.plain) else rest


def _verdict_of(line: Line, bare: Line) -> Line:
    """Return the mark or verdict beside an option's text as a line of its own."""
    rest = line.text.replace(bare.text, "", 1).strip(" 「」『』：:。.*（）()")
    return Line(line.number, rest, rest)
