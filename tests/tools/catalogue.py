"""Bring the catalogues of messages up to date: `python -m tests.tools.catalogue`.

It gathers every message of the program into `ankibuild/locale/*/LC_MESSAGES/ankibuild.po`, keeps the
translations that stand there, drops what is said no more, and compiles each catalogue for the program to read.
What is new there is left empty: translate it, and run this again.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from ankibuild.cli import main
from ankibuild.config.starter import descriptions
from ankibuild.terminal.help import helps

PACKAGE = Path(__file__).parents[2] / "ankibuild"
LOCALES = PACKAGE / "locale"
_KEYWORDS = {"_": None, "later": None, "counted": (1, 2)}
_METHODS = [("**.py", "python"), ("preview/page/**.js", "javascript")]
_IN_HTML = re.compile(r"_\{(.+?)\}")
"""How a message stands in the preview's page."""


def said() -> Catalog:
    """Return every message of the program, each with the files that say it."""
    found = Catalog(fuzzy=False)
    for file, _line, message, _comments, _context in extract_from_dir(
        str(PACKAGE), _METHODS, keywords=_KEYWORDS
    ):
        found.add(message, locations=[(file, 0)])
    for name, message in (
        *(("cli.py", text) for text in helps(main)),
        *(("config/__init__.py", text) for text in descriptions()),
        *_in_html(),
    ):
        found.add(message, locations=[(name, 0)])
    return found


def _in_html() -> Iterator[tuple[str, str]]:
    for file in sorted((PACKAGE / "preview" / "page").glob("*.html")):
        for message in _IN_HTML.findall(file.read_text("utf-8")):
            yield str(file.relative_to(PACKAGE)), message


def catalogue(file: Path) -> Catalog:
    """Return what a file has."""
    with file.open("rb") as opened:
        return read_po(opened, locale=file.parts[-3])


def messages(found: Catalog) -> Iterator[Message]:
    """Yield the messages, without the header."""
    return (message for message in found if message.id)


def english(message: Message) -> str:
    """Return what a message is called by: its text, of two forms the first."""
    return message.id if isinstance(message.id, str) else message.id[0]


def translated(message: Message) -> str:
    """Return its translation; Japanese has one form for every number."""
    return message.string if isinstance(message.string, str) else (message.string or ("",))[0]


def update() -> None:
    """Write all catalogues of our own messages, and compile those of click's beside them."""
    for file in sorted(LOCALES.glob("*/LC_MESSAGES/*.po")):
        found = catalogue(file)
        if file.stem == "ankibuild":
            found.update(said(), no_fuzzy_matching=True)
            found.obsolete.clear()
            made = BytesIO()
            write_po(made, found, width=110, include_lineno=False, sort_by_file=True)
            file.write_text(_without_strangers(made.getvalue().decode()), "utf-8")
        found.creation_date = found.revision_date = _NEVER
        with file.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, found)
        left = [message for message in messages(found) if not translated(message)]
        print(f"{file.relative_to(PACKAGE.parent)}: {len(found)} messages, {len(left)} to translate")


_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""In place of the time of each run, so that nothing changes where no message did."""


def _without_strangers(text: str) -> str:
    """Leave out of the header what changes with every run and machine, and what is filled in by nobody."""
    return re.sub(
        r'^"(?:P[^\n:]*-(?:Date|Version)|Generated-By|Report-\S+|Last-Translator|Language-Team)[^\n]*\n',
        "",
        text,
        flags=re.MULTILINE,
    )


if __name__ == "__main__":
    update()
