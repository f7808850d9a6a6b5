"""Find, in an item's explanation, what it says of single wrong options: 「A なら落ちる。GRS は読めない。」.

Authors who write prose name the option that a sentence is about, by letter, text or place in the list, and go on
to the next one. The sentences stay in the explanation; they are the reason against the option as well.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ankibuild.items.item import Item, Option
from ankibuild.items.letters import key, lettered
from ankibuild.items.nouns import AND, NOUN, OTHERS
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.text import cut, end_of_prefix, fold, has_picture, key_of, narrow
from ankibuild.values import replace

LEAST_NAME = 2
"""So many characters of an option's text name it at least, where a particle follows."""
LONGEST_SUBJECT = 40
"""How long the words may be that name an option by the beginning of its text, in characters."""


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of a line that is about options; `start` is where it begins in the line."""

    options: Sequence[Option]
    line: Line
    start: int
    whole: bool
    """Whether it is all of the line."""


Subject = tuple[Sequence[Option], int]
"""The options that a sentence begins with, and how many characters of it say no more than their letters."""


def give_mentions(item: Item) -> None:
    """Give each wrong option without a reason what the explanation says of it."""
    bare = list(filter(_lacks_reason, item.options))
    if not bare or not item.right:
        return
    for rows, starts, line in _explaining(item):
        best: dict[int, Told] = {}
        for each in told(line, item):
            against = [option for option in each.options if not _without(option, bare)]
            for option in against:
                known = best.get(id(option))
                if known is None or len(each.options) < len(known.options):
                    best[id(option)] = each  # what is said of it alone rather than what is said of several
            if against and each.whole and len(rows) == 1:
                item.elsewhere.append(rows[0].key)
        for option in bare:
            if found := best.get(id(option)):
                row = rows[bisect_right(starts, found.start) - 1]
                option.why.append((row, replace(found.line, number=row.line.number)))


def _lacks_reason(option: Option) -> bool:
    """Tell a wrong option of the list that nothing is said of yet."""
    return option.listed and not option.right and not option.why


def part_reasons(item: Item) -> None:
    """Part a reason that goes on to other options: 「B だと戻る。C はまたがない。」 said of B."""
    for option in item.options:
        for index in range(len(option.why)):
            _part_reason(option, index, item)
        option.why = [(row, line) for row, line in option.why if line.text or row.whole or has_picture(line)]


def _part_reason(option: Option, index: int, item: Item) -> None:
    """Give what a reason says of other options to them."""
    row, line = option.why[index]
    stretches = (each for each in told(line, item) if each.start or index)
    others = [each for each in stretches if _without(option, each.options)]
    if not others:
        return
    start = others[0].start
    option.why[index] = (row, cut(line, 0, _end(line.text, start)) if start else _nothing(line))
    for each in others:
        for other in each.options:
            other.why.append((row, each.line))


def _nothing(line: Line) -> Line:
    return Line(line.number, "", "")


def _without(option: Option, options: Sequence[Option]) -> bool:
    return all(each is not option for each in options)


WRAPPED = 60
"""A line of so many characters, at least, that ends amid a sentence goes on in the next one."""
_AMID = lazily(r"[A-Za-z\d,)\]-]\s*$")


def _explaining(item: Item) -> Iterator[tuple[list[Row], list[int], Line]]:
    """Yield what explains the right answer, hard-wrapped lines as one: the rows, where each begins, the text."""
    picks = [*item.explanation, *(pick for option in item.right for pick in option.why)]
    told = [(row, line) for row, line in picks if line.text and not row.heading]
    for at, (row, line) in enumerate(told):
        if at and goes_on(*told[at - 1], row):
            continue
        rows, starts, text, html = [row], [0], line.text, line.html
        for n in range(at + 1, len(told)):
            if not goes_on(*told[n - 1], told[n][0]):
                break
            rows.append(told[n][0])
            starts.append(len(text) + 1)
            text, html = f"{text} {told[n][1].text}", f"{html} {told[n][1].html}"
        yield rows, starts, Line(line.number, text, html)


def goes_on(before: Row, line: Line, row: Row) -> bool:
    """Tell a row that goes on with the sentence of the row before, as editors wrap paragraphs."""
    follows = before.block is row.block and row.line.number == line.number + 1
    wrapped = len(line.text) >= WRAPPED and bool(_AMID.search(line.text)) and row.text[:1].isascii()
    return follows and wrapped and key(row.text, (), glued=False) is None


def told(line: Line, item: Item) -> Iterator[Told]:
    """Yield the stretches of a line that are about options: from the words that name one to the next such."""
    found = _subjects(line.text, item)
    ends = [*(at for at, _ in found[1:]), len(line.text)]
    for index, (at, (options, skip)) in enumerate(found):
        # 「A も使えるが、B のほうが速い」 is one statement against A
        against = index + 1 < len(found) and all(option.right for option in found[index + 1][1][0])
        end = ends[index + against] if _is_clause(line.text[: ends[index]]) else ends[index]
        stretch = cut(line, at + skip, _end(line.text, end))
        if stretch.text:
            whole = index == 0 and not text_before(line.text, at) and end == len(line.text)
            yield Told(options, stretch, at, whole)


def _subjects(text: str, item: Item) -> list[tuple[int, Subject]]:
    """Return where a text begins to be about options, and what it is about there."""
    starts = ((at, _subject(text[at:], item)) for at in sentence_starts(text))
    found = [(at, subject) for at, subject in starts if subject]
    before = [-1, *(at for at, _ in found)]
    return [_with_cause(text, each, last) for each, last in zip(found, before, strict=False)]


def _is_clause(text: str) -> bool:
    return text.rstrip().endswith(("、", ",", ";"))


def text_before(text: str, at: int) -> bool:
    """Tell whether words stand before a place, not only an arrow or a bullet."""
    return bool(re.search(r"\w", text[:at]))


def _end(text: str, end: int) -> int:
    return len(text[:end].rstrip("、,; ")) if end < len(text) else end


_SENTENCE = lazily(
    r"(?<=[。！？!?])[」』)]*\s*(?=\S)|(?<=[a-z\d)][.;])\s+(?=\S)|(?<=[、，])(?=\S)|(?<=[,;])\s+(?=\S)"
    r"|(?<=\s)(?=[A-HＡ-Ｈア-オ①-⑨1-9１-９]\s*[:：])"
)


def sentence_starts(text: str) -> Iterator[int]:
    """Yield where sentences, and clauses that may have a subject of their own, begin."""
    yield len(text) - len(text.lstrip(" →⇒※・👉"))
    for found in _SENTENCE.finditer(text):
        yield found.end()


# --- what a sentence is about -----------------------------------------------------------------------------


_TOPIC = lazily(
    r"[」』”\"`)*_\s]*(?:(?P<plain>は|が(?!正|答)|も|:|…+)、?\s*|では|だと|なら|だけでは|の場合|にすると|を選ぶと|[→⇒=]|->|=>|\s-{1,2}\s"
    r"|(?=\s*(?:is|are|was|were|would|will|do|does|did|can|cannot|can't|could|has|have|isn't|aren't|doesn't|don't|won't|only|needs?"
    r"|requires?|provides?|supports?|uses?|allows?|lacks?|gives?|returns?|stores?|adds?|makes?|works?|runs?|helps?|means?|refers?)\b))"
)
# Behind an option's text: "Pharming redirects DNS".
_VERB = lazily(r"\s+[a-z]{2,}s\b(?!')")
_OF = lazily(r"[」』)*_\s]*(?:の|を|で)(?!は)")
_LETTER = r"[A-Za-z\dア-オイロハニホ①-⑨]"
_NEXT_LETTER = lazily(
    rf"[^A-Za-z\dア-オイロハニホ①-⑨]*(?i:{AND})?[^A-Za-z\dア-オイロハニホ①-⑨]*(?i:{NOUN}|answers?)?\s*{_LETTER}(?![A-Za-z])"
)
# "Option 2 (Beta) scales by hand": whatever follows, the sentence is about the option.
_SPOKEN = lazily(
    rf"[\s*_]*(?i:{NOUN})\s*[(\[]?{_LETTER}(?![A-Za-z\d]|\s*(?:[→⇒]|->|=>))(?P<plain>\s+(?=[a-z]))?"
)
_PLACE = lazily(r"[\s*_]*(?P<place>\d)\s*(?:つ目|番目)")
_ARROW = lazily(r"\W*(?:[→⇒]|->|=>)")
_BETWEEN = lazily(r"\s*[/／・&]\s*|\s*(?:と|や)\s*")
_NAMED = lazily(r"(?P<name>[^。、,は:]{2,}?)[」』”\"`]*(?:は|では|なら|だと|も)")


_CAUSE = lazily(r"(?:^|[。！？!?]\s*)(?P<clause>[^。！？!?]*(?:ので|から|ため|ために|以上)[、,])$")


def _with_cause(text: str, found: tuple[int, Subject], last: int) -> tuple[int, Subject]:
    """Let a sentence about options begin with the clause that gives its reason: 「…できないので、A はない」."""
    at, (options, _) = found
    cause = _CAUSE.search(text[:at])
    return (cause.start("clause"), (options, 0)) if cause and cause.start("clause") > last else found


def _subject(text: str, item: Item) -> Subject | None:
    """Read what a sentence begins with; None when it is about no option."""
    return (
        _letters(text, item)
        or _in_brackets(text, item)
        or _others(text, item)
        or _place(text, item)
        or _text(text, item)
    )


def _letters(text: str, item: Item) -> Subject | None:
    found = key(text, item.known, glued=False)
    lead = lettered(text)
    letters = found.letters if found else (lead.letter,) if lead else ()
    options = [option for letter in letters if (option := item.named(letter))]
    end = _letters_end(text, len(letters)) if options and len(options) == len(letters) else 0
    skip = _behind_topic(text, end) if end else -1
    if end and skip < 0 and (spoken := _SPOKEN.match(narrow(text))):
        skip = spoken.end() if spoken["plain"] and len(letters) == 1 else 0
    return (options, skip) if skip >= 0 else None


LEAST_HEAD = 4
"""So many first characters of an option's text name it where its letter stands behind."""
_BRACKETED = lazily(r"(?P<name>(?:[^.。!?]|\.(?=\d)){2,60}?)\s*[(（]\s*(?P<letter>[A-H])\s*[)）]")


def _in_brackets(text: str, item: Item) -> Subject | None:
    """Read a sentence whose subject is followed by its letter, "Network policies (A) control …"."""
    found = _BRACKETED.match(text)
    option = item.named(found["letter"]) if found else None
    if option is None or found is None:
        return None
    said, own = key_of(found["name"]), key_of(option.plain)
    return ([option], 0) if own[:LEAST_HEAD] and own[:LEAST_HEAD] in said else None


def _others(text: str, item: Item) -> Subject | None:
    """Read a sentence about all that are left: 「他の選択肢は海から見えない」."""
    wrong = [option for option in item.options if option.listed and not option.right]
    return (wrong, 0) if wrong and OTHERS.match(fold(text)) else None


def _behind_topic(text: str, end: int) -> int:
    """Return where a sentence goes on behind its letters, 0 where it is kept whole, -1 where they are no topic."""
    topic = _TOPIC.match(fold(text), end) or _OF.match(fold(text), end)
    if not topic or _ARROW.match(topic[0]):
        return -1  # A → B may be a flow
    return topic.end() if topic.re.pattern == _TOPIC.pattern and topic["plain"] else 0


def _letters_end(text: str, count: int) -> int:
    """Return where the last of so many letters ends."""
    folded, end = narrow(text), 0
    for _ in range(count):
        found = _NEXT_LETTER.match(folded, end)
        end = found.end() if found else len(folded)
    return end if end < len(folded) else 0


def _place(text: str, item: Item) -> Subject | None:
    found = _PLACE.match(narrow(text))
    listed = [option for option in item.options if option.listed]
    topic = _TOPIC.match(fold(text), found.end()) if found else None
    if not found or not topic or not 0 < int(found["place"]) <= len(listed):
        return None
    return [listed[int(found["place"]) - 1]], topic.end() if topic["plain"] else 0


def _text(text: str, item: Item) -> Subject | None:
    """Read an option's text, or the beginning of its text that no other one has."""
    head = text.lstrip('「『“"`*_・ ')
    skipped = len(text) - len(head)
    best, longest, several = None, 0, list[Option]()
    for option, end in _prefixes(head, item):
        if end > longest and _is_subject(text, skipped, end):
            best, longest = option, end
        elif more := _AND.match(head, end):
            rest = _text(head[more.end() :], item)
            several += [option, *(rest[0] if rest else ())]
    if best is None and len(several) > 1:
        return several, 0  # Bigtable と Firestore は
    named = [best] if best else _by_name(text, item)
    return (named, 0) if named else None


def _is_subject(text: str, skipped: int, end: int) -> bool:
    """Tell by what follows a name, behind the brackets that were skipped, that a sentence is about it."""
    head = text[skipped:]
    quoted = skipped > 0 and re.match(r"[。.]?[」』”\"]", head[end:])
    return bool(quoted or _TOPIC.match(fold(text), skipped + end) or _VERB.match(head, end))


def _prefixes(head: str, item: Item) -> Iterator[tuple[Option, int]]:
    """Yield the options of which a name stands at the head of a text, and where it ends."""
    for option in item.options:
        for name in _names(option.plain):
            end = end_of_prefix(head, name) if len(key_of(name)) >= LEAST_NAME else 0
            if end:
                yield option, end


def _by_name(text: str, item: Item) -> list[Option]:
    """Return the options of which a sentence's subject is a part, or several parts: `bridge/host は…`."""
    found = _NAMED.match(text)
    if not found or len(found["name"]) > LONGEST_SUBJECT:
        return []
    names = [name.strip('「『“"`* ') for name in _BETWEEN.split(found["name"])]
    options = [_one_named(name, item) for name in names]
    return [option for option in options if option] if all(options) else []


def _one_named(name: str, item: Item) -> Option | None:
    return item.nearly(name) or _word(name, item) or _part_of(name, item) or _short_for(name, item)


def _word(name: str, item: Item) -> Option | None:
    """Return the only option whose text begins with the name as a word of its own: 通知 of 通知を設定する."""
    wanted = fold(name).strip()
    begin = [o for o in item.options if o.listed and fold(o.plain).startswith(wanted)]
    fits = len(begin) == 1 and len(wanted) >= LEAST_NAME
    return begin[0] if fits and begin[0].plain[len(wanted) :].startswith(tuple("をのにでとへ ")) else None


def _short_for(name: str, item: Item) -> Option | None:
    """Return the only option that a name is short for: カスタムバス of カスタムイベントバス."""
    wanted = key_of(name)
    options = [(option, key_of(option.plain)) for option in item.options if option.listed]
    begin = [(option, own) for option, own in options if own[:LEAST_NAME] == wanted[:LEAST_NAME]]
    found = [option for option, own in begin if _is_within(wanted, own)]
    return found[0] if len(found) == 1 and len(wanted) >= LEAST_PART else None


def _is_within(short: str, long: str) -> bool:
    """Tell whether a text has all characters of another, in their order."""
    rest = iter(long)
    return all(sign in rest for sign in short)


LEAST_PART = 5
"""So many characters from within an option's text name it, where no other option has them."""


def _part_of(name: str, item: Item) -> Option | None:
    """Return the only option whose text ends in the name: ガバナンスモード of オブジェクトロックのガバナンスモード."""
    wanted = key_of(name)
    found = [option for option in item.options if option.listed and wanted in key_of(option.plain)]
    return found[0] if len(found) == 1 and len(wanted) >= LEAST_PART else None


_AND = lazily(r"[」』”\"`]?\s*(?:と|や|、|・|&|,|and\b|or\b)\s*(?=\S)")


@lru_cache(maxsize=8192)
def _names(text: str) -> tuple[str, ...]:
    """Return an option's text as a sentence may repeat it: as it is, and without what stands in brackets."""
    bare = text.rstrip("。. ")
    names = [bare]
    article = re.match(r"(?:the|an?)\s+", bare, re.IGNORECASE)
    if article and len(bare) - article.end() >= LEAST_PART:
        names.append(bare[article.end() :])
    short = re.sub(r"\s*[(（][^)）]*[)）]\s*$", "", bare)
    if short and short != bare:
        names.append(short)
    last = re.split(r"[/.:]", bare)[-1] if re.fullmatch(r"[\w.:/-]+", bare) and bare.isascii() else ""
    if len(last) >= LEAST_PATH and last != bare:
        names.append(last)  # viewer of roles/viewer
    return tuple(names)


LEAST_PATH = 4
"""How long the last piece of a path is at least, in characters, that stands for all of it."""
