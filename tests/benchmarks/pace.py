"""Measure how long many notes take to build: `python tests/benchmarks/pace.py [CARDS] [FILES]`.

Prints wall seconds and peak memory of `ankibuild build` over generated notes (by default 10,000 simple cards
in 200 files) and of twice as many. The notes are generated in a temporary folder.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def generate(folder: Path, cards: int, files: int) -> None:
    """Write `cards` question headings with an answer each, spread over `files` pages."""
    each = cards // files
    for page in range(files):
        lines = [f"# 分野{page}"]
        for n in range(page * each, (page + 1) * each):
            lines += [
                f"## {n}. サービス{n}とは？",
                "",
                f"サービス{n}は、**用途{n % 97}**のための仕組みである。",
                "",
            ]
        (folder / f"page{page:04}.md").write_text("\n".join(lines), "utf-8")


def measure(cards: int, files: int) -> tuple[float, float]:
    """Return the seconds and the megabytes that a build of generated notes takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate(folder, cards, files)
        before = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "ankibuild",
            "build",
            str(folder),
            "-o",
            str(folder / "deck.apkg"),
            "-q",
        ]
        subprocess.run(command, check=True)
        seconds = time.perf_counter() - before
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Measure the given size and twice as much."""
    cards, files = (int(x) for x in (*sys.argv[1:], *("10000", "200")[len(sys.argv) - 1 :]))
    first = measure(cards, files)
    second = measure(2 * cards, 2 * files)
    for count, (seconds, megabytes) in ((cards, first), (2 * cards, second)):
        print(f"{count:>7,} cards  {seconds:6.2f} s  {megabytes:6.0f} MB")
    print(f"twice as many take {second[0] / first[0]:.2f} times as long")


if __name__ == "__main__":
    main()
