"""Print recall and precision per collection and in all: `python -m tests.corpora MIRROR [--only NN …] [--verbose]`."""

import argparse
import tempfile
from pathlib import Path

from tests.corpora.laying import collections
from tests.corpora.measuring import measure, total
from tests.corpora.scoring import Counts


def _told(name: str, counts: Counts) -> None:
    complete = f"complete {counts['contrast'].complete}/{counts['contrast'].wanted}"
    print(
        f"{name}:", "; ".join([*(f"{kind} {count}" for kind, count in counts.items()), complete]), flush=True
    )


def main() -> None:
    """Run by hand."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "mirror", type=Path, help="folder with a fetched copy of each repository, as OWNER+NAME"
    )
    options.add_argument("--only", nargs="*", default=[], metavar="NN")
    options.add_argument("--verbose", action="store_true", help="name what is missing and what is false")
    given = options.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for collection in collections():
            if given.only and collection.name not in given.only:
                continue
            counts, remarks = measure(collection, given.mirror, Path(folder))
            results.append(counts)
            _told(f"{collection.name} {collection.repo}", counts)
            for remark in remarks:
                if given.verbose or remark.startswith("not fetched"):
                    print(f"    {remark}")
    _told("ALL", total(results))


main()
