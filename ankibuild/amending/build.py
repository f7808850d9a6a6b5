"""Build what a few edited pages change: from what is known of the last build to what is written and said."""

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha1
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ankibuild.amending.amend import Amended, Before, Orders, amend, changed_pages
from ankibuild.amending.known import Besides, Known, KnownPage, by_page, files_of, known_pages
from ankibuild.amending.settled import is_settled
from ankibuild.cache.state import Looked, text_state
from ankibuild.commands.build import say_outcome
from ankibuild.commands.report import Outcome, removed_lines
from ankibuild.commit import commit, exclusive
from ankibuild.config import read_config
from ankibuild.errors import AnkibuildError, NotAmendableError
from ankibuild.home import find_home
from ankibuild.model import Problem
from ankibuild.problems import in_order, is_error
from ankibuild.speech import _, prefer

if TYPE_CHECKING:
    from ankibuild.commands.again import Request
    from ankibuild.commands.build import Made, Says
    from ankibuild.identity.times import Clock
    from ankibuild.pages import ReadPages


class Done(NamedTuple):
    """What is to be known of such a build: whether the notes have errors, and what the next one needs."""

    failed: bool
    known: bytes | None


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Known)


def known_of(made: "Made", looked: Looked, besides: Besides) -> bytes | None:
    """Return what is known after a build of all pages, None where the next build may find other things."""
    found, prepared = made.found, made.prepared
    if not is_settled(found, prepared.plan.ledger):
        return None
    files = files_of(looked, found.home.root.absolute())
    if any(page.path not in files for page in found.pages):
        return None
    pages = tuple(known_pages(found, prepared.filled, prepared.order, files))
    paths = {page.path for page in pages}
    rest = [
        problem for path, told in by_page(found.problems).items() if path not in paths for problem in told
    ]
    known = Known(
        looked.names, looked.texts, besides, _digest(found.ledger_path.read_bytes()),
        _digest(made.package.read_bytes()), str(made.package), prepared.kinds, tuple(rest), pages,
    )  # fmt: skip
    return _packed(known)


def _packed(known: Known) -> bytes | None:
    try:
        return _ENCODER.encode(known)
    except UnicodeEncodeError:  # the name of a file that is no text
        return None


def _digest(data: bytes) -> str:
    """Return what tells a file of the last build from others: by the quickest of digests, as none attacks here."""
    return sha1(data, usedforsecurity=False).hexdigest()


def recalled(data: bytes) -> Known | None:
    """Return what is known of the last build, None for bytes that are none of ours."""
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeError):
        return None


def build_amended(
    known: Known, looked: Looked, request: "Request", out: "Says", clock: "Clock", reading: "ReadPages"
) -> Done:
    """Build what changed since and say what happened; raise NotAmendableError, with nothing done."""
    changed = changed_pages(known, looked)
    home = find_home(request.notes, request.lock)
    config = read_config(home.root)
    prefer(None if config.messages == "auto" else config.messages)
    package = Path(known.file)
    with exclusive(home.ledger):
        before = _before(known, home.ledger, package)
        made = _amend(before, changed, Orders(home, config, clock, reading, out.progress))
        now = _known(known, looked, made)
        for step in (
            "comparing with the last build",
            "filling the cards",
            "packing and checking the package",
        ):
            out.progress(_(step))
        out.done()
        problems = in_order((*_of_others(known, made), *made.problems))
        out.problems(problems, home)
        written = commit(home.ledger, made.ledger, package, made.package)
    for removed in removed_lines(made.plan):
        out.say(removed)
    say_outcome(_outcome(now, made, problems), package, len(made.package), out, written=package in written)
    still = all(text_state(page.file) == looked.texts[page.file] for page in changed)
    return Done(any(map(is_error, problems)), _packed(now) if still else None)


def _amend(before: Before, changed: Sequence[KnownPage], orders: Orders) -> Amended:
    """Amend; leave it to a build of all pages to tell what is wrong."""
    try:
        return amend(before, changed, orders)
    except AnkibuildError as error:
        raise NotAmendableError("a page or a package with faults") from error


def _before(known: Known, ledger: Path, package: Path) -> Before:
    try:
        before = Before(known, ledger.read_bytes(), package.read_bytes())
    except OSError as error:
        raise NotAmendableError("no ledger or no package") from error
    if (_digest(before.ledger), _digest(before.package)) != (known.ledger, known.package):
        raise NotAmendableError("another ledger or another package")
    return before


def _known(known: Known, looked: Looked, made: Amended) -> Known:
    """Return what is known now; raise NotAmendableError where the package does not hold as many cards."""
    kinds = Counter(known.kinds)
    kinds.subtract(change.before.kind for change in made.plan.changes if change.before)
    kinds.update(change.after.kind for change in made.plan.changes if not change.after.removed)
    if not made.holds.notes == made.holds.cards == kinds.total():
        raise NotAmendableError(f"{kinds.total()} cards, but the package holds {made.holds}")
    return Known(
        looked.names, looked.texts, known.besides, _digest(made.ledger), _digest(made.package), known.file,
        +kinds, known.problems, tuple(made.pages.get(page.path, page) for page in known.pages),
    )  # fmt: skip


def _of_others(known: Known, made: Amended) -> Iterator[Problem]:
    yield from known.problems
    for page in known.pages:
        if page.path not in made.pages:
            yield from page.problems


def _outcome(now: Known, made: Amended, problems: Sequence[Problem]) -> Outcome:
    count = made.plan.count()
    count["unchanged"] += sum(page.cards for page in now.pages if page.path not in made.pages)
    uncarded = sum(page.uncarded for page in now.pages)
    return Outcome(Counter(now.kinds), count, problems, uncarded, made.holds.removed)
