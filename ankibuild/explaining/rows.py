"""The rows around a line: what was seen in each, and what it was read as."""

from collections.abc import Iterator, Mapping, Sequence

from ankibuild.explaining.records import RowRecord, SignsRecord
from ankibuild.model import Card, Line, Range
from ankibuild.reader.hand import Hand
from ankibuild.reader.series import Series, SeriesKind
from ankibuild.reader.signs import Sign
from ankibuild.teaching.looks import kind_of
from ankibuild.text import bold_prefix

MOST = 80
"""So many rows are shown, at most; those nearest to the line."""


def signs_record(sign: Sign, hand: Hand, series: SeriesKind | None) -> SignsRecord:
    """Return what a row says by itself, and by what its page taught."""
    label = None if sign.silent else hand.label(sign)
    return SignsRecord(
        kind=kind_of(sign),
        depth=sign.row.depth,
        bold=bool(sign.row.text) and bold_prefix(sign.line) > 0,
        letter=sign.lead.letter if sign.lead else "",
        label=label.kind if label else None,
        word=label.word if label else "",
        number=sign.number,
        box=sign.box,
        mark=sign.mark,
        asks=sign.asks,
        series=series,
    )


def rows_between(
    signs: Sequence[Sign], series: Mapping[int, Series], hand: Hand, span: Range, roles: Mapping[int, str]
) -> Iterator[RowRecord]:
    """Yield the rows of a page between two lines; a table and a piece of code row by row."""
    for at, sign in enumerate(signs):
        begins = series[at].kind if at in series else None
        for number, text in _texts(sign):
            if span[0] <= number <= span[1]:
                seen = signs_record(sign, hand, begins) if number == sign.row.first else None
                yield RowRecord(line=number, text=text, role=roles.get(number, ""), signs=seen)


def nearest(rows: Sequence[RowRecord], line: int) -> list[RowRecord]:
    """Return the rows, of many those around a line."""
    at = next((i for i, row in enumerate(rows) if row["line"] >= line), len(rows))
    start = max(0, min(at - MOST // 2, len(rows) - MOST))
    return [*rows[start : start + MOST]]


def _texts(sign: Sign) -> Iterator[tuple[int, str]]:
    block = sign.row.block
    if not sign.row.whole:
        yield sign.row.first, sign.row.text
    elif block.kind == "table":
        yield from ((row.first, " | ".join(cell.text for cell in row.lines)) for row in block.blocks)
    else:
        yield from ((line.number, line.text) for line in block.lines or (Line(block.first, "", ""),))


def card_roles(cards: Sequence[Card]) -> dict[int, str]:
    """Return on which part of a card each line stands; on several, the one that asks."""
    found: dict[int, str] = {}
    for card in cards:
        for name, part in card.parts.items():
            for first, last in part.lines:
                for number in range(first, last + 1):
                    found.setdefault(number, name)
    return found
