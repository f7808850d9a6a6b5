"""Write what stands around the entries of a page: none of it is on a card, but for a list of terms."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tests.product.notes.choices import HEADINGS
from tests.product.notes.entry import Entry

if TYPE_CHECKING:
    from tests.product.notes.writing import _Writer

CUT = {"blank": "", "rule": "---", "<br>": "<br>"}
A_SECTION = 3
"""So many entries stand in a section."""


class Around:
    """The start of a page, the titles between its entries, its end."""

    def __init__(self, page: "_Writer") -> None:
        self.page, self.speaker = page, page.speaker

    def none(self, kind: str) -> str:
        """Return a new text that is on no card."""
        text = self.speaker.say(kind)
        self.page.foreign.append(text)
        return text

    # --- the start --------------------------------------------------------------------------------

    def start(self, entries: Sequence[Entry]) -> None:
        page, start, title = self.page, self.page.row["start"], self.speaker.fixed("title")
        if start == "front matter":
            for line in ("---", f"title: {title}", "tags: [a1, b2]", "---"):
                page.add(line)
        page.alone(f"# {title}")
        writers: dict[str, Callable[[], None]] = {
            "contents": lambda: self.contents(entries),
            "intro": lambda: page.alone(self.none("intro")),
            "badges": lambda: page.alone(
                "![badge](https://example.org/badge.svg) ![badge](https://example.org/b.svg)"
            ),
            "rules": self.rules,
        }
        writers.get(start, lambda: None)()

    def contents(self, entries: Sequence[Entry]) -> None:
        self.page.alone(f"## {self.speaker.label('contents')}")
        for entry in entries:
            self.page.add(f"- [{entry.ask}](#{entry.number})")
        self.page.add("")
        if self.page.row["sections"] == "none" and self.page.row["opening"] not in HEADINGS:
            self.page.alone(f"## {self.speaker.say('chapter')}")

    def rules(self) -> None:
        for _ in range(3):
            self.page.add(f"- {self.none('note')}")
        self.page.add("")

    # --- between the entries ----------------------------------------------------------------------

    def before(self, entry: Entry) -> bool:
        """Write what parts an entry from the one before; say whether a title does."""
        page, sections = self.page, self.page.row["sections"]
        begins = sections != "none" and entry.number % A_SECTION == 1
        if entry.number > 1 and not begins:
            self.cut()
        if begins:
            page.alone(f"## {self.speaker.say('chapter')}")
            if sections == "nested":
                page.alone(f"### {self.speaker.say('chapter')}")
            if sections == "with intro":
                page.alone(self.none("note"))
        return begins

    def cut(self) -> None:
        separator = self.page.row["separator"]
        if separator == "to top":
            top = self.speaker.fixed("top")
            self.page.foreign.append(top)
            self.page.alone(f"[⬆ {top}](#top)")
        elif CUT[separator]:
            self.page.alone(CUT[separator])

    # --- the end ----------------------------------------------------------------------------------

    def close(self, entries: Sequence[Entry]) -> None:
        """Write what stands behind the entries before the end of the page."""
        writers: dict[str, Callable[[], None]] = {
            "heading alone": lambda: self.listed("rests", "- {}", "note"),
            "prose": self.prose,
            "terms": lambda: self.terms(entries),
        }
        writers.get(self.page.row["disturbance"], lambda: None)()

    def prose(self) -> None:
        self.page.alone(f"## {self.speaker.say('chapter')}")
        for _ in range(2):
            self.page.alone(self.none("note"))

    def terms(self, entries: Sequence[Entry]) -> None:
        page = self.page
        page.alone(f"## {self.speaker.say('chapter')}")
        for number in range(len(entries) + 1, len(entries) + 5):
            entry = Entry(number, self.speaker.say("term"), [self.speaker.say("meaning")])
            page.add(f"- **{entry.ask}**{page.colon}{entry.answer[0]}", entry, entry.ask, *entry.answer)
            page.others.append(entry)
        page.add("")

    def listed(self, label: str, form: str, kind: str) -> None:
        """Write a heading and lines of a kind below it."""
        self.page.alone(f"## {self.speaker.label(label)}")
        for _ in range(3):
            self.page.add(form.format(self.none(kind)))
        self.page.add("")

    def end(self) -> None:
        """Write the end of the page."""
        page = self.page
        writers: dict[str, Callable[[], None]] = {
            "references": self.references,
            "tags": lambda: page.alone("#tag1 #tag2"),
            "checklist": lambda: self.listed("checklist", "- [ ] {}", "odd"),
            "navigation": lambda: page.alone("[← 01](01.md) | [03 →](03.md)"),
            "summary": lambda: self.listed("summary", "- {}", "point"),
            "scores": self.scores,
        }
        writers.get(page.row["end"], lambda: None)()

    def references(self) -> None:
        self.page.alone(f"## {self.speaker.label('references')}")
        for n in range(3):
            self.page.add(f"- [{self.none('chapter')}](https://example.org/more/{n})")
        self.page.add("")

    def scores(self) -> None:
        self.page.alone("## Log")
        for line in (
            "| # | 2026 | % |",
            "|---|---|---|",
            "| 1 | 04-01 | 62 |",
            "| 2 | 04-03 | 71 |",
            "| 3 | 04-09 | 88 |",
        ):
            self.page.add(line)
        self.page.add("")
