"""`ankibuild check`: what is wrong with the notes and which text is on no card, for people and for programs."""

import json
from collections.abc import Iterator

from typing_extensions import TypedDict

from ankibuild.commands.report import problem_counts
from ankibuild.model import Coverage, Piece, Problem, percent
from ankibuild.pipeline import Gathered
from ankibuild.problems import SLUGS, Gravity
from ankibuild.speech import _, counted, listed
from ankibuild.terminal.diagnostics import github_lines, github_notice, shown_path
from ankibuild.terminal.lines import Line, Role, joined, line
from ankibuild.terminal.output import Output
from ankibuild.terminal.proposals import proposal

_SHOWN = 60


def show(found: Gathered, out: Output, form: str, *, everything: bool) -> None:
    """Say it as text, as JSON or as GitHub's runners read it; `everything` adds what is deliberately on no card."""
    if form == "json":
        out.raw(check_json(found))
    elif form == "github":
        for text in github(found):
            out.raw(text)
    else:
        out.problems(found.problems, found.home, err=False)
        for shown in coverage_lines(found, everything=everything):
            out.say(shown)
        for shown in proposals(found):
            out.say(shown)
        out.say(summary(found))


def coverage_lines(found: Gathered, *, everything: bool) -> Iterator[Line]:
    """Yield the pages that have text on no card, and that text; `everything` adds what is deliberately none."""
    for page in found.coverage:
        pieces = sorted([*page.uncarded, *(page.none if everything else ())])
        if not pieces:
            continue
        path = shown_path(found.home, page.path)
        none = _("{n} deliberately none", n=len(page.none))
        yield line(
            (path, "path"),
            ": ",
            listed((_("{percent} % on cards", percent=page.percent), _uncarded(page), none)),
        )
        for piece in pieces:
            yield _piece(piece, path)


def proposals(found: Gathered) -> Iterator[Line]:
    """Yield how to teach what looks alike and gave no card: last, for a page may have many lines on no card."""
    for page in found.coverage:
        for each in page.alike:
            yield proposal(each, shown_path(found.home, page.path))


def _uncarded(page: Coverage) -> str:
    return _("{n} uncarded", n=len(page.uncarded))


def _piece(piece: Piece, path: str) -> Line:
    reason = _(piece.reason or "uncarded")
    text = piece.text if len(piece.text) <= _SHOWN else piece.text[: _SHOWN - 1] + "…"
    advice: tuple[str, Role] = (f" ⇒ {piece.advice}" if piece.advice else "", "good")
    return line((f"{path}:{piece.first}:", "path"), " ", (f"{reason}:", "faint"), f" {text}", advice)


def summary(found: Gathered) -> Line:
    """Return the one line at the end: cards, their share of the text, what is on none, what is wrong."""
    carded, left = (
        sum(each) for each in zip((0, 0), *((x.carded, len(x.uncarded)) for x in found.coverage), strict=True)
    )
    pieces: list[tuple[str, Role]] = [
        (counted("{n} card", "{n} cards", len(found.cards)), ""),
        (_("{percent} % of the text on cards", percent=percent(carded, left)), ""),
    ]
    if left:
        pieces.append((counted("{n} block on no card", "{n} blocks on no card", left), ""))
    return joined(" · ", [*pieces, *problem_counts(found.problems)])


def github(found: Gathered) -> Iterator[str]:
    """Yield problems and uncarded text with advice as GitHub shows them beside the lines of a pull request."""
    yield from github_lines(found.problems, found.home)
    for page in found.coverage:
        for piece in page.uncarded:
            if piece.advice:
                yield github_notice(shown_path(found.home, page.path), piece.first, "uncarded", piece.advice)


# --- for programs (schemas/check.json is made of these types) ---------------------------------------


class ProblemRecord(TypedDict):
    """One problem: `path` counts from the notes folder, `slug` is one of the README's table."""

    path: str
    line: int
    slug: str
    gravity: Gravity
    message: str


class PieceRecord(TypedDict):
    """Text on no card: its first and last line, why it is deliberately none (else null), what would change that."""

    lines: tuple[int, int]
    reason: str | None
    text: str
    advice: str | None


class PageRecord(TypedDict):
    """How the text of a page divides; `percent` is the share on cards, `carded` counts its pieces on cards."""

    path: str
    percent: int
    carded: int
    uncarded: list[PieceRecord]
    none: list[PieceRecord]


class CheckRecord(TypedDict):
    """What `ankibuild check --format json` prints."""

    problems: list[ProblemRecord]
    pages: list[PageRecord]


def check_json(found: Gathered) -> str:
    """Return problems and coverage as JSON for programs."""
    return json.dumps(check_record(found), ensure_ascii=False, indent=1)


def check_record(found: Gathered) -> CheckRecord:
    """Return problems and coverage as programs see them."""
    return CheckRecord(
        problems=[problem_record(each) for each in found.problems],
        pages=[_page_record(each) for each in found.coverage],
    )


def problem_record(each: Problem) -> ProblemRecord:
    """Return a problem as programs see it."""
    gravity = SLUGS[each.slug].gravity
    return ProblemRecord(
        path=each.path, line=each.line, slug=each.slug, gravity=gravity, message=each.message
    )


def _page_record(page: Coverage) -> PageRecord:
    return PageRecord(
        path=page.path,
        percent=page.percent,
        carded=page.carded,
        uncarded=[piece_record(each) for each in page.uncarded],
        none=[piece_record(each) for each in page.none],
    )


def piece_record(each: Piece) -> PieceRecord:
    """Return text on no card as programs see it."""
    lines = (each.first, each.last)
    return PieceRecord(lines=lines, reason=each.reason or None, text=each.text, advice=each.advice or None)
