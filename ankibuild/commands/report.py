"""What a build, a check or a comparison says at its end, as lines of text."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ankibuild.build import Gathered, Prepared
from ankibuild.identity.times import Happening
from ankibuild.model import Coverage, Piece, Problem
from ankibuild.problems import SLUGS, format_problem, is_error

HAPPENINGS: tuple[Happening, ...] = ("new", "changed", "moved", "removed", "revived", "unchanged")
_ALWAYS = frozenset(("new", "changed", "removed", "unchanged"))
_KINDS = {"qa": "Q&A", "contrast": "contrast", "cloze": "cloze"}
_SHOWN = 60


def summary(found: Gathered, prepared: Prepared, package: Path, size: int) -> Iterator[str]:
    """Yield the table at the end of a build."""
    count = prepared.plan.count()
    kinds = ", ".join(f"{n:,} {_KINDS[kind]}" for kind, n in sorted(prepared.kinds.items(), reverse=True))
    errors = sum(is_error(problem) for problem in found.problems)
    problems = f"{len(found.problems)}" + (f" ({errors} errors)" if errors else "")
    yield f"{'cards':<10}{sum(prepared.kinds.values()):,} ({kinds or 'none'})"
    yield f"{'notes':<10}{happenings(count)}"
    if prepared.plan.kept:
        yield f"{'kept':<10}{prepared.plan.kept:,} of pages that were not read: they stay as they are in Anki"
    yield f"{'problems':<10}{problems}"
    yield f"{'uncarded':<10}{sum(len(each.uncarded) for each in found.coverage):,} blocks"
    empty = "" if prepared.notes else ", empty"
    yield f"{'package':<10}{package} ({size / 1024:,.0f} KB{empty})"


def happenings(count: dict[Happening, int]) -> str:
    """Return `2 new · 3 changed · 1 removed · 412 unchanged`."""
    return " · ".join(
        f"{count.get(name, 0):,} {name}" for name in HAPPENINGS if count.get(name) or name in _ALWAYS
    )


def next_steps(prepared: Prepared, package: Path) -> Iterator[str]:
    """Yield what to do in Anki now."""
    count = prepared.plan.count()
    if not prepared.notes:
        yield "There are no cards: nothing to import. `ankibuild check` lists the text that is on no card."
        return
    yield f"In Anki: File → Import → {package.name}, then sync."
    if count.get("removed"):
        yield "Removed cards turn blank there: Tools → Empty Cards → Delete."


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield the problems, each with what to do about it."""
    for problem in problems:
        yield f"{format_problem(problem)}; {SLUGS[problem.slug].advice}"


def coverage_lines(coverage: Sequence[Coverage], *, everything: bool) -> Iterator[str]:
    """Yield the share of each page that is on cards and the uncarded text; `everything` adds the rest."""
    for page in coverage:
        counts = f"{len(page.uncarded)} uncarded, {len(page.none)} deliberately none"
        yield f"{page.path}: {page.percent} % on cards, {counts}"
        pieces = [*page.uncarded, *(page.none if everything else ())]
        for piece in sorted(pieces):
            advice = f" ⇒ {piece.advice}" if piece.advice else ""
            yield f"{piece.path}:{piece.first}: {piece.reason or 'uncarded'}: {_clip(piece.text)}{advice}"


def check_json(found: Gathered) -> str:
    """Return problems and coverage as JSON for programs."""

    def piece(each: Piece) -> dict[str, object]:
        return {
            "lines": [each.first, each.last],
            "reason": each.reason or None,
            "text": each.text,
            "advice": each.advice or None,
        }

    def problem(each: Problem) -> dict[str, object]:
        gravity = SLUGS[each.slug].gravity
        return {
            "path": each.path,
            "line": each.line,
            "slug": each.slug,
            "gravity": gravity,
            "message": each.message,
        }

    def page(each: Coverage) -> dict[str, object]:
        return {
            "path": each.path,
            "percent": each.percent,
            "carded": each.carded,
            "uncarded": [piece(x) for x in each.uncarded],
            "none": [piece(x) for x in each.none],
        }

    record = {"problems": [problem(x) for x in found.problems], "pages": [page(x) for x in found.coverage]}
    return json.dumps(record, ensure_ascii=False, indent=1)


def _clip(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
