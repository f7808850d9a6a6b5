"""Read the notes: files and folders to pages of text, mistakes to problems."""

import codecs
import errno
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ankibuild.errors import AnkibuildError
from ankibuild.model import Problem
from ankibuild.nearby import meant
from ankibuild.speech import _

SUFFIXES = (".md", ".markdown", ".txt")
PACKAGES = (".apkg", ".colpkg")
"""How the names of Anki's packages end: of a deck, and of a whole collection."""
# Folders that hold other people's notes or none; hidden ones are passed over too.
PASSED_OVER = frozenset({"node_modules", "__pycache__", "venv"})


class NotesError(AnkibuildError):
    """The notes named on the command line cannot be used at all."""


@dataclass(frozen=True, slots=True)
class Source:
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
    for root in paths:
        check_there(root)
        for file, name in _files(root, base, problems):
            real = os.path.realpath(file)  # Path.resolve fails where links go in a circle
            if real in seen:
                continue
            if excluded(name):
                left_out += 1
                continue
            seen.add(real)
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


def _files(root: Path, base: Path | None, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    """Yield the files to read with their names relative to the notes folder; links to folders are followed once."""
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
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in PASSED_OVER)
        for name in sorted(names):
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                file = Path(folder, name)
                yield file, relative_name(file, base)


def relative_name(file: Path, base: Path) -> str:
    """Return the way from a folder to a file or folder, with slashes; links are taken as they are written."""
    try:
        return as_text(Path(os.path.relpath(file, base)).as_posix())
    except ValueError:  # on different drives
        return as_text(file.absolute().as_posix())


def as_text(name: str) -> str:
    """Return a file's name as text: bytes in it that are none cannot be stored or printed."""
    return os.fsencode(name).decode("utf-8", "replace")


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
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):  # reading from a pipe or a device may never end
            return None, [Problem(name, 1, "unreadable", _("cannot be read: not an ordinary file"))]
        data = file.read_bytes()
        mtime = int(status.st_mtime)
    except OSError as error:
        return None, [Problem(name, 1, "unreadable", _astray(file, error) or _reason(error))]
    return parse(data, name, file, mtime)


def parse(data: bytes, name: str, file: Path, mtime: int = 0) -> tuple[Source | None, list[Problem]]:
    """Turn the bytes of a page into a Source, or say why not."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None, [Problem(name, 1, "not-utf8", _("this is UTF-16, not UTF-8"))]
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
    if not text.strip():
        return None, [Problem(name, 1, "empty-page", _("the page has no text"))]
    front, body, first_line, problems = _front_matter(text, name)
    written = "\n".join(text.split("\n")[1 : first_line - 1])
    return Source(name, file, body, first_line, front, mtime, written), problems


_KANA = re.compile("[ぁ-んァ-ヶ]")


def _guess(data: bytes) -> str:
    """Say which Japanese encoding bytes are likely to be in, if any."""
    for name, codec in (("EUC-JP", "euc_jp"), ("Shift_JIS", "cp932")):
        with suppress(UnicodeDecodeError):
            if _KANA.search(data.decode(codec)):
                return _("; it looks like {name}", name=name)
    return ""


# A page's front matter stands between two lines of three dashes at its very start (Jekyll's convention).
_FRONT = re.compile(
    r"---[ \t]*\n(?P<yaml>.*?)(?:^|(?<=\n))(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)


def _front_matter(text: str, name: str) -> tuple[Mapping[str, object], str, int, list[Problem]]:
    found = _FRONT.match(text)
    if not found:
        return {}, text, 1, _unclosed(text, name)
    if not _looks_like_yaml(found["yaml"]):
        return {}, text, 1, []
    first_line = found[0].count("\n") + 1
    body = text[found.end() :]
    import yaml  # noqa: PLC0415 - only pages with front matter pay for it

    try:
        loaded = yaml.safe_load(found["yaml"])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        what = getattr(error, "problem", None) or _("not valid YAML")
        return (
            {},
            body,
            first_line,
            [Problem(name, line, "front-matter", _("broken front matter: {what}", what=what))],
        )
    if loaded is None:
        return {}, body, first_line, []
    if not isinstance(loaded, dict):
        return (
            {},
            body,
            first_line,
            [Problem(name, 2, "front-matter", _("front matter is not a table of names and values"))],
        )
    return {str(key): value for key, value in loaded.items()}, body, first_line, []


def _unclosed(text: str, name: str) -> list[Problem]:
    if re.match(r"---[ \t]*\n[\w-]+:(\s|$)", text):
        return [
            Problem(
                name,
                1,
                "front-matter",
                _("front matter begins here, but the line --- that ends it is missing"),
            )
        ]
    return []


def _looks_like_yaml(text: str) -> bool:
    """Tell front matter from a page that begins with a thematic break."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return bool(lines) and bool(re.match(r"[\w\"'-][^:\n]*:(\s|$)", lines[0]))


def strings(value: object) -> tuple[str, ...]:
    """Read a front-matter value as a list of strings: a list, or one string parted by commas or spaces."""
    if isinstance(value, str):
        return tuple(re.split(r"[,\s、]+", value.strip())) if value.strip() else ()
    if isinstance(value, Iterable):
        return tuple(str(item) for item in value if item is not None)
    return ()
