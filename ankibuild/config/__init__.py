"""What the author decides for a folder of notes in `ankibuild.toml`, the optional config beside them.

The dataclasses are shaped as the file is: names, types, defaults and the line below each setting are what the
file's checks, the JSON schema for editors and the file that `ankibuild init` writes are made of. The library
that checks a file is loaded only where there is one.
"""

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ankibuild.config.old_words import told
from ankibuild.errors import AnkibuildError
from ankibuild.files import MOST_SETTINGS, read_bytes
from ankibuild.speech import Language, _

NAME = "ankibuild.toml"
Messages = Literal["auto", "ja", "en"]
Voice = Literal["", "ja_JP", "en_US", "en_GB"]
ContrastForm = Literal["pairs", "choice"]
RemoteMedia = Literal["", "keep", "refuse"]
ClozeSign = Literal["==", "{}", "**"]
HintName = Literal["vague-front", "long-back", "told-before", "open-bracket"]
WORD_LISTS = (
    "question", "options", "answer", "explanation", "wrong", "feedback", "ignore", "right_marks", "wrong_marks",
)  # fmt: skip
SILENCE = "silence"
"""The one name under [topics] that is no topic."""


class ConfigError(AnkibuildError):
    """The config cannot be used: `messages` say where, what is wrong, and what to do now, one a mistake."""

    def __init__(self, *messages: str) -> None:
        super().__init__(*messages)
        self.messages = messages

    def __str__(self) -> str:
        return "\n".join(self.messages)


@dataclass(frozen=True, slots=True)
class Styles:
    """Which styles are used."""

    off: tuple[str, ...] = ()
    """styles not to use, such as ["meanings"]"""
    on: tuple[str, ...] = ()
    """styles that are off by themselves: "highlights" reads ==text== as a cloze, "file_name" a page as a card"""


@dataclass(frozen=True, slots=True)
class Hints:
    """What `check` and `preview` say of cards that are hard to learn."""

    off: tuple[HintName, ...] = ()
    """hints not to give, such as ["long-back"]"""


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of the styles `plugin` and `highlights`."""

    question: tuple[str, ...] = ("::",)
    """what parts a question from its answer on one line"""
    both_ways: tuple[str, ...] = (":::",)
    """the same, for a card that is asked both ways"""
    cloze: tuple[ClozeSign, ...] = ("==", "{}")
    """what `highlights` reads as a cloze; "**" reads bold text"""


@dataclass(frozen=True, slots=True)
class Anki:
    """Where `push` finds Anki; the variables ANKICONNECT_ADDRESS and ANKICONNECT_KEY come first."""

    address: str = ""
    """where AnkiConnect is; default: http://127.0.0.1:8765"""
    key: str = ""
    """the add-on's apiKey, if it has one"""


@dataclass(frozen=True, slots=True)
class TaughtHand:
    """How one author writes, as `ankibuild teach` learns it from an example."""

    name: str
    """what `teach --list` calls it"""
    pages: tuple[str, ...]
    """the pages that are written so, as in .gitignore"""
    rows: tuple[str, ...]
    """what the parts of an item look like, in reading order: ["stem: ## {n}. {text}", "key: 正解：{key}"]"""
    keys: str = ""
    """the page with the keys, if that is another, from the folder of each: "answers/{page}.md\""""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings. Every one is optional."""

    deck: str = ""
    """the deck's name; default: the title of the only page, else the folder's name"""
    language: Language = "ja"
    """"ja" or "en": of the words on the cards (正解, 解説 …)"""
    messages: Messages = "auto"
    """"ja" or "en": of what ankibuild says; "auto": as the system has it"""
    contrast: ContrastForm = "pairs"
    """or "choice": one card with all options instead of contrast pairs"""
    tts: Voice = ""
    """the voice that reads questions out on the device: "ja_JP", "en_US" or "en_GB" ("": none)"""
    reverse: bool = False
    """ask definitions that stand side by side the other way round, too: from the meaning to the term"""
    tags: tuple[str, ...] = ()
    """for all cards"""
    exclude: tuple[str, ...] = ()
    """files and folders that are no notes, written as in .gitignore: ["drafts/", "README.md"]"""
    ruby: bool = False
    """read 漢字《かんじ》 as ruby; {漢字|かんじ} always is"""
    templates: Path | None = None
    """a folder of own card templates (see `ankibuild templates`)"""
    embed_font: bool = False
    """pack the characters of Noto Sans JP that the cards use, as `--embed-font` does"""
    font_file: Path | None = None
    """the font file to take them from; default: the installed Noto Sans JP"""
    source_link: str = ""
    """"obsidian", "vscode" or an address with {path}: where the source line on a card leads"""
    remote_media: RemoteMedia = ""
    """pictures on the network: "keep" or "refuse" (leave them out, and say so); "": keep them, and say so"""
    styles: Styles = field(default_factory=Styles)
    hints: Hints = field(default_factory=Hints)
    signs: Signs = field(default_factory=Signs)
    topics: Mapping[str, tuple[str, ...] | Literal[False]] = field(default_factory=dict, hash=False)
    """more topics for tags, with other words for them; `silence` drops some"""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """more words by which your notes name things"""
    anki: Anki = field(default_factory=Anki)
    hands: tuple[TaughtHand, ...] = ()
    """how items are written that are not understood by themselves (see `ankibuild teach`)"""

    @property
    def topic_aliases(self) -> Mapping[str, tuple[str, ...]]:
        """The config's own topics: name to other words for it."""
        return {name: words for name, words in self.topics.items() if name != SILENCE and words is not False}

    @property
    def topics_silenced(self) -> tuple[str, ...]:
        """The topics that give no tag."""
        named = (name for name, words in self.topics.items() if words is False)
        return (*(self.topics.get(SILENCE) or ()), *named)


def read_config(*folders: Path) -> Config:
    """Read the config of the first folder that has one; no file means the defaults. Raise ConfigError."""
    folder = next((each for each in folders if (each / NAME).exists()), None)
    if folder is None:
        return Config()
    from ankibuild.config.reading import read  # noqa: PLC0415 - only a folder with a config pays for the library

    return read(folder / NAME)


def outdated(folders: Sequence[Path]) -> Iterator[tuple[Path, int, str]]:
    """Yield file, line and what is said of each value in the config that has another name today."""
    file = next((folder / NAME for folder in folders if (folder / NAME).exists()), None)
    if file:
        for line, message in told(read_bytes(file, MOST_SETTINGS).decode("utf-8-sig")):
            yield file, line, message


def misnamed(folders: Sequence[Path]) -> Path | None:
    """Return the file that is likely meant as the config, in folders that have none."""
    if any((folder / NAME).exists() for folder in folders):
        return None
    for folder in folders:
        names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
        if found := next((name for name in names if _is_near(name)), ""):
            return folder / found
    return None


def _is_near(name: str) -> bool:
    """Tell ankibuild.tml, .ankibuild.toml, ankibuild.toml.txt, ankibuild.yaml: not our own files."""
    stem, _, suffix = name.lower().lstrip(".").partition(".")
    if suffix in _OTHER_SUFFIXES:
        return False
    return bool(suffix) and difflib.SequenceMatcher(None, stem, Path(NAME).stem).ratio() >= _NEAR


_OTHER_SUFFIXES = frozenset(
    ("lock", "lock.busy", "tmp", "apkg", "md", "markdown", "txt", "html", "schema.json")
)
_NEAR = 0.85


def excluded(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Return what tells of a page's name whether patterns as in .gitignore leave it out."""
    if not patterns:
        return lambda _name: False
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - only a config that excludes pays for the library

    return GitIgnoreSpec.from_lines(patterns).match_file


def is_pattern(pattern: str) -> bool:
    """Tell whether a pattern is one as in .gitignore."""
    try:
        excluded([pattern])
    except ValueError:
        return False
    return True


def hint(name: str, known: Sequence[str]) -> str:
    """Say which name may be meant by one that is not known."""
    found = nearest(name, known)
    return (
        _("did you mean {found!r}?", found=found) if found else _("known are {known}", known=", ".join(known))
    )


def nearest(name: str, known: Sequence[str]) -> str:
    """Return the known name that is likely meant, "" where none is near."""
    return next(iter(difflib.get_close_matches(name, known, 1)), "")
