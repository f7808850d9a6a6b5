"""Read `ankibuild.toml`, the optional config beside the notes."""

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

NAME = "ankibuild.toml"
Language = Literal["ja", "en"]
ContrastForm = Literal["pairs", "choice"]


class ConfigError(Exception):
    """The config cannot be used: where, what is wrong, and what to do now."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the author decided for a folder of notes.

    `topics` maps a topic's name to its aliases, `words` the name of a list of labels or marks to more of
    them. `templates` is a folder of files that take the place of ours, `font_file` the font to embed if not
    the installed one.
    """

    deck: str = ""
    language: Language = "ja"
    contrast: ContrastForm = "pairs"
    ruby: bool = False
    templates: Path | None = None
    embed_font: bool = False
    font_file: Path | None = None
    styles_off: tuple[str, ...] = ()
    styles_on: tuple[str, ...] = ()
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    topics_silenced: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    tags: tuple[str, ...] = ()
    anki_address: str = ""
    anki_key: str = ""


_KEYS = (
    "deck",
    "language",
    "contrast",
    "ruby",
    "templates",
    "embed_font",
    "font_file",
    "tags",
    "styles",
    "topics",
    "words",
    "anki",
)
WORD_LISTS = (
    "question", "options", "answer", "explanation", "wrong", "feedback", "ignore",
    "right_marks", "wrong_marks",
)  # fmt: skip


def read_config(*folders: Path) -> Config:
    """Read the config of the first folder that has one; no file means the defaults. Raise ConfigError."""
    folder = next((each for each in folders if (each / NAME).exists()), folders[0])
    path = folder / NAME
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Config()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8; save it as UTF-8") from error
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    return _Reader(path, folder).config(raw)


def hint(name: str, known: Sequence[str]) -> str:
    """Say which name may be meant by one that is not known."""
    near = difflib.get_close_matches(name, known, 1)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"


class _Reader:
    """Checks each value, so that a typing error is said at once and not ignored."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path, self.folder = path, folder

    def config(self, raw: Mapping[str, Any]) -> Config:
        self._known(raw, _KEYS, "")
        topics = self._table(raw, "topics")
        styles = self._table(raw, "styles")
        self._known(styles, ("off", "on"), "styles.")
        words = self._table(raw, "words")
        self._known(words, WORD_LISTS, "words.")
        anki = self._table(raw, "anki")
        self._known(anki, ("address", "key"), "anki.")
        templates = self._of(raw, "templates", str, "")
        font_file = self._of(raw, "font_file", str, "")
        return Config(
            deck=self._of(raw, "deck", str, ""),
            language=self._one_of(raw, "language", get_args(Language), "ja"),
            contrast=self._one_of(raw, "contrast", get_args(ContrastForm), "pairs"),
            ruby=self._of(raw, "ruby", bool, False),
            templates=self.folder / templates if templates else None,
            embed_font=self._of(raw, "embed_font", bool, False),
            font_file=self.folder / font_file if font_file else None,
            styles_off=self._styles(styles, "off"),
            styles_on=self._styles(styles, "on"),
            topics={
                name: self._strings(topics, name)
                for name in topics
                if name != "silence" and topics[name] is not False
            },
            topics_silenced=(
                *self._strings(topics, "silence"),
                *(name for name in topics if topics[name] is False),
            ),
            words={name: self._strings(words, name) for name in words},
            tags=self._strings(raw, "tags"),
            anki_address=self._of(anki, "address", str, ""),
            anki_key=self._of(anki, "key", str, ""),
        )

    def _styles(self, styles: Mapping[str, Any], key: str) -> tuple[str, ...]:
        from ankibuild.styles import STYLES  # noqa: PLC0415 - only a config with [styles] pays for it

        names = self._strings(styles, key)
        known = [style.__name__ for style in STYLES]
        for name in names:
            self._known({name: None}, known, f"styles.{key}: ")
        return names

    def _known(self, table: Mapping[str, Any], known: tuple[str, ...] | list[str], where: str) -> None:
        for key in table:
            if key not in known:
                raise ConfigError(f"{self.path}: unknown setting {where}{key}; {hint(key, known)}")

    def _table(self, raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value: Mapping[str, Any] = self._of(raw, key, dict, {})
        return value

    def _of(self, raw: Mapping[str, Any], key: str, kind: type, default: Any) -> Any:
        value = raw.get(key, default)
        if not isinstance(value, kind):
            names = {
                str: "a text in quotes",
                bool: "true or false",
                dict: f"a table [{key}]",
                list: "a list [...]",
            }
            raise ConfigError(f"{self.path}: {key} must be {names[kind]}, not {value!r}")
        return value

    def _one_of(self, raw: Mapping[str, Any], key: str, known: tuple[Any, ...], default: str) -> Any:
        value = raw.get(key, default)
        if value not in known:
            raise ConfigError(
                f"{self.path}: {key} must be one of {', '.join(map(repr, known))}, not {value!r}"
            )
        return value

    def _strings(self, raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = raw.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise ConfigError(f"{self.path}: {key} must be a list of texts, not {value!r}")
        return tuple(value)
