"""What the author got wrong, and right below what is true: `✕ GRU は LSTM より重い` over `○ GRU のほうが軽い`.

The same with words for marks: `誤解：…` over `実際は：…`, a heading `誤解1: …` over what is true, a table of both.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain, pairwise

from ankibuild.items.marks import bare_option, lone_verdict
from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Line, Part, Problem
from ankibuild.page.content import content_rows, holds_terms
from ankibuild.page.context import is_bare, place_of
from ankibuild.page.flow import Row, chosen, rows
from ankibuild.page.pieces import part, part_of_lines, ranges
from ankibuild.page.questions import asks
from ankibuild.page.tables import Table, tables
from ankibuild.patterns import lazily
from ankibuild.text import cut, key_of
from ankibuild.values import replace
from ankibuild.words import Words

STYLE = "corrections"
SHORTEST = 6
"""A shorter text is an option or a name, in characters."""
SHARED = 3
"""So many characters in a row that two statements share show that they are about one thing: merits share none."""
_WRONG, _RIGHT = lazily(r"\s*[×✕✖✗✘❌]\ufe0f?"), lazily(r"\s*[○〇◯⭕✅✓✔]\ufe0f?")


def corrections(section: Section) -> Iterator[Card | Problem]:
    """Yield a contrast for each wrong statement with its correction beside it, where nothing stands before them.

    Behind a text, marked lines are its options or its points; words that say what they are stand anywhere.
    """
    yield from _in_tables(section)
    yield from _below_title(section)
    title = section.title.text
    if asks(title) or (title and is_bare(title, section.words)) or not holds_terms(section):
        return
    for block in section.blocks:
        found = [*_pairs(section, block)]
        if not found and block.kind not in ("rule", "comment"):
            return
        yield from found


def _pairs(section: Section, block: Block) -> Iterator[Card]:
    found = [row for row in rows((block,)) if row.text]
    said = _parted(found, section.words)
    if len(said) % 2:
        return
    pairs = list(zip(said[::2], said[1::2], strict=True))
    if all(_is_wrong(first, section.words) != _is_wrong(second, section.words) for first, second in pairs):
        for pair in pairs:
            yield from _card(section, *sorted(pair, key=lambda said: not _is_wrong(said, section.words)))


def _parted(found: Sequence[Row], words: Words) -> list[Sequence[Row]]:
    """Part rows at their marks; nothing where the first has none."""
    starts = [i for i, row in enumerate(found) if _is_marked(row.text, words)]
    bounds = [*starts, len(found)] if starts[:1] == [0] else []
    return [found[a:b] for a, b in pairwise(bounds)]


def _is_marked(text: str, words: Words) -> bool:
    return bool(_WRONG.match(text) or _RIGHT.match(text) or _is_named(text, words))


def _is_named(text: str, words: Words) -> bool:
    return bool(words.behind_belief("misbelief", text) or words.behind_belief("fact", text))


def _is_wrong(said: Sequence[Row], words: Words) -> bool:
    return bool(_WRONG.match(said[0].text) or words.behind_belief("misbelief", said[0].text))


def _card(section: Section, wrong: Sequence[Row], right: Sequence[Row]) -> Iterator[Card]:
    words = section.words
    incorrect, correct = (_bare(said[0].line, words) for said in (wrong, right))
    named = _is_named(wrong[0].text, words)
    if min(len(incorrect.text), len(correct.text)) < SHORTEST:
        return
    if not named and not _about_one(incorrect.text, correct.text):
        return
    parts = {"incorrect": part_of_lines([incorrect]), "correct": part_of_lines([correct])}
    parts |= _reasons(section, why_incorrect=wrong[1:], why_correct=right[1:])
    claimed = ranges(row.line.number for row in (*wrong, *right))
    yield place_of(section, own=True).card("contrast", STYLE, parts, claimed=claimed)


def _reasons(section: Section, **told: Sequence[Row]) -> dict[str, Part]:
    return {name: part(section.blocks, chosen(said)) for name, said in told.items() if said}


def _bare(line: Line, words: Words) -> Line:
    """Return a statement without the mark or the word that says what it is."""
    line, _ = bare_option(line, words)
    behind = words.behind_belief("misbelief", line.text) or words.behind_belief("fact", line.text)
    return bare_option(cut(line, behind), words)[0] if behind else line


def _about_one(one: str, other: str) -> bool:
    a, b = key_of(one), key_of(other)
    return a != b and SequenceMatcher(None, a, b, autojunk=False).find_longest_match().size >= SHARED


# --- a heading that states what is wrong ----------------------------------------------------------------


def _below_title(section: Section) -> Iterator[Card]:
    """Yield a contrast of a title that is called a misbelief, or judged wrong on the line below, and what is true."""
    words, title = section.words, section.title
    if section.sections or asks(title.text):
        return
    below = content_rows(section.blocks, words)
    judged = bool(below) and lone_verdict(below[0].line, words) is False  # ❌ 間違い
    told = below[judged:]
    named = bool(words.behind_belief("misbelief", title.text))
    if not (named or judged) or not _corrects(told, words, named=named):
        return
    wrong = _bare(title, words)
    if len(wrong.text) < SHORTEST:
        return
    correct = _bare(told[0].line, words)
    # the line that calls it wrong is a part of it
    lines = ranges((title.number, *(row.line.number for row in below[:judged])))
    parts = {
        "incorrect": replace(part_of_lines([wrong]), lines=lines),
        "correct": part_of_lines([correct]),
    }
    parts |= _reasons(section, why_correct=told[1:])
    last = max(block.last for block in section.blocks)
    yield place_of(section).card("contrast", STYLE, parts, claimed=((section.first, last),))


def _corrects(told: Sequence[Row], words: Words, *, named: bool) -> bool:
    """Tell text that says what is true: so marked, or plain below a title that is `named` a misbelief."""
    if not told or told[0].whole:
        return False
    text = told[0].text
    right = bool(_RIGHT.match(text) or words.behind_belief("fact", text))
    return right or (named and not _is_marked(text, words))


# --- tables of both ---------------------------------------------------------------------------------------


def _in_tables(section: Section) -> Iterator[Card]:
    """Yield a contrast for each row of a table whose heads name misbeliefs and facts."""
    for table, _ in tables(section.blocks):
        places = [_place(table, kind, section.words) for kind in ("misbelief", "fact")]
        if min(places) >= 0:
            yield from chain.from_iterable(_row(section, row, *places) for row in table.rows)


def _place(table: Table, kind: str, words: Words) -> int:
    bare = (bare_option(head, words)[0].text for head in table.heads)
    return next((at for at, text in enumerate(bare) if words.is_head(kind, text)), -1)


def _row(section: Section, row: Block, wrong: int, right: int) -> Iterator[Card]:
    if len(row.lines) <= max(wrong, right):
        return
    incorrect, correct = (bare_option(row.lines[at], section.words)[0] for at in (wrong, right))
    if not (incorrect.text and correct.text):
        return
    parts = {"incorrect": part_of_lines([incorrect]), "correct": part_of_lines([correct])}
    more = [cell for at, cell in enumerate(row.lines) if at not in (wrong, right) and cell.text]
    if more:
        parts["why_correct"] = part_of_lines(more)
    claimed = ((row.first, row.last),)
    yield place_of(section, own=True).card("contrast", STYLE, parts, claimed=claimed)
