"""A pattern that is compiled late is a sound one, and does what it would have done at once."""

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import ankibuild
from ankibuild.patterns import _Later, lazily


def test_a_pattern_is_compiled_once_it_is_asked_and_keeps_its_methods() -> None:
    late = lazily(r"(?P<word>[a-z]+)\d", re.IGNORECASE)
    assert (late.pattern, "search" in vars(late)) == (r"(?P<word>[a-z]+)\d", False)
    found = late.search("- AB1")
    assert found is not None
    assert found["word"] == "AB"
    assert "search" in vars(late)
    assert (late.groups, late.sub("x", "ab1 c2")) == (1, "x x")


def test_every_pattern_of_ours_is_sound() -> None:
    names = [each.name for each in pkgutil.walk_packages(ankibuild.__path__, "ankibuild.")]
    modules = [import_module(name) for name in names if not name.endswith("__main__")]
    late = [each for module in modules for each in vars(module).values() if isinstance(each, _Later)]
    assert len(late) > 100
    for each in late:
        assert re.compile(each.pattern, each.flags)


def test_no_match_is_known_by_the_very_pattern_that_found_it() -> None:
    """A late pattern is not the one that `Match.re` names: their sources are compared."""
    folder = Path(ankibuild.__file__).parent
    assert [file for file in folder.rglob("*.py") if ".re is" in file.read_text("utf-8")] == []
