"""`ankibuild build` where nothing changed: say what was said last time, and do nothing else.

Only what a build said that wrote nothing is said again, and only where all that it looked at is as it was: the
program, the command line, the notes folder, config, ledger, package, media and templates. To find that
out takes a hundredth of the time of a build, and loads nothing of it.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ankibuild.cache.key import digest, libraries, program
from ankibuild.cache.state import Looked, files_state, folders_state, last_change, outlines_state
from ankibuild.errors import NotAmendableError
from ankibuild.files import FOLLOW_LINKS
from ankibuild.speech import spoken

if TYPE_CHECKING:
    from ankibuild.amending.build import Done
    from ankibuild.amending.known import Besides
    from ankibuild.cache.folder import CacheFolder
    from ankibuild.commands.build import Made, Says
    from ankibuild.commands.settled import Ask
    from ankibuild.home import Home
    from ankibuild.identity.times import Clock
    from ankibuild.model import Problem
    from ankibuild.pages import ReadPages
    from ankibuild.terminal.lines import Role, Shown

_VARIABLES: Final = ("LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES")
"""Variables that have a say in what a build does or says."""
_LEDGER: Final = "ankibuild.lock"
_LOST_MEDIA: Final = frozenset(("missing-media", "outside-media"))
_SLACK: Final = 2.0
"""Seconds by which a file system's times may lag behind or be rounded."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a build."""

    notes: tuple[Path, ...]
    lock: Path | None
    output: Path | None
    share: bool = False
    frozen: bool = False
    embed_font: bool = False
    yes: bool = False


def build_again(
    request: Request,
    out: "Says",
    clock: "Callable[[], Clock]",
    kept: "CacheFolder | None",
    reading: "Callable[[], ReadPages]",
    ask: "Ask",
) -> bool:
    """Build, or say again what was said; return whether that failed."""
    simple = not request.embed_font and all(folder.is_dir() for folder in request.notes)
    memory = _Memory(request, kept) if kept and simple else None
    if memory and (said := memory.recall()):
        return _repeat(said, out)
    if memory and (done := _amended(memory, request, out, clock, reading)):
        return done.failed
    from ankibuild.commands.build import Wishes, build_package  # noqa: PLC0415 - takes longer than all above
    from ankibuild.commands.lost_ledger import remember, remembered  # noqa: PLC0415
    from ankibuild.problems import is_error  # noqa: PLC0415

    heard, start = _Heard(out), time.time()
    earlier = partial(remembered, kept)
    wishes = Wishes(request.share, request.frozen, request.embed_font, ask, earlier)
    built = build_package(request.notes, request.lock, request.output, heard, clock(), wishes, reading())
    failed = built.refused or any(is_error(problem) for problem in built.found.problems)
    if kept and built.written:
        remember(kept, built.found.ledger_path, built.package)
    if memory and not built.refused:
        memory.keep(built, heard.said, start, failed=failed)
    return failed


def _amended(
    memory: "_Memory",
    request: Request,
    out: "Says",
    clock: "Callable[[], Clock]",
    reading: "Callable[[], ReadPages]",
) -> "Done | None":
    """Build only what changed since the last build, if that is known."""
    if request.share or request.frozen or len(request.notes) != 1 or not (data := memory.known()):
        return None
    from ankibuild.amending.build import build_amended, recalled  # noqa: PLC0415 - as above

    known = recalled(data)
    if not known or not memory.looked or not memory.holds(known.besides):
        return None
    try:
        done = build_amended(known, memory.looked, request, out, clock(), reading())
    except NotAmendableError:
        return None
    if done.known:
        memory.keep_known(done.known)
    return done


def _repeat(said: "dict[str, Any]", out: "Says") -> bool:
    for problem, shown, role in said["said"]:
        text = shown if isinstance(shown, str) else tuple(map(tuple, shown))
        if problem:
            out.problem(text, role)
        else:
            out.say(text)
    return bool(said["failed"])


class _Memory:
    """What the last build of the same request said and left, and in which state of all that it looked at."""

    def __init__(self, request: Request, kept: "CacheFolder") -> None:
        self._kept = kept
        self._folders = [_absolute(folder) for folder in request.notes]
        self.looked = self._look()
        import ankibuild  # noqa: PLC0415 - not a name of this module

        own = Path(ankibuild.__file__).parent
        variables = [os.environ.get(name, "") for name in _VARIABLES]
        programs = (program(own), *libraries(tuple(sys.path)), sys.version, spoken())
        asked = (*programs, str(Path.cwd()), repr(request), str(FOLLOW_LINKS.get()), *variables)
        # What was said hangs on the time of the build as well; what is known of the pages does not.
        self._said = digest("build", os.environ.get("SOURCE_DATE_EPOCH", ""), *asked)
        self._known = digest("known", *asked)

    def recall(self) -> dict[str, Any] | None:
        """Return what was said in this very state, None if that is not known."""
        data = self._kept.get(self._said)
        if data is None or not self.looked:
            return None
        said: dict[str, Any] = json.loads(data)
        if said["notes"] != self.looked.whole:
            return None
        try:
            state = [files_state(said["files"]), outlines_state(said["large"])]
        except OSError:
            return None
        return said if state == said["state"] else None

    def known(self) -> bytes | None:
        """Return what is known of the last build."""
        return self._kept.get(self._known)

    def keep_known(self, known: bytes) -> None:
        """Keep what is known of this build, for the next."""
        self._kept.put(self._known, known)

    def holds(self, besides: "Besides") -> bool:
        """Tell whether all that lies outside of the notes folder is as it was."""
        try:
            return besides.state == (files_state(besides.files), outlines_state(besides.large))
        except OSError:
            return False

    def keep(self, built: "Made", said: Sequence[Any], start: float, *, failed: bool) -> None:
        """Keep what is known of a build, and what it said if it wrote nothing.

        Only if all that it looked at is known, and was so from the start.
        """
        if not self.looked or not _is_all_known(built, self._folders):
            return
        large = _large(built)
        try:
            if last_change(large) > start - _SLACK or self._look() != self.looked:
                return
            self._keep_known(built, large)
            if built.written:
                return
            files = [*_around(built), *map(_absolute, (built.found.ledger_path, built.package))]
            state = [files_state(files), outlines_state(large)]
        except OSError:
            return
        record = {
            "notes": self.looked.whole, "files": files, "large": large, "state": state, "said": said,
            "failed": failed,
        }  # fmt: skip
        self._kept.put(self._said, json.dumps(record).encode())

    def _keep_known(self, built: "Made", large: Sequence[str]) -> None:
        from ankibuild.amending.build import known_of  # noqa: PLC0415 - loaded where something was built
        from ankibuild.amending.known import Besides  # noqa: PLC0415

        around = _around(built)
        besides = Besides(tuple(around), tuple(large), (files_state(around), outlines_state(large)))
        if self.looked and (known := known_of(built, self.looked, besides)):
            self.keep_known(known)

    def _look(self) -> Looked | None:
        try:
            return folders_state(self._folders)
        except OSError:
            return None


def _absolute(folder: Path) -> str:
    return os.path.normpath(folder.absolute())


def _is_all_known(built: "Made", folders: Sequence[str]) -> bool:
    """Tell whether a build looked at nothing but the folders, and files whose names are known."""
    found = built.found
    if found.lost:
        return False  # it is asked about each time
    if found.config.embed_font or any(problem.slug in _LOST_MEDIA for problem in found.problems):
        return False  # which fonts are installed has a say, too
    return _absolute(found.home.root) in folders


def _around(built: "Made") -> list[str]:
    """Return the files that would be taken for the ledger if they were there, and what marks a vault."""
    from ankibuild.source_link import VAULT  # noqa: PLC0415 - loaded by the build

    root = built.found.home.root.absolute()
    above = [folder / name for folder in (root, *root.parents) for name in (_LEDGER, VAULT)]
    return [str(file) for file in above if file != built.found.ledger_path.absolute()]


def _large(built: "Made") -> list[str]:
    """Return the files of media, and those of the look: both the author's and ours."""
    from ankibuild.packaging.templates import shipped  # noqa: PLC0415 - loaded by the build

    looks = [folder for folder in (shipped(), built.found.config.templates) if folder]
    media = [file for file in built.prepared.media.values() if isinstance(file, Path)]
    inside = [file for folder in looks for file in (folder, *sorted(folder.iterdir()))]
    return [str(file.absolute()) for file in (*inside, *media)]


@dataclass(slots=True)
class _Heard:
    """Passes on what a build says, and keeps it."""

    out: "Says"
    said: "list[tuple[bool, Shown, Role]]" = field(default_factory=list)

    def say(self, text: "Shown" = "") -> None:
        self.said.append((False, text, ""))
        self.out.say(text)

    def problem(self, text: "Shown", role: "Role" = "warning") -> None:
        self.said.append((True, text, role))
        self.out.problem(text, role)

    def problems(self, problems: "Sequence[Problem]", home: "Home", *, err: bool = True) -> None:
        from ankibuild.terminal.diagnostics import diagnostics  # noqa: PLC0415 - only where there are some

        for shown in diagnostics(problems, home) if problems else ():
            if err:
                self.problem(shown, "")
            else:
                self.say(shown)

    def progress(self, what: str, done: int = 0, total: int = 0) -> None:
        self.out.progress(what, done, total)

    def done(self) -> None:
        self.out.done()
