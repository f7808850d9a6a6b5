"""Part a wrong answer that no list of options holds from the reason behind it."""

from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.patterns import lazily
from ankibuild.reader.ending import is_term
from ankibuild.text import bold_prefix

_BRACKETED = lazily(r"\s*(?:[（(](?P<why>[^（()）]{6,})[)）]|…+\s*(?P<told>\S.*))\s*$")
_MEANS = lazily(r"\s*[…：:=＝—–]+\s*(?=\S)")
_FIRST_SENTENCE = lazily(r"(?P<option>[^。「」]{4,60}[るいたくむぐすうつぶぬ])。\s*(?=\S{4})")
_NAME_TOPIC = lazily(r"(?P<option>[A-Za-z\dァ-ヶー一-龠・/._ -]{2,24}?)\s*は、?\s*(?=\S.{4})")


def name_end(row: Row, text: Line) -> tuple[int, int, int] | None:
    """Return where the answer ends, where its reason begins and ends; None where the text is all of it.

    `**650** — 実行ビットは無い`, `650 … 実行ビットは無い`, 「設定を書き換える。あとで変えられない」, or 「甲は遅い」 in a bullet.
    """
    if is_term(row) and (sign := _MEANS.match(text.text, bold_prefix(text))):
        return bold_prefix(text), sign.end(), len(text.text)
    if (told := _BRACKETED.search(text.text)) and told.start() > 1:
        return told.start(), *told.span(told.lastgroup or 0)
    found = _FIRST_SENTENCE.match(text.text) or (_NAME_TOPIC.match(text.text) if row.bullet else None)
    return (found.end("option"), found.end(), len(text.text)) if found else None
