"""The pipeline on one screen: from folders of notes to notes for Anki, and what that changes.

    read → parse → tag → match with the ledger → fill fields → plan times → package

`gather` reads; `prepare` decides what a build would do; `pack` makes the bytes. Nothing here writes.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from ankibuild import decks as decking
from ankibuild import losses
from ankibuild.config import NAME, Config, excluded, misnamed, outdated, read_config
from ankibuild.contexts import plain_title, with_shown_contexts
from ankibuild.decks import Unmet, Wish, with_decks
from ankibuild.home import Home, find_home
from ankibuild.identity import ledger as ledgers
from ankibuild.identity.candidate import Candidate, candidate
from ankibuild.identity.entry import Decks, Entry, Given, Ledger
from ankibuild.identity.matching import Match, match
from ankibuild.identity.times import Clock, Packed, Plan, plan
from ankibuild.keyed import with_keys
from ankibuild.markdown.cleaning import clean
from ankibuild.markdown.source import Source, as_text, is_there, read_notes, relative_name
from ankibuild.model import SEPARATOR, Card, CardKind, Coverage, Note, Page, Problem, Progress, untold
from ankibuild.order import Ordering, ordering
from ankibuild.packaging.anki_rules import deck_name, tag_names
from ankibuild.packaging.fields import PARTS, title_of, with_context, with_link, with_swap
from ankibuild.packaging.first_fields import told_apart
from ankibuild.packaging.inert import inert
from ankibuild.packaging.media import Filled, pack_media
from ankibuild.packaging.templates import load_templates
from ankibuild.pages import Learnt, ReadPages, read_pages
from ankibuild.problems import in_order
from ankibuild.source_link import source_link
from ankibuild.speech import _, prefer
from ankibuild.topics.choosing import topic_tags
from ankibuild.topics.tags import with_topics
from ankibuild.values import replace


class Gathered(Struct, frozen=True):
    """All cards of some notes, each matched with the ledger; `matches` are in the order of `cards`."""

    home: Home
    config: Config
    decks: Decks
    cards: tuple[Card, ...]
    fields: tuple[Mapping[str, str], ...]
    """Those of the cards' notes, but for what hangs on other pages: context line and order of the options."""
    matches: tuple[Match, ...]
    problems: tuple[Problem, ...]
    coverage: tuple[Coverage, ...]
    mtimes: Mapping[str, int]
    ledger: Ledger
    unread: frozenset[str]
    """Pages of earlier builds that were not read, and are there or not named today: nothing is known of their cards."""
    unmet: tuple[Unmet, ...] = ()
    """The decks that stay as they are, though the notes ask for others."""
    lost: Mapping[str, int] = field(default_factory=dict)
    """Pages that lost all of their cards, with their number; they count as unread until that is meant."""
    candidates: tuple[Candidate, ...] = ()
    """What of the cards was compared with the ledger; their decks may be others by now."""
    pages: tuple[Page, ...] = ()
    """What was read of each page."""
    questions: tuple[tuple[str, str], ...] = ()
    """What each card asks: its kind and its folded prompt."""
    paired: frozenset[str] = frozenset()
    """The pages whose answers stand on another one, and those where they stand."""

    @property
    def deck(self) -> str:
        """The root deck."""
        return self.decks.root

    @property
    def ledger_path(self) -> Path:
        """The ledger's file."""
        return self.home.ledger


def gather(
    paths: Sequence[Path],
    lock: Path | None = None,
    progress: Progress = untold,
    before: Ledger | None = None,
    home: Home | None = None,
    config: Config | None = None,
    reading: ReadPages = read_pages,
) -> Gathered:
    """Read the notes, find the cards and say which is which in the ledger; nothing is written.

    `lock` is the ledger's file if not the one beside the notes; with `before` it is not read, with `config`
    that of the notes is not. `reading` reads the pages.

    Raises NotesError, ConfigError, TemplateError and LedgerError where the notes, the config, the templates
    that it names or the ledger cannot be used.
    """
    home = home or find_home(paths, lock)
    folders = (home.root, *home.areas)
    config = config or read_config(*folders)
    prefer(None if config.messages == "auto" else config.messages)
    if config.templates:
        load_templates(config.templates)  # a wrong path is told of by every command, not only by a build
    before = ledgers.read(home.ledger) if before is None else before
    left_out = excluded(config.exclude)
    sources, problems = read_notes(paths, home.root, left_out)
    sources = with_keys(sources, config.hands)
    pages = reading(sources, config, progress, learnt(before.entries))
    problems += [problem for page in pages for problem in page.problems]
    problems += _about_config(folders, home.root)
    unread = _unread(before, home, sources, problems, left_out)
    here = unread | {page.path for page in pages}
    own_name = config.deck or _deck_name(pages, home.root)
    wish = Wish(config.deck or (before.deck if unread else own_name), bool(config.deck), len(here) > 1)
    decks = decking.asked_for(pages, wish, before)
    topics = topic_tags([each for page in pages for each in page.topics])
    cards = with_topics(with_decks(pages, decks.pages), topics)
    progress(_("comparing with the last build"))
    candidates = tuple([candidate(card) for card in cards])
    matches = match(before.entries, candidates)
    _check_belongs(before, own_name, home, [source.path for source in sources], matches.matches)
    problems += matches.problems
    now_and_then = zip(cards, matches.matches, strict=True)
    moves = [(card.path, each.entry.page) for card, each in now_and_then if each.entry]
    decks = decking.kept(decks, before, pages, moves)
    unmet = tuple(decking.unmet(decks, wish, pages))
    problems += map(decking.told, unmet)
    placed = (replace(card, deck=decks.pages[card.path]) for card in cards)
    cards = with_shown_contexts(placed, decks.root)
    empty = {problem.path for problem in problems if problem.slug == "empty-page"}
    with_cards = {card.path for card in cards}
    lost = losses.lost_pages(before.entries, here - unread | empty, with_cards, matches.matches)
    problems += losses.told(lost)
    return Gathered(
        home, config, decks, tuple(cards), tuple(fields for page in pages for fields in page.fields),
        matches.matches, in_order(problems),
        tuple(page.coverage for page in pages), {page.path: page.mtime for page in pages},
        before, unread | lost.keys(), unmet, lost, candidates, tuple(pages), matches.questions,
        frozenset(source.path for source in sources if source.elsewhere or source.answers),
    )  # fmt: skip


def with_decks_met(found: Gathered) -> Gathered:
    """Return what was found with the decks that the notes ask for: for who moves cards, as an import does not."""
    decks = decking.met(found.decks, found.unmet)
    placed = (replace(card, deck=decks.pages[card.path]) for card in found.cards)
    cards = tuple(with_shown_contexts(placed, decks.root))
    problems = tuple(problem for problem in found.problems if problem.slug != decking.KEPT)
    return replace(found, decks=decks, cards=cards, problems=problems, unmet=())


def with_losses(found: Gathered) -> Gathered:
    """Return what was found, the cards of pages that lost all of theirs as removed: for who means it."""
    problems = tuple(problem for problem in found.problems if problem.slug != losses.LOST)
    return replace(found, unread=found.unread - found.lost.keys(), lost={}, problems=problems)


def _about_config(folders: Sequence[Path], root: Path) -> Iterator[Problem]:
    """Tell of a file that is likely meant as the config, where there is none, and of old words in one."""
    for config, line, message in outdated(folders):
        yield Problem(relative_name(config, root), line, "old-setting", message)
    if file := misnamed(folders):
        yield Problem(
            relative_name(file, root),
            1,
            "config-name",
            _("this is not read: a config is called {name}", name=NAME),
        )


def learnt(entries: Iterable[Entry]) -> Learnt:
    """Return the prompts that each page has cards for."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        if entry.kind == "qa" and not entry.removed:
            found.setdefault(entry.page, []).append(entry.prompt)
    return {page: tuple(sorted(prompts)) for page, prompts in found.items()}


def _unread(
    before: Ledger,
    home: Home,
    sources: Sequence[Source],
    problems: Sequence[Problem],
    left_out: Callable[[str], bool],
) -> frozenset[str]:
    """Return the earlier pages whose cards must not count as removed: damaged, forbidden, or not named today.

    Cards of a page that the config excludes now are removed: its author said that it is none of the notes.
    """
    lost = {problem.path for problem in problems if problem.slug == "too-deep"}
    read = {source.path for source in sources} - lost
    read |= {problem.path for problem in problems if problem.slug == "empty-page"}
    earlier = {entry.page for entry in before.entries if not entry.removed}
    return frozenset(
        page
        for page in earlier - read
        if not home.names(page) or (is_there(home.file(page)) and not left_out(page))
    )


def _check_belongs(
    before: Ledger, deck: str, home: Home, read: Sequence[str], matches: Sequence[Match]
) -> None:
    """Refuse a ledger of other notes: building with it would mix them up.

    A page may be renamed and retitled at once; then its cards tell whose ledger it is.
    """
    known = {entry.page for entry in before.entries if not entry.removed}
    near = any(home.names(page) and is_there(home.file(page)) for page in known)
    if not known or before.deck == deck or near or not known.isdisjoint(read):
        return
    live = sum(not entry.removed for entry in before.entries)
    met = sum(each.entry is not None and not each.entry.removed for each in matches)
    if met * _FEW <= min(live, len(matches)):
        now = _(
            "name the right ledger with --lock, or remove this one if these notes took the place of those"
        )
        raise ledgers.LedgerError(
            str(home.ledger), 1, _("this is the ledger of other notes (deck {deck!r})", deck=before.deck), now
        )


_FEW = 3
"""No more than one card in so many that is known: a question that two subjects share by chance."""


def _deck_name(pages: Sequence[Page], root: Path) -> str:
    return pages[0].title if len(pages) == 1 else plain_title(as_text(root.resolve().name))


class Filling(Struct, frozen=True):
    """The fields of all cards, the files that they name, and what filling them has brought up."""

    fields: tuple[Mapping[str, str], ...]
    files: Mapping[str, Path | bytes]
    problems: tuple[Problem, ...]
    firsts: tuple[tuple[str, ...], ...]
    """What the first field of each says, as it was and as it was told apart."""
    named: tuple[frozenset[str], ...]
    """The files that each of them names."""


class Prepared(Struct, frozen=True):
    """What a build would write: the plan with the new ledger, the notes in their order, tombstones last."""

    plan: Plan
    notes: tuple[Note, ...]
    models: Mapping[CardKind, Any]
    media: Mapping[str, Path | bytes]
    order: Ordering
    """The order in which Anki shows new cards."""
    filled: Filling

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What filling the fields has brought up, on top of the problems of the notes themselves."""
        return self.filled.problems

    @property
    def kinds(self) -> Counter[CardKind]:
        """Count the notes by kind, tombstones left out."""
        return Counter(note.kind for note in self.notes if not note.removed)


def prepare(found: Gathered, clock: Clock, *, share: bool = False, embed_font: bool = False) -> Prepared:
    """Fill the fields, give every note its times; with `share` leave the tombstones out.

    With `embed_font` the cards bring their font; only what is packed needs it, so the config has no say here.
    """
    from ankibuild.packaging.notetypes import digest, models  # noqa: PLC0415 - loads genanki

    filled = fill(found)
    templates = load_templates(found.config.templates, found.config.tts)
    font: Mapping[str, bytes] = {}
    if embed_font:
        from ankibuild.packaging.font import embed  # noqa: PLC0415 - the rarer look

        templates, font = embed(templates, filled.fields, found.config.font_file)
    look = models(templates, found.config.language)
    # The style names the font by its content: a new character makes another look, and the note types' mod
    # moves. It must, for Anki takes over a style only from a newer note type, and never overwrites the font.
    planned, notes = plan_notes(found, filled, {kind: digest(model) for kind, model in look.items()}, clock)
    if not share:
        notes += [tombstone(entry, found.deck) for entry in planned.ledger.entries if entry.removed]
    order = ordering(found.cards)
    files = {**filled.files, **font}
    return Prepared(planned, tuple(notes), look, files, order, filled)


def plan_notes(
    found: Gathered, filled: Filling, looks: Mapping[CardKind, str], clock: Clock, taken: Iterable[int] = ()
) -> tuple[Plan, list[Note]]:
    """Return what a build changes, and the note of each card; `looks` and `taken` as for `times.plan`."""
    packed = [
        Packed(
            known, each, ledgers.fields_digest(fields, card.tags),
            given(fields, card) if each.entry and each.entry.given else Given(), tag_names(card.tags),
        )
        for card, known, each, fields in zip(
            found.cards, found.candidates, found.matches, filled.fields, strict=True
        )
    ]  # fmt: skip
    clock = replace(clock, pages=found.mtimes)
    before = replace(found.ledger, root=found.home.kept_in(found.ledger_path))
    planned = plan(before, packed, looks, found.decks, clock, unread=found.unread, taken=taken)
    by_guid = {entry.guid: entry for entry in planned.ledger.entries}
    notes = [
        _note(by_guid[each.guid], card, fields)
        for card, each, fields in zip(found.cards, found.matches, filled.fields, strict=True)
    ]
    return planned, notes


def given(fields: Mapping[str, str], card: Card | Note) -> Given:
    """Return what Anki gets of a card with these fields."""
    return Given((ledgers.version_digest(fields),), tag_names(card.tags), (deck_name(card.deck),))


def fill(found: Gathered) -> Filling:
    """Fill the fields of all cards and find the files that they name."""
    filled = list(
        told_apart(
            (card.kind, _filled(card, fields, each.guid, found))
            for card, fields, each in zip(found.cards, found.fields, found.matches, strict=True)
        )
    )
    placed = (
        Filled(*found.home.media_folder(card.path), card.first_line, each.fields, card.media)
        for card, each in zip(found.cards, filled, strict=True)
    )
    packed = pack_media(placed, found.config.remote_media)
    firsts = tuple(each.firsts for each in filled)
    return Filling(packed.fields, packed.files, packed.problems, firsts, packed.named)


def with_all_problems(found: Gathered, filled: Prepared | Filling) -> Gathered:
    """Return what was found with the problems that show when the fields are filled."""
    return replace(found, problems=in_order((*found.problems, *filled.problems)))


def checked(found: Gathered) -> Gathered:
    """Return what was found with all problems that a build would tell of, without preparing one, and the hints.

    Raises TemplateError, FontError and PackageError like a build.
    """
    from ankibuild.packaging.notetypes import models  # noqa: PLC0415 - as above
    from ankibuild.packaging.package import check_contents  # noqa: PLC0415

    filled = fill(found)
    templates = load_templates(found.config.templates, found.config.tts)
    if found.config.embed_font:
        from ankibuild.packaging.font import embed  # noqa: PLC0415 - the rarer look

        templates, _font = embed(templates, filled.fields, found.config.font_file)
    models(templates, found.config.language)
    notes = [
        Note(each.guid, card.kind, number, 1, card.deck, fields, card.tags)
        for number, (card, each, fields) in enumerate(
            zip(found.cards, found.matches, filled.fields, strict=True), 1
        )
    ]
    check_contents(notes, filled.files)
    return with_hints(with_all_problems(found, filled))


def with_hints(found: Gathered) -> Gathered:
    """Return what was found with the hints on its cards, those that the config switches off left out."""
    from ankibuild.hints import hints  # noqa: PLC0415 - only `check` and `preview` give them

    given = hints(found.cards, found.config.hints.off)
    return replace(found, problems=in_order((*found.problems, *given)))


def pack(prepared: Prepared, guids: Collection[str] | None = None) -> bytes:
    """Return the bytes of the package: the same for the same notes and ledger, on any day and machine.

    With `guids` it holds only those notes, in the places that they have among all, and no media.
    """
    from ankibuild.packaging.package import package_bytes  # noqa: PLC0415 - as above

    ledger = prepared.plan.ledger
    created = min((entry.id for entry in ledger.entries), default=1000) // 1000
    mods = {kind: look.mod for kind, look in ledger.looks.items()}
    shown = prepared.order.shown
    ordered = [*(prepared.notes[place] for place in shown), *prepared.notes[len(shown) :]]
    places = [place for place, note in enumerate(ordered, 1) if guids is None or note.guid in guids]
    return package_bytes(
        [ordered[place - 1] for place in places],
        prepared.models,
        model_mods=mods,
        created=created,
        media=prepared.media if guids is None else {},
        places=places,
    )


def _note(entry: Entry, card: Card, fields: Mapping[str, str]) -> Note:
    return Note(entry.guid, card.kind, entry.id, entry.mod, card.deck, fields, card.tags)


def tombstone(entry: Entry, deck: str) -> Note:
    """Return a removed card's note: Anki blanks its card, and Empty Cards offers to delete it."""
    said = {name: entry.parts.get(part, "") for name, part in PARTS[entry.kind].items()}
    around = {"Context": entry.context, "Source": SEPARATOR.join((entry.page, *entry.headings))}
    fields = {
        name: inert(clean(escape(text).replace("\n", "<br>")))
        for name, text in (said | around).items()
        if text
    }
    if entry.kind == "contrast":
        fields["Title"] = inert(title_of(entry.parts.get("incorrect", ""), entry.parts.get("correct", "")))
    fields["Removed"] = "1"
    return Note(entry.guid, entry.kind, entry.id, entry.mod, deck, fields, (), removed=True)


def _filled(card: Card, fields: Mapping[str, str], guid: str, found: Gathered) -> dict[str, str]:
    """Return the fields of a card's note with all that hangs on other pages, the ledger and the notes' place."""
    fields = with_context(fields, card.context, found.config.language)
    return with_link(with_swap(fields, guid), _link(card, found))


def _link(card: Card, found: Gathered) -> str:
    wanted = found.config.source_link
    return source_link(wanted, card, found.home.file(card.path), found.home.root) if wanted else ""
