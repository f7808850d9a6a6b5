"""Find the list of options of an item: check boxes, lettered lines, numbered or bare bullets, a table."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ankibuild.items.item import Option
from ankibuild.items.labels import chooses, how_many
from ankibuild.items.letters import Lettered, follows, is_first, key, lettered, ordinal
from ankibuild.items.looks import asked_number, is_colour, look_of, settle_looks
from ankibuild.items.marks import bare_option
from ankibuild.items.odd_options import options_in_one_line, options_in_table
from ankibuild.items.option_text import read_option
from ankibuild.items.titled_options import is_title, titled_options
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.text import bold_prefix, key_of
from ankibuild.words import Label, Words

LEAST = 2
_ARROW = re.compile(r"\s*(?:→|⇒|->|=>|➡)")
ENDS = frozenset(("answer", "wrong", "feedback", "explanation"))

Starts = list[tuple[int, Lettered | None]]
"""The rows at which options begin, each with the letter that it begins with."""


@dataclass(frozen=True, slots=True)
class Found:
    """The options of an item, the rows that hold them, and whether only marks tell that they are some."""

    options: list[Option]
    at: range
    by_marks: bool = False


@dataclass(frozen=True, slots=True)
class _Page:
    """The rows of an item with their labels; options stand before the row `stop`."""

    rows: Sequence[Row]
    labels: Sequence[Label | None]
    stop: int
    words: Words

    @property
    def own(self) -> bool:
        """Whether the learner's own answer stands in it: an exam item's list, then."""
        return any(label and label.kind == "own" for label in self.labels)

    @property
    def asked(self) -> bool:
        """Whether a label says that it is a question."""
        return any(label and label.kind == "question" for label in self.labels)

    def end(self, last: int) -> int:
        """Return where an option that begins at `last` ends: further lines and deeper bullets are its own."""
        start = self.rows[last]
        for i in range(last + 1, len(self.rows)):
            row = self.rows[i]
            if self.labels[i] or row.heading or row.block.kind == "rule" or row.text.startswith("※"):
                return i
            same = row.block is start.block and not row.head
            # `[A]` on a line of its own: the option's text stands on the lines below
            below = row.group == start.group and not row.bullet and row.block is start.block
            code = row.whole and i == last + 1 and not _text_behind(start)
            if not (same or row.depth > start.depth or below or code):
                return i
        return len(self.rows)


def find_options(rows: Sequence[Row], labels: Sequence[Label | None], words: Words) -> Found:
    """Return the options of an item; no options when there are none."""
    stop = next((i for i, label in enumerate(labels) if label and label.kind in ENDS), len(rows))
    page = _Page(rows, labels, stop, words)
    finders: tuple[Callable[[_Page], tuple[Starts, int]], ...] = (
        _boxes,
        _lettered,
        _labelled,
        _marked,
        _looked,
        _counted,
        _bold,
        _answered_by_learner,
    )
    for find in finders:
        starts, end = find(page)
        if len(starts) < LEAST:
            continue
        ends = [at for at, _ in starts[1:]] + [end]
        titled = all(is_title(rows[at]) and _text_behind(rows[at]) for at, _ in starts)
        options = [
            read_option(rows[at:until], words, lead, titled=titled)
            for (at, lead), until in zip(starts, ends, strict=True)
        ]
        options = [option for option in options if option.text]
        if len(options) >= LEAST:
            keyed = any(label and label.kind == "answer" for label in labels)
            settle_looks(options, keyed=keyed, asked=asked_number([row.text for row in rows[: starts[0][0]]]))
            return Found(options, range(starts[0][0], end), find in (_marked, _looked))
    found = _odd(page)
    if found.options:
        return found
    options, at = titled_options(rows, labels, words)
    asked = any(option.letter for option in options) or any(x and x.kind == "question" for x in labels)
    return Found(options, at, bool(options) and not asked)


def _odd(page: _Page) -> Found:
    """Find options that have no lines of their own."""
    for i in range(page.stop - 1, -1, -1):
        row = page.rows[i]
        if page.labels[i]:
            continue
        if options := options_in_one_line(row, page.words) or options_in_table(row, page.words):
            return Found(options, range(i, i + 1))
    return Found([], range(0))


def _boxes(page: _Page) -> tuple[Starts, int]:
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
    return starts, page.end(starts[-1][0])


# --- runs of letters --------------------------------------------------------------------------------


def _lettered(page: _Page) -> tuple[Starts, int]:
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
        if lead is None or reasons or _is_verdict(row.text[lead.rest :], page.words):
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


def _is_verdict(text: str, words: Words) -> bool:
    return words.judges(text) and not _NAME.match(text)


def _counted_lists(page: _Page) -> set[int]:
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


# --- bullets without letters ------------------------------------------------------------------------


def _labelled(page: _Page) -> tuple[Starts, int]:
    """Find the bullets, or the lines, under the label 選択肢."""
    rows, labels = page.rows, page.labels
    at = next((i for i, label in enumerate(labels[: page.stop]) if label and label.kind == "options"), None)
    if at is None:
        return [], 0
    end = next(
        (i for i in range(at + 1, len(rows)) if i >= page.stop or labels[i] or rows[i].heading), len(rows)
    )
    inside = range(at + 1, end)
    top = min((rows[i].depth for i in inside if rows[i].bullet), default=0)
    bullets = [i for i in inside if rows[i].bullet and rows[i].depth == top]
    lines = bullets or [i for i in inside if rows[i].text and rows[i].block.kind in ("paragraph", "code")]
    return [(i, None) for i in lines], end


def _marked(page: _Page) -> tuple[Starts, int]:
    """Find bare bullets of which one is marked right, and those that an answer's text repeats."""
    wanted = _comparable(_answer_text(page), page.words)
    for members in reversed(_bare_lists(page)):
        judged = [bare_option(page.rows[i].line, page.words) for i in members]
        rights = sum(1 for _, verdict in judged if verdict)
        same = any(wanted and _comparable(line.text, page.words) == wanted for line, _ in judged)
        if same or (0 < rights < len(members) and _all_judged([verdict for _, verdict in judged])):
            return [(i, None) for i in members], page.end(members[-1])
    return [], 0


def _looked(page: _Page) -> tuple[Starts, int]:
    """Find bare bullets of which some are coloured; bold ones are the terms of any list."""
    for members in reversed(_bare_lists(page)):
        looks = [_colour(page.rows[i]) for i in members]
        if 0 < sum(map(bool, looks)) < len(members):
            return [(i, None) for i in members], page.end(members[-1])
    return [], 0


def _colour(row: Row) -> str:
    look = look_of([(row, row.line)])
    return look if is_colour(look) else ""


def _counted(page: _Page) -> tuple[Starts, int]:
    """Find the bare bullets right before an answer that is only a letter or a number: they are counted."""
    lists = _bare_lists(page)
    text = _answer_text(page)
    members = lists[-1] if lists else []
    letters = [chr(65 + n) for n in range(len(members))]
    found = key(text, letters)
    if not members or not found or text[found.rest :].strip() or found.letters[0] in ("0", ""):
        return [], 0
    between = page.rows[page.end(members[-1]) : page.stop]
    if any(row.text or row.whole for row in between) or max(map(ordinal, found.letters)) > len(members):
        return [], 0
    return [(i, Lettered(letter, 0)) for i, letter in zip(members, letters, strict=True)], page.end(
        members[-1]
    )


def _bold(page: _Page) -> tuple[Starts, int]:
    """Find bare bullets of which as many are bold as the question has one choose."""
    for members in reversed(_bare_lists(page)):
        rows = [page.rows[i] for i in members]
        bold = [_is_bold(row.line) for row in rows]
        stem = "".join(row.text for row in page.rows[: members[0]])
        asked = how_many(stem)
        if sum(bold) != asked or asked >= len(members) or any(row.depth > 1 for row in rows):
            continue
        if any("<strong>" in row.line.html for row, is_bold in zip(rows, bold, strict=True) if not is_bold):
            continue
        if page.own or (page.asked and chooses(stem)):
            return [(i, None) for i in members], page.end(members[-1])
    return [], 0


def _is_bold(line: Line) -> bool:
    return 0 < len(line.text) <= bold_prefix(line)


def _answered_by_learner(page: _Page) -> tuple[Starts, int]:
    """Find the bare bullets that the learner has chosen from, whether or not the notes say which one is right."""
    own = next((i for i, label in enumerate(page.labels) if label and label.kind == "own"), None)
    lists = [each for each in _bare_lists(page) if own is not None and each[-1] < own]
    if not lists or not page.asked:
        return [], 0
    members = lists[-1]
    return [(i, None) for i in members], page.end(members[-1])


def _bare_lists(page: _Page) -> list[list[int]]:
    """Return the lists of bullets before the answer, as the rows at which their items begin."""
    groups: dict[int, list[int]] = {}
    for i, row in enumerate(page.rows[: page.stop]):
        if row.bullet and not page.labels[i]:
            groups.setdefault(row.group, []).append(i)
    return [members for members in groups.values() if len(members) >= LEAST]


def _answer_text(page: _Page) -> str:
    """Return what stands behind the first label that names the right option, or on the row below it."""
    for i, label in enumerate(page.labels):
        if label and (label.kind == "answer" or label.names_right):
            rest = page.rows[i].text[label.rest :].strip()
            return rest or next((row.text for row in page.rows[i + 1 :] if row.text), "")
    return ""


def _all_judged(verdicts: Sequence[bool | None]) -> bool:
    """Tell options, marked each or one right and the rest bare, from a list of merits with its ✅."""
    return None not in verdicts or (verdicts.count(True) == 1 and False not in verdicts)


def _comparable(text: str, words: Words) -> str:
    return key_of(bare_option(Line(0, text, ""), words)[0].text)


def _text_behind(row: Row) -> bool:
    found = lettered(row.text)
    return not found or bool(row.text[found.rest :].strip())
