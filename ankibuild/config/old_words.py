"""Values of settings that have other names today: they are understood, and the author is told the new ones."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ankibuild.patterns import lazily
from ankibuild.speech import _

_OLD: Final[Mapping[str, Mapping[str, str]]] = {
    "remote_media": {"warn": "", "allow": "keep", "drop": "refuse"},
}
_SETTING: Final = lazily(rf"^[ \t]*({'|'.join(_OLD)})[ \t]*=[ \t]*[\"'](\w+)[\"']", re.MULTILINE)


def renewed(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings with each old value under its new name."""
    return {
        key: _OLD[key].get(value, value) if key in _OLD and isinstance(value, str) else value
        for key, value in raw.items()
    }


def told(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line of each old value in a config, and what to write now."""
    for found in _SETTING.finditer(text):
        key, value = found.groups()
        if (new := _OLD[key].get(value)) is not None:
            message = _('{key} = "{value}" is written {key} = "{new}" now', key=key, value=value, new=new)
            yield text.count("\n", 0, found.start()) + 1, message
