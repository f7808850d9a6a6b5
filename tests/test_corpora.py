"""How cards are scored against labels by line, on a miniature; the real notes are measured by hand."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.corpora.laying import Collection, collections, lay
from tests.corpora.measuring import LABELS, measure, scored
from tests.corpora.scoring import Label, Made, hits, score

PAGE = """\
## 1. 鍵はどこに置きますか？
- A. 机
- B. 金庫
- C. 床

正解：B

- A: 誰でも触れる。
"""
QA = {
    "path": "a.md",
    "kind": "qa",
    "q": [1, 1],
    "a": [6, 6],
    "a_options": [[3, 3]],
    "letter": True,
    "options": [2, 4],
}
CONTRAST = {
    "path": "a.md", "kind": "contrast", "prompt": [1, 1], "correct": [3, 3], "incorrect": [2, 2], "why_correct": None,
    "why_incorrect": [8, 8],
}  # fmt: skip


def made(kind: str, **parts: tuple[int, int]) -> Made:
    written = {name: {"lines": [list(lines)], "text": name} for name, lines in parts.items()}
    return Made({"kind": kind, "path": "a.md", "parts": written})


@pytest.mark.parametrize(
    ("card", "label", "hit"),
    [
        (made("qa", question=(1, 1), answer=(3, 3)), QA, True),
        (made("qa", question=(1, 1), answer=(6, 6)), QA, False),  # the letter alone
        (made("qa", question=(1, 1), answer=(6, 6)), {**QA, "letter": False}, True),
        (made("qa", question=(2, 2), answer=(3, 3)), QA, False),
        (made("qa", question=(1, 1), answer=(3, 3), explanation=(20, 40)), QA, False),  # another item's text
        (made("qa", question=(5, 5), answer=(3, 3)), {**QA, "q_alt": [[5, 5]]}, True),
        (made("contrast", correct=(3, 3), incorrect=(2, 2), why_incorrect=(8, 8)), CONTRAST, True),
        (made("contrast", correct=(3, 3), incorrect=(2, 2)), CONTRAST, False),
        (made("contrast", correct=(3, 3), incorrect=(2, 2)), {**CONTRAST, "why_incorrect": None}, True),
        (made("contrast", correct=(4, 4), incorrect=(2, 2), why_incorrect=(8, 8)), CONTRAST, False),
        (made("contrast", correct=(3, 3), incorrect=(4, 4), why_incorrect=(8, 8)), CONTRAST, False),
    ],
)
def test_hit(card: Made, label: dict[str, Any], hit: bool) -> None:
    assert hits(card, Label(label)) is hit


def test_a_front_that_holds_the_answer_is_no_hit() -> None:
    long = "x" * 30
    parts = {
        "question": {"lines": [[1, 1]], "text": f"What? {long}"},
        "answer": {"lines": [[3, 3]], "text": long},
    }
    assert not hits(Made({"kind": "qa", "path": "a.md", "parts": parts}), Label(QA))


def test_counts() -> None:
    cards = [
        made("qa", question=(1, 1), answer=(3, 3)),
        made("qa", question=(1, 1), answer=(3, 3)),  # once too often
        made(
            "contrast", correct=(3, 3), incorrect=(4, 4)
        ),  # an option that is only listed: neither good nor bad
        made("qa", question=(90, 90), answer=(91, 91)),  # outside the scope
        made("cloze"),
    ]
    counts, remarks = score(cards, [Label(QA), Label(CONTRAST)], (1, 8))
    assert str(counts["qa"]) == "recall 1/1 (100%), precision 1/2 (50%)"
    assert str(counts["contrast"]) == "recall 0/1 (0%), precision -"
    assert remarks == ["missing contrast [2, 2]", "false qa at line 1"]


def test_an_optional_card_is_neither_missed_nor_wrong() -> None:
    optional = Label({**QA, "optional": True})
    assert score([], [optional])[0]["qa"].wanted == 0
    counts = score([made("qa", question=(1, 1), answer=(3, 3))], [optional])[0]["qa"]
    assert (counts.made, counts.false) == (1, 0)


def repository(folder: Path) -> str:
    """Commit the page at mirror/ann+notes/copy and return the commit."""
    copy = folder / "mirror" / "ann+notes" / "copy"
    (copy / "q").mkdir(parents=True)
    (copy / "q" / "a.md").write_text(PAGE, "utf-8")
    (copy / "q" / "b.png").write_bytes(b"")
    git = ["git", "-C", str(copy), "-c", "user.name=Ann", "-c", "user.email=ann@example.com"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Notes"]):
        subprocess.run([*git, *command], check=True)
    return subprocess.run(
        [*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    ).stdout.strip()


def test_from_a_fetched_copy_to_figures(tmp_path: Path) -> None:
    collection = Collection("00", "ann/notes", repository(tmp_path), ("q/", "gone.md"))
    labels = tmp_path / "labels"
    labels.mkdir()
    wanted = [{**label, "path": "q/a.md"} for label in (QA, CONTRAST)]
    (labels / "00.jsonl").write_text("\n".join(map(json.dumps, wanted)), "utf-8")
    counts, remarks = measure(collection, tmp_path / "mirror", tmp_path / "out", labels)
    assert [count.found for count in counts.values()] == [1, 1]
    assert [count.false for count in counts.values()] == [0, 0]
    assert remarks == ["not fetched: ann/notes:gone.md"]


def test_a_copy_that_is_not_fetched_is_named(tmp_path: Path) -> None:
    collection = Collection("00", "ann/other", "0" * 40, ("a.md",))
    assert lay(collection, tmp_path, tmp_path / "out") == ["ann/other"]
    assert measure(collection, tmp_path, tmp_path / "out")[1] == ["not fetched: ann/other"]


@pytest.mark.parametrize("collection", collections(), ids=lambda each: each.name)
def test_each_collection_has_labels_with_lines_only(collection: Collection) -> None:
    """No text of other people's notes stands in the labels; every labelled page counts what nothing finds."""
    for line in (LABELS / f"{collection.name}.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        assert [key for key, value in label.items() if isinstance(value, str)] == ["path", "kind"]
    counts, _ = scored([], collection.name, LABELS)
    assert sum(count.wanted for count in counts.values()) > 0


def test_every_label_file_belongs_to_a_collection() -> None:
    names = {collection.name for collection in collections()}
    assert {file.name.split(".")[0] for file in LABELS.iterdir()} == names
