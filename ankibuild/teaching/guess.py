"""Guess the roles of an example's rows, as they open in the editor: by a taught hand, by the reader, by their looks."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from ankibuild.items.item import Item
from ankibuild.items.key import is_letters
from ankibuild.markdown.outline import Section
from ankibuild.page.flow import Pick
from ankibuild.patterns import lazily
from ankibuild.reader.page import page_items
from ankibuild.reader.series import find_series
from ankibuild.speech import _
from ankibuild.teaching.describe import REFUTED, mark_of
from ankibuild.teaching.hands import hands_of
from ankibuild.teaching.learn import CHOSEN, Taught, item_of
from ankibuild.teaching.looks import Look, looks_of
from ankibuild.teaching.naming import WORD, Named, Names, names_of, tail_of
from ankibuild.teaching.pattern import PICTURE
from ankibuild.teaching.read import stretches

_TOLD = frozenset(("key", "answer", "right"))
_IN_WORDS = ("key", "explanation")
"""What is the answer, or more of it, where no option is."""
REPEATED = 4
"""So often a page repeats a label."""
_COUNTED = lazily(r"\D{0,12}\d{1,4}\D{0,8}")
"""A row that is hardly more than a number."""


def guess(section: Section, first: int, last: int) -> list[tuple[Look, str]]:
    """Return the rows between two lines with the roles that a taught hand, or else the reader, gives them."""
    return Guesses(section).roles(first, last)


class Guesses:
    """What guesses on one page stand on: its rows, the items that are known, its labels."""

    def __init__(self, section: Section) -> None:
        self.looks = looks_of(section)
        self._words = section.words
        self._items = list(_items(section))
        self._labels = _labels(self.looks)
        self._common = _common_words(self.looks)

    def roles(self, first: int, last: int) -> list[tuple[Look, str]]:
        """Return the rows between two lines with their roles."""
        looks = [look for look in self.looks if first <= look.line <= last and look.shows]
        best = max(self._items, key=lambda item: _overlap(item, looks), default=None)
        if best is None or not _overlap(best, looks):
            return self._by_options(looks, _listed(looks))
        known = dict(roles_of(best))
        if best.listed and not best.right:
            listed = [n for n, look in enumerate(looks) if known.get(look.line) in CHOSEN]
            return self._by_options(looks, listed)
        told = [look.line for look in looks if known.get(look.line) in _TOLD]
        behind = min(told, default=looks[-1].line)
        roles = [
            (look, known.get(look.line) or _by_label(look, explains=look.line > behind)) for look in looks
        ]
        worded = bool(best.answer) and not best.options
        return [(look, "answer" if worded and role in _IN_WORDS else role) for look, role in roles]

    def _by_options(self, looks: Sequence[Look], listed: Sequence[int]) -> list[tuple[Look, str]]:
        """Guess by the list of options alone: what stands before it asks, a row behind that names some is the key."""
        if not listed:
            return list(_asked_and_answered(looks))
        start, end = listed[0], listed[-1] + 1
        options = looks[start:end]
        item = item_of([Taught(look, "option") for look in options], self._words)
        names = names_of(item, options, self._common)
        told = _alike(looks[end:], list(_behind(looks[end:], names, self._labels)))
        before = _before(looks[:start], self._labels)
        return list(zip(looks, (*before, *["option"] * len(options), *told), strict=True))


def _items(section: Section) -> Iterator[Item]:
    """Yield the items of a page, those first that a taught hand reads."""
    hands = [hand.rows for hand in hands_of(section)]
    yield from (each.read.item for each in stretches(section, hands) if not each.lacks)
    yield from (each.item for each in page_items(section))


def _labels(looks: Sequence[Look]) -> frozenset[str]:
    """Return the texts that a page repeats word for word and that ask nothing: labels."""
    found = Counter(
        look.text for look in looks if look.text and not (look.sign.asks or is_letters(look.text))
    )
    return frozenset(text for text, count in found.items() if count >= REPEATED)


def _common_words(looks: Sequence[Look]) -> frozenset[str]:
    """Return the words that several rows of a page have."""
    found = Counter(word for look in looks for word in {*WORD.findall(look.text)})
    return frozenset(word for word, count in found.items() if count >= REPEATED)


def _listed(looks: Sequence[Look]) -> Sequence[int]:
    """Return the places of the list of options, if there is one."""
    series = find_series([look.sign for look in looks])
    lettered = next((each.members for each in series.values() if each.kind in ("letters", "boxes")), ())
    return lettered or _named_behind(looks)


def _before(looks: Sequence[Look], labels: Collection[str]) -> Iterator[str]:
    """Guess the rows before options: all ask but labels and numbers, unless there is nothing else."""
    bare = [look.text in labels or bool(_COUNTED.fullmatch(look.text)) for look in looks]
    return ("skip" if each and not all(bare) else "stem" for each in bare)


def _named_behind(looks: Sequence[Look]) -> Sequence[int]:
    """Return the places of a list without letters: rows written alike, of which one behind them repeats a text."""
    texts = [_bare(look) for look in looks]
    found = (texts.index(tail) for n, look in enumerate(looks) if (tail := tail_of(look.text)) in texts[1:n])
    if not (at := next(found, 0)):
        return ()
    heads = [(look.kind, look.depth, look.quoted, look.text[: mark_of(look.text)]) for look in looks]
    start, end = at, at + 1
    while start > 1 and heads[start - 1] == heads[at]:
        start -= 1
    while heads[end : end + 1] == [heads[at]]:
        end += 1
    return range(start, end) if end - start > 1 else ()


def _bare(look: Look) -> str:
    """Return the text of an option, without its letter or mark."""
    told = look.sign.told.text
    return told[mark_of(told) :].strip()


def _behind(looks: Sequence[Look], names: Names, labels: Collection[str]) -> Iterator[str]:
    """Guess the rows behind options: the first that names some of them is the key, what names a wrong one its reason.

    So is the row below one that names it and says nothing else.
    """
    right: frozenset[int] = frozenset()
    bare = ""
    named = [names.named(look) for look in looks]
    unclear = _has_two_keys(looks, named, names)
    for look, found in zip(looks, named, strict=True):
        if bare and not found.places:
            yield bare
        elif look.text in labels and not found.places:
            yield "skip"
        elif not (right or unclear) and found.tells:
            right = found.places
            yield "key"
        else:
            yield (role := _about(found, names, right))
            bare = role if names.is_bare(look) else ""
            continue
        bare = ""


def _has_two_keys(looks: Sequence[Look], named: Sequence[Named], names: Names) -> bool:
    """Tell two rows with labels of their own that name different options: one of them is the learner's answer."""
    labels = defaultdict[str, list[frozenset[int]]](list)
    for look, found in zip(looks, named, strict=True):
        if found.tells and names.is_last(look) and not names.is_bare(look):
            labels["".join(WORD.findall(look.text)[:1])].append(found.places)
    alone = {places[0] for places in labels.values() if len(places) == 1}
    return len(alone) > 1


def _alike(looks: Sequence[Look], roles: Sequence[str]) -> list[str]:
    """Return the roles, a row that explains among reasons written like it being a reason, too."""
    found: list[str] = []
    told = zip(looks, roles, strict=True)
    for _key, rows in groupby(told, key=lambda each: (each[0].shape, each[1] in ("key", "skip"))):
        own = [role for _look, role in rows]
        found += ["reason" if "reason" in own and role == "explanation" else role for role in own]
    return found


def _about(found: Named, names: Names, right: Collection[int]) -> str:
    """Guess a row behind the key by the option that it names."""
    if not right or len(found.places) != 1 or not found.places.isdisjoint(right):
        return "explanation"
    return f"reason {names.letters[min(found.places)]}".rstrip()


def _asked_and_answered(looks: Sequence[Look]) -> Iterator[tuple[Look, str]]:
    """Guess where nothing lists options: the first row that asks, or else the first, is answered by those below it.

    So is each row behind an answer that is written as that and asks as it does; what stands before it is on no card.
    """
    asks = next((look for look in looks if look.sign.asks), looks[0])
    before = "skip"
    for look in looks:
        again = look.resembles(asks) and look.sign.asks and before == "answer"
        before = "question" if look is asks or again else before if before == "skip" else "answer"
        yield look, before


def _by_label(look: Look, *, explains: bool) -> str:
    """Guess by a known word at the head; `explains` says that it stands behind what tells the right answer."""
    label, row = look.sign.label, look.row
    if label is not None:
        told = {"answer": "key", "explanation": "explanation"}.get(label.kind, "skip")
        return told if label.rest < len(look.text) else "skip"
    return "explanation" if explains and not row.heading else "skip"


def _overlap(item: Item, looks: Sequence[Look]) -> int:
    lines = {look.line for look in looks}
    return sum(row.line.number in lines for row in item.rows)


def roles_of(item: Item) -> Iterator[tuple[int, str]]:
    """Yield the lines of an item with their roles; of two that are said of a line the later one holds."""
    chosen = bool(item.options)
    yield from _lines(item.explanation, "explanation")
    yield from _lines(item.answer, "key" if item.listed else "answer")
    for option in item.options:
        yield from _lines(option.why, f"reason {option.letter}" if option.letter.isalpha() else "reason")
    yield from _lines(item.stem, "stem" if chosen else "question")
    for option in item.options:
        role = "right" if option.right else "option"
        text, why = (dict(_lines(picks, role)) for picks in (option.text, option.why))
        yield from ((n, REFUTED if n in why else role) for n in text if option.listed or n in why)
    yield from [(item.key_line, "key" if item.listed else "answer")] if item.key_line else ()
    yield from _lines(item.own, "own")


def _lines(picks: Sequence[Pick], role: str) -> Iterator[tuple[int, str]]:
    return ((line.number or row.first, role) for row, line in picks)


def rows_text(rows: Sequence[tuple[Look, str]]) -> str:
    """Return rows with their roles as they stand in the editor."""
    return "".join(f"{role:<12} {look.line:>5}  {_shown(look)}\n" for look, role in rows)


def _shown(look: Look) -> str:
    text = look.text or {"|": _("(table)"), "```": _("(code)")}.get(look.kind, PICTURE)
    prefix = "  " * max(look.depth - 1, 0) + (f"{look.kind} " if look.kind and look.text else "")
    return f"{prefix}{text}"[:100]
