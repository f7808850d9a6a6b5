"""Read tables behind the key that say of options whether they are right, and why."""

from collections.abc import Sequence

from ankibuild.items.item import Option, cell_row
from ankibuild.items.marks import bare_option, first_told
from ankibuild.items.reason_columns import named_in, options_of, verdict_of
from ankibuild.items.reason_tables import table_reasons
from ankibuild.model import Block, Line
from ankibuild.page.flow import Pick, Row
from ankibuild.page.tables import Table, read_table
from ankibuild.reader.judging import Judging
from ankibuild.speech import _
from ankibuild.text import tail_of

SHORT_CELL = 8
"""A cell of fewer characters is a verdict or a letter, no reason."""
LEAST_ROWS = 2


class Tables(Judging):
    """Takes what tables say of the item's options."""

    def table(self, row: Row) -> bool:
        """Read a table of options by its heads, else one whose first column names options, whatever its heads are."""
        if any(self.words.is_head("translation", head.text) for head in read_table(row.block).heads):
            return True  # the options once more
        told = table_reasons(row, self.item, self.words)
        for each in told.rows:
            self._take_row(*each)
        if told.rows and told.ragged:
            self.item.problems.append(
                (told.ragged, "ragged-table", _("a row of this table has too few cells"))
            )
        return bool(told.rows) or self._below_name(row) or self._across(row) or self._first_column(row)

    def _take_row(self, option: Option, right: bool | None, why: Sequence[Pick]) -> None:
        if all(option is not each for each in self.item.options):
            self.item.options.append(option)
        option.why += why
        option.refuted = option.refuted or (bool(why) and not option.right and right is not True)
        self._judge(option, right)
        self.count += 1

    def _first_column(self, row: Row) -> bool:
        filled = [each for each in row.block.blocks if each.lines]
        named = [(each, options_of(each.lines[0], self.item, self.words)) for each in filled]
        found = [(each, options) for each, options in named if options]
        if len(found) < LEAST_ROWS or 2 * len(found) < len(row.block.blocks) - 1:
            return False
        for each, options in found:
            self._cells(row, each, options)
        return True

    def _across(self, row: Row) -> bool:
        """Read a table of which each column but the first is about the option that its head names."""
        table = read_table(row.block)
        named = self._in_heads(table)
        for at, option in enumerate(named, 1):
            cells = [(each, each.lines[at]) for each in table.rows if at < len(each.lines)]
            said = [verdict_of(cell, self.words) for _, cell in cells]
            why = [(cell_row(row, *each), each[1]) for each, v in zip(cells, said, strict=True) if v is None]
            self._take_row(option, first_told(*said), [pick for pick in why if pick[1].text])
        return bool(named)

    def _in_heads(self, table: Table) -> Sequence[Option]:
        """Return the options that the heads but the first name, one each; nothing where one of them names none."""
        find = named_in if any(map(self._judges, table.rows)) else options_of
        heads = [find(head, self.item, self.words) for head in table.heads[1:]]
        named = [each[0] for each in heads if len(each) == 1]
        told = len(named) >= max(LEAST_ROWS, len(heads)) and len({*map(id, named)}) == len(named)
        return named if told else ()

    def _judges(self, row: Block) -> bool:
        """Tell a row of which each cell but the first is a verdict."""
        return all(verdict_of(cell, self.words) is not None for cell in row.lines[1:])

    def _below_name(self, row: Row) -> bool:
        """Read a table of one column whose head names an option, or the explanation: what stands below says why."""
        table = read_table(row.block)
        why = [(cell_row(row, each, cell), cell) for each in table.rows for cell in each.lines if cell.text]
        return len(table.heads) == 1 and bool(why) and self._told_below(table.heads[0], why)

    def _told_below(self, head: Line, why: Sequence[Pick]) -> bool:
        label = self.words.label(head)
        if label and label.kind == "explanation":
            self.item.explanation += why
            return True
        right = label is not None and label.kind == "answer"
        name = tail_of(head, label.rest) if label and right else head
        options = options_of(name, self.item, self.words)
        for option in options:
            self._take_row(option, right or None, why)
        return bool(options)

    def _cells(self, row: Row, each: Block, options: Sequence[Option]) -> None:
        """Read the cells behind a name: short ones judge, the others say why."""
        short = SHORT_CELL if len(each.lines) > LEAST_ROWS else 1
        why = [(cell_row(row, each, cell), cell) for cell in each.lines[1:] if len(cell.text) >= short]
        verdict = bare_option(each.lines[0], self.words)[1]
        for option in options:
            option.why += why
            option.refuted = option.refuted or (bool(why) and not option.right)
            self._judge(option, verdict)
        self.count += 1
