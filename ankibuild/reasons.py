"""Read the reasons for and against options: `- A: 遅い`, `１：不正解。…`, `甲 → 理由`, rows of a table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ankibuild.flow import Row
from ankibuild.item import CELL, Item, Option, Pick
from ankibuild.letters import key, lettered
from ankibuild.marks import bare_option, meaning
from ankibuild.model import Block, Line
from ankibuild.text import cut, fold, key_of, strip_pair
from ankibuild.words import Words


@dataclass(frozen=True, slots=True)
class Reason:
    """A line that judges options: which, whether right or wrong, and the text of the reason.

    `spelled` is the option's own text where it is no option of the list.
    """

    options: tuple[Option, ...]
    right: bool | None
    text: Line
    spelled: Line | None = None


_SEPARATOR = re.compile(r"\s*(?:→|->|=>|⇒|:|:)\s*|\s+(?:=|-{1,2})\s+|\s*は、?(?=不|誤|間違|違|正|適切)")


def reason(line: Line, item: Item, words: Words, *, refuting: bool) -> Reason | None:
    """Read a line as a reason for one or more options, or return None.

    With `refuting` (under a label such as 不正解) an option that is not listed may be spelled out.
    """
    bare, verdict = bare_option(line, words)
    return _by_letter(bare, verdict, item, words) or _by_text(bare, verdict, item, words, refuting=refuting)


def _by_letter(line: Line, verdict: bool | None, item: Item, words: Words) -> Reason | None:
    lead = lettered(line.text)
    found = key(line.text, item.known)
    letters: tuple[str, ...] = ()
    if found and len(found.letters) > 1 and all(item.named(x) for x in found.letters):
        letters, rest = found.letters, cut(line, found.rest)
    elif lead and item.named(lead.letter) and (not lead.loose or _judged(line.text[lead.rest :], words) is not None):
        letters, rest = (lead.letter,), cut(line, lead.rest)
        verdict = meaning(fold(lead.marks[:1]), words) if lead.marks and verdict is None else verdict
    elif found and item.named(found.letters[0]) and _judged(line.text[_letter_end(line.text) :], words) is not None:
        letters, rest = found.letters, cut(line, _letter_end(line.text))
    else:
        return None
    options = tuple(option for letter in letters if (option := item.named(letter)))
    if len(options) == 1:
        quoted = _quoting(rest, options[0], item)
        if quoted:
            options, rest = quoted
    rest, said = _verdict(rest, words)
    return Reason(options, verdict if said is None else said, rest)


def _letter_end(text: str) -> int:
    found = re.match(r"[\s*(\[]*(?:選択肢|オプション|option|choice)?\s*\S[)\]）]?", text, re.IGNORECASE)
    return found.end() if found else 0


def _judged(text: str, words: Words) -> bool | None:
    folded = fold(text)
    if words.wrong_verdict.match(folded):
        return False
    return True if words.right_verdict.match(folded) else None


def _verdict(line: Line, words: Words) -> tuple[Line, bool | None]:
    """Take a judgement off the start of a reason: 「不正解です。遅い」 → 遅い, False."""
    folded = fold(line.text)
    for pattern, right in ((words.wrong_verdict, False), (words.right_verdict, True)):
        if (found := pattern.match(folded)) and found.end():
            rest = cut(line, found.end())
            return (rest if rest.text else Line(line.number, "", "")), right
    bare = re.match(r"\s*[✅⭕○〇◯✓✔☑❌✖×✕✗✘]\ufe0f?\s*", line.text)
    if bare:
        return cut(line, bare.end()), meaning(fold(line.text.strip()[:1]), words)
    return line, None


def _quoting(rest: Line, option: Option, item: Item) -> tuple[tuple[Option, ...], Line] | None:
    """Read `A: option text → reason`: where the text is that of another option, the text decides."""
    for candidate in (option, *(o for o in item.options if o is not option)):
        text = candidate.plain
        if not text or len(key_of(text)) < 2:
            continue
        start, end = 0, len(text)
        head = rest.text
        if head[:1] in "「『" and head[1 : 1 + len(text)] and fold(head[1:]).startswith(fold(text)):
            start, end = 1, len(text) + 2
        elif not fold(head).startswith(fold(text)):
            continue
        behind = head[end:].lstrip()
        if behind and candidate is option and not re.match(r"[。.、:：→⇒\-–—（(=＝は]|->|=>|❌|×|✅", behind):
            continue
        if candidate is not option and behind and not re.match(r"[:：→⇒]|->|=>", behind):
            continue
        cut_at = end + len(re.match(r"\s*[。.、:：→⇒\-–—=＝>]*\s*", head[end:])[0])  # type: ignore[index]
        return (candidate,), cut(rest, cut_at if start >= 0 else end)
    return None


def _by_text(line: Line, verdict: bool | None, item: Item, words: Words, *, refuting: bool) -> Reason | None:
    """Read `option text → reason`, `「option」 reason`, `option は不正解です。reason`."""
    for found in _SEPARATOR.finditer(fold(line.text)):
        head = cut(line, 0, found.start())
        tail, said = _verdict(cut(line, found.end()), words)
        bare, marked = bare_option(head, words)
        option = item.like(bare.text)
        said = marked if said is None else said
        if option:
            return Reason((option,), verdict if said is None else said, tail)
        sentence = "。" in head.text or len(head.text) > 60
        if refuting and not sentence and bare.text and tail.text:
            return Reason((), False, tail, bare)
        break
    option = item.like(line.text)
    if option and (refuting or verdict is not None):
        return Reason((option,), False if refuting else verdict, Line(line.number, "", ""))
    return None


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
    body = [r for r in row.block.blocks if r is not header]
    columns = _columns([fold(cell.text) for cell in header.lines] if header else [])
    found = TableReasons()
    if columns is None:
        return found
    option_at, verdict_at, why_at = columns
    for each in body:
        cells = each.lines
        if len(cells) <= max(option_at, verdict_at, why_at) or not cells[option_at].text:
            found.ragged = found.ragged or each.first
            continue
        line, marked = bare_option(cells[option_at], words)
        option, spelled = _table_option(row, line, item)
        said = meaning(fold(cells[verdict_at].text), words) if verdict_at >= 0 else None
        why, judged = _verdict(cells[why_at], words) if why_at >= 0 else (Line(each.first, "", ""), None)
        right = next((v for v in (said, marked, judged) if v is not None), None)
        if right is None:
            right = bool(option.right)
        if option.listed or spelled:
            picks = [(_cell_row(row, each, why), why)] if why.text else []
            found.rows.append((option, right, picks))
    return found


def _columns(heads: Sequence[str]) -> tuple[int, int, int] | None:
    """Return the columns of option, verdict and reason (-1: none), or None when this is another table."""
    verdict = next((i for i, head in enumerate(heads) if _VERDICT_HEAD.search(head)), -1)
    why = next((i for i, head in enumerate(heads) if _WHY_HEAD.search(head) and i != verdict), -1)
    option = next((i for i, head in enumerate(heads) if i not in (verdict, why) and _OPTION_HEAD.search(head)), -1)
    if option < 0 and heads and 0 not in (verdict, why) and (verdict >= 0 or why >= 0) and not heads[0].strip():
        option = 0
    if option < 0 or (verdict < 0 and why < 0):
        return None
    return option, verdict, why


def _table_option(row: Row, line: Line, item: Item) -> tuple[Option, bool]:
    """Return the option that a cell names by letter or text, else a new one, and whether it is spelled out."""
    lead = lettered(line.text)
    if lead and not lead.loose and (option := item.named(lead.letter)):
        return option, True
    if option := item.like(line.text):
        return option, True
    if lead and not lead.loose:
        text = cut(line, lead.rest)
        return Option(lead.letter, [(row, text)] if text.text else [], listed=False), bool(text.text)
    start, end = strip_pair(line.text)
    text = cut(line, start, end)
    return Option("", [(row, text)], listed=False), len(text.text) > 1


def _cell_row(table: Row, row: Block, cell: Line) -> Row:
    """Return a row that stands for one cell, so that its text can be picked alone."""
    return Row(cell, Block("paragraph", row.first, row.last, "", (cell,)), table.depth, True, CELL)
