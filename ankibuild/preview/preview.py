"""Show all cards on one HTML page, as Anki will, with their places in the notes, problems and uncarded text.

The page itself is in `page/`; here is only what it shows, as data. It needs no network: media are
inside, and so are formulas, as MathML.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from mimetypes import MimeTypes
from pathlib import Path
from typing import Any, Final

from ankibuild.model import SEPARATOR, Card, CardKind, Coverage, Note, Piece, Problem
from ankibuild.packaging.anki_rules import deck_name, tag_names
from ankibuild.packaging.frozen import NOTE_TYPES, card_ordinals
from ankibuild.pipeline import Gathered, Prepared
from ankibuild.preview.mathematics import formulas
from ankibuild.preview.mustache import Template, parse, render, special
from ankibuild.problems import SLUGS
from ankibuild.speech import _, form, spoken
from ankibuild.stats import stats
from ankibuild.terminal.lines import plain
from ankibuild.terminal.proposals import proposal

NEAR: Final = 3
"""How many lines a problem may lie off a card that it is shown with."""
_OF_THE_PAGE: Final = frozenset(("unreadable", "not-utf8", "binary", "front-matter", "empty-page"))
"""Problems of a whole page, whatever line they name."""
_SHARED: Final = 48
"""From this length on a piece of HTML is kept once and referred to: scripts of templates above all."""
VERSION: Final = "<!-- version -->"
"""Stands in a served page for its own version, which is known when the rest of it is; no notes can hold it there."""
_REFERENCE: Final = re.compile(r'(?:src|data)="([^"]+)"|\[sound:(.+?)\]')

Json = dict[str, Any]


def preview(found: Gathered, prepared: Prepared, news: Mapping[str, str] | None = None) -> str:
    """Return the page; raise OSError for a media file that cannot be read.

    With `news` (`error` and `pushed`) it is one that `serve` serves: it also tells what changed
    since the last build, and follows.
    """
    if news is None:
        return _page(found.deck, _data(found, prepared, {}))
    changes = {change.after.guid: change.happening for change in prepared.plan.changes}
    removed = [
        (change.after.page, change.after.prompt)
        for change in prepared.plan.changes
        if change.happening == "removed"
    ]
    data = _data(found, prepared, changes)
    return _page(found.deck, {**data, "live": {**news, "removed": removed}}, served=True)


def page_without_cards(news: Mapping[str, str]) -> str:
    """Return a served page that has nothing to show but its news."""
    empty = {"deck": "ankibuild", "language": "en", "pages": [], "live": {**news, "removed": []}}
    return _page("ankibuild", empty, served=True)


def sides(note: Note, ordinal: int, models: Mapping[Any, Any], card_id: int) -> tuple[list[str], list[str]]:
    """Return front and back of one card of a note as Anki fills them, in pieces."""
    model = models[note.kind]
    card = model.templates[0 if note.kind == "cloze" else ordinal]
    values = {**note.fields} | special(
        deck=deck_name(note.deck), tags=tag_names(note.tags),
        note_type=model.name, card_type=card["name"], card_id=card_id,
    )  # fmt: skip
    front = render(_parsed(card["qfmt"]), values, cloze=ordinal + 1)
    return front, render(_parsed(card["afmt"]), values, cloze=ordinal + 1, front_side="".join(front))


@lru_cache(maxsize=32)
def _parsed(template: str) -> Template:
    return parse(template)


def place_problems(
    problems: Iterable[Problem], cards: Sequence[Card], uncarded: Sequence[Piece] = ()
) -> tuple[dict[int, list[Problem]], list[Problem]]:
    """Divide a page's problems: those at or next to a card, by the card's index, and the others.

    One that is as near to text on no card is about that: an item without its answer made no card.
    """
    beside: dict[int, list[Problem]] = {}
    others: list[Problem] = []
    for problem in problems:
        distance, index = min(
            ((_distance(card, problem.line), index) for index, card in enumerate(cards)),
            default=(NEAR + 1, 0),
        )
        elsewhere = min((_off(piece.first, piece.last, problem.line) for piece in uncarded), default=NEAR + 1)
        near = distance <= NEAR and (distance < elsewhere or not distance)
        near = near and problem.slug not in _OF_THE_PAGE
        (beside.setdefault(index, []) if near else others).append(problem)
    return beside, others


def _distance(card: Card, line: int) -> int:
    """Return how many lines lie between a line and the lines that a card was made from; on them 0."""
    return min((_off(first, last, line) for first, last in card.spans), default=NEAR + 1)


def _off(first: int, last: int, line: int) -> int:
    return max(first - line, line - last, 0)


# --- what the page shows ----------------------------------------------------------------------------


class _Pieces:
    """Long pieces of HTML, each kept once."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        self.referred: set[str] = set()
        self.formulas: dict[str, str] = {}

    def keep(self, pieces: Iterable[str]) -> list[str | int]:
        """Return the pieces with numbers for the long ones."""
        kept: list[str | int] = []
        for piece in pieces:
            long = len(piece) >= _SHARED
            if not long or piece not in self.places:
                self.referred.update(src or sound for src, sound in _REFERENCE.findall(piece))
                self.formulas.update(formulas(piece))
            kept.append(self.places.setdefault(piece, len(self.places)) if long else piece)
        return kept


@dataclass(frozen=True, slots=True)
class _Showing:
    """What all cards of the page share; `changes` says by guid what happened to a card since the last build."""

    models: Mapping[CardKind, Any]
    pieces: _Pieces
    changes: Mapping[str, str]


def _data(found: Gathered, prepared: Prepared, changes: Mapping[str, str]) -> Json:
    pieces = _Pieces()
    shown = list(zip(found.cards, prepared.notes, strict=False))  # tombstones come last and have no card
    by_page = {path: list(pairs) for path, pairs in groupby(shown, key=lambda pair: pair[0].path)}
    paths = dict.fromkeys(
        (*(page.path for page in found.coverage), *by_page, *(p.path for p in found.problems))
    )
    coverage = {page.path: page for page in found.coverage}
    problems = {path: list(group) for path, group in groupby(found.problems, key=lambda each: each.path)}
    pages = [
        _page_data(
            path,
            by_page.get(path, []),
            problems.get(path, []),
            coverage.get(path),
            _Showing(prepared.models, pieces, changes),
        )
        for path in paths
    ]
    return {
        "deck": found.deck,
        "language": found.config.language,
        "stats": _chart(found),
        "css": {kind: model.css for kind, model in prepared.models.items()},
        "pages": pages,
        "pieces": list(pieces.places),
        "formulas": pieces.formulas,
        "media": {
            name: _data_uri(name, file)
            for name, file in sorted(prepared.media.items())
            if name in pieces.referred
        },
    }


_MOST_TOPICS: Final = 12


def _chart(found: Gathered) -> Json:
    """Return what the page counts, the most frequent first; of the topics only those."""
    counted = stats(found)
    return {
        "kinds": list(counted.kinds.items()),
        "styles": list(counted.styles.items()),
        "topics": list(counted.topics.items())[:_MOST_TOPICS],
        "pages": [(path, page.percent) for path, page in counted.pages.items()],
    }


def _page_data(
    path: str,
    pairs: Sequence[tuple[Card, Note]],
    problems: Sequence[Problem],
    coverage: Coverage | None,
    showing: _Showing,
) -> Json:
    beside, others = place_problems(
        problems, [card for card, _ in pairs], coverage.uncarded if coverage else ()
    )
    tops = {card.headings[:1] for card, _ in pairs}
    title = next(iter(tops))[0] if len(tops) == 1 and () not in tops else ""
    sections: list[Json] = []
    for headings, group in groupby(enumerate(pairs), key=lambda entry: entry[1][0].headings):
        trail = headings[1:] if title else headings
        cards = [
            card_data
            for index, (card, note) in group
            for card_data in _card_data(card, note, beside.get(index, []), showing)
        ]
        sections.append({"title": SEPARATOR.join(filter(None, trail)), "cards": cards})
    return {
        "path": path,
        "title": title or path,
        "problems": [_problem_data(problem) for problem in others],
        "percent": coverage.percent if coverage else None,
        "uncarded": _uncarded(coverage) if coverage else [],
        "sections": sections,
    }


def _uncarded(coverage: Coverage) -> list[list[object]]:
    """Return the text on no card, headed by what would teach it."""
    taught: list[list[object]] = [
        [each.first, plain(proposal(each, coverage.path))] for each in coverage.alike
    ]
    return [*taught, *([piece.first, piece.text] for piece in coverage.uncarded)]


def _card_data(card: Card, note: Note, problems: Iterable[Problem], showing: _Showing) -> Iterator[Json]:
    ordinals = card_ordinals(note)
    for place, ordinal in enumerate(ordinals):
        front, back = sides(note, ordinal, showing.models, note.id + place)
        yield {
            "kind": card.kind,
            "name": _name(card, ordinal) if len(ordinals) > 1 else "",
            "ordinal": ordinal,
            "style": card.style,
            "place": f"{card.path}:{card.first_line}",
            "deck": deck_name(note.deck),
            "tags": tag_names(note.tags),
            "happening": showing.changes.get(note.guid, ""),
            "text": "\n".join(filter(None, (card.prompt, card.answer))),
            "problems": [_problem_data(problem) for problem in problems] if not place else [],
            "front": showing.pieces.keep(front),
            "back": showing.pieces.keep(back),
        }


def _name(card: Card, ordinal: int) -> str:
    return f"Cloze {ordinal + 1}" if card.kind == "cloze" else NOTE_TYPES[card.kind].cards[ordinal].name


def _problem_data(problem: Problem) -> Json:
    slug = SLUGS[problem.slug]
    return {
        "line": problem.line,
        "slug": problem.slug,
        "gravity": slug.gravity,
        "message": problem.message,
        "advice": _(slug.advice),
    }


_TYPES: Final = MimeTypes()
"""The types that Python itself knows, on every machine the same."""


def _data_uri(name: str, file: Path | bytes) -> str:
    kind = _TYPES.guess_type(name, strict=False)[0] or "application/octet-stream"
    content = file if isinstance(file, bytes) else file.read_bytes()
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


# --- the page ---------------------------------------------------------------------------------------

_SLOT: Final = re.compile(r"(?:<!--|/\*) put (\S+) (?:-->|\*/)")


def _page(deck: str, data: Json, *, served: bool = False) -> str:
    """Put the files of the page together; data goes in as JSON in which no tag can be closed."""
    slots = {
        "language": spoken(),
        "title": deck.translate({ord("<"): "&lt;", ord("&"): "&amp;"}),
        "version": VERSION if served else "",
        "policy": "; connect-src 'self'" if served else "",
        "data": _as_script(json.dumps(data, ensure_ascii=False, separators=(",", ":"))),
        "frame": _as_script(json.dumps(_file("frame.html", {}), ensure_ascii=False)),
    }
    return _file("page.html", slots)


def _file(name: str, slots: Mapping[str, str]) -> str:
    """Return a file of the page; `put x` in it stands for the slot x, else for the file x."""
    text = _translated((files("ankibuild.preview") / "page" / name).read_text("utf-8"))
    return _SLOT.sub(lambda slot: slots[slot[1]] if slot[1] in slots else _file(slot[1], slots), text)


_IN_HTML: Final = re.compile(r"_\{(.+?)\}")
_IN_SCRIPT: Final = re.compile(r'\b(_|counted)\(("[^"]+")(?:, ("[^"]+"))?')


def _translated(text: str) -> str:
    """Put what a file of the page says into the reader's language: `_{…}` in HTML, `_("…")` in scripts."""

    def in_script(found: re.Match[str]) -> str:
        one, many = json.loads(found[2]), json.loads(found[3] or found[2])
        forms = [form(one, many, 1), form(one, many, 2)] if found[1] == "counted" else [_(one)]
        return f"{found[1]}({', '.join(json.dumps(each, ensure_ascii=False) for each in forms)}"

    return _IN_SCRIPT.sub(in_script, _IN_HTML.sub(lambda found: _(found[1]), text))


def _as_script(data: str) -> str:
    return data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
