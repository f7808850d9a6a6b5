"""Find the columns of a table of options: letter, text, verdict and reason, in any order.

Heads say it where they are there; else what stands in a column does: letters that count on, marks that judge.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ankibuild.items.item import Item, Option
from ankibuild.items.letters import follows, is_first, key, lettered
from ankibuild.items.marks import bare_option, meaning, verdict_before
from ankibuild.model import Line
from ankibuild.patterns import lazily
from ankibuild.text import fold
from ankibuild.words import Words

LEAST = 2
"""A column of so few letters or verdicts may be one by chance."""
_OPTION_HEAD = lazily(r"選択肢|オプション|解答|回答|肢|option|choice|answer|記号|番号|候補")
_VERDICT_HEAD = lazily(
    r"正誤|判定|正否|正解|[○〇◯]\s*[×✕x/]|結果|correct|right|verdict|result|評価|可否|正答"
)
_WHY_HEAD = lazily(
    r"理由|解説|説明|根拠|備考|why|reason|explanation|rationale|コメント|ポイント|メモ|なぜ|何故|ひとこと|一言|補足"
    r"|comment|notes?\b|remark"
)
_AGAINST_HEAD = lazily(
    r"(?:ダメ|だめ|駄目|不正解|誤り|違う|間違|不適切).*|why (?:not|wrong)|.*\bwrong\b|\W*(?:❌|×)\W*"
)
# A table of questions or of days is a log of results, whatever it marks ○ and ×.
_LOG_HEAD = lazily(
    r"\W*(?:問題?|設問|問題?番号|問題文|質問|q|questions?|回|周|日付?|date|day|章|週|分野|テーマ)\W*"
)
_YES_OR_NO = {"yes": True, "y": True, "はい": True, "no": False, "n": False, "いいえ": False}
"""Judge only where the head of the column asks whether an option is right."""
Cells = Sequence[Sequence[Line]]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table of options, -1 where there is none.

    `against` tells a column of reasons that its head calls reasons against the options.
    """

    letter: int
    text: int
    verdict: int
    why: int
    against: bool = False

    @property
    def last(self) -> int:
        """The last column that tells something of an option."""
        return max(self.letter, self.text, self.verdict, self.why)


def find_columns(heads: Sequence[Line], body: Cells, item: Item, words: Words) -> Columns | None:
    """Return the columns of a table of options, or None when it is another table."""
    names = [fold(head.text).strip() for head in heads] or [""] * max(map(len, body), default=0)
    if len(names) < LEAST or is_log(heads):
        return None
    letter = next((i for i in range(len(names)) if _are_letters(_column(body, i), item, words)), -1)
    verdict = next((i for i in range(len(names)) if i != letter and _judges(names[i], body, i, words)), -1)
    why = _first(names, _WHY_HEAD, {letter, verdict})
    text = _text_column(names, body, item, words, letter, {letter, verdict, why})
    rest = [i for i in range(len(names)) if i not in (letter, verdict, why, text)]
    if why < 0 and len(rest) == 1 and (verdict >= 0 or _names_options(body, text, letter, item, words)):
        why = rest[0]
    if max(letter, text) < 0 or max(verdict, why) < 0:
        return None
    named = letter >= 0 or _OPTION_HEAD.search(names[text]) or _names_options(body, text, letter, item, words)
    if not named and not (verdict >= 0 and _VERDICT_HEAD.search(names[verdict])):
        return None  # ○ and × in any other table compare
    return Columns(letter, text, verdict, why, why >= 0 and bool(_AGAINST_HEAD.match(names[why])))


def is_log(heads: Sequence[Line]) -> bool:
    """Tell a table of questions, days or subjects by its heads."""
    return any(_LOG_HEAD.fullmatch(fold(head.text)) for head in heads)


def _first(names: Sequence[str], pattern: re.Pattern[str], but: set[int]) -> int:
    return next((i for i, name in enumerate(names) if i not in but and pattern.search(name)), -1)


def _column(body: Cells, at: int) -> list[Line]:
    """Return what is filled in of a column."""
    return [cells[at] for cells in body if at < len(cells) and cells[at].text]


def _are_letters(column: Sequence[Line], item: Item, words: Words) -> bool:
    """Tell a column of letters that name the item's options, or count on where it has none."""
    letters = [only_letter(cell, words) for cell in column]
    if not letters or not all(letters):
        return False
    if any(option.listed for option in item.options):
        return all(item.named(letter) for letter in letters)
    return len(letters) >= LEAST and is_first(letters[0]) and all(follows(b, a) for a, b in pairwise(letters))


def only_letter(cell: Line, words: Words) -> str:
    """Return the letter that is all of a cell, its marks aside, or ""."""
    bare, _ = bare_option(cell, words)
    lead = lettered(bare.text)
    return lead.letter if lead and not bare.text[lead.rest :].strip() else ""


def _judges(name: str, body: Cells, at: int, words: Words) -> bool:
    """Tell a column of verdicts: all of its cells are some, or its head and the first of each cell say so."""
    column = _column(body, at)
    whole = [verdict_of(cell, words) for cell in column]
    if _VERDICT_HEAD.search(name):
        return any(
            said is not None or verdict_before(cell, words)[1] is not None
            for said, cell in zip(whole, column, strict=True)
        )
    plainly = None not in whole and not any(fold(cell.text) in _YES_OR_NO for cell in column)
    return len(column) >= LEAST and plainly and not _WHY_HEAD.search(name)


def verdict_of(cell: Line, words: Words) -> bool | None:
    """Say what a cell judges that holds nothing but a verdict: ×, 正解, ✅ Correct."""
    said = meaning(fold(cell.text), words)
    said = _YES_OR_NO.get(fold(cell.text)) if said is None else said
    if said is None:
        rest, said = verdict_before(cell, words)
        return said if not re.search(r"\w", rest.text) else None
    return said


def _text_column(
    names: Sequence[str], body: Cells, item: Item, words: Words, letter: int, but: set[int]
) -> int:
    """Return the column that spells the options out, or names them where there is none of letters."""
    headed = _first(names, _OPTION_HEAD, but)
    if headed >= 0:
        return headed
    free = [i for i in range(len(names)) if i not in but]
    if letter >= 0:
        spelled = not any(option.listed for option in item.options)
        return next((i for i in free if i > letter), -1) if spelled and len(but - {-1}) > 1 else -1
    if free and free[0] == 0 and (not names[0] or _names_options(body, 0, -1, item, words)):
        return 0
    return -1


def _names_options(body: Cells, text: int, letter: int, item: Item, words: Words) -> bool:
    """Tell a column that names options of the item by letter or text."""
    if letter >= 0:
        return any(option.listed for option in item.options)
    column = _column(body, text) if text >= 0 else []
    named = sum(bool(options_of(cell, item, words)) for cell in column)
    return named >= LEAST and named * 2 > len(column)


def options_of(cell: Line, item: Item, words: Words) -> tuple[Option, ...]:
    """Return the options of the item that a cell names: `A`, `A, C`, `B. text`, the text."""
    bare, _ = bare_option(cell, words)
    found = key(bare.text, item.known, glued=False)
    if found and len(found.letters) > 1 and not bare.text[found.rest :].strip():
        several = [item.named(letter) for letter in found.letters]
        if all(several):
            return tuple(option for option in several if option)
    lead = lettered(bare.text)
    if lead and (not lead.loose or only_letter(cell, words)) and (option := item.named(lead.letter)):
        return (option,)
    option = item.like(bare.text) or item.nearly(bare.text)
    return (option,) if option else ()
