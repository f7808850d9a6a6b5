"""For repositories of notes: the hooks, the workflow and the distributions do in truth what they are there for."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
import yaml

from ankibuild.packaging.anki_file import read_anki_file
from tests.test_cli import build as build_here
from tests.test_cli import folder, run

__all__ = ["folder"]  # a fixture
ROOT = Path(__file__).parent.parent
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
WORKFLOW = ROOT / "examples" / "deck-release.yml"
PAGE = "# 題\n\n## RAID とは？\n\n束ねる技術。\n"


def tool(*words: str | Path, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a program of this Python's environment, or one of the system."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    own = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), **env}
    command = [str(word) for word in words]
    return subprocess.run(command, cwd=cwd, env=own, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of notes, all of it added."""
    if not shutil.which("git"):
        pytest.skip("git is missing: install the package git")
    found = tmp_path / "repository"
    (found / "notes").mkdir(parents=True)
    (found / "notes" / "a.md").write_text(PAGE, "utf-8")
    assert tool("git", "init", "-q", cwd=found).returncode == 0
    add(found)
    return found


def add(repository: Path) -> None:
    assert tool("git", "add", "-A", cwd=repository).returncode == 0


def build(repository: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = (sys.executable, "-m", "ankibuild", "build", "notes", "-o")
    return tool(*program, repository.parent / "deck.apkg", *options, cwd=repository)


# --- pre-commit -------------------------------------------------------------------------------------


def hook(repository: Path, name: str) -> subprocess.CompletedProcess[str]:
    """Let pre-commit run a hook of the manifest with this very program, where otherwise it would install one."""
    told: list[dict[str, Any]] = yaml.safe_load(MANIFEST.read_text("utf-8"))
    made = next(each for each in told if each["id"] == name)
    made = {**made, "language": "system", "args": ["notes"]}
    made["entry"] = made["entry"].replace("ankibuild", f"{sys.executable} -m ankibuild", 1)
    config = repository / ".pre-commit-config.yaml"
    config.write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": [made]}]}), "utf-8")
    add(repository)
    home = str(repository.parent / "pre-commit")
    return tool("pre-commit", "run", cwd=repository, PRE_COMMIT_HOME=home)


def test_pre_commit_takes_the_manifest() -> None:
    assert tool("pre-commit", "validate-manifest", MANIFEST).returncode == 0


def test_the_hook_lets_no_error_be_committed(repository: Path) -> None:
    assert hook(repository, "ankibuild-check").returncode == 0
    (repository / "notes" / "b.md").write_bytes(b"caf\xe9\n")
    result = hook(repository, "ankibuild-check")
    assert result.returncode == 1
    assert "b.md:1: error" in result.stdout


def test_the_hook_asks_for_the_ledger(repository: Path) -> None:
    assert hook(repository, "ankibuild-ledger").returncode == 1
    build(repository)
    assert hook(repository, "ankibuild-ledger").returncode == 0


def test_the_ledger_that_the_hook_lets_pass_is_the_one_that_a_frozen_build_wants(folder: Path) -> None:
    page = folder / "a.md"
    (folder / "c.md").write_text("# 他\n\n## CPU とは？\n\n演算装置。\n", "utf-8")
    (folder / "look").mkdir()
    (folder / "look" / "style.css").write_text(".card { color: teal; }\n", "utf-8")
    package = folder.parent / "deck.apkg"
    for edit in (
        lambda: None,
        lambda: page.write_text(PAGE.replace("束ねる", "束にする"), "utf-8"),
        lambda: page.write_text(PAGE.replace("# 題", "# 別の題"), "utf-8"),
        lambda: page.write_text(PAGE.replace("## RAID", "## 装置\n\n### RAID"), "utf-8"),
        lambda: page.rename(page.with_name("b.md")),
        page.with_name("b.md").unlink,
        lambda: page.write_text(f"{PAGE}\n## NAS とは？\n\n記憶装置。\n", "utf-8"),
        lambda: (folder / "ankibuild.toml").write_text('deck = "別"\n', "utf-8"),
        lambda: (folder / "ankibuild.toml").write_text('deck = "別"\ntemplates = "look"\n', "utf-8"),
    ):
        edit()
        assert (
            run("diff", folder, "--exit-code").exit_code
            == run("build", folder, "-o", package, "--frozen").exit_code
        )
        build_here(folder)
        assert run("diff", folder, "--exit-code").exit_code == 0
        assert run("build", folder, "-o", package, "--frozen").exit_code == 0


def test_hooks_run_for_what_can_change_cards_only(repository: Path) -> None:
    build(repository)
    hook(repository, "ankibuild-check")
    git = ("git", "-c", "user.name=x", "-c", "user.email=x@example.com")
    assert tool(*git, "commit", "-qm", "x", cwd=repository).returncode == 0
    (repository / "script.py").touch()
    assert "Skipped" in hook(repository, "ankibuild-check").stdout
    (repository / "notes" / "ankibuild.toml").touch()
    assert "Passed" in hook(repository, "ankibuild-check").stdout


# --- GitHub Actions ---------------------------------------------------------------------------------


def test_github_takes_the_workflow() -> None:
    result = tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", WORKFLOW)
    assert result.returncode == 0, result.stdout


def test_the_workflow_checks_builds_and_releases(repository: Path) -> None:
    workflow = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    steps = workflow["jobs"]["deck"]["steps"]
    release = next(step["run"] for step in steps if "if" in step)
    assert next(step["if"] for step in steps if "if" in step) == "github.ref_type == 'tag'"
    assert release.startswith("gh release create ")
    (bin_ := repository.parent / "bin").mkdir()
    for name, what in (
        ("ankibuild", f'exec "{sys.executable}" -m ankibuild "$@"'),
        ("gh", 'echo "$@" > told'),
    ):
        (bin_ / name).write_text(f"#!/bin/sh\n{what}\n", "utf-8")
        (bin_ / name).chmod(0o755)
    runs = [step["run"] for step in steps if "run" in step and "pipx" not in step["run"]]
    assert len(runs) == 3
    script = "set -e\n" + "\n".join(runs)  # GitHub runs each with -e
    env = {**workflow["env"], "GITHUB_REF_NAME": "v1", "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}"}
    failed = tool("bash", "-c", script, cwd=repository, **env)
    assert failed.returncode == 1
    assert "the ledger would change" in failed.stderr
    assert not (repository / "told").exists()
    build(repository)
    done = tool("bash", "-c", script, cwd=repository, **env)
    assert done.returncode == 0, done.stderr
    assert (repository / "told").read_text("utf-8").split()[:4] == ["release", "create", "v1", "deck.apkg"]
    assert len(read_anki_file(repository / "deck.apkg").notes) == 1


# --- what is installed ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    made = tool(sys.executable, "-m", "hatchling", "build", "-d", folder)
    assert made.returncode == 0, made.stderr
    return folder


def test_wheel_and_sdist_may_be_uploaded(distributions: Path) -> None:
    files = sorted(distributions.iterdir())
    assert [file.suffix for file in files] == [".whl", ".gz"]
    checked = tool("twine", "check", "--strict", *files)
    assert checked.returncode == 0, checked.stdout
    with zipfile.ZipFile(files[0]) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith("/METADATA"))
        about = message_from_bytes(wheel.read(name))
    for field in ("Summary", "Author", "License-Expression", "License-File", "Keywords", "Requires-Python"):
        assert about[field], field
    assert about["Description-Content-Type"] == "text/markdown"
    assert len(about.get_all("Classifier", ())) >= 8


def test_the_wheel_holds_all_that_is_read_when_it_runs(distributions: Path) -> None:
    with zipfile.ZipFile(next(distributions.glob("*.whl"))) as wheel:
        held = set(wheel.namelist())
    for file in (ROOT / "ankibuild").rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            assert file.relative_to(ROOT).as_posix() in held
    for file in (ROOT / "card_templates").rglob("*"):
        if file.is_file():
            assert f"ankibuild/{file.relative_to(ROOT).as_posix()}" in held
    assert not any(name.startswith("tests/") for name in held)


def test_the_sdist_holds_what_its_tests_need(distributions: Path) -> None:
    with tarfile.open(next(distributions.glob("*.tar.gz"))) as sdist:
        held = {name.partition("/")[2] for name in sdist.getnames()}
    wanted = (
        ".ci/run",
        ".pre-commit-hooks.yaml",
        "examples/deck-release.yml",
        "seeds/ankibuild.lock",
        "tests/conftest.py",
    )
    assert {"LICENSE", "README.md", "pyproject.toml", *wanted} <= held
