"""Read and check `ankibuild.toml`: all of its mistakes at once, each with its line and what to do now."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ankibuild.config import (
    SILENCE,
    WORD_LISTS,
    Anki,
    Config,
    ConfigError,
    Hints,
    Signs,
    Styles,
    TaughtHand,
    is_pattern,
)
from ankibuild.config.lines import Places
from ankibuild.config.mistakes import BAD_HAND, BAD_ROW, NO_PATTERN, UNKNOWN_LINK, UNKNOWN_NAME, Mistake, said
from ankibuild.config.old_words import renewed
from ankibuild.config.repair import repaired
from ankibuild.config.usual import usual
from ankibuild.files import MOST_SETTINGS, read_bytes
from ankibuild.source_link import APPS, is_address
from ankibuild.speech import _, later
from ankibuild.values import replace
from ankibuild.word_classes import class_names

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

_MOST_SLIPS = 20
_MOST_TOLD = 100
_TOO_DEEP = later("lists or tables nested too deeply; see The config in the README")
_NOT_READ = (
    (re.compile(r"(?:[\[{]\s*(?:[\w\"'-]+\s*=\s*)?){50}"), _TOO_DEEP),
    (re.compile(r"(?<![\w\"'-])(?:[\w\"'-]+[ \t]*\.[ \t]*){50}"), _TOO_DEEP),
    (re.compile(r"(?<![0-9_])[0-9][0-9_]{1000}"), later("a number of too many digits; put a text in quotes")),
)
Found = tuple[int, str]
"""The line of a mistake and what is said of it."""


def adapter() -> "TypeAdapter[Config]":
    """Return what checks and describes configs."""
    from pydantic import ConfigDict, TypeAdapter, with_config  # noqa: PLC0415 - see `usual`

    for model in (Styles, Hints, Signs, Anki, TaughtHand, Config):
        with_config(ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True))(model)
    return TypeAdapter(Config)


def read(path: Path) -> Config:
    """Read a config; raise ConfigError with all that is wrong with it."""
    try:
        text = read_bytes(path, MOST_SETTINGS).decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(
            _("{path}: cannot be read: {error}", path=path, error=error.strerror or error)
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(_("{path}: not UTF-8; save it as UTF-8", path=path)) from error
    config, found = check(text)
    if found or config is None:
        told = [f"{path}:{line}: {message}" for line, message in found[:_MOST_TOLD]]
        more = [_("{path}: and more", path=path)] if len(found) > _MOST_TOLD else []
        raise ConfigError(*told, *more)
    return _placed(config, path.parent)


def check(text: str) -> tuple[Config | None, list[Found]]:
    """Return the config that a text stands for, or what is wrong with it in the order of lines."""
    if found := _unreadable(text):
        return None, found
    try:
        return _check(text)
    except RecursionError:
        return None, [(1, _(_TOO_DEEP))]


def _check(text: str) -> tuple[Config | None, list[Found]]:
    readable, found = _without_slips(text)
    raw = renewed(tomllib.loads(readable))
    places = Places(readable)
    config, mistakes = usual(raw), list[Mistake]()
    if config is None:
        config, mistakes = _validated(raw)
    found += [(places.line(each.path, each.value), said(each)) for each in mistakes]
    found += [
        (places.line(each.path, each.value), said(each))
        for each in islice(
            (
                *_unknown_styles(raw),
                *_unknown_words(raw),
                *_unknown_link(raw),
                *_no_patterns(raw),
                *_bad_hands(raw),
            ),
            _MOST_TOLD + 1,
        )
    ]
    return (None if found else config), sorted(dict.fromkeys(found))


def _validated(raw: Mapping[str, Any]) -> tuple[Config | None, list[Mistake]]:
    from pydantic import ValidationError  # noqa: PLC0415 - see `usual`

    try:
        # As JSON: there a list is what a tuple is made of, and a text what a path is.
        return adapter().validate_json(json.dumps(raw, default=lambda value: {"date": str(value)})), []
    except ValidationError as error:
        return None, list(islice(_mistakes(error, raw), _MOST_TOLD + 1))


def _unreadable(text: str) -> list[Found]:
    """Return what the parser would choke on."""
    for pattern, message in _NOT_READ:
        if place := pattern.search(text):
            return [(text.count("\n", 0, place.end()) + 1, _(message))]
    return []


def _without_slips(text: str) -> tuple[str, list[Found]]:
    """Return the text as TOML, each line that is none as it is likely meant, or without it and what follows."""
    found: list[Found] = []
    lines = text.replace("\r\n", "\n").split("\n")
    while True:
        try:
            tomllib.loads("\n".join(lines))
        except tomllib.TOMLDecodeError as error:
            what, number = _where(str(error), lines)
            meant = repaired(lines[number - 1]) if len(found) < _MOST_SLIPS else ""
            found.append((number, _said_of_slip(what, lines[number - 1], meant)))
            if meant and meant != lines[number - 1].strip():
                lines[number - 1] = meant
            else:
                lines = _readable_head(lines[: number - 1])
        else:
            return "\n".join(lines), found


def _where(message: str, lines: list[str]) -> tuple[str, int]:
    """Part what the parser says from the line that it names; of a value without an end, where that begins."""
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    what = message[: found.start()] if found else message
    number = int(found[1] or 0) if found else 0
    if not number or what.startswith("Unclosed"):
        number = len(_readable_head(lines[: (number or len(lines)) - 1])) + 1
    return what, number


def _said_of_slip(what: str, line: str, meant: str) -> str:
    if meant and meant != line.strip():
        return _("not valid TOML; write {meant}", meant=meant)
    if what.startswith("Cannot"):
        return _("not valid TOML: set for the second time: {line}; keep one of the two", line=line.strip())
    what = f"{what[:1].lower()}{what[1:]}"  # the parser speaks English only
    return _("not valid TOML: {what}; mend this line, what follows was not read", what=what)


def _readable_head(lines: list[str]) -> list[str]:
    while lines:
        try:
            tomllib.loads("\n".join(lines))
        except tomllib.TOMLDecodeError:
            lines = lines[:-1]
        else:
            break
    return lines


def _mistakes(error: "ValidationError", raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """Yield what the check found; of the ways in which a value could have been right only the first."""
    seen: list[tuple[str | int, ...]] = []
    for each in error.errors(include_url=False):
        path = _in_file(each["loc"], raw)
        if any(path[: len(other)] == other[: len(path)] for other in seen):
            continue
        seen.append(path)
        expected = str(each.get("ctx", {}).get("expected", ""))
        yield Mistake(path, each["type"], _value(raw, path), tuple(re.findall(r"'([^']*)'", expected)))


def _in_file(path: tuple[str | int, ...], raw: Any) -> tuple[str | int, ...]:
    """Return the part of a path that stands in the file, without the names of types that were tried."""
    kept: list[str | int] = []
    for key in path:
        if isinstance(raw, Mapping) and key in raw:
            raw = raw[str(key)]
        elif isinstance(raw, list) and isinstance(key, int) and key < len(raw):
            raw = raw[key]
        else:
            continue
        kept.append(key)
    return tuple(kept)


def _value(raw: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        raw = raw[key]
    return raw


def _unknown_styles(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    styles = raw.get("styles")
    if not isinstance(styles, Mapping):
        return
    from ankibuild.styles import STYLES  # noqa: PLC0415 - only a config with [styles] pays for it

    known = tuple(style.__name__ for style in STYLES)
    for key in (each.name for each in fields(Styles)):
        names = styles.get(key)
        for i, name in enumerate(names if isinstance(names, list) else ()):
            if isinstance(name, str) and name not in known:
                yield Mistake(("styles", key, i), "literal_error", name, known)


def _unknown_words(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    words = raw.get("words")
    if not isinstance(words, Mapping):
        return
    for name, value in words.items():
        if name not in WORD_LISTS and name not in class_names():
            yield Mistake(("words", name), UNKNOWN_NAME, value)


def _unknown_link(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    link = raw.get("source_link", "")
    if isinstance(link, str) and link not in ("", *APPS) and not is_address(link):
        yield Mistake(("source_link",), UNKNOWN_LINK, link, APPS)


def _bad_hands(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """Yield the rows of hands that are none, and hands without a question or an answer."""
    hands = raw.get("hands")
    if not isinstance(hands, list):
        return
    from ankibuild.teaching.pattern import HOLES, ROLES, PatternError, parse  # noqa: PLC0415 - as with [styles]

    for i, hand in enumerate(hands):
        rows = hand.get("rows") if isinstance(hand, Mapping) else None
        roles: set[str] = set()
        for j, row in enumerate(rows if isinstance(rows, list) else ()):
            if isinstance(row, str):
                try:
                    parsed = parse(row)
                except PatternError as error:
                    known = tuple(f"{{{hole}}}" for hole in HOLES) if str(error)[:1] == "{" else ROLES
                    yield Mistake(("hands", i, "rows", j), BAD_ROW, row, known)
                    continue
                roles |= {parsed.role, *({"answer"} & set(parsed.holes))}
        if isinstance(rows, list) and not (
            roles & {"stem", "question"} and roles & {"key", "keys", "right", "answer"}
        ):
            yield Mistake(("hands", i, "rows"), BAD_HAND, rows)


def _no_patterns(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    patterns = raw.get("exclude")
    for i, pattern in enumerate(patterns if isinstance(patterns, list) else ()):
        if isinstance(pattern, str) and not is_pattern(pattern):
            yield Mistake(("exclude", i), NO_PATTERN, pattern)


def _placed(config: Config, folder: Path) -> Config:
    """Let the files that the config names count from its folder; what is named by nothing is none."""
    templates, font_file = (
        folder / path if path not in (None, Path()) else None for path in (config.templates, config.font_file)
    )
    topics = {name: words for name, words in config.topics.items() if name != SILENCE or words}
    return replace(config, templates=templates, font_file=font_file, topics=topics)
