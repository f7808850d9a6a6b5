"""What asks: headings and lines that are questions, and their text without numbers and marks."""

import re

from ankibuild.item import Pick
from ankibuild.model import Line
from ankibuild.text import cut, fold
from ankibuild.words import LEAD

_NUMBERED = re.compile(
    rf"{LEAD}(?:[(\[【]?(?:q|問|no\.?|第)?\s*\d+(?:[.-]\d+)*[)\]】]?(?:[.):、]+\s*(?!\d)|\s*問目?\s*|(?<=[)\]】])\s*)"
    rf"|\d+(?:[.-]\d+)+\s+|[a-z][.)]\s+|[①-⑳❶-❿]\s*|q\d*\s*[.:、)]\s*)?{LEAD}"
)
_TRAIL = re.compile(r"[\s:#*_]+$|\s*[(\[【]\s*(?:重要|頻出|必須|★+|☆+)\s*[)\]】]\s*$|[\s★☆⭐]+$")
_FILLER = re.compile(r"(?:まず|次に|では|じゃあ|それでは|そもそも|最後に|ところで|ちなみに|さて)[は]?[、,]\s*")

_ASKS_JA = re.compile(
    r"(?:とは|って(?:何|なに|なん)|とは何か|何か|でしょうか|ですか|ますか|だろうか|のか|か。|なのか|(?:説明|列挙|記述|比較)(?:せよ|しなさい|してください|して下さい|しろ)"
    r"|(?:述べ|答え|挙げ|選べ|選び)(?:よ|なさい|てください|て下さい)|どれか|いくつか|(?:何|なん)(?:故|で))[。.:…]*$"
    r"|.(?:の|との|する|な|い|た)(?:違い|相違点|差異?|メリット|デメリット|メリット・デメリット|メリットとデメリット|利点|欠点|長所|短所|理由|使い分け|役割|目的|仕組み|特徴)$"
)
_ASKS_EN = re.compile(
    r"(?:what|why|who|whom|whose|explain|describe|define|compare|contrast|differentiate|difference between|differences between"
    r"|what's|name (?:the|some|a)|list (?:the|some|all)|state the|give an example|how (?:do|does|did|is|are|can|could|would|will|should|many|much|long|often)"
    r"|when (?:do|does|is|are|should|would|will)|where (?:do|does|is|are|should|would|will)|which|(?:is|are|do|does|can|could|should|will) .*\?)\b"
)
_RHETORICAL = re.compile(r"^(?:なぜ|何故|どうして|本当|そう|え|ん|how|why|what|really)?[?!？！\s]*$")


def start_of_question(text: str) -> int:
    """Return where a question begins behind its number and decoration."""
    found = _NUMBERED.match(fold(text))
    return found.end() if found and found.end() < len(text) else 0


def question_line(line: Line) -> Line:
    """Return a question without number, decoration and trailing marks."""
    shorter = cut(line, start_of_question(line.text))
    found = _TRAIL.search(shorter.text)
    shorter = cut(shorter, 0, found.start()) if found and found.start() else shorter
    filler = _FILLER.match(shorter.text)
    return cut(shorter, filler.end()) if filler else shorter


def asks(text: str) -> bool:
    """Tell whether a heading or a marked line asks something."""
    folded = fold(text).strip()
    folded = folded[start_of_question(text) :].strip(" *_")
    if not folded or _RHETORICAL.match(folded):
        return False
    bare = re.sub(r"\s*[(\[【][^)\]】]*[)\]】]$", "", folded)
    return any(
        each.endswith("?") or bool(_ASKS_JA.search(each)) or bool(_ASKS_EN.match(each)) for each in (folded, bare) if each
    )


def trim_question(pick: Pick) -> Pick | None:
    """Take number and marks off a stem's first line; drop a line that is only decoration."""
    row, line = pick
    if row.whole:
        return pick
    shorter = question_line(line) if row.heading or row.head else line
    if not shorter.text and "<img" not in shorter.html:
        return None
    return row, shorter
