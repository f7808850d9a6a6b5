"""Write the page of a row of choices, and note where each text stands."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.product.lines import Lines
from tests.product.notes.around import Around
from tests.product.notes.choices import AT_END, IN_LISTS, ROWS, is_of_terms
from tests.product.notes.entry import Entry, make
from tests.product.ways import Row
from tests.product.words import Speaker

SPACED = ("ja", "zh-Hans", "zh-Hant")
"""The languages that write no blanks between words."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its entries; `row` is how it is written."""

    row: Row
    notes: str
    entries: tuple[Entry, ...]
    others: tuple[Entry, ...]
    """Terms beside the entries, of which nobody misses a card."""
    foreign: tuple[str, ...]
    """Texts that are on no card."""


def page(row: Row, seed: object) -> Page:
    """Write the page of a row; the same seed gives the same page."""
    random = Random(f"notes {seed} {sorted(row.items())}")
    return _Writer(row, random).page()


class _Writer(Lines):
    def __init__(self, row: Row, random: Random) -> None:
        super().__init__()
        self.row, self.random = row, random
        self.speaker = Speaker(row["language"], random)
        self.colon = self.speaker.fixed("colon")
        self.blank_between = "" if row["language"] in SPACED else " "
        self.close, self.gap, self.inside = (random.random() < share for share in (0.5, 0.3, 0.5))
        self.arrow = random.choice(("→", "=>", "="))
        self.dash = random.choice((" - ", " – ", " — "))
        self.around = Around(self)
        self.level = {"none": 2, "nested": 4}.get(row["sections"], 3)
        self.others: list[Entry] = []
        self.foreign: list[str] = []

    def page(self) -> Page:
        count = self.random.choice((6, 6, 7))
        entries = [make(self.row, n, self.speaker, self.random) for n in range(1, count + 1)]
        odd = self.random.choice(entries[2:-1])
        odd.answered = self.row["disturbance"] not in {"unanswered", "placeholder"}
        self.around.start(entries)
        for entry in entries:
            begins = self.around.before(entry)
            if begins or entry is entries[0]:
                self.head_of_table()
            self.entry(entry, is_odd=entry is odd)
        self.around.close(entries)
        self.at_end(entries)
        self.around.end()
        return Page(
            self.row, "\n".join(self.out) + "\n", tuple(entries), tuple(self.others), tuple(self.foreign)
        )

    def head_of_table(self) -> None:
        """Write the heads of the table that the next entries are rows of."""
        if self.row["opening"] in ROWS:
            heads = self.speaker.fixed("term_heads" if is_of_terms(self.row) else "question_heads")
            self.blank()
            self.add("| " + " | ".join(heads) + " |")
            self.add("|---|---|")

    def entry(self, entry: Entry, *, is_odd: bool) -> None:
        if self.row["disturbance"] == "placeholder" and is_odd:
            entry.answer = [self.speaker.label("placeholder")]
        opening, said = (
            self.row["opening"],
            entry.answered or entry.answer[0] in self.speaker.fixed("placeholder"),
        )
        if opening in ROWS:
            cell = self.cell(entry) if said else ""
            return self.add(f"| {entry.ask} | {cell} |", entry, entry.ask, *entry.answer)
        line = self.asked(entry)
        behind = self.behind(entry) if said else ""
        first, *more = (line + behind).split("\n")
        self.add(first, entry, entry.ask, *(entry.answer if behind else ()))
        for each in more:
            self.add(each, entry, *entry.answer)
        self.prefix = self.indent(entry)
        if said and not behind and self.row["answer"] not in AT_END:
            self.answer(entry)
        if entry.answered:
            self.more(entry)
        if is_odd and self.row["disturbance"] == "to-do":
            entry.more.append(self.speaker.say("todo"))
            self.alone(entry.more[-1], entry, entry.more[-1])
        self.prefix = ""
        if opening == "fold":
            self.blank()
            self.add("</details>")
        if opening not in IN_LISTS or self.gap:
            self.blank()
        return None

    # --- the question or the term -----------------------------------------------------------------

    def asked(self, entry: Entry) -> str:
        """Return the line that asks or names the term; what stands over it is written."""
        n, text, label, head = entry.number, entry.ask, self.speaker.label("question"), "#" * self.level
        if self.row["opening"] == "bold label, next line":
            self.add(f"**{label}**")
        bold = f"**{text}{self.colon.strip()}**" if self.has_colon_in_bold() else f"**{text}**"
        return {
            "heading": f"{head} {f'**{text}**' if self.inside else text}",
            "heading, number": f"{head} {n}. {text}",
            "heading, Q1": f"{head} Q{n}. {text}",
            "Q: ": f"Q{self.colon}{text}",
            "Q1. ": f"Q{n}. {text}",
            "**Q.** ": f"**Q.** {text}",
            "**Q1: …**": f"**Q{n}{self.colon}{text}**",
            "label 1: ": f"{label}{self.blank_between}{n}{self.colon}{text}",
            "bold label, next line": text,
            "bold": f"**{text}**",
            "bold number": f"**{n}. {text}**",
            "emoji": f"❓ {text}",
            "plain line": text,
            "bullet": f"- {text}",
            "bold bullet": f"- **{text}**",
            "- Q: ": f"- Q{self.colon}{text}",
            "numbered line": f"{n}. {text}",
            "numbered bold": f"{n}. **{text}**",
            "fold": f"<details><summary>{text}</summary>",
            "quote": f"> {text}",
            "term: heading": f"{head} {text}",
            "term: bold line": bold,
            "term: line": text,
            "term: bold bullet": f"- {bold}",
            "term: bullet": f"- {text}",
            "term: code bullet": f"- `{text}`",
            "term: numbered bold": f"{n}. {bold}",
            "term: definition list": text,
        }[self.row["opening"]]

    def has_colon_in_bold(self) -> bool:
        """Whether the author writes `**term:** meaning`."""
        return self.inside and self.row["answer"] in {"colon", "colon, wrapped"}

    def indent(self, entry: Entry) -> str:
        """Return what stands before the lines below an entry's first."""
        if self.row["opening"] not in IN_LISTS:
            return ""
        return " " * (len(str(entry.number)) + 2) if "number" in self.row["opening"] else "  "

    def behind(self, entry: Entry) -> str:
        """Return the answer on the line of the question, "" where it stands below."""
        text = entry.answer[0]
        colon = " " if self.has_colon_in_bold() else self.colon
        return {
            "same line, dash": self.dash + text,
            "same line, arrow": f" → {text}",
            "same line, bare": f" {text}",
            "in brackets": f"（{text}）" if self.colon == "：" else f" ({text})",
            "colon": colon + text,
            "colon, wrapped": "\n".join(
                (colon + line).rstrip() if not at else self.indent(entry) + line
                for at, line in enumerate(self.wrapped(text))
            ),
            "dash": self.dash + text,
            "arrow": f" → {text}",
            "equals": f" = {text}",
        }.get(self.row["answer"], "")

    def wrapped(self, text: str) -> list[str]:
        """Return a text as an editor wraps it."""
        words = text.split(" ") if " " in text else [*text]
        half, glue = len(words) // 2, " " if " " in text else ""
        return [glue.join(words[:half]), glue.join(words[half:])]

    def cell(self, entry: Entry) -> str:
        text = entry.answer[0]
        return {"bold line": f"**{text}**", "picture": f"![](img/{text}.png)"}.get(self.row["answer"], text)

    # --- the answer -------------------------------------------------------------------------------

    def answer(self, entry: Entry) -> None:
        """Write what stands below the question."""
        form = self.row["answer"]
        texts, label, colon = entry.answer, self.speaker.label("replies"), self.colon
        lines = {
            "→ ": f"{self.arrow} {texts[0]}",
            "bold line": f"**{texts[0]}**",
            "A: ": f"A{colon}{texts[0]}",
            "**A.** ": f"**A.** {texts[0]}",
            "label: ": f"{label}{colon}{texts[0]}",
            "**label:** ": f"**{label}{colon.rstrip()}** {texts[0]}",
            "glued line": texts[0],
            "colon list": f": {texts[0]}",
        }
        if line := lines.get(form):
            if not (self.close or form in {"glued line", "colon list"}):
                self.blank()
            return self.add(line, entry, texts[0])
        writers: dict[str, Callable[[Entry], None]] = {
            "bullets": self.bullets,
            "nested bullets": self.bullets,
            "numbered steps": self.bullets,
            "code": self.code,
            "table": self.table,
            "fold": self.fold,
            "wrapped": self.paragraph,
            "bold label alone": self.below_label,
            "heading of the label": self.below_label,
        }
        return writers.get(form, self.paragraphs)(entry)

    def paragraphs(self, entry: Entry) -> None:
        """Write a paragraph a text."""
        form = {"picture": "![](img/{}.png)", "quote": "> {}"}
        again = (entry.ask,) if entry.before else ()
        for text in entry.answer:
            self.blank()
            self.add(entry.before + form.get(self.row["answer"], "{}").format(text), entry, text, *again)

    def paragraph(self, entry: Entry) -> None:
        """Write one paragraph that an editor has wrapped."""
        if not self.close:
            self.blank()
        for text in entry.answer:
            for line in self.wrapped(text):
                self.add(line, entry, text)

    def bullets(self, entry: Entry) -> None:
        if not self.close:
            self.blank()
        for at, text in enumerate(entry.answer, 1):
            sign = f"{at}. " if self.row["answer"] == "numbered steps" else "- "
            nested = "  " if self.row["answer"] == "nested bullets" and at > 1 else ""
            self.add(nested + sign + text, entry, text)

    def code(self, entry: Entry) -> None:
        if not self.close:
            self.blank()
        self.add("```")
        self.add(f"{entry.answer[0]} = 1", entry, *entry.answer)
        self.add("```")

    def table(self, entry: Entry) -> None:
        self.blank()
        self.add(f"| {self.speaker.say('brief')} | {self.speaker.say('brief')} |")
        self.add("|---|---|")
        for text in entry.answer:
            name = self.speaker.say("brief")
            self.add(f"| {name} | {text} |", entry, text)
            self.others.append(Entry(0, name, [text], lines={name: {len(self.out)}, text: {len(self.out)}}))

    def fold(self, entry: Entry) -> None:
        self.blank()
        self.add(f"<details><summary>{self.speaker.label('replies')}</summary>")
        self.alone(entry.answer[0], entry, *entry.answer)
        self.add("</details>")

    def below_label(self, entry: Entry) -> None:
        self.blank()
        label, heading = self.speaker.label("replies"), self.row["answer"] == "heading of the label"
        self.add(f"{'#' * (self.level + 1)} {label}" if heading else f"**{label}**")
        if not self.close:
            self.blank()
        self.add(entry.answer[0], entry, *entry.answer)

    def more(self, entry: Entry) -> None:
        """Write what stands behind an answer."""
        kind, address = self.row["more"], f"https://example.org/{entry.number}"
        if kind == "none":
            return
        if kind in {"source link", "labelled source"}:
            self.foreign.append(address)
            label = self.speaker.label("source")
            self.alone(f"[{label}]({address})" if kind == "source link" else f"{label}{self.colon}{address}")
            return
        if kind == "code":
            entry.more.append(f"code{self.random.randrange(10**6)}")
            self.blank()
            for line in ("```", entry.more[-1], "```"):
                self.add(line, entry, line)
            return
        text = self.speaker.say({"remark": "says"}.get(kind, kind))
        entry.more.append(text)
        self.alone(f"📌 {text}" if kind == "remark" else text, entry, text)

    def at_end(self, entries: list[Entry]) -> None:
        """Write the answers of all questions behind the last, by their numbers."""
        if self.row["answer"] not in AT_END:
            return
        self.alone(f"## {self.speaker.label('answers')}")
        table = self.row["answer"] == "at the end, table"
        if table:
            self.add(f"| {self.speaker.label('question')} | {self.speaker.label('replies')} |")
            self.add("|---|---|")
        for entry in entries:
            if entry.answered:
                form = "| {} | {} |" if table else "{}. {}"
                self.add(form.format(entry.number, entry.answer[0]), entry, entry.answer[0])
