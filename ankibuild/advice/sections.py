"""Advice on whole sections: a heading in plain words that could ask for the text below it."""

from ankibuild.advice.view import CARD, View, could_ask, is_choice
from ankibuild.page.content import is_link, is_url
from ankibuild.page.context import is_bare
from ankibuild.page.language import in_language_of
from ankibuild.page.questions import asks
from ankibuild.speech import _
from ankibuild.styles.card_words import holds


def of_section(view: View) -> str:
    """Return the advice on a section none of whose text is on a card, if any."""
    section, words = view.section, view.section.words
    told = [
        row for row in view.content if not (words.is_unanswered(row.text) or is_url(row.text) or is_link(row))
    ]
    if not told or any(is_choice(row) or asks(row.text) for row in told):
        return ""
    if not section.level:
        return "" if section.sections else _("write a heading that asks above it: ## …とは？")
    title = section.title.text
    other = (
        words.label(section.title)
        or words.asks_why_others(title)
        or words.closes_item(title)
        or is_bare(title, words)
    )
    names_page = section.level == 1 and section.sections
    if other or names_page or not could_ask(title) or holds("not_about", title):
        return ""
    japanese = _("？ or とは")
    before_tags = _(", before its tags,") if section.tags else ""
    return _(
        "end the heading in line {line}{before_tags} with {mark}, or {card}",
        line=section.first,
        before_tags=before_tags,
        mark=in_language_of(title, japanese, "?"),
        card=_(CARD),
    )
