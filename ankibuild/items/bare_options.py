"""Find options that are bullets without letters: under a label, by their marks, their look, or what is said below."""

import re
from collections.abc import Sequence

from ankibuild.items.labels import chooses
from ankibuild.items.letters import Lettered, key, lettered, ordinal
from ankibuild.items.looks import ANY, asked_number, is_colour, look_of
from ankibuild.items.marks import bare_option
from ankibuild.items.option_rows import LEAST, Page, Starts
from ankibuild.items.option_text import verdict_on
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.page.questions import asks
from ankibuild.text import bold_prefix, key_of
from ankibuild.words import Words


def labelled(page: Page) -> tuple[Starts, int]:
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


def marked(page: Page) -> tuple[Starts, int]:
    """Find bare bullets of which one is marked right, and those that an answer's text repeats."""
    wanted = _comparable(_answer_text(page), page.words)
    for members in reversed(_bare_lists(page)):
        lines = [page.rows[i].line for i in members]
        verdicts = [verdict_on(line, page.words) for line in lines]
        rights = verdicts.count(True)
        same = any(wanted and _comparable(line.text, page.words) == wanted for line in lines)
        if same or (0 < rights < len(members) and _all_judged(verdicts)):
            return [(i, None) for i in members], page.end(members[-1])
    return _marked_lines(page)


_LED = re.compile(r"\s*(?:[○〇◯⭕×✕✖✗❌△▲✅]\ufe0f?\s*(?=\S)|[^。、→]{2,40}?\s+[❌✅⭕]\ufe0f?(?:\s|$))")


def _marked_lines(page: Page) -> tuple[Starts, int]:
    """Find the lines of a paragraph that begin with a mark each: `× 甲 → 遅い` over `○ 乙`."""
    groups: dict[int, list[int]] = {}
    for i, row in enumerate(page.rows[: page.stop]):
        if row.text and not row.bullet and row.block.kind == "paragraph" and not page.labels[i]:
            groups.setdefault(id(row.block), []).append(i)
    for members in reversed(groups.values()):
        led = [i for i in members if _LED.match(page.rows[i].text) and not lettered(page.rows[i].text)]
        stem = [i for i in members if led and i < led[0]]
        posed = not stem or asks(page.rows[stem[-1]].text)  # the question may stand in the same paragraph
        below = members[len(stem) :]
        told = all(i in led or _CONTINUES.match(page.rows[i].text) or i - 1 in led for i in below)
        verdicts = [verdict_on(page.rows[i].line, page.words) for i in led]
        if len(led) >= LEAST and posed and told and {True, False} <= {*verdicts}:
            return [(i, None) for i in led], page.end(led[-1])
    return [], 0


_CONTINUES = re.compile(r"\s*(?:→|⇒|※)")


def looked(page: Page) -> tuple[Starts, int]:
    """Find bare bullets of which some are coloured; bold ones are the terms of any list."""
    for members in reversed(_bare_lists(page)):
        looks = [_colour(page.rows[i]) for i in members]
        if 0 < sum(map(bool, looks)) < len(members):
            return [(i, None) for i in members], page.end(members[-1])
    return [], 0


def _colour(row: Row) -> str:
    look = look_of([(row, row.line)])
    return look if is_colour(look) else ""


def counted(page: Page) -> tuple[Starts, int]:
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


def bold(page: Page) -> tuple[Starts, int]:
    """Find bare bullets of which as many are bold as the question has one choose."""
    for members in reversed(_bare_lists(page)):
        rows = [page.rows[i] for i in members]
        are_bold = [_is_bold(row.line) for row in rows]
        stem = "".join(row.text for row in page.rows[: members[0]])
        asked = asked_number([stem]) or 1
        if (
            (sum(are_bold) != asked and asked != ANY)
            or not 0 < sum(are_bold) < len(members)
            or any(row.depth > 1 for row in rows)
        ):
            continue
        if any(
            "<strong>" in row.line.html for row, is_bold in zip(rows, are_bold, strict=True) if not is_bold
        ):
            continue
        if page.own or (page.asked and chooses(stem)):
            return [(i, None) for i in members], page.end(members[-1])
    return [], 0


def _is_bold(line: Line) -> bool:
    return 0 < len(line.text) <= bold_prefix(line)


def answered_by_learner(page: Page) -> tuple[Starts, int]:
    """Find the bare bullets that the learner has chosen from, whether or not the notes say which one is right."""
    own = next((i for i, label in enumerate(page.labels) if label and label.kind == "own"), None)
    lists = [each for each in _bare_lists(page) if own is not None and each[-1] < own]
    if not lists or not page.asked:
        return [], 0
    members = lists[-1]
    return [(i, None) for i in members], page.end(members[-1])


def _bare_lists(page: Page) -> list[list[int]]:
    """Return the lists of bullets before the answer, as the rows at which their items begin."""
    groups: dict[int, list[int]] = {}
    for i, row in enumerate(page.rows[: page.stop]):
        if row.bullet and not page.labels[i]:
            groups.setdefault(row.group, []).append(i)
    return [members for members in groups.values() if len(members) >= LEAST]


def _answer_text(page: Page) -> str:
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
