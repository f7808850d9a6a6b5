"""`ankibuild stats`: the numbers of some notes, for people and for programs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from typing_extensions import TypedDict

from ankibuild.commands.report import kind_name
from ankibuild.home import Home
from ankibuild.model import Card, CardKind
from ankibuild.speech import _, counted
from ankibuild.stats import Numbers, Stats
from ankibuild.terminal.diagnostics import shown_path
from ankibuild.terminal.lines import Line, Role, aligned, line, width

_BAR: Final = 24
"""The columns of the longest bar."""
_MOST: Final = 12
"""So many topics, long answers and pairs are listed for people; programs get all."""
_SHOWN: Final = 60


def stats_lines(found: Stats, home: Home) -> Iterator[Line]:
    """Yield the numbers, group by group."""
    cards = counted("{n} card", "{n} cards", found.all.cards)
    share = _("{percent} % of the text on cards", percent=found.all.percent)
    length = _("the middle answer has {n:,} characters", n=found.median)
    yield line((f"{cards} · {share} · {length}", "strong"))
    yield from _bars(_("kinds"), {kind_name(kind): n for kind, n in found.kinds.items()})
    yield from _bars(_("styles"), found.styles)
    yield from _bars(_("topics"), dict(list(found.topics.items())[:_MOST]))
    yield from _more(len(found.topics))
    yield from _pages(found.pages, home)
    yield from _listed(
        _("long answers"), [(_place(card, home), f"{_short(card.prompt)} ({n:,})") for card, n in found.long]
    )
    yield from _listed(
        _("questions that are alike"),
        [
            (_place(one, home), f"{_short(one.prompt)} ≈ {_short(other.prompt)} ({_place(other, home)})")
            for one, other in found.alike
        ],
    )


def _bars(title: str, counts: Mapping[str, int]) -> Iterator[Line]:
    """Yield a chart: what is counted, how often, a bar."""
    if not counts:
        return
    yield from _title(title)
    most = max(counts.values())
    wide = len(f"{most:,}")
    for_each = {name: ("█" * max(1, round(_BAR * n / most)), n) for name, n in counts.items()}
    yield from aligned(
        [(f"  {name}", line(f"{n:>{wide},} ", (bar, "moved"))) for name, (bar, n) in for_each.items()]
    )


def _pages(pages: Mapping[str, Numbers], home: Home) -> Iterator[Line]:
    yield from _title(_("pages"))
    wide = max((width(str(page.cards)) for page in pages.values()), default=0)
    yield from aligned([
        (f"  {shown_path(home, path)}", line(f"{page.cards:>{wide}} ", f" {page.percent:>3} % ", _share(page.percent)))
        for path, page in pages.items()
    ])  # fmt: skip


def _share(percent: int) -> tuple[str, Role]:
    full = round(_BAR * percent / 100)
    return "█" * full + "░" * (_BAR - full), "good"


def _listed(title: str, rows: Sequence[tuple[str, str]]) -> Iterator[Line]:
    if not rows:
        return
    yield from _title(title)
    for place, text in rows[:_MOST]:
        yield line("  ", (f"{place}:", "path"), f" {text}")
    yield from _more(len(rows))


def _title(title: str) -> Iterator[Line]:
    yield line()
    yield line((title, "strong"))


def _more(number: int) -> Iterator[Line]:
    if number > _MOST:
        yield line("  ", (_("and {n:,} more", n=number - _MOST), "faint"))


def _place(card: Card, home: Home) -> str:
    return f"{shown_path(home, card.path)}:{card.first_line}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


# --- for programs (schemas/stats.json is made of these types) ---------------------------------------


class CardPlace(TypedDict):
    """A card by its first line in the notes: `path` counts from the notes folder."""

    path: str
    line: int
    prompt: str


class LongRecord(CardPlace):
    """A card with a long answer, and how many characters that has."""

    characters: int


class PageNumbers(TypedDict):
    """The numbers of a page, or of all: its cards, its pieces of text on cards and on none, the share in percent."""

    cards: int
    carded: int
    uncarded: int
    percent: int


class StatsRecord(TypedDict):
    """What `ankibuild stats --format json` prints: counts by name, the most frequent first."""

    all: PageNumbers
    pages: dict[str, PageNumbers]
    kinds: dict[CardKind, int]
    styles: dict[str, int]
    topics: dict[str, int]
    median: int
    long: list[LongRecord]
    alike: list[tuple[CardPlace, CardPlace]]


def stats_record(found: Stats) -> StatsRecord:
    """Return the numbers as programs see them."""
    return StatsRecord(
        all=_record(found.all),
        pages={path: _record(page) for path, page in found.pages.items()},
        kinds=dict(found.kinds),
        styles=dict(found.styles),
        topics=dict(found.topics),
        median=found.median,
        long=[LongRecord(**_card(card), characters=n) for card, n in found.long],
        alike=[(_card(one), _card(other)) for one, other in found.alike],
    )


def stats_json(found: Stats) -> str:
    """Return the numbers as JSON."""
    return json.dumps(stats_record(found), ensure_ascii=False, indent=1)


def _record(page: Numbers) -> PageNumbers:
    return PageNumbers(cards=page.cards, carded=page.carded, uncarded=page.uncarded, percent=page.percent)


def _card(card: Card) -> CardPlace:
    return CardPlace(path=card.path, line=card.first_line, prompt=card.prompt)
