"""Lay a collection out, list its cards with the tool, score them."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests.corpora.laying import HERE, Collection, lay
from tests.corpora.scoring import KINDS, Count, Counts, Label, Made, score

LABELS = HERE / "labels"
FINE = (0, 1)
"""Exit codes of a run that listed the cards; 1 is about errors in the notes."""


def cards(folder: Path) -> list[Made]:
    """Return the cards that the tool lists for a folder."""
    command = [sys.executable, "-m", "ankibuild", "cards", str(folder), "--format", "jsonl"]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if run.returncode not in FINE:
        raise RuntimeError(f"{folder}: exit {run.returncode}: {run.stderr.strip()[-500:]}")
    return [Made(json.loads(line)) for line in run.stdout.splitlines() if line.strip()]


def measure(
    collection: Collection, mirror: Path, out: Path, labels: Path = LABELS
) -> tuple[Counts, list[str]]:
    """Return a collection's counts and remarks; what was not fetched is among the remarks and counts as not wanted."""
    folder = out / collection.name
    missing = lay(collection, mirror, folder)
    if not folder.exists():
        return total([]), [f"not fetched: {each}" for each in missing]
    found, remarks = scored(cards(folder), collection.name, labels)
    return found, [*(f"not fetched: {each}" for each in missing), *remarks]


def scored(made: Iterable[Made], name: str, labels: Path) -> tuple[Counts, list[str]]:
    """Score the cards of a collection against its label files, page by page."""
    wanted, by_page = defaultdict(list), defaultdict(list)
    for line in (labels / f"{name}.jsonl").read_text("utf-8").splitlines():
        label = Label(json.loads(line))
        wanted[str(label.raw["path"])].append(label)
    for card in made:
        by_page[str(card.raw["path"])].append(card)
    scopes_file = labels / f"{name}.scopes.json"
    scopes = json.loads(scopes_file.read_text("utf-8")) if scopes_file.exists() else []
    scope = {each["path"]: (each["scope"][0], each["scope"][1]) for each in scopes}
    pages = {page: score(by_page[page], wanted[page], scope.get(page)) for page in sorted(wanted)}
    return total(counts for counts, _ in pages.values()), [
        f"{page}: {remark}" for page, (_, remarks) in pages.items() for remark in remarks
    ]


def total(several: Iterable[Counts]) -> Counts:
    """Add up counts."""
    counts: Counts = {kind: Count() for kind in KINDS}
    for each in several:
        for kind in KINDS:
            counts[kind].add(each[kind])
    return counts
