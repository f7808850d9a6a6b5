"""Build the pages that changed, and put what becomes of them into the ledger and the package of the last build."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing

from msgspec import Struct

from ankibuild import decks as decking
from ankibuild.amending.known import Known, KnownPage, known_pages, terms_of
from ankibuild.amending.settled import is_settled
from ankibuild.amending.shared import Others
from ankibuild.cache.state import Looked
from ankibuild.commands.settled import may_be_half
from ankibuild.config import Config, excluded
from ankibuild.contexts import with_shown_contexts
from ankibuild.decks import Wish, with_decks
from ankibuild.errors import NotAmendableError
from ankibuild.home import Home
from ankibuild.identity.candidate import Candidate, candidate
from ankibuild.identity.entry import ROOT, Ledger
from ankibuild.identity.ledger_text import LedgerText
from ankibuild.identity.matching import match
from ankibuild.identity.times import Clock, Plan
from ankibuild.markdown.source import Source, read_notes
from ankibuild.model import Note, Problem, Progress
from ankibuild.order import ordering
from ankibuild.packaging.amended import OpenPackage
from ankibuild.packaging.package_check import PackageSummary
from ankibuild.pages import ReadPages
from ankibuild.pipeline import Gathered, fill, learnt, plan_notes, tombstone
from ankibuild.problems import in_order
from ankibuild.topics.choosing import tags_by_names
from ankibuild.topics.tags import with_topics
from ankibuild.values import replace


class Before(Struct, frozen=True):
    """What is there of the last build: its ledger and its package, and what is known of it."""

    known: Known
    ledger: bytes
    package: bytes


class Amended(Struct, frozen=True):
    """What the pages that changed have made of it; `plan` and `problems` are those of these pages alone."""

    ledger: bytes
    package: bytes
    plan: Plan
    holds: PackageSummary
    problems: tuple[Problem, ...]
    pages: Mapping[str, KnownPage]


def changed_pages(known: Known, looked: Looked) -> list[KnownPage]:
    """Return the pages whose text is another now; raise NotAmendableError where anything else changed."""
    if known.names != looked.names:
        raise NotAmendableError("other files")
    changed = {file for file, text in looked.texts.items() if known.texts.get(file) != text}
    pages = [page for page in known.pages if page.file in changed]
    if len(pages) < len(changed) or not pages:
        raise NotAmendableError("no page, or not only pages")
    if 2 * len(pages) > len(known.pages):
        raise NotAmendableError("most pages: this is no quicker")
    return pages


class Orders(Struct, frozen=True):
    """Where the notes are at home, how they are read, and when; `progress` is told of pages."""

    home: Home
    config: Config
    clock: Clock
    reading: ReadPages
    progress: Progress


def amend(before: Before, changed: Sequence[KnownPage], orders: Orders) -> Amended:
    """Return what a build gives now that these pages changed; raise NotAmendableError where that is not sure."""
    others, text = Others(before.known, changed), LedgerText(before.ledger)
    ledger = text.part(list(others.before))
    found = _gather(others, ledger, orders)
    filled = fill(found)
    found = replace(found, problems=in_order((*found.problems, *filled.problems)))
    with closing(OpenPackage(before.package)) as package:
        looks = {kind: look.digest for kind, look in ledger.looks.items()}
        planned, notes = plan_notes(found, filled, looks, orders.clock, package.ids())
        _check_plan(planned, ledger, text)
        if not is_settled(found, planned.ledger):
            raise NotAmendableError("cards that the next build may take for others")
        order = ordering(found.cards)
        pages = {page.path: page for page in known_pages(found, filled, order, others.files)}
        others.check(pages)
        shown = package.shown()
        ids: dict[str, list[int]] = {}
        for path in pages:
            own = [notes[at] for at in order.spaced if found.cards[at].path == path]
            package.replace(_ids(ledger, path), own, _removed(planned, path, found.deck))
            ids[path] = [note.id for note in own]
        package.show(others.order(pages, shown, ids))
        data, holds = package.changed()
    entries = [change.after for change in planned.changes if change.after is not change.before]
    return Amended(text.with_entries(entries), data, planned, holds, found.problems, pages)


def _gather(others: Others, ledger: Ledger, orders: Orders) -> Gathered:
    """Find the cards of the pages that changed, and match them with the ledger's, as `pipeline.gather` does."""
    home, config = orders.home, orders.config
    sources, problems = _read(others, home, excluded(config.exclude))
    pages = orders.reading(sources, config, orders.progress, learnt(ledger.entries))
    problems += [problem for page in pages for problem in page.problems]
    decks = decking.asked_for(pages, Wish(ledger.deck, named=False, several=others.several), ledger)
    names = others.names([term for page in pages for term in terms_of(page)])
    topics = tags_by_names([each for page in pages for each in page.topics], names)
    cards = with_topics(with_decks(pages, decks.pages), topics)
    candidates = tuple(candidate(card) for card in cards)
    _check_known(candidates, ledger)
    matches = match(ledger.entries, candidates)
    problems += matches.problems
    if any(
        each.entry and each.entry.page != card.path for card, each in zip(cards, matches.matches, strict=True)
    ):
        raise NotAmendableError("cards of other pages")
    decks = decking.kept(decks, ledger, pages, ())
    placed = (replace(card, deck=decks.pages[card.path]) for card in cards)
    found = Gathered(
        home, config, decks, tuple(with_shown_contexts(placed, decks.root)),
        tuple(fields for page in pages for fields in page.fields), matches.matches, in_order(problems),
        tuple(page.coverage for page in pages), {page.path: page.mtime for page in pages}, ledger, frozenset(),
        candidates=candidates, pages=tuple(pages), questions=matches.questions,
    )  # fmt: skip
    if may_be_half(found, time.time()):
        raise NotAmendableError("a page that is just being written")
    return found


def _read(others: Others, home: Home, left_out: Callable[[str], bool]) -> tuple[list[Source], list[Problem]]:
    """Read the pages that changed; raise NotAmendableError where one is none any more."""
    sources: list[Source] = []
    problems: list[Problem] = []
    for file in others.files.values():
        page = home.root / os.path.relpath(
            file, home.root.absolute()
        )  # named as a walk through the folder names it
        source, told = read_notes([page], home.root, left_out)
        sources += source
        problems += told
    if [source.path for source in sources] != list(others.before):
        raise NotAmendableError("a page that cannot be read")
    return sources, problems


def _check_known(cards: Sequence[Candidate], ledger: Ledger) -> None:
    """Refuse cards that cards of any page may be taken for: by ids, and by pictures and links (see `as_known`)."""
    explicit = {entry.explicit for entry in ledger.entries if not entry.removed}
    said = {(entry.kind, name, text) for entry in ledger.entries for name, text in entry.parts.items()}
    if any(card.explicit and card.explicit not in explicit for card in cards) or any(
        (card.kind, name, card.parts[name]) not in said for card in cards for name in card.also
    ):
        raise NotAmendableError("ids or links that other pages may have")


def _check_plan(planned: Plan, ledger: Ledger, text: LedgerText) -> None:
    """Refuse what changes more of the ledger than the lines of these pages' cards, and cards that were removed."""
    after = planned.ledger
    decks = {page: deck for page, deck in ledger.decks.items() if page in after.decks}
    asked = {page: deck for page, deck in ledger.asked.items() if page == ROOT or page in after.decks}
    same = (ledger.deck, ledger.looks, ledger.root, decks, asked)
    if (after.deck, after.looks, after.root, after.decks, after.asked) != same:
        raise NotAmendableError("decks")
    if any(
        change.happening == "revived" or (change.before is None and text.knows(change.after.guid))
        for change in planned.changes
    ):
        raise NotAmendableError("cards that come back")


def _ids(ledger: Ledger, page: str) -> list[int]:
    return [entry.id for entry in ledger.entries if entry.page == page and not entry.removed]


def _removed(planned: Plan, page: str, deck: str) -> list[Note]:
    gone = (change.after for change in planned.changes if change.happening == "removed")
    return [tombstone(entry, deck) for entry in gone if entry.page == page]
