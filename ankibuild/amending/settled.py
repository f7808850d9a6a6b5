"""Tell whether the next build would find all that this one found, each card and each line where it is now.

Only then can one page be built without the others: what they give is known.
"""

from collections import Counter
from collections.abc import Iterator

from ankibuild.cache.pages import still_holds
from ankibuild.identity.candidate import Candidate
from ankibuild.identity.entry import Ledger
from ankibuild.identity.places import place_of, same_subject
from ankibuild.pipeline import Gathered, learnt


def is_settled(found: Gathered, ledger: Ledger) -> bool:
    """Tell it of what was found, with the ledger as the build leaves it."""
    plain = not (found.unread or found.lost)
    live = sum(not entry.removed for entry in ledger.entries)
    return (
        plain
        and live == len(found.cards)
        and not any(entry.given for entry in ledger.entries)
        and not any(problem.slug == "duplicate-id" for problem in found.problems)
        and all(page.path in ledger.decks for page in found.pages if page.cards)
        and _stays_learnt(found, ledger)
        and _is_recognised(found)
    )


def _stays_learnt(found: Gathered, ledger: Ledger) -> bool:
    """Tell whether each page gives the same with what is learnt of it now."""
    known = learnt(ledger.entries)
    return all(still_holds(page, known.get(page.path, ())) for page in found.pages)


def _is_recognised(found: Gathered) -> bool:
    """Tell whether each card that asks what another asks is known by its text and its place (see `evidence`).

    Of all others the text is enough.
    """
    common = list(_common(found))
    places = {(card.kind, card.prompt, card.rest, place_of(card)) for card in common}
    return len(places) == len(common) and all(same_subject(card, card) for card in common)


def _common(found: Gathered) -> Iterator[Candidate]:
    counts = Counter(found.questions)
    if len(counts) < len(found.questions):
        for card, question in zip(found.candidates, found.questions, strict=True):
            if counts[question] > 1:
                yield card
