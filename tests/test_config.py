"""`ankibuild.toml`: a typed model, and all mistakes of a file at once with line and what now."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ankibuild.config import Config, ConfigError, Styles, read_config
from ankibuild.config.reading import check

MANY = """\
deck = 基本情報
dekc = "x"
ruby = True
tags = "冬"
[styles]
off = [
  "meanings",
  # "exam",
  "meaning",
]
contrast = "choice"
[words]
answr = ["a"]
answer = "x"
[topics]
自社 = "x"
"a" = [1]
b = true
"""

MISTAKES = {
    f"tags = {'[' * 5000}": "1: lists or tables nested too deeply; see The config in the README",
    f"tags = {'[' * 5000}{']' * 5000}": "1: lists or tables nested too deeply; see The config in the README",
    f"\ntags = {'{a=' * 5000}": "2: lists or tables nested too deeply; see The config in the README",
    f"{'a.' * 5000}a = 1": "1: lists or tables nested too deeply; see The config in the README",
    f"[{'a.' * 5000}a]": "1: lists or tables nested too deeply; see The config in the README",
    f"deck = {'9' * 5000}": "1: a number of too many digits; put a text in quotes",
    'exclude = ["a/", "\\\\"]': "1: exclude: '\\\\' is no pattern as in .gitignore; see The config in the README",
    'contrast = "both"': "1: contrast must be one of 'pairs', 'choice', not 'both'",
    'contrast = "pair"': "1: contrast must be one of 'pairs', 'choice', not 'pair'; did you mean 'pairs'?",
    "deck = 1": '1: deck must be a text, not 1; put it in quotes: deck = "1"',
    "language = 2020-01-01": "1: language must be one of 'ja', 'en', not 2020-01-01",
    'ruby = "true"': "1: ruby must be true or false, without quotes, not 'true'",
    'tags = ["a", 3]': '1: tags must be a list of texts, not of 3; put it in quotes: "3"',
    "templates = ['a']": "1: templates must be a text, not a list; put it in quotes: templates = …",
    '\nstyles = ["a"]': "2: styles must be a table, not a list; write [styles] on a line of its own, its settings below",
    "[style]\noff = []": "1: unknown setting style; did you mean 'styles'?",
    'on = ["exam"]': "1: unknown setting on; it belongs under [styles]",
    '[styles]\noff = ["x1"]': "2: styles.off must be one of 'plugin', ",
    'deck = "a"\ndeck = "b"': '2: not valid TOML: set for the second time: deck = "b"; keep one of the two',
    "# c\ntags = [\n'a'\nruby = true": "2: not valid TOML: unclosed array; mend this line, what follows was not read",
    "deck = ": '1: not valid TOML; write deck = ""',
    'deck = "a': '1: not valid TOML; write deck = "a"',
    "deck = “基本”": '1: not valid TOML; write deck = "基本"',
    "deck ＝ 基本 情報": '1: not valid TOML; write deck = "基本 情報"',
    "tags = [冬, 夏]": '1: not valid TOML; write tags = ["冬", "夏"]',
    r'templates = "C:\Users\x"': r"1: not valid TOML; write templates = 'C:\Users\x'",
    "[styles\non = []": "1: not valid TOML; write [styles]",
    "[words.topics]\n[topics]\n[topics]": "3: not valid TOML: set for the second time: [topics]; keep one of the two",
}


def told(text: str) -> list[str]:
    return [f"{line}: {message}" for line, message in check(text)[1]]


def test_all_mistakes_are_told_at_once_in_the_order_of_lines() -> None:
    assert told(MANY) == [
        '1: not valid TOML; write deck = "基本情報"',
        "2: unknown setting dekc; did you mean 'deck'?",
        "3: not valid TOML; write ruby = true",
        "4: tags must be a list of texts, not '冬'; write tags = [\"冬\"]",
        "9: styles.off: 'meaning' is not known; did you mean 'meanings'?",
        "11: contrast stands under [styles], where it is not known; move it above the first line in [ ]",
        "13: unknown setting words.answr; did you mean 'answer'?",
        "14: words.answer must be a list of texts, not 'x'; write answer = [\"x\"]",
        '16: not valid TOML; write "自社" = "x"',
        "16: topics.自社 must be a list of texts, or false for no such tag, not 'x'; write \"自社\" = []",
        '17: topics.a must be a list of texts, not of 1; put it in quotes: "1"',
        "18: topics.b must be a list of texts, or false for no such tag, not true; write b = []",
    ]


@pytest.mark.parametrize("text", MISTAKES)
def test_one_mistake(text: str) -> None:
    assert any(line.startswith(MISTAKES[text]) for line in told(text)), told(text)


@pytest.mark.parametrize(
    "text", [text for text, said in MISTAKES.items() if "; write " in said and "\n" not in text]
)
def test_what_is_advised_is_right(text: str) -> None:
    advised = told(text)[0].partition("; write ")[2]
    assert told(advised) == []


def test_the_command_names_file_and_line_of_each_mistake(tmp_path: Path) -> None:
    (tmp_path / "ankibuild.toml").write_text(MANY, "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_config(tmp_path)
    lines = str(caught.value).splitlines()
    assert len(lines) == 12
    assert all(line.startswith(f"{tmp_path / 'ankibuild.toml'}:") for line in lines)


def test_what_a_file_says(tmp_path: Path) -> None:
    text = '\ufeffdeck = "試験"\r\ntemplates = "look"\r\nfont_file = ""\r\n[styles]\r\noff = ["exam"]\r\n[topics]\r\nsilence = ["A"]\r\nB = false\r\nC = ["c"]\r\n'
    (tmp_path / "ankibuild.toml").write_bytes(text.encode())
    config = read_config(tmp_path / "none", tmp_path)
    assert (config.deck, config.templates, config.font_file) == ("試験", tmp_path / "look", None)
    assert config.styles == Styles(off=("exam",))
    assert config.topics_silenced == ("A", "B")
    assert config.topic_aliases == {"C": ("c",)}
    assert read_config(tmp_path / "none") == Config()


@pytest.mark.parametrize(("data", "word"), [(b"deck = '\xff'", "not UTF-8"), (None, "cannot be read")])
def test_a_file_that_cannot_be_read(tmp_path: Path, data: bytes | None, word: str) -> None:
    file = tmp_path / "ankibuild.toml"
    if data is None:
        file.mkdir()
    else:
        file.write_bytes(data)
    with pytest.raises(ConfigError, match=word):
        read_config(tmp_path)


def test_a_long_file_of_mistakes_is_told_quickly() -> None:
    text = "[topics]\n" + "".join(f"t{n} = {1 if n % 5 == 0 else []}\n" for n in range(400))
    assert len(told(text)) == 80


def test_without_a_config_its_library_is_not_loaded(tmp_path: Path) -> None:
    code = f"import sys, pathlib, ankibuild.config as c; c.read_config(pathlib.Path({str(tmp_path)!r})); print('pydantic' in sys.modules)"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    assert ran.stdout.strip() == "False"


def test_wide_brackets_are_no_reason_to_stop() -> None:
    assert told("tags = " + "［" * 5000)
