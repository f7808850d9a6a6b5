"""Find, in an item's explanation, what it says of single wrong options: 「A なら落ちる。GRS は読めない。」.

Authors who write prose name the option that a sentence is about, by letter, text or place in the list, and go on
to the next one. The sentences stay in the explanation; they are the reason against the option as well.
"""

import re
from collections.abc import Iterator, Sequence

from ankibuild.items.item import Item, Option
from ankibuild.items.letters import key, lettered
from ankibuild.model import Line
from ankibuild.page.flow import Pick
from ankibuild.text import cut, end_of_prefix, fold, key_of, narrow

LEAST_NAME = 2
"""So many characters of an option's text name it at least, where a particle follows."""
LONGEST_SUBJECT = 40
"""How long the words may be that name an option by the beginning of its text, in characters."""


def give_mentions(item: Item) -> None:
    """Give each wrong option without a reason what the explanation says of it."""
    bare = [option for option in item.options if option.listed and not option.right and not option.why]
    if not bare or not item.right or len(item.options) < 2:  # noqa: PLR2004
        return
    for row, line in _explaining(item):
        for options, said in told(line, item):
            against = [option for option in options if any(option is each for each in bare)]
            for option in against:
                option.why.append((row, said))
            if against and said is line:
                item.elsewhere.append(row.key)


def part_reasons(item: Item) -> None:
    """Part a reason that goes on to other options: 「B だと戻る。C はまたがない。」 said of B."""
    for option in item.options:
        for index, (row, line) in enumerate(option.why):
            others = [
                (options, said)
                for options, said in told(line, item)
                if said.text and options and all(each is not option for each in options)
            ]
            if not line.text or not others or line.text.startswith(others[0][1].text):
                continue
            own = cut(line, 0, line.text.index(others[0][1].text))
            option.why[index] = (row, own)
            for options, said in others:
                for each in options:
                    each.why.append((row, said))


def _explaining(item: Item) -> list[Pick]:
    picks = [*item.explanation, *(pick for option in item.right for pick in option.why)]
    return [(row, line) for row, line in picks if line.text and not row.heading]


def told(line: Line, item: Item) -> Iterator[tuple[Sequence[Option], Line]]:
    """Yield the stretches of a line that are about options: from the words that name one to the next such."""
    starts = [(at, options) for at in _starts(line.text) if (options := subjects(line.text[at:], item))]
    for index, (at, options) in enumerate(starts):
        end = starts[index + 1][0] if index + 1 < len(starts) else len(line.text)
        yield options, cut(line, at, len(line.text[:end].rstrip("、,; ")))


_SENTENCE = re.compile(
    r"(?<=[。！？!?])[」』)]*\s*(?=\S)|(?<=[a-z\d)][.;])\s+(?=\S)|(?<=[、，])(?=\S)|(?<=[,;])\s+(?=\S)"
)


def _starts(text: str) -> Iterator[int]:
    """Yield where sentences, and clauses that may have a subject of their own, begin."""
    yield 0
    for found in _SENTENCE.finditer(text):
        yield found.end()


_TOPIC = re.compile(
    r"[」』”\"`)*_\s]*(?:は|が(?!正|答)|も|では|だと|なら|だけでは|の場合|にすると|を選ぶと|[:…→⇒=]|->|=>|\s-{1,2}\s"
    r"|(?=\s*(?:is|are|was|were|would|will|do|does|did|can|cannot|can't|could|has|have|isn't|aren't|doesn't|don't|won't|only|needs?"
    r"|requires?|provides?|supports?|uses?|allows?|lacks?|gives?|returns?|stores?|adds?|makes?|works?|runs?|helps?|means?|refers?)\b))"
)
_LETTER = re.compile(r"[\s*_「(（\[]*(?:選択肢|オプション|option|choice|answer)?\s*")
_PLACE = re.compile(r"[\s*_]*(?P<place>\d)\s*(?:つ目|番目)")


_ARROW = re.compile(r"\W*(?:[→⇒]|->|=>)")


def subjects(text: str, item: Item) -> Sequence[Option]:
    """Return the options that a sentence begins with, by letter, place or text; nothing when it is about others."""
    return _by_letters(text, item) or _by_place(text, item) or _by_text(text, item)


def _by_letters(text: str, item: Item) -> Sequence[Option]:
    found = key(text, item.known, glued=False)
    lead = lettered(text)
    if found:
        named = [option for letter in found.letters if (option := item.named(letter))]
        behind = _letters_end(text, found.letters)
        topic = behind and _TOPIC.match(fold(text), behind)
        if len(named) == len(found.letters) and topic and not _ARROW.match(topic[0]):
            return named  # A → B may be a flow
    if lead and lead.loose and (option := item.named(lead.letter)):
        topic = _TOPIC.match(fold(text), len(narrow(text)[: lead.rest].rstrip()))
        return [option] if topic and not _ARROW.match(topic[0]) else []
    return []


def _letters_end(text: str, letters: Sequence[str]) -> int:
    """Return where the last of the letters ends."""
    folded, end = narrow(text), 0
    for _ in letters:
        found = re.compile(
            r"[^A-Za-z\dア-オイロハニホ①-⑨]*(?i:選択肢|オプション|option|choice)?\s*[A-Za-z\dア-オイロハニホ①-⑨]"
        ).match(folded, end)
        if not found:
            return 0
        end = found.end()
    return end


def _by_place(text: str, item: Item) -> Sequence[Option]:
    found = _PLACE.match(narrow(text))
    listed = [option for option in item.options if option.listed]
    if not found or not 0 < int(found["place"]) <= len(listed) or not _TOPIC.match(fold(text), found.end()):
        return []
    return [listed[int(found["place"]) - 1]]


def _by_text(text: str, item: Item) -> Sequence[Option]:
    """Return the option whose text, or whose text's beginning alone among all, the sentence begins with."""
    head = text.lstrip('「『“"`*_・ ')
    skipped = len(text) - len(head)
    best, longest = None, 0
    for option in item.options:
        for name in _names(option.plain):
            end = end_of_prefix(head, name) if len(key_of(name)) >= LEAST_NAME else 0
            if end > longest and _TOPIC.match(fold(text), skipped + end):
                best, longest = option, end
    if best:
        return [best]
    found = re.match(r"(?P<name>[^。、,は:]{2,}?)[」』”\"`]*(?:は|では|なら|だと|も)", text)
    near = (
        item.nearly(found["name"].strip('「『“"`* '))
        if found and len(found["name"]) <= LONGEST_SUBJECT
        else None
    )
    return [near] if near else []


def _names(text: str) -> Iterator[str]:
    """Yield an option's text as a sentence may repeat it: as it is, and without what stands in brackets."""
    bare = text.rstrip("。. ")
    yield bare
    short = re.sub(r"\s*[(（][^)）]*[)）]\s*$", "", bare)
    if short and short != bare:
        yield short
