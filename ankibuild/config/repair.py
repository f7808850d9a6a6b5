"""Say how a line that is no TOML is likely meant: the commonest slips, each undone and tried."""

import json
import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

_SETTING: Final = re.compile(r"(?P<key>\s*[^=＝\[\]#]+?)\s*[=＝:：]\s*(?P<value>.*?)\s*")
_QUOTES: Final = str.maketrans("“”„‟＂「」『』‘’＇", '"""""""""' + "'''")
_BLANKS_AND_QUOTES: Final = " \u3000\"'“”"
_WIDE: Final = str.maketrans("＝［］｛｝，、：", "=[]{},,:")
_LITERALS: Final = {
    "true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false",
    "none": '""', "null": '""',
}  # fmt: skip


def repaired(line: str) -> str:
    """Return the line as valid TOML, "" where no slip explains it."""
    for candidate in _candidates(line):
        with suppress(ValueError, RecursionError):
            tomllib.loads(candidate)
            return candidate
    return ""


def _candidates(line: str) -> Iterator[str]:
    line = line.strip()
    narrow = line.translate(_QUOTES).translate(_WIDE)
    yield narrow
    if header := re.fullmatch(r"(\[+)([^\[\]\"']+)(\]*)", narrow):
        yield f"[{header[2]}]"
        yield f"[{_quoted(header[2].strip())}]"
    found = _SETTING.fullmatch(line)
    if not found:
        return
    key = found["key"].strip()
    for name in (key, _quoted(key.strip("\"'"))):
        for value in _values(found["value"]):
            yield f"{name} = {value}"


def _values(value: str) -> Iterator[str]:
    yield value.translate(_QUOTES).translate(_WIDE)
    if value[:1] in "\"'" and value.count(value[:1]) == 1:
        yield value + value[:1]
    if literal := _LITERALS.get(value.lower()):
        yield literal
    if "'" not in value:
        yield re.sub(r'"([^"]*)"', r"'\1'", value)  # a path of Windows: its \ begins no escape between these
    if inner := re.fullmatch(r"[\[［](.*)[\]］]", value):
        texts = (each.strip(_BLANKS_AND_QUOTES) for each in re.split("[,、，]", inner[1]))
        yield f"[{', '.join(_quoted(each) for each in texts if each)}]"
    bare = value.partition(" #")[0].strip()
    if not re.search(r"[\"\[\]{}]", bare):
        yield _quoted(bare.strip("'"))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
