"""Options that no letter or bullet sets apart: lines of which the answer below says one again, whatever its label.

`Casa` over `Torre` over `CORRECTA: Torre`, in one paragraph or each in its own.
"""

from collections.abc import Iterator, Sequence

from ankibuild.items.key import is_letters
from ankibuild.items.letters import behind_letter
from ankibuild.reader.hand import heads_of
from ankibuild.reader.series import LEAST, MOST, Series
from ankibuild.reader.signs import Sign
from ankibuild.text import key_of


def repeated(signs: Sequence[Sign]) -> Iterator[Series]:
    """Yield the lists of lines of which one stands again behind the head of a line below them."""
    for at in range(LEAST + 1, len(signs)):
        sign = signs[at]
        if signs[at - 1].row.block.kind != "paragraph" or sign.lead or sign.silent:
            continue
        said = _said(sign)
        lines = _lines(signs, at) if said else []
        keys = [signs[i].key for i in lines]
        if len(lines) >= LEAST and said in keys and len({*keys}) == len(keys):
            yield Series("bullets", tuple(lines))


def _said(sign: Sign) -> str:
    """Return the key of what stands behind a label of the answer, or a short head that nobody knows; no letter."""
    text = sign.row.text
    if sign.label is not None:
        rest = sign.label.rest if sign.label.kind == "answer" else len(text)
    else:
        rest = next((rest for _, rest in heads_of(text) if rest < len(text)), len(text))
    said = text[rest:].strip()
    return "" if is_letters(said) and not said.isdigit() else key_of(said)


def _lines(signs: Sequence[Sign], end: int) -> list[int]:
    """Return the lines right above a row, up to what asks, opens a paragraph of theirs, or is no plain text."""
    start = end
    while start and end - start <= MOST and _is_plain(signs[start - 1], signs[end]):
        start -= 1
    if end - start > MOST:
        return []
    if signs[end - 1].row.block is signs[end - LEAST].row.block:  # lines of one paragraph
        start = max(start, next(i for i in range(end - 1, -1, -1) if signs[i].row.head))
    return [*range(start + _begins_with_stem(signs, start), end)]


def _begins_with_stem(signs: Sequence[Sign], start: int) -> bool:
    """Tell lines above which nothing asks: the first of them does."""
    above = signs[start - 1] if start else None
    return above is None or above.silent or (above.row.heading and not above.asks)


def _is_plain(sign: Sign, label: Sign) -> bool:
    """Tell a line of text that may be an option."""
    row = sign.row
    lettered = sign.lead is not None and (not sign.lead.letter.isdigit() or behind_letter(row.text) > 0)
    if sign.silent or sign.label or lettered or row.block.kind != "paragraph":
        return False
    return row.depth == label.row.depth and not sign.asks and not row.text.rstrip().endswith((":", "："))
