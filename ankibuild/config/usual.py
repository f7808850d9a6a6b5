"""Take over the settings of a config without the library that checks them: loading it takes longer than a page.

Only where each setting is known and of its type; whatever else a file holds is the library's to read, or to refuse.
"""

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from ankibuild.config import Config


class _UnusualError(Exception):
    """A setting that is not known, or not of its type."""


def usual(raw: dict[str, Any]) -> Config | None:
    """Return the config that settings stand for, None where the library has to look at them."""
    try:
        made: Config = _made(Config, raw)
    except _UnusualError:
        return None
    return made


def _made(kind: Any, raw: Any) -> Any:
    """Return a value of a kind."""
    if kind in (str, bool) and type(raw) is kind:
        return raw
    if get_origin(kind) is Literal and isinstance(raw, str) and raw in get_args(kind):
        return raw
    if get_origin(kind) is tuple and isinstance(raw, list):
        return tuple(_made(get_args(kind)[0], each) for each in raw)
    if isinstance(kind, type) and is_dataclass(kind) and isinstance(raw, dict):
        kinds = _kinds(kind)
        if kinds.keys() >= raw.keys():
            return _filled(kind, {name: _made(kinds[name], value) for name, value in raw.items()})
    raise _UnusualError


def _filled(kind: Any, values: dict[str, Any]) -> Any:
    try:
        return kind(**values)
    except TypeError as error:  # something that has to be there is not
        raise _UnusualError from error


@cache
def _kinds(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}
