"""Every kind of problem, in one place: its slug, how grave it is, and what the author can do about it.

The README's table of problems is tested against `SLUGS`.
"""

from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct

from ankibuild.model import Problem
from ankibuild.speech import _, later

Gravity = Literal["error", "warning", "hint"]


class Slug(Struct, frozen=True):
    """What a slug means, in English: an error makes `check` and `build` exit with 1, a warning does not.

    A hint is on a card that is right, and yet hard to learn; the config switches it off.
    """

    gravity: Gravity
    meaning: str
    advice: str


SLUGS: dict[str, Slug] = {
    "unreadable": Slug(
        "error", later("a file or folder cannot be read"), later("check its permissions, or mend the link")
    ),
    "outside-page": Slug(
        "error",
        later("a page or folder is a link out of the notes folder"),
        later("copy it into the notes, or read it with --follow-links"),
    ),
    "not-utf8": Slug("error", later("a file is not UTF-8 text"), later("save it as UTF-8")),
    "binary": Slug(
        "error", later("a file holds binary data"), later("remove it from the notes or rename it")
    ),
    "front-matter": Slug(
        "error",
        later("the YAML at the head of a page is broken"),
        later("mend it; the page is read without it"),
    ),
    "too-deep": Slug(
        "error",
        later("a page is nested too deeply to be read"),
        later("close what was left open, or nest less"),
    ),
    "config-name": Slug(
        "warning", later("a file seems to be the config, but has another name"), later("rename it")
    ),
    "old-setting": Slug(
        "warning", later("a value in the config has another name today"), later("write it as it is now")
    ),
    "bad-setting": Slug(
        "warning", later("a page's own setting is not understood"), later("see The config in the README")
    ),
    "bad-directive": Slug(
        "warning", later("an ankibuild comment is not understood"), later("see Steering in the README")
    ),
    "empty-page": Slug("warning", later("a page has no text"), later("write something or remove the file")),
    "unclosed-details": Slug(
        "warning", later("a <details> is never closed"), later("add </details> where the fold ends")
    ),
    "no-heading": Slug(
        "warning", later("a line with # is no heading"), later("put a plain blank behind the # signs")
    ),
    "long-line": Slug(
        "warning", later("a line is too long to be looked at as a whole"), later("part it into lines")
    ),
    "ragged-table": Slug(
        "warning",
        later("a row of a table has too many or too few cells"),
        later("give every row the same columns"),
    ),
    "unanswered-question": Slug(
        "warning", later("a question has no answer yet"), later("write the answer below it")
    ),
    "read-alike": Slug(
        "warning",
        later("questions are read by what they have in common, as no rule knows how they are written"),
        later("look at their cards; where a part is wrong, show one by ankibuild teach"),
    ),
    "unlike-example": Slug(
        "warning",
        later("a stretch begins as a taught example does, but lacks a part"),
        later("add what it lacks, or teach a second example"),
    ),
    "no-answer": Slug(
        "warning", later("a question has options but no right one"), later("say which option is right")
    ),
    "no-options": Slug(
        "warning", later("an answer names a letter, but no options stand there"), later("list the options")
    ),
    "unknown-letter": Slug(
        "warning", later("an answer names a letter that no option has"), later("mend the letter or the list")
    ),
    "letter-twice": Slug(
        "warning", later("two options of one question have the same letter"), later("number the options anew")
    ),
    "right-among-wrong": Slug(
        "warning", later("the right option is listed among the wrong ones"), later("remove it there")
    ),
    "no-correct": Slug(
        "warning", later("wrong options, but no right one found in the item"), later("mark the right one")
    ),
    "duplicate-question": Slug(
        "warning", later("the same question stands in the notes twice"), later("reword or remove one")
    ),
    "points-outside": Slug(
        "warning",
        later("a question is about what is not on its card"),
        later("name in it what it is about"),
    ),
    "ambiguous-card": Slug(
        "warning",
        later("a changed card fits two earlier ones"),
        later("if it is one of them, write that one's id at it"),
    ),
    "deck-kept": Slug(
        "warning",
        later("a deck keeps the name that it has in Anki"),
        later("rename it in Anki, then say `ankibuild rename-deck OLD NEW NOTES…`, or undo the change"),
    ),
    "lost-cards": Slug(
        "error",
        later("a page has lost all of its cards"),
        later("mend the page, or build with `--yes` if they are to be removed"),
    ),
    "duplicate-id": Slug("error", later("two cards carry the same explicit id"), later("give each its own")),
    "blank-side": Slug(
        "warning",
        later("a card would show nothing on one side and is left out"),
        later("write something that can be seen"),
    ),
    "cloze-number": Slug(
        "error",
        later("a cloze has a number that Anki does not take; its card is left out"),
        later("number it from 1 to 499"),
    ),
    "missing-media": Slug("warning", later("a picture or sound is not there"), later("mend the path")),
    "outside-media": Slug(
        "warning", later("a picture or sound lies outside the notes folder"), later("copy it into the notes")
    ),
    "remote-media": Slug(
        "warning",
        later("a picture is on the network and shows only online"),
        later("save it beside the notes, or see remote_media"),
    ),
    "embedded-page": Slug(
        "warning",
        later("a page, note or file is embedded that a card cannot show"),
        later("write here what it says, or put a picture of it"),
    ),
    "large-media": Slug("warning", later("a media file is larger than 5 MB"), later("make it smaller")),
    "vague-front": Slug(
        "hint",
        later("a front leaves open what it asks about"),
        later("name its subject, or show what it speaks of"),
    ),
    "long-back": Slug(
        "hint", later("an answer is higher than a phone"), later("say it in fewer words, or part it")
    ),
    "told-before": Slug(
        "hint",
        later("one of the last three new cards tells a card's answer"),
        later("take it out of the other's text, or move one of them"),
    ),
    "open-bracket": Slug("hint", later("a bracket on a card opens and never closes"), later("close it")),
}


def gravity_name(gravity: Gravity) -> str:
    """Return how grave a problem is, in a word."""
    return {"error": _("error"), "warning": _("warning"), "hint": _("hint")}[gravity]


UNREAD: Final = frozenset(("unreadable", "not-utf8", "binary", "too-deep"))
"""Problems of pages of which nothing was read."""


def is_error(problem: Problem) -> bool:
    """Say whether the problem makes the command fail."""
    return SLUGS[problem.slug].gravity == "error"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by place and drop repetitions."""
    return tuple(sorted(set(problems)))
