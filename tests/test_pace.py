"""What holds the pace without a clock: what is loaded (test_work.py counts what is done)."""

import subprocess
import sys
from pathlib import Path

import pytest

from ankibuild import __version__
from tests.test_cli import run

LOADED = """
import atexit
import sys
sys.argv = ["ankibuild", *{arguments!r}]
from ankibuild.__main__ import main
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
main()
"""


def loaded(*arguments: str) -> set[str]:
    """Return the modules that a run of the command line has loaded at its end."""
    code = LOADED.format(arguments=arguments)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_the_version_is_told_without_loading_the_commands() -> None:
    assert loaded("--version").isdisjoint(("click", "ankibuild.cli"))
    done = subprocess.run(
        [sys.executable, "-m", "ankibuild", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == run("--version").output == f"ankibuild, version {__version__}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"]])
def test_help_is_told_without_loading_the_pipeline(arguments: list[str]) -> None:
    found = loaded(*arguments)
    assert found.isdisjoint(("pathlib", "shlex", "shutil")), "they take a tenth of what the help takes"
    ours = {name for name in found if name.startswith("ankibuild.")}
    assert "ankibuild.cli" in ours
    light = (
        "ankibuild.__main__",
        "ankibuild.cli",
        "ankibuild.errors",
        "ankibuild.patterns",
        "ankibuild.process",
        "ankibuild.speech",
        "ankibuild.terminal",
    )
    assert [name for name in ours if not name.startswith(light)] == []


def test_an_unchanged_build_loads_nothing_of_the_pipeline(tmp_path: Path) -> None:
    notes, arguments = (
        tmp_path / "notes",
        ("build", str(tmp_path / "notes"), "-q", "-o", str(tmp_path / "a.apkg")),
    )
    notes.mkdir()
    (notes / "a.md").write_text("## S3 とは？\n\n置く場所。\n", "utf-8")
    assert "genanki" in loaded(*arguments)
    assert "sqlite3" in loaded(*arguments), "the first that changes nothing is a build"
    last = loaded(*arguments)
    assert last.isdisjoint(
        ("bs4", "genanki", "markdown", "markdown_it", "msgspec", "pydantic", "sqlite3", "yaml")
    )
    assert "ankibuild.pipeline" not in last


HEAVY = (
    "bs4",
    "lxml",
    "markdown",
    "markdown_it",
    "rapidfuzz",
    "pydantic",
    "pygments",
    "budoux",
    "ankibuild.styles",
)
"""What reading a page takes, and comparing cards: most builds need little of it, or none."""


def test_what_reads_pages_is_loaded_only_where_one_is_read(tmp_path: Path) -> None:
    arguments = ("build", str(tmp_path / "notes"), "-q", "-o", str(tmp_path / "a.apkg"))
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text("## S3 とは？\n\n置く場所。\n", "utf-8")
    cold = loaded(*arguments)
    assert {"lxml", "markdown", "ankibuild.styles"} <= cold
    assert sorted(cold.intersection(("asyncio", "bs4", "pydantic"))) == [], "what no page needs"
    assert "ankibuild.teaching.read" not in cold, "no hand names a page"
    (tmp_path / "a.apkg").unlink()
    assert sorted(loaded(*arguments).intersection(HEAVY)) == []
    assert (tmp_path / "a.apkg").exists()


ENDS = """
import atexit
import sys
import threading
from ankibuild.process import run_and_leave
class Told:
    def __del__(self):
        print("let go")
told = Told()
atexit.register(lambda: print("at exit"))
{before}
run_and_leave(lambda: sys.exit(3))
"""


@pytest.mark.parametrize(
    ("before", "said"),
    [("", "at exit\n"), ("threading.Timer(0.1, print, ['thread']).start()", "thread\nat exit\nlet go\n")],
)
def test_a_program_leaves_without_letting_go_of_its_values(before: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ENDS.format(before=before)], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr, done.returncode) == (said, "", 3)
