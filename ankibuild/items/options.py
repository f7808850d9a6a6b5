"""Find the list of options of an item: check boxes, lettered and numbered lines, else what other modules find."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ankibuild.items.bare_options import answered_by_learner, bold, counted, labelled, looked, marked
from ankibuild.items.item import Option
from ankibuild.items.letters import Lettered, follows, is_first, lettered
from ankibuild.items.looks import asked_number, settle_looks
from ankibuild.items.marks import meaning
from ankibuild.items.odd_options import options_in_one_line, options_in_table
from ankibuild.items.option_rows import LEAST, Page, Starts, text_behind
from ankibuild.items.option_text import read_option
from ankibuild.items.titled_options import is_title, titled_options
from ankibuild.page.flow import Row
from ankibuild.text import bold_prefix, fold
from ankibuild.words import Label, Words

_ARROW = re.compile(r"\s*(?:→|⇒|->|=>|➡)")
ENDS = frozenset(("answer", "wrong", "feedback", "explanation"))


@dataclass(frozen=True, slots=True)
class Found:
    """The options of an item, the rows that hold them, and whether only marks tell that they are some."""

    options: list[Option]
    at: range
    by_marks: bool = False


def find_options(rows: Sequence[Row], labels: Sequence[Label | None], words: Words) -> Found:
    """Return the options of an item; no options when there are none."""
    stop = next((i for i, label in enumerate(labels) if label and label.kind in ENDS), len(rows))
    page = Page(rows, labels, stop, words)
    finders: tuple[Callable[[Page], tuple[Starts, int]], ...] = (
        _boxes,
        _lettered,
        labelled,
        marked,
        looked,
        counted,
        bold,
        answered_by_learner,
    )
    for find in finders:
        starts, end = find(page)
        if len(starts) < LEAST:
            continue
        ends = [at for at, _ in starts[1:]] + [end]
        titled = all(is_title(rows[at]) and text_behind(rows[at]) for at, _ in starts)
        options = [
            read_option(rows[at:until], words, lead, titled=titled)
            for (at, lead), until in zip(starts, ends, strict=True)
        ]
        options = [option for option in options if option.text]
        if len(options) >= LEAST:
            keyed = any(label and label.kind == "answer" for label in labels)
            settle_looks(options, keyed=keyed, asked=asked_number([row.text for row in rows[: starts[0][0]]]))
            return Found(options, range(starts[0][0], end), find in (marked, looked))
    found = _odd(page)
    if found.options:
        return found
    options, at = titled_options(rows, labels, words)
    asked = any(option.letter for option in options) or any(x and x.kind == "question" for x in labels)
    return Found(options, at, bool(options) and not asked)


def _odd(page: Page) -> Found:
    """Find options that have no lines of their own."""
    for i in range(page.stop - 1, -1, -1):
        row = page.rows[i]
        if page.labels[i]:
            continue
        if options := options_in_one_line(row, page.words) or options_in_table(row, page.words):
            return Found(options, range(i, i + 1))
    return Found([], range(0))


def _boxes(page: Page) -> tuple[Starts, int]:
    """Find `- [ ]` items; boxes count wherever they stand, the answer's label may even come first."""
    ticked = [i for i, row in enumerate(page.rows) if row.bullet and row.block.checked is not None]
    if not ticked:
        return [], 0
    group = page.rows[ticked[0]].group
    starts: Starts = []
    for i in ticked:
        if page.rows[i].group == group:
            found = lettered(page.rows[i].text)
            starts.append((i, found if found and not found.loose else None))
    return starts, _end_of_boxes(page, starts[-1])


def _end_of_boxes(page: Page, last: tuple[int, Lettered | None]) -> int:
    """Return where the last box ends: a list A, B … glued to a box without a letter is no text of it."""
    at, lead = last
    end = page.end(at)
    leads = ((i, lettered(page.rows[i].text)) for i in range(at + 1, end) if not lead)
    return next((i for i, found in leads if found and not found.loose and found.letter in ("A", "ア")), end)


# --- runs of letters --------------------------------------------------------------------------------


def _lettered(page: Page) -> tuple[Starts, int]:
    """Find the last run of A, B, C … (or 1, 2, 3 …) before the answer; letters go before numbers."""
    runs: list[Starts] = []
    run: Starts = []
    counted = _counted_lists(page)
    for i, row in enumerate(page.rows[: page.stop]):
        last_row = page.rows[run[-1][0]] if run else None
        lead = None if page.labels[i] else _lead(row, last_row, run, counted=row.group in counted)
        reasons = (
            bool(runs or run) and lead and _ARROW.match(row.text, lead.rest)
        )  # A → what is wrong with it
        judged = lead is not None and _judges_known(lead, [*runs, run], page.words)
        if (
            lead is None
            or reasons
            or judged
            or _is_verdict(row.text[lead.rest :], page.words, listed=bool(runs))
        ):
            if run and _breaks(row, page.rows[run[-1][0]], page.labels[i]):
                run = _close(run, runs)
            continue
        last, depth = (_letter(run[-1]), page.rows[run[-1][0]].depth) if run else ("", 0)
        near = bool(run) and (len(run) > 1 or page.rows[run[-1][0]].group == row.group)
        again = lead.letter == last and not lead.loose and near
        if run and row.depth == depth and (follows(lead.letter, last) or again):
            run.append((i, lead))  # the same letter twice is kept, and reported by the caller
        elif is_first(lead.letter):
            run = _close(run, runs)
            run = [(i, lead)]
        elif run and row.depth <= depth and not lead.loose:
            run = _close(run, runs)
    _close(run, runs)
    if not runs:
        return [], 0
    by_letter = [each for each in runs if not _letter(each[0]).isdigit()]
    best = (by_letter or runs)[-1]
    return best, page.end(best[-1][0])


# RIGHT OUTER JOIN, True Color: the beginning of a name, no verdict
_NAME = re.compile(
    r"\W*(?:right|wrong|true|false)\s+(?!because|since|as\b|answer|option|choice)[a-z]", re.IGNORECASE
)


_QUOTED = re.compile(r"^\W*「[^「」]+」(?:は、?)?")
_TRUTH = re.compile(r"\W*(?:true|false|yes|no)\W*", re.IGNORECASE)


def _is_verdict(text: str, words: Words, *, listed: bool) -> bool:
    """Tell a judgement from an option; True and False are options where none are listed before."""
    if listed:
        text = _QUOTED.sub("", text)  # A: 「乙」不正解です。
    return words.judges(text) and not _NAME.match(text) and (listed or not _TRUTH.fullmatch(text))


def _judges_known(lead: Lettered, runs: Sequence[Starts], words: Words) -> bool:
    """Tell `❌ B: …` behind the list that has B without a mark: what it says is about that option."""
    if not lead.marks or meaning(fold(lead.marks[:1]), words) is None:
        return False
    return any(
        start[1] and not start[1].marks and _letter(start) == lead.letter for run in runs for start in run
    )


def _counted_lists(page: Page) -> set[int]:
    """Return the ordered lists whose items do not begin with A, B, C: there only the numbers count."""
    letters: dict[int, list[str]] = {}
    for row in page.rows[: page.stop]:
        if row.bullet and row.block.marker[:-1].isdigit():
            found = lettered(row.text)
            letters.setdefault(row.group, []).append(found.letter if found and not found.loose else "")
    return {
        group
        for group, each in letters.items()
        if not each[0] or not all(after and follows(after, before) for before, after in pairwise(each))
    }


def _close(run: Starts, runs: list[Starts]) -> Starts:
    if len(run) >= LEAST:
        runs.append(run)
    return []


def _letter(start: tuple[int, Lettered | None]) -> str:
    return start[1].letter if start[1] else ""


def _breaks(row: Row, last: Row, label: Label | None) -> bool:
    """Tell a row that cannot stand between two options."""
    if label or row.heading or row.block.kind == "rule":
        return True
    return row.depth < last.depth


def _lead(row: Row, last: Row | None, run: Starts, *, counted: bool) -> Lettered | None:
    """Read the letter that a row begins with; the number of an ordered list counts as one."""
    if not row.text and not row.bullet:
        return None
    found = lettered(row.text) if row.text else None
    marker = row.block.marker[:-1] if row.bullet else ""
    if marker.isdigit() and (counted or not found or found.loose or found.letter.isdigit()):
        # a list of which every item is numbered 1 counts on by itself
        again = (
            last
            and last.group == row.group
            and last.block.marker == row.block.marker
            and _letter(run[-1]).isdigit()
        )
        return Lettered(str(int(_letter(run[-1])) + 1) if again else marker.lstrip("0") or "0", 0)
    if found and (not found.loose or _firm(row, found, run)):
        return None if row.heading and found.letter.isdigit() else found
    return None


def _firm(row: Row, found: Lettered, run: Starts) -> bool:
    """Accept a letter with only a blank behind it: bold, before non-English text, or next in a run of such."""
    if found.letter.isdigit():
        return False
    if 0 < bold_prefix(row.line) <= found.rest or not found.letter.isascii():
        return True
    follow = row.text[found.rest : found.rest + 1]
    if not row.text.lstrip()[:1].isupper() or not follow:
        return False
    return not follow.islower() or (bool(run) and follows(found.letter, _letter(run[-1])))
