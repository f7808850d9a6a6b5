"""Measure ankibuild beside its peers: `python -m tests.benchmarks.speed [PART…] [--scale N] [--runs N]`.

Parts: simple, rebuild, seed, exam, growth, start (default: all but growth). All contenders run in turns on
this machine; CPU is user + system of all their processes, medians count, and every package is opened to
see that it holds all notes. The peers are installed into environments of their own below --folder.
"""

import argparse
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import gettempdir

from tests.benchmarks import measuring, works
from tests.benchmarks.measuring import Taken
from tests.benchmarks.peers import PEERS, Peer, programs
from tests.benchmarks.works import Written

SEED_PAGES = 304
"""Copies of the seed's page that give about 10,000 cards."""


@dataclass(slots=True)
class Contender:
    """One thing to run again and again: what is done before each run, and how many notes must come out."""

    name: str
    command: Sequence[str]
    cwd: Path
    notes: int | None
    before: Callable[[], object] = lambda: None
    bytes: int = 0
    cache: Path | None = None
    taken: list[Taken] = field(default_factory=list)

    def run(self, *, watched: bool = False) -> None:
        self.before()
        env = {**os.environ, "PYTHONPATH": str(works.REPOSITORY), "XDG_CACHE_HOME": str(self.cache)}
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed was compiled once, ours and the peers'
        self.taken.append(measuring.run(self.command, self.cwd, env, watched=watched))
        if self.notes is not None and (found := measuring.notes_in(self.cwd)) < self.notes:
            sys.exit(f"{self.name}: {found:,} notes in the package, {self.notes:,} expected")

    @property
    def cpu(self) -> float:
        return median(taken.cpu for taken in self.taken)

    @property
    def wall(self) -> float:
        return median(taken.wall for taken in self.taken)

    @property
    def memory(self) -> float:
        return max(taken.memory for taken in self.taken)


class Bench:
    """Where notes, packages and caches of a measurement lie."""

    def __init__(self, folder: Path, runs: int) -> None:
        self.folder, self.runs = folder, runs
        self.work = folder / "work"

    def fresh(self, name: str) -> Path:
        """Return an empty folder."""
        shutil.rmtree(self.work / name, ignore_errors=True)
        (self.work / name).mkdir(parents=True)
        return self.work / name

    def ours(self, name: str, written: Written, notes: int | None) -> Contender:
        """Return a build of ours."""
        out, cache = self.fresh(f"{name}-out"), self.fresh(f"{name}-cache")
        works.write(self.notes(name), written)
        command = (sys.executable, "-m", "ankibuild", "build", str(self.notes(name)), "-q", "-o", "ours.apkg")
        return Contender(f"ankibuild, {name}", command, out, notes, bytes=works.size(written), cache=cache)

    def notes(self, name: str) -> Path:
        """Return the folder of the notes of a build of ours."""
        return self.work / f"{name}-notes"

    def cold(self, name: str, written: Written, notes: int | None) -> Contender:
        """Return a build of ours that is each time the first one: no cache, no ledger, no package of an earlier one."""
        self.fresh(f"{name}-notes")
        build = self.ours(name, written, notes)

        def forget() -> None:
            shutil.rmtree(build.cache or "", ignore_errors=True)
            (build.cwd / "ours.apkg").unlink(missing_ok=True)
            (self.notes(name) / "ankibuild.lock").unlink(missing_ok=True)

        build.before = forget
        return build

    def edited(self, name: str, written: Written, notes: int | None) -> Contender:
        """Return a build of ours before which one page is edited each time, to what it never was before."""
        build = self.same(name, written, notes)
        versions = count(2)
        build.before = lambda: works.write(self.notes(name), works.edited(written, next(versions)))
        return build

    def same(self, name: str, written: Written, notes: int | None) -> Contender:
        """Return a build of ours that has been done before."""
        self.fresh(f"{name}-notes")
        build = self.ours(name, written, notes)
        build.run()
        build.taken.clear()
        return build

    def peer(self, peer: Peer, written: Written, notes: int) -> Contender:
        """Return a build of a peer's."""
        out, folder = self.fresh(f"{peer.name}-out"), self.fresh(f"{peer.name}-notes")
        for name, text in written.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        command = peer.command(programs(peer, self.folder / "peers"), folder, out)
        return Contender(peer.name, command, out, notes, bytes=works.size(written))

    def in_turns(self, contenders: Sequence[Contender]) -> None:
        """Run each in turn, once more than counts to watch its memory."""
        for turn in range(self.runs + 1):
            for contender in contenders:
                contender.run(watched=turn == 0)
        for contender in contenders:
            first, *rest = contender.taken
            contender.taken = [Taken(t.cpu, t.wall, first.memory) for t in rest]


def _show(title: str, contenders: Iterable[Contender], beside: Contender, *, per_byte: bool = False) -> None:
    """Print the medians and how often the CPU of `beside` each takes."""
    print(f"\n{title}\n{'':<28}{'CPU s':>9}{'wall s':>9}{'MB':>7}{'ratio':>8}   beside {beside.name}")
    for each in contenders:
        ratio = each.cpu / beside.cpu
        if per_byte:
            ratio *= beside.bytes / each.bytes
        print(f"{each.name:<28}{each.cpu:>9.3f}{each.wall:>9.3f}{each.memory:>7.0f}{ratio:>8.2f}")


def simple(bench: Bench, scale: float) -> None:
    """Build simple cards for the first time, beside all peers."""
    cards = round(10_000 * scale)
    pages = works.simple(cards)
    ours = bench.cold("cold", works.headings(pages), cards)
    peers = [bench.peer(peer, peer.write(pages), cards) for peer in PEERS]
    bench.in_turns([ours, *peers])
    _show(f"{cards:,} simple cards in {len(pages)} files", [ours, *peers], peers[0])


def rebuild(bench: Bench, scale: float) -> None:
    """Build simple cards again: with nothing changed, with one page edited."""
    cards = round(10_000 * scale)
    pages = works.simple(cards)
    written = works.headings(pages)
    same = bench.same("unchanged", written, cards)
    edited = bench.edited("one page edited", written, cards)
    peer = bench.peer(PEERS[0], PEERS[0].write(pages), cards)
    bench.in_turns([same, edited, peer])
    _show(f"{cards:,} simple cards again", [same, edited, peer], peer)


def seed(bench: Bench, scale: float) -> None:
    """Build cards in the seed's style, beside ankcompiler by the byte."""
    _by_the_byte(bench, works.seed_style(round(SEED_PAGES * scale)), "the seed's style")


def exam(bench: Bench, scale: float) -> None:
    """Build exam items, beside ankcompiler by the byte."""
    items = round(2_500 * scale)
    _by_the_byte(bench, works.exam(items), f"{items:,} exam items")


def _by_the_byte(bench: Bench, written: Written, title: str) -> None:
    ours = bench.cold("cold", written, None)
    cut = works.sections(written)
    peer = bench.peer(PEERS[-1], PEERS[-1].write(cut), sum(map(len, cut)))
    bench.in_turns([ours, peer])
    count = measuring.notes_in(ours.cwd)
    _show(f"{title}: {count:,} notes, by the byte", [ours, peer], peer, per_byte=True)


def growth(bench: Bench, scale: float) -> None:
    """Build ten times as many cards: cold, and with one page edited."""
    found: list[Contender] = []
    for cards in (round(10_000 * scale), round(100_000 * scale)):
        written = works.headings(works.simple(cards))
        cold = bench.cold(f"{cards:,} cold", written, cards)
        edited = bench.edited(f"{cards:,} edited", written, cards)
        bench.in_turns([cold, edited])
        found += [cold, edited]
    _show("growth", found, found[0])


def start(bench: Bench, _: float) -> None:
    """Start: beside a Python that does nothing; build the seed notes with and without a cache."""
    out = bench.fresh("start-out")
    python = Contender("python -c pass", (sys.executable, "-c", "pass"), out, None)
    ask = [
        Contender(option, (sys.executable, "-m", "ankibuild", option), out, None)
        for option in ("--version", "--help")
    ]
    written = {works.SEED.name: works.SEED.read_text("utf-8")}
    build = [bench.cold("seeds cold", written, 1), bench.same("seeds warm", written, 1)]
    bench.in_turns([python, *ask, *build])
    _show("start", [python, *ask, *build], python)


PARTS = {"simple": simple, "rebuild": rebuild, "seed": seed, "exam": exam, "start": start, "growth": growth}


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--scale", type=float, default=1.0, help="of all sizes (default 1)")
    parser.add_argument("--runs", type=int, default=5, help="how many runs count (default 5)")
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path(gettempdir()) / "ankibuild-benchmarks",
        help="for environments and notes",
    )
    given = parser.parse_args()
    measuring.adopt_orphans()
    bench = Bench(given.folder, given.runs)
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors")
    for part in given.parts or [name for name in PARTS if name != "growth"]:
        PARTS[part](bench, given.scale)


if __name__ == "__main__":
    main()
