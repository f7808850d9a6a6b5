"""Have a pattern that is sought within texts tried only where a match may begin.

Python tries all alternatives of a pattern anew at each character, unless each begins with a plain one: of words by
which notes ask, judge or part terms there are dozens. A look ahead at the first character takes a tenth to a fifth of
that. It is made of the parsed pattern, so it follows the words, those of a config too.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any, Final

First = tuple[frozenset[str], bool] | None
"""The members of the class of characters with which something begins, and whether it may be empty; None for any."""
_PARSER = "re._parser"
_NOTHING: Final = (frozenset[str](), True)


def beginning(source: str, flags: int = 0) -> str:
    """Return a pattern that matches the same and gives up at once where no match begins, if that can be told.

    The parser is of Python's inside (see `ankibuild.cache.patterns`): without it a pattern stays as it is.
    """
    try:
        parsed = import_module(_PARSER).parse(source, flags)
        first = _of_all(parsed)
    except (ImportError, AttributeError, TypeError):  # a Python of other steps
        return source
    if first is None or first[1] or parsed.state.flags & ~re.UNICODE != flags & ~re.UNICODE:
        return source
    return f"(?=[{''.join(sorted(first[0]))}])(?:{source})"


def _of_all(parsed: Iterable[tuple[Any, Any]]) -> First:
    """Return how parts begin that stand one behind the other: the next one counts where those before may be empty."""
    found = frozenset[str]()
    for kind, value in parsed:
        first = _KINDS.get(str(kind), _any)(value)
        if first is None:
            return None
        found |= first[0]
        if not first[1]:
            return found, False
    return found, True


def _of_one(parts: Iterable[First]) -> First:
    """Return how one of several begins."""
    found, empty = frozenset[str](), False
    for part in parts:
        if part is None:
            return None
        found, empty = found | part[0], empty or part[1]
    return found, empty


def _any(_: Any) -> First:
    return None


def _literal(value: int) -> First:
    return frozenset((re.escape(chr(value)),)), False


def _range(value: tuple[int, int]) -> First:
    return frozenset(("-".join(re.escape(chr(end)) for end in value),)), False


def _category(value: Any) -> First:
    name = _CATEGORIES.get(str(value))
    return (frozenset((name,)), False) if name else None


def _class(value: Iterable[tuple[Any, Any]]) -> First:
    """Return the members of a class; any character where it names those that it lacks."""
    return _of_one(_KINDS.get(str(kind), _any)(member) for kind, member in value)


def _group(value: tuple[Any, int, int, Any]) -> First:
    _number, added, _taken, parsed = value
    return None if added & re.IGNORECASE else _of_all(parsed)


def _repeated(value: tuple[int, int, Any]) -> First:
    least, _most, parsed = value
    first = _of_all(parsed)
    return first and (first[0], first[1] or not least)


_CATEGORIES: Final[Mapping[str, str]] = {
    "CATEGORY_DIGIT": r"\d", "CATEGORY_NOT_DIGIT": r"\D", "CATEGORY_SPACE": r"\s", "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_WORD": r"\w", "CATEGORY_NOT_WORD": r"\W",
}  # fmt: skip
_KINDS: Final[Mapping[str, Callable[[Any], First]]] = {
    "LITERAL": _literal, "RANGE": _range, "CATEGORY": _category, "IN": _class, "SUBPATTERN": _group,
    "BRANCH": lambda value: _of_one(map(_of_all, value[1])), "ATOMIC_GROUP": _of_all,
    "MAX_REPEAT": _repeated, "MIN_REPEAT": _repeated, "POSSESSIVE_REPEAT": _repeated,
    "AT": lambda _: _NOTHING, "ASSERT": lambda _: _NOTHING, "ASSERT_NOT": lambda _: _NOTHING,
}  # fmt: skip
"""How what the parser finds begins; anything else may begin with any character."""
