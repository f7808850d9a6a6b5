"""`ankibuild init`: look at the notes and write a config that explains itself."""

import re
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ankibuild.commands.build import Says
from ankibuild.commit import write
from ankibuild.config import NAME, Config, ConfigError
from ankibuild.config.starter import config_text
from ankibuild.home import find_home
from ankibuild.markdown.source import read_notes
from ankibuild.pages import ReadPages, read_pages
from ankibuild.pipeline import Gathered, gather
from ankibuild.problems import in_order, is_error
from ankibuild.speech import _, counted, listed
from ankibuild.terminal.diagnostics import shown_path
from ankibuild.terminal.proposals import proposal
from ankibuild.values import replace

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
        raise ConfigError(
            _("{target}: is there already; change it, or write it anew with --force", target=target)
        )
    found = gather(notes, lock, out.progress, home=home, config=Config(), reading=reading)
    sources, unread = read_notes(notes, home.root)
    texts = [_CODE.sub("", source.text) for source in sources]
    found = replace(found, problems=in_order((*found.problems, *unread)))
    write(target, starter(found, texts))
    out.done()
    out.problems([problem for problem in found.problems if is_error(problem)], home)
    out.say(_("{target}: written; {found}", target=target, found=_found(found)))
    for page in found.coverage:
        for each in page.alike:
            out.say(proposal(each, shown_path(found.home, page.path)))
    out.say(_("Now: {command}", command=shlex.join(["ankibuild", "build", *map(str, notes)])))
    return found


def starter(found: Gathered, texts: Sequence[str]) -> str:
    """Return the config for what was found: only deck and language count, all else is there to be switched on."""
    japanese = any(_KANA.search(text) for text in texts)
    values = {"deck": found.deck, "language": "ja" if japanese else "en"}
    head = [
        _("The settings of ankibuild for these notes. A line that begins with # does not count."),
        _("An editor completes them with: ankibuild schema config > ankibuild.schema.json"),
        _("and, as the first line of this file: #:schema ./ankibuild.schema.json"),
        "",
        _found(found),
    ]
    return (
        "\n".join(f"# {said}".rstrip() for said in head)
        + "\n\n"
        + config_text(values, dict(_remarks(found, texts)), inactive=True)
    )


def _found(found: Gathered) -> str:
    styles = Counter(card.style for card in found.cards).most_common()
    found_on = _(
        "{cards} on {pages}",
        cards=counted("{n} card", "{n} cards", len(found.cards)),
        pages=counted("{n} page", "{n} pages", len(found.coverage)),
    )
    if not styles:
        return found_on
    counts = listed(f"{name} {count:,}" for name, count in styles)
    return _("{found}: {counts}", found=found_on, counts=counts)


def _remarks(found: Gathered, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what of the notes speaks for a setting."""
    styles = Counter(card.style for card in found.cards)
    if styles:
        yield "styles.off", _("found: {what}", what=listed(sorted(styles)))
    if highlights := sum(len(_HIGHLIGHT.findall(text)) for text in texts):
        yield "styles.on", _("found: {n:,} of {sign}", n=highlights, sign="==…==")
    if ruby := sum(len(_RUBY.findall(text)) for text in texts):
        yield "ruby", _("found: {n:,}", n=ruby)
    names = [page.path for page in found.coverage if Path(page.path).stem.lower() in ("readme", "changelog")]
    if names:
        yield "exclude", _("found: {what}", what=listed(names))
