"""Say in a sentence why a line is on its cards, or on none."""

from collections.abc import Iterator, Mapping, Sequence

from ankibuild.model import Card, Piece, Problem, Range
from ankibuild.page.claims import STYLE as FORCED
from ankibuild.page.pieces import front_lines
from ankibuild.problems import SLUGS
from ankibuild.speech import _, later

READ: Mapping[str, str] = {
    "plugin": later("{lines}: written in the syntax of a flashcard plug-in"),
    "taught": later("{lines}: written like an example that was taught"),
    "highlights": later("{front}: words are marked here; the card hides them"),
    "corrections": later("{lines}: a wrong statement and the right one beside it"),
    "judged": later("{front}: a statement that the notes judge right or wrong"),
    "exam": later("{lines}: one question with its answer, and its options if it has any"),
    "alike": later("{lines}: one of several items that are written alike, as the page itself shows"),
    "why_others": later("{lines}: here the notes say why other options are wrong"),
    "option_reasons": later("{lines}: the reasons for or against one option"),
    "question_table": later("{front}: a row of a table whose heads say what asks and what answers"),
    "code_comments": later("{front}: a comment in code asks; another one answers"),
    "folds": later("{front}: the summary of a fold asks; what it hides answers"),
    "asking": later("{front}: the heading is the question; what stands under it answers"),
    "inline_question": later("{front}: a line that asks by itself; what follows it answers"),
    "rhythm": later("{front}: one of several lines that are written alike, each over its answer"),
    "definitions": later("{front}: a term in a list, with its meaning below it"),
    "meanings": later("{front}: a term and its meaning on one line"),
    "term_table": later("{front}: a row of a table of terms"),
    "commands": later("{front}: a command with the comment that says what it does"),
    "values": later("{front}: a name with its value, beside others"),
    "sentences": later("{front}: a sentence that defines a term, and that no other card asks for"),
    "file_name": later(
        "nothing on the page asks: the file's name is the question, all of its text the answer"
    ),
    FORCED: later("{front}: an ankibuild comment asks for this card"),
}
"""What each style recognises; `{front}` is where the card's question stands, `{lines}` all that it was read from."""


def span_of(card: Card) -> Range:
    """Return the first and the last line that a card was read from."""
    spans = card.spans
    return min((first for first, _last in spans), default=1), max((last for _first, last in spans), default=1)


def of_cards(cards: Sequence[Card]) -> list[str]:
    """Return what each style has recognised, by the first of its cards."""
    told: dict[str, str] = {}
    for card in sorted(cards, key=lambda card: card.kind != "qa"):
        told.setdefault(card.style, _(READ[card.style], lines=_lines(span_of(card)), front=_front(card)))
    return [*told.values()]


def _front(card: Card) -> str:
    found = front_lines(card)
    return _lines((min(found), max(found))) if found else _lines(span_of(card))


def _lines(span: Range) -> str:
    first, last = span
    return _("line {n}", n=first) if first == last else _("lines {first}-{last}", first=first, last=last)


def of_none(piece: Piece | None, problems: Sequence[Problem], off: Sequence[str]) -> Iterator[str]:
    """Yield why a line is on no card, and what would change that."""
    for style in off:
        yield _(
            "the style {style} would make a card here, but it is off (see [styles] in the config)",
            style=style,
        )
    for problem in problems:
        yield _("no card: {message}", message=told(problem))
    if not problems and not off:
        yield _alone(piece)


def told(problem: Problem) -> str:
    """Return what a problem says, where, and what to do now."""
    return _(
        "{message} (line {n}, {slug}); {now}",
        message=problem.message, n=problem.line, slug=problem.slug, now=_(SLUGS[problem.slug].advice),
    )  # fmt: skip


def _alone(piece: Piece | None) -> str:
    if piece is None:
        return _("no card: the line has no text of its own")
    if piece.reason:
        return _("no card, on purpose: {reason}", reason=_(piece.reason))
    if piece.advice:
        return _("no card: nothing here asks by itself; to make one, {advice}", advice=piece.advice)
    return _("no card: nothing here asks by itself; `ankibuild teach` learns from an example what asks")
