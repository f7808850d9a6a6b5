"""CONTRIBUTING, CI and the hooks before a commit say and do what the repository has."""

import importlib.util
import re
import shlex
from pathlib import Path

import pytest
import yaml
from packaging.utils import canonicalize_name

from tests.test_docs import table
from tests.tools import constraints

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / ".github" / "CONTRIBUTING.md"
TEXT = GUIDE.read_text("utf-8")


def spans(text: str) -> list[str]:
    """Return what stands in backticks."""
    return re.findall(r"`([^`\n]+)`", text)


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", TEXT)
    assert targets
    assert [each for each in targets if not (GUIDE.parent / each).is_file()] == []


@pytest.mark.parametrize("guide", ["CONTRIBUTING.md", "SECURITY.md"])
def test_files_that_are_named_are_there(guide: str) -> None:
    text = GUIDE.with_name(guide).read_text("utf-8")
    named = [each for each in spans(text) if re.fullmatch(r"\.?(?:ankibuild|tests|github|ci)/[\w./-]+", each)]
    assert len(named) > 10
    assert [each for each in named if not (ROOT / each).exists()] == []


def test_commands_name_modules_and_files_that_are_there() -> None:
    commands = [shlex.split(row[0].strip("`")) for row in table("commands", TEXT)]
    modules = [words[words.index("-m") + 1] for words in commands if "-m" in words]
    assert len(modules) > 5
    assert [each for each in modules if importlib.util.find_spec(each) is None] == []
    files = [word for words in commands for word in words if word.endswith(".py")]
    assert [each for each in files if not list(ROOT.glob(each))] == []


def test_the_versions_of_development_are_those_that_the_project_asks_for() -> None:
    rows = [row for row in constraints.FILE.read_text("utf-8").splitlines() if not row.startswith("#")]
    pinned = dict(row.split("==") for row in rows)
    for each in constraints.wanted():
        if not each.marker or each.marker.evaluate():
            assert pinned[canonicalize_name(each.name)] in each.specifier, each


@pytest.mark.parametrize("name", ["LabelKind", "KINDS", "WORD_LISTS", "STYLES"])
def test_names_that_the_guide_sends_to_are_in_the_code(name: str) -> None:
    assert f"`{name}`" in TEXT
    modules = (ROOT / "ankibuild").glob("**/*.py")
    assert any(re.search(rf"^{name}\b.* = ", each.read_text("utf-8"), re.MULTILINE) for each in modules)


def test_ci_runs_the_one_script() -> None:
    flow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
    assert [step["run"] for step in flow["jobs"]["run"]["steps"] if "run" in step] == ["bash .ci/run"]
    assert (ROOT / ".ci" / "run").is_file()


def test_the_hooks_before_a_commit_are_checks_of_the_script() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    hooks = {hook["entry"].replace(" --force-exclude", "") for hook in config["repos"][0]["hooks"]}
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert hooks == set(re.findall(r"^\.venv/bin/(ruff check|ruff format|mypy)\b", script, re.MULTILINE))
