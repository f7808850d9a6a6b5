"""Find the file or folder that is likely meant by a path that leads to nothing.

Tried in this order: each name along the way as it would be with another case or width, with a suffix, or
with the words behind a space; a name with a slip of the finger; the path without its first folders (one is in
them already); the last name one folder further down.
"""

import difflib
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

Fits = Callable[[Path], bool]
"""Says whether something that is there may be named here at all."""
_NEAR: Final = 0.7
"""So alike are two names of which one is a slip of the other: `note` and `notes`, `seed` and `seeds`."""
_MOST_FOLDERS: Final = 200


def meant(path: Path, fits: Fits) -> str:
    """Return the path that is likely meant by one that leads to nothing, as it is typed; "" where none is near."""
    found = nearby(path, fits)
    if found is None:
        return ""
    return f'"{found}"' if " " in str(found) else str(found)


def nearby(path: Path, fits: Fits) -> Path | None:
    """Return the path that is likely meant by one that leads to nothing."""
    return next((found for found in _likely(path) if fits(found)), None)


def _likely(path: Path) -> Iterator[Path]:
    yield from _along(Path(path.anchor), path.parts[bool(path.anchor) :])
    if not path.is_absolute():
        yield from (
            Path(*path.parts[i:]) for i in range(1, len(path.parts)) if Path(*path.parts[i:]).exists()
        )
    inner = (folder / path.name for folder in _inside(path.parent)[:_MOST_FOLDERS] if folder.is_dir())
    yield from (each for each in inner if each.exists())


def _along(here: Path, names: tuple[str, ...]) -> Iterator[Path]:
    """Yield where a way leads, name by name, if each is taken for one that is there."""
    if not names:
        yield here
        return
    there = here / names[0]
    nexts = [there] if there.exists() else _like(names[0], here)
    for each in nexts:
        yield from _along(each, names[1:])


def _like(name: str, folder: Path) -> list[Path]:
    """Return what in a folder has a name like this one, the likeliest first."""
    wanted = _folded(name)
    folded = {each: _folded(each.name) for each in _inside(folder)}
    sure = [each for each, is_called in folded.items() if is_called == wanted]
    longer = [
        each for each, is_called in folded.items() if is_called.startswith((f"{wanted}.", f"{wanted} "))
    ]
    stems = {each: _stem(is_called) for each, is_called in folded.items()}
    near = difflib.get_close_matches(_stem(wanted), list(stems.values()), 3, _NEAR)
    slips = [each for stem in near for each in stems if stems[each] == stem]
    return list(dict.fromkeys((*sure, *longer, *slips)))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _stem(name: str) -> str:
    return Path(name).stem  # with `.md` behind them, any two short names would be alike


def _inside(folder: Path) -> list[Path]:
    """Return what is in a folder and not hidden; nothing where nobody may look."""
    try:
        return sorted(each for each in folder.iterdir() if not each.name.startswith("."))
    except OSError:
        return []
