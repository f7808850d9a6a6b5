"""Embed a font in the cards: the characters of this deck out of Noto Sans JP, with its licence.

For learners on devices without a Japanese font. fontTools is an optional dependency, imported where it is
used, and so is brotli, without which the font is a WOFF instead of a WOFF2.
"""

import hashlib
import html
import importlib.util
import io
import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ankibuild.packaging.templates import STYLE, Templates

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FAMILIES: Final = ("Noto Sans JP", "Noto Sans CJK JP")
"""The names of one design: by itself, and as a face of the collection for China, Japan and Korea."""
NAME: Final = "ankibuild Noto Sans JP"
"""What the style sheet calls the font: not a name that an installed font could have."""

_INSTALL: Final = (
    'install one (Debian: apt install fonts-noto-cjk) or set font_file = "FILE" in ankibuild.toml'
)
_NAME_FAMILY, _NAME_PREFERRED_FAMILY, _COPYRIGHT, _LICENCE, _LICENCE_URL = 1, 16, 0, 13, 14
_KEPT_NAMES: Final = (_COPYRIGHT, 1, 2, 3, 4, 5, 6, _LICENCE, _LICENCE_URL)
_SPACING: Final = ("halt", "palt", "chws")
"""Features beyond fontTools' own choice: what browsers set Japanese punctuation closer with."""
_ALWAYS: Final = frozenset(map(chr, (*range(0x20, 0x7F), *range(0x3000, 0x3100))))
"""ASCII, Japanese punctuation and all kana."""
_VARIABLE: Final = re.compile(r"(?<![\w-])--font\s*:\s*")


class FontError(Exception):
    """The font cannot be embedded: what is wrong, and what to do now."""


@dataclass(frozen=True, slots=True)
class Subset:
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
        raise FontError(f"{STYLE}: sets no --font, so an embedded font would not show; set it under .card")
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


def find_font() -> Path:
    """Return the file of the installed Noto Sans JP, regular, as fontconfig knows it; raise `FontError`."""
    for family in FAMILIES:
        # Not fc-match: it answers with some other font where there is none of the name.
        command = ["fc-list", "--format", "%{file}\n", f"{family}:style=Regular"]
        try:
            found = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - no input
        except (OSError, subprocess.CalledProcessError) as error:
            raise FontError(
                f"--embed-font: fontconfig's fc-list cannot be run to find Noto Sans JP; {_INSTALL}"
            ) from error
        if files := sorted(filter(None, found.stdout.splitlines())):
            return Path(files[0])
    raise FontError(f"--embed-font: the font Noto Sans JP is not installed; {_INSTALL}")


def subset_of(file: Path, wanted: Iterable[str]) -> Subset:
    """Return the part of a font file that draws some characters, the same on any day; raise `FontError`."""
    try:
        from fontTools import subset  # noqa: PLC0415 - an optional dependency
        from fontTools.ttLib import TTLibError  # noqa: PLC0415
    except ImportError as error:
        raise FontError("--embed-font needs fontTools: pip install 'ankibuild[font]'") from error
    try:
        font = _open(file)
        licence = _licence(font, file)
        options = subset.Options(name_IDs=list(_KEPT_NAMES), hinting=False, notdef_outline=True)
        options.layout_features = [*options.layout_features, *_SPACING]
        subsetter = subset.Subsetter(options)
        subsetter.populate(text="".join(sorted(wanted)))
        subsetter.subset(font)
        plain = _saved(font, None)
    except (OSError, TTLibError) as error:
        raise FontError(f"{file}: this font cannot be read: {error}; {_INSTALL}") from error
    # Of the font before compression: another release of brotli must not make another look of it.
    name = f"_ankibuild-{hashlib.sha256(plain).hexdigest()[:16]}"
    form = "woff2" if importlib.util.find_spec("brotli") else "woff"
    rule = _rule(font, f"{name}.{form}", form)
    return Subset({f"{name}.{form}": _saved(font, form), f"{name}.txt": licence.encode()}, rule)


def _open(file: Path) -> "TTFont":
    """Open a font without its date moving; of a collection the Japanese face, else the first."""
    from fontTools.ttLib import TTCollection, TTFont  # noqa: PLC0415

    # From memory: tables are read when they are needed, and no file may stay open for that.
    data = file.read_bytes()
    if data[:4] != b"ttcf":
        return TTFont(io.BytesIO(data), lazy=True, recalcTimestamp=False)
    faces = TTCollection(io.BytesIO(data), lazy=True)
    families = [(_name(face, _NAME_FAMILY), _name(face, _NAME_PREFERRED_FAMILY)) for face in faces]
    number = next((n for n, names in enumerate(families) if set(names) & set(FAMILIES)), 0)
    return TTFont(io.BytesIO(data), fontNumber=number, lazy=True, recalcTimestamp=False)


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


def _licence(font: "TTFont", file: Path) -> str:
    """Return the text that goes along with the font; raise `FontError` where the font names no licence."""
    said = [_name(font, number) for number in (_COPYRIGHT, _LICENCE, _LICENCE_URL)]
    if not (said[1] or said[2]):
        raise FontError(f"{file}: this font names no licence under which it could be shared; {_INSTALL}")
    family = _name(font, _NAME_PREFERRED_FAMILY) or _name(font, _NAME_FAMILY)
    about = f"The font beside this file is a part of {family}: the characters that these cards use."
    return "\n\n".join(filter(None, (about, *said))) + "\n"


def _name(font: "TTFont", number: int) -> str:
    return str(font["name"].getDebugName(number) or "")
