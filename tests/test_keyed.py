"""Pages of questions whose answers stand on another page: which belong together, and what each gives."""

import tomllib
from functools import partial
from pathlib import Path

import pytest

from ankibuild import pages
from ankibuild.cache.folder import CacheFolder
from ankibuild.keyed import with_keys
from ankibuild.markdown.source import Source
from ankibuild.pipeline import Gathered, gather
from ankibuild.word_classes import raw

EXAM = """# テスト
## 網の問題
### 問題01
網を細かく分けるのはどれか？
1. 橋
1. 部分網
1. 門
### 問題02
名前から番地を引くのはどれか？
1. 名簿
1. 郵便
1. 橋
### 問題03
机に要るものを二つ選べ。
1. 椅子
1. 灯り
1. 門
"""
ANSWERS = """# 答え
## 網
1. 2
1. 1
## 机
3. 1、2
"""


NAMES = tomllib.loads((Path(__file__).parent / "word_net" / "expressions.toml").read_text("utf-8"))["files"]


def test_every_word_of_names_is_on_record() -> None:
    assert {kind: set(words) - set(NAMES[kind]) for kind, words in raw()["files"].items()} == {
        "answers": set(), "questions": set(),
    }  # fmt: skip


@pytest.mark.parametrize("word", NAMES["answers"])
def test_each_word_for_answers_pairs_names_and_folders(word: str) -> None:
    assert paired("net.md", f"net-{word}.md")
    assert paired("3.md", f"{word}/3.md")
    assert not paired("net.md", f"net-{word}zorb.md")


@pytest.mark.parametrize("word", NAMES["questions"])
def test_each_word_for_questions_pairs_names(word: str) -> None:
    assert paired(f"{word}-3.md", "ans-3.md")


def paired(asking: str, answering: str) -> bool:
    found = with_keys([Source(name, Path(name), name) for name in (asking, answering)])
    return found[0].elsewhere == answering and found[1].answers


@pytest.mark.parametrize(
    ("asking", "answering"),
    [
        ("exam.md", "ans.md"),
        ("übung.md", "übung_Lösungen.md"),
        ("quiz/3_errors.md", "quiz/answers/3_errors.md"),
        ("mock1.md", "mock1_Answer.md"),
        ("問題.md", "解答.md"),
        ("第2回問題.md", "第2回解答解説.md"),
        ("q-1.md", "a-1.md"),
    ],
)
def test_names_tell_what_answers_what(asking: str, answering: str) -> None:
    """The page of questions gets the text of the other one, which is known as a page of answers."""
    both = [Source(name, Path(name), name) for name in (asking, answering, "other.md")]
    found = {source.path: source for source in with_keys(both)}
    assert found[asking].elsewhere == answering
    assert found[answering].answers
    assert not found[asking].answers
    assert (found["other.md"].elsewhere, found["other.md"].answers) == ("", False)


@pytest.mark.parametrize(
    "names", [("a.md", "b.md"), ("1.md", "answers/2.md"), ("exam.md", "quiz.md", "ans.md")]
)
def test_other_names_tell_nothing(names: tuple[str, ...]) -> None:
    """Where names differ, or several pages might be meant, each page stands alone."""
    pages_read = [Source(name, Path(name), name) for name in names]
    assert with_keys(pages_read) == pages_read


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "exam.md").write_text(EXAM, "utf-8")
    (folder / "ans.md").write_text(ANSWERS, "utf-8")
    return folder


def answers(found: Gathered) -> list[str]:
    return [card.parts["answer"].text for card in found.cards]


def test_the_other_page_answers(notes: Path) -> None:
    """Each question is answered by its number as the page shows it; the page of answers asks nothing."""
    found = gather([notes])
    assert answers(found) == ["部分網", "名簿", "椅子\n灯り"]
    assert {card.path for card in found.cards} == {"exam.md"}
    last = len(EXAM.splitlines())
    lines = [end for card in found.cards for part in card.parts.values() for _, end in part.lines]
    assert max(lines) <= last
    assert not [problem for problem in found.problems if problem.path == "exam.md"]


def test_without_the_other_page_they_are_not_answered(notes: Path) -> None:
    """A key that is gone leaves problems, no cards."""
    (notes / "ans.md").unlink()
    found = gather([notes])
    assert not found.cards
    assert {problem.slug for problem in found.problems} == {"no-answer"}


def test_a_mended_key_is_read_from_the_cache_no_more(notes: Path, tmp_path: Path) -> None:
    """What is known of a page of questions depends on the text of its answers."""
    reading = partial(pages.read_pages, kept=CacheFolder(tmp_path / "cache"))
    gather([notes], reading=reading)
    (notes / "ans.md").write_text(ANSWERS.replace("1. 2\n1. 1", "1. 3\n1. 1"), "utf-8")
    assert answers(gather([notes], reading=reading)) == ["門", "名簿", "椅子\n灯り"]


def test_a_page_without_questions_is_read_beside_one_that_asks(tmp_path: Path) -> None:
    """The names alone make the second one its page of answers."""
    asking = "# 問1\n\n港の灯りはどれか？\n\nA. 灯台\n\nB. 机\n\n# 問2\n\n錨はどれか？\n\nA. 鉄\n\nB. 紙\n"
    (tmp_path / "exam.md").write_text("# 章\n\nただの文。\n", "utf-8")
    (tmp_path / "ans.md").write_text(asking, "utf-8")
    found = gather([tmp_path])
    assert not found.cards
    assert {(problem.path, problem.slug) for problem in found.problems} == {("ans.md", "no-answer")}
