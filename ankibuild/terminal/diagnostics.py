"""Show problems as people read them: grouped by file, each with the line of the notes and a mark below it."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

from ankibuild.files import read_bytes
from ankibuild.home import Home
from ankibuild.model import Problem
from ankibuild.problems import SLUGS, gravity_name
from ankibuild.speech import _
from ankibuild.terminal.lines import Line, line, width

_MOST: Final = 96
"""The longest part of a source line that is shown, in columns."""
_BEFORE: Final = 24
"""So many characters before the mark stay, where the line is too long."""
_NO_TEXT: Final = frozenset(("unreadable", "not-utf8", "binary", "too-deep", "empty-page", "config-name"))
"""Problems whose file shows nothing that would help."""
_QUOTED: Final = re.compile(r"'([^']+)'|\"([^\"]+)\"|「([^」]+)」|“([^”]+)”|`([^`]+)`")
_ORDINARY: Final = re.compile(r"[A-Za-z'-]*[a-z]|\d+")
"""Words of a message that may stand in the notes by chance; names, paths and Japanese do not."""
_LEAST: Final = 2


def shown_path(home: Home, page: str) -> str:
    """Return a page's path as a terminal or an editor finds it from here."""
    path = os.path.normpath(home.root / page)
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path


def diagnostics(problems: Sequence[Problem], home: Home) -> Iterator[Line]:
    """Yield the problems as lines, a blank one between two files."""
    read = lru_cache(maxsize=8)(lambda page: _lines_of(home.file(page)))
    for number, (page, group) in enumerate(groupby(problems, key=lambda problem: problem.path)):
        if number:
            yield line()
        for problem in group:
            yield from _diagnostic(problem, shown_path(home, page), read)


def one_line(problem: Problem, path: str) -> Line:
    """Return a problem in one clickable line: path:line: gravity: message [slug]; what now."""
    slug = SLUGS[problem.slug]
    return line(
        (f"{path}:{problem.line}:", "path"),
        " ",
        (f"{gravity_name(slug.gravity)}:", slug.gravity),
        f" {problem.message} [{problem.slug}]; {_(slug.advice)}",
    )


def _diagnostic(problem: Problem, path: str, read: Callable[[str], Sequence[str]]) -> Iterator[Line]:
    yield one_line(problem, path)
    lines = () if problem.slug in _NO_TEXT else read(problem.path)
    if problem.line <= len(lines) and (text := lines[problem.line - 1].expandtabs(4).rstrip()):
        shown, mark = _marked(text, *place(problem.message, text))
        number = f"{problem.line:>5} | "
        yield line((number, "faint"), shown)
        yield line((f"{'':>5} | ", "faint"), (mark, SLUGS[problem.slug].gravity))


def _lines_of(file: Path) -> Sequence[str]:
    try:
        return read_bytes(file).decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")
    except OSError:
        return ()


def place(message: str, text: str) -> tuple[int, int]:
    """Return where in a line of the notes stands what the message speaks of; else all of the line's text."""
    quoted = [next(filter(None, found)) for found in _QUOTED.findall(message)]
    words = [word.rstrip(":?") for word in re.findall(r"[^\s;,、。]+", message)]
    for word in (*quoted, *(word for word in words if len(word) >= _LEAST and not _ORDINARY.fullmatch(word))):
        if (start := text.find(word)) >= 0:
            return start, start + len(word)
    return len(text) - len(text.lstrip()), len(text)


def _marked(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the line, cut where it is too long, and a line of carets below the place."""
    if width(text) > _MOST and start > _BEFORE:
        cut = start - _BEFORE
        text, start, end = f"…{text[cut:]}", start - cut + 1, end - cut + 1
    while width(text) > _MOST:
        text = f"{text[: max(1, len(text) - 1 - (width(text) - _MOST + 1) // 2)]}…"
    end = min(max(end, start + 1), len(text))
    return text, " " * width(text[:start]) + "^" * max(1, width(text[start:end]))


def github_lines(problems: Iterable[Problem], home: Home) -> Iterator[str]:
    """Yield problems as GitHub's runners read them: shown beside the line in a pull request."""
    for problem in problems:
        slug = SLUGS[problem.slug]
        message = f"{problem.message}; {_(slug.advice)}"
        yield _annotation(slug.gravity, shown_path(home, problem.path), problem.line, problem.slug, message)


def github_notice(path: str, number: int, title: str, message: str) -> str:
    """Return a remark on a line, as GitHub's runners read it."""
    return _annotation("notice", path, number, title, message)


def _annotation(gravity: str, path: str, number: int, title: str, message: str) -> str:
    path = path.replace(os.sep, "/")
    gravity = "notice" if gravity == "hint" else gravity
    return f"::{gravity} file={_property(path)},line={number},title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
