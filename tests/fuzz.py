"""Random pages of pieces that meet in notes, and what must hold of every one: `python -m tests.fuzz SECONDS [SEED]`.

In CI a bounded number of pages is tried (tests/test_fuzz.py); by hand as many as fit into the time.
"""

import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ankibuild.config import Config
from ankibuild.markdown.cleaning import clean, is_blank
from ankibuild.markdown.source import parse
from ankibuild.model import Page
from ankibuild.packaging.anki_rules import cloze_ordinals
from ankibuild.reading import Reader

SECONDS_A_KILOBYTE = 0.5
"""Of processor time, for the slowest page: ten times what usual ones take."""
SHOWN = 20
"""So many faults of one kind are shown: lines may be lost in more ways than one."""
NO_TEXT = re.compile(r"<!--[\s\S]*?-->|%%[^%\n]*%%|^[ >\-]*\[[^\]\n]*\]: .*$", re.MULTILINE)
"""Comments, and where links and footnotes lead."""
_ADDRESS = re.compile(r"(?<=<a )href='[^']*'")
"""Where a link leads: a reader of the notes does not see it either."""
_FOOTNOTE = re.compile(r"^[ >\-]*\[\^[^\]\n]*\]:.*(?:\n(?![ >\-]*$).+)*", re.MULTILINE)
_MEDIA = re.compile(
    r"!\[[^\]\n]*\]\([^)\n]*\)|!\[\[[^\]\n]*\]\]|<(?:img|audio|video)[^>\n]*>|\[sound:[^\]\n]*\]|<rt>[^<\n]*"
)
"""Pictures, sounds and readings of a footnote stand where it is referred to, in a line that is listed by its text."""
TOKEN = re.compile(r"印\d+印")
PIECES: tuple[str, ...] = (
    "# @", "## @とは？", "## @", "### 問@", "##@", "## @ #札", "@", "@。", "**@**", "*@", "**@", "~~@~~", "==@==", "`@`", "`@", "``@`",
    "- @", "  - @", "    - @", "\t- @", "1. @", "10) @", "- [ ] @", "- [x] @", "* @", "> @", "> > @", "> [!NOTE] @", "> - @", "    @",
    "```", "```python", "~~~", "    code @", "| @ | @ |", "|---|---|", "| 問題 | 答え |", "| @ | @ | @ |", "| @ |", "@ | @", "---", "***", "===",
    "<div>@", "</div>", "<details>", "<details><summary>@</summary>", "</details>", "<summary>@とは？</summary>", "<b>@", "</b>", "<br>@", "@<br>@",
    "<!-- @ -->", "<!--", "-->", "<!-- ankibuild: skip -->", "<!-- ankibuild: on -->", "<!-- ankibuild: card -->", "<!-- id: a@ -->",
    "<script>@</script>", "<script>", "</script>", "<style>@", "<svg><text>@</text></svg>", "<svg>", "<math><mi>@</mi></math>", "<math>",
    "<table><tr><td>@</td></tr></table>", "<table>", "<tr><td>@", "<ul><li>@", "<p>@", "<pre>@</pre>", "<pre>", "<textarea>@", "<iframe src='@'>", "<ruby>@<rt>@</rt></ruby>",
    "<a href='https://a.b/@'>@</a>", "<img src='@.png'>", "<audio src='@.mp3'></audio>", "<video>@", "<input type=checkbox> @", "<kbd>@</kbd>", "<@>", "<@", "@>",
    "$@$", "$$@$$", "$$", "\\(@\\)", "\\[@", "\\]", "{{c1::@}}", "{{c2::@::@}}", "{{c0::@}}", "{{c１::@}}", "{{c1::@", "@}}", "{{c1::}}", "{@|かな}", "漢字《@》",
    "@ :: @", "@ ::: @", "@::@", "?", "??", "Q：@", "A：@", "**Q1：@**", "**正解：B**", "正解：A", "答え：@", "解説：@", "A. @", "B. @", "ア @", "① @", "✅ @", "❌ @", "⭕ @", "× @",
    "📌 @とは？", "@ → @", "@ ＝ @", "@：@", "@とは、@のこと。", "- **@**：@", "- B は @ だから誤り", "他の選択肢がダメな理由", "## まとめ", "## 参考リンク", "- [@](https://a.b)",
    "[@](@)", "[@][a]", "[a]: https://a.b/@", "![@](@.png)", "![[@.png]]", "[[@]]", "[^1] @", "[^1]: @", "https://a.b/@", "<https://a.b/@>", "[@](", "![", "[[", "](",
    ":::message", ":::", "%% @ %%", "@ ^abcdef", "[TOC]", "status:: @", "#札", "\\@", "\\*@\\*", "&lt;@&gt;", "&@;", "\u200b", "\u2800@", "\u3000@", "@　@", "[sound:@.mp3]", "[latex]@[/latex]",
    "", "", "", "", "",
)  # fmt: skip
INDENTS = ("", "", "", "", "  ", "    ", "> ", "- ")
FRONTS: tuple[str, ...] = (
    "", "", "", "---\ntitle: 表\n---\n", "---\ntags: [a, b]\nankibuild: {contrast: choice}\n---\n", "---\ndate: 2023-02-29\nx: !!int y\n---\n",
    "---\n[\n---\n", "---\n", "—-\ntitle: x\n—-\n", "\ufeff",
)  # fmt: skip
CONFIGS = (
    Config(),
    Config(contrast="choice", ruby=True, reverse=True),
)


def page_of(random_: random.Random) -> str:
    """Return a page: each text on it has a token of its own, by which it is found again."""
    lines: list[str] = []
    for _ in range(random_.randint(1, 30)):
        indent = random_.choice(INDENTS)
        lines.append(indent + random_.choice(PIECES))
        if random_.random() < 0.3:
            lines.append("")
    text = random_.choice(FRONTS) + "\n".join(lines) + random_.choice(("", "\n"))
    return marked(text)


def marked(text: str) -> str:
    """Put a token in the place of each `@`."""
    count = iter(range(100_000))
    return re.sub("@", lambda _: f"印{next(count)}印", text)


def faults(text: str, reader: Reader) -> Iterator[str]:
    """Yield what does not hold of a page."""
    source, problems = parse(text.encode(), "a.md", Path("a.md"))
    if source is None:
        if not problems:
            yield "not read without a problem"
        return
    begun = time.process_time()
    page = reader.read(source)
    seconds = time.process_time() - begun
    if seconds > SECONDS_A_KILOBYTE * (2 + len(text) / 1000):
        yield f"took {seconds:.1f} s"
    for problem in (*problems, *page.problems):
        if not 1 <= problem.line <= text.count("\n") + 1:
            yield f"a problem in line {problem.line}: {problem.slug}"
    yield from _blank_sides(page)
    if not any(problem.slug == "too-deep" for problem in page.problems):
        yield from _lost(text, page, source.first_line)


def _blank_sides(page: Page) -> Iterator[str]:
    sides: dict[str, list[tuple[str, ...]]] = {
        "qa": [("Question",), ("Answer", "Explanation")],
        "contrast": [("Correct",), ("Incorrect",)],
        "cloze": [("Text",)],
    }
    for card, fields in zip(page.cards, page.fields, strict=True):
        for names in sides[card.kind]:
            if all(is_blank(fields.get(name, "")) for name in names):
                yield f"a card of line {card.first_line} shows nothing in {names[0]}"
        if card.kind == "cloze" and not cloze_ordinals(fields["Text"]):
            yield f"a cloze of line {card.first_line} has no card"
        for name, field in fields.items():
            if "<script" in field.lower() or re.search(r"<[^>]*\bon\w+=", field):
                yield f"something runs in {name}"
            if name not in ("Swap", "Extra1") and clean(field) == "" and field:
                yield f"{name} shows nothing, but is not empty"


def _lost(text: str, page: Page, first_line: int) -> Iterator[str]:
    """Yield the texts that are on no card and in no list of what is on none."""
    shown = json.dumps(
        [[part.html, part.text] for card in page.cards for part in card.parts.values()], ensure_ascii=False
    )
    shown += json.dumps(
        [[card.context, card.headings, card.tags, card.id] for card in page.cards], ensure_ascii=False
    )
    # A heading may stand on several lines; it is listed with its first.
    text = _ADDRESS.sub("", text.removeprefix("\ufeff"))
    text = _FOOTNOTE.sub(lambda found: _MEDIA.sub("", found[0]), text)
    shown += "".join(piece.text for piece in (*page.coverage.uncarded, *page.coverage.none))
    told = {n for card in page.cards for first, last in card.claimed for n in range(first, last + 1)}
    told |= {
        n
        for piece in (*page.coverage.uncarded, *page.coverage.none)
        for n in range(piece.first, piece.last + 1)
    }
    told |= {
        n
        for card in page.cards
        for part in card.parts.values()
        for first, last in part.lines
        for n in range(first, last + 1)
    }
    told |= {problem.line for problem in page.problems}
    for number, line in enumerate(
        NO_TEXT.sub(lambda found: "\n" * found[0].count("\n"), text).split("\n"), 1
    ):
        for token in TOKEN.findall(line) if number >= first_line else ():
            if token not in shown and number not in told:
                yield f"line {number} is lost: {line}"


def shrunk(text: str, reader: Reader, what: str) -> str:
    """Return fewer lines that have the same sort of fault."""
    kind = re.sub(r"\d+|: .*", "", what)
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        fewer = [*lines[:at], *lines[at + 1 :]]
        if any(re.sub(r"\d+|: .*", "", fault) == kind for fault in _safely("\n".join(fewer), reader)):
            lines = fewer
        else:
            at += 1
    return "\n".join(lines)


def _safely(text: str, reader: Reader) -> list[str]:
    try:
        return list(faults(text, reader))
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]


def built(texts: Sequence[str], folder: Path) -> str:
    """Build a package of pages and import it into the real library; return what is wrong with it."""
    from tests.anki_tools import anki_collection
    from tests.test_cli import run

    notes = Path(tempfile.mkdtemp(dir=folder))
    for number, text in enumerate(texts):
        (notes / f"{number}.md").write_text(text, "utf-8")
    result = run("build", notes, "-o", notes / "a.apkg", "--no-cache")
    if result.exit_code not in (0, 1):
        return result.output or repr(result.exception)
    told = {
        row.split("[")[1].split("]")[0]
        for row in run("check", notes).output.splitlines()
        if row.endswith("]") and "[" in row
    }
    with anki_collection(notes) as anki:
        outcome = anki.import_package(notes / "a.apkg")
        wrong = "; ".join(anki.faults())
        for empty in anki.col.get_empty_cards().notes:
            wrong += f"; empty cards of {anki.col.get_note(empty.note_id).fields[0]!r}"
    made = len(
        [
            line
            for line in run("cards", notes, "--format", "jsonl").output.splitlines()
            if line.startswith("{")
        ]
    )
    return wrong or ("" if outcome.new == made else f"{outcome.new} of {made} notes came in ({told})")


def main() -> None:
    """Try pages for so many seconds; print each new fault with the smallest page that has it."""
    end = time.monotonic() + float(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns()
    readers = [Reader(config) for config in CONFIGS]
    seen: Counter[str] = Counter()
    pages = imported = characters = 0
    batch: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            random_ = random.Random(f"{seed} {pages}")
            text, reader = page_of(random_), random_.choice(readers)
            pages, characters = pages + 1, characters + len(text)
            for fault in _safely(text, reader):
                kind = re.sub(r"\d+|: .*", "", fault)
                seen[kind] += 1
                if seen[kind] <= SHOWN:
                    print(f"--- {fault}\n{shrunk(text, reader, fault)}\n", flush=True)
            batch.append(text)
            if len(batch) == 200:
                imported += len(batch)
                if wrong := built(batch, Path(folder)):
                    print(f"=== {wrong}", flush=True)
                batch = []
    print(
        f"seed {seed}: {pages:,} pages, {characters:,} characters, {imported:,} imported; faults: {dict(seen) or 'none'}"
    )


if __name__ == "__main__":
    main()
