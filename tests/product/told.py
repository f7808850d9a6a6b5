"""Write the answer: the key in its place, and what is said of the options."""

from collections.abc import Callable, Sequence

from tests.product.choices import AT_END
from tests.product.item import Item
from tests.product.pen import Pen


def key(pen: Pen, item: Item) -> None:
    """Write which options are right."""
    form, label = pen.row["key"], pen.speaker.label("answer")
    texts = [item.options[at] for at in item.right]
    if form == "label, B below":
        _label(pen, label)
        pen.alone(_letters(pen, item), item, *texts)
    elif form == "label, text below":
        _label(pen, label)
        for at, text in zip(item.right, texts, strict=True):
            whole = f"{pen.letters[at]}. {text}" if pen.lettered and pen.ticks else text
            pen.add(f"✅ **{whole}**" if pen.ticks else whole, item, text)
        pen.add("")
    elif line := _key_line(pen, item):
        _placed(pen, line, item, *texts)


def _letters(pen: Pen, item: Item) -> str:
    return pen.together([pen.letters[at] for at in item.right])


def _label(pen: Pen, label: str) -> None:
    """Write the label of the key above it."""
    look = pen.row["key label"]
    if look == "heading":
        pen.heading(label, deeper=1)
        return
    pen.blank()
    pen.add({"plain": f"{label}{pen.colon}".rstrip(), "【label】": f"【{label}】"}.get(look, f"**{label}**"))


def _key_line(pen: Pen, item: Item) -> str:
    """Return the key that is one line, "" for one that stands elsewhere."""
    texts = [item.options[at] for at in item.right]
    letters, speaker = _letters(pen, item), pen.speaker
    both = pen.together([f"{pen.letters[at]}. {item.options[at]}" for at in item.right])
    behind = {"label: B": letters, "label: B. text": both, "label: text": texts[0]}.get(pen.row["key"])
    if behind:
        return _labelled(pen, behind)
    said: dict[str, str] = {
        "sentence, B": speaker.fixed("key_sentence").format(L=letters),
        "sentence, text": speaker.fixed("key_sentence_text").format(text=texts[0]),
        "A: B": f"A{pen.colon}{letters}",
        "B alone": letters,
        "→ text": f"→ {texts[0]}",
        "= text": f"= {texts[0]}",
    }
    return said.get(pen.row["key"], "")


def _labelled(pen: Pen, text: str) -> str:
    label, colon = pen.speaker.label("answer"), pen.colon
    return {
        "plain": f"{label}{colon}{text}",
        "bold line": f"**{label}{colon}{text}**",
        "bold label": f"**{label}{colon.rstrip()}** {text}",
        "【label】": f"【{label}】{text}",
        "heading": f"{'#' * (pen.level + 1)} {label}{colon}{text}",
    }[pen.row["key label"]]


def _placed(pen: Pen, line: str, item: Item, *texts: str) -> None:
    """Write a line of the key where the author has it: as the last bullet it stands right below the options."""
    place = pen.row["key place"]
    if not place.endswith("bullet"):
        pen.alone(("> " if place == "quote" else "") + line, item, *texts)
        return
    while pen.out[-1] == "":
        pen.out.pop()
    pen.add(("- " if place == "last bullet" else "  - ") + line, item, *texts)
    pen.add("")


def reasons(pen: Pen, item: Item) -> None:
    """Write what is said of the options."""
    if write := _REASONS.get(pen.row["reasons"]):
        write(pen, item)


def _why(item: Item, at: int) -> str:
    return item.good if at in item.right else item.whys[at]


def _called(pen: Pen, item: Item, at: int) -> str:
    """Return how what is said of an option names it."""
    named = {"letter": pen.letters[at], "words": item.shorts[at]}
    return named.get(pen.row["named by"], item.options[at])


def _explanation(pen: Pen, item: Item) -> None:
    pen.alone(f"{pen.speaker.label('explanation')}{pen.colon}{item.good}", item, item.good)


def _listed(label: str, form: str, *, everything: bool = False) -> Callable[[Pen, Item], None]:
    """Return what writes a label and below it a bullet an option."""

    def write(pen: Pen, item: Item) -> None:
        pen.alone(f"**{pen.speaker.label(label)}**")
        for at in range(len(item.options)) if everything else item.wrong:
            for line in _filled(pen, form, item, at).split("\n"):
                pen.add(line, item, item.options[at], _why(item, at))
        pen.add("")

    return write


def _filled(pen: Pen, form: str, item: Item, at: int) -> str:
    judged = "right" if at in item.right else "wrong"
    return form.format(
        X=_called(pen, item, at), why=_why(item, at), colon=pen.colon, mark="⭕" if judged == "right" else "❌",
        verdict=pen.speaker.label(f"{judged}_verdict"), stop=pen.stop,
    )  # fmt: skip


def _together(pen: Pen, item: Item) -> None:
    """Write what is said of two wrong options at once, and of each of the others."""
    pen.alone(f"**{pen.speaker.label('wrong')}**")
    for some in (item.wrong[:2], *([at] for at in item.wrong[2:])):
        letters = pen.together([pen.letters[at] for at in some])
        why = item.whys[some[0]]
        pen.add(f"- {letters}{pen.colon}{why}", item, why, *(item.options[at] for at in some))
    pen.add("")


def _sentences(pen: Pen, item: Item) -> None:
    pen.blank()
    for at in item.wrong:
        pen.add(f"- {_sentence(pen, item, at)}", item, item.options[at], item.whys[at])
    pen.add("")


def _prose(pen: Pen, item: Item) -> None:
    said = [text for at in item.wrong for text in (item.options[at], item.whys[at])]
    told = pen.stop.join(_sentence(pen, item, at) for at in item.wrong) + pen.stop
    pen.alone(told.rstrip(), item, *said)


def _sentence(pen: Pen, item: Item, at: int) -> str:
    form = {"letter": "wrong_sentence", "words": "wrong_short"}.get(pen.row["named by"], "wrong_text")
    called = _called(pen, item, at)
    return str(pen.speaker.fixed(form)).format(why=item.whys[at], L=called, text=called)


def _in_brackets(pen: Pen, item: Item) -> None:
    """Write the reasons in one bracket behind the key, or where that is no line, on one of their own."""
    said = [text for at in item.wrong for text in (item.options[at], item.whys[at])]
    wide = pen.colon == "："
    form = pen.speaker.fixed("in_brackets")
    parts = (form.format(L=pen.letters[at], why=item.whys[at]) for at in item.wrong)
    told = ("；" if wide else "; ").join(parts)
    told = f"（{told}）" if wide else f"({told})"
    if not _key_line(pen, item):
        pen.alone(told, item, *said)
        return
    while pen.out[-1] in ("", pen.prefix.rstrip()):
        pen.out.pop()
    pen.out[-1] += told if wide else f" {told}"
    for text in said:
        item.lines.setdefault(text, set()).add(len(pen.out))
    pen.add("")


def _table(pen: Pen, item: Item) -> None:
    pen.blank()
    pen.add("| " + " | ".join(pen.speaker.fixed("heads")) + " |")
    pen.add("|---|---|---|")
    for at in range(len(item.options)):
        line = _filled(pen, "| {X} | {mark} | {why} |", item, at)
        pen.add(line, item, item.options[at], _why(item, at))
    pen.add("")


def _table_across(pen: Pen, item: Item) -> None:
    """Write a table with a column an option."""
    pen.blank()
    head, verdict, why = pen.speaker.fixed("heads")
    every = range(len(item.options))
    _row(pen, item, head, [_called(pen, item, at) for at in every], *item.options)
    _row(pen, item, "---", ["---" for _ in every])
    _row(pen, item, verdict, [_filled(pen, "{mark}", item, at) for at in every])
    whys = [_why(item, at) for at in every]
    _row(pen, item, why, whys, *whys)
    pen.add("")


def _row(pen: Pen, item: Item, head: str, cells: Sequence[str], *said: str) -> None:
    pen.add(f"| {' | '.join([head, *cells])} |", item, *said)


def _headings(pen: Pen, item: Item) -> None:
    form = "{X}. " if pen.row["named by"] == "letter" else ""
    for at in range(len(item.options)):
        text = item.shorts[at] if pen.row["named by"] == "words" else item.options[at]
        pen.heading(_filled(pen, form, item, at) + text, item, item.options[at], deeper=2)
        pen.alone(_filled(pen, "**{verdict}**{stop}{why}", item, at), item, _why(item, at))


_REASONS: dict[str, Callable[[Pen, Item], None]] = {
    "explanation": _explanation,
    "label, - X: why": _listed("wrong", "- {X}{colon}{why}"),
    "label, - X: verdict. why": _listed("explanation", "- {X}{colon}{verdict}{stop}{why}", everything=True),
    "label, - ❌ X: why": _listed("explanation", "- {mark} {X}{colon}{why}", everything=True),
    "label, - X, nested why": _listed("wrong", "- {X}\n  - {why}"),
    "label, - X": _listed("wrong", "- {X}"),
    "label, - A, C: why": _together,
    "table": _table,
    "table across": _table_across,
    "heading for each": _headings,
    "sentences": _sentences,
    "prose": _prose,
    "in brackets": _in_brackets,
}


def answers(pen: Pen, items: Sequence[Item]) -> None:
    """Write the answers of some questions behind the last of them, by their numbers."""
    if pen.row["key"] not in AT_END:
        return
    pen.heading(pen.speaker.label("answers"))
    tabled = pen.row["key"] == "table at the end"
    if tabled:
        pen.add(f"| {pen.speaker.label('question')} | {pen.speaker.label('answer')} |")
        pen.add("|---|---|")
    for item in items:
        if item.answered:
            letters = ", ".join(pen.letters[at] for at in item.right)
            line = f"| {item.number} | {letters} |" if tabled else f"{item.number}. {letters}"
            pen.add(line, item, *(item.options[at] for at in item.right))
    pen.add("")
