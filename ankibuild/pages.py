"""From the text of a page to its cards: dialect → outline → styles, one page at a time."""

import os
import re
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import PurePosixPath

from ankibuild.advice import with_advice
from ankibuild.config import Config
from ankibuild.front import own_settings
from ankibuild.learning import answerable
from ankibuild.markdown.dialect import Dialect, TooDeepError
from ankibuild.markdown.outline import Section, outline
from ankibuild.markdown.source import Source, strings
from ankibuild.model import Card, Problem, Progress, untold
from ankibuild.page.content import is_hashtags
from ankibuild.page.coverage import Coverage, Piece, cover
from ankibuild.page.flow import rows
from ankibuild.speech import Language, _, later, speak, spoken
from ankibuild.styles import recognise
from ankibuild.words import words


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a page once it is read: its cards in reading order, its problems, its coverage."""

    path: str
    title: str
    mtime: int
    cards: tuple[Card, ...]
    problems: tuple[Problem, ...]
    coverage: Coverage


Learnt = Mapping[str, frozenset[str]]
"""The prompts of the cards that each page had, as the ledger knows them."""


class Reader:
    """Reads pages by one config; the converter inside is made once."""

    def __init__(self, config: Config, learnt: Learnt | None = None) -> None:
        self.config = config
        self.learnt = learnt or {}
        self.words = words(config.words, config.signs)
        self.dialect = Dialect(ruby_brackets=config.ruby)

    def read(self, source: Source) -> Page:
        """Read one page; one that is nested too deeply has no cards, but a problem."""
        try:
            return self._read(source)
        except TooDeepError as error:
            line = error.line
        except RecursionError:
            line = source.first_line
        problem = Problem(
            source.path, line, "too-deep", _("nested too deeply: nothing of this page was read")
        )
        last = source.first_line + source.text.count("\n")
        whole = Piece(source.path, source.first_line, last, "", later("the whole page"))
        coverage = Coverage(source.path, 0, (), (whole,))
        return Page(source.path, _file_title(source), source.mtime, (), (problem,), coverage)

    def _read(self, source: Source) -> Page:
        last_line = source.first_line + source.text.count("\n")
        html = self.dialect.convert(source.text, source.first_line)
        section, problems = outline(html, source.path, last_line, self.words)
        own, mistakes = own_settings(source)
        off, on = (*self.config.styles.off, *own.styles_off), (*self.config.styles.on, *own.styles_on)
        cards, more = recognise(section, off, on, self.learnt.get(source.path, ()))
        cards, unanswerable = answerable(cards)
        if (own.contrast or self.config.contrast) == "choice":
            from ankibuild.items.choice import as_choice  # noqa: PLC0415 - the rarer form

            cards = as_choice(cards)
        title = _title(section, source)
        tagged = _with_tags(section, cards, (*self.config.tags, *strings(source.front.get("tags"))))
        coverage = with_advice(section, cover(section, cards))
        told = (*problems, *mistakes, *more, *unanswerable)
        return Page(source.path, title, source.mtime, tuple(tagged), told, coverage)


def _title(page: Section, source: Source) -> str:
    """Return the page's title: its first h1, else the front matter's title, else the file's name."""
    first = next((s.title.text for s in page.sections if s.level == 1 and s.title.text), "")
    return first or _file_title(source)


def _file_title(source: Source) -> str:
    return str(source.front.get("title") or "") or PurePosixPath(source.path).stem


# --- tags that the author wrote ---------------------------------------------------------------------


def _with_tags(page: Section, cards: Iterable[Card], everywhere: Sequence[str]) -> list[Card]:
    """Give each card the page's tags and those behind the headings and on the `#tag` lines around it."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for section in page.walk():
        lines = (row.text for row in rows(section.blocks) if is_hashtags(row.text))
        own = [tag.lstrip("#＃") for line in lines for tag in re.split(r"[\s,、]+", line) if tag]
        if tags := (*section.tags, *own):
            found[(*section.trail, section.title.text) if section.title.text else ()] = tags
    return [replace(card, tags=tuple(dict.fromkeys((*everywhere, *_around(card, found))))) for card in cards]


def _around(card: Card, found: Mapping[tuple[str, ...], tuple[str, ...]]) -> Iterable[str]:
    for length in range(len(card.headings) + 1):
        yield from found.get(card.headings[:length], ())


ReadPages = Callable[[Sequence[Source], Config, Progress, Learnt], list[Page]]
"""Reads pages by a config, telling of each; returns them in their order."""


def read_pages(
    sources: Sequence[Source],
    config: Config,
    progress: Progress = untold,
    learnt: Learnt | None = None,
) -> list[Page]:
    """Read all pages in their order; many of them on all processors."""
    workers = min(_MOST_WORKERS, os.cpu_count() or 1)
    if min(workers, len(sources)) <= 1 or sum(len(source.text) for source in sources) < _WORTH_WORKERS:
        return list(_read_here(Reader(config, learnt), sources, progress))
    # Spawned, not forked: forking a process with threads (a test runner, a notebook) can hang.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _start_worker, (config, learnt, spoken()))
    try:
        chunk = max(1, len(sources) // (workers * 8))
        return list(_told(pool.map(_read_in_worker, sources, chunksize=chunk), sources, progress))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


_MOST_WORKERS = 4
_WORTH_WORKERS = 400_000
"""Characters of notes from which starting other processes pays: about a second of work."""


def _read_here(reader: Reader, sources: Sequence[Source], progress: Progress) -> Iterator[Page]:
    for number, source in enumerate(sources):
        progress(source.path, number, len(sources))  # before: a large page takes a while
        yield reader.read(source)


def _told(pages: Iterable[Page], sources: Sequence[Source], progress: Progress) -> Iterator[Page]:
    for number, (source, page) in enumerate(zip(sources, pages, strict=True), 1):
        progress(source.path, number, len(sources))
        yield page


class _Worker:
    """What a worker process keeps between pages."""

    reader: Reader


def _start_worker(config: Config, learnt: Learnt | None, language: Language) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the main process's business
    speak(language)
    _Worker.reader = Reader(config, learnt)


def _read_in_worker(source: Source) -> Page:
    return _Worker.reader.read(source)
