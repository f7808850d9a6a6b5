"""What is said of one mistake in a config: what is wrong, which name or value is near, what to write."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from ankibuild.config import WORD_LISTS, Anki, Config, Hints, Signs, Styles, TaughtHand, hint, nearest
from ankibuild.speech import _

_TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "": tuple(each.name for each in fields(Config)),
    "styles": tuple(each.name for each in fields(Styles)),
    "hints": tuple(each.name for each in fields(Hints)),
    "signs": tuple(each.name for each in fields(Signs)),
    "anki": tuple(each.name for each in fields(Anki)),
    "words": WORD_LISTS,
    "hands": tuple(each.name for each in fields(TaughtHand)),
}
"""The settings that each table knows."""
UNKNOWN_NAME: Final = "unexpected_keyword_argument"
UNKNOWN_LINK: Final = "unknown_link"
BAD_ROW: Final = "bad_row"
BAD_HAND: Final = "bad_hand"
NO_PATTERN: Final = "no_pattern"
_FEW: Final = 4
"""So many values can be listed beside the one that is likely meant."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: where it stands in the file, pydantic's name of its kind, the value, and what is known there."""

    path: tuple[str | int, ...]
    kind: str
    value: Any
    known: tuple[str, ...] = ()


def said(mistake: Mistake) -> str:
    """Return what is wrong and what to do now."""
    say = (
        _not_a_topic if len(mistake.path) > 1 and mistake.path[:-1] == ("topics",) else _SAY.get(mistake.kind)
    )
    return (
        say(mistake)
        if say
        else _("{name}: this is not understood; see The config in the README", name=_name(mistake))
    )


def _name(mistake: Mistake) -> str:
    return ".".join(str(key) for key in mistake.path if isinstance(key, str))


def _unknown(mistake: Mistake) -> str:
    name, key = _name(mistake), str(mistake.path[-1])
    table = ".".join(str(each) for each in mistake.path[:-1] if isinstance(each, str))
    known = _TABLES[table]
    if table and key in _TABLES[""] and key not in known:
        return _(
            "{key} stands under [{table}], where it is not known; move it above the first line in [ ]",
            key=key,
            table=table,
        )
    home = next((t for t, names in _TABLES.items() if t and t != table and key in names), "")
    if home and not nearest(key, known):
        return _("unknown setting {name}; it belongs under [{home}]", name=name, home=home)
    return _("unknown setting {name}; {hint}", name=name, hint=hint(key, known))


def _not_a_topic(mistake: Mistake) -> str:
    now = _("write {key} = []", key=_quoted(str(mistake.path[-1])))
    return _(
        "{name} must be a list of texts, or false for no such tag, not {shown}; {now}",
        name=_name(mistake),
        shown=_shown(mistake.value),
        now=now,
    )


def _not_one_of(mistake: Mistake) -> str:
    name, shown = _name(mistake), _shown(mistake.value)
    found = nearest(str(mistake.value), mistake.known)
    if found and len(mistake.known) > _FEW:
        return _("{name}: {shown} is not known; did you mean {found!r}?", name=name, shown=shown, found=found)
    now = _("; did you mean {found!r}?", found=found) if found else ""
    return _(
        "{name} must be one of {known}, not {shown}{now}",
        name=name,
        known=", ".join(map(repr, mistake.known)),
        shown=shown,
        now=now,
    )


def _not_a_link(mistake: Mistake) -> str:
    example = "https://example.org/{path}#{heading}"
    found = nearest(str(mistake.value), mistake.known)
    now = _("; did you mean {found!r}?", found=found) if found else ""
    return _(
        "{name} must be one of {known}, or an address such as {example!r}, not {shown}{now}",
        name=_name(mistake), known=", ".join(map(repr, mistake.known)), example=example,
        shown=_shown(mistake.value), now=now,
    )  # fmt: skip


def _not_a_table(mistake: Mistake) -> str:
    name = _name(mistake)
    now = _("write [{name}] on a line of its own, its settings below", name=name)
    return _("{name} must be a table, not {shown}; {now}", name=name, shown=_shown(mistake.value), now=now)


def _not_a_truth(mistake: Mistake) -> str:
    return _(
        "{name} must be true or false, without quotes, not {shown}",
        name=_name(mistake),
        shown=_shown(mistake.value),
    )


def _not_a_text(mistake: Mistake) -> str:
    name, shown, text = _name(mistake), _shown(mistake.value), _text(mistake.value)
    if isinstance(mistake.path[-1], int):
        return _(
            "{name} must be a list of texts, not of {shown}; put it in quotes: {text}",
            name=name,
            shown=shown,
            text=text,
        )
    return _(
        "{name} must be a text, not {shown}; put it in quotes: {key} = {text}",
        name=name,
        shown=shown,
        key=mistake.path[-1],
        text=text,
    )


def _not_a_list(mistake: Mistake) -> str:
    now = _("write {key} = [{text}]", key=_quoted(str(mistake.path[-1])), text=_text(mistake.value))
    return _(
        "{name} must be a list of texts, not {shown}; {now}",
        name=_name(mistake),
        shown=_shown(mistake.value),
        now=now,
    )


def _not_a_row(mistake: Mistake) -> str:
    known = ", ".join(mistake.known)
    return _(
        '{name}: {shown} is no row; write a role, a colon and a pattern, as in "key: 正解：{{key}}" (known: {known})',
        name=_name(mistake),
        shown=_shown(mistake.value),
        known=known,
    )


def _not_a_hand(mistake: Mistake) -> str:
    return _(
        "{name}: a question (stem or question) and an answer (key, right or answer) must be among the rows",
        name=_name(mistake),
    )


def _missing(mistake: Mistake) -> str:
    return _("{name}: name, pages and rows must all be there", name=_name(mistake))


def _not_a_pattern(mistake: Mistake) -> str:
    return _(
        "{name}: {shown} is no pattern as in .gitignore; see The config in the README",
        name=_name(mistake),
        shown=_shown(mistake.value),
    )


_SAY: Final[Mapping[str, Callable[[Mistake], str]]] = {
    UNKNOWN_NAME: _unknown,
    UNKNOWN_LINK: _not_a_link,
    NO_PATTERN: _not_a_pattern,
    BAD_ROW: _not_a_row,
    BAD_HAND: _not_a_hand,
    "missing": _missing,
    "literal_error": _not_one_of,
    "dataclass_type": _not_a_table,
    "dict_type": _not_a_table,
    "bool_type": _not_a_truth,
    "string_type": _not_a_text,
    "path_type": _not_a_text,
    "tuple_type": _not_a_list,
}
"""What is said of each of pydantic's kinds of mistake that our types can give."""


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return _("a table")
    return _("a list") if isinstance(value, list) else repr(value) if isinstance(value, str) else str(value)


def _text(value: Any) -> str:
    return "…" if isinstance(value, (list, dict)) else _json(value if isinstance(value, str) else str(value))


def _quoted(key: str) -> str:
    return key if key.isascii() and key.replace("_", "").isalnum() else _json(key)


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
