"""Find where in a TOML file a setting stands: the parser that we have says nothing of lines.

It is asked instead: a setting stands in the first lines that, read by themselves, hold it.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any


class Places:
    """Knows the lines of one file that can be read as TOML."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._read: dict[int, Mapping[str, Any] | None] = {0: {}}

    def line(self, path: Sequence[str | int], value: object = None) -> int:
        """Return the line (from 1) in which a setting, or a text in its list, stands."""
        keys = path
        low, high = 0, len(self._lines)
        while low < high:
            middle = (low + high) // 2
            end = self._next_readable(middle)
            if _holds(self._head(end) or {}, keys):
                high = middle
            else:
                low = max(end, middle) + 1
        end = self._next_readable(high)
        first = end
        while first > 1 and self._head(first - 1) is None:
            first -= 1
        if isinstance(value, str):
            written = re.compile(f"[\"']{re.escape(value)}[\"']")
            return next((n for n in range(first, end + 1) if written.search(self._lines[n - 1])), first)
        return max(first, 1)

    def _next_readable(self, number: int) -> int:
        while number < len(self._lines) and self._head(number) is None:
            number += 1
        return number

    def _head(self, number: int) -> Mapping[str, Any] | None:
        """Return what the first lines say, None where they break off inside of a value."""
        if number not in self._read:
            self._read[number] = None
            with suppress(tomllib.TOMLDecodeError):
                self._read[number] = tomllib.loads("\n".join(self._lines[:number]))
        return self._read[number]


def _holds(document: Any, keys: Sequence[str | int]) -> bool:
    for key in keys:
        if isinstance(key, int):
            if isinstance(document, list) and any(isinstance(each, Mapping) for each in document):
                if key >= len(document):
                    return False
                document = document[key]
            continue
        if not isinstance(document, Mapping) or key not in document:
            return False
        document = document[key]
    return True
