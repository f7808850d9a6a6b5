"""Write the pages of a collection from a fetched repository into a folder."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SUFFIXES = (".md", ".markdown", ".txt")


@dataclass(frozen=True, slots=True)
class Collection:
    """Pages of one author: files or folders of a repository at a commit; `name` is that of the label files."""

    name: str
    repo: str
    commit: str
    paths: tuple[str, ...]


def collections(file: Path = HERE / "collections.json") -> list[Collection]:
    """Read the list of collections."""
    entries = json.loads(file.read_text("utf-8"))
    return [Collection(each["name"], each["repo"], each["commit"], tuple(each["paths"])) for each in entries]


def git_dir(mirror: Path, repo: str) -> Path | None:
    """Return the git directory of a fetched repository, somewhere below OWNER+NAME; None where there is none."""
    heads = sorted((mirror / repo.replace("/", "+")).glob("**/HEAD"))
    return next((head.parent for head in heads if (head.parent / "objects").is_dir()), None)


def lay(collection: Collection, mirror: Path, to: Path) -> list[str]:
    """Write the collection's pages below a folder; return what the fetched copy does not have."""
    git = git_dir(mirror, collection.repo)
    if git is None:
        return [collection.repo]
    missing = []
    for path in collection.paths:
        for page in _pages(git, collection.commit, path):
            text = _git(git, "show", f"{collection.commit}:{page}")
            if text is None:
                missing.append(f"{collection.repo}:{page}")
                continue
            file = to / page
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text)
    return missing


def _pages(git: Path, commit: str, path: str) -> list[str]:
    """Return the page that a path names, or the pages below the folder that it names."""
    path = path.rstrip("/")
    kind = _git(git, "cat-file", "-t", f"{commit}:{path}".rstrip("/"))
    if kind is None or kind.strip() != b"tree":
        return [path]
    listed = _git(git, "ls-tree", "-r", "-z", "--name-only", commit, *([f"{path}/"] if path else [])) or b""
    return [page for page in listed.decode("utf-8").split("\0") if page.endswith(SUFFIXES)]


def _git(git: Path, *arguments: str) -> bytes | None:
    run = subprocess.run(
        ["git", f"--git-dir={git}", "-c", "core.quotepath=off", *arguments], capture_output=True, check=False
    )
    return run.stdout if run.returncode == 0 else None
