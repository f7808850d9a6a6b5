"""The ways to write plain notes, and which of them go together."""

from tests.product.ways import Row, Rule, Ways

HEADINGS = ("heading", "heading, number", "heading, Q1")
LINES = (
    "Q: ", "Q1. ", "**Q.** ", "**Q1: …**", "label 1: ", "bold label, next line", "bold", "bold number", "emoji",
    "plain line",
)  # fmt: skip
LISTS = ("bullet", "bold bullet", "- Q: ", "numbered line", "numbered bold")
HELD = ("fold", "table row", "quote")
TERM_BULLETS = ("term: bold bullet", "term: bullet", "term: code bullet", "term: numbered bold")
TERMS = (
    "term: heading", "term: bold line", "term: line", *TERM_BULLETS, "term: table row", "term: definition list",
)  # fmt: skip
NUMBERED = (
    "heading, number", "heading, Q1", "Q1. ", "**Q1: …**", "label 1: ", "bold number", "numbered line", "numbered bold",
)  # fmt: skip
LABELLED = (
    "heading, Q1",
    "Q: ",
    "Q1. ",
    "**Q.** ",
    "**Q1: …**",
    "label 1: ",
    "bold label, next line",
    "- Q: ",
)
BOLD = ("**Q1: …**", "bold", "bold number", "bold bullet", "numbered bold")
ROWS = ("table row", "term: table row")
IN_LISTS = (*LISTS, *TERM_BULLETS, *ROWS)

BLOCKS = (
    "paragraph", "glued line", "two paragraphs", "wrapped", "bullets", "nested bullets", "numbered steps", "code", "table",
    "picture", "bold line", "quote", "fold", "→ ",
)  # fmt: skip
WITH_LABEL = (
    "A: ",
    "**A.** ",
    "label: ",
    "**label:** ",
    "bold label alone",
    "heading of the label",
)
ON_THE_LINE = ("same line, dash", "same line, arrow", "same line, bare", "in brackets")
OF_TERMS = ("colon", "dash", "arrow", "equals", "colon, wrapped", "defining sentence")
TERM_ANSWERS: dict[str, tuple[str, ...]] = {
    "term: heading": (
        "paragraph", "glued line", "two paragraphs", "wrapped", "bullets", "nested bullets", "defining sentence",
    ),
    "term: bold line": ("paragraph", "glued line", "bullets", "colon", "dash", "wrapped", "defining sentence"),
    "term: line": ("colon", "dash", "arrow", "equals"),
    "term: table row": ("cell",),
    "term: definition list": ("colon list",),
    **dict.fromkeys(
        TERM_BULLETS, ("colon", "dash", "arrow", "equals", "colon, wrapped", "bullets", "glued line")
    ),
}  # fmt: skip
AT_END = ("at the end, list", "at the end, table")
WORDY = (
    "paragraph", "glued line", "bullets", "→ ", "A: ", "**A.** ", "label: ", "**label:** ",
    "bold label alone", "heading of the label", "fold", "cell", "colon", "dash", "arrow", "equals", "colon list",
    "same line, dash", "same line, arrow",
)  # fmt: skip

DIMENSIONS: dict[str, tuple[str, ...]] = {
    "language": ("ja", "en", "zh-Hans", "zh-Hant", "ko", "de", "fr", "es", "pt", "it", "invented"),
    "opening": (*HEADINGS, *LINES, *LISTS, *HELD, *TERMS),
    "wording": ("question", "no mark", "request", "term"),
    "answer": (*BLOCKS, *WITH_LABEL, *ON_THE_LINE, *OF_TERMS, "cell", "colon list", *AT_END),
    "more": ("none", "example", "source link", "labelled source", "remark", "code", "musing"),
    "start": ("none", "front matter", "contents", "intro", "badges", "rules"),
    "sections": ("none", "sections", "nested", "with intro"),
    "separator": ("blank", "rule", "<br>", "to top"),
    "end": ("none", "references", "tags", "checklist", "navigation", "summary", "scores"),
    "disturbance": ("none", "unanswered", "placeholder", "to-do", "heading alone", "prose", "terms"),
}  # fmt: skip


def _fits(opening: str, answer: str) -> bool:
    """Tell the ways to answer that an opening allows."""
    if opening in TERMS:
        return answer in TERM_ANSWERS[opening]
    if opening == "table row":
        return answer in {"cell", "bold line", "picture"}
    allowed = {
        **dict.fromkeys(BLOCKS, True),
        **dict.fromkeys(WITH_LABEL, True),
        **dict.fromkeys(ON_THE_LINE, opening in (*LINES, *LISTS)),
        **dict.fromkeys(AT_END, opening in NUMBERED),
        "same line, bare": opening in BOLD,
        "heading of the label": opening in HEADINGS,
        "fold": opening != "fold",
        **dict.fromkeys(("glued line", "quote", "→ "), opening != "quote"),
    }
    return allowed.get(answer, False)


# What does not go together, and why.
RULES: tuple[Rule, ...] = (
    ("so an opening is not answered", lambda c: not _fits(c["opening"], c["answer"])),
    ("a term asks in no other words", lambda c: (c["opening"] in TERMS) != (c["wording"] == "term")),
    (
        "a line that nothing sets apart asks with its mark",
        lambda c: c["opening"] in {"plain line", "emoji", "quote", "bullet", "numbered line"}
        and c["wording"] in {"no mark", "request"},
    ),
    (
        "in an unknown language only a mark or a label tells what asks",
        lambda c: c["language"] == "invented" and c["wording"] in {"no mark", "request"} and c["opening"] not in LABELLED,
    ),
    (
        "nothing more stands behind a line or a list at the end",
        lambda c: c["more"] != "none" and c["answer"] in (*ON_THE_LINE, *AT_END, *OF_TERMS, "cell", "colon list"),
    ),
    ("nothing more stands in a row", lambda c: c["more"] != "none" and c["opening"] in ROWS),
    ("a list and a table are not cut by lines between", lambda c: c["opening"] in IN_LISTS and c["separator"] != "blank"),
    ("a table is one", lambda c: c["opening"] in ROWS and c["disturbance"] in {"heading alone", "prose", "to-do"}),
    ("in a table nothing stands over each row", lambda c: c["opening"] in ROWS and c["sections"] == "nested"),
    ("a placeholder is a word", lambda c: c["disturbance"] == "placeholder" and c["answer"] not in WORDY),
    (
        "a remark behind a line without a paragraph is a row of its own",
        lambda c: c["disturbance"] == "to-do" and c["answer"] in (*ON_THE_LINE, *AT_END, *OF_TERMS, "colon list"),
    ),
    ("a page of terms has no other ones", lambda c: c["disturbance"] == "terms" and c["opening"] in TERMS),
    (
        "a term with a short meaning behind it has no paragraph below",
        lambda c: c["opening"] in TERM_BULLETS and c["more"] in {"musing", "source link", "labelled source"},
    ),
)  # fmt: skip
WAYS = Ways(DIMENSIONS, RULES)


def is_of_terms(row: Row) -> bool:
    """Tell a page of terms from one of questions."""
    return row["opening"] in TERMS
