"""Every kind of problem, in one place: its slug, how grave it is, and what the author can do about it.

The README's table of problems is tested against `SLUGS`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ankibuild.model import Problem

Gravity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Slug:
    """What a slug means: an error makes `check` and `build` exit with 1, a warning does not."""

    gravity: Gravity
    meaning: str
    advice: str


SLUGS: dict[str, Slug] = {
    "unreadable": Slug("error", "a file or folder cannot be read", "check its permissions, or mend the link"),
    "outside-page": Slug(
        "error",
        "a page or folder is a link out of the notes folder",
        "copy it into the notes, or read it with --follow-links",
    ),
    "not-utf8": Slug("error", "a file is not UTF-8 text", "save it as UTF-8"),
    "binary": Slug("error", "a file holds binary data", "remove it from the notes or rename it"),
    "front-matter": Slug(
        "error", "the YAML at the head of a page is broken", "mend it; the page is read without it"
    ),
    "too-deep": Slug(
        "error", "a page is nested too deeply to be read", "close what was left open, or nest less"
    ),
    "config-name": Slug("warning", "a file seems to be the config, but has another name", "rename it"),
    "bad-setting": Slug("warning", "a page's own setting is not understood", "see The config in the README"),
    "bad-directive": Slug("warning", "an ankibuild comment is not understood", "see Steering in the README"),
    "empty-page": Slug("warning", "a page has no text", "write something or remove the file"),
    "unclosed-details": Slug("warning", "a <details> is never closed", "add </details> where the fold ends"),
    "no-heading": Slug("warning", "a line with # is no heading", "put a plain blank behind the # signs"),
    "long-line": Slug("warning", "a line is too long to be looked at as a whole", "part it into lines"),
    "ragged-table": Slug(
        "warning", "a row of a table has too many or too few cells", "give every row the same columns"
    ),
    "unanswered-question": Slug("warning", "a question has no answer yet", "write the answer below it"),
    "no-answer": Slug("warning", "a question has options but no right one", "say which option is right"),
    "no-options": Slug("warning", "an answer names a letter, but no options stand there", "list the options"),
    "unknown-letter": Slug(
        "warning", "an answer names a letter that no option has", "mend the letter or the list"
    ),
    "letter-twice": Slug(
        "warning", "two options of one question have the same letter", "number the options anew"
    ),
    "right-among-wrong": Slug(
        "warning", "the right option is listed among the wrong ones", "remove it there"
    ),
    "no-correct": Slug("warning", "wrong options, but no right one found in the item", "mark the right one"),
    "duplicate-question": Slug(
        "warning", "the same question stands in the notes twice", "reword or remove one"
    ),
    "ambiguous-card": Slug(
        "warning",
        "a changed card fits two earlier ones",
        "if it is one of them, write that one's id at it",
    ),
    "duplicate-id": Slug("error", "two cards carry the same explicit id", "give each its own"),
    "blank-side": Slug(
        "warning", "a card would show nothing on one side and is left out", "write something that can be seen"
    ),
    "cloze-number": Slug(
        "error",
        "a cloze has a number that Anki does not take; its card is left out",
        "number it from 1 to 499",
    ),
    "missing-media": Slug("warning", "a picture or sound is not there", "mend the path"),
    "outside-media": Slug(
        "warning", "a picture or sound lies outside the notes folder", "copy it into the notes"
    ),
    "remote-media": Slug(
        "warning",
        "a picture is on the network and shows only online",
        "save it beside the notes, or see remote_media",
    ),
    "large-media": Slug("warning", "a media file is larger than 5 MB", "make it smaller"),
}


def is_error(problem: Problem) -> bool:
    """Say whether the problem makes the command fail."""
    return SLUGS[problem.slug].gravity == "error"


def format_problem(problem: Problem) -> str:
    """Format a problem as one clickable line: path:line: gravity: message [slug]."""
    gravity = SLUGS[problem.slug].gravity
    return f"{problem.path}:{problem.line}: {gravity}: {problem.message} [{problem.slug}]"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by place and drop repetitions."""
    return tuple(sorted(set(problems)))
