"""From a card back to its note: the address that the source line on a card opens, if the config wants one."""

from pathlib import Path
from string import Formatter
from typing import Final
from urllib.parse import quote

from ankibuild.model import Card

APPS: Final = ("obsidian", "vscode")
_VALUES: Final = ("path", "file", "heading")
"""What an address may hold in braces: the page below the notes folder, its whole path, the nearest heading."""
VAULT: Final = ".obsidian"
"""The folder by which Obsidian knows a vault."""


def is_address(template: str) -> bool:
    """Tell an address that names the page and nothing that we cannot fill in."""
    try:
        named = {name for _text, name, _spec, _as in Formatter().parse(template) if name is not None}
    except ValueError:
        return False
    return "://" in template and bool(named & {"path", "file"}) and named <= set(_VALUES)


def source_link(wanted: str, card: Card, file: Path, root: Path) -> str:
    """Return the address of a card's note, the page `file` below the notes folder `root`; "" where none is wanted.

    It names the heading, not the line: that would change with every edit above. Only "vscode" and {file}
    depend on where the notes lie.
    """
    if not wanted:
        return ""
    heading = next((title for title in reversed(card.headings) if title), "")
    if wanted == "obsidian":
        return _in_obsidian(file, heading, root)
    template = "vscode://file/{file}" if wanted == "vscode" else wanted
    return template.format(
        path=quote(card.path), file=quote(file.as_posix().lstrip("/")), heading=quote(heading, safe="")
    )


def _in_obsidian(file: Path, heading: str, root: Path) -> str:
    """Return Obsidian's address; a vault has the name of its folder, here that of the notes if none is around them."""
    vault = next((folder for folder in file.parents if (folder / VAULT).is_dir()), root.resolve())
    page = file.relative_to(vault) if file.is_relative_to(vault) else file
    inside = f"#{heading}" if heading else ""
    return (
        f"obsidian://open?vault={quote(vault.name, safe='')}&file={quote(page.as_posix() + inside, safe='')}"
    )
