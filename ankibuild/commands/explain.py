"""`ankibuild explain`: why one line of the notes became what it became, for people and for programs."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NoReturn

from ankibuild.commands.listing import CardRecord
from ankibuild.commands.report import kind_name
from ankibuild.config import Config
from ankibuild.errors import AnkibuildError
from ankibuild.explaining.page import Known, explained
from ankibuild.explaining.records import ExplainRecord, HandRecord, ItemRecord, KeyPlace, SignsRecord
from ankibuild.front import own_settings
from ankibuild.home import folder_around
from ankibuild.markdown.source import Source, check_there, relative_name
from ankibuild.model import SEPARATOR, Page, Progress
from ankibuild.pages import Learnt, ReadPages
from ankibuild.part_names import part_name
from ankibuild.pipeline import Gathered, checked, gather
from ankibuild.problems import SLUGS
from ankibuild.reader.series import SeriesKind
from ankibuild.reading import Reader
from ankibuild.speech import _, counted, later, listed
from ankibuild.styles import OPTIONAL
from ankibuild.terminal.lines import Line, Shown, aligned, line, width

_PLACE: Final = re.compile(r"(?P<file>.+?):(?P<line>\d+)")
_LONGEST: Final = 60
_WIDEST_ROLE: Final = 10


class ExplainError(AnkibuildError):
    """A line that is not there; the message says what, and what to do now."""


def explain(place: str, reading: ReadPages, progress: Progress) -> tuple[ExplainRecord, Gathered]:
    """Return why the line FILE:LINE became what it became. Raise ExplainError, and what `gather` raises."""
    file, number = _file_and_line(place)
    sources: list[Source] = []

    def kept(pages: Sequence[Source], config: Config, tell: Progress, learnt: Learnt) -> list[Page]:
        sources.extend(pages)
        return reading(pages, config, tell, learnt)

    found = checked(gather([folder_around(file)], progress=progress, reading=kept))
    source = next((each for each in sources if each.file.resolve() == file.resolve()), None)
    if source is None:
        _fail_unread(file, found)
    last = source.first_line + source.text.removesuffix("\n").count("\n")
    if not 0 < number <= last:
        raise ExplainError(
            _("{place}: there is no such line; {file} has {n}", place=place, file=file, n=last)
        )
    return explained(_known(source, found), number), found


def _file_and_line(place: str) -> tuple[Path, int]:
    named = _PLACE.fullmatch(place)
    if not named:
        check_there(Path(place))
        raise ExplainError(_("{place}: name one line of a file, as in notes.md:12", place=place))
    file = Path(named["file"])
    check_there(file)
    if file.is_dir():
        raise ExplainError(_("{place}: is a folder; name one line of a file, as in notes.md:12", place=file))
    return file, int(named["line"])


def _fail_unread(file: Path, found: Gathered) -> NoReturn:
    """Say why a file was not read as a page."""
    page = relative_name(file, found.home.root)
    for problem in found.problems:
        if problem.path == page:
            now = _(SLUGS[problem.slug].advice)
            raise ExplainError(f"{file}: {problem.message}; {now}")
    raise ExplainError(
        _("{file}: is no page of these notes; the config excludes it, or it has no text", file=file)
    )


def _known(source: Source, found: Gathered) -> Known:
    section, whole, _problems = Reader(found.config).trees(source)
    own, _mistakes = own_settings(source)
    off, on = (*found.config.styles.off, *own.styles_off), (*found.config.styles.on, *own.styles_on)
    return Known(
        source,
        section,
        whole,
        [
            (card, each.guid)
            for card, each in zip(found.cards, found.matches, strict=True)
            if card.path == source.path
        ],
        [problem for problem in found.problems if problem.path == source.path],
        next(each for each in found.coverage if each.path == source.path),
        frozenset(off) | (OPTIONAL - frozenset(on)),
    )


# --- for people -------------------------------------------------------------------------------------------


def explain_json(record: ExplainRecord) -> str:
    """Return it as JSON for programs."""
    return json.dumps(record, ensure_ascii=False, indent=1)


def explain_lines(record: ExplainRecord, path: str) -> Iterator[Shown]:
    """Yield it as text: what the line is, why, its cards, then the rows around it and what was weighed."""
    yield line((f"{path}:{record['line']}:", "path"), f" {record['text'].strip()}")
    facts = [(_("place"), SEPARATOR.join(record["place"])), *((_("why"), each) for each in record["why"])]
    facts += [(_("this line"), record["role"])]
    if item := record["item"]:
        facts += [(_("hand"), _hand(item["hand"])), (_("reading"), _reading(item))]
    if taught := record["taught"]:
        facts += [(_("taught"), f"{taught['name']}: {' / '.join(taught['rows'])}")]
    if record["cards"]:
        facts += [
            (_("problem"), f"{each['message']} [{each['slug']}]; {each['now']}")
            for each in record["problems"]
        ]
    yield from aligned([(f"  {name}", line(text)) for name, text in facts if text])
    named = _("card")
    for card in record["cards"]:
        first, *more = _card(card)
        yield line(("  ", ""), (named, "faint"), f"  {first}")
        yield from (line(f"    {text}") for text in more)
    yield from _rows(record)


def _card(card: CardRecord) -> list[str]:
    """Return a card's kind and style, then each part with its lines and the beginning of its text."""
    parts = ((name, part) for name, part in card["parts"].items() if part)
    told = [
        f"{part_name(name)} ({listed(map(_span, part['lines']))}): {_short(part['text'])}"
        for name, part in parts
    ]
    return [f"{kind_name(card['kind'])} [{card['style']}] {card['context']}".rstrip(), *told]


def _rows(record: ExplainRecord) -> Iterator[Line]:
    signs = {row["line"]: _signs(row["signs"]) for row in record["rows"]}
    wide = max(map(width, signs.values()), default=0)
    for row in record["rows"]:
        here = "▶" if row["line"] == record["line"] else " "
        seen = signs[row["line"]]
        yield line(
            (
                f"{here}{row['line']:>5}  {row['role']:<{_WIDEST_ROLE}}  ",
                "strong" if here == "▶" else "faint",
            ),
            (f"{seen}{' ' * (wide - width(seen))}  ", "hint"),
            _short(row["text"]),
        )


def _signs(seen: SignsRecord | None) -> str:
    """Return what was seen in a row in few signs: `#3 A 正解=answer [x] ○ ?`."""
    if seen is None:
        return ""
    told = [
        seen["kind"],
        f"#{seen['number']}" if seen["number"] else "",
        seen["letter"],
        f"{seen['word'] or '…'}={seen['label']}" if seen["label"] else "",
        {True: "○", False: "×", None: ""}[seen["mark"]],
        "?" if seen["asks"] else "",
    ]
    return " ".join(filter(None, told))


_KEYS: Final[Mapping[KeyPlace, str]] = {
    "below the options": later("below the options"),
    "above the options": later("above the options"),
    "at the options": later("at the options"),
    "elsewhere": later("elsewhere"),
    "in words": later("in words"),
    "nowhere": later("nowhere"),
}
_OPTIONS: Final[Mapping[SeriesKind, str]] = {
    "letters": later("with letters"),
    "numbers": later("numbered"),
    "boxes": later("with boxes"),
    "bullets": later("a list"),
    "marks": later("with marks of right and wrong"),
}


def _hand(hand: HandRecord) -> str:
    """Say how the author writes: what opens the items, what the options look like, where the key stands."""
    told = [_("opens with `{signs}`", signs=_signs(hand["opens"]))] if hand["opens"] else []
    if hand["alike"] > 1:
        told.append(_("as {n} items here do", n=hand["alike"]))
    if hand["options"]:
        told.append(_("options: {kind}", kind=_(_OPTIONS[hand["options"]])))
    told.append(_("answer: {place}", place=_(_KEYS[hand["key"]])))
    told += [_("{word!r} means {kind} here", word=word, kind=kind) for word, kind in hand["labels"].items()]
    if hand["marks"]:
        told.append(_("own marks: {marks}", marks=" ".join(hand["marks"])))
    return listed(told)


def _reading(item: ItemRecord) -> str:
    """Say how well the item reads, and what came second."""
    if not item["candidates"]:
        return ""
    best, *others = item["candidates"]
    told = [counted("{n} point as one item", "{n} points as one item", best["points"])]
    if others:
        less, lines = best["whole"] - others[0]["whole"], others[0]["lines"]
        what = _("lines {first}-{last}", first=lines[0], last=lines[1]) if lines else _("no item here")
        told.append(_("second best: {what}, {n} fewer for the page", what=what, n=less))
    return listed(told)


def _span(span: Sequence[int]) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]}-{span[1]}"


def _short(text: str) -> str:
    one = " / ".join(text.split("\n"))
    return one if len(one) <= _LONGEST else f"{one[: _LONGEST - 1]}…"
