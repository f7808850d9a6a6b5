"""Find the list of options of an item: check boxes, lettered lines, numbered or bare bullets."""

from collections.abc import Sequence

from ankibuild.flow import Row
from ankibuild.item import Option, Pick
from ankibuild.letters import Lettered, lettered, ordinal
from ankibuild.marks import bare_option
from ankibuild.model import Line
from ankibuild.text import bold_prefix, cut, has_picture
from ankibuild.words import Label, Words

LEAST = 2


def find_options(rows: Sequence[Row], labels: Sequence[Label | None], words: Words) -> tuple[list[Option], range]:
    """Return the options and the range of rows that hold them (empty when there are none)."""
    stop = next((i for i, x in enumerate(labels) if x and x.kind in ("answer", "wrong", "feedback", "explanation")), len(rows))
    for find in (_boxes, _lettered, _labelled, _marked):
        starts, end = find(rows, labels, stop, words)
        if len(starts) >= LEAST:
            options = [
                _option(rows[start:until], words, lead)
                for (start, lead), until in zip(starts, [s for s, _ in starts[1:]] + [end], strict=True)
            ]
            options = [option for option in options if option.text]
            if len(options) >= LEAST:
                _by_look(options)
                return options, range(starts[0][0], end)
    return [], range(0)


Starts = list[tuple[int, Lettered | None]]


def _boxes(rows: Sequence[Row], labels: Sequence[Label | None], stop: int, words: Words) -> tuple[Starts, int]:
    """Find `- [ ]` items; boxes count wherever they stand, the answer's label may even come first."""
    ticked = [i for i, row in enumerate(rows) if row.bullet and row.block.checked is not None]
    if not ticked:
        return [], 0
    group = rows[ticked[0]].group
    starts: Starts = []
    for i in ticked:
        if rows[i].group == group:
            found = lettered(rows[i].text)
            starts.append((i, found if found and not found.loose else None))
    return starts, _end(rows, starts[-1][0], labels)


def _lettered(rows: Sequence[Row], labels: Sequence[Label | None], stop: int, words: Words) -> tuple[Starts, int]:
    """Find the last run of A, B, C … (or 1, 2, 3 …) before the answer; letters go before numbers."""
    runs: list[Starts] = []
    run: Starts = []
    for i, row in enumerate(rows[:stop]):
        lead = _lead(row)
        if lead is None or labels[i]:
            if run and _breaks(row, rows[run[-1][0]], labels[i]):
                run = _close(run, runs)
            continue
        if run and ordinal(lead.letter) == ordinal(_letter(run[-1])) + 1 and _alike(lead.letter, _letter(run[-1])) and row.depth == rows[run[-1][0]].depth:
            run.append((i, lead))
        elif ordinal(lead.letter) == 1:
            run = _close(run, runs)
            run = [(i, lead)]
        elif run and row.depth <= rows[run[-1][0]].depth:
            if ordinal(lead.letter) == ordinal(_letter(run[-1])) and _alike(lead.letter, _letter(run[-1])):
                run.append((i, lead))  # the same letter twice: kept, and reported by the caller
            else:
                run = _close(run, runs)
    _close(run, runs)
    if not runs:
        return [], 0
    by_letter = [r for r in runs if not _letter(r[0]).isdigit()]
    best = (by_letter or runs)[-1]
    return best, _end(rows, best[-1][0], labels)


def _close(run: Starts, runs: list[Starts]) -> Starts:
    if len(run) >= LEAST:
        runs.append(run)
    return []


def _letter(start: tuple[int, Lettered | None]) -> str:
    return start[1].letter if start[1] else ""


def _alike(one: str, other: str) -> bool:
    return one.isdigit() == other.isdigit() and one.isascii() == other.isascii()


def _breaks(row: Row, last: Row, label: Label | None) -> bool:
    """Tell a row that cannot stand between two options."""
    if label or row.heading or row.block.kind == "rule":
        return True
    return row.depth < last.depth


def _lead(row: Row) -> Lettered | None:
    """Read the letter that a row begins with; the number of an ordered list counts as one."""
    if not row.head and row.block.kind not in ("paragraph", "item", "code"):
        return None
    found = lettered(row.text) if row.text else None
    if found and (not found.loose or _firm(row, found)):
        return found
    if row.bullet and row.block.marker[:-1].isdigit():
        return Lettered(row.block.marker[:-1], 0)
    return None


def _firm(row: Row, found: Lettered) -> bool:
    """Accept a letter with only a blank behind it when it is bold or a capital before non-English text."""
    if bold_prefix(row.line) and bold_prefix(row.line) <= found.rest:
        return True
    follows = row.text[found.rest : found.rest + 1]
    return not found.letter.isdigit() and row.text[:1].isupper() and bool(follows) and not follows.islower()


def _labelled(rows: Sequence[Row], labels: Sequence[Label | None], stop: int, words: Words) -> tuple[Starts, int]:
    """Find the bullets, or the lines, under the label 選択肢."""
    at = next((i for i, label in enumerate(labels[:stop]) if label and label.kind == "options"), None)
    if at is None:
        return [], 0
    end = next((i for i in range(at + 1, len(rows)) if i >= stop or labels[i] or rows[i].heading), len(rows))
    inside = range(at + 1, end)
    bullets = [i for i in inside if rows[i].bullet and rows[i].depth == min((rows[j].depth for j in inside if rows[j].bullet), default=0)]
    lines = bullets or [i for i in inside if rows[i].text and rows[i].block.kind in ("paragraph", "code")]
    return [(i, None) for i in lines], end


def _marked(rows: Sequence[Row], labels: Sequence[Label | None], stop: int, words: Words) -> tuple[Starts, int]:
    """Find bare bullets of which one is marked right, and those that an answer's text repeats."""
    answer = next((rows[i].text[x.rest :] or (rows[i + 1].text if i + 1 < len(rows) else "") for i, x in enumerate(labels) if x and x.kind == "answer"), "")
    groups: dict[int, list[int]] = {}
    for i, row in enumerate(rows[:stop]):
        if row.bullet:
            groups.setdefault(row.group, []).append(i)
    wanted = _comparable(answer, words)
    for members in reversed(groups.values()):
        judged = [bare_option(rows[i].line, words) for i in members]
        rights = sum(1 for _, verdict in judged if verdict)
        same = any(wanted and _comparable(line.text, words) == wanted for line, _ in judged)
        if LEAST <= len(members) and (same or (0 < rights < len(members) and _all_judged(judged))):
            return [(i, None) for i in members], _end(rows, members[-1], labels)
    return [], 0


def _all_judged(judged: Sequence[tuple[Line, bool | None]]) -> bool:
    """A list of merits may carry a ✅ too: options are marked each, or one right and the rest bare."""
    verdicts = [verdict for _, verdict in judged]
    return None not in verdicts or (verdicts.count(True) == 1 and False not in verdicts and len(verdicts) > LEAST)


def _comparable(text: str, words: Words) -> str:
    from ankibuild.text import key_of

    return key_of(bare_option(Line(0, text, ""), words)[0].text)


def _end(rows: Sequence[Row], last: int, labels: Sequence[Label | None]) -> int:
    """Return where the last option ends: it may run over further lines and deeper bullets."""
    start = rows[last]
    for i in range(last + 1, len(rows)):
        row = rows[i]
        if labels[i] or row.heading or row.block.kind == "rule":
            return i
        same = row.block is start.block and not row.head
        deeper = row.depth > start.depth
        # `[A]` on a line of its own: the option's text stands on the lines below
        below = row.group == start.group and not row.bullet and row.block is start.block
        if not (same or deeper or below or (row.whole and i == last + 1 and not _text_behind(start))):
            return i
    return len(rows)


def _text_behind(row: Row) -> bool:
    found = lettered(row.text)
    return not found or bool(row.text[found.rest :].strip())


def _option(rows: Sequence[Row], words: Words, lead: Lettered | None) -> Option:
    """Read one option from its rows: the text, then deeper bullets as the reason."""
    first = rows[0]
    line = cut(first.line, lead.rest) if lead else first.line
    option = Option(lead.letter if lead else "", [])
    if first.bullet and first.block.checked is not None:
        option.right = first.block.checked
    elif lead and lead.marks:
        option.right = bare_option(Line(0, f"{lead.marks} x", "x"), words)[1]
    for row in rows:
        shown = line if row is first else row.line
        if row is not first and (row.depth > first.depth or (row.block is not first.block and not row.whole)):
            option.why.append((row, shown))
            continue
        bare, verdict = bare_option(shown, words) if shown.text else (shown, None)
        if verdict is not None:
            option.right = verdict
            option.refuted = option.refuted or not verdict
        if bare.text or row.whole or has_picture(bare):
            option.text.append((row, bare))
    if option.why and option.text and option.why[0][0].block.kind != "item" and not option.refuted:
        option.text += option.why
        option.why = []
    return option


def _by_look(options: list[Option]) -> None:
    """Take the look of the right option (bold, coloured, in a classed span) as its mark, and off its text."""
    if any(option.right is not None for option in options):
        looks = []
    else:
        looks = [option for option in options if _emphasised(option.text)]
    if 0 < len(looks) < len(options):
        for option in looks:
            option.right = True
    for option in options:
        option.text = [(row, _plain_look(line)) for row, line in option.text]


_LOOKS = ("strong", "b", "em", "i", "u", "mark", "span", "font")


def _emphasised(text: list[Pick]) -> bool:
    """Tell an option whose whole text stands out."""
    return bool(text) and all(_plain_look(line) is not line for _, line in text)


def _plain_look(line: Line) -> Line:
    """Take the element around a whole line off: emphasis on an option gives the answer away."""
    html = line.html.strip()
    for tag in _LOOKS:
        closing = f"</{tag}>"
        if html.startswith((f"<{tag}>", f"<{tag} ")) and html.endswith(closing) and html.count(closing) == 1:
            inner = html[html.index(">") + 1 : -len(closing)]
            if "<" not in inner or inner.count("<") == inner.count("</") * 2:
                return Line(line.number, line.text, inner)
    return line
