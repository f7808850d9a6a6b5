"""Read only the pages anew that were saved: of three thousand cards, reading them is two thirds of the time."""

from collections.abc import Collection, Sequence

from ankibuild.cache.pages import still_holds
from ankibuild.config import Config
from ankibuild.markdown.source import Source
from ankibuild.model import Page, Progress, untold
from ankibuild.pages import Learnt, ReadPages, read_pages
from ankibuild.values import replace


class KeptPages:
    """Keeps what was read of each page until its text, its learnt cards or the config are others."""

    def __init__(self, reading: ReadPages = read_pages) -> None:
        self._reading = reading
        self._config: Config | None = None
        self._kept: dict[str, tuple[Source, Page]] = {}

    def read(
        self,
        sources: Sequence[Source],
        config: Config,
        progress: Progress = untold,
        learnt: Learnt | None = None,
    ) -> list[Page]:
        """Return all pages in their order, as `read_pages` does."""
        known = self._kept if config == self._config else {}
        learnt = learnt or {}
        stale = [
            source
            for source in sources
            if not _same(known.get(source.path), source, learnt.get(source.path, ()))
        ]
        fresh = zip(stale, self._reading(stale, config, progress, learnt), strict=True)
        now = {**known, **{source.path: (source, page) for source, page in fresh}}
        self._config = config
        self._kept = {source.path: now[source.path] for source in sources}
        return [replace(self._kept[source.path][1], mtime=source.mtime) for source in sources]


def _same(kept: tuple[Source, Page] | None, source: Source, learnt: Collection[str]) -> bool:
    if kept is None or replace(kept[0], mtime=source.mtime) != source:
        return False
    return still_holds(kept[1], learnt)
