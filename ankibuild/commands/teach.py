"""`ankibuild teach`: one item, shown with the role of each row, teaches how all like it are read."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from msgspec import Struct

from ankibuild.commands.build import Says
from ankibuild.commands.listing import text_lines
from ankibuild.commit import write
from ankibuild.config import NAME, Config, TaughtHand, excluded, hint, read_config
from ankibuild.errors import AnkibuildError
from ankibuild.home import folder_around
from ankibuild.keyed import PAGE, keys_beside, line_elsewhere, with_keys
from ankibuild.markdown.outline import Section
from ankibuild.markdown.source import Source, check_there, read_notes
from ankibuild.reading import Reader
from ankibuild.speech import _, counted
from ankibuild.teaching.alike import looks_alike
from ankibuild.teaching.effect import Effect, effect, section_of, taught_cards
from ankibuild.teaching.guess import guess, rows_text
from ankibuild.teaching.learn import Taught, learn
from ankibuild.teaching.looks import Look, looks_of
from ankibuild.teaching.refine import refined
from ankibuild.teaching.roles import KNOWN, Place, RolesError, Said, example_of, parse_roles
from ankibuild.teaching.table import free_name, with_hand, without_hand
from ankibuild.teaching.two_parts import LearningError

_EXAMPLE = re.compile(r"(?P<file>.+?):(?P<first>\d+)(?:-(?P<last>\d+))?")
_SHOWN: Final = 3
"""So many of the cards are shown."""
_TOLD: Final = 3
"""So many of the doubtful stretches are named."""
_FEW: Final = 8
"""With more pages in one folder the folder is named."""
_MISTAKE: Final = "#!"
"""Heads what is wrong with the roles, where they are opened again."""
Edit = Callable[[str], str | None]
"""Lets a person change a text; None where nothing was saved."""


class TeachError(AnkibuildError):
    """An example that teaches nothing: the message says why, and what to do now."""


class Wishes(NamedTuple):
    """What is asked of the command."""

    roles: Path | None
    name: str
    dry_run: bool


class Notes(Struct, frozen=True):
    """The notes around an example: where they lie, their config, their pages, each with its tree."""

    root: Path
    config: Config
    pages: tuple[tuple[Source, Section], ...]

    def page(self, file: Path) -> tuple[Source, Section]:
        """Return the page that a file is. Raise TeachError."""
        for each in self.pages:
            if each[0].file.resolve() == file.resolve():
                return each
        raise TeachError(
            _("{file}: is no page of these notes; the config excludes it, or it has no text", file=file)
        )


def teach(example: str, wishes: Wishes, edit: Edit, out: Says) -> None:
    """Learn a hand from an example and write it into the config; raise TeachError or RolesError."""
    file, first, last = _place(example)
    notes = _notes(file)
    text = _roles(notes.page(file)[1], first, last, wishes, edit)
    while True:
        try:
            _learn_from(text, file, notes, wishes, out)
        except (TeachError, RolesError) as error:
            text = _mended(text, error, wishes, edit)
        else:
            return


def _mended(text: str, error: AnkibuildError, wishes: Wishes, edit: Edit) -> str:
    """Let a person mend the roles, so that none are lost; raise the error where they do not."""
    if wishes.roles:
        raise error
    rows = [row for row in text.splitlines() if not row.startswith(_MISTAKE)]
    mended = edit("\n".join([*(f"{_MISTAKE} {line}" for line in str(error).splitlines()), *rows, ""]))
    if mended is None:
        raise error
    return mended


def _learn_from(text: str, file: Path, notes: Notes, wishes: Wishes, out: Says) -> None:
    """Learn a hand from roles and write it into the config. Raise TeachError or RolesError."""
    source, _section = notes.page(file)
    notes, keys, roles = _with_key_page(notes, source, parse_roles(text))
    source, section = notes.page(file)
    taught, looks = example_of(section, roles)
    lines = range(taught[0].look.line, max(x.look.line for x in taught if x.role != "keys") + 1)
    rows = _learnt(taught, looks, notes, section)
    found = effect(section, rows)
    check_reading(found, rows, lines)
    _check_reasons(found, taught)
    name, rows = (wishes.name, rows) if wishes.name else _refined(notes, section, lines, rows)
    effects = _effects(notes, rows, source.path, keys)
    name = name or free_name(Path(source.path).stem, notes.config.hands)
    keys = keys or next((hand.keys for hand in notes.config.hands if hand.name == name), "")
    hand = TaughtHand(name, _named(effects, notes), rows, keys)
    _write(notes, hand, out, dry_run=wishes.dry_run)
    _tell(effects, notes, hand, out)


def _effects(notes: Notes, rows: Sequence[str], path: str, keys: str) -> list[Effect]:
    """Return what a hand does to the pages that are written so; keys on a page of their own are for one page only."""
    found = [each for _source, section in notes.pages if (each := effect(section, rows)).whole]
    alone = bool(keys) and PAGE not in keys
    return [each for each in found if each.page == path or (each.fits and not alone)]


def _with_key_page(
    notes: Notes, source: Source, said: Mapping[Place, Said]
) -> tuple[Notes, str, dict[int, Said]]:
    """Return the notes with the page of keys behind those that it answers, how a hand names it, the roles by line."""
    files = {place.file for place in said if place.file}
    if not files:
        return notes, "", {place.line: role for place, role in said.items()}
    if len(files) > 1:
        raise RolesError(_("the keys stand on two pages: {pages}; name one", pages=", ".join(sorted(files))))
    other, _section = notes.page(source.file.parent / next(iter(files)))
    keys = keys_beside(source.path, other.path)
    mine = ("*",) if PAGE in keys else (source.path,)
    lines = {at: line_elsewhere(source, other, at.line) if at.file else at.line for at in said}
    roles = {lines[at]: role for at, role in said.items()}
    return _notes(source.file, TaughtHand("", mine, (), keys)), keys, roles


def _roles(section: Section, first: int, last: int, wishes: Wishes, edit: Edit) -> str:
    """Return the roles of the rows between two lines, as a file or a person gives them. Raise TeachError."""
    if not any(first <= look.line <= last for look in looks_of(section) if look.shows):
        raise TeachError(
            _(
                "{file}:{first}-{last}: no text there; name the lines of one item",
                file=section.path,
                first=first,
                last=last,
            )
        )
    if wishes.roles:
        return wishes.roles.read_text("utf-8")
    text = edit(_page_to_edit(rows_text(guess(section, first, last))))
    if text is None:
        raise TeachError(_("nothing was saved, so nothing was learnt"))
    return text


def _learnt(
    taught: Sequence[Taught], looks: Sequence[Look], notes: Notes, section: Section
) -> tuple[str, ...]:
    """Return the rows of the hand that an example teaches; `looks` are those of its page. Raise TeachError."""
    others = [look for _source, each in notes.pages if each is not section for look in looks_of(each)]
    try:
        return learn(taught, [*looks, *others], section.words)
    except LearningError as error:
        raise TeachError(
            _(
                "nothing in {text!r} parts the two that stand on this line; give it one role",
                text=str(error)[:60],
            )
        ) from error


def _refined(
    notes: Notes, section: Section, lines: range, rows: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    """Return the name and rows of the hand that the example refines; no name where it teaches one of its own."""
    hands = [each for each in notes.config.hands if excluded(each.pages)(section.path)]
    named = excluded([pattern for hand in hands for pattern in hand.pages])
    pages = [each for _source, each in notes.pages if named(each.path)]
    spans = [lines if each is section else range(0) for each in pages]
    at, both = refined([hand.rows for hand in hands], rows, pages, spans)
    return hands[at].name if at >= 0 else "", both


def _place(example: str) -> tuple[Path, int, int]:
    found = _EXAMPLE.fullmatch(example)
    if not found:
        raise TeachError(
            _("{example}: name one item by its file and lines, as in notes.md:12-24", example=example)
        )
    first = int(found["first"])
    last = int(found["last"] or first)
    file = Path(found["file"])
    check_there(file)
    if file.is_dir():
        raise TeachError(
            _("{file}: is a folder; name one item by its file and lines, as in notes.md:12-24", file=file)
        )
    if not 0 < first <= last:
        raise TeachError(_("{example}: the lines run backwards", example=example))
    return file, first, last


def _notes(file: Path, *more: TaughtHand) -> Notes:
    """Return the notes that a file belongs to; `more` are hands that are not written yet."""
    root = folder_around(file)
    config = read_config(root)
    reader = Reader(config)
    sources = with_keys(read_notes([root], root, excluded(config.exclude))[0], (*config.hands, *more))
    return Notes(root, config, tuple((each, section_of(each, reader)) for each in sources))


def _page_to_edit(rows: str) -> str:
    says = _(
        "Say of each row what it is, by the word at its head; then save and close. Known are:\n{known}\n"
        "skip: on no card. question+answer, option+reason, stem+option: both on one line.\n"
        "A key that stands elsewhere has a row of its own: key 120, or on another page: key answers.md:3.",
        known=", ".join(KNOWN),
    )
    return rows + "\n" + "".join(f"# {line}\n" for line in says.splitlines())


def check_reading(found: Effect, rows: Sequence[str], lines: range) -> None:
    """Raise TeachError where the example is not read by what it teaches, or where all is alike."""
    if looks_alike(rows):
        raise TeachError(
            _(
                "question and answer look alike, and so would every row; nothing was learnt: mark them in the notes"
            )
        )
    lacking = next((each for each in found.doubtful if each.line in lines), None)
    if lacking:
        raise TeachError(
            _(
                "the example itself would not be read ({why}); correct the roles, or choose another item",
                why=lacking.lacks,
            )
        )
    if not any(each.line < lines.stop and lines.start <= each.last for each in found.whole):
        raise TeachError(
            _("no row looks like what the roles say; correct them, or choose another item (learnt: {rows})",
              rows="; ".join(rows))
        )  # fmt: skip


def _check_reasons(found: Effect, taught: Sequence[Taught]) -> None:
    """Raise TeachError where a reason would go to another option than the one that it is said to be about."""
    about = {option.line: option for each in found.whole for option in each.read.item.options}
    for each in taught:
        option = about.get(each.of)
        if option is None or option.right:
            continue
        if each.look.line not in {line.number for _row, line in option.why}:
            raise TeachError(
                _("line {n}: nothing tells that this reason is about line {of}; give it the role explanation",
                  n=each.look.line, of=each.of)
            )  # fmt: skip


def _named(effects: Sequence[Effect], notes: Notes) -> tuple[str, ...]:
    """Return what names the pages: each, or of many the folder where all of it are written so."""
    named = [each.page for each in effects]
    folders = {str(Path(page).parent.as_posix()) for page in named}
    everything = {each.path for each, _section in notes.pages}
    if len(named) > _FEW and len(folders) == 1 and (folder := next(iter(folders))) != ".":
        inside = {path for path in everything if path.startswith(f"{folder}/")}
        if inside == set(named):
            return (f"/{folder}/",)
    return tuple(named)


def _write(notes: Notes, hand: TaughtHand, out: Says, *, dry_run: bool) -> None:
    target = notes.root / NAME
    before = target.read_text("utf-8-sig") if target.is_file() else ""
    after = with_hand(before, hand)
    if not dry_run:
        write(target, after)
        out.say(_("{target}: learnt {name!r}", target=target, name=hand.name))
    _show(hand, out)


def _show(hand: TaughtHand, out: Says) -> None:
    for row in hand.rows:
        out.say(f"  {row}")
    if hand.keys:
        out.say(f"  keys = {hand.keys}")


def _tell(effects: Sequence[Effect], notes: Notes, hand: TaughtHand, out: Says) -> None:
    whole = sum(len(each.whole) for each in effects)
    doubtful = [(each.page, stretch) for each in effects for stretch in each.doubtful]
    named = ", ".join(f"{page}:{stretch.line} {stretch.lacks}" for page, stretch in doubtful[:_TOLD])
    more = ", …" * (len(doubtful) > _TOLD)
    out.say(
        _(
            "{alike} on {pages}: {whole} whole, {doubtful} doubtful{which}",
            alike=counted("{n} item alike", "{n} items alike", whole + len(doubtful)),
            pages=counted("{n} page", "{n} pages", len(effects)),
            whole=whole,
            doubtful=len(doubtful),
            which=f" ({named}{more})" if named else "",
        )
    )
    pages = {each.page for each in effects}
    cards = taught_cards(
        [each for each, _section in notes.pages if each.path in pages][:_FEW], notes.config, hand
    )
    for shown in text_lines(cards[:_SHOWN]):
        out.say(shown)


# --- what was learnt before -----------------------------------------------------------------------------------


def list_hands(place: Path, out: Says) -> None:
    """Show the hands of the notes, each with its pages."""
    check_there(place)
    notes = _notes(place)
    if not notes.config.hands:
        out.say(_("nothing was taught here yet"))
    for hand in notes.config.hands:
        fits = excluded(hand.pages)
        count = sum(fits(each.path) for each, _section in notes.pages)
        gone = "" if count else " " + _("(no such page: mend `pages`, or --forget it)")
        out.say(f"{hand.name}: {', '.join(hand.pages)}{gone}")
        _show(hand, out)


def forget_hand(name: str, place: Path, out: Says) -> None:
    """Take a hand out of the config. Raise TeachError where there is none of that name."""
    check_there(place)
    notes = _notes(place)
    names = [hand.name for hand in notes.config.hands]
    if name not in names:
        now = hint(name, names) if names else _("nothing was taught here yet")
        raise TeachError(_("no hand is called {name!r}; {now}", name=name, now=now))
    target = notes.root / NAME
    write(target, without_hand(target.read_text("utf-8-sig"), name))
    out.say(_("{target}: forgot {name!r}", target=target, name=name))


__all__ = ["RolesError", "TeachError", "Wishes", "forget_hand", "list_hands", "teach"]
