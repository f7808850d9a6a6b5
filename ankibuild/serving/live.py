"""The page as it stands now, and who waits for the next one."""

from hashlib import blake2b
from threading import Condition


class Live:
    """Hands the latest page to all who ask, from any thread; `slot` stands in pages for their version."""

    def __init__(self, slot: str) -> None:
        self._slot = slot
        self._changed = Condition()
        self._page, self._version, self._closed = b"", "", False

    @property
    def page(self) -> bytes:
        """The page's HTML."""
        with self._changed:
            return self._page

    @property
    def closed(self) -> bool:
        """Whether no other page will come."""
        with self._changed:
            return self._closed

    def show(self, page: str) -> None:
        """Put up another page; who waits is told, if it differs."""
        version = blake2b(page.encode(), digest_size=8).hexdigest()
        with self._changed:
            self._page, self._version = page.replace(self._slot, version).encode(), version
            self._changed.notify_all()

    def other_than(self, version: str, seconds: float) -> str:
        """Return the page's version as soon as it is another, at the latest after some time."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._version != version, seconds)
            return self._version

    def close(self) -> None:
        """Let all who wait go."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
