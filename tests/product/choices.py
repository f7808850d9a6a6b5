"""The ways to write an exam page, and which of them go together."""

from tests.product.ways import Row, Rule, Ways

DIMENSIONS: dict[str, tuple[str, ...]] = {
    "language": ("ja", "en", "zh-Hans", "zh-Hant", "ko", "de", "fr", "es", "pt", "it", "invented"),
    "sections": ("none", "numbers go on", "numbers begin again"),
    "opening": (
        "heading, number; paragraph", "heading with label; paragraph", "heading with number and stem",
        "heading with Q1 and stem", "bold Q1 and stem", "bold number", "numbered line", "label and stem",
        "bold label alone", "label#1", "fold, Q1 and stem", "stem alone",
    ),
    "situation": ("none", "same paragraph", "own paragraph", "code", "table", "picture"),
    "options": (
        "- A", "A", "- **A**", "-", "- [ ]", "- [ ] A", "on one line", "in a fence", "in the stem's fence", "deep",
        "table", "none",
    ),
    "letters": ("A.", "A)", "A:", "(A)", "A．", "A、", "a.", "(a)", "1.", "1)", "①", "ア："),
    "options label": ("none", "bold", "heading"),
    "key": (
        "label: B", "label: B. text", "label: text", "label, B below", "label, text below",
        "sentence, B", "sentence, text", "A: B", "B alone", "→ text", "= text", "box", "mark at the option",
        "bold option", "the verdicts", "list at the end", "table at the end", "list after a few",
    ),
    "key label": ("plain", "bold line", "bold label", "【label】", "heading"),
    "key place": ("paragraph", "last bullet", "nested bullet", "quote"),
    "rights": ("one", "two"),
    "reasons": (
        "none", "explanation", "label, - X: why", "label, - X: verdict. why", "label, - ❌ X: why",
        "label, - X, nested why", "label, - X", "label, - A, C: why", "table", "table across", "nested in the option",
        "heading for each", "sentences", "prose", "in brackets",
    ),
    "named by": ("letter", "text", "words"),
    "wrapping": ("none", "fold", "fold that asks", "quote", "call-out", ":::details"),
    "separator": ("blank", "rule", "stars", "<br>"),
    "disturbance": (
        "none", "odd bullet", "missing answer", "note between", "names another question", "own wrong answer",
        "own answers", "own answer in words", "option without text",
    ),
}  # fmt: skip

HEADINGS = tuple(each for each in DIMENSIONS["opening"] if each.startswith("heading"))
ONE_LINE = (
    "heading with number and stem",
    "heading with Q1 and stem",
    "bold Q1 and stem",
    "fold, Q1 and stem",
)
"""Openings whose line is the stem: no text stands in the same paragraph, or before it."""
HEAD_ALONE = ("heading, number; paragraph", "heading with label; paragraph", "bold label alone", "label#1")
LETTERLESS = ("-", "- [ ]", "none")
LISTS = ("- A", "- **A**", "-", "- [ ]", "- [ ] A")
AT_OPTION = ("box", "mark at the option", "bold option")
AT_END = ("list at the end", "table at the end", "list after a few")
ELSEWHERE = (*AT_OPTION, *AT_END, "the verdicts")
"""Keys that are no lines of the answer's own."""
BY_LETTER = ("label: B", "label: B. text", "label, B below", "sentence, B", "A: B", "B alone", *AT_END)
LABELLED = ("label: B", "label: B. text", "label: text", "label, B below", "label, text below")
ONE_LINERS = ("label: B", "label: B. text", "label: text", "sentence, B", "sentence, text", "A: B", "B alone")
NAMELESS = ("none", "explanation", "nested in the option")
"""Reasons that name no option."""
JUDGING = ("label, - X: verdict. why", "label, - ❌ X: why", "table", "table across", "heading for each")
"""Reasons that say of each option whether it is right."""
TEXT_REASONS = (
    "label, - X: why", "label, - X: verdict. why", "label, - ❌ X: why", "label, - X, nested why", "label, - X", "table",
    "heading for each", "sentences", "prose",
)  # fmt: skip
"""Reasons that say what the options are, where no list does."""
OWN = ("own wrong answer", "own answers", "own answer in words")


def _lettered(c: Row) -> bool:
    return c["options"] not in LETTERLESS


# What does not go together, and why.
RULES: tuple[Rule, ...] = (
    ("a letter needs letters at the options", lambda c: not _lettered(c) and c["key"] in BY_LETTER),
    ("options without letters have no form of these", lambda c: not _lettered(c) and c["letters"] != "A."),
    ("a reason by letter needs letters at the options", lambda c: (
        not _lettered(c) and c["named by"] == "letter" and c["reasons"] not in NAMELESS)),
    ("a reason that names no option names none in any way", lambda c: c["reasons"] in NAMELESS and c["named by"] != "letter"),
    ("two that are named together are named by their letters", lambda c: (
        c["named by"] != "letter" and c["reasons"] in {"label, - A, C: why", "in brackets"})),
    ("options that no list has are said in full", lambda c: c["options"] == "none" and c["named by"] == "words"),
    ("two that are named together have letters", lambda c: (
        not _lettered(c) and c["reasons"] in {"label, - A, C: why", "in brackets"})),
    ("a table has no columns for options that no list has", lambda c: (
        c["options"] == "none" and c["reasons"] == "table across")),
    ("what is at an option needs options", lambda c: c["options"] == "none" and c["key"] in AT_OPTION),
    ("options that are not there have no label", lambda c: c["options"] == "none" and c["options label"] != "none"),
    ("nested reasons need options in a list", lambda c: (
        c["reasons"] == "nested in the option" and c["options"] not in LISTS)),
    ("a box to tick needs boxes", lambda c: c["key"] == "box" and not c["options"].startswith("- [ ]")),
    ("ア is Japanese", lambda c: c["letters"] == "ア：" and c["language"] != "ja"),
    ("wide signs are Chinese and Japanese", lambda c: c["letters"] in {"A．", "A、"} and c["language"] not in {"ja", "zh-Hans", "zh-Hant"}),
    ("numbers of questions and of options on one level are one list", lambda c: (
        c["options"] == "A" and c["letters"] in {"1.", "1)"} and c["opening"] == "numbered line")),
    ("a numbered question holds what is indented below it", lambda c: c["options"] == "deep" and c["opening"] == "numbered line"),
    ("in a fence nothing is bold", lambda c: c["options"] in {"in a fence", "in the stem's fence", "deep"} and c["key"] == "bold option"),
    ("options on one line are not bold", lambda c: c["options"] == "on one line" and c["key"] == "bold option"),
    ("a label parts no fence", lambda c: c["options"] == "in the stem's fence" and c["options label"] != "none"),
    ("a stem in a fence is a paragraph", lambda c: c["options"] == "in the stem's fence" and c["opening"] not in HEAD_ALONE),
    ("a stem in a fence holds no code, table or picture", lambda c: (
        c["options"] == "in the stem's fence" and c["situation"] not in {"none", "same paragraph"})),
    ("a heading's stem is one line", lambda c: c["opening"] in ONE_LINE and c["situation"] in {"same paragraph", "own paragraph"}),
    ("a text of its own before a stem without a sign is a note", lambda c: (
        c["opening"] == "stem alone" and c["situation"] == "own paragraph" and c["separator"] == "blank")),
    ("a heading of options stands below a heading", lambda c: c["options label"] == "heading" and c["opening"] not in HEADINGS),
    ("a heading of the key stands below a heading", lambda c: c["key label"] == "heading" and c["opening"] not in HEADINGS),
    ("a heading a letter stands below a heading", lambda c: c["reasons"] == "heading for each" and c["opening"] not in HEADINGS),
    ("a quote holds no headings", lambda c: c["wrapping"] in {"quote", "call-out"} and c["key label"] == "heading"),
    ("a quote holds no headings for letters", lambda c: (
        c["wrapping"] in {"quote", "call-out"} and c["reasons"] == "heading for each")),
    ("a wrapping needs something in it", lambda c: (
        c["wrapping"] != "none" and c["key"] in ELSEWHERE and c["reasons"] in {"none", "nested in the option"})),
    ("of a question in a fold nothing is folded", lambda c: (
        c["opening"] == "fold, Q1 and stem" and c["wrapping"] in {"fold", "fold that asks", ":::details"})),
    ("only a label has a look", lambda c: c["key"] not in LABELLED and c["key label"] != "plain"),
    ("in 【】 and bold as a whole stands what has a line of its own", lambda c: (
        c["key label"] == "bold line" and c["key"].endswith("below"))),
    ("a heading is no bullet", lambda c: c["key label"] == "heading" and c["key place"] != "paragraph"),
    ("only a line is a bullet or a quote", lambda c: c["key"] not in ONE_LINERS and c["key place"] != "paragraph"),
    ("a bullet for the key needs a list", lambda c: c["key place"].endswith("bullet") and c["options"] not in LISTS),
    ("a key in the list is wrapped in nothing else", lambda c: c["key place"] != "paragraph" and c["wrapping"] != "none"),
    ("what is below the last option is a reason or the key", lambda c: (
        c["key place"].endswith("bullet") and c["reasons"] == "nested in the option")),
    ("a bare letter is no bullet among options", lambda c: c["key"] == "B alone" and c["key place"].endswith("bullet")),
    ("A: answers Q", lambda c: c["key"] == "A: B" and "Q1" not in c["opening"]),
    ("Q stands before the stem", lambda c: c["key"] == "A: B" and c["situation"] in {"same paragraph", "own paragraph"}),
    ("Q stands in no fence", lambda c: c["key"] == "A: B" and c["options"] == "in the stem's fence"),
    ("→ = and a label name one text", lambda c: c["rights"] == "two" and c["key"] in {"→ text", "= text", "label: text", "sentence, text"}),
    ("answers at the end go by number", lambda c: c["key"] in AT_END and c["opening"] in {"stem alone", "bold label alone"}),
    ("numbers that are not there don't begin again", lambda c: (
        c["sections"] == "numbers begin again" and c["opening"] in {"stem alone", "bold label alone"})),
    ("numbers that begin again name no question at the end", lambda c: (
        c["sections"] == "numbers begin again" and c["key"] in {"list at the end", "table at the end"})),
    ("a note before a stem without a sign is its situation", lambda c: c["disturbance"] == "note between" and c["opening"] == "stem alone"),
    ("→ = and a bare letter stand behind their options or question, not in a wrapping", lambda c: (
        c["key"] in {"→ text", "= text", "B alone"} and c["wrapping"] != "none")),
    ("verdicts alone need some", lambda c: c["key"] == "the verdicts" and c["reasons"] not in JUDGING),
    ("an unknown word judges nothing alone", lambda c: (
        c["language"] == "invented" and c["key"] == "the verdicts" and c["reasons"] in {"label, - X: verdict. why", "heading for each"})),
    ("an unknown word over wrong texts without a list of options says nothing", lambda c: (
        c["language"] == "invented" and c["options"] == "none" and c["reasons"] in TEXT_REASONS)),
    ("of two unknown labels over options one can't know which is one's own", lambda c: c["language"] == "invented" and c["disturbance"] in OWN),
    ("without a list there is nothing to be right twice", lambda c: c["options"] == "none" and c["rights"] == "two"),
    ("an answer of one's own needs a wrong option", lambda c: c["disturbance"] in OWN and c["options"] == "none"),
    ("a text that lacks needs a letter", lambda c: c["disturbance"] == "option without text" and not _lettered(c)),
    ("a text that lacks names no option", lambda c: (
        c["disturbance"] == "option without text" and c["named by"] != "letter")),
    ("a text that lacks has no place on one line", lambda c: c["disturbance"] == "option without text" and c["options"] == "on one line"),
    ("two labels of a fold are one too many", lambda c: c["wrapping"] == "fold that asks" and c["key label"] == "heading"),
)  # fmt: skip

WAYS = Ways(DIMENSIONS, RULES)
