"""Read pages: those that are known from the cache, the others here or on all processors.

What reads a page is loaded only when one must be read: that takes longer than an unchanged build.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ankibuild.cache.key import circumstances
from ankibuild.cache.pages import PageCache, packed, unpacked
from ankibuild.config import Config
from ankibuild.markdown.source import Source
from ankibuild.model import Page, Progress, untold
from ankibuild.process import collect_seldom, keep_what_is_loaded
from ankibuild.speech import Language, speak, spoken

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from ankibuild.cache.folder import CacheFolder
    from ankibuild.reading import Reader

Learnt = Mapping[str, tuple[str, ...]]
"""The prompts of the cards that each page had, as the ledger knows them, sorted, each as often as it was asked."""
ReadPages = Callable[[Sequence[Source], Config, Progress, Learnt], list[Page]]
"""Reads pages by a config, telling of each; returns them in their order."""

_MOST_WORKERS = 4
_WORTH_WORKERS = 400_000
"""Characters of notes from which starting other processes pays: about a second of work."""


def read_pages(
    sources: Sequence[Source],
    config: Config,
    progress: Progress = untold,
    learnt: Learnt | None = None,
    kept: "CacheFolder | None" = None,
) -> list[Page]:
    """Read all pages in their order, many of them on all processors; with `kept` only those not known there."""
    cache, learnt = PageCache(kept, circumstances(config)) if kept else None, learnt or {}
    found = [cache.get(source, learnt.get(source.path, ())) if cache else None for source in sources]
    missing = [source for source, page in zip(sources, found, strict=True) if page is None]
    read = iter(list(_read(missing, _Orders(config, learnt), progress, cache)))
    pages = [page or next(read) for page in found]
    if cache and missing:
        cache.tidy()
    return pages


class _Orders(NamedTuple):
    """What a reader is made of."""

    config: Config
    learnt: Learnt


def _read(
    sources: Sequence[Source], orders: _Orders, progress: Progress, cache: PageCache | None
) -> Iterator[Page]:
    workers = min(_MOST_WORKERS, os.cpu_count() or 1)
    alone = min(workers, len(sources)) <= 1 or sum(len(source.text) for source in sources) < _WORTH_WORKERS
    if alone:
        return _read_here(sources, orders, progress, cache)
    return _read_everywhere(sources, orders, progress, cache, workers)


def _read_here(
    sources: Sequence[Source], orders: _Orders, progress: Progress, cache: PageCache | None
) -> Iterator[Page]:
    reader: Reader | None = None
    for number, source in enumerate(sources):
        progress(source.path, number, len(sources))  # before: a large page takes a while
        reader = reader or _reader(orders)
        page = reader.read(source)
        if cache and (data := packed(page)):
            cache.put(source, data)
        yield page


def _reader(orders: _Orders) -> "Reader":
    from ankibuild.reading import Reader  # noqa: PLC0415 - see above

    return Reader(*orders)


def _read_everywhere(
    sources: Sequence[Source], orders: _Orders, progress: Progress, cache: PageCache | None, workers: int
) -> Iterator[Page]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - see above

    pool = ProcessPoolExecutor(workers, _context(), _start_worker, (orders, spoken()))
    over = False
    try:
        chunk = max(1, len(sources) // (workers * 8))
        everything = pool.map(_read_in_worker, sources, chunksize=chunk)
        for number, (source, read) in enumerate(zip(sources, everything, strict=True), 1):
            progress(source.path, number, len(sources))
            if cache and isinstance(read, bytes):
                cache.put(source, read)
            yield unpacked(read) if isinstance(read, bytes) else read
        over = True
    finally:
        # Nothing of ours runs on; an interrupt waits for nobody.
        pool.shutdown(wait=over, cancel_futures=True)


def _context() -> "BaseContext":
    """Return how workers are started: forked from a process that has loaded what reads a page, once for them all.

    Not forked from this one: forking a process with threads (a test runner, a notebook) can hang.
    """
    from multiprocessing import get_all_start_methods, get_context  # noqa: PLC0415 - see above

    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["ankibuild.reading"])
    return context


class _Worker:
    """What a worker process keeps between pages."""

    reader: "Reader"


def _start_worker(orders: _Orders, language: Language) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the main process's business
    threading.Thread(target=_end_with_parent, daemon=True).start()
    collect_seldom()
    speak(language)
    _Worker.reader = _reader(orders)
    keep_what_is_loaded()


def _end_with_parent() -> None:
    """End when the main process does, be it killed: nobody else would tell, and a worker would wait for ever."""
    from multiprocessing import parent_process  # noqa: PLC0415 - see above

    if parent := parent_process():
        parent.join()
        os._exit(1)


def _read_in_worker(source: Source) -> bytes | Page:
    page = _Worker.reader.read(source)
    return packed(page) or page
