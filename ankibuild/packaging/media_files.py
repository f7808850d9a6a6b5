"""Find the media files that notes refer to, as authors and their editors write the paths."""

import hashlib
import os
import posixpath
import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from msgspec import Struct

from ankibuild.files import check_ordinary
from ankibuild.markdown.source import PASSED_OVER
from ankibuild.speech import _

LARGE: Final = 5_000_000
"""Bytes above which a file is slow to sync to a phone."""
_MOST: Final = 100_000_000
"""Bytes of a file, of which AnkiWeb takes no more."""
_MOST_FILES: Final = 50_000
"""Who names one page in his home folder shall not wait until all of it has been searched."""
_HASH_DIGITS: Final = 16
_DRIVE: Final = re.compile(r"[A-Za-z]:/")
_SCHEME: Final = re.compile(r"^(?:file:(?://(?:localhost)?(?=/))?|attachment:)", re.IGNORECASE)
"""What stands before the path of a file in the notes, as browsers and notebooks write it."""


class MediaError(Exception):
    """A file cannot be packaged: a slug of `problems.SLUGS`, and what is wrong with it."""

    def __init__(self, slug: str, message: str) -> None:
        super().__init__(message)
        self.slug, self.message = slug, message


class MediaFile(Struct, frozen=True):
    """A file of the notes with its name in the package and its size in bytes."""

    path: Path
    name: str
    size: int


class MediaFolder:
    """The media in one notes folder; every file is read once, the folder is searched when needed."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._files: dict[Path, MediaFile] = {}

    def find(self, reference: str, page: str) -> MediaFile:
        """Return the file that a page (its path below the notes folder) refers to; raise `MediaError`.

        The path counts from the page's folder, else from the notes folder (`/images/x.png`); else it is
        the end of any path in the notes, as in Obsidian, in which case the nearest file is taken: below the
        page's folder, then with the shortest path, then the first by name. Case and Unicode form may differ
        from the file's, as they do not count where many authors work. Blanks may be written as `%20`,
        slashes as backslashes, and a `?query` or `#fragment` behind the name does not count.
        """
        home = posixpath.dirname(page)
        ways = tuple(_readings(reference))
        path = next((path for way in ways for path in self._written(way, home) if _is_file(path)), None)
        path = path or next((path for way in ways for path in self._searched(way, home)), None)
        if path is None:
            raise MediaError("missing-media", _("is not there"))
        real = Path(os.path.realpath(path))
        if not real.is_relative_to(self._root):
            raise MediaError(
                "outside-media", _("lies outside the notes folder {folder}", folder=self._root.name)
            )
        if real not in self._files:
            self._files[real] = _read(real)
        return self._files[real]

    def _written(self, way: str, home: str) -> Iterator[Path]:
        """Yield what the path itself may mean; it may lead out of the notes folder."""
        if not way.startswith("/"):
            yield self._root / home / way
        yield self._root / way.lstrip("/")
        if way.startswith("/") or (os.name == "nt" and _DRIVE.match(way)):
            yield Path(way)

    def _searched(self, way: str, home: str) -> Iterator[Path]:
        """Yield the files whose paths end like this, the nearest first; nothing for a path that leads out."""
        wanted = _fold(posixpath.normpath(way).lstrip("/"))
        here = _fold(home) + "/" if home else ""
        if "../" in wanted:
            wanted = posixpath.normpath(here + wanted)
        ends = [
            path
            for path in self._index.get(posixpath.basename(wanted), ())
            if f"/{_fold(path)}".endswith(f"/{wanted}")
        ]
        ends.sort(key=lambda path: (not _fold(path).startswith(here), path.count("/"), path))
        return (self._root / path for path in ends)

    @cached_property
    def _index(self) -> dict[str, list[str]]:
        """All files of the notes folder by their folded names."""
        index: dict[str, list[str]] = {}
        for path in islice(self._walk(), _MOST_FILES):
            index.setdefault(_fold(posixpath.basename(path)), []).append(path)
        return index

    def _walk(self) -> Iterator[str]:
        for folder, folders, names in os.walk(self._root):
            folders[:] = sorted(n for n in folders if not n.startswith(".") and n not in PASSED_OVER)
            for name in sorted(names):
                yield Path(folder, name).relative_to(self._root).as_posix()


def packed_name(digest: str, suffix: str) -> str:
    """Return the name of a file in the package.

    It depends on the content alone, so that a picture is packed once wherever it is used, one that was
    edited arrives (Anki never overwrites), and one that was moved or renamed changes no note. ASCII, since
    the name goes into URLs and across file systems with Unicode forms of their own.
    """
    kept = "".join(char for char in suffix.lower() if char.isascii() and char.isalnum())
    return f"ankibuild-{digest[:_HASH_DIGITS]}" + (f".{kept}" if kept else "")


def _readings(reference: str) -> Iterator[str]:
    """Yield the paths that a reference may mean, as it is written first: names may hold `%`, `#` and `?`."""
    slashed = _SCHEME.sub("", reference.strip().replace("\\", "/"))
    bare = slashed.partition("#")[0].partition("?")[0]
    ways = dict.fromkeys((slashed, unquote(slashed), bare, unquote(bare)))
    return (way for way in ways if way.strip("/."))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # what stands in the notes may be no path at all
        return False


def _fold(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _read(path: Path) -> MediaFile:
    try:
        check_ordinary(path, _MOST)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except OSError as error:
        raise MediaError(
            "missing-media", _("cannot be read: {error}", error=error.strerror or error)
        ) from error
    if not size:
        raise MediaError("missing-media", _("is empty"))
    return MediaFile(path, packed_name(digest, path.suffix), size)
