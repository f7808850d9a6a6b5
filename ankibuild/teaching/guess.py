"""Guess the roles of an example's rows, as they open in the editor: by a taught hand, by the reader, by their looks."""

from collections.abc import Iterator, Sequence

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
from ankibuild.teaching.looks import Look, looks_of
from ankibuild.teaching.pattern import PICTURE
from ankibuild.teaching.read import stretches

_TOLD = frozenset(("key", "answer", "right"))
_IN_WORDS = ("key", "explanation")
"""What is the answer, or more of it, where no option is."""
NEAR = 15
"""So near its head a row names the option that it is about."""
_COUNTED = lazily(r"\D{0,12}\d{1,4}\D{0,8}")
"""A row that is hardly more than a number."""
_WORD = lazily(r"[^\W_]+")
_LABEL = lazily(r".*?[:：=＝→⇒»›>|｜]")


def guess(section: Section, first: int, last: int) -> list[tuple[Look, str]]:
    """Return the rows between two lines with the roles that a taught hand, or else the reader, gives them."""
    rows = looks_of(section)
    looks = [look for look in rows if first <= look.line <= last and look.shows]
    best = max(_items(section), key=lambda item: _overlap(item, looks), default=None)
    if best is None or not _overlap(best, looks):
        return _by_series(looks)
    known = dict(roles_of(best))
    told = [look.line for look in looks if known.get(look.line) in _TOLD]
    behind = min(told, default=looks[-1].line)
    roles = [(look, known.get(look.line) or _by_label(look, explains=look.line > behind)) for look in looks]
    worded = bool(best.answer) and not best.options
    return [(look, "answer" if worded and role in _IN_WORDS else role) for look, role in roles]


def _items(section: Section) -> Iterator[Item]:
    """Yield the items of a page, those first that a taught hand reads."""
    hands = [hand.rows for hand in hands_of(section)]
    yield from (each.read.item for each in stretches(section, hands) if not each.lacks)
    yield from (each.item for each in page_items(section))


def _by_series(looks: Sequence[Look]) -> list[tuple[Look, str]]:
    """Guess by the list of options alone: what stands before it asks, a row with a letter behind it tells of that."""
    series = find_series([look.sign for look in looks])
    lettered = next((each.members for each in series.values() if each.kind in ("letters", "boxes")), ())
    members = lettered or _named_behind(looks)
    if not members:
        return list(_asked_and_answered(looks))
    stem, options, behind = (
        looks[: members[0]],
        looks[members[0] : members[-1] + 1],
        looks[members[-1] + 1 :],
    )
    before = ("skip" if each is not stem[-1] and _COUNTED.fullmatch(each.text) else "stem" for each in stem)
    return list(zip(looks, (*before, *["option"] * len(options), *_behind(behind, options)), strict=True))


def _named_behind(looks: Sequence[Look]) -> Sequence[int]:
    """Return the places of a list without letters: rows written alike, of which one behind them repeats a text."""
    texts = [_bare(look) for look in looks]
    found = (texts.index(tail) for n, look in enumerate(looks) if (tail := _tail(look)) in texts[1:n])
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


def _tail(look: Look) -> str:
    return _LABEL.sub("", look.text, count=1).strip()


def _behind(looks: Sequence[Look], options: Sequence[Look]) -> Iterator[str]:
    """Guess the rows behind options: the first that is one, or ends with it or its letter, is the key."""
    heads = [look.text[: lead.rest] for look in options if (lead := look.sign.lead)]
    letters = [char for head in heads for char in head if char.isalnum()]
    texts = {_bare(look) for look in options}
    right = ""
    for look in looks:
        named = [word for word in _WORD.findall(look.text[:NEAR]) if word in letters]
        spelt = [text for text in texts if text and text in look.text[: NEAR + len(text)]]
        tail = _tail(look)
        if not right and (look.names or tail in texts or (is_letters(tail) and tail[:1] in letters)):
            right = tail
            yield "key"
        elif right and len(named) == 1 and named[0] not in right:
            yield f"reason {named[0]}"
        else:
            yield "reason" if right and len(spelt) == 1 and spelt != [right] else "explanation"


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
