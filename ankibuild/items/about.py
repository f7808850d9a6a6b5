"""Hold which options the rows being read are about, and give them what the rows say.

This is the state that `refuting` and `collect` share: a row names options, and the rows behind it go on about them.
"""

import re
from collections.abc import Sequence

from ankibuild.items.item import Item, Option, Reason
from ankibuild.items.letters import lettered
from ankibuild.items.marks import bare_option, judge, verdict_before
from ankibuild.items.reason_lists import Lists
from ankibuild.items.reason_tables import table_reasons
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.speech import _
from ankibuild.text import cut, has_picture, key_of
from ankibuild.words import Words


class About:
    """Knows which options the rows being read are about (`about`), and gives them their reasons."""

    def __init__(self, item: Item, words: Words) -> None:
        self.item = item
        self.words = words
        self.about: list[Option] = []
        self.row: Row | None = None
        """The row that named them."""
        self.sticky = False
        """Whether that row said no more than which option, so that the paragraphs below are the reason."""
        self.right_side = False
        """Whether an explanation is said to be that of the right option."""
        self.depth = 0
        """The depth of the label, until an option is named."""
        self.lists = Lists(item, words)

    def open(self, row: Row, *, right: bool) -> None:
        """Begin with the rows behind a label."""
        self.close()
        self.depth, self.right_side = row.depth, right

    def close(self) -> None:
        """End the reasons of the option at hand."""
        self.about, self.row, self.sticky = [], None, False

    def go_on(self, row: Row, line: Line) -> None:
        """Take the text behind 理由：, else the rows below it, as the reason of the options at hand."""
        if line.text:
            self._add(line, row, refuting=True)
        else:
            self.sticky = True

    def quoted(self, row: Row, line: Line, *, refuting: bool) -> None:
        """Take `選択肢：方式ア` within the reasons as the option that they are about."""
        bare, _ = bare_option(line, self.words)
        lead = lettered(bare.text)
        named = self.item.named(lead.letter) if lead else None
        if lead and lead.loose and named and key_of(bare.text[lead.rest :]) != key_of(named.plain):
            named = None  # A cat
        option = named or self.item.like(bare.text) or Option("", [(row, bare)], listed=False)
        if refuting:
            self._refute(row, [option])
        else:
            option.right = True if not self.item.right and self.right_side else option.right
            self._turn_to(row, [option])
        self.sticky = True

    def refute_quoted(self, row: Row, text: Line, why: Line) -> None:
        """Take an option that a line quotes and the reason behind it, or below."""
        option = self.item.like(text.text) or Option("", [(row, text)], listed=False)
        self._refute(row, [option])
        if why.text:
            option.why.append((row, why))

    # --- tables -------------------------------------------------------------------------------------------

    def table(self, row: Row, *, spelled: bool = False) -> bool:
        """Take a table of options and reasons; with `spelled` it has to list the options and judge them itself."""
        if row.block.kind != "table":
            return False
        found = table_reasons(row, self.item, self.words)
        if spelled and not found.lists and not any(right for _, right, _ in found.rows):
            return False
        for option, right, why in found.rows:
            option.why += why
            option.right = option.right if right is None else right or bool(option.right)
            option.refuted = option.refuted or right is False
            if option not in self.item.options:
                option.listed = spelled
                self.item.options.append(option)
        if found.ragged and found.rows:
            self.item.problems.append(
                (found.ragged, "ragged-table", _("a row of this table has too few cells"))
            )
        return bool(found.rows)

    # --- what a row says ----------------------------------------------------------------------------------

    def _apply(self, row: Row, found: Reason, *, refuting: bool) -> None:
        options = list(found.options)
        if found.right is False or (found.right is None and refuting):
            self._refute(
                row,
                [
                    option
                    for option in options
                    if not (refuting and found.right is None and option.right and found.text.text)
                ],
            )
        else:
            self._turn_to(row, options)
        if found.spelled and not options:
            self._refute(row, [Option("", [(row, found.spelled)], listed=False)])
        self.sticky = not found.text.text and not row.bullet
        for option in self.about:
            if found.right is True:
                option.right = True if option.right is None and not item_has_key(self.item) else option.right
            if found.text.text:
                option.why.append((row, found.text))

    def _turn_to(self, row: Row, options: Sequence[Option]) -> None:
        self.about, self.row, self.sticky = list(options), row, not row.bullet

    def _refute(self, row: Row, options: Sequence[Option]) -> None:
        self._turn_to(row, options)
        for option in options:
            option.refuted = True
            if not option.listed and option not in self.item.options:
                self.item.options.append(option)

    def _add(self, line: Line, row: Row, *, refuting: bool) -> None:
        """Add a row to the reasons of the options at hand."""
        if not self.about:
            if not refuting or speaks_of_all(line.text):
                self.item.explanation.append((row, line))
            return
        bare, verdict = judge(line, self.words) if line.text else (line, None)
        if verdict is None and line.text:
            bare, verdict = verdict_before(line, self.words)
        bare = cut(bare, _glued_reason(bare.text))
        said = verdict if verdict is not None else self.words.closing_verdict(line.text)
        for option in self.about:
            if said is False and not option.right:
                option.refuted = True
            if said is True and option.right is None and not item_has_key(self.item):
                option.right = True
            if bare.text or row.whole or has_picture(bare):
                option.why.append((row, bare))


def item_has_key(item: Item) -> bool:
    """Say whether the item's key is known already."""
    return bool(item.letters) or bool(item.answer)


def undotted(text: str) -> str:
    """Return a text without the dot before or behind it."""
    return re.sub(r"^[・\-]\s*|[。.:：]$", "", text)


def speaks_of_all(text: str) -> bool:
    """Tell 「いずれも…」 and "All others …", which refute no option by name."""
    return bool(
        re.match(
            r"\W*(?:いずれ|どれ|すべて|全て|これら|それ以外|その他|他の|ほかの|残り|all "
            r"|the (?:other|rest)|others?\b|these\b)",
            text,
            re.IGNORECASE,
        )
    )


def _glued_reason(text: str) -> int:
    """Return where the reason begins behind a fixed word glued to it: 正解の理由…, 理由：…."""
    found = re.match(r"\s*(?:不?正解の)?(?:理由|解説|説明)\s*[:：]\s*", text)
    return found.end() if found else 0
