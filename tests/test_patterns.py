"""A pattern that is compiled late is a sound one, and does what it would have done at once."""

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest

import ankibuild
from ankibuild.cache import patterns
from ankibuild.cache.folder import CacheFolder
from ankibuild.cache.patterns import KeptPatterns
from ankibuild.patterns import _compiled, _Later, lazily
from tests.test_cli import run


def test_a_pattern_is_compiled_once_it_is_asked_and_keeps_its_methods() -> None:
    late = lazily(r"(?P<word>[a-z]+)\d", re.IGNORECASE)
    assert (late.pattern, "search" in vars(late)) == (r"(?P<word>[a-z]+)\d", False)
    found = late.search("- AB1")
    assert found is not None
    assert found["word"] == "AB"
    assert "search" in vars(late)
    assert (late.groups, late.sub("x", "ab1 c2")) == (1, "x x")


def late_ones() -> list[_Later]:
    names = [each.name for each in pkgutil.walk_packages(ankibuild.__path__, "ankibuild.")]
    modules = [import_module(name) for name in names if not name.endswith("__main__")]
    return [each for module in modules for each in vars(module).values() if isinstance(each, _Later)]


@pytest.fixture
def folder(tmp_path: Path) -> CacheFolder:
    return CacheFolder(tmp_path / "cache")


def test_every_pattern_of_ours_is_sound_and_the_same_when_it_was_kept(folder: CacheFolder) -> None:
    late, first = late_ones(), KeptPatterns(folder)
    assert len(late) > 100
    for each in late:
        assert first.compile(each.pattern, each.flags) == re.compile(each.pattern, each.flags)
    first.keep()
    second = KeptPatterns(folder)
    for each in late:
        kept, made = second.compile(each.pattern, each.flags), re.compile(each.pattern, each.flags)
        assert (kept, kept.groups, kept.groupindex) == (made, made.groups, made.groupindex)
    assert not second._new


def test_what_was_kept_is_not_compiled_again_and_has_its_names(
    folder: CacheFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, flags = r"(?P<word>[a-z]+)(\d)(?P<sign>[-+])?", re.IGNORECASE
    first = KeptPatterns(folder)
    first.compile(source, flags)
    first.keep()
    monkeypatch.setattr(patterns, "_coded", None)
    found = KeptPatterns(folder).compile(source, flags).search("… AB1-")
    assert found is not None
    assert (found.groupdict(), found[2], found.lastgroup) == ({"word": "AB", "sign": "-"}, "1", "sign")


def test_a_pattern_with_a_fault_is_told_as_ever(folder: CacheFolder) -> None:
    with pytest.raises(re.error, match="unterminated"):
        KeptPatterns(folder).compile("(a", 0)


def test_a_python_that_compiles_in_other_steps_compiles_as_ever(
    folder: CacheFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for steps in (("re._gone", "re._compiler", "_sre"), ("re", "re", "_sre")):
        monkeypatch.setattr(patterns, "_STEPS", steps)
        kept = KeptPatterns(folder)
        assert kept.compile("(?P<one>a)", re.IGNORECASE) == re.compile("(?P<one>a)", re.IGNORECASE)
        kept.keep()


def test_what_is_kept_has_bounds(folder: CacheFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "MOST", 2)
    for source in ("a", "b", "c"):
        kept = KeptPatterns(folder)
        assert kept.compile(source, 0).fullmatch(source)
        kept.keep()
    assert list(KeptPatterns(folder)._read()) == [b"0 c"]


def test_a_run_keeps_its_patterns_and_leaves_none_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache" / "ankibuild"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "notes.md").write_text("# 箱\n\n## 棚とは？\n\n段である。\n\nみつけたよ：段\n", "utf-8")
    # words of which no other test has compiled the patterns
    (tmp_path / "ankibuild.toml").write_text('[words]\nanswer = ["みつけたよ"]\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    result = run("build", ".")
    assert result.exit_code == 0, result.output
    assert _Later.compile is _compiled
    assert any("みつけたよ".encode() in name for name in KeptPatterns(CacheFolder(cache))._read())


def test_no_match_is_known_by_the_very_pattern_that_found_it() -> None:
    """A late pattern is not the one that `Match.re` names: their sources are compared."""
    folder = Path(ankibuild.__file__).parent
    assert [file for file in folder.rglob("*.py") if ".re is" in file.read_text("utf-8")] == []
