"""Commands with what they do behind them: `docker ps   # 動いているものの一覧`."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Line, Problem
from ankibuild.page.content import holds_terms
from ankibuild.page.context import place_of
from ankibuild.page.pieces import part_of_lines
from ankibuild.page.questions import in_language_of
from ankibuild.styles.card_words import shell_languages
from ankibuild.text import key_of

STYLE = "commands"
LEAST = 3
"""So many commands with comments make a list to learn; fewer may be a script."""
LONGEST = 60
_PROMPT = re.compile(r"\s*(?:[$%]\s+|[\w-]+[>#]\s)")
_LINE = re.compile(
    r"\s*(?P<command>[a-z:][^#]*?)(?:\s+#+\s*|\s{2,}(?=[ぁ-んァ-ヶ一-鿿「(]))(?P<comment>\S.*?)\s*"
)
_COMMAND = re.compile(r"(?:sudo\s+)?[a-z][\w.+-]*(?:\s+[^=].*)?|:[a-z!%].*")
_RESULT = re.compile(
    r"(?:=>|->|→|⇒|[\d\"'\[{(<$/]|todo\b|noqa|type:|true\b|false\b|nil\b|none\b|error\b|エラー|ここ|これ|上記|同上|\W)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Command:
    number: int
    text: str
    comment: str


def commands(section: Section) -> Iterator[Card | Problem]:
    """Yield a card for each command of a list whose comments say what the commands do."""
    if not holds_terms(section):
        return
    for block in _code(section.blocks):
        found = _listed(block)
        tools = Counter(each.text.split()[0] for each in found)
        for each in found:
            asked = Line(each.number, each.comment, _reading(each, several=tools[each.text.split()[0]] > 1))
            answer = Line(each.number, each.text, f"<code>{escape(each.text, quote=False)}</code>")
            parts = {"question": part_of_lines([asked]), "answer": part_of_lines([answer])}
            yield place_of(section, own=True).card("qa", STYLE, parts)


def _reading(command: _Command, *, several: bool) -> str:
    """Return how the front reads; of several commands that begin alike it names their first word."""
    japanese, english = ("（{0} …？）", " ({0} …?)") if several else ("（コマンドは？）", " (which command?)")
    asks = in_language_of(command.comment, japanese, english).format(command.text.split()[0])
    return escape(command.comment + asks, quote=False)


def _code(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.kind == "code":
            if block.marker and block.marker.strip("`~ ").split(" ")[0].lower() in shell_languages():
                yield block
        elif block.kind != "table":
            yield from _code(block.blocks)


def _listed(block: Block) -> Sequence[_Command]:
    """Return the commands of a block that is a list of them, each once."""
    prompted = any(_PROMPT.match(line.text) for line in block.lines)  # what has no prompt is what came out
    told = [
        (line.number, line.text[prompt.end() :] if (prompt := _PROMPT.match(line.text)) else line.text)
        for line in block.lines
        if _is_told(line.text, prompted=prompted)
    ]
    found = [
        _Command(number, match["command"].strip(), match["comment"])
        for number, text in told
        if (match := _LINE.fullmatch(text)) and _says(match)
    ]
    distinct = len({key_of(each.comment) for each in found}) == len(found)
    return found if len(found) >= LEAST and distinct and 2 * len(found) > len(told) else ()


def _is_told(text: str, *, prompted: bool) -> bool:
    """Tell a line that may be a command from blank lines, comments, and what comes out of a prompt's commands."""
    return (
        bool(text.strip())
        and not text.lstrip().startswith("#")
        and (not prompted or bool(_PROMPT.match(text)))
    )


def _says(match: re.Match[str]) -> bool:
    """Tell a command whose comment says what it does from code with what comes out of it."""
    command, comment = match["command"], match["comment"]
    known = bool(_COMMAND.fullmatch(command)) and not command.endswith(("{", ";", ":", ","))
    return known and 1 < len(comment) <= LONGEST and not _RESULT.match(comment)
