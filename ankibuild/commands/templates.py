"""`ankibuild templates`: copy our card templates for a learner's own look."""

from pathlib import Path

from ankibuild.commands.build import Says
from ankibuild.commit import replace_in_order
from ankibuild.config import NAME
from ankibuild.packaging.templates import TemplateError, load_templates


def templates(folder: Path, out: Says, *, force: bool) -> None:
    """Copy the templates into a folder; raise TemplateError rather than overwrite what was changed there."""
    ours = {folder / name: text.encode() for name, text in load_templates().files.items()}
    changed = [path for path, data in ours.items() if path.exists() and not _holds(path, data)]
    if changed and not force:
        more = f" and {len(changed) - 1} more files" if len(changed) > 1 else ""
        raise TemplateError(
            f"{changed[0]}{more}: changed since; name another folder, or overwrite with --force"
        )
    wanted = [(path, data) for path, data in ours.items() if path in changed or not path.exists()]
    for path, _ in wanted:
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_in_order(wanted)
    out.say(f"{folder}: {len(wanted)} files written, {len(ours) - len(wanted)} already there")
    out.say(f"To use them, say in {NAME} beside your notes (the path counts from there):")
    out.say(f'  templates = "{folder.as_posix()}"')
    out.say("Keep only the files that you change: for all others ours are used, and stay up to date.")


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data
