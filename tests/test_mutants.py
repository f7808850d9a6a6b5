"""The script that counts mutants makes the faults that it says, and knows which of them tests notice."""

import tomllib
from pathlib import Path

from tests.mutants import Mutant, condition_mutants, noticed, verdicts, word_mutants

MODULE = """\
def sign(n):  # 符号
    if n > 0:
        return "正"
    return "零" if n == 0 or n is None else "負"
"""
TEST = 'from module import sign\n\ndef test_sign():\n    assert (sign(1), sign(-1)) == ("正", "負")\n'


def test_each_word_is_deleted_once_and_only_from_its_list() -> None:
    text = (
        '[labels]\nanswer = ["正解", "答え", "正解"]\n[labels.more]\nde = ["Lösung"]\n[x]\nsign = "a\\"b"\n'
    )
    mutants = list(word_mutants("words.toml", text))
    assert [tomllib.loads(each.text)["labels"] for each in mutants] == [
        {"answer": ["答え"], "more": {"de": ["Lösung"]}},
        {"answer": ["正解", "正解"], "more": {"de": ["Lösung"]}},
        {"answer": ["正解", "答え", "正解"], "more": {"de": []}},
    ]
    assert all(tomllib.loads(each.text)["x"] == {"sign": 'a"b'} for each in mutants)
    assert mutants[2].name == "words.toml labels.more.de without Lösung"


def test_each_condition_and_operand_is_negated_once() -> None:
    mutants = list(condition_mutants("module.py", MODULE))
    assert [each.name for each in mutants] == [
        "module.py:2 not (n > 0)",
        "module.py:4 not (n == 0)",
        "module.py:4 not (n == 0 or n is None)",
        "module.py:4 not (n is None)",
    ]
    changed = [each.text.splitlines()[3] for each in mutants]
    assert changed[1] == '    return "零" if (not (n == 0)) or n is None else "負"'
    assert mutants[0].text.splitlines()[1] == "    if (not (n > 0)):"


def test_conditions_over_lines_and_with_names_still_compile() -> None:
    source = "found = [\n    x\n    for x in (1, 2)\n    if (y := x)\n    and y > 1  # 二\n]\nwhile z := found.pop():\n    pass\n"
    for mutant in condition_mutants("module.py", source):
        compile(mutant.text, mutant.name, "exec")


def test_a_fault_is_noticed_where_a_test_fails_or_never_ends(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text(MODULE, "utf-8")
    (tmp_path / "test_module.py").write_text(TEST, "utf-8")
    mutants = [
        next(condition_mutants("module.py", MODULE)),
        Mutant("endless", "module.py", "while True: pass"),
        Mutant("no test asks", "module.py", MODULE.replace("零", "〇")),
    ]

    def judge(mutant: Mutant, folder: Path) -> bool:
        return noticed(mutant, folder, ["test_module.py"], 2 if mutant.name == "endless" else 60)

    assert [was for _, was in verdicts(mutants, [tmp_path], judge)] == [True, True, False]
    assert (tmp_path / "module.py").read_text("utf-8") == MODULE
