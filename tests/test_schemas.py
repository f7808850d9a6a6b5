"""The shipped JSON schemas are those of the code, and what the commands print keeps to them.

To write them anew: UPDATE_CASES=1 pytest tests/test_schemas.py
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from ankibuild.commands.check import CheckRecord
from ankibuild.commands.diff import DifferenceRecord
from ankibuild.commands.listing import CardRecord
from ankibuild.commands.stats import StatsRecord
from ankibuild.config.schema import config_schema
from ankibuild.explaining.records import ExplainRecord
from tests.test_cli import PAGE, build, run

FOLDER = Path(__file__).parent.parent / "ankibuild" / "schemas"
RECORDS: dict[str, TypeAdapter[Any]] = {
    "cards": TypeAdapter(CardRecord), "check": TypeAdapter(CheckRecord), "diff": TypeAdapter(DifferenceRecord),
    "explain": TypeAdapter(ExplainRecord), "stats": TypeAdapter(StatsRecord),
}  # fmt: skip
DIALECT = "https://json-schema.org/draft/2020-12/schema"
EXPLAINED = ("a.md:2", "a.md:3", "b.md:3", "b.md:9", "exam.md:3", "exam.md:7")
"""Lines of every kind: blank, on a card, on none, of an item."""


def schema(name: str) -> dict[str, Any]:
    return config_schema() if name == "config" else {"$schema": DIALECT, **RECORDS[name].json_schema()}


@pytest.mark.parametrize("name", ["config", *RECORDS])
def test_the_shipped_schema_is_that_of_the_code(name: str) -> None:
    text = json.dumps(schema(name), ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_CASES"):
        (FOLDER / f"{name}.json").write_text(text, "utf-8")
    assert (FOLDER / f"{name}.json").read_text("utf-8") == text
    assert run("schema", name).output == text


def test_what_is_printed_keeps_to_its_schema(tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="pip install jsonschema")
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text(PAGE + "\n## 問\n\nA. 甲\nB. 乙\n\nただの文。\n\n<!-- x -->\n", "utf-8")
    build(notes)
    (notes / "a.md").write_text(PAGE.replace("束ねる", "束にする").replace("NAS", "SAN"), "utf-8")
    (notes / "b.md").write_text(
        "# 乙\n\n## 新しい問いとは？\n\n答え。\n\n![図](none.png)\n\nただの文。\n", "utf-8"
    )
    exam = "# 丙\n\n## 問1 どれ？\n\n- A. 甲\n- B. 乙\n\n正解：A\n"
    (notes / "exam.md").write_text(exam, "utf-8")
    printed = {
        "check": [run("check", notes, "--format", "json").stdout],
        "diff": [run("diff", notes, "--format", "json").stdout],
        "stats": [run("stats", notes, "--format", "json").stdout],
        "explain": [run("explain", f"{notes}/{at}", "--format", "json").stdout for at in EXPLAINED],
        "cards": run("cards", notes, "--format", "jsonl").stdout.splitlines(),
    }
    for name, texts in printed.items():
        check = jsonschema.Draft202012Validator(schema(name))
        assert texts
        for text in texts:
            check.validate(json.loads(text))
    assert json.loads(printed["check"][0])["pages"][0]["path"] == "a.md", "as seen from the notes folder"
    assert {each["happening"] for each in json.loads(printed["diff"][0])["changes"]} >= {"new", "changed"}
