"""What a term is: not a sentence, a date or a stop word; and the words for it are read only where needed."""

import subprocess
import sys

import pytest

from ankibuild.styles.terms import is_term
from ankibuild.words import words


@pytest.mark.parametrize(
    "text", ["冗長化", "S3 Glacier", "Amazon EC2", "User story", "月曜の会", "例外", "stepper"]
)
def test_terms(text: str) -> None:
    assert is_term(text, words())


@pytest.mark.parametrize(
    "text",
    [
        "片方が止まります",
        "これが要点です",
        "Use the key",
        "allows access",
        "the following list",
        "S3 is cheap",
        "例えば",
        "For example",
        "ｅ．ｇ．",
        "p.s",
        "難易度",
        "Step 3",
        "第3章",
        "3日目の予定",
        "2024/01/02 10:30",
        "90分",
        "月曜日(祝)",
        "a b c d e f g",
    ],
)
def test_no_terms(text: str) -> None:
    assert not is_term(text, words())


def in_a_process(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)


def test_a_long_number_takes_no_time() -> None:
    in_a_process(
        "from ankibuild.styles.terms import is_term; from ankibuild.words import words\n"
        "assert is_term('1' * 38 + 'x', words())"
    )


def test_help_reads_no_words() -> None:
    in_a_process(
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None)\n"
        "from ankibuild.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "assert any('click' in name for name in opened)\n"
        "assert not [name for name in opened if name.endswith('.toml')], opened\n"
        "import ankibuild.styles.terms\n"
        "assert not [name for name in opened if name.endswith('terms.toml')], opened"
    )
