"""The words and marks by which notes say what a line is (data in words.toml, more by the config)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from typing import Literal
from unicodedata import normalize

from msgspec import Struct, field

from ankibuild.config import Signs, TaughtHand
from ankibuild.model import Line
from ankibuild.patterns import lazily, sought
from ankibuild.remembering import remembered
from ankibuild.text import bold_prefix, fold
from ankibuild.values import replace
from ankibuild.word_classes import is_expression, raw, words_of

LabelKind = Literal[
    "question", "options", "answer", "explanation", "wrong", "feedback", "own", "mistake", "ignore"
]
KINDS: tuple[LabelKind, ...] = (
    "question", "options", "answer", "explanation", "wrong", "feedback", "own", "mistake", "ignore",
)  # fmt: skip

LEAST_OWN = 2
"""自分は and 私は begin sentences; a longer word before は names the learner's answer."""

# Decoration before a label or a question: emoji, bullets, arrows. The marks ✅ ❌ ○ × are not: they judge.
PICTURES = r"\U0001F300-\U0001F7DF\U0001F7E5-\U0001FAFF☝✍✏⚡⚠❓❔❗❕⭐💡ℹ\u200d\ufe0f"
"""The signs that decorate a text and say nothing of it, as a class of a pattern holds them."""
LEAD = rf"(?>:{{3,}}\s*(?:details|message|note|alert)?\s*)?(?:[\s>#*_・･●■□◆◇▼▽▶►▷◉☆★※→⇒{PICTURES}])*"
MARKED = LEAD.removesuffix(")*") + r"|[✅⭕✓✔☑❌✖✗✘❎🙆🙅])*"
NUMBER = r"(?:{ordinal}\s*)?(?:{number_sign}\s*|#\s*)?(?P<number>\d{1,4}(?:[-.]\d{1,3}){0,2}(?:-?[A-Ha-h](?![a-z]))?)(?:\s*(?:{counter}|{nth}))?(?:\s*(?:/|{out_of})\s*\d+)?"
# Within a word of letters a to z none begins or ends: "refactoring" and "notebook" end with no NG and no OK.
_BOUND = r"(?:(?<![a-z])|(?![a-z]))"
_OPEN, _CLOSE = r"[【〔\[<(《〈「『]", r"[】〕\]>)》〉」』]"
_TAIL = (
    r"(?:\s*(?:[{object}]|{of}){to_open}|\s*[{topic_sign}]?{here}|\s*{click_word}.*"
    r"|\s*(?P<more>(?:[{with}・&/,、+\s]|{nouns.and})\s*{its}?{of}?{more_word}))*"
)


class Label(Struct, frozen=True):
    """What a line says it is; `rest` is where the text behind the label begins.

    `loose` marks a label that only a blank or は parts from the rest: `正解 B`, `正解は B です`.
    """

    kind: LabelKind
    rest: int
    number: str = ""
    loose: bool = False
    word: str = ""

    @property
    def names_right(self) -> bool:
        """Whether it opens the explanation of the right option alone: 正解の理由, Why correct."""
        return self.kind == "explanation" and self.word.startswith(words_of("of_right"))


_once = remembered
"""Words are compared by identity and stay: what was asked of a text is known for the next reading of its row."""


class Words(Struct, frozen=True, eq=False):
    """The compiled words of one build; compared by identity, so that answers of theirs can be remembered."""

    labels: Mapping[LabelKind, re.Pattern[str]]
    may_be_label: re.Pattern[str]
    """What a text begins with before any of the labels matches it: most texts begin otherwise."""
    kinds: Mapping[str, Sequence[LabelKind]]
    """The kinds of labels whose words begin with a character, where it tells them apart."""
    why_others: re.Pattern[str]
    empty: re.Pattern[str]
    aside: re.Pattern[str]
    no_reason: re.Pattern[str]
    beliefs: Mapping[str, re.Pattern[str]]
    """What stands before a statement that is a misbelief, or a fact."""
    best: re.Pattern[str]
    chosen: re.Pattern[str]
    describes: re.Pattern[str]
    says_key: re.Pattern[str]
    revealing: re.Pattern[str]
    heads: Mapping[str, frozenset[str]]
    in_heads: Mapping[str, re.Pattern[str]]
    none_sections: frozenset[str]
    none_close: re.Pattern[str]
    behind: frozenset[str]
    status: frozenset[str]
    unanswered: frozenset[str]
    not_yet: re.Pattern[str]
    taken: Mapping[str, bool]
    """What a quiz site says above the option that the learner took, with whether it is right."""
    right_marks: frozenset[str]
    wrong_marks: frozenset[str]
    right_verdict: re.Pattern[str]
    wrong_verdict: re.Pattern[str]
    right_close: re.Pattern[str]
    wrong_close: re.Pattern[str]
    added: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The words that the config adds to classes which patterns name, by table.name."""
    signs: Signs = field(default_factory=Signs)
    hands: tuple[TaughtHand, ...] = ()

    def label(self, line: Line) -> Label | None:
        """Say which part of an item the line opens, if any; the longest word decides."""
        # only markup tells what is bold: a title and its bare text have one label
        return _label_of(self, line.text, line.html if "<" in line.html else "")

    def find_label(self, line: Line) -> Label | None:
        """Find the label of a line not seen before."""
        folded = fold(line.text)
        best: Label | None = None
        if len(_LEGEND.findall(folded)) >= LEAST_LEGEND:
            return None  # 【お題】＝質問、【アンサー】＝答え explains the author's own labels
        begun = self.may_be_label.match(folded)
        for kind in self.kinds.get(begun["first"], KINDS) if begun else ():
            found = self.labels[kind].match(folded)
            if found and found["number"] and _OF_QUESTION.match(folded, found.end()):
                continue  # 問題7の理由, 問題7と同じ範囲だが
            if found and kind == "answer" and self._asks_for_best(found, folded):
                continue
            label = self._judge(kind, found, line, folded) if found else None
            if label and (best is None or len(label.word) > len(best.word)):
                best = label
        parted = best is not None and best.kind == "wrong" and best.word.endswith(words_of("leads_on"))
        if parted and best is not None and folded[best.rest :].strip():
            return best  # 【ほかがダメなのは】A…遅い
        colon = _COLON.search(folded)
        if colon and colon.end() < len(folded) and self.asks_why_others(line.text[: colon.start()]):
            return Label(
                "wrong", colon.end(), word=folded[: colon.start()]
            )  # Why the others are wrong: (a) …
        if (best is None or not best.number) and self.asks_why_others(line.text):
            return Label("wrong", len(line.text), word=folded)
        return best

    def _asks_for_best(self, found: re.Match[str], folded: str) -> bool:
        """Tell 「最適な構成は？」, which asks itself where 「正解は？」 announces."""
        return bool(self.best.match(found["word"]) and _ASKED.fullmatch(folded.rstrip(), found.end()))

    def _judge(self, kind: LabelKind, found: re.Match[str], line: Line, folded: str) -> Label | None:
        """Decide whether the word at the line's start is a label: what parts it from the rest says so."""
        end = len(folded[: found.end()].rstrip())
        if remark := _REMARK.match(folded, end):
            end = remark.end()
        number, word = found["number"] or "", found["word"]
        asked = kind == "answer" and _ASKED.fullmatch(folded, end)  # 正解は？ announces, it asks nothing
        if (
            asked
            or _BELOW.fullmatch(folded, end)
            or not folded[end:].strip(" ?!。.:*_" if kind == "wrong" else " ")
        ):
            return Label(kind, len(folded), number, word=word)
        if (after := _SEPARATOR.match(folded, end)) and not (
            kind in ("wrong", "explanation") and "、" in after[0]
        ):
            return Label(kind, after.end(), number, word=word)
        bracketed = bool(found["close"])  # 【正解】B, 정답) B
        bold = bold_prefix(line)
        if bracketed or number or (bold and abs(bold - end) <= 1):
            return Label(kind, end, number, word=word)
        if kind == "own" and len(word) > LEAST_OWN and folded[end:].startswith(words_of("main_topic")):
            return Label(kind, end + 1, number, word=word)
        if kind == "answer" and (loose := _LOOSE.match(folded, end)):
            return Label(kind, loose.end(), number, loose=loose.end() < len(folded), word=word)
        return None

    def told_behind(self, kind: LabelKind, line: Line) -> str:
        """Return what stands behind a label of this kind, "" where there is none."""
        label = self.label(line)
        return line.text[label.rest :] if label and label.kind == kind else ""

    def is_labelled(self, kind: LabelKind, line: Line) -> bool:
        """Tell a line that begins with a label of this kind."""
        label = self.label(line)
        return label is not None and label.kind == kind

    def only_labels(self, kind: LabelKind, line: Line) -> bool:
        """Tell a line that is a label of this kind and nothing more."""
        return self.is_labelled(kind, line) and not self.told_behind(kind, line).strip(" :：*")

    def label_alone(self, text: str) -> bool:
        """Tell a text that is nothing but a label: 問題, 正解：."""
        label = self.label(Line(0, text, ""))
        return bool(label) and not text[label.rest :].strip() if label else False

    @_once
    def reveals(self, text: str) -> bool:
        """Tell the summary of a fold that only hides an answer: 開く, "Click to show"."""
        return bool(self.revealing.fullmatch(re.sub(r"[^\w\s]+", "", fold(text)).strip()))

    def is_head(self, kind: str, text: str) -> bool:
        """Tell the head of a column that holds questions, answers, terms … (the kinds of [heads])."""
        return re.sub(r"^[\s\d_.:#*-]+|[\s_.:#*?-]+$|\s+", "", fold(text)) in self.heads[kind]

    def in_head(self, kind: Literal["option", "judged", "reason", "refuted"], text: str) -> bool:
        """Tell the head of a column of a table of options by a word in it: what names, judges or explains them."""
        return bool(self.in_heads[kind].search(fold(text)))

    def asks_why_others(self, text: str) -> bool:
        """Tell a heading or line that opens the reasons against the other options."""
        return _asks_why_others(self, text)

    @_once
    def judges(self, text: str) -> bool:
        """Tell whether a text begins with a judgement: 「不正解。…」, "Correct: …"."""
        folded = fold(text)
        return bool(self.wrong_verdict.match(folded) or self.right_verdict.match(folded))

    def behind_belief(self, kind: Literal["misbelief", "fact"], text: str) -> int:
        """Return where a statement begins behind the word that says it is a misbelief or a fact; 0 without one."""
        found = self.beliefs[kind].match(fold(text))
        return found.end() if found else 0

    def behind_choice(self, text: str) -> int:
        """Return where an option begins behind the word that says it was chosen, `推奨: 甲`; 0 without one."""
        found = self.chosen.match(fold(text))
        return found.end() if found else 0

    @_once
    def says(self, text: str) -> bool | None:
        """Say what a line judges that stands below a statement: 「正しい。…」 True, 「誤り。…」 and 「…の説明です。」 False."""
        folded = fold(text)
        if self.right_verdict.match(folded):
            return True
        return False if self.wrong_verdict.match(folded) or self.describes.search(folded) else None

    @_once
    def closing_verdict(self, text: str) -> bool | None:
        """Say what a sentence's end judges: 「…ため不適切です。」 is False; None when nothing."""
        folded = fold(text)
        if self.wrong_close.search(folded):
            return False
        return True if self.right_close.search(folded) else None

    @_once
    def is_status(self, text: str) -> bool:
        """Tell whether the text only reports on the item or the learner's progress: 未回答, 正解 ✅, ID:20 難易度:★."""
        bare = re.sub(r"[\s()\[\]【】:。・/✅❌⭐☑✓○×〇◯★☆-]+", "", fold(text))
        return not bare or bare in self.status or bool(_DETAILS.fullmatch(fold(text).strip(" ()[]")))

    @_once
    def is_none_answer(self, text: str) -> bool:
        """Tell 「なし」 and "None", which stand where there is nothing to explain."""
        return re.sub(r"[\s()\[\]。.*_-]+", "", fold(text)) in words_of("none_word")

    def is_unanswered(self, text: str) -> bool:
        """Tell a placeholder that stands where an answer will be written."""
        return _is_unanswered(self, text)

    def find_unanswered(self, text: str) -> bool:
        """Judge a text not seen before."""
        bare = _AROUND_ANSWER.sub("", fold(text))
        return bare in self.unanswered or bool(self.not_yet.match(bare))

    def says_taken(self, text: str) -> bool | None:
        """Say whether the option was right that a quiz site says the learner took; None for any other text."""
        return self.taken.get(fold(text).strip(" .:。*_"))

    def leaves_open(self, text: str) -> bool:
        """Tell a remark that an answer is not written yet, alone or behind its label."""
        return self.is_unanswered(text) or self.is_unanswered(self.told_behind("answer", Line(0, text, "")))

    @_once
    def is_aside(self, text: str) -> bool:
        """Tell what stands before a colon and names no option: 自分メモ, 注意."""
        return bool(self.aside.fullmatch(re.sub(rf"^{LEAD}|[\s:]+$", "", fold(text))))

    @_once
    def is_no_reason(self, text: str) -> bool:
        """Tell a remark that stands in the place of a reason: 省略, "omitted"."""
        return bool(self.no_reason.fullmatch(fold(text)))

    def is_none_section(self, title: str) -> bool:
        """Tell a heading such as まとめ or 参考 that asks nothing and whose text is no card."""
        return _is_none_section(self, title)

    def answers_nothing(self, title: str) -> bool:
        """Tell a heading whose text answers no heading around it: none at all, or why the others are wrong."""
        return self.is_none_section(title) or self.asks_why_others(title)

    def find_none_section(self, title: str) -> bool:
        """Judge a heading not seen before."""
        bare = _AROUND_TITLE.sub("", fold(title))
        bare = _BEFORE_TITLE.sub("", bare) or bare
        return bare in self.none_sections or bool(self.none_close.search(bare))

    @_once
    def closes_item(self, title: str) -> bool:
        """Tell a title over points to remember or terms, which follow an item and explain none of it."""
        named = (re.sub(r"\W+$|^\W+| ", "", each) for each in (fold(title), *_IN_TWO.split(fold(title))))
        return any(each in self.behind for each in named) or self.is_none_section(title)

    @_once
    def is_empty_phrase(self, text: str) -> bool:
        """Tell a provider's fixed sentence that says nothing of the subject."""
        return bool(self.empty.fullmatch(fold(text).strip()))


_IN_TWO = lazily(r"[()]")
"""Parts a title in two languages: Test Points（考察ポイント）."""
_AROUND_TITLE = lazily(r"^[\d.)\s、:#■◆●-]+|[\s!?。・:★☆-]+")
_BEFORE_TITLE = lazily("^{title_adornment}")
_AROUND_ANSWER = lazily(rf"^{LEAD}|[\s()\[\]。.…*_-]+")
# What a quiz site says of an item beside its number.
_DETAILS = lazily(r"(?:{detail_word}\s*[:：]\s*[^\s:：]*\s*|{page_word}\s*:?\s*\d+\s*)+")
_ASKED = lazily(r"{asks_itself}\s*\?\s*")
# What a label goes on with that says no more than that its text follows.
_BELOW = lazily(r"(?:[{topic_sign}{object}]、?)?\s*{is_below}[。:]?\s*")
_COLON = lazily(r":[\s*_]*")
_LEGEND = lazily(r"【[^】]{1,12}】\s*=")
LEAST_LEGEND = 2
# A remark between a label's word and what parts it from the rest: 正答率（全体）：
_REMARK = lazily(r"\s*\((?![a-z\d{kana}]\))[^():=]{1,12}\)(?=\s*(?:[:=|]|$))")
_ACCENTED, _ACCENTS = lazily(r"[à-öø-ÿœ]"), lazily(r"[\u0300-\u036f]")
_OF_QUESTION = lazily(r"\s*{of}(?:{reason_word}|{options_word}|{remark_word})\W*$|\s*{refers_to}")
_SEPARATOR = lazily(r"\s*(?:::|[:=|])\s*|\s*(?:→|->|=>|⇒)\s*|\s+-{1,2}\s+|\s*[.)、](?!\d)\s*")
# 正解は B, 正解 B, 正解B: without a mark between them only an answer's letter can follow.
_LOOSE = lazily(
    r"[{topic_sign}]、?\s*|\s+{be}\s+|\s+|(?=\([a-h1-9{kana}]\)\s*[。.]?\s*$)"
    r"|(?=[a-h1-9{kana}{circled}](?:\s*[,、{with}&]\s*[a-h1-9{kana}{circled}])*\W*$)"
)


@remembered
def _label_of(words: Words, text: str, html: str) -> Label | None:
    return words.find_label(Line(0, text, html))


@remembered
def _is_none_section(words: Words, title: str) -> bool:
    return words.find_none_section(title)


@remembered
def _asks_why_others(words: Words, text: str) -> bool:
    return bool(words.why_others.match(fold(text)))


@remembered
def _is_unanswered(words: Words, text: str) -> bool:
    return words.find_unanswered(text)


def _alternation(words: Iterable[str]) -> str:
    return "|".join(
        re.escape(word) for word in sorted(_spellings(words), key=lambda word: (-len(word), word))
    )


def _spellings(words: Iterable[str]) -> set[str]:
    """Return words as texts are compared with them, also without accents: who types `Reponse` means réponse."""
    folded = {fold(word) for word in words}
    return folded | {_ACCENTS.sub("", normalize("NFD", word)) for word in folded if _ACCENTED.search(word)}


def _label(kind: LabelKind, words: Sequence[str]) -> re.Pattern[str]:
    """Match decoration, brackets, the word, what may follow it within the label, and the bracket's end."""
    counted = r"(?P<number>\d{1,2}(?=\s*[:.)]))?" if kind == "wrong" else r"(?P<number>(?!))?"  # 誤答2：甲
    number = rf"\s*(?:{NUMBER})?" if kind == "question" else counted
    # A bare Q needs a mark or a number behind it; 第3問 and 3問目 are numbers without a word before.
    short = (
        r"|q(?=\s*[.:)】\]\d#])|(?={ordinal}\s*\d+\s*{counter})|(?=\d+\s*{question_nth})"
        if kind == "question"
        else ""
    )
    longer = [word for word in words if kind != "answer" or len(word) > 1 or not word.isascii()]
    # a letter needs what parts it from a text: alone 「r」 is a key to press
    letters = f"|(?:{_alternation({*words} - {*longer})})(?=(?:{_REMARK.pattern})?(?:{_SEPARATOR.pattern}))"
    short += letters * (len(longer) < len(words))
    return lazily(
        rf"{MARKED}(?P<open>{_OPEN})?\s*(?P<word>{_alternation(longer)}{short}){_BOUND}{number}{_TAIL}\s*(?P<close>{_CLOSE})?"
    )


def _may_be_label(labels: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """Match what stands before a word of any label, and its first two characters (see `_label`)."""
    begun: dict[str, set[str]] = {}
    for word in {word for kind in KINDS for word in _spellings(labels[kind])}:
        begun.setdefault(word[:1], set()).add(word[1:2])
    if "" in begun:
        return lazily("(?P<first>)")
    firsts = f"[{re.escape(''.join(sorted(begun)))}q{''.join(words_of('ordinal'))}\\d]"
    short = [re.escape(first) for first, seconds in sorted(begun.items()) if "" in seconds]
    longer = [
        f"{re.escape(first)}[{re.escape(''.join(sorted(seconds)))}]"
        for first, seconds in sorted(begun.items())
        if "" not in seconds
    ]
    words = "|".join([*short, *longer, r"q\s*[.:)】\]\d#]", r"{ordinal}\s*\d", r"\d+\s*{question_nth}"])
    return lazily(rf"{MARKED}{_OPEN}?\s*(?=(?P<first>{firsts}))(?:{words})")


def _kinds(labels: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[LabelKind]]:
    """Return which kinds of labels have words that begin with a character (see `_label`).

    None is told where a word begins with what may stand before it: both ways would have to be tried.
    """
    firsts = {kind: {word[:1] for word in _spellings(labels[kind])} for kind in KINDS}
    firsts["question"] |= {*"q0123456789", *words_of("ordinal")}
    every = set[str]().union(*firsts.values())
    before = lazily(rf"{MARKED}{_OPEN}?\s*")
    if any(before.fullmatch(first) for first in every):
        return {}
    return {first: tuple(kind for kind in KINDS if first in firsts[kind]) for first in every}


def _words(raw: Mapping[str, Mapping[str, Sequence[str]]]) -> Words:
    labels, marks, phrases, verdicts = raw["labels"], raw["marks"], raw["phrases"], raw["verdicts"]
    return Words(
        labels={kind: _label(kind, labels[kind]) for kind in KINDS},
        may_be_label=_may_be_label(labels),
        kinds=_kinds(labels),
        why_others=lazily(
            rf"{MARKED}(?:\d+[.)]\s*)?{_OPEN}?(?:"
            + "|".join(phrases["why_others"])
            + rf"){_CLOSE}?[\s:?!。・]*(?:❌|×)?\s*$"
        ),
        empty=lazily("|".join(f"(?:{phrase})" for phrase in phrases["empty"])),
        aside=lazily("|".join(f"(?:{phrase})" for phrase in phrases["aside"])),
        beliefs={
            kind: lazily(
                rf"{MARKED}{_OPEN}?(?:{_alternation(raw['heads'][kind])})\s*(?:\d+\s*)?{_CLOSE}?\s*[:.]\s*(?=\S)"
            )
            for kind in ("misbelief", "fact")
        },
        best=lazily("|".join(phrases["best"]) or r"(?!)"),
        chosen=lazily(rf"\W*(?:{'|'.join(phrases['chosen'])})\s*:\s*(?=\S)"),
        says_key=lazily("|".join(f"(?:{phrase})" for phrase in phrases["says_key"])),
        describes=lazily(rf"(?:{'|'.join(phrases['describes'])})[。.]?\s*$"),
        no_reason=lazily("|".join(f"(?:{phrase})" for phrase in phrases["no_reason"])),
        revealing=lazily("|".join(f"(?:{phrase})" for phrase in phrases["reveals"])),
        heads={kind: frozenset(_unspaced(word) for word in each) for kind, each in raw["heads"].items()},
        in_heads={
            **{kind: _within(raw["heads"][kind]) for kind in ("option", "judged", "reason")},
            "refuted": _within([*verdicts["wrong"], *marks["wrong"]]),
        },
        none_sections=frozenset(_unspaced(word) for word in raw["sections"]["none"]),
        none_close=lazily(f"(?:{_alternation(raw['sections']['closing'])})$"),
        behind=frozenset(_unspaced(word) for word in raw["sections"]["behind"]),
        status=frozenset(_unspaced(word) for name in ("item", *_TAKEN) for word in raw["status"][name]),
        unanswered=frozenset(_unspaced(word) for word in raw["status"]["unanswered"]),
        taken={fold(word): right for name, right in _TAKEN.items() for word in raw["status"][name]},
        not_yet=lazily("|".join(f"(?:{phrase})" for phrase in phrases["not_yet"])),
        right_marks=frozenset(fold(mark) for mark in marks["right"]),
        wrong_marks=frozenset(fold(mark) for mark in marks["wrong"]),
        right_verdict=_verdict(verdicts["right"]),
        wrong_verdict=_verdict(verdicts["wrong"]),
        right_close=_close(verdicts["right"]),
        wrong_close=_close(verdicts["wrong"]),
    )


_TAKEN: Mapping[str, bool] = {"taken_right": True, "taken_wrong": False}


def _unspaced(word: str) -> str:
    """Return a word as texts are compared with it: folded and without blanks."""
    return "".join(fold(word).split())


def _within(words: Sequence[str]) -> re.Pattern[str]:
    return lazily(rf"{_BOUND}(?:{_alternation(words)}){_BOUND}")


def _verdict(words: Sequence[str]) -> re.Pattern[str]:
    return lazily(
        rf"\s*(?:{{topic}}|、|->|→|[-:])?\s*[(【\[]?(?:{_alternation(words)})[)】\]]?(?P<end>[。.、,:!\s→-]+|$|(?=[(\[]))\s*"
    )


def _close(words: Sequence[str]) -> re.Pattern[str]:
    return sought(rf"{_BOUND}(?:{_alternation(words)}){{says_so}}?(?:。|[.!)）]*\s*$)")


@lru_cache(maxsize=8)
def _load(
    added: tuple[tuple[str, tuple[str, ...]], ...], signs: Signs, hands: tuple[TaughtHand, ...]
) -> Words:
    mine = deepcopy(raw()) if added else raw()
    by_class: dict[str, Sequence[str]] = {}
    for name, more in added:
        kind = "marks" if name in ("right_marks", "wrong_marks") else "labels"
        where, _, of_class = name.rpartition(".")
        plain = [re.escape(fold(word)) for word in more] if is_expression(name) else more
        mine[where or kind][of_class.removesuffix("_marks")] += plain
        if where:
            by_class[name] = plain
    return replace(_words(mine), added=by_class, signs=signs, hands=hands)


def words(
    added: Mapping[str, Sequence[str]] | None = None,
    signs: Signs | None = None,
    hands: tuple[TaughtHand, ...] = (),
) -> Words:
    """Return the shipped words with the config's own added (label kind or right_marks/wrong_marks → words)."""
    more = tuple(sorted((name, tuple(each)) for name, each in (added or {}).items()))
    return _load(more, signs or Signs(), hands)
