"""Write the page of a row of choices, and note where each text stands."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.product.choices import AT_END, AT_OPTION
from tests.product.item import Item, make
from tests.product.lines import Lines
from tests.product.ways import Row
from tests.product.words import Speaker

LETTERS = {"1.": "12345", "①": "①②③④⑤", "- ア：": "アイウエオ"}
CUT = {"blank": "", "rule": "---", "stars": "***", "<br>": "<br>"}


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its questions; `row` is how it is written."""

    row: Row
    notes: str
    items: tuple[Item, ...]
    foreign: tuple[str, ...]
    """Texts that are in no card's part: notes between the items."""


def page(row: Row, seed: object) -> Page:
    """Write the page of a row; the same seed gives the same page."""
    random = Random(f"page {seed} {sorted(row.items())}")
    return _Writer(row, random).page()


class _Writer(Lines):
    def __init__(self, row: Row, random: Random) -> None:
        super().__init__()
        self.row, self.random = row, random
        self.speaker = Speaker(row["language"], random)
        self.letters = LETTERS.get(row["options"], "ABCDE")
        self.colon = self.speaker.fixed("colon")
        self.gap = random.random() < 0.25
        self.verdicts = {each: self.speaker.label(f"{each}_verdict") for each in ("right", "wrong")}

    # --- the page ---------------------------------------------------------------------------------

    def page(self) -> Page:
        items = [
            make(self.row, n, self.speaker, self.random) for n in range(1, self.random.choice((7, 8, 9)))
        ]
        odd, foreign = self.random.choice(items[2:-1]), []
        self.alone(f"# {self.speaker.fixed('title')}")
        disturbance = self.row["disturbance"]
        for item in items:
            if item is odd:
                item.answered = disturbance != "missing answer"
                item.own = self.random.choice(item.wrong) if disturbance == "own wrong answer" else None
            elif item is not items[0]:
                self.alone(CUT[self.row["separator"]])
            self.item(item)
            if item is odd and disturbance in {"odd bullet", "names another question"}:
                kind = "odd" if disturbance == "odd bullet" else "reference"
                item.extra.append(self.speaker.say(kind, n=item.number - 1))
                self.alone(f"- {item.extra[0]}")
            if item is odd and disturbance == "note between":
                self.alone(CUT[self.row["separator"]])
                foreign.append(self.speaker.say("note"))
                self.alone(foreign[0])
        self.end(items)
        return Page(self.row, "\n".join(self.out) + "\n", tuple(items), tuple(foreign))

    def item(self, item: Item) -> None:
        self.opening(item)
        self.options(item)
        if item.own is not None:
            self.alone(
                f"{self.speaker.label('own')}{self.colon}{self.name(item, item.own)}",
                item,
                item.options[item.own],
            )
        if item.answered and (
            self.row["key"] not in (*AT_OPTION, *AT_END)
            or self.row["reasons"] not in {"none", "nested in the option"}
        ):
            self.wrapped(item)

    def wrapped(self, item: Item) -> None:
        """Write the key and the reasons, in what folds or quotes them."""
        wrapping, label = self.row["wrapping"], self.speaker.label("answer")
        opening, closing, self.prefix = {
            "none": ("", "", ""),
            "fold": (f"<details><summary>{label}</summary>", "</details>", ""),
            "quote": ("", "", "> "),
            "call-out": (f"> [!note]- {label}", "", "> "),
            ":::details": (f":::details {label}", ":::", ""),
        }[wrapping]
        prefix, self.prefix = self.prefix, ""
        self.blank()
        if opening:
            self.add(opening)
        self.prefix = prefix
        if opening and not prefix:
            self.add("")
        self.key(item)
        self.reasons(item)
        while self.out[-1] == self.prefix.rstrip():
            self.out.pop()
        self.prefix = ""
        self.add("")
        if closing:
            self.add(closing)
            self.add("")

    # --- the question -----------------------------------------------------------------------------

    def opening(self, item: Item) -> None:
        n, stem, label = item.number, item.stem, self.speaker.label("question")
        head, before = {
            "heading, number; paragraph": (f"## {n}", ""),
            "heading with label; paragraph": (f"## {label}{n}", ""),
            "heading with number and stem": ("", f"## {n}. "),
            "heading with Q1 and stem": ("", f"## Q{n}. "),
            "bold Q1 and stem": ("", f"**Q{n}. "),
            "bold number": ("", f"**{n}.** "),
            "numbered line": ("", f"{n}. "),
            "label and stem": ("", f"{label}{n}{self.colon}"),
            "bold label alone": (f"**{label}**", ""),
            "label#1": (f"{label}#{n}", ""),
            "stem alone": ("", ""),
        }[self.row["opening"]]
        if head:
            self.alone(head)
        if head.startswith("**"):
            self.out.pop()
        if item.situation:
            self.add(before + item.situation, item, item.situation)
            before = "   " if self.row["opening"] == "numbered line" else ""
        self.add(before + stem + ("**" if before.startswith("**Q") else ""), item, stem)
        self.add("")

    def options(self, item: Item) -> None:
        form, label = self.row["options"], self.speaker.label("options")
        if form == "none":
            return
        if self.row["options label"] != "none":
            self.alone(f"### {label}" if self.row["options label"] == "heading" else f"**{label}**")
        if form == "on one line":
            both = [f"{self.letters[at]}. {self.marked(item, at)}" for at in range(len(item.options))]
            self.add("　".join(both), item, *item.options)
        if form == "in a fence":
            self.add("```")
        if form != "on one line":
            for at in range(len(item.options)):
                self.option(item, at)
        if form == "in a fence":
            self.add("```")
        self.add("")

    def option(self, item: Item, at: int) -> None:
        form, letter, text = self.row["options"], self.letters[at], self.marked(item, at)
        ticked = "x" if item.answered and at in item.right and self.row["key"] == "box" else " "
        line = {
            "-": f"- {text}",
            "- [ ]": f"- [{ticked}] {text}",
            "- [ ] A.": f"- [{ticked}] {letter}. {text}",
            "①": f"{letter} {text}",
            "(A)": f"({letter}) {text}",
            "- **A.**": f"- **{letter}.** {text}",
            "in a fence": f"{letter}: {text}",
        }.get(form, f"{form.replace('A', letter).replace('ア', letter).replace('1', letter)} {text}")
        if form == "- ア：":
            line = f"- {letter}：{text}"
        self.add(line, item, item.options[at])
        if self.row["reasons"] == "nested in the option" and item.answered:
            sign, why = ("⭕", item.good) if at in item.right else ("❌", item.whys[at])
            self.add(f"{'   ' if form == '1.' else '  '}- {sign} {why}", item, why)
        if self.gap and form != "in a fence" and at < len(item.options) - 1:
            self.add("")

    def marked(self, item: Item, at: int) -> str:
        text = item.options[at]
        if not item.answered or at not in item.right:
            return text
        return {"mark at the option": f"{text} ✅", "bold option": f"**{text}**"}.get(self.row["key"], text)

    # --- the answer -------------------------------------------------------------------------------

    def name(self, item: Item, at: int) -> str:
        """How the page names an option: by its letter where it has one."""
        return item.options[at] if self.row["options"] in ("-", "- [ ]", "none") else self.letters[at]

    def key(self, item: Item) -> None:
        form, label, colon = self.row["key"], self.speaker.label("answer"), self.colon
        texts = [item.options[at] for at in item.right]
        letters = ("、" if colon == "：" else ", ").join(self.letters[at] for at in item.right)
        one = {
            "label: B": f"{label}{colon}{letters}",
            "**label: B**": f"**{label}{colon}{letters}**",
            "【label】B": f"【{label}】{letters}",
            "label: B. text": f"{label}{colon}{letters}. {texts[0]}",
            "label: text": f"{label}{colon}{texts[0]}",
            "sentence": self.speaker.fixed("key_sentence").format(L=letters),
            "B alone": letters,
            "→ text": f"→ {texts[0]}",
            "= text": f"= {texts[0]}",
        }.get(form)
        if one:
            return self.alone(one, item, *texts)
        if form == "heading, B":
            self.alone(f"### {label}")
            self.alone(letters, item, *texts)
        if form == "heading, ✅ text":
            self.alone(f"### {label}")
            names = [
                f"{self.letters[at]}. " if self.row["options"] not in ("-", "- [ ]", "none") else ""
                for at in item.right
            ]
            for before, text in zip(names, texts, strict=True):
                self.add(f"✅ **{before}{text}**", item, text)
            self.add("")
        if form == "bold label, text":
            self.blank()
            self.add(f"**{label}**")
            for text in texts:
                self.add(text, item, text)
            self.add("")
        return None

    def reasons(self, item: Item) -> None:
        writers: dict[str, Callable[[Item], None]] = {
            "explanation": self.explanation,
            "label, - A: why": lambda i: self.against(i, "wrong", "- {L}{colon}{why}"),
            "label, - A: verdict. why": lambda i: self.against(
                i, "explanation", "- {L}{colon}{verdict}{stop}{why}", everything=True
            ),
            "label, - ❌ A: why": lambda i: self.against(
                i, "explanation", "- {mark} {L}{colon}{why}", everything=True
            ),
            "label, - text: why": lambda i: self.against(i, "wrong", "- {text}{colon}{why}"),
            "label, - text, nested why": lambda i: self.against(i, "wrong", "- {text}\n  - {why}"),
            "label, - text": lambda i: self.against(i, "wrong", "- {text}"),
            "sentences": self.sentences,
            "table": self.table,
            "heading a letter": self.headings,
        }
        if write := writers.get(self.row["reasons"]):
            write(item)

    def explanation(self, item: Item) -> None:
        self.alone(f"{self.speaker.label('explanation')}{self.colon}{item.good}", item, item.good)

    def against(self, item: Item, label: str, form: str, *, everything: bool = False) -> None:
        self.alone(f"**{self.speaker.label(label)}**")
        for at in range(len(item.options)) if everything else item.wrong:
            for line in self.filled(form, item, at).split("\n"):
                self.add(line, item, item.options[at], self.why(item, at))
        self.add("")

    def filled(self, form: str, item: Item, at: int) -> str:
        right = at in item.right
        return form.format(
            L=self.letters[at], text=item.options[at], why=self.why(item, at), colon=self.colon, mark="⭕" if right else "❌",
            verdict=self.verdicts["right" if right else "wrong"], stop="。" if self.colon == "：" else ". ",
        )  # fmt: skip

    def why(self, item: Item, at: int) -> str:
        return item.good if at in item.right else item.whys[at]

    def sentences(self, item: Item) -> None:
        self.blank()
        for at in item.wrong:
            line = self.speaker.fixed("wrong_sentence").format(why=item.whys[at], L=self.letters[at])
            self.add(f"- {line}", item, item.options[at], item.whys[at])
        self.add("")

    def table(self, item: Item) -> None:
        self.blank()
        self.add("| " + " | ".join(self.speaker.fixed("heads")) + " |")
        self.add("|---|---|---|")
        for at in range(len(item.options)):
            self.add(
                self.filled("| {L} | {mark} | {why} |", item, at), item, item.options[at], self.why(item, at)
            )
        self.add("")

    def headings(self, item: Item) -> None:
        for at in range(len(item.options)):
            self.alone(self.filled("#### {L}. {text}", item, at), item, item.options[at])
            self.alone(self.filled("**{verdict}**{stop}{why}", item, at), item, self.why(item, at))

    def end(self, items: list[Item]) -> None:
        """Write the answers of all questions behind the last, by their numbers."""
        if self.row["key"] not in AT_END:
            return
        self.alone(f"## {self.speaker.label('answers')}")
        if self.row["key"] == "table at the end":
            self.add(f"| {self.speaker.label('question')} | {self.speaker.label('answer')} |")
            self.add("|---|---|")
        for item in items:
            if item.answered:
                letters = ", ".join(self.letters[at] for at in item.right)
                form = "| {} | {} |" if self.row["key"] == "table at the end" else "{}. {}"
                self.add(form.format(item.number, letters), item, *(item.options[at] for at in item.right))
