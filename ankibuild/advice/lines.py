"""Advice on single lines: folds and bold lines that could ask, terms alone, bullets with text below."""

from collections.abc import Callable, Iterator

from ankibuild.advice.view import CARD, View, could_ask, mark_for
from ankibuild.items.letters import lettered
from ankibuild.page.content import is_link
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.speech import _
from ankibuild.styles.meanings import SERIES, SHORTEST
from ankibuild.styles.pair_signs import split_pair
from ankibuild.styles.set_apart import is_title
from ankibuild.styles.terms import is_term
from ankibuild.text import bold_prefix, key_of


def of_line(view: View, row: Row) -> str:
    """Return the advice on one row by itself, if any."""
    return next((text for rule in _RULES if (text := rule(view, row))), "")


def _answer(view: View, row: Row) -> str:
    """Advise to answer what is asked already."""
    if row.block.kind == "heading":
        return "" if view.content else _("write the answer below it")
    words = view.section.words
    label = words.label(row.line)
    blank = label and label.kind == "answer" and words.is_unanswered(row.text[label.rest :])
    return _("write the answer in its place") if blank else ""


def _fold(view: View, row: Row) -> str:
    """Advise to ask in the summary of a fold that holds text."""
    words = view.section.words
    if row.block.kind != "details" or not row.head or words.label(row.line) or words.reveals(row.text):
        return ""
    if words.closes_item(row.text):
        return ""  # a hint
    fits = view.all_left(view.below(row)) and could_ask(row.text)
    return _("end the summary with {mark}", mark=mark_for(row.text)) if fits else ""


def _bold(view: View, row: Row) -> str:
    """Advise to ask in a bold line that stands above text like a heading."""
    if not is_title(row) or row.depth or view.section.words.label(row.line) or not could_ask(row.text):
        return ""
    behind = view.next(row)
    fits = view.all_left(behind) and not (behind[0].heading or is_title(behind[0]))
    return _("end the bold line with {mark}", mark=mark_for(row.text)) if fits else ""


def _highlight(_view: View, row: Row) -> str:
    """Advise to switch on what asks for highlights."""
    fits = "<mark" in row.line.html and row.block.kind in ("paragraph", "item")
    return _('write on = ["highlights"] under [styles] in ankibuild.toml') if fits else ""


def _pair(view: View, row: Row) -> str:
    """Advise bold for a term that stands alone with its meaning; a field's label, often on the page, is none."""
    words = view.section.words
    if row.block.kind not in ("item", "paragraph") or not row.head or row.block.checked is not None:
        return ""
    if bold_prefix(row.line) or lettered(row.text) or is_link(row) or words.label(row.line):
        return ""
    found = None if asks(view.section.title.text) else split_pair(row.line)
    if not found or view.terms[key_of(found[0].text)] >= SERIES:
        return ""
    term, meaning, _sign = found
    if not is_term(term.text, words) or len(meaning.text) < SHORTEST:
        return ""
    if row.bullet:
        return _("set the term in bold")
    alone = len(row.block.lines) == 1
    return _("make it a bullet with the term in bold: - **{term}** …", term=term.text) if alone else ""


_RULES: tuple[Callable[[View, Row], str], ...] = (_answer, _fold, _bold, _highlight, _pair)


def of_bullets(view: View, done: set[int]) -> Iterator[tuple[Row, str]]:
    """Yield the outermost bullets with text below, none of it on a card nor among the lines `done`."""
    last = 0
    for row in view.open:
        if not row.bullet or not row.block.blocks or row.line.number <= last:
            continue
        below = view.below(row)
        if view.all_left(below) and done.isdisjoint(x.line.number for x in (row, *below)):
            last = row.block.last
            yield row, _(CARD)
