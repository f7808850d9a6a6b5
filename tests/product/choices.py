"""The ways to write an exam page, and which of them go together."""

from tests.product.ways import Rule, Ways

DIMENSIONS: dict[str, tuple[str, ...]] = {
    "language": ("ja", "en", "zh-Hans", "zh-Hant", "ko", "de", "fr", "es", "pt", "it", "invented"),
    "opening": (
        "heading, number; paragraph", "heading with label; paragraph", "heading with number and stem",
        "heading with Q1 and stem", "bold Q1 and stem", "bold number", "numbered line", "label and stem",
        "bold label alone", "label#1", "stem alone",
    ),
    "situation": ("no", "yes"),
    "options": (
        "- A.", "- A)", "- A:", "A.", "(A)", "- **A.**", "1.", "①", "- ア：", "-", "- [ ]", "- [ ] A.", "on one line",
        "in a fence", "none",
    ),
    "options label": ("none", "bold", "heading"),
    "key": (
        "label: B", "**label: B**", "【label】B", "label: B. text", "heading, B", "heading, ✅ text", "label: text",
        "bold label, text", "sentence", "B alone", "→ text", "= text", "box", "mark at the option", "bold option",
        "list at the end", "table at the end",
    ),
    "rights": ("one", "two"),
    "reasons": (
        "none", "explanation", "label, - A: why", "label, - A: verdict. why", "label, - ❌ A: why", "table",
        "label, - text: why", "label, - text, nested why", "label, - text", "nested in the option", "heading a letter",
        "sentences",
    ),
    "wrapping": ("none", "fold", "quote", "call-out", ":::details"),
    "separator": ("blank", "rule", "stars", "<br>"),
    "disturbance": ("none", "odd bullet", "missing answer", "note between", "names another question", "own wrong answer"),
}  # fmt: skip

HEADINGS = tuple(each for each in DIMENSIONS["opening"] if each.startswith("heading"))
LETTERLESS = ("-", "- [ ]", "none")
AT_OPTION = ("box", "mark at the option", "bold option")
AT_END = ("list at the end", "table at the end")
BY_LETTER = (
    "label: B",
    "**label: B**",
    "【label】B",
    "label: B. text",
    "heading, B",
    "sentence",
    "B alone",
    *AT_END,
)
BY_TEXT = ("label: text", "bold label, text", "→ text", "= text", "heading, ✅ text")
LETTER_REASONS = (
    "label, - A: why", "label, - A: verdict. why", "label, - ❌ A: why", "table", "heading a letter", "sentences",
)  # fmt: skip
TEXT_REASONS = ("label, - text: why", "label, - text, nested why", "label, - text")

# What does not go together, and why.
RULES: tuple[Rule, ...] = (
    ("a letter needs letters at the options", lambda c: c["options"] in LETTERLESS and c["key"] in BY_LETTER),
    (
        "a reason by letter needs letters at the options",
        lambda c: c["options"] in LETTERLESS and c["reasons"] in LETTER_REASONS,
    ),
    ("what is at an option needs options", lambda c: c["options"] == "none" and c["key"] in AT_OPTION),
    ("options that are not there have no label", lambda c: c["options"] == "none" and c["options label"] != "none"),
    (
        "nested reasons need options in a list",
        lambda c: (
            c["reasons"] == "nested in the option" and c["options"] not in {"-", "- [ ]", "1."}
            and not c["options"].startswith("- ")
        ),
    ),
    ("a box to tick needs boxes", lambda c: c["key"] == "box" and not c["options"].startswith("- [ ]")),
    ("ア is Japanese", lambda c: c["options"] == "- ア：" and c["language"] != "ja"),
    (
        "numbers of questions and of options on one level are one list",
        lambda c: c["options"] == "1." and c["opening"] == "numbered line",
    ),
    ("in a fence nothing is bold", lambda c: c["options"] == "in a fence" and c["key"] == "bold option"),
    ("options on one line are not bold", lambda c: c["options"] == "on one line" and c["key"] == "bold option"),
    ("a heading's stem is one line", lambda c: "stem" in c["opening"] and c["opening"] in HEADINGS and c["situation"] == "yes"),
    ("a bold stem is one line", lambda c: c["opening"] == "bold Q1 and stem" and c["situation"] == "yes"),
    ("a heading of options stands below a heading", lambda c: c["options label"] == "heading" and c["opening"] not in HEADINGS),
    (
        "a heading of the key stands below a heading",
        lambda c: c["key"] in {"heading, B", "heading, ✅ text"} and c["opening"] not in HEADINGS,
    ),
    ("a heading a letter stands below a heading", lambda c: c["reasons"] == "heading a letter" and c["opening"] not in HEADINGS),
    (
        "a quote holds no headings",
        lambda c: c["wrapping"] in {"quote", "call-out"} and c["key"] in {"heading, B", "heading, ✅ text"},
    ),
    ("a quote holds no headings for letters", lambda c: c["wrapping"] in {"quote", "call-out"} and c["reasons"] == "heading a letter"),
    (
        "a wrapping needs something in it",
        lambda c: c["wrapping"] != "none" and c["key"] in (*AT_OPTION, *AT_END) and c["reasons"] in {"none", "nested in the option"},
    ),
    ("→ and = name one text", lambda c: c["rights"] == "two" and c["key"] in {"→ text", "= text", "label: text", "label: B. text"}),
    ("answers at the end go by number", lambda c: c["key"] in AT_END and c["opening"] in {"stem alone", "bold label alone"}),
    ("a note before a stem without a sign is its situation", lambda c: c["disturbance"] == "note between" and c["opening"] == "stem alone"),
    (
        "→ = and a bare letter stand behind their options or question, not in a wrapping",
        lambda c: c["key"] in {"→ text", "= text", "B alone"} and c["wrapping"] != "none",
    ),
    (
        "an unknown word over wrong texts without a list of options says nothing",
        lambda c: c["language"] == "invented" and c["options"] == "none" and c["reasons"] in TEXT_REASONS,
    ),
    (
        "of two unknown labels over options one can't know which is one's own",
        lambda c: c["language"] == "invented" and c["disturbance"] == "own wrong answer",
    ),
    ("without a list there is nothing to be right twice", lambda c: c["options"] == "none" and c["rights"] == "two"),
    (
        "an answer of one's own needs a wrong option",
        lambda c: c["disturbance"] == "own wrong answer" and c["options"] == "none",
    ),
)  # fmt: skip

WAYS = Ways(DIMENSIONS, RULES)
