"""The shells themselves complete what is typed, and the program starts by either of its names."""

import os
import re
import select
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ankibuild.cli import main
from tests.test_cli import run

pty = pytest.importorskip("pty", reason="terminals of Unix")

START = {
    "bash": ["bash", "--noprofile", "--norc", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
LOAD = {
    "bash": "bind 'set bell-style none'; source {}",
    "zsh": "autoload -U compinit; compinit -u -D; source {}",
    "fish": "source {}",
}
AT_TERMINAL = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
PROGRAM = """#!{python}
import os, pathlib, sys
sys.path.insert(0, {root!r})
if "_ANKIBUILD_COMPLETE" not in os.environ:
    pathlib.Path({told!r}).write_text("\\n".join(sys.argv[1:]), "utf-8")
    sys.exit()
from ankibuild.cli import main
main()
"""


class Shell:
    """A shell at a terminal, in which `ankibuild` only tells what it was called with."""

    def __init__(self, name: str, folder: Path) -> None:
        self.told = folder / "told"
        (bin_ := folder / "bin").mkdir()
        text = PROGRAM.format(
            python=sys.executable, root=str(Path(__file__).parent.parent), told=str(self.told)
        )
        (bin_ / "ankibuild").write_text(text, "utf-8")
        (bin_ / "ankibuild").chmod(0o755)
        (folder / "source").write_text(run("completion", name).output, "utf-8")
        (folder / "lernzettel").mkdir()
        where = f"{bin_}{os.pathsep}{os.environ['PATH']}"
        env = {**os.environ, "PATH": where, "HOME": str(folder), "TERM": "xterm", "PS1": "$ "}
        self._terminal, other = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-c", AT_TERMINAL, *START[name]],
            cwd=folder,
            env=env,
            stdin=other,
            stdout=other,
            stderr=other,
            start_new_session=True,
        )
        os.close(other)
        self.type(f"{LOAD[name].format(folder / 'source')}; echo rea''dy\r", "ready")

    def type(self, keys: str, awaited: str) -> None:
        """Type, and read until the terminal shows what is awaited."""
        os.write(self._terminal, keys.encode())
        shown = ""
        while awaited not in shown:
            assert select.select([self._terminal], [], [], 20)[0], shown
            shown += os.read(self._terminal, 4096).decode(errors="replace")

    def completed(self, typed: str, rest: str) -> list[str]:
        """Return the words that a line has once the key Tab has put its rest behind it."""
        self.told.unlink(missing_ok=True)
        self.type(f"ankibuild {typed}\t", rest)
        self.type("; echo to''ld\r", "told")
        return self.told.read_text("utf-8").splitlines()

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._terminal)


@pytest.mark.parametrize("name", START)
def test_a_shell_completes_commands_options_and_files(tmp_path: Path, name: str) -> None:
    if not shutil.which(name):
        pytest.skip(f"the shell {name} is missing: install the package {name}")
    shell = Shell(name, tmp_path)
    try:
        assert shell.completed("comp", "letion") == ["completion"]
        assert shell.completed("check --unc", "arded") == ["check", "--uncarded"]
        assert [word.rstrip("/") for word in shell.completed("check lern", "zettel")] == [
            "check",
            "lernzettel",
        ]
    finally:
        shell.close()


def test_an_unknown_shell_is_answered_with_those_that_are_known() -> None:
    result = run("completion", "powershell")
    assert result.exit_code == 2
    assert "bash" in result.output


def test_the_module_is_the_program(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 題\n\n## RAID とは？\n\n束ねる技術。\n", "utf-8")
    command = [sys.executable, "-m", "ankibuild"]
    said = subprocess.run([*command, "cards", str(tmp_path)], capture_output=True, text=True, check=True)
    assert "RAID とは？" in said.stdout
    usage = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True).stdout
    assert usage.startswith("Usage: python -m ankibuild ")
    assert set(re.findall(r"^  (\w[\w-]*)  ", usage, re.MULTILINE)) == set(main.commands)
    wrong = subprocess.run([*command, "cards", str(tmp_path / "x")], capture_output=True, check=False)
    assert wrong.returncode == 2
