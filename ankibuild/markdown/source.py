"""Read the notes: files and folders to pages of text, mistakes to problems."""

import codecs
import errno
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from ankibuild.errors import AnkibuildError
from ankibuild.files import FOLLOW_LINKS, check_ordinary, read_bytes
from ankibuild.markdown.escapes import unescaped
from ankibuild.markdown.front_matter import read_front
from ankibuild.model import Problem
from ankibuild.nearby import meant
from ankibuild.patterns import lazily
from ankibuild.speech import _

SUFFIXES = (".md", ".markdown", ".txt")
PACKAGES = (".apkg", ".colpkg")
"""How the names of Anki's packages end: of a deck, and of a whole collection."""
# Folders that hold other people's notes or none; hidden ones are passed over too.
PASSED_OVER = frozenset({"node_modules", "__pycache__", "venv"})


_MOST: Final = 5_000_000
"""Bytes of a page: fifty times the largest that we know."""


class NotesError(AnkibuildError):
    """The notes named on the command line cannot be used at all."""


class Source(Struct, frozen=True):
    """One page as text.

    `text` starts at line `first_line` of the file (what comes before is front matter), has "\\n" line
    ends and neither BOM nor NUL. `mtime` is the file's modification time in whole seconds.
    """

    path: str
    file: Path
    text: str
    first_line: int = 1
    front: Mapping[str, object] = field(default_factory=dict)
    mtime: int = 0
    front_text: str = ""
    """The front matter as it is written, from line 2."""
    elsewhere: str = ""
    """The text of the page that answers this one's questions (see `keyed`)."""
    answers: bool = False
    """Whether it is such a page of answers itself."""


def read_notes(
    paths: Sequence[Path], base: Path | None = None, excluded: Callable[[str], bool] = lambda _: False
) -> tuple[list[Source], list[Problem]]:
    """Read all pages below `paths` in a fixed order; raise NotesError for a path that does not exist.

    The pages' names count from `base`, else each from the folder by which it was found; those that are
    `excluded` are passed over.
    """
    left_out = 0
    sources: list[Source] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    inside = _inside(paths, base)
    for root in paths:
        check_there(root)
        for file, name in _files(root, base, problems, lambda name, real: inside(real) or excluded(name)):
            real = os.path.realpath(file)  # Path.resolve fails where links go in a circle
            if real in seen:
                continue
            if excluded(name):
                left_out += 1
                continue
            seen.add(real)
            if file != root and not inside(real) and file.exists():
                problems.append(_outside(name, real))
                continue
            result = _read(file, name)
            problems += result[1]
            if result[0]:
                sources.append(result[0])
    if not seen and not problems:
        where = ", ".join(str(path) for path in paths)
        if left_out:
            raise NotesError(
                _(
                    "{where}: all notes here are left out by `exclude` in the config; change it there",
                    where=where,
                )
            )
        raise NotesError(
            _(
                "{where}: no notes found; notes are files that end in {suffixes}",
                where=where,
                suffixes=", ".join(SUFFIXES),
            )
        )
    return sources, problems


def check_there(path: Path) -> None:
    """Raise NotesError if what is named on the command line does not exist, or is a package of Anki's."""
    if path.name.lower().endswith(PACKAGES) and not path.is_dir():
        raise NotesError(
            _(
                "{path}: a package for Anki, no notes; name the notes (a package to write is named behind -o)",
                path=path,
            )
        )
    try:
        path.stat()
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            return  # it is there, and is told of when it is read
        what = _astray(path, error)
        near = "" if what else meant(path, _may_be_notes)
        what = what or _("no such file or folder")
        if near:
            raise NotesError(
                _("{path}: {what}; did you mean {near}?", path=path, what=what, near=near)
            ) from None
        raise NotesError(
            _("{path}: {what}; name a Markdown file or a folder of notes", path=path, what=what)
        ) from None


def _may_be_notes(path: Path) -> bool:
    return path.is_dir() or path.name.lower().endswith(SUFFIXES)


def is_there(path: Path) -> bool:
    """Tell whether a path leads to something, be it that nobody may look at it."""
    try:
        path.stat()
    except OSError as error:
        return error.errno not in (errno.ENOENT, errno.ENOTDIR)
    return True


def _inside(paths: Sequence[Path], base: Path | None) -> Callable[[str], bool]:
    """Return what tells of a real path whether it lies in the folders that are named, or in their home."""
    if FOLLOW_LINKS.get():
        return lambda _: True
    named = [path if path.is_dir() else path.parent for path in paths]
    folders = {Path(os.path.realpath(folder)) for folder in (*named, *((base,) if base else ()))}
    folders -= {folder for folder in folders if folder.parent == folder and folder not in named}
    return lambda real: any(Path(real).is_relative_to(folder) for folder in folders)


def _outside(name: str, real: str) -> Problem:
    message = _("a link out of the notes folder, to {name}: it was not read", name=as_text(Path(real).name))
    return Problem(name, 1, "outside-page", message)


def _files(
    root: Path, base: Path | None, problems: list[Problem], open_to: Callable[[str, str], bool]
) -> Iterator[tuple[Path, str]]:
    """Yield the files to read with their names relative to the notes folder; links to folders are followed once.

    `open_to` tells of a folder's name and real path whether to look into it.
    """
    if not root.is_dir():
        yield root, relative_name(root, base or root.parent)
        return
    base = base or root
    entered: set[str] = set()

    def unreadable(error: OSError) -> None:
        problems.append(
            Problem(relative_name(Path(error.filename or root), base), 1, "unreadable", _reason(error))
        )

    for folder, folders, names in os.walk(root, onerror=unreadable, followlinks=True):
        real = os.path.realpath(folder)
        if real in entered:
            folders.clear()
            continue
        entered.add(real)
        if not open_to(name := relative_name(Path(folder), base), real):
            problems.append(_outside(name, real))
            folders.clear()
            continue
        shown = (name for name in folders if not name.startswith(".") and name not in PASSED_OVER)
        folders[:] = sorted(shown, key=in_natural_order)
        for name in sorted(names, key=in_natural_order):
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                file = Path(folder, name)
                yield file, relative_name(file, base)


def in_natural_order(name: str) -> tuple[tuple[tuple[bool, int, str], ...], str]:
    """Return the key by which `10` stands behind `2`, as file managers have it."""
    pieces = filter(None, _NUMBER.split(unicodedata.normalize("NFC", os.path.splitext(name)[0])))  # noqa: PTH122
    key = tuple((False, int(each), "") if each.isdecimal() else (True, 0, each) for each in pieces)
    return key, name


_NUMBER: Final = lazily(r"(\d{1,15})")


def relative_name(file: Path, base: Path) -> str:
    """Return the way from a folder to a file or folder, with slashes; links are taken as they are written."""
    try:
        return as_text(Path(os.path.relpath(file, base)).as_posix())
    except ValueError:  # on different drives
        return as_text(file.absolute().as_posix())


def as_text(name: str) -> str:
    """Return a file's name as text, in NFC: bytes in it that are none cannot be stored or printed.

    One computer writes が as one character, another as two: the page is the same.
    """
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))


def _astray(path: Path, error: OSError) -> str:
    """Say what is wrong with a link that leads to nothing; "" for all else."""
    if error.errno == errno.ELOOP:
        return _("a link that leads in a circle")
    if error.errno == errno.ENOENT and path.is_symlink():
        target = as_text(os.readlink(path))  # noqa: PTH115 - bytes that are no text, too
        return _("a link that leads nowhere: {target} is not there", target=target)
    return ""


def _reason(error: OSError) -> str:
    return _("cannot be read: {error}", error=error.strerror or error)


def _read(file: Path, name: str) -> tuple[Source | None, list[Problem]]:
    try:
        status = check_ordinary(file, _MOST)
        data = read_bytes(file, _MOST)
        mtime = int(status.st_mtime)
    except OSError as error:
        return None, [Problem(name, 1, "unreadable", _astray(file, error) or _reason(error))]
    return parse(data, name, file, mtime)


def parse(data: bytes, name: str, file: Path, mtime: int = 0) -> tuple[Source | None, list[Problem]]:
    """Turn the bytes of a page into a Source, or say why not."""
    if coding := _other_coding(data):
        return None, [Problem(name, 1, "not-utf8", _("this is {coding}, not UTF-8", coding=coding))]
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        return None, [Problem(name, line, "binary", _("holds binary data; is this a text file?"))]
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return None, [
            Problem(
                name,
                line,
                "not-utf8",
                _("byte 0x{byte:02x} is not UTF-8{guess}", byte=data[error.start], guess=_guess(data)),
            )
        ]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _NO_TEXT.sub(lambda sign: "" if sign[0] == "\ufeff" else " ", text)
    if not text.strip():
        return None, [Problem(name, 1, "empty-page", _("the page has no text"))]
    front, body = read_front(text, name)
    return Source(name, file, unescaped(body), front.next_line, front.values, mtime, front.text), [
        *front.problems
    ]


_BOMS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),  # begins with the BOM of UTF-16
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_JIS = re.compile(rb"\x1b\$[@B].*?\x1b\([BJ]", re.DOTALL)


def _other_coding(data: bytes) -> str:
    """Name the encoding of a text that is plainly not UTF-8, or would pass for it; "" for all else."""
    if named := next((coding for bom, coding in _BOMS if data.startswith(bom)), ""):
        return named
    if _JIS.search(data):  # all of it is ASCII
        return "ISO-2022-JP (JIS)"
    if b"\0" in data[:_HEAD]:
        for codec in ("utf_32_le", "utf_32_be", "utf_16_le", "utf_16_be"):
            head = data[:_HEAD].decode(codec, "ignore")
            if _WRITTEN.fullmatch(head) and len(data) % 2 == 0:
                return codec[:6].upper().replace("_", "-")
    return ""


_HEAD = 400
# What such a file would begin with: ASCII, kana, kanji and their punctuation.
_WRITTEN = lazily(r"[\t\n\r -~\u2010-\u203b\u2460-\u2473\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]+")
# Controls are blanks to a reader and nothing to Anki; a BOM in mid-file was left where files were joined.
_NO_TEXT = lazily(r"[\x00-\x08\x0b-\x1f\x7f\ufeff]")
_KANA = lazily("[ぁ-んァ-ヶ]")


def _guess(data: bytes) -> str:
    """Say which Japanese encoding bytes are likely to be in, if any."""
    for name, codec in (("EUC-JP", "euc_jp"), ("Shift_JIS", "cp932")):
        with suppress(UnicodeDecodeError):
            if _KANA.search(data.decode(codec)):
                return _("; it looks like {name}", name=name)
    return ""
