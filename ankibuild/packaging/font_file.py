"""Find and open the font to embed: Noto Sans JP where it is installed, or a file; never without its licence.

fontTools is an optional dependency, imported where it is used.
"""

import hashlib
import io
import re
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ankibuild.errors import AnkibuildError
from ankibuild.files import read_bytes
from ankibuild.speech import _, later

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FAMILIES: Final = ("Noto Sans JP", "Noto Sans CJK JP")
"""The names of one design: by itself, and as a face of the collection for China, Japan and Korea."""
INSTALL: Final = later(
    'install one (Debian: apt install fonts-noto-cjk) or set font_file = "FILE" in ankibuild.toml'
)
COPYRIGHT, FAMILY, LICENCE, LICENCE_URL, PREFERRED_FAMILY = 0, 1, 13, 14, 16
"""Numbers of entries in a font's name table."""

_LICENCE_FILE: Final = "OFL-1.1.txt"
_OPEN_LICENCE: Final = re.compile(r"Open Font Licen[cs]e|\bOFL\b", re.IGNORECASE)


class FontError(AnkibuildError):
    """The font cannot be embedded: what is wrong, and what to do now."""


def find_font() -> Path:
    """Return the file of the installed Noto Sans JP, regular, as fontconfig knows it; raise `FontError`."""
    for family in FAMILIES:
        # Not fc-match: it answers with some other font where there is none of the name.
        command = ["fc-list", "--format", "%{file}\n", f"{family}:style=Regular"]
        try:
            found = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - no input
        except (OSError, subprocess.CalledProcessError) as error:
            raise FontError(
                _(
                    "--embed-font: fontconfig's fc-list cannot be run to find Noto Sans JP; {install}",
                    install=_(INSTALL),
                )
            ) from error
        if paths := sorted(filter(None, found.stdout.splitlines())):
            return Path(paths[0])
    raise FontError(_("--embed-font: the font Noto Sans JP is not installed; {install}", install=_(INSTALL)))


def open_font(file: Path) -> "TTFont":
    """Open a font without its date moving; of a collection the Japanese face, else the first.

    Raises `FontError` for one without kana: it would change nothing on a device without Japanese.
    """
    from fontTools.ttLib import TTCollection, TTFont  # noqa: PLC0415 - an optional dependency

    # From memory: tables are read when they are needed, and no file may stay open for that.
    data = read_bytes(file)
    number = -1
    if data[:4] == b"ttcf":
        faces = TTCollection(io.BytesIO(data), lazy=True)
        families = [(name(face, FAMILY), name(face, PREFERRED_FAMILY)) for face in faces]
        number = next((n for n, names in enumerate(families) if set(names) & set(FAMILIES)), 0)
    font = TTFont(io.BytesIO(data), fontNumber=number, lazy=True, recalcTimestamp=False)
    if ord("あ") not in (font.getBestCmap() or {}):
        raise FontError(
            _("{file}: this font has no Japanese characters; {install}", file=file, install=_(INSTALL))
        )
    return font


def licence(font: "TTFont", file: Path) -> tuple[str, bytes]:
    """Return the media name and the text that go along with a font: its notices and the whole licence.

    The licence asks for both with every copy. It is the only one whose text we have: raises `FontError` for
    another. The name goes by the content, for Anki never overwrites a file whose name begins with `_`.
    """
    copyright_, terms, url = (name(font, number) for number in (COPYRIGHT, LICENCE, LICENCE_URL))
    if not _OPEN_LICENCE.search(f"{terms} {url}"):
        raise FontError(
            _(
                "{file}: this font is not under the SIL Open Font License; {install}",
                file=file,
                install=_(INSTALL),
            )
        )
    family = name(font, PREFERRED_FAMILY) or name(font, FAMILY)
    about = f"The font that these cards bring is a part of {family}: the characters that they use."
    whole = (files("ankibuild.packaging") / _LICENCE_FILE).read_text("utf-8").strip()
    text = "\n\n".join(filter(None, (about, copyright_, terms, url, whole))).encode() + b"\n"
    return f"_ankibuild-OFL-{hashlib.sha256(text).hexdigest()[:8]}.txt", text


def name(font: "TTFont", number: int) -> str:
    """Return an entry of a font's name table, or nothing."""
    return str(font["name"].getDebugName(number) or "")
