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
from ankibuild.teaching.hands import hands_of
from ankibuild.teaching.looks import Look, looks_of
from ankibuild.teaching.pattern import PICTURE
from ankibuild.teaching.read import stretches

NEAR = 15
"""So near its head a row names the option that it is about."""
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
    return [(look, known.get(look.line) or _by_label(look)) for look in looks]


def _items(section: Section) -> Iterator[Item]:
    """Yield the items of a page, those first that a taught hand reads."""
    hands = [hand.rows for hand in hands_of(section)]
    yield from (each.read.item for each in stretches(section, hands) if not each.lacks)
    yield from (each.item for each in page_items(section))


def _by_series(looks: Sequence[Look]) -> list[tuple[Look, str]]:
    """Guess by the list of options alone: what stands before it asks, a row with a letter behind it tells of that."""
    series = find_series([look.sign for look in looks])
    members = next((each.members for each in series.values() if each.kind in ("letters", "boxes")), ())
    if not members:
        return [(look, "answer" if n else "question") for n, look in enumerate(looks)]
    before = ["stem"] * members[0]
    listed = ["option"] * (members[-1] + 1 - members[0])
    heads = [
        look.text[: lead.rest] for look in looks[members[0] : members[-1] + 1] if (lead := look.sign.lead)
    ]
    behind = _behind(looks[members[-1] + 1 :], [char for head in heads for char in head if char.isalnum()])
    return list(zip(looks, (*before, *listed, *behind), strict=True))


def _behind(looks: Sequence[Look], options: Sequence[str]) -> Iterator[str]:
    """Guess the rows behind options, which have these letters: the first that is one, or ends with it, is the key."""
    right = ""
    for look in looks:
        named = [word for word in _WORD.findall(look.text[:NEAR]) if word in options]
        tail = _LABEL.sub("", look.text, count=1).strip()
        if not right and (look.names or (is_letters(tail) and tail[:1] in options)):
            right = tail
            yield "key"
        elif right and len(named) == 1 and named[0] not in right:
            yield f"reason {named[0]}"
        else:
            yield "explanation"


def _by_label(look: Look) -> str:
    label = look.sign.label
    told = label is not None and label.rest < len(look.text)
    return (
        {"answer": "key", "explanation": "explanation"}.get(label.kind, "skip") if label and told else "skip"
    )


def _overlap(item: Item, looks: Sequence[Look]) -> int:
    lines = {look.line for look in looks}
    return sum(row.line.number in lines for row in item.rows)


def roles_of(item: Item) -> Iterator[tuple[int, str]]:
    """Yield the lines of an item with their roles; of two that are said of a line the later one holds."""
    chosen = bool(item.options)
    yield from _lines(item.explanation, "explanation")
    yield from _lines(item.answer, "key" if chosen else "answer")
    for option in item.options:
        yield from _lines(option.why, f"reason {option.letter}" if option.letter.isalpha() else "reason")
    yield from _lines(item.stem, "stem" if chosen else "question")
    for option in item.options:
        yield from _lines(option.text if option.listed else (), "option")
    yield from [(item.key_line, "key")] if item.key_line else ()
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
