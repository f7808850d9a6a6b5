"""`ankibuild templates`: copy our card templates for a learner's own look."""

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from ankibuild.commands.build import Says
from ankibuild.commit import replace_in_order
from ankibuild.config import NAME
from ankibuild.identity import ledger as ledgers
from ankibuild.markdown.source import SUFFIXES, relative_name
from ankibuild.packaging.templates import TemplateError, load_templates
from ankibuild.speech import _, counted


def templates(folder: Path, out: Says, *, force: bool) -> None:
    """Copy the templates into a folder; raise TemplateError rather than overwrite what was changed there."""
    if folder.exists() and not folder.is_dir():
        raise TemplateError(
            _("{folder}: is a file; name a folder, which is made if it is not there", folder=folder)
        )
    ours = {folder / name: text.encode() for name, text in load_templates().files.items()}
    if stranger := next(_strangers(folder, ours.keys()), None):
        raise TemplateError(
            _(
                "{folder}: holds other files, such as {file}; name a folder for the templates alone, such as {alone}",
                folder=folder,
                file=stranger,
                alone=folder / "look",
            )
        )
    changed = [path for path, data in ours.items() if path.exists() and not _holds(path, data)]
    if changed and not force:
        others = len(changed) - 1
        more = counted(" and {n} more file", " and {n} more files", others) if others else ""
        raise TemplateError(
            _(
                "{file}{more}: changed since; name another folder, or overwrite with --force",
                file=changed[0],
                more=more,
            )
        )
    wanted = [(path, data) for path, data in ours.items() if path in changed or not path.exists()]
    for path, _data in wanted:
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_in_order(wanted)
    out.say(
        _(
            "{folder}: {n} files written, {there} already there",
            folder=folder,
            n=len(wanted),
            there=len(ours) - len(wanted),
        )
    )
    config = _config_for(folder)
    out.say(
        _(
            "To use them, say in {config} (in another {name}, the path counts from its folder):",
            config=config,
            name=NAME,
        )
    )
    out.say(f'  templates = "{relative_name(folder, config.parent)}"')
    out.say(_("Keep only the files that you change: for all others ours are used, and stay up to date."))


def _strangers(folder: Path, ours: Collection[Path]) -> Iterator[str]:
    """Yield the files that are no templates of ours, notes first: among them a look could not be used."""
    for here, folders, names in os.walk(folder):  # not rglob: a home folder is large
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        others = [name for name in names if not name.startswith(".") and Path(here, name) not in ours]
        yield from sorted(others, key=lambda name: (not name.lower().endswith(SUFFIXES), name))


def _config_for(folder: Path) -> Path:
    """Return the config that the folder most likely belongs to: the nearest one, else where the ledger is."""
    around = [Path(os.path.normpath(each)) for each in (folder / "..", folder / "../..")]
    known = [each for name in (NAME, ledgers.NAME) for each in around if (each / name).is_file()]
    return (known or around)[0] / NAME


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data
