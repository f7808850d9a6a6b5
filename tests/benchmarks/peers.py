"""The comparable tools of the package index: how each wants its notes written, is run and is installed."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.works import Pages, Writer, Written

Command = Callable[[Path, Path, Path], Sequence[str]]
"""Returns the command line for an environment's programs, a folder of notes and a folder for packages."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool: the release that is measured, how its notes look, how it is run in the folder for packages."""

    name: str
    requirements: tuple[str, ...]
    write: Writer
    command: Command
    a_file_a_card: bool = False


def _ankdown(pages: Pages) -> Written:
    return {
        f"notes/page{n:05}.md": "---\n".join(f"{p.question}\n\n%\n\n{p.answer}\n\n" for p in page)
        for n, page in enumerate(pages)
    }


def _ankivalenz(pages: Pages) -> Written:
    config = {"deck_id": 1_607_392_319, "deck_name": "peer"}
    return {"ankivalenz.json": json.dumps(config)} | {
        f"page{n:05}.md": f"# 分野{n}\n\n" + "".join(f"- {p.question} :: {p.answer}\n" for p in page)
        for n, page in enumerate(pages)
    }


def _md2ankicard(pages: Pages) -> Written:
    return {f"{p.number} {p.question}.md": f"{p.answer}\n" for page in pages for p in page}


def _markdown_anki_decks(pages: Pages) -> Written:
    return {
        f"page{n:05}.md": f"# 分野{n}\n\n" + "".join(f"## {p.question}\n\n{p.answer}\n\n" for p in page)
        for n, page in enumerate(pages)
    }


def _ankcompiler(pages: Pages) -> Written:
    return {
        f"page{n:05}.md": "---\ndeck: peer\n---\n\n"
        + "".join(f"---\n\n{p.question} ::: {p.answer}\n\n---\n[^uid]: {p.number:010}\n\n" for p in page)
        for n, page in enumerate(pages)
    }


PEERS = (
    Peer(
        "ankdown", ("ankdown==0.7.1",), _ankdown,
        lambda bin_, notes, out: (str(bin_ / "ankdown"), "-r", str(notes), "-p", str(out / "peer.apkg")),
    ),
    Peer(
        "ankivalenz", ("ankivalenz==1.0.2",), _ankivalenz,
        lambda bin_, notes, _: (str(bin_ / "ankivalenz"), "run", str(notes)),
    ),
    Peer(
        "md2ankicard", ("md2ankicard==0.1.0",), _md2ankicard,
        lambda bin_, notes, out: (str(bin_ / "md2ankicard"), str(notes), str(out / "peer.apkg"), "peer"),
        a_file_a_card=True,
    ),
    Peer(
        "markdown-anki-decks", ("markdown-anki-decks==1.1.1", "click<8.1.8"), _markdown_anki_decks,
        lambda bin_, notes, out: (str(bin_ / "mdankideck"), str(notes), str(out)),
    ),
    Peer(
        "ankcompiler", ("ankcompiler==0.6.0",), _ankcompiler,
        lambda bin_, notes, out: (
            str(bin_ / "ankc"), "build", "--all", "--path", str(notes), "--output", str(out)
        ),
    ),
)  # fmt: skip


def programs(peer: Peer, environments: Path) -> Path:
    """Return the folder of a peer's programs; install the peer into an environment of its own if need be."""
    folder = environments / peer.name
    ready = folder / "installed"
    if not ready.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(folder / "bin" / "pip"), "install", "-q", *peer.requirements], check=True)
        ready.touch()
    return folder / "bin"
