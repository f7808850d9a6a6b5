"""What a page's front matter decides for the page under `ankibuild:`, and what of it cannot be meant."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from reprlib import Repr
from typing import Final, get_args

from msgspec import Struct

from ankibuild.config import ContrastForm, hint
from ankibuild.items.key import is_letters
from ankibuild.markdown.front_matter import strings
from ankibuild.markdown.source import Source
from ankibuild.model import Line, Problem
from ankibuild.speech import _
from ankibuild.styles import STYLES
from ankibuild.words import Words

_TABLE: Final = "ankibuild"
_MOST_TOLD: Final = 20
_BRIEF: Final = Repr()
_BRIEF.maxlevel = 1


class Own(Struct, frozen=True):
    """The page's own settings: the styles it adds to those of the config, and its form of contrast cards."""

    styles_off: tuple[str, ...] = ()
    styles_on: tuple[str, ...] = ()
    contrast: str = ""


def own_settings(source: Source) -> tuple[Own, list[Problem]]:
    """Read what a page says under `ankibuild:`; what is not understood is left out and reported."""
    value = source.front.get(_TABLE)
    if value is None:
        return Own(), []
    table = _named(value)
    styles = _named(table.get("styles"))
    contrast = table.get("contrast")
    own = Own(
        _known_styles(styles, "off"),
        _known_styles(styles, "on"),
        str(contrast) if contrast in get_args(ContrastForm) else "",
    )
    return own, [
        Problem(source.path, _line(source, word), "bad-setting", message)
        for word, message in islice(_mistakes(value, table, styles), _MOST_TOLD)
    ]


def own_key(source: Source, words: Words) -> Line | None:
    """Return what the front matter of a page of one question says of its answer, `answer: A, G`."""
    for name, value in source.front.items():
        text = ", ".join(strings(value))
        if is_letters(text) and words.only_labels("answer", Line(0, name, name)):
            told = f"{name}: {text}"
            return Line(_line(source, name), told, told)
    return None


def _named(value: object) -> Mapping[str, object]:
    return {str(key): each for key, each in value.items()} if isinstance(value, Mapping) else {}


def _known_styles(styles: Mapping[str, object], key: str) -> tuple[str, ...]:
    known = {style.__name__ for style in STYLES}
    return tuple(name for name in strings(styles.get(key)) if name in known)


def _mistakes(
    value: object, table: Mapping[str, object], styles: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """Yield the word that is not understood, and what to say of it."""
    if not isinstance(value, Mapping):
        yield (
            _TABLE,
            _(
                "{table} must be a table of settings such as contrast: choice, not {value}",
                table=_TABLE,
                value=_BRIEF.repr(value),
            ),
        )
        return
    yield from _unknown(table, ("contrast", "styles"), "")
    contrast = table.get("contrast")
    if contrast is not None and contrast not in get_args(ContrastForm):
        known = _(" or ").join(get_args(ContrastForm))
        yield (
            "contrast",
            _("contrast must be {known}, not {value}", known=known, value=_BRIEF.repr(contrast)),
        )
    if table.get("styles") is not None and not isinstance(table["styles"], Mapping):
        yield (
            "styles",
            _(
                "styles must be a table such as {{off: [meanings]}}, not {value}",
                value=_BRIEF.repr(table["styles"]),
            ),
        )
    yield from _unknown(styles, ("off", "on"), "styles.")
    for key in ("off", "on"):
        if styles.get(key) is not None and not isinstance(styles[key], (str, list)):
            yield (
                "styles",
                _(
                    "styles.{key} must be a list of styles, not {value}",
                    key=key,
                    value=_BRIEF.repr(styles[key]),
                ),
            )
        yield from _unknown(strings(styles.get(key)), [style.__name__ for style in STYLES], f"styles.{key}: ")


def _unknown(names: Iterable[str], known: Sequence[str], where: str) -> Iterator[tuple[str, str]]:
    for name in names:
        if name not in known:
            yield (
                name,
                _("unknown setting {where}{name}; {hint}", where=where, name=name, hint=hint(name, known)),
            )


def _line(source: Source, word: str) -> int:
    """Return the line of the front matter in which the word stands, of several the last; else its first."""
    found = [
        number
        for number, line in enumerate(source.front_text.split("\n"), 2)
        if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", line)
    ]
    return found[-1] if found else 1
