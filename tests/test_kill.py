"""A build that is killed at any write leaves ledger and package readable, and the next build is right."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ankibuild.cli import main
from ankibuild.identity import ledger
from ankibuild.packaging.package import check_package

V1 = "# 題\n\n## RAID とは？\n\n束ねる技術。\n\n## NAS とは？\n\n記憶装置。\n"
V2 = V1.replace("束ねる技術", "ディスクを束ねる技術") + "\n## SAN とは？\n\n記憶装置の網。\n"

# Counts every step of writing and dies at the given one, as a pulled plug would: no cleaning up.
KILLED = """
import os, sys
from pathlib import Path
from ankibuild import commit
from ankibuild.cli import main
at, steps = int(sys.argv[1]), 0
def counted(function):
    def step(*args):
        global steps
        steps += 1
        if steps == at:
            os._exit(9)
        result = function(*args)
        steps += 1
        if steps == at:
            os._exit(9)
        return result
    return step
commit._write_through = counted(commit._write_through)
commit._settle = counted(commit._settle)
Path.replace = counted(Path.replace)
sys.argv = ["ankibuild", "build", sys.argv[2], "-o", sys.argv[3], "-q", "--no-cache"]
main()
"""
STEPS = 12
"""Two files: each written, moved into place and settled, and a place to die before and after each."""


def build(root: Path, package: Path, epoch: int) -> int:
    command = ["build", str(root), "-o", str(package), "-q", "--no-cache"]
    return CliRunner().invoke(main, command, env={"SOURCE_DATE_EPOCH": str(epoch)}).exit_code


def killed(root: Path, package: Path, epoch: int, at: int) -> int:
    command = [sys.executable, "-c", KILLED, str(at), str(root), str(package)]
    return subprocess.run(command, env={"SOURCE_DATE_EPOCH": str(epoch), "PATH": ""}, check=False).returncode


@pytest.mark.parametrize("at", range(1, STEPS + 2))
def test_killed_at_a_write(at: int, tmp_path: Path) -> None:
    root, package = tmp_path / "notes", tmp_path / "deck.apkg"
    root.mkdir()
    (root / "a.md").write_text(V1, "utf-8")
    assert build(root, package, 1_700_000_000) == 0
    guids = {entry.guid for entry in ledger.read(root / "ankibuild.lock").entries}
    (root / "a.md").write_text(V2, "utf-8")
    assert killed(root, package, 1_700_000_100, at) == (9 if at <= STEPS else 0)
    between = ledger.read(root / "ankibuild.lock")
    assert check_package(package).notes in (2, 3)
    assert build(root, package, 1_700_000_200) == 0
    after = ledger.read(root / "ankibuild.lock")
    assert check_package(package).notes == 3
    assert guids < {entry.guid for entry in after.entries}
    mods = {entry.guid: entry.mod for entry in between.entries}
    assert all(entry.mod >= mods.get(entry.guid, 0) for entry in after.entries), "no mod goes back"
    left = {path.name for path in (*root.iterdir(), *tmp_path.iterdir())}
    assert left == {"a.md", "ankibuild.lock", "notes", "deck.apkg"}, "the next build clears the scraps away"
