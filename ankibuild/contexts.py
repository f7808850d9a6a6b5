"""The lines around a card's question, and titles as names of decks, tags and contexts: without what decorates them."""

from collections.abc import Iterable

from ankibuild.model import SEPARATOR, Card
from ankibuild.packaging.inert import without_gaps
from ankibuild.page.language import in_language_of
from ankibuild.patterns import lazily
from ankibuild.remembering import remembered
from ankibuild.text import key_of
from ankibuild.values import replace

# ♭♮♯ and ❶ say something; so do ○ and ◎, which stand at no title's ends below.
_EMOJI = r"\U0001F000-\U0001FAFF☀-♬♰-❵➔-➿⬀-⯿\ufe0f\u200d\u20e3"
_DECORATION = lazily(rf"\s*[{_EMOJI}]+\s*")
_ENDS = lazily(r"^[\s■□●◆◇▶►▼★☆※]+|[\s■□●◆◇◀◄▼★☆!！‼]+$")


@remembered
def plain_title(title: str) -> str:
    """Return a title without emoji, marks at its ends and a closing ！; as it is where nothing else is there."""
    return _ENDS.sub("", _DECORATION.sub(" ", without_gaps(title))).strip() or title


def with_shown_contexts(cards: Iterable[Card], root: str) -> list[Card]:
    """Return the cards with the context line that they show; what tells of their place stays in `around`.

    The root deck's name stands above the card in Anki; a page's own deck below it does not while the root is learnt.
    """
    deck = key_of(plain_title(root.rpartition("::")[2]))
    return [_with_shown(card, deck) for card in cards]


def _with_shown(card: Card, deck: str) -> Card:
    around = card.around or card.context
    names = [plain_title(name) for name in around.split(SEPARATOR)]
    if names and key_of(names[0]) == deck:
        del names[0]
    shown = [_numbered(card) if card.number and name == card.number else name for name in names]
    return replace(card, context=SEPARATOR.join(shown), around=around)


def source_of(card: Card) -> str:
    """Return where a card stands in the notes: its page and the headings around it, but not the question itself."""
    headings = [title for title in card.headings if title]
    asked = [key for line in card.prompt.split("\n") if (key := key_of(line))]
    while headings and any(_says(headings[-1], key) for key in asked):
        headings.pop()
    return SEPARATOR.join((card.path, *map(without_gaps, headings)))


def _says(title: str, key: str) -> bool:
    from ankibuild.page.questions import question_text  # noqa: PLC0415 - loaded where pages are read

    said = key_of(question_text(title))
    return key in said and 2 * len(key) > len(said)


def _numbered(card: Card) -> str:
    said = f"{card.prompt}\n{card.answer}"
    return in_language_of(said, f"問 {card.number}", f"Question {card.number}")
