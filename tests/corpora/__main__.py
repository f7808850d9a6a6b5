"""Measure the cards of real notes: `python -m tests.corpora CLONES [NUMBER …]`.

CLONES holds the repositories of collections.json as OWNER+NAME, each with its git directory inside (`git clone`).
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ankibuild.pipeline import gather

from .judging import HERE, WHOLE, Figures, judge, scopes_of

ENDINGS = (".md", ".markdown", ".txt")


def main(clones: Path, numbers: list[str]) -> None:
    """Print recall and precision for each collection at hand and for all; say which are not there."""
    total = {"qa": Figures(), "contrast": Figures()}
    for entry in json.loads((HERE / "collections.json").read_text("utf-8")):
        if numbers and entry["number"] not in numbers:
            continue
        git = _git(clones / entry["repo"].replace("/", "+"))
        if git is None:
            print(f"{entry['number']}: no clone of {entry['repo']}")
            continue
        with tempfile.TemporaryDirectory() as folder:
            _lay(git, entry, Path(folder))
            found = _measure(entry["number"], Path(folder))
        print(f"{entry['number']} {entry['lang']}: " + "; ".join(f"{k}: {v}" for k, v in found.items()))
        total = {kind: total[kind] + figures for kind, figures in found.items()}
    print("all: " + "; ".join(f"{kind}: {figures}" for kind, figures in total.items()))


def _git(clone: Path) -> Path | None:
    heads = sorted(clone.glob("**/HEAD"))
    return next((head.parent for head in heads if (head.parent / "objects").is_dir()), None)


def _lay(git: Path, entry: dict[str, Any], folder: Path) -> None:
    """Write the collection's pages, as they were at its commit, below a folder."""
    for path in entry["paths"]:
        for name in _files(git, entry["commit"], path.rstrip("/")):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_run(git, "show", f"{entry['commit']}:{name}"))


def _files(git: Path, commit: str, path: str) -> Iterator[str]:
    listed = _run(git, "ls-tree", "-r", "-z", "--name-only", commit, path).decode().split("\0")
    return (name for name in listed if name.endswith(ENDINGS))


def _run(git: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", f"--git-dir={git}", *arguments], capture_output=True, check=True).stdout


def _measure(number: str, folder: Path) -> dict[str, Figures]:
    labels = [
        json.loads(line) for line in (HERE / "labels" / f"{number}.jsonl").read_text("utf-8").splitlines()
    ]
    within = scopes_of(number)
    cards = gather([folder]).cards
    found = {"qa": Figures(), "contrast": Figures()}
    for path in sorted({*within, *(label["path"] for label in labels)}):
        page = [card for card in cards if card.path == path]
        here = judge(page, [x for x in labels if x["path"] == path], within.get(path, WHOLE))
        found = {kind: found[kind] + figures for kind, figures in here.items()}
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
