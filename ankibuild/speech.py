"""Say things in the reader's language: every message goes through here on its way to a person.

A message is written in English where it is said, with its values by name. The translations stand in
`locale/`, one catalogue a language; `python -m tests.tools.catalogue` brings them up to date.

The language is one for the whole process, as the locale is: English until a program calls `speak`.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from gettext import NullTranslations, translation
from typing import Final, Literal, get_args

Language = Literal["ja", "en"]
LOCALE: Final = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120 - see below
"""Where the catalogues lie; `importlib.resources` or `pathlib` would take longer to load than `--help` to say."""
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


class _Speech:
    """The language that is spoken in this process."""

    language: Language = "en"
    catalogue: NullTranslations = NullTranslations()
    chosen = True
    """Whether someone asked for this very language, so that a config has no say."""


def _(message: str, /, **values: object) -> str:
    """Return a message in the language that is spoken, with its values filled in."""
    said = _Speech.catalogue.gettext(message)
    return said.format(**values) if values else said


def counted(one: str, many: str, number: int, /, **values: object) -> str:
    """Return the form of a message that fits a number, which stands in it as {n}."""
    return form(one, many, number).format(n=f"{number:,}", **values)


def form(one: str, many: str, number: int, /) -> str:
    """Return the form of a message that fits a number, nothing filled in."""
    return _Speech.catalogue.ngettext(one, many, number)


def listed(items: Iterable[str]) -> str:
    """Return things side by side, parted as the language parts them."""
    return _(", ").join(items)


def later(message: str) -> str:
    """Mark a message that is translated where it is shown."""
    return message


def speak(language: Language, *, chosen: bool = True) -> None:
    """Say everything in a language from now on; one that is not `chosen` gives way to the config's."""
    _Speech.language, _Speech.chosen = language, chosen
    _Speech.catalogue = _catalogue(language)


def prefer(language: Language | None) -> None:
    """Follow a config's wish for a language, unless one was chosen."""
    if language and not _Speech.chosen:
        speak(language, chosen=False)


def spoken() -> Language:
    """Return the language that is spoken."""
    return _Speech.language


@lru_cache
def _catalogue(language: Language) -> NullTranslations:
    return translation("ankibuild", LOCALE, [language], fallback=True)


def language_of(environment: Mapping[str, str]) -> Language:
    """Return the language of a locale by the variables that gettext knows; one that we do not speak is English."""
    named = environment.get("LANGUAGE", "").split(":")
    named += [environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    first = next(filter(None, named), "") or _system_locale()
    known = [language for language in LANGUAGES if first.lower().startswith(language)]
    return known[0] if known else "en"


def _system_locale() -> str:
    """Return the language of Windows, which has none of the variables."""
    if sys.platform != "win32":
        return ""
    import ctypes  # noqa: PLC0415 - Windows only
    import locale  # noqa: PLC0415

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
