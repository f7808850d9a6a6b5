"""Reading: encodings, line ends, front matter, order, and everything that can be wrong with a file."""

from pathlib import Path

import pytest

from ankibuild.markdown.front_matter import strings
from ankibuild.markdown.source import NotesError, parse, read_notes
from ankibuild.packaging.package_check import check_package
from tests.conftest import bound_by_permissions
from tests.test_cli import run


def read(data: bytes) -> tuple[str, int, dict[str, object]]:
    source, problems = parse(data, "a.md", Path("a.md"))
    assert source is not None
    assert not problems
    return source.text, source.first_line, dict(source.front)


def test_bom_and_line_ends() -> None:
    assert read(b"\xef\xbb\xbf# a\r\nb\rc\n") == ("# a\nb\nc\n", 1, {})


def test_front_matter_is_cut_off_and_its_lines_count() -> None:
    text, first_line, front = read("---\ntitle: 題\ntags: [a, b]\n---\n# h\n".encode())
    assert (text, first_line, front) == ("# h\n", 5, {"title": "題", "tags": ["a", "b"]})


def test_a_page_that_begins_with_a_rule_has_no_front_matter() -> None:
    assert read(b"---\n\n# h\n\n---\nx\n")[1:] == (1, {})


@pytest.mark.parametrize(
    ("data", "line", "slug"),
    [
        (b"a\nb\xff\n", 2, "not-utf8"),
        (b"a\n\0b\n", 2, "binary"),
        (b"", 1, "empty-page"),
        (b" \n\n", 1, "empty-page"),
        (b"---\na: [1\n---\nx\n", 2, "front-matter"),
        (b"---\na: 1\nx\n", 1, "front-matter"),
    ],
)
def test_bad_bytes(data: bytes, line: int, slug: str) -> None:
    _, problems = parse(data, "a.md", Path("a.md"))
    assert [(p.slug, p.path) for p in problems] == [(slug, "a.md")]
    assert abs(problems[0].line - line) <= 1


@pytest.mark.parametrize(
    ("coding", "named"),
    [
        ("utf_16", "UTF-16"), ("utf_16_le", "UTF-16"), ("utf_16_be", "UTF-16"),
        ("utf_32", "UTF-32"), ("utf_32_le", "UTF-32"), ("utf_32_be", "UTF-32"),
        ("iso2022_jp", "ISO-2022-JP"), ("iso2022_jp_2004", "ISO-2022-JP"), ("euc_jp", "EUC-JP"), ("cp932", "Shift_JIS"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("text", ["# 題\n\n## 冗長化とは？\n\n二つ、置く。\r\n", "abc\nあ\n"])
def test_another_encoding_is_named(coding: str, named: str, text: str) -> None:
    source, problems = parse(text.encode(coding), "a.md", Path("a.md"))
    assert source is None
    assert [(problem.slug, named in problem.message) for problem in problems] == [("not-utf8", True)]


@pytest.mark.parametrize("data", ["a\x1b$b", "\x1b[31m赤\x1b[0m", "ESC $B は JIS"])
def test_an_escape_alone_is_no_encoding(data: str) -> None:
    assert parse(data.encode(), "a.md", Path("a.md"))[0]


def test_a_page_with_broken_front_matter_is_still_read() -> None:
    source, _ = parse(b"---\na: [1\n---\n# h\n", "a.md", Path("a.md"))
    assert source is not None
    assert source.text == "# h\n"
    assert source.first_line == 4


def test_order_is_fixed_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.markdown", "a/a.txt", ".git/x.md", "c.pdf", "node_modules/m.md", ".hidden.md"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
    sources, problems = read_notes([tmp_path])
    assert [source.path for source in sources] == ["b.md", "a/a.txt", "a/z.markdown"]
    assert not problems


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("x")
    sources, _ = read_notes([file, tmp_path])
    assert [source.path for source in sources] == ["a.md"]


def test_a_wrong_path_and_an_empty_folder_are_errors(tmp_path: Path) -> None:
    with pytest.raises(NotesError, match="no such file"):
        read_notes([tmp_path / "nowhere"])
    with pytest.raises(NotesError, match="no notes found"):
        read_notes([tmp_path])


def test_an_unreadable_file_is_a_problem_and_the_rest_is_read(open_folder: Path) -> None:
    (open_folder / "a.md").write_text("x")
    (open_folder / "b.md").write_text("x")
    (open_folder / "a.md").chmod(0)
    with bound_by_permissions():
        sources, problems = read_notes([open_folder])
    assert [source.path for source in sources] == ["b.md"]
    assert [problem.slug for problem in problems] == ["unreadable"]


def test_a_broken_link_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "gone.md")
    (tmp_path / "b.md").write_text("x")
    sources, problems = read_notes([tmp_path])
    assert [source.path for source in sources] == ["b.md"]
    assert [(problem.path, problem.slug) for problem in problems] == [("a.md", "unreadable")]


def test_strings() -> None:
    assert strings("a, b c") == ("a", "b", "c")
    assert strings(["a b", "1", None, ["c"]]) == ("a b", "1")
    assert strings(None) == ()


def test_controls_are_blanks_and_a_bom_in_mid_file_is_nothing() -> None:
    text, _, _ = read("# a\x1fb\x0c\n\ufeff## c\x08？\n\td\x7f\n".encode())
    assert text == "# a b \n## c ？\n\td \n"


@pytest.mark.parametrize("name", ["a\x1fb", "a\tb", "a\x01", ".", "a::b", " "])
def test_odd_names_of_folders_and_titles_make_a_deck(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir(exist_ok=True)
    (folder / "a.md").write_text(f"---\ntitle: {name}\n---\n## 冗長化とは？ #a\n\n二つ\x1f置く。\n", "utf-8")
    (folder / "b.md").write_text(f"# {name}\n\n## べき等とは？\n\n同じ結果になる。\n", "utf-8")
    result = run("build", folder, "-o", tmp_path / "x.apkg")
    assert result.exit_code == (name == "a\tb"), result.output  # no YAML, and told
    assert check_package(tmp_path / "x.apkg").notes == 2
