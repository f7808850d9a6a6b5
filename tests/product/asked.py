"""Write the question: how it is opened, its stem, its options."""

from tests.product.choices import LISTS
from tests.product.item import Item
from tests.product.pen import Pen


def opening(pen: Pen, item: Item) -> None:
    """Write what opens a question, and its stem."""
    head, before, behind = _opens(pen, item)
    if head:
        pen.alone(head)
    if head.startswith("**"):
        pen.out.pop()
    indent = "   " if pen.row["opening"] == "numbered line" else ""
    if item.situation:
        pen.add(before + item.situation, item, item.situation)
        if pen.row["situation"] == "own paragraph":
            pen.add("")
        before = indent
    if pen.row["options"] == "in the stem's fence":
        pen.out.insert(len(pen.out) - bool(item.situation), "```")
        for text, lines in item.lines.items():
            item.lines[text] = {n + 1 if text == item.situation else n for n in lines}
    pen.add(before + item.stem + behind, item, item.stem)
    pen.add("")
    _shown(pen, item, indent)


def _opens(pen: Pen, item: Item) -> tuple[str, str, str]:
    """Return the line above a question, and what stands before and behind its first text."""
    n, label, mark = item.number, pen.speaker.label("question"), "#" * pen.level
    head, before = {
        "heading, number; paragraph": (f"{mark} {n}", ""),
        "heading with label; paragraph": (f"{mark} {label}{n}", ""),
        "heading with number and stem": ("", f"{mark} {n}. "),
        "heading with Q1 and stem": ("", f"{mark} Q{n}. "),
        "bold Q1 and stem": ("", f"**Q{n}. "),
        "bold number": ("", f"**{n}.** "),
        "numbered line": ("", f"{n}. "),
        "label and stem": ("", f"{label}{n}{pen.colon}"),
        "bold label alone": (f"**{label}**", ""),
        "label#1": (f"{label}#{n}", ""),
        "fold, Q1 and stem": ("<details>", f"<summary>Q{n}. "),
        "stem alone": ("", ""),
    }[pen.row["opening"]]
    return head, before, "**" if before.startswith("**Q") else "</summary>" if "<summary>" in before else ""


def _shown(pen: Pen, item: Item, indent: str) -> None:
    """Write the code, table or picture that the stem asks about."""
    one, two, *more = [*item.shown, "", ""]
    lines = {
        "code": ("```", one, two, "```"),
        "table": (f"| {one} | {two} |", "|---|---|", f"| {' | '.join(more[:2])} |"),
        "picture": (f"![{item.number}](img/q{item.number}.png)",),
    }.get(pen.row["situation"], ())
    for line in lines:
        pen.add(indent + line)
    if lines:
        pen.add("")


def options(pen: Pen, item: Item) -> None:
    """Write the list of options."""
    form, label = pen.row["options"], pen.speaker.label("options")
    if form == "none":
        return
    if pen.row["options label"] == "heading":
        pen.heading(label, deeper=1)
    elif pen.row["options label"] == "bold":
        pen.alone(f"**{label}**")
    if form == "on one line":
        texts = [pen.lettered_text(at, marked(pen, item, at)) for at in range(len(item.options))]
        pen.add("　".join(texts), item, *item.options)
    elif form == "table":
        pen.add(f"| | {label} |")
        pen.add("|---|---|")
    elif form == "in a fence":
        pen.add("```")
    for at in range(len(item.options)) if form != "on one line" else ():
        _option(pen, item, at)
    if form.endswith("fence"):
        pen.add("```")
    pen.add("")


def _option(pen: Pen, item: Item, at: int) -> None:
    form, letter, text = pen.row["options"], pen.letters[at], marked(pen, item, at)
    ticked = "x" if item.answered and at in item.right and pen.row["key"] == "box" else " "
    whole = pen.lettered_text(at, text)
    line = {
        "- A": f"- {whole}",
        "- **A**": f"- {pen.lettered_text(at, '').rstrip().join(('**', '**'))} {text}",
        "-": f"- {text}",
        "- [ ]": f"- [{ticked}] {text}",
        "- [ ] A": f"- [{ticked}] {whole}",
        "deep": f"    {whole}",
        "table": f"| {letter} | {text} |",
    }.get(form, whole)
    pen.add(line, item, item.options[at])
    if pen.row["reasons"] == "nested in the option" and item.answered:
        sign, why = ("⭕", item.good) if at in item.right else ("❌", item.whys[at])
        pen.add(f"  - {sign} {why}", item, why)
    if pen.gap and form in (*LISTS, "A") and at < len(item.options) - 1:
        pen.add("")


def marked(pen: Pen, item: Item, at: int) -> str:
    """Return an option's text as it stands in the list: with what calls it right, or none."""
    text = "" if at == item.bare else item.options[at]
    if not item.answered or at not in item.right:
        return text
    return {"mark at the option": f"{text} ✅", "bold option": f"**{text}**"}.get(pen.row["key"], text)
