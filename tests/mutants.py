"""Say how many small faults the tests notice: words that are missing, conditions the wrong way round. Run by hand.

python -m tests.mutants words                                  60 random words deleted from words.toml, one at a time
python -m tests.mutants conditions ankibuild/reader/*.py       60 random conditions of these modules negated
    --count 20 --seed 2 --jobs 1 --timeout 60 --tests tests/test_cases.py

Each fault is made in a copy of the repository, never here. It is noticed where a test fails, or where the tests run
out of time. What is not noticed is a case that is missing, or a word or condition that can go.
"""

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from queue import Queue
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parent.parent
WORDS = "ankibuild/words.toml"
COPIED = ("ankibuild", "card_templates", "seeds", "tests", "pyproject.toml", "README.md")
QUICK = (
    "tests/test_expressions.py",
    "tests/test_keyed.py",
    "tests/test_cases.py",
    "tests/test_learning.py",
    "tests/test_pages.py",
    "tests/test_styles_catalogue.py",
    "tests/test_styles_highlights.py",
    "tests/test_teaching.py",
    "tests/test_words.py",
    "tests/test_word_net.py",
)
"""The tests that say what notes give, in half a minute."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault: what is wrong, and the text of the file that has it."""

    name: str
    file: str
    text: str


def word_mutants(file: str, text: str) -> Iterator[Mutant]:
    """Yield, for each word of a list of words, the file without it."""
    raw = tomllib.loads(text)
    for path, words in _lists(raw):
        for word in dict.fromkeys(words):
            less = deepcopy(raw)
            holder: Any = less
            for key in path[:-1]:
                holder = holder[key]
            holder[path[-1]] = [each for each in words if each != word]
            yield Mutant(f"{file} {'.'.join(path)} without {word}", file, _toml(less))


def _lists(raw: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    for key, value in raw.items():
        if isinstance(value, dict):
            yield from _lists(value, (*path, key))
        elif isinstance(value, list):
            yield (*path, key), value


def _toml(raw: dict[str, Any], path: tuple[str, ...] = ()) -> str:
    tables = {key: value for key, value in raw.items() if isinstance(value, dict)}
    head = f"[{'.'.join(json.dumps(key) for key in path)}]\n" if path else ""
    own = [
        f"{json.dumps(k)} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in raw.items() if k not in tables
    ]
    return head + "".join(own) + "".join(_toml(value, (*path, key)) for key, value in tables.items())


def condition_mutants(file: str, text: str) -> Iterator[Mutant]:
    """Yield, for each condition of a module and each operand of its `and` and `or`, the module with it negated."""
    lines = text.encode().splitlines(keepends=True)
    starts = list(accumulate(map(len, lines), initial=0))
    whole = b"".join(lines)

    def span(node: ast.expr) -> tuple[int, int]:
        end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        return starts[node.lineno - 1] + node.col_offset, end

    found = {span(node): node.lineno for node in _conditions(ast.parse(text))}
    for (first, last), line in sorted(found.items()):
        negated = whole[:first] + b"(not (" + whole[first:last] + b"))" + whole[last:]
        said = " ".join(whole[first:last].decode().split())
        yield Mutant(f"{file}:{line} not ({said})", file, negated.decode())


def _conditions(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            yield test
        case ast.comprehension(ifs=tests) | ast.BoolOp(values=tests):
            yield from tests
        case ast.JoinedStr():
            return  # before Python 3.12 nobody knows where in an f-string its parts stand
    for inner in ast.iter_child_nodes(node):
        yield from _conditions(inner)


def noticed(mutant: Mutant, copy: Path, tests: Sequence[str], timeout: float) -> bool:
    """Run the tests on a copy of the repository that has the fault; the copy is whole again afterwards."""
    file = copy / mutant.file
    before = file.read_text("utf-8")
    file.write_text(mutant.text, "utf-8")
    try:
        return not passes(copy, tests, timeout, PYTHONDONTWRITEBYTECODE="1")  # it would outlive the fault
    finally:
        file.write_text(before, "utf-8")


def passes(copy: Path, tests: Sequence[str], timeout: float, **settings: str) -> bool:
    """Tell whether the tests pass in time."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", *tests]
    env = {**os.environ, "PYTHONPATH": str(copy), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **settings}
    try:
        done = subprocess.run(command, cwd=copy, env=env, timeout=timeout, capture_output=True, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def copied(folder: Path) -> Path:
    """Copy what the tests need."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


def verdicts(
    mutants: Sequence[Mutant], folders: Sequence[Path], judge: Callable[[Mutant, Path], bool]
) -> Iterator[tuple[Mutant, bool]]:
    """Judge mutants in as many copies at a time as there are, and yield each as it is done, in order."""
    free: Queue[Path] = Queue()
    for folder in folders:
        free.put(folder)

    def one(mutant: Mutant) -> bool:
        folder = free.get()
        try:
            return judge(mutant, folder)
        finally:
            free.put(folder)

    with ThreadPoolExecutor(len(folders)) as pool:
        yield from zip(mutants, pool.map(one, mutants), strict=True)


def drawn(given: argparse.Namespace) -> list[Mutant]:
    """Draw the mutants that were asked for."""
    kinds = {"words": word_mutants, "conditions": condition_mutants}
    files = given.files or [WORDS]
    every = [each for file in files for each in kinds[given.kind](file, (ROOT / file).read_text("utf-8"))]
    return Random(given.seed).sample(every, min(given.count, len(every)))


def main() -> None:
    """Run by hand."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("kind", choices=("words", "conditions"))
    options.add_argument("files", nargs="*", help="from the repository's root")
    options.add_argument("--count", type=int, default=60)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--timeout", type=float, default=120)
    options.add_argument("--tests", nargs="+", default=QUICK)
    given = options.parse_args()
    os.nice(10)
    with ExitStack() as stack:
        folders = [copied(Path(stack.enter_context(TemporaryDirectory()))) for _ in range(given.jobs)]
        if not all(passes(folder, given.tests, 10 * given.timeout) for folder in folders):
            sys.exit("the tests fail without any fault: mend that first")
        count = total = 0
        judge = lambda mutant, folder: noticed(mutant, folder, given.tests, given.timeout)
        for mutant, was in verdicts(drawn(given), folders, judge):
            count, total = count + was, total + 1
            print("noticed" if was else "MISSED ", mutant.name, flush=True)
    print(f"{count} of {total} noticed")


if __name__ == "__main__":
    main()
