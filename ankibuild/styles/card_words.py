"""The words by which plain sentences, numbers, tables and commands are known (data in cards.toml, by language)."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

from ankibuild.cache.tables import table
from ankibuild.patterns import sought
from ankibuild.remembering import remembered
from ankibuild.text import fold

Name = Literal[
    "no_subject", "no_definition", "defines", "kinds", "of_sort", "summary", "limits", "units", "not_about", "no_terms",
    "says_nothing", "aspects", "numbers", "date_fields", "aspect", "paths",
    "reasons", "situation", "concludes", "of_situation",
    "asks_bare", "page_data", "no_subject_place", "remarks", "asked_of", "advice_places", "says_what",
    "asks_of_code", "judges_code", "selects", "decides", "asks_list", "asks_for_solution", "points_at_right",
    "wishes", "refers", "judges", "told_of_term", "judging", "part_of_page", "deck",
]  # fmt: skip


@cache
def _raw() -> dict[str, dict[str, list[str]]]:
    return table(Path(__file__).with_name("cards.toml"))


@cache
def pattern(name: Name) -> str:
    """Return the expressions of a table as one, of all languages."""
    return "|".join(f"(?:{each})" for found in _raw()[name].values() for each in found)


@cache
def _compiled(name: Name) -> re.Pattern[str]:
    return sought(pattern(name))


@remembered
def is_one(name: Name, text: str) -> bool:
    """Tell a text that is one of the words as a whole."""
    return bool(_compiled(name).fullmatch(fold(text).strip()))


@remembered
def begins(name: Name, text: str) -> bool:
    """Tell a text that begins with one of the words."""
    return bool(_compiled(name).match(fold(text).strip()))


@remembered
def holds(name: Name, text: str) -> bool:
    """Tell a text that holds one of the words."""
    return bool(_compiled(name).search(fold(text)))


def shell_languages() -> frozenset[str]:
    """Return the info strings of code that may be commands."""
    return frozenset(_raw()["commands"]["languages"])
