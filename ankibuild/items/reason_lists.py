"""Read reasons that the list around them explains: bullets that count or letter the options.

One such line alone says too little (`3. 遅い` may be the third reason): the lines beside it have to name options in
the same way.
"""

import re
from collections.abc import Sequence

from ankibuild.items.item import Item, Reason
from ankibuild.items.letters import lettered
from ankibuild.items.marks import verdict_before
from ankibuild.model import Line
from ankibuild.page.flow import Row
from ankibuild.text import cut, narrow
from ankibuild.words import Words

MANY = 40


class Lists:
    """The lists among the rows of an item, and the reasons that they tell by numbers and letters."""

    def __init__(self, item: Item, words: Words) -> None:
        self.item = item
        self.words = words
        self.lists: dict[int, list[Row]] = {}
        """The bullets of each list of the rows `listed_of`."""
        self.listed_of: Sequence[Row] = ()

    def beside(self, row: Row) -> Sequence[Row]:
        """Return the bullets of the row's list; of a long one only the first, which show what all are like."""
        if self.item.rows is not self.listed_of:
            self.lists, self.listed_of = {}, self.item.rows
            for each in self.item.rows:
                if each.bullet and len(self.lists.setdefault(each.group, [])) < MANY:
                    self.lists[each.group].append(each)
        return self.lists.get(row.group, ())

    def by_number(self, row: Row, line: Line) -> Reason | None:
        """Read `2. 不正解。遅い` in an ordered list: its number names the option."""
        marker = row.block.marker[:-1] if row.bullet else ""
        option = self.item.named(marker) if marker.isdigit() else None
        if option is None or not line.text:
            return None
        rest, verdict = verdict_before(line, self.words)
        return Reason((option,), verdict, rest) if verdict is not None else None

    def by_marker(self, row: Row, line: Line) -> Reason | None:
        """Read `3. 遅い` below 不正解の理由 in an ordered list that leaves out the number of the right option."""
        marker = row.block.marker[:-1] if row.bullet else ""
        option = self.item.named(marker) if marker.isdigit() and self.item.right else None
        if option is None or not option.letter.isdigit() or not line.text:
            return None
        markers = {each.block.marker[:-1] for each in self.beside(row)}
        named = [self.item.named(each) for each in markers]
        return Reason((option,), False, line) if all(each and not each.right for each in named) else None

    def by_loose_letter(self, row: Row, line: Line) -> Reason | None:
        """Read `- A 高い` in a list of which each bullet begins with the letter of an option that is not right."""
        lead = lettered(line.text) if row.bullet else None
        option = self.item.named(lead.letter) if lead else None
        if lead is None or option is None or option.letter.isdigit():
            return None
        beside = self.beside(row)
        leads = [lettered(each.text) for each in beside]
        named = [self.item.named(each.letter) if each else None for each in leads]
        fits = len(beside) > 1 and all(each and not each.right for each in named)
        return Reason((option,), False, cut(line, lead.rest)) if fits else None

    def by_bare_number(self, line: Line) -> Reason | None:
        """Read `2 通信を止めるだけ` at the head of a line, where numbers name the options and 2 is not right."""
        found = _BARE_NUMBER.match(narrow(line.text))
        option = self.item.named(found["number"]) if found and self.item.right else None
        if found is None or option is None or option.right or not option.letter.isdigit():
            return None
        others = {each["number"] for row in self.item.rows if (each := _BARE_NUMBER.match(narrow(row.text)))}
        if not any(self.item.named(number) for number in others - {found["number"]}):
            return None  # one line alone: 2 シグマの外
        return Reason((option,), False, cut(line, found.end()))


# 2 つの, 3 か月, 5 GB: a number that counts names no option.
_BARE_NUMBER = re.compile(
    r"\s*(?P<number>\d)\s+(?![つ個年月日時分秒回台円%本枚種人件倍段度週次]|か月|ヶ月|カ月|[a-zA-Z]{1,3}\b)(?=\S)"
)
