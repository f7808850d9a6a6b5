"""Read tables of options: `選択肢 | 正誤 | 解説`, with letters or texts in the first column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ankibuild.items.item import Item, Option, cell_row
from ankibuild.items.letters import lettered
from ankibuild.items.marks import bare_option, meaning, verdict_before
from ankibuild.model import Block, Line
from ankibuild.page.flow import Pick, Row
from ankibuild.text import cut, fold, strip_pair
from ankibuild.words import Words


@dataclass(slots=True)
class TableReasons:
    """What a table says of options: each with whether it is right and why; the line of a ragged row."""

    rows: list[tuple[Option, bool, list[Pick]]] = field(default_factory=list)
    ragged: int = 0


_OPTION_HEAD = re.compile(r"選択肢|オプション|解答|回答|肢|option|choice|answer|記号|番号|項目")
_VERDICT_HEAD = re.compile(r"正誤|判定|正否|正解|○×|〇×|結果|correct|right|verdict|評価|可否")
_WHY_HEAD = re.compile(r"理由|解説|説明|根拠|備考|why|reason|explanation|rationale|コメント|ポイント")


def table_reasons(row: Row, item: Item, words: Words) -> TableReasons:
    """Read a table of options and reasons; no rows when it is none."""
    header = next((r for r in row.block.blocks if r.marker == "th"), None)
    columns = _columns([fold(cell.text) for cell in header.lines] if header else [])
    found = TableReasons()
    if columns is None:
        return found
    for each in row.block.blocks:
        if each is header:
            continue
        read = _row(row, each, columns, item, words)
        if read:
            found.rows.append(read)
        else:
            found.ragged = found.ragged or each.first
    return found


def _row(
    table: Row, row: Block, columns: tuple[int, int, int], item: Item, words: Words
) -> tuple[Option, bool, list[Pick]] | None:
    """Read a row; None when a cell that says whether the option is right, or why, is missing."""
    option_at, verdict_at, why_at = columns
    cells = row.lines
    if len(cells) <= max(columns) or not cells[option_at].text:
        return None
    line, marked = bare_option(cells[option_at], words)
    option = _option(table, line, item)
    said = meaning(fold(cells[verdict_at].text), words) if verdict_at >= 0 else None
    why, judged = verdict_before(cells[why_at], words) if why_at >= 0 else (Line(row.first, "", ""), None)
    right = next((verdict for verdict in (said, marked, judged) if verdict is not None), None)
    if option is None or (right is None and not why.text):
        return None
    picks = [(cell_row(table, row, why), why)] if why.text else []
    return option, bool(option.right) if right is None else right, picks


def _columns(heads: Sequence[str]) -> tuple[int, int, int] | None:
    """Return the columns of option, verdict and reason (-1: none), or None when this is another table."""
    verdict = next((i for i, head in enumerate(heads) if _VERDICT_HEAD.search(head)), -1)
    why = next((i for i, head in enumerate(heads) if _WHY_HEAD.search(head) and i != verdict), -1)
    option = next(
        (i for i, head in enumerate(heads) if i not in (verdict, why) and _OPTION_HEAD.search(head)), -1
    )
    if (
        option < 0
        and heads
        and 0 not in (verdict, why)
        and (verdict >= 0 or why >= 0)
        and not heads[0].strip()
    ):
        option = 0
    if option < 0 or (verdict < 0 and why < 0):
        return None
    return option, verdict, why


def _option(row: Row, line: Line, item: Item) -> Option | None:
    """Return the option that a cell names by letter or text, else a new one that it spells out."""
    lead = lettered(line.text)
    if lead and not lead.loose and (option := item.named(lead.letter)):
        return option
    if option := item.like(line.text) or item.nearly(line.text):
        return option
    if lead and not lead.loose:
        text = cut(line, lead.rest)
        return Option(lead.letter, [(row, text)], listed=False) if text.text else None
    start, end = strip_pair(line.text)
    text = cut(line, start, end)
    return Option("", [(row, text)], listed=False) if len(text.text) > 1 else None
