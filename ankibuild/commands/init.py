"""`ankibuild init`: look at the notes and write a config that explains itself."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ankibuild.build import Gathered, gather
from ankibuild.commands.build import Says
from ankibuild.commit import write
from ankibuild.config import NAME, Config, ConfigError
from ankibuild.config.starter import config_text
from ankibuild.home import find_home
from ankibuild.markdown.source import read_notes
from ankibuild.pages import ReadPages, read_pages

_CODE: Final = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.DOTALL | re.MULTILINE)
_HIGHLIGHT: Final = re.compile(r"==(?=\S)[^=\n]+(?<=\S)==")
_RUBY: Final = re.compile(r"[\u3400-\u9fff]《[ぁ-ゖァ-ヺー]+》")
_KANA: Final = re.compile("[ぁ-ゖァ-ヺ]")


def init_config(
    notes: tuple[Path, ...], lock: Path | None, out: Says, reading: ReadPages = read_pages, *, force: bool
) -> Gathered:
    """Write the config of the notes; raise ConfigError rather than overwrite one without `force`."""
    home = find_home(notes, lock)
    target = home.root / NAME
    if target.exists() and not force:
        raise ConfigError(f"{target}: is there already; change it, or write it anew with --force")
    found = gather(notes, lock, out.progress, home=home, config=Config(), reading=reading)
    texts = [_CODE.sub("", source.text) for source in read_notes(notes, home.root)[0]]
    write(target, starter(found, texts))
    out.done()
    out.say(f"{target}: written; {_found(found)}")
    return found


def starter(found: Gathered, texts: Sequence[str]) -> str:
    """Return the config for what was found: only deck and language count, all else is there to be switched on."""
    japanese = any(_KANA.search(text) for text in texts)
    values = {"deck": found.deck, "language": "ja" if japanese else "en"}
    head = [
        "# The settings of ankibuild for these notes. A line that begins with # does not count.",
        "# An editor completes them with: ankibuild schema config > ankibuild.schema.json",
        "# and, as the first line of this file: #:schema ./ankibuild.schema.json",
        "#",
        f"# {_found(found)}",
    ]
    return "\n".join(head) + "\n\n" + config_text(values, dict(_remarks(found, texts)), inactive=True)


def _found(found: Gathered) -> str:
    styles = Counter(card.style for card in found.cards).most_common()
    cards, pages = len(found.cards), len(found.coverage)
    counted = f"{cards:,} card{'' if cards == 1 else 's'} on {pages:,} page{'' if pages == 1 else 's'}"
    return f"{counted}: {', '.join(f'{name} {count:,}' for name, count in styles)}" if styles else counted


def _remarks(found: Gathered, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what of the notes speaks for a setting."""
    styles = Counter(card.style for card in found.cards)
    if styles:
        yield "styles.off", "found: " + ", ".join(sorted(styles))
    if highlights := sum(len(_HIGHLIGHT.findall(text)) for text in texts):
        yield "styles.on", f"found: {highlights:,} of ==…=="
    if ruby := sum(len(_RUBY.findall(text)) for text in texts):
        yield "ruby", f"found: {ruby:,}"
    names = [page.path for page in found.coverage if Path(page.path).stem.lower() in ("readme", "changelog")]
    if names:
        yield "exclude", "found: " + ", ".join(names)
