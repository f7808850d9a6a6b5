"""Keep what reading a page gives, under its text and all that it depends on."""

from collections import Counter
from collections.abc import Collection

import msgspec

from ankibuild.cache.folder import CacheFolder
from ankibuild.cache.key import Circumstances
from ankibuild.markdown.source import Source
from ankibuild.model import Page
from ankibuild.staying import staying
from ankibuild.values import replace

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Page)


def packed(page: Page) -> bytes | None:
    """Return a page as bytes; None for one that shall be read anew each time.

    How deep a page may be nested depends on where it is read; half a surrogate pair has no bytes.
    """
    if any(problem.slug == "too-deep" for problem in page.problems):
        return None
    try:
        return _ENCODER.encode(page)
    except UnicodeEncodeError:
        return None


def unpacked(data: bytes) -> Page:
    """Return the page again; raise ValueError for bytes that are none."""
    return _DECODER.decode(data)


def still_holds(page: Page, learnt: Collection[str]) -> bool:
    """Tell whether the page gives the same where these prompts were learnt of it."""
    if page.could_stay is None:
        asked = Counter(card.prompt for card in page.cards if card.kind == "qa")
        return all(count <= asked[prompt] for prompt, count in Counter(learnt).items())
    return page.stayed == staying(page.could_stay, learnt)


class PageCache:
    """The pages that were read in the same circumstances."""

    def __init__(self, folder: CacheFolder, circumstances: Circumstances) -> None:
        self._folder, self._circumstances = folder, circumstances

    def get(self, source: Source, learnt: Collection[str] = ()) -> Page | None:
        """Return what the page gave, None if it must be read: also where other cards were learnt of it."""
        data = self._folder.get(self._key(source))
        if data is None:
            return None
        try:
            page = unpacked(data)
        except ValueError:
            return None
        return replace(page, mtime=source.mtime) if still_holds(page, learnt) else None

    def put(self, source: Source, data: bytes) -> None:
        """Keep what the page gives."""
        self._folder.put(self._key(source), data)

    def tidy(self) -> None:
        """Keep the folder small."""
        self._folder.tidy()

    def _key(self, source: Source) -> bytes:
        return self._circumstances.key(
            "page",
            source.path,
            str(source.first_line),
            source.front_text,
            source.text,
            source.elsewhere,
            str(source.answers),
        )
