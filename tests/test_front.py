"""A page's own settings: what they do, and that none is ignored without a word."""

from pathlib import Path

import pytest

from tests.test_cli import run

TERMS = "# 題\n\n- **冗長化** → 二つにして備える\n- **分散** → 負荷を分ける\n- **複製** → 写しを置く\n"


def cards(folder: Path, front: str) -> tuple[int, str]:
    (folder / "a.md").write_text(f"---\ntitle: x\n{front}\n---\n{TERMS}", "utf-8")
    output = run("cards", folder).output
    return output.count(": qa [meanings]"), run("check", folder).output


@pytest.mark.parametrize(
    "front",
    [
        "ankibuild: {styles: {off: [meanings]}}",
        "ankibuild:\n  styles:\n    off: meanings",
        'ankibuild:\n  styles:\n    "off":\n      - meanings',
    ],
)
def test_styles_are_switched_off_however_yaml_reads_the_word(tmp_path: Path, front: str) -> None:
    count, said = cards(tmp_path, front)
    assert count == 0
    assert "bad-setting" not in said


@pytest.mark.parametrize(
    ("front", "line", "message"),
    [
        ("ankibuild: {contrats: choice}", 3, "unknown setting contrats; did you mean 'contrast'?"),
        ("ankibuild:\n  stiles: 3", 4, "unknown setting stiles; did you mean 'styles'?"),
        ("ankibuild:\n  styles:\n    of: [exam]", 5, "unknown setting styles.of; did you mean 'off'?"),
        ("ankibuild:\n  styles:\n    off: [meaning]", 5, "styles.off: meaning; did you mean 'meanings'?"),
        ("ankibuild:\n  styles:\n    off: [nonsense]", 5, "unknown setting styles.off: nonsense; known are"),
        ("ankibuild:\n  contrast: choise", 4, "contrast must be pairs or choice, not 'choise'"),
        ("ankibuild: no", 3, "ankibuild must be a table of settings"),
        ("ankibuild:\n  styles: [meanings]", 4, "styles must be a table such as {off: [meanings]}"),
        ("ankibuild:\n  styles:\n    off: 3", 4, "styles.off must be a list of styles, not 3"),
    ],
)
def test_what_is_not_understood_is_told(tmp_path: Path, front: str, line: int, message: str) -> None:
    count, said = cards(tmp_path, front)
    assert count == 3
    assert f"a.md:{line}: warning: " in said
    assert message in said
    assert "[bad-setting]" in said


def test_what_belongs_to_other_tools_is_let_be(tmp_path: Path) -> None:
    assert "bad-setting" not in cards(tmp_path, "stiles: 3\nankibuild:\naliases: [on]")[1]
