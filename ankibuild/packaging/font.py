"""Embed a font in the cards: the characters of this deck out of Noto Sans JP, with its licence.

For learners on devices without a Japanese font. fontTools is an optional dependency, imported where it is
used, and so is brotli, without which the font is a WOFF instead of a WOFF2.
"""

import hashlib
import html
import importlib.util
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from ankibuild.packaging.font_file import (
    COPYRIGHT,
    INSTALL,
    LICENCE,
    LICENCE_URL,
    FontError,
    find_font,
    licence,
    open_font,
)
from ankibuild.packaging.templates import STYLE, Templates
from ankibuild.speech import _
from ankibuild.values import replace

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

NAME: Final = "ankibuild Noto Sans JP"
"""What the style sheet calls the font: not a name that an installed font could have."""

_KEPT_NAMES: Final = (COPYRIGHT, 1, 2, 3, 4, 5, 6, LICENCE, LICENCE_URL)
_SPACING: Final = frozenset(("halt", "palt", "chws"))
"""Features beyond fontTools' own choice: what browsers set Japanese punctuation closer with."""
_VERTICAL: Final = frozenset(("valt", "vchw", "vert", "vhal", "vkrn", "vpal", "vrt2"))
_VERTICAL_TABLES: Final = ("vhea", "vmtx", "VORG")
"""Cards are set in lines: with vertical forms, and the forms of China and Korea, the font is twice as large."""
_LANGUAGES: Final = ("dflt", "JAN ")
_ALWAYS: Final = frozenset(map(chr, (*range(0x20, 0x7F), *range(0x3000, 0x3100))))
"""ASCII, Japanese punctuation and all kana."""
_VARIABLE: Final = re.compile(r"(?<![\w-])--font\s*:\s*")


class Subset(Struct, frozen=True):
    """A part of a font: its file and its licence by their media names, and the `@font-face` rule for them."""

    files: Mapping[str, bytes]
    rule: str


def embed(
    templates: Templates, notes: Iterable[Mapping[str, str]], file: Path | None = None
) -> tuple[Templates, Mapping[str, bytes]]:
    """Return the look with an embedded font first in `--font`, and the media files that it takes.

    The font has the characters of all fields of the notes and of the look itself, labels included, as far
    as `file` (else the installed Noto Sans JP) has them. Raises `FontError`.
    """
    style = templates.file(STYLE)
    if not _VARIABLE.search(style):
        raise FontError(
            _("{style}: sets no --font, so an embedded font would not show; set it under .card", style=STYLE)
        )
    texts = [
        *templates.files.values(),
        *(word for words in templates.labels.values() for word in words.values()),
    ]
    subset = subset_of(
        file or find_font(), characters([*texts, *(text for note in notes for text in note.values())])
    )
    style = _VARIABLE.sub(f'--font: "{NAME}", ', style)
    return replace(templates, files={**templates.files, STYLE: f"{style}\n{subset.rule}"}), subset.files


def characters(texts: Iterable[str]) -> frozenset[str]:
    """Return the characters that texts of HTML show, with ASCII and all kana."""
    return _ALWAYS.union(*map(html.unescape, texts))


def subset_of(file: Path, wanted: Iterable[str]) -> Subset:
    """Return the part of a font file that draws some characters, the same on any day; raise `FontError`."""
    try:
        from fontTools.ttLib import TTLibError  # noqa: PLC0415 - an optional dependency
    except ImportError as error:
        raise FontError(_("--embed-font needs fontTools: pip install 'ankibuild[font]'")) from error
    try:
        font = open_font(file)
        text = licence(font, file)
        _reduce(font, wanted)
        plain = _saved(font, None)
    except (OSError, ValueError, TTLibError) as error:  # what is no path or no table
        raise FontError(
            _(
                "{file}: this font cannot be read: {error}; {install}",
                file=file,
                error=error,
                install=_(INSTALL),
            )
        ) from error
    # Of the font before compression: another release of brotli must not make another look of it.
    form = "woff2" if importlib.util.find_spec("brotli") else "woff"
    name = f"_ankibuild-{hashlib.sha256(plain).hexdigest()[:16]}.{form}"
    return Subset(dict((text, (name, _saved(font, form)))), _rule(font, name, form))


def _reduce(font: "TTFont", wanted: Iterable[str]) -> None:
    """Leave in a font what draws some characters in horizontal lines of Japanese."""
    from fontTools import subset  # noqa: PLC0415 - an optional dependency

    options = subset.Options(name_IDs=list(_KEPT_NAMES), hinting=False, notdef_outline=True)
    options.layout_features = sorted({*options.layout_features, *_SPACING} - _VERTICAL)
    options.layout_scripts = [f"{script}.{language}" for script in _scripts(font) for language in _LANGUAGES]
    options.drop_tables = [*options.drop_tables, *_VERTICAL_TABLES]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(wanted)))
    subsetter.subset(font)


def _scripts(font: "TTFont") -> list[str]:
    """Return the writing systems that a font has rules for."""
    lists = (font[name].table.ScriptList for name in ("GSUB", "GPOS") if name in font)
    return sorted({record.ScriptTag for each in lists if each for record in each.ScriptRecord})


def _saved(font: "TTFont", form: str | None) -> bytes:
    font.flavor = form
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _rule(font: "TTFont", name: str, form: str) -> str:
    """Return the rule; a variable font says its weights, for another bold is drawn by the browser."""
    axes = {axis.axisTag: axis for axis in font["fvar"].axes} if "fvar" in font else {}
    weights = "{0.minValue:g} {0.maxValue:g}".format(axes["wght"]) if "wght" in axes else "400"
    source = f'url("{name}") format("{form}")'
    return (
        f'@font-face {{ font-family: "{NAME}"; font-weight: {weights}; font-display: swap; src: {source}; }}'
    )
