"""Account for every block of a page: on a card, deliberately none (and why), or uncarded."""

import re
from collections.abc import Collection, Iterable, Iterator
from html import unescape

from ankibuild.markdown.outline import Section
from ankibuild.model import SEPARATOR, Block, Card, Coverage, Line, Piece
from ankibuild.page.content import no_content
from ankibuild.page.flow import Row, heading_block, rows
from ankibuild.page.questions import asks, start_of_question
from ankibuild.page.steering import skipped_lines
from ankibuild.patterns import lazily
from ankibuild.speech import later
from ankibuild.text import has_picture, key_of, narrow


def cover(page: Section, cards: Iterable[Card]) -> Coverage:
    """Divide the pieces of a page."""
    cards = list(cards)
    on_cards = {
        n
        for card in cards
        for part in card.parts.values()
        for first, last in part.lines
        for n in range(first, last + 1)
    }
    claimed = {n for card in cards for first, last in card.claimed for n in range(first, last + 1)}
    said = {key_of(text) for card in cards for text in (*card.context.split(SEPARATOR), card.prompt)}
    told = {key_of(line) for card in cards for part in card.parts.values() for line in part.text.splitlines()}
    skipped = skipped_lines(page)
    carded = 0
    none: list[Piece] = []
    uncarded: list[Piece] = []
    for section in page.walk():
        found = own_rows(section)
        found += [left for row in found if row.whole for left in _left_out(row, on_cards)]
        for row, reason in zip(found, no_content(found, section.words), strict=True):
            first, last = _lines(row)
            if on_cards & set(range(first, last + 1)):
                carded += 1
                continue
            why = reason or (later("skipped") if first in skipped else "")
            why = why or (
                later("said on a card")
                if row.text and key_of(row.text[start_of_question(row.text) :]) in said
                else ""
            )
            why = why or (later("names an option") if first in claimed and _names(row.text, told) else "")
            why = why or _deliberate(row, section, claimed=first in claimed)
            piece = Piece(page.path, first, last, why, row.text or _pictured(row) or _whole(row.block))
            (none if why else uncarded).append(piece)
    return Coverage(page.path, carded, tuple(none), tuple(uncarded))


_OPTION_AGAIN = lazily(r"[\s○〇◯×✕✗❌⭕✖✅\ufe0f・•-]*(?:(?:[A-Za-z{kana}{circled}]|\d{1,2})[.)、:]?)?")


def _names(text: str, told: Collection[str]) -> bool:
    """Tell a line of an item that only names an option, by letter or text, which a card shows: 「甲」 ❌."""
    bare = narrow(text)
    letter = _OPTION_AGAIN.fullmatch(bare.rstrip(" ×✕✗❌✖\ufe0f"))
    return bool(text) and (bool(letter) or key_of(re.sub(r"[\s○〇◯×✕✗❌⭕✖✅\ufe0f]+", "", text)) in told)


def _left_out(row: Row, on_cards: Collection[int]) -> Iterator[Row]:
    """Yield what is on no card of a table, or of a piece of code, of which other lines are."""
    inside = row.block.blocks if row.block.kind == "table" else ()
    lines = [_as_line(each) for each in inside if each.marker != "th"] or row.block.lines
    if not any(n in on_cards for n in range(row.block.first, row.block.last + 1)):
        return
    for line in lines:
        if line.number not in on_cards and any(map(str.isalnum, line.text)):
            block = Block("paragraph", line.number, line.number, "", (line,))
            yield Row(line, block, row.depth, True, row.group, row.boxes)


def _as_line(row: Block) -> Line:
    cells = [cell for cell in row.lines if cell.text]
    return Line(row.first, _CELLS.join(cell.text for cell in cells), _CELLS.join(cell.html for cell in cells))


_CELLS = " | "


def own_rows(section: Section) -> list[Row]:
    """Return what of a section is a piece: its heading and its own text, without the sections inside."""
    heading = (heading_block(section),) if section.level else ()
    return [
        row
        for row in rows((*heading, *section.blocks))
        if row.text or row.whole or row.block.kind in ("rule", "comment") or has_picture(row.line)
    ]


def _whole(block: Block) -> str:
    """Name a table or a piece of code by what it says, with its kind before."""
    inside = [_as_line(each) for each in block.blocks if each.lines] if block.kind == "table" else block.lines
    said = " ".join(text for line in inside if (text := line.text.strip()))
    return f"{block.kind}: {said}" if said else block.kind


def _pictured(row: Row) -> str:
    """Name the picture, sound or film that a row shows: its text, or its file."""
    found = _MEDIA.search(row.line.html)
    told = dict(_NAME.findall(found[0])) if found else {}
    return unescape(told.get("alt", "").strip() or told.get("src", "")[:_LONGEST_NAME])


_MEDIA = lazily(r"<(?:img|audio|video)\b[^>]*>")
_NAME = lazily(r'\b(alt|src)="([^"]*)"')
_LONGEST_NAME = 60


def _lines(row: Row) -> tuple[int, int]:
    whole = row.whole or row.block.kind in ("comment", "heading")
    return (row.block.first, row.block.last) if whole else (row.line.number, row.line.number)


def _deliberate(row: Row, section: Section, *, claimed: bool) -> str:
    """Say why a row is deliberately on no card."""
    words = section.words
    label = words.label(row.line) if row.text else None
    if label and (claimed or not row.text[label.rest :].strip()):
        return later("label")
    if row.block.kind == "heading":
        unanswered = asks(row.text) and not section.sections and not words.asks_why_others(row.text)
        return "" if unanswered else later("heading")
    if any(words.is_none_section(title) for title in (*section.trail, section.title.text) if title):
        return later("section without questions")
    if words.is_unanswered(row.text):
        return later("not written yet")
    fixed = words.is_empty_phrase(row.text) or words.is_status(row.text)
    if (claimed and fixed) or words.says_taken(row.text) is not None:
        return later("fixed phrase")
    return ""
