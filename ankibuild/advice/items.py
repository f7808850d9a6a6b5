"""Advice on exam items: options without an answer, an answer without options."""

from collections.abc import Iterator, Sequence

from ankibuild.advice.view import View
from ankibuild.items.item import Item
from ankibuild.items.key import is_letters
from ankibuild.items.letters import lettered
from ankibuild.items.posed import asks_in_words
from ankibuild.page.flow import Row
from ankibuild.reader.page import items_in
from ankibuild.speech import _


def of_items(view: View) -> Iterator[tuple[Row, str]]:
    """Yield what the exam items of a section lack: the answer, beside the first option, or the options."""
    if not any(_may_belong(view, row) for row in view.open):
        return
    rows = {row.line.number: row for row in view.open}
    for item in _items(view):
        if item.right or not any(line.text for _, line in item.stem):
            continue
        listed = [rows[option.line] for option in item.options if option.line in rows]
        if len(listed) == len(item.options) > 1:
            if text := _lacking_answer(item, listed):
                yield listed[0], text
        elif not item.options and item.key_line in rows and _names_letters(view, rows[item.key_line]):
            yield rows[item.key_line], _("list the options above it: - A. …, - B. …")


def _may_belong(view: View, row: Row) -> bool:
    """Tell, at little cost, an option or an answer from plain text."""
    if row.block.checked is not None or lettered(row.text) or (row.bullet and row.block.marker[:1].isdigit()):
        return True
    label = view.section.words.label(row.line)
    return bool(label and label.kind == "answer")


def _items(view: View) -> Iterator[Item]:
    yield from items_in(view.rows, view.section.words)


def _lacking_answer(item: Item, listed: Sequence[Row]) -> str:
    """Say how to name the right one of options that are surely some: steps and to-dos are none."""
    if item.answered or item.letters:
        return ""
    if all(row.block.checked is not None for row in listed):
        return _("tick the right box: - [x]") if _asks(item) else ""
    if item.known[:2] in (["A", "B"], ["ア", "イ"]) or (len(item.known) > 1 and _asks(item)):
        return _("write 正解：{letter}, or which one is right, below the options", letter=item.known[1])
    return ""


def _asks(item: Item) -> bool:
    return item.asked or asks_in_words(item)


def _names_letters(view: View, row: Row) -> bool:
    label = view.section.words.label(row.line)
    return bool(label and is_letters(row.text[label.rest :]))
