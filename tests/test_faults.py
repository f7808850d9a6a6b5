"""Whatever step of reading or writing fails, or is the last: files stay whole, no card is lost, the next run is right."""

import errno
import resource
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ankibuild.cli import main
from ankibuild.identity import ledger as ledgers
from ankibuild.packaging.package import check_package
from tests.faults import KILL, faults

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="what is open is looked up in /proc"
)
V1 = "# 題\n\n## RAID とは？\n\n束ねる技術。\n\n## NAS とは？\n\n記憶装置。\n"
V2 = V1.replace("束ねる技術", "ディスクを束ねる技術") + "\n## SAN とは？\n\n記憶装置の網。\n"
SHOWN = "# 図\n\n## 箱の図は？\n\n![箱](p.png)\n"
FAULTS = {"disk full": errno.ENOSPC, "no permission": errno.EACCES, "broken disk": errno.EIO, "killed": KILL}
LEDGER = "ankibuild.lock"
BUSY = f"notes/.{LEDGER}.busy"
"""Left to the next run where it cannot be taken away."""


@dataclass(frozen=True)
class Place:
    """A folder with notes, package and cache."""

    folder: Path

    @property
    def notes(self) -> Path:
        return self.folder / "notes"

    @property
    def package(self) -> Path:
        return self.folder / "deck.apkg"

    def command(self, name: str) -> list[str]:
        return {
            "build": ["build", str(self.notes), "-o", str(self.package)],
            "rename-deck": ["rename-deck", "notes", "類", str(self.notes)],
            "prune": ["prune", str(self.notes)],
            "adopt": ["adopt", str(self.package), str(self.notes), "--force"],
            "init": ["init", str(self.notes), "--force"],
            "preview": ["preview", str(self.notes), "-o", str(self.folder / "cards.html")],
            "templates": ["templates", str(self.folder / "look"), "--force"],
        }.get(name, [name, str(self.notes)])

    def run(self, name: str, time: int = 1_700_000_200) -> Result:
        env = {"SOURCE_DATE_EPOCH": str(time), "XDG_CACHE_HOME": str(self.folder / "cache")}
        return CliRunner().invoke(main, self.command(name), env=env)

    def state(self) -> dict[str, bytes]:
        """Return all files that are not the cache's."""
        files = [path for path in self.folder.rglob("*") if path.is_file() and "cache" not in path.parts]
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in files}

    def live(self) -> set[str]:
        return {entry.guid for entry in ledgers.read(self.notes / LEDGER).entries if not entry.removed}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Notes that were built, with one card removed since, and edited after that."""
    place = Place(tmp_path_factory.mktemp("before") / "place")
    place.notes.mkdir(parents=True)
    (place.notes / "a.md").write_text(V1 + "\n## DAS とは？\n\n直につなぐ。\n", "utf-8")
    (place.notes / "b.md").write_text(SHOWN, "utf-8")
    (place.notes / "p.png").write_bytes(b"\x89PNG\r\n")
    (place.notes / "ankibuild.toml").write_text('language = "ja"\n', "utf-8")
    for text in (None, V1):
        if text:
            (place.notes / "a.md").write_text(text, "utf-8")
        assert place.run("build", 1_700_000_000).exit_code == 0
    assert place.run("preview").exit_code == place.run("templates").exit_code == 0
    for file in sorted(place.folder.glob("look/**/*.html"))[:2]:
        file.write_text("{{Question}}", "utf-8")
    (place.notes / "a.md").write_text(V2, "utf-8")
    return place


@pytest.fixture
def fresh(before: Place, tmp_path: Path) -> "Copies":
    return Copies(before, tmp_path / "copy")


@dataclass(frozen=True)
class Copies:
    """Copies of a place, one after the other, all at one path."""

    before: Place
    folder: Path

    def __call__(self) -> Place:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.before.folder, self.folder, symlinks=True)
        return Place(self.folder)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    "command", ["build", "rename-deck", "prune", "adopt", "init", "preview", "templates"]
)
def test_a_step_fails(fresh: Copies, command: str, fault: str) -> None:
    place = fresh()
    with faults(place.folder) as met:
        whole = place.run(command)
    assert (whole.exit_code, met.count > 5, len(met.writes) > 2) == (0, True, True), whole.output
    wanted = place.state()
    steps = met.writes if fault == "disk full" else range(1, met.count + 1)
    for at in steps:
        place = fresh()
        begun, live = place.state(), place.live()
        result, partly = None, False
        with faults(place.folder, at, FAULTS[fault]) as met:
            result = place.run(command)
        assert met.count >= at
        assert (result is None) == met.dead, at
        if result:
            assert isinstance(result.exception, SystemExit | None), (at, result.exception)
            assert "Traceback" not in result.output
            # A page or picture that could not be read is told of, and the others are built all the same.
            partly = result.exit_code == 1 or "[missing-media]" in result.output
            if result.exit_code == 0 and not partly:
                shown = {name: data for name, data in place.state().items() if name != BUSY}
                assert shown == wanted, (at, "what is said to be done is done")
        _check_whole(place, begun, {} if partly else wanted, live, at)
        done = command == "rename-deck" and _ledger(place.state()) == _ledger(
            wanted
        )  # there is no such deck now
        assert place.run(command).exit_code == (2 if done else 0), at
        assert place.state().keys() == wanted.keys(), (at, "the next run clears the scraps away")
        assert place.state() == wanted or partly, at


@pytest.mark.parametrize("command", ["cards", "check", "diff", "stats"])
def test_a_command_that_only_reads_tells_what_it_cannot_read(fresh: Copies, command: str) -> None:
    place = fresh()
    begun = place.state()
    with faults(place.folder) as met:
        place.run(command)
    assert met.count > 5
    for at in range(1, met.count + 1):
        with faults(place.folder, at, errno.EACCES):
            result = place.run(command)
        assert isinstance(result.exception, SystemExit | None), (at, result.exception)
        assert place.state() == begun, at


def _ledger(state: dict[str, bytes]) -> bytes:
    return state[f"notes/{LEDGER}"]


def _check_whole(
    place: Place, begun: dict[str, bytes], wanted: dict[str, bytes], live: set[str], at: int
) -> None:
    """Each file is as before or as it is meant to be, and no card is gone or taken for removed."""
    now = place.state()
    for name in begun if wanted else ():
        assert now[name] in (begun[name], wanted[name]), (at, name)
    assert live <= place.live(), at
    check_package(place.package)
    scraps = now.keys() - begun.keys()
    assert all(Path(name).name.startswith(".") for name in scraps), (at, scraps)


@pytest.mark.parametrize("command", ["build", "rename-deck", "adopt"])
def test_a_file_cannot_be_written_to_its_end(fresh: Copies, command: str) -> None:
    """The system itself refuses the bytes beyond a limit, as a full disk does in the middle of a file."""
    place = fresh()
    place.run(command)
    wanted = place.state()
    sizes = {len(data) for data in wanted.values()}
    limits = sorted({size - 1 for size in sizes if size} | {size // 2 for size in sizes} | {0, 1, 4096})
    failed = 0
    for limit in limits:
        place = fresh()
        begun, live = place.state(), place.live()
        with _no_file_beyond(limit):
            result = place.run(command)
        assert isinstance(result.exception, SystemExit | None), (limit, result.exception)
        failed += result.exit_code != 0
        if result.exit_code == 0:
            assert place.state() == wanted, limit
        else:
            assert "nothing was changed" in result.output or "build again" in result.output, result.output
            assert place.state() == begun, limit
        _check_whole(place, begun, wanted, live, limit)
        done = command == "rename-deck" and _ledger(place.state()) == _ledger(wanted)
        assert place.run(command).exit_code == (2 if done else 0), limit
        assert place.state() == wanted, limit
    assert failed >= 3


class _no_file_beyond:  # noqa: N801 - reads like a function
    """No file of this process grows beyond a size for a while."""

    def __init__(self, limit: int) -> None:
        self._limit = limit

    def __enter__(self) -> None:
        self._before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self._limit, self._before[1]))

    def __exit__(self, *_: object) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._before)
