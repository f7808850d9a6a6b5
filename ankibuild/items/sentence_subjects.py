"""What a sentence of an explanation is about: the options it begins with, by letter, text, place, part of a name."""

import re
from collections.abc import Iterator, Sequence

from ankibuild.items.item import Item, Option
from ankibuild.items.letters import key, lettered, letters_in
from ankibuild.items.nouns import AND, EASTERN_PREDICATES, NOUN, NOUN_BEHIND, OTHERS, PREDICATES, TOPICS
from ankibuild.patterns import lazily
from ankibuild.remembering import remembered
from ankibuild.text import end_of_prefix, fold, key_of, narrow
from ankibuild.word_classes import raw

LEAST_NAME = 2
"""So many characters of an option's text name it at least, where a particle follows."""
LONGEST_SUBJECT = 40
"""How long the words may be that name an option by the beginning of its text, in characters."""
Subject = tuple[Sequence[Option], int]
"""The options that a sentence begins with, and how many characters of it say no more than their letters."""


_TOPIC = lazily(
    rf"[」』”\"`)*_\s]*(?:(?P<plain>{{topic}}(?!{{key_word}})|:|…+|{TOPICS})、?\s*"
    r"|{if_chosen}|[→⇒=]|->|=>|\s-{1,2}\s"
    rf"|(?=\s*(?:{PREDICATES})))"
)
# Behind an option's text or letter: "Pharming redirects DNS"; behind several: "C and D name ports".
_VERB = lazily(r"[)\]]?\s+[a-z][a-z-]*[a-z]s\b(?!')")
_WORD = lazily(r"[)\]]?\s+[a-z]{2,}\b")
# "A takes the rope", unlike "A class names".
_OBJECT = lazily(r"\s+[a-z]{2,}s\s+{object_word}\b")
_OF = lazily(r"[」』)*_\s]*(?:{of}|[{objects}])(?![{topic_sign}])")
_LETTER = r"[A-Za-z\d{kana}{iroha}{circled}]"
_NONE = r"[^A-Za-z\d{kana}{iroha}{circled}]"
_NEXT_LETTER = lazily(
    rf"{_NONE}*(?i:{AND})?{_NONE}*(?i:{NOUN})?\s*{_LETTER}(?![A-Za-z])(?:\s?(?:{NOUN_BEHIND}))?"
)
# "Option 2 (Beta) scales by hand", B选项…: whatever follows, the sentence is about the option.
_SPOKEN = lazily(
    rf"[\s*_]*(?:(?i:{NOUN})\s*[(\[]?{_LETTER}|{_LETTER}\s?(?:{NOUN_BEHIND}))(?![A-Za-z\d]|\s*(?:[→⇒]|->|=>))(?P<plain>\s+(?=[a-z]))?"
)
# B错误, C是…: no particle parts the letter from what is said.
_GLUED = lazily(rf"[\s*_]*{_LETTER}(?={EASTERN_PREDICATES}|{TOPICS})")
_PLACE = lazily(r"[\s*_]*(?P<place>\d)\s*{nth}")
_ARROW = lazily(r"\W*(?:[→⇒]|->|=>)")
_BETWEEN = lazily(r"\s*[/／・&{with}]\s*")
_NAMED = lazily(rf"(?P<name>[^。、,{{topic_sign}}:]{{2,}}?)[」』”\"`]*(?:{{main_topic}}|{TOPICS}|\s+=\s)")


_CAUSE = lazily(r"(?:^|[。！？!?]\s*)(?P<clause>[^。！？!?]*{because}[、,])$")


def with_cause(text: str, found: tuple[int, Subject], last: int) -> tuple[int, Subject]:
    """Let a sentence about options begin with the clause that gives its reason: 「…できないので、A はない」."""
    at, (options, _) = found
    cause = _CAUSE.search(text[:at])
    return (cause.start("clause"), (options, 0)) if cause and cause.start("clause") > last else found


def sentence_subject(text: str, item: Item) -> Subject | None:
    """Read what a sentence begins with; None when it is about no option."""
    return (
        _letters(text, item)
        or _in_brackets(text, item)
        or _others(text, item)
        or _place(text, item)
        or (_quoted(text, item) if text[:1] in OPENING else None)
        or _text(text, item)
    )


def _letters(text: str, item: Item) -> Subject | None:
    options = _all_named(text, item)
    end = _letters_end(text, len(options)) if options else 0
    skip = _behind_letters(text, end, alone=len(options) == 1) if end else -1
    return (options, skip) if skip >= 0 else None


def _all_named(text: str, item: Item) -> list[Option]:
    """Return the options whose letters stand at the head of a text, if all of them are the item's."""
    found = key(text, item.known, glued=False)
    lead = lettered(text)
    letters = found.letters if found else (lead.letter,) if lead else ()
    if not letters and (said := _GLUED.match(narrow(text)) or _SPOKEN.match(narrow(text))):
        return item.all_named(letters_in(said[0]))
    return item.all_named(letters)


def _behind_letters(text: str, end: int, *, alone: bool) -> int:
    """Return where a sentence goes on behind its letters (see `_behind_topic`), with or without a particle."""
    skip = _behind_topic(text, end)
    if skip >= 0:
        return skip
    if spoken := _SPOKEN.match(narrow(text)):
        return spoken.end() if spoken["plain"] and alone else 0
    said = (
        _WORD
        if not alone or text.startswith("(")
        else _OBJECT
        if text[end - 1 : end + 1].rstrip() == "A"
        else _VERB
    )
    return 0 if said.match(text, end) else -1


LEAST_HEAD = 4
"""So many first characters of an option's text, or a word of so many, name it where its letter stands behind."""
_BRACKETED = lazily(
    r"(?P<name>(?:[^.。!?]|\.(?=\d)){2,60}?)\s*[(（]\s*(?P<beside>(?i:{in_contrast})\s+)?(?P<letter>[A-H])\s*[)）]"
)


def _in_brackets(text: str, item: Item) -> Subject | None:
    """Read a sentence whose subjects have their letters behind: "Policies (A) and roles (C) …", "No copies (vs. A)"."""
    options: list[Option] = []
    end = 0
    while found := _BRACKETED.match(text, end):
        option = item.named(found["letter"])
        if option is None or not (found["beside"] or _speaks_of(found["name"], option)):
            break
        options.append(option)
        more = _AND.match(text, found.end())
        if more is None:
            break
        end = more.end()
    return (options, 0) if options else None


def _speaks_of(name: str, option: Option) -> bool:
    """Tell a name that has the beginning of an option's text, or one of its words."""
    said, own = key_of(name), key_of(option.plain)
    words = (word for word in re.split(r"[^a-z\d]+", fold(name)) if len(word) >= LEAST_HEAD)
    return bool(own) and (own[:LEAST_HEAD] in said or any(word.removesuffix("s") in own for word in words))


def _others(text: str, item: Item) -> Subject | None:
    """Read a sentence about all that are left: 「他の選択肢は海から見えない」."""
    wrong = [option for option in item.listed if not option.right]
    return (wrong, 0) if wrong and OTHERS.match(fold(text)) else None


def _behind_topic(text: str, end: int) -> int:
    """Return where a sentence goes on behind its letters, 0 where it is kept whole, -1 where they are no topic."""
    topic = _TOPIC.match(fold(text), end) or _OF.match(fold(text), end)
    if not topic or _ARROW.match(topic[0]):
        return -1  # A → B may be a flow
    return topic.end() if "plain" in topic.re.groupindex and topic["plain"] else 0


def _letters_end(text: str, count: int) -> int:
    """Return where the last of so many letters ends."""
    folded, end = narrow(text), 0
    for _ in range(count):
        found = _NEXT_LETTER.match(folded, end)
        end = found.end() if found else len(folded)
    return end if end < len(folded) else 0


def _place(text: str, item: Item) -> Subject | None:
    found = _PLACE.match(narrow(text))
    listed = item.listed
    topic = _TOPIC.match(fold(text), found.end()) if found else None
    if not found or not topic or not 0 < int(found["place"]) <= len(listed):
        return None
    return [listed[int(found["place"]) - 1]], topic.end() if topic["plain"] else 0


OPENING = '「『“"`'
_QUOTES = lazily(r"[「『“\"`](?P<name>[^「」『』“”\"`]+)[」』”\"`]")


def _quoted(text: str, item: Item) -> Subject | None:
    """Read several options by their texts in quotes, however short: 「ls」と「r」と「del」は."""
    options: list[Option] = []
    found = _QUOTES.match(text)
    while found and (option := item.like(found["name"])):
        options.append(option)
        between = _BETWEEN.match(text, found.end()) or _AND.match(text, found.end())
        if between is None:
            break
        found = _QUOTES.match(text, between.end())
    several = found is not None and len(options) > 1 and _TOPIC.match(fold(text), found.end())
    return (options, 0) if several else None


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
        for name in (*_names(option.plain), *_without_maker(option, item)):
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
    return item.nearly(name) or _word(name, item) or item.holding(name, LEAST_PART) or _short_for(name, item)


def _word(name: str, item: Item) -> Option | None:
    """Return the only option whose text begins with the name as a word of its own: 通知 of 通知を設定する."""
    wanted = fold(name).strip()
    begin = [o for o in item.options if o.listed and fold(o.plain).startswith(wanted)]
    fits = len(begin) == 1 and len(wanted) >= LEAST_NAME
    return (
        begin[0]
        if fits and begin[0].plain[len(wanted) :].startswith((*raw()["signs"]["particles"][0], " "))
        else None
    )


def _short_for(name: str, item: Item) -> Option | None:
    """Return the only option that a name is short for: カスタムバス of カスタムイベントバス."""
    wanted = key_of(name)
    options = [(option, key_of(option.plain)) for option in item.listed]
    begin = [(option, own) for option, own in options if own[:LEAST_NAME] == wanted[:LEAST_NAME]]
    found = [option for option, own in begin if _is_within(wanted, own)]
    return found[0] if len(found) == 1 and len(wanted) >= LEAST_PART else None


def _is_within(short: str, long: str) -> bool:
    """Tell whether a text has all characters of another, in their order."""
    rest = iter(long)
    return all(sign in rest for sign in short)


LEAST_PART = 5
"""So many characters from within an option's text name it, where no other option has them."""


_AND = lazily(rf"[」』”\"`]?\s*(?:[{{with}}、・&,]|(?i:{AND}))\s*(?=\S)")


_MAKER = lazily(r"[A-Z]\w+ (?=[A-Z\d])")


def _without_maker(option: Option, item: Item) -> tuple[str, ...]:
    """Return the name of a thing without that of who makes it, if no other option has these words: S3 of Amazon S3."""
    found = _MAKER.match(option.plain)
    name = option.plain[found.end() :].rstrip("。. ") if found else ""
    others = (each.plain for each in item.options if each is not option)
    whole = rf"(?<![\w-]){re.escape(name)}(?![\w-])"
    return (name,) if name and not any(re.search(whole, other) for other in others) else ()


_ARTICLE = lazily("(?i:{article})")


@remembered
def _names(text: str) -> tuple[str, ...]:
    """Return an option's text as a sentence may repeat it: as it is, and without what stands in brackets."""
    bare = text.rstrip("。. ")
    names = [bare]
    article = _ARTICLE.match(bare)
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
