"""Count the functions that one question passes through: `python -m tests.benchmarks.passes [--names]`.

A page with one question more than another is read; what it costs is what the second reading adds. Nothing is counted
that Python runs within a function (comprehensions, generators' expressions, lambdas), nor what only the first page
of a process needs (patterns, words).
"""

import sys
from collections import Counter
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import ankibuild
from ankibuild.styles import recognise
from tests.case_files import page

PACKAGE = str(Path(ankibuild.__file__).parent)
SIMPLE = "## {n}. 計器{n}とは？\n\n計器{n}は、**用途{n}**を測る道具である。\n\n"
EXAM = (
    "## 問{n}\n\n潮位{n}を測る計器はどれか。\n\n- A. 験潮儀{n}\n- B. 風速計{n}\n- C. 地震計{n}\n\n"
    "**正解: A**\n\n- B: 風速計{n}は風を測るため誤り。\n- C: 地震計{n}は揺れを測るため誤り。\n\n"
)


def passes(question: str) -> Counter[CodeType]:
    """Return how often one question, written so, calls each function of the package."""
    read = {
        count: "# 分野\n\n" + "".join(question.format(n=n) for n in range(100, 100 + count))
        for count in (0, 1)
    }
    recognise(page("# 分野\n\n" + question.format(n=99))[0])  # what the first page of all needs
    return _called(read[1]) - _called(read[0])


def _called(notes: str) -> Counter[CodeType]:
    """Count the calls of the package's functions while the cards of a page are found."""
    tree, found = page(notes)[0], Counter[CodeType]()

    def count(frame: FrameType, event: str, _argument: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(PACKAGE) and code.co_name[0] != "<":
            found[code] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        recognise(tree)
    finally:
        sys.setprofile(before)
    return found


def main(*, names: bool) -> None:
    """Print how many functions, and how many calls, one question of each kind takes."""
    for kind, question in (("simple question", SIMPLE), ("exam item", EXAM)):
        found = passes(question)
        print(f"{kind}: {len(found)} functions, {found.total()} calls")
        folders = Counter(Path(code.co_filename).relative_to(PACKAGE).parts[0] for code in found)
        print("  " + ", ".join(f"{folder} {count}" for folder, count in folders.most_common()))
        for code, calls in found.most_common() if names else ():
            print(f"  {calls:6}  {Path(code.co_filename).relative_to(PACKAGE)}: {code.co_qualname}")


if __name__ == "__main__":
    main(names="--names" in sys.argv)
