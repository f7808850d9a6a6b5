"""Commands with what they do behind them: `docker ps   # 動いているものの一覧`."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from msgspec import Struct

from ankibuild.markdown.outline import Section
from ankibuild.model import Block, Card, Line, Problem
from ankibuild.page.content import holds_terms
from ankibuild.page.context import place_of
from ankibuild.page.language import Language, in_language, language_on
from ankibuild.page.pieces import part_of_lines
from ankibuild.patterns import lazily
from ankibuild.styles.card_words import shell_languages
from ankibuild.text import key_of

STYLE = "commands"
LEAST = 3
"""So many commands with comments make a list to learn; fewer may be a script."""
LONGEST = 60
VAGUE = 2
"""A comment of so few characters asks for nothing alone: 情報, 一覧."""
_PROMPT = lazily(r"\s*(?:[$%]\s+|[\w-]+[>#]\s)")
_LINE = lazily(
    r"\s*(?P<command>[a-z:][^#]*?)(?:\s+#+\s*|\s{2,}(?=[{hiragana}{katakana}{han}「(]))(?P<comment>\S.*?)\s*"
)
_COMMAND = lazily(r"(?:sudo\s+)?[a-z][\w.+-]*(?:\s+[^=].*)?|:[a-z!%].*")
_RESULT = lazily(
    r"(?:=>|->|→|⇒|[\d\"'\[{(<$/]|{result_word}|\W)",
    re.IGNORECASE,
)


class _Command(Struct, frozen=True):
    number: int
    text: str
    comment: str

    @property
    def tool(self) -> str:
        """The command's first word."""
        return self.text.split()[0]


def commands(section: Section) -> Iterator[Card | Problem]:
    """Yield a card for each command of a list whose comments say what the commands do."""
    for block in _code(section.blocks) if holds_terms(section) else ():
        found = _listed(block)
        tools = Counter(each.tool for each in found)
        told = [each for each in found if len(each.comment) > VAGUE or tools[each.tool] > 1]
        yield from _cards(section, told, tools)


def lone_commands(section: Section) -> Iterator[Card]:
    """Yield a card for each command with a comment, whether or not others stand beside it."""
    for block in _code(section.blocks) if holds_terms(section) else ():
        found = [each for line in block.lines if (each := _command(line))]
        yield from _cards(section, found, Counter(each.tool for each in found))


def _cards(section: Section, found: Sequence[_Command], tools: Counter[str]) -> Iterator[Card]:
    around = "".join((*section.trail, section.title.text, *(each.comment for each in found)))
    for each in found:
        language = language_on(around, each.comment)
        yield _card(section, each, _reading(each, language, several=tools[each.tool] > 1))


def _card(section: Section, command: _Command, front: str) -> Card:
    asked = Line(command.number, command.comment, front)
    answer = Line(command.number, command.text, f"<code>{escape(command.text, quote=False)}</code>")
    parts = {"question": part_of_lines([asked]), "answer": part_of_lines([answer])}
    return place_of(section, own=True).card("qa", STYLE, parts)


def _reading(command: _Command, language: Language, *, several: bool) -> str:
    """Return how the front reads; of several that begin alike it names the first word, unless that is all."""
    tool, *rest = command.text.split()
    if several and rest:
        asks = in_language(language, f"（{tool} …？）", f" ({tool} …?)", f" ({tool} …?)")
    else:
        asks = in_language(language, "（コマンドは？）", " (which command?)", " ($ …?)")
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
    told = [line for line in block.lines if _is_told(line.text, prompted=prompted)]
    found = [command for line in told if (command := _command(line))]
    if len(found) < LEAST or 2 * len(found) <= len(told) or not _are_distinct(found):
        return ()
    return found


def _are_distinct(found: Sequence[_Command]) -> bool:
    return len({key_of(each.comment) for each in found}) == len(found)


def _command(line: Line) -> _Command | None:
    prompt = _PROMPT.match(line.text)
    match = _LINE.fullmatch(line.text[prompt.end() :] if prompt else line.text)
    return (
        _Command(line.number, match["command"].strip(), match["comment"]) if match and _says(match) else None
    )


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
