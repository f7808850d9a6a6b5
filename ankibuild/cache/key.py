"""What a kept result depends on, besides the text that it was made of: another value of any, another key.

The program is known by its files, not only by its version: who changes it must not see what it gave before.
The libraries are known by the names of their metadata folders, which hold their versions; asking
`importlib.metadata` takes longer than an unchanged build.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import ankibuild
from ankibuild.speech import spoken

if TYPE_CHECKING:
    from ankibuild.config import Config

LIBRARIES = (
    "beautifulsoup4", "budoux", "genanki", "lxml", "markdown", "markdown-it-py", "mdit-py-plugins", "msgspec",
    "nh3", "pygments", "pyyaml", "rapidfuzz",
)  # fmt: skip
"""The distributions that have a say in what becomes of a page."""
_METADATA = re.compile(r"(?P<name>[A-Za-z0-9._]+)-(?P<version>[^-]+)(?:-.*)?\.(?:dist|egg)-info")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a result depends on beside the notes."""

    program: str
    libraries: tuple[str, ...]
    python: str
    config: str
    language: str
    """Problems are told in it."""

    def key(self, *texts: str) -> bytes:
        """Return what a result made of these texts is kept under."""
        given = [repr(getattr(self, each.name)) for each in fields(self)]
        return digest(*given, *texts)


def circumstances(config: "Config") -> Circumstances:
    """Return the circumstances of this run."""
    return Circumstances(
        own_program(), tuple(libraries(tuple(sys.path))), sys.version, described(config), spoken()
    )


def digest(*texts: str) -> bytes:
    """Return a digest of texts in which none can be taken for a piece of another."""
    made = blake2b(digest_size=16)
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        made.update(len(data).to_bytes(8, "big"))
        made.update(data)
    return made.digest()


def described(config: "Config") -> str:
    """Return all that a config says."""
    return repr(config)


def own_program() -> str:
    """Return the version of the ankibuild that runs, as `program` tells it."""
    return program(Path(ankibuild.__file__).parent)


@lru_cache(maxsize=1)
def program(folder: Path) -> str:
    """Return the version of ankibuild with a digest of which files it is made of, and of when they changed."""
    return f"{ankibuild.__version__} {digest(*_files(folder)).hex()}"


def _files(folder: Path) -> Iterator[str]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(Path(entry.path))
        else:
            status = entry.stat()
            yield f"{entry.path} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


@lru_cache(maxsize=1)
def libraries(folders: Sequence[str]) -> tuple[str, ...]:
    """Return the names and versions of the libraries that are installed in folders."""
    return tuple(sorted(_installed(folders)))


def _installed(folders: Iterable[str]) -> Iterator[str]:
    for folder in folders:
        try:
            names = os.listdir(folder)  # noqa: PTH208 - names are all that is wanted
        except OSError:
            continue  # an archive, or not there
        for name in names:
            found = _METADATA.fullmatch(name)
            if found and re.sub(r"[-_.]+", "-", found["name"]).lower() in LIBRARIES:
                yield f"{folder} {name}"
