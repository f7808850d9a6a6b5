"""Write down the versions that are installed here, of what ankibuild and its tests need: `python -m tests.tools.constraints`.

Run it where all tests have just passed; `pip install -c .github/constraints.txt -e '.[test]'` brings the same back.
"""

import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).parents[2]
FILE: Final = ROOT / ".github" / "constraints.txt"
EXTRA: Final = "test"


def wanted() -> list[Requirement]:
    """Return what pyproject.toml asks for, the tests' needs included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [*map(Requirement, project["dependencies"] + project["optional-dependencies"][EXTRA])]


def installed() -> Iterator[str]:
    """Yield the name and version of each package that is needed, and of what those need."""
    left, seen = wanted(), set[str]()
    while left:
        each = left.pop()
        name = canonicalize_name(each.name)
        if name in seen or (each.marker and not each.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        try:
            found = distribution(each.name)
        except PackageNotFoundError:
            continue  # of another extra of that package
        yield f"{name}=={found.version}"
        needs = map(Requirement, found.requires or ())
        left += [need for need in needs if not need.marker or _is_asked_for(need, each.extras)]


def _is_asked_for(need: Requirement, extras: set[str]) -> bool:
    return any(need.marker is None or need.marker.evaluate({"extra": extra}) for extra in (*extras, ""))


def main() -> None:
    """Write the file."""
    head = "# The versions with which all tests passed last, by `python -m tests.tools.constraints`.\n"
    FILE.write_text(head + "".join(f"{row}\n" for row in sorted(installed())), "utf-8")


if __name__ == "__main__":
    main()
