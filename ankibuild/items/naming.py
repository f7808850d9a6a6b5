"""Put the text of an option where an explanation names it by letter: on the card the options are shuffled.

Only the HTML changes: the text of a part stays what the notes say, so that a card keeps its identity when the
letters of the notes change.
"""

from collections.abc import Iterator
from html import escape

from ankibuild.items.item import Item
from ankibuild.items.letters import canonical
from ankibuild.items.mentions import sentence_starts
from ankibuild.items.nouns import AND, NOUN, PREDICATES
from ankibuild.model import Line
from ankibuild.page.flow import Pick
from ankibuild.patterns import lazily
from ankibuild.text import cut, narrow
from ankibuild.values import replace

LONGEST = 48
"""An option's text is cut behind so many characters: it stands in full among the options."""
_NAMED = lazily(rf"(?i:{NOUN})?\s*[「(\[]?(?P<letter>[A-H{{kana}}{{circled}}])[」)\]]?(?![A-Za-z])")
_AND = lazily(rf"\s*(?:[、・,&]|{AND})\s*")
_TOPIC = lazily(rf"\s*(?:{{topic}}|{{chosen_one}})|\s+(?:{PREDICATES})")


def name_options(item: Item) -> None:
    """Name options in the explanation and in the reasons by their texts, not by their letters."""
    if not any(item.known):
        return
    item.explanation = [_named(pick, item) for pick in item.explanation]
    for option in item.options:
        option.why = [_named(pick, item) for pick in option.why]


def _named(pick: Pick, item: Item) -> Pick:
    row, line = pick
    if row.whole or not line.text:
        return pick
    for start, end, text in reversed([*_mentions(line.text, item)]):
        line = _replaced(line, start, end, text)
    return row, line


def _mentions(text: str, item: Item) -> Iterator[tuple[int, int, str]]:
    """Yield where sentences, and clauses, begin with letters of options that they are about, and the texts."""
    folded = narrow(text)
    for start in sentence_starts(text):
        found: list[tuple[int, int, str]] = []
        at: int | None = start
        while at is not None and (named := _NAMED.match(folded, at)):
            option = item.named(canonical(named["letter"]))
            if option is None:
                break
            found.append((named.start(), named.end(), _short(option.plain)))
            more = _AND.match(folded, named.end())
            at = more.end() if more else None
        if found and _TOPIC.match(folded, found[-1][1]):
            yield from found


def _short(text: str) -> str:
    text = " ".join(text.split()).rstrip("。.")
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return f"“{text}”" if text.isascii() else f"「{text}」"


def _replaced(line: Line, start: int, end: int, text: str) -> Line:
    """Return the line with other HTML for a stretch of its text, the blanks around it kept."""
    before = cut(line, 0, start).html if line.text[:start].strip() else ""
    behind = cut(line, end).html if line.text[end:].strip() else ""
    left = " " if before and line.text[start - 1].isspace() else ""
    spaced = line.text[end : end + 1].isspace() and line.text[end:].lstrip()[:1].isascii()
    right = " " if behind and spaced else ""
    return replace(line, html=f"{before}{left}{escape(text, quote=False)}{right}{behind}")
