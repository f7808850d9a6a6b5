"""Generated pages of exam questions in the spellings of many authors, with what they should give."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

STEMS = (
    "{n}回目に速く終わるのはどれか。",
    "会社{n}は安く置きたい。どうすべきですか？",
    "Which service keeps {n} copies?",
    "次の{n}つの方式のうち、正しいものはどれですか。",
)
TEXTS = (
    "方式{n}を東に置く",
    "Amazon S3 の{n}番",
    "`ls -{n}`",
    "停止して{n}分待つ。",
    "Use {n} replicas",
    "RAID{n} を組む",
    "鍵を{n}つ配る",
)
WHYS = ("{n}分では足りないため", "費用が{n}倍になる", "It has {n} copies only", "手で{n}回直すことになる。")
LETTERS = (
    "- {A}. ", "- {n}. ", "- {A}) ", "{A}. ", "{A}．", "({A}) ", "- **{A}.** ", "{A}: ", "{n}. ", "{n}) ", "{A}） ", "[{A}] ", "- {n}：", "{c} ", "- {k}. ",
)  # fmt: skip
KEYS = (
    "**正解：{key}**", "正解: {key}", "答え：{key}", "### 正解\n\n{key}", "**Answer: {key}**", "【正解】{key}", "正解は{key}です。",
    "<details><summary>解答</summary>\n\n正解：{key}\n\n</details>", "- 解答: {key}", "**正解**\n\n{key}", "> 正解：{key}",
)  # fmt: skip
REASONS = (
    ("**不正解の理由**\n\n", "- {A}: {why}"), ("**他の選択肢が不適切な理由**\n", "- {A}：{why}"), ("解説\n\n", "- ❌ {A}: {why}"),
    ("**解説**\n\n", "- {A}：不正解。{why}"), ("不正解の選択肢：\n", "- {text}：{why}"), ("**Why not the others?**\n\n", "- **{A}**: {why}"),
    ("| 選択肢 | 正誤 | 解説 |\n|---|---|---|\n", "| {A} | × | {why} |"), ("**不正解**\n\n", "- {A}. {text}\n  - {why}"),
)  # fmt: skip
HEADS = ("## 問題{n}\n\n", "### Q{n}.\n", "## 問{n}: 未回答\n", "**問{n}** ", "**{n}.** ", "## {n}.\n\n")


@dataclass(frozen=True, slots=True)
class Question:
    """One question: `reasons` maps the places of wrong options to why they are wrong."""

    stem: str
    options: list[str]
    right: list[int]
    reasons: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exam:
    """A page: the questions, the spelling of all of them."""

    items: list[Question]
    head: str
    letters: str
    key: str
    reason: tuple[str, str]
    gap: str

    @property
    def notes(self) -> str:
        """The page as its author wrote it."""
        return "\n".join(self._item(n, item) for n, item in enumerate(self.items))

    def without_answer(self, at: int) -> str:
        """The page with the answer of one question left out."""
        return "\n".join(self._item(n, item, answered=n != at) for n, item in enumerate(self.items))

    def _item(self, n: int, item: Question, *, answered: bool = True) -> str:
        options = self.gap.join(
            self._letter(self.letters, at) + plain(text) for at, text in enumerate(item.options)
        )
        question = f"{self.head.format(n=n + 1)}{item.stem}\n\n{options}\n\n"
        if not answered:
            return question
        key = self.key.format(key="、".join(self._letter(self._bare(), at) for at in item.right))
        lines = [
            self._letter(self.reason[1], at).format(text=plain(item.options[at]), why=why)
            for at, why in item.reasons.items()
        ]
        reasons = self.reason[0] + "\n".join(lines) + "\n\n" if lines else ""
        return f"{question}{key}\n\n{reasons}"

    def _bare(self) -> str:
        return next(name for name in ("{A}", "{n}", "{c}", "{k}") if name in self.letters)

    def _letter(self, spelling: str, at: int) -> str:
        names = {"A": "ABCDE"[at], "n": str(at + 1), "c": "①②③④⑤"[at], "k": "アイウエオ"[at]}
        if spelling is self.reason[1]:
            names["A"] = names[self._bare().strip("{}")]
            return spelling.replace("{A}", names["A"])
        return spelling.format(**names)


def plain(text: str) -> str:
    return f"`{text}`" if text.startswith("ls") else text


@st.composite
def questions(draw: st.DrawFn, n: int) -> Question:
    """Draw the question of number `n`; no two of its texts are alike."""
    count = draw(st.integers(3, 5))
    texts = draw(st.permutations(TEXTS))[:count]
    options = [text.format(n=10 * n + at).strip("`") for at, text in enumerate(texts)]
    right = sorted(draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=2)))
    wrong = [at for at in range(count) if at not in right]
    refuted = draw(st.sets(st.sampled_from(wrong))) if draw(st.booleans()) else set()
    whys = draw(st.permutations(WHYS))
    reasons = {at: whys[i % len(whys)].format(n=n + i + 2) for i, at in enumerate(sorted(refuted))}
    return Question(draw(st.sampled_from(STEMS)).format(n=n + 2), options, right, reasons)


@st.composite
def exams(draw: st.DrawFn) -> Exam:
    """Draw a page of three or four questions in one spelling."""
    items = [draw(questions(n)) for n in range(1, draw(st.integers(4, 5)))]
    head, letters, key = (draw(st.sampled_from(each)) for each in (HEADS, LETTERS, KEYS))
    reason, gap = draw(st.sampled_from(REASONS)), draw(st.sampled_from(("\n", "\n\n")))
    if key.startswith("#") and not head.startswith("## "):
        head = HEADS[0]
    return Exam(items, head, letters, key, reason, gap)
