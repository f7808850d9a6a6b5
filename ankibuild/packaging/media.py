"""Pack the pictures and sounds of the notes: the files for the package, and fields that name them.

Anki brings in what a field names literally, by `src` or `[sound:…]`. Sounds and videos become
`[sound:…]`, with which every Anki plays every format; `<audio>` and `<video>` depend on what the web view
can decode (the desktop's cannot play MP3 or MP4), and the key R does not repeat them. Pictures stay as they
are: nothing is scaled or recoded, and a script in an SVG does not run in an `<img>`. A `[sound:x.mp3]` that an
author typed plays where its file is in the notes; all other commands of Anki are shown as text (see `inert`).

Tags are found by expression, not by a parser: a field is what `cleaning` wrote, small names and attributes in double
quotes (`tests/test_media.py` holds it to that), and what names no media must keep its bytes, else each note of a
deck would count as changed. A parser writes all of a field anew, otherwise from release to release.
"""

import base64
import binascii
import hashlib
import html
import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from ankibuild.config import RemoteMedia
from ankibuild.model import Problem
from ankibuild.packaging.inert import BRACKET, COMMAND, inert, inert_tag
from ankibuild.packaging.media_files import LARGE, MediaError, MediaFile, MediaFolder, packed_name
from ankibuild.patterns import lazily
from ankibuild.speech import _

_PICTURES: Final = frozenset((
    "", ".apng", ".avif", ".bmp", ".gif", ".ico", ".jfif", ".jpe", ".jpeg", ".jpg", ".png", ".svg", ".tif",
    ".tiff", ".webp",
))  # fmt: skip
_PLAYED: Final = frozenset((
    ".aac", ".aif", ".aiff", ".flac", ".m4a", ".m4b", ".mp3", ".oga", ".ogg", ".opus", ".spx", ".wav",
    ".3gp", ".avi", ".flv", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".ogv", ".webm",
))  # fmt: skip
_ATTRIBUTE: Final = lazily(r' ([a-z:-]+)="([^"]*)"')
_ATTRIBUTES: Final = rf"(?:{_ATTRIBUTE.pattern.replace('(', '(?:')})*"
_PIECE: Final = lazily(
    rf"<img(?P<img>{_ATTRIBUTES})/?>|<(?P<tag>audio|video)(?P<own>{_ATTRIBUTES})>.*?</(?P=tag)>"
    rf"|</?[a-z0-9-]+{_ATTRIBUTES}/?>|(?i:{COMMAND})",
    re.DOTALL,
)
_MARKED: Final = lazily(r"\[|<(?:img|audio|video)\b", re.IGNORECASE)
"""What stands in a field that a file, or a command of Anki's, may be named in."""
_REMOTE: Final = lazily(r"(?:https?:)?//", re.IGNORECASE)
_ODD_SCHEME: Final = lazily(r"^\./(?=[a-z][\w+.-]*:)", re.IGNORECASE)  # see cleaning
_DATA: Final = lazily(r"data:image/([a-z0-9+]+)[^,]*;base64,", re.IGNORECASE)


_NONE: Final = frozenset[str]()


class Filled(Struct, frozen=True):
    """A note's fields (name to HTML) and where its card stands: a page below the notes folder `root`.

    `named` says in which line the page names a file; what it does not know stands in the card's line.
    """

    root: Path
    page: str
    line: int
    fields: Mapping[str, str]
    named: tuple[tuple[str, int], ...] = ()


class WithMedia(Struct, frozen=True):
    """The fields of all notes in their order, the files that they name, and what the author should know."""

    fields: tuple[Mapping[str, str], ...]
    files: Mapping[str, Path | bytes]
    problems: tuple[Problem, ...]
    named: tuple[frozenset[str], ...] = ()
    """The files that each note names."""


def pack_media(notes: Iterable[Filled], remote: RemoteMedia = "") -> WithMedia:
    """Name the media of the notes as they are named in the package; notes without any come back as they are.

    Where something cannot be packed, its alt text (else its file name) stands in the field, so that
    no card asks nothing. What is on the network is left to the network, unless `remote` refuses it.
    """
    packing = _Packing(remote)
    fields = tuple(packing.note(note) for note in notes)
    files = {name: packing.files[name] for name in sorted(packing.files)}
    return WithMedia(fields, files, tuple(sorted(set(packing.problems))), tuple(packing.named))


class _Packing:
    """What has been packed so far."""

    def __init__(self, remote: RemoteMedia) -> None:
        self.remote = remote
        self.files: dict[str, Path | bytes] = {}
        self.problems: list[Problem] = []
        self.named: list[frozenset[str]] = []
        """The files that each of the notes names."""
        self._folders: dict[Path, MediaFolder] = {}
        self._own: set[str] = set()

    def note(self, note: Filled) -> Mapping[str, str]:
        if not _MARKED.search("\0".join(note.fields.values())):
            self.named.append(_NONE)
            return note.fields
        self._own.clear()
        fields = {
            name: _PIECE.sub(lambda found: self._piece(found, note), text) if _MARKED.search(text) else text
            for name, text in note.fields.items()
        }
        self.named.append(frozenset(self._own))
        return fields

    def _piece(self, found: re.Match[str], note: Filled) -> str:
        """Return what takes the place of an element or a command; what is commented out stays so."""
        if found["img"] is not None or found["tag"]:
            return self._element(found, note)
        if found[0].startswith("["):
            return BRACKET
        return inert_tag(found[0])

    def _element(self, found: re.Match[str], note: Filled) -> str:
        """Return what takes the place of a picture, a sound or a film."""
        own = _attributes(found["own"] if found["tag"] else found["img"])
        source = _ODD_SCHEME.sub("", own.get("src", ""))
        shown = own.get("alt", "").strip() or _file_name(source) or "🖼"
        if _REMOTE.match(source):
            if self.remote == "refuse":
                message = _("{source} is on the network and was left out", source=source)
                self._tell(note, source, "remote-media", message)
                return inert(html.escape(shown, quote=False))
            if not self.remote:
                self._tell(note, source, "remote-media", _("{source} shows only online", source=source))
            return inert_tag(found[0])
        try:
            name = self._packed(source, note, played=bool(found["tag"]))
        except MediaError as error:
            named = _short(source) or _("a picture without a path")
            self._tell(note, source, error.slug, f"{named} {error.message}")
            return inert(html.escape(shown, quote=False))
        self._own.add(name)
        if posixpath.splitext(name)[1] in _PLAYED:
            return f"[sound:{name}]"
        return inert_tag(_ATTRIBUTE.sub(lambda each: _renamed(each, name), found[0]))

    def _packed(self, source: str, note: Filled, *, played: bool) -> str:
        """Return the name under which a source is packed; raise `MediaError`."""
        if source.lower().startswith("data:"):
            return self._packed_data(source, note)
        if note.root not in self._folders:
            self._folders[note.root] = MediaFolder(note.root)
        file = self._folders[note.root].find(source, note.page)
        suffix = posixpath.splitext(file.name)[1]
        if suffix not in _PLAYED and (played or suffix not in _PICTURES):
            raise MediaError("missing-media", _("is no picture, sound or video that Anki shows"))
        self._weigh(note, source, file)
        self.files[file.name] = file.path
        return file.name

    def _weigh(self, note: Filled, source: str, file: MediaFile) -> None:
        if file.size > LARGE:
            size = file.size / 1000000.0
            message = _(
                "{source} has {size:.1f} MB; it is packed all the same", source=_short(source), size=size
            )
            self._tell(note, source, "large-media", message)

    def _packed_data(self, source: str, note: Filled) -> str:
        """Unpack a picture that is written out in the notes: fields are searched and synced as text."""
        found = _DATA.match(source)
        if not found:
            raise MediaError("missing-media", _("is no picture in base 64"))
        try:
            data = base64.b64decode(re.sub(r"\s+", "", source[found.end() :]), validate=True)
        except binascii.Error as error:
            raise MediaError("missing-media", _("is no picture in base 64")) from error
        suffix = {"jpeg": "jpg", "svg+xml": "svg"}.get(found[1].lower(), found[1])
        name = packed_name(hashlib.sha256(data).hexdigest(), f".{suffix}")
        self._weigh(note, source, MediaFile(Path(), name, len(data)))
        self.files[name] = data
        return name

    def _tell(self, note: Filled, source: str, slug: str, message: str) -> None:
        line = next((number for name, number in note.named if name == source), note.line)
        self.problems.append(Problem(note.page, line, slug, message))


def _attributes(tag: str | None) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag or "")}


def _renamed(attribute: re.Match[str], name: str) -> str:
    return f' src="{name}"' if attribute[1] == "src" else attribute[0]


def _file_name(source: str) -> str:
    return "" if source.startswith("data:") else posixpath.basename(source.replace("\\", "/"))


def _short(source: str) -> str:
    """Name a source in a message; one that is the picture itself by its beginning."""
    return source if len(source) <= 80 else source[:40] + "…"  # noqa: PLR2004
